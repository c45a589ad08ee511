//! Speaking another contract, or this one badly.

use crate::host::tests::guest::{Guest, encode, refusal, request};
use crate::host::{PluginKinds, PluginSource};
use orgc_ir::kinds::Kinds;
use wit_parser::Resolve;

const WIT: &str = include_str!("../../../../../../plugins/wit/0.1/orgc-plugin.wit");

fn text(component: &str) -> String {
    refusal(&wat::parse_str(component).unwrap())
}

#[test]
fn another_contract_is_refused_with_both_numbers() {
    assert!(text("(component)").contains("does not export the contract 0.1"));
    let newer = text(r#"(component (instance $i) (export "orgc:plugin/manifest@0.2.0" (instance $i)))"#);
    assert_eq!(newer, "it speaks the contract `0.2.0`, and this orgc speaks 0.1");
    let half = text(
        r#"(component (instance $i)
            (export "orgc:plugin/manifest@0.1.0" (instance $i))
            (export "orgc:plugin/kinds@0.2.0" (instance $i)))"#,
    );
    assert_eq!(half, "it speaks the contract `0.1.0`, `0.2.0`, and this orgc speaks 0.1");
    let similar = text(
        r#"(component (instance $i)
            (export "orgc:plugin/manifest@0.10.0" (instance $i))
            (export "orgc:plugin/kinds@0.10.0" (instance $i)))"#,
    );
    assert_eq!(similar, "it speaks the contract `0.10.0`, and this orgc speaks 0.1");
}

#[test]
fn the_right_names_with_other_types_do_not_fit() {
    let hollow = text(
        r#"(component (instance $i)
            (export "orgc:plugin/manifest@0.1.0" (instance $i))
            (export "orgc:plugin/kinds@0.1.0" (instance $i)))"#,
    );
    assert!(hollow.contains("does not fit the contract 0.1"), "{hollow}");
    let functions = text(
        r#"(component
            (core module $m (func (export "f") (result i32) unreachable))
            (core instance $c (instantiate $m))
            (func $f (result u32) (canon lift (core func $c "f")))
            (instance $i (export "describe" (func $f)) (export "validate" (func $f)) (export "expand" (func $f)))
            (export "orgc:plugin/manifest@0.1.0" (instance $i))
            (export "orgc:plugin/kinds@0.1.0" (instance $i)))"#,
    );
    assert!(functions.contains("does not fit the contract 0.1"), "{functions}");
    let no_instance = text(
        r#"(component
            (core module $m (func (export "f")))
            (core instance $c (instantiate $m))
            (func $f (canon lift (core func $c "f")))
            (export "orgc:plugin/manifest@0.1.0" (func $f))
            (export "orgc:plugin/kinds@0.1.0" (func $f)))"#,
    );
    assert!(no_instance.contains("does not fit the contract 0.1"), "{no_instance}");
}

/// A guest that exports what these packages and this world add to the contract.
fn exporting(packages: &str, exports: &str, functions: &str) -> PluginKinds {
    let mut resolve = Resolve::default();
    resolve.push_str("orgc-plugin.wit", WIT).unwrap();
    if !packages.is_empty() {
        resolve.push_str("more.wit", packages).unwrap();
    }
    let own = format!("package test:both;\nworld both {{ include orgc:plugin/plugin@0.1.0; {exports} }}");
    let package = resolve.push_str("both.wit", &own).unwrap();
    let world = resolve.select_world(&[package], Some("both")).unwrap();
    let mut guest = Guest::default();
    guest.more.push_str(functions);
    PluginKinds::new(vec![PluginSource::new("probe", encode(guest.module(), &resolve, world))])
}

#[test]
fn of_two_contracts_the_known_one_is_spoken() {
    let newer = "package orgc:plugin@0.2.0;\ninterface manifest { describe: func() -> u32; }";
    let describe = "(func (export \"orgc:plugin/manifest@0.2.0#describe\") (result i32) unreachable)";
    let kinds = exporting(newer, "export orgc:plugin/manifest@0.2.0;", describe);
    assert_eq!(kinds.load_errors(), []);
    assert!(kinds.expand(&request()).is_ok());
}

#[test]
fn what_else_it_exports_is_never_called() {
    let more = "(func (export \"more\") unreachable)";
    let kinds = exporting("", "export more: func();", more);
    assert_eq!(kinds.load_errors(), []);
    assert!(kinds.expand(&request()).is_ok());
}
