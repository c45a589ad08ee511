//! One dimension of the space of requests: its values, and which of them pass a condition.

use super::classes::{Classes, widened};
use super::set::Set;
use crate::condition::Quantifier;
use crate::decide::{Listed, Patterns, Predicate};
use crate::pattern::Pattern;

/// A dimension.
pub(super) struct Dimension {
    pub(super) classes: Classes,
    pub(super) values: Vec<Value>,
}

/// What a request has there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Value {
    /// Nothing.
    Absent,
    /// One value, of this class.
    One(usize),
    /// Several values, of these classes. One class stands for two values of it.
    Several(Vec<usize>),
}

/// The values that surely pass, and those that pass for some request.
#[derive(Clone, Debug)]
pub(super) struct Bounds {
    pub(super) surely: Set,
    pub(super) maybe: Set,
}

/// Values of one dimension before giving up.
const MOST: usize = 20_000;

impl Dimension {
    /// A dimension of one value of each class.
    pub(super) fn plain(classes: Classes) -> Self {
        let values = (0..classes.classes.len()).map(Value::One).collect();
        Self { classes, values }
    }

    /// A dimension of a key that may be absent and, if it is `many`, may have several values. A condition
    /// on all values is kept by fewer of them, and one on some value needs one; so, of any values, as many
    /// as there are `conditions` are enough to pass just what all of them pass. None if there are too many.
    pub(super) fn of_key(classes: Classes, many: bool, conditions: usize) -> Option<Self> {
        let count = classes.classes.len();
        let mut values: Vec<Value> = [Value::Absent].into_iter().chain((0..count).map(Value::One)).collect();
        if many {
            let mut sets: Vec<Vec<usize>> = vec![Vec::new()];
            for _ in 0..conditions.clamp(1, count) {
                let larger = |set: &Vec<usize>| {
                    let next = set.last().map_or(0, |last| last + 1);
                    (next..count).map(|class| [set.as_slice(), &[class]].concat()).collect::<Vec<_>>()
                };
                if sets.len().saturating_mul(count) + values.len() > MOST {
                    return None;
                }
                sets = sets.iter().flat_map(larger).collect();
                values.extend(sets.iter().cloned().map(Value::Several));
            }
        }
        Some(Self { classes, values })
    }

    /// The values of a request with this one, if there are such for sure.
    pub(super) fn sample(&self, value: usize) -> Option<Vec<String>> {
        let example = |class: &usize| self.classes.classes.get(*class)?.example.clone();
        Some(match self.values.get(value)? {
            Value::Absent => Vec::new(),
            Value::One(class) => vec![example(class)?],
            Value::Several(classes) => match classes.as_slice() {
                [class] => vec![example(class)?; 2],
                several => several.iter().map(example).collect::<Option<_>>()?,
            },
        })
    }

    /// The values that have an example.
    pub(super) fn concrete(&self) -> Set {
        Set::of(self.values.len(), |value| self.sample(value).is_some())
    }

    /// Which texts match patterns of actions or resources.
    pub(super) fn matching(&self, patterns: &Patterns) -> Bounds {
        let classes = self.listed(&patterns.listed, patterns.is_negated);
        let holds = |set: &Set| self.select(|value| matches!(value, Value::One(class) if set.has(*class)));
        Bounds { surely: holds(&classes.surely), maybe: holds(&classes.maybe) }
    }

    /// Which values pass a condition.
    pub(super) fn passing(&self, predicate: &Predicate) -> Bounds {
        let negated = predicate.operator.base.is_negated();
        let classes = match &predicate.listed {
            Listed::Presence { absent, present } => {
                let set = self.select(|value| if *value == Value::Absent { *absent } else { *present });
                return Bounds { surely: set.clone(), maybe: set };
            }
            Listed::Text(patterns) => self.listed(patterns, negated),
            Listed::Ranges(line, ranges) => {
                let count = self.classes.classes.len();
                let within = self.classes.within(*line, ranges);
                let set = Set::of(count, |class| within.has(class) != negated);
                Bounds { surely: set.clone(), maybe: set }
            }
        };
        let holds = |set: &Set| {
            self.select(|value| match (value, predicate.operator.quantifier) {
                (Value::Absent, _) => predicate.holds_for_absent(),
                (Value::One(class), _) => set.has(*class),
                (Value::Several(all), Some(Quantifier::All)) => all.iter().all(|class| set.has(*class)),
                (Value::Several(all), Some(Quantifier::Any)) => all.iter().any(|class| set.has(*class)),
                (Value::Several(_), None) => false,
            })
        };
        Bounds { surely: holds(&classes.surely), maybe: holds(&classes.maybe) }
    }

    /// The classes that are listed, or, negated, those that are not.
    fn listed(&self, patterns: &[Pattern], negated: bool) -> Bounds {
        let count = self.classes.classes.len();
        let surely = self.classes.matching(patterns.iter().filter(|one| !one.has_variable()));
        let widened: Vec<Pattern> = patterns.iter().map(widened).collect();
        let maybe = self.classes.matching(widened.iter());
        if negated {
            let but = |set: &Set| Set::of(count, |class| !set.has(class));
            return Bounds { surely: but(&maybe), maybe: but(&surely) };
        }
        Bounds { surely, maybe }
    }

    fn select(&self, fits: impl Fn(&Value) -> bool) -> Set {
        Set::of(self.values.len(), |at| self.values.get(at).is_some_and(&fits))
    }
}
