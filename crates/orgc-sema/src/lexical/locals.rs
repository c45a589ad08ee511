//! Local names: variables of loops, parameters of templates and functions.

use orgc_diag::Span;

/// A local name.
#[derive(Debug)]
pub(super) struct Local<'a> {
    pub name: &'a str,
    pub span: Span,
    pub uses: Vec<Span>,
    /// The name that it hides.
    pub outer: Option<Span>,
}

/// The local names around a place, outermost first.
#[derive(Debug, Default)]
pub(super) struct Locals<'a>(Vec<Local<'a>>);

impl<'a> Locals<'a> {
    pub(super) fn find(&self, name: &str) -> Option<Span> {
        self.0.iter().rev().find(|local| local.name == name).map(|local| local.span)
    }

    /// Notes a use; whether there is a local name to use.
    pub(super) fn uses(&mut self, name: &str, span: Span) -> bool {
        let found = self.0.iter_mut().rev().find(|local| local.name == name);
        found.map(|local| local.uses.push(span)).is_some()
    }

    pub(super) fn push(&mut self, name: &'a str, span: Span, outer: Option<Span>) {
        self.0.push(Local { name, span, uses: Vec::new(), outer });
    }

    pub(super) fn pop(&mut self) -> Option<Local<'a>> {
        self.0.pop()
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &'a str> {
        self.0.iter().map(|local| local.name)
    }
}
