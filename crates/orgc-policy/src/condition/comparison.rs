//! How the comparisons of the language are said in IAM, by the type of the key.

use super::operator::Base;
use crate::catalog::KeyKind;
use crate::point::{Line, Point, Range};

/// A comparison of the language. `in` is `Equal` with a list, `not in` is `NotEqual`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// `==`, `in`
    Equal,
    /// `!=`, `not in`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
    /// `like`
    Like,
    /// `not like`
    NotLike,
}

impl Comparison {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Equal,
        Self::NotEqual,
        Self::Less,
        Self::LessOrEqual,
        Self::Greater,
        Self::GreaterOrEqual,
        Self::Like,
        Self::NotLike,
    ];

    /// The operator for a key of this kind. None if its values cannot be compared so. For booleans
    /// `!=` is `Bool` too: with the other value.
    pub fn base(self, kind: KeyKind) -> Option<Base> {
        use Base::*;
        Some(match (kind, self) {
            (KeyKind::String, Self::Equal) => StringEquals,
            (KeyKind::String, Self::NotEqual) => StringNotEquals,
            (KeyKind::String, Self::Like) => StringLike,
            (KeyKind::String, Self::NotLike) => StringNotLike,
            (KeyKind::Arn, Self::Equal) => ArnEquals,
            (KeyKind::Arn, Self::NotEqual) => ArnNotEquals,
            (KeyKind::Arn, Self::Like) => ArnLike,
            (KeyKind::Arn, Self::NotLike) => ArnNotLike,
            (KeyKind::Numeric, Self::Equal) => NumericEquals,
            (KeyKind::Numeric, Self::NotEqual) => NumericNotEquals,
            (KeyKind::Numeric, Self::Less) => NumericLessThan,
            (KeyKind::Numeric, Self::LessOrEqual) => NumericLessThanEquals,
            (KeyKind::Numeric, Self::Greater) => NumericGreaterThan,
            (KeyKind::Numeric, Self::GreaterOrEqual) => NumericGreaterThanEquals,
            (KeyKind::Date, Self::Equal) => DateEquals,
            (KeyKind::Date, Self::NotEqual) => DateNotEquals,
            (KeyKind::Date, Self::Less) => DateLessThan,
            (KeyKind::Date, Self::LessOrEqual) => DateLessThanEquals,
            (KeyKind::Date, Self::Greater) => DateGreaterThan,
            (KeyKind::Date, Self::GreaterOrEqual) => DateGreaterThanEquals,
            (KeyKind::Bool, Self::Equal | Self::NotEqual) => Bool,
            (KeyKind::Ip, Self::Equal) => IpAddress,
            (KeyKind::Ip, Self::NotEqual) => NotIpAddress,
            (KeyKind::Binary, Self::Equal) => BinaryEquals,
            _ => return None,
        })
    }
}

impl KeyKind {
    /// Whether a text is a value of this kind.
    pub fn accepts(self, text: &str) -> bool {
        match self {
            Self::String | Self::Binary => true,
            Self::Arn => text == "*" || (text.starts_with("arn:") && text.split(':').count() >= 6),
            Self::Numeric => Point::read(Line::Number, text).is_some(),
            Self::Date => Point::read(Line::Date, text).is_some(),
            Self::Bool => matches!(text, "true" | "false"),
            Self::Ip => Range::network(text).is_some(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_cell_of_the_table() {
        let kinds =
            [KeyKind::String, KeyKind::Arn, KeyKind::Numeric, KeyKind::Date, KeyKind::Bool, KeyKind::Ip];
        let row = |comparison: Comparison| {
            let cells = kinds.map(|kind| comparison.base(kind).map_or("-", Base::name));
            format!("{comparison:?}: {}", cells.join(" "))
        };
        insta::assert_snapshot!(Comparison::ALL.map(row).join("\n"), @"
        Equal: StringEquals ArnEquals NumericEquals DateEquals Bool IpAddress
        NotEqual: StringNotEquals ArnNotEquals NumericNotEquals DateNotEquals Bool NotIpAddress
        Less: - - NumericLessThan DateLessThan - -
        LessOrEqual: - - NumericLessThanEquals DateLessThanEquals - -
        Greater: - - NumericGreaterThan DateGreaterThan - -
        GreaterOrEqual: - - NumericGreaterThanEquals DateGreaterThanEquals - -
        Like: StringLike ArnLike - - - -
        NotLike: StringNotLike ArnNotLike - - - -
        ");
    }

    #[test]
    fn an_operator_of_the_table_takes_its_kind() {
        for comparison in Comparison::ALL {
            for kind in [
                KeyKind::String,
                KeyKind::Arn,
                KeyKind::Numeric,
                KeyKind::Date,
                KeyKind::Bool,
                KeyKind::Ip,
                KeyKind::Binary,
            ] {
                assert!(comparison.base(kind).is_none_or(|base| base.takes(kind)), "{comparison:?} {kind:?}");
            }
        }
    }

    #[test]
    fn values_have_forms() {
        for (kind, fine, wrong) in [
            (
                KeyKind::Arn,
                &["*", "arn:aws:iam::*:role/x", "arn:*:*:*:*:*"][..],
                &["arn:aws", "role/x", ""][..],
            ),
            (KeyKind::Numeric, &["0", "-1", "1.5"], &["", "1.", "x", "1e3", "--1"]),
            (
                KeyKind::Date,
                &[
                    "2026-12-31",
                    "2026-12-31T23:59Z",
                    "2026-12-31T23:59:59.5Z",
                    "2026-01-01T00:00:00+01:00",
                    "1767225600",
                ],
                &["2026-13-01", "2026-1-1", "31.12.2026", "2026-12-31T25:00Z", "2026-12-31T10:00"],
            ),
            (KeyKind::Bool, &["true", "false"], &["True", "1"]),
            (KeyKind::Ip, &["10.0.0.0/8", "203.0.113.7", "2001:db8::/32"], &["10.0.0.0/33", "10.0.0", "x"]),
        ] {
            fine.iter().for_each(|text| assert!(kind.accepts(text), "{kind:?} {text}"));
            wrong.iter().for_each(|text| assert!(!kind.accepts(text), "{kind:?} {text}"));
        }
    }
}
