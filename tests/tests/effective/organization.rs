//! An emulated organization: a root, a unit in a unit, an account.

use http::Request;
use orgc_emulator::{Clock, Emulator, Settings};
use orgc_policy::{Family, PolicyType};
use serde_json::{Value, json};
use std::time::Duration;

/// The root, two units and the account.
pub const LEVELS: usize = 4;

/// What the emulator answers.
pub enum Answer {
    /// The effective policy.
    Document(Value),
    /// It breaks a rule of its type, so that there is none.
    Invalid,
    /// There is no policy.
    Nothing,
}

pub struct Organization {
    emulator: Emulator,
    /// From the root down to the account.
    targets: [String; LEVELS],
}

impl Organization {
    /// With every management type enabled and nothing attached.
    pub fn new() -> Self {
        let emulator = Emulator::new(Settings::default());
        call(&emulator, "CreateOrganization", &json!({"FeatureSet": "ALL"}));
        let root = id(&call(&emulator, "ListRoots", &json!({}))["Roots"][0]);
        for policy_type in PolicyType::all().iter().filter(|one| one.family == Family::Management) {
            if let Some(service) = &policy_type.trusted_service {
                call(&emulator, "EnableAWSServiceAccess", &json!({ "ServicePrincipal": service }));
            }
            let input = json!({"RootId": root, "PolicyType": policy_type.aws_name});
            call(&emulator, "EnablePolicyType", &input);
            emulator.advance(Duration::from_secs(60));
        }
        let unit = |parent: &str, name: &str| {
            let input = json!({"ParentId": parent, "Name": name});
            id(&call(&emulator, "CreateOrganizationalUnit", &input)["OrganizationalUnit"])
        };
        let outer = unit(&root, "Outer");
        let inner = unit(&outer, "Inner");
        let account = account(&emulator, &root, &inner);
        Self { emulator, targets: [root, outer, inner, account] }
    }

    /// Whether a policy can be made.
    pub fn takes(&self, document: &Value, policy_type: &PolicyType) -> bool {
        create(&self.copy(), "p", document, policy_type).is_ok()
    }

    /// The effective policy of the account with policies on each level.
    pub fn effective(&self, levels: &[Vec<Value>], policy_type: &PolicyType) -> Answer {
        let emulator = self.copy();
        for (level, (documents, target)) in levels.iter().zip(&self.targets).enumerate() {
            for (number, document) in documents.iter().enumerate() {
                let name = format!("{level}-{number}");
                let policy = create(&emulator, &name, document, policy_type).expect("it is taken");
                call(&emulator, "AttachPolicy", &json!({"PolicyId": policy, "TargetId": target}));
            }
        }
        let account = &self.targets[LEVELS - 1];
        let about = json!({"AccountId": account, "PolicyType": policy_type.aws_name});
        let input = json!({"TargetId": account, "PolicyType": policy_type.aws_name});
        // An invalid one is never shown: the last valid one stays.
        if let Ok(errors) = ask(&emulator, "ListEffectivePolicyValidationErrors", &about)
            && errors["EffectivePolicyValidationErrors"] != json!([])
        {
            return Answer::Invalid;
        }
        match ask(&emulator, "DescribeEffectivePolicy", &input) {
            Ok(reply) => {
                let content = reply["EffectivePolicy"]["PolicyContent"].as_str().expect("text");
                Answer::Document(serde_json::from_str(content).expect("JSON"))
            }
            Err(refusal) => {
                assert!(refusal.contains("EffectivePolicyNotFoundException"), "{refusal}");
                Answer::Nothing
            }
        }
    }

    fn copy(&self) -> Emulator {
        self.emulator.fork(Clock::stepped())
    }
}

fn account(emulator: &Emulator, root: &str, unit: &str) -> String {
    let input = json!({"Email": "aws+it@example.com", "AccountName": "It"});
    let request = id(&call(emulator, "CreateAccount", &input)["CreateAccountStatus"]);
    emulator.advance(Duration::from_secs(60));
    let input = json!({ "CreateAccountRequestId": request });
    let status = call(emulator, "DescribeCreateAccountStatus", &input);
    let account = status["CreateAccountStatus"]["AccountId"].as_str().expect("it is made").to_owned();
    let input = json!({"AccountId": account, "SourceParentId": root, "DestinationParentId": unit});
    call(emulator, "MoveAccount", &input);
    account
}

/// Makes a policy and says its id.
///
/// # Errors
/// The refusal.
fn create(
    emulator: &Emulator,
    name: &str,
    document: &Value,
    policy_type: &PolicyType,
) -> Result<String, String> {
    let input = json!({
        "Name": name, "Description": "", "Type": policy_type.aws_name, "Content": document.to_string(),
    });
    Ok(id(&ask(emulator, "CreatePolicy", &input)?["Policy"]["PolicySummary"]))
}

/// The reply to a call that must succeed.
fn call(emulator: &Emulator, operation: &str, input: &Value) -> Value {
    ask(emulator, operation, input).unwrap_or_else(|refusal| panic!("{operation} {input}: {refusal}"))
}

/// The reply.
///
/// # Errors
/// The refusal.
pub fn ask(emulator: &Emulator, operation: &str, input: &Value) -> Result<Value, String> {
    let request = Request::post("/").header("x-amz-target", format!("AWSOrganizationsV20161128.{operation}"));
    let request = request.body(input.to_string().into_bytes()).expect("a request");
    let reply = emulator.handle(&request).expect("no fault was ordered");
    let text = String::from_utf8(reply.body().clone()).expect("text");
    match reply.status().as_u16() {
        200 if text.is_empty() => Ok(Value::Null),
        200 => Ok(serde_json::from_str(&text).expect("JSON")),
        _ => Err(text),
    }
}

fn id(value: &Value) -> String {
    value["Id"].as_str().expect("an id").to_owned()
}
