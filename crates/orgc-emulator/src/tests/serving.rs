use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};
use tokio::sync::Notify;
use tokio::task::{JoinHandle, JoinSet};
use tokio::time::timeout;

use crate::{BindError, Emulator, Fault, Settings, Trouble, bind, serve};

fn loopback(port: u16) -> SocketAddr {
    (Ipv4Addr::LOCALHOST, port).into()
}

const IDENTITY: &str = "Action=GetCallerIdentity&Version=2011-06-15";

/// A server on a free port.
struct Server {
    emulator: Emulator,
    port: u16,
    stop: Arc<Notify>,
    task: JoinHandle<()>,
}

impl Server {
    async fn start() -> Self {
        let emulator = Emulator::new(Settings::default());
        let listener = bind(loopback(0)).await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let stop = Arc::new(Notify::new());
        let stopped = Arc::clone(&stop);
        let task = tokio::spawn(serve(emulator.clone(), listener, async move { stopped.notified().await }));
        Self { emulator, port, stop, task }
    }

    async fn connect(&self) -> TcpStream {
        TcpStream::connect(("127.0.0.1", self.port)).await.unwrap()
    }

    /// What comes back for these bytes until the connection ends; empty when it breaks before anything came.
    async fn exchange(&self, sent: &[u8]) -> String {
        let mut stream = self.connect().await;
        // A server that has refused already need not take the rest.
        let _taken = stream.write_all(sent).await;
        rest(&mut stream).await
    }

    async fn stop(self) {
        self.stop.notify_one();
        self.task.await.unwrap();
    }
}

async fn rest(stream: &mut TcpStream) -> String {
    let mut reply = Vec::new();
    let _how_it_ended = stream.read_to_end(&mut reply).await;
    String::from_utf8_lossy(&reply).into_owned()
}

/// A request with these headers and this body.
fn request(headers: &str, body: &str) -> Vec<u8> {
    let length = body.len();
    format!(
        "POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{headers}Content-Length: {length}\r\n\r\n{body}"
    )
    .into()
}

#[tokio::test]
async fn answers_over_http_until_it_is_shut_down() {
    let server = Server::start().await;
    let port = server.port;
    assert!(
        matches!(bind(loopback(port)).await, Err(BindError::PortInUse { address }) if address.port() == port)
    );
    let reply = server.exchange(&request("", IDENTITY)).await;
    assert!(
        reply.starts_with("HTTP/1.1 200 OK") && reply.contains("<Account>111111111111</Account>"),
        "{reply}"
    );
    server.emulator.inject(Fault::at_call(1, Trouble::LoseReply));
    let lost = server.exchange(&request("", IDENTITY)).await;
    assert!(!lost.contains("Account"), "{lost}");
    assert!(!lost.contains("\r\n0\r\n"), "a broken reply has no proper end: {lost}");
    server.stop().await;
    assert!(bind(loopback(port)).await.is_ok());
}

#[tokio::test]
async fn garbage_is_refused_and_harms_nobody() {
    let server = Server::start().await;
    let long_name = "x".repeat(1 << 20);
    let garbage: [&[u8]; 9] = [
        b"\0\xff\xfe\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03 a TLS hello\r\n\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"POST / HTTP/1.1\r\nContent-Length: many\r\n\r\n",
        b"POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx",
        b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\nnot a size\r\n",
        b"POST / HTTP/1.1\r\nno colon\r\n\r\n",
        long_name.as_bytes(),
    ];
    for sent in garbage {
        let reply = server.exchange(sent).await;
        assert!(reply.is_empty() || reply.starts_with("HTTP/1.1 4"), "{}: {reply}", sent.escape_ascii());
    }
    assert_eq!(server.emulator.calls(), []);
    assert!(server.exchange(&request("", IDENTITY)).await.starts_with("HTTP/1.1 200"));
    server.stop().await;
}

