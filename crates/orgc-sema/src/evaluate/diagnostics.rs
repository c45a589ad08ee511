//! What can be wrong with expressions.

use crate::value::diagnostics::with_suggestion;
use crate::value::{Located, Value, kind_noun};
use orgc_diag::{Diagnostic, Span, codes};
use std::collections::BTreeSet;

pub(super) fn unknown_name<'c>(
    name: &str,
    span: Span,
    known: impl IntoIterator<Item = &'c str>,
) -> Diagnostic {
    let diagnostic =
        Diagnostic::new(codes::UNKNOWN_NAME, format!("nothing is called `{name}`")).at(span, "unknown name");
    let diagnostic = with_suggestion(diagnostic, name, span, known);
    match diagnostic.help {
        Some(_) => diagnostic,
        None => {
            diagnostic.help(format!("declare it, or write \"{name}\" in quotes if it is meant as a string"))
        }
    }
}

pub(super) fn unknown_of_kind<'c>(
    kind: &str,
    name: &str,
    span: Span,
    known: impl IntoIterator<Item = &'c str>,
) -> Diagnostic {
    let diagnostic =
        Diagnostic::new(codes::UNKNOWN_NAME, format!("no {} is called `{name}`", kind_noun(kind)))
            .at(span, "unknown name");
    with_suggestion(diagnostic, name, span, known)
}

pub(super) fn unknown_region<'c>(
    name: &str,
    span: Span,
    known: impl IntoIterator<Item = &'c str>,
) -> Diagnostic {
    let diagnostic = Diagnostic::new(codes::UNKNOWN_NAME, format!("there is no Region `{name}`"))
        .at(span, "unknown Region")
        .note("the table of Regions is of 2026-11-01");
    with_suggestion(diagnostic, name, span, known)
        .help(format!("a Region that is newer is written \"{name}\""))
}

pub(super) fn unknown_function<'c>(
    name: &str,
    span: Span,
    known: impl IntoIterator<Item = &'c str>,
) -> Diagnostic {
    let diagnostic = Diagnostic::new(codes::UNKNOWN_NAME, format!("there is no function `{name}`"))
        .at(span, "unknown function");
    with_suggestion(diagnostic, name, span, known)
}

pub(super) fn unknown_type<'c>(
    name: &str,
    span: Span,
    known: impl IntoIterator<Item = &'c str>,
) -> Diagnostic {
    let diagnostic =
        Diagnostic::new(codes::UNKNOWN_NAME, format!("there is no type `{name}`")).at(span, "unknown type");
    with_suggestion(diagnostic, name, span, known)
}

pub(super) fn kind_as_value(kind: &str, span: Span) -> Diagnostic {
    Diagnostic::new(codes::UNKNOWN_NAME, format!("`{kind}` alone names nothing"))
        .at(span, "a name is missing")
        .help(format!("write `{kind}.NAME`"))
}

pub(super) fn ambiguous(name: &str, span: Span, offers: &[String]) -> Diagnostic {
    Diagnostic::new(codes::AMBIGUOUS_NAME, format!("`{name}` can mean several things"))
        .at(span, "which one?")
        .help(format!("write {}", offers.join(" or ")))
}

/// Something on which the structure of the model depends mentions a thing of the model.
pub(super) fn later_in_structure(what: &str, name: &str, span: Span) -> Diagnostic {
    Diagnostic::new(
        codes::LATER_IN_STRUCTURE,
        format!("{what} decides which things there are, so it cannot depend on `{name}`"),
    )
    .at(span, "not known yet")
    .help("build it from strings, params and data; things can be named in attributes and sentences")
}

pub(super) fn import_as_value(name: &str, span: Span) -> Diagnostic {
    Diagnostic::new(codes::UNKNOWN_NAME, format!("`{name}` is an import and has no value of its own"))
        .at(span, "a name is missing")
        .help(format!("write `{name}.NAME` for something in that folder"))
}

pub(super) fn private_name(name: &str, span: Span, declared: Span) -> Diagnostic {
    let diagnostic = Diagnostic::new(codes::PRIVATE_NAME, format!("`{name}` is private in its folder"))
        .at(span, "not visible here");
    let diagnostic =
        if declared == span { diagnostic } else { diagnostic.at(declared, "declared `private` here") };
    diagnostic.help("remove `private` there if others may use it")
}

