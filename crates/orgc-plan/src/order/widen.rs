//! Texts that change places: each of some policies takes over what another one of them denies, so none can be the first.
//!
//! One of them is widened first: it denies what it shall, and goes on denying what others take over. Then they take it over,
//! and at last it is narrowed to what it shall be. Only policies that deny are widened, so nothing is ever allowed on
//! the way. A run that ends between finds a policy that does what it shall and more, whose update nothing but its heirs
//! holds up (see [`Table::narrowings`]).

use super::guards::{Carriers, carriers, heirs};
use super::table::{Index, Table};
use crate::draft::{self, Draft};
use crate::guards::pieces;
use crate::plan::{Action, Reason, Verb};
use orgc_ir::{Address, Text};
use orgc_policy::{Document, Effect, PolicyType, QuotaKey, Quotas};
use std::collections::{BTreeMap, BTreeSet};

/// Adds a widening update for one policy of each ring of updates, where the text between has room.
pub(crate) fn widen(draft: &mut Draft<'_>) {
    let mut all = widenings(&Table::new(draft));
    // Each goes in before its update, so that the places of the others stay right.
    all.sort_by_key(|one| std::cmp::Reverse(one.update));
    all.into_iter().for_each(|one| insert(draft, one));
}

/// A policy that is widened.
struct Widening {
    /// Its update, which narrows it then.
    update: Index,
    /// The text between.
    document: String,
    /// A policy that takes over what it denies.
    heir: Address,
}

fn widenings(table: &Table<'_>) -> Vec<Widening> {
    let carriers = carriers(table);
    let mut waits: BTreeMap<&String, BTreeSet<String>> =
        table.updates.keys().map(|policy| (policy, gaining(table, policy, &carriers))).collect();
    let mut all = Vec::new();
    loop {
        let mut ring = table.updates.iter().filter(|(policy, _)| is_in_ring(&waits, policy));
        let found = ring.find_map(|(policy, update)| {
            Some((policy, widening(table, policy, *update, waits.get(policy)?)?))
        });
        let Some((policy, widening)) = found else { return all };
        waits.remove(policy);
        all.push(widening);
    }
}

/// The policies whose updates a policy waits for.
fn gaining(table: &Table<'_>, policy: &str, carriers: &Carriers) -> BTreeSet<String> {
    let heirs = heirs(table, policy, carriers).into_iter();
    heirs.filter(|(heir, gains)| *gains && table.updates.contains_key(heir)).map(|(heir, _)| heir).collect()
}

/// Whether a policy waits for itself, over others.
fn is_in_ring(waits: &BTreeMap<&String, BTreeSet<String>>, policy: &String) -> bool {
    let mut reached = BTreeSet::new();
    let mut open = vec![policy];
    while let Some(next) = open.pop() {
        for one in waits.get(next).into_iter().flatten() {
            if one == policy {
                return true;
            }
            if reached.insert(one) {
                open.push(one);
            }
        }
    }
    false
}

/// None where the policy allows something, or the text between is too large or holds an id that is not known yet.
fn widening(table: &Table<'_>, policy: &str, update: Index, heirs: &BTreeSet<String>) -> Option<Widening> {
    let Some(Action::UpdatePolicy { document: Some(desired), .. }) = table.action(update) else {
        return None;
    };
    let live = table.matched.observed.policies.get(policy).filter(|_| table.guards.only_denies(policy))?;
    let mut document = Document::parse(&table.matched.resolve(desired)?).ok()?;
    let lost = table.guards.lost(policy);
    let kept = Document::parse(&live.document).ok()?.statements.into_iter().filter(|statement| {
        statement.effect == Effect::Deny && pieces(statement).iter().any(|piece| lost.contains(piece))
    });
    document.statements.extend(kept.map(|mut statement| {
        // Its name may be taken by a new statement.
        statement.sid = None;
        statement
    }));
    let document = document.to_minified();
    let (quotas, policy_type) = (Quotas::bundled(), PolicyType::aws_named(&live.policy_type)?);
    let limit = quotas.get(QuotaKey::PolicyDocument(policy_type)).value;
    let fits = u64::try_from(document.chars().count()).is_ok_and(|size| size <= limit);
    let heir = Address::policy(&table.name_of_policy(heirs.first()?));
    fits.then_some(Widening { update, document, heir })
}

fn insert(draft: &mut Draft<'_>, widening: Widening) {
    let Widening { update, document, heir } = widening;
    let Some(narrowing) = draft.operations.get_mut(update) else { return };
    let (address, reason) = (narrowing.address.clone(), narrowing.reason.clone());
    let Action::UpdatePolicy { policy, .. } = &narrowing.action else { return };
    let policy = policy.clone();
    let Some(change) = narrowing.changes.iter_mut().find(|one| one.attribute == "document") else { return };
    let before = change.before.replace(document.clone()).unwrap_or_default();
    let because = "it denies both until another one has taken over what it denied".to_owned();
    let reason = match reason.origin().cloned() {
        Some(origin) => Reason::Implied { by: heir, because, origin },
        None => reason,
    };
    let text = Text::from(document);
    let changes = vec![draft::changed("document", &before, text.clone())];
    let action = Action::UpdatePolicy { policy, name: None, description: None, document: Some(text) };
    draft.push_because(Verb::Update, &address, reason, action, changes);
    draft.distinguish("widened");
    if let Some(widened) = draft.operations.pop() {
        draft.operations.insert(update, widened);
    }
}
