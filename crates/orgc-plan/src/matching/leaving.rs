//! Owned things that are no longer declared, and the sentence that says what becomes of each.

use super::matcher::Matcher;
use super::renames::nearest;
use crate::live::Live;
use crate::plan::Reason;
use orgc_ir::Address;
use orgc_ir::desired::{Moved, Origin, Removal, RemovalVerb};

/// A live thing that leaves.
#[derive(Clone, Debug)]
pub(crate) struct Leaving<'a> {
    /// The address that it carries.
    pub address: Address,
    pub live: Live<'a>,
    pub why: Departure<'a>,
}

/// Why it leaves.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Departure<'a> {
    /// A sentence about this address says so; one about a unit or a block covers all below it.
    Removal(&'a Address, &'a Removal),
    /// A unit has another parent, and a new one takes its place.
    Replaced { by: &'a Address, moved: &'a Moved },
}

impl Leaving<'_> {
    /// What becomes of it.
    pub fn verb(&self) -> RemovalVerb {
        match self.why {
            Departure::Removal(_, removal) => removal.verb,
            Departure::Replaced { .. } => RemovalVerb::Delete,
        }
    }

    /// The address that the sentence is about.
    pub fn said_of(&self) -> Option<&Address> {
        match self.why {
            Departure::Removal(address, _) => Some(address),
            Departure::Replaced { .. } => None,
        }
    }

    /// Where that is written.
    pub fn origin(&self) -> &Origin {
        match self.why {
            Departure::Removal(_, removal) => &removal.origin,
            Departure::Replaced { moved, .. } => &moved.origin,
        }
    }

    /// Why its operations are there.
    pub fn reason(&self) -> Reason {
        match self.why {
            Departure::Removal(_, removal) => {
                Reason::Removal { why: removal.reason.clone(), origin: removal.origin.clone() }
            }
            Departure::Replaced { by, moved } => Reason::Implied {
                by: by.clone(),
                because: "AWS cannot move a unit: a new one takes its place".to_owned(),
                origin: moved.origin.clone(),
            },
        }
    }

    /// Whether AWS is done with it: closing is how an account ends, and a closed one is listed for
    /// about 90 days.
    pub fn has_ended(&self) -> bool {
        ended(self.live)
    }
}

/// Whether a thing is a closed account.
pub(crate) fn ended(live: Live<'_>) -> bool {
    matches!(live, Live::Account(_, account) if matches!(account.state.as_str(), "CLOSED" | "PENDING_CLOSURE"))
}

/// Notes what leaves by a removal.
pub(super) fn settle(matcher: &mut Matcher<'_>) {
    let removals = &matcher.matched.desired.removals;
    let mut leaving = Vec::new();
    for (carried, all) in &matcher.index.owned {
        let Ok(address) = Address::try_from((*carried).to_owned()) else { continue };
        if matcher.matched.declares(carried) || matcher.renames.settles(carried) {
            continue;
        }
        let said = nearest(&address, |one| removals.get_key_value(one));
        let Some((_, (written, removal))) = said else { continue };
        let unreported = all.iter().filter(|one| !matcher.reported.contains(&(one.kind(), one.key())));
        leaving.extend(unreported.map(|live| Leaving {
            address: address.clone(),
            live: *live,
            why: Departure::Removal(written, removal),
        }));
    }
    matcher.matched.leaving.extend(leaving);
}
