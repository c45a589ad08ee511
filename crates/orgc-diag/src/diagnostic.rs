//! The one value in which every phase says what is wrong.

use crate::{Code, Severity, SourceMap, Span};

/// A finding: what, where, why and how to mend it.
///
/// Texts are lower case without a full stop; what the user wrote stands in back-ticks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The stable code with its name and page.
    pub code: Code,
    /// How bad it is; the code's own severity unless raised or lowered.
    pub severity: Severity,
    /// What is wrong, in one sentence.
    pub message: String,
    /// Marked places, the primary one first. Empty when there is no place in a file.
    pub labels: Vec<Label>,
    /// Facts that explain: where a limit comes from, what led here.
    pub notes: Vec<String>,
    /// How to mend it.
    pub help: Option<String>,
    /// A change of text that mends it.
    pub fix: Option<Fix>,
}

/// A marked place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// What is marked.
    pub span: Span,
    /// What to say at the mark; may be empty.
    pub message: String,
}

/// A change of text that a tool may make.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What the change does, as an order: "replace `:` by `=`".
    pub title: String,
    /// The edits, none overlapping another.
    pub edits: Vec<Edit>,
}

/// Replaces the text under a span.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// What is replaced; an empty span inserts.
    pub span: Span,
    /// The new text.
    pub replacement: String,
    /// The word that must stand there, bare or as a string of its own; see [`Diagnostic::settle`].
    pub word: Option<String>,
}

impl Fix {
    /// A fix of one edit.
    pub fn replace(title: impl Into<String>, span: Span, replacement: impl Into<String>) -> Self {
        Self { title: title.into(), edits: vec![Edit::new(span, replacement)] }
    }

    /// Replaces a word by another one. It may be a string that holds nothing else.
    pub fn replace_word(word: &str, span: Span, replacement: &str) -> Self {
        let edit = Edit { word: Some(word.to_owned()), ..Edit::new(span, replacement) };
        Self { title: format!("replace `{word}` by `{replacement}`"), edits: vec![edit] }
    }
}

impl Edit {
    /// Writes a text in the place of what stands under the span.
    pub fn new(span: Span, replacement: impl Into<String>) -> Self {
        Self { span, replacement: replacement.into(), word: None }
    }

    /// The edit as the text under its span allows it: a string keeps its quotes. None if the word
    /// stands elsewhere, such as in a template that a loop fills in.
    fn settled(self, sources: &SourceMap) -> Option<Self> {
        let Some(word) = &self.word else { return Some(self) };
        let text = sources.get(self.span.file)?.text().get(self.span.range())?;
        match text.strip_prefix('"').and_then(|text| text.strip_suffix('"')) {
            _ if text == word => Some(Self::new(self.span, self.replacement)),
            Some(inner) if inner == word => Some(Self::new(self.span, format!("\"{}\"", self.replacement))),
            _ => None,
        }
    }
}

impl Diagnostic {
    /// A finding with the severity of its code and no place yet.
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: code.severity(),
            message: message.into(),
            labels: Vec::new(),
            notes: Vec::new(),
            help: None,
            fix: None,
        }
    }

    /// Marks a place. The first one marked is the primary place.
    #[must_use]
    pub fn at(mut self, span: Span, message: impl Into<String>) -> Self {
        self.labels.push(Label { span, message: message.into() });
        self
    }

    /// Adds a fact that explains the finding.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(note.into());
        self
    }

    /// Says how to mend it. A second call adds a line.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        let help = help.into();
        self.help = Some(match self.help {
            Some(before) => format!("{before}\n{help}"),
            None => help,
        });
        self
    }

    /// Offers a change of text.
    #[must_use]
    pub fn fix(mut self, fix: Fix) -> Self {
        self.fix = Some(fix);
        self
    }

    /// Holds the fix against the texts, once all of them are known: a word in quotes stays in quotes,
    /// and a fix for a word that stands elsewhere is dropped.
    pub fn settle(&mut self, sources: &SourceMap) {
        self.fix = self.fix.take().and_then(|Fix { title, edits }| {
            let edits = edits.into_iter().map(|edit| edit.settled(sources)).collect::<Option<_>>()?;
            Some(Fix { title, edits })
        });
    }

    /// The primary place, if there is one.
    pub fn span(&self) -> Option<Span> {
        self.labels.first().map(|label| label.span)
    }

    /// Whether it stops the compiler at the gate.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

/// Sorts by place, then code, then message, and drops exact repetitions.
pub fn sort(diagnostics: &mut Vec<Diagnostic>) {
    diagnostics.sort_by(|a, b| (a.span(), a.code.id(), &a.message).cmp(&(b.span(), b.code.id(), &b.message)));
    diagnostics.dedup();
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{FileId, codes};

    #[test]
    fn sorting_is_by_place_and_drops_repetitions() {
        let at = |start| {
            Diagnostic::new(codes::UNKNOWN_NAME, "unknown name `x`")
                .at(Span::new(FileId(0), start, start + 1), "")
        };
        let mut all = vec![at(5), at(1), at(5)];
        sort(&mut all);
        assert_eq!(all, vec![at(1), at(5)]);
    }

    #[test]
    fn a_lint_is_no_error() {
        assert!(Diagnostic::new(codes::UNKNOWN_NAME, "").is_error());
        assert!(!Diagnostic::new(codes::MANAGEMENT_EXCLUDED, "").is_error());
    }
}
