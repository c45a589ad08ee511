//! The plugin as orgc calls it, without the sandbox.

use crate::IdentityCenter;
use orgc_plugin_sdk::testing::{Case, shown};
use orgc_plugin_sdk::{Target, Value, value};

const GUID: &str = "906760f1ab-4b5b4a6c-1a2b-3c4d-5e6f-708192a3b4c5";

/// A good block.
fn block() -> Case<IdentityCenter> {
    let dev = Value::entity("account/vision-dev");
    Case::new(
        "Access",
        value!({
            "administrator": (Value::entity("account/security")),
            "region": "eu-central-1",
            "instance": "arn:aws:sso:::instance/ssoins-1234567890abcdef",
            "identity-store": "d-1234567890",
            "groups": { "engineers": { "id": GUID }, "auditors": { "description": "They read." } },
            "permission-sets": {
                "Engineer": { "managed-policies": ["arn:aws:iam::aws:policy/PowerUserAccess"], "session": 28800 },
                "Read": { "managed-policies": ["arn:aws:iam::aws:policy/ReadOnlyAccess"] },
            },
            "assignments": [
                { "group": "engineers", "permission-set": "Engineer", "accounts": [dev] },
                { "group": "auditors", "permission-set": "Read", "accounts": [
                    (Value::entity("account/vision-dev")), (Value::entity("account/log")),
                ] },
            ],
        }),
    )
}

#[test]
fn a_block_becomes_one_template_in_the_account_of_the_administrator() {
    let case = block();
    assert_eq!(case.findings(), [] as [&str; 0]);
    let resources = case.expand().unwrap().resources;
    let names: Vec<_> = resources.iter().map(|one| (one.name.as_str(), one.after.join(" "))).collect();
    assert_eq!(names, [("administrator", String::new()), ("stack-set", "administrator".to_owned())]);
    let set = case.stack_set("stack-set");
    let [deployment] = set.deployments.as_slice() else { panic!("one deployment") };
    assert_eq!(deployment.targets, [Target::Account("account/security".into())]);
    assert_eq!(deployment.regions, ["eu-central-1"]);
    assert_eq!(set.auto_deployment.map(|automatic| automatic.enabled), Some(false));
    let parameters: Vec<_> = set.parameters.iter().map(|one| (one.key.as_str(), shown(&one.value))).collect();
    assert_eq!(
        parameters,
        [
            ("AccountVisionDevId", "{account/vision-dev.id}".to_owned()),
            ("AccountLogId", "{account/log.id}".to_owned()),
        ]
    );
    for part in [
        r#""PermissionSetEngineer":{"Type":"AWS::SSO::PermissionSet","Properties":{"InstanceArn":{"Ref":"Instance"},"Name":"Engineer","SessionDuration":"PT28800S","#,
        r#""GroupAuditors":{"Type":"AWS::IdentityStore::Group","#,
        r#""PrincipalId":"906760f1ab-4b5b4a6c-1a2b-3c4d-5e6f-708192a3b4c5","#,
        r#""PrincipalId":{"Fn::GetAtt":["GroupAuditors","GroupId"]},"#,
        r#""TargetId":{"Ref":"AccountVisionDevId"}"#,
    ] {
        assert!(set.template.contains(part), "{part}\nin {}", set.template);
    }
    assert_eq!(set.template.matches("AWS::SSO::Assignment").count(), 3);
}

#[test]
fn an_inline_policy_may_name_ids_that_are_known_later() {
    let mut policy = value!({ "Resource": "x" }).to_json();
    policy.push(orgc_plugin_sdk::TextPart::Reference(orgc_plugin_sdk::Reference {
        address: "account/log".into(),
        attribute: "id".into(),
    }));
    let sets = value!({ "Read": { "inline": policy }, "Engineer": { "inline": "{}" } });
    let template = block().with("permission-sets", sets).stack_set("stack-set").template;
    let part = r#""InlinePolicy":{"Fn::Join":["",["{\"Resource\":\"x\"}",{"Ref":"AccountLogId"}]]}"#;
    assert!(template.contains(part), "{template}");
}

#[test]
fn names_that_nothing_has_are_found() {
    let assignment = value!({
        "group": "engineer", "permission-set": "Write", "accounts": [(Value::entity("account/log"))],
    });
    assert_eq!(
        block().with("assignments", vec![assignment]).findings(),
        [
            "error unknown-name at assignments[0].group: there is no group `engineer`",
            "error unknown-name at assignments[0].permission-set: there is no permission set `Write`",
        ]
    );
}

#[test]
fn an_assignment_stands_once() {
    let one = || value!({ "group": "auditors", "permission-set": "Read", "accounts": [(Value::entity("account/log"))] });
    assert_eq!(
        block().with("assignments", vec![one(), one()]).findings(),
        ["error assigned-twice at assignments[1]: `auditors` has `Read` in `account/log` twice"]
    );
}

#[test]
fn groups_and_sets_that_aws_would_refuse_are_found() {
    let case = block()
        .with("identity-store", Value::Null)
        .with("groups", value!({ "engineers": { "id": "ml-engineers" }, "auditors": {} }))
        .with(
            "permission-sets",
            value!({ "Engineer": { "session": 60 }, "Read": { "inline": "{}" }, "a b": { "inline": "{}" } }),
        );
    assert_eq!(
        case.findings(),
        [
            "error no-identity-store at groups.auditors: where is the group `auditors` to be made?",
            "error no-group-id at groups.engineers.id: `ml-engineers` is no id of a group",
            "error bad-session at permission-sets.Engineer.session: a session lasts from one hour to twelve",
            "warning may-do-nothing at permission-sets.Engineer: the permission set `Engineer` allows nothing",
            "error no-set-name at permission-sets.a b: `a b` is no name of a permission set",
        ]
    );
}
