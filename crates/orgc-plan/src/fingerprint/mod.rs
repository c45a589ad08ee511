//! Fingerprints: whether a saved plan still fits the sources and the live organization.
//!
//! A plan keeps one fingerprint of the sources and one for each live thing that it touches, so that
//! a refusal can name what changed since.

mod digest;

pub(crate) use digest::{digest, short_digest};

use crate::live::Live;
use crate::matching::{self, Matched};
use crate::plan::{Action, Operation, Plan};
use orgc_diag::{Diagnostic, codes};
use orgc_ir::desired::Body;
use orgc_ir::{Address, Desired, Observed};
use serde::Serialize;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// Why a saved plan is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct Stale {
    /// Whether the sources have changed.
    pub sources: bool,
    /// What has changed in the live organization, by its address.
    pub live: Vec<Address>,
}

impl fmt::Display for Stale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let named: Vec<String> = self.live.iter().map(|one| format!("`{one}`")).collect();
        match (self.sources, named.is_empty()) {
            (true, true) => f.write_str("the sources have changed since the plan was made"),
            (true, false) => {
                write!(f, "the sources and {} have changed since the plan was made", named.join(", "))
            }
            (false, _) => {
                write!(f, "{} changed in the organization since the plan was made", named.join(", "))
            }
        }
    }
}

impl From<Stale> for Diagnostic {
    fn from(stale: Stale) -> Self {
        Diagnostic::new(codes::STALE_PLAN, stale.to_string())
            .help("make a new plan and look at it: `orgc plan --out FILE`")
    }
}

/// Whether a saved plan still fits.
///
/// # Errors
/// What has changed since the plan was made.
pub fn stale(plan: &Plan, desired: &Desired, observed: &Observed) -> Result<(), Stale> {
    let (matched, _) = matching::run(desired, observed);
    let changed = plan.touched.iter().filter(|(address, before)| fingerprint(&matched, address) != **before);
    let live: Vec<Address> = changed.map(|(address, _)| address.clone()).collect();
    let sources = plan.desired != of_desired(desired);
    if sources || !live.is_empty() { Err(Stale { sources, live }) } else { Ok(()) }
}

/// The fingerprint of the sources.
pub(crate) fn of_desired(desired: &Desired) -> String {
    digest(desired)
}

/// The fingerprints of everything live that operations touch.
pub(crate) fn touched(matched: &Matched<'_>, operations: &[Operation]) -> BTreeMap<Address, String> {
    let mut addresses = BTreeSet::new();
    let sets = stack_sets(matched);
    for operation in operations {
        let set = stack_set(&operation.action).and_then(|name| sets.get(name).copied());
        let own = Some(&operation.address)
            .filter(|one| matched.resource(one).is_some() || matched.leaving(one).is_some());
        addresses.extend(own.into_iter().chain(set).chain(places(matched, &operation.address)).cloned());
        if let Action::AttachPolicy { .. } | Action::DetachPolicy { .. } = operation.action {
            addresses.extend(ends(matched, &operation.address));
        }
    }
    addresses.into_iter().map(|address| (address.clone(), fingerprint(matched, &address))).collect()
}

fn stack_sets<'a>(matched: &Matched<'a>) -> BTreeMap<&'a str, &'a Address> {
    let resources = matched.desired.resources.iter();
    let sets = resources.filter_map(|(address, one)| match &one.body {
        Body::StackSet(set) => Some((set.name.as_str(), address)),
        _ => None,
    });
    sets.collect()
}

fn stack_set(action: &Action) -> Option<&str> {
    match action {
        Action::CreateStackSet(spec) | Action::UpdateStackSet { spec, .. } => Some(&spec.name),
        Action::DeleteStackSet { name } => Some(name),
        Action::CreateStackInstances(spec)
        | Action::UpdateStackInstances(spec)
        | Action::DeleteStackInstances(spec) => Some(&spec.stack_set),
        _ => None,
    }
}

/// Where a thing shall stand.
fn places<'a>(matched: &Matched<'a>, address: &Address) -> Option<&'a Address> {
    matched.parent(address)
}

/// The policy and the target in the address of an attachment.
fn ends(matched: &Matched<'_>, address: &Address) -> Vec<Address> {
    let both =
        address.attached().map(|(policy, target)| [Some(policy), Address::try_from(target.to_owned()).ok()]);
    both.into_iter().flatten().flatten().filter(|one| matched.resource(one).is_some()).collect()
}

/// What is live of an address, with the attachments that are part of it.
fn fingerprint(matched: &Matched<'_>, address: &Address) -> String {
    #[derive(Serialize)]
    struct Fact<'a> {
        live: Option<Live<'a>>,
        attachments: Vec<&'a orgc_ir::observed::LiveAttachment>,
        enabled: serde_json::Value,
        #[serde(skip_serializing_if = "Option::is_none")]
        details: Option<&'a orgc_ir::observed::LiveDetails>,
    }
    let leaving = matched.leaving(address).map(|one| one.live);
    let live = matched.get(address).or(leaving);
    let place = leaving.map_or_else(|| matched.place(address), |live| live.key().to_owned());
    let id = live.map(|one| one.id()).unwrap_or_default();
    let attachments =
        matched.attachments.at(&place).iter().chain(matched.attachments.of(id)).copied().collect();
    let details = matched.observed.details.get(id);
    digest(&Fact { live, attachments, enabled: enabled(matched, address), details })
}

/// Whether what can only be on or off is on.
fn enabled(matched: &Matched<'_>, address: &Address) -> serde_json::Value {
    let observed = matched.observed;
    match matched.resource(address).map(|one| &one.body) {
        Some(Body::PolicyType(one)) => {
            json!(
                observed
                    .organization
                    .as_ref()
                    .is_some_and(|live| live.policy_types.contains(&one.policy_type))
            )
        }
        Some(Body::TrustedService(one)) => json!(observed.trusted_services.contains(&one.principal)),
        Some(Body::DelegatedAdministrator(one)) => json!(observed.administrators.get(&one.principal)),
        Some(Body::DelegationPolicy(_)) => json!(observed.delegation_policy),
        Some(Body::OrganizationsAccess(_)) => json!(observed.organizations_access),
        _ => serde_json::Value::Null,
    }
}
