//! What is proved of known policies, and what is given up in time.

use orgc_policy::{
    Answer, Cause, Chain, Cited, Condition, Control, Document, Grammar, Ground, KeyKind, KeyType, Level,
    Policy, Question, Reason, Scope, Verdict, compare, decide, possible,
};
use std::sync::Arc;

const FULL: &str = r#"{"Effect":"Allow","Action":"*","Resource":"*"}"#;

/// An account under one level of these statements.
fn under(statements: &[&str]) -> Chain {
    let text = format!(r#"{{"Version":"2012-10-17","Statement":[{}]}}"#, statements.join(","));
    let policy = Policy::new("p", &Document::parse(&text).unwrap(), Grammar::ServiceControl).unwrap();
    let level = Level { target: "t".to_owned(), policies: vec![Arc::new(policy)] };
    Chain { service: vec![level], ..Chain::default() }
}

fn ground() -> Ground {
    Ground { principals: vec!["arn:aws:iam::111122223333:role/*".to_owned()], ..Ground::default() }
}

/// Whether any role can do it.
fn question(action: &str) -> Question {
    Question {
        actions: Scope::these([action]),
        resources: Scope::all(),
        when: Vec::new(),
        unless: Vec::new(),
        ground: ground(),
    }
}

fn answer(question: &Question, chain: &Chain) -> String {
    match possible(question, chain) {
        Answer::Possible(request) => request.to_string(),
        Answer::Impossible => "impossible".to_owned(),
        Answer::NoRequest => "no request".to_owned(),
        Answer::Undecided(reason) => reason.to_string(),
    }
}

const LOCK: &str = r#"{"Effect":"Deny","NotAction":["iam:*","sts:*"],"Resource":"*","Condition":{
    "StringNotEquals":{"aws:RequestedRegion":["eu-west-1","eu-central-1"]},
    "ArnNotLike":{"aws:PrincipalArn":"arn:aws:iam::*:role/BreakGlass"}}}"#;

#[test]
fn a_lock_on_regions_holds_for_everyone_but_its_exception() {
    let chain = under(&[FULL, LOCK]);
    let mut start = question("ec2:RunInstances");
    insta::assert_snapshot!(answer(&start, &chain), @"ec2:RunInstances, aws:PrincipalArn = arn:aws:iam::111122223333:role/BreakGlass");
    start.when = vec![Condition::new("StringEquals", "aws:RequestedRegion", ["us-east-1"])];
    insta::assert_snapshot!(answer(&start, &chain), @"ec2:RunInstances, aws:PrincipalArn = arn:aws:iam::111122223333:role/BreakGlass, aws:RequestedRegion = us-east-1");
    start.unless =
        vec![vec![Condition::new("ArnLike", "aws:PrincipalArn", ["arn:aws:iam::*:role/BreakGlass"])]];
    assert_eq!(answer(&start, &chain), "impossible");
    start.actions = Scope::these(["iam:CreateRole", "ec2:*"]);
    insta::assert_snapshot!(answer(&start, &chain), @"iam:CreateRole, aws:PrincipalArn = arn:aws:iam::111122223333:role/x, aws:RequestedRegion = us-east-1");
    assert_eq!(answer(&start, &under(&[LOCK])), "impossible");
}

#[test]
fn a_question_that_contradicts_itself_is_about_nothing() {
    let chain = under(&[FULL]);
    let mut none = question("ec2:RunInstances");
    none.when =
        vec![Condition::new("StringEquals", "k", ["a"]), Condition::new("StringNotLike", "k", ["a*"])];
    assert_eq!(answer(&none, &chain), "no request");
    none.when = vec![Condition::new("Bool", "aws:PrincipalIsAWSService", ["true"])];
    assert_eq!(answer(&none, &chain), "no request");
    none.when = Vec::new();
    none.ground.principals = vec!["arn:aws:iam::1:role/aws-service-role/*".to_owned()];
    assert_eq!(answer(&none, &chain), "no request");
}

#[test]
fn types_of_keys_say_what_values_there_can_be() {
    let no_mfa = r#"{"Effect":"Deny","Action":"*","Resource":"*","Condition":{"BoolIfExists":{"aws:MultiFactorAuthPresent":"false"}}}"#;
    let chain = under(&[FULL, no_mfa]);
    let mut start = question("ec2:RunInstances");
    let mfa = || vec![Condition::new("Bool", "aws:MultiFactorAuthPresent", ["true"])];
    start.unless = vec![mfa()];
    insta::assert_snapshot!(answer(&start, &chain), @"ec2:RunInstances, aws:MultiFactorAuthPresent = x, aws:PrincipalArn = arn:aws:iam::111122223333:role/x");
    start
        .ground
        .types
        .insert("aws:multifactorauthpresent".to_owned(), KeyType { kind: KeyKind::Bool, many: false });
    assert_eq!(answer(&start, &chain), "impossible");
}

