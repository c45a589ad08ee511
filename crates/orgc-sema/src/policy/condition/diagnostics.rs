//! What can be wrong with the conditions of a rule.

use crate::value::diagnostics::with_suggestion;
use orgc_diag::{Diagnostic, Edit, Fix, Span, codes};
use orgc_policy::{Base, Clash, Comparison, KeyKind, NoNegation};
use orgc_syntax::ast::{Condition, ConditionKey};

pub(super) fn too_many(most: usize, span: Span) -> Diagnostic {
    Diagnostic::new(
        codes::ELEMENT_NOT_ALLOWED,
        format!("the `unless` clauses of this rule would make more than {most} statements"),
    )
    .at(span, "one too many")
    .help("`unless a and b` makes a statement for `a` and one for `b`, and several such clauses multiply; write fewer of them, or several rules")
}

pub(super) fn no_negation(why: NoNegation, span: Span) -> Diagnostic {
    Diagnostic::new(codes::ELEMENT_NOT_ALLOWED, format!("this condition cannot stand after `unless`: {why}"))
        .at(span, "has no opposite")
        .help("write what must hold after `when`")
}

/// Two conditions that one statement cannot hold.
pub(super) fn clash(
    clash: Clash,
    first: Option<Span>,
    second: &Condition,
    is_mended_by_optional: bool,
) -> Diagnostic {
    let mut diagnostic = Diagnostic::new(
        codes::ELEMENT_NOT_ALLOWED,
        format!("these two conditions cannot stand in one rule: {clash}"),
    )
    .at(second.span, "the second");
    if let Some(first) = first {
        diagnostic = diagnostic.at(first, "the first");
    }
    let help = match clash {
        Clash::Contradiction => "the rule would never hold; remove one of them",
        Clash::Bounds => "keep the narrower one",
        Clash::Alternatives | Clash::DifferentValues => "write one condition that says both",
    };
    diagnostic = diagnostic.help(help);
    if !is_mended_by_optional {
        return diagnostic;
    }
    let end = second.key.span().after();
    diagnostic
        .help("or write `?` after the second key: beside the first condition, which fails for an absent key anyway, it means the same and gets a place of its own")
        .fix(Fix::replace("write `?` after the key", end, "?"))
}

pub(super) fn existence_of_values(exists: bool, span: Span) -> Diagnostic {
    let word = if exists { "exists" } else { "missing" };
    Diagnostic::new(
        codes::ELEMENT_NOT_ALLOWED,
        format!("`{word}` asks whether there is the key; it takes neither `any of`, `all of` nor `?`"),
    )
    .at(span, "too much")
    .help(format!("write the key and `{word}` alone"))
}

pub(super) fn unknown_operator(raw: &str, span: Span) -> Diagnostic {
    let known: Vec<&str> = Base::ALL.into_iter().map(Base::name).collect();
    let diagnostic =
        Diagnostic::new(codes::OPERATOR_MISMATCH, format!("`{raw}` is not a condition operator of IAM"))
            .at(span, "unknown");
    with_suggestion(diagnostic, raw, span, known)
}

pub(super) fn null_operator(span: Span) -> Diagnostic {
    Diagnostic::new(codes::OPERATOR_MISMATCH, "`Null` is written `exists` or `missing` after the key")
        .at(span, "write a word instead")
        .help("`k exists` is `Null` with `false`, `k missing` is `Null` with `true`")
}

pub(super) fn mismatch(operator: &str, key: &str, kind: KeyKind, span: Span) -> Diagnostic {
    let fitting = Comparison::ALL.into_iter().filter(|one| one.base(kind).is_some());
    let fitting: Vec<&str> = fitting.flat_map(written).copied().collect();
    Diagnostic::new(
        codes::OPERATOR_MISMATCH,
        format!("`{operator}` cannot compare `{key}`, whose value is {kind}"),
    )
    .at(span, format!("not for {kind}"))
    .help(format!("{kind} is compared with `{}`", fitting.join("`, `")))
}

