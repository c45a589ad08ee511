//! Reaching for something outside.

use crate::host::tests::guest::{Guest, refusal};

fn text(component: &str) -> String {
    refusal(&wat::parse_str(component).unwrap())
}

/// Why a component is refused that imports an instance of this name with this in it.
fn importing(name: &str, exports: &str) -> String {
    text(&format!("(component (import \"{name}\" (instance {exports})))"))
}

#[test]
fn host_features_are_named_and_refused() {
    let wasi = text(
        r#"(component
            (import "wasi:random/random@0.2.0" (instance (export "get-random-u64" (func (result u64)))))
            (import "now" (func (result u64))))"#,
    );
    assert_eq!(
        wasi,
        "it imports `wasi:random/random@0.2.0#get-random-u64`, `now`; a plugin may import nothing but `orgc:plugin/log`",
    );
    let many: String = (0..9).map(|n| format!("(import \"f{n}\" (func))")).collect();
    assert!(text(&format!("(component {many})")).contains("`f4` and 4 more;"));
}

#[test]
fn neither_modules_nor_components_nor_handles_come_in() {
    assert!(importing("a:b/c", r#"(export "r" (type (sub resource)))"#).contains("`a:b/c#r`"));
    assert!(importing("a:b/c", r#"(export "i" (instance))"#).contains("`a:b/c#i`"));
    assert!(text(r#"(component (import "m" (core module)))"#).contains("`m`"));
    assert!(text(r#"(component (import "m" (component)))"#).contains("`m`"));
    let inner = text(r#"(component (component (import "inner" (func))) (import "outer" (func)))"#);
    assert!(inner.contains("`outer`;"), "what an inner component wants, the outer one gives it: {inner}");
}

#[test]
fn other_interfaces_of_ours_are_foreign_too() {
    let fetch = importing("orgc:net/http@0.1.0", r#"(export "get" (func (result string)))"#);
    assert!(fetch.contains("`orgc:net/http@0.1.0#get`"), "{fetch}");
    let kinds = importing("orgc:plugin/kinds@0.1.0", r#"(export "validate" (func))"#);
    assert!(kinds.contains("`orgc:plugin/kinds@0.1.0#validate`"), "{kinds}");
}

#[test]
fn the_log_takes_a_level_and_a_message_and_gives_nothing_back() {
    let log = "orgc:plugin/log@0.1.0";
    let read = importing(log, r#"(export "read" (func (result string)))"#);
    assert!(read.contains("`orgc:plugin/log@0.1.0#read`"), "{read}");
    let level = r#"(type $t (enum "debug" "info" "warning" "error"))
        (export "level" (type $level (eq $t)))"#;
    let write =
        |parameters: &str| importing(log, &format!(r#"{level} (export "write" (func {parameters}))"#));
    // With the right type it is no import that is wrong, but that there is nothing else.
    assert!(write(r#"(param "level" $level) (param "message" string)"#).contains("does not export"));
    for other in [
        "(result u64)",
        r#"(param "level" $level) (param "message" string) (result string)"#,
        r#"(param "level" string) (param "message" string)"#,
        r#"(param "level" $level) (param "message" (list u8))"#,
        r#"(param "message" string) (param "level" $level)"#,
        r#"(param "level" $level) (param "message" string) (param "more" u8)"#,
    ] {
        assert!(write(other).contains("`orgc:plugin/log@0.1.0#write`"), "{other}: {}", write(other));
    }
    let of_another = importing("orgc:plugin/log@0.2.0", r#"(export "write" (func))"#);
    assert!(of_another.contains("`orgc:plugin/log@0.2.0#write`"), "{of_another}");
}

#[test]
fn a_module_gets_nothing_that_its_component_has_not() {
    // The encoder would refuse it; so would the host, if it came to that.
    let module = "(core module $m (import \"env\" \"now\" (func)))";
    let refused = text(&format!("(component {module} (core instance (instantiate $m)))"));
    assert!(refused.contains("damaged or uses what plugins may not"), "{refused}");
    assert_eq!(Guest::default().kinds().load_errors(), [], "the log itself is no obstacle");
}
