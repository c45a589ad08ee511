//! Desired models in a few words.

use orgc_ir::desired::{
    Account, Adoption, Attachment, AutoDeployment, Body, Cause, DelegatedAdministrator, Exclusive, Moved,
    Organization, OrganizationsAccess, Origin, PermissionModel, Policy, PolicyType, Protect, Removal,
    RemovalVerb, Resource, StackInstances, StackSet, TrustedService, Unit,
};
use orgc_ir::{Address, Desired, Text};
use std::collections::{BTreeMap, BTreeSet};

pub(super) const SCP: &str = "SERVICE_CONTROL_POLICY";
pub(super) const STACKSETS: &str = "member.org.stacksets.cloudformation.amazonaws.com";

/// Builds a model; places are written as `Acme` (the organization), `Dev/Web` (a unit) or `@dev` (an account).
#[derive(Clone)]
pub(super) struct Model(pub Desired);

/// One line for each resource, so that a failing case can be read.
impl std::fmt::Debug for Model {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.resources.iter().try_for_each(|(address, one)| match &one.body {
            Body::Account(account) => write!(f, "\n{address} in {}", account.parent),
            Body::Policy(policy) => write!(f, "\n{address} {}", policy.document),
            Body::StackInstances(body) => write!(f, "\n{address} {:?} {:?}", body.regions, body.overrides),
            _ => write!(f, "\n{address}"),
        })
    }
}

pub(super) fn origin() -> Origin {
    Origin { file: "main.org".into(), line: 1, column: 1, via: Vec::new(), span: None }
}

pub(super) fn place(written: &str) -> Address {
    match (written, written.strip_prefix('@')) {
        ("Acme", _) => Address::organization("Acme"),
        (_, Some(account)) => Address::account(account),
        (path, None) => Address::unit([path]),
    }
}

/// A document that denies these actions.
pub(super) fn deny(actions: &[&str]) -> String {
    document("Deny", actions)
}

/// A document that allows these actions.
pub(super) fn allow(actions: &[&str]) -> String {
    document("Allow", actions)
}

fn document(effect: &str, actions: &[&str]) -> String {
    let actions = serde_json::to_string(actions).unwrap();
    format!(
        r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"{effect}","Action":{actions},"Resource":"*"}}]}}"#
    )
}

impl Model {
    pub fn new() -> Self {
        let desired = Desired {
            project: "test".into(),
            region: "us-east-1".into(),
            resources: BTreeMap::new(),
            outputs: BTreeMap::new(),
            moved: BTreeMap::new(),
            removals: BTreeMap::new(),
            exclusive: Exclusive::default(),
        };
        Self(desired).with(place("Acme"), Body::Organization(Organization { name: "Acme".into() }))
    }

    pub fn with(mut self, address: Address, body: Body) -> Self {
        let cause = Cause::Written(origin());
        let resource = Resource::new(body, cause);
        self.0.resources.insert(address, resource);
        self
    }

    pub fn without(mut self, address: &str) -> Self {
        self.0.resources.remove(&Address::try_from(address.to_owned()).unwrap()).expect(address);
        self
    }

    pub fn edit(mut self, written: &str, change: impl FnOnce(&mut Resource)) -> Self {
        change(self.0.resources.get_mut(&place(written)).expect(written));
        self
    }

    pub fn protect(self, written: &str) -> Self {
        self.edit(written, |one| one.protect = Some(Protect { reason: Some("two approvals".into()) }))
    }

    pub fn tag(self, written: &str, key: &str, value: &str) -> Self {
        self.edit(written, |one| _ = one.tags.insert(key.into(), value.into()))
    }

    pub fn unit(self, path: &str) -> Self {
        let (parent, name) = path.rsplit_once('/').unwrap_or(("Acme", path));
        self.with(place(path), Body::Unit(Unit { parent: place(parent), name: name.into() }))
    }

    pub fn account(self, name: &str, parent: &str) -> Self {
        let body = Account {
            parent: place(parent),
            name: format!("Acme {name}"),
            email: format!("aws+{name}@acme.com"),
            management: false,
            role_name: None,
            billing_access: None,
            contacts: BTreeMap::new(),
            primary_contact: None,
            regions: BTreeSet::new(),
        };
        self.with(Address::account(name), Body::Account(body))
    }

    pub fn policy(self, name: &str, document: impl Into<Text>) -> Self {
        let body = Policy {
            policy_type: SCP.into(),
            name: name.into(),
            description: String::new(),
            document: document.into(),
        };
        let enabled = PolicyType { policy_type: SCP.into() };
        self.with(Address::policy(name), Body::Policy(body))
            .with(Address::new("policy-type", "scp"), Body::PolicyType(enabled))
    }

