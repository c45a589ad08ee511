//! The backend of `orgc-exec`: every method is a function of its service.

use crate::calls::Calls;
use crate::cloudformation;
use crate::organizations::{administration, read, tree, write};
use crate::rates::Rates;
use crate::{account, observe, tagging};
use aws_config::SdkConfig;
use orgc_exec::{
    Backend, Creation, Fault, InstanceFailure, Instances, Interest, KnownAccount, KnownOrganization,
    LiveRoot, NewAccount, NewPolicy, Observe, PolicyChange, SetOperation, StackSetDefinition,
};
use orgc_ir::Observed;
use orgc_ir::desired::{AlternateContact, ContactType, PrimaryContact, Rollout};
use orgc_plan::plan::Binding;
use std::collections::{BTreeMap, BTreeSet};

/// AWS, seen from the management account and one Region.
#[derive(Debug)]
pub struct AwsBackend {
    pub(crate) organizations: aws_sdk_organizations::Client,
    pub(crate) cloudformation: aws_sdk_cloudformation::Client,
    pub(crate) account: aws_sdk_account::Client,
    pub(crate) sts: aws_sdk_sts::Client,
    pub(crate) tagging: aws_sdk_resourcegroupstagging::Client,
    pub(crate) calls: Calls,
}

impl AwsBackend {
    pub(crate) fn new(config: &SdkConfig, rates: Rates) -> Self {
        Self {
            organizations: aws_sdk_organizations::Client::new(config),
            cloudformation: aws_sdk_cloudformation::Client::new(config),
            account: aws_sdk_account::Client::new(config),
            sts: aws_sdk_sts::Client::new(config),
            tagging: tagging::client(config),
            calls: Calls::new(rates),
        }
    }

    /// How many calls were made so far, by `service:Operation`.
    pub fn calls(&self) -> BTreeMap<String, u32> {
        self.calls.counts()
    }
}

impl Observe for AwsBackend {
    async fn observe(&self, interest: &Interest) -> Result<Observed, Fault> {
        observe::observe(self, interest).await
    }
}

impl Backend for AwsBackend {
    async fn admit(&self, call: &'static str) {
        self.calls.admit(call).await;
    }

    async fn create_organization(&self) -> Result<KnownOrganization, Fault> {
        write::create_organization(self).await
    }

    async fn enable_policy_type(&self, root: &str, policy_type: &str) -> Result<bool, Fault> {
        write::enable_policy_type(self, root, policy_type).await
    }

    async fn enable_service_access(&self, principal: &str) -> Result<(), Fault> {
        write::enable_service_access(self, principal).await
    }

    async fn disable_service_access(&self, principal: &str) -> Result<(), Fault> {
        administration::disable_service_access(self, principal).await
    }

    async fn register_administrator(&self, account: &str, principal: &str) -> Result<(), Fault> {
        administration::register(self, account, principal).await
    }

    async fn deregister_administrator(&self, account: &str, principal: &str) -> Result<(), Fault> {
        administration::deregister(self, account, principal).await
    }

    async fn put_delegation_policy(&self, document: &str) -> Result<(), Fault> {
        administration::put_policy(self, document).await
    }

    async fn activate_organizations_access(&self) -> Result<(), Fault> {
        cloudformation::write::activate_organizations_access(self).await
    }

    async fn create_unit(
        &self,
        parent: &str,
        name: &str,
        tags: &BTreeMap<String, String>,
    ) -> Result<Binding, Fault> {
        write::create_unit(self, parent, name, tags).await
    }

    async fn rename_unit(&self, unit: &str, name: &str) -> Result<(), Fault> {
        write::rename_unit(self, unit, name).await
    }

    async fn delete_unit(&self, unit: &str) -> Result<(), Fault> {
        write::delete_unit(self, unit).await
    }

    async fn create_account(&self, account: &NewAccount<'_>) -> Result<Creation, Fault> {
        write::create_account(self, account).await
    }

    async fn move_account(&self, account: &str, from: &str, to: &str) -> Result<(), Fault> {
        write::move_account(self, account, from, to).await
    }

    async fn rename_account(&self, account: Option<&str>, name: &str) -> Result<(), Fault> {
        account::write::rename(self, account, name).await
    }

    async fn start_email_update(&self, account: &str, email: &str) -> Result<(), Fault> {
        account::write::start_email_update(self, account, email).await
    }

    async fn accept_email_update(&self, account: &str, email: &str, code: &str) -> Result<(), Fault> {
        account::write::accept_email_update(self, account, email, code).await
    }

    async fn put_alternate_contact(
        &self,
        account: Option<&str>,
        contact: ContactType,
        value: &AlternateContact,
    ) -> Result<(), Fault> {
        account::write::put_alternate_contact(self, account, contact, value).await
    }

    async fn put_primary_contact(&self, account: Option<&str>, value: &PrimaryContact) -> Result<(), Fault> {
        account::write::put_primary_contact(self, account, value).await
    }

