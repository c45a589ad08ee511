//! What accounts can and cannot do, and tests.

use super::{advice, check_files, findings};

const ORGANIZATION: &str = r#"organization O {
  attach Stay
  management payer { email = "p@b.co" }
  ou Work {
    attach Lock, Trail
    account dev { email = "d@b.co" }
    account test { email = "t@b.co" attach Small }
  }
  ou Lab { account lab { email = "l@b.co" } }
}
let home = [eu-west-1, eu-central-1]
let break-glass = "arn:aws:iam::*:role/BreakGlass"
policy Stay: scp { deny organizations:LeaveOrganization }
policy Lock: scp {
  deny all except iam:*, sts:* when aws:RequestedRegion not in home unless aws:PrincipalArn like break-glass
}
policy Trail: scp { deny cloudtrail:StopLogging, cloudtrail:DeleteTrail unless aws:PrincipalArn like break-glass }
policy Small: scp {
  deny ec2:RunInstances on "arn:aws:ec2:*:*:instance/*" when ec2:InstanceType like ["p*", "g*"]
}
"#;

/// What an assertion beside the organization gives, without its place.
fn asserted(claim: &str) -> String {
    findings(&format!("{ORGANIZATION}{claim}"))
}

/// What there is to say about a failed assertion.
fn told(claim: &str) -> String {
    advice(&format!("{ORGANIZATION}{claim}"))
}

#[test]
fn what_holds_for_every_request_is_proved() {
    for claim in [
        "assert every account cannot organizations:LeaveOrganization",
        "assert every account in Work cannot ec2:RunInstances when aws:RequestedRegion == us-east-1 unless aws:PrincipalArn like break-glass",
        "assert every account in Work cannot s3:CreateBucket when aws:RequestedRegion not in home unless aws:PrincipalArn like break-glass",
        "assert every account in Work cannot cloudtrail:StopLogging unless aws:PrincipalArn like break-glass",
        "assert dev can cloudtrail:StopLogging as \"arn:aws:iam::123456789012:role/BreakGlass\"",
        "assert dev can ec2:RunInstances on \"arn:aws:ec2:eu-west-1:*:instance/*\" when aws:RequestedRegion == eu-west-1 and ec2:InstanceType == \"p5.48xlarge\"",
        "assert test cannot ec2:RunInstances on \"arn:aws:ec2:*:*:instance/*\" when ec2:InstanceType like \"p5.*\"",
        "assert test cannot ec2:RunInstances on \"arn:aws:ec2:*:*:instance/*\" when ec2:InstanceType in [\"p5.large\", \"g4.large\"]",
        "assert lab can all when aws:RequestedRegion == us-east-1",
    ] {
        assert_eq!(asserted(claim), "", "{claim}");
    }
}

