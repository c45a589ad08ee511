//! What accounts inherit: the management policies between the root and each account, in the form that
//! `orgc-policy` merges.

use crate::permissions::{Permissions, path};
use orgc_ir::Address;
use orgc_ir::desired::{Body, Resource};
use orgc_policy::PolicyType;
use orgc_policy::merge::{Level, Policy};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The levels from the organization down to an account, each with its policies of a management type. Sources say
/// nothing about the order of attachment; the policies of one level stand in the order of their addresses. In place
/// of an id that AWS assigns later stands the name of the thing.
pub fn management_levels(
    account: &Address,
    policy_type: &PolicyType,
    resources: &BTreeMap<Address, Resource>,
    permissions: &Permissions,
) -> Vec<Level> {
    let attached = |target: &Address| {
        let attachments = resources.values().filter_map(|resource| match &resource.body {
            Body::Attachment(one) if one.target == *target => Some(&one.policy),
            _ => None,
        });
        attachments.filter_map(|policy| read(policy, policy_type, resources, permissions)).collect()
    };
    let level = |target: &Address| Level { target: target.to_string(), policies: attached(target) };
    path(account, resources).into_iter().map(level).collect()
}

/// A policy of the type. What is wrong with a document has been reported where it is written.
fn read(
    address: &Address,
    policy_type: &PolicyType,
    resources: &BTreeMap<Address, Resource>,
    permissions: &Permissions,
) -> Option<Arc<Policy>> {
    let Body::Policy(policy) = &resources.get(address)?.body else { return None };
    if policy.policy_type != policy_type.aws_name {
        return None;
    }
    let document = permissions.readable(&permissions.spelled(&policy.document));
    Policy::new(address.name(), &document, policy_type).ok().map(Arc::new)
}
