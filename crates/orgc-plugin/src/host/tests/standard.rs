//! The standard plugin, as it is embedded.

use crate::host::{Host, PluginKinds, PluginSource};
use orgc_ir::kinds::{CoreBody, CoreStackSet, CoreTarget, FindingSeverity, Kinds, Request, Step, ValueType};
use orgc_ir::{Address, Attribute, Reference, Value};
use std::sync::LazyLock;

pub fn component() -> Vec<u8> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../target/plugins/baseline.wasm");
    std::fs::read(path).expect("the standard plugins are built: run `cargo xtask build`")
}

/// Compiled once for all tests of this file.
fn kinds() -> &'static PluginKinds {
    static KINDS: LazyLock<PluginKinds> = LazyLock::new(|| {
        let source = PluginSource::new("std:baseline", component());
        PluginKinds::new(vec![source])
    });
    &KINDS
}

fn texts(all: &[&str]) -> Value {
    Value::List(all.iter().map(|one| Value::text(*one)).collect())
}

fn map(members: &[(&str, Value)]) -> Value {
    Value::Map(members.iter().map(|(key, value)| ((*key).to_owned(), value.clone())).collect())
}

fn request(regions: &[&str]) -> Request {
    let template =
        "Parameters:\n  LogAccount: { Type: String }\nResources:\n  Topic: { Type: AWS::SNS::Topic }\n";
    let file = [("path", "audit.yaml"), ("sha256", "00"), ("content", template)];
    let id = Reference::new(Address::account("log"), Attribute::Id);
    let target = Value::Entity(Address::unit(["Workloads"]));
    Request {
        kind: "baseline".into(),
        name: "Audit".into(),
        address: Address::new("baseline", "Audit"),
        config: map(&[
            ("template", map(&file.map(|(key, value)| (key, Value::text(value))))),
            ("regions", texts(regions)),
            ("parameters", map(&[("LogAccount", Value::Text(id.into()))])),
            (
                "deployments",
                Value::List(vec![map(&[
                    ("target", target),
                    ("regions", texts(&[])),
                    ("parameters", map(&[])),
                ])]),
            ),
        ]),
        answers: Vec::new(),
    }
}

#[test]
fn it_loads_and_declares_what_the_language_needs() {
    let kinds = kinds();
    assert_eq!(kinds.load_errors(), []);
    let [baseline] = kinds.schemas() else { panic!("one kind") };
    assert_eq!((baseline.name.as_str(), baseline.plugin.as_str()), ("baseline", "std:baseline"));
    assert_eq!(baseline.emits, ["stack-set"]);
    let attribute = |name: &str| baseline.attributes.iter().find(|one| one.name == name).unwrap();
    assert_eq!(attribute("template").value_type, ValueType::Named("file".into()));
    assert!(attribute("template").required && attribute("regions").required);
    assert_eq!(attribute("auto-deploy").default, Some(Value::Bool(true)));
    assert!(matches!(attribute("deployments").value_type, ValueType::Sequence { .. }));
}

#[test]
fn a_block_becomes_a_stack_set() {
    let expansion = kinds().expand(&request(&["eu-west-1"])).unwrap();
    let [resource] = expansion.resources.as_slice() else { panic!("one resource") };
    assert_eq!(resource.name, "stack-set");
    let CoreBody::StackSet(CoreStackSet { parameters, deployments, .. }) = &resource.body else {
        panic!("a stack set")
    };
    assert_eq!(parameters[0].1.to_string(), "{account/log.id}");
    assert_eq!(deployments[0].targets, [CoreTarget::Unit(Address::unit(["Workloads"]))]);
    assert_eq!(deployments[0].regions, ["eu-west-1"]);
}

#[test]
fn its_findings_arrive_with_their_paths() {
    let findings = kinds().validate(&request(&["eu-west-1", "eu-west-1"])).unwrap();
    let [finding] = findings.as_slice() else { panic!("one finding: {findings:?}") };
    assert_eq!(finding.severity, FindingSeverity::Error);
    assert_eq!(finding.code, "repeated-region");
    assert_eq!(finding.at, [Step::Key("regions".into()), Step::Index(1)]);
}

#[test]
fn the_same_request_has_the_same_answer_and_the_same_fuel_as_any_machine_code() {
    let run = |host: Result<Host, String>| {
        let plugin = host.unwrap().load(&PluginSource::new("std:baseline", component())).unwrap();
        let (expansion, used) = plugin.expand(&request(&["eu-west-1"]), &plugin.schemas()[0]).unwrap();
        (expansion, used.fuel)
    };
    let first = run(Host::new());
    assert_eq!(first, run(Host::new()));
    assert_eq!(first, run(Host::interpreting()));
}
