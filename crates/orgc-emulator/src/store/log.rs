//! The log: one line per change, each with a digest of itself.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::StoreError;
use crate::change::Change;
use crate::clock::Moment;
use crate::state::ids::digest;

/// One change as it is kept.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Entry {
    pub sequence: u64,
    pub at: Moment,
    pub change: Change,
    /// The code of the error that was answered, if any.
    pub refusal: Option<String>,
}

/// A log open for appending.
#[derive(Debug)]
pub(super) struct Log {
    path: PathBuf,
    file: File,
}

impl Log {
    /// An empty log.
    pub fn create(path: &Path) -> Result<Self, StoreError> {
        let log = |file| Self { path: path.to_owned(), file };
        let file = File::create(path).and_then(|file| file.sync_all().map(|()| file));
        file.map(log).map_err(|error| StoreError::io(path, error))
    }

    /// Adds an entry and waits until it is on the disk.
    pub fn append(&mut self, entry: &Entry) -> Result<(), StoreError> {
        let write = || -> io::Result<()> {
            let text = serde_json::to_string(entry)?;
            let line = format!("{} {text}\n", digest(text.as_bytes()));
            (&self.file).write_all(line.as_bytes())?;
            self.file.sync_data()
        };
        write().map_err(|error| StoreError::io(&self.path, error))
    }

    /// Empties the log, after a snapshot has taken in its entries.
    pub fn clear(&mut self) -> Result<(), StoreError> {
        *self = Self::create(&self.path)?;
        Ok(())
    }
}

/// The entries of a log. A last line without its end is left out: its process died before the reply.
pub(super) fn read(path: &Path) -> Result<Vec<Entry>, StoreError> {
    let bytes = match fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(StoreError::io(path, error)),
    };
    let lines = bytes.split_inclusive(|byte| *byte == b'\n').filter(|line| line.ends_with(b"\n"));
    let numbered = lines.enumerate();
    numbered.map(|(number, line)| entry(line).map_err(|reason| at_line(path, number + 1, &reason))).collect()
}

fn at_line(path: &Path, number: usize, reason: &str) -> StoreError {
    StoreError::damaged(path, format!("line {number}: {reason}"))
}

fn entry(line: &[u8]) -> Result<Entry, String> {
    let line = std::str::from_utf8(line).map_err(|_| "it is not text".to_owned())?;
    let (expected, text) = line.trim_end().split_once(' ').ok_or_else(|| "it has no digest".to_owned())?;
    if digest(text.as_bytes()) != expected {
        return Err("its content does not match its digest".to_owned());
    }
    serde_json::from_str(text).map_err(|error| error.to_string())
}
