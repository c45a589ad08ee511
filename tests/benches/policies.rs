//! What policies cost: the catalogue when it is first asked, and checking projects of many policies
//! that ask it about every action and key; what deciding a request and proving an assertion cost.

use divan::counter::{BytesCount, ItemsCount};
use divan::{Bencher, black_box};
use orgc_policy::{
    Answer, Chain, Condition, Document, Grammar, Ground, IamCatalog, Level, Passage, Policy, Question,
    Request, Scope, decide, possible, shifts,
};
use orgc_tests::generate;
use orgc_tests::project::{Files, check, read_folder};
use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

fn main() {
    first_use();
    divan::main();
}

/// Every process pays this once.
fn first_use() {
    let start = Instant::now();
    let catalog = IamCatalog::bundled();
    let listed = start.elapsed();
    let s3 = Instant::now();
    let known = catalog.check_action("s3:GetObject").is_none();
    let s3 = s3.elapsed();
    let ec2 = Instant::now();
    let answer = catalog.check_key("ec2:InstanceType", &Scope::these(["ec2:RunInstances"]));
    let ec2 = ec2.elapsed();
    let all = Instant::now();
    let services = catalog.services().filter_map(|name| catalog.service(name)).count();
    let all = all.elapsed();
    assert!(known && answer.finding.is_none() && services > 400, "the catalogue knows them");
    println!(
        "first use: list {listed:?}, one action of s3 {s3:?}, one key of ec2 {ec2:?}, all the rest {all:?}"
    );
}

/// Policies of five rules with conditions of every kind.
fn files(policies: usize) -> Files {
    let mut text = "organization Scale {\n".to_owned();
    for unit in 0..policies.div_ceil(5) {
        let _ = write!(text, "  ou Unit{unit} {{\n    attach");
        for policy in unit * 5..(unit * 5 + 5).min(policies) {
            let comma = if policy == unit * 5 { "" } else { "," };
            let _ = write!(text, "{comma} Guard{policy}");
        }
        text.push_str("\n  }\n");
    }
    text.push_str("}\n");
    for policy in 0..policies {
        let _ = write!(text, "\npolicy Guard{policy}: scp {{\n{RULES}}}\n");
    }
    Files::from([("main.org".to_owned(), text)])
}

const RULES: &str = r#"  deny all except iam:*, organizations:*, sts:*
    when aws:RequestedRegion not in [eu-central-1, us-east-1]
    unless aws:PrincipalArn like "arn:aws:iam::*:role/BreakGlass"
  deny cloudtrail:StopLogging, cloudtrail:DeleteTrail, cloudtrail:UpdateTrail
  deny ec2:RunInstances on "arn:aws:ec2:*:*:instance/*"
    when ec2:InstanceType like ["p*", "g*"] and ec2:InstanceType not in ["g5.xlarge"]
  deny s3:PutObject, s3:DeleteObject unless aws:SecureTransport == true and aws:PrincipalTag/team exists
  deny ec2:CreateTags when any of aws:TagKeys like "acme:*"
"#;

#[divan::bench(args = [1, 200, 2_000])]
fn check_policies(bencher: Bencher<'_, '_>, policies: usize) {
    let files = files(policies);
    let compiled = check(&files);
    assert!(compiled.desired.is_some(), "the generated policies have no errors");
    bencher
        .counter(BytesCount::of_str(&files["main.org"]))
        .counter(ItemsCount::new(policies))
        .bench(|| check(black_box(&files)));
}

