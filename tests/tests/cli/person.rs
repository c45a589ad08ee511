//! Somebody at a terminal, who reads what a command says and types answers.

use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use std::ffi::OsStr;
use std::fs::{File, OpenOptions};
use std::io::{Read as _, Write as _};
use std::os::unix::ffi::OsStrExt as _;
use std::process::{Child, Command, ExitStatus};

/// A command on a pseudo-terminal.
pub struct Conversation {
    process: Child,
    terminal: File,
    /// What was said and not looked at yet.
    unread: String,
}

impl Conversation {
    /// Begins a command whose questions and answers go over the terminal.
    pub fn begin(command: &mut Command) -> Self {
        let terminal = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
        grantpt(&terminal).unwrap();
        unlockpt(&terminal).unwrap();
        let path = ptsname(&terminal, Vec::new()).unwrap();
        let end = OpenOptions::new().read(true).write(true).open(OsStr::from_bytes(path.to_bytes())).unwrap();
        let process = command.stdin(end.try_clone().unwrap()).stderr(end).spawn().unwrap();
        Self { process, terminal: terminal.into(), unread: String::new() }
    }

    /// What is said up to this text, without it.
    pub fn hear(&mut self, text: &str) -> String {
        loop {
            if let Some((before, after)) = self.unread.split_once(text) {
                let (before, after) = (before.to_owned(), after.to_owned());
                self.unread = after;
                return before;
            }
            let mut bytes = [0; 1024];
            let read = self.terminal.read(&mut bytes).unwrap_or(0);
            assert!(read > 0, "`{text}` was never said: {}", self.unread);
            self.unread += &String::from_utf8_lossy(&bytes[..read]);
        }
    }

    /// Types a line.
    pub fn say(&mut self, line: &str) {
        writeln!(self.terminal, "{line}").unwrap();
    }

    /// Waits for the end.
    pub fn end(mut self) -> ExitStatus {
        self.process.wait().unwrap()
    }
}
