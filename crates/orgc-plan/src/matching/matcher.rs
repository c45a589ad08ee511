//! Finding the live thing of each resource: by `adopt`, else by its tag, else by its natural key.

use super::conflicts;
use super::index::Index;
use super::leaving::{Departure, Leaving};
use super::matched::{By, Matched};
use super::renames::{Renames, nearest};
use crate::diagnostics;
use crate::live::Live;
use crate::ownership::{Owner, PROTECT};
use orgc_diag::Diagnostic;
use orgc_ir::desired::{Account, Adoption, Body, Moved, RemovalVerb, Resource, Unit};
use orgc_ir::{Address, Desired, Observed};
use std::collections::BTreeSet;

/// Settles one resource after the other.
pub(super) struct Matcher<'a> {
    pub matched: Matched<'a>,
    pub index: Index<'a>,
    pub renames: Renames<'a>,
    /// Live things of which something is said already.
    pub reported: BTreeSet<(&'static str, &'a str)>,
    pub diagnostics: Vec<Diagnostic>,
}

impl<'a> Matcher<'a> {
    pub fn new(desired: &'a Desired, observed: &'a Observed) -> Self {
        let index = Index::new(&desired.project, observed);
        Self {
            matched: Matched::new(desired, observed),
            renames: Renames::new(desired, &index),
            index,
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
        if let Some(adoption) = &resource.adopt {
            return self.settle_adopted(address, resource, kind, adoption);
        }
        let (tagged, moved) = (self.tagged(address.as_str()), self.renamed(address));
        match (tagged.as_slice(), moved.as_slice()) {
            ([], []) => self.settle_by_key(address, resource),
            ([one], []) if one.kind() == kind => self.claim(address, resource, *one, By::Tag),
            ([], [(one, moved)]) if one.kind() == kind => self.settle_moved(address, resource, *one, moved),
            // The rest of a unit that a new one is about to replace.
            ([one @ Live::Unit(..)], [(rest @ Live::Unit(..), moved)]) if kind == "ou" => {
                self.claim(address, resource, *one, By::Tag);
                self.replace(address, *rest, moved);
            }
            ([one], []) | ([], [(one, _)]) => {
                self.refuse(*one, conflicts::other_kind(address, resource, *one));
            }
            (tagged, moved) => {
                let all: Vec<_> = tagged.iter().copied().chain(moved.iter().map(|(one, _)| *one)).collect();
                self.refuse_all(&all, conflicts::carried_twice(address, resource, &all));
            }
        }
    }

    fn tagged(&self, carried: &str) -> Vec<Live<'a>> {
        self.index.owned.get(carried).cloned().unwrap_or_default()
    }

    /// What carries an old address of this one.
    fn renamed(&self, address: &Address) -> Vec<(Live<'a>, &'a Moved)> {
        let old = self.renames.of(address).iter();
        old.flat_map(|(carried, moved)| self.tagged(carried).into_iter().map(|one| (one, *moved))).collect()
    }

    /// `adopt` names the thing; it must be there and belong to nobody else.
    fn settle_adopted(
        &mut self,
        address: &'a Address,
        resource: &'a Resource,
        kind: &'static str,
        adoption: &Adoption,
    ) {
        let Some(found) = self.index.by_id(kind, &adoption.id) else {
            return self.diagnostics.push(conflicts::nothing_to_adopt(address, kind, adoption));
        };
        let mut others = self.tagged(address.as_str());
        others.retain(|one| (one.kind(), one.key()) != (found.kind(), found.key()));
        if !others.is_empty() {
            others.insert(0, found);
            return self.refuse_all(&others, conflicts::carried_twice(address, resource, &others));
        }
        let Owner::Project { project, address: carried } = Owner::of(found.tags()) else {
            return self.claim(address, resource, found, By::Adoption);
        };
        let same_project = project == self.matched.desired.project;
        match self.renames.between(carried, address).filter(|_| same_project) {
            _ if same_project && carried == address.as_str() => self.claim(address, resource, found, By::Tag),
            Some(moved) => self.settle_moved(address, resource, found, moved),
            None => self.refuse_owned(address, resource, found, carried, project),
        }
    }

