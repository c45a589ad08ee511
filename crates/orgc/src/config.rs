//! `orgc.toml`: the project's name and settings.

use orgc_diag::{Diagnostic, FileId, Span, codes, suggest};
use orgc_policy::{Quotas, UnknownQuotas};
use serde::Deserialize;
use std::collections::BTreeMap;

/// The file that makes a folder a project.
pub const FILE: &str = "orgc.toml";

/// The editions of the language that this release knows.
const EDITIONS: [&str; 1] = ["2026"];

/// A project's settings.
#[derive(Clone, Debug)]
pub struct Config {
    /// The name in the `orgc:project` tag.
    pub name: String,
    /// The Region in which stack sets live.
    pub region: String,
    /// The limits that the sources are checked against.
    pub quotas: Quotas,
}

/// What is written in the file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    name: String,
    edition: String,
    #[serde(default = "default_region")]
    region: String,
    #[serde(default)]
    quotas: BTreeMap<String, u64>,
}

fn default_region() -> String {
    "us-east-1".to_owned()
}

impl Config {
    /// Reads the text of an `orgc.toml`.
    ///
    /// # Errors
    /// One diagnostic when the text is no TOML, a key is unknown or missing, or a value is not
    /// allowed.
    pub fn parse(file: FileId, text: &str) -> Result<Self, Diagnostic> {
        let written: Written = toml::from_str(text).map_err(|error| syntax(file, text, &error))?;
        written.check().map_err(|(key, message)| wrong_value(file, text, key, message))?;
        let quotas =
            Quotas::with_overrides(written.quotas).map_err(|error| unknown_quota(file, text, &error))?;
        Ok(Self { name: written.name, region: written.region, quotas })
    }
}

impl Written {
    fn check(&self) -> Result<(), (&'static str, String)> {
        check_name(&self.name).map_err(|message| ("name", message))?;
        if !EDITIONS.contains(&self.edition.as_str()) {
            let known = EDITIONS.join("`, `");
            return Err(("edition", format!("this release knows edition `{known}`, not `{}`", self.edition)));
        }
        if !is_region(&self.region) {
            return Err((
                "region",
                format!("`{}` is not the name of a Region, such as `us-east-1`", self.region),
            ));
        }
        Ok(())
    }
}

fn unknown_quota(file: FileId, text: &str, error: &UnknownQuotas) -> Diagnostic {
    let name = error.unknown.first().map_or("", String::as_str);
    let diagnostic = wrong_value(file, text, &format!("\"{name}\""), format!("there is no quota `{name}`"));
    match suggest(name, error.known.iter().map(String::as_str)) {
        Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
        None => diagnostic.help(format!("the quotas are `{}`", error.known.join("`, `"))),
    }
}

/// Whether a project may be called so.
///
/// # Errors
/// One sentence when it may not.
pub fn check_name(name: &str) -> Result<(), String> {
    if (1..=64).contains(&name.chars().count()) && name.chars().all(is_tag_character) {
        return Ok(());
    }
    Err(format!("`{name}` cannot be a project's name: 1 to 64 letters, digits and `-_.`"))
}

fn is_tag_character(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.')
}

fn is_region(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let words = parts
        .iter()
        .all(|part| !part.is_empty() && part.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit()));
    let number = parts.last().is_some_and(|part| part.chars().all(|c| c.is_ascii_digit()));
    parts.len() >= 3 && words && number
}

fn syntax(file: FileId, text: &str, error: &toml::de::Error) -> Diagnostic {
    let span = error.span().unwrap_or(0..text.len().min(1));
    Diagnostic::new(codes::PROJECT_FILE, format!("`{FILE}` cannot be read: {}", first_line(error.message())))
        .at(Span::new(file, span.start, span.end), "here")
        .help("it holds `name`, `edition`, and optionally `region` and a table `[quotas]`")
}

fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or_default()
}

fn wrong_value(file: FileId, text: &str, key: &str, message: String) -> Diagnostic {
    let start = text
        .split_inclusive('\n')
        .scan(0, |at, line| {
            let start = *at;
            *at += line.len();
            Some((start, line))
        })
        .find(|(_, line)| line.trim_start().starts_with(key))
        .map_or(0, |(start, _)| start);
    let length = text.get(start..).and_then(|rest| rest.lines().next()).map_or(0, str::len);
    Diagnostic::new(codes::PROJECT_FILE, message).at(Span::new(file, start, start + length), "here")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_file_is_enough() {
        let config = Config::parse(FileId(0), "name = \"acme\"\nedition = \"2026\"\n").unwrap();
        assert_eq!((config.name.as_str(), config.region.as_str()), ("acme", "us-east-1"));
    }

    #[test]
    fn mistakes_are_marked_where_they_stand() {
        let mark = |text: &str| {
            let diagnostic = Config::parse(FileId(0), text).unwrap_err();
            let marked = text.get(diagnostic.span().unwrap().range()).unwrap();
            (diagnostic.message.clone(), marked.to_owned())
        };
        let (message, text) = mark("name = \"acme\"\nedition = \"1999\"\n");
        assert_eq!(message, "this release knows edition `2026`, not `1999`");
        assert_eq!(text, "edition = \"1999\"");
        let (message, text) = mark("name = \"acme\"\nedition = \"2026\"\ncolour = 1\n");
        assert!(message.contains("unknown field `colour`"), "{message}");
        assert_eq!(text, "colour");
        let (message, text) = mark("name = \"a\"\nedition = \"2026\"\n[quotas]\n\"scp.document.mx\" = 1\n");
        assert_eq!(
            (message.as_str(), text.as_str()),
            ("there is no quota `scp.document.mx`", "\"scp.document.mx\" = 1")
        );
        let (message, _) = mark("name = \"acme\"\nedition = \"2026\"\nregion = \"moon\"\n");
        assert_eq!(message, "`moon` is not the name of a Region, such as `us-east-1`");
    }
}
