//! Components that load and then misbehave.

use super::guest::{Guest, Image, dummy, refusal, request};
use crate::host::budget::Budget;
use crate::host::call::Call;
use crate::host::{Host, PluginSource, question};
use orgc_ir::kinds::{KindFault, Kinds};

const FOREVER: &str = "(loop $again (br $again)) unreachable";

fn fault(guest: &Guest) -> KindFault {
    guest.expand().expect_err("the call fails")
}

#[test]
fn the_harmless_guest_of_these_tests_is_harmless() {
    let kinds = Guest::default().kinds();
    assert_eq!(kinds.load_errors(), []);
    assert_eq!(kinds.schemas()[0].emits, ["attachment"]);
    assert_eq!(kinds.validate(&request()), Ok(Vec::new()));
    assert_eq!(kinds.expand(&request()).unwrap().resources, []);
}

#[test]
fn an_endless_loop_runs_out_of_fuel_wherever_it_is() {
    let describe = Guest { describe: FOREVER.into(), ..Guest::default() };
    assert!(describe.refusal().contains("failed in `describe`: it used up its 50000000 units of fuel"));
    let mut start = Guest::default();
    start.more.push_str("(func $start (loop $again (br $again))) (start $start)");
    assert!(start.refusal().contains("used up its 50000000 units"));
    let validate = Guest { validate: FOREVER.into(), ..Guest::default() };
    assert!(validate.kinds().validate(&request()).unwrap_err().message.contains("failed in `validate`"));
    let expand = fault(&Guest { expand: FOREVER.into(), ..Guest::default() });
    assert_eq!(
        expand.message,
        "the plugin `probe` failed in `expand`: it used up its 1000000000 units of fuel (an endless loop?)",
    );
    assert!(expand.notes[0].starts_with("digest of the plugin: sha256:"));
}

#[test]
fn fuel_is_the_same_in_every_run() {
    let component = Guest { expand: FOREVER.into(), ..Guest::default() }.component();
    let plugin = Host::new().unwrap().load(&PluginSource::new("probe", component)).unwrap();
    let left_over = || {
        let mut left = 0;
        let budget = Budget { fuel: 1_000_000, ..Budget::default() };
        let result = Call::new(&plugin, "expand", budget).run(|exports, store| {
            let raw = question::write(&request());
            let answer = exports.orgc_plugin_kinds().call_expand(&mut *store, &raw);
            left = store.get_fuel()?;
            answer
        });
        assert!(result.is_err());
        left
    };
    assert_eq!(left_over(), left_over());
}

#[test]
fn memory_and_tables_are_bounded() {
    let grow = "(loop $again (drop (memory.grow (i32.const 256))) (br $again)) unreachable";
    let bomb = fault(&Guest { expand: grow.into(), ..Guest::default() });
    assert!(bomb.message.ends_with("it asked for more memory than its 134217728 bytes"), "{bomb}");
    let four_gigabytes = Guest { pages: 65_536, ..Guest::default() };
    assert!(four_gigabytes.refusal().contains("more memory than"));
    let mut table =
        Guest { expand: "(table.grow $t (ref.null func) (i32.const 100000))".into(), ..Guest::default() };
    table.more.push_str("(table $t 1 funcref)");
    // Growing tables needs reference types, which plugins do not have.
    assert!(table.refusal().contains("uses what plugins may not"));
    let mut large = Guest::default();
    large.more.push_str("(table 10001 funcref)");
    assert!(large.refusal().contains("more than 10000 table elements"));
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
    let fault = fault(&guest);
    assert!(fault.message.ends_with("it gave up (a panic)"), "{fault}");
    assert!(fault.notes.contains(&"in inner".to_owned()), "{:?}", fault.notes);
    assert!(fault.notes.contains(&"log: error: about to fail \\u{1b}[2J".to_owned()), "{:?}", fault.notes);
}

