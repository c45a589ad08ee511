//! A condition that has been read once and can be asked often.

use super::request::Context;
use crate::condition::{Base, Family, Operator, Quantifier};
use crate::document::Condition;
use crate::pattern::{Case, Pattern};
use crate::point::{Line, Point, Range};

/// A condition.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Predicate {
    /// The key as it is written.
    pub(crate) name: String,
    /// The key in lower case.
    pub(crate) key: String,
    pub(crate) operator: Operator,
    pub(crate) listed: Listed,
}

/// The values that a condition lists.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Listed {
    /// Text: one of these.
    Text(Vec<Pattern>),
    /// Numbers, dates, addresses: in one of these ranges.
    Ranges(Line, Vec<Range>),
    /// `Null`: whether an absent and whether a present key holds.
    Presence { absent: bool, present: bool },
}

impl Predicate {
    /// The condition; none if there is no such operator.
    pub(crate) fn of(condition: &Condition) -> Option<Self> {
        let operator = Operator::parse(&condition.operator)?;
        Some(Self {
            name: condition.key.clone(),
            key: condition.key.to_ascii_lowercase(),
            operator,
            listed: Listed::of(operator.base, &condition.values),
        })
    }

    /// Whether it holds for a request.
    pub(crate) fn holds(&self, context: &Context) -> bool {
        let values = context.values(&self.key);
        if let Listed::Presence { absent, present } = self.listed {
            return if values.is_empty() { absent } else { present };
        }
        if values.is_empty() {
            return self.holds_for_absent();
        }
        let passes = |value: &String| self.passes(value, context);
        match self.operator.quantifier {
            Some(Quantifier::All) => values.iter().all(passes),
            Some(Quantifier::Any) => values.iter().any(passes),
            // What AWS makes of several values here is not documented.
            None => matches!(values, [value] if passes(value)),
        }
    }

    /// Whether it holds for a request without the key.
    pub(crate) fn holds_for_absent(&self) -> bool {
        match (&self.listed, self.operator.quantifier) {
            (Listed::Presence { absent, .. }, _) => *absent,
            _ if self.operator.if_exists => true,
            (_, Some(Quantifier::All)) => true,
            (_, Some(Quantifier::Any)) => false,
            (_, None) => self.operator.base.is_negated(),
        }
    }

    /// Whether one value passes: it is listed, or for negated operators it is not.
    fn passes(&self, value: &str, context: &Context) -> bool {
        let is_listed = match &self.listed {
            Listed::Text(patterns) => {
                patterns.iter().any(|pattern| pattern.matches(value, |key| context.value(key)))
            }
            Listed::Ranges(line, ranges) => {
                Point::read(*line, value).is_some_and(|point| ranges.iter().any(|range| range.holds(point)))
            }
            Listed::Presence { present, .. } => *present,
        };
        is_listed != self.operator.base.is_negated()
    }
}

impl Listed {
    fn of(base: Base, values: &[String]) -> Self {
        let text = |read: &dyn Fn(&str) -> Option<Pattern>| {
            Self::Text(values.iter().filter_map(|value| read(value)).collect())
        };
        match (base.family(), base) {
            (_, Base::StringLike | Base::StringNotLike) => text(&|value| Some(Pattern::glob(value))),
            (_, Base::StringEqualsIgnoreCase | Base::StringNotEqualsIgnoreCase) | (Family::Bool, _) => {
                text(&|value| Some(Pattern::literal(value, Case::Folds)))
            }
            (Family::String, _) => text(&|value| Some(Pattern::literal(value, Case::Counts))),
            (Family::Binary, _) => text(&|value| Some(Pattern::bytes(value))),
            (Family::Arn, _) => text(&Pattern::arn),
            (Family::Numeric, _) => Self::on(Line::Number, base, values),
            (Family::Date, _) => Self::on(Line::Date, base, values),
            (Family::Ip, _) => {
                Self::Ranges(Line::Address, values.iter().filter_map(|value| Range::network(value)).collect())
            }
            (Family::Null, _) => Self::Presence {
                absent: values.iter().any(|value| value.eq_ignore_ascii_case("true")),
                present: values.iter().any(|value| value.eq_ignore_ascii_case("false")),
            },
        }
    }

    fn on(line: Line, base: Base, values: &[String]) -> Self {
        let points = values.iter().filter_map(|value| Point::read(line, value));
        Self::Ranges(line, points.filter_map(|point| range(base, point)).collect())
    }
}

/// The points that compare so to a point, or, for negated operators, those that do not.
fn range(base: Base, point: Point) -> Option<Range> {
    use Base::*;
    Some(match base {
        NumericLessThan | DateLessThan => Range { first: Point::LEAST, last: point.previous()? },
        NumericLessThanEquals | DateLessThanEquals => Range { first: Point::LEAST, last: point },
        NumericGreaterThan | DateGreaterThan => Range { first: point.next()?, last: Point::GREATEST },
        NumericGreaterThanEquals | DateGreaterThanEquals => Range { first: point, last: Point::GREATEST },
        _ => Range::only(point),
    })
}
