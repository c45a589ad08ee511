//! Values as the source would write them.

use super::{Entry, Located, Value};
use orgc_ir::{Part, Text};
use orgc_syntax::ast::DurationUnit;
use orgc_syntax::spelling;

/// The value in the spelling of the language, on as many lines as it needs. What AWS assigns
/// stands as the path that names it.
pub(crate) fn written(value: &Value) -> String {
    let mut out = String::new();
    write(value, 0, &mut out);
    out
}

fn write(value: &Value, level: usize, out: &mut String) {
    match value {
        Value::Error | Value::Deferred(_) => out.push_str("<failed>"),
        Value::None => out.push_str("none"),
        Value::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
        Value::Integer(number) => out.push_str(&number.to_string()),
        Value::Decimal(number) => out.push_str(&number.to_string()),
        Value::Duration(milliseconds) => out.push_str(&duration(*milliseconds)),
        Value::Percent(hundredths) => out.push_str(&percent(*hundredths)),
        Value::Money { amount, currency } => out.push_str(&format!("{amount} {currency}")),
        Value::Region(word) | Value::Action(word) => out.push_str(word),
        Value::Word(word) => out.push_str(&spelling::quoted(word)),
        Value::Text(text) | Value::Document(text) => write_text(text, out),
        Value::Entity(address) => {
            out.push_str(&format!("{}.{}", address.kind(), address.name().replace('/', ".")));
        }
        Value::File(asset) => out.push_str(&format!("file({})", spelling::quoted(&asset.path))),
        Value::List(items) => {
            sequence(items, ('[', ']'), level, out, |item: &Located, out| write(&item.value, level + 1, out));
        }
        Value::Map(entries) => sequence(entries, ('{', '}'), level, out, |entry: &Entry, out| {
            out.push_str(&spelling::key(&entry.key));
            out.push_str(" = ");
            write(&entry.value.value, level + 1, out);
        }),
    }
}

/// Elements one a line; a short list stays on its line.
fn sequence<T>(
    items: &[T],
    (open, close): (char, char),
    level: usize,
    out: &mut String,
    mut each: impl FnMut(&T, &mut String),
) {
    const SHORT: usize = 60;
    let parts: Vec<String> = items
        .iter()
        .map(|item| {
            let mut part = String::new();
            each(item, &mut part);
            part
        })
        .collect();
    let is_short = parts.iter().map(|part| part.len() + 2).sum::<usize>() <= SHORT
        && !parts.iter().any(|part| part.contains('\n'));
    out.push(open);
    match (is_short, open) {
        _ if parts.is_empty() => {}
        (true, '[') => out.push_str(&parts.join(", ")),
        (true, _) => out.push_str(&format!(" {} ", parts.join(", "))),
        (false, _) => {
            let margin = "  ".repeat(level + 1);
            parts.iter().for_each(|part| out.push_str(&format!("\n{margin}{part},")));
            out.push_str(&format!("\n{}", "  ".repeat(level)));
        }
    }
    out.push(close);
}

/// A string, with the paths of later values in braces; a later value alone is its path.
fn write_text(text: &Text, out: &mut String) {
    if let [Part::Reference(reference)] = text.parts() {
        return out.push_str(&reference.to_string());
    }
    let mut inner = String::new();
    for part in text.parts() {
        match part {
            Part::Literal(known) => {
                inner.push_str(&spelling::escaped(known));
            }
            Part::Reference(reference) => inner.push_str(&format!("${{{reference}}}")),
        }
    }
    out.push_str(&format!("\"{inner}\""));
}

/// In the largest unit that leaves no rest.
fn duration(milliseconds: i64) -> String {
    use DurationUnit::{Days, Hours, Milliseconds, Minutes, Seconds, Weeks};
    let fits = |unit: &DurationUnit| milliseconds % crate::evaluate::milliseconds(*unit) == 0;
    let units = [Weeks, Days, Hours, Minutes, Seconds];
    let unit = units.into_iter().find(|unit| milliseconds != 0 && fits(unit)).unwrap_or(Milliseconds);
    format!("{}{}", milliseconds / crate::evaluate::milliseconds(unit), unit.written())
}

fn percent(hundredths: i64) -> String {
    match hundredths % 100 {
        0 => format!("{}%", hundredths / 100),
        rest => {
            let digits = format!("{}.{:02}", hundredths / 100, rest.abs());
            format!("{}%", digits.trim_end_matches('0'))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use orgc_diag::{FileId, Span};

    #[test]
    fn values_read_back_as_they_are_written() {
        let nowhere = Span::new(FileId(0), 0, 0);
        let at = |value| Located::new(value, nowhere);
        assert_eq!(written(&Value::Duration(90 * 60_000)), "90min");
        assert_eq!(written(&Value::Duration(14 * 86_400_000)), "2w");
        assert_eq!(written(&Value::Percent(1250)), "12.5%");
        assert_eq!(written(&Value::text("a \"b\"\n")), r#""a \"b\"\n""#);
        let list = Value::list(vec![at(Value::Integer(1)), at(Value::None)]);
        assert_eq!(written(&list), "[1, none]");
        let entry = |key: &str, value| Entry { key: key.to_owned(), key_span: nowhere, value: at(value) };
        let map = Value::map(vec![entry("a", list), entry("b c", Value::text("x".repeat(60)))]);
        assert_eq!(written(&map), format!("{{\n  a = [1, none],\n  \"b c\" = \"{}\",\n}}", "x".repeat(60)));
    }
}
