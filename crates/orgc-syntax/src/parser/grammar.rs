//! The grammar itself: the only place where the parser generator shows.

use std::num::NonZeroUsize;

use pest::Parser;
use pest::error::{Error, ErrorVariant, InputLocation};
use pest::iterators::{Pair, Pairs};

/// The generated parser.
#[derive(pest_derive::Parser)]
#[grammar = "../../../grammar/org.pest"]
struct Grammar;

pub(super) type Node<'t> = Pair<'t, Rule>;
pub(super) type Nodes<'t> = Pairs<'t, Rule>;

/// A second belt: no text, however odd, keeps the parser busy for longer than this many steps.
/// Well-formed files take 8 to 15 steps for each byte.
const MOST_STEPS: NonZeroUsize = NonZeroUsize::new(4_000_000_000).unwrap();

/// Where strict parsing stopped and what would have fitted there.
#[derive(Clone, Debug)]
pub(super) struct Stop {
    /// The place, in bytes.
    pub(super) at: usize,
    /// What could stand there, in the words of users, without repetitions.
    pub(super) expected: Vec<&'static str>,
}

/// Parses a file. It fails only when nesting exhausts the stack or the text the step limit.
pub(super) fn parse_file(text: &str) -> Result<Nodes<'_>, usize> {
    pest::set_call_limit(Some(MOST_STEPS));
    let mut nodes = Grammar::parse(Rule::file, text).map_err(|error| place(&error))?;
    Ok(nodes.next().map_or_else(|| Pairs::single_empty(nodes), Pair::into_inner))
}

/// Parses a text that should be one item and nothing else.
pub(super) fn parse_item(text: &str) -> Result<(), Stop> {
    pest::set_call_limit(Some(MOST_STEPS));
    Grammar::parse(Rule::one_item, text).map(|_| ()).map_err(|error| Stop {
        at: place(&error),
        expected: expected(&error),
    })
}

fn place(error: &Error<Rule>) -> usize {
    match error.location {
        InputLocation::Pos(at) | InputLocation::Span((at, _)) => at,
    }
}

fn expected(error: &Error<Rule>) -> Vec<&'static str> {
    let ErrorVariant::ParsingError { positives, .. } = &error.variant else { return Vec::new() };
    let mut words: Vec<&'static str> = Vec::new();
    for word in positives.iter().filter_map(|rule| spelling(*rule)) {
        if !words.contains(&word) {
            words.push(word);
        }
    }
    words
}