#[test]
fn a_flood_of_log_messages_is_counted_not_kept() {
    let write = "(call $log (i32.const 0) (i32.const 0) (i32.const 1000))";
    let expand = format!(
        "(local $n i32) (loop $again {write}
        (local.set $n (i32.add (local.get $n) (i32.const 1)))
        (br_if $again (i32.lt_u (local.get $n) (i32.const 50)))) unreachable"
    );
    let notes = fault(&Guest { expand, ..Guest::default() }).notes;
    assert!(notes.iter().map(String::len).sum::<usize>() < 8 << 10);
    assert!(
        notes.iter().any(|note| note.starts_with("log: ") && note.ends_with("more messages")),
        "{notes:?}"
    );
}

#[test]
fn unbounded_recursion_ends_the_call_alone() {
    let mut guest = Guest { expand: "(call $deeper (i32.const 0))".into(), ..Guest::default() };
    guest.more.push_str(
        "(func $deeper (param i32) (result i32) (i32.add (i32.const 1) (call $deeper (local.get 0))))",
    );
    assert!(fault(&guest).message.ends_with("its calls are nested too deep"));
}

#[test]
fn nothing_is_remembered_between_calls() {
    let mut guest = Guest::default();
    guest.expand = format!(
        "(if (global.get $called) (then unreachable)) (global.set $called (i32.const 1)) {}",
        guest.expand,
    );
    guest.more.push_str("(global $called (mut i32) (i32.const 0))");
    let kinds = guest.kinds();
    assert!(kinds.expand(&request()).is_ok());
    assert!(kinds.expand(&request()).is_ok());
}

#[test]
fn an_answer_of_forty_megabytes_is_not_taken() {
    // The pages hold zeros: `resources` empty, `diagnostics` a list of 40 MB.
    let mut guest = Guest { pages: 700, ..Guest::default() };
    let mut image = Image::default();
    let manifest = image.manifest();
    let answer = image.words(&[0, 0, 0, 131_072, 40_000_000 / 48]);
    guest.describe = format!("(i32.const {manifest})");
    guest.expand = format!("(i32.const {answer})");
    guest.more = image.data();
    let fault = fault(&guest);
    assert!(fault.message.contains("too much data is being copied"), "{fault}");
}

#[test]
fn answers_that_break_the_contract_are_the_plugins_fault() {
    let answering = |kind: &str, nodes: &[[u32; 6]]| {
        let mut image = Image::default();
        let (manifest, answer) = (image.manifest(), image.expansion(kind, nodes));
        Guest {
            describe: format!("(i32.const {manifest})"),
            expand: format!("(i32.const {answer})"),
            more: image.data(),
            ..Guest::default()
        }
    };
    let null = [0; 6];
    assert_eq!(answering("attachment", &[null]).expand().unwrap().resources.len(), 1);
    let undeclared = fault(&answering("account", &[null]));
    assert_eq!(
        undeclared.message,
        "the plugin `probe` gave an answer to `expand` that breaks the contract: a `account`, which the kind `probe` does not declare in `emits`",
    );
    assert!(
        fault(&answering("attachment", &[null, null]))
            .message
            .ends_with("node 0 of a tree is used by no other")
    );
    assert!(fault(&answering("attachment", &[])).message.ends_with("a tree has no nodes"));
}

#[test]
fn a_component_that_traps_when_asked_what_it_offers_is_refused() {
    assert!(refusal(&dummy()).contains("failed in `describe`: it gave up"));
}

/// Every way to fail within a call: what it does, and what is said of it.
#[test]
fn traps_are_told_apart() {
    let endless_fill =
        "(loop $again (memory.fill (i32.const 0) (i32.const 1) (i32.const 1310720)) (br $again)) unreachable";
    for (expand, said) in [
        ("unreachable", "it gave up (a panic)"),
        ("(i32.div_u (i32.const 1) (i32.const 0))", "wasm trap: integer divide by zero"),
        ("(i32.trunc_f32_u (f32.const -1))", "wasm trap: integer overflow"),
        ("(i32.load (i32.const -8))", "wasm trap: out of bounds memory access"),
        ("(i32.const -8)", "pointer out of bounds of memory"),
        (endless_fill, "it used up its 1000000000 units of fuel (an endless loop?)"),
    ] {
        let fault = fault(&Guest { expand: expand.into(), ..Guest::default() });
        assert!(fault.message.contains(said), "{expand}: {fault}");
        assert_eq!(fault.plugin, "probe");
    }
}