pub(super) fn not_in_module<'c>(
    name: &str,
    folder: &str,
    span: Span,
    known: impl IntoIterator<Item = &'c str>,
) -> Diagnostic {
    let diagnostic =
        Diagnostic::new(codes::UNKNOWN_NAME, format!("folder `{folder}` declares nothing called `{name}`"))
            .at(span, "unknown name");
    with_suggestion(diagnostic, name, span, known)
}

pub(super) fn function_as_value(name: &str, span: Span) -> Diagnostic {
    Diagnostic::new(codes::TYPE_MISMATCH, format!("`{name}` is a function; a value is expected"))
        .at(span, "not called")
        .help(format!("call it: `{name}(…)`"))
}

pub(super) fn not_a_function(name: &str, span: Span, declared: Span) -> Diagnostic {
    Diagnostic::new(codes::TYPE_MISMATCH, format!("`{name}` is a value and cannot be called"))
        .at(span, "not a function")
        .at(declared, "declared without parameters here")
}

pub(super) fn not_callable(span: Span) -> Diagnostic {
    Diagnostic::new(codes::TYPE_MISMATCH, "only a function can be called")
        .at(span, "not a function")
        .help("write the name of a function before the parentheses")
}

pub(super) fn param_without_value(name: &str, span: Span, declared: Span) -> Diagnostic {
    Diagnostic::new(codes::MISSING_ATTRIBUTE, format!("this import must give param `{name}` a value"))
        .at(span, format!("`{name}` is missing"))
        .at(declared, "declared without a default here")
        .help(format!("write `with {{ {name} = … }}` after the folder"))
}

pub(super) fn root_param_without_value(name: &str, span: Span) -> Diagnostic {
    Diagnostic::new(codes::MISSING_ATTRIBUTE, format!("param `{name}` has no value"))
        .at(span, "no default")
        .help(format!("give it one with `--set {name}=…`, in `[params]` of `orgc.toml`, or a default here"))
}

pub(super) fn unknown_param(name: &str, span: Span, known: &[&str]) -> Diagnostic {
    let diagnostic = Diagnostic::new(codes::UNKNOWN_ATTRIBUTE, format!("that folder has no param `{name}`"))
        .at(span, "unknown param");
    let diagnostic = with_suggestion(diagnostic, name, span, known.iter().copied());
    match known {
        [] => diagnostic.note("it has no params"),
        known => diagnostic.note(format!("its params are `{}`", known.join("`, `"))),
    }
}

pub(super) fn unknown_root_param(name: &str, known: &[&str]) -> Diagnostic {
    let diagnostic = Diagnostic::new(
        codes::UNKNOWN_ATTRIBUTE,
        format!("the project has no param `{name}`, which `--set` or `orgc.toml` gives a value"),
    );
    match orgc_diag::suggest(name, known.iter().copied()) {
        Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
        None => diagnostic.help("declare it: `param NAME: String`"),
    }
}

pub(super) fn missing_argument(what: &str, parameter: &str, span: Span, declared: Span) -> Diagnostic {
    Diagnostic::new(codes::MISSING_ATTRIBUTE, format!("{what} needs `{parameter}`"))
        .at(span, format!("`{parameter}` is missing"))
        .at(declared, "declared without a default here")
}

pub(super) fn no_such_argument(
    what: &str,
    argument: &orgc_syntax::ast::Argument,
    known: &[&str],
) -> Diagnostic {
    let list = match known {
        [] => "it has no parameters".to_owned(),
        known => format!("its parameters are `{}`", known.join("`, `")),
    };
    match &argument.name {
        Some(name) => {
            let message = format!("{what} has no parameter `{}`", name.text);
            let diagnostic =
                Diagnostic::new(codes::UNKNOWN_ATTRIBUTE, message).at(name.span, "unknown parameter");
            with_suggestion(diagnostic, &name.text, name.span, known.iter().copied()).note(list)
        }
        None => {
            let message = match known.len() {
                0 => format!("{what} has no parameters"),
                1 => format!("{what} has one parameter and no more"),
                count => format!("{what} has {count} parameters and no more"),
            };
            Diagnostic::new(codes::TYPE_MISMATCH, message).at(argument.span, "one too many").note(list)
        }
    }
}

