//! `orgc sandbox serve` beside a test: AWS on loopback, with time as it passes.

use crate::project::Project;
use serde_json::Value;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};

/// A running server; it is killed when the value is dropped.
pub struct Server {
    process: Child,
    endpoint: String,
}

impl Server {
    /// Serves the sandbox of a project on a free port and waits until it says where.
    pub fn start(project: &Project) -> Self {
        let mut command = project.orgc("sandbox serve --port 0");
        let mut process = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut line).unwrap();
        Self { process, endpoint: line.trim_end().to_owned() }
    }

    /// A command that takes the server for AWS.
    pub fn client(&self, project: &Project, arguments: &str) -> Command {
        let mut command = project.orgc(arguments);
        command
            .env("AWS_ENDPOINT_URL", &self.endpoint)
            .env("AWS_ACCESS_KEY_ID", "any")
            .env("AWS_SECRET_ACCESS_KEY", "any");
        command
    }

    /// Host and port.
    pub fn address(&self) -> &str {
        self.endpoint.strip_prefix("http://").unwrap()
    }

    /// What there is.
    pub fn view(&self) -> Value {
        let mut stream = TcpStream::connect(self.address()).unwrap();
        write!(stream, "GET /_orgc/view HTTP/1.1\r\nHost: sandbox\r\nConnection: close\r\n\r\n").unwrap();
        let mut reply = String::new();
        stream.read_to_string(&mut reply).unwrap();
        let (_, body) = reply.split_once("\r\n\r\n").unwrap();
        serde_json::from_str(body).unwrap()
    }

    /// Ends it at once, with nothing that it could do about it.
    pub fn kill(self) {
        drop(self);
    }

    /// Ends it with Ctrl-C and answers its exit code.
    pub fn stop(mut self) -> Option<i32> {
        interrupt(&self.process);
        self.process.wait().unwrap().code()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Ctrl-C.
pub fn interrupt(process: &Child) {
    assert!(Command::new("kill").args(["-INT", &process.id().to_string()]).status().unwrap().success());
}
