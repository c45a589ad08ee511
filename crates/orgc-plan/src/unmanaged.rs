//! What is live and neither declared nor owned: listed, never touched.

use crate::live::{Live, everything};
use crate::matching::Matched;
use crate::plan::Unmanaged;
use orgc_ir::desired::Body;
use orgc_policy::PolicyType;
use std::collections::BTreeSet;

/// Everything unmanaged, sorted.
pub(crate) fn list(matched: &Matched<'_>) -> Vec<Unmanaged> {
    let things = everything(matched.observed)
        .filter(|live| {
            !matches!(live, Live::Organization(_))
                && matched.address_of(live.kind(), live.key()).is_none()
                && matched.departure(live.kind(), live.key()).is_none()
        })
        .map(thing);
    let relations = attachments(matched).chain(services(matched)).chain(administrators(matched));
    let all: BTreeSet<Unmanaged> = things.chain(relations).collect();
    all.into_iter().collect()
}

fn thing(live: Live<'_>) -> Unmanaged {
    let kind = live.kind().replace(' ', "-");
    Unmanaged { kind, id: live.id().to_owned(), name: live.name().to_owned() }
}

/// Attachments of policies that nobody declares; those that AWS makes everywhere say nothing.
fn attachments<'a>(matched: &'a Matched<'_>) -> impl Iterator<Item = Unmanaged> + use<'a> {
    let defaults: BTreeSet<&str> = PolicyType::all()
        .iter()
        .filter_map(|one| one.default_policy.as_ref())
        .map(|default| default.id.as_str())
        .collect();
    let foreign = matched.observed.attachments.iter().filter(move |one| {
        !defaults.contains(one.policy.as_str())
            && matched.address_of("policy", &one.policy).is_none()
            && matched.departure("policy", &one.policy).is_none()
    });
    foreign.map(|one| Unmanaged {
        kind: "attachment".to_owned(),
        id: format!("{}@{}", one.policy, one.target),
        name: matched
            .observed
            .policies
            .get(&one.policy)
            .map_or_else(String::new, |policy| policy.name.clone()),
    })
}

fn services<'a>(matched: &'a Matched<'_>) -> impl Iterator<Item = Unmanaged> + use<'a> {
    let declared: BTreeSet<&str> = matched
        .desired
        .resources
        .values()
        .filter_map(|one| match &one.body {
            Body::TrustedService(service) => Some(service.principal.as_str()),
            // Activating CloudFormation's access makes this service trusted by itself.
            Body::OrganizationsAccess(_) => orgc_policy::service_principal("stacksets"),
            _ => None,
        })
        .collect();
    let others = matched.observed.trusted_services.iter().filter(move |one| !declared.contains(one.as_str()));
    others.map(|principal| Unmanaged {
        kind: "trusted-service".to_owned(),
        id: principal.clone(),
        name: principal.clone(),
    })
}

/// Delegations that nobody writes, where they were asked for at all.
fn administrators<'a>(matched: &'a Matched<'_>) -> impl Iterator<Item = Unmanaged> + use<'a> {
    let written: BTreeSet<(String, String)> = matched
        .desired
        .resources
        .values()
        .filter_map(|one| match &one.body {
            Body::DelegatedAdministrator(body) => {
                Some((body.principal.clone(), matched.id(&body.account).to_string()))
            }
            _ => None,
        })
        .collect();
    let live = matched.observed.administrators.iter();
    let pairs = live.flat_map(|(principal, all)| all.iter().map(move |account| (principal, account)));
    let others = pairs.filter(move |(principal, account)| {
        !written.contains(&((*principal).clone(), (*account).clone()))
            && matched.departure("account", account).is_none()
    });
    others.map(|(principal, account)| Unmanaged {
        kind: "delegated-administrator".to_owned(),
        id: format!("{principal}@{account}"),
        name: principal.clone(),
    })
}
