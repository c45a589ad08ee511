//! How the language spells what is not written by hand: texts, keys and names in generated source.

use std::fmt::Write as _;

/// A text in quotes, with what has a meaning in quotes escaped.
pub fn quoted(text: &str) -> String {
    format!("\"{}\"", escaped(text))
}

/// A text as it stands between quotes.
pub fn escaped(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text.chars().peekable();
    while let Some(character) = rest.next() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            '$' if rest.peek() == Some(&'{') => out.push_str("\\$"),
            other if other.is_control() => {
                let _ = write!(out, "\\u{{{:x}}}", u32::from(other));
            }
            other => out.push(other),
        }
    }
    out
}

/// A map key: bare where the language takes it so.
pub fn key(name: &str) -> String {
    if is_name(name) { name.to_owned() } else { quoted(name) }
}

/// Whether the language takes a text as a name: letters, digits, `_`, and `-` between them.
pub fn is_name(text: &str) -> bool {
    let begins = text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    let inside = text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'));
    let joins = |after: &str| after.starts_with(|c: char| c.is_ascii_alphanumeric());
    begins && inside && text.split('-').skip(1).all(joins)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_quoted_reads_back_as_the_same_text() {
        for text in ["", "a\"b\\", "${x}", "tab\tend", "\u{7}", "Größe"] {
            let source = format!("let a = {}\n", quoted(text));
            let parsed = crate::parse(orgc_diag::FileId(0), &source);
            assert!(parsed.diagnostics.is_empty(), "{source}");
        }
    }

    #[test]
    fn a_key_is_quoted_where_it_is_no_name() {
        assert_eq!(key("cost-center"), "cost-center");
        assert_eq!(key("a b"), "\"a b\"");
        for text in ["", "1a", "a-", "a--b", "a-_b", "größe"] {
            assert!(!is_name(text), "{text}");
        }
    }
}
