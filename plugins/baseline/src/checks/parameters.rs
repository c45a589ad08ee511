//! Parameters: every name is one of the template's, and every one without a default has a value.

use crate::Baseline;
use crate::settings::Parameter;
use crate::template::Template;
use orgc_plugin_sdk::Diagnostic;

pub fn check(baseline: &Baseline<'_>, outline: &Template) -> Vec<Diagnostic> {
    let overrides = baseline.deployments.iter().flat_map(|deploy| &deploy.parameters);
    let mut findings: Vec<Diagnostic> = baseline
        .parameters
        .iter()
        .chain(overrides)
        .filter(|one| !outline.parameters.contains_key(one.key.name))
        .map(|one| unknown(baseline, outline, one))
        .collect();
    findings.extend(missing(baseline, outline));
    findings
}

fn unknown(baseline: &Baseline<'_>, outline: &Template, one: &Parameter<'_>) -> Diagnostic {
    let (file, _) = &baseline.template;
    let message = format!("the template `{}` has no parameter `{}`", file.path, one.key.name);
    let names: Vec<String> = outline.parameters.keys().map(|name| format!("`{name}`")).collect();
    let help = match names.as_slice() {
        [] => "it has no parameters at all".to_owned(),
        names => format!("its parameters are {}", names.join(", ")),
    };
    Diagnostic::error("unknown-parameter", message, one.key.path.clone()).help(help)
}

/// The stack set itself needs a value; those of deployments only replace it.
fn missing(baseline: &Baseline<'_>, outline: &Template) -> Vec<Diagnostic> {
    let (file, path) = &baseline.template;
    outline
        .parameters
        .iter()
        .filter(|(_, has_default)| !**has_default)
        .filter(|(name, _)| baseline.parameters.iter().all(|one| one.key.name != name.as_str()))
        .map(|(name, _)| {
            let message = format!("the parameter `{name}` of `{}` has no default and no value", file.path);
            Diagnostic::error("missing-parameter", message, path.clone())
                .help(format!("add `parameters {{ {name} = … }}`; a deployment may replace it"))
        })
        .collect()
}
