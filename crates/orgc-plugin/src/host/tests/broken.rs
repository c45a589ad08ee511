//! What is no plugin is refused, with the reason, before any of it runs.

use super::guest::{Guest, dummy, refusal, request};
use crate::host::{Host, LoadReason, PluginKinds, PluginSource};
use orgc_ir::kinds::{Expansion, Kinds, Request};

fn text(component: &str) -> String {
    refusal(&wat::parse_str(component).unwrap())
}

#[test]
fn bytes_that_are_no_component_are_named_for_what_they_are() {
    assert_eq!(refusal(b""), "it is empty");
    assert!(refusal(b"\n <!doctype html><html>").contains("web page"));
    assert!(refusal(b"(component)").contains("WebAssembly text"));
    assert!(refusal(&[0x1f, 0x8b, 8, 0]).contains("gzip"));
    assert!(refusal(b"\x7fELF\x02\x01\x01").contains("something else"));
    assert!(text("(module)").contains("wasm-tools component new"));
    assert!(refusal(&vec![0; (8 << 20) + 1]).contains("8388609 bytes, and at most 8388608"));
}

#[test]
fn damaged_components_are_refused_without_a_panic() {
    let whole = dummy();
    let host = Host::new().unwrap();
    for length in (8..whole.len()).step_by(97) {
        assert!(
            host.load(&PluginSource::new("probe", whole[..length].to_vec())).is_err(),
            "the first {length} bytes"
        );
    }
    let mut trailing = whole.clone();
    trailing.extend(b"trailing");
    assert!(refusal(&trailing).contains("damaged"));
    // A fixed sequence of numbers: every run damages the same bytes.
    let mut state = 1_u32;
    for _ in 0..200 {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let mut damaged = whole.clone();
        let at = 8 + state as usize % (whole.len() - 8);
        damaged[at] ^= 1 << (state >> 29);
        // `describe` of this component traps, so it never loads, damaged or not.
        assert!(host.load(&PluginSource::new("probe", damaged)).is_err());
    }
}

#[test]
fn only_the_log_may_be_imported() {
    let wasi = text(
        r#"(component
            (import "wasi:random/random@0.2.0" (instance (export "get-random-u64" (func (result u64)))))
            (import "now" (func (result u64))))"#,
    );
    assert_eq!(
        wasi,
        "it imports `wasi:random/random@0.2.0#get-random-u64`, `now`; a plugin may import nothing but `orgc:plugin/log`",
    );
    let newer = text(
        r#"(component (import "orgc:plugin/log@0.1.0" (instance (export "read" (func (result string))))))"#,
    );
    assert!(newer.contains("`orgc:plugin/log@0.1.0#read`"), "{newer}");
    let other_type = text(
        r#"(component (import "orgc:plugin/log@0.1.0" (instance (export "write" (func (result u64))))))"#,
    );
    assert!(other_type.contains("`orgc:plugin/log@0.1.0#write`"), "{other_type}");
    let resource = text(r#"(component (import "a:b/c" (instance (export "r" (type (sub resource))))))"#);
    assert!(resource.contains("`a:b/c#r`"), "{resource}");
}

#[test]
fn another_contract_is_refused_with_both_numbers() {
    assert!(text("(component)").contains("does not export the contract 0.1"));
    let newer = text(r#"(component (instance $i) (export "orgc:plugin/manifest@0.2.0" (instance $i)))"#);
    assert_eq!(newer, "it speaks the contract `0.2.0`, and this orgc speaks 0.1");
    let hollow = text(
        r#"(component (instance $i)
            (export "orgc:plugin/manifest@0.1.0" (instance $i))
            (export "orgc:plugin/kinds@0.1.0" (instance $i)))"#,
    );
    assert!(hollow.contains("does not fit the contract 0.1"), "{hollow}");
}

#[test]
fn what_would_take_long_to_compile_is_not_compiled() {
    let many = format!("(component (core module {}))", "(func)".repeat(20_001));
    assert!(text(&many).contains("20001 functions, and at most 20000"));
    let large = format!("(component (core module (func {})))", "nop ".repeat(140_000));
    assert!(text(&large).contains("it has a function of 140002 bytes"));
    let memories = format!("(component (core module {}))", "(memory 1)".repeat(5));
    assert!(text(&memories).contains("5 memories"));
    let deep = format!("{}{}", "(component ".repeat(9), ")".repeat(9));
    assert!(text(&deep).contains("deep"));
    assert!(
        text("(component (core module (memory i64 1)))").contains("damaged or uses what plugins may not")
    );
    let aliases =
        format!("(component (core module $m) {})", "(core instance (instantiate $m))".repeat(100_001));
    assert!(text(&aliases).contains("100001 types, imports and exports"));
}

#[test]
fn what_stands_inside_another_component_is_not_offered() {
    let inner = Guest::default().component();
    // A component section (4) around the whole of it, with the length in LEB128.
    let mut outer = wat::parse_str("(component)").unwrap();
    outer.push(4);
    let mut length = inner.len();
    while length >= 0x80 {
        outer.push((length & 0x7f) as u8 | 0x80);
        length >>= 7;
    }
    outer.push(length as u8);
    outer.extend(inner);
    assert!(refusal(&outer).contains("does not export the contract 0.1"));
}

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
fn one_broken_plugin_does_not_hide_the_others() {
    let source = |name: &str, component: Vec<u8>| PluginSource::new(name, component);
    let good = Guest::default().component();
    let kinds = PluginKinds::new(vec![
        source("broken", b"<html>".to_vec()),
        source("first", good.clone()),
        source("second", good),
    ]);
    let schemas: Vec<&str> = kinds.schemas().iter().map(|kind| kind.plugin.as_str()).collect();
    assert_eq!(schemas, ["first"]);
    let [broken, second] = kinds.load_errors() else { panic!("two do not load") };
    assert_eq!(broken.plugin, "broken");
    assert_eq!(second.reason, LoadReason::KindTaken { kind: "probe".into(), other: "first".into() });
}
