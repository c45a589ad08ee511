//! Reading JSON, strictly as RFC 8259 says, with a limit on nesting.

use super::tree::{Json, Member, Value};
use crate::place::{JsonPath, Place, Step};
use crate::problem::{Fault, MOST, Problem};
use std::collections::BTreeSet;

/// Levels of lists and objects. The deepest policy type needs about a dozen.
const DEPTH: usize = 64;

impl Json {
    /// Reads a text.
    pub fn read(text: &str) -> Result<Self, Vec<Problem>> {
        read(text)
    }
}

fn read(text: &str) -> Result<Json, Vec<Problem>> {
    let mut reader = Reader { text, offset: 0, path: JsonPath::default(), problems: Vec::new() };
    match reader.document() {
        Ok(tree) if reader.problems.is_empty() => Ok(tree),
        Ok(_) | Err(Unreadable) => {
            reader.problems.sort_by_key(|problem| problem.place);
            Err(reader.problems)
        }
    }
}

/// The reader cannot go on; the problem is recorded.
struct Unreadable;

type Read<T> = Result<T, Unreadable>;

struct Reader<'t> {
    text: &'t str,
    offset: usize,
    /// Where the reader is in the tree. It stays there when the reader cannot go on.
    path: JsonPath,
    problems: Vec<Problem>,
}

impl<'t> Reader<'t> {
    fn document(&mut self) -> Read<Json> {
        let tree = self.value()?;
        self.space();
        match self.peek() {
            None => Ok(tree),
            Some(_) => Err(self.fail("the end of the text")),
        }
    }

    fn value(&mut self) -> Read<Json> {
        self.space();
        let offset = self.offset;
        let value = match self.peek() {
            Some(b'{') => Value::Object(self.object()?),
            Some(b'[') => Value::List(self.list()?),
            Some(b'"') => Value::Text(self.string()?),
            Some(b'-' | b'0'..=b'9') => Value::Number(self.number()?),
            _ => self.word()?,
        };
        Ok(Json { value, offset })
    }

    fn object(&mut self) -> Read<Vec<Member>> {
        let mut members = Vec::new();
        let mut seen = BTreeSet::new();
        self.open()?;
        if self.take(b'}') {
            return Ok(members);
        }
        loop {
            let member = self.member()?;
            if !seen.insert(member.name.clone()) {
                self.duplicate(&member);
            }
            members.push(member);
            match () {
                () if self.take(b',') => {}
                () if self.take(b'}') => return Ok(members),
                () => return Err(self.fail("`,` or `}`")),
            }
        }
    }

    fn member(&mut self) -> Read<Member> {
        self.space();
        let offset = self.offset;
        if self.peek() != Some(b'"') {
            return Err(self.fail("a key in double quotes"));
        }
        let name = self.string()?;
        self.path.push(Step::Key(name.clone()));
        if !self.take(b':') {
            return Err(self.fail("`:`"));
        }
        let value = self.value()?;
        self.path.pop();
        Ok(Member { name, offset, value })
    }

    fn list(&mut self) -> Read<Vec<Json>> {
        let mut elements = Vec::new();
        self.open()?;
        if self.take(b']') {
            return Ok(elements);
        }
        loop {
            self.path.push(Step::Index(elements.len()));
            elements.push(self.value()?);
            self.path.pop();
            match () {
                () if self.take(b',') => {}
                () if self.take(b']') => return Ok(elements),
                () => return Err(self.fail("`,` or `]`")),
            }
        }
    }

    /// Passes the opening bracket. The length of the path is the depth, as every level adds a step.
    fn open(&mut self) -> Read<()> {
        if self.path.steps().len() >= DEPTH {
            return Err(self.fail("at most 64 levels of lists and objects"));
        }
        self.offset += 1;
        Ok(())
    }

    fn string(&mut self) -> Read<String> {
        let start = self.offset;
        let mut escaped = true;
        let rest = self.text.as_bytes().get(start..).unwrap_or_default();
        let closing = rest.iter().position(|&byte| {
            let ends = byte == b'"' && !escaped;
            escaped = byte == b'\\' && !escaped;
            ends
        });
        let token = closing.and_then(|last| self.text.get(start..=start + last));
        let Some(token) = token else {
            return Err(self.fail("a string that ends with a double quote"));
        };
        let Ok(string) = serde_json::from_str(token) else {
            return Err(self.fail("a string with JSON escapes only and no line break"));
        };
        self.offset += token.len();
        Ok(string)
    }

    fn number(&mut self) -> Read<String> {
        let token = self.while_in(|c| c.is_ascii_digit() || matches!(c, '+' | '-' | '.' | 'e' | 'E'));
        if serde_json::from_str::<serde_json::Number>(token).is_err() {
            return Err(self.fail("a JSON number"));
        }
        self.offset += token.len();
        Ok(token.to_owned())
    }

