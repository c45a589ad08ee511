//! The diagnostics of the parser, one small function for each.

use orgc_diag::{Diagnostic, Edit, FileId, Fix, Span, codes};

use super::hidden::Hidden;
use super::repair::Unclosed;

/// How many findings of one file are worth reading.
pub(super) const MOST_SHOWN: usize = 100;

pub(super) fn too_deep(deepest: usize, span: Span) -> Diagnostic {
    Diagnostic::new(codes::NESTING_TOO_DEEP, format!("more than {deepest} levels of nesting"))
        .at(span, "one level too many")
        .help("give inner values a name with `let`, or close what is open")
}

/// Nesting without brackets: long chains of operators, of `if`, of types in types.
pub(super) fn too_long(span: Span) -> Diagnostic {
    Diagnostic::new(codes::NESTING_TOO_DEEP, "this expression is nested too deep")
        .at(span, "too many operators or conditions in one expression")
        .help("give parts of it a name with `let`")
}

/// The parser gave up: out of stack or of patience.
pub(super) fn too_hard(span: Span) -> Diagnostic {
    Diagnostic::new(codes::NESTING_TOO_DEEP, "this file is nested too deep to be read")
        .at(span, "reading stopped here")
        .help("give inner values a name with `let`, or split the file")
}

/// `or` between the conditions of a rule. Rules that say the same replace the one at a place.
pub(super) fn or_in_condition(ors: &[Span], is_unless: bool, rules: Option<(Span, String)>) -> Diagnostic {
    let mut found =
        Diagnostic::new(codes::ELEMENT_NOT_ALLOWED, "`or` cannot stand between the conditions of a rule");
    for span in ors {
        found = found.at(*span, "IAM has no `or`");
    }
    if is_unless {
        let edits = ors.iter().map(|span| Edit::new(*span, "unless".to_owned())).collect();
        return found
            .help("write `unless` again instead: the rule holds when none of the clauses does")
            .fix(Fix { title: "replace `or` by `unless`".to_owned(), edits });
    }
    let found = found.help("write two rules; for values of one key, write `in [a, b]`");
    match rules {
        Some((rule, replacement)) => found.fix(Fix::replace("write a rule for each side", rule, replacement)),
        None => found,
    }
}

pub(super) fn binary(span: Span) -> Diagnostic {
    Diagnostic::new(codes::NOT_ORGC, "this is not a text file: it contains a NUL character")
        .at(span, "the first one is here")
        .help("`.org` files are text in UTF-8; save the file in that encoding")
}

pub(super) fn slash_comment(span: Span) -> Diagnostic {
    Diagnostic::new(codes::UNEXPECTED_TOKEN, "comments start with `#`, not with `//`")
        .at(span, "write `#`")
        .fix(Fix::replace("replace `//` by `#`", span, "#"))
}

/// The quote most likely belongs before the brackets and commas at the end of the line.
pub(super) fn unterminated_line(span: Span, written: &str) -> Diagnostic {
    let closers = |c: char| c.is_whitespace() || matches!(c, '}' | ']' | ')' | ',');
    let inner = written.get(1..).unwrap_or_default();
    let kept = match inner.trim_end_matches(closers) {
        "" => inner.trim_end(),
        kept => kept,
    };
    let end = span.range().start + 1 + kept.len();
    let quote = Span::new(span.file, end, end);
    let found = Diagnostic::new(codes::UNTERMINATED_STRING, "this string has no closing quote on its line")
        .at(span, "it starts here")
        .help("a string over several lines stands between `\"\"\"`");
    let open_interpolation = kept.rfind("${") > kept.rfind('}');
    if open_interpolation {
        return found;
    }
    found.fix(Fix::replace("insert `\"`", quote, "\""))
}

pub(super) fn unterminated_block(span: Span) -> Diagnostic {
    let opening = Span::new(span.file, span.range().start, span.range().start + 3);
    Diagnostic::new(codes::UNTERMINATED_STRING, "this text is never closed")
        .at(opening, "it starts here and takes the rest of the file")
        .help("close it with `\"\"\"`")
}

pub(super) fn unclosed(file: FileId, text: &str, block: Unclosed) -> Diagnostic {
    let opener = Span::new(file, block.opener, block.opener + 1);
    let line_start = text.get(..block.opener).map_or(0, |before| before.rfind('\n').map_or(0, |at| at + 1));
    let line = text.get(line_start..block.opener).unwrap_or_default();
    let indentation = line.get(..line.len() - line.trim_start().len()).unwrap_or_default();
    let written = shortened(line.trim());
    let message = if written.is_empty() {
        "this `{` is never closed".to_owned()
    } else {
        format!("`{written} {{` is never closed")
    };
    let end = Span::new(file, block.end, block.end);
    Diagnostic::new(codes::UNCLOSED_BLOCK, message)
        .at(opener, "opened here")
        .at(end, "the closing `}` probably belongs after this")
        .fix(Fix::replace("insert `}`", end, format!("\n{indentation}}}")))
}

