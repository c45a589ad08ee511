//! Constraints of fields that the service model does not have, with the reasons that Organizations gives.

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

/// Checks the name of the role that is made in a new account.
pub(super) fn check_role_name(name: &str) -> Result<(), Refusal> {
    if name.starts_with("AWSServiceRoleFor") {
        return Err(Refusal::invalid("INVALID_ROLE_NAME", "the role name belongs to service-linked roles"));
    }
    Ok(())
}

/// The tags of a request as a map, checked one by one.
pub(super) fn checked_tags(tags: &[Tag]) -> Result<BTreeMap<String, String>, Refusal> {
    let mut checked = BTreeMap::new();
    for tag in tags {
        if tag.key.starts_with("aws:") {
            let message = format!("the prefix aws: is reserved: {}", tag.key);
            return Err(Refusal::invalid("INVALID_SYSTEM_TAGS_PARAMETER", message));
        }
        if checked.insert(tag.key.clone(), tag.value.clone()).is_some() {
            return Err(Refusal::invalid("DUPLICATE_TAG_KEY", format!("the key appears twice: {}", tag.key)));
        }
    }
    check_tag_count(checked.len())?;
    Ok(checked)
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
