//! A live organization made directly from a model: what observing finds after the model was applied.

use orgc_ir::desired::{Body, Resource, StackSet};
use orgc_ir::observed::{
    LiveAccount, LiveAttachment, LiveInstance, LiveOrganization, LivePolicy, LiveStackSet, LiveUnit,
};
use orgc_ir::{Address, Desired, Observed};
use std::collections::{BTreeMap, BTreeSet};

const TYPE: &str = "SERVICE_CONTROL_POLICY";
const MANAGEMENT: &str = "111111111111";
const ROOT: &str = "r-test";

/// The snapshot of a model of units, accounts, service control policies, attachments, and stack sets that are
/// deployed to the organization.
pub fn of(desired: &Desired) -> Observed {
    let ids = ids(desired);
    let mut live = Observed::default();
    for (address, resource) in &desired.resources {
        add(&mut live, desired, &ids, address, resource);
    }
    live.accounts.insert(MANAGEMENT.to_owned(), management());
    let targets: BTreeSet<String> = live.units.keys().chain(live.accounts.keys()).cloned().collect();
    for target in targets.into_iter().chain([ROOT.to_owned()]) {
        live.attachments.insert(attachment("p-FullAWSAccess".to_owned(), target));
    }
    live
}

/// Made-up ids in the patterns of AWS.
fn ids(desired: &Desired) -> BTreeMap<Address, String> {
    let id = |(number, address): (usize, &Address)| {
        let id = match address.kind() {
            "organization" => ROOT.to_owned(),
            "account" => format!("{:012}", 200_000_000_000_usize + number),
            "ou" => format!("ou-test-{number:08}"),
            _ => format!("p-{number:010}"),
        };
        (address.clone(), id)
    };
    desired.resources.keys().enumerate().map(id).collect()
}

fn add(
    live: &mut Observed,
    desired: &Desired,
    ids: &BTreeMap<Address, String>,
    address: &Address,
    one: &Resource,
) {
    let id = ids[address].clone();
    let arn = format!("arn:aws:organizations::{MANAGEMENT}:{address}");
    let tags = tags(desired, address, one);
    match &one.body {
        Body::Organization(_) => live.organization = Some(organization(tags)),
        Body::Unit(unit) => {
            let parent = ids[&unit.parent].clone();
            live.units.insert(id, LiveUnit { arn, name: unit.name.clone(), parent, tags });
        }
        Body::Account(account) => {
            let (name, email) = (account.name.clone(), account.email.clone());
            let parent = ids[&account.parent].clone();
            live.accounts
                .insert(id, LiveAccount { arn, name, email, state: "ACTIVE".to_owned(), parent, tags });
        }
        Body::Policy(policy) => {
            let policy = LivePolicy {
                arn,
                policy_type: policy.policy_type.clone(),
                name: policy.name.clone(),
                description: policy.description.clone(),
                document: policy.document.to_string(),
                tags,
            };
            live.policies.insert(id, policy);
        }
        Body::Attachment(one) => {
            live.attachments.insert(attachment(ids[&one.policy].clone(), ids[&one.target].clone()));
        }
        Body::TrustedService(service) => _ = live.trusted_services.insert(service.principal.clone()),
        Body::OrganizationsAccess(_) => live.organizations_access = true,
        Body::StackSet(set) => {
            let made = stack_set(set, id, tags, regions(desired, address), &accounts(desired, ids));
            live.stack_sets.insert(set.name.clone(), made);
        }
        _ => {}
    }
}

/// The Regions to which a stack set is deployed.
fn regions(desired: &Desired, set: &Address) -> BTreeSet<String> {
    let deployed = desired.resources.values().filter_map(|resource| match &resource.body {
        Body::StackInstances(one) if one.stack_set == *set => Some(one.regions.clone()),
        _ => None,
    });
    deployed.flatten().collect()
}

fn accounts(desired: &Desired, ids: &BTreeMap<Address, String>) -> Vec<String> {
    desired.resources.keys().filter(|one| one.kind() == "account").map(|one| ids[one].clone()).collect()
}

/// A set whose instances are current in every account.
fn stack_set(
    set: &StackSet,
    id: String,
    tags: BTreeMap<String, String>,
    regions: BTreeSet<String>,
    accounts: &[String],
) -> LiveStackSet {
    let instance = |account: &String, region: &String| LiveInstance {
        account: account.clone(),
        region: region.clone(),
        unit: Some(ROOT.to_owned()),
        status: "CURRENT".to_owned(),
        detailed_status: "SUCCEEDED".to_owned(),
        overrides: BTreeMap::new(),
    };
    let each =
        accounts.iter().flat_map(|account| regions.iter().map(move |region| instance(account, region)));
    LiveStackSet {
        arn: format!("arn:aws:cloudformation:us-east-1:{MANAGEMENT}:stackset/{id}"),
        id,
        description: set.description.clone(),
        template: set.template.clone(),
        permission_model: set.permission_model,
        auto_deployment: set.auto_deployment,
        capabilities: set.capabilities.clone(),
        parameters: BTreeMap::new(),
        tags,
        instances: each.collect(),
        targets: BTreeMap::from([(ROOT.to_owned(), regions)]),
        running_operation: None,
    }
}

/// The account that every organization has.
fn management() -> LiveAccount {
    LiveAccount {
        arn: format!("arn:aws:organizations::{MANAGEMENT}:account/o-test000000/{MANAGEMENT}"),
        name: "Management".to_owned(),
        email: "management@example.com".to_owned(),
        state: "ACTIVE".to_owned(),
        parent: ROOT.to_owned(),
        tags: BTreeMap::new(),
    }
}

fn organization(tags: BTreeMap<String, String>) -> LiveOrganization {
    LiveOrganization {
        id: "o-test000000".to_owned(),
        arn: format!("arn:aws:organizations::{MANAGEMENT}:organization/o-test000000"),
        all_features: true,
        management_account_id: MANAGEMENT.to_owned(),
        root_id: ROOT.to_owned(),
        root_arn: format!("arn:aws:organizations::{MANAGEMENT}:root/o-test000000/{ROOT}"),
        tags,
        policy_types: BTreeSet::from([TYPE.to_owned()]),
    }
}

fn attachment(policy: String, target: String) -> LiveAttachment {
    LiveAttachment { policy, policy_type: TYPE.to_owned(), target }
}

fn tags(desired: &Desired, address: &Address, one: &Resource) -> BTreeMap<String, String> {
    let mut tags = one.tags.clone();
    tags.insert("orgc:id".to_owned(), address.to_string());
    tags.insert("orgc:project".to_owned(), desired.project.clone());
    if one.protect.is_some() {
        tags.insert("orgc:protect".to_owned(), "true".to_owned());
    }
    tags
}