    fn word(&mut self) -> Read<Value> {
        let word = self.while_in(|c| c.is_ascii_alphanumeric() || c == '_');
        let value = match word {
            "null" => Value::Null,
            "true" => Value::Bool(true),
            "false" => Value::Bool(false),
            _ => return Err(self.fail("a JSON value")),
        };
        self.offset += word.len();
        Ok(value)
    }

    fn while_in(&self, holds: impl Fn(char) -> bool) -> &'t str {
        let rest = self.rest();
        let end = rest.find(|c| !holds(c)).unwrap_or(rest.len());
        rest.get(..end).unwrap_or_default()
    }

    /// Passes white space and this byte, if it comes next.
    fn take(&mut self, byte: u8) -> bool {
        self.space();
        let there = self.peek() == Some(byte);
        self.offset += usize::from(there);
        there
    }

    fn space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\r' | b'\n')) {
            self.offset += 1;
        }
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.offset).copied()
    }

    fn rest(&self) -> &'t str {
        self.text.get(self.offset..).unwrap_or_default()
    }

    fn duplicate(&mut self, member: &Member) {
        if self.problems.len() >= MOST {
            return;
        }
        let fault = Fault::DuplicateKey { key: member.name.clone() };
        let place = Some(Place::at(self.text, member.offset));
        self.problems.push(Problem { fault, path: self.path.key(&member.name), place });
    }

    fn fail(&mut self, expected: &'static str) -> Unreadable {
        let word = self.while_in(|c| !c.is_whitespace() && !matches!(c, ',' | ':' | '{' | '}' | '[' | ']'));
        let found = match (word, self.rest().chars().next()) {
            (_, None) => "the end of the text".to_owned(),
            ("", Some(other)) => format!("`{other}`"),
            (word, _) => format!("`{}`", word.chars().take(20).collect::<String>()),
        };
        let fault = Fault::Syntax { expected, found };
        let place = Some(Place::at(self.text, self.offset));
        self.problems.push(Problem { fault, path: self.path.clone(), place });
        Unreadable
    }
}

#[cfg(test)]
mod tests {
    use super::read;

    fn problems(text: &str) -> Vec<String> {
        read(text).unwrap_err().iter().map(ToString::to_string).collect()
    }

    #[test]
    fn syntax_errors_name_path_and_place() {
        for (text, message) in [
            ("", "expected a JSON value, found the end of the text, at the top level (line 1, column 1)"),
            ("{\"a\":[1,\n 2 3]}", "expected `,` or `]`, found `3`, at `a` (line 2, column 4)"),
            ("{\"a\":{\"b\":tru}}", "expected a JSON value, found `tru`, at `a.b` (line 1, column 11)"),
            ("{\"a\" 1}", "expected `:`, found `1`, at `a` (line 1, column 6)"),
            ("{\"a\":1,}", "expected a key in double quotes, found `}`, at the top level (line 1, column 8)"),
            ("{a:1}", "expected a key in double quotes, found `a`, at the top level (line 1, column 2)"),
            ("[01]", "expected a JSON number, found `01`, at `[0]` (line 1, column 2)"),
            ("[1] x", "expected the end of the text, found `x`, at the top level (line 1, column 5)"),
            (
                "[\"x",
                "expected a string that ends with a double quote, found `\"x`, at `[0]` (line 1, column 2)",
            ),
            (
                "\"\\x\"",
                "expected a string with JSON escapes only and no line break, found `\"\\x\"`, at the top level (line 1, column 1)",
            ),
            ("{\"a\":1 // b\n}", "expected `,` or `}`, found `//`, at the top level (line 1, column 8)"),
        ] {
            assert_eq!(problems(text), [message], "{text}");
        }
    }

    #[test]
    fn duplicate_keys_are_all_found_at_the_second() {
        assert_eq!(
            problems("{\"a\":1,\n\"a\":{\"b\":1,\"b\":2},\"\\u0061\":3}"),
            [
                "key `a` stands twice in one object, at `a` (line 2, column 1)",
                "key `b` stands twice in one object, at `a.b` (line 2, column 12)",
                "key `a` stands twice in one object, at `a` (line 2, column 19)",
            ]
        );
    }

    #[test]
    fn a_large_wrong_text_is_refused_quickly() {
        let text = format!("{{{}\"a\":1}}", "\"a\":1,".repeat(100_000));
        assert_eq!(problems(&text).len(), 50);
    }

    #[test]
    fn nesting_is_limited_and_cheap() {
        assert!(read(&format!("{}{}", "[".repeat(64), "]".repeat(64))).is_ok());
        let problem = &read(&"[".repeat(1_000_000)).unwrap_err()[0];
        assert_eq!(problem.place.unwrap().column, 65);
    }

    #[test]
    fn escaped_quotes_and_backslashes_do_not_end_a_string() {
        assert_eq!(read(r#"["\\","\"]","\ud83d\ude00"]"#).unwrap().minified(), r#"["\\","\"]","😀"]"#);
    }
}
