//! What changed in meaning: sentences, Markdown, JSON.

use super::Paint;
use super::diagnostics::count;
use crate::meaning::{Access, Change, Effect, Kind, PartChange, StatementChange, What};
use serde_json::json;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// The version of the JSON form.
const FORMAT: u32 = 1;

/// Sections in the order in which they are read, with the kinds in them. A kind of none goes to the last.
const SECTIONS: [(&str, &[&str]); 8] = [
    ("Organization", &["organization", "project", "policy-type", "delegation"]),
    ("Accounts", &["account"]),
    ("Units", &["ou"]),
    ("Policies", &["policy"]),
    ("Attachments", &["attach", "detach"]),
    ("Services", &["trust", "delegate", "only", "organizations-access"]),
    ("Outputs", &["output"]),
    ("Deployments and the rest", &[]),
];

/// For people: a section for each sort of thing, a sentence for each change.
pub fn text(changes: &[Change], revision: &str, color: bool) -> String {
    let paint = Paint::new(color);
    let mut out = headline(changes, revision) + "\n";
    for (title, changes) in sections(changes) {
        let _ = writeln!(out, "\n{}", paint.strong(title));
        for change in changes {
            let sentence = Sentence::of(change);
            let mark = match sentence.mark {
                '+' => paint.good("+"),
                '-' => paint.bad("-"),
                _ => paint.changed("~"),
            };
            let place = change.place.as_ref().map(|place| paint.quiet(&format!("  {place}")));
            let _ = writeln!(out, "  {mark} {}{}", sentence.text, place.unwrap_or_default());
            for line in sentence.details {
                let _ = writeln!(out, "      {line}");
            }
        }
    }
    out
}

/// For pull requests.
pub fn markdown(changes: &[Change], revision: &str) -> String {
    let mut out = headline(changes, &format!("`{revision}`")) + "\n";
    for (title, changes) in sections(changes) {
        let _ = writeln!(out, "\n### {title}\n");
        for change in changes {
            let sentence = Sentence::of(change);
            let place = change.place.as_ref().map(|place| format!(" (`{place}`)")).unwrap_or_default();
            let _ = writeln!(out, "- {}{place}", escaped(&sentence.text));
            for line in sentence.details {
                let _ = writeln!(out, "  - {}", escaped(&line));
            }
        }
    }
    out
}

/// For programs: `{"orgc": 1, "from": "main", "changes": […], "access": […]}`.
pub fn json(changes: &[Change], access: Option<&Access>, revision: &str) -> String {
    let whole = match access {
        None => json!({"orgc": FORMAT, "from": revision, "changes": changes}),
        Some(access) => {
            let access = super::access::json(&access.shifts);
            json!({"orgc": FORMAT, "from": revision, "changes": changes, "access": access})
        }
    };
    let whole = serde_json::to_string_pretty(&whole).unwrap_or_default();
    match access {
        Some(access) => access.readable(&whole),
        None => whole,
    }
}

fn headline(changes: &[Change], revision: &str) -> String {
    if changes.is_empty() {
        return format!("nothing changed in meaning since {revision}");
    }
    let effects = changes.iter().map(|change| effect_of(&change.what));
    let effect = effects.fold(Effect::default(), Effect::and);
    let permissions = match effect {
        Effect { widens: true, narrows: true } => "; permissions are widened and narrowed",
        Effect { widens: true, narrows: false } => "; permissions are widened",
        Effect { widens: false, narrows: true } => "; permissions are narrowed",
        Effect { widens: false, narrows: false } => "",
    };
    format!("{} in meaning since {revision}{permissions}", count(changes.len(), "change"))
}

fn effect_of(what: &What) -> Effect {
    match what {
        What::Added { effect, .. } | What::Vanished { effect, .. } | What::Document { effect, .. } => *effect,
        _ => Effect::default(),
    }
}

/// The sections that have something in them.
fn sections(changes: &[Change]) -> Vec<(&'static str, Vec<&Change>)> {
    let mut all: BTreeMap<usize, Vec<&Change>> = BTreeMap::new();
    for change in changes {
        let section = SECTIONS.iter().position(|(_, kinds)| kinds.contains(&change.kind()));
        all.entry(section.unwrap_or(SECTIONS.len() - 1)).or_default().push(change);
    }
    all.into_iter().filter_map(|(index, changes)| Some((SECTIONS.get(index)?.0, changes))).collect()
}

/// A change in words.
struct Sentence {
    mark: char,
    text: String,
    details: Vec<String>,
}

impl Sentence {
    fn of(change: &Change) -> Self {
        let address = &change.address;
        let plain = |mark, text: String| Self { mark, text, details: Vec::new() };
        match &change.what {
            What::Added { implied, attributes, effect } => {
                let text = appears(change, attributes) + clause(*effect);
                match implied {
                    Some(because) => plain('+', format!("{text}, implied: {because}")),
                    None => plain('+', text),
                }
            }
            What::Vanished { attributes, effect } => {
                plain('-', vanishes(change, attributes) + clause(*effect))
            }
            What::Removed { verb, reason } => {
                let reason = reason.as_ref().map(|reason| format!(": {reason}")).unwrap_or_default();
                plain('-', format!("{address} is to be {}{reason}", participle(verb)))
            }
            What::Readdressed { from } => plain('~', format!("{address} was called {from} in the sources")),
            What::Moved { from, to } => plain('~', format!("{address} moves from {from} to {to}")),
            What::Renamed { from, to } => plain('~', format!("{address} is renamed from “{from}” to “{to}”")),
            What::Changed { attribute, before, after } => {
                plain('~', differs(address, attribute, before.as_deref(), after.as_deref()))
            }
            What::Document { effect, statements } => Self {
                mark: '~',
                text: format!("{address} {}", verdict(*effect)),
                details: statements.iter().flat_map(statement).collect(),
            },
        }
    }
}

