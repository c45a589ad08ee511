//! Blocks of plugin kinds, their deployments and templates.

use super::{TEMPLATE, advice, findings, findings_of, inside, model, resources};

/// Findings of a baseline with these attributes, deployed in an OU.
fn baseline(attributes: &str) -> String {
    findings(&format!("organization O {{ ou A {{ deploy B }} }}\nbaseline B {{\n{attributes}\n}}"))
}

fn template(text: &str, attributes: &str) -> String {
    let source = format!(
        "organization O {{ ou A {{ deploy B }} }}\nbaseline B {{\ntemplate = file(\"x\")\nregions = [us-east-1]\n{attributes}\n}}"
    );
    findings_of(&[("main.org", &source), ("x", text)])
}

#[test]
fn deployments_become_instances_whatever_their_order() {
    let desired = model(
        "organization O {\n ou A { deploy B in eu-west-1, us-east-1 with { Level = \"high\", Days = 3 } account x { email = \"a@b.co\" deploy B in [\"eu-west-2\"] } }\n deploy B\n}\nbaseline B {\n template = file(\"t.yaml\")\n regions = [us-east-1]\n parameters { Level = \"low\" }\n capabilities = [named-iam]\n tags { a = \"b\" }\n rollout { max-concurrent = 25% failure-tolerance = 1 }\n protect\n}",
    );
    let short = resources(&desired).replace(&serde_json::to_string(TEMPLATE).unwrap(), "\"…\"");
    let of_baseline: Vec<&str> = short.lines().filter(|line| line.starts_with("baseline/")).collect();
    insta::assert_snapshot!(of_baseline.join("\n"), @r#"
    baseline/B/instances@account/x {"kind":"stack-instances","overrides":{},"regions":["eu-west-2"],"stack_set":"baseline/B/stack-set","target":"account/x"}
    baseline/B/instances@organization/O {"kind":"stack-instances","overrides":{},"regions":["us-east-1"],"stack_set":"baseline/B/stack-set","target":"organization/O"}
    baseline/B/instances@ou/A {"kind":"stack-instances","overrides":{"Days":"3","Level":"high"},"regions":["eu-west-1","us-east-1"],"stack_set":"baseline/B/stack-set","target":"ou/A"}
    baseline/B/stack-set {"auto_deployment":{"enabled":true,"retain_on_leave":false},"capabilities":["CAPABILITY_NAMED_IAM"],"description":"a baseline","kind":"stack-set","name":"B","parameters":{"Level":"low"},"permission_model":"service-managed","protect":{"reason":null},"rollout":{"concurrency_mode":null,"failure_tolerance":{"count":1},"max_concurrent":{"percent":25},"region_order":[],"regions_in_parallel":true},"tags":{"a":"b"},"template":"…"}
    "#);
}

#[test]
fn attributes_hold_against_the_schema() {
    insta::assert_snapshot!(baseline(""), @"E0302 2:1 `baseline B`: baseline `B` needs `template`");
    insta::assert_snapshot!(baseline("template = \"t.yaml\"\nregions = us-east-1\ncapabilities = [admin]\ndescription = 5\nparameters = [1]\nrollout = { max-concurrent = \"x\", retries = 500 }\ndeployments = []"), @r#"
    E0301 3:12 `"t.yaml"`: expected a file, written `file("…")`, found a string
    E0301 4:11 `us-east-1`: expected a list, each element a Region such as `eu-west-1`, found a Region
    E0307 5:17 `admin`: `admin` is not one of `iam`, `named-iam`, `auto-expand`
    E0301 6:15 `5`: expected a string, found a whole number
    E0301 7:14 `[1]`: expected a map, found a list
    E0301 8:30 `"x"`: expected a number or a percentage such as `25%`, found a string
    E0852 8:45 `500`: 500 is not allowed here: the number must be between 1 and 9
    E0210 9:1 `deployments`: deployments are not written in the block
    "#);
    insta::assert_snapshot!(baseline("template = file(\"t.yaml\")\nregions = [us-east-1, us-east-1]\ndescription = \"far too long a description\"\nrollout { failure-tolerance = 1 colour = 2 }\nparameters { Level = \"low\" Level = \"high\" }\nparameters { }"), @r#"
    E0852 4:23 `us-east-1`: this element stands in the list already
    E0852 5:15 `"far too long a description"`: the text must have 1 to 20 characters
    E0302 6:1 `rollout`: this block needs `max-concurrent`
    E0205 6:33 `colour`: this block has no `colour`
    E0203 7:28 `Level`: `Level` is given twice
    E0203 8:1 `parameters`: `parameters` is given twice
    "#);
    insta::assert_snapshot!(baseline("template = file(\"t.yaml\")"), @"E0302 1:32 `B`: baseline `B` is deployed here to no Region");
}

#[test]
fn findings_of_a_plugin_stand_where_their_values_stand() {
    let source = |name: &str| {
        format!(
            "organization O {{ ou Z {{ deploy {name} in us-east-1 }} ou A {{ deploy {name} in eu-west-1 }} }}\nbaseline {name} {{ template = file(\"t.yaml\") }}"
        )
    };
    insta::assert_snapshot!(findings(&source("OddDeep")), @"E0852 1:32 `OddDeep`: this is odd");
    insta::assert_snapshot!(advice(&source("OddDeep")), @"
    found by `std:baseline`, as `std:baseline/odd`
    at `deployments[1].regions[7]`
    ");
    insta::assert_snapshot!(findings(&source("OddScalar")), @"E0852 1:84 `eu-west-1`: this is odd");
    insta::assert_snapshot!(advice(&source("OddScalar")), @"
    found by `std:baseline`, as `std:baseline/odd`
    at `deployments[0].regions[0].x`
    ");
    insta::assert_snapshot!(findings(&source("OddNowhere")), @"E0852 2:1 `baseline OddNowhere`: this is odd");
    insta::assert_snapshot!(advice(&source("OddNowhere")), @"
    found by `std:baseline`, as `std:baseline/odd`
    at `nowhere[4294967295]`
    ");
    insta::assert_snapshot!(findings(&source("OddEmpty")), @"E0852 2:1 `baseline OddEmpty`: this is odd");
    insta::assert_snapshot!(findings(&source("OddDefault")), @"E0852 2:1 `baseline OddDefault`: this is odd");
    insta::assert_snapshot!(findings(&source("Trap")), @"E0853 2:1 `baseline Trap`: plugin `std:baseline` failed on baseline `Trap`: it trapped");
    insta::assert_snapshot!(findings(&source("Under_score")), @"E0304 2:1 `baseline Under_score`: `Under_score` cannot be the name of a stack set");
}

#[test]
fn templates_are_read_before_aws_reads_them() {
    insta::assert_snapshot!(template("", ""), @r#"E0801 3:12 `file("x")`: this is not a CloudFormation template: it is empty"#);
    insta::assert_snapshot!(template("hello", ""), @r#"E0801 3:12 `file("x")`: this is not a CloudFormation template: it is not a map of sections"#);
    insta::assert_snapshot!(template("Resources:\n  - x: [", ""), @r#"E0801 3:12 `file("x")`: this is not a CloudFormation template: it is not YAML: while parsing a node, did not find expected node content at byte 19 line 3 column 1"#);
    insta::assert_snapshot!(template(&format!("Resources: {{ A: {{ Type: 'X::Y::Z' }} }}\n{}", "# x\n".repeat(13_000)), ""), @r#"E0801 3:12 `file("x")`: the template has 52038 bytes; a stack set takes 51200 at most"#);
    insta::assert_snapshot!(template("Transform: AWS::Serverless-2016-10-31\nResources: { A: { Type: 'X::Y::Z' } }", ""), @r#"E0801 3:12 `file("x")`: the template has a `Transform`, which service-managed stack sets do not support"#);
}

#[test]
fn parameters_fit_the_template() {
    let text = "Parameters: { Must: { Type: String }, Days: { Type: Number, Default: 1 }, Level: { Type: String, Default: a, AllowedValues: [a, b] } }\nResources: { A: { Type: 'X::Y::Z' } }";
    insta::assert_snapshot!(template(text, ""), @"E0802 2:1 `baseline B`: the template needs parameter `Must`, which has no default");
    insta::assert_snapshot!(template(text, "parameters { Must = \"x\" Day = 1 Days = \"many\" Level = \"c\" }"), @r#"
    E0802 5:31 `1`: the template has no parameter `Day`
    E0802 5:40 `"many"`: parameter `Days` is a Number, and `many` is none
    E0802 5:55 `"c"`: the template does not allow `c` for parameter `Level`
    "#);
    insta::assert_snapshot!(inside("ou A { deploy B with { Levl = \"low\" } }\n}\nbaseline B { template = file(\"t.yaml\") regions = [us-east-1]"), @r#"E0802 2:31 `"low"`: the template has no parameter `Levl`"#);
}

#[test]
fn iam_resources_have_to_be_acknowledged() {
    let role = "Resources: { R: { Type: 'AWS::IAM::Role', Properties: { Path: / } } }";
    let named = "Resources: { R: { Type: 'AWS::IAM::Role', Properties: { RoleName: x } } }";
    insta::assert_snapshot!(template(role, ""), @r#"E0803 3:12 `file("x")`: the template creates the IAM resource `R`, which has to be acknowledged"#);
    assert_eq!(template(role, "capabilities = [iam]"), "");
    insta::assert_snapshot!(template(named, "capabilities = [iam]"), @"E0803 5:16 `[iam]`: the template creates the IAM resource `R`, which has to be acknowledged");
    assert_eq!(template(named, "capabilities = [named-iam]"), "");
}

#[test]
fn a_failed_value_is_no_question_for_a_plugin() {
    let source = "organization O { ou A \"${x}\" { deploy B } }\nlet r = [us-east-1, y]\noutput o = r\nbaseline B { template = file(\"t.yaml\") regions = r }";
    insta::assert_snapshot!(findings(source), @"
    E0201 1:26 `x`: nothing is called `x`
    E0201 2:21 `y`: nothing is called `y`
    ");
}

#[test]
fn policies_that_filter_do_not_reach_the_management_account() {
    insta::assert_snapshot!(findings("organization O { management p { email = \"a@b.co\" attach P, T } }\npolicy P: scp { deny q:* }\npolicy T: tag { content = { tags = { } } }"), @"E0603 1:57 `P`: a service control policy has no effect on the management account");
}

#[test]
fn nothing_is_deployed_to_the_management_account() {
    insta::assert_snapshot!(inside("management p { email = \"a@b.co\" deploy B }\n}\nbaseline B { template = file(\"t.yaml\") regions = [us-east-1]"), @"E0603 2:40 `B`: nothing can be deployed to the management account this way");
}