#[test]
fn a_polite_plugin_that_asks_for_too_much_memory_is_stopped_too() {
    // It would go on without the memory; the call ends all the same.
    let mut guest = Guest::default();
    guest.expand = format!("(drop (memory.grow (i32.const 65000))) {}", guest.expand);
    assert!(fault(&guest).message.contains("it asked for more memory than its 134217728 bytes"));
}

/// A guest whose `validate` answers so many findings of these words.
fn finding(count: u32, message: &[u8]) -> KindFault {
    let mut image = Image::default();
    let manifest = image.manifest();
    let code = image.text("odd");
    let [at, length] = [image.put(1, message), message.len() as u32];
    // A `diagnostic` is 48 bytes: severity, code, message, `at`, `labels`, and no help.
    let row = [0, code[0], code[1], at, length, 0, 0, 0, 0, 0, 0, 0];
    let rows = image.words(&row.repeat(count as usize));
    let answer = image.words(&[rows, count]);
    let guest = Guest {
        describe: format!("(i32.const {manifest})"),
        validate: format!("(i32.const {answer})"),
        more: image.data(),
        pages: 40,
        ..Guest::default()
    };
    let kinds = guest.kinds();
    assert_eq!(kinds.load_errors(), []);
    kinds.validate(&request()).expect_err("the answer is refused")
}

#[test]
fn answers_are_bounded_in_number_and_in_words() {
    assert!(finding(1_001, b"x").message.ends_with("1001 findings, and at most 1000 are taken"));
    let long = vec![b'x'; 1 << 20];
    assert!(finding(1, &long).message.ends_with("a message of 1048576 bytes, and at most 8192 are taken"));
    assert!(finding(1, b"  ").message.ends_with("a message that says nothing"));
    let no_text = finding(1, &[0xed, 0xa0, 0x80]);
    assert!(no_text.message.contains("utf-8"), "half a surrogate pair is no text: {no_text}");
}

#[test]
fn the_budget_is_met_to_the_unit_by_any_machine_code() {
    let mut first = None;
    for host in [Host::new(), Host::interpreting()] {
        let source = PluginSource::new("probe", Guest::default().component());
        let plugin = host.unwrap().load(&source).unwrap();
        let with = |fuel: u64| {
            let budget = Budget { fuel, ..Budget::default() };
            let call = Call::new(&plugin, "expand", budget).run(|exports, store| {
                exports.orgc_plugin_kinds().call_expand(store, &question::write(&request()))
            });
            call.map(|(_, used)| used.fuel)
        };
        let needed = with(1_000_000).unwrap();
        assert_eq!(*first.get_or_insert(needed), needed);
        assert_eq!(with(needed + 1), Ok(needed));
        assert_eq!(with(needed), Ok(needed));
        assert!(with(needed - 1).unwrap_err().message.contains("used up its"));
    }
}

#[test]
fn a_slow_machine_is_not_the_plugins_fault() {
    let source = PluginSource::new("probe", Guest::default().component());
    let plugin = Host::new().unwrap().load(&source).unwrap();
    let stopped = Call::new(&plugin, "expand", Budget::default()).run(|exports, store| {
        // As many ticks as if the machine had slept.
        (0..1_000).for_each(|_| store.engine().increment_epoch());
        exports.orgc_plugin_kinds().call_expand(store, &question::write(&request()))
    });
    let message = stopped.unwrap_err().message;
    assert!(message.contains("this machine is slow or busy, so try again"), "{message}");
}
