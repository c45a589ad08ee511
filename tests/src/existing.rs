//! An organization that somebody made by hand: calls of another client, without any tag of `orgc`.

use crate::wire::Wire;
use http::Request;
use orgc_emulator::UnitView;
use serde_json::{Value, json};
use std::time::Duration;
use tokio::time::sleep;

/// The hand that makes it.
#[derive(Debug)]
pub struct Existing<'w> {
    wire: &'w Wire,
    /// The id of the organization.
    pub id: String,
    /// The id of its root.
    pub root: String,
}

impl<'w> Existing<'w> {
    /// A new organization with all features and service control policies.
    pub async fn new(wire: &'w Wire) -> Self {
        let created = call(wire, "CreateOrganization", &json!({ "FeatureSet": "ALL" }));
        let roots = call(wire, "ListRoots", &json!({}));
        let (id, root) = (text(&created["Organization"]["Id"]), text(&roots["Roots"][0]["Id"]));
        let is_enabled = !roots["Roots"][0]["PolicyTypes"].as_array().is_none_or(Vec::is_empty);
        if !is_enabled {
            call(
                wire,
                "EnablePolicyType",
                &json!({ "RootId": root, "PolicyType": "SERVICE_CONTROL_POLICY" }),
            );
        }
        sleep(Duration::from_secs(60)).await;
        Self { wire, id, root }
    }

    /// A unit below this parent.
    pub fn unit(&self, parent: &str, name: &str) -> String {
        let made = call(self.wire, "CreateOrganizationalUnit", &json!({ "ParentId": parent, "Name": name }));
        text(&made["OrganizationalUnit"]["Id"])
    }

    /// An account in this unit.
    pub async fn account(&self, unit: &str, name: &str, email: &str) -> String {
        let begun = call(self.wire, "CreateAccount", &json!({ "AccountName": name, "Email": email }));
        let request = json!({ "CreateAccountRequestId": begun["CreateAccountStatus"]["Id"] });
        sleep(Duration::from_secs(60)).await;
        let done = call(self.wire, "DescribeCreateAccountStatus", &request);
        let id = text(&done["CreateAccountStatus"]["AccountId"]);
        let places = json!({ "AccountId": id, "SourceParentId": self.root, "DestinationParentId": unit });
        call(self.wire, "MoveAccount", &places);
        id
    }

    /// A service control policy that is attached there.
    pub fn policy(&self, target: &str, name: &str, document: &str) -> String {
        let input = json!({
            "Type": "SERVICE_CONTROL_POLICY",
            "Name": name,
            "Description": "",
            "Content": document,
        });
        let made = call(self.wire, "CreatePolicy", &input);
        let id = text(&made["Policy"]["PolicySummary"]["Id"]);
        self.call("AttachPolicy", &json!({ "PolicyId": id, "TargetId": target }));
        id
    }

    /// Any other call of AWS Organizations and its answer.
    pub fn call(&self, operation: &str, input: &Value) -> Value {
        call(self.wire, operation, input)
    }
}

/// Another administrator, who at one moment moves an account to the root, takes a policy off where it is attached, and
/// rewrites one. Answers how much of that AWS let happen.
pub fn meddle(wire: &Wire) -> usize {
    let view = wire.emulator.view();
    let Some(organization) = view.organization else { return 0 };
    let root = &organization.root;
    let moved = first_account(root).map(|(parent, account)| {
        let input = json!({ "AccountId": account, "SourceParentId": parent, "DestinationParentId": root.id });
        try_call(wire, "MoveAccount", &input)
    });
    let mut policies = organization.policies.iter().filter(|policy| !policy.aws_managed);
    let detached = policies.clone().find_map(|policy| Some((policy, policy.targets.first()?)));
    let detached = detached.map(|(policy, target)| {
        try_call(wire, "DetachPolicy", &json!({ "PolicyId": policy.id, "TargetId": target }))
    });
    let rewritten = policies.next().map(|policy| {
        let content =
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"glue:*","Resource":"*"}}"#;
        try_call(wire, "UpdatePolicy", &json!({ "PolicyId": policy.id, "Content": content }))
    });
    [moved, detached, rewritten].into_iter().flatten().filter(Result::is_ok).count()
}

/// An account below a unit, with the unit's id.
fn first_account(unit: &UnitView) -> Option<(&str, &str)> {
    unit.units.iter().find_map(|below| {
        let own = below.accounts.iter().find(|account| account.state == "ACTIVE");
        own.map(|account| (below.id.as_str(), account.id.as_str())).or_else(|| first_account(below))
    })
}

/// A call of AWS Organizations and its answer.
fn call(wire: &Wire, operation: &str, input: &Value) -> Value {
    try_call(wire, operation, input).unwrap_or_else(|body| panic!("{operation} {input}: {body}"))
}

/// A call of AWS Organizations, which may be refused.
fn try_call(wire: &Wire, operation: &str, input: &Value) -> Result<Value, String> {
    let scope = "AKIASANDBOX/20260101/us-east-1/organizations/aws4_request";
    let request = Request::post("/")
        .header(
            "authorization",
            format!("AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature=0"),
        )
        .header("x-amz-target", format!("AWSOrganizationsV20161128.{operation}"))
        .body(input.to_string())
        .expect("a request");
    let reply = wire.emulator.handle(&request).expect("nothing is lost");
    let body = String::from_utf8_lossy(reply.body()).into_owned();
    if !reply.status().is_success() {
        return Err(body);
    }
    Ok(serde_json::from_str(&body).unwrap_or(Value::Null))
}

fn text(value: &Value) -> String {
    value.as_str().expect("a string").to_owned()
}