    pub fn with_policy_name(mut self, policy: &str, name: &str) -> Self {
        match &mut self.0.resources.get_mut(&Address::policy(policy)).expect(policy).body {
            Body::Policy(body) => body.name = name.into(),
            other => panic!("{other:?}"),
        }
        self
    }

    pub fn attach(self, policy: &str, target: &str) -> Self {
        let (policy, target) = (Address::policy(policy), place(target));
        self.with(Address::attachment(&policy, &target), Body::Attachment(Attachment { policy, target }))
    }

    pub fn detach_full_access(self, target: &str) -> Self {
        let (policy, target) = (Address::policy("FullAWSAccess"), place(target));
        let address = Address::new("detach", &format!("FullAWSAccess@{target}"));
        self.with(address, Body::Detachment(Attachment { policy, target }))
    }

    pub fn stack_set(self, name: &str) -> Self {
        let body = StackSet {
            name: name.into(),
            description: format!("baseline {name}"),
            template: "Resources: {}".into(),
            permission_model: PermissionModel::ServiceManaged,
            auto_deployment: Some(AutoDeployment { enabled: true, retain_on_leave: false }),
            capabilities: BTreeSet::new(),
            parameters: BTreeMap::new(),
            rollout: None,
        };
        let trusted = TrustedService { principal: STACKSETS.into() };
        self.with(set_address(name), Body::StackSet(body))
            .with(Address::new("trust", "stacksets"), Body::TrustedService(trusted))
            .with(
                Address::new("trust", "stacksets-access"),
                Body::OrganizationsAccess(OrganizationsAccess {}),
            )
    }

    pub fn edit_set(mut self, name: &str, change: impl FnOnce(&mut StackSet)) -> Self {
        match &mut self.0.resources.get_mut(&set_address(name)).expect(name).body {
            Body::StackSet(set) => change(set),
            other => panic!("{other:?}"),
        }
        self
    }

    pub fn administrator(self, service: &str, account: &str) -> Self {
        let principal = orgc_policy::service_principal(service).expect(service).to_owned();
        let account = Address::account(account);
        let body = DelegatedAdministrator { account: account.clone(), principal: principal.clone() };
        self.with(Address::delegation(service, &account), Body::DelegatedAdministrator(body)).trust(service)
    }

    pub fn trust(self, service: &str) -> Self {
        let principal = orgc_policy::service_principal(service).expect(service).to_owned();
        self.with(Address::new("trust", service), Body::TrustedService(TrustedService { principal }))
    }

    pub fn edit_account(self, name: &str, change: impl FnOnce(&mut Account)) -> Self {
        self.edit(&format!("@{name}"), |one| match &mut one.body {
            Body::Account(account) => change(account),
            other => panic!("{other:?}"),
        })
    }

    /// `adopt "id"`.
    pub fn adopt(mut self, address: &str, id: &str) -> Self {
        let resource = self.0.resources.get_mut(&Address::try_from(address.to_owned()).unwrap());
        resource.expect(address).adopt = Some(Adoption { id: id.into(), origin: origin() });
        self
    }

    /// `moved old -> new`, by addresses.
    pub fn moved(mut self, old: &str, new: &str) -> Self {
        let to = Address::try_from(new.to_owned()).unwrap();
        let moved = Moved { to, origin: Origin { line: 90, ..origin() } };
        self.0.moved.insert(Address::try_from(old.to_owned()).unwrap(), moved);
        self
    }

    /// `close account x "why"`, by address.
    pub fn remove(mut self, verb: RemovalVerb, address: &str) -> Self {
        let origin = Origin { line: 91, ..origin() };
        let removal = Removal { verb, reason: Some("because".into()), origin };
        self.0.removals.insert(Address::try_from(address.to_owned()).unwrap(), removal);
        self
    }

    pub fn deploy(self, set: &str, target: &str, regions: &[&str], overrides: &[(&str, &str)]) -> Self {
        let body = StackInstances {
            stack_set: set_address(set),
            target: place(target),
            regions: regions.iter().map(|one| (*one).to_owned()).collect(),
            overrides: overrides.iter().map(|(name, value)| ((*name).to_owned(), (*value).into())).collect(),
        };
        let address = Address::new("baseline", &format!("{set}/instances@{}", place(target)));
        self.with(address, Body::StackInstances(body))
    }
}

pub(super) fn set_address(name: &str) -> Address {
    Address::new("baseline", &format!("{name}/stack-set"))
}
