//! Policies and requests near the edges of the rules, made up from a seed.

use crate::naive::Account;
use orgc_policy::{
    Chain, Condition, Conditions, Document, Effect, Grammar, Level, Policy, Principal, Principals, Request,
    Scope, Statement,
};
use std::fmt;
use std::sync::Arc;

/// How many cases to run: the number in `ORGC_CASES`, or this one.
pub fn count(usual: u64) -> u64 {
    std::env::var("ORGC_CASES").ok().and_then(|text| text.parse().ok()).unwrap_or(usual)
}

/// A sequence of numbers that a seed decides (splitmix64).
pub struct Numbers(u64);

impl Numbers {
    pub fn of(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x2545_F491_4F6C_DD1D) ^ 0x1234_5678)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    pub fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % end as u64).unwrap()
    }

    pub fn one_in(&mut self, many: usize) -> bool {
        self.below(many) == 0
    }

    pub fn pick<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())]
    }

    fn some<T: Copy>(&mut self, all: &[T], most: usize) -> Vec<T> {
        (0..=self.below(most)).map(|_| self.pick(all)).collect()
    }
}

/// Two accounts and requests between them.
pub struct Case {
    pub principal: Account,
    pub owner: Account,
    pub requests: Vec<Request>,
}

const ACTIONS: &[&str] =
    &["s3:GetObject", "s3:PutObject", "S3:getobject", "kms:RetireGrant", "kms:Decrypt", "ec2:RunInstances"];
const RESOURCES: &[&str] = &[
    "*",
    "arn:aws:s3:::a",
    "arn:aws:s3:::a/b",
    "arn:aws:s3:::a*",
    "arn:aws:s3:eu:1:a:b",
    "arn:aws:ec2:eu:1:x/y",
    "arn:aws:s3:::A",
    "arn:aws:s3:::",
    "arn:aws:s3",
    "a",
];
const PRINCIPALS: &[&str] = &[
    "arn:aws:iam::1:role/x",
    "arn:aws:iam::1:user/a",
    "arn:aws:iam::1:root",
    "arn:aws:iam::1:role/aws-service-role/s/x",
    "arn:aws:sts::1:assumed-role/AWSServiceRoleForX/s",
];
const KEYS: &[&str] =
    &["aws:PrincipalArn", "aws:x", "aws:X", "s3:y", "aws:RequestTag/a", "aws:PrincipalIsAWSService"];
const TEXTS: &[&str] = &[
    "a",
    "A",
    "b",
    "ab",
    "",
    "a*",
    "a/b",
    "1",
    "true",
    "True",
    "false",
    "arn:aws:s3:::a",
    "arn:aws:iam::1:role/x",
    "arn:a:b:c:d",
    "${x}",
];
const NUMBERS: &[&str] = &["1", "2", "1.5", "-1", "01.50", "x", "", "10"];
const DATES: &[&str] = &[
    "2024-02-29",
    "2024-03-01",
    "1709164800",
    "2024-02-29T00:00:00Z",
    "2024-02-29T01:00+01:00",
    "2100-03-01",
    "x",
    "0",
];
const ADDRESSES: &[&str] = &["10.0.0.1", "10.0.0.2", "10.1.0.0", "::1", "::2", "x", "10.0.0.1/32"];

impl Case {
    pub fn new(numbers: &mut Numbers) -> Self {
        let (principal, owner) = (account(numbers), account(numbers));
        let mut requests: Vec<Request> = (0..4).map(|_| request(numbers)).collect();
        requests.push(Request::new("ec2:RunInstances", "*"));
        Self { principal, owner, requests }
    }
}

/// The policies, for a failure.
impl fmt::Display for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "principal, {}owner, {}", self.principal, self.owner)
    }
}

impl fmt::Display for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "management account: {}", self.is_management)?;
        for (level, documents) in self.service.iter().chain(&self.resource).enumerate() {
            documents.iter().try_for_each(|one| writeln!(f, "  {level}: {}", one.to_minified()))?;
        }
        Ok(())
    }
}

