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
    insta::assert_snapshot!(findings_of(&files), @"");
    let short = resources(&example()).replace(&serde_json::to_string(TEMPLATE).unwrap(), "\"…\"");
    insta::assert_snapshot!(short, @"");
}

#[test]
fn what_nobody_wrote_names_its_cause() {
    let desired = example();
    let implied = desired.resources.iter().filter_map(|(address, resource)| match &resource.cause {
        Cause::Implied { by, because, origin } => Some(format!("{address} by {by} at {}:{}: {because}", origin.file, origin.line)),
        Cause::Written(_) => None,
    });
    insta::assert_snapshot!(implied.collect::<Vec<_>>().join("\n"), @"");
}

#[test]
fn everything_written_knows_its_place() {
    let desired = example();
    let place = |(address, resource): (&orgc_ir::Address, &orgc_ir::desired::Resource)| {
        let origin = resource.cause.origin();
        format!("{address} {}:{}:{}", origin.file, origin.line, origin.column)
    };
    insta::assert_snapshot!(desired.resources.iter().map(place).collect::<Vec<_>>().join("\n"), @"");
}

#[test]
fn outputs_are_values_known_after_apply() {
    let outputs = example().outputs;
    let print = |(name, output): (&String, &orgc_ir::desired::Output)| format!("{name} {}", serde_json::to_string(&output.value).unwrap());
    insta::assert_snapshot!(outputs.iter().map(print).collect::<Vec<_>>().join("\n"), @"");
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
        "policy P: scp { deny s3:*, a:B on \"arn:aws:iam::${x.id}:role/r\" }\n",
        "baseline B { template = file(\"t.yaml\") regions = home }\n",
        "let home = [us-east-1, later]\nlet later = eu-west-1\n",
        "let mail = \"${name}@acme.com\"\nlet name = \"x\"\noutput o = B.id\n",
    ];
    let plain = |desired: Desired| (resources(&desired), serde_json::to_string(&desired.outputs["o"].value).unwrap());
    let forwards = plain(model(&parts.concat()));
    let backwards = plain(model(&parts.iter().rev().copied().collect::<String>()));
    assert_eq!(forwards, backwards);
    let mut files: Vec<(String, &str)> = parts.iter().enumerate().map(|(index, text)| (format!("f{index}.org"), *text)).collect();
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
    insta::assert_snapshot!(resources(&desired), @"");
}

#[test]
fn ten_thousand_accounts_check_in_seconds() {
    let mut source = "organization O {\n".to_owned();
    for unit in 0..100 {
        source.push_str(&format!("ou U{unit} {{ attach P\n"));
        for account in 0..100 {
            source.push_str(&format!("account a{unit}-{account} {{ email = \"a{unit}-{account}@acme.com\"\n tags {{ owner = \"x\" }} }}\n"));
        }
        source.push_str("}\n");
    }
    source.push_str("}\npolicy P: scp { deny a:B }\n");
    let started = std::time::Instant::now();
    let desired = model(&source);
    assert_eq!(desired.resources.len(), 10_000 + 100 + 100 + 3);
    assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
}
