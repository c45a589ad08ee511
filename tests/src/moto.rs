//! An independent second target: `moto_server` (PyPI), started and stopped by the suite.
//!
//! Where it deviates from AWS is listed in [`DEVIATIONS`], the one place of the tests that knows.
//! The product has no branch for it.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

/// What moto 5.2.5 does otherwise than AWS, as far as the suite meets it, and what follows.
pub const DEVIATIONS: &[(&str, &str)] = &[
    (
        "a new organization has no enabled policy types",
        "the first plan enables SCPs; on AWS they are enabled",
    ),
    ("accounts have no `Paths`", "observing asks for parents by units"),
    ("account creation succeeds at once", "asynchrony is shown by the emulator only"),
    (
        "answers 500 to ActivateOrganizationsAccess and DescribeOrganizationsAccess",
        "stack sets are created and read, not planned",
    ),
    ("forgets AutoDeployment of a stack set", "a plan of stack sets would never be empty"),
    ("errors carry no Reason", "error reasons are shown by the emulator only"),
];

/// A running server; it is killed when the value is dropped.
#[derive(Debug)]
pub struct Moto {
    process: Child,
    endpoint: String,
}

impl Moto {
    /// Starts the server on a free port and waits for the line in which it says that it listens.
    ///
    /// # Panics
    /// When it cannot be started: `cargo xtask test` installs it and sets `ORGC_MOTO_SERVER`.
    pub fn start() -> Self {
        let program = std::env::var("ORGC_MOTO_SERVER").unwrap_or_else(|_| default_program());
        let mut process = Command::new(&program)
            .args(["-H", "127.0.0.1", "-p", "0"])
            .env("PYTHONUNBUFFERED", "1")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| panic!("`{program}`: {error}; `cargo xtask test` installs it"));
        let output = process.stderr.take().expect("stderr is piped");
        let mut lines = BufReader::new(output).lines();
        let endpoint = lines
            .by_ref()
            .map_while(Result::ok)
            .find_map(|line| line.split_once("Running on ").map(|(_, url)| url.trim().to_owned()))
            .expect("moto_server says where it listens");
        // The server writes a line for each request; unread, they would fill the pipe.
        std::thread::spawn(move || lines.for_each(drop));
        Self { process, endpoint }
    }

    /// Its URL.
    pub fn endpoint(&self) -> &str {
        &self.endpoint
    }
}

impl Drop for Moto {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn default_program() -> String {
    concat!(env!("CARGO_MANIFEST_DIR"), "/../target/moto/bin/moto_server").to_owned()
}
