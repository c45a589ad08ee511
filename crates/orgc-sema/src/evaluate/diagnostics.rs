//! What can be wrong with expressions.

use crate::value::diagnostics::with_suggestion;
use crate::value::{Located, Value, kind_noun};
use orgc_diag::{Diagnostic, Span, codes};

pub(super) fn unknown_name<'c>(
    name: &str,
    span: Span,
    known: impl IntoIterator<Item = &'c str>,
) -> Diagnostic {
    let diagnostic =
        Diagnostic::new(codes::UNKNOWN_NAME, format!("nothing is called `{name}`")).at(span, "unknown name");
    let diagnostic = with_suggestion(diagnostic, name, span, known);
    match diagnostic.help {
        Some(_) => diagnostic,
        None => {
            diagnostic.help(format!("declare it, or write \"{name}\" in quotes if it is meant as a string"))
        }
    }
}

pub(super) fn unknown_of_kind<'c>(
    kind: &str,
    name: &str,
    span: Span,
    known: impl IntoIterator<Item = &'c str>,
) -> Diagnostic {
    let diagnostic =
        Diagnostic::new(codes::UNKNOWN_NAME, format!("no {} is called `{name}`", kind_noun(kind)))
            .at(span, "unknown name");
    with_suggestion(diagnostic, name, span, known)
}

pub(super) fn unknown_region<'c>(
    name: &str,
    span: Span,
    known: impl IntoIterator<Item = &'c str>,
) -> Diagnostic {
    let diagnostic = Diagnostic::new(codes::UNKNOWN_NAME, format!("there is no Region `{name}`"))
        .at(span, "unknown Region")
        .note("the table of Regions is of 2026-11-01");
    with_suggestion(diagnostic, name, span, known)
        .help(format!("a Region that is newer is written \"{name}\""))
}

pub(super) fn unknown_function<'c>(
    name: &str,
    span: Span,
    known: impl IntoIterator<Item = &'c str>,
) -> Diagnostic {
    let diagnostic = Diagnostic::new(codes::UNKNOWN_NAME, format!("there is no function `{name}`"))
        .at(span, "unknown function");
    with_suggestion(diagnostic, name, span, known)
}

pub(super) fn unknown_type<'c>(
    name: &str,
    span: Span,
    known: impl IntoIterator<Item = &'c str>,
) -> Diagnostic {
    let diagnostic =
        Diagnostic::new(codes::UNKNOWN_NAME, format!("there is no type `{name}`")).at(span, "unknown type");
    with_suggestion(diagnostic, name, span, known)
}

pub(super) fn kind_as_value(kind: &str, span: Span) -> Diagnostic {
    Diagnostic::new(codes::UNKNOWN_NAME, format!("`{kind}` alone names nothing"))
        .at(span, "a name is missing")
        .help(format!("write `{kind}.NAME`"))
}

pub(super) fn ambiguous(name: &str, span: Span, offers: &[String]) -> Diagnostic {
    Diagnostic::new(codes::AMBIGUOUS_NAME, format!("`{name}` can mean several things"))
        .at(span, "which one?")
        .help(format!("write {}", offers.join(" or ")))
}

pub(super) fn later_in_name(name: &str, span: Span) -> Diagnostic {
    Diagnostic::new(
        codes::LATER_IN_STRUCTURE,
        format!("a name must be known before anything is applied, so that it cannot depend on `{name}`"),
    )
    .at(span, "not known yet")
    .help("build names from strings and values only")
}

pub(super) fn value_cycle(ring: &[(&str, Span)]) -> Diagnostic {
    let last = ring.last().map_or("", |(name, _)| *name);
    let names: Vec<&str> = std::iter::once(last).chain(ring.iter().map(|(name, _)| *name)).collect();
    let steps = names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" → ");
    let diagnostic = Diagnostic::new(codes::VALUE_CYCLE, format!("`{last}` depends on itself: {steps}"));
    let marked = names.iter().zip(ring).fold(diagnostic, |diagnostic, (from, (to, span))| {
        diagnostic.at(*span, format!("`{from}` needs `{to}`"))
    });
    marked.help("give one of them a value of its own")
}

pub(super) fn expansion_limit(most: usize, span: Span) -> Diagnostic {
    Diagnostic::new(
        codes::EXPANSION_LIMIT,
        format!("the values used up to here have more than {most} elements"),
    )
    .at(span, "this use is one too many")
    .help("values that hold others several times multiply: keep them apart, or use parts of them")
}

pub(super) fn too_deep(most: usize, span: Span) -> Diagnostic {
    Diagnostic::new(
        codes::EXPANSION_LIMIT,
        format!("values that build on each other go more than {most} levels deep"),
    )
    .at(span, "too deep")
    .help("build on fewer values, one upon the other")
}

