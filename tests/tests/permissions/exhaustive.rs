//! What is proved over all requests, against every request of small alphabets.
//!
//! A request that was found must pass, as the second evaluator says. Where none was found, none of the
//! enumerated ones may pass: they have every text of up to two letters where patterns have as many, and
//! one letter that no pattern has.

use crate::cases::{Numbers, count};
use crate::naive::{self, Account};
use orgc_policy::{
    Answer, Chain, Condition, Conditions, Document, Ground, KeyKind, KeyType, Principal, Principals,
    Question, Request, Scope, Statement, Verdict, compare, decide, possible,
};
use std::collections::{BTreeMap, BTreeSet};

/// Questions in a run of the suite. For more, set `ORGC_CASES`, best with `--release`.
const QUESTIONS: u64 = 100;

const ACTIONS: &[&str] = &["s3:a", "s3:b", "kms:a", "kms:RetireGrant"];
const ACTION_PATTERNS: &[&str] = &["s3:a", "S3:B", "s3:*", "s3:?", "*:a", "kms:*", "kms:RetireGrant"];
const RESOURCES: &[&str] = &["*", "arn:aws:s3:::a", "arn:aws:s3:::b", "arn:aws:s3:::ab"];
const RESOURCE_PATTERNS: &[&str] =
    &["*", "arn:aws:s3:::*", "arn:aws:s3:::a", "arn:*:s3:::?b", "arn:aws:s3:::${k:s}"];
const PRINCIPALS: &[&str] = &["arn:aws:iam::1:role/a", "arn:aws:iam::1:role/b", "arn:aws:iam::1:root"];
const PRINCIPAL_PATTERNS: &[&str] = &["arn:aws:iam::1:role/a", "arn:*:iam::*:role/*", "*"];
const TEXTS: &[&str] = &["", "a", "b", "x", "A", "ab"];
const TEXT_PATTERNS: &[&str] =
    &["a", "b", "ab", "a*", "*b", "?", "??", "*", "A", "", "${k:v}", "a${k:v, 'b'}"];
const NUMBERS: &[&str] = &["0", "1", "1.5", "2", "2.5", "3", "4", "x"];
const NUMBER_VALUES: &[&str] = &["1", "2", "3", "x"];
const ADDRESSES: &[&str] = &["9.0.0.0", "10.0.0.0", "10.0.0.1", "10.0.0.2", "10.1.0.0", "::", "x"];
const NETWORKS: &[&str] = &["10.0.0.0/8", "10.0.0.0/30", "10.0.0.1", "0.0.0.0/0", "::/0"];

