//! What can be wrong with a claim, and how it fails.

use super::judge::Failed;
use crate::permissions::Permissions;
use orgc_diag::{Diagnostic, Span, codes};
use orgc_ir::Address;
use orgc_policy::{Chain, Cited, Control, Decision, Ground, Reason, Request, Verdict, decide};
use std::collections::BTreeSet;

pub(super) fn does_not_hold(span: Span) -> Diagnostic {
    Diagnostic::new(codes::ASSERTION_FAILED, "this does not hold").at(span, "does not hold")
}

/// With the text after `else` as its message.
pub(super) fn in_words_of(mut failed: Diagnostic, said: Option<String>) -> Diagnostic {
    if let Some(said) = said {
        let found = std::mem::replace(&mut failed.message, said);
        if failed.labels.len() != 1 || found != "this does not hold" {
            failed = failed.note(found);
        }
    }
    failed
}

pub(super) fn empty_test(title: &str, span: Span) -> Diagnostic {
    Diagnostic::new(codes::TEST_IS_EMPTY, format!("test `{title}` asserts nothing"))
        .at(span, "nothing ran")
        .help("write an `assert` in it; a loop over an empty list runs none")
}

pub(super) fn not_in_tests(span: Span) -> Diagnostic {
    Diagnostic::new(codes::NOT_ALLOWED_HERE, "a test holds assertions, and `for` and `if` around them")
        .at(span, "not in a test")
        .help("declare it outside of the test")
}

pub(super) fn no_accounts(span: Span) -> Diagnostic {
    Diagnostic::new(codes::OUTSIDE_POLICIES, "this claim is about no account")
        .at(span, "no member account here")
        .help("`every account` are the member accounts; the management account is none of them")
}

pub(super) fn management_account(account: &Address, span: Span) -> Diagnostic {
    let message = format!(
        "`{}` is the management account, which no policy of the organization touches",
        account.name()
    );
    Diagnostic::new(codes::OUTSIDE_POLICIES, message)
        .at(span, "outside of policies")
        .help("its principals can do whatever IAM lets them; claim something about member accounts")
}

pub(super) fn undecided(account: &Address, reason: &Reason, span: Span) -> Diagnostic {
    let message = format!("it was not decided whether this holds for `{}`: {reason}", account.name());
    Diagnostic::new(codes::ASSERTION_UNDECIDED, message)
        .at(span, "undecided")
        .help("claim less at once: name the resource, the principal or the values of keys")
}

pub(super) fn no_request(span: Span) -> Diagnostic {
    Diagnostic::new(codes::ASSERTION_FAILED, "no request is what this describes")
        .at(span, "contradicts itself")
        .help("its conditions never hold together; a claim about nothing says nothing")
}

pub(super) fn say_on(action: &str, span: Span) -> Diagnostic {
    Diagnostic::new(codes::SAY_ON, format!("what denies `{action}` is limited to some resources; name them"))
        .at(span, "on which resources?")
        .help("write `on` with the resources that the claim is about, such as those of the rule")
}

/// `cannot` fails: there is a request that passes.
pub(super) fn still_can(
    failed: &Failed<'_>,
    counts: (usize, usize),
    request: &Request,
    permissions: &Permissions,
    span: Span,
) -> Diagnostic {
    let who = who(failed.account, counts.0);
    Diagnostic::new(codes::ASSERTION_FAILED, format!("{who} can do `{}`", request.action))
        .at(span, fails(counts))
        .note(format!("counterexample: {}", shown(failed, request, permissions)))
        .note(format!("because no policy denies it: {}", on_the_way(failed.chain)))
}

/// `can` fails: no request passes.
pub(super) fn cannot(
    failed: &Failed<'_>,
    counts: (usize, usize),
    sample: Option<&Request>,
    permissions: &Permissions,
    span: Span,
) -> Diagnostic {
    let who = who(failed.account, counts.0);
    let diagnostic =
        Diagnostic::new(codes::ASSERTION_FAILED, format!("{who} cannot do this")).at(span, fails(counts));
    let Some(request) = sample else { return diagnostic };
    let decision = decide(request, Some(failed.chain), Some(failed.chain));
    diagnostic
        .note(format!("for example: {}", shown(failed, request, permissions)))
        .note(because(&decision, failed.chain))
}

/// A request in words, with what is known of every request of the account only where a policy looks at it.
fn shown(failed: &Failed<'_>, request: &Request, permissions: &Permissions) -> String {
    let mut request = request.clone();
    for key in Ground::GIVEN {
        if !failed.chain.keys().any(|one| one.eq_ignore_ascii_case(key)) {
            request.context.set::<String>(key, []);
        }
    }
    format!("in `{}`, {}", failed.account.name(), permissions.readable(&request.to_string()))
}

fn who(account: &Address, count: usize) -> String {
    match count {
        0 | 1 => format!("`{}`", account.name()),
        more => format!("`{}` and {} more", account.name(), more - 1),
    }
}

fn fails((failed, all): (usize, usize)) -> String {
    if all == 1 {
        "does not hold".to_owned()
    } else {
        format!("does not hold for {failed} of {all} accounts")
    }
}

/// The policies between the root and an account.
fn on_the_way(chain: &Chain) -> String {
    let mut said = Vec::new();
    for level in chain.service.iter().chain(&chain.resource) {
        let names: BTreeSet<&str> = level.policies.iter().map(|policy| policy.name.as_str()).collect();
        let names: Vec<&str> = names.into_iter().filter(|name| !name.ends_with("FullAWSAccess")).collect();
        if !names.is_empty() {
            said.push(format!("`{}` at {}", names.join("`, `"), level.target));
        }
    }
    if said.is_empty() { "none is attached on the way from the root".to_owned() } else { said.join(", ") }
}

/// Why a request is denied.
fn because(decision: &Decision, chain: &Chain) -> String {
    let deny = |cited: &Cited| {
        let levels = match cited.control {
            Control::Service => &chain.service,
            Control::Resource => &chain.resource,
        };
        let level = levels.get(cited.level)?;
        let policy = level.policies.get(cited.policy)?;
        Some(format!("`{}` at {} denies it", policy.name, level.target))
    };
    match decision.verdict {
        Verdict::ExplicitlyDenied => {
            let all: BTreeSet<String> = decision.statements.iter().filter_map(deny).collect();
            format!("because {}", all.into_iter().collect::<Vec<_>>().join(", "))
        }
        _ => {
            let targets = decision.silent.iter().filter_map(|level| chain.service.get(*level));
            let targets: Vec<&str> = targets.map(|level| level.target.as_str()).collect();
            format!("because no policy allows it at {}", targets.join(", "))
        }
    }
}
