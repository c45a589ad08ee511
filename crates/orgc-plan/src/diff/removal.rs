//! Things that are no longer declared and of which a sentence says what becomes of them.

use super::exclusive::deregister;
use super::{attachment, retire};
use crate::diagnostics;
use crate::draft::{self, Draft};
use crate::live::Live;
use crate::matching::{Leaving, ended};
use crate::ownership::{PROTECT, ownership_keys};
use crate::plan::{Action, Reason, Verb};
use orgc_ir::desired::{Removal, RemovalVerb};
use orgc_ir::observed::{LivePolicy, LiveUnit};
use orgc_ir::{Address, Text};
use orgc_policy::Quotas;
use std::collections::BTreeSet;

/// Adds the operations of everything that leaves.
pub(super) fn compare(draft: &mut Draft<'_>) {
    let matched = draft.matched;
    for leaving in &matched.leaving {
        match leaving.verb() {
            RemovalVerb::Forget => forget(draft, leaving),
            verb if leaving.live.tags().contains_key(PROTECT) && !leaving.has_ended() => {
                let finding = diagnostics::protected_removal(
                    &leaving.address,
                    leaving.live,
                    done(verb),
                    leaving.origin(),
                );
                draft.diagnostics.push(finding);
            }
            verb => remove(draft, leaving, verb),
        }
    }
    warn_of_applied(draft);
    check_close_quota(draft);
}

fn remove<'a>(draft: &mut Draft<'a>, leaving: &'a Leaving<'a>, verb: RemovalVerb) {
    match (verb, leaving.live) {
        (RemovalVerb::Close | RemovalVerb::Release, Live::Account(id, account)) => {
            if !leaving.has_ended() {
                end_account(draft, leaving, verb, id, &account.state);
            }
        }
        (RemovalVerb::Delete, Live::Unit(id, unit)) => delete_unit(draft, leaving, id, unit),
        (RemovalVerb::Delete, Live::Policy(id, policy)) => delete_policy(draft, leaving, id, policy),
        (RemovalVerb::Delete, Live::StackSet(name, set)) => retire::delete(draft, leaving, name, set),
        (_, live) => {
            let finding =
                diagnostics::removes_another_kind(&leaving.address, live, word(verb), leaving.origin());
            draft.diagnostics.push(finding);
        }
    }
}

/// The word of the language.
fn word(verb: RemovalVerb) -> &'static str {
    match verb {
        RemovalVerb::Close => "close",
        RemovalVerb::Release => "release",
        RemovalVerb::Forget => "forget",
        RemovalVerb::Delete => "delete",
    }
}

fn done(verb: RemovalVerb) -> &'static str {
    match verb {
        RemovalVerb::Close => "closed",
        RemovalVerb::Release => "released",
        RemovalVerb::Forget => "forgotten",
        RemovalVerb::Delete => "deleted",
    }
}

fn forget(draft: &mut Draft<'_>, leaving: &Leaving<'_>) {
    let tags = leaving.live.tags();
    let remove = ownership_keys(tags);
    let gone = |key: &String| draft::gone(&format!("tags.{key}"), tags.get(key).map_or("", String::as_str));
    let changes = remove.iter().map(gone).collect();
    let action = match leaving.live {
        Live::StackSet(name, set) => retire::forget(name, set, &remove),
        Live::Organization(live) => untag(&live.root_id, remove),
        other => untag(other.id(), remove),
    };
    draft.push_because(Verb::Forget, &leaving.address, leaving.reason(), action, changes);
}

fn untag(id: &str, remove: BTreeSet<String>) -> Action {
    Action::Tag { resource: id.into(), set: [].into(), remove }
}

fn end_account(draft: &mut Draft<'_>, leaving: &Leaving<'_>, verb: RemovalVerb, id: &str, state: &str) {
    let (address, live, origin) = (&leaving.address, leaving.live, leaving.origin());
    if draft.matched.management_id() == Some(id) {
        return draft.diagnostics.push(diagnostics::management_stays(address, live, origin));
    }
    if state == "SUSPENDED" {
        return draft.diagnostics.push(diagnostics::suspended(address, live, origin));
    }
    for (principal, accounts) in &draft.matched.observed.administrators {
        if accounts.contains(id) {
            deregister(draft, principal, id, address.as_str(), leaving.reason());
        }
    }
    let account = Text::from(id);
    let (verb, action) = match verb {
        RemovalVerb::Close => (Verb::Close, Action::CloseAccount { account }),
        _ => (Verb::Release, Action::ReleaseAccount { account }),
    };
    let changes = vec![draft::gone("name", live.name()), draft::gone("id", id)];
    draft.push_because(verb, address, leaving.reason(), action, changes);
}

/// Policies are detached everywhere first.
fn delete_policy<'a>(draft: &mut Draft<'a>, leaving: &'a Leaving<'a>, id: &'a str, policy: &LivePolicy) {
    for one in draft.matched.attachments.of(id) {
        let target = Text::from(one.target.as_str());
        if attachment::is_protected_root(draft, &target) {
            return attachment::refuse_at_root(draft, &policy.name);
        }
        let place = draft.matched.place_name(&one.target);
        let address = Address::attachment_at(&leaving.address, &place);
        let changes = vec![draft::gone("policy", leaving.address.as_str()), draft::gone("target", &place)];
        let action = Action::DetachPolicy { policy: id.into(), target };
        draft.push_because(Verb::Detach, &address, leaving.reason(), action, changes);
    }
    let changes = vec![draft::gone("name", &policy.name), draft::gone("document", &policy.document)];
    let action = Action::DeletePolicy { policy: id.into() };
    draft.push_because(Verb::Delete, &leaving.address, leaving.reason(), action, changes);
}

