//! Copies of projects, so that tasks leave the projects themselves alone.

use crate::failure::Failure;
use std::fs;
use std::path::Path;

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
