//! The world as apply sees it: the complete list of side effects and of the reads they need.

mod answers;
mod interest;
mod requests;

pub use answers::{
    Creation, CreationState, InstanceFailure, KnownAccount, KnownOrganization, LiveRoot, SetOperation,
    SetState,
};
pub use interest::{AccountInterest, Details, Interest, StackSets};
pub use requests::{Instances, NewAccount, NewPolicy, PolicyChange, StackSetDefinition};

use crate::Fault;
use orgc_ir::Observed;
use orgc_ir::desired::{AlternateContact, ContactType, PrimaryContact, Rollout};
use orgc_plan::plan::Binding;
use std::collections::{BTreeMap, BTreeSet};

/// An answer, or why there is none.
type Answer<T> = Result<T, Fault>;

/// Reads the live organization.
#[expect(
    async_fn_in_trait,
    reason = "apply and observe run on the caller's task, so no future has to be `Send`"
)]
pub trait Observe {
    /// A snapshot of what a plan needs, with the calls it took.
    async fn observe(&self, interest: &Interest) -> Answer<Observed>;
}

/// Everything that apply does to an organization, and everything it reads while it does so.
///
/// A method makes one call and never repeats it; a list is read to its last page. Retries, order and
/// the journal are the caller's. Reads keep within the request rates by themselves; for a write
/// the caller waits with [`Backend::admit`] before it takes its turn, so that nobody stands in the
/// lane waiting for a rate.
#[expect(
    async_fn_in_trait,
    reason = "apply and observe run on the caller's task, so no future has to be `Send`"
)]
pub trait Backend {
    /// Waits until a write of this name fits the service's request rates.
    async fn admit(&self, call: &'static str);

    /// Makes an organization with all features.
    async fn create_organization(&self) -> Answer<KnownOrganization>;
    /// Enables a policy type. The answer says whether it is enabled already or soon.
    async fn enable_policy_type(&self, root: &str, policy_type: &str) -> Answer<bool>;
    /// Lets a service act in the organization.
    async fn enable_service_access(&self, principal: &str) -> Answer<()>;
    /// No longer lets a service act in the organization.
    async fn disable_service_access(&self, principal: &str) -> Answer<()>;
    /// Makes an account the administrator of a service.
    async fn register_administrator(&self, account: &str, principal: &str) -> Answer<()>;
    /// Ends that.
    async fn deregister_administrator(&self, account: &str, principal: &str) -> Answer<()>;
    /// Makes or replaces the delegation policy.
    async fn put_delegation_policy(&self, document: &str) -> Answer<()>;
    /// Activates CloudFormation's access to the organization.
    async fn activate_organizations_access(&self) -> Answer<()>;

    /// Makes a unit.
    async fn create_unit(&self, parent: &str, name: &str, tags: &BTreeMap<String, String>)
    -> Answer<Binding>;
    /// Renames a unit.
    async fn rename_unit(&self, unit: &str, name: &str) -> Answer<()>;
    /// Deletes an empty unit.
    async fn delete_unit(&self, unit: &str) -> Answer<()>;

    /// Asks for an account.
    async fn create_account(&self, account: &NewAccount<'_>) -> Answer<Creation>;
    /// Moves an account.
    async fn move_account(&self, account: &str, from: &str, to: &str) -> Answer<()>;
    /// Changes the display name of an account; none is the caller's own.
    async fn rename_account(&self, account: Option<&str>, name: &str) -> Answer<()>;
    /// Has a one-time code sent to the address that an account shall get.
    async fn start_email_update(&self, account: &str, email: &str) -> Answer<()>;
    /// Gives the code back, which changes the address.
    async fn accept_email_update(&self, account: &str, email: &str, code: &str) -> Answer<()>;

    /// Sets an alternate contact of an account; none is the caller's own.
    async fn put_alternate_contact(
        &self,
        account: Option<&str>,
        contact: ContactType,
        value: &AlternateContact,
    ) -> Answer<()>;
    /// Replaces the primary contact of an account; none is the caller's own.
    async fn put_primary_contact(&self, account: Option<&str>, value: &PrimaryContact) -> Answer<()>;
    /// Starts enabling an opt-in Region in an account; none is the caller's own.
    async fn enable_region(&self, account: Option<&str>, region: &str) -> Answer<()>;
    /// Starts closing an account.
    async fn close_account(&self, account: &str) -> Answer<()>;
    /// Removes an account from the organization.
    async fn remove_account(&self, account: &str) -> Answer<()>;

    /// Makes a policy.
    async fn create_policy(&self, policy: &NewPolicy<'_>) -> Answer<Binding>;
    /// Changes a policy.
    async fn update_policy(&self, policy: &str, change: &PolicyChange<'_>) -> Answer<()>;
    /// Deletes a policy that is attached nowhere.
    async fn delete_policy(&self, policy: &str) -> Answer<()>;
    /// Puts a policy on a target.
    async fn attach_policy(&self, policy: &str, target: &str) -> Answer<()>;
    /// Takes a policy off a target.
    async fn detach_policy(&self, policy: &str, target: &str) -> Answer<()>;

    /// Sets tags; other tags stay.
    async fn tag(&self, resource: &str, tags: &BTreeMap<String, String>) -> Answer<()>;
    /// Removes tags.
    async fn untag(&self, resource: &str, keys: &BTreeSet<String>) -> Answer<()>;

    /// Makes a stack set. The same token with the same definition is the same request.
    async fn create_stack_set(&self, set: &StackSetDefinition<'_>, token: &str) -> Answer<()>;
    /// Starts an update of a stack set and all its instances.
    async fn update_stack_set(
        &self,
        set: &StackSetDefinition<'_>,
        rollout: Option<&Rollout>,
        operation: &str,
    ) -> Answer<()>;
    /// Deletes a stack set without instances.
    async fn delete_stack_set(&self, name: &str) -> Answer<()>;
    /// Starts making instances.
    async fn create_stack_instances(&self, instances: &Instances<'_>, operation: &str) -> Answer<()>;
    /// Starts updating the overrides of instances.
    async fn update_stack_instances(&self, instances: &Instances<'_>, operation: &str) -> Answer<()>;
    /// Starts removing instances with their stacks.
    async fn delete_stack_instances(&self, instances: &Instances<'_>, operation: &str) -> Answer<()>;

    /// The organization of the caller's account.
    async fn organization(&self) -> Answer<KnownOrganization>;
    /// The root.
    async fn root(&self) -> Answer<LiveRoot>;
    /// The unit of this name directly below a parent.
    async fn find_unit(&self, parent: &str, name: &str) -> Answer<Option<Binding>>;
    /// The name of a unit.
    async fn unit_name(&self, unit: &str) -> Answer<String>;
    /// The customer's policy of this type and name.
    async fn find_policy(&self, policy_type: &str, name: &str) -> Answer<Option<Binding>>;
    /// The tags of a root, unit, account or policy.
    async fn tags(&self, resource: &str) -> Answer<BTreeMap<String, String>>;
    /// An account.
    async fn account(&self, account: &str) -> Answer<KnownAccount>;
    /// The account with this e-mail, in any case of letters.
    async fn find_account(&self, email: &str) -> Answer<Option<KnownAccount>>;
    /// The root or unit in which an account stands.
    async fn parent(&self, account: &str) -> Answer<String>;
    /// How far the last change of an account's e-mail is, as AWS says it; none when there never was one.
    async fn email_update(&self, account: &str) -> Answer<Option<String>>;
    /// How far a Region is in an account, as AWS says it; none is the caller's own account.
    async fn region_state(&self, account: Option<&str>, region: &str) -> Answer<String>;
    /// The creation of an account.
    async fn creation(&self, request: &str) -> Answer<Creation>;
    /// Creations of accounts that are in progress.
    async fn creations(&self) -> Answer<Vec<Creation>>;
    /// A stack set's binding and tags.
    async fn stack_set(&self, name: &str) -> Answer<(Binding, BTreeMap<String, String>)>;
    /// The operations of a stack set, newest first. May lag behind.
    async fn stack_set_operations(&self, set: &str) -> Answer<Vec<SetOperation>>;
    /// An operation of a stack set. Never lags behind.
    async fn stack_set_operation(&self, set: &str, operation: &str) -> Answer<SetOperation>;
    /// The instances that an operation of a stack set left failed.
    async fn failed_instances(&self, set: &str, operation: &str) -> Answer<Vec<InstanceFailure>>;
}
