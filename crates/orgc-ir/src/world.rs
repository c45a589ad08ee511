//! The only way files come in.

use std::collections::BTreeMap;

/// The files of one project, by paths relative to it with `/` between folders.
pub trait World {
    /// The paths of all source files ([`is_source`]), of the project's folder and all below, sorted.
    ///
    /// # Errors
    /// When a folder cannot be listed.
    fn sources(&self) -> Result<Vec<String>, ReadError>;

    /// The bytes of one file.
    ///
    /// # Errors
    /// When there is no such file, it lies outside the project, or cannot be read.
    fn read(&self, path: &str) -> Result<Vec<u8>, ReadError>;
}

/// Whether a file with this path is a source, by its extension: `.org`, or `.orgc`, which means the
/// same.
pub fn is_source(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    matches!(name.rsplit_once('.'), Some((stem, "org" | "orgc")) if !stem.is_empty())
}

/// Why a file did not come in.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// There is no such file.
    #[error("there is no file `{0}`")]
    NotFound(String),
    /// The path leads out of the project, directly or through a link.
    #[error("`{0}` is outside the project")]
    Outside(String),
    /// The file is there but cannot be read; the second text is the system's reason.
    #[error("`{0}` cannot be read: {1}")]
    Unreadable(String, String),
}

/// A world in memory, for tests and the playground.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MemoryWorld {
    files: BTreeMap<String, Vec<u8>>,
}

impl MemoryWorld {
    /// A world of these files.
    pub fn new<P: Into<String>, B: Into<Vec<u8>>>(files: impl IntoIterator<Item = (P, B)>) -> Self {
        let files = files.into_iter().map(|(path, bytes)| (path.into(), bytes.into())).collect();
        Self { files }
    }
}

impl World for MemoryWorld {
    fn sources(&self) -> Result<Vec<String>, ReadError> {
        Ok(self.files.keys().filter(|path| is_source(path)).cloned().collect())
    }

    fn read(&self, path: &str) -> Result<Vec<u8>, ReadError> {
        if path.starts_with('/') || path.split('/').any(|part| part == "..") {
            return Err(ReadError::Outside(path.to_owned()));
        }
        self.files.get(path).cloned().ok_or_else(|| ReadError::NotFound(path.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_memory_world_lists_sources_and_refuses_to_leave() {
        let world = MemoryWorld::new([("main.org", "x"), ("a/b.org", "y"), ("t.yaml", "z")]);
        assert_eq!(world.sources().unwrap(), ["a/b.org", "main.org"]);
        assert_eq!(world.read("../x"), Err(ReadError::Outside("../x".into())));
        assert_eq!(world.read("no"), Err(ReadError::NotFound("no".into())));
    }
}
