//! Keys grouped by their value: `opt-out = [lex, polly]`.

use super::diagnostics;
use super::leaf::under;
use super::source::{Entry, Source};
use crate::evaluate::Evaluator;
use crate::value::{Entry as ValueEntry, Located, Type, Value};
use orgc_diag::Span;
use orgc_policy::management::{Groups, Node, Shape};
use std::collections::BTreeMap;

/// The object that the groups say; none if none is written.
pub(super) fn value<'a>(
    groups: &Groups,
    node: &Node,
    entries: &mut Vec<Entry<'a>>,
    evaluator: &mut Evaluator<'a, '_>,
) -> Option<Located> {
    let mut keys: BTreeMap<String, (Span, &str)> = BTreeMap::new();
    let mut first = None;
    for (attribute, word) in &groups.attributes {
        let Some(index) = entries.iter().position(|entry| entry.key == *attribute) else { continue };
        let entry = entries.remove(index);
        first = first.or(Some(entry.span));
        for (key, span) in members(groups, entry.source, evaluator) {
            if let Some((before, _)) = keys.insert(key.clone(), (span, word)) {
                evaluator.reports.push(diagnostics::given_twice(&key, before, span));
            }
        }
    }
    let span = first?;
    let (everything, others): (Vec<_>, Vec<_>) =
        keys.into_iter().partition(|(key, _)| *key == groups.everything);
    let member = |(key, (span, word)): (String, (Span, &str))| ValueEntry {
        key,
        key_span: span,
        value: assigned(node, word, span),
    };
    let members = everything.into_iter().chain(others).map(member).collect();
    Some(Located::new(Value::map(members), span))
}

/// The keys of a group: `all`, or a list of words.
fn members<'a>(
    groups: &Groups,
    source: Source<'a>,
    evaluator: &mut Evaluator<'a, '_>,
) -> Vec<(String, Span)> {
    if source.word() == Some("all") {
        return vec![(groups.everything.clone(), source.span())];
    }
    let expected = Type::list(Type::Choice(groups.words.clone()));
    let Value::List(items) = source.expect(&expected, evaluator).value else { return Vec::new() };
    let word = |item: &Located| Some((item.value.as_text()?.known()?.to_owned(), item.span));
    items.iter().filter_map(word).collect()
}

/// What stands under each key: the value, in the one place where it can stand.
fn assigned(node: &Node, word: &str, span: Span) -> Located {
    let value = under("@@assign", span, Located::new(Value::text(word), span));
    match node {
        Node::Each { value: inner, .. } => match inner.as_ref() {
            Node::Block(Shape { fields }) => match fields.iter().find(|field| field.short) {
                Some(field) => under(&field.key, span, value),
                None => value,
            },
            _ => value,
        },
        _ => value,
    }
}
