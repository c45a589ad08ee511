//! The rules of evaluation, written down from the documentation of AWS (AWS Organizations User Guide,
//! SCP evaluation and RCP evaluation; IAM User Guide, IAM JSON policy elements).

use orgc_policy::{Condition, Document, Effect, Request, Scope, Statement, Verdict};

/// The documents of each level, the root first.
#[derive(Debug)]
pub struct Account {
    pub is_management: bool,
    pub service: Vec<Vec<Document>>,
    pub resource: Vec<Vec<Document>>,
}

pub fn verdict(request: &Request, principal: Option<&Account>, owner: Option<&Account>) -> Verdict {
    let arn = request.context.values("aws:PrincipalArn").first().cloned().unwrap_or_default();
    let linked = arn.contains(":role/aws-service-role/") || arn.contains(":assumed-role/AWSServiceRoleFor");
    if linked {
        return Verdict::Allowed;
    }
    let by_service = match request.context.values("aws:PrincipalIsAWSService") {
        [only] => only.to_lowercase() == "true",
        _ => false,
    };
    let mut service: Vec<Vec<Document>> = Vec::new();
    if let Some(account) = principal
        && !account.is_management
        && !by_service
    {
        service = account.service.clone();
    }
    let mut resource: Vec<Vec<Document>> = Vec::new();
    if let Some(account) = owner
        && !account.is_management
        && request.action.to_lowercase() != "kms:retiregrant"
    {
        resource = account.resource.clone();
    }
    let any = |documents: &[Document], effect: Effect| {
        documents
            .iter()
            .flat_map(|document| &document.statements)
            .any(|statement| statement.effect == effect && applies(statement, request))
    };
    if service.iter().chain(&resource).any(|level| any(level, Effect::Deny)) {
        return Verdict::ExplicitlyDenied;
    }
    if service.iter().any(|level| !any(level, Effect::Allow)) {
        return Verdict::ImplicitlyDenied;
    }
    Verdict::Allowed
}

fn applies(statement: &Statement, request: &Request) -> bool {
    let action = match &statement.actions {
        Scope::These(all) => all.iter().any(|pattern| action(pattern, &request.action)),
        Scope::AllExcept(all) => !all.iter().any(|pattern| action(pattern, &request.action)),
    };
    let resource = match statement.resources.as_ref().unwrap() {
        Scope::These(all) => all.iter().any(|pattern| resource(pattern, request)),
        Scope::AllExcept(all) => !all.iter().any(|pattern| resource(pattern, request)),
    };
    action && resource && statement.conditions.iter().all(|one| condition(one, request))
}

fn action(pattern: &str, action: &str) -> bool {
    glob(&wild(&pattern.to_lowercase()), &action.to_lowercase().chars().collect::<Vec<_>>())
}

fn resource(pattern: &str, request: &Request) -> bool {
    if pattern == "*" {
        return true;
    }
    // Variables are substituted after the fifth colon only, and the service takes no wildcard.
    let parts: Vec<&str> = pattern.splitn(6, ':').collect();
    let found: Vec<&str> = request.resource.splitn(6, ':').collect();
    if parts.len() < 6 || found.len() < 6 {
        return false;
    }
    for i in 0..5 {
        let pattern = if i == 2 { plain(parts[i]) } else { wild(parts[i]) };
        if !glob(&pattern, &found[i].chars().collect::<Vec<_>>()) {
            return false;
        }
    }
    match substituted(parts[5], request, true) {
        Some(pattern) => glob(&pattern, &found[5].chars().collect::<Vec<_>>()),
        None => false,
    }
}

/// A character of a pattern, and whether it is a wildcard.
type Letter = (char, bool);

fn wild(text: &str) -> Vec<Letter> {
    text.chars().map(|c| (c, c == '*' || c == '?')).collect()
}

fn plain(text: &str) -> Vec<Letter> {
    text.chars().map(|c| (c, false)).collect()
}

fn glob(pattern: &[Letter], text: &[char]) -> bool {
    match pattern.first() {
        None => text.is_empty(),
        Some(('*', true)) => (0..=text.len()).any(|skipped| glob(&pattern[1..], &text[skipped..])),
        Some(('?', true)) => !text.is_empty() && glob(&pattern[1..], &text[1..]),
        Some((c, _)) => text.first() == Some(c) && glob(&pattern[1..], &text[1..]),
    }
}

/// The text with its policy variables replaced; none if one of them has no value.
fn substituted(text: &str, request: &Request, wildcards: bool) -> Option<Vec<Letter>> {
    let read = if wildcards { wild } else { plain };
    let Some(start) = text.find("${") else { return Some(read(text)) };
    let Some(length) = text[start..].find('}') else { return Some(read(text)) };
    let inside = &text[start + 2..start + length];
    let mut all = read(&text[..start]);
    if ["*", "?", "$"].contains(&inside) {
        all.extend(plain(inside));
    } else {
        let mut halves = inside.splitn(2, ',');
        let key = halves.next().unwrap().trim();
        let default = halves.next().map(|text| text.trim().trim_matches('\'').to_owned());
        let values = request.context.values(key);
        let value = if values.len() == 1 { Some(values[0].clone()) } else { None };
        all.extend(plain(&value.or(default)?));
    }
    all.extend(substituted(&text[start + length + 1..], request, wildcards)?);
    Some(all)
}

