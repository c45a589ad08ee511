//! Which files of a project are its sources.

use orgc_ir::{ReadError, is_source};
use std::fs::{self, DirEntry};
use std::io;
use std::path::Path;

/// Folders that hold what tools make or fetch.
const FOREIGN: [&str; 3] = ["build", "target", "node_modules"];

/// The paths of all sources, relative to the root with `/` between folders, sorted.
///
/// Hidden files and folders, the folders of `FOREIGN` and nested projects are left out. Links to folders are
/// not followed: what they lead to is listed at its own place, or is not of the project. So the walk
/// ends, whatever the links.
///
/// # Errors
/// When a folder cannot be listed, or a source has a name that no message could show.
pub fn sources(root: &Path, project_file: &str) -> Result<Vec<String>, ReadError> {
    let mut found = Vec::new();
    let mut folders = vec![String::new()];
    while let Some(folder) = folders.pop() {
        let unreadable = |error: io::Error| {
            let shown = if folder.is_empty() { "." } else { folder.trim_end_matches('/') };
            ReadError::Unreadable(shown.to_owned(), error.to_string())
        };
        for entry in fs::read_dir(root.join(&folder)).map_err(unreadable)? {
            let entry = entry.map_err(unreadable)?;
            let is_folder = entry.file_type().map_err(unreadable)?.is_dir();
            let name = entry.file_name().to_string_lossy().into_owned();
            let path = format!("{folder}{name}");
            if is_folder && is_walked(&entry, &name, project_file) {
                check_name(&entry, &path)?;
                folders.push(path + "/");
            } else if !is_folder && !name.starts_with('.') && is_source(&name) && !leads_to_folder(&entry) {
                check_name(&entry, &path)?;
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

fn is_walked(entry: &DirEntry, name: &str, project_file: &str) -> bool {
    !is_left_out(name) && !entry.path().join(project_file).exists()
}

/// Whether a folder or file of this name is never part of a project.
pub fn is_left_out(name: &str) -> bool {
    name.starts_with('.') || FOREIGN.contains(&name)
}

fn leads_to_folder(entry: &DirEntry) -> bool {
    entry.file_type().is_ok_and(|kind| kind.is_symlink()) && entry.path().is_dir()
}

/// Paths stand in messages, addresses and plans; they have to be text of one line.
fn check_name(entry: &DirEntry, path: &str) -> Result<(), ReadError> {
    let refuse = |reason: &str| {
        let shown: String = path.chars().flat_map(visible).collect();
        Err(ReadError::Unreadable(shown, reason.to_owned()))
    };
    match entry.file_name().into_string() {
        Err(_) => refuse("its name is not UTF-8 text"),
        Ok(name) if name.contains(char::is_control) => refuse("its name holds a control character"),
        Ok(name) if name.contains('\\') => refuse("its name holds a backslash"),
        Ok(_) => Ok(()),
    }
}

fn visible(character: char) -> Vec<char> {
    if character.is_control() { character.escape_default().collect() } else { vec![character] }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(files: &[&str]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for path in files {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "").unwrap();
        }
        folder
    }

    fn listed(folder: &tempfile::TempDir) -> Vec<String> {
        sources(folder.path(), "orgc.toml").unwrap()
    }

    #[test]
    fn sources_are_those_of_all_folders_in_order() {
        let folder =
            folder(&["b.org", "a.org", "teams/ml/x.orgc", "teams/a.org", "t.yaml", ".org", "no.Org"]);
        assert_eq!(listed(&folder), ["a.org", "b.org", "teams/a.org", "teams/ml/x.orgc"]);
    }

    #[test]
    fn what_is_hidden_made_or_of_another_project_is_left_out() {
        let folder = folder(&[
            "main.org",
            ".#main.org",
            ".git/a.org",
            "build/a.org",
            "x/target/a.org",
            "node_modules/p/a.org",
            "other/orgc.toml",
            "other/a.org",
        ]);
        assert_eq!(listed(&folder), ["main.org"]);
    }

    #[test]
    fn a_folder_may_be_called_like_a_source() {
        assert_eq!(listed(&folder(&["x.org/main.org"])), ["x.org/main.org"]);
    }

    #[cfg(unix)]
    #[test]
    fn links_to_folders_are_not_followed() {
        use std::os::unix::fs::symlink;
        let folder = folder(&["a/main.org"]);
        symlink("/etc", folder.path().join("etc.org")).unwrap();
        symlink("..", folder.path().join("a/loop")).unwrap();
        symlink("a", folder.path().join("b")).unwrap();
        symlink("a/main.org", folder.path().join("again.org")).unwrap();
        symlink("nowhere", folder.path().join("broken.org")).unwrap();
        assert_eq!(listed(&folder), ["a/main.org", "again.org", "broken.org"]);
    }

    #[cfg(unix)]
    #[test]
    fn names_that_no_message_can_show_are_errors() {
        use std::ffi::OsStr;
        use std::os::unix::ffi::OsStrExt;
        let told = |name: &[u8]| {
            let folder = tempfile::tempdir().unwrap();
            fs::write(folder.path().join(OsStr::from_bytes(name)), "").unwrap();
            sources(folder.path(), "orgc.toml").unwrap_err().to_string()
        };
        assert_eq!(told(b"a\nb.org"), "`a\\nb.org` cannot be read: its name holds a control character");
        assert_eq!(told(b"a\xff.org"), "`a\u{fffd}.org` cannot be read: its name is not UTF-8 text");
        assert_eq!(told(b"a\\b.org"), "`a\\b.org` cannot be read: its name holds a backslash");
    }
}
