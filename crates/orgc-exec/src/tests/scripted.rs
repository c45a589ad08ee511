//! A backend that answers by a script and remembers what it was asked.

use crate::{
    Backend, Creation, CreationState, Fault, FaultKind, InstanceFailure, Instances, KnownAccount,
    KnownOrganization, LiveRoot, NewAccount, NewPolicy, PolicyChange, SetOperation, SetState,
    StackSetDefinition,
};
use orgc_ir::desired::{AlternateContact, ContactType, PrimaryContact, Rollout};
use orgc_plan::plan::Binding;
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;
use tokio::time::{Instant, sleep};

type Answer<T> = Result<T, Fault>;

/// How long every write takes, an account, and an operation of a stack set.
pub(super) const WRITE: Duration = Duration::from_secs(1);
pub(super) const CREATION: Duration = Duration::from_secs(60);
pub(super) const CLOSURE: Duration = Duration::from_secs(80);
pub(super) const OPERATION: Duration = Duration::from_secs(100);

/// The code that is in every mail.
pub(super) const CODE: &str = "123456";

/// What goes wrong with a write.
#[derive(Clone, Copy)]
pub(super) enum Trouble {
    /// It is refused, without effect.
    Refuse(FaultKind),
    /// It has its effect and no reply.
    LoseReply,
}

type Hook = Box<dyn Fn(&str)>;

