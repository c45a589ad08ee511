//! Tests over the wire: an HTTP request in, a look at the reply.

mod accounts;
mod admin;
mod auto_deployment;
mod delegated_stack_sets;
mod delegation;
mod drift;
mod effective;
mod faults;
mod garbage;
mod handshakes;
mod imports;
mod inputs;
mod keeping;
mod operations;
mod policies;
mod rates;
mod regions;
mod services;
mod serving;
mod stack_sets;
mod tagging;
mod transfers;
mod tree;
mod verification;

use std::time::Duration;

use http::{Request, Response};
use serde_json::{Value, json};

use crate::{Emulator, Lost, Settings};

/// The code of an error, and its reason where it has one.
#[derive(Debug, PartialEq)]
pub(super) struct Failure {
    status: u16,
    code: String,
    reason: Option<String>,
}

/// A client that builds requests as SDKs do.
pub(super) struct Client {
    emulator: Emulator,
    region: &'static str,
    access_key: String,
}

pub(super) const ALLOW_ALL: &str =
    r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}"#;

impl Client {
    /// A lone account.
    fn new() -> Self {
        Self::with(Settings::default())
    }

    fn with(settings: Settings) -> Self {
        Self::of(Emulator::new(settings))
    }

    fn of(emulator: Emulator) -> Self {
        Self { emulator, region: "us-east-1", access_key: "AKIASANDBOX".to_owned() }
    }

    /// The same emulator, called by another account.
    fn by(&self, account: &str) -> Self {
        Self { access_key: account.to_owned(), ..Self::of(self.emulator.clone()) }
    }

    /// The management account of a new organization.
    fn managing() -> Self {
        let client = Self::new();
        client.organizations("CreateOrganization", json!({"FeatureSet": "ALL"})).unwrap();
        client
    }

    fn request(&self, service: &str, path: &str) -> http::request::Builder {
        let scope = format!("{}/20260101/{}/{service}/aws4_request", self.access_key, self.region);
        let authorization = format!("AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature=0");
        Request::post(path).header("authorization", authorization)
    }

    fn organizations_request(&self, operation: &str, input: &Value) -> Request<String> {
        let target = format!("AWSOrganizationsV20161128.{operation}");
        let builder = self.request("organizations", "/").header("x-amz-target", target);
        builder.body(input.to_string()).unwrap()
    }

    fn try_organizations(&self, operation: &str, input: &Value) -> Result<Result<Value, Failure>, Lost> {
        self.emulator.handle(&self.organizations_request(operation, input)).map(|reply| json_reply(&reply))
    }

    #[expect(clippy::needless_pass_by_value, reason = "calls read better with the value in place")]
    fn organizations(&self, operation: &str, input: Value) -> Result<Value, Failure> {
        self.try_organizations(operation, &input).unwrap()
    }

    /// The reason of the refusal that a call must meet.
    fn refused(&self, operation: &str, input: Value) -> String {
        let failure = self.organizations(operation, input).unwrap_err();
        assert_eq!(failure.status, 400, "{failure:?}");
        failure.reason.map_or(failure.code.clone(), |reason| format!("{} {reason}", failure.code))
    }

    #[expect(clippy::needless_pass_by_value, reason = "calls read better with the value in place")]
    fn tagging(&self, operation: &str, input: Value) -> Result<Value, Failure> {
        let target = format!("ResourceGroupsTaggingAPI_20170126.{operation}");
        let request = self.request("tagging", "/").header("x-amz-target", target);
        json_reply(&self.emulator.handle(&request.body(input.to_string()).unwrap()).unwrap())
    }

    #[expect(clippy::needless_pass_by_value, reason = "calls read better with the value in place")]
    fn account(&self, path: &str, input: Value) -> Result<Value, Failure> {
        let request = self.request("account", path).body(input.to_string()).unwrap();
        json_reply(&self.emulator.handle(&request).unwrap())
    }

