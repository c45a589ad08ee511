//! What plugins answered in the last check, so that the next need not compile them to ask the same again.

use crate::files;
use crate::project::{LARGEST, Project};
use orgc_plugin::Answers;
use std::fs;

const FILE: &str = "answers.json";

/// What the last check of a project kept; nothing where that cannot be had.
pub fn recall(project: &Project) -> Answers {
    let file = project.own_folder().join(FILE);
    let is_kept = fs::metadata(&file).is_ok_and(|found| found.len() <= LARGEST);
    let bytes = if is_kept { fs::read(&file).unwrap_or_default() } else { Vec::new() };
    Answers::of_bytes(&bytes)
}

/// Keeps the answers for the next check. A folder that cannot be written costs time, and nothing else.
pub fn keep(project: &Project, answers: &Answers) {
    if let Some(bytes) = answers.to_bytes()
        && let Ok(folder) = project.made_own_folder()
    {
        let _ = files::replace(&folder.join(FILE), &bytes);
    }
}
