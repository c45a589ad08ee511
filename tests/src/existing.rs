//! An organization that somebody made by hand: calls of another client, without any tag of `orgc`.

use crate::wire::Wire;
use http::Request;
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
        call(self.wire, "AttachPolicy", &json!({ "PolicyId": id, "TargetId": target }));
        id
    }
}

/// A call of AWS Organizations and its answer.
fn call(wire: &Wire, operation: &str, input: &Value) -> Value {
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
    assert!(reply.status().is_success(), "{operation} {input}: {body}");
    serde_json::from_str(&body).unwrap_or(Value::Null)
}

fn text(value: &Value) -> String {
    value.as_str().expect("a string").to_owned()
}
