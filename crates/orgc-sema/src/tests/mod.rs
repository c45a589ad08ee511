//! The crate as a whole: sources in, findings and models out.

mod access;
mod baseline;
mod baselines;
mod conditions;
mod desired;
mod finished;
mod given;
mod going;
mod lockout;
mod names;

mod policies;
mod policy_values;
mod structure;
mod things;
mod typed_policies;
mod values;

use crate::{Checked, Settings, check};
use baseline::FakeBaseline;
use orgc_diag::SourceMap;
use orgc_ir::{Address, Desired, MemoryWorld};
use orgc_policy::Quotas;
use std::collections::BTreeMap;

pub(super) const TEMPLATE: &str = "Parameters:\n  Level: {Type: String, Default: low, AllowedValues: [low, high]}\n  Days: {Type: Number, Default: 7}\nResources:\n  Topic: {Type: 'AWS::SNS::Topic'}\n";

fn settings() -> Settings {
    Settings {
        project: "acme".to_owned(),
        region: "us-east-1".to_owned(),
        quotas: Quotas::bundled(),
        params: BTreeMap::new(),
        run_tests: true,
        coverage: false,
        catalog: None,
    }
}

/// Checks files; those that end in `.org` are sources, the others data.
pub(super) fn check_files(files: &[(&str, &str)]) -> (Checked, SourceMap) {
    let mut sources = SourceMap::new();
    let mut trees = Vec::new();
    for (path, text) in files.iter().filter(|(path, _)| path.ends_with(".org")) {
        let file = sources.add(*path, *text);
        trees.push(orgc_syntax::parse(file, text).file);
    }
    let world = MemoryWorld::new(files.iter().map(|(path, text)| (*path, *text)));
    let checked = check(&trees, &sources, &world, &FakeBaseline::new(), &settings());
    assert!(checked.desired.is_none() || !checked.diagnostics.iter().any(orgc_diag::Diagnostic::is_error));
    (checked, sources)
}

/// The findings: code, place, marked text, message.
pub(super) fn findings_of(files: &[(&str, &str)]) -> String {
    let (checked, mut sources) = check_files(files);
    for (path, text) in &checked.data {
        sources.add(path.as_str(), text.as_str());
    }
    let line = |one: &orgc_diag::Diagnostic| {
        let place = one.span().map(|span| {
            let text = sources.text(span).lines().next().unwrap_or_default();
            format!(" {} `{text}`", sources.place(span).replace("main.org:", ""))
        });
        format!("{}{}: {}", one.code.id(), place.unwrap_or_default(), one.message)
    };
    checked.diagnostics.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// The findings of one source beside a usual template and policy.
pub(super) fn findings(source: &str) -> String {
    findings_of(&[("main.org", source), ("t.yaml", TEMPLATE)])
}

/// The findings of items inside an organization.
pub(super) fn inside(items: &str) -> String {
    findings(&format!("organization O {{\n{items}\n}}\n"))
}

/// The helps and notes of the first finding.
pub(super) fn advice(source: &str) -> String {
    let (checked, _) = check_files(&[("main.org", source), ("t.yaml", TEMPLATE)]);
    let Some(first) = checked.diagnostics.first() else { return String::new() };
    first.notes.iter().chain(&first.help).cloned().collect::<Vec<_>>().join("\n")
}

/// The model of a source without errors.
pub(super) fn model(source: &str) -> Desired {
    let (checked, _) = check_files(&[("main.org", source), ("t.yaml", TEMPLATE)]);
    checked.desired.unwrap_or_else(|| panic!("errors: {}", findings(source)))
}

/// The resources of a model as JSON without their causes, one a line.
pub(super) fn resources(desired: &Desired) -> String {
    let print = |(address, resource): (&Address, &orgc_ir::desired::Resource)| {
        let mut json = serde_json::to_value(resource).unwrap();
        json.as_object_mut().unwrap().remove("cause");
        let sorted: BTreeMap<String, serde_json::Value> = serde_json::from_value(json).unwrap();
        format!("{address} {}", serde_json::to_string(&sorted).unwrap())
    };
    desired.resources.iter().map(print).collect::<Vec<_>>().join("\n")
}
