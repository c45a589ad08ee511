//! The snapshot: a header line, then the state.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::{FORMAT, StoreError};
use crate::state::State;
use crate::state::ids::digest;

#[derive(Debug, Serialize, Deserialize)]
struct Header {
    format: u64,
    /// How many changes the state holds.
    sequence: u64,
    /// Of the line with the state.
    digest: String,
}

/// Only the member that every version has.
#[derive(Debug, Deserialize)]
struct Format {
    format: u64,
}

/// The state and how many changes it holds; `None` when there is no snapshot yet.
pub(super) fn read(path: &Path) -> Result<Option<(State, u64)>, StoreError> {
    let text = match fs::read(path) {
        Ok(bytes) => String::from_utf8(bytes).map_err(|_| StoreError::damaged(path, "it is not text"))?,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(StoreError::io(path, error)),
    };
    let (header, state) =
        text.split_once('\n').ok_or_else(|| StoreError::damaged(path, "it has no header"))?;
    let damaged = |error: serde_json::Error| StoreError::damaged(path, error.to_string());
    let found = serde_json::from_str::<Format>(header).map_err(damaged)?.format;
    if found > FORMAT {
        return Err(StoreError::Newer { path: path.to_owned(), found, supported: FORMAT });
    }
    let header: Header = serde_json::from_str(header).map_err(damaged)?;
    if digest(state.as_bytes()) != header.digest {
        return Err(StoreError::damaged(path, "its content does not match its digest"));
    }
    let state = serde_json::from_str(state).map_err(damaged)?;
    Ok(Some((state, header.sequence)))
}

/// Replaces the snapshot: at every moment the old or the new one is there, whole.
pub(super) fn write(directory: &Path, path: &Path, state: &State, sequence: u64) -> Result<(), StoreError> {
    let new = path.with_extension("new");
    let write = || -> io::Result<()> {
        let state = serde_json::to_string(state)?;
        let header = Header { format: FORMAT, sequence, digest: digest(state.as_bytes()) };
        let mut file = File::create(&new)?;
        file.write_all(serde_json::to_string(&header)?.as_bytes())?;
        file.write_all(b"\n")?;
        file.write_all(state.as_bytes())?;
        file.sync_all()?;
        fs::rename(&new, path)?;
        File::open(directory)?.sync_all()
    };
    write().map_err(|error| StoreError::io(path, error))
}
