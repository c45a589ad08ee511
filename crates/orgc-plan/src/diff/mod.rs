//! From what is desired and live to operations, kind by kind.
//!
//! Each file compares one kind and adds the operations that make the live thing as desired. None of
//! them thinks about order: that is decided afterwards, over all operations.

mod account;
mod allow;
mod attachment;
mod contacts;
mod delegation;
mod exclusive;
mod fleet;
mod members;
mod organization;
mod policy;
mod record;
mod removal;
mod retire;
mod services;
mod single_instances;
mod stack_instances;
mod stack_set;
mod tags;
mod undeploy;
mod unit;

pub use record::recorded_description;

use crate::draft::Draft;
use orgc_ir::desired::Body;

/// Compares everything.
pub(crate) fn run(draft: &mut Draft<'_>) {
    for (address, resource) in &draft.matched.desired.resources {
        match &resource.body {
            Body::Organization(_) => organization::compare(draft, address, resource),
            Body::PolicyType(body) => services::compare_policy_type(draft, address, resource, body),
            Body::TrustedService(body) => services::compare_trusted_service(draft, address, resource, body),
            Body::OrganizationsAccess(_) => services::compare_access(draft, address, resource),
            Body::Unit(body) => unit::compare(draft, address, resource, body),
            Body::Account(body) => account::compare(draft, address, resource, body),
            Body::Policy(body) => policy::compare(draft, address, resource, body),
            Body::Attachment(body) => attachment::compare(draft, address, resource, body),
            Body::Detachment(body) => attachment::compare_detachment(draft, address, resource, body),
            Body::StackSet(body) => stack_set::compare(draft, address, resource, body),
            // Compared together with their set.
            Body::StackInstances(_) => {}
            Body::DelegatedAdministrator(body) => {
                delegation::compare_administrator(draft, address, resource, body);
            }
            Body::DelegationPolicy(body) => delegation::compare_policy(draft, address, resource, body),
        }
    }
    attachment::compare_unwritten(draft);
    attachment::compare_defaults(draft);
    exclusive::compare(draft);
    removal::compare(draft);
    allow::check(draft);
    account::trust_account_management(draft);
}

/// Notes what people should know about the operations that there are.
pub(crate) fn note(draft: &mut Draft<'_>) {
    account::note_creations(draft);
}
