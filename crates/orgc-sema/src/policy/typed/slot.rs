//! The attributes of an object: its own keys, and those of the levels that the language leaves out.

use orgc_policy::management::{Field, Node, Shape};

/// An attribute and the keys that lead to what it says.
#[derive(Clone)]
pub(super) struct Slot<'s> {
    /// The keys of the levels left out.
    pub above: Vec<&'s str>,
    pub field: &'s Field,
}

/// The attributes of an object, in the order of its keys.
pub(super) fn slots(shape: &Shape) -> Vec<Slot<'_>> {
    let mut slots = Vec::new();
    for field in &shape.fields {
        match &field.node {
            Node::Block(inner) if field.inline => {
                slots.extend(self::slots(inner).into_iter().map(|mut slot| {
                    slot.above.insert(0, &field.key);
                    slot
                }));
            }
            _ => slots.push(Slot { above: Vec::new(), field }),
        }
    }
    slots
}

/// The names of the attributes of an object.
pub(super) fn names(shape: &Shape) -> Vec<&str> {
    slots(shape).iter().flat_map(|slot| names_of(slot.field)).collect()
}

fn names_of(field: &Field) -> Vec<&str> {
    match &field.groups {
        Some(groups) => groups.attributes.keys().map(String::as_str).collect(),
        None => field.name.as_deref().into_iter().collect(),
    }
}

/// The one level of an object that is nothing but a map, which the language leaves out.
pub(super) fn only_map(shape: &Shape) -> Option<&Field> {
    match shape.fields.as_slice() {
        [field] if field.inline && matches!(field.node, Node::Each { .. }) => Some(field),
        _ => None,
    }
}
