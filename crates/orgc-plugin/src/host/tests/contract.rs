//! The contract keeps its word: old text, old components.

use crate::host::{PluginKinds, PluginSource};
use orgc_ir::kinds::{CoreBody, Kinds, Request};
use orgc_ir::{Address, Value};
use wit_parser::{Resolve, WorldId};

const NOW: &str = include_str!("../../../../../plugins/wit/0.1/orgc-plugin.wit");
const RELEASED: &str = include_str!("../../../frozen/0.1/orgc-plugin.wit");
const COMPONENT: &[u8] = include_bytes!("../../../frozen/0.1/topic.wasm");

/// Whether a component of the released contract fits this one.
fn fits(now: &str) -> bool {
    let mut resolve = Resolve::default();
    // Two packages of one name need two versions; the check itself looks at neither.
    let released = world(&mut resolve, &RELEASED.replace("0.1.0", "0.0.9"));
    let now = world(&mut resolve, now);
    wit_component::semver_check(resolve, released, now).is_ok()
}

fn world(resolve: &mut Resolve, text: &str) -> WorldId {
    let package = resolve.push_str("orgc-plugin.wit", text).unwrap();
    resolve.select_world(&[package], Some("plugin")).unwrap()
}

#[test]
fn records_and_variants_are_frozen() {
    assert!(fits(NOW), "a released contract has changed: make a new version beside it");
    let changed = |from: &str, to: &str| {
        assert!(NOW.contains(from), "{from}");
        fits(&NOW.replacen(from, to, 1))
    };
    assert!(!changed("    summary: string,", "    summary: string,\n    motto: string,"));
    assert!(!changed("    anything,", "    anything,\n    nothing,"));
    assert!(!changed("describe: func() -> info;", "describe: func() -> string;"));
}

#[test]
fn a_plugin_of_the_first_sdk_loads_and_answers_as_ever() {
    let kinds = PluginKinds::new(vec![PluginSource::qualified("news", COMPONENT)]);
    assert_eq!(kinds.load_errors(), []);
    let text = |text: &str| Value::text(text);
    let map = |members: Vec<(&str, Value)>| {
        Value::Map(members.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
    };
    let deployment = map(vec![
        ("target", Value::Entity(Address::unit(["Workloads"]))),
        ("regions", Value::List(Vec::new())),
        ("parameters", map(Vec::new())),
    ]);
    let request = Request {
        kind: "news.topic".to_owned(),
        name: "News".to_owned(),
        address: Address::new("news.topic", "News"),
        config: map(vec![
            ("subscribers", Value::List(vec![text("ops@acme.example")])),
            ("title", text("News")),
            ("deployments", Value::List(vec![deployment])),
        ]),
        answers: Vec::new(),
    };
    assert_eq!(kinds.validate(&request), Ok(Vec::new()));
    let expansion = kinds.expand(&request).unwrap();
    let [resource] = expansion.resources.as_slice() else { panic!("one resource: {expansion:?}") };
    let CoreBody::StackSet(set) = &resource.body else { panic!("a stack set: {resource:?}") };
    assert!(set.template.contains("\"ops@acme.example\""), "{}", set.template);
    assert_eq!(set.deployments[0].regions, ["eu-west-1"]);
}
