//! From JSON to a document: the elements of the IAM language and their kinds.
//!
//! It accepts whatever IAM accepts somewhere; what a policy type refuses is found in `check`. It
//! goes on after a problem, so that one run reports all of them.

use super::value::{Condition, Conditions, Document, Effect, Principal, Principals, Scope, Statement};
use crate::json::{Json, Member, Value};
use crate::locate::locate_in;
use crate::place::JsonPath;
use crate::problem::{Fault, Problem};

const DOCUMENT: &[&str] = &["Version", "Id", "Statement"];
const STATEMENT: &[&str] = &[
    "Sid",
    "Effect",
    "Principal",
    "NotPrincipal",
    "Action",
    "NotAction",
    "Resource",
    "NotResource",
    "Condition",
];
const PRINCIPAL: &[&str] = &["AWS", "Service", "Federated", "CanonicalUser"];

impl Document {
    /// Reads a document of any IAM policy. [`Document::check`] says whether a policy type allows it.
    ///
    /// # Errors
    /// Every problem that could be found, in the order of the text, each with its place.
    pub fn parse(text: &str) -> Result<Self, Vec<Problem>> {
        let tree = Json::read(text)?;
        document(&tree).map_err(|mut problems| {
            locate_in(&mut problems, text, &tree);
            problems
        })
    }
}

fn document(tree: &Json) -> Result<Document, Vec<Problem>> {
    let mut shape = Shape::default();
    let document = shape.document(tree);
    match document {
        Some(document) if shape.problems.is_empty() => Ok(document),
        _ => Err(shape.problems),
    }
}

/// Collects the problems. A method that answers `None` has recorded why, or there is nothing.
#[derive(Default)]
struct Shape {
    problems: Vec<Problem>,
}

/// An object and where it is.
#[derive(Clone, Copy)]
struct Object<'a> {
    members: &'a [Member],
    path: &'a JsonPath,
}

impl<'a> Object<'a> {
    fn get(self, name: &str) -> Option<(&'a Json, JsonPath)> {
        let member = self.members.iter().find(|member| member.name == name)?;
        Some((&member.value, self.path.key(name)))
    }
}

impl Shape {
    fn document(&mut self, tree: &Json) -> Option<Document> {
        let top = JsonPath::default();
        let object = self.object(tree, &top)?;
        self.known(object, DOCUMENT);
        let version = self.optional_text(object, "Version");
        let id = self.optional_text(object, "Id");
        let Some((statements, path)) = object.get("Statement") else {
            self.problem(Fault::Missing { element: "Statement".to_owned() }, &top);
            return None;
        };
        Some(Document { version, id, statements: self.statements(statements, &path) })
    }

    fn statements(&mut self, json: &Json, path: &JsonPath) -> Vec<Statement> {
        let Value::List(elements) = &json.value else {
            return self.statement(json, path).into_iter().collect();
        };
        if elements.is_empty() {
            self.problem(Fault::EmptyList, path);
        }
        let count = elements.len();
        let each = elements.iter().enumerate();
        each.filter_map(|(index, one)| self.statement(one, &path.one_of(index, count))).collect()
    }

    fn statement(&mut self, json: &Json, path: &JsonPath) -> Option<Statement> {
        let object = self.object(json, path)?;
        self.known(object, STATEMENT);
        let sid = self.optional_text(object, "Sid");
        let effect = self.effect(object);
        let principals = self.principals(object);
        let actions = self.scope(object, "Action", "NotAction");
        let resources = self.scope(object, "Resource", "NotResource");
        let conditions = self.conditions(object);
        if object.get("Action").or_else(|| object.get("NotAction")).is_none() {
            self.problem(Fault::Missing { element: "Action` or `NotAction".to_owned() }, path);
        }
        Some(Statement { sid, effect: effect?, principals, actions: actions?, resources, conditions })
    }

    fn effect(&mut self, object: Object<'_>) -> Option<Effect> {
        let Some((json, path)) = object.get("Effect") else {
            self.problem(Fault::Missing { element: "Effect".to_owned() }, object.path);
            return None;
        };
        let found = self.text(json, &path)?;
        match found {
            "Allow" => Some(Effect::Allow),
            "Deny" => Some(Effect::Deny),
            _ => {
                self.problem(Fault::UnknownEffect { found: found.to_owned() }, &path);
                None
            }
        }
    }

    fn scope(&mut self, object: Object<'_>, these: &'static str, except: &'static str) -> Option<Scope> {
        match self.either(object, these, except)? {
            (true, json, path) => self.patterns(json, &path).map(Scope::These),
            (false, json, path) => self.patterns(json, &path).map(Scope::AllExcept),
        }
    }

