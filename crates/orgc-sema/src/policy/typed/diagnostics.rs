//! What can be wrong with the attributes of a management policy.

use crate::value::Type;
use orgc_diag::{Diagnostic, Span, codes};

pub(super) fn given_twice(name: &str, first: Span, again: Span) -> Diagnostic {
    Diagnostic::new(codes::DUPLICATE_NAME, format!("`{name}` is given twice"))
        .at(again, "again here")
        .at(first, "first here")
        .help("keep one of the two")
}

pub(super) fn block_for_value(span: Span, expected: &Type) -> Diagnostic {
    Diagnostic::new(codes::TYPE_MISMATCH, format!("expected {}, found a block", expected.noun()))
        .at(span, "this is a block")
        .help("write the value after `=`")
}

pub(super) fn empty_value(operators: &[&str], span: Span) -> Diagnostic {
    Diagnostic::new(codes::MISSING_ATTRIBUTE, "this value says nothing")
        .at(span, "empty")
        .help(format!("write the value after `=`, or in the braces one of `{}`", operators.join("`, `")))
}

pub(super) fn not_whole(units: &str, span: Span) -> Diagnostic {
    Diagnostic::new(codes::TYPE_MISMATCH, format!("expected whole {units}"))
        .at(span, format!("not a number of {units}"))
        .help(match units {
            "days" => "write it in days or weeks, such as `30d`",
            _ => "write it in minutes or hours, such as `90min` or `8h`",
        })
}
