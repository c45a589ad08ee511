//! Answering the same question in more than one way.

use crate::host::tests::guest::{Guest, request};
use crate::host::{Host, PluginSource};
use orgc_ir::kinds::Kinds;

/// Whether `expand` answers, in each of the two kinds of machine code.
fn answers(guest: &Guest) -> [bool; 2] {
    [Host::new(), Host::interpreting()].map(|host| {
        let plugin = host.unwrap().load(&PluginSource::new("probe", guest.component())).unwrap();
        plugin.expand(&request(), &plugin.schemas()[0]).is_ok()
    })
}

/// A guest that traps unless this holds.
fn if_so(condition: &str) -> Guest {
    let mut guest = Guest::default();
    guest.expand = format!("(if (i32.eqz {condition}) (then unreachable)) {}", guest.expand);
    guest
}

#[test]
fn what_is_no_number_has_the_same_bits_on_every_machine() {
    let zero = "(f32.div (f32.const 0) (f32.const 0))";
    let root = "(f32.sqrt (f32.const -1))";
    let less = "(f32.sub (f32.const inf) (f32.const inf))";
    let payload = "(f32.add (f32.const nan:0x200001) (f32.const 1))";
    for expression in [zero, root, less, payload] {
        let bits = format!("(i32.eq (i32.reinterpret_f32 {expression}) (i32.const 0x7fc00000))");
        assert_eq!(answers(&if_so(&bits)), [true, true], "{expression}");
    }
}

#[test]
fn memory_that_nobody_wrote_holds_zeros() {
    // The second call gets fresh memory, whatever the first one has left in its own.
    let untouched = "(i64.eqz (i64.load (i32.const 1000000)))";
    let mut guest = if_so(untouched);
    guest.expand =
        format!("(memory.fill (i32.const 900000) (i32.const 255) (i32.const 200000)) {}", guest.expand);
    assert_eq!(answers(&guest), [false, false], "the fill is seen by the call itself");
    let mut guest = if_so(untouched);
    guest.validate =
        format!("(memory.fill (i32.const 900000) (i32.const 255) (i32.const 200000)) {}", guest.validate);
    let kinds = guest.kinds();
    for _ in 0..3 {
        assert!(kinds.validate(&request()).is_ok());
        assert!(kinds.expand(&request()).is_ok());
    }
}

#[test]
fn nothing_is_remembered_between_calls() {
    let mut guest = if_so("(i32.eqz (global.get $called))");
    guest.expand =
        guest.expand.replacen("unreachable))", "unreachable)) (global.set $called (i32.const 1))", 1);
    guest.more.push_str("(global $called (mut i32) (i32.const 0))");
    let kinds = guest.kinds();
    assert!(kinds.expand(&request()).is_ok());
    assert!(kinds.expand(&request()).is_ok());
}

#[test]
fn calls_at_once_know_nothing_of_each_other() {
    let kinds = &Guest::default().kinds();
    let first = kinds.expand(&request());
    let again = std::thread::scope(|scope| {
        let threads = [(); 4].map(|()| scope.spawn(|| kinds.expand(&request())));
        threads.map(|one| one.join().unwrap())
    });
    assert!(again.iter().all(|answer| *answer == first));
}
