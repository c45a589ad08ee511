//! Answers that break the contract.

use crate::host::answer::{expansion, findings};
use crate::host::bindings::exports::orgc::plugin::kinds::Expansion as RawExpansion;
use crate::host::bindings::orgc::plugin::core_resources as raw;
use crate::host::bindings::orgc::plugin::types::{self as raw_types, Node, Tree};
use crate::host::tests::guest::{Guest, request};
use orgc_ir::kinds::{KindSchema, Kinds, Step};

fn kind() -> KindSchema {
    KindSchema {
        name: "probe".into(),
        plugin: "probe".into(),
        doc: String::new(),
        attributes: Vec::new(),
        queries: Vec::new(),
        emits: vec!["stack-set".into(), "attachment".into()],
    }
}

fn block(kind: &str) -> raw::Body {
    let config = Tree { nodes: vec![Node::Mapping(Vec::new())] };
    raw::Body::CoreBlock(raw::CoreBlock { kind: kind.into(), config })
}

fn named(name: &str, body: raw::Body) -> raw::CoreResource {
    raw::CoreResource { name: name.into(), body, after: Vec::new(), origin: Vec::new() }
}

fn diagnostic(severity: raw_types::Severity, message: &str) -> raw_types::Diagnostic {
    raw_types::Diagnostic {
        severity,
        code: "code".into(),
        message: message.into(),
        at: vec![raw_types::Step::Index(u32::MAX)],
        labels: Vec::new(),
        help: None,
    }
}

fn refused(resources: Vec<raw::CoreResource>) -> String {
    let answer = RawExpansion { resources, diagnostics: Vec::new() };
    expansion(Ok(answer), &kind()).unwrap_err()
}

#[test]
fn what_is_produced_is_declared_and_well_named() {
    assert!(refused(vec![named("a", block("account"))]).contains("does not declare"));
    assert!(refused(vec![named("a/b", block("attachment"))]).contains("`a/b`"));
    let twice = vec![named("a", block("attachment")), named("a", block("attachment"))];
    assert!(refused(twice).contains("two resources"));
    let mut itself = named("a", block("attachment"));
    itself.after = vec!["a".into()];
    assert!(refused(vec![itself]).contains("no other resource"));
    let many = (0..10_001).map(|n| named(&format!("a{n}"), block("attachment"))).collect();
    assert!(refused(many).contains("10001 resources"));
}

#[test]
fn errors_and_resources_exclude_each_other() {
    let error = || vec![diagnostic(raw_types::Severity::Error, "no")];
    let both = RawExpansion { resources: Vec::new(), diagnostics: error() };
    assert!(expansion(Ok(both), &kind()).unwrap_err().contains("together"));
    let warning = vec![diagnostic(raw_types::Severity::Warning, "hm")];
    assert!(expansion(Err(warning), &kind()).unwrap_err().contains("without an error"));
    assert_eq!(expansion(Err(error()), &kind()).unwrap().findings.len(), 1);
}

#[test]
fn messages_are_bounded_and_escaped() {
    let note = |text: &str| findings(vec![diagnostic(raw_types::Severity::Note, text)]);
    let shown = note("a\u{1b}[2J\u{202e}b").unwrap();
    assert_eq!(shown[0].message, "a\\u{1b}[2J\\u{202e}b");
    assert!(note(&"x".repeat(1 << 20)).unwrap_err().contains("1048576 bytes"));
    let flood = vec![diagnostic(raw_types::Severity::Note, "x"); 1_001];
    assert!(findings(flood).unwrap_err().contains("1001 findings"));
}

#[test]
fn findings_are_bounded_in_number_and_in_words() {
    let said = |count, message: &[u8]| {
        let guest = Guest::validating(|image| image.findings(count, message));
        guest.kinds().validate(&request()).unwrap_err().message
    };
    assert!(said(1_001, b"x").ends_with("1001 findings, and at most 1000 are taken"));
    let long = vec![b'x'; 1 << 20];
    assert!(said(1, &long).ends_with("a message of 1048576 bytes, and at most 8192 are taken"));
    assert!(said(1, b"  ").ends_with("a message that says nothing"));
    let no_text = said(1, &[0xed, 0xa0, 0x80]);
    assert!(no_text.contains("utf-8"), "half a surrogate pair is no text: {no_text}");
}