    /// A unit cannot follow its address to another parent; everything else can.
    fn settle_moved(
        &mut self,
        address: &'a Address,
        resource: &'a Resource,
        live: Live<'a>,
        moved: &'a Moved,
    ) {
        match (live, &resource.body) {
            (Live::Unit(_, unit), Body::Unit(body)) if !self.stands_in(&unit.parent, &body.parent) => {
                self.replace(address, live, moved);
                self.settle_by_key(address, resource);
            }
            _ => self.claim(address, resource, live, By::Moved(moved)),
        }
    }

    fn stands_in(&self, live: &str, parent: &Address) -> bool {
        self.matched.container(parent).known() == Some(live)
    }

    fn replace(&mut self, by: &'a Address, live: Live<'a>, moved: &'a Moved) {
        let carried = live.tags().get(crate::ownership::ID).cloned().unwrap_or_default();
        let Ok(address) = Address::try_from(carried) else { return };
        if live.tags().contains_key(PROTECT) {
            let refusal = diagnostics::protected_removal(&address, live, "moved", &moved.origin);
            return self.refuse(live, refusal);
        }
        self.matched.leaving.push(Leaving { address, live, why: Departure::Replaced { by, moved } });
    }

    fn settle_by_key(&mut self, address: &'a Address, resource: &'a Resource) {
        let Some(found) = self.natural(&resource.body) else { return };
        match Owner::of(found.tags()) {
            Owner::Nobody => self.claim(address, resource, found, By::Adoption),
            Owner::Project { project, address: carried } => {
                let same_project = project == self.matched.desired.project;
                // A name that its owner may be about to give up; the order finds out.
                let may_go = self.matched.declares(carried) || self.is_deleted(carried);
                if same_project && may_go && !matches!(found, Live::Account(..)) {
                    return;
                }
                self.refuse_owned(address, resource, found, carried, project);
            }
        }
    }

    fn is_deleted(&self, carried: &str) -> bool {
        let removals = &self.matched.desired.removals;
        let address = Address::try_from(carried.to_owned()).ok();
        let said = address.and_then(|address| nearest(&address, |one| removals.get(one)));
        said.is_some_and(|(_, removal)| removal.verb == RemovalVerb::Delete)
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

    fn claim(&mut self, address: &'a Address, resource: &'a Resource, live: Live<'a>, by: By<'a>) {
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

    /// What is of another address, maybe in another project. Of an organization that is another project's this is said
    /// once, and not of all that stands in it.
    fn refuse_owned(
        &mut self,
        address: &Address,
        resource: &Resource,
        live: Live<'a>,
        carried: &str,
        project: &str,
    ) {
        let other = (project != self.matched.desired.project).then_some(project);
        if other.is_some() && other == self.refused_owner() {
            self.reported.insert((live.kind(), live.key()));
        } else {
            self.refuse(live, conflicts::owned(address, resource, live, carried, other));
        }
    }

    /// The project of the organization, if that was refused.
    fn refused_owner(&self) -> Option<&'a str> {
        let organization = self.matched.observed.organization.as_ref().map(Live::Organization)?;
        match Owner::of(organization.tags()) {
            Owner::Project { project, .. }
                if self.reported.contains(&(organization.kind(), organization.key())) =>
            {
                Some(project)
            }
            _ => None,
        }
    }

    fn refuse(&mut self, live: Live<'a>, diagnostic: Diagnostic) {
        self.refuse_all(&[live], diagnostic);
    }

    fn refuse_all(&mut self, all: &[Live<'a>], diagnostic: Diagnostic) {
        self.reported.extend(all.iter().map(|one| (one.kind(), one.key())));
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
