//! What accounts can do otherwise in another model.

use super::readdress::Readdressing;
use orgc_ir::Desired;
use orgc_policy::{Ground, IamCatalog, Passage, Shift, shifts};
use orgc_sema::Permissions;

/// What accounts can do in one model and not in another.
#[derive(Debug)]
pub struct Access {
    /// The accounts that can do other things, by what is different for them.
    pub shifts: Vec<Shift<String>>,
    permissions: Permissions,
}

/// Compares what the accounts of both models can do; none if no policy over one of them is different.
pub fn access(before: &Desired, after: &Desired) -> Option<Access> {
    let moves = Readdressing::between(before, after);
    let (old, new) = Permissions::of_both(&before.resources, &after.resources, |one| moves.address(one));
    let passages =
        before.resources.keys().filter(|address| address.kind() == "account").filter_map(|address| {
            let name = moves.address(address);
            let id = new.id(&name)?;
            let (before, after) = (old.chain(address)?, new.chain(&name)?);
            let (before, after) = (before.clone().of_any_account(), after.clone().of_any_account());
            (before != after).then(|| Passage {
                account: name.name().to_owned(),
                ground: Ground::of_account(id, new.organization(), "aws"),
                id: id.to_owned(),
                before,
                after,
            })
        });
    let passages: Vec<Passage<String>> = passages.collect();
    let shifts = (!passages.is_empty()).then(|| shifts(&passages, IamCatalog::bundled()))?;
    Some(Access { shifts, permissions: new })
}

impl Access {
    /// A text with names for the ids that AWS assigns later.
    pub fn readable(&self, text: &str) -> String {
        self.permissions.readable(text)
    }
}