pub(super) fn stray(span: Span, written: &str) -> Diagnostic {
    let brace = written.chars().next().unwrap_or('}');
    let message = if brace == '}' { "this `}` closes nothing" } else { "this `{` opens nothing" };
    Diagnostic::new(codes::STRAY_BRACE, message)
        .at(span, "no block belongs to it")
        .help("delete it, or look above for a block that was closed too early")
        .fix(Fix::replace(format!("delete `{brace}`"), span, ""))
}

pub(super) fn hidden(span: Span, written: &str, found: Hidden) -> Diagnostic {
    let points = code_points(written);
    let diagnostic = match found {
        Hidden::Direction => Diagnostic::new(
            codes::HIDDEN_CHARACTERS,
            format!("a hidden character changes the direction of the text ({points})"),
        )
        .at(span, "what you see here is not what is read"),
        Hidden::Invisible => {
            Diagnostic::new(codes::HIDDEN_CHARACTERS, format!("a character that cannot be seen ({points})"))
                .at(span, "hidden here")
        }
        Hidden::LooksLike(ascii) => {
            let replacement = ascii.repeat(written.chars().count());
            let looks = match ascii {
                " " => "white space".to_owned(),
                _ => format!("`{}`", shortened(&replacement)),
            };
            return Diagnostic::new(
                codes::HIDDEN_CHARACTERS,
                format!("`{}` ({points}) looks like {looks} but is another character", shortened(written)),
            )
            .at(span, "not what it looks like")
            .fix(Fix::replace(format!("write {looks}"), span, replacement));
        }
    };
    diagnostic.fix(Fix::replace("delete it", span, ""))
}

/// The first few characters by number.
fn code_points(written: &str) -> String {
    const SHOWN: usize = 4;
    let points = written.chars().take(SHOWN).map(|c| format!("U+{:04X}", u32::from(c)));
    let more = if written.chars().nth(SHOWN).is_some() { " …" } else { "" };
    format!("{}{more}", points.collect::<Vec<_>>().join(" "))
}

/// The first part of what the user wrote, short enough for a message.
pub(super) fn shortened(written: &str) -> String {
    const SHOWN: usize = 40;
    match written.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", written.get(..end).unwrap_or_default()),
        None => written.to_owned(),
    }
}

pub(super) fn unknown_escape(span: Span, written: &str) -> Diagnostic {
    let character = written.get(1..).unwrap_or_default();
    Diagnostic::new(codes::BAD_ESCAPE, format!("unknown escape `{written}`"))
        .at(span, "not an escape")
        .help("escapes are \\\" \\\\ \\n \\t \\r \\$ and \\u{…} with one to six hexadecimal digits")
        .fix(Fix::replace("write the backslash twice", span, format!("\\\\{character}")))
}

pub(super) fn chained_comparison(span: Span, first: Span) -> Diagnostic {
    Diagnostic::new(codes::UNEXPECTED_TOKEN, "comparisons do not chain")
        .at(span, "second comparison")
        .at(first, "first comparison")
        .help("compare twice and join with `and`, or put one comparison in parentheses")
}

pub(super) fn unquoted_id(span: Span, written: &str) -> Diagnostic {
    Diagnostic::new(codes::BAD_LITERAL, format!("`{written}` is read as a number"))
        .at(span, "account ids and codes with leading zeros are strings")
        .help(format!("write \"{written}\""))
        .fix(quoted(span))
}

pub(super) fn bare_date(span: Span, written: &str) -> Diagnostic {
    Diagnostic::new(codes::BAD_LITERAL, format!("`{written}` is read as a subtraction"))
        .at(span, "a date is a string; a subtraction has spaces around `-`")
        .help(format!("write \"{written}\""))
        .fix(quoted(span))
}

fn quoted(span: Span) -> Fix {
    let quote = |span: Span| Edit::new(span, "\"".to_owned());
    Fix { title: "put it in quotes".to_owned(), edits: vec![quote(span.before()), quote(span.after())] }
}

pub(super) fn more(span: Span, count: usize) -> Diagnostic {
    Diagnostic::new(codes::UNEXPECTED_TOKEN, format!("{count} more errors in this file are not shown"))
        .at(span, "the first of them is here")
        .help("mend those above first")
}

pub(super) fn unexplained(span: Span) -> Diagnostic {
    Diagnostic::new(codes::UNEXPECTED_TOKEN, "this is no item").at(span, "cannot be read")
}
