//! `when` and `unless`: what they become, and what is wrong with them.

use super::{advice, check_files, findings, model};
use orgc_ir::Address;
use orgc_ir::desired::Body;

/// The conditions of each statement of a rule.
fn conditions(rule: &str) -> String {
    let desired = model(&source(rule));
    let Body::Policy(policy) = &desired.resources[&Address::policy("P")].body else { panic!("a policy") };
    let json = policy.document.to_string();
    let statements = json.split_once("\"Statement\":").unwrap().1;
    let parts = statements.split("\"Condition\":").skip(1);
    parts.map(balanced).collect::<Vec<_>>().join("\n")
}

/// The start of a text up to the bracket that closes its first one.
fn balanced(text: &str) -> &str {
    let mut depth = 0;
    let end = text.bytes().position(|byte| {
        depth += i32::from(byte == b'{') - i32::from(byte == b'}');
        depth == 0
    });
    text.get(..=end.unwrap()).unwrap()
}

fn source(rule: &str) -> String {
    format!(
        "organization O {{ attach P account dev {{ email = \"a@b.co\" }} }}\npolicy P: scp {{\n{rule}\n}}"
    )
}

/// The findings of a rule that denies everything.
fn wrong(guards: &str) -> String {
    findings(&source(&format!("deny all\n{guards}")))
}

/// What the first fix makes of a rule.
fn fixed(rule: &str) -> String {
    let text = source(rule);
    applied(&text, &check_files(&[("main.org", &text)]).0.diagnostics)
}

fn applied(text: &str, diagnostics: &[orgc_diag::Diagnostic]) -> String {
    let fix = diagnostics.iter().find_map(|one| one.fix.clone()).expect("a fix");
    let mut edits = fix.edits;
    edits.sort_by_key(|edit| std::cmp::Reverse(edit.span.range().start));
    let mut fixed = text.to_owned();
    edits.iter().for_each(|edit| fixed.replace_range(edit.span.range(), &edit.replacement));
    fixed.lines().skip(2).collect::<Vec<_>>().join("\n").trim_end_matches("\n}").to_owned()
}

fn of_parser(rule: &str) -> Vec<orgc_diag::Diagnostic> {
    orgc_syntax::parse(orgc_diag::FileId(0), &source(rule)).diagnostics
}

fn wrong_syntax(rule: &str) -> String {
    of_parser(rule)
        .iter()
        .map(|one| format!("{}: {}", one.code.id(), one.message))
        .collect::<Vec<_>>()
        .join("\n")
}

fn fixed_syntax(rule: &str) -> String {
    applied(&source(rule), &of_parser(rule))
}

