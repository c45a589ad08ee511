//! Policies that lock out those who run the organization.

use super::{advice, findings};

const REST: &str = "baseline Audit { template = file(\"t.yaml\") regions = [eu-west-1, us-east-1] }\n";

fn acme(policies: &str, items: &str) -> String {
    format!("organization O {{\n{items}\n}}\n{policies}\n{REST}")
}

const LOCK: &str = "policy Lock: scp { deny all except iam:* when aws:RequestedRegion != eu-west-1 }";
const THREE: &str = "ou Work { attach Lock deploy Audit account a { email = \"a@b.co\" } account b { email = \"b@b.co\" } } ou Lab { deploy Audit account c { email = \"c@b.co\" } }";

#[test]
fn a_lock_on_regions_holds_for_deployments() {
    let source = acme(LOCK, THREE);
    insta::assert_snapshot!(findings(&source), @"E0609 4:20 `deny all except iam:* when aws:RequestedRegion != eu-west-1`: StackSets cannot deploy baseline `Audit` in `us-east-1` of account `a` and 1 more: it may not `cloudformation:CreateStack`");
    insta::assert_snapshot!(advice(&source), @r#"
    nor may it `cloudformation:DescribeStacks`, `cloudformation:UpdateStack`, `cloudformation:DeleteStack`, which it needs too
    policies touch this role: it is not a service-linked one
    let it pass: `unless aws:PrincipalArn like "arn:aws:iam::*:role/stacksets-exec-*"`
    or deploy to Regions that the policies leave open, not to `us-east-1`
    "#);
}

#[test]
fn the_role_may_be_let_pass() {
    let open = LOCK.replace(" }", " unless aws:PrincipalArn like \"arn:aws:iam::*:role/stacksets-exec-*\" }");
    assert_eq!(findings(&acme(&open, THREE)), "");
    let one = open.replace("exec-*", "exec-0123456789abcdef");
    assert_eq!(findings(&acme(&one, THREE)), "", "some role of that name passes");
    let home = acme(LOCK, &THREE.replace("deploy Audit", "deploy Audit in eu-west-1"));
    assert_eq!(findings(&home), "");
}

#[test]
fn what_is_denied_everywhere_is_no_matter_of_regions() {
    let keep = "policy Lock: scp { deny cloudformation:DeleteStack on \"arn:aws:cloudformation:*:*:stack/StackSet-*\" }";
    let source = acme(keep, THREE);
    insta::assert_snapshot!(findings(&source), @r#"E0609 4:20 `deny cloudformation:DeleteStack on "arn:aws:cloudformation:*:*:stack/StackSet-*"`: StackSets cannot remove baseline `Audit` in `eu-west-1`, `us-east-1` of account `a` and 1 more: it may not `cloudformation:DeleteStack`"#);
    insta::assert_snapshot!(advice(&source), @r#"
    policies touch this role: it is not a service-linked one
    let it pass: `unless aws:PrincipalArn like "arn:aws:iam::*:role/stacksets-exec-*"`
    "#);
    let other = keep.replace("StackSet-", "StackSet-Other-");
    assert_eq!(findings(&acme(&other, THREE)), "", "another stack set");
}

#[test]
fn what_nothing_allows() {
    let little = "policy Lock: scp { allow s3:* }";
    let items = THREE.replace("attach Lock", "attach Lock detach FullAWSAccess");
    let source = acme(little, &items);
    insta::assert_snapshot!(findings(&source), @"E0609 2:30 `FullAWSAccess`: StackSets cannot deploy baseline `Audit` in `eu-west-1`, `us-east-1` of account `a` and 1 more: it may not `cloudformation:CreateStack`");
    insta::assert_snapshot!(advice(&source), @r#"
    nor may it `cloudformation:DescribeStacks`, `cloudformation:UpdateStack`, `cloudformation:DeleteStack`, which it needs too
    policies touch this role: it is not a service-linked one
    allow it: `allow all when aws:PrincipalArn like "arn:aws:iam::*:role/stacksets-exec-*"`
    "#);
}

#[test]
fn an_account_without_a_way_in() {
    let seal = "policy Lock: scp { deny all unless aws:PrincipalArn like \"arn:aws:iam::*:role/Rescue\" }";
    let items = "deploy Audit in eu-west-1 ou Quiet { attach Lock account a { email = \"a@b.co\" } account b { email = \"b@b.co\" role-name = \"Rescue\" } }";
    let source = acme(seal, items);
    insta::assert_snapshot!(findings(&source), @r#"
    E0609 4:20 `deny all unless aws:PrincipalArn like "arn:aws:iam::*:role/Rescue"`: StackSets cannot deploy baseline `Audit` in `eu-west-1` of account `a` and 1 more: it may not `cloudformation:CreateStack`
    E0609 4:20 `deny all unless aws:PrincipalArn like "arn:aws:iam::*:role/Rescue"`: whoever enters account `a` from the management account, by the role `OrganizationAccountAccessRole`, can do nothing there
    "#);
}

#[test]
fn control_tower_works_in_accounts_where_it_is_trusted() {
    let seal = "policy Lock: scp { deny all unless aws:PrincipalArn like \"arn:aws:iam::*:role/OrganizationAccountAccessRole\" }";
    let items =
        |trust: &str| format!("{trust} ou Quiet {{ attach Lock account a {{ email = \"a@b.co\" }} }}");
    let source = format!("organization O {{\n{}\n}}\n{seal}\n", items("trust controltower"));
    insta::assert_snapshot!(findings(&source), @r#"E0609 4:20 `deny all unless aws:PrincipalArn like "arn:aws:iam::*:role/OrganizationAccountAccessRole"`: Control Tower, which works in account `a` by the role `AWSControlTowerExecution`, can do nothing there"#);
    assert_eq!(findings(&format!("organization O {{\n{}\n}}\n{seal}\n", items(""))), "");
}

#[test]
fn who_is_named_for_emergencies_gets_in() {
    let seal = "policy Lock: scp { deny all unless aws:PrincipalArn like \"arn:aws:iam::*:role/Rescue\" }";
    let sealed = |named: &str| {
        let accounts =
            "account a { email = \"a@b.co\" } account b { email = \"b@b.co\" adopt \"222233334444\" }";
        format!(
            "organization O {{\nbreak-glass = [{named}]\nou Quiet {{ attach Lock {accounts} }}\n}}\n{seal}\n"
        )
    };
    let source = sealed("\"arn:aws:iam::*:role/BreakGlass\", \"arn:aws:iam::*:role/Rescue\"");
    insta::assert_snapshot!(findings(&source), @r#"
    E0609 5:20 `deny all unless aws:PrincipalArn like "arn:aws:iam::*:role/Rescue"`: `arn:aws:iam::*:role/BreakGlass`, named in `break-glass`, can do nothing in account `a` and 1 more
    E0609 5:20 `deny all unless aws:PrincipalArn like "arn:aws:iam::*:role/Rescue"`: whoever enters account `a` and 1 more from the management account, by the role `OrganizationAccountAccessRole`, can do nothing there
    "#);
    insta::assert_snapshot!(advice(&source), @r#"let it pass: `unless aws:PrincipalArn like "arn:aws:iam::*:role/BreakGlass"`"#);
    let one = sealed("\"arn:aws:iam::222233334444:user/ana\", \"arn:aws:iam::111122223333:user/ana\"");
    insta::assert_snapshot!(findings(&one), @r#"
    E0609 5:20 `deny all unless aws:PrincipalArn like "arn:aws:iam::*:role/Rescue"`: `arn:aws:iam::222233334444:user/ana`, named in `break-glass`, can do nothing in account `b`
    E0609 5:20 `deny all unless aws:PrincipalArn like "arn:aws:iam::*:role/Rescue"`: whoever enters account `a` and 1 more from the management account, by the role `OrganizationAccountAccessRole`, can do nothing there
    "#);
    let usual = sealed("\"arn:aws:iam::*:role/OrganizationAccountAccessRole\"");
    insta::assert_snapshot!(findings(&usual), @r#"E0609 5:20 `deny all unless aws:PrincipalArn like "arn:aws:iam::*:role/Rescue"`: `arn:aws:iam::*:role/OrganizationAccountAccessRole`, named in `break-glass`, can do nothing in account `a` and 1 more"#);
    let wrong = sealed("\"BreakGlass\", \"arn:aws:iam::1:role/aws-service-role/x/y\", 3");
    insta::assert_snapshot!(findings(&wrong), @r#"
    E0304 2:16 `"BreakGlass"`: `BreakGlass` is not the ARN of a principal
    E0905 2:30 `"arn:aws:iam::1:role/aws-service-role/x/y"`: `arn:aws:iam::1:role/aws-service-role/x/y` is a service-linked role, which no policy of the organization touches
    E0301 2:74 `3`: expected a string, found a whole number
    "#);
}

#[test]
fn things_of_one_account_are_told_from_those_of_others() {
    let source = |rule: &str| {
        let known = THREE.replace("\"b@b.co\"", "\"b@b.co\" adopt \"222233334444\"");
        acme(&format!("policy Lock: scp {{ {rule} }}"), &known)
    };
    let one = source("deny cloudformation:CreateStack on \"arn:aws:cloudformation:*:222233334444:stack/*\"");
    insta::assert_snapshot!(findings(&one), @r#"E0609 4:20 `deny cloudformation:CreateStack on "arn:aws:cloudformation:*:222233334444:stack/*"`: StackSets cannot deploy baseline `Audit` in `eu-west-1`, `us-east-1` of account `b`: it may not `cloudformation:CreateStack`"#);
    let by_name = source("deny cloudformation:CreateStack on \"arn:aws:cloudformation:*:${a.id}:stack/*\"");
    insta::assert_snapshot!(findings(&by_name), @r#"E0609 4:20 `deny cloudformation:CreateStack on "arn:aws:cloudformation:*:${a.id}:stack/*"`: StackSets cannot deploy baseline `Audit` in `eu-west-1`, `us-east-1` of account `a`: it may not `cloudformation:CreateStack`"#);
    let others = source(
        "deny cloudformation:CreateStack on all except \"arn:aws:cloudformation:*:222233334444:stack/*\"",
    );
    insta::assert_snapshot!(findings(&others), @r#"E0609 4:20 `deny cloudformation:CreateStack on all except "arn:aws:cloudformation:*:222233334444:stack/*"`: StackSets cannot deploy baseline `Audit` in `eu-west-1`, `us-east-1` of account `a`: it may not `cloudformation:CreateStack`"#);
    let elsewhere =
        source("deny cloudformation:CreateStack on \"arn:aws:cloudformation:*:999988887777:stack/*\"");
    assert_eq!(findings(&elsewhere), "");
}

#[test]
fn a_rule_that_no_request_meets_hides_no_lock_out_by_another() {
    let never = "when aws:RequestedRegion == us-east-1 and aws:RequestedRegion like \"eu-*\"";
    let lock = LOCK.replace("scp {", &format!("scp {{ deny s3:* {never}"));
    let told = findings(&acme(&lock, THREE));
    let codes: Vec<&str> = told.lines().filter_map(|line| line.split(' ').next()).collect();
    assert_eq!(codes, ["E0610", "E0609"], "{told}");

    let little = format!("policy Lock: scp {{ allow s3:* allow cloudformation:* {never} }}");
    let told = findings(&acme(&little, &THREE.replace("attach Lock", "attach Lock detach FullAWSAccess")));
    let codes: Vec<&str> = told.lines().filter_map(|line| line.split(' ').next()).collect();
    assert_eq!(codes, ["E0610"], "what it is meant to allow is not known: {told}");
}
