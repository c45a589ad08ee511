//! The emulator over HTTP, for clients in other processes.
//!
//! Promises to one client, whatever the others do: a connection that sends nothing, never comes to the end of what it
//! sends, or does not read what it asked for, is closed; no more is read of a request than the largest legitimate one has; and where many
//! connect at once, all of them have their turn.

mod answer;
mod bounded;

use std::convert::Infallible;
use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::emulator::Emulator;
use bounded::Bounded;

/// How many connections are served at once, so that files stay free for the store. More wait until one of them ends.
const MOST_CONNECTIONS: usize = 128;
/// How many connections may wait. The operating system may allow fewer.
const MOST_WAITING: u32 = 4096;
/// How long the head of a request may take, and how long a connection may be idle.
const LONGEST_HEAD: Duration = Duration::from_secs(30);
/// How long to wait for another process to close files, when no more may be open.
const UNTIL_FILES_CLOSE: Duration = Duration::from_secs(1);

/// Why an address could not be listened on.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BindError {
    /// Another process listens there.
    #[error("port {} is in use", address.port())]
    PortInUse {
        /// The address.
        address: SocketAddr,
    },
    /// The operating system refused for another reason.
    #[error("cannot listen on {address}: {source}")]
    Io {
        /// The address.
        address: SocketAddr,
        /// What the operating system said.
        source: io::Error,
    },
}

/// Listens on an address; port 0 is any free one. Other machines do not reach a loopback address, and everybody who
/// reaches another may do everything, since nobody is asked who they are. It is asynchronous because a listener belongs to
/// a runtime.
///
/// # Errors
/// [`BindError`] when the port is in use or the address may not be used.
pub async fn bind(address: SocketAddr) -> Result<TcpListener, BindError> {
    listen(address).map_err(|source| match source.kind() {
        io::ErrorKind::AddrInUse => BindError::PortInUse { address },
        _ => BindError::Io { address, source },
    })
}

fn listen(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = if address.is_ipv4() { TcpSocket::new_v4()? } else { TcpSocket::new_v6()? };
    // Elsewhere than on Windows this means only that a port just given up can be taken again.
    #[cfg(not(windows))]
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(MOST_WAITING)
}

/// Answers requests until `shutdown` is ready; requests in flight are finished.
pub async fn serve(emulator: Emulator, listener: TcpListener, shutdown: impl Future<Output = ()> + Send) {
    let places = Arc::new(Semaphore::new(MOST_CONNECTIONS));
    let served = GracefulShutdown::new();
    let mut shutdown = pin!(shutdown);
    loop {
        let (stream, place) = tokio::select! {
            () = &mut shutdown => break,
            accepted = accept(&listener, &places) => accepted,
        };
        let emulator = emulator.clone();
        let service = service_fn(move |request| {
            let emulator = emulator.clone();
            async move { Ok::<_, Infallible>(answer::answer(&emulator, request).await) }
        });
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(LONGEST_HEAD)
            .serve_connection(TokioIo::new(Bounded::new(stream)), service);
        let connection = served.watch(connection);
        tokio::spawn(async move {
            // How a connection ends concerns its client alone, who knows.
            let _ended = connection.await;
            drop(place);
        });
    }
    drop(listener);
    served.shutdown().await;
}

/// The next connection, with its place among those that are served.
async fn accept(
    listener: &TcpListener,
    places: &Arc<Semaphore>,
) -> (TcpStream, Option<OwnedSemaphorePermit>) {
    // INVARIANT: the semaphore is never closed, so everybody has a place.
    let place = Arc::clone(places).acquire_owned().await.ok();
    loop {
        match listener.accept().await {
            Ok((stream, _)) => return (stream, place),
            Err(error) if is_of_connection(&error) => {}
            Err(_) => tokio::time::sleep(UNTIL_FILES_CLOSE).await,
        }
    }
}

/// Whether the client has gone before it was accepted.
fn is_of_connection(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset)
}
