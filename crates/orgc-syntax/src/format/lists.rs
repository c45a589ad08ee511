//! Things between brackets, separated by commas.

use super::comments::Entries;
use super::doc::{Doc, concat_docs};

/// How the elements of a list stand when it is broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Breaking {
    /// One on each line.
    Lines,
    /// As many on a line as fit.
    Fill,
}

/// What stands around a list.
#[derive(Clone, Copy, Debug)]
pub(super) struct Brackets {
    pub(super) open: &'static str,
    pub(super) close: &'static str,
    /// Whether a space stands inside the brackets on one line.
    pub(super) spaced: bool,
}

pub(super) const SQUARE: Brackets = Brackets { open: "[", close: "]", spaced: false };
pub(super) const ROUND: Brackets = Brackets { open: "(", close: ")", spaced: false };
pub(super) const CURLY: Brackets = Brackets { open: "{", close: "}", spaced: true };

/// A list between brackets. It is broken if it does not fit, if it has comments, or if its last
/// element is followed by a comma.
pub(super) fn bracketed(
    brackets: Brackets,
    entries: Entries,
    breaking: Breaking,
    ends_in_comma: bool,
) -> Doc {
    if entries.entries.is_empty() && entries.rest.is_empty() {
        return concat_docs![brackets.open, brackets.close];
    }
    let broken = ends_in_comma || entries.has_comments();
    let edge = || match (broken, brackets.spaced) {
        (true, _) => Doc::HardLine,
        (false, true) => Doc::Line,
        (false, false) => Doc::SoftLine,
    };
    let elements = separated(entries, breaking);
    concat_docs![brackets.open, concat_docs![edge(), elements].nest(), edge(), brackets.close].group()
}

/// Elements with commas between them and, in a broken list, after the last one.
fn separated(entries: Entries, breaking: Breaking) -> Doc {
    let last = entries.entries.len().saturating_sub(1);
    let mut docs = Vec::new();
    let mut after_comment = false;
    for (index, entry) in entries.entries.into_iter().enumerate() {
        match breaking {
            _ if index == 0 => {}
            _ if after_comment || !entry.leads.is_empty() => docs.push(Doc::HardLine),
            Breaking::Lines => docs.push(Doc::Line),
            Breaking::Fill => docs.push(Doc::Line.group()),
        }
        for lead in entry.leads {
            docs.extend([Doc::Text(lead.text), Doc::HardLine]);
        }
        docs.push(entry.doc);
        docs.push(if index == last { Doc::Either(",", "") } else { Doc::from(",") });
        after_comment = entry.trailing.is_some();
        docs.extend(entry.trailing.map(|comment| Doc::Trailing(format!(" {comment}"))));
    }
    for lead in entries.rest {
        docs.extend([Doc::HardLine, Doc::Text(lead.text)]);
    }
    Doc::Concat(docs)
}
