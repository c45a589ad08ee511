//! The grammar itself: the only place where the parser generator shows.

use std::num::NonZeroUsize;

use pest::Parser;
use pest::error::{Error, ErrorVariant, InputLocation};
use pest::iterators::Pair;

/// The generated parser.
#[derive(pest_derive::Parser)]
#[grammar = "../../../grammar/org.pest"]
struct Grammar;

pub(super) type Node<'t> = Pair<'t, Rule>;

/// A second belt: no text, however odd, keeps the parser busy for longer than this many steps.
/// Well-formed files take 8 to 15 steps for each byte.
const MOST_STEPS: Option<NonZeroUsize> = NonZeroUsize::new(4_000_000_000);

/// Where strict parsing stopped and what would have fitted there.
#[derive(Clone, Debug)]
pub(super) struct Stop {
    /// The place, in bytes.
    pub(super) at: usize,
    /// What could stand there, in the words of users, without repetitions.
    pub(super) expected: Vec<String>,
}

/// Parses a file. It fails only when nesting exhausts the stack or the text the step limit.
/// The error is the place where it stopped.
pub(super) fn parse_file(text: &str) -> Result<Node<'_>, usize> {
    pest::set_call_limit(MOST_STEPS);
    let mut nodes = Grammar::parse(Rule::file, text).map_err(|error| place(&error))?;
    nodes.next().ok_or(0)
}

/// Parses a text that should be one item and nothing else.
pub(super) fn parse_item(text: &str) -> Result<(), Stop> {
    pest::set_call_limit(MOST_STEPS);
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

fn expected(error: &Error<Rule>) -> Vec<String> {
    let ErrorVariant::ParsingError { positives, .. } = &error.variant else { return Vec::new() };
    let mut words: Vec<String> = Vec::new();
    for word in positives.iter().filter_map(|rule| spelling(*rule)) {
        if !words.contains(&word) {
            words.push(word);
        }
    }
    words
}

/// Whether a node is a mark that only separates others.
pub(super) fn is_punctuation(rule: Rule) -> bool {
    punctuation(rule).is_some() && rule != Rule::optional_mark || rule == Rule::EOI
}

/// How users call what a rule stands for. Nothing for what may be left out almost everywhere, as
/// naming it would hide the rest.
fn spelling(rule: Rule) -> Option<String> {
    if let Some(mark) = punctuation(rule) {
        return (rule != Rule::optional_mark).then(|| format!("`{mark}`"));
    }
    let name = format!("{rule:?}");
    if let Some(word) = name.strip_prefix("kw_") {
        return Some(format!("`{word}`"));
    }
    if name.starts_with("op_") {
        return Some("an operator".to_owned());
    }
    match rule {
        Rule::call | Rule::index | Rule::member | Rule::quantifier | Rule::type_args => None,
        _ => Some(concept(rule).to_owned()),
    }
}

fn punctuation(rule: Rule) -> Option<&'static str> {
    Some(match rule {
        Rule::equals => "=",
        Rule::comma => ",",
        Rule::colon => ":",
        Rule::dot => ".",
        Rule::bar => "|",
        Rule::arrow => "->",
        Rule::optional_mark => "?",
        Rule::open_brace => "{",
        Rule::close_brace => "}",
        Rule::open_paren => "(",
        Rule::close_paren => ")",
        Rule::open_bracket => "[",
        Rule::close_bracket => "]",
        Rule::close_angle => ">",
        _ => return None,
    })
}

fn concept(rule: Rule) -> &'static str {
    match rule {
        Rule::EOI => "the end of the item",
        Rule::body | Rule::fields | Rule::map => "`{`",
        Rule::list => "`[`",
        Rule::params => "`(`",
        Rule::from => "`from`",
        Rule::on_clause => "`on`",
        Rule::by_clause => "`by`",
        Rule::sid | Rule::as_role => "`as`",
        Rule::guard => "`when` or `unless`",
        Rule::modal => "`can` or `cannot`",
        Rule::for_head | Rule::comp => "`for`",
        Rule::where_clause => "`where`",
        Rule::all_word => "`all`",
        Rule::expr | Rule::operand => "a value",
        Rule::string | Rule::title | Rule::reason => "a string",
        Rule::actions | Rule::action_list | Rule::iam_name => "an action",
        Rule::condition => "a condition",
        Rule::cond_key => "a condition key",
        Rule::cond_test | Rule::cond_op | Rule::raw_op => "a comparison",
        Rule::kind => "a kind",
        Rule::r#type | Rule::type_atom => "a type",
        Rule::field => "a field",
        Rule::par => "a parameter",
        Rule::arg => "an argument",
        Rule::entry => "an entry `key = value`",
        Rule::regions => "a Region",
        Rule::ident | Rule::ident_any | Rule::label | Rule::path | Rule::paths | Rule::any_path
        | Rule::use_path | Rule::name | Rule::address | Rule::tag | Rule::binders
        | Rule::subject => "a name",
        _ => "an item",
    }
}