impl Account {
    pub fn compiled(&self) -> Chain {
        let levels = |all: &[Vec<Document>], grammar: Grammar| {
            let policy = |document: &Document| Arc::new(Policy::new("p", document, grammar).unwrap());
            let level = |all: &Vec<Document>| Level {
                target: "t".to_owned(),
                policies: all.iter().map(policy).collect(),
            };
            all.iter().map(level).collect()
        };
        Chain {
            is_management: self.is_management,
            service: levels(&self.service, Grammar::ServiceControl),
            resource: levels(&self.resource, Grammar::ResourceControl),
        }
    }
}

fn account(numbers: &mut Numbers) -> Account {
    let service = (0..numbers.below(4)).map(|_| service_level(numbers)).collect();
    let resource = (0..numbers.below(2)).map(|_| vec![Document::new(vec![resource_rule(numbers)])]).collect();
    Account { is_management: numbers.one_in(20), service, resource }
}

fn service_level(numbers: &mut Numbers) -> Vec<Document> {
    let mut level = vec![];
    if !numbers.one_in(3) {
        level.push(Document::new(vec![Statement::allow(Scope::all())]));
    }
    for _ in 0..numbers.below(3) {
        level.push(Document::new((0..=numbers.below(2)).map(|_| service_rule(numbers)).collect()));
    }
    level
}

fn service_rule(numbers: &mut Numbers) -> Statement {
    let actions = scope(numbers, ACTIONS, 2);
    let mut rule = if numbers.one_in(3) { Statement::allow(actions) } else { Statement::deny(actions) };
    if numbers.one_in(2) {
        rule.resources = Some(scope(numbers, RESOURCES, 2));
    }
    rule.when(conditions(numbers))
}

/// A document of statements most of which are another one with one part changed.
pub fn relatives(numbers: &mut Numbers) -> Document {
    let mut statements = vec![service_rule(numbers)];
    for _ in 0..=numbers.below(3) {
        let mut one = statements[numbers.below(statements.len())].clone();
        match numbers.below(4) {
            0 => one.actions = scope(numbers, ACTIONS, 2),
            1 => one.resources = Some(scope(numbers, RESOURCES, 2)),
            2 => one.conditions = with_other_values(numbers, &one.conditions),
            _ => one = service_rule(numbers),
        }
        statements.push(one);
    }
    Document::new(statements)
}

fn with_other_values(numbers: &mut Numbers, conditions: &Conditions) -> Conditions {
    let mut changed = Conditions::default();
    for (at, condition) in conditions.iter().enumerate() {
        let mut one = condition.clone();
        if at == 0 {
            one.values = vec![numbers.pick(TEXTS).to_owned()];
        }
        changed.add(one).expect("there was no other one before");
    }
    changed
}

fn resource_rule(numbers: &mut Numbers) -> Statement {
    let action = numbers.pick(&["s3:*", "s3:Get*", "kms:*", "S3:getobject", "kms:retiregrant"]);
    let mut rule = Statement::deny(Scope::these([action])).by(Principals::These(Principal::Everyone));
    rule.effect = Effect::Deny;
    rule.resources = Some(scope(numbers, RESOURCES, 2));
    rule.when(conditions(numbers))
}

fn scope(numbers: &mut Numbers, all: &[&str], most: usize) -> Scope {
    let is_action = all.contains(&"s3:GetObject");
    let patterns: Vec<String> = (0..=numbers.below(most)).map(|_| mutated(numbers, all, is_action)).collect();
    if numbers.one_in(4) { Scope::AllExcept(patterns) } else { Scope::These(patterns) }
}

