//! What a plugin is asked: the block's attributes, checked against the schema.

use super::{deprecated, diagnostics};
use crate::declare::diagnostics::not_yet;
use crate::declare::{Declared, Part};
use crate::evaluate::Evaluator;
use crate::lower::{Known, attributes};
use crate::model::{Deployment, Model};
use crate::schema::{DEPLOYMENTS, is_deployable};
use crate::spans::{Spans, longer};
use crate::value::diagnostics as value_diagnostics;
use crate::value::{Entry, Located, Type, Value, convert, entity_noun, fit};
use orgc_ir::kinds::{AttributeSchema, KindSchema, Request, Step, ValueType};
use orgc_ir::{Address, Value as ModelValue};
use std::collections::BTreeMap;

/// A request with the places of its values.
#[derive(Debug)]
pub(super) struct Prepared {
    pub request: Request,
    pub spans: Spans,
    /// Whether a value has failed, so that there is nothing to ask.
    pub failed: bool,
}

/// The request for a block. What does not fit the schema is reported.
pub(super) fn prepare<'a>(
    model: &Model,
    declared: &Declared<'a>,
    schema: &KindSchema,
    evaluator: &mut Evaluator<'a, '_>,
) -> Prepared {
    let mut spans = Spans::new(declared.head);
    let (mut written, understood) = written(declared, schema, evaluator);
    let failed = written.values().any(|located| located.value.has_error());
    let sentences = model.deployments.get(&declared.address);
    let mut config: Vec<(String, ModelValue)> = Vec::new();
    for attribute in &schema.attributes {
        let name = attribute.name.as_str();
        let value = match written.remove(name) {
            _ if name == DEPLOYMENTS => Some(deployments(sentences, &mut spans)),
            Some(located) => {
                spans.note(&[Step::Key(name.to_owned())], &located);
                Some(filled(convert(&located.value), &attribute.value_type))
            }
            None => attribute.default.clone(),
        };
        if value.is_none() && attribute.required && understood {
            let owner = entity_noun(&declared.address);
            evaluator.reports.push(value_diagnostics::missing_attribute(&owner, name, declared.head));
        }
        config.extend(value.map(|value| (name.to_owned(), value)));
    }
    let request = Request {
        kind: schema.name.clone(),
        name: declared.name.clone(),
        address: declared.address.clone(),
        config: ModelValue::Map(config),
        answers: Vec::new(),
    };
    deprecated::report(&request.config, &schema.attributes, &spans, &mut evaluator.reports);
    Prepared { request, spans, failed }
}

/// What the block says, by attribute: `name = value` and `name { … }`; and whether all of it was
/// understood.
fn written<'a>(
    declared: &Declared<'a>,
    schema: &KindSchema,
    evaluator: &mut Evaluator<'a, '_>,
) -> (BTreeMap<&'a str, Located>, bool) {
    if let Some(title) = &declared.block.title {
        evaluator.reports.push(diagnostics::title_of_block(&schema.name, title.span));
    }
    if let Some(source) = &declared.block.source {
        evaluator.reports.push(not_yet("`from` on a block of a plugin", source.span));
    }
    for attribute in &declared.contents.attributes {
        let name = &attribute.node.name;
        if name.literal().as_deref() == Some(DEPLOYMENTS) && is_deployable(schema) {
            evaluator.reports.push(diagnostics::written_deployments(name.span()));
        }
    }
    let names: Vec<&str> = schema.attributes.iter().map(|one| one.name.as_str()).collect();
    let found = attributes(declared, &Known { now: &names, later: &[] }, evaluator);
    let understood = declared.is_understood(found.len());
    let mut written: BTreeMap<&'a str, Located> = BTreeMap::new();
    for (name, attribute) in found.into_iter().filter(|(name, _)| *name != DEPLOYMENTS) {
        let expected = expected(schema, name);
        written.insert(name, evaluator.attribute_value(attribute, &expected));
    }
    for part in &declared.contents.parts {
        let name = part.block.kind.name.text.as_str();
        let located = part_value(part, &expected(schema, name), evaluator);
        if let Some(first) = written.insert(name, located) {
            evaluator.reports.push(diagnostics::given_twice(name, part.span(), first.span));
        }
    }
    (written, understood)
}

