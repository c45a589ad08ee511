//! `orgc.toml`: the project's name and settings.
//!
//! The keys are listed in `docs/commands.md`. Every mistake of the file is reported in one run, at the
//! place where it stands.

mod diagnostics;
mod lints;
mod params;
mod read;

pub use lints::{Level, Lints};

use orgc_diag::{Diagnostic, FileId, SourceMap, Span, codes, decode};
use orgc_ir::World;
use orgc_plan::threshold::Thresholds;
use orgc_plugin::Budget;
use orgc_policy::Quotas;
use std::collections::BTreeMap;

/// The file that makes a folder a project.
pub const FILE: &str = "orgc.toml";

/// The editions of the language that this release knows.
const EDITIONS: [&str; 1] = ["2026"];

/// The Region of a project that names none.
pub const REGION: &str = "us-east-1";

/// A project's settings.
#[derive(Clone, Debug)]
pub struct Config {
    /// The name in the `orgc:project` tag.
    pub name: String,
    /// The Region in which stack sets live.
    pub region: String,
    /// The limits that the sources are checked against.
    pub quotas: Quotas,
    /// Which lints are raised or silenced.
    pub lints: Lints,
    /// Values of the params of the root module, each as an expression of the language.
    pub params: BTreeMap<String, String>,
    /// Whether the claims of tests are judged, as `orgc test` does; no key of the file.
    pub run_tests: bool,
    /// Whether it is worked out which statements of policies they depend on.
    pub coverage: bool,
    /// Files of the project in the place of bundled tables.
    pub tables: Tables,
    /// How much of a kind of change a plan may hold.
    pub thresholds: Thresholds,
    /// What plugins may use, by name, where it is not the usual.
    pub plugins: BTreeMap<String, Budget>,
}

/// Files of the project in the place of bundled tables.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tables {
    /// The catalogue of IAM actions, resource types and condition keys, as JSON.
    pub iam: Option<TableFile>,
}

/// A file that holds a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableFile {
    /// The path, relative to the project.
    pub path: String,
    /// Where the path is written.
    pub span: Span,
}