fn written(comparison: Comparison) -> &'static [&'static str] {
    match comparison {
        Comparison::Equal => &["==", "in"],
        Comparison::NotEqual => &["!=", "not in"],
        Comparison::Less => &["<"],
        Comparison::LessOrEqual => &["<="],
        Comparison::Greater => &[">"],
        Comparison::GreaterOrEqual => &[">="],
        Comparison::Like => &["like"],
        Comparison::NotLike => &["not like"],
    }
}

pub(super) fn quantifier_missing(key: &str, written: &Condition) -> Diagnostic {
    Diagnostic::new(
        codes::OPERATOR_MISMATCH,
        format!("`{key}` can have several values; say whether one or all of them must pass"),
    )
    .at(written.span, "`any of` or `all of` is missing")
    .help(format!("write `any of {key} …` if one value is enough, `all of {key} …` if every one must pass; `all of` also holds when the key is absent"))
}

pub(super) fn quantifier_needless(key: &str, written: &Condition) -> Diagnostic {
    let diagnostic = Diagnostic::new(
        codes::OPERATOR_MISMATCH,
        format!("`{key}` has one value; there is nothing to choose from"),
    )
    .at(written.span, "remove `any of` or `all of`")
    .help("`all of` would also hold when the key is absent; if that is meant, write `?` after the key");
    match &written.key {
        ConditionKey::Computed(_) => diagnostic,
        ConditionKey::Iam(name) => {
            let (start, end) = (written.span.range().start, name.span.range().start);
            let edit = Edit::new(Span::new(written.span.file, start, end), String::new());
            diagnostic.fix(Fix { title: "remove the quantifier".to_owned(), edits: vec![edit] })
        }
    }
}

pub(super) fn no_values(span: Span) -> Diagnostic {
    Diagnostic::new(codes::TYPE_MISMATCH, "expected at least one value, found an empty list")
        .at(span, "empty")
}

/// A list where one value is expected.
pub(super) fn one_value(
    operator: &str,
    instead: Option<&str>,
    operator_span: Span,
    span: Span,
) -> Diagnostic {
    let diagnostic =
        Diagnostic::new(codes::TYPE_MISMATCH, format!("`{operator}` takes one value, found a list"))
            .at(span, "this is a list");
    match instead {
        Some(instead) => diagnostic.help(format!("write `{instead}` before a list")).fix(Fix::replace(
            format!("replace `{operator}` by `{instead}`"),
            operator_span,
            instead,
        )),
        None => diagnostic.help("keep the bound that counts"),
    }
}

/// One value where a list is expected.
pub(super) fn list_of_values(operator: &str, instead: &str, operator_span: Span, span: Span) -> Diagnostic {
    Diagnostic::new(codes::TYPE_MISMATCH, format!("`{operator}` takes a list, found one value"))
        .at(span, "this is one value")
        .help(format!("write `{instead}` before one value, or put it between `[` and `]`"))
        .fix(Fix::replace(format!("replace `{operator}` by `{instead}`"), operator_span, instead))
}

pub(super) fn both_booleans(span: Span) -> Diagnostic {
    Diagnostic::new(
        codes::TYPE_MISMATCH,
        "expected one boolean; together they say only that there is the key",
    )
    .at(span, "both")
    .help("write `exists` after the key")
}

pub(super) fn bad_value(found: &str, kind: KeyKind, span: Span) -> Diagnostic {
    let help = match kind {
        KeyKind::Date => {
            "write a day such as `\"2026-12-31\"`, or a day and a time such as `\"2026-12-31T23:59:59Z\"`"
        }
        KeyKind::Ip => "write an address such as `\"203.0.113.7\"`, or a network such as `\"10.0.0.0/8\"`",
        _ => "write a value of this kind",
    };
    Diagnostic::new(codes::BAD_CHECKED_STRING, format!("`{found}` is not {kind}"))
        .at(span, "wrong form")
        .help(help)
}