fn appears(change: &Change, attributes: &BTreeMap<String, String>) -> String {
    let (address, of) = (&change.address, |name: &str| attributes.get(name).map_or("", String::as_str));
    match change.kind() {
        "account" => {
            format!("{address} is new: “{}”, {}, in {}", of("name"), of("email"), of("parent"))
        }
        "ou" => format!("{address} is new"),
        "attach" => format!("{} is attached to {}", of("policy"), of("target")),
        "detach" => format!("{} is taken off {}", of("policy"), of("target")),
        "delegate" => format!("{} becomes an administrator of {}", of("account"), of("principal")),
        "trust" => format!("{} is trusted", of("principal")),
        _ => match (of("stack_set"), of("target")) {
            ("", _) => format!("{address} is new"),
            (set, target) => format!("{set} is deployed to {target} in {}", of("regions")),
        },
    }
}

fn vanishes(change: &Change, attributes: &BTreeMap<String, String>) -> String {
    let (address, of) = (&change.address, |name: &str| attributes.get(name).map_or("", String::as_str));
    match change.kind() {
        "account" => format!(
            "{address} (“{}”) vanishes, and no sentence says what becomes of it: `orgc plan` will stop",
            of("name")
        ),
        "attach" => format!("{} is no longer attached to {}", of("policy"), of("target")),
        "detach" => format!("{} is no longer taken off {}", of("policy"), of("target")),
        "delegate" => {
            format!("{} is no longer declared an administrator of {}", of("account"), of("principal"))
        }
        "trust" => format!("{} is no longer declared trusted", of("principal")),
        "ou" | "policy" => format!("{address} vanishes, and no sentence says what becomes of it"),
        _ => match (of("stack_set"), of("target")) {
            ("", _) => format!("{address} is no longer declared"),
            (set, target) => format!("{set} is no longer deployed to {target}"),
        },
    }
}

fn differs(address: &str, attribute: &str, before: Option<&str>, after: Option<&str>) -> String {
    if attribute == "protect" {
        return match after {
            Some(_) => format!("{address} is protected now"),
            None => format!("{address} is no longer protected"),
        };
    }
    let what = if attribute == "value" { String::new() } else { format!(" {attribute}") };
    match (before, after) {
        (Some(before), Some(after)) => format!("{address}{what}: {before} → {after}"),
        (None, Some(after)) => format!("{address}{what} is now {after}"),
        (Some(before), None) => format!("{address}{what} is no longer {before}"),
        (None, None) => format!("{address}{what}"),
    }
}

fn participle(verb: &str) -> &str {
    match verb {
        "close" => "closed",
        "release" => "released",
        "forget" => "forgotten",
        "delete" => "deleted",
        other => other,
    }
}

/// What a policy's change does.
fn verdict(effect: Effect) -> &'static str {
    match effect {
        Effect { widens: true, narrows: true } => "is widened and narrowed",
        Effect { widens: true, narrows: false } => "is widened",
        Effect { widens: false, narrows: true } => "is narrowed",
        Effect { widens: false, narrows: false } => "is written otherwise",
    }
}

fn clause(effect: Effect) -> &'static str {
    match effect {
        Effect { widens: true, narrows: true } => ", which widens and narrows permissions",
        Effect { widens: true, narrows: false } => ", which widens permissions",
        Effect { widens: false, narrows: true } => ", which narrows permissions",
        Effect { widens: false, narrows: false } => "",
    }
}

fn statement(change: &StatementChange) -> Vec<String> {
    let (mark, word) = match change.kind {
        Kind::Added => ("+", ""),
        Kind::Removed => ("-", ""),
        Kind::Changed => ("~", "now "),
    };
    let does = match change.effect {
        Effect { widens: true, narrows: true } => " (widens and narrows)",
        Effect { widens: true, narrows: false } => " (widens)",
        Effect { widens: false, narrows: true } => " (narrows)",
        Effect { widens: false, narrows: false } => "",
    };
    let first = format!("{mark} {word}{}{does}", change.statement);
    std::iter::once(first).chain(change.parts.iter().map(part)).collect()
}

fn part(part: &PartChange) -> String {
    let list = |word: &str, values: &[String]| {
        if values.is_empty() { None } else { Some(format!("{word} {}", values.join(", "))) }
    };
    let both = [list("with", &part.added), list("without", &part.removed)];
    let words: Vec<String> = both.into_iter().flatten().collect();
    let words = if words.is_empty() { "other in form".to_owned() } else { words.join(", ") };
    format!("    {}: {words}", part.part)
}

/// Text in Markdown, where names and patterns may hold its signs.
fn escaped(text: &str) -> String {
    text.trim_start().chars().fold(String::new(), |mut out, c| {
        let is_sign = matches!(c, '*' | '_' | '<' | '>' | '[' | ']' | '\\' | '|' | '#' | '`' | '@');
        // At the start they would begin a list.
        if is_sign || out.is_empty() && matches!(c, '+' | '-' | '~') {
            out.push('\\');
        }
        out.push(c);
        out
    })
}
