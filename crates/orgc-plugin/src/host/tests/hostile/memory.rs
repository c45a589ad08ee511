//! Using more memory than there is.

use crate::host::Budget;
use crate::host::tests::guest::{Guest, count_modules, refusal, request, with_section};
use orgc_ir::kinds::Kinds;

const TOO_MUCH: &str = "it asked for more memory than its 134217728 bytes";

/// Asks for all of memory, and writes to every page of it first.
fn bomb() -> Guest {
    let fill = "(memory.fill (i32.const 0) (i32.const 1) (i32.const 134217728))";
    let all = "(drop (memory.grow (i32.sub (i32.const 2048) (memory.size))))";
    let expand = format!("{all} {fill} (memory.grow (i32.const 1))");
    // A fill costs as much fuel as it has bytes.
    Guest { expand, granted: Budget::default(), ..Guest::default() }
}

#[test]
fn memory_and_tables_are_bounded() {
    let grow = "(loop $again (drop (memory.grow (i32.const 256))) (br $again)) unreachable";
    let bomb = Guest { expand: grow.into(), ..Guest::default() }.fault();
    assert!(bomb.message.ends_with(TOO_MUCH), "{bomb}");
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
fn several_memories_and_tables_share_one_allowance() {
    let mut memories = Guest::default();
    memories.more.push_str("(memory 1000) (memory 1000) (memory 1000)");
    assert!(memories.refusal().contains(TOO_MUCH));
    let mut tables = Guest::default();
    tables.more.push_str("(table 6000 funcref) (table 6000 funcref)");
    // A second table needs reference types too; another module may have one of its own.
    assert!(tables.refusal().contains("uses what plugins may not"));
    let component = Guest::default().component();
    let index = count_modules(&component) as u8;
    let component = with_section(component, 1, &wat::parse_str("(module (table 6000 funcref))").unwrap());
    let tables = refusal(&with_section(component, 2, &[2, 0, index, 0, 0, index, 0]));
    assert!(tables.contains("more than 10000 table elements"), "{tables}");
}

#[test]
fn a_polite_plugin_that_asks_for_too_much_is_stopped_too() {
    // It would go on without the memory; the call ends all the same.
    let mut guest = Guest::default();
    guest.expand = format!("(drop (memory.grow (i32.const 65000))) {}", guest.expand);
    assert!(guest.fault().message.contains(TOO_MUCH));
}

#[test]
fn two_hundred_instances_are_not_made() {
    let component = Guest::default().component();
    let module = wat::parse_str("(module (global (mut i32) (i32.const 0)))").unwrap();
    let index = count_modules(&component) as u8;
    // Sections 1 and 2 of a component: a module, and instances of it without arguments.
    let component = with_section(component, 1, &module);
    let mut instances = vec![0xc8, 0x01];
    instances.extend([0, index, 0].repeat(200));
    let said = refusal(&with_section(component, 2, &instances));
    assert!(said.contains("failed in `describe`: resource limit exceeded: instance count"), "{said}");
}

#[test]
fn an_answer_of_forty_megabytes_is_not_taken() {
    let fault = large_answer().fault();
    assert!(fault.message.contains("too much data is being copied"), "{fault}");
}

/// The pages hold zeros: `resources` is empty, `diagnostics` a list of 40 MB.
fn large_answer() -> Guest {
    let guest = Guest::expanding(|image| image.words(&[0, 0, 0, 131_072, 40_000_000 / 48]));
    Guest { pages: 700, ..guest }
}

/// One text of 15 MiB, which is less than a call may hand over, of characters that are spelled out.
fn writing_to_the_log() -> Guest {
    let fill = "(memory.fill (i32.const 131072) (i32.const 27) (i32.const 15728640))";
    let write = "(call $log (i32.const 0) (i32.const 131072) (i32.const 15728640))";
    let expand = format!("{fill} (loop $again {write} (br $again)) unreachable");
    Guest { expand, pages: 400, ..Guest::default() }
}

/// A finding with a message of 15 MiB of the same.
fn with_a_long_message() -> Guest {
    let fill = "(memory.fill (i32.const 131072) (i32.const 27) (i32.const 15728640))";
    let guest = Guest::validating(|image| {
        let code = image.text("odd");
        let finding = image.words(&[0, code[0], code[1], 131_072, 15_728_640, 0, 0, 0, 0, 0, 0, 0]);
        image.words(&[finding, 1])
    });
    Guest { validate: format!("{fill} {}", guest.validate), pages: 400, ..guest }
}

/// A resource whose name is as long.
fn with_a_long_name() -> Guest {
    let fill = "(memory.fill (i32.const 131072) (i32.const 27) (i32.const 15728640))";
    let guest = Guest::expanding(|image| {
        let mut resource = vec![131_072, 15_728_640, 3];
        resource.resize(34, 0);
        let resource = image.words(&resource);
        image.words(&[0, resource, 1, 0, 0])
    });
    Guest { expand: format!("{fill} {}", guest.expand), pages: 400, ..guest }
}

/// All of the above, one after the other, and what the process has taken at its peak before and after.
#[test]
fn bombs_are_stopped() {
    assert!(Guest::default().expand().is_ok());
    let before = peak();
    assert!(bomb().fault().message.ends_with(TOO_MUCH));
    assert!(large_answer().fault().message.contains("too much data is being copied"));
    assert!(writing_to_the_log().fault().message.ends_with("more than 16777216 bytes to the log"));
    let message = with_a_long_message().kinds().validate(&request()).unwrap_err().message;
    assert!(message.ends_with("a message of 15728640 bytes, and at most 8192 are taken"), "{message}");
    let name = with_a_long_name().fault().message;
    assert!(name.len() < 8 << 10 && name.contains("the name of a resource"), "{name}");
    println!("peaks {before} {}", peak());
}

/// The most memory that this process had at once, in KiB; 0 where the system does not say.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok()).unwrap_or(0)
}

/// In a process of its own, so that no other test counts.
#[test]
fn what_a_plugin_takes_is_all_that_the_host_takes() {
    let test = format!("{}::bombs_are_stopped", module_path!().trim_start_matches("orgc_plugin::"));
    let mut child = std::process::Command::new(std::env::current_exe().unwrap());
    let output = child.args(["--exact", &test, "--nocapture", "--test-threads=1"]).output().unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    let peaks = said.lines().find_map(|line| line.split_once("peaks ")).unwrap_or_else(|| panic!("{said}")).1;
    let (before, after) = peaks.split_once(' ').unwrap();
    let (before, after): (u64, u64) = (before.parse().unwrap(), after.trim().parse().unwrap());
    // The 128 MiB of the plugin, and half as much again for what it hands over.
    assert!(after - before < (128 + 64) << 10, "from {before} to {after} KiB");
}
