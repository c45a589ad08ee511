//! Taking for ever to compile. No fuel stops that, so what would is refused before.

use crate::host::tests::guest::refusal;

fn text(component: &str) -> String {
    refusal(&wat::parse_str(component).unwrap())
}

fn module(fields: &str) -> String {
    text(&format!("(component (core module {fields}))"))
}

#[test]
fn too_many_functions_and_too_large_ones_are_refused() {
    assert!(module(&"(func)".repeat(20_001)).contains("20001 functions, and at most 20000"));
    let large = format!("(func {})", "nop ".repeat(140_000));
    assert!(module(&large).contains("it has a function of 140002 bytes"));
    let halves = "(core module ".to_owned() + &"(func)".repeat(10_001) + ")";
    assert!(text(&format!("(component {halves} {halves})")).contains("20002 functions"));
}

#[test]
fn a_table_of_jumps_is_as_large_as_its_function() {
    let jumps = format!("(func (br_table {} (i32.const 0)))", "0 ".repeat(140_000));
    assert!(module(&jumps).contains("it has a function of"));
}

#[test]
fn too_many_memories_and_too_large_ones_are_refused() {
    assert!(module(&"(memory 1)".repeat(5)).contains("5 memories"));
    assert!(module("(memory i64 1)").contains("damaged or uses what plugins may not"));
}

#[test]
fn too_deep_nesting_is_refused() {
    let deep = |levels: usize| format!("{}{}", "(component ".repeat(levels), ")".repeat(levels));
    assert!(text(&deep(9)).contains("it nests modules and components 6 deep, and at most 5"));
    assert!(text(&deep(5)).contains("does not export the contract"));
    // Within a function the depth is bounded by its length, and neither the host nor the compiler recurses.
    let blocks = format!("(func {} {})", "block ".repeat(40_000), "end ".repeat(40_000));
    assert!(module(&blocks).contains("does not export the contract"));
}

#[test]
fn too_many_types_aliases_and_instances_are_refused() {
    let instances = "(core instance (instantiate $m))".repeat(100_001);
    let said = text(&format!("(component (core module $m) {instances})"));
    assert!(said.contains("100001 types, imports and exports"), "{said}");
    let types = format!("(component {})", "(type (func))".repeat(100_001));
    assert!(text(&types).contains("100001 types, imports and exports"));
    let functions = "(type (func))".repeat(100_001);
    assert!(module(&functions).contains("types, imports and exports, and at most 100000"));
}

#[test]
fn types_that_double_with_every_row_are_refused() {
    let doubling: String = (1..60).map(|n| format!("(type $t{n} (tuple $t{} $t{}))", n - 1, n - 1)).collect();
    let said = text(&format!("(component (type $t0 u8) {doubling})"));
    assert!(said.contains("effective type size exceeds the limit"), "{said}");
}
