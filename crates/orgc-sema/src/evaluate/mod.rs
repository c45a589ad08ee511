//! The value of an expression, worked out when it is asked for.
//!
//! Evaluation has three stages. First the structure of the model is worked out: loops, conditions
//! and names. What names a thing waits in that stage, because which things there are is just being
//! found out. Then everything is declared and names mean things. At last the model is complete and
//! can be asked about.
//!
//! Promises: every value of a module is worked out at most once in a stage; a cycle is reported
//! once, as a ring; what fails gives the error value, which never causes another finding; nothing
//! depends on the order in which values are asked for.

mod annotation;
mod arithmetic;
mod assets;
mod call;
mod collections;
mod comprehension;
mod data;
mod diagnostics;
mod document;
mod effective;
mod evaluator;
mod facts;
mod functions;
mod glob;
mod member;
mod module_value;
mod name;
mod number;
mod of_model;
mod operator;
mod path;
mod progress;
mod strings;
mod text;

pub(crate) use assets::hexadecimal;
pub(crate) use data::of_word;
pub(crate) use diagnostics::recursion;
pub(crate) use evaluator::Evaluator;
pub(crate) use facts::Facts;
pub(crate) use number::{milliseconds, scaled};
pub(crate) use path::segments;
