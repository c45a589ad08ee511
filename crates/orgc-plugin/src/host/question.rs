//! What is asked, in the contract's types.

use super::bindings::exports::orgc::plugin::kinds::Request as RawRequest;
use super::tree;
use orgc_ir::kinds::Request;

/// The request as it crosses the border. No kind that loads declares queries, so there are no
/// answers to give.
pub fn write(request: &Request) -> RawRequest {
    RawRequest {
        kind: request.kind.clone(),
        name: request.name.clone(),
        config: tree::write(&request.config),
        answers: Vec::new(),
    }
}
