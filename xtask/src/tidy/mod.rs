//! The rules of the repository, as code.
//!
//! A rule is a function from texts to findings, so that it can be tested without a repository.
//! A finding fails the suite; a note is for reviewers, who decide.

mod crates;
mod diagnostics;
mod layers;
mod links;
mod purity;
mod rust_text;
mod sizes;
mod texts;
mod words;

use crate::failure::Failure;
use crate::workspace::Workspace;
use std::fmt;
use texts::Text;

/// What the rules found.
#[derive(Debug, Default)]
pub struct Report {
    /// Broken rules, sorted by place.
    pub findings: Vec<Finding>,
    /// What is worth a look.
    pub notes: Vec<String>,
}

/// A broken rule.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// The file, from the repository's root.
    pub path: String,
    /// The line, counted from 1; 0 for the whole file.
    pub line: usize,
    /// What is wrong, and what to do.
    pub message: String,
}

impl Finding {
    /// A finding about a whole file.
    fn file(path: impl Into<String>, message: impl Into<String>) -> Self {
        Self::line(path, 0, message)
    }

    /// A finding about a line.
    fn line(path: impl Into<String>, line: usize, message: impl Into<String>) -> Self {
        Self { path: path.into(), line, message: message.into() }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { path, line, message } = self;
        match line {
            0 => write!(f, "{path}: {message}"),
            line => write!(f, "{path}:{line}: {message}"),
        }
    }
}

/// Checks every rule.
///
/// # Errors
/// When the repository cannot be read.
pub fn check(workspace: &Workspace) -> Result<Report, Failure> {
    let texts = texts::read(workspace.root())?;
    let mut findings = layers::check(workspace.packages(), &workspace.plugin_packages()?, &texts);
    findings.extend(crates::check(workspace, &texts));
    findings.extend(purity::check(&texts));
    findings.extend(words::check(&texts));
    findings.extend(diagnostics::check(&texts));
    findings.extend(links::check(workspace.root(), &texts));
    findings.extend(furniture(&texts));
    let sizes = sizes::check(&texts);
    findings.extend(sizes.findings);
    findings.sort();
    Ok(Report { findings, notes: sizes.notes })
}

/// Files that every repository of ours has, and every example.
fn furniture(texts: &[Text]) -> Vec<Finding> {
    let has = |path: &str| texts.iter().any(|text| text.path == path);
    let missing = |path: &str| Finding::file(path, "is missing");
    let mut findings: Vec<Finding> =
        ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "LICENSE-MIT", "LICENSE-APACHE"]
            .into_iter()
            .filter(|path| !has(path))
            .map(missing)
            .collect();
    let changelog = texts.iter().find(|text| text.path == "CHANGELOG.md");
    if !changelog.is_some_and(|text| text.content.contains("\n## [Unreleased]")) {
        findings.push(Finding::file("CHANGELOG.md", "needs a section `## [Unreleased]`"));
    }
    let mut examples: Vec<&str> = texts
        .iter()
        .filter_map(|text| text.path.strip_prefix("examples/")?.split_once('/'))
        .map(|(name, _)| name)
        .collect();
    examples.dedup();
    let readmes = examples.into_iter().map(|name| format!("examples/{name}/README.md"));
    findings.extend(readmes.filter(|path| !has(path)).map(|path| missing(&path)));
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_example_has_a_readme_and_the_changelog_its_next_section() {
        let texts = [
            Text::new("CHANGELOG.md", "# Changes\n\n## [0.1.0]\n"),
            Text::new("README.md", ""),
            Text::new("examples/a/README.md", ""),
            Text::new("examples/a/main.org", ""),
            Text::new("examples/b/main.org", ""),
        ];
        let findings = furniture(&texts);
        let paths: Vec<&str> = findings.iter().map(|finding| finding.path.as_str()).collect();
        assert_eq!(
            paths,
            [
                "ARCHITECTURE.md",
                "CONTRIBUTING.md",
                "LICENSE-MIT",
                "LICENSE-APACHE",
                "CHANGELOG.md",
                "examples/b/README.md"
            ]
        );
    }
}