    async fn enable_region(&self, account: Option<&str>, region: &str) -> Result<(), Fault> {
        account::write::enable_region(self, account, region).await
    }

    async fn close_account(&self, account: &str) -> Result<(), Fault> {
        write::close_account(self, account).await
    }

    async fn remove_account(&self, account: &str) -> Result<(), Fault> {
        write::remove_account(self, account).await
    }

    async fn create_policy(&self, policy: &NewPolicy<'_>) -> Result<Binding, Fault> {
        write::create_policy(self, policy).await
    }

    async fn update_policy(&self, policy: &str, change: &PolicyChange<'_>) -> Result<(), Fault> {
        write::update_policy(self, policy, change).await
    }

    async fn delete_policy(&self, policy: &str) -> Result<(), Fault> {
        write::delete_policy(self, policy).await
    }

    async fn attach_policy(&self, policy: &str, target: &str) -> Result<(), Fault> {
        write::attach_policy(self, policy, target).await
    }

    async fn detach_policy(&self, policy: &str, target: &str) -> Result<(), Fault> {
        write::detach_policy(self, policy, target).await
    }

    async fn tag(&self, resource: &str, tags: &BTreeMap<String, String>) -> Result<(), Fault> {
        write::tag(self, resource, tags).await
    }

    async fn untag(&self, resource: &str, keys: &BTreeSet<String>) -> Result<(), Fault> {
        write::untag(self, resource, keys).await
    }

    async fn create_stack_set(&self, set: &StackSetDefinition<'_>, token: &str) -> Result<(), Fault> {
        cloudformation::write::create_stack_set(self, set, token).await
    }

    async fn update_stack_set(
        &self,
        set: &StackSetDefinition<'_>,
        rollout: Option<&Rollout>,
        operation: &str,
    ) -> Result<(), Fault> {
        cloudformation::write::update_stack_set(self, set, rollout, operation).await
    }

    async fn delete_stack_set(&self, name: &str) -> Result<(), Fault> {
        cloudformation::write::delete_stack_set(self, name).await
    }

    async fn create_stack_instances(&self, instances: &Instances<'_>, operation: &str) -> Result<(), Fault> {
        cloudformation::write::create_stack_instances(self, instances, operation).await
    }

    async fn update_stack_instances(&self, instances: &Instances<'_>, operation: &str) -> Result<(), Fault> {
        cloudformation::write::update_stack_instances(self, instances, operation).await
    }

    async fn delete_stack_instances(&self, instances: &Instances<'_>, operation: &str) -> Result<(), Fault> {
        cloudformation::write::delete_stack_instances(self, instances, operation).await
    }

    async fn organization(&self) -> Result<KnownOrganization, Fault> {
        read::known_organization(self).await
    }

    async fn root(&self) -> Result<LiveRoot, Fault> {
        read::root(self).await
    }

    async fn find_unit(&self, parent: &str, name: &str) -> Result<Option<Binding>, Fault> {
        tree::find_unit(self, parent, name).await
    }

    async fn unit_name(&self, unit: &str) -> Result<String, Fault> {
        tree::unit_name(self, unit).await
    }

    async fn find_policy(&self, policy_type: &str, name: &str) -> Result<Option<Binding>, Fault> {
        read::find_policy(self, policy_type, name).await
    }

    async fn tags(&self, resource: &str) -> Result<BTreeMap<String, String>, Fault> {
        read::tags(self, resource).await
    }

    async fn account(&self, account: &str) -> Result<KnownAccount, Fault> {
        read::account(self, account).await
    }

    async fn find_account(&self, email: &str) -> Result<Option<KnownAccount>, Fault> {
        tree::find_account(self, email).await
    }

    async fn parent(&self, account: &str) -> Result<String, Fault> {
        tree::parent(self, account).await
    }

    async fn email_update(&self, account: &str) -> Result<Option<String>, Fault> {
        account::read::email_update(self, account).await
    }

    async fn region_state(&self, account: Option<&str>, region: &str) -> Result<String, Fault> {
        account::read::region_state(self, account, region).await
    }

    async fn creation(&self, request: &str) -> Result<Creation, Fault> {
        read::creation(self, request).await
    }

    async fn creations(&self) -> Result<Vec<Creation>, Fault> {
        read::creations(self).await
    }

    async fn stack_set(&self, name: &str) -> Result<(Binding, BTreeMap<String, String>), Fault> {
        cloudformation::read::owned_stack_set(self, name).await
    }

    async fn stack_set_operations(&self, set: &str) -> Result<Vec<SetOperation>, Fault> {
        cloudformation::read::operations(self, set).await
    }

    async fn stack_set_operation(&self, set: &str, operation: &str) -> Result<SetOperation, Fault> {
        cloudformation::read::operation(self, set, operation).await
    }

    async fn failed_instances(&self, set: &str, operation: &str) -> Result<Vec<InstanceFailure>, Fault> {
        cloudformation::read::failures(self, set, operation).await
    }
}
