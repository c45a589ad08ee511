//! Policy documents in the IAM language: their value, their JSON, and what a grammar allows.

mod check;
mod names;
mod oddity;
mod print;
mod shape;
mod value;

pub use oddity::{Odd, Oddity};
pub use value::{Condition, Conditions, Document, Effect, Principal, Principals, Scope, Statement};
