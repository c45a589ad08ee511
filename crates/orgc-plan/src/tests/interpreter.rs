//! Carries plans out on a snapshot, refusing what AWS would refuse.

use crate::plan::{Action, Binding, InstancesSpec, Operation, Plan, StackSetSpec};
use orgc_ir::observed::{
    LiveAccount, LiveAttachment, LiveDetails, LiveInstance, LiveOrganization, LivePolicy, LiveStackSet,
    LiveUnit,
};
use orgc_ir::{Address, Attribute, Observed, Text};
use orgc_policy::{PolicyType, QuotaKey, Quotas};
use std::collections::{BTreeMap, BTreeSet};

pub(super) const ROOT: &str = "r-root";
pub(super) const MANAGEMENT: &str = "000000000000";

/// The organization, and what AWS keeps to itself.
#[derive(Clone, Default)]
pub(super) struct Aws {
    pub observed: Observed,
    /// Parameter overrides by set, account and Region.
    pub overrides: BTreeMap<(String, String, String), BTreeMap<String, String>>,
    /// How often stacks were deleted.
    pub deleted_stacks: usize,
    count: u32,
    bindings: BTreeMap<Address, Binding>,
}

impl Aws {
    /// Carries out the first operations of a plan.
    pub fn apply(&mut self, plan: &Plan, operations: usize) {
        self.bindings.clone_from(&plan.bindings);
        let mut done = BTreeSet::new();
        for operation in plan.operations.iter().take(operations) {
            let early = operation.waits_for.difference(&done).next();
            assert_eq!(early, None, "`{}` comes before what it waits for", operation.id);
            assert!(done.insert(operation.id.clone()), "`{}` stands twice in the plan", operation.id);
            self.perform(operation);
        }
    }

    fn perform(&mut self, operation: &Operation) {
        let address = &operation.address;
        match &operation.action {
            Action::CreateOrganization { management } => {
                self.create_organization(address, management.as_ref());
            }
            Action::EnablePolicyType { root, policy_type } => self.enable(root, policy_type),
            Action::EnableServiceAccess { principal } => {
                self.organization();
                assert!(self.observed.trusted_services.insert(principal.clone()));
            }
            Action::ActivateOrganizationsAccess => {
                self.organization();
                self.observed.organizations_access = true;
            }
            Action::CreateUnit { parent, name, tags } => self.create_unit(address, parent, name, tags),
            Action::RenameUnit { unit, name } => {
                let id = self.text(unit);
                let parent = self.observed.units[&id].parent.clone();
                self.assert_free_unit_name(&parent, name);
                self.observed.units.get_mut(&id).unwrap().name.clone_from(name);
            }
            Action::CreateAccount { email, name, tags, .. } => {
                self.create_account(address, email, name, tags);
            }
            Action::MoveAccount { account, from, to } => self.relocate(account, from, to),
            Action::RenameAccount { account, name } => {
                let trusted = self.observed.trusted_services.contains("account.amazonaws.com");
                assert!(account.is_none() || trusted, "Account Management is a trusted service");
                let id = account.as_ref().map_or_else(|| MANAGEMENT.to_owned(), |id| self.text(id));
                self.observed.accounts.get_mut(&id).unwrap().name.clone_from(name);
            }
            Action::ChangeEmail { account, email } => {
                let trusted = self.observed.trusted_services.contains("account.amazonaws.com");
                assert!(trusted, "Account Management is a trusted service");
                let id = self.text(account);
                assert!(id != MANAGEMENT, "no interface changes the e-mail of the management account");
                assert!(!self.observed.accounts.values().any(|one| one.email == *email), "{email} is free");
                self.observed.accounts.get_mut(&id).unwrap().email.clone_from(email);
            }
            Action::Tag { resource, set, remove } => {
                let id = self.text(resource);
                let tags = self.tags(&id);
                tags.extend(set.clone());
                remove.iter().for_each(|key| assert!(tags.remove(key).is_some()));
            }
            other => self.perform_removal(address, other),
        }
    }

