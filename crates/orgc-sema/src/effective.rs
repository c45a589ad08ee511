//! What accounts inherit: the management policies between the root and each account, in the form that
//! `orgc-policy` merges.

use crate::evaluate::Facts;
use crate::permissions::Permissions;
use orgc_ir::desired::Resource;
use orgc_ir::{Address, Text};
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
    let mut facts = Facts::default();
    facts.complete(resources);
    levels(account, policy_type, &facts, &mut |text| permissions.readable(&permissions.spelled(text)))
}

/// The same of a model that is asked about; `spell` writes out what AWS assigns later. What is wrong with a document
/// has been reported where it is written.
pub(crate) fn levels(
    account: &Address,
    policy_type: &PolicyType,
    facts: &Facts,
    spell: &mut dyn FnMut(&Text) -> String,
) -> Vec<Level> {
    let mut read = |address: &Address| {
        let document = spell(facts.document(address)?);
        Policy::new(address.name(), &document, policy_type).ok().map(Arc::new)
    };
    let mut level = |target: &Address| {
        let attached = facts.attached(target, &policy_type.aws_name);
        Level { target: target.to_string(), policies: attached.iter().filter_map(&mut read).collect() }
    };
    facts.path(account).into_iter().map(&mut level).collect()
}