    fn principals(&mut self, object: Object<'_>) -> Option<Principals> {
        match self.either(object, "Principal", "NotPrincipal")? {
            (true, json, path) => self.principal(json, &path).map(Principals::These),
            (false, json, path) => self.principal(json, &path).map(Principals::AllExcept),
        }
    }

    /// The one of two elements that is there, and whether it is the first.
    fn either<'a>(
        &mut self,
        object: Object<'a>,
        one: &'static str,
        other: &'static str,
    ) -> Option<(bool, &'a Json, JsonPath)> {
        match (object.get(one), object.get(other)) {
            (Some(_), Some((_, path))) => {
                self.problem(Fault::Both { one, other }, &path);
                None
            }
            (Some((json, path)), None) => Some((true, json, path)),
            (None, Some((json, path))) => Some((false, json, path)),
            (None, None) => None,
        }
    }

    fn principal(&mut self, json: &Json, path: &JsonPath) -> Option<Principal> {
        if matches!(&json.value, Value::Text(text) if text == "*") {
            return Some(Principal::Everyone);
        }
        let Some(members) = json.members() else {
            self.shape("`\"*\"` or an object", json, path);
            return None;
        };
        self.known(Object { members, path }, PRINCIPAL);
        let kinds = members.iter().filter_map(|member| {
            let names = self.patterns(&member.value, &path.key(&member.name))?;
            Some((member.name.clone(), names))
        });
        Some(Principal::Kinds(kinds.collect()))
    }

    fn conditions(&mut self, object: Object<'_>) -> Conditions {
        let mut conditions = Conditions::default();
        let Some((json, path)) = object.get("Condition") else {
            return conditions;
        };
        for operator in self.object(json, &path).map(|object| object.members).unwrap_or_default() {
            let path = path.key(&operator.name);
            let keys = self.object(&operator.value, &path).map(|object| object.members);
            for key in keys.unwrap_or_default() {
                let values = self.values(&key.value, &path.key(&key.name));
                let condition = Condition { operator: operator.name.clone(), key: key.name.clone(), values };
                // Keys that stand twice were refused when the text was read.
                conditions.0.push(condition);
            }
        }
        conditions
    }

    fn values(&mut self, json: &Json, path: &JsonPath) -> Vec<String> {
        let elements = elements(json);
        let each = elements.iter().enumerate();
        each.filter_map(|(index, one)| self.value(one, &path.one_of(index, elements.len()))).collect()
    }

    /// A value of a condition. IAM reads `true` and `"true"`, `5` and `"5"` alike.
    fn value(&mut self, json: &Json, path: &JsonPath) -> Option<String> {
        match &json.value {
            Value::Text(text) | Value::Number(text) => Some(text.clone()),
            Value::Bool(value) => Some(value.to_string()),
            Value::Null | Value::List(_) | Value::Object(_) => {
                self.shape("a string, a number or a boolean", json, path);
                None
            }
        }
    }

    fn patterns(&mut self, json: &Json, path: &JsonPath) -> Option<Vec<String>> {
        let elements = elements(json);
        if elements.is_empty() {
            self.problem(Fault::EmptyList, path);
            return None;
        }
        let each = elements.iter().enumerate();
        let texts = each.filter_map(|(index, one)| self.text(one, &path.one_of(index, elements.len())));
        Some(texts.map(str::to_owned).collect())
    }

    fn optional_text(&mut self, object: Object<'_>, name: &str) -> Option<String> {
        let (json, path) = object.get(name)?;
        self.text(json, &path).map(str::to_owned)
    }

    fn text<'a>(&mut self, json: &'a Json, path: &JsonPath) -> Option<&'a str> {
        if let Value::Text(text) = &json.value {
            return Some(text);
        }
        self.shape("a string", json, path);
        None
    }

    fn object<'a>(&mut self, json: &'a Json, path: &'a JsonPath) -> Option<Object<'a>> {
        if let Some(members) = json.members() {
            return Some(Object { members, path });
        }
        self.shape("an object", json, path);
        None
    }

    fn known(&mut self, object: Object<'_>, allowed: &'static [&'static str]) {
        for member in object.members.iter().filter(|member| !allowed.contains(&member.name.as_str())) {
            let fault = Fault::UnknownElement { element: member.name.clone(), allowed };
            self.problem(fault, &object.path.key(&member.name));
        }
    }

    fn shape(&mut self, expected: &'static str, json: &Json, path: &JsonPath) {
        self.problem(Fault::Shape { expected, found: json.noun() }, path);
    }

    fn problem(&mut self, fault: Fault, path: &JsonPath) {
        self.problems.push(Problem::new(fault, path.clone()));
    }
}

