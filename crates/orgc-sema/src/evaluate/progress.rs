//! How far evaluation is: its stages, what it has spent, and what waits.

use crate::scope::Scope;
use crate::value::{Located, Type};
use orgc_diag::Span;
use orgc_syntax::ast::Expression;
use std::collections::BTreeMap;

/// What is known about things while a value is worked out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    /// Which things there are is just being worked out, so that none can be named.
    Structure,
    /// Everything is declared and can be named.
    Model,
    /// The model is complete and can be asked about.
    Finished,
}

/// A value of a module.
#[derive(Debug)]
pub(super) enum Progress {
    Running,
    Done(Located),
}

impl Progress {
    pub(super) fn is_settled(&self) -> bool {
        match self {
            Self::Running => false,
            Self::Done(located) => located.value.is_settled(),
        }
    }
}

/// An expression that names a thing, met while things cannot be named.
#[derive(Clone, Debug)]
pub(super) struct Deferred<'a> {
    pub expression: &'a Expression,
    pub scope: Scope<'a>,
    pub hint: Type,
    pub unknown: Unknown,
}

/// A name that may be that of a thing, or a question about the model: the function and `()`.
#[derive(Clone, Debug)]
pub(super) struct Unknown {
    pub name: String,
    pub span: Span,
}

impl Unknown {
    /// The function that asks about the model.
    pub(super) fn question(&self) -> Option<&str> {
        self.name.strip_suffix("()")
    }
}

impl Default for Unknown {
    fn default() -> Self {
        Self { name: String::new(), span: Span::new(orgc_diag::FileId(0), 0, 0) }
    }
}

/// How many expressions are worked out at most: far more than a large organization needs, and done
/// in seconds.
const MOST_STEPS: u64 = 10_000_000;

/// The work done so far.
#[derive(Debug, Default)]
pub(super) struct Spent {
    steps: u64,
    is_said: bool,
    /// Deferred expressions that have been worked out.
    pub late: BTreeMap<usize, Located>,
}

impl Spent {
    /// Counts a step; whether it may be taken.
    pub(super) fn step(&mut self) -> bool {
        self.steps += 1;
        self.steps <= MOST_STEPS
    }

    /// Whether the limit has not been spoken of; it is from now on.
    pub(super) fn is_first(&mut self) -> bool {
        !std::mem::replace(&mut self.is_said, true)
    }

    pub(super) fn is_over(&self) -> bool {
        self.steps > MOST_STEPS
    }

    pub(super) fn limit(&self) -> u64 {
        MOST_STEPS
    }
}
