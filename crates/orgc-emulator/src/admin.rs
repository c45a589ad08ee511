//! What a served emulator can be told and asked beside AWS's calls: faults, time, and what is there.

use std::collections::BTreeMap;
use std::time::Duration;

use http::{Method, Request, Response, StatusCode};
use serde::Deserialize;

use crate::emulator::Emulator;
use crate::faults::Faults;
use crate::state::drift::ResourceDrift;

/// What stands before the paths. No service of AWS has such paths.
const PREFIX: &str = "/_orgc/";

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Advance {
    advance_ms: u64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Drift {
    stack: String,
    /// By logical id.
    resources: BTreeMap<String, ResourceDrift>,
}

/// The reply to an order for the emulator itself; none when the request is one for AWS.
pub(crate) fn answer(emulator: &Emulator, request: &Request<impl AsRef<[u8]>>) -> Option<Response<Vec<u8>>> {
    let order = request.uri().path().strip_prefix(PREFIX)?;
    Some(match (request.method(), order) {
        (&Method::PUT, "faults") => carry_out(request, |faults: Faults| {
            emulator.order(faults);
            done()
        }),
        (&Method::DELETE, "faults") => {
            emulator.clear_faults();
            done()
        }
        (&Method::POST, "clock") => carry_out(request, |by: Advance| {
            emulator.advance(Duration::from_millis(by.advance_ms));
            done()
        }),
        (&Method::PUT, "drift") => carry_out(request, |drift: Drift| {
            if emulator.drift_stack(&drift.stack, drift.resources) {
                done()
            } else {
                reply(StatusCode::NOT_FOUND, "no stack set has this stack\n")
            }
        }),
        (&Method::GET, "view") => {
            reply(StatusCode::OK, &serde_json::to_string(&emulator.view()).unwrap_or_default())
        }
        (_, "view") => reply(StatusCode::METHOD_NOT_ALLOWED, "GET shows what there is\n"),
        (_, "faults") => reply(StatusCode::METHOD_NOT_ALLOWED, "PUT orders faults, DELETE takes them back\n"),
        (_, "clock") => reply(StatusCode::METHOD_NOT_ALLOWED, "POST moves the clock\n"),
        (_, "drift") => reply(StatusCode::METHOD_NOT_ALLOWED, "PUT lets the resources of a stack drift\n"),
        _ => reply(
            StatusCode::NOT_FOUND,
            "there are /_orgc/clock, /_orgc/drift, /_orgc/faults and /_orgc/view\n",
        ),
    })
}

fn carry_out<O: for<'de> Deserialize<'de>>(
    request: &Request<impl AsRef<[u8]>>,
    order: impl FnOnce(O) -> Response<Vec<u8>>,
) -> Response<Vec<u8>> {
    match serde_json::from_slice(request.body().as_ref()) {
        Ok(written) => order(written),
        Err(error) => reply(StatusCode::BAD_REQUEST, &format!("{error}\n")),
    }
}

fn done() -> Response<Vec<u8>> {
    reply(StatusCode::NO_CONTENT, "")
}

fn reply(status: StatusCode, text: &str) -> Response<Vec<u8>> {
    let mut response = Response::new(text.as_bytes().to_vec());
    *response.status_mut() = status;
    response
}
