//! Rules that do nothing, or less than they seem to: written as rules or as JSON.

use orgc_diag::{Code, Diagnostic, Span, codes};
use orgc_policy::{Document, Effect, JsonPath, Odd, Oddity, Places};

/// What a statement is to whoever reads the source.
#[derive(Clone, Debug)]
pub(super) struct Shown<'t> {
    /// The rule that it belongs to: statements with one number are one rule.
    pub(super) number: usize,
    /// What is marked.
    pub(super) span: Span,
    pub(super) form: Form<'t>,
}

/// How it is written.
#[derive(Clone, Debug)]
pub(super) enum Form<'t> {
    /// As a rule.
    Rule,
    /// As a value with the keys of the document.
    Content,
    /// In a text, of which nothing less than all can be marked: what it is called, and the way to the statement.
    Text { origin: &'t str, places: &'t Places<'t>, path: JsonPath },
}

/// What is odd about the rules of a document. A rule with several statements does nothing if each of them does
/// nothing.
pub(super) fn oddities(document: &Document, shown: &[Shown<'_>]) -> Vec<Diagnostic> {
    let found = document.oddities();
    let mut reports = Vec::new();
    for (at, rule) in shown.iter().enumerate() {
        let own = |statement: usize| shown.get(statement).filter(|one| one.number == rule.number);
        if (0..at).any(|before| own(before).is_some()) {
            continue;
        }
        let statements = (at..shown.len()).filter(|statement| own(*statement).is_some()).count();
        let of_rule: Vec<&Oddity> = found.iter().filter(|one| own(one.statement).is_some()).collect();
        let shadows: Vec<&Shown<'_>> = of_rule
            .iter()
            .filter_map(|one| match one.what {
                Odd::Shadowed { by } if own(by).is_none() => shown.get(by),
                _ => None,
            })
            .collect();
        let effect = document.statements.get(at).map_or(Effect::Deny, |one| one.effect);
        let shadow = shadows.first().filter(|_| shadows.len() == statements);
        reports.extend(shadow.map(|other| shadowed(effect, rule, other)));
        let never = of_rule.iter().filter_map(|one| match &one.what {
            Odd::Contradicts { key } => Some(key),
            _ => None,
        });
        let never: Vec<&String> = never.collect();
        let never = never.first().filter(|_| never.len() == statements);
        reports.extend(never.map(|key| contradicts(key, rule)));
        reports.extend(of_rule.iter().find_map(|one| match &one.what {
            Odd::Shadowed { .. } | Odd::Contradicts { .. } => None,
            Odd::NoEffect => Some(no_effect(rule)),
            Odd::FailsOpen { key } => Some(fails_open(key, rule)),
        }));
    }
    reports
}

/// Another rule does all that a rule does.
fn shadowed(effect: Effect, rule: &Shown<'_>, other: &Shown<'_>) -> Diagnostic {
    let does = match effect {
        Effect::Deny => "denies",
        Effect::Allow => "allows",
    };
    let message = format!("another rule already {does} all of this");
    let diagnostic = rule.odd(codes::SHADOWED_RULE, &message, "does nothing more");
    let diagnostic = match &other.form {
        Form::Text { places, path, .. } => {
            diagnostic.note(format!("the other one is at {}", place(places, path)))
        }
        Form::Rule | Form::Content => diagnostic.at(other.span, format!("{does} all of it")),
    };
    diagnostic.help("delete it, or narrow the other rule")
}

/// The conditions of a rule never hold together.
fn contradicts(key: &str, rule: &Shown<'_>) -> Diagnostic {
    let message = format!("no request meets what this says of `{key}`");
    let label = format!("its conditions on `{key}` contradict each other");
    rule.odd(codes::UNREACHABLE_RULE, &message, &label)
        .help("one of them is enough, or make two rules: all conditions of a rule must hold")
}

fn no_effect(rule: &Shown<'_>) -> Diagnostic {
    let message = "this is about service-linked roles only, which no policy of the organization touches";
    rule.odd(codes::NO_EFFECT, message, "has no effect").help("delete it, or name other principals")
}

fn fails_open(key: &str, rule: &Shown<'_>) -> Diagnostic {
    let message = format!("this also allows requests that have no `{key}`");
    let help = match rule.form {
        Form::Rule => format!(
            "add `and {key} exists`; if requests without it are meant, allow them in a rule with `when {key} missing`"
        ),
        Form::Content | Form::Text { .. } => format!(
            "add the condition `\"Null\": {{ \"{key}\": \"false\" }}`; if requests without it are meant, allow them in a \
             statement with `\"true\"`"
        ),
    };
    rule.odd(codes::FAILS_OPEN, &message, &format!("holds without `{key}`")).help(help)
}

/// Where a path leads in a text.
fn place(places: &Places<'_>, path: &JsonPath) -> String {
    match places.at(path) {
        Some(place) => format!("`{path}` (line {}, column {})", place.line, place.column),
        None => format!("`{path}`"),
    }
}

impl Shown<'_> {
    fn odd(&self, code: Code, message: &str, label: &str) -> Diagnostic {
        match &self.form {
            Form::Rule | Form::Content => Diagnostic::new(code, message).at(self.span, label),
            Form::Text { origin, places, path } => {
                let message = format!("`{origin}`: {message}, at {}", place(places, path));
                Diagnostic::new(code, message).at(self.span, "this text")
            }
        }
    }
}
