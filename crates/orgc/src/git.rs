//! A project as it was at a git revision, read through `git` and without touching the work tree.

use crate::config;
use crate::failure::Failure;
use crate::project::LARGEST;
use orgc_ir::{ReadError, World, is_source};
use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// Links that are followed one after the other.
const LINKS: usize = 8;

/// The project's folder at one revision.
#[derive(Debug)]
pub struct Revision {
    root: PathBuf,
    /// Files by their path below the project.
    entries: BTreeMap<String, Entry>,
}

#[derive(Clone, Debug)]
struct Entry {
    object: String,
    size: u64,
    is_link: bool,
}

impl Revision {
    /// The folder as it was at a revision.
    ///
    /// # Errors
    /// When there is no git, no repository, no such revision, or no project in it.
    pub fn read(root: &Path, revision: &str) -> Result<Self, Failure> {
        let inside = run(root, ["rev-parse", "--is-inside-work-tree"])?;
        if !inside.status.success() {
            let what = format!("`{}` is in no git repository", root.display());
            return Err(Failure::new(what).help("`orgc diff REV` compares with a revision that git knows"));
        }
        let commit = commit(root, revision)?;
        let listed = succeed(run(root, ["ls-tree", "-r", "-l", "-z", commit.as_str(), "."])?)?;
        let entries: BTreeMap<String, Entry> = listed.split(|byte| *byte == 0).filter_map(entry).collect();
        if !entries.contains_key(config::FILE) {
            return Err(Failure::new(format!("`{revision}` holds no `{}` in this folder", config::FILE))
                .help("the project was elsewhere then, or nowhere; name a later revision"));
        }
        Ok(Self { root: root.to_owned(), entries })
    }

    /// The file that a path leads to, links followed.
    fn resolve(&self, path: &str) -> Result<Entry, ReadError> {
        let mut path = path.to_owned();
        for _ in 0..LINKS {
            let entry = self.entries.get(&path).ok_or_else(|| ReadError::NotFound(path.clone()))?;
            if !entry.is_link {
                return Ok(entry.clone());
            }
            let target = self.content(&path, entry)?;
            let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
            path = joined(folder, &String::from_utf8_lossy(&target))
                .ok_or_else(|| ReadError::Outside(path.clone()))?;
        }
        Err(ReadError::Unreadable(path, "links lead to links".to_owned()))
    }

    fn content(&self, path: &str, entry: &Entry) -> Result<Vec<u8>, ReadError> {
        let refuse = |reason: String| ReadError::Unreadable(path.to_owned(), reason);
        if entry.size > LARGEST {
            return Err(refuse(format!("it has {} bytes; {LARGEST} are read at most", entry.size)));
        }
        let output = run(&self.root, ["cat-file", "blob", entry.object.as_str()]);
        output.and_then(succeed).map_err(|failure| refuse(failure.message))
    }
}

impl World for Revision {
    fn sources(&self) -> Result<Vec<String>, ReadError> {
        let nested: Vec<&str> = self
            .entries
            .keys()
            .filter_map(|path| path.strip_suffix(config::FILE)?.strip_suffix('/'))
            .collect();
        let is_nested = |path: &str| {
            nested.iter().any(|folder| path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/')))
        };
        let is_walked = |path: &str| !path.split('/').any(crate::listing::is_left_out);
        let sources =
            self.entries.keys().filter(|path| is_source(path) && is_walked(path) && !is_nested(path));
        Ok(sources.cloned().collect())
    }

    fn read(&self, path: &str) -> Result<Vec<u8>, ReadError> {
        if path.starts_with('/') || path.split('/').any(|part| part == "..") {
            return Err(ReadError::Outside(path.to_owned()));
        }
        // Components are found by their digest, which the `orgc.lock` of the revision holds.
        if path.starts_with(crate::plugins::STORE) {
            let unreadable = |_| ReadError::NotFound(path.to_owned());
            return std::fs::read(self.root.join(path)).map_err(unreadable);
        }
        let plain = joined("", path).ok_or_else(|| ReadError::Outside(path.to_owned()))?;
        let entry = self.resolve(&plain)?;
        self.content(path, &entry)
    }
}

/// The full name of the commit that a revision is.
fn commit(root: &Path, revision: &str) -> Result<String, Failure> {
    let wanted = format!("{revision}^{{commit}}");
    let output = run(root, ["rev-parse", "--verify", "--quiet", "--end-of-options", wanted.as_str()])?;
    if !output.status.success() || revision.is_empty() {
        return Err(Failure::new(format!("git knows no revision `{revision}`"))
            .help("a branch, a tag or a commit, such as `main`, `v1.2` or `HEAD~1`"));
    }
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// `100644 blob 1a2b…     123<TAB>path`. Submodules are none of our files.
fn entry(line: &[u8]) -> Option<(String, Entry)> {
    let line = std::str::from_utf8(line).ok()?;
    let (facts, path) = line.split_once('\t')?;
    let mut facts = facts.split_whitespace();
    let (mode, kind, object, size) = (facts.next()?, facts.next()?, facts.next()?, facts.next()?);
    let entry = Entry { object: object.to_owned(), size: size.parse().ok()?, is_link: mode == "120000" };
    (kind == "blob").then(|| (path.to_owned(), entry))
}

/// A relative path from a folder, without `.` and `..`; none when it leads out of the project.
fn joined(folder: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    (!path.starts_with('/')).then(|| parts.join("/"))
}

/// Runs git for reading only: without locks, replaced objects, or fetching what is missing.
fn run<'a>(root: &Path, arguments: impl IntoIterator<Item = &'a str>) -> Result<Output, Failure> {
    let mut command = Command::new("git");
    command.arg("-C").arg(root).args(["--no-replace-objects", "--literal-pathspecs"]);
    command.args(arguments.into_iter().map(OsStr::new));
    command.env("GIT_OPTIONAL_LOCKS", "0").env("GIT_NO_LAZY_FETCH", "1").env("LC_ALL", "C");
    command.output().map_err(|error| {
        Failure::new(format!("`git` cannot be run: {}", error.kind()))
            .help("`orgc diff` reads revisions through git; install it, or put it on the PATH")
    })
}

fn succeed(output: Output) -> Result<Vec<u8>, Failure> {
    if output.status.success() {
        return Ok(output.stdout);
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let first = said.lines().next().unwrap_or("it says nothing").trim_start_matches("fatal: ");
    Err(Failure::new(format!("git failed: {first}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_a_tree_is_a_file() {
        let (path, file) = entry(b"100644 blob 1a2b      12\tteams/a b.org").unwrap();
        assert_eq!((path.as_str(), file.object.as_str(), file.size), ("teams/a b.org", "1a2b", 12));
        assert!(entry(b"120000 blob 1a2b      12\tlink.org").unwrap().1.is_link);
        assert!(entry(b"160000 commit 1a2b       -\tsubmodule").is_none());
        assert!(entry(b"").is_none());
    }

    #[test]
    fn paths_stay_in_the_project() {
        assert_eq!(joined("a/b", "../c.org").as_deref(), Some("a/c.org"));
        assert_eq!(joined("", "./a//b.org").as_deref(), Some("a/b.org"));
        assert_eq!(joined("a", "../../c.org"), None);
        assert_eq!(joined("", "/etc/passwd"), None);
    }
}
