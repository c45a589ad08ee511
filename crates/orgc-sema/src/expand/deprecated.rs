//! Attributes that a plugin keeps for blocks that were written before.

use super::diagnostics;
use crate::spans::{Spans, longer};
use orgc_diag::Diagnostic;
use orgc_ir::Value;
use orgc_ir::kinds::{AttributeSchema, Step, ValueType};

/// Reports every such attribute that is written, wherever in the block it stands.
pub(super) fn report(
    config: &Value,
    attributes: &[AttributeSchema],
    spans: &Spans,
    reports: &mut Vec<Diagnostic>,
) {
    within_block(config, attributes, &[], spans, reports);
}

fn within_block(
    value: &Value,
    attributes: &[AttributeSchema],
    path: &[Step],
    spans: &Spans,
    reports: &mut Vec<Diagnostic>,
) {
    for attribute in attributes {
        let Some(value) = value.get(&attribute.name) else { continue };
        let path = longer(path, Step::Key(attribute.name.clone()));
        // A default has no place in the source, and nobody is to blame for it.
        let place = attribute.deprecated.as_ref().zip(spans.exact(&path));
        reports.extend(place.map(|(instead, span)| diagnostics::deprecated(&attribute.name, instead, span)));
        within(value, &attribute.value_type, &path, spans, reports);
    }
}

fn within(
    value: &Value,
    value_type: &ValueType,
    path: &[Step],
    spans: &Spans,
    reports: &mut Vec<Diagnostic>,
) {
    match (value, value_type) {
        (_, ValueType::Block(attributes)) => within_block(value, attributes, path, spans, reports),
        (Value::List(items), ValueType::Sequence { item, .. }) => {
            for (index, one) in (0u32..).zip(items) {
                within(one, item, &longer(path, Step::Index(index)), spans, reports);
            }
        }
        (Value::Map(members), ValueType::Mapping(item)) => {
            for (key, one) in members {
                within(one, item, &longer(path, Step::Key(key.clone())), spans, reports);
            }
        }
        _ => {}
    }
}
