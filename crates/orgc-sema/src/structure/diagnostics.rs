//! What can be wrong with the whole.

use crate::model::Model;
use crate::value::entity_noun;
use orgc_diag::{Diagnostic, Fix, Span, codes};
use orgc_ir::{Address, Reference};
use orgc_policy::{PolicyType, Quota};

pub(super) fn no_organization() -> Diagnostic {
    Diagnostic::new(codes::NO_SOURCES, "the sources declare no organization")
        .help("write `organization NAME { … }` with the units and accounts in it")
}

pub(super) fn too_deep(unit: &Address, span: Span, quota: &Quota) -> Diagnostic {
    let path = unit.name().replace('/', ".");
    Diagnostic::new(
        codes::OU_TOO_DEEP,
        format!("OU `{path}` is {} levels below the root; AWS allows {}", quota.value + 1, quota.value),
    )
    .at(span, "too deep")
    .note(format!("limit: {quota}"))
    .help("move it up: units further down usually differ by a tag only")
}

fn pair(model: &Model, first: &Address, again: &Address) -> Option<(Span, Span)> {
    let span = |address: &Address| model.resources.get(address)?.cause.origin().span;
    Some((span(first)?, span(again)?))
}

pub(super) fn same_title(name: &str, model: &Model, first: &Address, again: &Address) -> Option<Diagnostic> {
    let (first, again) = pair(model, first, again)?;
    Some(
        Diagnostic::new(
            codes::DUPLICATE_SIBLING,
            format!("two OUs of one parent are called `{name}` in AWS"),
        )
        .at(again, "again here")
        .at(first, "first here")
        .help("give one of them another title"),
    )
}

pub(super) fn same_email(email: &str, first: (&Address, Span), again: (&Address, Span)) -> Diagnostic {
    Diagnostic::new(
        codes::DUPLICATE_EMAIL,
        format!("{} and {} have one e-mail address, `{email}`", entity_noun(first.0), entity_noun(again.0)),
    )
    .at(again.1, "again here")
    .at(first.1, "first here")
    .note("AWS compares e-mail addresses without regard to case, over all accounts there are")
    .help("many mailboxes accept `name+anything@…`, which makes the address unique")
}

pub(super) fn many_accounts(count: u64, quota: &Quota, span: Span) -> Diagnostic {
    Diagnostic::new(
        codes::ACCOUNT_QUOTA,
        format!("{count} accounts, the management account included, are more than the {} that AWS allows by default", quota.value),
    )
    .at(span, "this organization")
    .note(format!("limit: {quota}"))
    .help("if AWS has raised the quota, say so in `orgc.toml`: `[quotas]` `\"account.count.max\" = …`")
}

pub(super) fn same_aws_name(
    what: &str,
    name: &str,
    model: &Model,
    first: &Address,
    again: &Address,
) -> Option<Diagnostic> {
    let (first, again) = pair(model, first, again)?;
    Some(
        Diagnostic::new(codes::DUPLICATE_AWS_NAME, format!("two {what} are called `{name}` in AWS"))
            .at(again, "again here")
            .at(first, "first here")
            .help("give one of them another name"),
    )
}

pub(super) fn no_such_value(reference: &Reference, span: Span) -> Diagnostic {
    Diagnostic::new(
        codes::UNKNOWN_ATTRIBUTE,
        format!("there is no `{reference}`: the block expands to no such resource"),
    )
    .at(span, "refers to it")
}

pub(super) fn too_many_policies(
    target: &Address,
    policy_type: &PolicyType,
    (count, kept): (u64, u64),
    quota: &Quota,
    span: Span,
) -> Diagnostic {
    let diagnostic = Diagnostic::new(
        codes::TOO_MANY_POLICIES,
        format!(
            "{count} policies of type `{}` at {}; AWS allows {}",
            policy_type.name,
            entity_noun(target),
            quota.value
        ),
    )
    .at(span, "one too many")
    .note(format!("limit: {quota}"));
    let managed = policy_type.default_policy.as_ref().filter(|_| kept > 0);
    let diagnostic = match managed {
        Some(managed) => diagnostic.note(format!("`{}`, which AWS attaches by itself, counts", managed.name)),
        None => diagnostic,
    };
    diagnostic.help("merge two policies, or attach one of them further up")
}

pub(super) fn nearly_full(
    target: &Address,
    policy_type: &PolicyType,
    count: u64,
    quota: &Quota,
    span: Span,
) -> Diagnostic {
    Diagnostic::new(
        codes::NEAR_LIMIT,
        format!(
            "{count} of {} policies of type `{}` at {}",
            quota.value,
            policy_type.name,
            entity_noun(target)
        ),
    )
    .at(span, "near the limit")
    .note(format!("limit: {quota}"))
}

pub(super) fn no_allow_left(target: &Address, policy_type: &PolicyType, span: Span) -> Diagnostic {
    Diagnostic::new(
        codes::NO_ALLOW_LEFT,
        format!(
            "nothing would allow anything at {} and below: every action in its accounts would be denied",
            entity_noun(target)
        ),
    )
    .at(span, "takes the last `allow` away")
    .help(format!("attach a {} with an `allow` rule to the same target", policy_type.title))
}

pub(super) fn management_excluded(span: Span) -> Diagnostic {
    Diagnostic::new(
        codes::MANAGEMENT_EXCLUDED,
        "the management account is left out: service-managed stack sets deploy to member accounts only",
    )
    .at(span, "every member account")
}

pub(super) fn unattached(address: &Address, verb: &str, span: Span, whole: Span) -> Diagnostic {
    let sentence = if verb == "attached" { "attach" } else { "deploy" };
    let name = address.name();
    Diagnostic::new(codes::UNATTACHED, format!("{} is never {verb}", entity_noun(address)))
        .at(span, "without effect")
        .help(format!("write `{sentence} {name}` where it should hold, or remove it"))
        .fix(Fix::replace(format!("remove `{name}`"), whole, ""))
}

pub(super) fn unused(what: &str, name: &str, span: Span, whole: Span) -> Diagnostic {
    Diagnostic::new(codes::UNATTACHED, format!("{what} `{name}` is never used"))
        .at(span, "without effect")
        .help("remove it")
        .fix(Fix::replace(format!("remove `{name}`"), whole, ""))
}

pub(super) fn too_many_closures(count: u64, limit: u64, span: Span, quotas: &[&Quota]) -> Diagnostic {
    let diagnostic = Diagnostic::new(
        codes::CLOSE_QUOTA,
        format!("{count} accounts are to be closed; AWS closes at most {limit} in 30 days for an organization of this size"),
    )
    .at(span, "one too many");
    let diagnostic = quotas.iter().fold(diagnostic, |one, quota| one.note(format!("limit: {quota}")));
    diagnostic.help(
        "spread the closures over several months, or have AWS raise the quota and say so in `orgc.toml`",
    )
}

pub(super) fn region_opt_in(region: &str, accounts: &[&Address], span: Span) -> Diagnostic {
    let shown: Vec<String> = accounts.iter().take(3).map(|account| format!("`{}`", account.name())).collect();
    let more = accounts.len().saturating_sub(shown.len());
    let tail = if more == 0 { String::new() } else { format!(" and {more} more") };
    Diagnostic::new(
        codes::REGION_OPT_IN,
        format!("Region `{region}` must be enabled first in {}{tail}", shown.join(", ")),
    )
    .at(span, "deployed there")
    .help(format!("add `regions = [{region}]` to these accounts, or to `defaults` above them"))
}
