//! What the published rules say of known policies (AWS Organizations User Guide, SCP evaluation).

use orgc_policy::Verdict::{Allowed, ExplicitlyDenied as Explicit, ImplicitlyDenied as Implicit};
use orgc_policy::{
    Chain, Cited, Control, Document, Exemption, Grammar, Level, Policy, Request, Verdict, decide,
};
use std::sync::Arc;

const FULL: &str = r#"{"Effect":"Allow","Action":"*","Resource":"*"}"#;

/// A chain of levels, each of policies, each of statements.
fn chain(levels: &[&[&str]]) -> Chain {
    let policy = |statements: &&str| {
        let text = format!(r#"{{"Version":"2012-10-17","Statement":[{statements}]}}"#);
        let document = Document::parse(&text).unwrap();
        Arc::new(Policy::new("p", &document, Grammar::ServiceControl).unwrap())
    };
    let level = |policies: &&[&str]| Level {
        target: "t".to_owned(),
        policies: policies.iter().map(policy).collect(),
    };
    Chain { service: levels.iter().map(level).collect(), ..Chain::default() }
}

fn verdict(levels: &[&[&str]], request: &Request) -> Verdict {
    decide(request, Some(&chain(levels)), None).verdict
}

fn on(action: &str) -> Request {
    Request::new(action, "*")
}

#[test]
fn levels_are_a_filter() {
    let deny_ec2 = r#"{"Effect":"Deny","Action":"ec2:*","Resource":"*"}"#;
    let (s3, ec2) = (
        r#"{"Effect":"Allow","Action":"s3:*","Resource":"*"}"#,
        r#"{"Effect":"Allow","Action":"ec2:*","Resource":"*"}"#,
    );
    assert_eq!(verdict(&[&[FULL], &[FULL], &[FULL]], &on("s3:GetObject")), Allowed);
    assert_eq!(verdict(&[&[FULL, deny_ec2], &[FULL], &[FULL]], &on("ec2:RunInstances")), Explicit);
    assert_eq!(verdict(&[&[s3], &[FULL], &[FULL]], &on("s3:GetObject")), Allowed);
    assert_eq!(verdict(&[&[s3], &[FULL], &[FULL]], &on("ec2:RunInstances")), Implicit);
    assert_eq!(verdict(&[&[FULL], &[deny_ec2], &[FULL]], &on("s3:GetObject")), Implicit);
    assert_eq!(verdict(&[&[s3, ec2], &[FULL], &[FULL]], &on("ec2:RunInstances")), Allowed);
    let abc = r#"{"Effect":"Allow","Action":["x:A","x:B","x:C"],"Resource":"*"}"#;
    let cde = r#"{"Effect":"Allow","Action":["x:C","x:D","x:E"],"Resource":"*"}"#;
    for (action, expected) in [("x:A", Implicit), ("x:C", Allowed), ("x:D", Implicit)] {
        assert_eq!(verdict(&[&[abc], &[cde], &[FULL]], &on(action)), expected, "{action}");
    }
}

#[test]
fn absent_keys_are_a_case_of_their_own() {
    let region = |operator: &str| {
        format!(
            r#"{{"Effect":"Deny","NotAction":"iam:*","Resource":"*","Condition":{{"{operator}":{{"aws:RequestedRegion":"eu-central-1"}}}}}}"#
        )
    };
    let list = || on("s3:ListBucket");
    for operator in ["StringNotEquals", "StringNotEqualsIfExists"] {
        let lock = region(operator);
        let levels: &[&[&str]] = &[&[FULL, &lock], &[FULL], &[FULL]];
        assert_eq!(verdict(levels, &list().with("aws:RequestedRegion", ["us-east-1"])), Explicit);
        assert_eq!(verdict(levels, &list().with("aws:RequestedRegion", ["eu-central-1"])), Allowed);
        assert_eq!(verdict(levels, &list()), Explicit);
        assert_eq!(verdict(levels, &on("iam:CreateRole")), Allowed);
    }
    let mfa = |operator: &str| {
        format!(
            r#"{{"Effect":"Deny","Action":"*","Resource":"*","Condition":{{"{operator}":{{"aws:MultiFactorAuthPresent":"false"}}}}}}"#
        )
    };
    assert_eq!(verdict(&[&[FULL, &mfa("Bool")], &[FULL]], &list()), Allowed);
    assert_eq!(verdict(&[&[FULL, &mfa("BoolIfExists")], &[FULL]], &list()), Explicit);
}

#[test]
fn some_are_exempt() {
    let deny = chain(&[&[FULL, r#"{"Effect":"Deny","Action":"*","Resource":"*"}"#]]);
    let exempt = |request: &Request, chain: &Chain| {
        let decision = decide(request, Some(chain), None);
        (decision.verdict, decision.exempt)
    };
    assert_eq!(exempt(&on("s3:GetObject"), &deny), (Explicit, None));
    let management = Chain { is_management: true, ..deny.clone() };
    assert_eq!(exempt(&on("s3:GetObject"), &management), (Allowed, Some(Exemption::ManagementAccount)));
    let linked = on("s3:GetObject")
        .by("arn:aws:iam::111122223333:role/aws-service-role/x.amazonaws.com/AWSServiceRoleForX");
    assert_eq!(exempt(&linked, &deny), (Allowed, Some(Exemption::ServiceLinkedRole)));
    let service = on("s3:GetObject").with("aws:PrincipalIsAWSService", ["true"]);
    assert_eq!(exempt(&service, &deny), (Allowed, Some(Exemption::Service)));
}

#[test]
fn resource_control_filters_everyone_on_the_resources_of_the_account() {
    let text = r#"{"Version":"2012-10-17","Statement":{"Effect":"Deny","Principal":"*","Action":["s3:*","kms:*"],"Resource":"*","Condition":{"StringNotEqualsIfExists":{"aws:PrincipalOrgID":"o-1"}}}}"#;
    let policy = Policy::new("perimeter", &Document::parse(text).unwrap(), Grammar::ResourceControl).unwrap();
    let level = |policy: Policy| Level { target: "root".to_owned(), policies: vec![Arc::new(policy)] };
    let owner = Chain { resource: vec![level(policy)], ..Chain::default() };
    let verdict = |request: &Request| decide(request, None, Some(&owner)).verdict;
    assert_eq!(verdict(&on("s3:GetObject")), Explicit);
    assert_eq!(verdict(&on("s3:GetObject").with("aws:PrincipalOrgID", ["o-1"])), Allowed);
    assert_eq!(verdict(&on("kms:RetireGrant")), Allowed);
    assert_eq!(verdict(&on("sqs:SendMessage")), Allowed);
    let management = Chain { is_management: true, ..owner.clone() };
    assert_eq!(decide(&on("s3:GetObject"), None, Some(&management)).verdict, Allowed);
}

#[test]
fn the_statements_that_decide_are_named() {
    let deny = r#"{"Sid":"No","Effect":"Deny","Action":"ec2:*","Resource":"*"}"#;
    let levels: &[&[&str]] = &[&[FULL], &[&format!("{FULL},{deny}"), deny], &[]];
    let cited = |level, policy, statement| Cited { control: Control::Service, level, policy, statement };
    let denied = decide(&on("ec2:RunInstances"), Some(&chain(levels)), None);
    assert_eq!(denied.statements, [cited(1, 0, 1), cited(1, 1, 0)]);
    let silent = decide(&on("s3:GetObject"), Some(&chain(levels)), None);
    assert_eq!((silent.verdict, silent.silent), (Implicit, vec![2]));
    assert_eq!(silent.statements, [cited(0, 0, 0), cited(1, 0, 0)]);
    assert_eq!(chain(levels).service[1].policies[0].sid(1), Some("No"));
}
