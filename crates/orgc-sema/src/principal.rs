//! Principals that sources name by their ARNs.

use orgc_diag::{Diagnostic, Span, codes};
use orgc_policy::Request;

/// What is wrong with the ARN of a principal that policies of the organization are to touch.
pub(crate) fn fault(principal: &str, span: Span) -> Option<Diagnostic> {
    if !principal.starts_with("arn:") || principal.splitn(6, ':').count() < 6 {
        return Some(no_principal(principal, span));
    }
    let is_linked = Request::new("", "").by(principal).is_service_linked();
    is_linked.then(|| service_linked(principal, span))
}

fn no_principal(found: &str, span: Span) -> Diagnostic {
    Diagnostic::new(codes::BAD_CHECKED_STRING, format!("`{found}` is not the ARN of a principal"))
        .at(span, "wrong form")
        .help("write the ARN of a role or user, such as `\"arn:aws:iam::*:role/Admin\"`")
}

fn service_linked(principal: &str, span: Span) -> Diagnostic {
    let message =
        format!("`{principal}` is a service-linked role, which no policy of the organization touches");
    Diagnostic::new(codes::OUTSIDE_POLICIES, message)
        .at(span, "outside of policies")
        .help("name another principal")
}
