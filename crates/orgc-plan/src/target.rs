//! A part of the way: some things, what stands in them, and what they need.

use crate::diagnostics;
use crate::draft::Draft;
use crate::matching::Matched;
use crate::order;
use crate::plan::Operation;
use orgc_diag::{Diagnostic, suggest};
use orgc_ir::Address;
use orgc_ir::desired::Body;
use std::collections::BTreeSet;

/// Leaves of a draft what concerns the targets, and what that waits for; all of it without targets.
///
/// # Errors
/// Targets that are neither declared nor removed.
pub(crate) fn narrow(draft: &mut Draft<'_>, targets: &BTreeSet<Address>) -> Result<(), Vec<Diagnostic>> {
    if targets.is_empty() {
        return Ok(());
    }
    let unknown: Vec<Diagnostic> =
        targets.iter().filter_map(|target| unknown(draft.matched, target)).collect();
    if !unknown.is_empty() {
        return Err(unknown);
    }
    let matched = draft.matched;
    let concerns = |one: &Operation| targets.iter().any(|target| is_about(matched, &one.address, target));
    let needed = order::needed(draft, concerns);
    let all = draft.operations.len();
    let mut index = 0..;
    draft.operations.retain(|_| index.next().is_some_and(|index| needed.contains(&index)));
    let left = all - draft.operations.len();
    let named: Vec<String> = targets.iter().map(|target| format!("`{target}`")).collect();
    draft.note(format!(
        "only {} and what that needs: {left} of {all} operations are left out",
        named.join(" and ")
    ));
    Ok(())
}

fn unknown(matched: &Matched<'_>, target: &Address) -> Option<Diagnostic> {
    let known = || matched.desired.resources.keys().chain(matched.leaving.iter().map(|one| &one.address));
    if known().any(|one| is_about(matched, one, target)) {
        return None;
    }
    let near = suggest(target.as_str(), known().map(Address::as_str));
    Some(diagnostics::unknown_target(target, near))
}

/// Whether an address is that of the target, of a part of it, or of what holds at it or inside it.
fn is_about(matched: &Matched<'_>, address: &Address, target: &Address) -> bool {
    let holds_at =
        address.name().split_once('@').and_then(|(_, place)| Address::try_from(place.to_owned()).ok());
    std::iter::once(address).chain(&holds_at).any(|one| is_inside(matched, one, target))
}

fn is_inside(matched: &Matched<'_>, address: &Address, target: &Address) -> bool {
    let is_part = address.kind() == target.kind()
        && address
            .name()
            .strip_prefix(target.name())
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    let stands_in = || match matched.resource(address).map(|one| &one.body) {
        Some(Body::Account(account)) => is_inside(matched, &account.parent, target),
        _ => false,
    };
    target.kind() == "organization" || is_part || stands_in()
}
