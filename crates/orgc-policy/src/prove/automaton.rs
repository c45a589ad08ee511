//! All patterns at once: the classes of texts that no pattern tells apart.
//!
//! A state is, for every pattern, the places in it that the text so far may have reached. From a state
//! the letters that stand in some pattern lead on, and one that stands in none, for all the others.
//! Texts that reach one state are alike for good; those whose states accept the same patterns are one
//! class. Walking breadth first finds the shortest text of each.

use super::set::Set;
use crate::pattern::{Case, Pattern, Token, is};
use std::collections::{BTreeMap, BTreeSet};

/// States that are visited before giving up.
const MOST_STATES: usize = 10_000;

/// Steps from state to state before giving up, counted in places of patterns.
const MOST_WORK: usize = 4_000_000;

/// The classes, as which patterns accept their texts, each with a text. None if there are too many.
///
/// With `domain` patterns in front, only texts that one of these accepts are of interest.
pub(super) fn classes(patterns: &[Pattern], domain: usize) -> Option<BTreeMap<Set, String>> {
    let automaton = Automaton::of(patterns);
    let alphabet = alphabet(patterns);
    let mut classes: BTreeMap<Set, String> = BTreeMap::new();
    let mut seen = BTreeSet::new();
    let mut level = vec![(automaton.start(), String::new())];
    let mut work = 0;
    while !level.is_empty() {
        let mut next = Vec::new();
        for (state, text) in level {
            let accepts = automaton.accepts(&state);
            let example = classes.entry(accepts).or_insert_with(|| text.clone());
            if example.is_empty() {
                // The empty text is a poor example where there is another.
                example.clone_from(&text);
            }
            for letter in &alphabet {
                let to = automaton.step(&state, *letter, &mut work);
                if automaton.is_of_interest(&to, domain) && seen.insert(to.clone()) {
                    next.push((to, format!("{text}{letter}")));
                }
            }
            if seen.len() > MOST_STATES || work > MOST_WORK {
                return None;
            }
        }
        level = next;
    }
    classes.retain(|accepts, _| domain == 0 || accepts.iter().any(|pattern| pattern < domain));
    Some(classes)
}

/// The places of all patterns, one after the other; each pattern has one more than it has tokens.
struct Automaton<'p> {
    places: Vec<Place<'p>>,
    /// The first place of each pattern.
    starts: Vec<usize>,
}

/// A place in a pattern: what comes next there, or nothing at the end.
struct Place<'p> {
    token: Option<&'p Token>,
    case: Case,
    pattern: usize,
}

impl<'p> Automaton<'p> {
    fn of(patterns: &'p [Pattern]) -> Self {
        let (mut places, mut starts) = (Vec::new(), Vec::new());
        for (pattern, one) in patterns.iter().enumerate() {
            starts.push(places.len());
            let tokens = one.tokens.iter().map(Some).chain([None]);
            places.extend(tokens.map(|token| Place { token, case: one.case, pattern }));
        }
        Self { places, starts }
    }

    fn start(&self) -> Set {
        let mut state = Set::none(self.places.len());
        self.starts.iter().for_each(|place| self.reach(&mut state, *place));
        state
    }

    /// Adds a place, and those behind wildcards that match nothing.
    fn reach(&self, state: &mut Set, mut place: usize) {
        state.insert(place);
        while self.is_run(place) {
            place += 1;
            state.insert(place);
        }
    }

    fn is_run(&self, place: usize) -> bool {
        let token = self.places.get(place).and_then(|place| place.token);
        matches!(token, Some(Token::Any | Token::AnyInPart))
    }

    fn step(&self, state: &Set, letter: char, work: &mut usize) -> Set {
        let mut next = Set::none(self.places.len());
        for at in state.iter() {
            *work += 1;
            let Some(Place { token: Some(token), case, .. }) = self.places.get(at) else { continue };
            match token {
                Token::Any => self.reach(&mut next, at),
                Token::AnyInPart if letter != ':' => self.reach(&mut next, at),
                other if is(other, letter, *case) => self.reach(&mut next, at + 1),
                _ => {}
            }
        }
        next
    }

    /// The patterns that accept a text which ends in this state.
    fn accepts(&self, state: &Set) -> Set {
        let mut accepts = Set::none(self.starts.len());
        let ends = state.iter().filter_map(|at| self.places.get(at)).filter(|place| place.token.is_none());
        ends.for_each(|place| accepts.insert(place.pattern));
        accepts
    }

    /// Whether a text of the domain can still come of it.
    fn is_of_interest(&self, state: &Set, domain: usize) -> bool {
        domain == 0
            || state
                .iter()
                .next()
                .and_then(|at| self.places.get(at))
                .is_some_and(|place| place.pattern < domain)
    }
}

/// One letter of each kind that patterns tell apart, first the one that stands for all the others.
fn alphabet(patterns: &[Pattern]) -> Vec<char> {
    let is_strict = patterns.iter().any(|one| one.case == Case::Counts);
    let mut letters = BTreeSet::from([':']);
    for pattern in patterns {
        for token in &pattern.tokens {
            let Token::Char(letter) = token else { continue };
            match pattern.case {
                Case::Counts => letters.extend([*letter]),
                Case::Folds if is_strict => {
                    letters.extend([letter.to_ascii_lowercase(), letter.to_ascii_uppercase()]);
                }
                Case::Folds => letters.extend([letter.to_ascii_lowercase()]),
            }
        }
    }
    let candidates = ('x'..='z').chain('a'..='w').chain('0'..='9').chain('\u{e0}'..);
    let other =
        candidates.into_iter().find(|c| !letters.contains(c) && !letters.contains(&c.to_ascii_uppercase()));
    other.into_iter().chain(letters).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(patterns: &[Pattern], domain: usize) -> String {
        let lines = classes(patterns, domain).unwrap().into_iter().map(|(accepts, example)| {
            let accepts: Vec<String> = accepts.iter().map(|one| one.to_string()).collect();
            format!("[{}] {example}", accepts.join(" "))
        });
        lines.collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn every_combination_that_some_text_has() {
        insta::assert_snapshot!(found(&["a*", "*b", "ab?"].map(Pattern::glob), 0), @"
        [] x
        [0] a
        [1] b
        [0 1] ab
        [0 2] abx
        [0 1 2] abb
        ");
    }

    #[test]
    fn case_counts_for_some_patterns() {
        insta::assert_snapshot!(found(&[Pattern::literal("a", Case::Folds), Pattern::literal("a", Case::Counts)], 0), @"
        [] x
        [0] A
        [0 1] a
        ");
    }

    #[test]
    fn only_texts_of_the_domain() {
        let arn = |text| Pattern::arn(text).unwrap();
        insta::assert_snapshot!(found(&[arn("arn:aws:s3:::*"), arn("arn:aws:s3:::a*"), arn("arn:aws:ec2:::*")], 1), @"
        [0] arn:aws:s3:::
        [0 1] arn:aws:s3:::a
        ");
    }

    #[test]
    fn absurd_patterns_are_given_up() {
        let patterns: Vec<Pattern> =
            (1..30).map(|n| Pattern::glob(&format!("*a{}b*", "?".repeat(n)))).collect();
        assert!(classes(&patterns, 0).is_none());
    }
}
