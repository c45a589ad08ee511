//! What can be wrong with values.

use super::{CheckedString, Type, Value};
use orgc_diag::{Diagnostic, Edit, Fix, Span, codes, suggest};
use orgc_ir::Text;
use orgc_ir::kinds::Pattern;
use orgc_policy::ActionFault;

/// Adds the nearest candidate as a question and a fix.
pub(crate) fn with_suggestion<'c>(
    diagnostic: Diagnostic,
    written: &str,
    span: Span,
    known: impl IntoIterator<Item = &'c str>,
) -> Diagnostic {
    match suggest(written, known) {
        Some(near) => {
            diagnostic.help(format!("did you mean `{near}`?")).fix(Fix::replace_word(written, span, near))
        }
        None => diagnostic,
    }
}

/// An attribute, or a value of a thing, that there is not.
pub(crate) fn unknown_attribute(name: &str, span: Span, owner: &str, known: &[&str]) -> Diagnostic {
    let diagnostic =
        Diagnostic::new(codes::UNKNOWN_ATTRIBUTE, format!("{owner} has no `{name}`")).at(span, "unknown");
    let diagnostic = with_suggestion(diagnostic, name, span, known.iter().copied());
    match known {
        [] => diagnostic,
        known => diagnostic.note(format!("there are: `{}`", known.join("`, `"))),
    }
}

pub(crate) fn missing_attribute(owner: &str, name: &str, span: Span) -> Diagnostic {
    Diagnostic::new(codes::MISSING_ATTRIBUTE, format!("{owner} needs `{name}`"))
        .at(span, format!("`{name}` is missing"))
        .help(format!("add `{name} = …`"))
}

pub(crate) fn type_mismatch(span: Span, expected: &Type, found: &Value) -> Diagnostic {
    let diagnostic = Diagnostic::new(
        codes::TYPE_MISMATCH,
        format!("expected {}, found {}", expected.noun(), found.noun()),
    )
    .at(span, format!("this is {}", found.noun()));
    match (expected, found) {
        (Type::Text { .. }, Value::Entity(_)) => {
            diagnostic.help("a thing is not its id; write `.id` after it")
        }
        (Type::List { .. }, _) => diagnostic.help("write it between `[` and `]`"),
        (Type::Checked(CheckedString::AccountId), Value::Integer(_)) => {
            diagnostic.help("put the account id in quotes")
        }
        _ => missing_unit(diagnostic, span, expected, found),
    }
}

/// A number where a number with a unit is expected is a mistake of its own.
fn missing_unit(diagnostic: Diagnostic, span: Span, expected: &Type, found: &Value) -> Diagnostic {
    let (Value::Integer(_) | Value::Decimal(_)) = found else { return diagnostic };
    let (unit, title) = match expected {
        Type::Money => (" USD", "add the currency"),
        Type::Duration => ("d", "make it days"),
        Type::Percent => ("%", "make it a percentage"),
        _ => return diagnostic,
    };
    let help = match expected {
        Type::Money => "add the currency: `500 USD`",
        Type::Duration => "add the unit: `30d`, `12h`, `15min`, `30s`",
        _ => "add the percent sign: `25%`",
    };
    let edit = Edit::new(span.after(), unit);
    Diagnostic { code: codes::MISSING_UNIT, ..diagnostic }
        .help(help)
        .fix(Fix { title: title.to_owned(), edits: vec![edit] })
}

/// A value that may be none, where there must be one.
pub(crate) fn unhandled_none(span: Span, expected: &Type) -> Diagnostic {
    Diagnostic::new(
        codes::UNHANDLED_NONE,
        format!("expected {}, but the value is none here", expected.noun()),
    )
    .at(span, "this is none")
    .help("say what holds then: `x ?? default`, or `if x != none { … }`")
}

/// A word of data that cannot be read as what is expected.
pub(crate) fn wrong_word(span: Span, expected: &Type, word: &str) -> Diagnostic {
    Diagnostic::new(codes::TYPE_MISMATCH, format!("expected {}, found `{word}`", expected.noun()))
        .at(span, "does not fit")
}