/// An account under five levels of four policies each.
fn account() -> Chain {
    let document = |number: usize| {
        let text = format!(
            r#"{{"Version":"2012-10-17","Statement":[
            {{"Effect":"Deny","NotAction":["iam:*","sts:*","s3:*"],"Resource":"*","Condition":{{
              "StringNotEquals":{{"aws:RequestedRegion":["eu-west-1","eu-central-1"]}},
              "ArnNotLike":{{"aws:PrincipalArn":"arn:aws:iam::*:role/BreakGlass{number}"}}}}}},
            {{"Effect":"Deny","Action":["cloudtrail:StopLogging","cloudtrail:DeleteTrail"],"Resource":"*"}}]}}"#
        );
        let document = Document::parse(&text).expect("a document");
        Arc::new(Policy::new(format!("Guard{number}"), &document, Grammar::ServiceControl).expect("a policy"))
    };
    let level = |level: usize| {
        let full = Arc::new(Policy::full_access("FullAWSAccess"));
        let policies = [full].into_iter().chain((0..3).map(|one| document(level * 3 + one))).collect();
        Level { target: format!("level {level}"), policies }
    };
    Chain { service: (0..5).map(level).collect(), ..Chain::default() }
}

#[divan::bench]
fn decide_a_request(bencher: Bencher) {
    let chain = account();
    let request = Request::new("s3:GetObject", "arn:aws:s3:::logs/x")
        .by("arn:aws:iam::111122223333:role/Reader")
        .with("aws:RequestedRegion", ["eu-west-1"]);
    bencher.bench(|| decide(black_box(&request), Some(&chain), Some(&chain)));
}

#[divan::bench]
fn prove_that_nobody_can(bencher: Bencher) {
    let chain = account();
    let question = Question {
        actions: Scope::these(["ec2:RunInstances"]),
        resources: Scope::all(),
        when: vec![Condition::new("StringEquals", "aws:RequestedRegion", ["us-east-1"])],
        unless: vec![vec![Condition::new(
            "ArnLike",
            "aws:PrincipalArn",
            ["arn:aws:iam::*:role/BreakGlass*"],
        )]],
        ground: Ground {
            principals: vec!["arn:aws:iam::111122223333:role/*".to_owned()],
            ..Ground::default()
        },
    };
    bencher.bench(|| assert_eq!(possible(black_box(&question), &chain), Answer::Impossible));
}

/// The tests of an example, from its files: 57 assertions about 23 accounts.
#[divan::bench]
fn test_an_example(bencher: Bencher) {
    let files = read_folder(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/northwind"));
    bencher.bench(|| {
        let checked = check(black_box(&files));
        assert!(checked.tests.iter().all(|test| test.failures.is_empty()));
    });
}

/// Fifty assertions about each of a thousand accounts, in fifty units.
#[divan::bench(sample_count = 5)]
fn test_a_thousand_accounts(bencher: Bencher) {
    let mut text = generate::company(1_000);
    text.push_str("\ntest \"fifty things\" {\n");
    for number in 0..50 {
        let _ = writeln!(
            text,
            "  assert every account in Company can s3:GetObject on \"arn:aws:s3:::bucket-{number}/x\""
        );
    }
    text.push_str("}\n");
    let files = Files::from([("main.org".to_owned(), text)]);
    bencher.bench(|| {
        let checked = check(black_box(&files));
        assert!(checked.tests.iter().all(|test| test.failures.is_empty()), "{:?}", checked.tests);
    });
}

/// One more policy over each of a thousand accounts, in twenty kinds of places.
#[divan::bench(sample_count = 5)]
fn compare_a_thousand_accounts(bencher: Bencher) {
    let more = Document::parse(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"s3:PutBucketPolicy","Resource":"*"}}"#,
    );
    let more = Policy::new("More", &more.expect("a document"), Grammar::ServiceControl);
    let more = Arc::new(more.expect("a policy"));
    let passage = |number: usize| {
        let id = format!("{number:012}");
        let mut before = account();
        let place = format!("ou/Team{}", number % 20);
        before.service.iter_mut().last().expect("five levels").target = place;
        let mut after = before.clone();
        after.service[2].policies.push(Arc::clone(&more));
        Passage { account: number, ground: Ground::of_account(&id, None, "aws"), id, before, after }
    };
    let passages: Vec<Passage<usize>> = (0..1_000).map(passage).collect();
    bencher.bench(|| {
        let shifts = shifts(black_box(&passages), IamCatalog::bundled());
        assert_eq!(shifts.iter().map(|shift| shift.accounts.len()).sum::<usize>(), 1_000);
    });
}
