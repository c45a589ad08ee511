//! Finding the live thing of each resource: by its tag, else by its natural key.

use super::conflicts;
use super::index::Index;
use super::matched::{By, Matched};
use crate::live::Live;
use crate::ownership::Owner;
use orgc_diag::Diagnostic;
use orgc_ir::desired::{Account, Body, Resource, Unit};
use orgc_ir::{Address, Desired, Observed};
use std::collections::BTreeSet;

/// Settles one resource after the other.
pub(super) struct Matcher<'a> {
    pub matched: Matched<'a>,
    pub index: Index<'a>,
    /// Live things of which something is said already.
    pub reported: BTreeSet<(&'static str, &'a str)>,
    pub diagnostics: Vec<Diagnostic>,
}

impl<'a> Matcher<'a> {
    pub fn new(desired: &'a Desired, observed: &'a Observed) -> Self {
        Self {
            matched: Matched::new(desired, observed),
            index: Index::new(&desired.project, observed),
            reported: BTreeSet::new(),
            diagnostics: Vec::new(),
        }
    }

    /// Finds the live thing of each resource.
    pub fn settle_all(&mut self) {
        for (address, resource) in in_natural_order(self.matched.desired) {
            self.settle(address, resource);
        }
    }

    fn settle(&mut self, address: &'a Address, resource: &'a Resource) {
        let Some(kind) = live_kind(&resource.body) else { return };
        let tagged = self.index.owned.get(address.as_str()).cloned().unwrap_or_default();
        match tagged.as_slice() {
            [] => self.settle_by_key(address, resource),
            [one] if one.kind() == kind => self.claim(address, resource, *one, By::Tag),
            [one] => self.refuse(*one, conflicts::other_kind(address, resource, *one)),
            several => {
                let conflict = conflicts::carried_twice(address, resource, several);
                several.iter().for_each(|one| _ = self.reported.insert((one.kind(), one.key())));
                self.diagnostics.push(conflict);
            }
        }
    }

    fn settle_by_key(&mut self, address: &'a Address, resource: &'a Resource) {
        let Some(found) = self.natural(&resource.body) else { return };
        match Owner::of(found.tags()) {
            Owner::Nobody => self.claim(address, resource, found, By::NaturalKey),
            Owner::Project { project, address: carried } => {
                let same_project = project == self.matched.desired.project;
                // A name that its declared owner may be about to give up; the order finds out.
                if same_project && self.matched.declares(carried) && !matches!(found, Live::Account(..)) {
                    return;
                }
                let conflict =
                    conflicts::owned(address, resource, found, carried, (!same_project).then_some(project));
                self.refuse(found, conflict);
            }
        }
    }

    fn natural(&self, body: &'a Body) -> Option<Live<'a>> {
        match body {
            Body::Organization(_) => self.matched.observed.organization.as_ref().map(Live::Organization),
            Body::Unit(unit) => self.index.unit(self.matched.container(&unit.parent).known()?, &unit.name),
            Body::Account(Account { management: true, .. }) => {
                self.index.account(self.matched.management_id()?)
            }
            Body::Account(account) => self.index.by_email(&account.email),
            Body::Policy(policy) => self.index.policy(&policy.policy_type, &policy.name),
            Body::StackSet(set) => self.index.stack_set(&set.name),
            _ => None,
        }
    }

    fn claim(&mut self, address: &'a Address, resource: &'a Resource, live: Live<'a>, by: By) {
        if let Some(refusal) = self.misplaced_management(address, resource, live) {
            return self.refuse(live, refusal);
        }
        self.matched.live.insert(address, (live, by));
        self.matched.addresses.insert((live.kind(), live.key()), address);
    }

    /// The management account is declared as such, and nothing else is.
    fn misplaced_management(
        &self,
        address: &Address,
        resource: &Resource,
        live: Live<'_>,
    ) -> Option<Diagnostic> {
        let Body::Account(account) = &resource.body else { return None };
        let is_management = self.matched.management_id() == Some(live.id());
        match (account.management, is_management) {
            (true, false) => Some(conflicts::not_the_management_account(address, resource, live)),
            (false, true) => Some(conflicts::is_the_management_account(address, resource, live)),
            _ => None,
        }
    }

    fn refuse(&mut self, live: Live<'a>, diagnostic: Diagnostic) {
        self.reported.insert((live.kind(), live.key()));
        self.diagnostics.push(diagnostic);
    }
}

/// The kind of live thing that a resource is; none for what carries no tags.
fn live_kind(body: &Body) -> Option<&'static str> {
    match body {
        Body::Organization(_) => Some("organization"),
        Body::Unit(_) => Some("ou"),
        Body::Account(_) => Some("account"),
        Body::Policy(_) => Some("policy"),
        Body::StackSet(_) => Some("stack set"),
        _ => None,
    }
}

/// Resources that can be matched, parents before children: the natural key of a unit needs the id
/// of its parent.
fn in_natural_order(desired: &Desired) -> Vec<(&Address, &Resource)> {
    let mut all: Vec<_> = desired.resources.iter().collect();
    all.sort_by_key(|(_, resource)| match &resource.body {
        Body::Organization(_) => 0,
        Body::Unit(unit) => 1 + depth(desired, unit),
        _ => usize::MAX,
    });
    all
}

fn depth(desired: &Desired, unit: &Unit) -> usize {
    let mut parent = &unit.parent;
    let mut depth = 0;
    while let Some(Body::Unit(above)) = desired.resources.get(parent).map(|one| &one.body) {
        parent = &above.parent;
        depth += 1;
        // A ring would be a fault of the model; the order reports it.
        if depth > desired.resources.len() {
            break;
        }
    }
    depth
}
