//! Rust without its comments and its quoted text, which is enough to count braces and find words.

/// The text with every character of comments, strings and character literals replaced by a space.
/// Lines stay where they are.
pub fn code_only(text: &str) -> String {
    let mut code = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = quoted(rest, code.chars().next_back());
        let (piece, after) = rest.split_at_checked(length.unwrap_or(first.len_utf8())).unwrap_or((rest, ""));
        match length {
            Some(_) => code.extend(piece.chars().map(|c| if c == '\n' { '\n' } else { ' ' })),
            None => code.push_str(piece),
        }
        rest = after;
    }
    code
}

/// How many bytes of comment or quoted text begin here, if any do.
fn quoted(rest: &str, before: Option<char>) -> Option<usize> {
    if rest.starts_with("//") {
        return Some(rest.find('\n').unwrap_or(rest.len()));
    }
    if rest.starts_with("/*") {
        return Some(block_comment(rest));
    }
    if rest.starts_with('"') {
        return Some(string(rest));
    }
    if rest.starts_with('\'') {
        return character(rest);
    }
    let starts_a_word = !before.is_some_and(|c| c.is_alphanumeric() || c == '_');
    if starts_a_word { raw_string(rest) } else { None }
}

/// Comments nest.
fn block_comment(rest: &str) -> usize {
    let mut depth = 0_usize;
    let mut at = 0;
    while let Some(tail) = rest.get(at..).filter(|tail| !tail.is_empty()) {
        let (change, step) = match tail {
            _ if tail.starts_with("/*") => (1, 2),
            _ if tail.starts_with("*/") => (-1, 2),
            _ => (0, tail.chars().next().map_or(1, char::len_utf8)),
        };
        depth = depth.saturating_add_signed(change);
        at += step;
        if depth == 0 {
            return at;
        }
    }
    rest.len()
}

fn string(rest: &str) -> usize {
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    rest.len()
}

/// `'a'` and `'\n'`, but not the lifetime `'a`.
fn character(rest: &str) -> Option<usize> {
    let inner = rest.strip_prefix('\'')?;
    if inner.starts_with('\\') {
        let end = inner.char_indices().skip(2).find(|(_, c)| *c == '\'')?;
        return Some(end.0 + 2);
    }
    let c = inner.chars().next()?;
    inner.get(c.len_utf8()..)?.starts_with('\'').then_some(c.len_utf8() + 2)
}

/// `r"…"` and `br##"…"##`.
fn raw_string(rest: &str) -> Option<usize> {
    let after = rest.strip_prefix('r').or_else(|| rest.strip_prefix("br"))?;
    let hashes = after.len() - after.trim_start_matches('#').len();
    let inner = after.get(hashes..)?.strip_prefix('"')?;
    let end = format!("\"{}", "#".repeat(hashes));
    let start = rest.len() - inner.len();
    Some(inner.find(&end).map_or(rest.len(), |at| start + at + end.len()))
}

/// A function with a body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Function {
    /// Its name.
    pub name: String,
    /// The line of `fn`, counted from 1.
    pub line: usize,
    /// From the line of `fn` to that of the closing brace.
    pub lines: usize,
}

/// The functions in a text, in order. Functions in functions count on their own too.
pub fn functions(text: &str) -> Vec<Function> {
    let code = code_only(text);
    let starts = code.match_indices("fn ").filter(|(at, _)| {
        let before = code.get(..*at).and_then(|before| before.chars().next_back());
        !before.is_some_and(|c| c.is_alphanumeric() || c == '_')
    });
    starts.filter_map(|(at, _)| function(&code, at)).collect()
}

fn function(code: &str, at: usize) -> Option<Function> {
    let rest = code.get(at..)?;
    let name: String = rest.get(3..)?.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
    // A declaration without a body ends with `;`; one in brackets belongs to an array type.
    let mut brackets = 0_i32;
    let opening = rest.char_indices().find(|(_, c)| {
        brackets += i32::from("([".contains(*c)) - i32::from(")]".contains(*c));
        *c == '{' || (*c == ';' && brackets == 0)
    })?;
    let body = rest.get(opening.0..).filter(|body| body.starts_with('{'))?;
    let length = opening.0 + balanced(body);
    let line = code.get(..at)?.matches('\n').count() + 1;
    let lines = rest.get(..length)?.matches('\n').count() + 1;
    (!name.is_empty()).then_some(Function { name, line, lines })
}

/// The bytes up to the brace that closes the first one.
fn balanced(body: &str) -> usize {
    let mut depth = 0_i32;
    for (at, c) in body.char_indices() {
        depth += i32::from(c == '{') - i32::from(c == '}');
        if depth == 0 {
            return at + 1;
        }
    }
    body.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_quoted_text_become_spaces() {
        let text = "a /* { /* } */ */ b // }\nc \"}\\\"\" d '}' e r#\"\"}\"# f 'x: g";
        let words: Vec<String> = code_only(text).split_whitespace().map(str::to_owned).collect();
        assert_eq!(words, ["a", "b", "c", "d", "e", "f", "'x:", "g"]);
        assert_eq!(code_only(text).matches('\n').count(), 1);
        assert_eq!(code_only("var\"x\" '\\'' y").trim_end(), "var         y");
    }

    #[test]
    fn functions_are_measured_with_their_braces() {
        let text = "trait T {\n    fn declared(&self) -> [u8; 2];\n}\nfn long() {\n    let a = \"}\";\n    if a { b }\n}\nfn short() {}\n";
        let found: Vec<_> = functions(text).into_iter().map(|one| (one.name, one.line, one.lines)).collect();
        assert_eq!(found, [("long".to_owned(), 4, 4), ("short".to_owned(), 8, 1)]);
    }
}