    fn perform_removal(&mut self, address: &Address, action: &Action) {
        match action {
            Action::DisableServiceAccess { principal } => {
                assert!(self.observed.trusted_services.remove(principal), "{principal} is trusted");
                assert!(
                    !self.observed.administrators.contains_key(principal),
                    "{principal} has administrators"
                );
            }
            Action::RegisterAdministrator { account, principal } => {
                assert!(self.observed.trusted_services.contains(principal), "{principal} is trusted");
                let id = self.text(account);
                let all = self.observed.administrators.entry(principal.clone()).or_default();
                assert!(all.is_empty(), "{principal} has one administrator at most");
                assert!(all.insert(id));
            }
            Action::DeregisterAdministrator { account, principal } => {
                let id = self.text(account);
                let all = self.observed.administrators.get_mut(principal).expect(principal);
                assert!(all.remove(&id));
                self.observed.administrators.retain(|_, all| !all.is_empty());
            }
            Action::PutDelegationPolicy { document } => {
                self.observed.delegation_policy = Some(self.text(document));
            }
            Action::PutAlternateContact { account, contact, value } => {
                self.details(account.as_ref()).contacts.insert(*contact, value.clone());
            }
            Action::PutPrimaryContact { account, value } => {
                self.details(account.as_ref()).primary_contact = Some((**value).clone());
            }
            Action::EnableRegion { account, region } => {
                self.details(account.as_ref()).regions.insert(region.clone(), "ENABLED".into());
            }
            Action::CloseAccount { account } => {
                let id = self.text(account);
                self.assert_administers_nothing(&id);
                self.observed.accounts.get_mut(&id).unwrap().state = "CLOSED".into();
            }
            Action::ReleaseAccount { account } => {
                let id = self.text(account);
                self.assert_administers_nothing(&id);
                assert!(self.observed.accounts.remove(&id).is_some());
                self.observed.attachments.retain(|one| one.target != id);
                let sets = self.observed.stack_sets.values_mut();
                sets.for_each(|set| set.instances.retain(|one| one.account != id));
            }
            Action::DeleteUnit { unit } => {
                let id = self.text(unit);
                let inside = self.observed.accounts.values().map(|one| &one.parent);
                let inside = inside.chain(self.observed.units.values().map(|one| &one.parent));
                assert_eq!(inside.filter(|parent| **parent == id).count(), 0, "{address} is empty");
                assert!(self.observed.units.remove(&id).is_some());
                self.observed.attachments.retain(|one| one.target != id);
            }
            Action::DeletePolicy { policy } => {
                let id = self.text(policy);
                assert!(
                    !self.observed.attachments.iter().any(|one| one.policy == id),
                    "{address} is detached"
                );
                assert!(self.observed.policies.remove(&id).is_some());
            }
            Action::DeleteStackSet { name } => {
                let set = self.observed.stack_sets.remove(name).expect(name);
                assert_eq!(set.instances, [], "{address} has no instances");
            }
            other => self.perform_relation(address, other),
        }
    }

    fn details(&mut self, account: Option<&Text>) -> &mut LiveDetails {
        let trusted = self.observed.trusted_services.contains("account.amazonaws.com");
        assert!(account.is_none() || trusted, "Account Management is a trusted service");
        let id = account.map_or_else(|| MANAGEMENT.to_owned(), |id| self.text(id));
        self.observed.details.entry(id).or_default()
    }

    fn assert_administers_nothing(&self, id: &str) {
        let mut all = self.observed.administrators.values();
        assert!(!all.any(|accounts| accounts.contains(id)), "{id} administers nothing");
    }

    fn perform_relation(&mut self, address: &Address, action: &Action) {
        match action {
            Action::CreatePolicy { policy_type, name, description, document, tags } => {
                self.assert_free_policy_name(policy_type, name);
                let policy = LivePolicy {
                    arn: arn(name),
                    policy_type: policy_type.clone(),
                    name: name.clone(),
                    description: description.clone(),
                    document: self.text(document),
                    tags: tags.clone(),
                };
                self.create_policy(address, policy);
            }
            Action::UpdatePolicy { policy, name, description, document } => {
                let id = self.text(policy);
                let document = document.as_ref().map(|text| self.text(text));
                let policy_type = self.observed.policies[&id].policy_type.clone();
                name.iter().for_each(|name| self.assert_free_policy_name(&policy_type, name));
                let live = self.observed.policies.get_mut(&id).unwrap();
                live.name = name.clone().unwrap_or(live.name.clone());
                live.description = description.clone().unwrap_or(live.description.clone());
                live.document = document.unwrap_or(live.document.clone());
            }
            Action::AttachPolicy { policy, target } => {
                let one = self.attachment(policy, target);
                let same = |other: &&LiveAttachment| {
                    other.target == one.target && other.policy_type == one.policy_type
                };
                let count = self.observed.attachments.iter().filter(same).count() as u64;
                assert!(count < limit(&one.policy_type), "a free slot at {}", one.target);
                assert!(self.observed.attachments.insert(one), "{address} is new");
            }
            Action::DetachPolicy { policy, target } => {
                let one = self.attachment(policy, target);
                assert!(self.observed.attachments.remove(&one), "{address} is there");
                let mut others = self.observed.attachments.iter();
                let left =
                    others.any(|other| other.target == one.target && other.policy_type == one.policy_type);
                assert!(left || one.policy_type != "SERVICE_CONTROL_POLICY", "{} keeps a policy", one.target);
            }
            Action::CreateStackSet(spec) => self.create_stack_set(address, spec),
            Action::UpdateStackSet { spec, .. } => self.update_stack_set(spec),
            Action::CreateStackInstances(spec) => self.create_instances(spec),
            Action::UpdateStackInstances(spec) => {
                assert!(self.write_instances(spec, false) > 0, "{address} updates something");
            }
            Action::DeleteStackInstances(spec) => self.delete_instances(spec),
            other => panic!("{other:?}"),
        }
    }