/// A unit is deleted when nothing is in it any more. AWS keeps closed accounts where they were, so
/// those are moved to the root.
fn delete_unit<'a>(draft: &mut Draft<'a>, leaving: &'a Leaving<'a>, id: &'a str, unit: &LiveUnit) {
    let inside = what_stays_in(draft, id);
    if !inside.is_empty() {
        let finding = diagnostics::unit_not_empty(&leaving.address, leaving.live, &inside, leaving.origin());
        return draft.diagnostics.push(finding);
    }
    let observed = draft.matched.observed;
    for (account, live) in observed.accounts.iter().filter(|(_, live)| live.parent == id) {
        if is_closed_by_then(draft, Live::Account(account, live)) {
            move_to_root(draft, leaving, account, id);
        }
    }
    let changes = vec![draft::gone("name", &unit.name), draft::gone("id", id)];
    let action = Action::DeleteUnit { unit: id.into() };
    draft.push_because(Verb::Delete, &leaving.address, leaving.reason(), action, changes);
}

/// What is in a unit and neither moves nor leaves.
fn what_stays_in(draft: &Draft<'_>, id: &str) -> Vec<String> {
    let matched = draft.matched;
    let units = matched.observed.units.iter().filter(|(_, live)| live.parent == id);
    let units = units.map(|(id, live)| Live::Unit(id, live)).filter(|unit| {
        matched.departure("ou", unit.key()).is_none_or(|one| one.verb() != RemovalVerb::Delete)
    });
    let accounts = matched.observed.accounts.iter().filter(|(_, live)| live.parent == id);
    let accounts = accounts.map(|(id, live)| Live::Account(id, live)).filter(|account| {
        let moves = matched.destination(account.key()).first().is_some_and(|parent| parent != id);
        let leaves = matched
            .departure("account", account.key())
            .is_some_and(|one| matches!(one.verb(), RemovalVerb::Close | RemovalVerb::Release));
        !moves && !leaves && !ended(*account)
    });
    units.chain(accounts).map(diagnostics::described).collect()
}

fn is_closed_by_then(draft: &Draft<'_>, account: Live<'_>) -> bool {
    let matched = draft.matched;
    let closes =
        matched.departure("account", account.key()).is_some_and(|one| one.verb() == RemovalVerb::Close);
    matched.address_of("account", account.key()).is_none() && (closes || ended(account))
}

fn move_to_root<'a>(draft: &mut Draft<'a>, unit: &Leaving<'_>, account: &'a str, from: &str) {
    let matched = draft.matched;
    let carried = matched.departure("account", account).map(|one| one.address.clone());
    let address = carried.unwrap_or_else(|| Address::account(account));
    let reason = Reason::Implied {
        by: unit.address.clone(),
        because: "AWS keeps a closed account in its place for 90 days, and deletes only empty units"
            .to_owned(),
        origin: unit.origin().clone(),
    };
    let organization = matched.organization();
    let changes = vec![draft::changed("parent", unit.address.as_str(), organization.as_str())];
    let action = Action::MoveAccount { account: account.into(), from: from.into(), to: matched.root() };
    draft.push_because(Verb::Move, &address, reason, action, changes);
}

/// Removals that have nothing left to do.
fn warn_of_applied(draft: &mut Draft<'_>) {
    let matched = draft.matched;
    let still_there = |address: &Address, removal: &Removal| {
        let mut leaving = matched.leaving.iter().filter(|one| one.said_of() == Some(address));
        leaving.any(|one| removal.verb == RemovalVerb::Forget || !one.has_ended())
    };
    for (address, removal) in &matched.desired.removals {
        if !still_there(address, removal) {
            let finding = diagnostics::applied_removal(address, word(removal.verb), &removal.origin);
            draft.diagnostics.push(finding);
        }
    }
}

/// How many were closed in the last 30 days AWS does not tell; more than may be closed at all is
/// refused before anything is done.
fn check_close_quota(draft: &mut Draft<'_>) {
    let accounts = &draft.matched.observed.accounts;
    let members = u64::try_from(accounts.len().saturating_sub(1)).unwrap_or(u64::MAX);
    let allowed = Quotas::bundled().closures(members);
    let running = accounts.values().filter(|one| one.state == "PENDING_CLOSURE").count();
    let closings = draft.operations.iter().filter(|one| one.verb == Verb::Close);
    let origins: Vec<_> = closings.filter_map(|one| one.reason.origin()).cloned().collect();
    let wanted = origins.len();
    let exceeds = u64::try_from(wanted + running).unwrap_or(u64::MAX) > allowed;
    if let Some(origin) = origins.first().filter(|_| exceeds) {
        draft.diagnostics.push(diagnostics::close_quota(wanted, running, allowed, origin));
    }
}
