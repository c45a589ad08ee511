//! Whether anything has changed since something was built.

use crate::failure::Failure;
use crate::files;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

/// What something is made from, as a digest, and the file that keeps the digest of the last time.
pub struct Inputs {
    digest: String,
    known: PathBuf,
}

impl Inputs {
    /// Reads files and folders, which are named from the root. The digest changes when one of them does.
    ///
    /// # Errors
    /// When one of them cannot be read.
    pub fn read<P: AsRef<Path>>(root: &Path, inputs: &[P], known: PathBuf) -> Result<Self, Failure> {
        let mut paths = Vec::new();
        for input in inputs {
            collect(&root.join(input), &mut paths)?;
        }
        paths.sort();
        let mut hasher = DefaultHasher::new();
        for path in paths {
            path.strip_prefix(root).unwrap_or(&path).hash(&mut hasher);
            fs::read(&path).map_err(|error| Failure::file(&path, error))?.hash(&mut hasher);
        }
        Ok(Self { digest: format!("{:016x}\n", hasher.finish()), known })
    }

    /// Whether they are those of the last time.
    pub fn are_known(&self) -> bool {
        fs::read_to_string(&self.known).is_ok_and(|known| known == self.digest)
    }

    /// Keeps them as those of the last time.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn remember(&self) -> Result<(), Failure> {
        files::write(&self.known, self.digest.as_bytes())
    }
}

fn collect(path: &Path, paths: &mut Vec<PathBuf>) -> Result<(), Failure> {
    if path.is_file() {
        paths.push(path.to_path_buf());
        return Ok(());
    }
    for entry in fs::read_dir(path).map_err(|error| Failure::file(path, error))? {
        let entry = entry.map_err(|error| Failure::file(path, error))?;
        if entry.file_name() != "target" {
            collect(&entry.path(), paths)?;
        }
    }
    Ok(())
}
