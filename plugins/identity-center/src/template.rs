//! The one template: permission sets, groups, assignments.

use crate::{Assignment, Group, IdentityCenter, PermissionSet};
use orgc_plugin_sdk::{Account, Arn, Names, Value, value};
use std::collections::BTreeMap;

/// The template of the stack set.
pub fn of(block: &IdentityCenter, name: &str) -> Value {
    let mut names = Names::default();
    let mut resources = value!({});
    let mut sets = BTreeMap::new();
    for (set_name, set) in block.permission_sets.iter() {
        let id = names.give(&format!("permission set {set_name}"));
        resources.insert(&id, permission_set(set_name, set));
        sets.insert(set_name.as_str(), value!({ "Fn::GetAtt": [(id.as_str()), "PermissionSetArn"] }));
    }
    let mut groups = BTreeMap::new();
    for (group_name, group) in &block.groups {
        let principal = match &group.id {
            Some(id) => Value::from(id.as_str()),
            None => {
                let id = names.give(&format!("group {group_name}"));
                resources.insert(&id, group_of(group_name, group, block));
                value!({ "Fn::GetAtt": [(id.as_str()), "GroupId"] })
            }
        };
        groups.insert(group_name.as_str(), principal);
    }
    for one in &block.assignments {
        let (Some(set), Some(group)) =
            (sets.get(one.permission_set.as_str()), groups.get(one.group.as_str()))
        else {
            continue;
        };
        for account in &one.accounts {
            let id = names.give(&assignment_name(one, account));
            resources.insert(&id, assignment(set, group, account));
        }
    }
    value!({
        "AWSTemplateFormatVersion": "2010-09-09",
        "Description": (format!("IAM Identity Center, {name}")),
        "Parameters": { "Instance": { "Type": "String", "Default": (block.instance.as_str()) } },
        "Resources": resources,
    })
}

fn permission_set(name: &str, set: &PermissionSet) -> Value {
    let mut properties = value!({
        "InstanceArn": { "Ref": "Instance" },
        "Name": name,
        "SessionDuration": (format!("PT{}S", set.session.as_secs())),
    });
    if let Some(description) = &set.description {
        properties.insert("Description", description.into());
    }
    if !set.managed_policies.is_empty() {
        properties.insert("ManagedPolicies", set.managed_policies.iter().map(Arn::as_str).collect());
    }
    if !set.customer_policies.is_empty() {
        let references: Vec<Value> =
            set.customer_policies.iter().map(|policy| value!({ "Name": policy })).collect();
        properties.insert("CustomerManagedPolicyReferences", references.into());
    }
    if let Some(inline) = &set.inline {
        properties.insert("InlinePolicy", inline.0.clone().into());
    }
    if let Some(boundary) = &set.boundary {
        properties.insert("PermissionsBoundary", value!({ "ManagedPolicyArn": (boundary.as_str()) }));
    }
    if let Some(page) = &set.relay_state {
        properties.insert("RelayStateType", page.into());
    }
    value!({ "Type": "AWS::SSO::PermissionSet", "Properties": properties })
}

fn group_of(name: &str, group: &Group, block: &IdentityCenter) -> Value {
    let store = block.identity_store.as_deref().unwrap_or_default();
    let mut properties = value!({ "IdentityStoreId": store, "DisplayName": name });
    if let Some(description) = &group.description {
        properties.insert("Description", description.as_str().into());
    }
    value!({ "Type": "AWS::IdentityStore::Group", "Properties": properties })
}

fn assignment_name(assignment: &Assignment, account: &Account) -> String {
    let account = account.address().trim_start_matches("account/");
    format!("{} {} {account}", assignment.group.as_str(), assignment.permission_set.as_str())
}

fn assignment(set: &Value, group: &Value, account: &Account) -> Value {
    value!({
        "Type": "AWS::SSO::Assignment",
        "Properties": {
            "InstanceArn": { "Ref": "Instance" },
            "PermissionSetArn": (set.clone()),
            "PrincipalType": "GROUP",
            "PrincipalId": (group.clone()),
            "TargetType": "AWS_ACCOUNT",
            "TargetId": (account.id()),
        },
    })
}
