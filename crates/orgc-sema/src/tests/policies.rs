//! Policies: from rules, from files, from values.

use super::{advice, check_files, findings, findings_of, model};
use orgc_ir::Address;
use orgc_ir::desired::Body;

fn document(items: &str) -> String {
    let desired =
        model(&format!("organization O {{ attach P account dev {{ email = \"a@b.co\" }} }}\n{items}"));
    match &desired.resources[&Address::policy("P")].body {
        Body::Policy(policy) => policy.document.to_string(),
        other => panic!("{other:?}"),
    }
}

/// Findings of a policy with these rules.
fn rules(policy_type: &str, rules: &str) -> String {
    findings(&format!("organization O {{ attach P }}\npolicy P: {policy_type} {{\n{rules}\n}}"))
}

#[test]
fn rules_become_minified_json() {
    insta::assert_snapshot!(document("policy P: scp { deny organizations:LeaveOrganization }"), @r#"{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"organizations:LeaveOrganization","Resource":"*"}}"#);
    insta::assert_snapshot!(
        document("let more = [iam:*, \"sts:*\"]\npolicy P: scp {\ndeny all except more, health:* as Lock on all except [\"arn:aws:s3:::a/*\", \"arn:aws:s3:::home/${aws:PrincipalTag/team}/*\"]\nallow all\n}"),
        @r#"{"Version":"2012-10-17","Statement":[{"Sid":"Lock","Effect":"Deny","NotAction":["iam:*","sts:*","health:*"],"NotResource":["arn:aws:s3:::a/*","arn:aws:s3:::home/${aws:PrincipalTag/team}/*"]},{"Effect":"Allow","Action":"*","Resource":"*"}]}"#
    );
    insta::assert_snapshot!(document("policy P: rcp { deny s3:GetObject on \"arn:aws:s3:::${dev.id}-\\\"x\\\"/*\" }"), @r#"{"Version":"2012-10-17","Statement":{"Effect":"Deny","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::{account/dev.id}-\"x\"/*"}}"#);
    insta::assert_snapshot!(document("policy P: security-hub-cspm { content = { any = { key = { \"@@assign\" = \"Cost\" }, n = [1, true, none], id = dev.id } } }"), @r#"{"any":{"key":{"@@assign":"Cost"},"n":[1,true,null],"id":"{account/dev.id}"}}"#);
}

#[test]
fn rules_that_a_type_does_not_allow() {
    insta::assert_snapshot!(rules("scp", "deny q:* by all\ndeny q:* by \"arn:aws:iam::1:root\"\ndeny q:* on \"bucket\"\ndeny q:* on []\ndeny q:* as My-Rule"), @r#"
    E0607 3:13 `all`: a principal cannot stand in a service control policy
    E0607 4:13 `"arn:aws:iam::1:root"`: a principal cannot stand in a service control policy
    E0304 5:13 `"bucket"`: `bucket` is not a resource: expected an ARN or `*`
    E0301 6:13 `[]`: expected at least one resource, found an empty list
    E0304 7:13 `My-Rule`: `My-Rule` cannot be the id of a statement
    "#);
    insta::assert_snapshot!(rules("rcp", "allow s3:*\ndeny all\ndeny ec2:RunInstances, s3:GetObject, ec2:Stop*\ndeny all except s3:*\ndeny s3:* by all"), @"
    E0607 3:1 `allow s3:*`: `Allow` is not allowed in a resource control policy; only `Deny` is
    E0607 4:6 `all`: `*` does not name a service, which a resource control policy needs
    E0607 5:6 `ec2:RunInstances`: service `ec2` is not supported in a resource control policy
    E0607 5:38 `ec2:Stop*`: service `ec2` is not supported in a resource control policy
    E0607 6:6 `all except s3:*`: `NotAction` is not allowed in a resource control policy
    ");
    insta::assert_snapshot!(rules("tag", "deny s3:*"), @"E0607 3:1 `deny s3:*`: a tag policy has no rules");
    insta::assert_snapshot!(rules("scp", "deny \"s3\", \"s3:Get Object\", \"a:b:c\", 5"), @r#"
    E0604 3:6 `"s3"`: `s3` is not an action: a service, a colon and a name are expected
    E0604 3:12 `"s3:Get Object"`: `s3:Get Object` is not an action: ` ` cannot stand in an action
    E0604 3:29 `"a:b:c"`: `a:b:c` is not an action: a service, a colon and a name are expected
    "#);
    insta::assert_snapshot!(rules("spc", "deny s3:*"), @"E0307 2:11 `spc`: `spc` is not one of `scp`, `rcp`, `ai-opt-out`, `backup`, `bedrock`, `chat`, `declarative-ec2`, `guardduty`, `inspector`, `network-security-director`, `s3`, `security-hub-cspm`, `security-hub`, `tag`, `upgrade-rollout`");
    insta::assert_snapshot!(findings("organization O { attach P, Q }\npolicy P { deny s3:* }\npolicy Q: scp { }"), @"
    E0302 2:1 `policy P`: policy `P` needs a type
    E0302 3:1 `policy Q`: policy `Q` says nothing
    ");
}

#[test]
fn a_file_is_checked_and_minified() {
    let source = "organization O { attach P }\npolicy P: scp from \"p.json\"";
    let with = |json: &str| findings_of(&[("main.org", source), ("p.json", json)]);
    assert_eq!(
        with(
            r#"{ "Version": "2012-10-17", "Statement": [ { "Effect": "Deny", "Action": "s3:*", "Resource": "*" } ] }"#
        ),
        ""
    );
    insta::assert_snapshot!(with("{\"Version\": }"), @r#"E0615 2:20 `"p.json"`: `p.json`: expected a JSON value, found `}`, at `Version` (line 1, column 13)"#);
    insta::assert_snapshot!(with(r#"{"Version":"2012-10-17","Statement":{"Efect":"Deny","Action":"s3","Resource":"*"}}"#), @r#"
    E0615 2:20 `"p.json"`: `p.json`: `Efect` is not an element here; there are `Sid`, `Effect`, `Principal`, `NotPrincipal`, `Action`, `NotAction`, `Resource`, `NotResource`, `Condition`, at `Statement.Efect` (line 1, column 38)
    E0615 2:20 `"p.json"`: `p.json`: `Effect` is missing, at `Statement` (line 1, column 25)
    "#);
    insta::assert_snapshot!(findings_of(&[("main.org", "organization O { attach P }\npolicy P: tag { content = file(\"p.json\") }"), ("p.json", "{\"tag\":{}}")]), @r#"E0615 2:27 `file("p.json")`: `p.json`: `tag` is not the outermost key of this policy type, `tags` is, at `tag` (line 1, column 2)"#);
    insta::assert_snapshot!(findings_of(&[("main.org", "organization O { attach P }\npolicy P: tag from \"p.json\" { content = { tags = 30d } }"), ("p.json", "{\"tags\":{}}")]), @"E0210 2:1 `policy P`: policy `P` has more than one text: rules, attributes of its type, `from` and `content` exclude each other");
    insta::assert_snapshot!(findings("organization O { attach P }\npolicy P: tag { content = { tags = 30d } }"), @"E0301 2:36 `30d`: a duration cannot stand in JSON");
}

#[test]
fn sizes_count_what_aws_may_assign() {
    // 20 characters each, and of a service of which nothing more is known than that it is unknown.
    let long = |count: usize| {
        let actions: Vec<String> = (0..count).map(|index| format!("service:Action{index:05}")).collect();
        format!(
            "organization O {{ attach P ou Dev {{ }} }}\npolicy P: scp {{\ndeny {}\n on \"arn:aws:x:::${{Dev.id}}\"\n}}",
            actions.join(", ")
        )
    };
    let sizes = |count: usize| {
        let all = findings(&long(count));
        all.lines().filter(|line| !line.starts_with("E0604")).collect::<Vec<_>>().join("\n")
    };
    assert_eq!(sizes(300), "");
    insta::assert_snapshot!(sizes(376), @"W0614 2:1 `policy P`: policy `P` is between 8379 and 8431 characters after minification, near the 10240 that a service control policy may have");
    insta::assert_snapshot!(sizes(460), @"W0614 2:1 `policy P`: policy `P` is between 10227 and 10279 characters after minification, depending on the ids that AWS assigns; a service control policy may have 10240");
    insta::assert_snapshot!(advice(&long(480)), @"
    limit: scp.document.max = 10240 (aws, as of 2026-05-15, bundled table)
    cover several actions by one with `*`, or split it into several policies
    ");
    let (checked, _) = check_files(&[("main.org", &long(376))]);
    assert!(checked.desired.is_some());
}
