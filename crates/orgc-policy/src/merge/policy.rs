//! The policies of the levels, read once.

use super::instruction::Node;
use crate::json::Json;
use crate::management::{Keys, Node as Schema, Shape};
use crate::problem::Problem;
use crate::tables::PolicyType;
use std::sync::Arc;

/// A management policy that has been read once and can be merged often.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    /// What it is called.
    pub name: String,
    pub(super) document: Node,
}

/// What is attached to the root, a unit or an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Level {
    /// What it is attached to: `organization/Acme`, `ou/Workloads`.
    pub target: String,
    /// The policies of one type, in the order in which they were attached.
    pub policies: Vec<Arc<Policy>>,
}

impl Policy {
    /// Reads the document of a policy of a management type.
    ///
    /// # Errors
    /// What is wrong with the document, as [`PolicyType::minified`] says it.
    pub fn new(
        name: impl Into<String>,
        document: &str,
        policy_type: &PolicyType,
    ) -> Result<Self, Vec<Problem>> {
        let document = policy_type.read_management(document)?;
        let schema = policy_type.schema().map(Under::Shape);
        let reading = Reading { ignores_case: policy_type.ignores_case };
        Ok(Self { name: name.into(), document: reading.node(&document, schema) })
    }
}

/// What the schema of a type says of one place.
#[derive(Clone, Copy)]
enum Under {
    Shape(&'static Shape),
    Node(&'static Schema),
}

struct Reading {
    ignores_case: bool,
}

impl Reading {
    fn node(&self, json: &Json, under: Option<Under>) -> Node {
        Node::read(json, &|key, value| {
            let (key, under) = self.step(key, under);
            (key, self.node(value, under))
        })
    }

    /// The name under which a key is merged, and what stands under it.
    fn step(&self, key: &str, under: Option<Under>) -> (String, Option<Under>) {
        let shape = match under {
            Some(Under::Node(Schema::Each { keys, value })) => {
                let folded = self.ignores_case && *keys == Keys::Name;
                let key = if folded { key.to_lowercase() } else { key.to_owned() };
                return (key, Some(Under::Node(value)));
            }
            Some(Under::Node(Schema::Block(shape)) | Under::Shape(shape)) => shape,
            _ => return (key.to_owned(), None),
        };
        (key.to_owned(), shape.field(key).map(|field| Under::Node(&field.node)))
    }
}