#[test]
fn each_type_has_its_operators() {
    let all = |tests: &[&str]| {
        tests
            .iter()
            .map(|test| format!("{test} -> {}", conditions(&format!("deny all when {test}"))))
            .collect::<Vec<_>>()
            .join("\n")
    };
    insta::assert_snapshot!(all(&[
        "aws:RequestedRegion == eu-west-1",
        "aws:RequestedRegion != \"eu-west-1\"",
        "aws:RequestedRegion in [eu-west-1, us-east-1]",
        "aws:RequestedRegion not in [eu-west-1]",
        "aws:RequestedRegion like \"eu-*\"",
        "aws:RequestedRegion not like [\"eu-*\", \"us-*\"]",
        "aws:RequestedRegion? == eu-west-1",
        "aws:RequestedRegion? != eu-west-1",
        "aws:RequestedRegion StringEqualsIgnoreCase \"EU-WEST-1\"",
        "aws:PrincipalArn == \"arn:aws:iam::*:role/x\"",
        "aws:PrincipalArn not in [\"arn:aws:iam::${dev.id}:role/x\"]",
        "aws:PrincipalArn like \"arn:aws:iam::*:role/${aws:PrincipalTag/team}\"",
        "aws:PrincipalArn not like \"*\"",
        "s3:max-keys == 5",
        "s3:max-keys != 5",
        "s3:max-keys < 5",
        "s3:max-keys <= 5.5",
        "s3:max-keys > 5",
        "s3:max-keys >= 5",
        "aws:CurrentTime < \"2026-12-31\"",
        "aws:CurrentTime >= \"2026-12-31T00:00:00Z\"",
        "aws:EpochTime > 1767225600",
        "aws:SecureTransport == false",
        "aws:SecureTransport != true",
        "aws:MultiFactorAuthPresent? == false",
        "aws:SourceIp in [\"10.0.0.0/8\", \"2001:db8::/32\"]",
        "aws:SourceIp != \"203.0.113.7\"",
        "any of aws:TagKeys == \"a\"",
        "all of aws:TagKeys in [\"a\", \"b\"]",
        "any of aws:TagKeys? not like \"x-*\"",
        "aws:PrincipalTag/team exists",
        "aws:TagKeys missing",
        "key \"aws:PrincipalTag/${\"te\"}am\" == \"a\"",
        "aws:PrincipalAccount == dev.id",
        "aws:RequestedRegion == eu-west-1 and aws:SecureTransport == true",
    ]), @r#"
    aws:RequestedRegion == eu-west-1 -> {"StringEquals":{"aws:RequestedRegion":"eu-west-1"}}
    aws:RequestedRegion != "eu-west-1" -> {"StringNotEquals":{"aws:RequestedRegion":"eu-west-1"}}
    aws:RequestedRegion in [eu-west-1, us-east-1] -> {"StringEquals":{"aws:RequestedRegion":["eu-west-1","us-east-1"]}}
    aws:RequestedRegion not in [eu-west-1] -> {"StringNotEquals":{"aws:RequestedRegion":"eu-west-1"}}
    aws:RequestedRegion like "eu-*" -> {"StringLike":{"aws:RequestedRegion":"eu-*"}}
    aws:RequestedRegion not like ["eu-*", "us-*"] -> {"StringNotLike":{"aws:RequestedRegion":["eu-*","us-*"]}}
    aws:RequestedRegion? == eu-west-1 -> {"StringEqualsIfExists":{"aws:RequestedRegion":"eu-west-1"}}
    aws:RequestedRegion? != eu-west-1 -> {"StringNotEqualsIfExists":{"aws:RequestedRegion":"eu-west-1"}}
    aws:RequestedRegion StringEqualsIgnoreCase "EU-WEST-1" -> {"StringEqualsIgnoreCase":{"aws:RequestedRegion":"EU-WEST-1"}}
    aws:PrincipalArn == "arn:aws:iam::*:role/x" -> {"ArnEquals":{"aws:PrincipalArn":"arn:aws:iam::*:role/x"}}
    aws:PrincipalArn not in ["arn:aws:iam::${dev.id}:role/x"] -> {"ArnNotEquals":{"aws:PrincipalArn":"arn:aws:iam::{account/dev.id}:role/x"}}
    aws:PrincipalArn like "arn:aws:iam::*:role/${aws:PrincipalTag/team}" -> {"ArnLike":{"aws:PrincipalArn":"arn:aws:iam::*:role/${aws:PrincipalTag/team}"}}
    aws:PrincipalArn not like "*" -> {"ArnNotLike":{"aws:PrincipalArn":"*"}}
    s3:max-keys == 5 -> {"NumericEquals":{"s3:max-keys":"5"}}
    s3:max-keys != 5 -> {"NumericNotEquals":{"s3:max-keys":"5"}}
    s3:max-keys < 5 -> {"NumericLessThan":{"s3:max-keys":"5"}}
    s3:max-keys <= 5.5 -> {"NumericLessThanEquals":{"s3:max-keys":"5.5"}}
    s3:max-keys > 5 -> {"NumericGreaterThan":{"s3:max-keys":"5"}}
    s3:max-keys >= 5 -> {"NumericGreaterThanEquals":{"s3:max-keys":"5"}}
    aws:CurrentTime < "2026-12-31" -> {"DateLessThan":{"aws:CurrentTime":"2026-12-31"}}
    aws:CurrentTime >= "2026-12-31T00:00:00Z" -> {"DateGreaterThanEquals":{"aws:CurrentTime":"2026-12-31T00:00:00Z"}}
    aws:EpochTime > 1767225600 -> {"DateGreaterThan":{"aws:EpochTime":"1767225600"}}
    aws:SecureTransport == false -> {"Bool":{"aws:SecureTransport":"false"}}
    aws:SecureTransport != true -> {"Bool":{"aws:SecureTransport":"false"}}
    aws:MultiFactorAuthPresent? == false -> {"BoolIfExists":{"aws:MultiFactorAuthPresent":"false"}}
    aws:SourceIp in ["10.0.0.0/8", "2001:db8::/32"] -> {"IpAddress":{"aws:SourceIp":["10.0.0.0/8","2001:db8::/32"]}}
    aws:SourceIp != "203.0.113.7" -> {"NotIpAddress":{"aws:SourceIp":"203.0.113.7"}}
    any of aws:TagKeys == "a" -> {"ForAnyValue:StringEquals":{"aws:TagKeys":"a"}}
    all of aws:TagKeys in ["a", "b"] -> {"ForAllValues:StringEquals":{"aws:TagKeys":["a","b"]}}
    any of aws:TagKeys? not like "x-*" -> {"ForAnyValue:StringNotLikeIfExists":{"aws:TagKeys":"x-*"}}
    aws:PrincipalTag/team exists -> {"Null":{"aws:PrincipalTag/team":"false"}}
    aws:TagKeys missing -> {"Null":{"aws:TagKeys":"true"}}
    key "aws:PrincipalTag/${"te"}am" == "a" -> {"StringEquals":{"aws:PrincipalTag/team":"a"}}
    aws:PrincipalAccount == dev.id -> {"StringEquals":{"aws:PrincipalAccount":"{account/dev.id}"}}
    aws:RequestedRegion == eu-west-1 and aws:SecureTransport == true -> {"StringEquals":{"aws:RequestedRegion":"eu-west-1"},"Bool":{"aws:SecureTransport":"true"}}
    "#);
}

#[test]
fn unless_is_the_exact_negation() {
    let all = |tests: &[&str]| {
        tests
            .iter()
            .map(|test| format!("{test} -> {}", conditions(&format!("deny all unless {test}"))))
            .collect::<Vec<_>>()
            .join("\n")
    };
    insta::assert_snapshot!(all(&[
        "aws:RequestedRegion == eu-west-1",
        "aws:RequestedRegion not in [eu-west-1]",
        "aws:PrincipalArn like \"arn:aws:iam::*:role/x\"",
        "aws:RequestedRegion? == eu-west-1",
        "aws:RequestedRegion? != eu-west-1",
        "s3:max-keys < 5",
        "s3:max-keys? < 5",
        "aws:SecureTransport == true",
        "aws:SecureTransport? == true",
        "aws:SecureTransport != true",
        "aws:SourceIp in [\"10.0.0.0/8\"]",
        "any of aws:TagKeys in [\"a\"]",
        "all of aws:TagKeys in [\"a\"]",
        "any of aws:TagKeys? in [\"a\"]",
        "all of aws:TagKeys not like \"a\"",
        "aws:PrincipalTag/team exists",
        "aws:PrincipalTag/team missing",
    ]), @r#"
    aws:RequestedRegion == eu-west-1 -> {"StringNotEquals":{"aws:RequestedRegion":"eu-west-1"}}
    aws:RequestedRegion not in [eu-west-1] -> {"StringEquals":{"aws:RequestedRegion":"eu-west-1"}}
    aws:PrincipalArn like "arn:aws:iam::*:role/x" -> {"ArnNotLike":{"aws:PrincipalArn":"arn:aws:iam::*:role/x"}}
    aws:RequestedRegion? == eu-west-1 -> {"StringNotEquals":{"aws:RequestedRegion":"eu-west-1"},"Null":{"aws:RequestedRegion":"false"}}
    aws:RequestedRegion? != eu-west-1 -> {"StringEquals":{"aws:RequestedRegion":"eu-west-1"}}
    s3:max-keys < 5 -> {"NumericGreaterThanEqualsIfExists":{"s3:max-keys":"5"}}
    s3:max-keys? < 5 -> {"NumericGreaterThanEquals":{"s3:max-keys":"5"}}
    aws:SecureTransport == true -> {"BoolIfExists":{"aws:SecureTransport":"false"}}
    aws:SecureTransport? == true -> {"Bool":{"aws:SecureTransport":"false"}}
    aws:SecureTransport != true -> {"BoolIfExists":{"aws:SecureTransport":"true"}}
    aws:SourceIp in ["10.0.0.0/8"] -> {"NotIpAddress":{"aws:SourceIp":"10.0.0.0/8"}}
    any of aws:TagKeys in ["a"] -> {"ForAllValues:StringNotEquals":{"aws:TagKeys":"a"}}
    all of aws:TagKeys in ["a"] -> {"ForAnyValue:StringNotEquals":{"aws:TagKeys":"a"}}
    any of aws:TagKeys? in ["a"] -> {"ForAllValues:StringNotEquals":{"aws:TagKeys":"a"},"Null":{"aws:TagKeys":"false"}}
    all of aws:TagKeys not like "a" -> {"ForAnyValue:StringLike":{"aws:TagKeys":"a"}}
    aws:PrincipalTag/team exists -> {"Null":{"aws:PrincipalTag/team":"true"}}
    aws:PrincipalTag/team missing -> {"Null":{"aws:PrincipalTag/team":"false"}}
    "#);
}

#[test]
fn unless_with_several_conditions_makes_several_statements() {
    insta::assert_snapshot!(conditions("deny all as Lock when aws:SecureTransport == true unless aws:RequestedRegion == eu-west-1 and aws:PrincipalArn like \"arn:aws:iam::*:role/x\""), @r#"
    {"Bool":{"aws:SecureTransport":"true"},"StringNotEquals":{"aws:RequestedRegion":"eu-west-1"}}
    {"Bool":{"aws:SecureTransport":"true"},"ArnNotLike":{"aws:PrincipalArn":"arn:aws:iam::*:role/x"}}
    "#);
    // One of the two can never hold: it needs no statement.
    insta::assert_snapshot!(conditions("deny all when aws:TagKeys exists unless aws:TagKeys exists and aws:RequestedRegion == eu-west-1"), @r#"{"Null":{"aws:TagKeys":"false"},"StringNotEquals":{"aws:RequestedRegion":"eu-west-1"}}"#);
    insta::assert_snapshot!(conditions("deny all unless aws:RequestedRegion == eu-west-1 unless aws:RequestedRegion == us-east-1"), @r#"{"StringNotEquals":{"aws:RequestedRegion":["eu-west-1","us-east-1"]}}"#);
    insta::assert_snapshot!(wrong("unless aws:RequestedRegion == eu-west-1 and aws:SecureTransport == true and aws:ViaAWSService == true\nunless aws:PrincipalTag/a == \"1\" and aws:PrincipalTag/b == \"1\" and aws:PrincipalTag/c == \"1\"\nunless aws:PrincipalTag/d == \"1\" and aws:PrincipalTag/e == \"1\""), @r#"E0607 6:1 `unless aws:PrincipalTag/d == "1" and aws:PrincipalTag/e == "1"`: the `unless` clauses of this rule would make more than 16 statements"#);
}

#[test]
fn conditions_on_one_key_are_merged_or_refused() {
    insta::assert_snapshot!(conditions("deny all when aws:RequestedRegion != eu-west-1 and aws:requestedregion not in [us-east-1, eu-west-1]"), @r#"{"StringNotEquals":{"aws:RequestedRegion":["us-east-1","eu-west-1"]}}"#);
    insta::assert_snapshot!(conditions("deny all when aws:RequestedRegion in [eu-west-1, us-east-1] and aws:RequestedRegion in [us-east-1, us-west-2]"), @r#"{"StringEquals":{"aws:RequestedRegion":"us-east-1"}}"#);
    insta::assert_snapshot!(wrong("when aws:RequestedRegion like \"eu-*\" and aws:RequestedRegion like \"*-1\""), @r#"E0607 4:42 `aws:RequestedRegion like "*-1"`: these two conditions cannot stand in one rule: IAM has one place for an operator and a key, and reads several values there as alternatives"#);
    insta::assert_snapshot!(fixed("deny all when aws:RequestedRegion like \"eu-*\" and aws:RequestedRegion like \"*-1\""), @r#"deny all when aws:RequestedRegion like "eu-*" and aws:RequestedRegion? like "*-1""#);
    insta::assert_snapshot!(conditions("deny all when aws:RequestedRegion like \"eu-*\" and aws:RequestedRegion? like \"*-1\""), @r#"{"StringLike":{"aws:RequestedRegion":"eu-*"},"StringLikeIfExists":{"aws:RequestedRegion":"*-1"}}"#);
    insta::assert_snapshot!(wrong("when aws:RequestedRegion == eu-west-1 and aws:RequestedRegion == us-east-1"), @"E0607 4:43 `aws:RequestedRegion == us-east-1`: these two conditions cannot stand in one rule: they never hold together");
    insta::assert_snapshot!(wrong("when s3:max-keys < 5 and s3:max-keys < 7"), @"E0607 4:26 `s3:max-keys < 7`: these two conditions cannot stand in one rule: IAM has one place for a bound in this direction");
    insta::assert_snapshot!(wrong("when aws:TagKeys exists and aws:TagKeys missing"), @"E0607 4:29 `aws:TagKeys missing`: these two conditions cannot stand in one rule: they never hold together");
    insta::assert_snapshot!(wrong("when any of aws:TagKeys == \"a\" when any of aws:TagKeys == \"b\""), @r#"E0607 4:37 `any of aws:TagKeys == "b"`: these two conditions cannot stand in one rule: different values may pass the two, which IAM cannot say with one list"#);
}

#[test]
fn what_does_not_fit_the_type_of_the_key() {
    insta::assert_snapshot!(wrong("when aws:RequestedRegion < \"x\"\nwhen s3:max-keys like \"5*\"\nwhen aws:SecureTransport > true\nwhen aws:SourceIp like \"10.*\"\nwhen aws:CurrentTime not like \"2026*\"\nwhen aws:PrincipalArn <= \"arn:aws:iam::1:role/x\"\nwhen aws:SourceIp StringLike \"10.*\"\nwhen aws:RequestedRegion StringLikes \"x\"\nwhen aws:RequestedRegion Null true\nwhen aws:TagKeys == \"a\"\nwhen any of aws:RequestedRegion == \"a\"\nwhen all of aws:TagKeys exists\nwhen aws:RequestedRegion? missing"), @r#"
    E0606 4:26 `<`: `<` cannot compare `aws:RequestedRegion`, whose value is a string
    E0606 5:18 `like`: `like` cannot compare `s3:max-keys`, whose value is a number
    E0606 6:26 `>`: `>` cannot compare `aws:SecureTransport`, whose value is a boolean
    E0606 7:19 `like`: `like` cannot compare `aws:SourceIp`, whose value is an IP address
    E0606 8:22 `not like`: `not like` cannot compare `aws:CurrentTime`, whose value is a date
    E0606 9:23 `<=`: `<=` cannot compare `aws:PrincipalArn`, whose value is an ARN
    E0606 10:19 `StringLike`: `StringLike` cannot compare `aws:SourceIp`, whose value is an IP address
    E0606 11:26 `StringLikes`: `StringLikes` is not a condition operator of IAM
    E0606 12:26 `Null`: `Null` is written `exists` or `missing` after the key
    E0606 13:6 `aws:TagKeys == "a"`: `aws:TagKeys` can have several values; say whether one or all of them must pass
    E0606 14:6 `any of aws:RequestedRegion == "a"`: `aws:RequestedRegion` has one value; there is nothing to choose from
    E0607 15:6 `all of aws:TagKeys exists`: `exists` asks whether there is the key; it takes neither `any of`, `all of` nor `?`
    E0607 16:6 `aws:RequestedRegion? missing`: `missing` asks whether there is the key; it takes neither `any of`, `all of` nor `?`
    "#);
    insta::assert_snapshot!(wrong("when s3:max-keys == \"many\"\nwhen aws:SecureTransport == \"yes\"\nwhen aws:CurrentTime < \"31.12.2026\"\nwhen aws:SourceIp == \"10.0.0.0/40\"\nwhen aws:PrincipalArn like \"role/x\"\nwhen aws:RequestedRegion == 5\nwhen aws:PrincipalAccount == dev\nwhen aws:RequestedRegion == [eu-west-1]\nwhen aws:RequestedRegion in eu-west-1\nwhen aws:RequestedRegion in []\nwhen s3:max-keys < [5, 6]\nwhen aws:SecureTransport in [true, false]"), @r#"
    E0301 4:21 `"many"`: expected a number, found a string
    E0301 5:29 `"yes"`: expected `true` or `false`, found a string
    E0304 6:24 `"31.12.2026"`: `31.12.2026` is not a date
    E0304 7:22 `"10.0.0.0/40"`: `10.0.0.0/40` is not an IP address
    E0304 8:28 `"role/x"`: `role/x` is not an ARN
    E0301 9:29 `5`: expected a string, found a whole number
    E0301 10:30 `dev`: expected a string, found account `dev`
    E0301 11:29 `[eu-west-1]`: `==` takes one value, found a list
    E0301 12:29 `eu-west-1`: `in` takes a list, found one value
    E0301 13:29 `[]`: expected at least one value, found an empty list
    E0301 14:20 `[5, 6]`: `<` takes one value, found a list
    E0301 15:29 `[true, false]`: expected one boolean; together they say only that there is the key
    "#);
    insta::assert_snapshot!(fixed("deny all when any of aws:RequestedRegion == \"a\""), @r#"deny all when aws:RequestedRegion == "a""#);
    insta::assert_snapshot!(fixed("deny all when aws:RequestedRegion == [eu-west-1]"), @"deny all when aws:RequestedRegion in [eu-west-1]");
    insta::assert_snapshot!(conditions("deny all when kms:DataKeyPairSpec BinaryEquals \"eA==\""), @r#"{"BinaryEquals":{"kms:DataKeyPairSpec":"eA=="}}"#);
    insta::assert_snapshot!(wrong("unless kms:DataKeyPairSpec BinaryEquals \"eA==\""), @r#"E0607 4:8 `kms:DataKeyPairSpec BinaryEquals "eA=="`: this condition cannot stand after `unless`: IAM has no operator for the opposite of `BinaryEquals`"#);
}

#[test]
fn there_is_no_or() {
    insta::assert_snapshot!(wrong_syntax("deny all when aws:RequestedRegion == eu-west-1 or aws:SecureTransport == true and aws:ViaAWSService == true"), @"E0607: `or` cannot stand between the conditions of a rule");
    insta::assert_snapshot!(fixed_syntax("  deny all\n    when aws:RequestedRegion == eu-west-1 or aws:SecureTransport == true and aws:ViaAWSService == true\n    unless aws:ViaAWSService == true"), @"
    deny all
      when aws:RequestedRegion == eu-west-1
      unless aws:ViaAWSService == true

    deny all
      when aws:SecureTransport == true and aws:ViaAWSService == true
      unless aws:ViaAWSService == true
    ");
    insta::assert_snapshot!(fixed_syntax("deny all unless aws:RequestedRegion == eu-west-1 or aws:SecureTransport == true"), @"deny all unless aws:RequestedRegion == eu-west-1 unless aws:SecureTransport == true");
}

#[test]
fn keys_that_are_never_set() {
    let rule = |rule: &str| findings(&source(rule));
    insta::assert_snapshot!(rule("deny ec2:CreateVolume when ec2:InstanceType like \"p*\"\ndeny ec2:RunInstances, ec2:CreateVolume when ec2:InstanceType like \"g*\"\ndeny all when ec2:InstanceTyp like \"p*\"\ndeny s3:* when aws:RequestedRegio == eu-west-1\ndeny s3:* when newservice:Key == 5\ndeny s3:* when key \"aws:RequestTags/a\" exists\ndeny organizations:LeaveOrganization when aws:RequestTag/a exists"), @r#"
    E0605 3:28 `ec2:InstanceType`: condition key `ec2:InstanceType` is never set for these actions, so that the condition says nothing about them
    E0605 5:15 `ec2:InstanceTyp`: `ec2:InstanceTyp` is not a condition key
    E0605 6:16 `aws:RequestedRegio`: `aws:RequestedRegio` is not a condition key
    E0605 7:16 `newservice:Key`: condition key `newservice:Key` is of no service in the table of 2026-09-26
    E0605 8:20 `"aws:RequestTags/a"`: `aws:RequestTags/a` is not a condition key
    E0605 9:43 `aws:RequestTag/a`: condition key `aws:RequestTag/a` is never set for these actions, so that the condition says nothing about them
    "#);
    insta::assert_snapshot!(fixed("deny ec2:RunInstances when ec2:InstanceTyp like \"p*\""), @r#"deny ec2:RunInstances when ec2:InstanceType like "p*""#);
    insta::assert_snapshot!(fixed("deny ec2:RunInstances when key \"aws:RequestTags/a\" exists"), @r#"deny ec2:RunInstances when key "aws:RequestTag/a" exists"#);
}

#[test]
fn actions_that_do_not_exist() {
    let rule = |rule: &str| findings(&source(rule));
    insta::assert_snapshot!(rule("deny s3:GetObjekt, \"s3:Gett*\", organization:LeaveOrganization, newservice:Do, newservice:Make, ec2:*\ndeny all except s3:GetObjects"), @r#"
    E0604 3:6 `s3:GetObjekt`: `s3:GetObjekt` is not an action of its service
    E0604 3:20 `"s3:Gett*"`: `s3:Gett*` matches no action of its service
    E0604 3:32 `organization:LeaveOrganization`: there is no service `organization` in the table of 2026-09-26
    E0604 3:64 `newservice:Do`: there is no service `newservice` in the table of 2026-09-26
    E0604 4:17 `s3:GetObjects`: `s3:GetObjects` is not an action of its service
    "#);
    insta::assert_snapshot!(fixed("deny s3:GetObjekt"), @"deny s3:GetObject");
    insta::assert_snapshot!(fixed("deny \"s3:GetObjekt\""), @r#"deny "s3:GetObject""#);
    insta::assert_snapshot!(fixed("deny organization:LeaveOrganization"), @"deny organizations:LeaveOrganization");
    insta::assert_snapshot!(rule("deny s3:Get* as A\ndeny s3:Put* as A\ndeny []"), @"E0203 4:17 `A`: two rules of one policy have the id `A`");
}

#[test]
fn a_policy_that_is_too_large_says_where_and_how_to_shorten_it() {
    let catalog = orgc_policy::IamCatalog::bundled();
    let service = catalog.service("ec2").unwrap();
    let listed: Vec<String> = service.matching("D*").iter().map(|one| one.full_name()).collect();
    let rule = format!("deny {}", listed.join(", "));
    let text = source(&rule);
    insta::assert_snapshot!(findings(&text), @"E0601 2:1 `policy P`: policy `P` is 12259 characters after minification; a service control policy may have 10240");
    insta::assert_snapshot!(advice(&text), @"
    limit: scp.document.max = 10240 (aws, as of 2026-05-15, bundled table)
    which actions a wildcard covers is as of 2026-09-26; it will also cover new ones
    cover several actions by one with `*`, or split it into several policies
    12063 characters less with the same meaning: `ec2:Delete*` for 101 of these actions, and no other; `ec2:Deprovision*` for 4 of these actions, and no other; `ec2:Deregister*` for 4 of these actions, and no other; `ec2:Describe*` for 194 of these actions, and no other; `ec2:Detach*` for 9 of these actions, and no other; `ec2:Disable*` for 22 of these actions, and no other; `ec2:Disassociate*` for 20 of these actions, and no other
    ");
    let fixed = fixed(&rule);
    insta::assert_snapshot!(fixed, @"deny ec2:Delete*, ec2:Deprovision*, ec2:Deregister*, ec2:Describe*, ec2:Detach*, ec2:Disable*, ec2:Disassociate*");
    assert_eq!(findings(&source(&fixed)), "");
}

#[test]
fn a_policy_that_is_too_large_says_which_rules_could_be_one_and_how_many_policies_hold_it() {
    let bucket = |name: &str| {
        let each = (0..40).map(|at| format!("\"arn:aws:s3:::{name}-{at:02}-{}/*\"", "x".repeat(60)));
        format!("[{}]", each.collect::<Vec<_>>().join(", "))
    };
    let rule = format!(
        "deny s3:GetObject on {}\ndeny s3:PutObject on {}\ndeny s3:PutObject on {}\ndeny s3:DeleteObject on {}",
        bucket("a"),
        bucket("b"),
        bucket("c"),
        bucket("b")
    );
    let text = source(&rule);
    insta::assert_snapshot!(findings(&text), @"
    E0601 2:1 `policy P`: policy `P` is 13541 characters after minification; a service control policy may have 10240
    ");
    insta::assert_snapshot!(advice(&text), @"
    limit: scp.document.max = 10240 (aws, as of 2026-05-15, bundled table)
    cover several actions by one with `*`, or split it into several policies
    3358 characters less with the same meaning: rules that differ in their actions only, in their resources only, or in the values of one condition can be one rule
    2 policies, attached to the same targets, would hold its rules: 3 rules in 10163 characters, 1 rule in 3414 characters
    ");
}

#[test]
fn a_file_gets_the_same_checks() {
    let json = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":["s3:GetObjekt","new:Do"],"Resource":"*"},
        {"Effect":"Deny","Action":"ec2:CreateVolume","Resource":"*","Condition":{"StringLike":{"ec2:InstanceType":"p*"},"NumericLessThan":{"aws:RequestedRegion":"5"},"StringEquals":{"aws:TagKeys":"a"}}}]}"#;
    let main = "organization O { attach P }\npolicy P: scp from \"p.json\"";
    insta::assert_snapshot!(super::findings_of(&[("main.org", main), ("p.json", json)]), @r#"
    E0604 2:20 `"p.json"`: `p.json`: `s3:GetObjekt` is not an action of its service, at `Statement[0].Action[0]` (line 1, column 65)
    E0604 2:20 `"p.json"`: `p.json`: there is no service `new` in the table of 2026-09-26, at `Statement[0].Action[1]` (line 1, column 80)
    E0605 2:20 `"p.json"`: `p.json`: condition key `ec2:InstanceType` is never set for these actions, so that the condition says nothing about them, at `Statement[1].Condition.StringLike["ec2:InstanceType"]` (line 2, column 96)
    E0606 2:20 `"p.json"`: `p.json`: `NumericLessThan` cannot compare `aws:RequestedRegion`, which is a string, at `Statement[1].Condition.NumericLessThan["aws:RequestedRegion"]` (line 2, column 140)
    E0606 2:20 `"p.json"`: `p.json`: `aws:TagKeys` can have several values, for which `StringEquals` is not defined; write `ForAnyValue:StringEquals` or `ForAllValues:StringEquals`, at `Statement[1].Condition.StringEquals["aws:TagKeys"]` (line 2, column 183)
    "#);
}
