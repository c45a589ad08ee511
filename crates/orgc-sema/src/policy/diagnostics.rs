//! What can be wrong with policies.

use super::names::Form;
use crate::declare::Declared;
use crate::value::{Located, entity_noun};
use orgc_diag::{Code, Diagnostic, Fix, Severity, Span, codes, suggest};
use orgc_policy::management::ManagementFault;
use orgc_policy::{Fault, Grammar, JsonPath, PolicyType, Problem, Quota, Shorter, Size, Step};
use orgc_syntax::ast::{ActionsKind, Expression, ExpressionKind, Rule};
use std::fmt::Display;

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

pub(super) fn bad_json(problem: &Problem, span: Span, origin: impl Display) -> Diagnostic {
    let code = code(&problem.fault).unwrap_or(codes::BAD_POLICY_JSON);
    with_candidate(Diagnostic::new(code, format!("`{origin}`: {problem}")).at(span, "this text"), problem)
}

/// The same in a value, which is shown where it is written.
pub(super) fn bad_content(problem: &Problem, span: Span) -> Diagnostic {
    let path = match problem.path.is_top() {
        true => String::new(),
        false => format!(", at `{}`", problem.path),
    };
    let message = format!("`content`: {}{path}", problem.fault);
    let code = code(&problem.fault).unwrap_or(codes::BAD_POLICY_JSON);
    with_candidate(Diagnostic::new(code, message).at(span, "this part"), problem)
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

fn with_candidate(mut diagnostic: Diagnostic, problem: &Problem) -> Diagnostic {
    let near = problem.candidates().and_then(|(written, known)| suggest(written, known));
    diagnostic.severity = severity(&problem.fault, near.is_some());
    match near {
        Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
        None => diagnostic,
    }
}

/// The code of a fault in what a policy names.
fn code(fault: &Fault) -> Option<Code> {
    Some(match fault {
        Fault::UnknownService { .. } | Fault::UnknownAction { .. } | Fault::NoMatch { .. } => {
            codes::UNKNOWN_ACTION
        }
        Fault::UnknownKey { .. } | Fault::UnknownKeyService { .. } | Fault::KeyNotAvailable { .. } => {
            codes::KEY_NOT_AVAILABLE
        }
        Fault::ResourceNotAvailable { .. } => codes::UNREACHABLE_RULE,
        Fault::OperatorMismatch { .. }
        | Fault::QuantifierMissing { .. }
        | Fault::QuantifierNeedless { .. }
        | Fault::BadValue { .. } => codes::OPERATOR_MISMATCH,
        _ => return None,
    })
}

/// A name that only a newer table may have is a warning, unless it looks like a misspelling.
fn severity(fault: &Fault, is_like_another: bool) -> Severity {
    match fault.is_doubt() && !is_like_another {
        true => Severity::Warning,
        false => Severity::Error,
    }
}

/// An action or a condition key that does not exist, or has no place in this rule. How it is written
/// tells how to replace it.
pub(super) fn wrong_name(fault: Fault, span: Span, form: Option<Form>) -> Diagnostic {
    let code = code(&fault).unwrap_or(codes::ELEMENT_NOT_ALLOWED);
    let problem = Problem { fault, path: JsonPath::default(), place: None };
    let found = problem.candidates().and_then(|(written, known)| Some((written, suggest(written, known)?)));
    let label = match &problem.fault {
        Fault::NoMatch { .. } => "matches nothing",
        Fault::KeyNotAvailable { .. } => "never set here",
        Fault::ResourceNotAvailable { .. } => "of another kind",
        _ => "unknown",
    };
    let mut diagnostic = Diagnostic::new(code, problem.fault.to_string()).at(span, label);
    diagnostic.severity = severity(&problem.fault, found.is_some());
    if let Some((written, near)) = found {
        diagnostic = diagnostic.help(format!("did you mean `{near}`?"));
        if let Some(form) = form {
            diagnostic = diagnostic.fix(Fix::replace(
                format!("replace `{written}` by `{near}`"),
                span,
                form.write(near),
            ));
        }
    }
    match &problem.fault {
        Fault::KeyNotAvailable { .. } => diagnostic
            .help("remove the condition, or move it to a rule for actions whose requests have the key"),
        Fault::ResourceNotAvailable { .. } => diagnostic.help(
            "the rule holds for nothing: name a resource of the actions, or leave `on` out to name all",
        ),
        Fault::UnknownService { .. } | Fault::UnknownKeyService { .. } if !diagnostic.is_error() => {
            diagnostic.help("if it is newer than the table, all is well")
        }
        _ => diagnostic,
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
        Grammar::Identity => "it holds for the identity that it is attached to; remove `by …`",
        Grammar::Delegation => "name the accounts: `by security`, `by [audit, security]`",
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

fn counted(size: Size) -> String {
    if size.min == size.max { size.min.to_string() } else { format!("between {} and {}", size.min, size.max) }
}

/// What messages on the size of a document need to know.
pub(super) struct Sized<'a> {
    /// How they call it: policy `Guard`.
    pub noun: &'a str,
    /// What it is one of.
    pub title: &'a str,
    pub place: Span,
    pub size: Size,
    pub quota: &'a Quota,
}

impl Sized<'_> {
    pub(super) fn too_large(&self) -> Diagnostic {
        let over = (self.size.min as u64).saturating_sub(self.quota.value);
        let message = format!(
            "{} is {} characters after minification; {} may have {}",
            self.noun,
            counted(self.size),
            self.title,
            self.quota.value
        );
        Diagnostic::new(codes::POLICY_TOO_LARGE, message)
            .at(self.place, format!("{over} characters over"))
            .note(format!("limit: {}", self.quota))
            .help("cover several actions by one with `*`, or split it into several policies")
    }

    /// A warning: whether it fits depends on the ids that AWS assigns.
    pub(super) fn may_exceed(&self) -> Diagnostic {
        let message = format!(
            "{} is {} characters after minification, depending on the ids that AWS assigns; {} may have {}",
            self.noun,
            counted(self.size),
            self.title,
            self.quota.value
        );
        Diagnostic::new(codes::NEAR_LIMIT, message)
            .at(self.place, "may be too large")
            .note(format!("limit: {}", self.quota))
    }

    pub(super) fn near_limit(&self) -> Diagnostic {
        let message = format!(
            "{} is {} characters after minification, near the {} that {} may have",
            self.noun,
            counted(self.size),
            self.quota.value,
            self.title
        );
        Diagnostic::new(codes::NEAR_LIMIT, message)
            .at(self.place, "near the limit")
            .note(format!("limit: {}", self.quota))
    }
}

/// Adds how a list of actions can be said in fewer characters.
pub(super) fn shorter(diagnostic: Diagnostic, shorter: &Shorter, as_of: &str) -> Diagnostic {
    let mut ways: Vec<String> = shorter
        .wildcards
        .iter()
        .map(|(wildcard, count)| format!("`{wildcard}` for {count} of these actions, and no other"))
        .collect();
    if shorter.dropped > 0 {
        ways.push(format!("nothing for {} that another one covers", shorter.dropped));
    }
    diagnostic
        .help(format!("{} characters less with the same meaning: {}", shorter.saved, ways.join("; ")))
        .note(format!("which actions a wildcard covers is as of {as_of}; it will also cover new ones"))
}

/// Adds which rules could be one. Of many, the first is shown.
pub(super) fn one_rule(diagnostic: Diagnostic, groups: &[Vec<Span>], saved: usize) -> Diagnostic {
    const SHOWN: usize = 4;
    let groups = groups.iter().filter(|group| group.len() > 1);
    let labels = groups.flat_map(|group| {
        let label = |at| match at {
            0 if group.len() > SHOWN => format!("this rule and {} others could be one", group.len() - 1),
            0 => "this rule".to_owned(),
            _ => "and this one could be one".to_owned(),
        };
        let shown = if group.len() > SHOWN { 1 } else { group.len() };
        group.iter().take(shown).enumerate().map(move |(at, rule)| (*rule, label(at)))
    });
    let labels: Vec<(Span, String)> = labels.collect();
    if labels.is_empty() {
        return diagnostic;
    }
    labels.into_iter().fold(diagnostic, |diagnostic, (rule, label)| diagnostic.at(rule, label)).help(format!(
        "{saved} characters less with the same meaning: rules that differ in their actions only, in their resources \
         only, or in the values of one condition can be one rule"
    ))
}

/// Adds how many policies would hold the rules: the number of rules and the size of each.
pub(super) fn several_policies(diagnostic: Diagnostic, policies: &[(usize, Size)]) -> Diagnostic {
    if policies.len() < 2 {
        return diagnostic;
    }
    let each = policies.iter().map(|(rules, size)| match rules {
        1 => format!("1 rule in {} characters", counted(*size)),
        _ => format!("{rules} rules in {} characters", counted(*size)),
    });
    let each: Vec<String> = each.collect();
    diagnostic.help(format!(
        "{} policies, attached to the same targets, would hold its rules: {}",
        policies.len(),
        each.join(", ")
    ))
}

pub(super) fn no_principal(span: Span) -> Diagnostic {
    Diagnostic::new(codes::ELEMENT_NOT_ALLOWED, "a rule of a delegation policy says for whom it is")
        .at(span, "`by …` is missing")
        .help("name the accounts: `by security`, `by [audit, security]`")
}

pub(super) fn bad_principal(found: &str, span: Span) -> Diagnostic {
    Diagnostic::new(codes::TYPE_MISMATCH, format!("expected an account, its id or an ARN, found {found}"))
        .at(span, "not a principal")
}

pub(super) fn empty_list(what: &str, span: Span) -> Diagnostic {
    Diagnostic::new(codes::TYPE_MISMATCH, format!("expected at least one {what}, found an empty list"))
        .at(span, "empty")
}

pub(super) fn same_id(sid: &str, first: Span, second: Span) -> Diagnostic {
    Diagnostic::new(codes::DUPLICATE_NAME, format!("two rules of one policy have the id `{sid}`"))
        .at(second, "again")
        .at(first, "first")
        .help("give each statement its own id, or none")
}
