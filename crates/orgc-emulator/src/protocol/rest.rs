//! REST with JSON, which Account Management speaks: the path names the operation.

use http::Response;
use serde_json::{Value, json};

use super::{Call, Credential, Service, Unreadable, json_body, reply};
use crate::refusal::{Answer, Refusal};

pub(super) fn read(path: &str, body: &[u8], credential: Credential) -> Result<Call, Unreadable> {
    let input = json_body(Service::Account, body)?;
    Ok(credential.call(Service::Account, operation(path), input))
}

/// `/putAccountName` asks for `PutAccountName`.
fn operation(path: &str) -> String {
    let mut letters = path.trim_start_matches('/').chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

pub(super) fn write(answer: &Answer, request_id: &str) -> Response<Vec<u8>> {
    let headers = [("content-type", "application/json"), ("x-amzn-requestid", request_id)];
    match answer {
        Ok(Value::Null) => reply(200, &headers, b"{}".to_vec()),
        Ok(output) => reply(200, &headers, output.to_string().into_bytes()),
        Err(refusal) => write_error(refusal, request_id),
    }
}

fn write_error(refusal: &Refusal, request_id: &str) -> Response<Vec<u8>> {
    let headers = [
        ("content-type", "application/json"),
        ("x-amzn-requestid", request_id),
        ("x-amzn-errortype", refusal.code.as_str()),
    ];
    let mut body = json!({ "message": refusal.message });
    if let (Some(reason), Some(members)) = (&refusal.reason, body.as_object_mut()) {
        members.insert("reason".to_owned(), reason.clone().into());
    }
    reply(refusal.status, &headers, body.to_string().into_bytes())
}
