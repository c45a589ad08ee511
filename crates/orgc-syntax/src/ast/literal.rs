//! Literals: strings, numbers, quantities, IAM names. They are kept as written, with their parts.

use orgc_diag::Span;

use super::expression::Expression;

/// A string, on one line or as a block of lines between triple quotes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// The parts in order. Neighbouring literal parts are joined, empty ones left out, so `""` has
    /// no part. In a block the margin (the indentation of the closing quotes), the line break
    /// after the opening quotes and the one before the closing quotes are already taken away.
    pub parts: Vec<TextPart>,
    /// How it was written.
    pub form: TextForm,
    /// From the opening to the closing quotes.
    pub span: Span,
}

impl Text {
    /// The string's value when nothing in it has to be evaluated. IAM policy variables count as
    /// text: they are passed through untouched.
    #[must_use]
    pub fn literal(&self) -> Option<String> {
        let mut value = String::new();
        for part in &self.parts {
            match part {
                TextPart::Literal { text, .. } => value.push_str(text),
                TextPart::IamVariable { written, .. } => value.push_str(written),
                TextPart::Interpolation { .. } => return None,
            }
        }
        Some(value)
    }
}

/// A part of a string.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TextPart {
    /// Plain characters, escapes already replaced by what they stand for.
    Literal {
        /// The characters.
        text: String,
        /// Where they stand.
        span: Span,
    },
    /// `${expression}`.
    Interpolation {
        /// What stands between the braces.
        expression: Box<Expression>,
        /// From `$` to `}`.
        span: Span,
    },
    /// An IAM policy variable such as `${aws:PrincipalTag/team}`, for AWS to fill in.
    IamVariable {
        /// The variable as written, with `${` and `}`.
        written: String,
        /// From `$` to `}`.
        span: Span,
    },
}

/// How a string is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextForm {
    /// `"…"` on one line.
    Line,
    /// `"""…"""` over several lines.
    Block,
}

/// A number as it is written, for example `5_000` or `0.25`. It has no sign: a minus is an
/// operator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Number {
    /// The digits as written, with `_` between them and at most one `.`.
    pub written: String,
    /// Where it stands.
    pub span: Span,
}

impl Number {
    /// The digits without the underscores, ready for parsing.
    #[must_use]
    pub fn digits(&self) -> String {
        self.written.replace('_', "")
    }

    /// Whether the number is written without a fraction.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        !self.written.contains('.')
    }
}

/// A number with a unit: `30d`, `25%`, `5_000 USD`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quantity {
    /// The number.
    pub number: Number,
    /// The unit.
    pub unit: Unit,
    /// Number and unit.
    pub span: Span,
}

/// The unit of a quantity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unit {
    /// `%`
    Percent,
    /// A duration.
    Duration(DurationUnit),
    /// Three capital letters that should be a currency code of ISO 4217.
    Currency(String),
}

/// The unit of a duration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DurationUnit {
    /// `ms`
    Milliseconds,
    /// `s`
    Seconds,
    /// `min`
    Minutes,
    /// `h`
    Hours,
    /// `d`
    Days,
    /// `w`
    Weeks,
}

impl DurationUnit {
    /// How the unit is written.
    #[must_use]
    pub fn written(self) -> &'static str {
        match self {
            Self::Milliseconds => "ms",
            Self::Seconds => "s",
            Self::Minutes => "min",
            Self::Hours => "h",
            Self::Days => "d",
            Self::Weeks => "w",
        }
    }
}

/// A name of IAM: an action (`s3:Get*`) or a condition key (`aws:PrincipalTag/team`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IamName {
    /// What stands before the colon.
    pub service: String,
    /// What stands after it, with wildcards.
    pub name: String,
    /// The whole name.
    pub span: Span,
}

impl IamName {
    /// The name as it is written.
    #[must_use]
    pub fn written(&self) -> String {
        format!("{}:{}", self.service, self.name)
    }
}
