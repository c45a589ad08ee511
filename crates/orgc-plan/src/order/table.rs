//! The operations of a draft, findable by what they do, and what each waits for.

use crate::draft::Draft;
use crate::guards::Guards;
use crate::matching::Matched;
use crate::plan::{Action, Operation};
use orgc_ir::desired::Body;
use orgc_ir::{Address, Text};
use std::collections::{BTreeMap, BTreeSet};

/// The place of an operation in the draft.
pub(super) type Index = usize;

/// Operations with the edges between them.
pub(super) struct Table<'a> {
    pub matched: &'a Matched<'a>,
    pub guards: &'a Guards,
    pub operations: &'a [Operation],
    /// The operation that binds an address.
    pub makers: BTreeMap<&'a Address, Index>,
    /// All operations about an address.
    pub about: BTreeMap<&'a Address, Vec<Index>>,
    /// Attachments and detachments, by the place of the target.
    pub attaches: BTreeMap<String, Vec<Index>>,
    pub detaches: BTreeMap<String, Vec<Index>>,
    /// Updates of policies, by the policy, that bring what it shall do.
    pub updates: BTreeMap<String, Index>,
    /// Updates after which a policy only denies less: the second one of a policy that the first one widens, or the
    /// only one of a policy that was widened and does already what it shall.
    pub narrowings: BTreeMap<String, Index>,
    /// Moves of declared accounts, by the account.
    pub moves: BTreeMap<String, Index>,
    /// Declared targets, by their place.
    places: BTreeMap<String, &'a Address>,
    waits: Vec<BTreeSet<Index>>,
}

impl<'a> Table<'a> {
    pub fn new(draft: &'a Draft<'a>) -> Self {
        let mut table = Self {
            matched: draft.matched,
            guards: draft.guards,
            operations: &draft.operations,
            makers: BTreeMap::new(),
            about: BTreeMap::new(),
            attaches: BTreeMap::new(),
            detaches: BTreeMap::new(),
            updates: BTreeMap::new(),
            narrowings: BTreeMap::new(),
            moves: BTreeMap::new(),
            places: BTreeMap::new(),
            waits: vec![BTreeSet::new(); draft.operations.len()],
        };
        for (address, resource) in &draft.matched.desired.resources {
            if matches!(resource.body, Body::Organization(_) | Body::Unit(_) | Body::Account(_)) {
                table.places.insert(draft.matched.place(address), address);
            }
        }
        for (index, operation) in draft.operations.iter().enumerate() {
            table.enter(index, operation);
        }
        table
    }

    fn enter(&mut self, index: Index, operation: &'a Operation) {
        self.about.entry(&operation.address).or_default().push(index);
        match &operation.action {
            Action::CreateOrganization { management } => {
                self.makers.insert(&operation.address, index);
                self.makers.extend(management.iter().map(|address| (address, index)));
            }
            Action::CreateUnit { .. }
            | Action::CreateAccount { .. }
            | Action::CreatePolicy { .. }
            | Action::CreateStackSet(_) => {
                self.makers.insert(&operation.address, index);
            }
            Action::AttachPolicy { target, .. } => {
                self.attaches.entry(target.to_string()).or_default().push(index);
            }
            Action::DetachPolicy { target, .. } => {
                self.detaches.entry(target.to_string()).or_default().push(index);
            }
            Action::UpdatePolicy { policy, .. } => {
                let policy = policy.to_string();
                let narrows = self.updates.contains_key(&policy) || self.guards.only_narrows(&policy);
                let updates = if narrows { &mut self.narrowings } else { &mut self.updates };
                updates.insert(policy, index);
            }
            Action::MoveAccount { account, .. } if self.is_declared(operation) => {
                self.moves.insert(account.to_string(), index);
            }
            _ => {}
        }
    }

    /// Whether an operation is about something that the sources declare.
    pub fn is_declared(&self, operation: &Operation) -> bool {
        self.matched.resource(&operation.address).is_some()
    }

    /// Every operation with its index.
    pub fn all(&self) -> impl Iterator<Item = (Index, &'a Operation)> + use<'a> {
        self.operations.iter().enumerate()
    }

    /// The operation at an index.
    pub fn action(&self, index: Index) -> Option<&'a Action> {
        self.operations.get(index).map(|one| &one.action)
    }

