//! The value of an expression, worked out when it is asked for.
//!
//! Promises: every `let` is worked out at most once; a cycle is reported once, as a ring; what
//! fails gives the error value, which never causes another finding; nothing depends on the order
//! in which values are asked for.

mod annotation;
mod asset;
mod assets;
mod diagnostics;
mod evaluator;
mod member;
mod name;
mod number;
mod operator;
mod text;

pub(crate) use assets::hexadecimal;
pub(crate) use evaluator::Evaluator;
