//! A project on disk: where it is, its settings and its files.

use crate::config::{self, Config};
use crate::failure::Failure;
use orgc_diag::{Diagnostic, SourceMap, codes};
use orgc_ir::{ReadError, World};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The largest file that is read, in bytes. A source of ten thousand accounts has about one
/// million.
const LARGEST: u64 = 64 * 1024 * 1024;

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

    /// `.orgc/`: what `orgc` keeps for itself (journal, sandbox).
    pub fn own_folder(&self) -> PathBuf {
        self.root.join(".orgc")
    }

    /// Where the sandbox keeps its organization.
    pub fn sandbox_folder(&self) -> PathBuf {
        self.own_folder().join("sandbox")
    }

    /// Reads `orgc.toml` into the map.
    ///
    /// # Errors
    /// One diagnostic when it cannot be read or holds a mistake.
    pub fn config(&self, sources: &mut SourceMap) -> Result<Config, Diagnostic> {
        let unreadable = |reason: String| {
            Diagnostic::new(codes::PROJECT_FILE, reason)
                .help("write it as UTF-8 text; `orgc init DIR` shows one")
        };
        let bytes = self.read(config::FILE).map_err(|error| unreadable(error.to_string()))?;
        let text = String::from_utf8(bytes).map_err(|error| {
            let at = error.utf8_error().valid_up_to();
            unreadable(format!("`{}` is not UTF-8 text: byte {at} is the first that is not", config::FILE))
        })?;
        let file = sources.add(config::FILE, text.clone());
        Config::parse(file, &text)
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
        let unreadable = |error: io::Error| ReadError::Unreadable(".".to_owned(), error.to_string());
        let mut paths = Vec::new();
        for entry in fs::read_dir(&self.root).map_err(unreadable)? {
            let name = entry.map_err(unreadable)?.file_name().to_string_lossy().into_owned();
            let is_source = name.ends_with(".org") && !name.starts_with('.');
            if is_source && self.root.join(&name).is_file() {
                paths.push(name);
            }
        }
        paths.sort();
        Ok(paths)
    }

    fn read(&self, path: &str) -> Result<Vec<u8>, ReadError> {
        let unreadable = |error: io::Error| match error.kind() {
            io::ErrorKind::NotFound => ReadError::NotFound(path.to_owned()),
            _ => ReadError::Unreadable(path.to_owned(), error.to_string()),
        };
        if path.starts_with('/') || path.split('/').any(|part| part == "..") {
            return Err(ReadError::Outside(path.to_owned()));
        }
        let full = self.root.join(path).canonicalize().map_err(unreadable)?;
        if !full.starts_with(&self.root) {
            return Err(ReadError::Outside(path.to_owned()));
        }
        let metadata = fs::metadata(&full).map_err(unreadable)?;
        if !metadata.is_file() {
            return Err(ReadError::Unreadable(path.to_owned(), "it is not a file".to_owned()));
        }
        if metadata.len() > LARGEST {
            let reason = format!("it has {} bytes; {LARGEST} are read at most", metadata.len());
            return Err(ReadError::Unreadable(path.to_owned(), reason));
        }
        fs::read(&full).map_err(unreadable)
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
    fn sources_are_those_of_the_folder_itself_in_order() {
        let (_folder, project) =
            project(&[("b.org", ""), ("a.org", ""), ("notes/c.org", ""), ("t.yaml", "")]);
        assert_eq!(project.sources().unwrap(), ["a.org", "b.org"]);
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
