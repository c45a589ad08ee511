//! From a value to the smallest text.

use super::tree::{Json, Value};
use crate::quoted::quoted;

impl Json {
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
