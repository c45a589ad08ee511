//! The emulator over HTTP, for clients in other processes.

use std::future::Future;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::response::Response;
use http::StatusCode;
use http_body::Frame;
use tokio::net::TcpListener;

use crate::admin;
use crate::emulator::{Emulator, Lost};

/// The largest request that is read. The largest legitimate one, a template with its parameters, stays far below.
const LARGEST_REQUEST: usize = 4 * 1024 * 1024;

/// Why no port could be listened on.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BindError {
    /// Another process listens there.
    #[error("port {port} is in use")]
    PortInUse {
        /// The port.
        port: u16,
    },
    /// The operating system refused for another reason.
    #[error("cannot listen on port {port}: {source}")]
    Io {
        /// The port.
        port: u16,
        /// What the operating system said.
        source: io::Error,
    },
}

/// Listens on a port of the loopback interface; port 0 is any free one.
///
/// # Errors
/// [`BindError`] when the port is in use or may not be used.
pub async fn bind(port: u16) -> Result<TcpListener, BindError> {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    TcpListener::bind(address).await.map_err(|source| match source.kind() {
        io::ErrorKind::AddrInUse => BindError::PortInUse { port },
        _ => BindError::Io { port, source },
    })
}

/// Answers requests until `shutdown` is ready; requests in flight are finished.
///
/// # Errors
/// When the listener fails.
pub async fn serve(
    emulator: Emulator,
    listener: TcpListener,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    let router = Router::new().fallback(answer).with_state(emulator);
    axum::serve(listener, router).with_graceful_shutdown(shutdown).await
}

async fn answer(State(emulator): State<Emulator>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, LARGEST_REQUEST).await else {
        let mut refusal = Response::new(Body::from("the request is too large"));
        *refusal.status_mut() = StatusCode::PAYLOAD_TOO_LARGE;
        return refusal;
    };
    let request = http::Request::from_parts(parts, body);
    if let Some(reply) = admin::answer(&emulator, &request) {
        return reply.map(Body::from);
    }
    let exchange = emulator.begin(&request);
    // Others get their turn while the exchange is open, so that simultaneous writes do overlap.
    tokio::task::yield_now().await;
    if exchange.delay() > Duration::ZERO {
        tokio::time::sleep(exchange.delay()).await;
    }
    match exchange.finish() {
        Ok(reply) => reply.map(Body::from),
        Err(Lost) => Response::new(Body::new(BrokenBody)),
    }
}

/// A body that fails at once, which makes the server close the connection.
#[derive(Debug)]
struct BrokenBody;

impl http_body::Body for BrokenBody {
    type Data = Bytes;
    type Error = Lost;

    fn poll_frame(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Lost>>> {
        Poll::Ready(Some(Err(Lost)))
    }
}