#[test]
fn variables_are_decided_where_they_do_not_matter() {
    let own = r#"{"Effect":"Deny","Action":"s3:*","Resource":"*","Condition":{"StringNotEquals":{"aws:ResourceTag/team":"${aws:PrincipalTag/team}"}}}"#;
    let chain = under(&[FULL, own]);
    let mut get = question("s3:GetObject");
    let tied = Reason::Tied.to_string();
    assert_eq!(answer(&get, &chain), tied);
    get.when = vec![Condition::new("Null", "aws:ResourceTag/team", ["true"])];
    assert_eq!(answer(&get, &chain), "impossible");
    let write = question("ec2:RunInstances");
    insta::assert_snapshot!(answer(&write, &chain), @"ec2:RunInstances, aws:PrincipalArn = arn:aws:iam::111122223333:role/x");
}

#[test]
fn known_values_of_keys_are_the_only_ones() {
    let other = r#"{"Effect":"Deny","Action":"*","Resource":"*","Condition":{"StringNotEquals":{"aws:PrincipalAccount":"111122223333"}}}"#;
    let mut start = question("ec2:RunInstances");
    start.ground.given.set("aws:PrincipalAccount", ["111122223333"]);
    insta::assert_snapshot!(answer(&start, &under(&[FULL, other])), @"ec2:RunInstances, aws:PrincipalAccount = 111122223333, aws:PrincipalArn = arn:aws:iam::111122223333:role/x");
    start.ground.given.set("aws:PrincipalAccount", ["444455556666"]);
    assert_eq!(answer(&start, &under(&[FULL, other])), "impossible");
}

#[test]
fn absurd_policies_are_decided_or_given_up() {
    let many: Vec<String> = (0..700)
        .map(|n| {
            format!(r#"{{"Effect":"Deny","Action":"s3:*","Resource":"*","Condition":{{"StringLike":{{"k{}":"v{n}*"}}}}}}"#, n % 7)
        })
        .collect();
    let mut all: Vec<&str> = vec![FULL];
    all.extend(many.iter().map(String::as_str));
    insta::assert_snapshot!(answer(&question("s3:GetObject"), &under(&all)), @"s3:GetObject, aws:PrincipalArn = arn:aws:iam::111122223333:role/x");

    let pattern = |letter: char| format!("*{}b", format!("{letter}*").repeat(12));
    let listed: Vec<String> = ('c'..='n').map(|letter| format!("\"{}\"", pattern(letter))).collect();
    let absurd = format!(
        r#"{{"Effect":"Deny","Action":"s3:*","Resource":"*","Condition":{{"StringLike":{{"k":[{}]}}}}}}"#,
        listed.join(",")
    );
    assert_eq!(
        answer(&question("s3:GetObject"), &under(&[FULL, &absurd])),
        "the patterns of k overlap in too many ways"
    );
}

#[test]
fn a_change_of_policies_is_told_by_what_stood_against_it() {
    let (before, after) = (under(&[FULL, LOCK]), under(&[FULL]));
    let found = compare(&before, &after, &ground());
    let cited = Cited { control: Control::Service, level: 0, policy: 0, statement: 1 };
    let [change] = found.gained.as_slice() else { panic!("{found:?}") };
    assert_eq!(change.cause, Cause::Denies(cited));
    let example = change.example.as_ref().unwrap();
    assert_eq!(decide(example, Some(&before), None).verdict, Verdict::ExplicitlyDenied);
    assert_eq!(decide(example, Some(&after), None).verdict, Verdict::Allowed);
    assert!(found.lost.is_empty());

    let narrow = under(&[r#"{"Effect":"Allow","Action":"s3:*","Resource":"*"}"#]);
    let found = compare(&after, &narrow, &ground());
    assert!(found.gained.is_empty());
    assert_eq!(found.lost.iter().map(|one| one.cause).collect::<Vec<_>>(), [Cause::Silent { level: 0 }]);
    // The same in other words is no change.
    let twice = under(&[FULL, LOCK, LOCK]);
    assert_eq!(compare(&before, &twice, &ground()), compare(&before, &before, &ground()));
}
