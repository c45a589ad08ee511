//! Harming other plugins.

use crate::host::tests::guest::{Guest, request};
use crate::host::{LoadReason, PluginKinds, PluginSource};
use orgc_ir::kinds::{Expansion, Kinds, Request};

#[test]
fn kinds_of_a_project_are_told_apart_by_the_names_of_their_plugins() {
    let component = Guest::default().component();
    let one = PluginSource::qualified("one", component.clone());
    let kinds = PluginKinds::new(vec![one, PluginSource::qualified("other", component)]);
    assert_eq!(kinds.load_errors(), []);
    let names: Vec<&str> = kinds.schemas().iter().map(|kind| kind.name.as_str()).collect();
    assert_eq!(names, ["one.probe", "other.probe"]);
    let request = Request { kind: "one.probe".into(), ..request() };
    assert_eq!(kinds.expand(&request), Ok(Expansion::default()));
    let fewer = kinds.only(|source| source.name == "other");
    assert_eq!(fewer.schemas().len(), 1);
}

#[test]
fn a_kind_that_is_taken_is_refused_with_the_name_of_its_owner() {
    let source = |name: &str| PluginSource::new(name, Guest::default().component());
    let kinds = PluginKinds::new(vec![source("first"), source("second")]);
    let [taken] = kinds.load_errors() else { panic!("the second does not load") };
    assert_eq!(taken.reason, LoadReason::KindTaken { kind: "probe".into(), other: "first".into() });
    assert_eq!(
        taken.to_string(),
        "the plugin `second` cannot be loaded: its kind `probe` is already offered by `first`",
    );
    assert_eq!(kinds.schemas()[0].plugin, "first");
}

#[test]
fn a_kind_of_the_language_stays_with_the_language() {
    let account = Guest::offering(|image| image.named("account", "An account."));
    assert!(account.refusal().contains("kind `account`: the language has a kind of this name"));
    // In a project it stands after the name of the plugin, and so takes nothing away.
    let kinds = PluginKinds::new(vec![PluginSource::qualified("idc", account.component())]);
    assert_eq!(kinds.load_errors(), []);
    assert_eq!(kinds.schemas()[0].name, "idc.account");
}

#[test]
fn one_broken_plugin_does_not_hide_the_others() {
    let broken = PluginSource::new("broken", &b"<html>"[..]);
    let kinds = PluginKinds::new(vec![broken, PluginSource::new("good", Guest::default().component())]);
    let [error] = kinds.load_errors() else { panic!("one does not load") };
    assert_eq!(error.plugin, "broken");
    assert!(kinds.expand(&request()).is_ok());
}
