//! What a run asks a person for: the one-time codes that AWS sends to mailboxes.

use crate::Fault;
use orgc_plan::plan::Operation;
use std::future::Future;
use std::pin::Pin;

/// A reply to come.
pub type Answering<'a> = Pin<Box<dyn Future<Output = Reply> + 'a>>;

/// Somebody who may have a code. A run asks when everything else has come to rest.
pub trait Person {
    /// The code for an operation. Asked again with the fault when AWS refuses it.
    fn code<'a>(&'a self, question: Question<'a>) -> Answering<'a>;
}

/// A question for a code.
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    /// What it is for.
    pub operation: &'a Operation,
    /// The address that the code goes to.
    pub email: &'a str,
    /// When it was sent.
    pub mail: Mail,
    /// Why AWS did not take the last one.
    pub refused: Option<&'a Fault>,
}

/// When a code was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mail {
    /// In this run.
    Now,
    /// Before it.
    Before,
}

/// What the person says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply {
    /// The code.
    Code(String),
    /// The code is lost or too old: AWS shall send another one.
    Another,
    /// There is none yet; the next run asks again.
    Later,
}

/// Nobody has a code.
#[derive(Clone, Copy, Debug)]
pub struct Nobody;

impl Person for Nobody {
    fn code<'a>(&'a self, _: Question<'a>) -> Answering<'a> {
        Box::pin(std::future::ready(Reply::Later))
    }
}
