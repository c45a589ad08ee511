//! One mistake costs one item: its neighbours survive and each mistake is reported once.

use super::{findings, parsed};
use crate::ast::{Declaration, ExpressionKind, Item, ItemKind};

/// What survived, by the first word of each item.
fn outline(items: &[Item], text: &str, depth: usize, lines: &mut Vec<String>) {
    for item in items {
        let written = text.get(item.span.range()).unwrap();
        let word = match &item.kind {
            ItemKind::Broken(_) => "BROKEN",
            _ => written.split(['\n', '{', '=']).next().unwrap().trim(),
        };
        lines.push(format!("{}{word}", "  ".repeat(depth)));
        if let ItemKind::Block(block) = &item.kind
            && let Some(body) = &block.body
        {
            outline(&body.items, text, depth + 1, lines);
        }
    }
}

#[track_caller]
fn check_outline(text: &str, expected: &[&str]) {
    let mut lines = Vec::new();
    outline(&parsed(text).file.items, text, 0, &mut lines);
    assert_eq!(lines, expected);
}

const SEVERAL: &str = r#"organization Acme {
  protect
  deploy SecurityBaseline,

  ou Development {
    attach DenyLeavingOrg
    email: "x"

    account dev "Acme Development" { email = = "aws+dev@acme.com" }
    account staging "Acme Staging" { email = "aws+staging@acme.com }
  }
}

policy DenyLeavingOrg: scp {
  deny organizations:LeaveOrganization unles aws:X exists
  deny s3:*
}

baseline SecurityBaseline {
  template = file("baselines/security.yaml"
  regions = [us-east-1]
}

let retention = 30 days
output dev = dev.id
"#;

#[test]
fn several_mistakes_in_one_run() {
    let expected = [
        "E0102 unexpected `,` | `,` expected an item",
        "E0102 values are assigned with `=`, not with `:` | `:` write `=`",
        "E0102 unexpected `=` | `=` expected a value",
        "E0105 this string has no closing quote on its line | `\"aws+staging@acme.com }` it starts here",
        "E0102 unexpected `unles` | `unles` did you mean `unless`?",
        "E0102 something is missing at the end of this item | `` expected an operator, `,` or `)`",
        "E0108 `days` is no unit | `30 days` a number with something behind it",
    ];
    let found: Vec<String> =
        findings(SEVERAL).iter().map(|line| line.split(" => ").next().unwrap().to_owned()).collect();
    assert_eq!(found, expected);
}

#[test]
fn the_neighbours_of_mistakes_survive() {
    check_outline(
        SEVERAL,
        &[
            "organization Acme",
            "  protect",
            "  deploy SecurityBaseline",
            "  BROKEN",
            "  ou Development",
            "    attach DenyLeavingOrg",
            "    BROKEN",
            "    account dev \"Acme Development\"",
            "      BROKEN",
            "    account staging \"Acme Staging\"",
            "      BROKEN",
            "policy DenyLeavingOrg: scp",
            "  deny organizations:LeaveOrganization",
            "  BROKEN",
            "  deny s3:*",
            "baseline SecurityBaseline",
            "  template",
            "  BROKEN",
            "  regions",
            "let retention",
            "BROKEN",
            "output dev",
        ],
    );
}

#[test]
fn an_unclosed_block_does_not_swallow_the_next() {
    let text = "ou A {\n  account b {\n    x = 1\n\nou C {\n  account d { y = 1 }\n}\n";
    check_outline(text, &["ou A", "  account b", "    x", "ou C", "  account d", "    y"]);
    assert_eq!(findings(text).len(), 2);
    assert!(!parsed(text).faithful);
}

#[test]
fn a_misspelt_kind_loses_nothing_inside() {
    check_outline("acount dev {\n  x = 1\n  attach A\n}", &["acount dev", "  x", "  attach A"]);
}

#[test]
fn an_unfinished_sentence_leaves_the_next_item_alone() {
    check_outline("attach\nou A {\n}", &["BROKEN", "ou A"]);
    check_outline("x = y +\nattach B", &["x", "BROKEN", "attach B"]);
    check_outline("protect\n\"team:owner\" = \"x\"", &["protect", "\"team:owner\""]);
}

#[test]
fn a_broken_item_knows_its_text() {
    let file = parsed("x = 1\n)( # c\ny = 2").file;
    let ItemKind::Broken(broken) = &file.items[1].kind else { panic!("{:?}", file.items) };
    assert_eq!(broken.text, ")(");
}

#[test]
fn a_value_that_goes_on_in_broken_text_is_in_doubt() {
    let value = |text: &str| match parsed(text).file.items.remove(0).kind {
        ItemKind::Declaration(Declaration::Let(declared)) => declared.value.kind,
        other => panic!("{other:?}"),
    };
    assert!(matches!(value("let x = 30 days"), ExpressionKind::Broken(_)));
    assert!(matches!(value("let x = file(\"a\"\nlet y = 1"), ExpressionKind::Broken(_)));
    assert!(matches!(value("let x = 30\n)("), ExpressionKind::Number(_)));
}

#[test]
fn nothing_and_white_space_are_files() {
    for text in ["", "\n\n", "\u{feff}", "# only a comment", "## only documentation\n"] {
        let parsed = parsed(text);
        assert_eq!((parsed.file.items.len(), parsed.diagnostics.len()), (0, 0), "{text:?}");
    }
}
