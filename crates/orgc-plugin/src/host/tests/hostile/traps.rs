//! Crashing.

use crate::host::tests::guest::{Guest, Image, dummy, refusal, request};
use orgc_ir::kinds::Kinds;

/// Every way to fail within a call: what it does, and what is said of it.
#[test]
fn traps_are_told_apart() {
    for (expand, said) in [
        ("unreachable", "it gave up (a panic)"),
        ("(i32.div_u (i32.const 1) (i32.const 0))", "wasm trap: integer divide by zero"),
        ("(i32.div_s (i32.const 0x80000000) (i32.const -1))", "wasm trap: integer overflow"),
        ("(i32.trunc_f32_u (f32.const -1))", "wasm trap: integer overflow"),
        ("(i32.trunc_f32_u (f32.const nan))", "wasm trap: invalid conversion to integer"),
        ("(i32.load (i32.const -8))", "wasm trap: out of bounds memory access"),
        ("(call_indirect $t (result i32) (i32.const 7))", "wasm trap: undefined element"),
        ("(call_indirect $t (result i32) (i32.const 0))", "wasm trap: uninitialized element"),
        ("(i32.const -8)", "pointer out of bounds of memory"),
        ("(i32.const 1025)", "pointer not aligned"),
    ] {
        let mut guest = Guest { expand: expand.into(), ..Guest::default() };
        guest.more.push_str("(table $t 1 funcref)");
        let fault = guest.fault();
        assert!(fault.message.contains(said), "{expand}: {fault}");
        assert_eq!(fault.plugin, "probe");
    }
}

#[test]
fn a_trap_says_where_and_what_was_logged() {
    let mut image = Image::default();
    let (manifest, [at, length]) = (image.manifest(), image.text("about to fail \u{1b}[2J"));
    let guest = Guest {
        describe: format!("(i32.const {manifest})"),
        expand: format!("(call $log (i32.const 3) (i32.const {at}) (i32.const {length})) (call $inner)"),
        more: format!("{} (func $inner (result i32) unreachable)", image.data()),
        ..Guest::default()
    };
    let fault = guest.fault();
    assert!(fault.message.ends_with("it gave up (a panic)"), "{fault}");
    assert!(fault.notes.contains(&"in inner".to_owned()), "{:?}", fault.notes);
    assert!(fault.notes.contains(&"log: error: about to fail \\u{1b}[2J".to_owned()), "{:?}", fault.notes);
}

#[test]
fn a_component_that_traps_when_asked_what_it_offers_is_refused() {
    assert!(refusal(&dummy()).contains("failed in `describe`: it gave up"));
}

/// Nothing but `expand`, which calls itself for ever.
fn recursing() -> Guest {
    let mut guest = Guest { expand: "(call $deeper (i32.const 0))".into(), ..Guest::default() };
    guest.more.push_str(
        "(func $deeper (param i32) (result i32) (i32.add (i32.const 1) (call $deeper (local.get 0))))",
    );
    guest
}

#[test]
fn unbounded_recursion_ends_the_call_alone() {
    assert!(recursing().fault().message.ends_with("its calls are nested too deep"));
}

#[test]
fn recursion_does_not_overflow_the_smallest_thread_that_runs_plugins() {
    // Threads of the standard library have 2 MiB; plugins are loaded and run on such.
    let thread = std::thread::Builder::new().stack_size(2 << 20);
    let fault = thread.spawn(|| recursing().fault()).unwrap().join().unwrap();
    assert!(fault.message.ends_with("its calls are nested too deep"));
}

#[test]
fn a_call_after_a_trap_is_answered() {
    let mut guest = Guest::default();
    // It traps for a block whose name is long: that is its fourth parameter.
    guest.expand = format!("(if (i32.gt_u (local.get 3) (i32.const 1)) (then unreachable)) {}", guest.expand);
    let kinds = guest.kinds();
    let long = orgc_ir::kinds::Request { name: "Long".into(), ..request() };
    assert!(kinds.expand(&long).is_err());
    assert!(kinds.expand(&request()).is_ok());
}
