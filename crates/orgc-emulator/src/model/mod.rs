//! What requests may carry, and what is wrong with one.
//!
//! The tables in `model/` say of every member what AWS publishes: its type, whether it is required, its choices,
//! pattern and limits. An input is compared with them before an operation sees it, so operations check only what
//! no table says. Every service words the fault in its own way.
//!
//! Promises: the same input has the same fault; the work is linear in the input; the depth is that of the table.

mod check;
mod fault;
mod pattern;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::protocol::{Call, Service};
pub(crate) use fault::{Fault, What};
use pattern::Pattern;

/// The inputs of a service's operations.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Model {
    operations: BTreeMap<String, Structure>,
    shapes: BTreeMap<String, Shape>,
}

/// Members by name, each with the name of its shape.
#[derive(Debug, Default, Deserialize)]
struct Structure {
    #[serde(default)]
    members: BTreeMap<String, String>,
    #[serde(default)]
    required: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(tag = "type", rename_all = "lowercase")]
enum Shape {
    Structure(Structure),
    List(List),
    String(Text),
    Integer(Range),
    Boolean,
    Timestamp,
}

#[derive(Debug, Deserialize)]
struct List {
    member: String,
    #[serde(flatten)]
    length: Range,
}

#[derive(Debug, Deserialize)]
struct Text {
    #[serde(default, rename = "enum")]
    choices: Vec<String>,
    pattern: Option<Pattern>,
    #[serde(flatten)]
    length: Range,
}

#[derive(Debug, Clone, Copy, Deserialize)]
struct Range {
    min: Option<i64>,
    max: Option<i64>,
}

/// How a protocol carries numbers, booleans and empty lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Dialect {
    /// As themselves.
    Json,
    /// As text; an empty list or structure is an empty text.
    Query,
}

/// What is wrong with the input of a call. An operation that no table has is found wanting elsewhere.
pub(crate) fn fault(call: &Call) -> Option<Fault<'static>> {
    let dialect = match call.service {
        Service::CloudFormation | Service::Sts => Dialect::Query,
        _ => Dialect::Json,
    };
    check::first_fault(Model::of(call.service), &call.operation, &call.input, dialect)
}

/// Whether a text may be of a shape. For members whose own shape says less than they must be.
pub(crate) fn fits(service: Service, shape: &str, text: &str) -> bool {
    check::fits(Model::of(service), shape, text)
}

impl Model {
    /// The model of a service.
    pub fn of(service: Service) -> &'static Self {
        match service {
            Service::Organizations => &ORGANIZATIONS,
            Service::Account => &ACCOUNT,
            Service::CloudFormation => &CLOUDFORMATION,
            Service::Sts => &STS,
            Service::Tagging => &TAGGING,
        }
    }

    /// The operations that the service has.
    #[cfg(test)]
    pub fn operations(&self) -> impl Iterator<Item = &str> {
        self.operations.keys().map(String::as_str)
    }

    /// The members of an operation's input.
    #[cfg(test)]
    pub fn members(&self, operation: &str) -> impl Iterator<Item = &str> {
        let structure = self.operations.get(operation);
        structure.into_iter().flat_map(|structure| structure.members.keys().map(String::as_str))
    }
}

static ORGANIZATIONS: LazyLock<Model> =
    LazyLock::new(|| read(include_str!("../../model/organizations.json")));
static ACCOUNT: LazyLock<Model> = LazyLock::new(|| read(include_str!("../../model/account.json")));
static CLOUDFORMATION: LazyLock<Model> =
    LazyLock::new(|| read(include_str!("../../model/cloudformation.json")));
static TAGGING: LazyLock<Model> =
    LazyLock::new(|| read(include_str!("../../model/resourcegroupstaggingapi.json")));
static STS: LazyLock<Model> = LazyLock::new(|| read(include_str!("../../model/sts.json")));

// INVARIANT: the tables are part of the program and a test reads each, so none is empty.
fn read(table: &str) -> Model {
    serde_json::from_str(table).unwrap_or_default()
}
