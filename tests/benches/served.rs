//! The sandbox beside `moto_server`: requests a second over HTTP, and how long a server takes until it answers.
//!
//! Both are asked by the same clients, which keep their connections where the server does. They are compared with 1,000
//! accounts, as moto takes minutes to make 10,000; the sandbox is asked with 10,000 as well.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use http::Request;
use orgc_emulator::{Clock, Emulator, Settings, bind, serve};
use orgc_tests::{binary, moto::Moto};
use serde_json::{Value, json};

/// With so many both are asked.
const COMPARED: usize = 1_000;
/// With so many the sandbox alone is asked.
const LARGE: usize = 10_000;
/// So often the sandbox is started: the first time its binary may have to be read from the disk.
const STARTS: usize = 9;
/// Clients at once, each with a connection of its own.
const CLIENTS: usize = 4;
/// For so long each of them asks.
const TIME: Duration = Duration::from_secs(5);

fn main() {
    let begun = Instant::now();
    let moto = Moto::start();
    let moto_start = begun.elapsed();
    let mut starts: [Duration; STARTS] = std::array::from_fn(|_| start());
    starts.sort();
    println!("until it listens: orgc {:.1?} (median of {STARTS}), moto {moto_start:.1?}", starts[STARTS / 2]);

    let (small, small_host) = sandbox(COMPARED);
    let (large, large_host) = sandbox(LARGE);
    let moto_host = moto.endpoint().strip_prefix("http://").expect("a URL").to_owned();
    let mut client = Client::new(&moto_host);
    let theirs = filled(COMPARED, |operation, input| client.call(operation, input));
    for operation in ["ListAccounts", "DescribeAccount"] {
        let input = |id: &str| if operation == "ListAccounts" { json!({}) } else { json!({"AccountId": id}) };
        let of_moto = rate(&moto_host, operation, &input(&theirs));
        let of_small = rate(&small_host, operation, &input(&small));
        let of_large = rate(&large_host, operation, &input(&large));
        let ratio = of_small / of_moto;
        println!(
            "{operation} a second: moto {of_moto:.0}, orgc {of_small:.0} ({ratio:.0} times); with {LARGE} accounts orgc {of_large:.0}"
        );
    }
}

/// Serves an organization of so many accounts; the id of one in its middle, and where.
fn sandbox(accounts: usize) -> (String, String) {
    let emulator = emulator();
    let middle = filled(accounts, |operation, input| in_process(&emulator, operation, input));
    (middle, serve_beside(emulator))
}

/// How long `orgc sandbox serve` takes until it says where it listens.
fn start() -> Duration {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("orgc.toml"), "name = \"a\"\nedition = \"2026\"\n").expect("a file");
    let mut command = Command::new(binary::path());
    command.args(["sandbox", "serve", "--port", "0"]).current_dir(folder.path());
    let begun = Instant::now();
    let mut process = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("it starts");
    let mut line = String::new();
    BufReader::new(process.stdout.take().expect("a pipe")).read_line(&mut line).expect("a line");
    let taken = begun.elapsed();
    process.kill().expect("it ends");
    process.wait().expect("it ended");
    taken
}

fn emulator() -> Emulator {
    let settings =
        Settings { account_quota: LARGE + 1, account_creation: Duration::ZERO, ..Settings::default() };
    Emulator::with_clock(settings, Clock::real())
}

/// Makes an organization with all accounts; the id of one in the middle.
fn filled(accounts: usize, mut call: impl FnMut(&str, &Value) -> Value) -> String {
    call("CreateOrganization", &json!({"FeatureSet": "ALL"}));
    let mut middle = String::new();
    for number in 1..accounts {
        let input =
            json!({"Email": format!("aws+{number}@example.com"), "AccountName": format!("Account {number}")});
        let made = call("CreateAccount", &input);
        if number == accounts / 2 {
            let status = call(
                "DescribeCreateAccountStatus",
                &json!({
                    "CreateAccountRequestId": made["CreateAccountStatus"]["Id"],
                }),
            );
            middle = status["CreateAccountStatus"]["AccountId"].as_str().expect("it was made").to_owned();
        }
    }
    middle
}

fn target(operation: &str) -> String {
    format!("AWSOrganizationsV20161128.{operation}")
}

fn in_process(emulator: &Emulator, operation: &str, input: &Value) -> Value {
    let request = Request::post("/").header("x-amz-target", target(operation));
    let reply = emulator.handle(&request.body(input.to_string()).expect("a request")).expect("a reply");
    assert_eq!(reply.status(), 200, "{operation}: {}", String::from_utf8_lossy(reply.body()));
    serde_json::from_slice(reply.body()).expect("JSON")
}

/// Serves on one thread of this process; where.
fn serve_beside(emulator: Emulator) -> String {
    let (tell, told) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(async {
            let listener = bind(([127, 0, 0, 1], 0).into()).await.expect("a port");
            tell.send(listener.local_addr().expect("an address").to_string()).expect("somebody waits");
            serve(emulator, listener, std::future::pending()).await;
        });
    });
    told.recv().expect("it listens")
}

/// Requests a second of all clients together.
fn rate(host: &str, operation: &str, input: &Value) -> f64 {
    let clients: Vec<_> = (0..CLIENTS)
        .map(|_| {
            let (host, operation, input) = (host.to_owned(), operation.to_owned(), input.clone());
            std::thread::spawn(move || {
                let (mut client, begun, mut asked) = (Client::new(&host), Instant::now(), 0_u32);
                while begun.elapsed() < TIME {
                    client.ask(&operation, &input);
                    asked += 1;
                }
                f64::from(asked) / begun.elapsed().as_secs_f64()
            })
        })
        .collect();
    clients.into_iter().map(|client| client.join().expect("it asked")).sum()
}

/// A client of one server.
struct Client {
    host: String,
    connection: Option<BufReader<TcpStream>>,
}

impl Client {
    fn new(host: &str) -> Self {
        Self { host: host.to_owned(), connection: None }
    }

    fn call(&mut self, operation: &str, input: &Value) -> Value {
        serde_json::from_slice(&self.ask(operation, input)).expect("JSON")
    }

    /// The body of the reply, which must be a good one.
    fn ask(&mut self, operation: &str, input: &Value) -> Vec<u8> {
        let (body, host, target) = (input.to_string(), &self.host, target(operation));
        let request = format!(
            "POST / HTTP/1.1\r\nhost: {host}\r\nx-amz-target: {target}\r\ncontent-type: application/x-amz-json-1.1\r\n\
             authorization: AWS4-HMAC-SHA256 Credential=any/20260101/us-east-1/organizations/aws4_request, \
             SignedHeaders=host, Signature=0\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        );
        let connect = || BufReader::new(TcpStream::connect(host).expect("it listens"));
        let connection = self.connection.get_or_insert_with(connect);
        connection.get_mut().write_all(request.as_bytes()).expect("it reads");
        let head = head(connection);
        assert!(head[0].contains(" 200 "), "{operation}: {head:?}");
        let header = |name: &str| {
            head.iter().find_map(|line| line.to_lowercase().strip_prefix(name).map(str::to_owned))
        };
        let length = header("content-length: ").and_then(|length| length.parse().ok()).expect("a length");
        let mut reply = vec![0; length];
        connection.read_exact(&mut reply).expect("it answers in full");
        if head[0].starts_with("HTTP/1.0") || header("connection: close").is_some() {
            self.connection = None;
        }
        reply
    }
}

fn head(connection: &mut impl BufRead) -> Vec<String> {
    let lines = connection.lines().map(|line| line.expect("it answers"));
    lines.take_while(|line| !line.is_empty()).collect()
}
