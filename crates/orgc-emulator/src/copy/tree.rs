//! The tree with its policies and settings.

use std::collections::{BTreeMap, BTreeSet};

use super::CopyError;
use super::file::{self, Everything};
use crate::clock::Moment;
use crate::organizations::effective::changes;
use crate::state::ids::Minter;
use crate::state::invalid::InvalidPolicies;
use crate::state::organization::{Account, AccountState, Organization, ResourcePolicy, TypeStatus, Unit};
use crate::state::policy::{Policy, aws_managed};

pub(super) fn organization(all: &Everything, ids: &mut Minter) -> Result<Organization, CopyError> {
    let live = &all.organization;
    let unit = |unit: &file::Unit| Unit { name: unit.name.clone(), parent: unit.parent.clone() };
    let administrators = all.administrators.iter().map(|(service, accounts)| {
        (service.clone(), accounts.iter().map(|account| (account.clone(), Moment::START)).collect())
    });
    let delegation = all.delegation_policy.as_ref();
    let mut organization = Organization {
        id: live.id.clone(),
        root_id: live.root_id.clone(),
        all_features: live.all_features,
        created: Moment::START,
        management_account_id: live.management_account_id.clone(),
        units: all.units.iter().map(|(id, one)| (id.clone(), unit(one))).collect(),
        accounts: all.accounts.iter().map(|(id, one)| (id.clone(), account(one))).collect(),
        spent_emails: BTreeSet::new(),
        creations: BTreeMap::new(),
        handshakes: BTreeMap::new(),
        transfers: BTreeMap::new(),
        closures: Vec::new(),
        policies: policies(all),
        attachments: BTreeMap::new(),
        policies_changed: None,
        invalid_policies: InvalidPolicies::default(),
        policy_types: live.policy_types.iter().map(|name| (name.clone(), TypeStatus::Enabled)).collect(),
        tags: tags(all),
        trusted_services: all.trusted_services.iter().map(|name| (name.clone(), Moment::START)).collect(),
        administrators: administrators.collect(),
        resource_policy: delegation
            .map(|content| ResourcePolicy { id: ids.text("rp-", 10), content: content.clone() }),
    };
    check(&organization)?;
    for file::Attachment { policy, target } in &all.attachments {
        let is_known = organization.node(target).is_some();
        let missing = [(is_known, target), (organization.policies.contains_key(policy), policy)];
        if let Some((_, name)) = missing.into_iter().find(|(there, _)| !there) {
            return Err(CopyError::Missing(name.clone()));
        }
        organization.attachments.entry(target.clone()).or_default().push(policy.clone());
    }
    changes::note_all(&mut organization);
    Ok(organization)
}

fn account(live: &file::Account) -> Account {
    Account {
        name: live.name.clone(),
        email: live.email.clone(),
        parent: live.parent.clone(),
        state: match live.state.as_str() {
            "PENDING_CLOSURE" => AccountState::PendingClosure,
            "SUSPENDED" | "CLOSED" => AccountState::Closed,
            _ => AccountState::Active,
        },
        joined: Moment::START,
        invited: false,
    }
}

fn policies(all: &Everything) -> BTreeMap<String, Policy> {
    let customers = all.policies.iter().map(|(id, live)| Policy {
        id: id.clone(),
        name: live.name.clone(),
        description: live.description.clone(),
        policy_type: live.policy_type.clone(),
        content: live.document.clone(),
        aws_managed: false,
    });
    customers.chain(aws_managed()).map(|policy| (policy.id.clone(), policy)).collect()
}

fn tags(all: &Everything) -> BTreeMap<String, BTreeMap<String, String>> {
    let root = std::iter::once((&all.organization.root_id, &all.organization.tags));
    let units = all.units.iter().map(|(id, one)| (id, &one.tags));
    let accounts = all.accounts.iter().map(|(id, one)| (id, &one.tags));
    let policies = all.policies.iter().map(|(id, one)| (id, &one.tags));
    let every = root.chain(units).chain(accounts).chain(policies).filter(|(_, tags)| !tags.is_empty());
    every.map(|(id, tags)| (id.clone(), tags.clone())).collect()
}

/// Everything must stand below the root: whoever looks upwards must come to an end.
fn check(organization: &Organization) -> Result<(), CopyError> {
    let units = organization.units.iter().map(|(id, one)| (id, &one.parent));
    let accounts = organization.accounts.iter().map(|(id, one)| (id, &one.parent));
    for (child, parent) in units.chain(accounts) {
        if !organization.is_container(parent) {
            return Err(CopyError::Missing(parent.clone()));
        }
        let steps = organization.ancestors(child).take(organization.units.len() + 2);
        if steps.last() != Some(&organization.root_id) {
            return Err(CopyError::Missing(format!("a way from {child} to the root")));
        }
    }
    Ok(())
}
