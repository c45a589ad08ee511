//! A JSON text as a value.

use crate::place::{JsonPath, Step};

/// A JSON value and where it starts.
#[derive(Clone, Debug)]
pub(crate) struct Json {
    pub value: Value,
    /// Bytes of the text before it; 0 for values that were built.
    pub offset: usize,
}

#[derive(Clone, Debug)]
pub(crate) enum Value {
    Null,
    Bool(bool),
    /// As written, so that no digit is lost.
    Number(String),
    Text(String),
    List(Vec<Json>),
    Object(Vec<Member>),
}

#[derive(Clone, Debug)]
pub(crate) struct Member {
    pub name: String,
    /// Bytes of the text before the key.
    pub offset: usize,
    pub value: Json,
}

impl Json {
    pub fn text(text: impl Into<String>) -> Self {
        Self { value: Value::Text(text.into()), offset: 0 }
    }

    pub fn list(elements: Vec<Json>) -> Self {
        Self { value: Value::List(elements), offset: 0 }
    }

    pub fn object(members: Vec<Member>) -> Self {
        Self { value: Value::Object(members), offset: 0 }
    }

    /// The members, if it is an object.
    pub fn members(&self) -> Option<&[Member]> {
        match &self.value {
            Value::Object(members) => Some(members),
            _ => None,
        }
    }

    /// What it is, with its article.
    pub fn noun(&self) -> &'static str {
        match self.value {
            Value::Null => "null",
            Value::Bool(_) => "a boolean",
            Value::Number(_) => "a number",
            Value::Text(_) => "a string",
            Value::List(_) => "a list",
            Value::Object(_) => "an object",
        }
    }

    /// Where a path leads: to the key if it ends in one, else to the value. A list of one element
    /// and its element are the same to a path.
    pub fn position(&self, path: &JsonPath) -> Option<usize> {
        let mut here = self;
        let mut offset = self.offset;
        for step in path.steps() {
            (here, offset) = here.step(step)?;
        }
        Some(offset)
    }

    fn step(&self, step: &Step) -> Option<(&Json, usize)> {
        match (&self.value, step) {
            (Value::Object(members), Step::Key(key)) => {
                members.iter().find(|one| one.name == *key).map(|one| (&one.value, one.offset))
            }
            (Value::List(elements), Step::Index(index)) => elements.get(*index).map(|one| (one, one.offset)),
            (Value::List(elements), Step::Key(_)) => elements.first()?.step(step),
            (_, Step::Index(0)) => Some((self, self.offset)),
            _ => None,
        }
    }
}

impl Member {
    pub fn new(name: &str, value: Json) -> Self {
        Self { name: name.to_owned(), offset: 0, value }
    }
}
