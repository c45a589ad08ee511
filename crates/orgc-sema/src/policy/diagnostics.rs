//! What can be wrong with policies.

use crate::declare::Declared;
use crate::value::{Located, entity_noun};
use orgc_diag::{Code, Diagnostic, Span, codes, suggest};
use orgc_policy::management::ManagementFault;
use orgc_policy::{Fault, Grammar, PolicyType, Problem, Quota, Size, Step};
use orgc_syntax::ast::{ActionsKind, Expression, ExpressionKind, Rule};

pub(super) fn empty(declared: &Declared<'_>, policy_type: &'static PolicyType) -> Diagnostic {
    let label =
        if policy_type.grammar.is_some() { "no rule and no file" } else { "no attribute and no file" };
    Diagnostic::new(codes::MISSING_ATTRIBUTE, format!("{} says nothing", entity_noun(&declared.address)))
        .at(declared.head, label)
        .help(what_to_write(policy_type))
}

pub(super) fn two_texts(declared: &Declared<'_>) -> Diagnostic {
    Diagnostic::new(
        codes::NOT_ALLOWED_HERE,
        format!(
            "{} has more than one text: rules, attributes of its type, `from` and `content` exclude each other",
            entity_noun(&declared.address)
        ),
    )
    .at(declared.head, "more than one text")
    .help("keep one of them, or make two policies")
}

pub(super) fn computed_path(span: Span) -> Diagnostic {
    Diagnostic::new(codes::DATA_FILE, "the path of a file must be written out")
        .at(span, "not a plain string")
        .help("write it without `${…}`")
}

pub(super) fn not_json(located: &Located) -> Diagnostic {
    Diagnostic::new(codes::TYPE_MISMATCH, format!("{} cannot stand in JSON", located.value.noun()))
        .at(located.span, "not JSON")
        .help("use strings, numbers, booleans, lists and maps")
}

pub(super) fn bad_json(problem: &Problem, span: Span, origin: &str) -> Diagnostic {
    let message = format!("`{origin}`: {problem}");
    with_candidate(Diagnostic::new(codes::BAD_POLICY_JSON, message).at(span, "this text"), problem)
}

/// The same in a value, which is shown where it is written.
pub(super) fn bad_content(problem: &Problem, span: Span) -> Diagnostic {
    let path = match problem.path.is_top() {
        true => String::new(),
        false => format!(", at `{}`", problem.path),
    };
    let message = format!("`content`: {}{path}", problem.fault);
    with_candidate(Diagnostic::new(codes::BAD_POLICY_JSON, message).at(span, "this part"), problem)
}

/// The same in attributes, whose names are not those of the document.
pub(super) fn bad_attributes(problem: &Problem, span: Span) -> Diagnostic {
    let code = match &problem.fault {
        Fault::Management(ManagementFault::Form { .. } | ManagementFault::BadKey { .. }) => {
            codes::BAD_CHECKED_STRING
        }
        _ => codes::ELEMENT_NOT_ALLOWED,
    };
    with_candidate(Diagnostic::new(code, problem.fault.to_string()).at(span, "not allowed"), problem)
}

fn with_candidate(diagnostic: Diagnostic, problem: &Problem) -> Diagnostic {
    match problem.candidates().and_then(|(written, known)| suggest(written, known)) {
        Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
        None => diagnostic,
    }
}

pub(super) fn no_rules(policy_type: &'static PolicyType, span: Span) -> Diagnostic {
    Diagnostic::new(codes::ELEMENT_NOT_ALLOWED, format!("{} has no rules", policy_type.noun()))
        .at(span, "a rule")
        .help(what_to_write(policy_type))
}

/// The ways to write a policy of a type.
fn what_to_write(policy_type: &'static PolicyType) -> String {
    let names = super::typed_names(policy_type);
    match names.first() {
        _ if policy_type.grammar.is_some() => {
            "write a rule, such as `deny organizations:LeaveOrganization`, or `from \"policy.json\"`"
                .to_owned()
        }
        Some(_) => format!(
            "write an attribute of the type, `from \"policy.json\"` or `content = {{ … }}`; its attributes are `{}`",
            names.join("`, `")
        ),
        None => "write `from \"policy.json\"` or `content = { … }`".to_owned(),
    }
}

