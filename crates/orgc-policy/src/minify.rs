//! The smallest text that means the same, of any JSON and of the policies of a type.

use crate::catalog::IamCatalog;
use crate::document::Document;
use crate::json::Json;
use crate::locate::locate_in;
use crate::management;
use crate::place::JsonPath;
use crate::problem::{Fault, Problem};
use crate::tables::PolicyType;

/// The smallest text of the same JSON: no white space, no needless escapes, keys in their order.
///
/// # Errors
/// The first syntax error, and every key that stands twice in one object before it.
pub fn minify(text: &str) -> Result<String, Vec<Problem>> {
    Json::read(text).map(|tree| tree.minified())
}

impl PolicyType {
    /// The smallest text with the meaning of this one, after checking that it is a policy of this
    /// type: its JSON, and the grammar of its family or the keys and values of its schema. Sizes are not checked here.
    ///
    /// # Errors
    /// Every problem that could be found, in the order of the text, each with its place.
    pub fn minified(&self, text: &str) -> Result<String, Vec<Problem>> {
        let Some(grammar) = self.grammar else {
            return Ok(self.read_management(text)?.minified());
        };
        let document = Document::parse(text)?;
        let mut problems = document.check(grammar);
        if problems.is_empty() {
            return Ok(document.to_minified());
        }
        Problem::locate(&mut problems, text);
        Err(problems)
    }

    /// What a policy text of this type names that the catalogue does not have, or that does not fit
    /// together, each with its place. Nothing for management policies, and nothing for a text that is
    /// not a document: [`PolicyType::minified`] says why.
    pub fn check_names(&self, text: &str, catalog: &IamCatalog) -> Vec<Problem> {
        let document = self.grammar.and_then(|_| Document::parse(text).ok());
        let mut problems = document.map(|document| document.check_names(catalog)).unwrap_or_default();
        Problem::locate(&mut problems, text);
        problems
    }

    /// The document of a management policy, after checking it.
    pub(crate) fn read_management(&self, text: &str) -> Result<Json, Vec<Problem>> {
        let tree = Json::read(text)?;
        let checked = self.root_key.as_deref().filter(|_| !self.is_unverified("root-key"));
        let mut problems: Vec<Problem> = checked.and_then(|key| wrong_root(&tree, key)).into_iter().collect();
        if let Some(schema) = self.schema().filter(|_| problems.is_empty()) {
            problems = management::check(&tree, schema);
        }
        if problems.is_empty() {
            return Ok(tree);
        }
        locate_in(&mut problems, text, &tree);
        Err(problems)
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

    #[test]
    fn minifying_keeps_order_numbers_and_meaning() {
        let text = " { \"b\" : [ 1.50 , 1e3, -0, true , false, null, { } , [ ] ],\r\n\t\"a\\/\\u0062\" : \"\\u00e9\\n\\\"\" } ";
        assert_eq!(minify(text).unwrap(), r#"{"b":[1.50,1e3,-0,true,false,null,{},[]],"a/b":"é\n\""}"#);
        let once = minify(text).unwrap();
        assert_eq!(minify(&once).unwrap(), once);
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
