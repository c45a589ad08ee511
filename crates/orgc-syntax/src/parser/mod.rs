//! From text to tree.
//!
//! Parsing is total: any text gives a tree and diagnostics. Three layers see to it: the scan
//! before ([`prescan`]) refuses deep nesting and repairs lost braces; the grammar has a rule for
//! text that nothing else accepts; and such text is then explained ([`explain`]).
//!
//! The parser generator is known in this folder only.

mod build;
mod diagnostics;
mod explain;
mod foreign;
mod foreign_words;
mod grammar;
mod hidden;
mod place;
mod prescan;
mod repair;
mod scan;
mod shadow;
mod shapes;

#[cfg(test)]
mod tests;

use std::num::NonZeroUsize;

use orgc_diag::{Diagnostic, FileId, Span, sort};

use crate::ast::File;
use crate::comment::Comment;

/// What parsing gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parsed {
    /// The tree.
    pub file: File,
    /// What is wrong, by place. Each broken item of the tree has been reported.
    pub diagnostics: Vec<Diagnostic>,
    /// All comments in order, the ones inside broken items too.
    pub comments: Vec<Comment>,
    /// Whether the tree stands for the text as it is. It does not when a closing brace was put
    /// in, or when the text could not be read at all and the tree is empty.
    pub faithful: bool,
}

/// Parses the text of a file. It never fails: whatever is wrong is in the diagnostics.
#[must_use]
pub fn parse(file: FileId, text: &str) -> Parsed {
    parse_within(file, text, grammar::MOST_STEPS)
}

/// Parses the text of a file with a limit to the steps that the grammar may take: a text that is
/// not read within them gets one finding and an empty tree. The limit is that of the process, so
/// that this is for those who parse one text at a time.
#[must_use]
pub fn parse_within(file: FileId, text: &str, most_steps: NonZeroUsize) -> Parsed {
    grammar::limit(most_steps);
    let failed = |diagnostic: Diagnostic| Parsed {
        file: File { items: Vec::new(), span: Span::new(file, 0, text.len()) },
        diagnostics: vec![diagnostic],
        comments: Vec::new(),
        faithful: false,
    };
    if let Some(nul) = text.find('\0') {
        return failed(diagnostics::binary(Span::new(file, nul, nul + 1)));
    }
    let scanned = match prescan::prescan(file, text) {
        Ok(scanned) => scanned,
        Err(diagnostic) => return failed(*diagnostic),
    };
    let root = match grammar::parse_file(scanned.shadow.text()) {
        Ok(root) => root,
        Err(at) => {
            let at = scanned.shadow.original(at);
            return failed(diagnostics::too_hard(Span::new(file, at, at)));
        }
    };
    let built = build::build(file, text, &scanned.shadow, &scanned.comments, root);
    if let Some(diagnostic) = foreign::whole_file(text, &built.file) {
        return failed(diagnostic);
    }
    let mut found = scanned.diagnostics;
    let unexplained = explain::explain(&scanned.shadow, &built.junk, &found);
    found.extend(built.diagnostics);
    found.extend(unexplained);
    found.extend(foreign::blocks(&built.file));
    found.extend(foreign_words::conditions(text, &built.file.items));
    sort(&mut found);
    shorten(&mut found);
    let faithful = !scanned.shadow.is_repaired();
    Parsed { file: built.file, diagnostics: found, comments: scanned.comments, faithful }
}

fn shorten(found: &mut Vec<Diagnostic>) {
    let rest = found.split_off(found.len().min(diagnostics::MOST_SHOWN));
    if let Some(span) = rest.first().and_then(Diagnostic::span) {
        found.push(diagnostics::more(span, rest.len()));
    }
}
