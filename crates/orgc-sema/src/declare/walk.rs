//! What the walk over all files carries along, and how it reports.

use super::declared::Declarations;
use super::names::is_identifier;
use super::position::Place;
use super::{contents::Contents, diagnostics};
use orgc_diag::{Diagnostic, SourceMap, Span};
use orgc_ir::kinds::KindSchema;
use orgc_syntax::ast;

/// What a computed label stands for; none when it cannot be known, which is then reported.
pub(crate) type NameOf<'f, 'a> = &'f mut dyn FnMut(&'a ast::Text) -> Option<String>;

/// The walk: what it looks things up in, and what it has found so far.
pub(super) struct Walk<'a, 's, 'f> {
    pub sources: &'a SourceMap,
    pub schemas: &'s [KindSchema],
    pub name_of: NameOf<'f, 'a>,
    pub declarations: Declarations<'a>,
    pub reports: Vec<Diagnostic>,
    /// Where the management account is declared.
    pub management: Option<Span>,
}

impl Walk<'_, '_, '_> {
    pub(super) fn misplaced(&mut self, what: &str, place: &Place, span: Span, help: &str) {
        self.reports.push(diagnostics::not_allowed_here(what, place.noun(), self.first_line(span), help));
        self.doubt(span);
    }

    pub(super) fn not_yet(&mut self, construct: &str, span: Span, contents: &mut Contents<'_>) {
        contents.broken = true;
        self.reports.push(diagnostics::not_yet(construct, self.first_line(span)));
        self.doubt(span);
    }

    /// Takes every word under a span for a possible name.
    pub(super) fn doubt(&mut self, span: Span) {
        let text = self.sources.text(span);
        let words = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_' && c != '-');
        self.declarations.doubtful.extend(words.filter(|word| is_identifier(word)));
    }

    fn first_line(&self, span: Span) -> Span {
        let text = self.sources.text(span);
        let length = text.lines().next().map_or(0, |line| line.trim_end().len());
        Span::new(span.file, span.start as usize, span.start as usize + length)
    }
}