pub(super) fn argument_twice(first: Span, again: Span) -> Diagnostic {
    Diagnostic::new(codes::DUPLICATE_NAME, "two arguments go to one parameter")
        .at(again, "again here")
        .at(first, "first here")
}

pub(super) fn named_argument(function: &str, span: Span) -> Diagnostic {
    Diagnostic::new(codes::UNKNOWN_ATTRIBUTE, format!("the arguments of `{function}()` have no names"))
        .at(span, "named")
        .help("write the value alone")
}

pub(super) fn argument_count(function: &str, (fewest, most): (usize, usize), span: Span) -> Diagnostic {
    let count = match (fewest, most) {
        (1, 1) => "one argument".to_owned(),
        (fewest, most) if fewest == most => format!("{most} arguments"),
        (fewest, most) => format!("{fewest} or {most} arguments"),
    };
    Diagnostic::new(codes::TYPE_MISMATCH, format!("`{function}()` takes {count}")).at(span, "these")
}

pub(super) fn wrong_argument(function: &str, arguments: &[Located], span: Span) -> Diagnostic {
    let found: Vec<String> = arguments.iter().map(|argument| argument.value.noun()).collect();
    if let Some(none) = arguments.iter().find(|argument| argument.value == Value::None) {
        let message = format!("`{function}()` needs a value, but here is none");
        return Diagnostic::new(codes::UNHANDLED_NONE, message)
            .at(none.span, "this is none")
            .help("say what holds then: `x ?? default`, or `if x != none then … else …`");
    }
    let message = format!("`{function}()` does not work with {}", found.join(" and "));
    let diagnostic = Diagnostic::new(codes::TYPE_MISMATCH, message).at(span, "does not fit");
    match arguments.iter().find_map(|argument| held(&argument.value)) {
        Some(note) => diagnostic.note(note),
        None => diagnostic,
    }
}

/// What a list holds, for functions that work with some lists only.
fn held(value: &Value) -> Option<String> {
    let Value::List(items) = value else { return None };
    let noun = |item: &Located| match &item.value {
        Value::Money { currency, .. } => format!("an amount in {currency}"),
        other => other.noun(),
    };
    let nouns: BTreeSet<String> = items.iter().map(noun).collect();
    let nouns: Vec<String> = nouns.into_iter().collect();
    Some(match nouns.as_slice() {
        [] => "the list is empty".to_owned(),
        some => format!("the list holds {}", some.join(" and ")),
    })
}

pub(super) fn asks_model(function: &str, span: Span) -> Diagnostic {
    Diagnostic::new(
        codes::LATER_IN_STRUCTURE,
        format!("`{function}()` looks at the finished model, of which this is a part"),
    )
    .at(span, "the model is not finished here")
    .help("it can stand in `assert`, `test` and `output`")
}

pub(super) fn too_early(name: &str, thing: &str, span: Span) -> Diagnostic {
    Diagnostic::new(
        codes::LATER_IN_STRUCTURE,
        format!("`{name}` of {thing} is not known here: accounts and units are just being worked out"),
    )
    .at(span, "not known yet")
    .help("put the value into a `let` and use it in both places")
}

pub(super) fn part_of_none(name: &str, span: Span) -> Diagnostic {
    Diagnostic::new(codes::UNHANDLED_NONE, format!("the value is none here, so it has no `{name}`"))
        .at(span, "of none")
        .help("say what holds then: `if x != none then x.y else …`")
}

pub(super) fn only_rules(span: Span) -> Diagnostic {
    Diagnostic::new(codes::NOT_ALLOWED_HERE, "only rules can stand in a policy that is a value")
        .at(span, "not a rule")
        .help("write `allow ACTIONS on RESOURCES when …`")
}

pub(super) fn not_a_loop(value: &Value, span: Span) -> Diagnostic {
    Diagnostic::new(
        codes::TYPE_MISMATCH,
        format!("a loop goes through a list or a map, not {}", value.noun()),
    )
    .at(span, format!("this is {}", value.noun()))
}

