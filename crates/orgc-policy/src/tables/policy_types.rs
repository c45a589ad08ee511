//! The policy types of AWS Organizations, as data: a new type costs a row and no code.

use crate::document::{Document, Grammar};
use crate::json::Json;
use crate::place::JsonPath;
use crate::problem::{Fault, Problem};
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
    /// The IAM grammar of its documents; none for management policies.
    pub grammar: Option<Grammar>,
    /// The single outermost JSON key of a management policy.
    pub root_key: Option<String>,
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

static TABLE: LazyLock<Table> =
    LazyLock::new(|| super::bundled(include_str!("../../data/policy-types.toml")));

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

    /// The smallest text with the meaning of this one, after checking that it is a policy of this
    /// type: its JSON, the grammar of its family or its root key. Sizes are not checked here.
    ///
    /// # Errors
    /// Every problem that could be found, in the order of the text, each with its place.
    pub fn minified(&self, text: &str) -> Result<String, Vec<Problem>> {
        let Some(grammar) = self.grammar else {
            return self.minified_management(text);
        };
        let document = Document::parse(text)?;
        let mut problems = document.check(grammar);
        if problems.is_empty() {
            return Ok(document.to_minified());
        }
        Problem::locate(&mut problems, text);
        Err(problems)
    }

    fn minified_management(&self, text: &str) -> Result<String, Vec<Problem>> {
        let tree = Json::read(text)?;
        let checked = self.root_key.as_deref().filter(|_| !self.is_unverified("root-key"));
        let Some(problem) = checked.and_then(|key| wrong_root(&tree, key)) else {
            return Ok(tree.minified());
        };
        let mut problems = vec![problem];
        Problem::locate(&mut problems, text);
        Err(problems)
    }

    fn is_unverified(&self, field: &str) -> bool {
        self.unverified.iter().any(|one| one == field)
    }
}

/// What is wrong with the outermost keys of a management policy.
fn wrong_root(tree: &Json, key: &str) -> Option<Problem> {
    let top = JsonPath::default();
    let Some(members) = tree.members() else {
        return Some(Problem::new(Fault::Shape { expected: "an object", found: tree.noun() }, top));
    };
    match members.iter().find(|member| member.name != key) {
        Some(other) => {
            let fault = Fault::WrongRoot { found: other.name.clone(), expected: key.to_owned() };
            Some(Problem::new(fault, top.key(&other.name)))
        }
        None if members.is_empty() => Some(Problem::new(Fault::Missing { element: key.to_owned() }, top)),
        None => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::service_name;

    #[test]
    fn fifteen_types_each_with_what_its_family_needs() {
        assert_eq!(PolicyType::all().len(), 15);
        for one in PolicyType::all() {
            let authorization = one.family == Family::Authorization;
            assert_eq!(one.grammar.is_some(), authorization, "{}", one.name);
            assert_eq!(one.default_policy.is_some(), authorization, "{}", one.name);
            assert_eq!(one.root_key.is_none(), authorization, "{}", one.name);
            assert_eq!(PolicyType::aws_named(&one.aws_name), Some(one));
            assert_eq!(PolicyType::named(&one.name), Some(one));
            if let Some(principal) = &one.trusted_service {
                assert!(service_name(principal).is_some(), "{principal}");
            }
        }
    }

    #[test]
    fn default_policies_are_iam_documents() {
        for default in PolicyType::all().iter().filter_map(|one| one.default_policy.as_ref()) {
            assert!(Document::parse(&default.document).is_ok(), "{}", default.id);
        }
    }

    fn problems(name: &str, text: &str) -> Vec<String> {
        let refused = PolicyType::named(name).unwrap().minified(text).unwrap_err();
        refused.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_management_policy_is_minified_in_its_own_order() {
        let text =
            "{ \"services\": { \"default\": { \"opt_out_policy\":\n { \"@@assign\": \"opt\\u004fut\" } } } }";
        let minified = PolicyType::named("ai-opt-out").unwrap().minified(text).unwrap();
        assert_eq!(minified, r#"{"services":{"default":{"opt_out_policy":{"@@assign":"optOut"}}}}"#);
        assert_eq!(minified.len(), 65);
    }

    #[test]
    fn a_management_policy_has_one_root_key() {
        assert_eq!(
            problems("tag", "{\n  \"tag\": {}}"),
            ["`tag` is not the outermost key of this policy type, `tags` is, at `tag` (line 2, column 3)"]
        );
        assert_eq!(problems("tag", "{}"), ["`tags` is missing, at the top level (line 1, column 1)"]);
        assert_eq!(
            problems("tag", "[]"),
            ["expected an object, found a list, at the top level (line 1, column 1)"]
        );
        let unverified = PolicyType::named("security-hub-cspm").unwrap();
        assert!(unverified.minified(r#"{"other":{}}"#).is_ok());
    }

    #[test]
    fn an_authorization_policy_is_checked_with_places() {
        let text = "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Deny\",\n \"Principal\":\"*\",\"Action\":\"s3\",\"Resource\":\"*\"}]}";
        assert_eq!(
            problems("scp", text),
            [
                "`Principal` is not allowed in a service control policy, at `Statement.Principal` (line 2, column 2)",
                "`s3` is not an action: a service, a colon and a name are expected, at `Statement.Action` (line 2, column 18)",
            ]
        );
    }
}