pub(super) fn duplicate_key(key: &str, first: Span, again: Span) -> Diagnostic {
    Diagnostic::new(codes::DUPLICATE_NAME, format!("key `{key}` stands twice in one map"))
        .at(again, "again here")
        .at(first, "first here")
}

pub(super) fn no_such_key(key: &str, span: Span, known: &[&str]) -> Diagnostic {
    let diagnostic =
        Diagnostic::new(codes::NO_SUCH_KEY, format!("there is no key `{key}`")).at(span, "no such key");
    let diagnostic = with_suggestion(diagnostic, key, span, known.iter().copied());
    match known {
        [] => diagnostic.note("the map is empty"),
        known => diagnostic.note(format!("there are: `{}`", known.join("`, `"))),
    }
}

pub(super) fn no_such_index(index: i64, length: usize, span: Span) -> Diagnostic {
    let note = match length {
        0 => "the list is empty".to_owned(),
        _ => format!("the list has {length} elements, counted from 0"),
    };
    Diagnostic::new(codes::NO_SUCH_KEY, format!("there is no element {index}"))
        .at(span, "no such element")
        .note(note)
}

pub(super) fn no_parts(value: &Value, name: &str, span: Span) -> Diagnostic {
    Diagnostic::new(
        codes::TYPE_MISMATCH,
        format!("{} has no parts, so there is no `{name}` in it", value.noun()),
    )
    .at(span, "nothing to look into")
}

pub(super) fn no_index(value: &Value, span: Span) -> Diagnostic {
    Diagnostic::new(codes::TYPE_MISMATCH, format!("expected a list or a map, found {}", value.noun()))
        .at(span, "nothing to look into")
}

pub(super) fn not_printable(located: &Located) -> Diagnostic {
    let diagnostic =
        Diagnostic::new(codes::TYPE_MISMATCH, format!("{} cannot be part of a string", located.value.noun()))
            .at(located.span, "not text");
    match located.value {
        Value::Entity(_) => diagnostic.help("write `.id` after it for its id"),
        _ => diagnostic,
    }
}

pub(super) fn not_exact(written: &str, span: Span, expected: &str) -> Diagnostic {
    Diagnostic::new(codes::ARITHMETIC, format!("`{written}` is too large or too fine for {expected}"))
        .at(span, "here")
}

pub(super) fn division_by_zero(span: Span) -> Diagnostic {
    Diagnostic::new(codes::ARITHMETIC, "division by zero").at(span, "the divisor is 0")
}

pub(super) fn overflow(span: Span) -> Diagnostic {
    Diagnostic::new(codes::ARITHMETIC, "the result is too large for a whole number").at(span, "overflows")
}

pub(super) fn mixed_currencies(left: &str, right: &str, span: Span) -> Diagnostic {
    Diagnostic::new(codes::ARITHMETIC, format!("{left} and {right} cannot be put together"))
        .at(span, "two currencies")
        .help("convert one of the amounts")
}

pub(super) fn wrong_operand(operator: &str, value: &Value, span: Span) -> Diagnostic {
    Diagnostic::new(codes::TYPE_MISMATCH, format!("`{operator}` does not work with {}", value.noun()))
        .at(span, format!("this is {}", value.noun()))
}

pub(super) fn not_computable(operator: &str, left: &Value, right: &Value, span: Span) -> Diagnostic {
    let diagnostic = Diagnostic::new(
        codes::TYPE_MISMATCH,
        format!("`{operator}` does not work with {} and {}", left.noun(), right.noun()),
    )
    .at(span, "does not fit");
    let are_texts = left.as_text().is_some() && right.as_text().is_some();
    if are_texts {
        diagnostic.help("strings are joined by interpolation: `\"${a}${b}\"`")
    } else {
        diagnostic
    }
}

pub(super) fn not_comparable(operator: &str, left: &Value, right: &Value, span: Span) -> Diagnostic {
    Diagnostic::new(
        codes::TYPE_MISMATCH,
        format!("`{operator}` cannot compare {} with {}", left.noun(), right.noun()),
    )
    .at(span, "does not fit")
}

pub(super) fn path_not_literal(span: Span) -> Diagnostic {
    Diagnostic::new(codes::DATA_FILE, "the path of a file must be written out")
        .at(span, "not a plain string")
        .help("write it as one string without `${…}`, such as `file(\"baselines/security.yaml\")`")
}

pub(super) fn data_file(reason: String, span: Span) -> Diagnostic {
    Diagnostic::new(codes::DATA_FILE, reason)
        .at(span, "this file")
        .help("paths are relative to the project's folder and cannot leave it")
}