fn condition(condition: &Condition, request: &Request) -> bool {
    let values = request.context.values(&condition.key);
    let mut operator = condition.operator.as_str();
    if operator == "Null" {
        return condition.values.iter().any(|value| (value == "true") == values.is_empty());
    }
    let mut set = "";
    if let Some((before, after)) = operator.split_once(':') {
        (set, operator) = (before, after);
    }
    let mut if_exists = false;
    if let Some(before) = operator.strip_suffix("IfExists") {
        (if_exists, operator) = (true, before);
    }
    let negated = operator.contains("Not");
    let positive = operator.replace("Not", "");
    if values.is_empty() {
        return if_exists || set == "ForAllValues" || (set.is_empty() && negated);
    }
    let one = |value: &String| {
        let listed = condition.values.iter().any(|listed| compare(&positive, value, listed, request));
        listed != negated
    };
    match set {
        "ForAllValues" => values.iter().all(one),
        "ForAnyValue" => values.iter().any(one),
        // The documentation leaves several values here undefined; they do not hold.
        _ => values.len() == 1 && one(&values[0]),
    }
}

fn compare(operator: &str, value: &str, listed: &str, request: &Request) -> bool {
    let characters: Vec<char> = value.chars().collect();
    let folded: Vec<char> = value.to_ascii_lowercase().chars().collect();
    let text = |wildcards| substituted(listed, request, wildcards);
    let fold =
        |all: Vec<Letter>| -> Vec<Letter> { all.iter().map(|(c, w)| (c.to_ascii_lowercase(), *w)).collect() };
    match operator {
        "StringEquals" => text(false).is_some_and(|pattern| glob(&pattern, &characters)),
        "BinaryEquals" => value == listed,
        "StringEqualsIgnoreCase" | "Bool" => text(false).is_some_and(|pattern| glob(&fold(pattern), &folded)),
        "StringLike" => text(true).is_some_and(|pattern| glob(&pattern, &characters)),
        "ArnEquals" | "ArnLike" => {
            let Some(pattern) = text(true) else { return false };
            arn(&pattern, &characters)
        }
        "IpAddress" => network(listed).is_some_and(|(bits, length)| {
            network(value).is_some_and(|(found, whole)| {
                found.len() == bits.len() && whole == found.len() && found[..length] == bits[..length]
            }) && !value.contains('/')
        }),
        _ => {
            let (kind, order) = operator.split_at(if operator.starts_with("Date") { 4 } else { 7 });
            let read = if kind == "Date" { date } else { number };
            let (Some(value), Some(listed)) = (read(value), read(listed)) else { return false };
            match order {
                "Equals" => value == listed,
                "LessThan" => value < listed,
                "LessThanEquals" => value <= listed,
                "GreaterThan" => value > listed,
                "GreaterThanEquals" => value >= listed,
                other => panic!("{other}"),
            }
        }
    }
}

/// Each of the six parts by itself. `*` alone is every value.
fn arn(pattern: &[Letter], text: &[char]) -> bool {
    if pattern == [('*', true)] {
        return true;
    }
    let parts: Vec<&[Letter]> = pattern.splitn(6, |(c, _)| *c == ':').collect();
    let found: Vec<&[char]> = text.splitn(6, |c| *c == ':').collect();
    parts.len() == 6 && found.len() == 6 && parts.iter().zip(found).all(|(pattern, text)| glob(pattern, text))
}

fn number(text: &str) -> Option<f64> {
    let fine = text.chars().all(|c| c.is_ascii_digit() || c == '.' || c == '-') && !text.ends_with('.');
    if fine && !text.starts_with('.') { text.parse().ok() } else { None }
}

/// Seconds since 1970, counted day by day.
fn date(text: &str) -> Option<f64> {
    if let Some(seconds) = number(text) {
        return Some(seconds);
    }
    let (day, time) = text.split_once('T').unwrap_or((text, "00:00:00Z"));
    let numbers: Vec<i64> = day.split('-').map(|part| part.parse().ok()).collect::<Option<_>>()?;
    let [year, month, day] = numbers[..] else { return None };
    let leap = |year: i64| year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let length = |year: i64, month: i64| match month {
        2 => 28 + i64::from(leap(year)),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    let mut days = day - 1;
    for year in 1970..year {
        days += 365 + i64::from(leap(year));
    }
    for month in 1..month {
        days += length(year, month);
    }
    let (clock, zone) = match time.strip_suffix('Z') {
        Some(clock) => (clock, 0),
        None => {
            let (clock, zone) = time.split_at(time.len() - 6);
            let sign = if zone.starts_with('-') { -1 } else { 1 };
            (clock, sign * (zone[1..3].parse::<i64>().ok()? * 3600 + zone[4..].parse::<i64>().ok()? * 60))
        }
    };
    let clock: Vec<i64> = clock.split(':').map(|part| part.parse().ok()).collect::<Option<_>>()?;
    let seconds = clock[0] * 3600 + clock[1] * 60 + clock.get(2).copied().unwrap_or(0);
    Some((days * 86400 + seconds - zone) as f64)
}

/// The bits of an address, and how many of them count.
fn network(text: &str) -> Option<(Vec<bool>, usize)> {
    let (address, length) = text.split_once('/').unwrap_or((text, ""));
    let octets = match address.parse::<std::net::IpAddr>().ok()? {
        std::net::IpAddr::V4(one) => one.octets().to_vec(),
        std::net::IpAddr::V6(one) => one.octets().to_vec(),
    };
    let bits: Vec<bool> =
        octets.iter().flat_map(|octet| (0..8).rev().map(move |bit| octet >> bit & 1 == 1)).collect();
    let length = if length.is_empty() { bits.len() } else { length.parse().ok()? };
    (length <= bits.len()).then_some((bits, length))
}