pub(crate) fn unknown_service(span: Span, written: &str) -> Diagnostic {
    let diagnostic = Diagnostic::new(codes::UNKNOWN_NAME, format!("there is no service `{written}`"))
        .at(span, "unknown service");
    with_suggestion(diagnostic, written, span, orgc_policy::service_names())
        .help("a service that is newer is written by its principal: `\"example.amazonaws.com\"`")
}

pub(crate) fn not_in_union(span: Span, found: &str, words: &[String]) -> Diagnostic {
    let diagnostic =
        Diagnostic::new(codes::NOT_IN_UNION, format!("`{found}` is not one of `{}`", words.join("`, `")))
            .at(span, "not one of them");
    with_suggestion(diagnostic, found, span, words.iter().map(String::as_str))
}

pub(crate) fn bad_checked_string(span: Span, found: &str, checked: CheckedString) -> Diagnostic {
    Diagnostic::new(codes::BAD_CHECKED_STRING, format!("`{found}` is not {}", checked.noun()))
        .at(span, "wrong form")
}

pub(crate) fn bad_region(span: Span, found: &str) -> Diagnostic {
    Diagnostic::new(
        codes::BAD_CHECKED_STRING,
        format!("`{found}` is not the name of a Region, such as `eu-west-1`"),
    )
    .at(span, "wrong form")
}

pub(crate) fn bad_action(span: Span, found: &str, fault: &ActionFault) -> Diagnostic {
    Diagnostic::new(codes::UNKNOWN_ACTION, format!("`{found}` is not an action: {fault}"))
        .at(span, "not an action")
        .help("an action is written `service:Name`, such as `s3:GetObject` or `s3:Get*`")
}

pub(crate) fn out_of_range(span: Span, found: i64, minimum: Option<i64>, maximum: Option<i64>) -> Diagnostic {
    let range = match (minimum, maximum) {
        (Some(low), Some(high)) => format!("between {low} and {high}"),
        (Some(low), None) => format!("at least {low}"),
        (None, Some(high)) => format!("at most {high}"),
        (None, None) => "a whole number".to_owned(),
    };
    Diagnostic::new(codes::PLUGIN_SCHEMA, format!("{found} is not allowed here: the number must be {range}"))
        .at(span, "out of range")
}

pub(crate) fn wrong_length(span: Span, low: usize, high: usize) -> Diagnostic {
    Diagnostic::new(codes::PLUGIN_SCHEMA, format!("the text must have {low} to {high} characters"))
        .at(span, "wrong length")
}

pub(crate) fn wrong_form(span: Span, pattern: &Pattern) -> Diagnostic {
    Diagnostic::new(codes::PLUGIN_SCHEMA, format!("the text must have the form `{}`", pattern.as_str()))
        .at(span, "another form")
        .help("it is a regular expression that the whole text has to match")
}

pub(crate) fn wrong_count(span: Span, count: u32, min: Option<u32>, max: Option<u32>) -> Diagnostic {
    let bounds = match (min, max) {
        (Some(min), Some(max)) => format!("{min} to {max}"),
        (Some(min), None) => format!("at least {min}"),
        (_, max) => format!("at most {}", max.unwrap_or(u32::MAX)),
    };
    Diagnostic::new(codes::PLUGIN_SCHEMA, format!("the list has {count} elements; it must have {bounds}"))
        .at(span, format!("{count} elements"))
}

pub(crate) fn repeated_element(span: Span) -> Diagnostic {
    Diagnostic::new(codes::PLUGIN_SCHEMA, "this element stands in the list already")
        .at(span, "repeated")
        .help("remove one of the two")
}

/// A value that AWS assigns, where everything must be known.
pub(crate) fn later(text: &Text, span: Span, what: &str) -> Diagnostic {
    let origin = text.references().next().map(ToString::to_string).unwrap_or_default();
    Diagnostic::new(
        codes::LATER_IN_STRUCTURE,
        format!("{what} must be known before anything is applied, but `{origin}` is assigned by AWS"),
    )
    .at(span, "known after apply")
    .help("compare or name the thing itself instead of its id; ids may stand in parameters, outputs and policies")
}
