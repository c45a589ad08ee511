//! What can be wrong with the things of an organization, each for itself.

use crate::declare::Declared;
use crate::value::entity_noun;
use orgc_diag::{Diagnostic, Span, codes, suggest};
use orgc_ir::Address;
use orgc_policy::{PolicyType, Quota};

pub(super) fn quoted_attribute(span: Span) -> Diagnostic {
    Diagnostic::new(codes::UNKNOWN_ATTRIBUTE, "attributes of a block are written without quotes")
        .at(span, "in quotes")
        .help("keys in quotes belong into `tags { … }` and maps")
}

pub(super) fn duplicate_attribute(name: &str, first: Span, again: Span) -> Diagnostic {
    Diagnostic::new(codes::DUPLICATE_NAME, format!("`{name}` is given twice"))
        .at(again, "again here")
        .at(first, "first here")
        .help("keep one of the two")
}

pub(super) fn bad_display_name(name: &str, span: Span, rule: &str) -> Diagnostic {
    let message = match name {
        "" => "AWS does not accept an empty name".to_owned(),
        _ => format!("AWS does not accept `{name}` as a name"),
    };
    Diagnostic::new(codes::BAD_CHECKED_STRING, message)
        .at(span, "wrong form")
        .help(format!("a name here has {rule}"))
}

pub(super) fn bad_role_name(name: &str, span: Span, longest: u64) -> Diagnostic {
    Diagnostic::new(codes::BAD_CHECKED_STRING, format!("AWS does not accept `{name}` as the name of a role"))
        .at(span, "wrong form")
        .help(format!("1 to {longest} letters, digits and `_+=,.@-`, not starting with `AWSServiceRoleFor`"))
}

pub(super) fn email_length(email: &str, span: Span, low: &Quota, high: &Quota) -> Diagnostic {
    let length = email.chars().count();
    let (low, high) = (low.value, high.value);
    Diagnostic::new(
        codes::BAD_CHECKED_STRING,
        format!("`{email}` has {length} characters; the e-mail address of an account has {low} to {high}"),
    )
    .at(span, "wrong length")
}

pub(super) fn text_length(attribute: &str, length: u64, span: Span, quota: &Quota) -> Diagnostic {
    Diagnostic::new(codes::BAD_CHECKED_STRING, format!("the {attribute} has {length} characters"))
        .at(span, "wrong length")
        .note(format!("limit: {quota}"))
}

pub(super) fn bad_tag(key: &str, span: Span, why: &str) -> Diagnostic {
    Diagnostic::new(codes::TOO_MANY_TAGS, format!("AWS does not accept tag `{key}`: {why}"))
        .at(span, "not accepted")
}

pub(super) fn too_many_tags(count: usize, own: usize, quota: &Quota, span: Span) -> Diagnostic {
    Diagnostic::new(
        codes::TOO_MANY_TAGS,
        format!("{count} tags and {own} ownership tags are more than the {} that AWS keeps", quota.value),
    )
    .at(span, format!("{count} tags"))
    .note(format!("limit: {quota}"))
}

pub(super) fn policy_without_type(declared: &Declared<'_>) -> Diagnostic {
    Diagnostic::new(codes::MISSING_ATTRIBUTE, format!("{} needs a type", entity_noun(&declared.address)))
        .at(declared.head, "of which type?")
        .help(format!("write `policy {}: scp {{ … }}` for a service control policy", declared.name))
}

pub(super) fn title_of_policy(span: Span) -> Diagnostic {
    Diagnostic::new(codes::NOT_ALLOWED_HERE, "a policy has no title")
        .at(span, "not here")
        .help("its name in AWS is its identifier; another one is written `name = \"…\"`")
}

pub(super) fn detach_declared(policy: &Address, span: Span) -> Diagnostic {
    Diagnostic::new(
        codes::NOT_ALLOWED_HERE,
        format!("{} cannot be detached by a sentence", entity_noun(policy)),
    )
    .at(span, "declared in the sources")
    .help("a declared policy is attached where an `attach` says so, and nowhere else: remove that sentence")
}

pub(super) fn not_detachable(policy: &Address, span: Span) -> Diagnostic {
    Diagnostic::new(
        codes::NOT_ALLOWED_HERE,
        format!("{} cannot be detached: AWS keeps it everywhere", entity_noun(policy)),
    )
    .at(span, "stays attached")
    .help("remove this sentence")
}

