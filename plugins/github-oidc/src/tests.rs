//! The plugin as orgc calls it, without the sandbox.

use crate::GithubOidc;
use orgc_plugin_sdk::testing::Case;
use orgc_plugin_sdk::{Value, value};

fn block(roles: Value) -> Case<GithubOidc> {
    let target = value!({ "target": (Value::entity("ou/Prod")) });
    Case::new("Ci", value!({ "roles": roles })).with("deployments", vec![target])
}

fn deploying() -> Value {
    value!({ "deploy": {
        "repository": "acme/infra",
        "branches": ["main"],
        "environments": ["production"],
        "policies": ["arn:aws:iam::aws:policy/PowerUserAccess"],
    } })
}

#[test]
fn a_role_trusts_its_repository_and_nothing_else() {
    let case = block(deploying());
    assert_eq!(case.findings(), [] as [&str; 0]);
    let set = case.stack_set("stack-set");
    assert_eq!(set.capabilities, ["CAPABILITY_NAMED_IAM"]);
    for part in [
        r#""Condition":{"StringEquals":{"token.actions.githubusercontent.com:aud":"sts.amazonaws.com"},"#,
        r#""StringLike":{"token.actions.githubusercontent.com:sub":["repo:acme/infra:ref:refs/heads/main","repo:acme/infra:environment:production"]}"#,
        r#""Principal":{"Federated":{"Ref":"Provider"}}"#,
        r#""RoleDeploy":{"Type":"AWS::IAM::Role","Properties":{"RoleName":"deploy""#,
    ] {
        assert!(set.template.contains(part), "{part}\nin {}", set.template);
    }
}

#[test]
fn an_account_that_has_the_provider_keeps_it() {
    let template = block(deploying()).with("provider", false).stack_set("stack-set").template;
    assert!(!template.contains("AWS::IAM::OIDCProvider"), "{template}");
    assert!(template.contains(":oidc-provider/token.actions.githubusercontent.com"), "{template}");
}

#[test]
fn roles_that_nobody_or_anybody_could_take_are_found() {
    let roles = value!({
        "a role": { "repository": "acme/*", "pull-requests": true },
        "shut": { "repository": "acme/infra", "policies": ["arn:aws:iam::aws:policy/ReadOnlyAccess"], "session": 60 },
    });
    assert_eq!(
        block(roles).findings(),
        [
            "error no-role-name at roles.a role: `a role` is no name of a role",
            "error no-repository at roles.a role.repository: `acme/*` is no repository",
            "warning may-do-nothing at roles.a role: the role `a role` may do nothing",
            "error open-to-nobody at roles.shut: nobody may take the role `shut`",
            "error bad-session at roles.shut.session: a session lasts from one hour to twelve",
        ]
    );
    assert_eq!(block(value!({})).findings(), ["error no-roles at roles: there are no roles"]);
}
