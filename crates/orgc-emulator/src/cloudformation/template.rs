//! Templates, as far as they are looked at: size, declared parameters, need of capabilities.
//!
//! Templates are not executed. A YAML template is text here; of a JSON template the parameters are read.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::refusal::Refusal;

const LARGEST_BODY: usize = 51_200;
const LARGEST_PARAMETER: usize = 4096;

/// Checks a template's body for its size.
pub(super) fn check_body(body: &str) -> Result<(), Refusal> {
    if body.len() <= LARGEST_BODY {
        return Ok(());
    }
    Err(Refusal::validation(format!("TemplateBody may have {LARGEST_BODY} bytes, it has {}", body.len())))
}

/// Refuses a template with IAM resources unless the caller acknowledges them.
pub(super) fn check_capabilities(body: &str, capabilities: &[String]) -> Result<(), Refusal> {
    let acknowledged = capabilities.iter().any(|capability| capability.ends_with("_IAM"));
    if body.contains("AWS::IAM::") && !acknowledged {
        let message = "Requires capabilities : [CAPABILITY_NAMED_IAM]";
        return Err(Refusal::new("InsufficientCapabilitiesException", message));
    }
    Ok(())
}

/// The parameters a JSON template declares, and whether each must be given; `None` when it is not JSON.
fn declared(body: &str) -> Option<BTreeMap<String, bool>> {
    let template: Value = serde_json::from_str(body).ok()?;
    let parameters = template.as_object()?.get("Parameters").and_then(Value::as_object);
    let required = |declaration: &Value| declaration.get("Default").is_none();
    Some(
        parameters
            .into_iter()
            .flatten()
            .map(|(name, declaration)| (name.clone(), required(declaration)))
            .collect(),
    )
}

/// The resources that a JSON template declares, with their types; none when it is not JSON.
pub(super) fn resources(body: &str) -> BTreeMap<String, String> {
    let template: Value = serde_json::from_str(body).unwrap_or_default();
    let resources = template.get("Resources").and_then(Value::as_object);
    let kind = |resource: &Value| Some(resource.get("Type")?.as_str()?.to_owned());
    resources
        .into_iter()
        .flatten()
        .filter_map(|(name, resource)| Some((name.clone(), kind(resource)?)))
        .collect()
}

/// Checks that exactly declared parameters are given and none without default is missing.
pub(super) fn check_parameters(body: &str, given: &BTreeMap<String, String>) -> Result<(), Refusal> {
    if let Some((name, _)) = given.iter().find(|(_, value)| value.len() > LARGEST_PARAMETER) {
        return Err(Refusal::validation(format!(
            "the parameter {name} has more than {LARGEST_PARAMETER} bytes"
        )));
    }
    let Some(declared) = declared(body) else { return Ok(()) };
    let unknown: Vec<&str> =
        given.keys().filter(|name| !declared.contains_key(*name)).map(String::as_str).collect();
    if !unknown.is_empty() {
        let message = format!("Parameters: [{}] do not exist in the template", unknown.join(", "));
        return Err(Refusal::validation(message));
    }
    let is_missing = |(name, required): &(&String, &bool)| **required && !given.contains_key(*name);
    let missing: Vec<&str> = declared.iter().filter(is_missing).map(|(name, _)| name.as_str()).collect();
    if missing.is_empty() {
        return Ok(());
    }
    Err(Refusal::validation(format!("Parameters: [{}] must have values", missing.join(", "))))
}

/// Checks that overrides name parameters that the stack set has.
pub(super) fn check_overrides<'a>(
    body: &str,
    given: &BTreeMap<String, String>,
    mut names: impl Iterator<Item = &'a String>,
) -> Result<(), Refusal> {
    // What a template in YAML declares is not known here.
    let Some(declared) = declared(body) else { return Ok(()) };
    let known: BTreeSet<String> = declared.into_keys().chain(given.keys().cloned()).collect();
    match names.find(|name| !known.contains(*name)) {
        None => Ok(()),
        Some(name) => {
            Err(Refusal::validation(format!("ParameterOverrides: [{name}] is no parameter of the set")))
        }
    }
}
