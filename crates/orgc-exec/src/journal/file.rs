//! Journals in a folder: `<folder>/journal/<n>.jsonl`, one file for each run.

use super::{CallName, Journal, Line, cut_off};
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// The journal of a run. While it lives, no other run can begin in the same folder.
#[derive(Debug)]
pub struct FileJournal {
    path: PathBuf,
    /// None until the first line: a run that does nothing leaves nothing.
    file: Mutex<Option<File>>,
    cut_off: Vec<CallName>,
    // The system releases the lock with the file, also when the process is killed.
    _lock: File,
}

/// Why a run cannot begin.
#[derive(Debug, thiserror::Error)]
pub enum JournalError {
    /// Another run is going on in this folder.
    #[error("another `orgc apply` is running in this project")]
    Running,
    /// The folder or a file in it cannot be used.
    #[error("`{}` cannot be written: {error}", path.display())]
    Unusable {
        /// The folder or file.
        path: PathBuf,
        /// The system's reason.
        error: io::Error,
    },
}

impl FileJournal {
    /// Takes the lock of a folder (`.orgc`). The next journal in it begins with the first line.
    ///
    /// # Errors
    /// When another run holds the lock, or the folder cannot be written.
    pub fn open(folder: &Path) -> Result<Self, JournalError> {
        let journals = folder.join("journal");
        fs::create_dir_all(&journals).map_err(unusable(&journals))?;
        let lock = lock(&folder.join("lock"))?;
        let last = numbers(&journals).map_err(unusable(&journals))?.into_iter().max();
        let cut_off = last.map_or_else(Vec::new, |number| cut_off(&read(&file_of(&journals, number))));
        let path = file_of(&journals, last.unwrap_or(0) + 1);
        Ok(Self { path, file: Mutex::new(None), cut_off, _lock: lock })
    }

    /// The file of this run.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The writes of the run before this one whose replies it did not live to see.
    pub fn cut_off(&self) -> &[CallName] {
        &self.cut_off
    }
}

impl Journal for FileJournal {
    fn write(&self, line: &Line) -> io::Result<()> {
        let mut text = serde_json::to_vec(line)?;
        text.push(b'\n');
        let mut begun = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        let mut file = match begun.take() {
            Some(file) => file,
            None => OpenOptions::new().append(true).create_new(true).open(&self.path)?,
        };
        let written = file.write_all(&text).and_then(|()| file.sync_data());
        *begun = Some(file);
        written
    }
}

fn lock(path: &Path) -> Result<File, JournalError> {
    let file =
        OpenOptions::new().write(true).create(true).truncate(false).open(path).map_err(unusable(path))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(JournalError::Running),
        Err(TryLockError::Error(error)) => Err(unusable(path)(error)),
    }
}

fn unusable(path: &Path) -> impl FnOnce(io::Error) -> JournalError {
    let path = path.to_owned();
    move |error| JournalError::Unusable { path, error }
}

fn file_of(journals: &Path, number: u64) -> PathBuf {
    journals.join(format!("{number}.jsonl"))
}

fn numbers(journals: &Path) -> io::Result<Vec<u64>> {
    let mut all = Vec::new();
    for entry in fs::read_dir(journals)? {
        let name = entry?.file_name();
        all.extend(name.to_str().and_then(|name| name.strip_suffix(".jsonl")?.parse::<u64>().ok()));
    }
    Ok(all)
}

/// The lines of a journal. A line that was torn by a crash, or that a newer version wrote, is left out.
fn read(path: &Path) -> Vec<Line> {
    let text = fs::read(path).unwrap_or_default();
    text.split(|byte| *byte == b'\n').filter_map(|line| serde_json::from_slice(line).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::journal::Call;

    fn call(number: u32) -> CallName {
        CallName {
            operation: "create account/dev".into(),
            call: "organizations:CreateAccount".into(),
            number,
        }
    }

    fn reply(number: u32) -> Line {
        Line::Reply { at: 2, call: call(number), answer: None, fault: None }
    }

    #[test]
    fn a_second_run_is_refused_and_the_next_one_says_what_was_cut_off() {
        let folder = tempfile::tempdir().unwrap();
        let first = FileJournal::open(folder.path()).unwrap();
        assert!(matches!(FileJournal::open(folder.path()), Err(JournalError::Running)));
        first.write(&Line::Call(Call { at: 1, call: call(1) })).unwrap();
        first.write(&reply(1)).unwrap();
        first.write(&Line::Call(Call { at: 3, call: call(2) })).unwrap();
        let path = first.path().to_owned();
        drop(first);
        let mut torn = OpenOptions::new().append(true).open(&path).unwrap();
        torn.write_all(b"{\"line\":\"reply\",\"at\":4,\"oper").unwrap();
        let second = FileJournal::open(folder.path()).unwrap();
        assert_eq!(second.cut_off(), [call(2)]);
        assert_eq!(second.path().file_name().unwrap(), "2.jsonl");
        drop(second);
        let third = FileJournal::open(folder.path()).unwrap();
        assert_eq!(third.cut_off(), [call(2)], "a run that wrote nothing hides nothing");
    }

    #[test]
    fn lines_read_back_as_written() {
        let folder = tempfile::tempdir().unwrap();
        let journal = FileJournal::open(folder.path()).unwrap();
        let answer = Some(serde_json::json!({ "id": "ou-1" }));
        let lines = [
            Line::Begun {
                at: 0,
                format: 1,
                project: "p".into(),
                desired: "d".into(),
                live: "l".into(),
                operations: 1,
            },
            Line::Reply { at: 2, call: call(1), answer, fault: None },
            Line::Ended { at: 3, done: 1, failed: 0, left: 0 },
        ];
        for line in &lines {
            journal.write(line).unwrap();
        }
        assert_eq!(read(journal.path()), lines);
    }
}
