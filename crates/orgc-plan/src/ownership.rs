//! Ownership tags: how the organization is its own state.
//!
//! Every live thing that a project manages carries its address and the project's name; a protected
//! one also says so itself, so that its protection outlives its block.

use orgc_ir::Address;
use orgc_ir::desired::{Protect, Resource};
use std::collections::{BTreeMap, BTreeSet};

/// The address.
pub const ID: &str = "orgc:id";
/// The project's name.
pub const PROJECT: &str = "orgc:project";
/// Why it is protected, or `true`.
pub const PROTECT: &str = "orgc:protect";

/// Longest tag value (Organizations API model).
const LONGEST_VALUE: usize = 256;

/// Who owns a live thing, by its tags.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner<'a> {
    /// Nobody that we know of.
    Nobody,
    /// A project.
    Project {
        /// Its name.
        project: &'a str,
        /// The address that the thing has in its sources.
        address: &'a str,
    },
}

impl<'a> Owner<'a> {
    /// Whose the thing with these tags is.
    pub fn of(tags: &'a BTreeMap<String, String>) -> Self {
        match (tags.get(PROJECT), tags.get(ID)) {
            (Some(project), Some(address)) => Self::Project { project, address },
            // Both are written in one call, so one alone is not ours.
            _ => Self::Nobody,
        }
    }

    /// The address in the sources of one project, if that is the owner.
    pub fn address_in(self, project: &str) -> Option<&'a str> {
        match self {
            Self::Project { project: owner, address } if owner == project => Some(address),
            Self::Project { .. } | Self::Nobody => None,
        }
    }
}

/// All tags that a resource shall have.
pub fn desired_tags(project: &str, address: &Address, resource: &Resource) -> BTreeMap<String, String> {
    let mut tags = resource.tags.clone();
    tags.insert(ID.to_owned(), address.to_string());
    tags.insert(PROJECT.to_owned(), project.to_owned());
    if let Some(protect) = &resource.protect {
        tags.insert(PROTECT.to_owned(), protect_value(protect));
    }
    tags
}

/// The reason as a tag value: AWS allows letters, digits, white space and `_.:/=+-@` there.
fn protect_value(protect: &Protect) -> String {
    let allowed = |c: char| c.is_alphanumeric() || "_.:/=+-@".contains(c);
    let spelled = |c: char| if allowed(c) { c } else { ' ' };
    let reason: String = protect.reason.as_deref().unwrap_or_default().chars().map(spelled).collect();
    let words: Vec<&str> = reason.split_whitespace().collect();
    let value: String = words.join(" ").chars().take(LONGEST_VALUE).collect();
    if value.is_empty() { "true".to_owned() } else { value.trim_end().to_owned() }
}

/// What has to be set and removed to come from live tags to desired ones.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct TagDifference {
    pub set: BTreeMap<String, String>,
    pub remove: BTreeSet<String>,
}

impl TagDifference {
    /// Tags of AWS are nobody's to change, and `orgc:` tags that this release does not know may be
    /// those of a later one.
    pub fn between(live: &BTreeMap<String, String>, desired: &BTreeMap<String, String>) -> Self {
        let ours = |key: &str| !key.starts_with("aws:") && (key == PROTECT || !key.starts_with("orgc:"));
        let set = desired.iter().filter(|(key, value)| live.get(*key) != Some(value));
        let remove = live.keys().filter(|key| ours(key) && !desired.contains_key(*key));
        Self {
            set: set.map(|(key, value)| (key.clone(), value.clone())).collect(),
            remove: remove.cloned().collect(),
        }
    }

    pub fn is_empty(&self) -> bool {
        self.set.is_empty() && self.remove.is_empty()
    }
}

/// The tags by which a thing is owned, as far as it carries them.
pub(crate) fn ownership_keys(live: &BTreeMap<String, String>) -> BTreeSet<String> {
    [ID, PROJECT, PROTECT].into_iter().filter(|key| live.contains_key(*key)).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tags(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
        pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn a_reason_becomes_a_tag_value() {
        let value = |reason: &str| protect_value(&Protect { reason: Some(reason.to_owned()) });
        assert_eq!(protect_value(&Protect { reason: None }), "true");
        assert_eq!(value("root: two approvals (CLOUD-311), please!"), "root: two approvals CLOUD-311 please");
        assert_eq!(value("!"), "true");
        assert_eq!(value(&"x".repeat(300)).len(), 256);
    }

    #[test]
    fn tags_of_others_stay() {
        let live =
            tags(&[("aws:x", "1"), ("orgc:later", "1"), ("orgc:protect", "true"), ("old", "1"), ("a", "1")]);
        let difference = TagDifference::between(&live, &tags(&[("a", "2"), ("b", "1")]));
        assert_eq!(difference.set, tags(&[("a", "2"), ("b", "1")]));
        assert_eq!(difference.remove.iter().collect::<Vec<_>>(), ["old", "orgc:protect"]);
        assert!(TagDifference::between(&live, &live).is_empty());
    }
}
