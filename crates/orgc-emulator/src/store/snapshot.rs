//! The snapshot: a header line, then the state. A digest seals both, so no bit of them changes unseen.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::{FORMAT, StoreError};
use crate::organizations::effective::changes;
use crate::state::State;
use crate::state::ids::digest;

#[derive(Debug, Serialize, Deserialize)]
struct Header {
    format: u64,
    /// How many changes the state holds.
    sequence: u64,
    /// The seal; in the first format of the state alone.
    digest: String,
}

impl Header {
    fn new(format: u64, sequence: u64, state: &str) -> Self {
        let digest = match format {
            1 => digest(state.as_bytes()),
            _ => digest(format!("{format} {sequence} {state}").as_bytes()),
        };
        Self { format, sequence, digest }
    }
}

/// What a snapshot holds.
#[derive(Debug)]
pub(super) struct Snapshot {
    pub format: u64,
    /// How many changes of this format the state holds.
    pub sequence: u64,
    pub state: State,
}

/// Only the member that every version has.
#[derive(Debug, Deserialize)]
struct Format {
    format: u64,
}

/// What is in the file; `None` when there is none yet.
pub(super) fn read(path: &Path) -> Result<Option<Snapshot>, StoreError> {
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
    if Header::new(found, header.sequence, state).digest != header.digest {
        return Err(StoreError::damaged(path, "its content does not match its digest"));
    }
    let mut state: State = serde_json::from_str(state).map_err(damaged)?;
    let sequence = if found == FORMAT { header.sequence } else { 0 };
    if let (Some(organization), true) = (&mut state.organization, found < FORMAT) {
        changes::note_all(organization);
    }
    Ok(Some(Snapshot { format: found, sequence, state }))
}

/// Replaces the snapshot: at every moment the old or the new one is there, whole.
pub(super) fn write(directory: &Path, path: &Path, state: &State, sequence: u64) -> Result<(), StoreError> {
    let new = path.with_extension("new");
    let write = || -> io::Result<()> {
        let state = serde_json::to_string(state)?;
        let header = Header::new(FORMAT, sequence, &state);
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
