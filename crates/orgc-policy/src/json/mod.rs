//! JSON as policies need it: keys in their order, numbers as written, places for messages.
//!
//! `serde_json` reads the leaves. The structure is read here, because a value of `serde_json`
//! forgets duplicate keys, the order of keys and where they stood, and all three matter here.

mod read;

use crate::place::{JsonPath, Step};
use crate::problem::Problem;

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
    /// Reads a text.
    pub fn read(text: &str) -> Result<Self, Vec<Problem>> {
        read::read(text)
    }

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

    /// The text without any white space, keys in their order.
    pub fn minified(&self) -> String {
        let mut out = String::new();
        self.print(&mut out);
        out
    }

    fn print(&self, out: &mut String) {
        match &self.value {
            Value::Null => out.push_str("null"),
            Value::Bool(true) => out.push_str("true"),
            Value::Bool(false) => out.push_str("false"),
            Value::Number(digits) => out.push_str(digits),
            Value::Text(text) => out.push_str(&quoted(text)),
            Value::List(elements) => {
                print_all(out, ['[', ']'], elements, |out, one| one.print(out));
            }
            Value::Object(members) => print_all(out, ['{', '}'], members, |out, one| {
                out.push_str(&quoted(&one.name));
                out.push(':');
                one.value.print(out);
            }),
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

/// A JSON string: quoted, with no more escapes than JSON demands.
pub(crate) fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

fn print_all<T>(out: &mut String, [open, close]: [char; 2], all: &[T], one: impl Fn(&mut String, &T)) {
    out.push(open);
    for (position, item) in all.iter().enumerate() {
        if position > 0 {
            out.push(',');
        }
        one(out, item);
    }
    out.push(close);
}

/// The smallest text of the same JSON: no white space, no needless escapes, keys in their order.
///
/// # Errors
/// The first syntax error, and every key that stands twice in one object before it.
pub fn minify(text: &str) -> Result<String, Vec<Problem>> {
    Json::read(text).map(|tree| tree.minified())
}

#[cfg(test)]
mod tests {
    use super::minify;

    #[test]
    fn minifying_keeps_order_numbers_and_meaning() {
        let text = " { \"b\" : [ 1.50 , 1e3, -0, true , false, null, { } , [ ] ],\r\n\t\"a\\/\\u0062\" : \"\\u00e9\\n\\\"\" } ";
        assert_eq!(minify(text).unwrap(), r#"{"b":[1.50,1e3,-0,true,false,null,{},[]],"a/b":"é\n\""}"#);
        let once = minify(text).unwrap();
        assert_eq!(minify(&once).unwrap(), once);
    }
}
