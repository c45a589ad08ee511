//! Running for ever.

use crate::host::budget::Budget;
use crate::host::call::Call;
use crate::host::tests::guest::{Guest, request};
use crate::host::{Host, Plugin, PluginSource, question};
use orgc_ir::kinds::{KindFault, Kinds};

const FOREVER: &str = "(loop $again (br $again)) unreachable";
const USED_UP: &str = "it used up its 50000000 units of fuel (an endless loop?)";

fn load(guest: &Guest) -> Plugin {
    Host::new().unwrap().load(&PluginSource::new("probe", guest.component())).unwrap()
}

/// The fuel that `expand` takes when it may use so much, and what is left of it when it fails.
fn expand_with(plugin: &Plugin, fuel: u64) -> (Result<u64, KindFault>, u64) {
    let mut left = 0;
    let budget = Budget { fuel, ..Budget::default() };
    let result = Call::new(plugin, "expand", budget).run(|store| {
        let instance = plugin.instance.instantiate(&mut *store)?;
        let answer = instance.orgc_plugin_kinds().call_expand(&mut *store, &question::write(&request()));
        left = store.get_fuel()?;
        answer
    });
    (result.map(|(_, used)| used.fuel), left)
}

#[test]
fn a_loop_runs_out_of_fuel_wherever_it_is() {
    let describe = Guest { describe: FOREVER.into(), ..Guest::default() };
    assert!(describe.refusal().contains("failed in `describe`: it used up its 50000000 units of fuel"));
    let mut start = Guest::default();
    start.more.push_str("(func $start (loop $again (br $again))) (start $start)");
    assert!(start.refusal().contains("used up its 50000000 units"));
    let validate = Guest { validate: FOREVER.into(), ..Guest::default() };
    assert!(validate.kinds().validate(&request()).unwrap_err().message.contains("failed in `validate`"));
    let expand = Guest { expand: FOREVER.into(), ..Guest::default() }.fault();
    assert_eq!(expand.message, format!("the plugin `probe` failed in `expand`: {USED_UP}"));
    assert!(expand.notes[0].starts_with("digest of the plugin: sha256:"));
    let mut after = Guest::default();
    after.more.push_str(&format!(
        "(func (export \"cabi_post_orgc:plugin/kinds@0.1.0#expand\") (param i32) {FOREVER})"
    ));
    assert!(after.fault().message.ends_with(USED_UP), "freeing the answer is part of the call");
}

#[test]
fn an_instruction_over_all_of_memory_costs_what_it_does() {
    // 128 MiB are 2048 pages. Each operation is one instruction, which is repeated for ever, and
    // costs as much as it has bytes or elements.
    for (operation, fuel) in [
        ("(memory.fill (i32.const 0) (i32.const 1) (i32.const 134217728))", 200_000_000),
        ("(memory.copy (i32.const 0) (i32.const 1) (i32.const 134217727))", 200_000_000),
        ("(memory.init $d (i32.const 0) (i32.const 0) (i32.const 100000))", 10_000_000),
        ("(table.copy $t $t (i32.const 0) (i32.const 1) (i32.const 8999))", 10_000_000),
        ("(table.init $t $e (i32.const 0) (i32.const 0) (i32.const 1000))", 10_000_000),
    ] {
        let mut guest = Guest { pages: 2_048, ..Guest::default() };
        guest.expand = format!("(loop $again {operation} (br $again)) unreachable");
        let (data, functions) = ("0".repeat(100_000), "$f ".repeat(1_000));
        guest.more.push_str(&format!(
            "(data $d \"{data}\") (func $f) (table $t 9000 funcref) (elem $e func {functions})"
        ));
        let fault = expand_with(&load(&guest), fuel).0.unwrap_err();
        assert!(
            fault.message.contains(&format!("it used up its {fuel} units of fuel")),
            "{operation}: {fault}"
        );
    }
}

#[test]
fn fuel_is_the_same_in_every_run() {
    let plugin = load(&Guest { expand: FOREVER.into(), ..Guest::default() });
    let (result, left) = expand_with(&plugin, 1_000_000);
    assert!(result.is_err());
    assert_eq!(left, expand_with(&plugin, 1_000_000).1);
}

#[test]
fn the_budget_is_met_to_the_unit_by_any_machine_code() {
    let mut first = None;
    for host in [Host::new(), Host::optimizing()] {
        let source = PluginSource::new("probe", Guest::default().component());
        let plugin = host.unwrap().load(&source).unwrap();
        let with = |fuel: u64| expand_with(&plugin, fuel).0;
        let needed = with(1_000_000).unwrap();
        assert_eq!(*first.get_or_insert(needed), needed);
        assert_eq!(with(needed + 1), Ok(needed));
        assert_eq!(with(needed), Ok(needed));
        assert!(with(needed - 1).unwrap_err().message.contains("used up its"));
    }
}

#[test]
fn a_machine_that_slept_is_not_the_plugins_fault() {
    let plugin = load(&Guest::default());
    let (before, _) = expand_with(&plugin, 1_000_000);
    let stopped = Call::new(&plugin, "expand", Budget::default()).run(|store| {
        // As many ticks as if the machine had slept.
        (0..1_000).for_each(|_| plugin.instance.engine().increment_epoch());
        let instance = plugin.instance.instantiate(&mut *store)?;
        instance.orgc_plugin_kinds().call_expand(store, &question::write(&request()))
    });
    let message = stopped.unwrap_err().message;
    assert!(message.contains("this machine is slow or busy, so try again"), "{message}");
    assert_eq!(expand_with(&plugin, 1_000_000).0, before, "the next call knows nothing of it");
}
