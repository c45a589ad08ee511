//! Broken programs: the corpus with one edit. Whatever the edit, the parser answers, keeps the
//! neighbours, and the formatter does no harm.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
#![expect(clippy::disallowed_methods, reason = "the corpus is files")]

use std::path::Path;

use orgc_diag::FileId;
use orgc_syntax::ast::{File, Item, ItemKind, MapSpans};
use orgc_syntax::{FormatOutcome, format, parse};
use proptest::prelude::*;

const PROGRAMS: &[&str] = &[
    "acme/main.org",
    "adoption/main.org",
    "northwind/access.org",
    "northwind/guardrails/guardrails.org",
    "northwind/main.org",
    "northwind/tests.org",
    "tour/main.org",
];

fn program(name: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/corpus");
    std::fs::read_to_string(root.join(name)).unwrap()
}

#[derive(Clone, Debug)]
enum Edit {
    DeleteCharacter,
    DeleteLine,
    DeleteSpan(usize),
    Insert(&'static str),
    Join,
}

fn edits() -> impl Strategy<Value = Edit> {
    let inserted = prop::sample::select(vec![
        "{", "}", "[", "]", "(", ")", "\"", "\"\"\"", "=", ":", ",", ".", "#", "## ", "//", "${", "\\", "'",
        "-", "->", "?", "&&", " 7 ", " not ", " if ", "\n", "\n\n", "é", "\u{202e}", "\u{feff}",
    ]);
    prop_oneof![
        Just(Edit::DeleteCharacter),
        Just(Edit::DeleteLine),
        (2..60_usize).prop_map(Edit::DeleteSpan),
        inserted.prop_map(Edit::Insert),
        Just(Edit::Join),
    ]
}

fn mutant(text: &str, place: prop::sample::Index, edit: &Edit) -> String {
    let characters: Vec<char> = text.chars().collect();
    let at = place.index(characters.len());
    let (before, after) = characters.split_at(at);
    let line = |part: &[char]| part.iter().position(|c| *c == '\n').unwrap_or(part.len());
    let (kept, inserted): (usize, &str) = match edit {
        Edit::DeleteCharacter => (1, ""),
        Edit::DeleteLine => (line(after), ""),
        Edit::DeleteSpan(length) => (*length, ""),
        Edit::Insert(inserted) => (0, inserted),
        // The next line break goes.
        Edit::Join => {
            let end = line(after);
            let joined = after.iter().enumerate().filter(|(index, _)| *index != end).map(|(_, c)| c);
            return before.iter().chain(joined).collect();
        }
    };
    let rest = after.get(kept..).unwrap_or_default();
    before.iter().copied().chain(inserted.chars()).chain(rest.iter().copied()).collect()
}

fn broken(items: &[Item]) -> usize {
    items.iter().filter(|item| matches!(item.kind, ItemKind::Broken(_))).count()
}

fn check_spans(file: &File, text: &str) {
    file.clone().map_spans(&mut |span| {
        assert!(text.get(span.range()).is_some(), "{span:?} is no part of the text");
    });
}

fn check_layout(text: &str, sound: bool) {
    let once = format(text);
    assert_ne!(once.outcome, FormatOutcome::Fault);
    if sound {
        assert_eq!(once.outcome, FormatOutcome::Done);
    }
    assert_eq!(format(&once.text).text, once.text, "formatting twice differs");
}

/// Words and marks in any order.
fn soup() -> impl Strategy<Value = String> {
    let words = vec![
        "{", "}", "[", "]", "(", ")", "=", "==", ":", ",", ".", "->", "?", "??", "+", "-", "\n", "\n\n",
        "# c\n", "## d\n", "\"s\"", "\"${", "\"", "\"\"\"", "//", "\\", "x", "ou", "A", "s3:*", "7", "30d",
        "deny", "when", "if", "else", "for", "in", "not", "and", "let", "import", "from", "policy", "attach",
        "protect", "account", "type", "record", "template", "use", "assert", "can", "every", "on", "as",
        "all", "except", "é", "<", ">", "|", "%",
    ];
    prop::collection::vec(prop::sample::select(words), 0..40).prop_map(|words| words.join(" "))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_mutant_is_read_and_formatted(
        name in prop::sample::select(PROGRAMS),
        place in any::<prop::sample::Index>(),
        edit in edits(),
    ) {
        let text = mutant(&program(name), place, &edit);
        let parsed = parse(FileId(0), &text);
        check_spans(&parsed.file, &text);
        prop_assert!(!parsed.file.items.is_empty(), "rejected as a whole");
        prop_assert!(broken(&parsed.file.items) <= parsed.diagnostics.len(), "a broken item in silence");
        for diagnostic in &parsed.diagnostics {
            prop_assert!(diagnostic.labels.iter().all(|label| text.get(label.span.range()).is_some()));
        }

        check_layout(&text, parsed.diagnostics.is_empty());
    }

    #[test]
    fn any_words_are_read_and_formatted(text in soup()) {
        let parsed = parse(FileId(0), &text);
        check_spans(&parsed.file, &text);
        check_layout(&text, parsed.diagnostics.is_empty());
    }
}