pub(super) fn union_of_types(span: Span) -> Diagnostic {
    Diagnostic::new(codes::TYPE_MISMATCH, "a union is made of strings, such as `\"dev\" | \"prod\"`")
        .at(span, "not only strings")
        .help("use a record with optional fields for values of several forms")
}

pub(super) fn type_ring(ring: &[(&str, Span)]) -> Diagnostic {
    ring_of("type", ring).help("data has as many levels as are written; name the levels one by one")
}

pub(super) fn types_too_deep(most: usize, span: Span) -> Diagnostic {
    let message = format!("types that are made of each other go more than {most} levels deep");
    Diagnostic::new(codes::EXPANSION_LIMIT, message)
        .at(span, "too deep")
        .help("let a record hold fewer records, one in the other")
}

pub(crate) fn recursion(what: &str, ring: &[(&str, Span)]) -> Diagnostic {
    ring_of(what, ring).help("repeat with a loop over a list instead")
}

fn ring_of(what: &str, ring: &[(&str, Span)]) -> Diagnostic {
    let last = ring.last().map_or("", |(name, _)| *name);
    let names: Vec<&str> = std::iter::once(last).chain(ring.iter().map(|(name, _)| *name)).collect();
    let steps = names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" → ");
    let diagnostic =
        Diagnostic::new(codes::RECURSIVE_TEMPLATE, format!("{what} `{last}` reaches itself: {steps}"));
    names.iter().zip(ring).rev().fold(diagnostic, |diagnostic, (from, (to, span))| {
        diagnostic.at(*span, format!("`{from}` uses `{to}`"))
    })
}

pub(super) fn too_many_steps(most: u64, span: Span) -> Diagnostic {
    Diagnostic::new(codes::EXPANSION_LIMIT, format!("working out the values takes more than {most} steps"))
        .at(span, "stopped here")
        .help("loops within loops multiply: put a smaller list into the inner one, or a condition on the outer one")
}

pub(super) fn value_cycle(ring: &[(&str, Span)]) -> Diagnostic {
    let last = ring.last().map_or("", |(name, _)| *name);
    let names: Vec<&str> = std::iter::once(last).chain(ring.iter().map(|(name, _)| *name)).collect();
    let steps = names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" → ");
    let diagnostic = Diagnostic::new(codes::VALUE_CYCLE, format!("`{last}` depends on itself: {steps}"));
    let marked = names.iter().zip(ring).fold(diagnostic, |diagnostic, (from, (to, span))| {
        diagnostic.at(*span, format!("`{from}` needs `{to}`"))
    });
    marked.help("give one of them a value of its own")
}

pub(super) fn expansion_limit(most: usize, span: Span) -> Diagnostic {
    Diagnostic::new(codes::EXPANSION_LIMIT, format!("this value has more than {most} elements"))
        .at(span, "too large")
        .help("values that hold others several times multiply: keep them apart, or use parts of them")
}

pub(super) fn text_too_long(most: usize, span: Span) -> Diagnostic {
    Diagnostic::new(codes::EXPANSION_LIMIT, format!("this string has more than {most} bytes"))
        .at(span, "too long")
        .help("strings that hold others several times multiply")
}

pub(super) fn too_deep(most: usize, span: Span) -> Diagnostic {
    Diagnostic::new(
        codes::EXPANSION_LIMIT,
        format!("values that build on each other go more than {most} levels deep"),
    )
    .at(span, "too deep")
    .help("build on fewer values, one upon the other")
}

pub(super) fn duplicate_key(key: &str, first: Span, again: Span) -> Diagnostic {
    Diagnostic::new(codes::DUPLICATE_NAME, format!("key `{key}` stands twice in one map"))
        .at(again, "again here")
        .at(first, "first here")
}

pub(super) fn no_such_key(key: &str, span: Span, known: &[&str]) -> Diagnostic {
    let diagnostic =
        Diagnostic::new(codes::NO_SUCH_KEY, format!("there is no key `{key}`")).at(span, "no such key");
    let diagnostic = with_suggestion(diagnostic, key, span, known.iter().copied());
    match known {
        [] => diagnostic.note("the map is empty"),
        known => diagnostic.note(format!("there are: `{}`", known.join("`, `"))),
    }
}

