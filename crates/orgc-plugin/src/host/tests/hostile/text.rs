//! Text that repaints a terminal, reorders what is read, or has no end.

use crate::Metadata;
use crate::host::tests::guest::{Guest, refusal, request, with_section};
use crate::host::{Budget, Host, PluginSource};
use orgc_ir::kinds::{KindFault, Kinds};

/// Clears the screen, links elsewhere, turns the text around, ends it, and hides more of it.
const EVIL: &str =
    "\u{1b}[2J\u{1b}]8;;https://evil.example\u{1b}\\\u{9b}31m\u{202e}\u{2066}\0\r\u{7}\u{e0041}\n";
const SPELLED: &str = "\\u{1b}[2J\\u{1b}]8;;https://evil.example\\u{1b}\\\\u{9b}31m\\u{202e}\\u{2066}\\u{0}\\u{d}\\u{7}\\u{e0041}";

/// Whether nothing in a text does more than stand there. Line breaks do, where there is one line.
fn is_harmless(text: &str) -> bool {
    !text.chars().any(|one| one != '\n' && (one.is_control() || EVIL.contains(one) && !one.is_ascii()))
}

fn check(said: &str) {
    assert!(said.contains(SPELLED), "it is spelled out: {said:?}");
    assert!(is_harmless(said), "{said:?}");
}

#[test]
fn findings_are_spelled_out() {
    let guest = Guest::validating(|image| {
        let [text, length] = image.text(EVIL);
        let code = image.text("odd");
        let key = image.words(&[0, text, length]);
        let label = image.words(&[key, 1, text, length]);
        // A finding with all of it: message, path, label and help.
        let finding = [2, code[0], code[1], text, length, key, 1, label, 1, 1, text, length];
        let finding = image.words(&finding);
        image.words(&[finding, 1])
    });
    let findings = guest.kinds().validate(&request()).unwrap();
    let [finding] = findings.as_slice() else { panic!("one finding") };
    check(&finding.message);
    check(&finding.labels[0].1);
    check(finding.help.as_ref().unwrap());
    check(&format!("{:?}", finding.at).replace("\\\\", "\\"));
    assert!(!finding.message.contains('\n') && finding.help.as_ref().unwrap().ends_with('\n'));
}

#[test]
fn what_a_plugin_says_of_itself_is_spelled_out() {
    let named = Guest::offering(|image| image.named(EVIL, "doc"));
    check(&named.refusal());
    let documented = Guest::offering(|image| image.named("probe", EVIL)).component();
    let plugin = Host::new().unwrap().load(&PluginSource::new("probe", documented)).unwrap();
    check(plugin.summary());
    check(&plugin.schemas()[0].doc);
    let written = Metadata { version: Some(EVIL.to_owned()), ..Metadata::default() };
    check(&Metadata::of(&written.write(&Guest::default().component())).version.unwrap());
}

/// A guest that logs this and traps in a function of this name.
fn failing(name: &str, log: &str) -> KindFault {
    let quoted = |text: &str| -> String { text.bytes().map(|byte| format!("\\{byte:02x}")).collect() };
    let (name, length, log) = (quoted(name), log.len(), quoted(log));
    let expand = format!("(call $log (i32.const 3) (i32.const 100000) (i32.const {length})) (call $failing)");
    let mut guest = Guest { expand, ..Guest::default() };
    guest.more.push_str(&format!(
        "(data (i32.const 100000) \"{log}\")
        (func $failing (@name \"{name}\") (result i32) unreachable)"
    ));
    guest.fault()
}

#[test]
fn logs_and_names_of_functions_are_spelled_out() {
    let fault = failing("evil \u{1b}[2J \u{202e}", EVIL);
    let notes = fault.notes.join("\n");
    check(&notes);
    assert!(notes.contains("in evil \\u{1b}[2J \\u{202e}"), "{notes}");
}

#[test]
fn what_the_parser_repeats_of_a_component_is_spelled_out() {
    let twice = "(core module (func (export \"\\1b[2J\")) (func (export \"\\1b[2J\")))";
    let said = refusal(&wat::parse_str(format!("(component {twice})")).unwrap());
    assert!(said.contains("\\u{1b}[2J") && is_harmless(&said), "{said:?}");
    // An import (section 10) of a function whose name is no name.
    let import = [&[1, 0, 8][..], b"\x1b[2Jevil", &[1, 0]].concat();
    let said = refusal(&with_section(wat::parse_str("(component (type (func)))").unwrap(), 10, &import));
    assert!(said.contains("\\u{1b}[2Jevil") && is_harmless(&said), "{said:?}");
}

#[test]
fn what_an_error_repeats_is_short() {
    let long = "x".repeat(60_000);
    let fault = failing(&long, &long);
    assert!(fault.notes.iter().map(String::len).sum::<usize>() < 4 << 10, "{:?}", fault.notes);
    assert!(Guest::offering(|image| image.named(&long, "doc")).refusal().len() < 2 << 10);
    let import = format!("(component (import \"{}\" (func)))", "x".repeat(90_000));
    assert!(refusal(&wat::parse_str(import).unwrap()).len() < 2 << 10);
    let written = Metadata { version: Some(long), ..Metadata::default() };
    assert!(Metadata::of(&written.write(&Guest::default().component())).version.unwrap().len() < 1 << 10);
}

/// Logs so many messages of so many bytes, and goes on as usual.
fn logging(count: u32, bytes: u32) -> Guest {
    let mut guest = Guest::default();
    guest.expand = format!(
        "(local $n i32) (loop $again (call $log (i32.const 0) (i32.const 0) (i32.const {bytes}))
        (local.set $n (i32.add (local.get $n) (i32.const 1)))
        (br_if $again (i32.lt_u (local.get $n) (i32.const {count})))) {}",
        guest.expand,
    );
    guest
}

#[test]
fn a_flood_of_log_messages_is_counted_not_kept() {
    let mut trapping = logging(50, 1_000);
    trapping.expand.push_str(" drop unreachable");
    let notes = trapping.fault().notes;
    assert!(notes.iter().map(String::len).sum::<usize>() < 8 << 10);
    assert!(
        notes.iter().any(|note| note.starts_with("log: ") && note.ends_with("more messages")),
        "{notes:?}"
    );
    assert!(logging(10_000, 20).expand().is_ok(), "who writes much is not cut off");
}

#[test]
fn a_log_without_end_ends_the_call() {
    for (count, bytes) in [(1_000_000, 0), (1_000, 1_000_000)] {
        let granted = Budget { answer: 1 << 20, ..Budget::default() };
        let said = Guest { granted, ..logging(count, bytes) }.fault().message;
        assert!(said.ends_with("it wrote more than 1048576 bytes to the log"), "{said}");
    }
}
