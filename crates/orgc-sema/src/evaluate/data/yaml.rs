//! YAML and JSON.

use super::{Source, diagnostics};
use crate::value::{Entry, Located, Value};
use orgc_diag::{Diagnostic, Span};
use saphyr_parser::{Event, Parser, ScalarStyle};
use std::collections::BTreeMap;

/// Levels of a document.
const DEEPEST: usize = 100;

/// Elements that a document may expand to; an anchor used again and again would expand without end.
const MOST_ELEMENTS: usize = 1_000_000;

/// The value of a JSON text: strict JSON, which YAML reads alike.
pub(super) fn read_json(source: &Source<'_>) -> Result<Value, Vec<Diagnostic>> {
    let Err(error) = serde_json::from_str::<serde::de::IgnoredAny>(source.text) else { return read(source) };
    // Reading it into values explains more faults.
    let error = serde_json::from_str::<serde_json::Value>(source.text).err().unwrap_or(error);
    let lines = source.text.split_inclusive('\n').take(error.line().saturating_sub(1));
    let at = lines.map(str::len).sum::<usize>() + error.column().saturating_sub(1);
    let at = at.min(source.text.len());
    let reason = error.to_string();
    let reason = reason.split(" at line ").next().unwrap_or_default();
    Err(vec![diagnostics::not_readable("JSON", reason, source.span(at, at), source)])
}

/// The value of a YAML document. Bare words stay words, text in quotes is text.
pub(super) fn read(source: &Source<'_>) -> Result<Value, Vec<Diagnostic>> {
    // Places in YAML count characters.
    let bytes: Vec<usize> =
        source.text.char_indices().map(|(byte, _)| byte).chain([source.text.len()]).collect();
    let byte = |index: usize| bytes.get(index).copied().unwrap_or(source.text.len());
    let mut builder = Builder::default();
    for event in Parser::new_from_str(source.text) {
        let taken = match event {
            Ok((event, mark)) => {
                let span = source.span(byte(mark.start.index()), byte(mark.end.index()));
                builder.take(event, span).map_err(|reason| (reason, span))
            }
            Err(error) => {
                let at = byte(error.marker().index());
                Err((error.info().to_owned(), source.span(at, at)))
            }
        };
        if let Err((reason, span)) = taken {
            return Err(vec![diagnostics::not_readable("YAML", &reason, span, source)]);
        }
    }
    let mut documents = builder.documents.into_iter();
    match (documents.next(), documents.next()) {
        (Some(one), None) => Ok(one.value),
        (None, _) => Err(vec![diagnostics::not_readable("YAML", "it is empty", source.span(0, 0), source)]),
        (Some(_), Some(second)) => {
            Err(vec![diagnostics::not_readable("YAML", "it has more than one document", second.span, source)])
        }
    }
}

/// Builds values from the events of a YAML text.
#[derive(Default)]
struct Builder {
    documents: Vec<Located>,
    /// What is open, outermost first.
    open: Vec<Open>,
    anchors: BTreeMap<usize, Located>,
    elements: usize,
}

struct Open {
    parts: Parts,
    start: Span,
    anchor: usize,
    /// The key that waits for its value, in a map.
    key: Option<(String, Span)>,
}

enum Parts {
    List(Vec<Located>),
    Map(Vec<Entry>),
}

impl Builder {
    fn take(&mut self, event: Event<'_>, span: Span) -> Result<(), String> {
        match event {
            Event::Scalar(text, style, anchor, _) => {
                let value = scalar(text.into_owned(), style);
                self.put(Located::new(value, span), anchor)
            }
            Event::SequenceStart(anchor, _) => self.begin(Parts::List(Vec::new()), anchor, span),
            Event::MappingStart(anchor, _) => self.begin(Parts::Map(Vec::new()), anchor, span),
            Event::SequenceEnd | Event::MappingEnd => match self.open.pop() {
                Some(open) => {
                    let whole = open.start.join(span);
                    let value = match open.parts {
                        Parts::List(items) => Value::list(items),
                        Parts::Map(entries) => Value::map(entries),
                    };
                    self.put(Located::new(value, whole), open.anchor)
                }
                None => Err("it is not complete".to_owned()),
            },
            Event::Alias(anchor) => match self.anchors.get(&anchor).cloned() {
                Some(known) => self.put(known, 0),
                None => Err("an alias names no anchor".to_owned()),
            },
            _ => Ok(()),
        }
    }

    fn begin(&mut self, parts: Parts, anchor: usize, start: Span) -> Result<(), String> {
        if self.open.len() >= DEEPEST {
            return Err(format!("it is more than {DEEPEST} levels deep"));
        }
        self.open.push(Open { parts, start, anchor, key: None });
        Ok(())
    }

    fn put(&mut self, located: Located, anchor: usize) -> Result<(), String> {
        self.elements = self.elements.saturating_add(located.value.weight());
        if self.elements > MOST_ELEMENTS * DEEPEST {
            return Err("it expands to too many values".to_owned());
        }
        if anchor != 0 {
            self.anchors.insert(anchor, located.clone());
        }
        let Some(open) = self.open.last_mut() else {
            self.documents.push(located);
            return Ok(());
        };
        match (&mut open.parts, open.key.take()) {
            (Parts::List(items), _) => items.push(located),
            (Parts::Map(entries), Some((key, key_span))) => {
                if entries.iter().any(|entry| entry.key == key) {
                    return Err(format!("key `{key}` stands twice in one map"));
                }
                entries.push(Entry { key, key_span, value: located });
            }
            (Parts::Map(_), None) => match located.value.as_text().as_ref().and_then(|text| text.known()) {
                Some(key) => open.key = Some((key.to_owned(), located.span)),
                None => return Err("a key is not a string".to_owned()),
            },
        }
        Ok(())
    }
}

fn scalar(text: String, style: ScalarStyle) -> Value {
    match style {
        ScalarStyle::Plain if matches!(text.as_str(), "" | "~" | "null") => Value::None,
        ScalarStyle::Plain => Value::Word(text),
        _ => Value::text(text),
    }
}