/// The keys: name, values that requests have, operators, values that conditions list.
type Key = (&'static str, &'static [&'static str], &'static [&'static str], &'static [&'static str]);

const KEYS: &[Key] = &[
    (
        "k:s",
        TEXTS,
        &["StringEquals", "StringNotEquals", "StringLike", "StringNotLike", "StringEqualsIgnoreCase"],
        TEXT_PATTERNS,
    ),
    ("k:v", TEXTS, &["StringEquals", "StringLike"], &["a", "b*"]),
    ("k:m", TEXTS, &["StringEquals", "StringNotEquals", "StringLike", "StringNotLike"], TEXT_PATTERNS),
    (
        "k:n",
        NUMBERS,
        &["NumericEquals", "NumericNotEquals", "NumericLessThan", "NumericGreaterThanEquals", "StringEquals"],
        NUMBER_VALUES,
    ),
    ("k:i", ADDRESSES, &["IpAddress", "NotIpAddress"], NETWORKS),
    ("k:b", &["true", "false"], &["Bool"], &["true", "false"]),
    ("aws:PrincipalArn", PRINCIPALS, &["ArnLike", "ArnNotEquals", "StringNotLike"], PRINCIPAL_PATTERNS),
];

#[test]
fn what_is_proved_is_so_for_every_request() {
    let questions = count(QUESTIONS);
    let (mut yes, mut no, mut nothing, mut undecided) = (0, 0, 0, BTreeMap::<String, u64>::new());
    for seed in 0..questions {
        let mut numbers = Numbers::of(seed);
        let keys = [numbers.pick(KEYS), numbers.pick(KEYS)];
        let account = account(&mut numbers, &keys);
        let question = question(&mut numbers, &keys);
        let chain = account.compiled();
        let told = || format!("question {seed}: {question:?}\n{account}");
        match possible(&question, &chain) {
            Answer::Possible(request) => {
                yes += 1;
                assert!(question.is_about(&request), "{request}\n{}", told());
                let verdict = naive::verdict(&request, Some(&account), Some(&account));
                assert_eq!(verdict, Verdict::Allowed, "{request}\n{}", told());
            }
            Answer::Undecided(reason) => *undecided.entry(reason.to_string()).or_default() += 1,
            answer => {
                let about = requests(&question, &account).into_iter().find(|request| {
                    (answer == Answer::NoRequest || passes(request, &chain)) && question.is_about(request)
                });
                assert_eq!(about.map(|request| request.to_string()), None, "{answer:?}\n{}", told());
                if answer == Answer::NoRequest { nothing += 1 } else { no += 1 }
            }
        }
    }
    println!(
        "{questions} questions: {yes} possible, {no} impossible, {nothing} about nothing, undecided: {undecided:?}"
    );
    let open: u64 = undecided.values().sum();
    assert!(no > questions / 10 && yes > questions / 10 && open < questions / 8, "{yes} {no} {undecided:?}");
}

#[test]
fn what_two_accounts_differ_in_is_found() {
    let (mut equal, mut changed, mut undecided) = (0, 0, 0);
    for seed in 0..count(QUESTIONS) / 2 {
        let mut numbers = Numbers::of(seed ^ 0x5555);
        let keys = [numbers.pick(KEYS), numbers.pick(KEYS)];
        let accounts = [account(&mut numbers, &keys), account(&mut numbers, &keys)];
        let [before, after] = [accounts[0].compiled(), accounts[1].compiled()];
        let both = Account {
            is_management: false,
            service: accounts.iter().flat_map(|one| one.service.clone()).collect(),
            resource: accounts.iter().flat_map(|one| one.resource.clone()).collect(),
        };
        let told = || format!("accounts {seed}: before {}after {}", accounts[0], accounts[1]);
        let found = compare(&before, &after, &ground());
        for (changes, closed, open) in [(&found.gained, &before, &after), (&found.lost, &after, &before)] {
            for change in changes {
                match &change.example {
                    Ok(request) => {
                        assert!(passes(request, open) && !passes(request, closed), "{request}\n{}", told());
                        changed += 1;
                    }
                    Err(_) => undecided += 1,
                }
            }
            if !changes.is_empty() {
                continue;
            }
            equal += 1;
            let everything = Question {
                actions: Scope::all(),
                resources: Scope::all(),
                when: Vec::new(),
                unless: Vec::new(),
                ground: ground(),
            };
            let missed = requests(&everything, &both)
                .into_iter()
                .find(|request| passes(request, open) && !passes(request, closed));
            assert_eq!(missed.map(|request| request.to_string()), None, "{}", told());
        }
    }
    println!("{equal} without a change, {changed} changes, {undecided} undecided");
    assert!(equal > 20 && changed > 20 && undecided < changed / 5, "{equal} {changed} {undecided}");
}

fn passes(request: &Request, chain: &Chain) -> bool {
    decide(request, Some(chain), Some(chain)).verdict == Verdict::Allowed
}

/// Every request of the alphabets, with the keys of which something is said.
fn requests(question: &Question, account: &Account) -> Vec<Request> {
    let documents = account.service.iter().chain(&account.resource).flatten();
    let statements = documents.flat_map(|document| &document.statements);
    let mut said: BTreeSet<String> = statements
        .flat_map(|statement| {
            let resources = statement.resources.iter().flat_map(Scope::patterns).cloned();
            let conditions = statement.conditions.iter();
            conditions
                .flat_map(|one| one.values.iter().cloned().chain([one.key.clone()]))
                .chain(resources)
                .collect::<Vec<_>>()
        })
        .collect();
    let asked = question.when.iter().chain(question.unless.iter().flatten());
    said.extend(asked.flat_map(|one| one.values.iter().cloned().chain([one.key.clone()])));
    let is_said = |key: &str| said.iter().any(|text| text.contains(key));
    let mut all: Vec<Request> = Vec::new();
    for action in ACTIONS {
        all.extend(RESOURCES.iter().map(|resource| Request::new(*action, *resource)));
    }
    for (key, values, _, _) in KEYS {
        if *key == "aws:PrincipalArn" && !is_said(key) {
            all = with(&all, key, &[vec![values[0]]]);
        } else if *key == "aws:PrincipalArn" {
            all = with(&all, key, &values.iter().map(|one| vec![*one]).collect::<Vec<_>>());
        } else if is_said(key) {
            let mut sets: Vec<Vec<&str>> =
                [vec![]].into_iter().chain(values.iter().map(|one| vec![*one])).collect();
            if *key == "k:m" {
                let few = &values[1..4];
                sets.extend(few.iter().flat_map(|one| few.iter().map(|other| vec![*one, *other])));
            }
            all = with(&all, key, &sets);
        }
    }
    all
}

fn with(all: &[Request], key: &str, sets: &[Vec<&str>]) -> Vec<Request> {
    let each = |request: &Request| {
        sets.iter().map(|values| request.clone().with(key, values.iter().copied())).collect::<Vec<_>>()
    };
    all.iter().flat_map(each).collect()
}

fn ground() -> Ground {
    Ground {
        principals: vec!["arn:aws:iam::1:role/?*".to_owned(), "arn:aws:iam::1:root".to_owned()],
        types: BTreeMap::from([("k:m".to_owned(), KeyType { kind: KeyKind::String, many: true })]),
        ..Ground::default()
    }
}

fn question(numbers: &mut Numbers, keys: &[Key]) -> Question {
    let conditions = |numbers: &mut Numbers| -> Vec<Condition> {
        (0..numbers.below(2)).map(|_| condition(numbers, keys)).collect()
    };
    Question {
        actions: scope(numbers, ACTION_PATTERNS),
        resources: if numbers.one_in(2) { Scope::all() } else { scope(numbers, RESOURCE_PATTERNS) },
        when: conditions(numbers),
        unless: (0..numbers.below(2)).map(|_| vec![condition(numbers, keys)]).collect(),
        ground: ground(),
    }
}

fn account(numbers: &mut Numbers, keys: &[Key]) -> Account {
    let level = |numbers: &mut Numbers| {
        let mut level = Vec::new();
        if !numbers.one_in(4) {
            level.push(Document::new(vec![Statement::allow(Scope::all())]));
        }
        for _ in 0..numbers.below(3) {
            level.push(Document::new(vec![rule(numbers, keys)]));
        }
        level
    };
    let service = (0..numbers.below(3)).map(|_| level(numbers)).collect();
    let denying = |numbers: &mut Numbers| {
        let rule = Statement::deny(Scope::these([numbers.pick(&["s3:*", "kms:*", "s3:a"])]));
        rule.by(Principals::These(Principal::Everyone)).when(conditions(numbers, keys))
    };
    let resource =
        if numbers.one_in(4) { vec![vec![Document::new(vec![denying(numbers)])]] } else { Vec::new() };
    Account { is_management: false, service, resource }
}

fn rule(numbers: &mut Numbers, keys: &[Key]) -> Statement {
    let actions = scope(numbers, ACTION_PATTERNS);
    let rule = if numbers.one_in(3) { Statement::allow(actions) } else { Statement::deny(actions) };
    let rule = if numbers.one_in(3) { rule.on(scope(numbers, RESOURCE_PATTERNS)) } else { rule };
    rule.when(conditions(numbers, keys))
}

fn conditions(numbers: &mut Numbers, keys: &[Key]) -> Conditions {
    let mut conditions = Conditions::default();
    for _ in 0..numbers.below(3) {
        // A second one of the same operator and key has no place.
        let _ = conditions.add(condition(numbers, keys));
    }
    conditions
}

fn condition(numbers: &mut Numbers, keys: &[Key]) -> Condition {
    let (key, _, operators, values) = numbers.pick(keys);
    if numbers.one_in(8) {
        return Condition::new("Null", key, [numbers.pick(&["true", "false"])]);
    }
    let prefix = if key == "k:m" { numbers.pick(&["ForAllValues:", "ForAnyValue:", ""]) } else { "" };
    let suffix = numbers.pick(&["", "", "IfExists"]);
    let operator = format!("{prefix}{}{suffix}", numbers.pick(operators));
    let listed: Vec<&str> = (0..=numbers.below(2)).map(|_| numbers.pick(values)).collect();
    Condition::new(operator, key, listed)
}

fn scope(numbers: &mut Numbers, patterns: &[&str]) -> Scope {
    let listed: Vec<&str> = (0..=numbers.below(2)).map(|_| numbers.pick(patterns)).collect();
    if numbers.one_in(4) { Scope::all_except(listed) } else { Scope::these(listed) }
}
