//! The texts of the repository, sorted by path.

use crate::failure::Failure;
use std::fs;
use std::path::Path;

/// A file that is UTF-8 text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// From the repository's root, with `/`.
    pub path: String,
    /// Everything in it.
    pub content: String,
}

impl Text {
    /// A text at a path.
    pub fn new(path: impl Into<String>, content: impl Into<String>) -> Self {
        Self { path: path.into(), content: content.into() }
    }

    /// Whether a compiler of Rust reads it.
    pub fn is_rust(&self) -> bool {
        self.path.ends_with(".rs")
    }

    /// Whether a program wrote it.
    pub fn is_generated(&self) -> bool {
        self.path.ends_with("/bindings.rs") || self.path.ends_with("Cargo.lock")
    }
}

/// Folders that are not ours to judge: what is built, and what `orgc` and git keep for themselves.
const SKIPPED: [&str; 4] = ["target", ".git", ".orgc", "build"];

/// Reads all texts below a folder. What is no text is passed over.
///
/// # Errors
/// When a folder or a file cannot be read.
pub fn read(root: &Path) -> Result<Vec<Text>, Failure> {
    let mut texts = Vec::new();
    collect(root, root, &mut texts)?;
    texts.sort_by(|one, other| one.path.cmp(&other.path));
    Ok(texts)
}

fn collect(root: &Path, folder: &Path, texts: &mut Vec<Text>) -> Result<(), Failure> {
    for entry in fs::read_dir(folder).map_err(|error| Failure::file(folder, error))? {
        let entry = entry.map_err(|error| Failure::file(folder, error))?;
        let path = entry.path();
        let kind = entry.file_type().map_err(|error| Failure::file(&path, error))?;
        if kind.is_dir() {
            let name = entry.file_name();
            if !SKIPPED.iter().any(|skipped| name == *skipped) {
                collect(root, &path, texts)?;
            }
        } else if kind.is_file() {
            let bytes = fs::read(&path).map_err(|error| Failure::file(&path, error))?;
            if let Ok(content) = String::from_utf8(bytes) {
                texts.push(Text::new(relative(root, &path), content));
            }
        }
    }
    Ok(())
}

fn relative(root: &Path, path: &Path) -> String {
    let path = path.strip_prefix(root).unwrap_or(path);
    let parts: Vec<_> = path.components().map(|part| part.as_os_str().to_string_lossy()).collect();
    parts.join("/")
}
