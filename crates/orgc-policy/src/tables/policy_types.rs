//! The policy types of AWS Organizations, as data: a new type costs a row and no code.

use super::bundled::bundled;
use crate::grammar::Grammar;
use serde::Deserialize;
use std::sync::LazyLock;

/// A policy type of AWS Organizations. There are only the bundled ones.
#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
#[non_exhaustive]
pub struct PolicyType {
    /// The name in the language: `scp`.
    pub name: String,
    /// The name in the API: `SERVICE_CONTROL_POLICY`.
    pub aws_name: String,
    /// How messages call one policy of the type: `service control policy`.
    pub title: String,
    /// How policies of the type on several levels combine.
    pub family: Family,
    /// Where a policy of the type can be attached and has an effect.
    pub targets: Vec<TargetKind>,
    /// The IAM grammar of its documents; none for management policies.
    pub grammar: Option<Grammar>,
    /// The single outermost JSON key of a management policy.
    pub root_key: Option<String>,
    /// Whether names that are chosen freely in a management policy mean the same in upper and lower case.
    #[serde(default)]
    pub ignores_case: bool,
    /// The service principal that needs trusted access before the type can be enabled.
    pub trusted_service: Option<String>,
    /// The AWS-managed policy that AWS attaches to every root, unit and account.
    pub default_policy: Option<DefaultPolicy>,
    /// The services whose actions a policy of the type may name; empty means all.
    #[serde(default)]
    pub services: Vec<String>,
    /// Fields that no primary source confirms; nothing is refused because of them.
    #[serde(default)]
    pub unverified: Vec<String>,
}

/// How policies of a type combine (AWS Organizations User Guide, Managing organization policies).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Family {
    /// Filters: an explicit deny anywhere wins, and every level must allow. The management account
    /// is not affected.
    Authorization,
    /// Merged down the tree with inheritance operators. The management account is affected like a
    /// member.
    Management,
}

/// What a policy can be attached to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TargetKind {
    /// The root of the organization.
    Root,
    /// An organizational unit.
    Unit,
    /// A member account.
    Member,
    /// The management account. Policies that filter can be attached to it and have no effect there.
    Management,
}

/// A policy that AWS manages and attaches by itself.
#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
#[non_exhaustive]
pub struct DefaultPolicy {
    /// The id: `p-FullAWSAccess`.
    pub id: String,
    /// The name: `FullAWSAccess`.
    pub name: String,
    /// Whether it may be detached while another policy of the type stays attached.
    pub detachable: bool,
    /// Its text.
    pub document: String,
}

#[derive(Deserialize)]
struct Table {
    #[serde(rename = "type")]
    types: Vec<PolicyType>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| bundled(include_str!("../../data/policy-types.toml")));

impl PolicyType {
    /// All types: the authorization types first, then the others by AWS name.
    pub fn all() -> &'static [PolicyType] {
        &TABLE.types
    }

    /// The type with this name in the language, for example `scp`.
    pub fn named(name: &str) -> Option<&'static PolicyType> {
        Self::all().iter().find(|one| one.name == name)
    }

    /// The type with this name in the API, for example `SERVICE_CONTROL_POLICY`.
    pub fn aws_named(aws_name: &str) -> Option<&'static PolicyType> {
        Self::all().iter().find(|one| one.aws_name == aws_name)
    }

    /// How messages call one policy of the type, with its article: `an S3 policy`.
    pub fn noun(&self) -> String {
        let sounds_like_vowel = self.title.starts_with(['A', 'E', 'I', 'O', 'a', 'e', 'i', 'o', 'u'])
            || self.title.starts_with("S3");
        format!("{} {}", if sounds_like_vowel { "an" } else { "a" }, self.title)
    }

    /// Whether a policy of the type can be attached there and has an effect.
    pub fn reaches(&self, target: TargetKind) -> bool {
        self.targets.contains(&target)
    }

    /// Whether no primary source confirms a field.
    pub(crate) fn is_unverified(&self, field: &str) -> bool {
        self.unverified.iter().any(|one| one == field)
    }
}

impl Grammar {
    /// The services whose actions may be named; none means all.
    pub(crate) fn services(self) -> impl Iterator<Item = &'static str> {
        let of_this = PolicyType::all().iter().filter(move |one| one.grammar == Some(self));
        let own = (self == Self::Delegation).then_some("organizations");
        of_this.flat_map(|one| one.services.iter().map(String::as_str)).chain(own)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Document, service_name};

    #[test]
    fn fifteen_types_each_with_what_its_family_needs() {
        assert_eq!(PolicyType::all().len(), 15);
        for one in PolicyType::all() {
            let authorization = one.family == Family::Authorization;
            assert_eq!(one.grammar.is_some(), authorization, "{}", one.name);
            assert_eq!(one.default_policy.is_some(), authorization, "{}", one.name);
            assert_eq!(one.root_key.is_none(), authorization, "{}", one.name);
            assert_eq!(one.reaches(TargetKind::Management), !authorization, "{}", one.name);
            assert!(
                [TargetKind::Root, TargetKind::Unit, TargetKind::Member]
                    .iter()
                    .all(|kind| one.reaches(*kind))
            );
            assert_eq!(PolicyType::aws_named(&one.aws_name), Some(one));
            assert_eq!(PolicyType::named(&one.name), Some(one));
            if let Some(principal) = &one.trusted_service {
                assert!(service_name(principal).is_some(), "{principal}");
            }
        }
    }

    #[test]
    fn policies_have_the_article_that_they_are_spoken_with() {
        let noun = |name| PolicyType::named(name).unwrap().noun();
        assert_eq!(noun("ai-opt-out"), "an AI services opt-out policy");
        assert_eq!(noun("s3"), "an S3 policy");
        assert_eq!(noun("upgrade-rollout"), "an upgrade rollout policy");
        assert_eq!(noun("backup"), "a backup policy");
    }

    #[test]
    fn default_policies_are_iam_documents() {
        for default in PolicyType::all().iter().filter_map(|one| one.default_policy.as_ref()) {
            assert!(Document::parse(&default.document).is_ok(), "{}", default.id);
        }
    }
}
