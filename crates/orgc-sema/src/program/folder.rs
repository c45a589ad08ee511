//! What the files of one folder declare at their top.

use super::diagnostics;
use orgc_diag::{Diagnostic, Span};
use orgc_syntax::ast::{self, Declaration, ItemKind};
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

/// The names of a folder, and the items that make things.
#[derive(Debug, Default)]
pub(crate) struct Folder<'a> {
    /// Values and functions.
    pub lets: BTreeMap<&'a str, &'a ast::Let>,
    pub params: BTreeMap<&'a str, &'a ast::Param>,
    pub records: BTreeMap<&'a str, &'a ast::Record>,
    pub aliases: BTreeMap<&'a str, &'a ast::TypeAlias>,
    pub templates: BTreeMap<&'a str, &'a ast::Template>,
    pub imports: BTreeMap<&'a str, &'a ast::Import>,
    /// Each with its documentation.
    pub outputs: BTreeMap<&'a str, (&'a ast::Output, Option<&'a ast::Documentation>)>,
    /// Everything else, in the order of the files.
    pub items: Vec<&'a ast::Item>,
    /// The start of the first file.
    pub first: Option<Span>,
}

impl<'a> Folder<'a> {
    pub(super) fn add(&mut self, file: &'a ast::File, reports: &mut Vec<Diagnostic>) {
        self.first.get_or_insert(file.span.before());
        for item in &file.items {
            match &item.kind {
                ItemKind::Declaration(declaration) => self.declaration(declaration, item, reports),
                _ => self.items.push(item),
            }
        }
    }

    fn declaration(
        &mut self,
        declaration: &'a Declaration,
        item: &'a ast::Item,
        reports: &mut Vec<Diagnostic>,
    ) {
        match declaration {
            Declaration::Let(found) => self.value("value", &found.name, reports, |all| {
                all.lets.insert(&found.name.text, found);
            }),
            Declaration::Param(found) => self.value("param", &found.name, reports, |all| {
                all.params.insert(&found.name.text, found);
            }),
            Declaration::Import(found) => self.value("import", &found.name, reports, |all| {
                all.imports.insert(&found.name.text, found);
            }),
            Declaration::Record(found) => {
                repeated_fields(found, reports);
                self.shape("record", &found.name, reports, |all| {
                    all.records.insert(&found.name.text, found);
                });
            }
            Declaration::TypeAlias(found) => self.shape("type", &found.name, reports, |all| {
                all.aliases.insert(&found.name.text, found);
            }),
            Declaration::Template(found) => {
                unique("template", &found.name, &mut self.templates, found, |one| one.name.span, reports);
            }
            Declaration::Output(found) => {
                let documented = (found, item.documentation.as_ref());
                unique("output", &found.name, &mut self.outputs, documented, |one| one.0.name.span, reports);
            }
            Declaration::Plugin(_) | Declaration::Extend(_) | Declaration::Test(_) => self.items.push(item),
        }
    }

    /// Values, functions, params and imports are written alike, so they share their names.
    fn value(
        &mut self,
        what: &str,
        name: &ast::Name,
        reports: &mut Vec<Diagnostic>,
        insert: impl FnOnce(&mut Self),
    ) {
        match self.value_span(&name.text) {
            Some(first) => reports.push(diagnostics::duplicate(what, &name.text, first, name.span)),
            None => insert(self),
        }
    }

    /// Records and types share their names.
    fn shape(
        &mut self,
        what: &str,
        name: &ast::Name,
        reports: &mut Vec<Diagnostic>,
        insert: impl FnOnce(&mut Self),
    ) {
        let first = self.records.get(name.text.as_str()).map(|one| one.name.span);
        match first.or_else(|| self.aliases.get(name.text.as_str()).map(|one| one.name.span)) {
            Some(first) => reports.push(diagnostics::duplicate(what, &name.text, first, name.span)),
            None => insert(self),
        }
    }

    /// Where a value, a function, a param or an import of this name is declared.
    pub(crate) fn value_span(&self, name: &str) -> Option<Span> {
        let found = self.lets.get(name).map(|one| one.name.span);
        let found = found.or_else(|| self.params.get(name).map(|one| one.name.span));
        found.or_else(|| self.imports.get(name).map(|one| one.name.span))
    }

    /// The names that can be written as values, for suggestions.
    pub(crate) fn value_names(&self) -> impl Iterator<Item = &'a str> {
        self.lets.keys().chain(self.params.keys()).chain(self.imports.keys()).copied()
    }
}

fn repeated_fields(record: &ast::Record, reports: &mut Vec<Diagnostic>) {
    let mut seen: BTreeMap<&str, Span> = BTreeMap::new();
    for field in &record.fields {
        let name = field.name.text.as_str();
        match seen.get(name) {
            Some(first) => reports.push(diagnostics::field_twice(name, *first, field.name.span)),
            None => drop(seen.insert(name, field.name.span)),
        }
    }
}

fn unique<'a, T>(
    what: &str,
    name: &'a ast::Name,
    all: &mut BTreeMap<&'a str, T>,
    found: T,
    span: impl Fn(&T) -> Span,
    reports: &mut Vec<Diagnostic>,
) {
    match all.entry(name.text.as_str()) {
        Entry::Vacant(free) => drop(free.insert(found)),
        Entry::Occupied(taken) => {
            reports.push(diagnostics::duplicate(what, &name.text, span(taken.get()), name.span));
        }
    }
}
