//! Whether a policy's content fits its type.
//!
//! Service and resource control policies are checked against their grammar; of the management policies the
//! outermost key, since AWS checks the rest when it merges them.

use serde_json::{Map, Value};

use crate::refusal::Refusal;
use crate::state::policy::{SERVICE_CONTROL, TypeRules};

/// The services whose actions a resource control policy may name (RCPs, list of services, 2026).
const RESOURCE_CONTROL_SERVICES: [&str; 62] = [
    "aoss",
    "appconfig",
    "appstream",
    "autoscaling",
    "autoscaling-plans",
    "budgets",
    "clouddirectory",
    "cloudfront",
    "cloudsearch",
    "cloudtrail-data",
    "codeartifact",
    "codebuild",
    "codecommit",
    "codepipeline",
    "cognito-identity",
    "cognito-idp",
    "comprehend",
    "comprehendmedical",
    "compute-optimizer",
    "cost-optimization-hub",
    "dax",
    "dsql",
    "dynamodb",
    "ecr",
    "ecr-public",
    "events",
    "firehose",
    "fis",
    "fms",
    "gamelift",
    "health",
    "inspector-scan",
    "kendra",
    "kinesisvideo",
    "kms",
    "logs",
    "memorydb",
    "networkmonitor",
    "notifications",
    "opensearch",
    "pca-connector-ad",
    "personalize",
    "polly",
    "pricing",
    "resource-groups",
    "rolesanywhere",
    "s3",
    "secretsmanager",
    "servicediscovery",
    "signin",
    "sqs",
    "sts",
    "support",
    "swf",
    "textract",
    "timestream-influxdb",
    "transcribe",
    "transfer",
    "translate",
    "wafv2",
    "workspaces",
    "xray",
];

/// Refuses content that AWS would call malformed.
pub(super) fn check(rules: &TypeRules, content: &str) -> Result<(), Refusal> {
    let fault = match (serde_json::from_str::<Value>(content), rules.root_key) {
        (Err(error), _) => Some(format!("the content is no JSON: {error}")),
        (Ok(Value::Object(document)), Some(root_key)) => management_fault(&document, root_key),
        (Ok(Value::Object(document)), None) => grammar_fault(&document, rules.name),
        (Ok(_), _) => Some("the content is no JSON object".to_owned()),
    };
    fault.map_or(Ok(()), |message| Err(Refusal::new("MalformedPolicyDocumentException", message)))
}

fn management_fault(document: &Map<String, Value>, root_key: &str) -> Option<String> {
    let is_only_key = document.len() == 1 && document.get(root_key).is_some_and(Value::is_object);
    (!is_only_key).then(|| format!("the only key of the document must be {root_key}, with an object"))
}

fn grammar_fault(document: &Map<String, Value>, policy_type: &str) -> Option<String> {
    if let Some(key) = document.keys().find(|key| *key != "Version" && *key != "Statement") {
        return Some(format!("the document has an unknown element {key}"));
    }
    if document.get("Version").and_then(Value::as_str) != Some("2012-10-17") {
        return Some("Version must be 2012-10-17".to_owned());
    }
    let statements = match document.get("Statement") {
        Some(Value::Array(statements)) if !statements.is_empty() => statements.iter().collect(),
        Some(statement @ Value::Object(_)) => vec![statement],
        _ => return Some("Statement must be an object or a list of objects".to_owned()),
    };
    statements.into_iter().find_map(|statement| match statement {
        Value::Object(statement) => statement_fault(statement, policy_type),
        _ => Some("a statement must be an object".to_owned()),
    })
}

fn statement_fault(statement: &Map<String, Value>, policy_type: &str) -> Option<String> {
    if statement.get("Sid").is_some_and(|sid| !sid.is_string()) {
        return Some("Sid must be text".to_owned());
    }
    if statement.get("Condition").is_some_and(|condition| !is_condition(condition)) {
        return Some("Condition must be an object of operators, each an object of keys".to_owned());
    }
    let resource = one_of(statement, "Resource", "NotResource", is_resource);
    resource.or_else(|| {
        if policy_type == SERVICE_CONTROL {
            service_fault(statement)
        } else {
            resource_control_fault(statement)
        }
    })
}

fn service_fault(statement: &Map<String, Value>) -> Option<String> {
    let known = ["Sid", "Effect", "Action", "NotAction", "Resource", "NotResource", "Condition"];
    let effect = statement.get("Effect").and_then(Value::as_str);
    if !matches!(effect, Some("Allow" | "Deny")) {
        return Some("Effect must be Allow or Deny".to_owned());
    }
    unknown_element(statement, &known).or_else(|| one_of(statement, "Action", "NotAction", is_action))
}

fn resource_control_fault(statement: &Map<String, Value>) -> Option<String> {
    let known = ["Sid", "Effect", "Principal", "Action", "Resource", "NotResource", "Condition"];
    if statement.get("Effect").and_then(Value::as_str) != Some("Deny") {
        return Some("Effect must be Deny".to_owned());
    }
    if statement.get("Principal").and_then(Value::as_str) != Some("*") {
        return Some("Principal must be *".to_owned());
    }
    let unknown = unknown_element(statement, &known);
    unknown.or_else(|| one_of(statement, "Action", "NotAction", is_resource_control_action))
}

fn unknown_element(statement: &Map<String, Value>, known: &[&str]) -> Option<String> {
    let unknown = statement.keys().find(|key| !known.contains(&key.as_str()))?;
    Some(format!("a statement of this policy type may not have {unknown}"))
}

/// The fault of a pair of elements of which a statement must have exactly one, with good values.
fn one_of(
    statement: &Map<String, Value>,
    element: &str,
    negated: &str,
    is_good: fn(&str) -> bool,
) -> Option<String> {
    let value = match (statement.get(element), statement.get(negated)) {
        (Some(value), None) | (None, Some(value)) => value,
        _ => return Some(format!("a statement must have either {element} or {negated}")),
    };
    let is_good = match value {
        Value::String(text) => is_good(text),
        Value::Array(texts) => {
            !texts.is_empty() && texts.iter().all(|text| text.as_str().is_some_and(is_good))
        }
        _ => false,
    };
    (!is_good).then(|| format!("{element} has a value that is not allowed: {value}"))
}

fn is_action(text: &str) -> bool {
    let is_name =
        |part: &str| !part.is_empty() && part.chars().all(|letter| is_word(letter) || "-*?".contains(letter));
    text == "*" || text.split_once(':').is_some_and(|(service, action)| is_name(service) && is_name(action))
}

fn is_word(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || letter == '_'
}

fn is_resource_control_action(text: &str) -> bool {
    let service = text.split_once(':').map(|(service, _)| service.to_lowercase()).unwrap_or_default();
    is_action(text) && RESOURCE_CONTROL_SERVICES.contains(&service.as_str())
}

fn is_resource(text: &str) -> bool {
    text == "*" || (text.starts_with("arn:") && text.matches(':').count() >= 5)
}

fn is_condition(condition: &Value) -> bool {
    condition.as_object().is_some_and(|operators| operators.values().all(Value::is_object))
}