pub(super) fn attached_and_detached(policy: &Address, first: Span, again: Span) -> Diagnostic {
    Diagnostic::new(
        codes::DUPLICATE_NAME,
        format!("{} is both attached and detached here", entity_noun(policy)),
    )
    .at(again, "detached here")
    .at(first, "attached here")
    .help("remove one of the two sentences")
}

pub(super) fn said_twice(again: Span, first: Span) -> Diagnostic {
    Diagnostic::new(codes::DUPLICATE_NAME, "this sentence stands twice for one target")
        .at(again, "again here")
        .at(first, "first here")
        .help("keep one of the two")
}

pub(crate) fn no_effect_on_management(policy_type: &PolicyType, span: Span) -> Diagnostic {
    Diagnostic::new(
        codes::WRONG_TARGET,
        format!("a {} has no effect on the management account", policy_type.title),
    )
    .at(span, "no effect here")
    .help("attach it to the organization, an OU or a member account")
}

pub(super) fn deploy_to_management(span: Span) -> Diagnostic {
    Diagnostic::new(codes::WRONG_TARGET, "nothing can be deployed to the management account this way")
        .at(span, "never arrives")
        .note("service-managed stack sets skip the management account")
        .help("deploy to the organization, an OU or a member account")
}

pub(super) fn enabled_everywhere(region: &str, span: Span) -> Diagnostic {
    Diagnostic::new(codes::NOT_ALLOWED_HERE, format!("Region `{region}` is enabled in every account"))
        .at(span, "nothing to enable")
        .help("name only Regions that have to be enabled, such as `af-south-1`; AWS lets no account leave the others")
}

pub(super) fn needs_all_features(span: Span) -> Diagnostic {
    Diagnostic::new(
        codes::NEEDS_ALL_FEATURES,
        "an organization with consolidated billing only has no policies and no trusted services",
    )
    .at(span, "not enough")
    .help("write `features = all-features`, which is the default; `orgc` works with all features only")
}

pub(super) fn contact_twice(word: &str, span: Span) -> Diagnostic {
    Diagnostic::new(codes::DUPLICATE_NAME, format!("contact `{word}` is given twice here"))
        .at(span, "again here")
        .help("keep one of the two")
}

pub(super) fn bad_contact(name: &str, longest: usize, span: Span) -> Diagnostic {
    let rule = match name {
        "country" => "two capital letters, such as `DE`".to_owned(),
        _ => format!("1 to {longest} characters"),
    };
    Diagnostic::new(codes::BAD_CHECKED_STRING, format!("AWS does not accept this `{name}` of a contact"))
        .at(span, "wrong form")
        .help(format!("it has {rule}"))
}

pub(super) fn bad_address(span: Span) -> Diagnostic {
    Diagnostic::new(codes::BAD_CHECKED_STRING, "an address has one to three lines of at most 60 characters")
        .at(span, "wrong form")
}

pub(super) fn state_needed(country: &str, span: Span) -> Diagnostic {
    Diagnostic::new(codes::MISSING_ATTRIBUTE, format!("an address in `{country}` needs `state`"))
        .at(span, "`state` is missing")
        .help("add `state = \"…\"`, the state, province or region")
}

pub(crate) fn delegate_to_management(span: Span) -> Diagnostic {
    Diagnostic::new(codes::BAD_DELEGATE, "the management account cannot be a delegated administrator")
        .at(span, "the management account")
        .help("it administers every service already; name a member account")
}

pub(super) fn no_administrators(service: &str, span: Span, as_of: &str) -> Diagnostic {
    Diagnostic::new(codes::BAD_DELEGATE, format!("`{service}` knows no delegated administrators"))
        .at(span, "cannot be delegated")
        .note(format!("the table of services is of {as_of}"))
        .help(format!(
            "`trust {service}` lets it act in the organization; the management account administers it"
        ))
}

pub(super) fn second_administrator(service: &str, first: Span, again: Span, as_of: &str) -> Diagnostic {
    Diagnostic::new(codes::BAD_DELEGATE, format!("`{service}` has one delegated administrator at a time"))
        .at(again, "a second account")
        .at(first, "delegated here")
        .note(format!("the table of services is of {as_of}"))
        .help("keep one of the two")
}

