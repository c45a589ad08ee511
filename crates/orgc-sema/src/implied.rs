//! What nobody wrote but something written needs.

use crate::model::type_of;
use orgc_ir::Address;
use orgc_ir::desired::{
    Body, Cause, OrganizationsAccess, PermissionModel, PolicyType, Resource, TrustedService,
};
use orgc_policy::{PolicyType as TypeTable, service_name};
use std::collections::BTreeMap;

/// Adds the implied resources, each with the first thing, in the order of addresses, that needs it.
pub(crate) fn add(resources: &mut BTreeMap<Address, Resource>) {
    let mut implied: BTreeMap<Address, Resource> = BTreeMap::new();
    for (address, resource) in resources.iter() {
        for need in needs(&resource.body, resources) {
            let origin = resource.cause.origin().clone();
            let cause = Cause::Implied { by: address.clone(), because: need.because, origin };
            implied.entry(need.address).or_insert_with(|| Resource::new(need.body, cause));
        }
    }
    for (address, resource) in implied {
        resources.entry(address).or_insert(resource);
    }
}

struct Need {
    address: Address,
    body: Body,
    because: String,
}

fn needs(body: &Body, resources: &BTreeMap<Address, Resource>) -> Vec<Need> {
    match body {
        Body::Policy(policy) => TypeTable::aws_named(&policy.policy_type).map(of_type).unwrap_or_default(),
        Body::Attachment(relation) | Body::Detachment(relation) => {
            type_of(&relation.policy, resources).map(of_type).unwrap_or_default()
        }
        Body::StackSet(set) if set.permission_model == PermissionModel::ServiceManaged => {
            vec![stack_sets(
                "service-managed stack sets need CloudFormation's trusted access to the organization",
            )]
        }
        Body::DelegatedAdministrator(one) => vec![of_administrator(&one.principal)],
        _ => Vec::new(),
    }
}

/// CloudFormation has a switch of its own besides trusted access.
fn stack_sets(because: &str) -> Need {
    Need {
        address: Address::new("organizations-access", "stacksets"),
        body: Body::OrganizationsAccess(OrganizationsAccess {}),
        because: because.to_owned(),
    }
}

fn of_administrator(principal: &str) -> Need {
    const BECAUSE: &str = "a service is trusted before an account administers it";
    match service_name(principal).unwrap_or(principal) {
        "stacksets" => stack_sets(BECAUSE),
        name => Need {
            address: Address::new("trust", name),
            body: Body::TrustedService(TrustedService { principal: principal.to_owned() }),
            because: BECAUSE.to_owned(),
        },
    }
}

fn of_type(policy_type: &'static TypeTable) -> Vec<Need> {
    let title = plural(&policy_type.title);
    let enabled = Need {
        address: Address::new("policy-type", &policy_type.name),
        body: Body::PolicyType(PolicyType { policy_type: policy_type.aws_name.clone() }),
        because: format!("{title} must be enabled before one is attached"),
    };
    let is_sure = !policy_type.unverified.iter().any(|field| field == "trusted-service");
    let trusted = policy_type.trusted_service.as_ref().filter(|_| is_sure).map(|principal| Need {
        address: Address::new("trust", service_name(principal).unwrap_or(principal)),
        body: Body::TrustedService(TrustedService { principal: principal.clone() }),
        because: format!("{title} need trusted access of their service before they are enabled"),
    });
    trusted.into_iter().chain([enabled]).collect()
}

fn plural(title: &str) -> String {
    match title.split_once("policy") {
        Some((before, after)) => format!("{before}policies{after}"),
        None => title.to_owned(),
    }
}
