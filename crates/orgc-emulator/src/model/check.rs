//! Comparing an input with its model.

use std::fmt::Write as _;

use serde_json::Value;

use super::{Dialect, Fault, List, Model, Range, Shape, Structure, Text, What};

/// The first fault of an input: first of its types, then of its values, each in the order of the members' names.
pub(super) fn first_fault<'m>(
    model: &'m Model,
    operation: &str,
    input: &Value,
    dialect: Dialect,
) -> Option<Fault<'m>> {
    let (name, structure) = model.operations.get_key_value(operation)?;
    let mut search = Search::new(model, dialect);
    search.structure(name, structure, input);
    // Values are read before they are looked at: a wrong type hides every other fault.
    search.of_type.or(search.of_value)
}

/// Whether a text is without fault as a value of a shape.
pub(super) fn fits(model: &Model, shape: &str, text: &str) -> bool {
    let mut search = Search::new(model, Dialect::Json);
    search.value(shape, &text.into());
    search.of_type.is_none() && search.of_value.is_none()
}

/// One step on the way to a value.
#[derive(Debug, Clone, Copy)]
enum Step<'m> {
    Member(&'m str),
    Item(usize),
}

/// A walk through an input, led by the model: what the model does not name is not looked at.
// INVARIANT: no shape contains itself, which a test shows, so the walk ends however deep the input is.
struct Search<'m> {
    model: &'m Model,
    dialect: Dialect,
    steps: Vec<Step<'m>>,
    of_type: Option<Fault<'m>>,
    of_value: Option<Fault<'m>>,
}

impl<'m> Search<'m> {
    fn new(model: &'m Model, dialect: Dialect) -> Self {
        Self { model, dialect, steps: Vec::new(), of_type: None, of_value: None }
    }

    fn structure(&mut self, name: &'m str, structure: &'m Structure, value: &Value) {
        let members = value.as_object();
        if members.is_none() && !self.is_empty_text(value) {
            return self.report(name, What::Type("a structure"));
        }
        for (member, shape) in &structure.members {
            let given = members.and_then(|members| members.get(member)).filter(|given| !given.is_null());
            self.steps.push(Step::Member(member));
            match given {
                Some(given) => self.value(shape, given),
                None if structure.required.contains(member) => self.report(shape, What::Missing),
                None => {}
            }
            self.steps.pop();
        }
    }

    fn value(&mut self, name: &'m str, value: &Value) {
        match self.model.shapes.get(name) {
            Some(Shape::Structure(structure)) => self.structure(name, structure, value),
            Some(Shape::List(list)) => self.list(name, list, value),
            Some(Shape::String(text)) => match value.as_str() {
                Some(given) => self.text(name, text, given),
                None => self.report(name, What::Type("a text")),
            },
            Some(Shape::Integer(range)) => match self.integer(value) {
                Some(given) => self.range(name, *range, given, [What::TooSmall, What::TooLarge]),
                None => self.report(name, What::Type("a whole number")),
            },
            Some(Shape::Boolean) if !self.is_boolean(value) => self.report(name, What::Type("true or false")),
            Some(Shape::Timestamp) if !value.is_number() => {
                self.report(name, What::Type("a number of seconds"));
            }
            Some(Shape::Boolean | Shape::Timestamp) | None => {}
        }
    }

    fn list(&mut self, name: &'m str, list: &'m List, value: &Value) {
        let items = match value.as_array() {
            Some(items) => items.as_slice(),
            None if self.is_empty_text(value) => &[],
            None => return self.report(name, What::Type("a list")),
        };
        self.range(name, list.length, length(items.len()), [What::TooShort, What::TooLong]);
        for (position, item) in items.iter().enumerate() {
            self.steps.push(Step::Item(position));
            if item.is_null() {
                self.report(&list.member, What::Missing);
            } else {
                self.value(&list.member, item);
            }
            self.steps.pop();
        }
    }

    fn text(&mut self, name: &'m str, text: &'m Text, given: &str) {
        if !text.choices.is_empty() && !text.choices.iter().any(|choice| choice == given) {
            self.report(name, What::Choice(&text.choices));
        }
        self.range(name, text.length, length(given.chars().count()), [What::TooShort, What::TooLong]);
        if let Some(pattern) = text.pattern.as_ref().filter(|pattern| !pattern.matches(given)) {
            self.report(name, What::Pattern(pattern));
        }
    }

    fn range(&mut self, name: &'m str, range: Range, given: i64, [below, above]: [fn(i64) -> What<'m>; 2]) {
        if let Some(least) = range.min.filter(|least| given < *least) {
            self.report(name, below(least));
        }
        if let Some(most) = range.max.filter(|most| given > *most) {
            self.report(name, above(most));
        }
    }

    /// A number of 32 bits, as the type of the models is.
    fn integer(&self, value: &Value) -> Option<i64> {
        let number: i32 = match self.dialect {
            Dialect::Json => value.as_i64()?.try_into().ok()?,
            Dialect::Query => value.as_str()?.parse().ok()?,
        };
        Some(number.into())
    }

    fn is_boolean(&self, value: &Value) -> bool {
        match self.dialect {
            Dialect::Json => value.is_boolean(),
            Dialect::Query => value.as_str().is_some_and(|text| text == "true" || text == "false"),
        }
    }

    fn is_empty_text(&self, value: &Value) -> bool {
        self.dialect == Dialect::Query && value.as_str().is_some_and(str::is_empty)
    }

    /// Keeps the fault if it is the first of its kind.
    fn report(&mut self, shape: &'m str, what: What<'m>) {
        let kept = if matches!(what, What::Type(_)) { &mut self.of_type } else { &mut self.of_value };
        if kept.is_none() {
            let is_item = matches!(self.steps.last(), Some(Step::Item(_)));
            *kept = Some(Fault { place: place(&self.steps), shape, what, is_item });
        }
    }
}

fn length(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

fn place(steps: &[Step<'_>]) -> String {
    let mut place = String::new();
    for step in steps {
        // Writing to a text does not fail.
        let _written = match step {
            Step::Member(name) if place.is_empty() => write!(place, "{name}"),
            Step::Member(name) => write!(place, ".{name}"),
            Step::Item(position) => write!(place, "[{position}]"),
        };
    }
    place
}