/// A text with a wildcard or a variable somewhere.
fn mutated(numbers: &mut Numbers, all: &[&str], is_action: bool) -> String {
    let text: Vec<char> = numbers.pick(all).chars().collect();
    let mut pattern = String::new();
    for c in text {
        match numbers.below(16) {
            0 if c != ':' => pattern.push('*'),
            1 if c != ':' => pattern.push('?'),
            2 => pattern.extend(['*', c]),
            3 if !is_action && numbers.one_in(3) => {
                pattern.push_str(numbers.pick(&[
                    "${aws:x}",
                    "${S3:Y, 'a'}",
                    "${*}",
                    "${none}",
                    "${aws:RequestTag/a}",
                ]));
            }
            4 => pattern.push(c.to_ascii_uppercase()),
            _ => pattern.push(c),
        }
    }
    if is_action && !pattern.contains(':') { "*".to_owned() } else { pattern }
}

fn conditions(numbers: &mut Numbers) -> Conditions {
    let mut conditions = Conditions::default();
    for _ in 0..numbers.below(3) {
        // A second one of the same operator and key has no place.
        let _ = conditions.add(condition(numbers));
    }
    conditions
}

const OPERATORS: &[&str] = &[
    "StringEquals",
    "StringNotEquals",
    "StringEqualsIgnoreCase",
    "StringNotEqualsIgnoreCase",
    "StringLike",
    "StringNotLike",
    "NumericEquals",
    "NumericNotEquals",
    "NumericLessThan",
    "NumericLessThanEquals",
    "NumericGreaterThan",
    "NumericGreaterThanEquals",
    "DateEquals",
    "DateNotEquals",
    "DateLessThan",
    "DateLessThanEquals",
    "DateGreaterThan",
    "DateGreaterThanEquals",
    "Bool",
    "BinaryEquals",
    "IpAddress",
    "NotIpAddress",
    "ArnEquals",
    "ArnNotEquals",
    "ArnLike",
    "ArnNotLike",
    "Null",
];

fn condition(numbers: &mut Numbers) -> Condition {
    let base = numbers.pick(OPERATORS);
    let prefix = numbers.pick(&["", "", "ForAllValues:", "ForAnyValue:"]);
    let suffix = numbers.pick(&["", "", "IfExists"]);
    let operator = if base == "Null" { base.to_owned() } else { format!("{prefix}{base}{suffix}") };
    let values: Vec<String> = (0..numbers.below(3)).map(|_| value(numbers, base)).collect();
    Condition::new(operator, numbers.pick(KEYS), values)
}

fn value(numbers: &mut Numbers, base: &str) -> String {
    match base {
        "Null" => numbers.pick(&["true", "false"]).to_owned(),
        "IpAddress" | "NotIpAddress" => numbers
            .pick(&["10.0.0.1", "10.0.0.0/8", "10.0.0.7/31", "0.0.0.0/0", "::/0", "::1", "::3/127", "x"])
            .to_owned(),
        _ if base.starts_with("Numeric") => numbers.pick(NUMBERS).to_owned(),
        _ if base.starts_with("Date") => numbers.pick(DATES).to_owned(),
        "BinaryEquals" => numbers.pick(TEXTS).to_owned(),
        _ if numbers.one_in(2) => mutated(numbers, TEXTS, false),
        _ => numbers.pick(TEXTS).to_owned(),
    }
}

fn request(numbers: &mut Numbers) -> Request {
    let mut request = Request::new(numbers.pick(ACTIONS), numbers.pick(RESOURCES));
    if !numbers.one_in(4) {
        request = request.by(numbers.pick(PRINCIPALS));
    }
    for key in ["aws:X", "s3:y", "aws:requesttag/a", "aws:PrincipalIsAWSService"] {
        let pool = numbers.pick(&[TEXTS, TEXTS, NUMBERS, DATES, ADDRESSES]);
        match numbers.below(8) {
            0..3 => {}
            3..7 => request = request.with(key, [numbers.pick(pool)]),
            _ => request = request.with(key, numbers.some(pool, 3)),
        }
    }
    request
}
