//! JSON as policies need it: keys in their order, numbers as written, places for messages.
//!
//! `serde_json` reads the leaves. The structure is read here, because a value of `serde_json`
//! forgets duplicate keys, the order of keys and where they stood, and all three matter here.

mod print;
mod read;
mod tree;

pub(crate) use tree::{Json, Member, Value};
