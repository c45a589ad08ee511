//! AWS Query, which CloudFormation and STS speak: a form in, XML out.
//!
//! A form key is a path, such as `Tags.member.1.Key`. The keys become the JSON value that another protocol
//! would have sent, with every scalar as text.

use std::collections::BTreeMap;

use http::{Request, Response};
use serde_json::{Map, Value};

use super::{Call, Credential, Service, Unreadable, reply, xml};
use crate::refusal::{Answer, Refusal};

/// How many steps a form key may have. The models need five; a tree of any depth would exhaust the stack.
const DEEPEST: usize = 16;
const SECURITY_TOKEN_VERSION: &str = "2011-06-15";

pub(super) fn read(request: &Request<&[u8]>, credential: Credential) -> Result<Call, Unreadable> {
    let mut fields: BTreeMap<String, String> = BTreeMap::new();
    let query = request.uri().query().unwrap_or_default();
    for form in [query.as_bytes(), request.body()] {
        fields.extend(form_urlencoded::parse(form).into_owned());
    }
    let version = fields.remove("Version").unwrap_or_default();
    let is_sts = credential.service == "sts" || version == SECURITY_TOKEN_VERSION;
    let service = if is_sts { Service::Sts } else { Service::CloudFormation };
    let Some(operation) = fields.remove("Action") else {
        let refusal = Refusal::new("MissingAction", "the request has neither an Action nor an X-Amz-Target");
        return Err(Unreadable { service, refusal });
    };
    if fields.keys().any(|key| key.split('.').nth(DEEPEST).is_some()) {
        let refusal = Refusal::new("MalformedQueryString", format!("a key has more than {DEEPEST} steps"));
        return Err(Unreadable { service, refusal });
    }
    Ok(credential.call(service, operation, tree(fields)))
}

pub(super) fn write(call: &Call, answer: &Answer, request_id: &str) -> Response<Vec<u8>> {
    match answer {
        Ok(output) => {
            let body = xml::result(namespace(call.service), &call.operation, output, request_id);
            reply(200, &headers(request_id), body)
        }
        Err(refusal) => error(call.service, refusal, request_id),
    }
}

fn error(service: Service, refusal: &Refusal, request_id: &str) -> Response<Vec<u8>> {
    reply(refusal.status, &headers(request_id), xml::error(namespace(service), refusal, request_id))
}

fn headers(request_id: &str) -> [(&'static str, &str); 2] {
    [("content-type", "text/xml"), ("x-amzn-requestid", request_id)]
}

fn namespace(service: Service) -> &'static str {
    match service {
        Service::Sts => "https://sts.amazonaws.com/doc/2011-06-15/",
        _ => "http://cloudformation.amazonaws.com/doc/2010-05-15/",
    }
}

/// Steps of a key. No member of a request lies deeper than this, and nobody shall make the tree as deep as the
/// request is long.
const MOST_STEPS: usize = 16;

/// The value that the fields describe. Keys that go too deep name nothing and are left out.
fn tree(fields: BTreeMap<String, String>) -> Value {
    let mut root = Branch::default();
    for (key, text) in fields.into_iter().filter(|(key, _)| key.split('.').count() <= MOST_STEPS) {
        let mut branch = &mut root;
        for step in key.split('.') {
            branch = branch.below.entry(step.to_owned()).or_default();
        }
        branch.text = Some(text);
    }
    root.into_value()
}

#[derive(Debug, Default)]
struct Branch {
    text: Option<String>,
    below: BTreeMap<String, Branch>,
}

impl Branch {
    fn into_value(mut self) -> Value {
        if let Some(members) = self.below.remove("member") {
            return Value::Array(members.into_items());
        }
        if self.below.is_empty() && self.text.is_some() {
            return self.text.into();
        }
        Value::Object(
            self.below.into_iter().map(|(name, branch)| (name, branch.into_value())).collect::<Map<_, _>>(),
        )
    }

    fn into_items(self) -> Vec<Value> {
        let numbered =
            self.below.into_iter().filter_map(|(number, branch)| Some((number.parse::<u32>().ok()?, branch)));
        let in_order: BTreeMap<u32, Branch> = numbered.collect();
        in_order.into_values().map(Branch::into_value).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn form_keys_become_a_tree() {
        let form = "Name=a&Tags.member.2.Key=y&Tags.member.10.Key=z&Tags.member.1.Key=x&Targets.Ids.member.1=ou&None=";
        let fields = form_urlencoded::parse(form.as_bytes()).into_owned().collect();
        let expected = serde_json::json!({
            "Name": "a",
            "None": "",
            "Tags": [{"Key": "x"}, {"Key": "y"}, {"Key": "z"}],
            "Targets": {"Ids": ["ou"]},
        });
        assert_eq!(tree(fields), expected);
    }

    #[test]
    fn a_key_that_goes_too_deep_names_nothing() {
        let fields =
            BTreeMap::from([("a.".repeat(1_000_000), "x".to_owned()), ("b".to_owned(), String::new())]);
        assert_eq!(tree(fields), serde_json::json!({"b": ""}));
    }
}
