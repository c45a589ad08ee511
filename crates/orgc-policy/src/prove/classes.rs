//! The classes of values of one dimension, whatever is asked of them.

use super::set::Set;
use super::{automaton, ranges};
use crate::pattern::{Case, Form, Pattern, Token};
use crate::point::{Line, Point, Range};
use std::collections::{BTreeMap, BTreeSet};

/// Classes of one dimension before giving up.
const MOST: usize = 20_000;

/// What is asked of the values of a dimension.
#[derive(Default)]
pub(super) struct Asked {
    /// Texts that are values; any text if there are none. They have no variables.
    pub(super) domain: Vec<Pattern>,
    pub(super) patterns: BTreeSet<Pattern>,
    pub(super) ranges: BTreeMap<Line, BTreeSet<Range>>,
    /// Texts that are good examples, the best first.
    pub(super) examples: Vec<String>,
}

/// Values that nothing that is asked tells apart.
#[derive(Clone, Debug)]
pub(super) struct Class {
    patterns: Set,
    ranges: BTreeMap<Line, Set>,
    /// One of them. Without one there may be none: where texts and ranges meet, not every combination
    /// need have a text.
    pub(super) example: Option<String>,
}

/// The classes of a dimension.
pub(super) struct Classes {
    /// The patterns, those of the domain first.
    patterns: Vec<Pattern>,
    ranges: BTreeMap<Line, Vec<Range>>,
    pub(super) classes: Vec<Class>,
}

impl Classes {
    /// The classes. None if there are too many.
    pub(super) fn of(asked: &Asked) -> Option<Self> {
        let mut classes = Self::empty(asked);
        let texts = automaton::classes(&classes.patterns, asked.domain.len())?;
        let lines: Vec<(Line, BTreeMap<Set, String>)> =
            classes.ranges.iter().map(|(line, ranges)| (*line, on_line(*line, ranges))).collect();
        let all = lines.iter().try_fold(texts.len(), |all, (_, one)| all.checked_mul(one.len()));
        if all.is_none_or(|all| all > MOST) {
            return None;
        }
        let mut examples: Vec<String> = asked.examples.clone();
        examples.extend(texts.values().cloned());
        examples.extend(lines.iter().flat_map(|(_, classes)| classes.values().cloned()));
        let concrete = classes.concrete(examples);
        let mut combinations: Vec<(Set, BTreeMap<Line, Set>)> =
            texts.into_keys().map(|patterns| (patterns, BTreeMap::new())).collect();
        for (line, of_line) in lines {
            let with = |(patterns, ranges): &(Set, BTreeMap<Line, Set>)| {
                of_line
                    .keys()
                    .map(|set| {
                        let mut ranges = ranges.clone();
                        ranges.insert(line, set.clone());
                        (patterns.clone(), ranges)
                    })
                    .collect::<Vec<_>>()
            };
            combinations = combinations.iter().flat_map(with).collect();
        }
        classes.classes = combinations
            .into_iter()
            .map(|(patterns, ranges)| {
                let example = concrete.get(&(patterns.clone(), ranges.clone())).cloned();
                Class { patterns, ranges, example }
            })
            .collect();
        Some(classes)
    }

    /// The classes of known values, in their order.
    pub(super) fn of_values(asked: &Asked, values: &[String]) -> Self {
        let mut classes = Self::empty(asked);
        classes.classes = values
            .iter()
            .map(|value| {
                let (patterns, ranges) = classes.vector(value);
                Class { patterns, ranges, example: Some(value.clone()) }
            })
            .collect();
        classes
    }

    fn empty(asked: &Asked) -> Self {
        let patterns = asked.domain.iter().chain(&asked.patterns).cloned().collect();
        let everything = Range { first: Point::LEAST, last: Point::GREATEST };
        // The last range tells values of the line from other texts.
        let ranges = asked.ranges.iter();
        let ranges = ranges.map(|(line, all)| (*line, all.iter().copied().chain([everything]).collect()));
        Self { patterns, ranges: ranges.collect(), classes: Vec::new() }
    }

    /// The first example of each class that has one.
    fn concrete(&self, examples: Vec<String>) -> BTreeMap<(Set, BTreeMap<Line, Set>), String> {
        let mut concrete = BTreeMap::new();
        for example in examples {
            concrete.entry(self.vector(&example)).or_insert(example);
        }
        concrete
    }

    /// What holds for a text.
    fn vector(&self, text: &str) -> (Set, BTreeMap<Line, Set>) {
        let accepts = |at: usize| self.patterns.get(at).is_some_and(|one| one.matches(text, |_| None));
        let ranges = self.ranges.iter().map(|(line, ranges)| {
            let point = Point::read(*line, text);
            let holds =
                |at: usize| point.is_some_and(|point| ranges.get(at).is_some_and(|one| one.holds(point)));
            (*line, Set::of(ranges.len(), holds))
        });
        (Set::of(self.patterns.len(), accepts), ranges.collect())
    }

    /// The classes whose texts match one of some patterns.
    pub(super) fn matching<'p>(&self, patterns: impl Iterator<Item = &'p Pattern>) -> Set {
        let wanted: Vec<usize> =
            patterns.filter_map(|one| self.patterns.iter().position(|other| other == one)).collect();
        self.select(|class| wanted.iter().any(|pattern| class.patterns.has(*pattern)))
    }

    /// The classes whose values lie in one of some ranges of a line.
    pub(super) fn within(&self, line: Line, ranges: &[Range]) -> Set {
        let known = self.ranges.get(&line).map(Vec::as_slice).unwrap_or_default();
        let wanted: Vec<usize> =
            ranges.iter().filter_map(|one| known.iter().position(|other| other == one)).collect();
        self.select(|class| {
            class.ranges.get(&line).is_some_and(|set| wanted.iter().any(|range| set.has(*range)))
        })
    }

    /// The classes of values of a line.
    pub(super) fn on(&self, line: Line) -> Set {
        let last = self.ranges.get(&line).map_or(0, |ranges| ranges.len().saturating_sub(1));
        self.select(|class| class.ranges.get(&line).is_some_and(|set| set.has(last)))
    }

    fn select(&self, fits: impl Fn(&Class) -> bool) -> Set {
        Set::of(self.classes.len(), |at| self.classes.get(at).is_some_and(&fits))
    }
}

/// The classes of a line, and the texts that are no values of it.
fn on_line(line: Line, all: &[Range]) -> BTreeMap<Set, String> {
    let mut classes = ranges::classes(line, all);
    classes.insert(Set::none(all.len()), "x".to_owned());
    classes
}

/// The pattern that matches whatever this one does for some request.
pub(super) fn widened(pattern: &Pattern) -> Pattern {
    if !pattern.has_variable() {
        return pattern.clone();
    }
    let any =
        |token: &Token| if matches!(token, Token::Variable { .. }) { Token::Any } else { token.clone() };
    Pattern { tokens: pattern.tokens.iter().map(any).collect(), case: pattern.case, form: Form::Text }
}

/// A text that a pattern matches, easy to read. None if it has variables.
pub(super) fn example(pattern: &Pattern) -> Option<String> {
    let mut text = String::new();
    for token in &pattern.tokens {
        match token {
            Token::Char(c) => text.push(*c),
            Token::One | Token::OneInPart => text.push('x'),
            Token::Any | Token::AnyInPart if pattern.case == Case::Folds => {}
            Token::Any | Token::AnyInPart => text.push('x'),
            Token::Variable { .. } => return None,
        }
    }
    Some(text)
}
