//! Constraints of fields, with the reasons that Organizations gives.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::refusal::Refusal;
use crate::state::organization::Organization;

/// A tag as requests carry it.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Tag {
    pub key: String,
    pub value: String,
}

pub(super) const TAG_QUOTA: usize = 50;

/// Checks that `text` has between `minimum` and `maximum` characters.
pub(super) fn check_length(field: &str, text: &str, minimum: usize, maximum: usize) -> Result<(), Refusal> {
    let length = text.chars().count();
    if length < minimum {
        Err(Refusal::invalid(
            "MIN_LENGTH_EXCEEDED",
            format!("{field} needs {minimum} characters and has {length}"),
        ))
    } else if length > maximum {
        let message = format!("{field} has {length} characters and may have {maximum}");
        Err(Refusal::invalid("MAX_LENGTH_EXCEEDED", message))
    } else {
        Ok(())
    }
}

/// Checks a value against the constants of its enumeration.
pub(super) fn check_choice(field: &str, text: &str, choices: &[&str]) -> Result<(), Refusal> {
    if choices.contains(&text) {
        return Ok(());
    }
    Err(Refusal::invalid(
        "INVALID_ENUM",
        format!("{field} must be one of {}, not {text}", choices.join(", ")),
    ))
}

pub(super) fn pattern_fault(field: &str, text: &str) -> Refusal {
    Refusal::invalid("INVALID_PATTERN", format!("{field} does not have the required form: {text}"))
}

/// Checks the e-mail address of a new account for length and rough form.
///
/// What passes here and still is no address is found later, by the creation itself.
pub(super) fn check_email(email: &str) -> Result<(), Refusal> {
    check_length("Email", email, 6, 64)?;
    let has_form = email.split_once('@').is_some_and(|(local, domain)| {
        let labels =
            domain.split_once('.').is_some_and(|(first, rest)| !first.is_empty() && !rest.is_empty());
        !local.is_empty() && labels && !domain.contains('@') && !email.contains(char::is_whitespace)
    });
    if has_form { Ok(()) } else { Err(pattern_fault("Email", email)) }
}

/// Whether an address keeps the finer rules that the documentation of CreateAccount lists.
pub(super) fn is_email(email: &str) -> bool {
    let Some((local, domain)) = email.split_once('@') else { return false };
    let local_is_good =
        !local.starts_with('.') && !local.contains(|letter| "\"'()<>[]:;,\\|%&".contains(letter));
    let allowed = |letter: char| letter.is_ascii_alphanumeric() || letter == '.' || letter == '-';
    let edges: &[char] = &['-', '.'];
    let domain_is_good =
        domain.chars().all(allowed) && !domain.starts_with(edges) && !domain.ends_with(edges);
    email.is_ascii() && local_is_good && domain_is_good
}

/// Checks the name of a new account: 1 to 50 printable ASCII characters.
pub(super) fn check_account_name(name: &str) -> Result<(), Refusal> {
    check_length("AccountName", name, 1, 50)?;
    let is_printable = name.chars().all(|letter| (' '..='~').contains(&letter));
    if is_printable { Ok(()) } else { Err(pattern_fault("AccountName", name)) }
}

/// Checks the name of the role that is made in a new account.
pub(super) fn check_role_name(name: &str) -> Result<(), Refusal> {
    check_length("RoleName", name, 1, 64)?;
    if name.starts_with("AWSServiceRoleFor") {
        return Err(Refusal::invalid("INVALID_ROLE_NAME", "the role name belongs to service-linked roles"));
    }
    let allowed = |letter: char| letter.is_alphanumeric() || "_+=,.@-".contains(letter);
    if name.chars().all(allowed) { Ok(()) } else { Err(pattern_fault("RoleName", name)) }
}

/// Checks the principal of a service for its form.
pub(super) fn check_principal(principal: &str) -> Result<(), Refusal> {
    check_length("ServicePrincipal", principal, 1, 128)?;
    let allowed = |letter: char| letter.is_alphanumeric() || "_+=,.@-".contains(letter);
    if principal.chars().all(allowed) { Ok(()) } else { Err(pattern_fault("ServicePrincipal", principal)) }
}

/// Checks an id for the form that all ids of its kind have: a prefix, then letters, digits and `separators`.
pub(super) fn check_id(field: &str, id: &str, prefixes: &[&str]) -> Result<(), Refusal> {
    let rest = prefixes.iter().find_map(|prefix| id.strip_prefix(prefix));
    let allowed = |letter: char| letter.is_ascii_alphanumeric() || letter == '-' || letter == '_';
    let has_form = rest.is_some_and(|rest| rest.len() >= 4 && rest.chars().all(allowed));
    if has_form { Ok(()) } else { Err(pattern_fault(field, id)) }
}

/// Checks the id of an account: twelve digits.
pub(super) fn check_account_id(field: &str, id: &str) -> Result<(), Refusal> {
    let has_form = id.len() == 12 && id.bytes().all(|byte| byte.is_ascii_digit());
    if has_form { Ok(()) } else { Err(pattern_fault(field, id)) }
}

/// Checks the id of something that can hold policies.
pub(super) fn check_target_id(id: &str) -> Result<(), Refusal> {
    let has_form =
        check_account_id("TargetId", id).or_else(|_| check_id("TargetId", id, &["r-", "ou-"])).is_ok();
    let message = format!("TargetId does not have the required form: {id}");
    if has_form { Ok(()) } else { Err(Refusal::invalid("INVALID_PATTERN_TARGET_ID", message)) }
}

/// The tags of a request as a map, checked one by one.
pub(super) fn checked_tags(tags: &[Tag]) -> Result<BTreeMap<String, String>, Refusal> {
    let mut checked = BTreeMap::new();
    for tag in tags {
        check_length("tag key", &tag.key, 1, 128)?;
        check_length("tag value", &tag.value, 0, 256)?;
        if tag.key.starts_with("aws:") {
            let message = format!("the prefix aws: is reserved: {}", tag.key);
            return Err(Refusal::invalid("INVALID_SYSTEM_TAGS_PARAMETER", message));
        }
        for text in [&tag.key, &tag.value] {
            check_tag_text(text)?;
        }
        if checked.insert(tag.key.clone(), tag.value.clone()).is_some() {
            return Err(Refusal::invalid("DUPLICATE_TAG_KEY", format!("the key appears twice: {}", tag.key)));
        }
    }
    check_tag_count(checked.len())?;
    Ok(checked)
}

fn check_tag_text(text: &str) -> Result<(), Refusal> {
    let allowed = |letter: char| letter.is_alphanumeric() || letter == ' ' || "_.:/=+-@".contains(letter);
    if text.chars().all(allowed) { Ok(()) } else { Err(pattern_fault("tag", text)) }
}

pub(super) fn check_tag_count(count: usize) -> Result<(), Refusal> {
    if count <= TAG_QUOTA {
        return Ok(());
    }
    let message = format!("a resource may have {TAG_QUOTA} tags, this one would have {count}");
    Err(Refusal::constraint("MAX_TAG_LIMIT_EXCEEDED", message))
}

/// Refuses what an organization for billing alone does not have.
pub(super) fn check_all_features(organization: &Organization, what: &str) -> Result<(), Refusal> {
    if organization.all_features {
        return Ok(());
    }
    let message = format!("{what} an organization with all features");
    Err(Refusal::constraint("ORGANIZATION_NOT_IN_ALL_FEATURES_MODE", message))
}
