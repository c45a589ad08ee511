//! What the walk over all items carries along, and how it reports.

use super::contents::Scoped;
use super::declared::Declarations;
use super::diagnostics;
use super::position::Place;
use crate::evaluate::Evaluator;
use crate::scope::Scope;
use orgc_diag::{Diagnostic, SourceMap, Span};
use orgc_ir::kinds::KindSchema;
use orgc_syntax::{ast, spelling::is_name};

/// How many items loops and templates may make in all.
const MOST_ITEMS: usize = 2_000_000;

/// The walk: what it looks things up in, and what it has found so far.
pub(super) struct Walk<'a, 's, 'e, 'n> {
    pub sources: &'a SourceMap,
    pub schemas: &'s [KindSchema],
    pub evaluator: &'e mut Evaluator<'a, 'n>,
    pub declarations: Declarations<'a>,
    /// Where the management account is declared.
    pub management: Option<Span>,
    /// The templates being used, each with the sentence that uses it.
    pub templates: Vec<(&'a ast::Template, Span)>,
    /// Sentences `extend`, until what they extend is found.
    pub extensions: Vec<Scoped<'a, ast::Extend>>,
    pub items: usize,
}

impl<'a> Walk<'a, '_, '_, '_> {
    pub(super) fn report(&mut self, diagnostic: Diagnostic) {
        self.evaluator.reports.push(diagnostic);
    }

    pub(super) fn misplaced(&mut self, what: &str, place: &Place, span: Span, help: &str) {
        let line = self.first_line(span);
        self.report(diagnostics::not_allowed_here(what, place.noun(), line, help));
        self.doubt(span);
    }

    /// Takes every word under a span for a possible name.
    pub(super) fn doubt(&mut self, span: Span) {
        let text = self.sources.text(span);
        let words = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_' && c != '-');
        let words: Vec<&'a str> = words.filter(|word| is_name(word)).collect();
        self.evaluator.names.doubtful.extend(words.iter().copied());
        self.declarations.doubtful.extend(words);
    }

    /// The node with what it sees here.
    pub(super) fn scoped<T>(&self, node: &'a T) -> Scoped<'a, T> {
        Scoped { node, scope: self.evaluator.scope().clone() }
    }

    /// Does something at another place of the program.
    pub(super) fn within(&mut self, scope: &Scope<'a>, work: impl FnOnce(&mut Self)) {
        let outer = self.evaluator.enter(scope.clone());
        work(self);
        self.evaluator.leave(outer);
    }

    /// Counts an item; whether it may still be made.
    pub(super) fn may_go_on(&mut self, span: Span) -> bool {
        self.items += 1;
        if self.items == MOST_ITEMS {
            let line = self.first_line(span);
            self.report(diagnostics::too_many_items(MOST_ITEMS, line));
            self.declarations.broken = true;
        }
        self.items < MOST_ITEMS
    }

    pub(super) fn first_line(&self, span: Span) -> Span {
        let text = self.sources.text(span);
        let length = text.lines().next().map_or(0, |line| line.trim_end().len());
        Span::new(span.file, span.start as usize, span.start as usize + length)
    }
}