    fn enable(&mut self, root: &Text, policy_type: &str) {
        assert_eq!(self.text(root), ROOT);
        assert!(self.organization().policy_types.insert(policy_type.to_owned()));
        let units = self.observed.units.keys().chain(self.observed.accounts.keys());
        let all: Vec<String> = units.cloned().chain([ROOT.to_owned()]).collect();
        all.iter().for_each(|target| self.attach_defaults(target));
    }

    fn create_unit(&mut self, address: &Address, parent: &Text, name: &str, tags: &BTreeMap<String, String>) {
        let parent = self.text(parent);
        self.assert_free_unit_name(&parent, name);
        let id = self.id("ou");
        self.bind(address, &id);
        let unit = LiveUnit { arn: arn(&id), name: name.to_owned(), parent, tags: tags.clone() };
        self.observed.units.insert(id.clone(), unit);
        self.attach_defaults(&id);
    }

    fn create_policy(&mut self, address: &Address, policy: LivePolicy) {
        let enabled = &self.organization().policy_types;
        assert!(enabled.contains(&policy.policy_type), "{} is enabled", policy.policy_type);
        let id = self.id("p");
        self.bind(address, &id);
        self.observed.policies.insert(id.clone(), LivePolicy { arn: arn(&id), ..policy });
    }

    fn create_organization(&mut self, address: &Address, management: Option<&Address>) {
        assert!(self.observed.organization.is_none());
        self.observed.organization = Some(LiveOrganization {
            id: "o-acme".into(),
            arn: arn("o-acme"),
            all_features: true,
            management_account_id: MANAGEMENT.into(),
            root_id: ROOT.into(),
            root_arn: arn(ROOT),
            tags: BTreeMap::new(),
            policy_types: BTreeSet::new(),
        });
        let account = live_account("Payer", "root@acme.com", BTreeMap::new());
        self.observed.accounts.insert(MANAGEMENT.into(), account);
        self.bind(address, "o-acme");
        self.bindings.get_mut(address).unwrap().root_id = Some(ROOT.into());
        management.iter().for_each(|one| self.bind(one, MANAGEMENT));
    }

    fn create_account(
        &mut self,
        address: &Address,
        email: &str,
        name: &str,
        tags: &BTreeMap<String, String>,
    ) {
        self.organization();
        assert!(!self.observed.accounts.values().any(|one| one.email == email), "{email} is new");
        self.count += 1;
        let id = format!("{:012}", self.count);
        self.bind(address, &id);
        self.observed.accounts.insert(id.clone(), live_account(name, email, tags.clone()));
        self.attach_defaults(&id);
        self.follow(&id, &[]);
    }

    fn relocate(&mut self, account: &Text, from: &Text, to: &Text) {
        let (account, from, to) = (self.text(account), self.text(from), self.text(to));
        let before = self.above(&account);
        let live = self.observed.accounts.get_mut(&account).unwrap();
        assert_eq!(live.parent, from);
        live.parent = to;
        self.follow(&account, &before);
    }

    /// What automatic deployment does when an account comes to where it is.
    fn follow(&mut self, account: &str, before: &[String]) {
        let after = self.above(account);
        for (name, set) in &mut self.observed.stack_sets {
            if !set.auto_deployment.is_some_and(|one| one.enabled) {
                continue;
            }
            let regions = |places: &[String]| -> BTreeSet<String> {
                places.iter().filter_map(|place| set.targets.get(place)).flatten().cloned().collect()
            };
            let (had, has) = (regions(before), regions(&after));
            set.instances.retain(|one| one.account != account || has.contains(&one.region));
            for region in has.difference(&had) {
                let unit = after.iter().find(|place| set.targets.contains_key(*place)).cloned();
                set.instances.push(instance(account, region, unit));
                self.overrides.insert((name.clone(), account.into(), region.clone()), BTreeMap::new());
            }
        }
    }

