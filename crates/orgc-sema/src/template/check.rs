//! Whether a stack set and its template fit together.

use super::shape::{Parameter, Template};
use super::{diagnostics, read};
use crate::spans::{Spans, parameter_path};
use orgc_diag::{Diagnostic, Fix, Span};
use orgc_ir::Text;
use orgc_ir::desired::PermissionModel;
use orgc_ir::kinds::{CoreStackSet, Step};
use orgc_policy::{QuotaKey, Quotas};
use std::collections::BTreeSet;

/// What is wrong with the template, its parameters and its capabilities.
pub(crate) fn check(set: &CoreStackSet, origin: &[Step], spans: &Spans, quotas: &Quotas) -> Vec<Diagnostic> {
    let key = |name: &str| origin.iter().cloned().chain([Step::Key(name.to_owned())]).collect::<Vec<_>>();
    let span = spans.find(&key("template"));
    let quota = quotas.get(QuotaKey::StackSetTemplate);
    if set.template.trim().is_empty() {
        return vec![diagnostics::bad_template("it is empty", span)];
    }
    if set.template.len() as u64 > quota.value {
        return vec![diagnostics::template_too_large(set.template.len(), quota, span)];
    }
    let template = match read::read(&set.template) {
        Ok(template) => template,
        Err(reason) => return vec![diagnostics::bad_template(&reason, span)],
    };
    let mut reports = Vec::new();
    let is_managed = set.permission_model == PermissionModel::ServiceManaged;
    if template.has_transform && is_managed {
        reports.push(diagnostics::transform(span));
    }
    parameters(set, &template, origin, spans, &mut reports);
    let written = [spans.exact(&key("capabilities")), spans.exact(&key("template"))];
    reports.extend(capability(set, &template, written, span));
    reports
}

fn parameters(
    set: &CoreStackSet,
    template: &Template,
    origin: &[Step],
    spans: &Spans,
    reports: &mut Vec<Diagnostic>,
) {
    for (name, value) in &set.parameters {
        reports.extend(parameter(template, name, value, spans.find(&parameter_path(origin, name))));
    }
    for (index, deployment) in (0u32..).zip(&set.deployments) {
        let path = [Step::Key("deployments".to_owned()), Step::Index(index)];
        for (name, value) in &deployment.overrides {
            reports.extend(parameter(template, name, value, spans.find(&parameter_path(&path, name))));
        }
    }
    let given: BTreeSet<&str> = set.parameters.iter().map(|(name, _)| name.as_str()).collect();
    // The stack set itself needs every value: an override replaces one, and accounts that join
    // later get none of the overrides.
    let missing =
        template.parameters.iter().filter(|(name, one)| !one.has_default && !given.contains(name.as_str()));
    let span = spans.find(&parameter_path(origin, ""));
    let overridden = |name: &str| {
        let overrides = set.deployments.iter().flat_map(|deployment| &deployment.overrides);
        overrides.into_iter().any(|(given, _)| given == name)
    };
    reports.extend(missing.map(|(name, _)| diagnostics::missing_parameter(name, overridden(name), span)));
}

fn parameter(template: &Template, name: &str, value: &Text, span: Span) -> Option<Diagnostic> {
    let Some(declared) = template.parameters.get(name) else {
        let known: Vec<&str> = template.parameters.keys().map(String::as_str).collect();
        return Some(diagnostics::unknown_parameter(name, &known, span));
    };
    let known = value.known()?;
    if !is_of_type(declared, known) {
        return Some(diagnostics::wrong_parameter(name, known, &declared.parameter_type, span));
    }
    let fits = declared.allowed.is_empty() || declared.allowed.iter().any(|one| one == known);
    (!fits).then(|| diagnostics::parameter_not_allowed(name, known, &declared.allowed, span))
}

fn is_of_type(declared: &Parameter, value: &str) -> bool {
    let is_number = |text: &str| text.trim().parse::<f64>().is_ok_and(f64::is_finite);
    match declared.parameter_type.as_str() {
        "Number" => is_number(value),
        "List<Number>" => value.split(',').all(is_number),
        _ => true,
    }
}

/// Resources that need `CAPABILITY_IAM`, with the property that gives a name of one's own and so
/// needs `CAPABILITY_NAMED_IAM` (CloudFormation User Guide, Acknowledging IAM resources).
const IAM: [(&str, &str); 9] = [
    ("AWS::IAM::AccessKey", ""),
    ("AWS::IAM::Group", "GroupName"),
    ("AWS::IAM::InstanceProfile", "InstanceProfileName"),
    ("AWS::IAM::ManagedPolicy", "ManagedPolicyName"),
    ("AWS::IAM::Policy", ""),
    ("AWS::IAM::Role", "RoleName"),
    ("AWS::IAM::User", "UserName"),
    ("AWS::IAM::UserToGroupAddition", ""),
    ("AWS::IAM::RolePolicy", ""),
];

/// What the template needs to be acknowledged and the block does not. `written` is where the block
/// has its capabilities and its template, if it has them.
fn capability(
    set: &CoreStackSet,
    template: &Template,
    written: [Option<Span>; 2],
    span: Span,
) -> Option<Diagnostic> {
    let has = |capability: &str| set.capabilities.iter().any(|one| one == capability);
    let property =
        |resource_type: &str| IAM.iter().find(|(one, _)| *one == resource_type).map(|(_, name)| *name);
    let iam =
        template.resources.iter().filter_map(|(name, one)| Some((name, one, property(&one.resource_type)?)));
    let named = iam.clone().find(|(_, one, property)| one.properties.contains(*property));
    let (word, resource) = match (named, iam.clone().next()) {
        (Some((name, _, _)), _) if !has("CAPABILITY_NAMED_IAM") => ("named-iam", name),
        (None, Some((name, _, _))) if !has("CAPABILITY_IAM") && !has("CAPABILITY_NAMED_IAM") => ("iam", name),
        _ => return None,
    };
    let [list, beside] = written;
    let report = diagnostics::missing_capability(word, resource, list.unwrap_or(span));
    // That the template expands macros stays acknowledged.
    let others = if has("CAPABILITY_AUTO_EXPAND") { ", auto-expand" } else { "" };
    let text = format!("[{word}{others}]");
    Some(match (list, beside) {
        (Some(list), _) => report.fix(Fix::replace(format!("write `{text}`"), list, text)),
        (None, Some(template)) => {
            let text = format!("capabilities = {text}");
            report.fix(Fix::replace(format!("add `{text}`"), template.after(), format!(", {text}")))
        }
        (None, None) => report,
    })
}
