//! Known mistakes, mostly habits from other languages, recognised by their shape.

use orgc_diag::{Diagnostic, Edit, Fix, Span, codes};

use super::diagnostics::shortened;
use super::foreign_words::foreign_word;
use super::place::{Place, first_token};

/// The mistake at a place, if it is a known one.
pub(super) fn known_mistake(place: &Place<'_>) -> Option<Diagnostic> {
    const SHAPES: &[fn(&Place<'_>) -> Option<Diagnostic>] = &[
        equality,
        assignment,
        symbol_operator,
        email,
        single_quotes,
        block_comment,
        semicolon,
        unit,
        json,
        dash_list,
        reserved_word,
        foreign_letter,
    ];
    foreign_word(place).or_else(|| SHAPES.iter().find_map(|shape| shape(place)))
}

fn unexpected(message: impl Into<String>) -> Diagnostic {
    Diagnostic::new(codes::UNEXPECTED_TOKEN, message)
}

/// `a = b` where two values are compared.
fn equality(place: &Place<'_>) -> Option<Diagnostic> {
    let compares = place.expects("a comparison") || place.expects("an operator");
    let single = place.rest().starts_with('=') && !place.rest().starts_with("=>");
    (compares && single).then(|| {
        let span = place.span(place.at, place.at + 1);
        unexpected("values are compared with `==`, `=` assigns").at(span, "write `==`").fix(Fix::replace(
            "replace `=` by `==`",
            span,
            "==",
        ))
    })
}

/// `name: value`, `name => value`, `name := value`, `name == value`.
fn assignment(place: &Place<'_>) -> Option<Diagnostic> {
    let (at, mark) = assignment_here(place).or_else(|| assignment_at_head(place))?;
    let span = place.span(at, at + mark.len());
    let spaced = place.text.get(..at)?.ends_with([' ', '\t']);
    let followed = place.text.get(at + mark.len()..)?.starts_with(char::is_whitespace);
    let replacement = format!("{}={}", if spaced { "" } else { " " }, if followed { "" } else { " " });
    Some(
        unexpected(format!("values are assigned with `=`, not with `{mark}`"))
            .at(span, "write `=`")
            .fix(Fix::replace(format!("replace `{mark}` by `=`"), span, replacement)),
    )
}

const ASSIGNMENTS: &[&str] = &[":=", "=>", "==", ":"];

fn assignment_here(place: &Place<'_>) -> Option<(usize, &'static str)> {
    if !place.expects("`=`") {
        return None;
    }
    ASSIGNMENTS.iter().find(|mark| place.rest().starts_with(**mark)).map(|mark| (place.at, *mark))
}

/// A colon after the first word looks like the start of a block to the grammar, so that it fails
/// only after it.
fn assignment_at_head(place: &Place<'_>) -> Option<(usize, &'static str)> {
    let junk = place.text.get(place.junk..)?;
    let name = match junk.strip_prefix('"') {
        Some(rest) => rest.find('"')? + 2,
        None => first_token(junk).len(),
    };
    let after = junk.get(name..)?;
    let gap = after.len() - after.trim_start_matches([' ', '\t']).len();
    let rest = after.get(gap..)?;
    let mark = ASSIGNMENTS.iter().find(|mark| rest.starts_with(**mark))?;
    let value = rest.get(mark.len()..)?;
    // `s3:GetObject` is a name.
    let is_name = *mark == ":" && value.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '*');
    (name > 0 && !is_name).then_some((place.junk + name + gap, *mark))
}

fn symbol_operator(place: &Place<'_>) -> Option<Diagnostic> {
    const WORDS: &[(&str, &str)] = &[("&&", "and"), ("||", "or"), ("!", "not")];
    let (symbol, word) = WORDS.iter().find(|(symbol, _)| place.rest().starts_with(symbol))?;
    let span = place.span(place.at, place.at + symbol.len());
    let replacement = if *word == "not" { "not " } else { word };
    Some(
        unexpected(format!("`{symbol}` is written `{word}`"))
            .at(span, format!("write `{word}`"))
            .fix(Fix::replace(format!("replace `{symbol}` by `{word}`"), span, replacement)),
    )
}

/// `aws+dev@acme.com`, which the grammar reads as a sum up to the `@`, or as a number with a unit.
fn email(place: &Place<'_>) -> Option<Diagnostic> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || "._%+-@".contains(c);
    let start = place.before().trim_end_matches(is_part).len();
    let whole = place.text.get(start..)?;
    let end = whole.find(|c| !is_part(c)).unwrap_or(whole.len());
    let written = whole.get(..end)?.trim_end_matches('.');
    let (local, domain) = written.split_once('@')?;
    if local.is_empty() || !domain.starts_with(|c: char| c.is_ascii_alphanumeric()) || domain.contains('@') {
        return None;
    }
    let span = place.span(start, start + written.len());
    let quote = |span: Span| Edit::new(span, "\"".to_owned());
    let edits = vec![quote(span.before()), quote(span.after())];
    Some(
        unexpected(format!("`{}` is an e-mail address, and that is text", shortened(written)))
            .at(span, "text stands between double quotes")
            .fix(Fix { title: "put it in quotes".to_owned(), edits }),
    )
}

