//! One request: read to its end, given to the emulator, answered when it is time.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use http::request::Parts;
use http::{Request, Response};
use http_body::{Body, Frame};
use http_body_util::{BodyExt, Either, Full, Limited};
use hyper::body::{Bytes, Incoming};

use crate::admin;
use crate::emulator::{Emulator, Lost};
use crate::protocol;
use crate::refusal::Refusal;

/// The largest request that is read. The largest legitimate one, a template with its parameters, stays far below.
const LARGEST_REQUEST: usize = 4 * 1024 * 1024;
/// How long a request may take to come to its end, after its head.
const LONGEST_REQUEST: Duration = Duration::from_secs(30);

/// What a reply is made of.
pub(super) type Reply = Either<Full<Bytes>, BrokenBody>;

pub(super) async fn answer(emulator: &Emulator, request: Request<Incoming>) -> Response<Reply> {
    let (head, body) = request.into_parts();
    let body = match read(body).await {
        Ok(body) => body,
        Err(refusal) => return whole(refuse(&head, refusal)),
    };
    let request = Request::from_parts(head, body);
    if let Some(reply) = admin::answer(emulator, &request) {
        return whole(reply);
    }
    let exchange = emulator.begin(&request);
    // Others get their turn while the exchange is open, so that simultaneous writes do overlap.
    tokio::task::yield_now().await;
    if exchange.delay() > Duration::ZERO {
        tokio::time::sleep(exchange.delay()).await;
    }
    match exchange.finish() {
        Ok(reply) => whole(reply),
        Err(Lost) => Response::new(Either::Right(BrokenBody)),
    }
}

/// The body of a request, if it is not too large and does not take too long.
async fn read(body: Incoming) -> Result<Bytes, Refusal> {
    if body.size_hint().lower() > LARGEST_REQUEST as u64 {
        return Err(too_large());
    }
    let read = Limited::new(body, LARGEST_REQUEST).collect();
    match tokio::time::timeout(LONGEST_REQUEST, read).await {
        Ok(Ok(body)) => Ok(body.to_bytes()),
        Ok(Err(error)) if error.is::<http_body_util::LengthLimitError>() => Err(too_large()),
        Ok(Err(error)) => Err(Refusal::new("SerializationException", error.to_string())),
        Err(_) => {
            let message =
                format!("the request did not come to its end in {} seconds", LONGEST_REQUEST.as_secs());
            Err(Refusal::new("RequestTimeoutException", message).with_status(408))
        }
    }
}

fn too_large() -> Refusal {
    let message = format!("a request may have {LARGEST_REQUEST} bytes");
    Refusal::new("RequestEntityTooLargeException", message).with_status(413)
}

/// A refusal in the words of the protocol that the head of the request speaks.
fn refuse(head: &Parts, refusal: Refusal) -> Response<Vec<u8>> {
    let mut request = Request::new(());
    *request.uri_mut() = head.uri.clone();
    request.headers_mut().clone_from(&head.headers);
    protocol::refuse(&request, refusal)
}

fn whole(reply: Response<Vec<u8>>) -> Response<Reply> {
    reply.map(|body| Either::Left(Full::new(Bytes::from(body))))
}

/// A body that fails at once, which makes the server close the connection.
#[derive(Debug)]
pub(super) struct BrokenBody;

impl Body for BrokenBody {
    type Data = Bytes;
    type Error = Lost;

    fn poll_frame(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Lost>>> {
        Poll::Ready(Some(Err(Lost)))
    }
}
