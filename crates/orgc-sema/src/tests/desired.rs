//! What a correct program becomes.

use super::{TEMPLATE as SMALL, check_files, findings_of, model, resources};
use crate::model_json;
use orgc_ir::Desired;
use orgc_ir::desired::Cause;

const SOURCE: &str = include_str!("../../../../examples/ai-environments/main.org");
const TEMPLATE: &str = include_str!("../../../../examples/ai-environments/baselines/security.yaml");

fn example() -> Desired {
    let files = [("main.org", SOURCE), ("baselines/security.yaml", TEMPLATE)];
    check_files(&files).0.desired.unwrap_or_else(|| panic!("{}", findings_of(&files)))
}

#[test]
fn the_example() {
    let files = [("main.org", SOURCE), ("baselines/security.yaml", TEMPLATE)];
    insta::assert_snapshot!(findings_of(&files), @"W0804 5:10 `SecurityBaseline`: the management account is left out: service-managed stack sets deploy to member accounts only");
    let short = resources(&example()).replace(&serde_json::to_string(TEMPLATE).unwrap(), "\"…\"");
    insta::assert_snapshot!(short, @r#"
    account/dev {"billing_access":null,"email":"aws+dev@acme.com","kind":"account","management":false,"name":"Acme Development","parent":"ou/Development","role_name":null}
    account/staging {"billing_access":null,"email":"aws+staging@acme.com","kind":"account","management":false,"name":"Acme Staging","parent":"ou/Development","role_name":null}
    attach/DenyLeavingOrg@ou/Development {"kind":"attachment","policy":"policy/DenyLeavingOrg","target":"ou/Development"}
    baseline/SecurityBaseline/instances@organization/Acme {"kind":"stack-instances","overrides":{},"regions":["us-east-1"],"stack_set":"baseline/SecurityBaseline/stack-set","target":"organization/Acme"}
    baseline/SecurityBaseline/stack-set {"auto_deployment":{"enabled":true,"retain_on_leave":false},"capabilities":[],"description":"a baseline","kind":"stack-set","name":"SecurityBaseline","parameters":{},"permission_model":"service-managed","rollout":null,"template":"…"}
    organization/Acme {"kind":"organization","name":"Acme","protect":{"reason":null}}
    organizations-access/stacksets {"kind":"organizations-access"}
    ou/Development {"kind":"unit","name":"Development","parent":"organization/Acme"}
    policy-type/scp {"kind":"policy-type","policy_type":"SERVICE_CONTROL_POLICY"}
    policy/DenyLeavingOrg {"description":"","document":"{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Deny\",\"Action\":\"organizations:LeaveOrganization\",\"Resource\":\"*\"}}","kind":"policy","name":"DenyLeavingOrg","policy_type":"SERVICE_CONTROL_POLICY"}
    "#);
}

#[test]
fn what_nobody_wrote_names_its_cause() {
    let desired = example();
    let implied = desired.resources.iter().filter_map(|(address, resource)| match &resource.cause {
        Cause::Implied { by, because, origin } => {
            Some(format!("{address} by {by} at {}:{}: {because}", origin.file, origin.line))
        }
        Cause::Written(_) => None,
    });
    insta::assert_snapshot!(implied.collect::<Vec<_>>().join("\n"), @"
    organizations-access/stacksets by baseline/SecurityBaseline/stack-set at main.org:19: service-managed stack sets need CloudFormation's trusted access to the organization
    policy-type/scp by attach/DenyLeavingOrg@ou/Development at main.org:8: service control policies must be enabled before one is attached
    ");
}

#[test]
fn everything_written_knows_its_place() {
    let desired = example();
    let place = |(address, resource): (&orgc_ir::Address, &orgc_ir::desired::Resource)| {
        let origin = resource.cause.origin();
        format!("{address} {}:{}:{}", origin.file, origin.line, origin.column)
    };
    insta::assert_snapshot!(desired.resources.iter().map(place).collect::<Vec<_>>().join("\n"), @"
    account/dev main.org:10:5
    account/staging main.org:11:5
    attach/DenyLeavingOrg@ou/Development main.org:8:12
    baseline/SecurityBaseline/instances@organization/Acme main.org:5:10
    baseline/SecurityBaseline/stack-set main.org:19:1
    organization/Acme main.org:3:1
    organizations-access/stacksets main.org:19:1
    ou/Development main.org:7:3
    policy-type/scp main.org:8:12
    policy/DenyLeavingOrg main.org:15:1
    ");
}

#[test]
fn outputs_are_values_known_after_apply() {
    let outputs = example().outputs;
    let print = |(name, output): (&String, &orgc_ir::desired::Output)| {
        format!("{name} {}", serde_json::to_string(&output.value).unwrap())
    };
    insta::assert_snapshot!(outputs.iter().map(print).collect::<Vec<_>>().join("\n"), @r#"
    dev_account_id {"ref":"account/dev","attr":"id"}
    development_ou_id {"ref":"ou/Development","attr":"id"}
    staging_account_id {"ref":"account/staging","attr":"id"}
    "#);
}

#[test]
fn the_model_is_versioned_json_without_templates() {
    let text = model_json(&example());
    let json: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(json["orgc"], 1);
    let template = &json["resources"]["baseline/SecurityBaseline/stack-set"]["template"]["asset"];
    assert!(template.as_str().unwrap().starts_with("sha256:"), "{template}");
    assert!(!text.contains("AWSTemplateFormatVersion"));
    assert_eq!(text, model_json(&example()));
}

#[test]
fn neither_the_order_of_declarations_nor_of_files_matters() {
    let parts = [
        "organization O { deploy B\n attach P\n ou A { account x { email = mail } } }\n",
        "policy P: scp { deny iam:*, q:* on \"arn:aws:iam::${x.id}:role/r\" }\n",
        "baseline B { template = file(\"t.yaml\") regions = home }\n",
        "let home = [us-east-1, later]\nlet later = eu-west-1\n",
        "let mail = \"${name}@acme.com\"\nlet name = \"x\"\noutput o = B.id\n",
    ];
    let plain =
        |desired: Desired| (resources(&desired), serde_json::to_string(&desired.outputs["o"].value).unwrap());
    let forwards = plain(model(&parts.concat()));
    let backwards = plain(model(&parts.iter().rev().copied().collect::<String>()));
    assert_eq!(forwards, backwards);
    let mut files: Vec<(String, &str)> =
        parts.iter().enumerate().map(|(index, text)| (format!("f{index}.org"), *text)).collect();
    for _ in 0..2 {
        files.reverse();
        let mut all: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), *text)).collect();
        all.push(("t.yaml", SMALL));
        let desired = check_files(&all).0.desired.unwrap_or_else(|| panic!("{}", findings_of(&all)));
        assert_eq!(plain(desired), forwards);
    }
}

#[test]
fn titles_names_tags_and_protection() {
    let desired = model(
        r#"organization O {
  protect "the root"
  tags { cost = "x", "team:owner" = "y" }
  management payer "Payer" { email = "root@acme.com" }
  ou A "Area 51" {
    account dev { email = "dev@acme.com" role-name = "Admin" billing-access = false protect }
  }
  detach FullAWSAccess
  attach Open
  attach RCPFullAWSAccess
}
policy Open: scp { name = "open-all" description = "d" tags { a = "b" } allow all }
"#,
    );
    insta::assert_snapshot!(resources(&desired), @r#"
    account/dev {"billing_access":false,"email":"dev@acme.com","kind":"account","management":false,"name":"dev","parent":"ou/A","protect":{"reason":null},"role_name":"Admin"}
    account/payer {"billing_access":null,"email":"root@acme.com","kind":"account","management":true,"name":"Payer","parent":"organization/O","role_name":null}
    attach/Open@organization/O {"kind":"attachment","policy":"policy/Open","target":"organization/O"}
    attach/RCPFullAWSAccess@organization/O {"kind":"attachment","policy":"policy/RCPFullAWSAccess","target":"organization/O"}
    detach/FullAWSAccess@organization/O {"kind":"detachment","policy":"policy/FullAWSAccess","target":"organization/O"}
    organization/O {"kind":"organization","name":"O","protect":{"reason":"the root"},"tags":{"cost":"x","team:owner":"y"}}
    ou/A {"kind":"unit","name":"Area 51","parent":"organization/O"}
    policy-type/rcp {"kind":"policy-type","policy_type":"RESOURCE_CONTROL_POLICY"}
    policy-type/scp {"kind":"policy-type","policy_type":"SERVICE_CONTROL_POLICY"}
    policy/Open {"description":"d","document":"{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}}","kind":"policy","name":"open-all","policy_type":"SERVICE_CONTROL_POLICY","tags":{"a":"b"}}
    "#);
}

#[test]
fn a_large_organization_is_checked_as_a_small_one() {
    let account = |unit, index| {
        format!(
            "account a{unit}-{index} {{ email = \"a{unit}-{index}@acme.com\"\n tags {{ owner = \"x\" }} }}\n"
        )
    };
    let accounts = |unit| (0..50).map(|index| account(unit, index)).collect::<String>();
    let units: String =
        (0..50).map(|unit| format!("ou U{unit} {{ attach P\n{} }}\n", accounts(unit))).collect();
    let desired = model(&format!("organization O {{\n{units} }}\npolicy P: scp {{ deny q:* }}\n"));
    assert_eq!(desired.resources.len(), 2_500 + 50 + 50 + 3);
}
