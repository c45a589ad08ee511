//! AWS JSON 1.1, which Organizations and the Tagging API speak.

use http::{HeaderValue, Response};
use serde_json::{Map, Value};

use super::{Call, Credential, Service, Unreadable, json_body, reply};
use crate::refusal::{Answer, Refusal};

/// What stands before the operation in the X-Amz-Target header.
const TARGETS: [(&str, Service); 2] = [
    ("AWSOrganizationsV20161128.", Service::Organizations),
    ("ResourceGroupsTaggingAPI_20170126.", Service::Tagging),
];

pub(super) fn read(target: &HeaderValue, body: &[u8], credential: Credential) -> Result<Call, Unreadable> {
    let target = target.to_str().unwrap_or_default();
    let named = TARGETS.iter().find_map(|(prefix, service)| Some((target.strip_prefix(prefix)?, *service)));
    let Some((operation, service)) = named else {
        let message = "the X-Amz-Target names no operation of Organizations or of the Tagging API";
        let refusal = Refusal::new("UnknownOperationException", message);
        return Err(Unreadable { service: Service::Organizations, refusal });
    };
    let input = json_body(service, body)?;
    Ok(credential.call(service, operation.to_owned(), input))
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
