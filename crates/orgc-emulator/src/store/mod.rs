//! The state on disk: a snapshot and a log of the changes since.
//!
//! Promises: a change is on disk before its reply leaves; a process killed at any point loses nothing that was
//! answered; damage, files of a newer version and changes of an older one are reported, never overlooked or
//! overwritten; two processes never share a directory.
//!
//! `snapshot.json` holds the state after some number of changes, `log.jsonl` one line per change after that.
//! Recovery repeats the log and compares how every call ended with how it ended before. A store that is closed in
//! order leaves an empty log, so only a killed process has its changes repeated. The state of an older version is
//! read as long as no change of it must be repeated: what a call does is the version's own.

mod error;
mod log;
mod snapshot;

use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};

pub use error::StoreError;
use log::Log;

use crate::change::{self, Change};
use crate::clock::Moment;
use crate::refusal::Answer;
use crate::state::State;

/// The version of both files. Whatever changes what a logged change does must raise it; the state of every version
/// since the first can be read.
const FORMAT: u64 = 3;
/// Changes in the log before a new snapshot replaces it.
const COMPACT_AFTER: u64 = 512;

const LOCK_FILE: &str = "lock";
const SNAPSHOT_FILE: &str = "snapshot.json";
const LOG_FILE: &str = "log.jsonl";

/// An open directory.
#[derive(Debug)]
pub(crate) struct Store {
    directory: PathBuf,
    log: Log,
    /// Changes made since the beginning of the organization, or since its state came from an older version.
    sequence: u64,
    /// Changes in the log.
    logged: u64,
    /// Held as long as the store lives; the operating system frees it when the process dies.
    _lock: File,
}

impl Store {
    /// Opens a directory and recovers its state, or begins with `fresh` in a new one.
    pub fn open(directory: &Path, fresh: State) -> Result<(Self, State), StoreError> {
        fs::create_dir_all(directory).map_err(|error| StoreError::io(directory, error))?;
        let lock = lock(directory)?;
        let snapshot_path = directory.join(SNAPSHOT_FILE);
        let log_path = directory.join(LOG_FILE);
        let (mut state, covered) = match snapshot::read(&snapshot_path)? {
            Some(found) => {
                check_repeats(found.format, &log_path)?;
                (found.state, found.sequence)
            }
            None if has_content(&log_path)? => {
                return Err(StoreError::damaged(&snapshot_path, "the file is missing beside its log"));
            }
            None => (fresh, 0),
        };
        let entries = log::read(&log_path)?;
        let sequence = replay(&mut state, covered, &entries, &log_path)?;
        // Everything was understood: from here on files may be replaced.
        snapshot::write(directory, &snapshot_path, &state, sequence)?;
        let log = Log::create(&log_path)?;
        Ok((Self { directory: directory.to_owned(), log, sequence, logged: 0, _lock: lock }, state))
    }

    /// Adds a change that led to `state`, synced to the disk.
    pub fn append(
        &mut self,
        at: Moment,
        change: &Change,
        answer: &Answer,
        state: &State,
    ) -> Result<(), StoreError> {
        self.sequence += 1;
        self.log.append(&log::Entry {
            sequence: self.sequence,
            at,
            change: change.clone(),
            refusal: answer.as_ref().err().map(|refusal| refusal.code.clone()),
        })?;
        self.logged += 1;
        if self.logged >= COMPACT_AFTER { self.compact(state) } else { Ok(()) }
    }

    /// Puts `state` in the place of the log.
    pub fn compact(&mut self, state: &State) -> Result<(), StoreError> {
        snapshot::write(&self.directory, &self.directory.join(SNAPSHOT_FILE), state, self.sequence)?;
        self.log.clear()?;
        self.logged = 0;
        Ok(())
    }
}

/// Removes what is kept in a directory, as if it had never been used. The directory stays.
///
/// # Errors
/// [`StoreError::Locked`] while a process has it open; [`StoreError::Io`] when the file system fails.
pub fn reset(directory: &Path) -> Result<(), StoreError> {
    if !directory.exists() {
        return Ok(());
    }
    let _lock = lock(directory)?;
    clear(directory)
}

/// Puts `state` in the place of what is kept in a directory.
pub(crate) fn replace(directory: &Path, state: &State) -> Result<(), StoreError> {
    fs::create_dir_all(directory).map_err(|error| StoreError::io(directory, error))?;
    let _lock = lock(directory)?;
    clear(directory)?;
    snapshot::write(directory, &directory.join(SNAPSHOT_FILE), state, 0)
}

fn clear(directory: &Path) -> Result<(), StoreError> {
    // The log first: a log without its snapshot would look damaged if this were interrupted.
    for file in [LOG_FILE, SNAPSHOT_FILE] {
        let path = directory.join(file);
        match fs::remove_file(&path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(StoreError::io(&path, error));
            }
            _ => {}
        }
    }
    Ok(())
}

fn lock(directory: &Path) -> Result<File, StoreError> {
    let path = directory.join(LOCK_FILE);
    let file = File::options()
        .create(true)
        .append(true)
        .open(&path)
        .map_err(|error| StoreError::io(&path, error))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(StoreError::Locked { directory: directory.to_owned() }),
        Err(TryLockError::Error(error)) => Err(StoreError::io(&path, error)),
    }
}

fn has_content(path: &Path) -> Result<bool, StoreError> {
    match fs::metadata(path) {
        Ok(metadata) => Ok(metadata.len() > 0),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(StoreError::io(path, error)),
    }
}

/// Refuses to repeat the changes of an older version.
fn check_repeats(format: u64, log: &Path) -> Result<(), StoreError> {
    if format == FORMAT || !has_content(log)? {
        return Ok(());
    }
    Err(StoreError::Older { path: log.to_owned(), found: format, supported: FORMAT })
}

/// Repeats the changes after the first `covered` ones and says how many there are in all.
fn replay(state: &mut State, covered: u64, entries: &[log::Entry], path: &Path) -> Result<u64, StoreError> {
    let mut sequence = covered;
    // A process may have died between writing a snapshot and clearing the log.
    for entry in entries.iter().filter(|entry| entry.sequence > covered) {
        if entry.sequence != sequence + 1 {
            return Err(StoreError::damaged(path, "changes are missing"));
        }
        let answer = change::apply(state, entry.at, &entry.change);
        if answer.err().map(|refusal| refusal.code) != entry.refusal {
            return Err(StoreError::damaged(path, "a change does not end as it ended before"));
        }
        sequence = entry.sequence;
    }
    Ok(sequence)
}