    /// Lets an operation wait for another.
    pub fn wait(&mut self, index: Index, on: Index) {
        if index != on
            && let Some(waits) = self.waits.get_mut(index)
        {
            waits.insert(on);
        }
    }

    /// Lets an operation wait for several others.
    pub fn wait_all(&mut self, index: Index, on: impl IntoIterator<Item = Index>) {
        on.into_iter().for_each(|one| self.wait(index, one));
    }

    /// What an operation waits for.
    pub fn waits(&self, index: Index) -> impl Iterator<Item = Index> {
        self.waits.get(index).into_iter().flatten().copied()
    }

    /// The last update of each policy that has one.
    pub fn last_updates(&self) -> BTreeMap<String, Index> {
        let all = self.updates.iter().chain(&self.narrowings);
        all.map(|(policy, index)| (policy.clone(), *index)).collect()
    }

    /// A place and those above it, up to the root, as they shall be.
    pub fn upwards(&self, place: &str) -> Vec<String> {
        let above = match self.places.get(place) {
            Some(address) => self.matched.desired_above(address),
            None => self.matched.live_above(place).into_iter().map(str::to_owned).collect(),
        };
        std::iter::once(place.to_owned()).chain(above).collect()
    }

    /// A place as people read it.
    pub fn name_of_place(&self, place: &str) -> String {
        self.places.get(place).map_or_else(|| place.to_owned(), |address| format!("`{address}`"))
    }

    /// A policy as people read it.
    pub fn name_of_policy(&self, policy: &str) -> String {
        let mut declared =
            self.matched.desired.resources.iter().filter(|(_, one)| matches!(one.body, Body::Policy(_)));
        let found = declared.find(|(address, _)| self.matched.id(address).to_string() == policy);
        found.map_or_else(|| policy.to_owned(), |(address, _)| address.name().to_owned())
    }

    /// The policy and the target of an attachment or detachment.
    pub fn ends(&self, index: Index) -> Option<(String, String)> {
        match self.action(index)? {
            Action::AttachPolicy { policy, target } | Action::DetachPolicy { policy, target } => {
                Some((policy.to_string(), target.to_string()))
            }
            _ => None,
        }
    }
}

/// Every text of an action that may hold a reference.
pub(crate) fn texts(action: &Action) -> Vec<&Text> {
    match action {
        Action::EnablePolicyType { root: one, .. }
        | Action::CreateUnit { parent: one, .. }
        | Action::RenameUnit { unit: one, .. }
        | Action::CreatePolicy { document: one, .. }
        | Action::PutDelegationPolicy { document: one }
        | Action::RegisterAdministrator { account: one, .. }
        | Action::DeregisterAdministrator { account: one, .. }
        | Action::ChangeEmail { account: one, .. }
        | Action::CloseAccount { account: one }
        | Action::ReleaseAccount { account: one }
        | Action::DeleteUnit { unit: one }
        | Action::DeletePolicy { policy: one }
        | Action::Tag { resource: one, .. } => vec![one],
        Action::MoveAccount { account, from, to } => vec![account, from, to],
        Action::RenameAccount { account, .. }
        | Action::PutAlternateContact { account, .. }
        | Action::PutPrimaryContact { account, .. }
        | Action::EnableRegion { account, .. } => account.iter().collect(),
        Action::UpdatePolicy { policy, document, .. } => std::iter::once(policy).chain(document).collect(),
        Action::AttachPolicy { policy, target } | Action::DetachPolicy { policy, target } => {
            vec![policy, target]
        }
        Action::CreateStackSet(spec) | Action::UpdateStackSet { spec, .. } => {
            spec.parameters.values().collect()
        }
        Action::CreateStackInstances(spec)
        | Action::UpdateStackInstances(spec)
        | Action::DeleteStackInstances(spec) => {
            std::iter::once(&spec.unit).chain(&spec.accounts).chain(spec.overrides.values()).collect()
        }
        Action::CreateOrganization { .. }
        | Action::EnableServiceAccess { .. }
        | Action::DisableServiceAccess { .. }
        | Action::DeleteStackSet { .. }
        | Action::ActivateOrganizationsAccess
        | Action::CreateAccount { .. } => Vec::new(),
    }
}
