//! Looking into values: `x.y` and `x[i]`.

use super::diagnostics;
use super::evaluator::Evaluator;
use super::name::{kind_word, segments};
use crate::value::diagnostics::{later, unknown_attribute};
use crate::value::{Located, Type, Value, entity_noun};
use orgc_diag::Span;
use orgc_ir::{Address, Attribute, Reference, Text};
use orgc_syntax::ast::{self, Expression, Label};

impl<'a> Evaluator<'a, '_> {
    pub(super) fn member(&mut self, whole: &'a Expression, member: &'a ast::Member) -> Value {
        if let Some(segments) = segments(whole)
            && let Some((mut value, taken)) = self.path(&segments)
        {
            for (name, span) in segments.iter().skip(taken) {
                value = self.part(&value, name, *span);
            }
            return value;
        }
        let base = self.evaluate(&member.value, &Type::Anything);
        let span = member.name.span();
        match self.label(&member.name) {
            Some(name) => self.part(&base.value, &name, span),
            None => Value::Error,
        }
    }

    fn part(&mut self, value: &Value, name: &str, span: Span) -> Value {
        match value {
            Value::Error => Value::Error,
            Value::Map(_) => self.under_key(value, name, span),
            Value::Entity(address) => self.attribute(address, name, span),
            other => {
                self.reports.push(diagnostics::no_parts(other, name, span));
                Value::Error
            }
        }
    }

    fn under_key(&mut self, map: &Value, key: &str, span: Span) -> Value {
        let Value::Map(entries) = map else { return Value::Error };
        match entries.iter().find(|entry| entry.key == key) {
            Some(entry) => entry.value.value.clone(),
            None => {
                let known: Vec<&str> = entries.iter().map(|entry| entry.key.as_str()).collect();
                self.reports.push(diagnostics::no_such_key(key, span, &known));
                Value::Error
            }
        }
    }

    /// A value of a thing: what AWS assigns, or a unit below.
    fn attribute(&mut self, address: &Address, name: &str, span: Span) -> Value {
        const KNOWN: [&str; 5] = ["email", "name", "parent", "tags", "title"];
        let there = attributes(address);
        if let Some(attribute) = Attribute::parse(name).filter(|one| there.contains(&one.as_str())) {
            let of = referred(address);
            return Value::Text(Text::from(Reference::new(of, attribute)));
        }
        let below = Address::new("ou", &format!("{}/{name}", address.name()));
        if address.kind() == "ou"
            && self.names.units.get(below.name()).is_some_and(|all| all.contains(&below))
        {
            return self.entity(below);
        }
        if KNOWN.contains(&name) {
            return self.not_yet(&format!("`{name}` of {}", entity_noun(address)), span);
        }
        if !self.names.doubtful.contains(name) {
            self.reports.push(unknown_attribute(name, span, &entity_noun(address), there));
        }
        Value::Error
    }

    pub(super) fn index(&mut self, index: &'a ast::Index, span: Span) -> Value {
        if let Some(kind) = kind_word(&index.value, self) {
            return match self.known(&index.index, "the name of a thing") {
                Some(name) => self.of_kind(kind, &name, index.index.span),
                None => Value::Error,
            };
        }
        let base = self.evaluate(&index.value, &Type::Anything);
        match &base.value {
            Value::Error => Value::Error,
            Value::Map(_) => match self.known(&index.index, "a key") {
                Some(key) => self.under_key(&base.value, &key, index.index.span),
                None => Value::Error,
            },
            Value::List(items) => {
                let at = self.expect(&index.index, &Type::INTEGER);
                self.element(items, &at)
            }
            other => {
                self.reports.push(diagnostics::no_index(other, span));
                Value::Error
            }
        }
    }

    fn element(&mut self, items: &[Located], at: &Located) -> Value {
        let Value::Integer(index) = at.value else { return Value::Error };
        match usize::try_from(index).ok().and_then(|index| items.get(index)) {
            Some(item) => item.value.clone(),
            None => {
                self.reports.push(diagnostics::no_such_index(index, items.len(), at.span));
                Value::Error
            }
        }
    }

    /// A string that is known now.
    pub(crate) fn known(&mut self, expression: &'a Expression, what: &str) -> Option<String> {
        let located = self.expect(expression, &Type::TEXT);
        self.known_text(&located, what)
    }

    /// The known string in a value; a later value is reported.
    pub(crate) fn known_text(&mut self, located: &Located, what: &str) -> Option<String> {
        let text = located.value.as_text()?;
        match text.known() {
            Some(known) => Some(known.to_owned()),
            None => {
                self.reports.push(later(&text, located.span, what));
                None
            }
        }
    }

    /// The text of a label.
    pub(crate) fn label(&mut self, label: &'a Label) -> Option<String> {
        match label {
            Label::Name(name) => Some(name.text.clone()),
            Label::Text(text) => {
                let located = Located::new(self.text(text), text.span);
                self.known_text(&located, "a name")
            }
        }
    }
}

/// The values of a thing that AWS assigns.
fn attributes(address: &Address) -> &'static [&'static str] {
    let managed = crate::declare::Names::is_managed_policy(address);
    match address.kind() {
        "organization" => &["arn", "id", "root-id"],
        "account" => &["arn", "id", "status"],
        "policy" if managed => &[],
        "ou" | "policy" => &["arn", "id"],
        _ => &["id"],
    }
}

/// Whose id it is: that of a block which a plugin expands is the id of its stack set.
fn referred(address: &Address) -> Address {
    match address.kind() {
        "organization" | "account" | "ou" | "policy" => address.clone(),
        _ => address.child("stack-set"),
    }
}
