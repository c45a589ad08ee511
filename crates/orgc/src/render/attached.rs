//! A policy at a target, and where both are written.

use orgc_ir::Address;
use orgc_ir::desired::{Body, Origin, Resource};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::fmt;

/// A policy at a target.
pub struct Attached<'e> {
    policy: &'e str,
    target: &'e str,
    /// The policy as it is declared, and where; nowhere if AWS manages it.
    declared: Option<(&'e Address, &'e Origin)>,
    /// Where it is written that the policy is attached there; nowhere if AWS attaches it.
    attached: Option<&'e Origin>,
}

impl<'e> Attached<'e> {
    /// The policy of this name at the target of this address.
    pub fn find(policy: &'e str, target: &'e str, resources: &'e BTreeMap<Address, Resource>) -> Self {
        let declared = resources
            .iter()
            .find(|(address, one)| matches!(one.body, Body::Policy(_)) && address.name() == policy)
            .map(|(address, resource)| (address, resource.cause.origin()));
        let is_it = |resource: &&Resource| match &resource.body {
            Body::Attachment(one) => one.policy.name() == policy && one.target.to_string() == target,
            _ => false,
        };
        let attached = resources.values().find(is_it).map(|resource| resource.cause.origin());
        Self { policy, target, declared, attached }
    }

    /// As members of a JSON object.
    pub fn members(&self) -> Map<String, Value> {
        let members = [
            (
                "policy",
                json!(
                    self.declared
                        .map_or_else(|| format!("policy/{}", self.policy), |(one, _)| one.to_string())
                ),
            ),
            ("target", json!(self.target)),
            ("place", json!(self.declared.map(|(_, origin)| place(origin)))),
            ("attached", json!(self.attached.map(place))),
        ];
        members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
    }
}

/// `Lock` (main.org:9:1) at ou/Prod (main.org:4:12).
impl fmt::Display for Attached<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let at = |origin: Option<&Origin>| {
            origin.map(|one| format!(" ({}:{}:{})", one.file, one.line, one.column)).unwrap_or_default()
        };
        write!(
            f,
            "`{}`{} at {}{}",
            self.policy,
            at(self.declared.map(|(_, origin)| origin)),
            self.target,
            at(self.attached)
        )
    }
}

fn place(origin: &Origin) -> Value {
    json!({"file": origin.file, "line": origin.line, "column": origin.column})
}
