//! Taking for ever to compile. No fuel stops that, so what would is refused before.

use crate::host::tests::guest::{refusal, with_section};

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
fn too_much_code_is_refused() {
    let function = format!("(func {})", "nop ".repeat(100_000));
    assert!(module(&function.repeat(32)).contains("bytes of code, and at most 3145728"));
}

#[test]
fn too_many_branches_are_refused() {
    let one = |body: &str, count: usize| module(&format!("(table 1 funcref) (func {})", body.repeat(count)));
    let jumps = format!("(br_table {} (i32.const 0))", "0 ".repeat(9_000));
    assert!(one(&jumps, 1).contains("9000 branches and calls, and at most 8000"));
    assert!(one("(br_if 0 (i32.const 0))", 8_001).contains("8001 branches and calls"));
    assert!(one("(call 0)", 8_001).contains("8001 branches and calls"));
    assert!(one("(loop)", 801).contains("8010 branches and calls"));
    assert!(one("(call_indirect (i32.const 0))", 801).contains("8010 branches and calls"));
    let many = format!("(func {})", "(call 0)".repeat(7_000)).repeat(22);
    assert!(module(&many).contains("154000 branches and calls, and at most 150000"));
}

#[test]
fn too_many_variables_are_refused() {
    let locals = |count: usize| format!("(local {})", "i32 ".repeat(count));
    assert!(module(&format!("(func {})", locals(1_001))).contains("1001 variables, and at most 1000"));
    // In the binary form, fifty thousand are as short as one.
    assert!(module(&format!("(func {})", locals(50_000))).contains("50000 variables"));
    let branches = "(br_if 0 (i32.const 0))".repeat(1_000);
    let said = module(&format!("(func {} {branches})", locals(1_000)));
    assert!(said.contains("values at branches, and at most 1000000"), "{said}");
    let waiting = format!("{} {branches} {}", "(i32.const 0)".repeat(1_000), "drop ".repeat(1_000));
    assert!(module(&format!("(func {waiting})")).contains("values at branches"));
}

#[test]
fn too_much_at_once_is_refused() {
    let many = "i32 ".repeat(65);
    assert!(module(&format!("(func (param {many}))")).contains("65 parameters, and at most 64"));
    assert!(module("(func (result i32 i32 i32 i32 i32) unreachable)").contains("5 results, and at most 4"));
    let block = "(func (block (result i64 i64 i64 i64 i64) unreachable) unreachable)";
    assert!(module(block).contains("5 results"));
    assert!(module(&format!("(import \"a\" \"b\" (func (param {many})))")).contains("65 parameters"));
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
    let loops =
        |levels: usize| module(&format!("(func {} {})", "loop ".repeat(levels), "end ".repeat(levels)));
    assert!(loops(51).contains("it has loops 51 deep, and at most 50"));
    assert!(loops(50).contains("does not export the contract"));
    // Blocks cost nothing for standing in each other.
    let blocks = format!("(func {} {})", "block ".repeat(7_900), "end ".repeat(7_900));
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

/// What may be compiled holds every plugin that comes with the program, with room to grow.
#[test]
fn plugins_as_they_are_stay_far_below_the_bounds() {
    let baseline = std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/../../target/plugins/baseline.wasm"));
    let baseline = baseline.expect("the standard plugins are built: run `cargo xtask build`");
    let module = |bytes: &[u8]| with_section(Vec::new(), 4, bytes);
    // Four of them side by side, each a component (section 4) of one.
    let four = [wat::parse_str("(component)").unwrap(), module(&baseline).repeat(4)].concat();
    assert!(refusal(&four).contains("does not export the contract"), "{}", refusal(&four));
}