    fn create_stack_set(&mut self, address: &Address, spec: &StackSetSpec) {
        assert!(self.observed.organizations_access);
        assert!(!self.observed.stack_sets.contains_key(&spec.name));
        let live = LiveStackSet {
            id: format!("{}:uuid", spec.name),
            arn: arn(&spec.name),
            description: spec.description.clone(),
            template: spec.template.clone(),
            permission_model: spec.permission_model,
            auto_deployment: spec.auto_deployment,
            capabilities: spec.capabilities.clone(),
            parameters: self.parameters(spec),
            tags: spec.tags.clone(),
            targets: BTreeMap::new(),
            instances: Vec::new(),
            running_operation: None,
        };
        self.observed.stack_sets.insert(spec.name.clone(), live);
        self.bind(address, &format!("{}:uuid", spec.name));
    }

    fn update_stack_set(&mut self, spec: &StackSetSpec) {
        let parameters = self.parameters(spec);
        let live = self.observed.stack_sets.get_mut(&spec.name).unwrap();
        live.description.clone_from(&spec.description);
        live.template.clone_from(&spec.template);
        live.auto_deployment = spec.auto_deployment;
        live.capabilities.clone_from(&spec.capabilities);
        live.parameters = parameters;
        live.tags.clone_from(&spec.tags);
        live.instances.iter_mut().for_each(set_current);
    }

    /// AWS answers parameters that nobody gave with the template's defaults.
    fn parameters(&self, spec: &StackSetSpec) -> BTreeMap<String, String> {
        let given = spec.parameters.iter().map(|(name, value)| (name.clone(), self.text(value)));
        [("Default".to_owned(), "d".to_owned())].into_iter().chain(given).collect()
    }

    fn create_instances(&mut self, spec: &InstancesSpec) {
        let unit = self.text(&spec.unit);
        let live = self.observed.stack_sets.get_mut(&spec.stack_set).unwrap();
        live.targets.entry(unit).or_default().extend(spec.regions.iter().cloned());
        self.write_instances(spec, true);
    }

    fn write_instances(&mut self, spec: &InstancesSpec, create: bool) -> usize {
        let unit = self.text(&spec.unit);
        let overrides: BTreeMap<String, String> =
            spec.overrides.iter().map(|(name, value)| (name.clone(), self.text(value))).collect();
        let mut written = 0;
        for account in self.accounts(spec) {
            for region in &spec.regions {
                let live = self.observed.stack_sets.get_mut(&spec.stack_set).unwrap();
                let found =
                    live.instances.iter_mut().find(|one| one.account == account && one.region == *region);
                match found {
                    Some(found) => set_current(found),
                    None if create => live.instances.push(instance(&account, region, Some(unit.clone()))),
                    None => continue,
                }
                let key = (spec.stack_set.clone(), account.clone(), region.clone());
                self.overrides.insert(key, overrides.clone());
                written += 1;
            }
        }
        written
    }

    fn delete_instances(&mut self, spec: &InstancesSpec) {
        let (unit, accounts) = (self.text(&spec.unit), self.accounts(spec));
        let below = |place: &String| *place == unit || self.above(place).contains(&unit);
        let live = &self.observed.stack_sets[&spec.stack_set];
        let targets: Vec<String> = live.targets.keys().filter(|place| below(place)).cloned().collect();
        let live = self.observed.stack_sets.get_mut(&spec.stack_set).unwrap();
        for target in targets.iter().filter(|_| spec.accounts.is_empty()) {
            live.targets.get_mut(target).unwrap().retain(|region| !spec.regions.contains(region));
        }
        live.targets.retain(|_, regions| !regions.is_empty());
        let before = live.instances.len();
        live.instances.retain(|one| !(accounts.contains(&one.account) && spec.regions.contains(&one.region)));
        self.deleted_stacks += before - live.instances.len();
    }

    fn accounts(&self, spec: &InstancesSpec) -> Vec<String> {
        let (unit, chosen) =
            (self.text(&spec.unit), spec.accounts.iter().map(|one| self.text(one)).collect::<Vec<_>>());
        let inside =
            self.observed.accounts.keys().filter(|id| *id != MANAGEMENT && self.above(id).contains(&unit));
        inside.filter(|id| chosen.is_empty() || chosen.contains(id)).cloned().collect()
    }

