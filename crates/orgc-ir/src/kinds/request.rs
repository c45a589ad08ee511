//! What is asked of a kind.

use crate::{Address, Value};
use serde::Serialize;

/// What is asked of a kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Request {
    /// The kind's keyword.
    pub kind: String,
    /// The block's label.
    pub name: String,
    /// The block's address.
    pub address: Address,
    /// The block's attributes with defaults filled in: a [`Value::Map`]. For kinds with a
    /// `deployments` attribute, one element per `deploy` sentence, sorted by target and Regions.
    pub config: Value,
    /// The answers to the kind's queries, in their order; none when a block is only validated.
    pub answers: Vec<Answer>,
}

/// The answer to a query.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Answer {
    /// The query's id.
    pub query: String,
    /// Sorted by address; each row holds the columns that were asked for, in that order.
    pub rows: Vec<Value>,
}
