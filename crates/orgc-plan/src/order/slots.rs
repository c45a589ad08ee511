//! Targets that are full: a policy comes in through a slot that another one frees first.

use super::table::{Index, Table};
use crate::diagnostics;
use crate::guards::Guard;
use orgc_diag::Diagnostic;
use orgc_policy::{PolicyType, Quota, QuotaKey, Quotas};
use std::collections::BTreeSet;

/// Orders full targets and answers the detachments that free a slot; those wait for nothing else.
pub(super) fn order(table: &mut Table<'_>, problems: &mut Vec<Diagnostic>) -> BTreeSet<Index> {
    let quotas = Quotas::bundled();
    let mut early = BTreeSet::new();
    for place in table.attaches.keys().cloned().collect::<Vec<_>>() {
        for policy_type in PolicyType::all() {
            let limit = quotas.get(QuotaKey::PolicyAttachedMax(policy_type));
            let mut swap = Swap::new(table, &place, &policy_type.aws_name, limit);
            if swap.fits() {
                continue;
            }
            match swap.sequence(table) {
                Ok(sequence) => chain(table, &sequence, &mut early),
                Err((index, policy)) => problems.extend(swap.refusal(table, index, &policy)),
            }
        }
    }
    early
}

/// One target and type with what is attached, what shall come and what shall go.
struct Swap<'q> {
    place: String,
    limit: &'q Quota,
    attached: BTreeSet<String>,
    coming: Vec<(Index, String)>,
    going: Vec<(Index, String)>,
}

/// A step through a full target.
enum Step {
    Attach(Index),
    Detach(Index),
}

impl<'q> Swap<'q> {
    fn new(table: &Table<'_>, place: &str, policy_type: &str, limit: &'q Quota) -> Self {
        let of_type =
            |policy: &str| table.guards.desired(policy).is_some_and(|one| one.policy_type == policy_type);
        let ends = |all: Option<&Vec<Index>>| -> Vec<(Index, String)> {
            let all = all.into_iter().flatten();
            let ends = all.filter_map(|index| table.ends(*index).map(|(policy, _)| (*index, policy)));
            ends.filter(|(_, policy)| of_type(policy)).collect()
        };
        let live = table.matched.attachments.at(place).iter();
        let mut attached: BTreeSet<String> =
            live.filter(|one| one.policy_type == policy_type).map(|one| one.policy.clone()).collect();
        if attached.is_empty() {
            // A new target, or a type that is about to be enabled: AWS attaches its own policy.
            let default = PolicyType::aws_named(policy_type).and_then(|one| one.default_policy.as_ref());
            attached.extend(default.map(|one| one.id.clone()));
        }
        let (coming, going) = (ends(table.attaches.get(place)), ends(table.detaches.get(place)));
        Self { place: place.to_owned(), limit, attached, coming, going }
    }

    fn slots(&self) -> usize {
        usize::try_from(self.limit.value).unwrap_or(usize::MAX)
    }

    fn fits(&self) -> bool {
        self.coming.is_empty() || self.attached.len() + self.coming.len() <= self.slots()
    }

    /// The steps, as far as they hang together; what is left to detach comes last as everywhere.
    ///
    /// # Errors
    /// The attachment, and its policy, for which no slot can be freed.
    fn sequence(&mut self, table: &Table<'_>) -> Result<Vec<Step>, (Index, String)> {
        let needed = needed(table);
        let mut steps = Vec::new();
        for (index, policy) in std::mem::take(&mut self.coming) {
            while self.attached.len() >= self.slots() {
                let safe = self.going.iter().position(|(_, policy)| self.is_safe(table, policy, &needed));
                let Some(position) = safe else { return Err((index, policy)) };
                let (index, policy) = self.going.remove(position);
                self.attached.remove(&policy);
                steps.push(Step::Detach(index));
            }
            self.attached.insert(policy);
            steps.push(Step::Attach(index));
        }
        Ok(steps)
    }

    /// Whether a policy can go now: what it denies and is needed is also denied by what stays.
    fn is_safe(&self, table: &Table<'_>, policy: &str, needed: &BTreeSet<&String>) -> bool {
        let stays =
            || self.attached.iter().filter(|one| *one != policy).filter_map(|one| table.guards.desired(one));
        let kept: BTreeSet<&String> = stays().flat_map(|guard| &guard.denies).collect();
        let nothing = Guard::default();
        let guard = table.guards.live(policy).unwrap_or(&nothing);
        let denies = guard.denies.iter().all(|piece| !needed.contains(piece) || kept.contains(piece));
        denies && (!guard.allows || stays().any(|one| one.allows))
    }

    fn refusal(&self, table: &Table<'_>, index: Index, policy: &str) -> Option<Diagnostic> {
        let operation = table.operations.get(index)?;
        let by = table.matched.resource(&operation.address);
        let resource = by.or_else(|| table.matched.resource(&table.matched.organization()))?;
        let policy = table.name_of_policy(policy);
        Some(diagnostics::no_free_slot(
            &policy,
            &table.name_of_place(&self.place),
            resource,
            &self.limit.to_string(),
        ))
    }
}

/// Everything that the sources want denied somewhere.
fn needed<'a>(table: &Table<'a>) -> BTreeSet<&'a String> {
    let policies = table.guards.written().flat_map(|(_, policies)| policies);
    policies.filter_map(|policy| table.guards.desired(policy)).flat_map(|guard| &guard.denies).collect()
}

fn chain(table: &mut Table<'_>, steps: &[Step], early: &mut BTreeSet<Index>) {
    let mut before = None;
    for step in steps {
        let index = match step {
            Step::Attach(index) => *index,
            Step::Detach(index) => {
                early.insert(*index);
                *index
            }
        };
        table.wait_all(index, before);
        before = Some(index);
    }
}