fn expected(schema: &KindSchema, name: &str) -> Type {
    let attribute = schema.attributes.iter().find(|one| one.name == name);
    attribute.map_or(Type::Anything, |one| Type::from(&one.value_type))
}

/// `name { … }`: a map of what stands between the braces.
fn part_value<'a>(part: &Part<'a>, expected: &Type, evaluator: &mut Evaluator<'a, '_>) -> Located {
    let value = Value::map(part_entries(part, expected, evaluator));
    evaluator.within(&part.scope, |evaluator| {
        fit(Located::new(value, part.span()), expected, &mut evaluator.reports)
    })
}

fn part_entries<'a>(part: &Part<'a>, expected: &Type, evaluator: &mut Evaluator<'a, '_>) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    for attribute in &part.contents.attributes {
        let entry = evaluator.within(&attribute.scope, |evaluator| {
            let key_span = attribute.node.name.span();
            let key = evaluator.label(&attribute.node.name)?;
            let value = evaluator.expect(&attribute.node.value, hint(expected, &key));
            Some(Entry { key, key_span, value })
        });
        if let Some(entry) = entry {
            add_entry(entry, &mut entries, evaluator);
        }
    }
    for inner in &part.contents.parts {
        let (key, key_span) = (inner.name().to_owned(), inner.span());
        let inner_type = expected.member(&key).clone();
        let value = Value::map(part_entries(inner, &inner_type, evaluator));
        add_entry(Entry { key, key_span, value: Located::new(value, key_span) }, &mut entries, evaluator);
    }
    entries
}

fn add_entry(entry: Entry, entries: &mut Vec<Entry>, evaluator: &mut Evaluator<'_, '_>) {
    match entries.iter().find(|one| one.key == entry.key) {
        Some(first) => {
            evaluator.reports.push(diagnostics::given_twice(&entry.key, entry.key_span, first.key_span));
        }
        None => entries.push(entry),
    }
}

/// Values are held against their type once, with the whole block; until then only words need it.
fn hint<'t>(expected: &'t Type, key: &str) -> &'t Type {
    match expected.member(key) {
        choice @ Type::Choice(_) => choice,
        _ => &Type::Anything,
    }
}

/// The value with the defaults of its blocks filled in.
fn filled(value: ModelValue, value_type: &ValueType) -> ModelValue {
    match (value, value_type) {
        (ModelValue::Map(members), ValueType::Block(attributes)) => {
            let member = |attribute: &AttributeSchema| {
                let written =
                    members.iter().find(|(name, _)| *name == attribute.name).map(|(_, value)| value.clone());
                let value = written
                    .map(|value| filled(value, &attribute.value_type))
                    .or(attribute.default.clone())?;
                Some((attribute.name.clone(), value))
            };
            ModelValue::Map(attributes.iter().filter_map(member).collect())
        }
        (ModelValue::List(items), ValueType::Sequence { item, .. }) => {
            ModelValue::List(items.into_iter().map(|one| filled(one, item)).collect())
        }
        (value, _) => value,
    }
}

/// One element for each `deploy` sentence, sorted by target.
fn deployments(sentences: Option<&BTreeMap<Address, Deployment>>, spans: &mut Spans) -> ModelValue {
    let top = [Step::Key(DEPLOYMENTS.to_owned())];
    let elements = (0u32..).zip(sentences.into_iter().flatten()).map(|(index, (target, sentence))| {
        let path = longer(&top, Step::Index(index));
        let regions = Located::new(Value::list(sentence.regions.clone()), sentence.span);
        let parameters = Located::new(Value::map(sentence.parameters.clone()), sentence.parameters_span);
        spans.mark(&path, sentence.span);
        spans.note(&longer(&path, Step::Key("regions".to_owned())), &regions);
        spans.note(&longer(&path, Step::Key("parameters".to_owned())), &parameters);
        ModelValue::Map(vec![
            ("target".to_owned(), ModelValue::Entity(target.clone())),
            ("regions".to_owned(), convert(&regions.value)),
            ("parameters".to_owned(), convert(&parameters.value)),
        ])
    });
    ModelValue::List(elements.collect())
}
