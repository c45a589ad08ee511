//! Links between the repository's documents lead somewhere.
//!
//! Links to the network are not followed: a suite must not fail because a site is down.

use super::Finding;
use super::texts::Text;
use std::path::Path;

/// Finds links in Markdown whose file or heading is not there.
pub fn check(root: &Path, texts: &[Text]) -> Vec<Finding> {
    let exists = |path: &str| root.join(path).exists();
    let documents = texts.iter().filter(|text| text.path.ends_with(".md"));
    documents.flat_map(|document| broken(document, texts, &exists)).collect()
}

fn broken(document: &Text, texts: &[Text], exists: &dyn Fn(&str) -> bool) -> Vec<Finding> {
    let links = links(&document.content).into_iter().filter(|link| is_local(&link.target));
    links
        .filter_map(|link| {
            let (file, heading) = link.target.split_once('#').unwrap_or((&link.target, ""));
            let path =
                if file.is_empty() { Some(document.path.clone()) } else { resolved(&document.path, file) };
            let fault = match path {
                None => Some(format!("`{file}` leads out of the repository")),
                Some(path) if !exists(&path) => Some(format!("`{path}` is not there")),
                Some(path) => missing_heading(&path, heading, texts),
            };
            fault.map(|fault| Finding::line(&document.path, link.line, format!("link: {fault}")))
        })
        .collect()
}

fn missing_heading(path: &str, heading: &str, texts: &[Text]) -> Option<String> {
    let text = texts.iter().find(|text| text.path == path)?;
    let is_there =
        heading.is_empty() || !path.ends_with(".md") || headings(&text.content).any(|one| one == heading);
    (!is_there).then(|| format!("`{path}` has no heading `#{heading}`"))
}

fn is_local(target: &str) -> bool {
    !target.contains("://") && !target.starts_with("mailto:")
}

/// The path that a link in a document leads to, or none if it leads out.
fn resolved(document: &str, file: &str) -> Option<String> {
    let mut parts: Vec<&str> = document.split('/').collect();
    parts.pop();
    for part in file.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

struct Link {
    line: usize,
    target: String,
}

/// `[words](target)` outside of code.
fn links(markdown: &str) -> Vec<Link> {
    prose(markdown)
        .flat_map(|(line, text)| {
            let after: Vec<&str> = text.split("](").skip(1).collect();
            after
                .into_iter()
                .filter_map(move |rest| {
                    let (target, _) = rest.split_once(')')?;
                    let target = target.split_whitespace().next()?.trim_matches(['<', '>']);
                    Some(Link { line, target: target.to_owned() })
                })
                .collect::<Vec<_>>()
        })
        .collect()
}

/// The lines outside of code fences, with their numbers; code spans are blanked.
fn prose(markdown: &str) -> impl Iterator<Item = (usize, String)> {
    let mut fenced = false;
    (1..).zip(markdown.lines()).filter_map(move |(number, line)| {
        let is_fence = line.trim_start().starts_with("```");
        fenced ^= is_fence;
        (!fenced && !is_fence).then(|| (number, without_code(line)))
    })
}

/// Keeps every other piece between back-ticks.
fn without_code(line: &str) -> String {
    line.split('`').step_by(2).collect::<Vec<_>>().join("` `")
}

/// The anchors of the headings, as GitHub makes them.
fn headings(markdown: &str) -> impl Iterator<Item = String> {
    let mut fenced = false;
    let lines = markdown.lines().filter(move |line| {
        fenced ^= line.starts_with("```");
        !fenced && line.starts_with('#')
    });
    lines.map(|line| {
        let title = line.trim_start_matches('#').trim().to_lowercase();
        let kept = title.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
        kept.map(|c| if c == ' ' { '-' } else { c }).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn findings(path: &str, content: &str) -> Vec<String> {
        let document = Text::new(path, content);
        let texts = [document.clone(), Text::new("docs/guide.md", "# Guide\n\n## First `orgc plan`\n")];
        let exists =
            |path: &str| ["docs/guide.md", "docs", "src/a.rs"].contains(&path) || path == document.path;
        broken(&document, &texts, &exists).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn links_that_lead_somewhere_are_fine() {
        let text = "[a](docs/guide.md), [b](docs/guide.md#first-orgc-plan), [c](docs), [d](https://x.org/none)\n\n\
                    ## Here\n\n[e](#here), `[f](none.md)`\n\n```md\n[g](none.md)\n```\n";
        assert!(findings("README.md", text).is_empty());
        assert!(findings("docs/other.md", "[a](../src/a.rs) [b](guide.md \"title\")\n").is_empty());
    }

    #[test]
    fn links_that_lead_nowhere_are_found() {
        assert_eq!(
            findings("README.md", "\n[a](docs/none.md)\n"),
            ["README.md:2: link: `docs/none.md` is not there"]
        );
        assert_eq!(
            findings("README.md", "[a](docs/guide.md#last)"),
            ["README.md:1: link: `docs/guide.md` has no heading `#last`"]
        );
        assert_eq!(
            findings("README.md", "[a](../../x.md)"),
            ["README.md:1: link: `../../x.md` leads out of the repository"]
        );
    }
}
