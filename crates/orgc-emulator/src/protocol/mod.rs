//! The wire: from HTTP requests to calls, from answers to HTTP replies.
//!
//! Three protocols carry the five services. All of them turn a request into one JSON value with the member
//! names of the service model, and write an answer from such a value, so operations know no protocol.

mod json;
mod query;
mod rest;
mod xml;

use http::{HeaderMap, HeaderValue, Request, Response};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::refusal::{Answer, Refusal};

/// The services the emulator speaks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Service {
    /// AWS Organizations, JSON 1.1.
    Organizations,
    /// AWS Account Management, REST with JSON.
    Account,
    /// AWS CloudFormation, Query with XML.
    CloudFormation,
    /// AWS Security Token Service, Query with XML.
    Sts,
    /// Resource Groups Tagging API, JSON 1.1.
    Tagging,
}

/// One call, whatever protocol it came by.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Call {
    pub service: Service,
    pub operation: String,
    pub region: String,
    /// The account whose access key signed; `None` is the management account.
    pub caller: Option<String>,
    pub input: Value,
}

impl Call {
    /// The account that calls.
    pub fn account<'a>(&'a self, management: &'a str) -> &'a str {
        self.caller.as_deref().unwrap_or(management)
    }

    /// Whether the call only reads.
    pub fn reads(&self) -> bool {
        ["Describe", "List", "Get"].iter().any(|verb| self.operation.starts_with(verb))
    }
}

/// A request that names no call.
#[derive(Debug)]
pub(crate) struct Unreadable {
    service: Service,
    refusal: Refusal,
}

impl Unreadable {
    /// The reply that says so, in the words of the protocol that was tried.
    pub fn reply(self) -> Response<Vec<u8>> {
        let nobody = Credential { access_key: String::new(), region: String::new(), service: String::new() };
        write(&nobody.call(self.service, String::new(), Value::Null), &Err(self.refusal), "")
    }
}

/// What an HTTP request asks for.
pub(crate) fn read(request: &Request<&[u8]>) -> Result<Call, Unreadable> {
    let credential = Credential::of(request.headers());
    match Protocol::of(request, &credential) {
        Protocol::Json(target) => json::read(target, request.body(), credential),
        Protocol::Rest => rest::read(request.uri().path(), request.body(), credential),
        Protocol::Query => query::read(request, credential),
    }
}

/// The reply to a request of which only the head is known, in the words of its protocol.
pub(crate) fn refuse<B>(request: &Request<B>, refusal: Refusal) -> Response<Vec<u8>> {
    let credential = Credential::of(request.headers());
    let service = match Protocol::of(request, &credential) {
        Protocol::Json(_) => Service::Organizations,
        Protocol::Rest => Service::Account,
        Protocol::Query => Service::CloudFormation,
    };
    Unreadable { service, refusal }.reply()
}

/// Which protocol a request speaks.
enum Protocol<'a> {
    /// With the header that names the operation.
    Json(&'a HeaderValue),
    Rest,
    Query,
}

impl<'a> Protocol<'a> {
    fn of<B>(request: &'a Request<B>, credential: &Credential) -> Self {
        if let Some(target) = request.headers().get("x-amz-target") {
            Self::Json(target)
        } else if credential.service == "account" || request.uri().path() != "/" {
            Self::Rest
        } else {
            Self::Query
        }
    }
}

/// The HTTP reply that carries `answer` in the words of the call's protocol.
pub(crate) fn write(call: &Call, answer: &Answer, request_id: &str) -> Response<Vec<u8>> {
    match call.service {
        Service::Organizations | Service::Tagging => json::write(answer, request_id),
        Service::Account => rest::write(answer, request_id),
        Service::CloudFormation | Service::Sts => query::write(call, answer, request_id),
    }
}

/// The words of the throttling error of each service.
pub(crate) fn throttled(service: Service) -> Refusal {
    match service {
        Service::Organizations => Refusal::new("TooManyRequestsException", "too many requests"),
        Service::Account => Refusal::new("TooManyRequestsException", "too many requests").with_status(429),
        Service::CloudFormation | Service::Sts => Refusal::new("Throttling", "rate exceeded"),
        Service::Tagging => Refusal::new("ThrottledException", "rate exceeded"),
    }
}

/// The error of each service that says that the fault is not the caller's.
pub(crate) fn failed(service: Service, message: &str) -> Refusal {
    let code = match service {
        Service::Organizations => "ServiceException",
        Service::Account => "InternalServerException",
        Service::CloudFormation | Service::Sts => "InternalFailure",
        Service::Tagging => "InternalServiceException",
    };
    Refusal::new(code, message).with_status(500)
}

/// Who signed, for which service and Region. The signature itself is not looked at.
#[derive(Debug)]
struct Credential {
    access_key: String,
    region: String,
    service: String,
}

impl Credential {
    /// Reads `Credential=<key>/<date>/<region>/<service>/aws4_request`.
    fn of(headers: &HeaderMap) -> Self {
        let header = headers.get("authorization").and_then(|value| value.to_str().ok()).unwrap_or_default();
        let scope = header.split_once("Credential=").map_or("", |(_, rest)| rest);
        let scope = scope.split([',', ' ']).next().unwrap_or_default();
        let mut parts = scope.split('/');
        let access_key = parts.next().unwrap_or_default().to_owned();
        let region = parts.nth(1).unwrap_or("us-east-1").to_owned();
        let service = parts.next().unwrap_or_default().to_owned();
        Self { access_key, region, service }
    }

    /// An access key of twelve digits means the account of that id.
    fn account(&self) -> Option<String> {
        let is_account =
            self.access_key.len() == 12 && self.access_key.bytes().all(|byte| byte.is_ascii_digit());
        is_account.then(|| self.access_key.clone())
    }

    fn call(self, service: Service, operation: String, input: Value) -> Call {
        Call { service, operation, caller: self.account(), region: self.region, input }
    }
}

/// A reply without headers that would change from run to run.
fn reply(status: u16, headers: &[(&'static str, &str)], body: Vec<u8>) -> Response<Vec<u8>> {
    let mut response = Response::new(body);
    *response.status_mut() =
        http::StatusCode::from_u16(status).unwrap_or(http::StatusCode::INTERNAL_SERVER_ERROR);
    for (name, value) in headers {
        if let Ok(value) = HeaderValue::from_str(value) {
            response.headers_mut().insert(*name, value);
        }
    }
    response
}

/// The body of a JSON request; an empty one has no members.
fn json_body(service: Service, body: &[u8]) -> Result<Value, Unreadable> {
    if body.is_empty() {
        return Ok(Value::Object(serde_json::Map::new()));
    }
    let mut input = serde_json::from_slice(body).map_err(|error| {
        let refusal = Refusal::new("SerializationException", error.to_string());
        Unreadable { service, refusal }
    })?;
    remove_nulls(&mut input);
    Ok(input)
}

/// Takes out members that are null: AWS reads them as absent. The reader of JSON has bounded the depth.
fn remove_nulls(value: &mut Value) {
    match value {
        Value::Object(members) => {
            members.retain(|_, member| !member.is_null());
            members.values_mut().for_each(remove_nulls);
        }
        Value::Array(items) => items.iter_mut().for_each(remove_nulls),
        _ => {}
    }
}
