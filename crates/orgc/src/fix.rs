//! Making the changes that diagnostics offer.
//!
//! Everything happens in memory: the texts are changed, the whole is compiled again, and so on until
//! nothing is offered any more. Only then does the caller write the files, each once and whole.

use crate::compile::Compiled;
use orgc_diag::{Code, Diagnostic, Edit, Fix, SourceMap};
use orgc_ir::{ReadError, World};
use std::collections::{BTreeMap, BTreeSet};

/// Rounds after which what is still offered is left alone. A change seldom makes way for another.
const ROUNDS: usize = 20;

/// What was changed and what is left.
pub struct Mended {
    /// The changed files, by path.
    pub texts: BTreeMap<String, Rewritten>,
    /// What was done, in order.
    pub done: Vec<Done>,
    /// The state after the last change.
    pub compiled: Compiled,
}

/// A changed file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rewritten {
    /// The text that was read.
    pub before: String,
    /// The text to write.
    pub after: String,
}

/// One change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Done {
    /// Where it was made, in the text as it was then: `main.org:2:8`.
    pub place: String,
    /// What it mends.
    pub code: Code,
    /// What it did, as an order: "replace `:` by `=`".
    pub title: String,
}

/// Mends what can be mended. `compile` checks the world it is given.
///
/// # Errors
/// Those of `compile`.
pub fn mend<E>(
    world: &dyn World,
    mut compile: impl FnMut(&dyn World) -> Result<Compiled, E>,
) -> Result<Mended, E> {
    let mut overlay = Overlay { below: world, texts: BTreeMap::new() };
    let mut mended = Mended { texts: BTreeMap::new(), done: Vec::new(), compiled: compile(&overlay)? };
    let mut seen = BTreeSet::from([overlay.texts.clone()]);
    for _ in 0..ROUNDS {
        let chosen = choose(&mended.compiled, &overlay);
        apply(&chosen, &mended.compiled.sources, &mut overlay.texts);
        // Fixes that undo one another would go on for ever.
        if chosen.is_empty() || !seen.insert(overlay.texts.clone()) {
            break;
        }
        let place = |one: &Diagnostic, fix: &Fix| {
            let at = fix.edits.first().map(|edit| edit.span).or(one.span());
            at.map(|span| mended.compiled.sources.place(span)).unwrap_or_default()
        };
        let done = chosen.iter().map(|(one, fix)| Done {
            place: place(one, fix),
            code: one.code,
            title: fix.title.clone(),
        });
        mended.done.extend(done.collect::<Vec<_>>());
        mended.texts.clone_from(&overlay.texts);
        mended.compiled = compile(&overlay)?;
    }
    Ok(mended)
}

/// The world with some of its files replaced.
struct Overlay<'w> {
    below: &'w dyn World,
    texts: BTreeMap<String, Rewritten>,
}

impl World for Overlay<'_> {
    fn sources(&self) -> Result<Vec<String>, ReadError> {
        self.below.sources()
    }

    fn read(&self, path: &str) -> Result<Vec<u8>, ReadError> {
        match self.texts.get(path) {
            Some(text) => Ok(text.after.clone().into_bytes()),
            None => self.below.read(path),
        }
    }
}

/// The fixes of one round, in the order of the diagnostics: those that can be made and come near no
/// earlier one. The others are offered again in the next round, if they are still needed.
fn choose(compiled: &Compiled, world: &dyn World) -> Vec<(Diagnostic, Fix)> {
    let mut taken: Vec<Edit> = Vec::new();
    let mut chosen = Vec::new();
    for one in &compiled.diagnostics {
        let Some(fix) = &one.fix else { continue };
        if is_possible(fix, &compiled.sources, world) && !fix.edits.iter().any(|edit| near(edit, &taken)) {
            taken.extend(fix.edits.iter().cloned());
            chosen.push((one.clone(), fix.clone()));
        }
    }
    chosen
}

/// Whether all edits lie in texts of the project's own files and apart from one another.
fn is_possible(fix: &Fix, sources: &SourceMap, world: &dyn World) -> bool {
    let lies_in_text = |edit: &Edit| {
        let file = sources.get(edit.span.file);
        // What the text was read from must be a file of the project still, with this text.
        file.is_some_and(|file| {
            file.text().get(edit.span.range()).is_some()
                && world.read(file.path()).is_ok_and(|bytes| bytes == file.text().as_bytes())
        })
    };
    let apart = |(index, edit): (usize, &Edit)| {
        let others = fix.edits.iter().skip(index + 1);
        others
            .filter(|other| other.span.file == edit.span.file)
            .all(|other| edit.span.end <= other.span.start || other.span.end <= edit.span.start)
    };
    !fix.edits.is_empty() && fix.edits.iter().all(lies_in_text) && fix.edits.iter().enumerate().all(apart)
}

