//! What is asked, in the contract's types.

use super::bindings::exports::orgc::plugin::kinds::{Answer as RawAnswer, Request as RawRequest};
use super::tree;
use orgc_ir::kinds::{Answer, Request};

/// The request as it crosses the border.
pub fn write(request: &Request) -> RawRequest {
    RawRequest {
        // A plugin knows nothing of the name that a project gives it.
        kind: request.kind.rsplit_once('.').map_or(request.kind.as_str(), |(_, kind)| kind).to_owned(),
        name: request.name.clone(),
        config: tree::write(&request.config),
        answers: request.answers.iter().map(answer).collect(),
    }
}

fn answer(answer: &Answer) -> RawAnswer {
    RawAnswer { query: answer.query.clone(), rows: tree::write_list(&answer.rows) }
}
