//! The stack of an account.

use crate::{GithubOidc, Role};
use orgc_plugin_sdk::{Arn, Names, Value, value};

/// The host whose tokens are trusted.
const ISSUER: &str = "token.actions.githubusercontent.com";

/// The template of the stack set.
pub fn of(block: &GithubOidc, name: &str) -> Value {
    let mut resources = value!({});
    if block.provider {
        resources.insert("Provider", provider());
    }
    let mut names = Names::default();
    for (role_name, role) in block.roles.iter() {
        let id = names.give(&format!("role {role_name}"));
        resources.insert(&id, role_of(role_name, role, block.provider));
    }
    value!({
        "AWSTemplateFormatVersion": "2010-09-09",
        "Description": (format!("Roles of GitHub Actions, {name}")),
        "Resources": resources,
    })
}

fn provider() -> Value {
    value!({
        "Type": "AWS::IAM::OIDCProvider",
        "Properties": {
            "Url": (format!("https://{ISSUER}")),
            "ClientIdList": ["sts.amazonaws.com"],
        },
    })
}

fn role_of(name: &str, role: &Role, made_here: bool) -> Value {
    let mut properties = value!({
        "RoleName": name,
        "Description": (format!("GitHub Actions of {}", role.repository.as_str())),
        "MaxSessionDuration": (i64::try_from(role.session.as_secs()).unwrap_or(3600)),
        "AssumeRolePolicyDocument": (trust(role, made_here)),
    });
    if !role.policies.is_empty() {
        properties.insert("ManagedPolicyArns", role.policies.iter().map(Arn::as_str).collect());
    }
    if let Some(inline) = &role.inline {
        let policy = value!({ "PolicyName": "inline", "PolicyDocument": (inline.0.clone()) });
        properties.insert("Policies", value!([policy]));
    }
    if let Some(boundary) = &role.boundary {
        properties.insert("PermissionsBoundary", boundary.as_str().into());
    }
    value!({ "Type": "AWS::IAM::Role", "Properties": properties })
}

fn trust(role: &Role, made_here: bool) -> Value {
    let known = format!("arn:${{AWS::Partition}}:iam::${{AWS::AccountId}}:oidc-provider/{ISSUER}");
    let provider = if made_here { value!({ "Ref": "Provider" }) } else { value!({ "Fn::Sub": known }) };
    let subjects: Value = subjects(role).into_iter().collect();
    let audience = Value::mapping([(format!("{ISSUER}:aud"), "sts.amazonaws.com".into())]);
    let subject = Value::mapping([(format!("{ISSUER}:sub"), subjects)]);
    value!({
        "Version": "2012-10-17",
        "Statement": [{
            "Effect": "Allow",
            "Principal": { "Federated": provider },
            "Action": "sts:AssumeRoleWithWebIdentity",
            "Condition": { "StringEquals": audience, "StringLike": subject },
        }],
    })
}

/// The subjects of the tokens of GitHub that may take the role.
fn subjects(role: &Role) -> Vec<String> {
    let repository = role.repository.as_str();
    let branches = role.branches.iter().map(|name| format!("ref:refs/heads/{name}"));
    let tags = role.tags.iter().map(|name| format!("ref:refs/tags/{name}"));
    let environments = role.environments.iter().map(|name| format!("environment:{name}"));
    let pull_requests = role.pull_requests.then(|| "pull_request".to_owned());
    let whose = branches.chain(tags).chain(environments).chain(pull_requests);
    whose.map(|whose| format!("repo:{repository}:{whose}")).collect()
}
