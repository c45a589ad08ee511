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
/// Well-formed files take 2 to 4 steps for each byte.
pub(super) const MOST_STEPS: NonZeroUsize = NonZeroUsize::new(4_000_000_000).unwrap();

/// Sets how many steps one text may take from now on.
pub(super) fn limit(most_steps: NonZeroUsize) {
    pest::set_call_limit(Some(most_steps));
}

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
    let mut nodes = Grammar::parse(Rule::file, text).map_err(|error| place(&error))?;
    nodes.next().ok_or(0)
}

/// Parses a text that should be one item and nothing else.
pub(super) fn parse_item(text: &str) -> Result<(), Stop> {
    Grammar::parse(Rule::one_item, text)
        .map(|_| ())
        .map_err(|error| Stop { at: place(&error), expected: expected(&error) })
}

fn place(error: &Error<Rule>) -> usize {
    match error.location {
        InputLocation::Pos(at) | InputLocation::Span((at, _)) => at,
    }
}

fn expected(error: &Error<Rule>) -> Vec<String> {
    let ErrorVariant::ParsingError { positives, .. } = &error.variant else { return Vec::new() };
    let mut words: Vec<String> = Vec::new();
    for spelling in positives.iter().filter_map(|rule| spelling(*rule)) {
        for word in spelling.split(" or ") {
            if words.iter().all(|known| known != word) {
                words.push(word.to_owned());
            }
        }
    }
    keep_telling(words)
}

/// Drops what only repeats: the forms of a value, and what may follow any value.
fn keep_telling(mut words: Vec<String>) -> Vec<String> {
    const FORMS: &[&str] = &[
        "a string",
        "a name",
        "an action",
        "`{`",
        "`[`",
        "`(`",
        "`none`",
        "`policy`",
        "`not`",
        "an operator",
    ];
    const FOLLOWERS: &[&str] = &["`.`", "`(`", "`[`", "`and`", "`or`", "`not`", "`in`", "`like`"];
    let has = |words: &[String], word: &str| words.iter().any(|found| found == word);
    if has(&words, "a value") {
        words.retain(|word| !FORMS.contains(&word.as_str()));
    }
    if has(&words, "an operator") {
        words.retain(|word| !FOLLOWERS.contains(&word.as_str()));
    }
    words
}

/// Whether a node is a mark that only separates others.
pub(super) fn is_punctuation(rule: Rule) -> bool {
    match rule {
        Rule::EOI => true,
        Rule::optional_mark => false,
        _ => punctuation(rule).is_some(),
    }
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
    match rule {
        Rule::call | Rule::index | Rule::member | Rule::quantifier | Rule::type_args => None,
        Rule::unit | Rule::to_line_end | Rule::sentence => None,
        _ => Some(concept(rule).to_owned()),
    }
}

fn punctuation(rule: Rule) -> Option<&'static str> {
    Some(match rule {
        Rule::equals => "=",
        Rule::comma => ",",
        Rule::colon => ":",
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

/// The first word of what starts with a fixed word, or the name of the thing.
fn concept(rule: Rule) -> &'static str {
    match rule {
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
        Rule::effect => "`allow` or `deny`",
        Rule::operator | Rule::op_add => "an operator",
        _ => thing(rule),
    }
}

fn thing(rule: Rule) -> &'static str {
    use Rule as R;
    match rule {
        R::EOI => "the end of the item",
        R::expr | R::operand | R::quantity | R::number | R::text | R::constant => "a value",
        R::paren | R::policy_lit | R::if_expr | R::sign => "a value",
        R::string | R::title | R::reason => "a string",
        R::actions | R::action_list | R::iam_name | R::iam_service => "an action",
        R::condition => "a condition",
        R::cond_key => "a condition key",
        R::cond_test | R::cond_op => "a comparison",
        R::kind => "a kind",
        R::r#type | R::type_atom => "a type",
        R::field => "a field",
        R::par => "a parameter",
        R::arg => "an argument",
        R::entry => "an entry `key = value`",
        R::regions => "a Region",
        R::identifier | R::any_identifier | R::label | R::address | R::tag | R::binders => "a name",
        R::path | R::paths | R::any_path | R::use_path | R::subject => "a name",
        _ => "an item",
    }
}