    fn query(
        &self,
        service: &str,
        version: &str,
        operation: &str,
        fields: &[(&str, &str)],
    ) -> Result<String, Failure> {
        let mut form = form_urlencoded::Serializer::new(String::new());
        form.append_pair("Action", operation).append_pair("Version", version).extend_pairs(fields);
        let request = self.request(service, "/").body(form.finish()).unwrap();
        let reply = self.emulator.handle(&request).unwrap();
        let body = String::from_utf8(reply.body().clone()).unwrap();
        if reply.status().is_success() {
            return Ok(body);
        }
        let code = texts(&body, "Code").remove(0);
        Err(Failure { status: reply.status().as_u16(), code, reason: None })
    }

    fn cloudformation(&self, operation: &str, fields: &[(&str, &str)]) -> Result<String, Failure> {
        self.query("cloudformation", "2010-05-15", operation, fields)
    }

    fn advance(&self, seconds: u64) {
        self.emulator.advance(Duration::from_secs(seconds));
    }

    fn root(&self) -> String {
        text(&self.organizations("ListRoots", json!({})).unwrap()["Roots"][0]["Id"])
    }

    fn unit(&self, parent: &str, name: &str) -> String {
        let reply = self.organizations("CreateOrganizationalUnit", json!({"ParentId": parent, "Name": name}));
        text(&reply.unwrap()["OrganizationalUnit"]["Id"])
    }

    /// An account in the root, created and waited for.
    fn open(&self, name: &str) -> String {
        let request = self.request_account(name);
        self.advance(20);
        let status = self.creation(&request);
        assert_eq!(status["State"], "SUCCEEDED", "{status}");
        text(&status["AccountId"])
    }

    fn request_account(&self, name: &str) -> String {
        let input = json!({"Email": format!("{name}@example.com"), "AccountName": name});
        text(&self.organizations("CreateAccount", input).unwrap()["CreateAccountStatus"]["Id"])
    }

    fn creation(&self, request: &str) -> Value {
        let input = json!({"CreateAccountRequestId": request});
        self.organizations("DescribeCreateAccountStatus", input).unwrap()["CreateAccountStatus"].clone()
    }

    fn move_account(&self, account: &str, source: &str, destination: &str) {
        let input =
            json!({"AccountId": account, "SourceParentId": source, "DestinationParentId": destination});
        self.organizations("MoveAccount", input).unwrap();
    }

    fn policy(&self, name: &str, policy_type: &str, content: &str) -> String {
        let input = json!({"Name": name, "Description": "", "Type": policy_type, "Content": content});
        text(&self.organizations("CreatePolicy", input).unwrap()["Policy"]["PolicySummary"]["Id"])
    }

    /// The names of the policies of a type attached to a target.
    fn attached(&self, target: &str, policy_type: &str) -> Vec<String> {
        let reply =
            self.organizations("ListPoliciesForTarget", json!({"TargetId": target, "Filter": policy_type}));
        names(&reply.unwrap()["Policies"])
    }
}

fn json_reply(reply: &Response<Vec<u8>>) -> Result<Value, Failure> {
    let body: Value = serde_json::from_slice(reply.body()).unwrap();
    if reply.status().is_success() {
        return Ok(body);
    }
    let header = reply.headers().get("x-amzn-errortype").map(|code| code.to_str().unwrap().to_owned());
    let code = header.unwrap_or_else(|| text(&body["__type"]));
    let reason = ["Reason", "reason"].iter().find_map(|name| Some(body.get(name)?.as_str()?.to_owned()));
    Err(Failure { status: reply.status().as_u16(), code, reason })
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("no text: {value}")).to_owned()
}

fn names(list: &Value) -> Vec<String> {
    list.as_array().unwrap().iter().map(|item| text(&item["Name"])).collect()
}

/// The texts of all elements of a name, in the order of the document.
fn texts(xml: &str, element: &str) -> Vec<String> {
    let (open, close) = (format!("<{element}>"), format!("</{element}>"));
    let parts = xml.split(&open).skip(1);
    parts.map(|part| part.split(&close).next().unwrap().to_owned()).collect()
}
