//! `[params]`: values of TOML as expressions of the language.

use orgc_syntax::spelling;
use toml::Spanned;
use toml::de::DeValue;

/// A value as an expression. The error is what the language has no value for, with its article, and
/// where it stands.
pub(super) fn expression(value: &Spanned<DeValue<'_>>) -> Result<String, Unfit> {
    let unfit = |what| Unfit { what, range: value.span() };
    match value.get_ref() {
        DeValue::String(text) => Ok(spelling::quoted(text)),
        DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix())
            .map(|number| number.to_string())
            .map_err(|_| unfit("a number of that size")),
        DeValue::Float(number) => {
            let number: f64 = number.as_str().parse().map_err(|_| unfit("such a number"))?;
            if number.is_finite() { Ok(number.to_string()) } else { Err(unfit("a number without end")) }
        }
        DeValue::Boolean(value) => Ok(value.to_string()),
        DeValue::Datetime(_) => Err(unfit("a date")),
        DeValue::Array(items) => {
            let items: Result<Vec<String>, Unfit> = items.iter().map(expression).collect();
            Ok(format!("[{}]", items?.join(", ")))
        }
        DeValue::Table(members) => {
            let member = |(name, value): (&Spanned<_>, &Spanned<DeValue<'_>>)| {
                let name: &std::borrow::Cow<'_, str> = name.get_ref();
                Ok((name.to_string(), value.span().start, expression(value)?))
            };
            let mut members = members.iter().map(member).collect::<Result<Vec<_>, Unfit>>()?;
            // A map of the language has the order of its source.
            members.sort_by_key(|(_, start, _)| *start);
            let members: Vec<String> =
                members.iter().map(|(name, _, value)| format!("{} = {value}", spelling::key(name))).collect();
            Ok(if members.is_empty() { "{}".to_owned() } else { format!("{{ {} }}", members.join(", ")) })
        }
    }
}

/// A value that the language does not have.
pub(super) struct Unfit {
    /// What it is, with its article.
    pub what: &'static str,
    /// Where it stands, in bytes.
    pub range: std::ops::Range<usize>,
}