/// Whether an edit touches one of these.
fn near(edit: &Edit, taken: &[Edit]) -> bool {
    taken.iter().any(|other| {
        edit.span.file == other.span.file
            && edit.span.start <= other.span.end
            && other.span.start <= edit.span.end
    })
}

fn apply(chosen: &[(Diagnostic, Fix)], sources: &SourceMap, texts: &mut BTreeMap<String, Rewritten>) {
    let mut edits: Vec<&Edit> = chosen.iter().flat_map(|(_, fix)| &fix.edits).collect();
    // From the end, so that the places of the others stay right.
    edits.sort_by_key(|edit| std::cmp::Reverse((edit.span.file, edit.span.start, edit.span.end)));
    for edit in edits {
        let Some(file) = sources.get(edit.span.file) else { continue };
        let unchanged = || Rewritten { before: file.text().to_owned(), after: file.text().to_owned() };
        let text = &mut texts.entry(file.path().to_owned()).or_insert_with(unchanged).after;
        let replacement = with_line_ends_of(text, &edit.replacement);
        text.replace_range(edit.span.range(), &replacement);
    }
    texts.retain(|_, text| text.before != text.after);
}

fn with_line_ends_of(text: &str, inserted: &str) -> String {
    if text.contains("\r\n") { inserted.replace('\n', "\r\n") } else { inserted.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use orgc_diag::{FileId, Span, codes};
    use orgc_ir::MemoryWorld;
    use std::convert::Infallible;

    /// Mends a text; each rule is what to look for and what its fix writes there.
    fn mended(text: &str, rules: &[(&str, &str)]) -> (String, usize) {
        let world = MemoryWorld::new([("main.org", text)]);
        let compile = |world: &dyn World| -> Result<Compiled, Infallible> {
            let text = String::from_utf8(world.read("main.org").unwrap()).unwrap();
            let mut sources = SourceMap::new();
            let file = sources.add("main.org", text.clone());
            let diagnostics = rules.iter().flat_map(|rule| found(file, &text, rule)).collect();
            Ok(Compiled::failed(sources, diagnostics))
        };
        let Ok(mended) = mend(&world, compile);
        (mended.texts.get("main.org").map(|text| text.after.clone()).unwrap_or_default(), mended.done.len())
    }

    fn found(file: FileId, text: &str, (from, to): &(&str, &str)) -> Vec<Diagnostic> {
        let places = text.match_indices(from).map(|(at, _)| Span::new(file, at, at + from.len()));
        let offer = |span| {
            let fix = Fix::replace(format!("replace `{from}` by `{to}`"), span, *to);
            Diagnostic::new(codes::UNEXPECTED_TOKEN, "wrong").at(span, "").fix(fix)
        };
        places.map(offer).collect()
    }

    #[test]
    fn fixes_are_made_everywhere_and_one_may_make_way_for_another() {
        assert_eq!(mended("a : b : c", &[(":", "=")]), ("a = b = c".to_owned(), 2));
        assert_eq!(mended("xa", &[("xa", "b"), ("b", "c")]), ("c".to_owned(), 2));
    }

    #[test]
    fn of_fixes_that_touch_the_first_is_made() {
        assert_eq!(mended("abc", &[("ab", "X"), ("bc", "Y")]), ("Xc".to_owned(), 1));
        assert_eq!(mended("abab", &[("ab", "X")]), ("XX".to_owned(), 2));
    }

    #[test]
    fn fixes_that_undo_or_feed_one_another_come_to_an_end() {
        assert_eq!(mended("a", &[("a", "b"), ("b", "a")]), ("b".to_owned(), 1));
        let (text, done) = mended("a", &[("a", "ba")]);
        assert_eq!((text.as_str(), done), ("bbbbbbbbbbbbbbbbbbbba", ROUNDS));
    }

    #[test]
    fn inserted_lines_end_as_those_of_the_file() {
        assert_eq!(mended("x\r\ny", &[("y", "z\n}")]).0, "x\r\nz\r\n}");
    }

    #[test]
    fn what_is_not_of_the_project_is_not_touched() {
        let world = MemoryWorld::new([("main.org", "x")]);
        let compile = |_: &dyn World| -> Result<Compiled, Infallible> {
            let mut sources = SourceMap::new();
            let diagnostics = ["../other.org", "EXPR", "main.org"].map(|path| {
                let file = sources.add(path, "y");
                Diagnostic::new(codes::UNEXPECTED_TOKEN, "wrong").fix(Fix::replace(
                    "change",
                    Span::new(file, 0, 1),
                    "z",
                ))
            });
            Ok(Compiled::failed(sources, diagnostics.into()))
        };
        let Ok(mended) = mend(&world, compile);
        assert!(mended.done.is_empty() && mended.texts.is_empty());
    }
}