/// What the grammar of a policy type does not allow in a rule.
pub(super) fn refused(problem: &Problem, rule: &Rule) -> Diagnostic {
    let code: Code = match &problem.fault {
        Fault::Action { .. } => codes::UNKNOWN_ACTION,
        _ => codes::ELEMENT_NOT_ALLOWED,
    };
    let diagnostic = Diagnostic::new(code, problem.fault.to_string()).at(place(problem, rule), "not allowed");
    let diagnostic = match problem.candidates().and_then(|(written, known)| suggest(written, known)) {
        Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
        None => diagnostic,
    };
    match problem.fault {
        Fault::AllowNotAllowed { .. } => {
            diagnostic.help("everything that is not denied stays allowed; write what to `deny`")
        }
        _ => diagnostic,
    }
}

/// The action at fault if it is written out, else the actions or the whole rule.
fn place(problem: &Problem, rule: &Rule) -> Span {
    let is_about_actions = problem
        .path
        .steps()
        .iter()
        .any(|step| matches!(step, Step::Key(key) if key == "Action" || key == "NotAction"));
    let index = problem.path.steps().iter().rev().find_map(|step| match step {
        Step::Index(index) => Some(*index),
        Step::Key(_) => None,
    });
    match &rule.actions.kind {
        _ if !is_about_actions => rule.span,
        ActionsKind::These(all) | ActionsKind::AllExcept(all) if all.iter().all(is_action) => {
            index.and_then(|index| all.get(index)).map_or(rule.actions.span, |action| action.span)
        }
        _ => rule.actions.span,
    }
}

/// Whether an expression is an action written out.
fn is_action(expression: &Expression) -> bool {
    matches!(expression.kind, ExpressionKind::Iam(_))
}

pub(super) fn principal(grammar: Grammar, span: Span) -> Diagnostic {
    let help = match grammar {
        Grammar::ServiceControl => "it holds for every principal of the accounts below; remove `by …`",
        Grammar::ResourceControl => "it holds for everyone; remove `by …` and restrict it with a condition",
    };
    Diagnostic::new(codes::ELEMENT_NOT_ALLOWED, format!("a principal cannot stand in a {grammar}"))
        .at(span, "not allowed")
        .help(help)
}

pub(super) fn bad_sid(sid: &str, span: Span) -> Diagnostic {
    Diagnostic::new(codes::BAD_CHECKED_STRING, format!("`{sid}` cannot be the id of a statement"))
        .at(span, "wrong form")
        .help("use letters and digits only")
}

pub(super) fn bad_resource(found: &str, span: Span) -> Diagnostic {
    Diagnostic::new(codes::BAD_CHECKED_STRING, format!("`{found}` is not a resource: expected an ARN or `*`"))
        .at(span, "not an ARN")
        .help("an ARN starts with `arn:`, such as `arn:aws:s3:::my-bucket/*`")
}

pub(super) fn no_resource(span: Span) -> Diagnostic {
    Diagnostic::new(codes::TYPE_MISMATCH, "expected at least one resource, found an empty list")
        .at(span, "empty")
}

fn counted(size: Size) -> String {
    if size.min == size.max { size.min.to_string() } else { format!("between {} and {}", size.min, size.max) }
}

pub(super) fn too_large(
    declared: &Declared<'_>,
    policy_type: &PolicyType,
    size: Size,
    quota: &Quota,
) -> Diagnostic {
    let over = (size.min as u64).saturating_sub(quota.value);
    Diagnostic::new(
        codes::POLICY_TOO_LARGE,
        format!(
            "{} is {} characters after minification; {} may have {}",
            entity_noun(&declared.address),
            counted(size),
            policy_type.noun(),
            quota.value
        ),
    )
    .at(declared.head, format!("{over} characters over"))
    .note(format!("limit: {quota}"))
    .help("split it into two policies, or cover several actions by one with `*`")
}

/// A warning: whether it fits depends on the ids that AWS assigns.
pub(super) fn may_exceed(
    declared: &Declared<'_>,
    policy_type: &PolicyType,
    size: Size,
    quota: &Quota,
) -> Diagnostic {
    Diagnostic::new(
        codes::NEAR_LIMIT,
        format!(
            "{} is {} characters after minification, depending on the ids that AWS assigns; {} may have {}",
            entity_noun(&declared.address),
            counted(size),
            policy_type.noun(),
            quota.value
        ),
    )
    .at(declared.head, "may be too large")
    .note(format!("limit: {quota}"))
}

pub(super) fn near_limit(
    declared: &Declared<'_>,
    policy_type: &PolicyType,
    size: Size,
    quota: &Quota,
) -> Diagnostic {
    Diagnostic::new(
        codes::NEAR_LIMIT,
        format!(
            "{} is {} characters after minification, near the {} that {} may have",
            entity_noun(&declared.address),
            counted(size),
            quota.value,
            policy_type.noun()
        ),
    )
    .at(declared.head, "near the limit")
    .note(format!("limit: {quota}"))
}