#[test]
fn what_does_not_hold_has_a_counterexample() {
    insta::assert_snapshot!(asserted("assert every account cannot cloudtrail:StopLogging"), @"E0901 21:8 `every account cannot cloudtrail:StopLogging`: `dev` and 2 more can do `cloudtrail:StopLogging`");
    insta::assert_snapshot!(told("assert every account cannot cloudtrail:StopLogging"), @"
    counterexample: in `dev`, cloudtrail:StopLogging, aws:PrincipalArn = arn:aws:iam::<dev>:role/BreakGlass
    because no policy denies it: `Stay` at organization/O, `Lock`, `Trail` at ou/Work
    ");
    insta::assert_snapshot!(told("assert dev cannot s3:CreateBucket when aws:RequestedRegion == us-east-1"), @"
    counterexample: in `dev`, s3:CreateBucket, aws:PrincipalArn = arn:aws:iam::<dev>:role/BreakGlass, aws:RequestedRegion = us-east-1
    because no policy denies it: `Stay` at organization/O, `Lock`, `Trail` at ou/Work
    ");
    insta::assert_snapshot!(asserted("assert dev can cloudtrail:DeleteTrail as \"arn:aws:iam::123456789012:role/Admin\" else \"admins need it\""), @r#"E0901 21:8 `dev can cloudtrail:DeleteTrail as "arn:aws:iam::123456789012:role/Admin"`: admins need it"#);
    insta::assert_snapshot!(told("assert dev can cloudtrail:DeleteTrail as \"arn:aws:iam::123456789012:role/Admin\" else \"admins need it\""), @"
    for example: in `dev`, cloudtrail:DeleteTrail, aws:PrincipalArn = arn:aws:iam::123456789012:role/Admin
    because `Lock` at ou/Work denies it, `Trail` at ou/Work denies it
    `dev` cannot do this
    ");
}

#[test]
fn claims_about_nothing_are_refused() {
    insta::assert_snapshot!(asserted("assert payer cannot organizations:LeaveOrganization"), @"E0905 21:8 `payer`: `payer` is the management account, which no policy of the organization touches");
    insta::assert_snapshot!(asserted("assert dev can s3:GetObject as \"arn:aws:iam::123456789012:role/aws-service-role/x.amazonaws.com/X\""), @r#"E0905 21:32 `"arn:aws:iam::123456789012:role/aws-service-role/x.amazonaws.com/X"`: `arn:aws:iam::123456789012:role/aws-service-role/x.amazonaws.com/X` is a service-linked role, which no policy of the organization touches"#);
    insta::assert_snapshot!(asserted("assert dev can s3:GetObject as \"BreakGlass\""), @r#"E0304 21:32 `"BreakGlass"`: `BreakGlass` is not the ARN of a principal"#);
    insta::assert_snapshot!(asserted("assert dev cannot s3:GetObject when aws:RequestedRegion == us-east-1 and aws:RequestedRegion missing"), @"E0901 21:8 `dev cannot s3:GetObject when aws:RequestedRegion == us-east-1 and aws:RequestedRegion missing`: no request is what this describes");
}

#[test]
fn a_rule_about_some_resources_needs_them_in_the_claim() {
    insta::assert_snapshot!(asserted("assert test cannot ec2:RunInstances when ec2:InstanceType like \"p5.*\""), @r#"E0904 21:8 `test cannot ec2:RunInstances when ec2:InstanceType like "p5.*"`: what denies `ec2:RunInstances` is limited to some resources; name them"#);
}

#[test]
fn names_and_types_in_claims_are_checked() {
    insta::assert_snapshot!(asserted("assert nobody cannot s3:GetObjct when aws:RequestedRegion < 5"), @"
    E0201 21:8 `nobody`: nothing is called `nobody`
    E0604 21:22 `s3:GetObjct`: `s3:GetObjct` is not an action of its service
    E0606 21:59 `<`: `<` cannot compare `aws:RequestedRegion`, whose value is a string
    ");
}

#[test]
fn ids_that_come_later_are_told_apart() {
    let source = r#"organization O {
  attach Perimeter
  account a { email = "a@b.co" }
  account b { email = "b@b.co" }
  account c { email = "c@b.co" adopt "111122223333" }
}
policy Perimeter: scp { deny s3:* unless aws:PrincipalAccount in [a.id, "111122223333"] }
"#;
    let claims = "assert a can s3:GetObject\nassert b cannot s3:GetObject\nassert c can s3:GetObject\n";
    assert_eq!(findings(&format!("{source}{claims}")), "");
    insta::assert_snapshot!(advice(&format!("{source}assert a cannot s3:GetObject")), @"
    counterexample: in `a`, s3:GetObject, aws:PrincipalAccount = <a>, aws:PrincipalArn = arn:aws:iam::<a>:role/x
    because no policy denies it: `Perimeter` at organization/O
    ");
}

/// The title of each test, how many assertions ran, and what failed.
fn tested(tests: &str) -> String {
    let (checked, _) = check_files(&[("main.org", &format!("{ORGANIZATION}{tests}"))]);
    let line = |one: &crate::TestResult| {
        let failures: Vec<&str> = one.failures.iter().map(|failure| failure.message.as_str()).collect();
        format!("{} ({}): {}", one.title, one.assertions, failures.join("; "))
    };
    let faults = checked.diagnostics.iter().map(|one| format!("{}: {}", one.code.id(), one.message));
    checked.tests.iter().map(line).chain(faults).collect::<Vec<_>>().join("\n")
}

#[test]
fn tests_run_loops_over_the_finished_model() {
    insta::assert_snapshot!(tested(r#"
test "trails" {
  for action in [cloudtrail:StopLogging, cloudtrail:DeleteTrail] {
    assert every account in Work cannot action unless aws:PrincipalArn like break-glass
  }
  for a in accounts(Work) where a.name != "dev" { assert a cannot s3:GetObject }
  if length(accounts()) == 4 { assert length(accounts(Lab)) == 2 else "the lab is small" }
}
test "shape" { assert length(accounts(Work)) == 2 }
test "nothing" { for a in accounts(Lab) where a.name == "x" { assert false } }
test "odd" { output o = 1 }
test "unknown" { assert every account in Nowhere cannot s3:* }
"#), @"
    trails (4): `test` can do `s3:GetObject`; the lab is small
    shape (1): 
    nothing (0): test `nothing` asserts nothing
    odd (0): 
    unknown (1): 
    E0210: a test holds assertions, and `for` and `if` around them
    E0201: nothing is called `Nowhere`
    ");
}
