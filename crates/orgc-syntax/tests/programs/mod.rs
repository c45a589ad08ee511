//! Where the tests take real programs from.

use std::path::{Path, PathBuf};

/// The names and texts of all programs of the corpus and the examples.
pub fn program_texts() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut files = Vec::new();
    collect(&root.join("tests/corpus"), &mut files);
    collect(&root.join("examples"), &mut files);
    files.sort();
    let read = |path: PathBuf| {
        let name = path.strip_prefix(&root).unwrap().display().to_string();
        (name, std::fs::read_to_string(path).unwrap())
    };
    files.into_iter().map(read).collect()
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        // What a case of a plugin becomes is written by nobody.
        let is_expectation = path.ends_with("expect.org");
        if path.is_dir() {
            collect(&path, files);
        } else if !is_expectation && path.extension().is_some_and(|extension| extension == "org") {
            files.push(path);
        }
    }
}
