//! Pieces of source text that several kinds share. The formatter lays them out.

use orgc_plan::ownership::PROTECT;
use orgc_syntax::spelling::{key, quoted};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// A text that grows by lines.
#[derive(Debug, Default)]
pub(super) struct Page(pub String);

impl Page {
    pub(super) fn line(&mut self, text: impl AsRef<str>) {
        let _ = writeln!(self.0, "{}", text.as_ref());
    }

    /// An empty line, which the formatter keeps.
    pub(super) fn gap(&mut self) {
        if !self.0.ends_with("{\n") && !self.0.ends_with("\n\n") {
            self.line("");
        }
    }

    pub(super) fn attribute(&mut self, name: &str, text: &str) {
        self.line(format!("{name} = {}", quoted(text)));
    }

    /// A block of texts, on one line as long as it fits.
    pub(super) fn record<'a>(&mut self, head: &str, fields: impl IntoIterator<Item = (String, &'a str)>) {
        let fields: Vec<String> =
            fields.into_iter().map(|(name, text)| format!("{name} = {}", quoted(text))).collect();
        self.line(format!("{head} {{ {} }}", fields.join(", ")));
    }

    /// `name a, b`
    pub(super) fn sentence(&mut self, words: &str, all: impl IntoIterator<Item = String>) {
        let all: Vec<String> = all.into_iter().collect();
        if !all.is_empty() {
            self.line(format!("{words} {}", all.join(", ")));
        }
    }

    /// `protect` as the tag says, and the tags that are nobody's own.
    pub(super) fn marks(&mut self, tags: &BTreeMap<String, String>) {
        match tags.get(PROTECT).map(String::as_str) {
            None => {}
            Some("true") => self.line("protect"),
            Some(reason) => self.line(format!("protect {}", quoted(reason))),
        }
        let is_own = |name: &str| {
            let lower = name.to_ascii_lowercase();
            lower.starts_with("aws:") || lower.starts_with("orgc:")
        };
        let written: Vec<_> = tags.iter().filter(|(name, _)| !is_own(name)).collect();
        if written.is_empty() {
            return;
        }
        self.record("tags", written.into_iter().map(|(name, value)| (key(name), value.as_str())));
    }
}

/// `name "Title"`, or the name alone where it is the title.
pub(super) fn titled(name: &str, title: &str) -> String {
    if name == title { name.to_owned() } else { format!("{name} {}", quoted(title)) }
}

/// A list of Regions; one that is newer than the language's table is a text.
pub(super) fn regions<'a>(all: impl IntoIterator<Item = &'a String>) -> String {
    let one = |region: &String| if orgc_sema::is_region(region) { region.clone() } else { quoted(region) };
    format!(
        "[{}]",
        all.into_iter().map(one).collect::<BTreeSet<_>>().into_iter().collect::<Vec<_>>().join(", ")
    )
}
