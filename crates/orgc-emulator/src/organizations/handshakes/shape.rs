//! The record of a handshake.

use serde_json::{Value, json};

use crate::state::handshake::{Handshake, Party};
use crate::state::organization::Organization;

pub(super) fn handshake(organization: &Organization, id: &str, handshake: &Handshake) -> Value {
    let action = handshake.action.text();
    let management = &organization.management_account_id;
    let arn = format!(
        "arn:aws:organizations::{management}:handshake/{}/{}/{id}",
        organization.id,
        action.to_lowercase(),
    );
    json!({
        "Id": id,
        "Arn": arn,
        "Action": action,
        "State": handshake.state.text(),
        "RequestedTimestamp": handshake.requested.epoch_seconds(),
        "ExpirationTimestamp": handshake.expires.epoch_seconds(),
        "Parties": parties(organization, handshake),
        "Resources": resources(organization, handshake),
    })
}

fn parties(organization: &Organization, handshake: &Handshake) -> Vec<Value> {
    let sender = json!({"Id": organization.id, "Type": "ORGANIZATION"});
    match &handshake.recipient {
        Party::Account(id) => vec![sender, json!({"Id": id, "Type": "ACCOUNT"})],
        Party::Email(address) => vec![sender, json!({"Id": address, "Type": "EMAIL"})],
        Party::Organization => vec![sender],
    }
}

fn resources(organization: &Organization, handshake: &Handshake) -> Vec<Value> {
    let management = organization.accounts.get(&organization.management_account_id);
    let (email, name) = management.map(|one| (one.email.as_str(), one.name.as_str())).unwrap_or_default();
    let features = if organization.all_features { "ALL" } else { "CONSOLIDATED_BILLING" };
    let mut resources = vec![json!({
        "Type": "ORGANIZATION",
        "Value": organization.id,
        "Resources": [
            {"Type": "MASTER_EMAIL", "Value": email},
            {"Type": "MASTER_NAME", "Value": name},
            {"Type": "ORGANIZATION_FEATURE_SET", "Value": features},
        ],
    })];
    match &handshake.recipient {
        Party::Account(id) => resources.push(json!({"Type": "ACCOUNT", "Value": id})),
        Party::Email(address) => resources.push(json!({"Type": "EMAIL", "Value": address})),
        Party::Organization => {}
    }
    resources.extend(handshake.notes.iter().map(|notes| json!({"Type": "NOTES", "Value": notes})));
    resources.extend(handshake.transfer.iter().flat_map(|id| {
        [
            json!({"Type": "RESPONSIBILITY_TRANSFER", "Value": id}),
            json!({"Type": "TRANSFER_TYPE", "Value": "BILLING"}),
        ]
    }));
    resources.extend(handshake.parent.iter().map(|id| json!({"Type": "PARENT_HANDSHAKE", "Value": id})));
    resources
}
