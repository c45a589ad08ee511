//! What parsing and formatting promise for any text whatever. The suite tries these laws on
//! programs and on mutants of them, the fuzzer (`fuzz/`) on anything.

use orgc_diag::{Diagnostic, FileId, Span};
use orgc_syntax::ast::{Block, Body, Branch, Declaration, File, Item, ItemKind, MapSpans, same_meaning};
use orgc_syntax::{FormatOutcome, Formatted, Parsed, format, parse};

/// Parses a text and checks what was parsed: that every place is in the text, that nested things stand inside each
/// other and in order, and that nothing is broken in silence. Gives what was parsed.
///
/// # Panics
/// When a law is broken.
pub fn parsing(text: &str) -> Parsed {
    let parsed = parse(FileId(0), text);
    promises(&parsed, text);
    parsed
}

/// Checks what was parsed from a text.
///
/// # Panics
/// When a law is broken.
pub fn promises(parsed: &Parsed, text: &str) {
    assert_eq!(parsed.file.span, Span::new(FileId(0), 0, text.len()));
    nested(&parsed.file.items, parsed.file.span, text);
    let broken = broken(&parsed.file.items);
    assert!(broken == 0 || !parsed.diagnostics.is_empty(), "{broken} broken items in silence");
    places_of(&parsed.diagnostics, text);
    let starts = parsed.comments.iter().skip(1).map(|comment| comment.span.start);
    let ends = parsed.comments.iter().zip(starts).all(|(comment, next)| comment.span.end <= next);
    assert!(ends, "comments out of order");
    let whole = |span: Span, written: &str| text.get(span.range()) == Some(written);
    assert!(parsed.comments.iter().all(|comment| whole(comment.span, &comment.text)));
}

fn places_of(diagnostics: &[Diagnostic], text: &str) {
    let inside = |span: Span| text.get(span.range()).is_some();
    for found in diagnostics {
        assert!(found.span().is_some(), "a finding without a place: {found:?}");
        assert!(found.labels.iter().all(|label| inside(label.span)), "a label out of the text: {found:?}");
        let edits = found.fix.iter().flat_map(|fix| &fix.edits);
        assert!(edits.clone().all(|edit| inside(edit.span)), "an edit out of the text: {found:?}");
    }
}

/// The items stand in order in the text around them, and everything in an item stands inside it.
fn nested(items: &[Item], around: Span, text: &str) {
    let mut end = around.start;
    for item in items {
        let span = item.span;
        assert!(text.get(span.range()).is_some(), "{span:?} is no part of the text");
        assert!(end <= span.start && span.end <= around.end, "{span:?} is out of order in {around:?}");
        end = span.end;
        item.kind.clone().map_spans(&mut |inner| {
            let fits = span.start <= inner.start && inner.end <= span.end && inner.start <= inner.end;
            assert!(fits && text.get(inner.range()).is_some(), "{inner:?} is not inside {span:?}");
        });
        bodies(&item.kind, &mut |body| nested(&body.items, body.span, text));
    }
}

/// Calls the function with each body of an item.
pub fn bodies(kind: &ItemKind, visit: &mut dyn FnMut(&Body)) {
    match kind {
        ItemKind::Block(Block { body, .. }) => body.iter().for_each(visit),
        ItemKind::Declaration(Declaration::Template(template)) => visit(&template.body),
        ItemKind::Declaration(Declaration::Extend(extend)) => visit(&extend.body),
        ItemKind::Declaration(Declaration::Test(test)) => visit(&test.body),
        ItemKind::For(each) => visit(&each.body),
        ItemKind::If(condition) => {
            condition.branches.iter().for_each(|Branch { body, .. }| visit(body));
            condition.otherwise.iter().for_each(visit);
        }
        _ => {}
    }
}

/// How many items are broken, at any depth.
pub fn broken(items: &[Item]) -> usize {
    let mut count = 0;
    for item in items {
        count += usize::from(matches!(item.kind, ItemKind::Broken(_)));
        bodies(&item.kind, &mut |body| count += broken(&body.items));
    }
    count
}

/// Formats a text and checks that a sound text gets its layout, that the layout means the same and
/// keeps every comment, and that formatting it again changes nothing.
///
/// # Panics
/// When a law is broken.
pub fn formatting(text: &str) -> Formatted {
    let before = parse(FileId(0), text);
    let once = format(text);
    assert_ne!(once.outcome, FormatOutcome::Fault, "formatting would change the meaning");
    if before.diagnostics.is_empty() {
        assert_eq!(once.outcome, FormatOutcome::Done);
        let after = parse(FileId(0), &once.text);
        assert_eq!(after.diagnostics, vec![], "formatting broke it:\n{}", once.text);
        assert_eq!(before.comments.len(), after.comments.len(), "a comment is lost");
        let same = same_meaning(&imports_first(&before.file), &imports_first(&after.file));
        assert!(same, "formatting changed the meaning");
    }
    let twice = format(&once.text);
    assert_eq!(twice.text, once.text, "formatting twice differs");
    once
}

/// The file as the formatter orders it.
fn imports_first(file: &File) -> File {
    let is_import = |item: &Item| matches!(item.kind, ItemKind::Declaration(Declaration::Import(_)));
    let (imports, others): (Vec<Item>, Vec<Item>) = file.items.iter().cloned().partition(is_import);
    File { items: imports.into_iter().chain(others).collect(), span: file.span }
}