#[test]
fn labels_and_paths_are_bounded() {
    let finding = |change: fn(&mut raw_types::Diagnostic)| {
        let mut one = diagnostic(raw_types::Severity::Warning, "hm");
        change(&mut one);
        findings(vec![one])
    };
    let labels =
        finding(|one| one.labels = vec![raw_types::Label { at: Vec::new(), message: "x".into() }; 17]);
    assert!(labels.unwrap_err().contains("17 labels, and at most 16"));
    let steps = finding(|one| one.at = vec![raw_types::Step::Index(0); 65]);
    assert!(steps.unwrap_err().contains("a path of 65 steps"));
    let key = finding(|one| one.at = vec![raw_types::Step::Key("k".repeat(1 << 20))]);
    assert!(key.unwrap_err().contains("a path of 1048576 bytes, and at most 8192"));
    let far = finding(|one| one.at = vec![raw_types::Step::Index(u32::MAX)]).unwrap();
    assert_eq!(far[0].at, [Step::Index(u32::MAX)], "where it leads to is known where the block is");
    let code = finding(|one| one.code = "No Code".into());
    assert!(code.unwrap_err().contains("the code `No Code`"));
    let help = finding(|one| one.help = Some("x".repeat(8_193)));
    assert!(help.unwrap_err().contains("8193 bytes"));
}

#[test]
fn nothing_waits_for_itself_or_for_what_is_no_name() {
    let waiting = |name: &str, after: &[&str]| {
        let after = after.iter().map(|one| (*one).to_owned()).collect();
        raw::CoreResource { after, ..named(name, block("attachment")) }
    };
    let circle = vec![waiting("a", &["b"]), waiting("b", &["c"]), waiting("c", &["a"])];
    assert!(refused(circle).contains("`a` waits for itself"));
    assert!(refused(vec![waiting("a", &["a"])]).contains("no other resource"));
    assert!(refused(vec![waiting("a", &["b"])]).contains("`b`, which is no other resource"));
    assert!(refused(vec![waiting("a", &["account/x"; 1_001])]).contains("comes after 1001 things"));
    // Addresses are looked up where the organization is known.
    let elsewhere = RawExpansion { resources: vec![waiting("a", &["account/x"])], diagnostics: Vec::new() };
    assert!(expansion(Ok(elsewhere), &kind()).is_ok());
}

#[test]
fn a_long_chain_takes_no_longer_than_its_length() {
    let link = |n: usize| {
        let after = if n == 0 { Vec::new() } else { vec![format!("a{}", n - 1)] };
        raw::CoreResource { after, ..named(&format!("a{n}"), block("attachment")) }
    };
    let chain = RawExpansion { resources: (0..10_000).map(link).collect(), diagnostics: Vec::new() };
    assert_eq!(expansion(Ok(chain), &kind()).unwrap().resources.len(), 10_000);
}

#[test]
fn targets_are_of_the_kind_they_claim() {
    let policy = |target: raw::Target| {
        let mut kind = kind();
        kind.emits = vec!["policy".into()];
        let policy = raw::Policy {
            policy_type: "SERVICE_CONTROL_POLICY".into(),
            description: String::new(),
            document: Vec::new(),
            attach_to: vec![target],
            tags: Vec::new(),
        };
        let resources = vec![named("policy", raw::Body::Policy(policy))];
        expansion(Ok(RawExpansion { resources, diagnostics: Vec::new() }), &kind).unwrap_err()
    };
    assert!(policy(raw::Target::Account("ou/Dev".into())).contains("`ou/Dev` is not of the kind `account`"));
    assert!(policy(raw::Target::Account("dev".into())).contains("`dev`"));
    assert!(policy(raw::Target::OrganizationalUnit(String::new())).contains("resource `policy`"));
}

#[test]
fn what_the_memory_holds_is_checked_as_well() {
    let answering = |kind: &str, nodes: &[[u32; 6]]| Guest::expanding(|image| image.expansion(kind, nodes));
    let null = [0; 6];
    assert_eq!(answering("attachment", &[null]).expand().unwrap().resources.len(), 1);
    assert_eq!(
        answering("account", &[null]).fault().message,
        "the plugin `probe` gave an answer to `expand` that breaks the contract: a `account`, which the kind `probe` does not declare in `emits`",
    );
    let unused = answering("attachment", &[null, null]).fault().message;
    assert!(unused.ends_with("node 0 of a tree is used by no other"));
    assert!(answering("attachment", &[]).fault().message.ends_with("a tree has no nodes"));
    let no_variant = answering("attachment", &[[9, 0, 0, 0, 0, 0]]).fault().message;
    assert!(no_variant.contains("unexpected discriminant: 9"), "{no_variant}");
}
