//! What can be wrong with names as text.

use super::locals::Local;
use crate::value::diagnostics::with_suggestion;
use orgc_diag::{Diagnostic, Edit, Fix, Span, codes};

pub(super) fn shadowed(local: &Local<'_>, outer: Span) -> Diagnostic {
    let name = local.name;
    let renamed = format!("{name}-2");
    let spans = std::iter::once(local.span).chain(local.uses.iter().copied());
    let edits = spans.map(|span| Edit::new(span, renamed.clone())).collect();
    Diagnostic::new(codes::SHADOWED_NAME, format!("`{name}` hides another `{name}`"))
        .at(local.span, "this one hides it")
        .at(outer, "the other one")
        .help("give the inner one a name of its own: a reader must never ask which of the two is meant")
        .fix(Fix { title: format!("rename the inner `{name}` to `{renamed}`"), edits })
}

pub(super) fn unknown<'c>(name: &str, span: Span, known: impl IntoIterator<Item = &'c str>) -> Diagnostic {
    let diagnostic =
        Diagnostic::new(codes::UNKNOWN_NAME, format!("nothing is called `{name}`")).at(span, "unknown name");
    with_suggestion(diagnostic, name, span, known)
        .note("nothing uses this part of the sources, so only its names were checked")
}
