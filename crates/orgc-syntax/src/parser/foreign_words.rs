//! Words and marks of other languages: known mistakes that are one token wide.

use orgc_diag::{Diagnostic, Fix, Span, codes};

use super::place::{Place, first_token};
use crate::ast::{Body, Item, ItemKind};

/// A word or a mark of another language at a place where this language has its own.
pub(super) fn foreign_word(place: &Place<'_>) -> Option<Diagnostic> {
    const SHAPES: &[fn(&Place<'_>) -> Option<Diagnostic>] = &[
        comparison_mark,
        declaring_word,
        clause_word,
        choice,
        backquote,
        dollar,
        quoted_path,
        dotted_number,
        grouped_digits,
    ];
    SHAPES.iter().find_map(|shape| shape(place))
}

fn unexpected(message: impl Into<String>) -> Diagnostic {
    Diagnostic::new(codes::UNEXPECTED_TOKEN, message)
}

fn written_so(span: Span, written: &str, ours: &str) -> Diagnostic {
    unexpected(format!("`{written}` is written `{ours}`"))
        .at(span, format!("write `{ours}`"))
        .fix(Fix::replace(format!("replace `{written}` by `{ours}`"), span, ours))
}

/// `a === b`, `a <> b`: parsing stops in the middle of the mark.
fn comparison_mark(place: &Place<'_>) -> Option<Diagnostic> {
    const MARKS: &[(&str, &str)] = &[("===", "=="), ("!==", "!="), ("<>", "!="), ("=<", "<=")];
    (place.at.saturating_sub(2)..=place.at).find_map(|start| {
        let rest = place.text.get(start..)?;
        let (mark, ours) = MARKS.iter().find(|(mark, _)| rest.starts_with(mark))?;
        Some(written_so(place.span(start, start + mark.len()), mark, ours))
    })
}

/// `var x = 1`, `const x = 1`.
fn declaring_word(place: &Place<'_>) -> Option<Diagnostic> {
    let word = first_token(place.text.get(place.junk..)?);
    let declares = ["var", "const", "val", "local", "set", "def"].contains(&word);
    let span = place.span(place.junk, place.junk + word.len());
    (declares && place.rest().starts_with('=')).then(|| written_so(span, word, "let"))
}

/// `deny … if …`
fn clause_word(place: &Place<'_>) -> Option<Diagnostic> {
    let word = first_token(place.rest());
    let span = place.span(place.at, place.at + word.len());
    if !place.expects("`when`") && !place.expects("`unless`") && !place.expects("`when` or `unless`") {
        return None;
    }
    match word {
        "if" | "where" => Some(written_so(span, word, "when")),
        _ => None,
    }
}

/// `a ? b : c`, and braces for `then`.
fn choice(place: &Place<'_>) -> Option<Diagnostic> {
    let is_choice =
        place.rest().starts_with('?') && !place.rest().starts_with("??") || place.expects("`then`");
    let mark = first_token(place.rest());
    (is_choice && matches!(mark, "?" | "{" | ":")).then(|| {
        unexpected("a choice between values is written `if … then … else …`")
            .at(place.span(place.at, place.at + mark.len()), format!("not with `{mark}`"))
            .help("`size = if gpu then \"large\" else \"small\"`")
    })
}

fn backquote(place: &Place<'_>) -> Option<Diagnostic> {
    place.rest().starts_with('`').then(|| {
        unexpected("strings stand between double quotes").at(place.span(place.at, place.at + 1), "write `\"`")
    })
}

/// `x = ${name}` outside of a string.
fn dollar(place: &Place<'_>) -> Option<Diagnostic> {
    let inner = place.rest().strip_prefix('$')?;
    let found = unexpected("`$` stands in strings only: outside of them a name is written as it is")
        .at(place.span(place.at, place.at + 1), "delete it");
    let name = inner.strip_prefix('{').and_then(|inner| inner.split_once('}')).map(|(name, _)| name);
    let Some(name) = name.filter(|name| !name.is_empty() && !name.contains([' ', '"', '\n'])) else {
        return Some(found);
    };
    let span = place.span(place.at, place.at + name.len() + 3);
    Some(found.fix(Fix::replace(format!("write `{name}`"), span, name)))
}

/// `attach "Name"`, `attach [A, B]`.
fn quoted_path(place: &Place<'_>) -> Option<Diagnostic> {
    const VERBS: &[&str] = &["attach", "detach", "deploy", "delegate", "trust"];
    let verb = first_token(place.text.get(place.junk..)?);
    let mark = place.rest().chars().next().filter(|mark| matches!(mark, '"' | '['))?;
    (VERBS.contains(&verb) && place.expects("a name")).then(|| {
        unexpected(format!("what `{verb}` names is written without quotes and brackets"))
            .at(place.span(place.at, place.at + 1), format!("not `{mark}`"))
            .help(format!("`{verb} First, second.Name`"))
    })
}

/// `10.0.0.0/8`, `1.2.3`: more than one point.
fn dotted_number(place: &Place<'_>) -> Option<Diagnostic> {
    let is_part = |c: char| c.is_ascii_digit() || matches!(c, '.' | '/');
    let start = place.before().trim_end_matches(is_part).len();
    let rest = place.text.get(start..)?;
    let end = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
    let written = rest.get(..end)?.trim_end_matches(['.', '/']);
    let is_number = written.starts_with(|c: char| c.is_ascii_digit()) && written.matches('.').count() > 1;
    let span = place.span(start, start + written.len());
    is_number.then(|| {
        Diagnostic::new(codes::BAD_LITERAL, format!("`{written}` is no number"))
            .at(span, "addresses and versions are strings")
            .fix(Fix::replace("put it in quotes", span, format!("\"{written}\"")))
    })
}

/// `1,000` and `5 000`.
fn grouped_digits(place: &Place<'_>) -> Option<Diagnostic> {
    let group = first_token(place.rest());
    let before = place.before().trim_end_matches([',', ' ']);
    let start = before.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    let first = before.get(start..)?;
    let separator = place.text.get(before.len()..place.at)?;
    let digits = group.len() == 3 && group.bytes().all(|byte| byte.is_ascii_digit());
    let groups = digits && matches!(first.len(), 1..=3) && matches!(separator, "," | " ");
    let assigned = place.text.get(..start)?.trim_end().ends_with('=');
    let span = place.span(start, place.at + group.len());
    (groups && assigned).then(|| {
        Diagnostic::new(codes::BAD_LITERAL, "digits are grouped with `_`")
            .at(span, format!("write `{first}_{group}`"))
            .fix(Fix::replace(format!("write `{first}_{group}`"), span, format!("{first}_{group}")))
    })
}

/// `elif` and its like behind an `if`, which look like blocks to the grammar.
pub(super) fn conditions(text: &str, items: &[Item]) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    conditions_in(text, items, &mut found);
    found
}

fn conditions_in(text: &str, items: &[Item], found: &mut Vec<Diagnostic>) {
    const WORDS: &[&str] = &["elif", "elsif", "elseif"];
    let mut after_if = false;
    for item in items {
        let span = item.span.range();
        let word = first_token(text.get(span.clone()).unwrap_or_default());
        let is_branch = WORDS.contains(&word);
        if after_if && is_branch && !matches!(item.kind, ItemKind::Broken(_)) {
            found.push(written_so(
                Span::new(item.span.file, span.start, span.start + word.len()),
                word,
                "else if",
            ));
        }
        after_if = is_branch || matches!(item.kind, ItemKind::If(_));
        if let ItemKind::Block(block) = &item.kind
            && let Some(Body { items, .. }) = &block.body
        {
            conditions_in(text, items, found);
        }
    }
}