#[derive(Default)]
pub(super) struct Scripted {
    /// Writes in the order in which they arrived.
    pub asked: RefCell<Vec<String>>,
    /// Troubles, each for the n-th write whose text contains this.
    pub troubles: RefCell<Vec<(&'static str, u32, Trouble)>>,
    /// Called with each write as it arrives.
    pub at_write: RefCell<Option<Hook>>,
    in_flight: Cell<usize>,
    /// The most writes to Organizations that were ever in flight.
    pub overlap: Cell<usize>,
    creations: RefCell<Vec<(String, Instant)>>,
    /// The most accounts that were ever being created.
    pub most_creations: Cell<usize>,
    closures: RefCell<Vec<(String, Instant)>>,
    /// The most accounts that were ever being closed.
    pub most_closures: Cell<usize>,
    /// How far changes of e-mails are, by account.
    pub mails: RefCell<BTreeMap<String, &'static str>>,
    /// Operations of stack sets: set, id, end.
    pub operations: RefCell<Vec<(String, String, Instant)>>,
}

impl Scripted {
    pub fn with(troubles: impl IntoIterator<Item = (&'static str, u32, Trouble)>) -> Self {
        let scripted = Self::default();
        scripted.troubles.borrow_mut().extend(troubles);
        scripted
    }

    /// A write: `effect` happens unless it is refused.
    async fn write<T>(&self, text: String, effect: impl FnOnce() -> Answer<T>) -> Answer<T> {
        let organizations = !text.contains("stack");
        self.asked.borrow_mut().push(text.clone());
        if let Some(hook) = self.at_write.borrow().as_ref() {
            hook(&text);
        }
        if organizations {
            self.in_flight.set(self.in_flight.get() + 1);
            self.overlap.set(self.overlap.get().max(self.in_flight.get()));
        }
        sleep(WRITE).await;
        if organizations {
            self.in_flight.set(self.in_flight.get() - 1);
        }
        match self.trouble(&text) {
            Some(Trouble::Refuse(kind)) => Err(Fault::new(kind, "", "")),
            Some(Trouble::LoseReply) => effect().and(Err(Fault::new(FaultKind::Lost, "", ""))),
            None => effect(),
        }
    }

    fn trouble(&self, text: &str) -> Option<Trouble> {
        let mut troubles = self.troubles.borrow_mut();
        for (part, left, _) in troubles.iter_mut().filter(|(part, ..)| text.contains(part)) {
            let _ = part;
            *left = left.saturating_sub(1);
        }
        let struck = troubles.iter().position(|(part, left, _)| *left == 0 && text.contains(part))?;
        Some(troubles.remove(struck).2)
    }

    fn begin(&self, set: &str, id: &str) -> Answer<()> {
        let mut operations = self.operations.borrow_mut();
        if operations.iter().any(|(of, one, _)| of == set && one == id) {
            return Err(Fault::new(FaultKind::OperationExists, "", ""));
        }
        if operations.iter().any(|(of, _, end)| of == set && *end > Instant::now()) {
            return Err(Fault::new(FaultKind::OperationInProgress, "", ""));
        }
        operations.push((set.into(), id.into(), Instant::now() + OPERATION));
        Ok(())
    }

    fn state(&self, request: &str) -> CreationState {
        let end = self.creations.borrow().iter().find(|(name, _)| name == request).map(|(_, end)| *end);
        match end {
            Some(end) if end > Instant::now() => CreationState::InProgress,
            _ => CreationState::Succeeded(format!("id-of-{request}")),
        }
    }
}

fn binding(id: &str) -> Binding {
    Binding { id: id.into(), ..Binding::default() }
}

fn organization() -> KnownOrganization {
    KnownOrganization { binding: binding("o-1"), management: "id-of-management".into() }
}

fn operation((_, id, end): &(String, String, Instant)) -> SetOperation {
    let state = if *end > Instant::now() { SetState::Running } else { SetState::Succeeded };
    SetOperation { id: id.clone(), state, reason: None }
}

impl Backend for Scripted {
    async fn admit(&self, _: &'static str) {}

    async fn create_organization(&self) -> Answer<KnownOrganization> {
        self.write("organization".into(), || Ok(organization())).await
    }

    async fn enable_policy_type(&self, _: &str, policy_type: &str) -> Answer<bool> {
        self.write(format!("enable {policy_type}"), || Ok(true)).await
    }

    async fn enable_service_access(&self, principal: &str) -> Answer<()> {
        self.write(format!("trust {principal}"), || Ok(())).await
    }

    async fn disable_service_access(&self, principal: &str) -> Answer<()> {
        self.write(format!("distrust {principal}"), || Ok(())).await
    }

    async fn register_administrator(&self, account: &str, principal: &str) -> Answer<()> {
        self.write(format!("register {account} for {principal}"), || Ok(())).await
    }

    async fn deregister_administrator(&self, account: &str, principal: &str) -> Answer<()> {
        self.write(format!("deregister {account} for {principal}"), || Ok(())).await
    }

    async fn put_delegation_policy(&self, _: &str) -> Answer<()> {
        self.write("delegation policy".into(), || Ok(())).await
    }

    async fn start_email_update(&self, account: &str, email: &str) -> Answer<()> {
        let effect = || {
            self.mails.borrow_mut().insert(account.to_owned(), "PENDING");
            Ok(())
        };
        self.write(format!("mail to {email}"), effect).await
    }

    async fn accept_email_update(&self, account: &str, email: &str, code: &str) -> Answer<()> {
        let effect = || match code {
            CODE => {
                self.mails.borrow_mut().insert(account.to_owned(), "ACCEPTED");
                Ok(())
            }
            _ => Err(Fault::new(FaultKind::Refused, "", "")),
        };
        self.write(format!("code {code} for {email}"), effect).await
    }

    async fn email_update(&self, account: &str) -> Answer<Option<String>> {
        Ok(self.mails.borrow().get(account).map(|state| (*state).to_owned()))
    }

    async fn put_alternate_contact(
        &self,
        _: Option<&str>,
        contact: ContactType,
        _: &AlternateContact,
    ) -> Answer<()> {
        self.write(format!("contact {}", contact.word()), || Ok(())).await
    }

    async fn put_primary_contact(&self, _: Option<&str>, _: &PrimaryContact) -> Answer<()> {
        self.write("contact primary".into(), || Ok(())).await
    }

    async fn enable_region(&self, _: Option<&str>, region: &str) -> Answer<()> {
        self.write(format!("region {region}"), || Ok(())).await
    }

    async fn region_state(&self, _: Option<&str>, region: &str) -> Answer<String> {
        let asked = self.asked.borrow().contains(&format!("region {region}"));
        Ok(if asked { "ENABLED".into() } else { "DISABLED".into() })
    }

    async fn close_account(&self, account: &str) -> Answer<()> {
        let effect = || {
            let mut closures = self.closures.borrow_mut();
            closures.push((account.to_owned(), Instant::now() + CLOSURE));
            let now = closures.iter().filter(|(_, end)| *end > Instant::now()).count();
            self.most_closures.set(self.most_closures.get().max(now));
            Ok(())
        };
        self.write(format!("close {account}"), effect).await
    }

    async fn remove_account(&self, account: &str) -> Answer<()> {
        self.write(format!("remove {account}"), || Ok(())).await
    }

    async fn delete_unit(&self, unit: &str) -> Answer<()> {
        self.write(format!("delete {unit}"), || Ok(())).await
    }

    async fn delete_policy(&self, policy: &str) -> Answer<()> {
        self.write(format!("delete {policy}"), || Ok(())).await
    }

    async fn delete_stack_set(&self, name: &str) -> Answer<()> {
        self.write(format!("delete stack set {name}"), || Ok(())).await
    }

    async fn activate_organizations_access(&self) -> Answer<()> {
        self.write("activate".into(), || Ok(())).await
    }

    async fn create_unit(&self, parent: &str, name: &str, _: &BTreeMap<String, String>) -> Answer<Binding> {
        self.write(format!("unit {name} in {parent}"), || Ok(binding(&format!("ou-{name}")))).await
    }

    async fn rename_unit(&self, unit: &str, name: &str) -> Answer<()> {
        self.write(format!("rename {unit} {name}"), || Ok(())).await
    }

    async fn create_account(&self, account: &NewAccount<'_>) -> Answer<Creation> {
        let name = account.name.to_owned();
        let effect = || {
            let mut creations = self.creations.borrow_mut();
            creations.push((name.clone(), Instant::now() + CREATION));
            let now = creations.iter().filter(|(_, end)| *end > Instant::now()).count();
            self.most_creations.set(self.most_creations.get().max(now));
            Ok(Creation { request: name.clone(), name: Some(name.clone()), state: CreationState::InProgress })
        };
        self.write(format!("account {}", account.name), effect).await
    }

    async fn move_account(&self, account: &str, _: &str, to: &str) -> Answer<()> {
        self.write(format!("move {account} to {to}"), || Ok(())).await
    }

    async fn rename_account(&self, _: Option<&str>, name: &str) -> Answer<()> {
        self.write(format!("name {name}"), || Ok(())).await
    }

    async fn create_policy(&self, policy: &NewPolicy<'_>) -> Answer<Binding> {
        self.write(format!("policy {}", policy.name), || Ok(binding("p-1"))).await
    }

    async fn update_policy(&self, policy: &str, _: &PolicyChange<'_>) -> Answer<()> {
        self.write(format!("update {policy}"), || Ok(())).await
    }

    async fn attach_policy(&self, policy: &str, target: &str) -> Answer<()> {
        self.write(format!("attach {policy} to {target}"), || Ok(())).await
    }

    async fn detach_policy(&self, policy: &str, target: &str) -> Answer<()> {
        self.write(format!("detach {policy} from {target}"), || Ok(())).await
    }

    async fn tag(&self, resource: &str, _: &BTreeMap<String, String>) -> Answer<()> {
        self.write(format!("tag {resource}"), || Ok(())).await
    }

    async fn untag(&self, resource: &str, _: &BTreeSet<String>) -> Answer<()> {
        self.write(format!("untag {resource}"), || Ok(())).await
    }

    async fn create_stack_set(&self, set: &StackSetDefinition<'_>, _: &str) -> Answer<()> {
        self.write(format!("stack set {}", set.name), || Ok(())).await
    }

    async fn update_stack_set(
        &self,
        set: &StackSetDefinition<'_>,
        _: Option<&Rollout>,
        id: &str,
    ) -> Answer<()> {
        self.write(format!("update stack set {}", set.name), || self.begin(set.name, id)).await
    }

    async fn create_stack_instances(&self, instances: &Instances<'_>, id: &str) -> Answer<()> {
        let set = instances.stack_set;
        self.write(format!("stacks of {set} in {}", instances.unit), || self.begin(set, id)).await
    }

    async fn update_stack_instances(&self, instances: &Instances<'_>, id: &str) -> Answer<()> {
        self.create_stack_instances(instances, id).await
    }

    async fn delete_stack_instances(&self, instances: &Instances<'_>, id: &str) -> Answer<()> {
        self.create_stack_instances(instances, id).await
    }

    async fn organization(&self) -> Answer<KnownOrganization> {
        Ok(organization())
    }

    async fn root(&self) -> Answer<LiveRoot> {
        Ok(LiveRoot { id: "r-1".into(), arn: String::new(), policy_types: BTreeSet::new() })
    }

    async fn find_unit(&self, _: &str, name: &str) -> Answer<Option<Binding>> {
        Ok(Some(binding(&format!("ou-{name}"))))
    }

    async fn unit_name(&self, unit: &str) -> Answer<String> {
        Ok(unit.to_owned())
    }

    async fn find_policy(&self, _: &str, _: &str) -> Answer<Option<Binding>> {
        Ok(None)
    }

    async fn tags(&self, resource: &str) -> Answer<BTreeMap<String, String>> {
        let name = resource.trim_start_matches("id-of-");
        Ok(BTreeMap::from([("orgc:id".into(), format!("account/{name}"))]))
    }

    async fn account(&self, account: &str) -> Answer<KnownAccount> {
        let email = format!("{}@example.com", account.trim_start_matches("id-of-"));
        let closing = self.closures.borrow().iter().find(|(id, _)| id == account).map(|(_, end)| *end);
        let status = match closing {
            None => "ACTIVE",
            Some(end) if end > Instant::now() => "PENDING_CLOSURE",
            Some(_) => "CLOSED",
        };
        Ok(KnownAccount { binding: Binding { status: Some(status.into()), ..binding(account) }, email })
    }

    async fn find_account(&self, email: &str) -> Answer<Option<KnownAccount>> {
        let name = email.trim_end_matches("@example.com");
        let known = self.creations.borrow().iter().any(|(one, end)| one == name && *end <= Instant::now());
        Ok(known.then(|| KnownAccount { binding: binding(&format!("id-of-{name}")), email: email.into() }))
    }

    async fn parent(&self, _: &str) -> Answer<String> {
        Ok("r-1".into())
    }

    async fn creation(&self, request: &str) -> Answer<Creation> {
        Ok(Creation { request: request.into(), name: Some(request.into()), state: self.state(request) })
    }

    async fn creations(&self) -> Answer<Vec<Creation>> {
        let creations = self.creations.borrow();
        let running = creations.iter().filter(|(_, end)| *end > Instant::now());
        let creation = |(name, _): &(String, Instant)| Creation {
            request: name.clone(),
            name: Some(name.clone()),
            state: CreationState::InProgress,
        };
        Ok(running.map(creation).collect())
    }

    async fn stack_set(&self, name: &str) -> Answer<(Binding, BTreeMap<String, String>)> {
        Ok((binding(&format!("{name}:1")), BTreeMap::new()))
    }

    async fn stack_set_operations(&self, set: &str) -> Answer<Vec<SetOperation>> {
        Ok(self.operations.borrow().iter().filter(|(of, ..)| of == set).map(operation).collect())
    }

    async fn stack_set_operation(&self, set: &str, id: &str) -> Answer<SetOperation> {
        let operations = self.operations.borrow();
        let found = operations.iter().find(|(of, one, _)| of == set && one == id).map(operation);
        found.ok_or_else(|| Fault::new(FaultKind::NotFound, "", ""))
    }

    async fn failed_instances(&self, _: &str, _: &str) -> Answer<Vec<InstanceFailure>> {
        Ok(Vec::new())
    }
}