fn single_quotes(place: &Place<'_>) -> Option<Diagnostic> {
    let inner = place.rest().strip_prefix('\'')?;
    let open = place.span(place.at, place.at + 1);
    let found = unexpected("strings stand between double quotes").at(open, "write `\"`");
    let line = inner.lines().next().unwrap_or_default();
    let Some(length) = line.find('\'') else { return Some(found) };
    let close = place.at + 1 + length;
    let edit = |span: Span| Edit::new(span, "\"".to_owned());
    let edits = vec![edit(open), edit(place.span(close, close + 1))];
    Some(found.fix(Fix { title: "use double quotes".to_owned(), edits }))
}

fn block_comment(place: &Place<'_>) -> Option<Diagnostic> {
    place.rest().starts_with("/*").then(|| {
        unexpected("comments start with `#` on each line, `/* … */` is none")
            .at(place.span(place.at, place.at + 2), "write `#`")
    })
}

fn semicolon(place: &Place<'_>) -> Option<Diagnostic> {
    place.rest().starts_with(';').then(|| {
        let span = place.span(place.at, place.at + 1);
        unexpected("nothing ends with `;`: the next item starts on the next line")
            .at(span, "delete it")
            .fix(Fix::replace("delete `;`", span, ""))
    })
}

/// `30 days`, `5k`, `500 usd`.
fn unit(place: &Place<'_>) -> Option<Diagnostic> {
    let word = first_token(place.rest());
    let gap = place.before().trim_end_matches(' ');
    let is_digit = |c: char| c.is_ascii_digit() || matches!(c, '_' | '.');
    let start = gap.trim_end_matches(is_digit).len();
    let number = gap.get(start..)?;
    let whole_number = number.starts_with(|c: char| c.is_ascii_digit())
        && !gap.get(..start)?.ends_with(|c: char| c.is_ascii_alphanumeric());
    if !whole_number || !word.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    // A word at a distance may be anything.
    if gap.len() < place.before().len() && meant(number, word).is_none() {
        return None;
    }
    let span = place.span(start, place.at + word.len());
    let found = Diagnostic::new(codes::BAD_LITERAL, format!("`{word}` is no unit"))
        .at(span, "a number with something behind it");
    Some(match meant(number, word) {
        Some(meant) => {
            found.help(format!("write `{meant}`")).fix(Fix::replace(format!("write `{meant}`"), span, meant))
        }
        None => found.help(
            "units are `%`, `ms`, `s`, `min`, `h`, `d`, `w` directly behind the number, and \
             currencies in three capitals after a space: `5_000 USD`",
        ),
    })
}

/// What a number with a wrong unit probably means.
fn meant(number: &str, word: &str) -> Option<String> {
    let unit = match word.to_ascii_lowercase().as_str() {
        "millisecond" | "milliseconds" | "ms" => "ms",
        "second" | "seconds" | "sec" | "secs" | "s" => "s",
        "minute" | "minutes" | "mins" | "min" => "min",
        "hour" | "hours" | "hr" | "hrs" | "h" => "h",
        "day" | "days" | "d" => "d",
        "week" | "weeks" | "w" => "w",
        "percent" => "%",
        "k" => "_000",
        "usd" => " USD",
        "eur" => " EUR",
        "gbp" => " GBP",
        _ => return None,
    };
    (!(unit == "_000" && number.contains('.'))).then(|| format!("{number}{unit}"))
}

fn json(place: &Place<'_>) -> Option<Diagnostic> {
    let junk = place.text.get(place.junk..)?;
    let inner = junk.strip_prefix(['{', '['])?;
    inner.trim_start().starts_with(['"', '{', '[']).then(|| {
        unexpected("JSON cannot stand here")
            .at(place.span(place.junk, place.junk + 1), "this looks like JSON")
            .help("a policy in JSON is used as it is: `policy Name: scp from \"file.json\"`")
    })
}

fn dash_list(place: &Place<'_>) -> Option<Diagnostic> {
    let junk = place.text.get(place.junk..)?;
    junk.starts_with("- ").then(|| {
        unexpected("lists are written `[a, b]`, not with dashes")
            .at(place.span(place.junk, place.junk + 1), "this looks like YAML")
    })
}

fn reserved_word(place: &Place<'_>) -> Option<Diagnostic> {
    const RESERVED: &[&str] =
        &["and", "or", "not", "in", "like", "if", "then", "else", "for", "where", "true", "false", "none"];
    let word = first_token(place.rest());
    (RESERVED.contains(&word) && place.expects("a name")).then(|| {
        unexpected(format!("`{word}` is a reserved word and cannot be a name here"))
            .at(place.span(place.at, place.at + word.len()), "choose another name")
    })
}

fn foreign_letter(place: &Place<'_>) -> Option<Diagnostic> {
    let character = place.rest().chars().next().filter(|c| !c.is_ascii())?;
    let word = first_token(place.rest());
    let written = if word.is_empty() { character.to_string() } else { word.to_owned() };
    Some(
        unexpected(format!("`{written}` cannot stand here"))
            .at(place.span(place.at, place.at + written.len()), "not ASCII")
            .help("names are made of ASCII letters, digits, `_` and `-`; other letters stand in strings"),
    )
}