    fn above(&self, id: &str) -> Vec<String> {
        let parent = |id: &str| {
            let account = self.observed.accounts.get(id).map(|one| one.parent.clone());
            account.or_else(|| self.observed.units.get(id).map(|one| one.parent.clone()))
        };
        std::iter::successors(parent(id), |last| parent(last)).collect()
    }

    fn organization(&mut self) -> &mut LiveOrganization {
        self.observed.organization.as_mut().expect("an organization")
    }

    fn attachment(&self, policy: &Text, target: &Text) -> LiveAttachment {
        let (policy, target) = (self.text(policy), self.text(target));
        let default = PolicyType::all()
            .iter()
            .find(|one| one.default_policy.as_ref().is_some_and(|one| one.id == policy));
        let policy_type = default
            .map_or_else(|| self.observed.policies[&policy].policy_type.clone(), |one| one.aws_name.clone());
        LiveAttachment { policy, policy_type, target }
    }

    fn attach_defaults(&mut self, target: &str) {
        let enabled = self.organization().policy_types.clone();
        for one in PolicyType::all().iter().filter(|one| enabled.contains(&one.aws_name)) {
            let policy_type = one.aws_name.clone();
            let attachment =
                |policy: &str| LiveAttachment { policy: policy.into(), policy_type, target: target.into() };
            self.observed.attachments.extend(one.default_policy.as_ref().map(|one| attachment(&one.id)));
        }
    }

    fn tags(&mut self, id: &str) -> &mut BTreeMap<String, String> {
        if id == ROOT {
            return &mut self.organization().tags;
        }
        let observed = &mut self.observed;
        let unit = observed.units.get_mut(id).map(|one| &mut one.tags);
        let account = observed.accounts.get_mut(id).map(|one| &mut one.tags);
        let policy = observed.policies.get_mut(id).map(|one| &mut one.tags);
        unit.or(account).or(policy).expect(id)
    }

    fn assert_free_unit_name(&self, parent: &str, name: &str) {
        assert!(
            !self.observed.units.values().any(|one| one.parent == parent && one.name == name),
            "{name} is free"
        );
    }

    fn assert_free_policy_name(&self, policy_type: &str, name: &str) {
        let taken =
            self.observed.policies.values().any(|one| one.policy_type == policy_type && one.name == name);
        assert!(!taken, "{name} is free");
    }

    fn id(&mut self, prefix: &str) -> String {
        self.count += 1;
        format!("{prefix}-{:08}", self.count)
    }

    fn bind(&mut self, address: &Address, id: &str) {
        let status = (address.kind() == "account").then(|| "ACTIVE".to_owned());
        let binding = Binding { id: id.to_owned(), arn: arn(id), root_id: None, status };
        self.bindings.insert(address.clone(), binding);
    }

    fn text(&self, text: &Text) -> String {
        text.resolve(|reference| {
            let binding = self.bindings.get(&reference.address)?;
            match reference.attribute {
                Attribute::Id => Some(&binding.id),
                Attribute::Arn => Some(&binding.arn),
                Attribute::RootId => binding.root_id.as_deref(),
                Attribute::Status => binding.status.as_deref(),
            }
        })
        .expect("every reference is bound")
    }
}

fn limit(policy_type: &str) -> u64 {
    let policy_type = PolicyType::aws_named(policy_type).unwrap();
    Quotas::bundled().get(QuotaKey::PolicyAttachedMax(policy_type)).value
}

fn arn(id: &str) -> String {
    format!("arn:aws:test::{id}")
}

pub(super) fn live_account(name: &str, email: &str, tags: BTreeMap<String, String>) -> LiveAccount {
    LiveAccount {
        arn: arn(email),
        name: name.to_owned(),
        email: email.to_owned(),
        state: "ACTIVE".into(),
        parent: ROOT.into(),
        tags,
    }
}

fn instance(account: &str, region: &str, unit: Option<String>) -> LiveInstance {
    LiveInstance {
        account: account.to_owned(),
        region: region.to_owned(),
        unit,
        status: "CURRENT".into(),
        detailed_status: "SUCCEEDED".into(),
        overrides: BTreeMap::new(),
    }
}

fn set_current(one: &mut LiveInstance) {
    "CURRENT".clone_into(&mut one.status);
    "SUCCEEDED".clone_into(&mut one.detailed_status);
}