/// The elements of a list; any other value is a list of itself.
fn elements(json: &Json) -> &[Json] {
    match &json.value {
        Value::List(elements) => elements,
        _ => std::slice::from_ref(json),
    }
}

#[cfg(test)]
mod tests {
    use crate::{Document, Principal, Principals, Scope};

    fn problems(text: &str) -> Vec<String> {
        Document::parse(text).unwrap_err().iter().map(ToString::to_string).collect()
    }

    #[test]
    fn every_form_that_iam_reads_is_read() {
        let text = r#"{"Id":"x","Statement":[{"Effect":"Allow","NotPrincipal":{"AWS":"*","Service":["a","b"]},
            "NotAction":"s3:*","Condition":{"Bool":{"k":true},"NumericEquals":{"n":[1,"2"]}}}]}"#;
        let document = Document::parse(text).unwrap();
        let statement = &document.statements[0];
        assert_eq!(document.version, None);
        assert_eq!(statement.actions, Scope::all_except(["s3:*"]));
        assert_eq!(statement.resources, None);
        let names = |names: &[&str]| names.iter().map(ToString::to_string).collect::<Vec<_>>();
        let kinds = vec![("AWS".to_owned(), names(&["*"])), ("Service".to_owned(), names(&["a", "b"]))];
        assert_eq!(statement.principals, Some(Principals::AllExcept(Principal::Kinds(kinds))));
        insta::assert_snapshot!(document.to_minified(), @r#"{"Id":"x","Statement":{"Effect":"Allow","NotPrincipal":{"AWS":"*","Service":["a","b"]},"NotAction":"s3:*","Condition":{"Bool":{"k":"true"},"NumericEquals":{"n":["1","2"]}}}}"#);
        assert_eq!(Document::parse(&document.to_minified()).unwrap(), document);
    }

    #[test]
    fn all_problems_are_found_at_their_places() {
        let text = r#"{
  "Versions": "2012-10-17",
  "Statement": [
    { "Effect": "deny", "Action": ["s3:*", 5], "NotAction": "x:*" },
    { "Effect": "Deny", "Actions": "s3:*", "Resource": [] },
    { "Action": "s3:*", "Condition": { "Bool": "x", "Null": { "k": [null] } }, "Principal": "me" },
    7
  ]
}"#;
        insta::assert_snapshot!(problems(text).join("\n"), @r#"
        `Versions` is not an element here; there are `Version`, `Id`, `Statement`, at `Versions` (line 2, column 3)
        `deny` is not an effect; write `Allow` or `Deny`, at `Statement[0].Effect` (line 4, column 7)
        `Action` and `NotAction` exclude each other, at `Statement[0].NotAction` (line 4, column 48)
        `Action` or `NotAction` is missing, at `Statement[1]` (line 5, column 5)
        `Actions` is not an element here; there are `Sid`, `Effect`, `Principal`, `NotPrincipal`, `Action`, `NotAction`, `Resource`, `NotResource`, `Condition`, at `Statement[1].Actions` (line 5, column 25)
        the list is empty, at `Statement[1].Resource` (line 5, column 44)
        `Effect` is missing, at `Statement[2]` (line 6, column 5)
        expected an object, found a string, at `Statement[2].Condition.Bool` (line 6, column 40)
        expected a string, a number or a boolean, found null, at `Statement[2].Condition.Null.k` (line 6, column 63)
        expected `"*"` or an object, found a string, at `Statement[2].Principal` (line 6, column 80)
        expected an object, found a number, at `Statement[3]` (line 7, column 5)
        "#);
    }

    #[test]
    fn the_outermost_value_is_an_object_with_statements() {
        assert_eq!(problems("[]"), ["expected an object, found a list, at the top level (line 1, column 1)"]);
        assert_eq!(problems("{}"), ["`Statement` is missing, at the top level (line 1, column 1)"]);
        assert_eq!(problems(r#"{"Statement":[]}"#), ["the list is empty, at `Statement` (line 1, column 2)"]);
    }

    #[test]
    fn a_large_wrong_text_is_refused_quickly() {
        let text = format!(r#"{{"Statement":[{}7]}}"#, "7,".repeat(100_000));
        assert_eq!(problems(&text).len(), 50);
    }

    #[test]
    fn what_was_misspelt_comes_with_candidates() {
        let text = r#"{"Statement":{"Effect":"Deny","Action":"a:b","Resources":"*"}}"#;
        let problems = Document::parse(text).unwrap_err();
        let (written, candidates) = problems[0].candidates().unwrap();
        assert_eq!(written, "Resources");
        assert!(candidates.contains(&"Resource"));
    }
}
