//! AWS JSON 1.1, which Organizations speaks.

use http::{HeaderValue, Response};
use serde_json::{Map, Value};

use super::{Call, Credential, Service, Unreadable, json_body, reply};
use crate::refusal::{Answer, Refusal};

const TARGET_PREFIX: &str = "AWSOrganizationsV20161128.";

pub(super) fn read(target: &HeaderValue, body: &[u8], credential: Credential) -> Result<Call, Unreadable> {
    let operation = target.to_str().ok().and_then(|target| target.strip_prefix(TARGET_PREFIX));
    let Some(operation) = operation else {
        let message = "the X-Amz-Target names no operation of Organizations";
        let refusal = Refusal::new("UnknownOperationException", message);
        return Err(Unreadable { service: Service::Organizations, refusal });
    };
    let input = json_body(Service::Organizations, body)?;
    Ok(credential.call(Service::Organizations, operation.to_owned(), input))
}

pub(super) fn write(answer: &Answer, request_id: &str) -> Response<Vec<u8>> {
    let headers = [("content-type", "application/x-amz-json-1.1"), ("x-amzn-requestid", request_id)];
    match answer {
        Ok(Value::Null) => reply(200, &headers, b"{}".to_vec()),
        Ok(output) => reply(200, &headers, output.to_string().into_bytes()),
        Err(refusal) => reply(refusal.status, &headers, error_body(refusal)),
    }
}

fn error_body(refusal: &Refusal) -> Vec<u8> {
    let mut body = Map::new();
    body.insert("__type".to_owned(), refusal.code.clone().into());
    body.insert("Message".to_owned(), refusal.message.clone().into());
    if let Some(reason) = &refusal.reason {
        body.insert("Reason".to_owned(), reason.clone().into());
    }
    Value::Object(body).to_string().into_bytes()
}
