//! Lines of text as calls of the emulator, each after the other, on an organization that is there.

use std::time::Duration;

use http::Request;
use orgc_emulator::{Emulator, Settings};

/// A protocol of AWS.
#[derive(Clone, Copy)]
pub enum Protocol {
    /// A line is an operation of Organizations and its JSON.
    Json,
    /// A line is an operation of Account Management and its JSON.
    Rest,
    /// A line is a form of CloudFormation.
    Query,
}

/// Makes the calls twice: nothing is ever the emulator's fault, every reply is text, and both times all replies
/// are the same.
pub fn check(protocol: Protocol, text: &str) {
    assert_eq!(replies(protocol, text), replies(protocol, text));
}

fn replies(protocol: Protocol, text: &str) -> Vec<String> {
    let emulator = Emulator::new(Settings::default());
    for line in ["CreateOrganization {}", "CreateAccount {\"Email\":\"dev@example.com\",\"AccountName\":\"Dev\"}"] {
        call(&emulator, Protocol::Json, line);
    }
    call(&emulator, Protocol::Query, "Action=ActivateOrganizationsAccess");
    emulator.advance(Duration::from_secs(60));
    let reply = |line| {
        emulator.advance(Duration::from_secs(60));
        call(&emulator, protocol, line)
    };
    text.lines().take(64).map(reply).collect()
}

fn call(emulator: &Emulator, protocol: Protocol, line: &str) -> String {
    let (operation, body) = line.split_once(' ').unwrap_or((line, ""));
    let letters: String = operation.chars().filter(char::is_ascii_alphanumeric).collect();
    let scope = |service: &str| format!("AWS4-HMAC-SHA256 Credential=x/20260101/us-east-1/{service}/aws4_request");
    let (service, path, body) = match protocol {
        Protocol::Json => ("organizations", "/".to_owned(), body),
        Protocol::Rest => ("account", format!("/{letters}"), body),
        Protocol::Query => ("cloudformation", "/".to_owned(), line),
    };
    let mut request = Request::post(path).header("authorization", scope(service));
    if service == "organizations" {
        request = request.header("x-amz-target", format!("AWSOrganizationsV20161128.{letters}"));
    }
    let request = request.body(body.as_bytes()).expect("the path and the headers are letters");
    let reply = emulator.handle(&request).expect("no fault was ordered");
    let text = String::from_utf8(reply.body().clone()).expect("a reply is text");
    assert!(reply.status().as_u16() < 500, "{}: {text}", reply.status());
    text
}
