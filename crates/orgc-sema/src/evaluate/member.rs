//! Looking into values: `x.y` and `x[i]`.

use super::diagnostics;
use super::evaluator::Evaluator;
use super::name::kind_word;
use super::path::segments;
use crate::value::diagnostics::{later, unknown_attribute};
use crate::value::{Entry, Located, Shared, Type, Value, entity_noun};
use orgc_diag::Span;
use orgc_ir::{Address, Attribute, Reference, Text};
use orgc_syntax::ast::{self, Expression, Label};
use std::borrow::Cow;

impl<'a> Evaluator<'a, '_> {
    pub(super) fn member(&mut self, whole: &'a Expression, member: &'a ast::Member) -> Located {
        if let Some(segments) = segments(whole)
            && let Some((value, taken)) = self.path(&segments)
        {
            let mut located = Located::new(value, whole.span);
            for (name, span) in segments.iter().skip(taken) {
                located = self.part(&located, name, *span);
            }
            return located;
        }
        let base = self.operand(&member.value, &Type::Anything);
        let span = member.name.span();
        let name = match &member.name {
            Label::Name(name) => Some(Cow::Borrowed(name.text.as_str())),
            label @ Label::Text(_) => self.label(label).map(Cow::Owned),
        };
        match name {
            Some(name) => {
                let part = self.part(&base, &name, span);
                // A cell of a data file keeps its place, so that it can be marked there.
                let span = if self.assets.is_data(part.span.file) { part.span } else { whole.span };
                Located::new(part.value, span)
            }
            None => Located::error(whole.span),
        }
    }

    fn part(&mut self, base: &Located, name: &str, span: Span) -> Located {
        match &base.value {
            Value::Error => Located::error(base.span),
            Value::Map(entries) => self.under_key(entries, name, span),
            Value::Entity(address) => Located::new(self.attribute(address, name, span), span),
            Value::None => {
                self.reports.push(diagnostics::part_of_none(name, span));
                Located::error(span)
            }
            other => {
                self.reports.push(diagnostics::no_parts(other, name, span));
                Located::error(span)
            }
        }
    }

    fn under_key(&mut self, entries: &Shared<Entry>, key: &str, span: Span) -> Located {
        match entries.entry(key) {
            Some(entry) => {
                let located = entry.value.clone();
                self.settled(located)
            }
            None => {
                let known: Vec<&str> = entries.iter().map(|entry| entry.key.as_str()).collect();
                self.reports.push(diagnostics::no_such_key(key, span, &known));
                Located::error(span)
            }
        }
    }

    /// A value of a thing: what AWS assigns, what the sources say, or a unit below.
    fn attribute(&mut self, address: &Address, name: &str, span: Span) -> Value {
        let there = assigned(address);
        if let Some(attribute) = Attribute::parse(name).filter(|one| there.contains(&one.as_str())) {
            return Value::Text(Text::from(Reference::new(referred(address), attribute)));
        }
        let below = Address::new("ou", &format!("{}/{name}", address.name()));
        if address.kind() == "ou"
            && self.names.units.get(below.name()).is_some_and(|all| all.contains(&below))
        {
            return self.entity(below);
        }
        if written(address).contains(&name) {
            return self.written_attribute(address, name, span);
        }
        if !self.names.doubtful.contains(name) {
            let known: Vec<&str> = written(address).iter().chain(there).copied().collect();
            self.reports.push(unknown_attribute(name, span, &entity_noun(address), &known));
        }
        Value::Error
    }

    /// What the sources say of a thing.
    fn written_attribute(&mut self, address: &Address, name: &str, span: Span) -> Value {
        let last = |text: &str, mark| text.rsplit_once(mark).map_or(text, |(_, last)| last).to_owned();
        match (address.kind(), name) {
            ("ou", "name") => Value::text(last(address.name(), '/')),
            ("ou", "path") => Value::text(address.name().replace('/', ".")),
            ("account" | "organization", "name") => Value::text(address.name()),
            (_, "name") => Value::text(last(address.name(), '.')),
            (_, "parent") => match self.names.parents.get(address).cloned() {
                Some(parent) => self.entity(parent),
                None => Value::None,
            },
            _ => match self.facts.attribute(address, name, span) {
                Some(value) => value,
                None => {
                    self.reports.push(diagnostics::too_early(name, &entity_noun(address), span));
                    Value::Error
                }
            },
        }
    }

    pub(super) fn index(&mut self, index: &'a ast::Index, span: Span) -> Located {
        self.looked_up(index, span, false)
    }

    /// `x[i]`; without a finding when there is no such key, if that is foreseen.
    pub(super) fn looked_up(&mut self, index: &'a ast::Index, span: Span, is_foreseen: bool) -> Located {
        if let Some(kind) = kind_word(&index.value, self) {
            let value = match self.known(&index.index, "the name of a thing") {
                Some(name) => self.of_kind(kind, &name, index.index.span),
                None => Value::Error,
            };
            return Located::new(value, span);
        }
        if let Some((module, kind)) = self.kind_of_module(&index.value) {
            let value = match self.known(&index.index, "the name of a thing") {
                Some(name) => self.of_kind_in(module, kind, &name, index.index.span),
                None => Value::Error,
            };
            return Located::new(value, span);
        }
        let base = self.operand(&index.value, &Type::Anything);
        match &base.value {
            Value::Error => Located::error(span),
            Value::Map(entries) => match self.known(&index.index, "a key") {
                Some(key) if is_foreseen && entries.entry(&key).is_none() => Located::new(Value::None, span),
                Some(key) => self.under_key(entries, &key, index.index.span),
                None => Located::error(span),
            },
            Value::List(items) => {
                let at = self.expect(&index.index, &Type::INTEGER);
                let at = self.solid(at);
                self.element(items, &at, is_foreseen)
            }
            other => {
                self.reports.push(diagnostics::no_index(other, span));
                Located::error(span)
            }
        }
    }

    fn element(&mut self, items: &Shared<Located>, at: &Located, is_foreseen: bool) -> Located {
        let Value::Integer(index) = at.value else { return Located::error(at.span) };
        match usize::try_from(index).ok().and_then(|index| items.get(index)) {
            Some(item) => self.settled(item.clone()),
            None if is_foreseen => Located::new(Value::None, at.span),
            None => {
                self.reports.push(diagnostics::no_such_index(index, items.len(), at.span));
                Located::error(at.span)
            }
        }
    }

    /// A string that is known now.
    pub(crate) fn known(&mut self, expression: &'a Expression, what: &str) -> Option<String> {
        let located = self.expect(expression, &Type::TEXT);
        let located = self.solid(located);
        self.known_text(&located, what)
    }

    /// The known string in a value; a later value is reported.
    pub(crate) fn known_text(&mut self, located: &Located, what: &str) -> Option<String> {
        let text = located.value.as_text()?;
        let known = text.known().map(str::to_owned);
        if known.is_none() {
            self.reports.push(later(&text, located.span, what));
        }
        known
    }

    /// The text of a label.
    pub(crate) fn label(&mut self, label: &'a Label) -> Option<String> {
        match label {
            Label::Name(name) => Some(name.text.clone()),
            Label::Text(text) => self.known_literal(text, "a name"),
        }
    }

    /// The text of a label on which the structure of the model depends.
    pub(crate) fn structural_label(&mut self, label: &'a Label) -> Option<String> {
        let outer = self.unknown.take();
        let name = self.label(label);
        if let Some(unknown) = std::mem::replace(&mut self.unknown, outer) {
            self.report_unknown(&unknown, "a name");
        }
        name
    }
}

/// The values of a thing that AWS assigns.
fn assigned(address: &Address) -> &'static [&'static str] {
    let managed = crate::declare::Names::is_managed_policy(address);
    match address.kind() {
        "organization" => &["arn", "id", "root-id"],
        "account" => &["arn", "id", "status"],
        "policy" if managed => &[],
        "ou" | "policy" => &["arn", "id"],
        _ => &["id"],
    }
}

/// The values of a thing that the sources say.
fn written(address: &Address) -> &'static [&'static str] {
    match address.kind() {
        "organization" => &["name", "tags", "title"],
        "account" => &["email", "name", "parent", "tags", "title"],
        "ou" => &["name", "parent", "path", "tags", "title"],
        "policy" => &["name", "type"],
        _ => &["name"],
    }
}

/// Whose id it is: that of a block which a plugin expands is the id of its stack set.
fn referred(address: &Address) -> Address {
    match address.kind() {
        "organization" | "account" | "ou" | "policy" => address.clone(),
        _ => address.child("stack-set"),
    }
}
