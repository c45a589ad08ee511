//! A project on disk: where it is, its settings and its files.

use crate::config;
use crate::failure::Failure;
use crate::files;
use crate::listing;
use orgc_ir::{ReadError, World};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The largest file that is read, in bytes. A source of ten thousand accounts has about one
/// million.
pub const LARGEST: u64 = 64 * 1024 * 1024;

/// A folder with an `orgc.toml`.
#[derive(Debug)]
pub struct Project {
    root: PathBuf,
}

impl Project {
    /// The project in this folder, or the nearest one upwards from the current folder.
    ///
    /// # Errors
    /// When there is none.
    pub fn find(folder: Option<&Path>) -> Result<Self, Failure> {
        let found = match folder {
            Some(folder) => folder.join(config::FILE).is_file().then(|| folder.to_path_buf()),
            None => nearest(&std::env::current_dir().map_err(|error| Failure::file(Path::new("."), &error))?),
        };
        let root = found.ok_or_else(|| no_project(folder))?;
        let root = root.canonicalize().map_err(|error| Failure::file(&root, &error))?;
        Ok(Self { root })
    }

    /// The folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// `.orgc/`: what `orgc` keeps for itself (journal, sandbox, plugins, answers).
    pub fn own_folder(&self) -> PathBuf {
        self.root.join(".orgc")
    }

    /// The same, made if need be. It is no part of the sources, and tells git so.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn made_own_folder(&self) -> Result<PathBuf, Failure> {
        let folder = self.own_folder();
        let ignored = folder.join(".gitignore");
        if !ignored.exists() {
            files::replace(&ignored, b"*\n").map_err(|error| Failure::file(&ignored, &error))?;
        }
        Ok(folder)
    }

    /// Where the sandbox keeps its organization.
    pub fn sandbox_folder(&self) -> PathBuf {
        self.own_folder().join("sandbox")
    }

    /// Replaces the text of one of the project's files. A link is followed to its file.
    ///
    /// # Errors
    /// When the file lies outside the project, holds something else than `before`, or cannot be
    /// written.
    pub fn rewrite(&self, path: &str, before: &str, after: &str) -> Result<(), Failure> {
        let there = self.read(path).map_err(|error| Failure::new(error.to_string()))?;
        if there != before.as_bytes() {
            return Err(Failure::new(format!("`{path}` was changed meanwhile; it was left as it is")));
        }
        let full = self.resolve(path).map_err(|error| Failure::new(error.to_string()))?;
        files::replace(&full, after.as_bytes()).map_err(|error| Failure::file(&full, &error))
    }

    /// Where a file is, links followed.
    fn resolve(&self, path: &str) -> Result<PathBuf, ReadError> {
        if path.starts_with('/') || path.split('/').any(|part| part == "..") {
            return Err(ReadError::Outside(path.to_owned()));
        }
        let full = self.root.join(path).canonicalize().map_err(|error| unreadable(path, &error))?;
        if full.starts_with(&self.root) { Ok(full) } else { Err(ReadError::Outside(path.to_owned())) }
    }
}

fn unreadable(path: &str, error: &io::Error) -> ReadError {
    match error.kind() {
        io::ErrorKind::NotFound => ReadError::NotFound(path.to_owned()),
        _ => ReadError::Unreadable(path.to_owned(), error.to_string()),
    }
}

fn nearest(from: &Path) -> Option<PathBuf> {
    from.ancestors().find(|folder| folder.join(config::FILE).is_file()).map(Path::to_path_buf)
}

fn no_project(folder: Option<&Path>) -> Failure {
    let place = match folder {
        Some(folder) => format!("`{}` holds no `{}`", folder.display(), config::FILE),
        None => format!("neither this folder nor one above it holds an `{}`", config::FILE),
    };
    Failure::new(place).help("`orgc init` starts a project; `--project DIR` names one")
}

impl World for Project {
    fn sources(&self) -> Result<Vec<String>, ReadError> {
        listing::sources(&self.root, config::FILE)
    }

    fn read(&self, path: &str) -> Result<Vec<u8>, ReadError> {
        let full = self.resolve(path)?;
        let metadata = fs::metadata(&full).map_err(|error| unreadable(path, &error))?;
        if !metadata.is_file() {
            return Err(ReadError::Unreadable(path.to_owned(), "it is not a file".to_owned()));
        }
        if metadata.len() > LARGEST {
            let reason = format!("it has {} bytes; {LARGEST} are read at most", metadata.len());
            return Err(ReadError::Unreadable(path.to_owned(), reason));
        }
        fs::read(&full).map_err(|error| unreadable(path, &error))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn project(files: &[(&str, &str)]) -> (tempfile::TempDir, Project) {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(config::FILE), "name = \"x\"\nedition = \"2026\"\n").unwrap();
        for (path, text) in files {
            fs::create_dir_all(folder.path().join(path).parent().unwrap()).unwrap();
            fs::write(folder.path().join(path), text).unwrap();
        }
        let project = Project::find(Some(folder.path())).unwrap();
        (folder, project)
    }

    #[test]
    fn sources_are_those_of_the_folder_and_below_in_order() {
        let (_folder, project) =
            project(&[("b.org", ""), ("a.org", ""), ("notes/c.org", ""), ("t.yaml", "")]);
        assert_eq!(project.sources().unwrap(), ["a.org", "b.org", "notes/c.org"]);
    }

    #[test]
    fn nothing_outside_is_read() {
        let (folder, project) = project(&[("a.org", "text")]);
        assert_eq!(project.read("../a.org"), Err(ReadError::Outside("../a.org".into())));
        assert_eq!(project.read("/etc/hostname"), Err(ReadError::Outside("/etc/hostname".into())));
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink("/etc", folder.path().join("link")).unwrap();
            assert_eq!(project.read("link/passwd"), Err(ReadError::Outside("link/passwd".into())));
        }
        assert_eq!(project.read("a.org"), Ok(b"text".to_vec()));
        assert_eq!(project.read("none"), Err(ReadError::NotFound("none".into())));
    }
}
