//! Why a text is no item.
//!
//! Junk is parsed again by the strict rule for one item, alone and together with the item before
//! it, as the mistake is often at the end of that. Known mistakes are recognised by their shape;
//! for the others the attempt that came further tells what it expected.

use orgc_diag::{Diagnostic, Fix, Span, codes, suggest};

use super::build::Junk;
use super::diagnostics::{self as report, MOST_SHOWN};
use super::grammar::{Stop, parse_item};
use super::place::{Place, first_token};
use super::shadow::Shadow;
use super::shapes;

/// Words that start an item.
const ITEM_WORDS: &[&str] = &[
    "account",
    "adopt",
    "allow",
    "assert",
    "attach",
    "baseline",
    "close",
    "contact",
    "defaults",
    "delegate",
    "delete",
    "deny",
    "deploy",
    "detach",
    "extend",
    "for",
    "forget",
    "if",
    "import",
    "let",
    "management",
    "moved",
    "organization",
    "ou",
    "output",
    "param",
    "plugin",
    "policy",
    "private",
    "protect",
    "record",
    "release",
    "tags",
    "template",
    "test",
    "trust",
    "type",
    "use",
];

/// How many expectations are worth reading.
const MOST_EXPECTED: usize = 8;

/// One diagnostic for each broken text, but for those in which something is reported already.
pub(super) fn explain(shadow: &Shadow<'_>, junk: &[Junk], reported: &[Diagnostic]) -> Vec<Diagnostic> {
    let causes: Vec<Span> = reported
        .iter()
        .filter(|found| [codes::UNTERMINATED_STRING, codes::HIDDEN_CHARACTERS].contains(&found.code))
        .filter_map(Diagnostic::span)
        .collect();
    let explained = |junk: &Junk| {
        let after = causes.partition_point(|cause| cause.start < junk.span.start);
        causes.get(after).is_some_and(|cause| cause.start < junk.span.end)
    };
    let open: Vec<&Junk> = junk.iter().filter(|junk| !explained(junk)).collect();
    open.iter()
        .enumerate()
        .map(|(index, junk)| {
            // Those that will not be shown are only counted.
            if index > MOST_SHOWN { report::unexplained(junk.span) } else { one(shadow, junk) }
        })
        .collect()
}

fn one(shadow: &Shadow<'_>, junk: &Junk) -> Diagnostic {
    let text = shadow.text().get(..junk.shadow.end).unwrap_or_default();
    let stop = |start: usize| {
        let stop = parse_item(text.get(start..).unwrap_or_default()).err()?;
        let Stop { at, expected } = stop;
        let junk_start = junk.shadow.start;
        Some(Place { text, junk: junk_start, at: start + at, expected, shadow, anchor: junk.span })
    };
    let alone = stop(junk.shadow.start);
    let joined = junk.before.and_then(stop).filter(|place| place.at >= junk.shadow.start);
    let known = joined.iter().chain(&alone).find_map(shapes::known_mistake);
    let misspelt = || joined.iter().chain(&alone).find_map(misspelt_word);
    known.or_else(misspelt).unwrap_or_else(|| {
        let further = match (alone, joined) {
            (Some(alone), Some(joined)) if joined.at > alone.at => Some(joined),
            (Some(alone), _) => Some(alone),
            (None, joined) => joined,
        };
        further.map_or_else(|| report::unexplained(junk.span), |place| unexpected(&place))
    })
}

fn unexpected(place: &Place<'_>) -> Diagnostic {
    let token = first_token(place.rest());
    if token.is_empty() {
        let end = place.before().trim_end().len();
        let span = place.span(end, end);
        return Diagnostic::new(codes::UNEXPECTED_TOKEN, "something is missing at the end of this item")
            .at(span, expectation(&place.expected));
    }
    let span = place.span(place.at, place.at + token.len());
    Diagnostic::new(codes::UNEXPECTED_TOKEN, format!("unexpected `{}`", report::shortened(token)))
        .at(span, expectation(&place.expected))
}

fn expectation(expected: &[String]) -> String {
    let shown = expected.get(..expected.len().min(MOST_EXPECTED)).unwrap_or_default();
    match shown.split_last() {
        None => "this does not fit here".to_owned(),
        Some((only, [])) => format!("expected {only}"),
        Some((last, others)) => format!("expected {} or {last}", others.join(", ")),
    }
}

/// A word that is nearly one of those that could stand there.
fn misspelt_word(place: &Place<'_>) -> Option<Diagnostic> {
    let expected: Vec<&str> = place.expected.iter().filter_map(|word| keyword(word)).collect();
    let here = (place.at, first_token(place.rest()), expected.as_slice());
    let head = (place.junk, first_token(place.text.get(place.junk..)?), ITEM_WORDS);
    let is_assigned = |at: usize, word: &str| {
        place.text.get(at + word.len()..).is_some_and(|rest| rest.trim_start_matches(' ').starts_with('='))
    };
    [here, head].into_iter().find_map(|(at, word, candidates)| {
        let is_word = word.len() > 2 && word.bytes().all(|byte| byte.is_ascii_alphabetic());
        if !is_word || candidates.contains(&word) || is_assigned(at, word) {
            return None;
        }
        let meant = suggest(word, candidates.iter().copied())?;
        let span = place.span(at, at + word.len());
        let found = Diagnostic::new(codes::UNEXPECTED_TOKEN, format!("unexpected `{word}`"))
            .at(span, format!("did you mean `{meant}`?"))
            .fix(Fix::replace(format!("write `{meant}`"), span, meant));
        Some(found)
    })
}

/// The word in back-ticks.
fn keyword(expected: &str) -> Option<&str> {
    let word = expected.strip_prefix('`')?.strip_suffix('`')?;
    word.bytes().all(|byte| byte.is_ascii_alphabetic()).then_some(word)
}
