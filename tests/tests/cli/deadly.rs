//! AWS on loopback whose client dies in the middle: from one moment on it answers nothing any more.

use crate::project::Project;
use http::{Request, Response};
use http_body_util::{BodyExt as _, Full};
use hyper::body::{Bytes, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use orgc_emulator::{Emulator, Lost, bind};
use std::cell::Cell;
use std::fs::File;
use std::future::pending;
use std::net::{Ipv4Addr, SocketAddr};
use std::process::{ExitStatus, Stdio};
use std::rc::Rc;
use tokio::net::TcpListener;
use tokio::process::Command;
use tokio::sync::Notify;
use tokio::task::LocalSet;

/// Which moment of a run is its last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// Something has been changed, and the client does not hear of it.
    Unheard,
    /// The client has heard of the first change; its next call arrives nowhere.
    Heard,
}

/// The end of a client.
struct Fate {
    emulator: Emulator,
    moment: Moment,
    changed: Cell<bool>,
    come: Notify,
}

impl Fate {
    /// Answers a call, or never.
    async fn answer(&self, request: Request<Incoming>) -> Result<Response<Full<Bytes>>, Lost> {
        let (head, body) = request.into_parts();
        let body = body.collect().await.map_err(|_| Lost)?.to_bytes();
        if self.changed.get() {
            return self.end().await;
        }
        let reply = self.emulator.begin(&Request::from_parts(head, body)).finish()?;
        self.changed.set(self.emulator.calls().last().is_some_and(|call| !call.reads));
        match self.changed.get() && self.moment == Moment::Unheard {
            true => self.end().await,
            false => Ok(reply.map(|body| Full::new(Bytes::from(body)))),
        }
    }

    async fn end<T>(&self) -> T {
        self.come.notify_one();
        pending().await
    }

    async fn serve(self: Rc<Self>, listener: TcpListener) -> std::io::Error {
        loop {
            let stream = match listener.accept().await {
                Ok((stream, _)) => stream,
                Err(error) => return error,
            };
            let fate = Rc::clone(&self);
            let service = service_fn(move |request| {
                let fate = Rc::clone(&fate);
                async move { fate.answer(request).await }
            });
            let connection = http1::Builder::new().serve_connection(TokioIo::new(stream), service);
            // How a connection ends concerns its client alone.
            tokio::task::spawn_local(async move { drop(connection.await) });
        }
    }
}

/// How a run ended.
#[derive(Debug, PartialEq, Eq)]
pub enum End {
    /// By `kill -9`, when the moment had come.
    Killed,
    /// By itself, with nothing to change.
    Itself(ExitStatus),
}

/// The file of the project that has what the last run said.
pub const SAID: &str = "said.txt";

/// Runs `orgc apply` in the project until its moment comes, or it comes to its end.
pub async fn apply(emulator: &Emulator, project: &Project, moment: Moment) -> End {
    let listener = bind(SocketAddr::from((Ipv4Addr::LOCALHOST, 0))).await.unwrap();
    let mut command = Command::from(project.orgc("apply --yes"));
    command
        .env("AWS_ENDPOINT_URL", format!("http://{}", listener.local_addr().unwrap()))
        .env("AWS_ACCESS_KEY_ID", "any")
        .env("AWS_SECRET_ACCESS_KEY", "any")
        .stdout(Stdio::null())
        .stderr(File::create(project.path(SAID)).unwrap());
    let mut client = command.spawn().unwrap();
    emulator.clear_calls();
    let (changed, come) = (Cell::new(false), Notify::new());
    let fate = Rc::new(Fate { emulator: emulator.clone(), moment, changed, come });
    let tasks = LocalSet::new();
    let ended = tasks.run_until(async {
        tokio::select! {
            () = fate.come.notified() => None,
            error = Rc::clone(&fate).serve(listener) => panic!("nobody can connect: {error}"),
            status = client.wait() => Some(status.unwrap()),
        }
    });
    match ended.await {
        Some(status) => End::Itself(status),
        None => {
            client.kill().await.unwrap();
            End::Killed
        }
    }
}