pub(super) fn moved_to_itself(address: &Address, span: Span) -> Diagnostic {
    Diagnostic::new(codes::BAD_MOVE, format!("{} is moved to itself", entity_noun(address)))
        .at(span, "old and new are the same")
        .help("remove the sentence")
}

pub(super) fn moved_and_declared(address: &Address, span: Span, declared: Option<Span>) -> Diagnostic {
    let diagnostic = Diagnostic::new(
        codes::BAD_MOVE,
        format!("{} is still declared, so it has not moved", entity_noun(address)),
    )
    .at(span, "the old name");
    let diagnostic = declared.into_iter().fold(diagnostic, |one, span| one.at(span, "declared here"));
    diagnostic.help("rename the block to the new name, or remove the sentence")
}

pub(super) fn moved_twice(address: &Address, first: Span, again: Span) -> Diagnostic {
    Diagnostic::new(codes::BAD_MOVE, format!("{} is moved twice", entity_noun(address)))
        .at(again, "again here")
        .at(first, "first here")
        .help("one thing has one new name: keep one of the two")
}

pub(super) fn moved_to_nothing<'c>(
    address: &Address,
    span: Span,
    declared: impl IntoIterator<Item = &'c str>,
) -> Diagnostic {
    let diagnostic = Diagnostic::new(
        codes::BAD_MOVE,
        format!("{} is not declared, so nothing can move there", entity_noun(address)),
    )
    .at(span, "leads to nothing");
    let tail = format!("/{}", address.name());
    let names: Vec<&str> = declared.into_iter().collect();
    let longer = names.iter().copied().find(|name| name.ends_with(&tail));
    match longer.or_else(|| suggest(address.name(), names.iter().copied())) {
        Some(near) => diagnostic.help(format!("did you mean `{}`?", near.replace('/', "."))),
        None => diagnostic.help("declare it, or correct the new name"),
    }
}

pub(super) fn not_flat(kind: &str, written: &str, span: Span) -> Diagnostic {
    Diagnostic::new(codes::BAD_CHECKED_STRING, format!("`{written}` is a path, and an {kind} has none"))
        .at(span, "a path")
        .help("write the name alone, wherever its block stands")
}

pub(super) fn move_ring(address: &Address, span: Span) -> Diagnostic {
    Diagnostic::new(codes::BAD_MOVE, format!("the moves of {} form a ring", entity_noun(address)))
        .at(span, "leads back to the old name")
        .help("two things cannot swap names in one step: move one of them to a third name first")
}

pub(super) fn still_declared(
    verb: &str,
    address: &Address,
    span: Span,
    declared: Option<Span>,
) -> Diagnostic {
    let diagnostic = Diagnostic::new(
        codes::STILL_DECLARED,
        format!("{} is declared, so `{verb}` contradicts it", entity_noun(address)),
    )
    .at(span, "says that it goes");
    let diagnostic = declared.into_iter().fold(diagnostic, |one, span| one.at(span, "declared here"));
    diagnostic.help("remove the block and keep the sentence, or the other way round")
}

pub(super) fn wrong_removal(verb: &str, address: &Address, span: Span) -> Diagnostic {
    let help = match address.kind() {
        "account" => "an account is closed, released or forgotten: `close account NAME \"why\"`",
        "organization" => "an organization can be forgotten only; to delete it is not a matter of one line",
        _ => "units, policies and blocks are deleted or forgotten: `delete ou PATH`",
    };
    Diagnostic::new(codes::NOT_ALLOWED_HERE, format!("`{verb}` does not work with {}", entity_noun(address)))
        .at(span, "wrong verb")
        .help(help)
}

pub(super) fn removed_twice(address: &Address, first: Span, again: Span) -> Diagnostic {
    Diagnostic::new(codes::DUPLICATE_NAME, format!("{} is removed twice", entity_noun(address)))
        .at(again, "again here")
        .at(first, "first here")
        .help("keep one of the two sentences")
}

pub(super) fn adopted_twice(id: &str, first: (&str, Span), again: (&str, Span)) -> Diagnostic {
    Diagnostic::new(codes::ADOPT_CONFLICT, format!("{} and {} both adopt `{id}`", first.0, again.0))
        .at(again.1, "again here")
        .at(first.1, "first here")
        .help("one live thing is one block: correct the id of one of them")
}