pub(super) fn no_such_index(index: i64, length: usize, span: Span) -> Diagnostic {
    let note = match length {
        0 => "the list is empty".to_owned(),
        _ => format!("the list has {length} elements, counted from 0"),
    };
    Diagnostic::new(codes::NO_SUCH_KEY, format!("there is no element {index}"))
        .at(span, "no such element")
        .note(note)
}

pub(super) fn no_parts(value: &Value, name: &str, span: Span) -> Diagnostic {
    Diagnostic::new(
        codes::TYPE_MISMATCH,
        format!("{} has no parts, so there is no `{name}` in it", value.noun()),
    )
    .at(span, "nothing to look into")
}

pub(super) fn no_index(value: &Value, span: Span) -> Diagnostic {
    Diagnostic::new(codes::TYPE_MISMATCH, format!("expected a list or a map, found {}", value.noun()))
        .at(span, "nothing to look into")
}

pub(super) fn not_printable(located: &Located) -> Diagnostic {
    if located.value == Value::None {
        return Diagnostic::new(
            codes::UNHANDLED_NONE,
            "the value is none here, so it cannot be part of a string",
        )
        .at(located.span, "this is none")
        .help("say what holds then: `${x ?? \"…\"}`");
    }
    let diagnostic =
        Diagnostic::new(codes::TYPE_MISMATCH, format!("{} cannot be part of a string", located.value.noun()))
            .at(located.span, "not text");
    match located.value {
        Value::Entity(_) => diagnostic.help("write `.id` after it for its id"),
        _ => diagnostic,
    }
}

pub(super) fn not_exact(written: &str, span: Span, expected: &str) -> Diagnostic {
    Diagnostic::new(codes::ARITHMETIC, format!("`{written}` is too large or too fine for {expected}"))
        .at(span, "here")
}

pub(super) fn division_by_zero(span: Span) -> Diagnostic {
    Diagnostic::new(codes::ARITHMETIC, "division by zero").at(span, "the divisor is 0")
}

pub(super) fn overflow(span: Span) -> Diagnostic {
    Diagnostic::new(codes::ARITHMETIC, "the result is too large for a whole number").at(span, "overflows")
}

pub(super) fn mixed_currencies(left: &str, right: &str, span: Span) -> Diagnostic {
    Diagnostic::new(codes::ARITHMETIC, format!("{left} and {right} cannot be put together"))
        .at(span, "two currencies")
        .help("convert one of the amounts")
}

pub(super) fn wrong_operand(operator: &str, value: &Value, span: Span) -> Diagnostic {
    if *value == Value::None {
        return none_operand(operator, span);
    }
    Diagnostic::new(codes::TYPE_MISMATCH, format!("`{operator}` does not work with {}", value.noun()))
        .at(span, format!("this is {}", value.noun()))
}

pub(super) fn not_computable(operator: &str, left: &Value, right: &Value, span: Span) -> Diagnostic {
    if [left, right].contains(&&Value::None) {
        return none_operand(operator, span);
    }
    let diagnostic = Diagnostic::new(
        codes::TYPE_MISMATCH,
        format!("`{operator}` does not work with {} and {}", left.noun(), right.noun()),
    )
    .at(span, "does not fit");
    let are_texts = left.as_text().is_some() && right.as_text().is_some();
    if are_texts {
        diagnostic.help("strings are joined by interpolation: `\"${a}${b}\"`")
    } else {
        diagnostic
    }
}

/// An operand that is none, where there must be a value.
fn none_operand(operator: &str, span: Span) -> Diagnostic {
    Diagnostic::new(codes::UNHANDLED_NONE, format!("`{operator}` needs values, but here is none"))
        .at(span, "with none")
        .help("say what holds then: `x ?? default`, or `if x != none then … else …`")
}

pub(super) fn not_comparable(operator: &str, left: &Value, right: &Value, span: Span) -> Diagnostic {
    if [left, right].contains(&&Value::None) {
        return none_operand(operator, span);
    }
    Diagnostic::new(
        codes::TYPE_MISMATCH,
        format!("`{operator}` cannot compare {} with {}", left.noun(), right.noun()),
    )
    .at(span, "does not fit")
}