impl Config {
    /// A project of this name, with the default of every other setting.
    pub fn named(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            region: REGION.to_owned(),
            quotas: Quotas::bundled(),
            lints: Lints::default(),
            params: BTreeMap::new(),
            run_tests: false,
            coverage: false,
            tables: Tables::default(),
            thresholds: Thresholds::new(),
            plugins: BTreeMap::new(),
        }
    }

    /// Reads the `orgc.toml` of a project, and adds it to the map.
    ///
    /// # Errors
    /// All mistakes in it, or why it cannot be read.
    pub fn of(world: &dyn World, sources: &mut SourceMap) -> Result<Self, Vec<Diagnostic>> {
        let unreadable = |reason: String| {
            let found = Diagnostic::new(codes::PROJECT_FILE, reason);
            vec![found.help("write it as UTF-8 text; `orgc init DIR` shows one")]
        };
        let bytes = world.read(FILE).map_err(|error| unreadable(error.to_string()))?;
        let text = decode(bytes).map_err(|error| unreadable(format!("`{FILE}` is {error}")))?;
        let file = sources.add(FILE, text.clone());
        Self::parse(file, &text)
    }

    /// Reads the text of an `orgc.toml`.
    ///
    /// # Errors
    /// All mistakes in it.
    pub fn parse(file: FileId, text: &str) -> Result<Self, Vec<Diagnostic>> {
        read::read(file, text)
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

#[cfg(test)]
mod tests {
    use super::*;

    fn mistakes(text: &str) -> String {
        let found = Config::parse(FileId(0), text).unwrap_err();
        let show = |one: &Diagnostic| {
            let marked = one.span().and_then(|span| text.get(span.range())).unwrap_or_default();
            let help = one.help.as_deref().map(|help| format!("; {help}")).unwrap_or_default();
            format!("[{marked}] {}{help}\n", one.message)
        };
        found.iter().map(show).collect()
    }

    #[test]
    fn a_small_file_is_enough() {
        let config = Config::parse(FileId(0), "name = \"acme\"\nedition = \"2026\"\n").unwrap();
        assert_eq!((config.name.as_str(), config.region.as_str()), ("acme", "us-east-1"));
        assert!(config.params.is_empty() && config.tables.iam.is_none());
    }

    #[test]
    fn every_key_is_read() {
        let config = Config::parse(
            FileId(0),
            "name = \"acme\"\nedition = \"2026\"\nregion = \"eu-west-1\"\n\
             quotas.\"ou.depth.max\" = 4\n\
             [lints]\nW0616 = \"error\"\nnear-limit = \"allow\"\n\
             [params]\nstage = \"prod\"\nnumber = 5\nshare = 0.5\nopen = true\nnames = [\"a\", \"b\"]\n\
             row = { name = \"x\", \"a b\" = 1 }\n\
             [tables]\niam = \"tables/iam.json\"\n\
             [plugins.idc]\nfuel = 2_000_000_000\n",
        )
        .unwrap();
        assert_eq!(config.region, "eu-west-1");
        assert_eq!(config.quotas.named("ou.depth.max").map(|quota| quota.value), Some(4));
        assert_eq!(config.lints.level(codes::UNATTACHED), Level::Error);
        assert_eq!(config.lints.level(codes::NEAR_LIMIT), Level::Allow);
        assert_eq!(config.lints.level(codes::ACCOUNT_QUOTA), Level::Warn);
        let params: Vec<_> = config.params.iter().map(|(name, value)| format!("{name} = {value}")).collect();
        insta::assert_snapshot!(params.join("\n"), @r#"
        names = ["a", "b"]
        number = 5
        open = true
        row = { name = "x", "a b" = 1 }
        share = 0.5
        stage = "prod"
        "#);
        assert_eq!(config.tables.iam.unwrap().path, "tables/iam.json");
        let budget = Budget { fuel: 2_000_000_000, ..Budget::default() };
        assert_eq!(config.plugins, BTreeMap::from([("idc".to_owned(), budget)]));
    }

    #[test]
    fn all_mistakes_are_told_in_one_run() {
        insta::assert_snapshot!(mistakes(
            "name = \"a b\"\nedition = \"1999\"\nregoin = \"us-east-1\"\nregion = \"moon\"\ncolour = 1\n\
             [quotas]\n\"scp.document.mx\" = 1\n\"ou.depth.max\" = -4\n\"ou.count.max\" = \"many\"\n\
             [lints]\nE0201 = \"allow\"\nunatached = \"allow\"\nW0616 = \"deny\"\nunattached = \"warn\"\n\
             [params]\nday = 2026-01-01\n\"a b\" = 1\nsize = inf\n\
             [tables]\niam = 5\nima = \"x\"\n\
             [plugins.idc]\nfuel = 30_000_000_000\ntime = 5\n"
        ), @r#"
        ["a b"] `a b` cannot be a project's name: 1 to 64 letters, digits and `-_.`
        ["1999"] this release knows edition `2026`, not `1999`
        [regoin] there is no key `regoin`; did you mean `region`?
        ["moon"] `moon` is not the name of a Region, such as `us-east-1`
        [colour] there is no key `colour`; the keys are `name`, `edition`, `region`, `[quotas]`, `[lints]`, `[params]`, `[tables]`, `[thresholds]`, `[plugins]`
        ["scp.document.mx"] there is no quota `scp.document.mx`; did you mean `scp.document.max`?
        [-4] `ou.depth.max` is a whole number from 0
        ["many"] `ou.count.max` is a whole number, not a text
        [E0201] `E0201` is an error and cannot be silenced or lowered; only lints, whose codes begin with `W`, have a level
        [unatached] there is no lint `unatached`; did you mean `unattached`?
        ["deny"] `deny` is not a level; a level is `allow`, `warn` or `error`
        [2026-01-01] `day` cannot be a date; write it as a text, or give it with `--set`
        ["a b"] `a b` cannot be the name of a param
        [inf] `size` cannot be a number without end
        [5] `iam` is a text, not a whole number
        [ima] there is no table `ima`; did you mean `iam`?
        [30_000_000_000] `fuel` of a plugin is at most 20000000000
        [time] there is no budget `time`; the budgets are `fuel`, `memory` and `answer`
        "#);
    }

    #[test]
    fn what_is_missing_is_told_at_the_top() {
        insta::assert_snapshot!(mistakes(""), @r#"
        [] `edition` is missing; write `edition = "2026"`
        [] `name` is missing; write `name = "…"`
        "#);
        insta::assert_snapshot!(mistakes("name = 5\nlints = \"all\"\nedition = \"2026\"\n"), @"
        [5] `name` is a text, not a whole number
        [\"all\"] `lints` is a table, not a text
        ");
    }

    #[test]
    fn broken_toml_is_told_at_its_places() {
        let told = mistakes("name = \nedition = \"2026\"\n[lints\n");
        assert!(told.lines().count() >= 2, "{told}");
        assert!(told.contains("`orgc.toml` is no TOML: "), "{told}");
    }
}
