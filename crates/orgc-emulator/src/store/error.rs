//! Why a directory cannot be opened or written.

use std::io;
use std::path::{Path, PathBuf};

/// A fault of the emulator's files.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// Another process has the directory open.
    #[error("another process uses the sandbox `{}`", directory.display())]
    Locked {
        /// The directory.
        directory: PathBuf,
    },
    /// A file was written by a newer version of the emulator.
    #[error("`{}` has the format {found}, which is newer than {supported}, the newest that this version reads", path.display())]
    Newer {
        /// The file.
        path: PathBuf,
        /// The format of the file.
        found: u64,
        /// The newest format that can be read.
        supported: u64,
    },
    /// The log holds changes of an older version of the emulator, which might end otherwise here.
    #[error("`{}` has changes of the format {found}, which is older than {supported}, the one that this version repeats", path.display())]
    Older {
        /// The log.
        path: PathBuf,
        /// The format of the changes.
        found: u64,
        /// The format that can be repeated.
        supported: u64,
    },
    /// A file is not what the emulator has written.
    #[error("`{}` is damaged: {reason}", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// The file system refused.
    #[error("cannot use `{}`: {source}", path.display())]
    Io {
        /// The file or directory.
        path: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
}

impl StoreError {
    pub(super) fn io(path: &Path, source: io::Error) -> Self {
        Self::Io { path: path.to_owned(), source }
    }

    pub(super) fn damaged(path: &Path, reason: impl Into<String>) -> Self {
        Self::Damaged { path: path.to_owned(), reason: reason.into() }
    }
}