#[tokio::test]
async fn a_huge_request_is_refused_in_the_words_of_its_protocol() {
    let server = Server::start().await;
    let account = "Authorization: AWS4-HMAC-SHA256 Credential=x/1/us-east-1/account/aws4_request, SignedHeaders=host\r\n";
    let target = "X-Amz-Target: AWSOrganizationsV20161128.CreatePolicy\r\n";
    let code = "RequestEntityTooLargeException";
    for (headers, words) in [
        (target, format!("\"__type\":\"{code}\"")),
        (account, format!("x-amzn-errortype: {code}")),
        ("", format!("<Code>{code}</Code>")),
    ] {
        let announced = format!("POST / HTTP/1.1\r\nHost: x\r\n{headers}Content-Length: 99999999999\r\n\r\n");
        let unannounced =
            format!("POST / HTTP/1.1\r\nHost: x\r\n{headers}Transfer-Encoding: chunked\r\n\r\n");
        let chunk = format!("500000\r\n{}\r\n", "x".repeat(0x50_0000));
        for sent in [announced, unannounced + &chunk] {
            let reply = server.exchange(sent.as_bytes()).await;
            assert!(reply.starts_with("HTTP/1.1 413 ") && reply.contains(&words), "{words}: {reply}");
        }
    }
    assert_eq!(server.emulator.calls(), []);
    let largest = format!("{IDENTITY}&Padding={}", "x".repeat(4_000_000));
    assert!(server.exchange(&request("", &largest)).await.starts_with("HTTP/1.1 200"));
    server.stop().await;
}

/// Time is virtual here: it goes to the next timeout as soon as nobody has anything to do.
#[tokio::test(start_paused = true)]
async fn a_client_that_does_not_go_on_is_let_go() {
    let server = Server::start().await;
    let before = tokio::time::Instant::now();
    assert_eq!(server.exchange(b"").await, "", "nothing");
    assert_eq!(server.exchange(b"POST / HTTP/1.1\r\nHost: x\r\nX-Half").await, "", "half of a head");
    let head = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nAction=";
    let reply = server.exchange(head.as_bytes()).await;
    assert!(
        reply.starts_with("HTTP/1.1 408 ") && reply.contains("<Code>RequestTimeoutException</Code>"),
        "{reply}"
    );
    let mut idle = server.connect().await;
    let kept = String::from_utf8(request("", IDENTITY)).unwrap().replace("Connection: close\r\n", "");
    idle.write_all(kept.as_bytes()).await.unwrap();
    assert!(rest(&mut idle).await.starts_with("HTTP/1.1 200"), "an idle connection is closed");
    let waited = before.elapsed().as_secs();
    assert!((119..=125).contains(&waited), "four times thirty seconds, not {waited}");
    server.stop().await;
}

/// It asks more than all buffers hold answers for; what it sends is not taken any more, and then it is let go.
#[tokio::test(start_paused = true)]
async fn a_client_that_does_not_read_is_let_go() {
    let server = Server::start().await;
    let kept = String::from_utf8(request("", IDENTITY)).unwrap().replace("Connection: close\r\n", "");
    let socket = TcpSocket::new_v4().unwrap();
    socket.set_recv_buffer_size(4096).unwrap();
    let mut deaf = socket.connect(loopback(server.port)).await.unwrap();
    let before = tokio::time::Instant::now();
    let requests = kept.repeat(100_000);
    let sent = timeout(Duration::from_secs(300), deaf.write_all(requests.as_bytes())).await;
    assert!(matches!(sent, Ok(Err(_))), "its connection is closed: {sent:?}");
    let waited = before.elapsed().as_secs();
    assert!((30..=31).contains(&waited), "thirty seconds, not {waited}");
    server.stop().await;
}

/// Every connection is open before the first of them is used.
#[tokio::test]
async fn a_thousand_connections_have_their_turn() {
    let server = Arc::new(Server::start().await);
    let mut open = Vec::new();
    for _ in 0..connections() {
        open.push(server.connect().await);
    }
    let (count, answered) = (open.len(), Arc::new(AtomicUsize::new(0)));
    let mut clients = JoinSet::new();
    for mut stream in open {
        let answered = Arc::clone(&answered);
        clients.spawn(async move {
            stream.write_all(&request("", IDENTITY)).await.unwrap();
            let is_answer = rest(&mut stream).await.starts_with("HTTP/1.1 200");
            answered.fetch_add(usize::from(is_answer), Ordering::SeqCst);
        });
    }
    clients.join_all().await;
    assert_eq!((answered.load(Ordering::SeqCst), server.emulator.calls().len()), (count, count));
}

/// A thousand, or fewer where this process may not have so many files open or the system lets fewer wait.
fn connections() -> usize {
    let number = |text: String| text.trim().parse::<usize>().ok();
    let files = std::process::Command::new("sh").args(["-c", "ulimit -n"]).output();
    let files = files.ok().and_then(|output| number(String::from_utf8(output.stdout).ok()?)).unwrap_or(256);
    let waiting =
        std::fs::read_to_string("/proc/sys/net/core/somaxconn").ok().and_then(number).unwrap_or(100);
    1000.min(files.saturating_sub(220)).min(waiting)
}
