//! Files that tasks write: whole or not at all, and copies of projects, so that the projects stay as they are.

use crate::failure::Failure;
use std::fs;
use std::path::Path;

/// Writes beside and renames, so that an interrupted run leaves nothing half-written.
///
/// # Errors
/// When that is not possible.
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let beside = path.with_extension("new");
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)
        .and_then(|()| fs::write(&beside, bytes))
        .and_then(|()| fs::rename(&beside, path))
        .map_err(|error| Failure::file(path, error))
}

/// Copies a project to a folder, in place of what was there, without what a run of `orgc` in it left
/// behind.
///
/// # Errors
/// When something cannot be read or written.
pub fn copy_afresh(from: &Path, to: &Path) -> Result<(), Failure> {
    if to.exists() {
        fs::remove_dir_all(to).map_err(|error| Failure::file(to, error))?;
    }
    copy(from, to)
}

fn copy(from: &Path, to: &Path) -> Result<(), Failure> {
    fs::create_dir_all(to).map_err(|error| Failure::file(to, error))?;
    for entry in fs::read_dir(from).map_err(|error| Failure::file(from, error))? {
        let path = entry.map_err(|error| Failure::file(from, error))?.path();
        let Some(name) = path.file_name() else { continue };
        if name == ".orgc" || name == "build" {
            continue;
        }
        let target = to.join(name);
        if path.is_dir() {
            copy(&path, &target)?;
        } else {
            fs::copy(&path, &target).map_err(|error| Failure::file(&path, error))?;
        }
    }
    Ok(())
}
