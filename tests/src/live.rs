//! A live organization made directly from a model: what observing finds after the model was applied.

use orgc_ir::desired::{Body, Resource};
use orgc_ir::observed::{LiveAccount, LiveAttachment, LiveOrganization, LivePolicy, LiveUnit};
use orgc_ir::{Address, Desired, Observed};
use std::collections::{BTreeMap, BTreeSet};

const TYPE: &str = "SERVICE_CONTROL_POLICY";
const MANAGEMENT: &str = "111111111111";
const ROOT: &str = "r-test";

/// The snapshot of a model of units, accounts, service control policies and attachments.
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
        _ => {}
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
