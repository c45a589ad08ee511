//! Every diagnostic code has its page, and every page its code.

use super::Finding;
use super::texts::Text;
use std::collections::BTreeSet;

/// The table of codes.
const TABLE: &str = "crates/orgc-diag/src/code.rs";
/// Where the pages lie.
const PAGES: &str = "docs/diagnostics/";

/// Compares the table with the pages.
pub fn check(texts: &[Text]) -> Vec<Finding> {
    let Some(table) = texts.iter().find(|text| text.path == TABLE) else {
        return vec![Finding::file(TABLE, "is missing")];
    };
    let codes: BTreeSet<&str> = table.content.lines().filter_map(code).collect();
    let pages: BTreeSet<&str> =
        texts.iter().filter_map(|text| text.path.strip_prefix(PAGES)?.strip_suffix(".md")).collect();
    let without_page =
        codes.difference(&pages).map(|code| Finding::file(format!("{PAGES}{code}.md"), "is missing"));
    let without_code = pages
        .difference(&codes)
        .map(|page| Finding::file(format!("{PAGES}{page}.md"), format!("`{page}` is not in `{TABLE}`")));
    let empty = texts.iter().filter(|text| text.path.starts_with(PAGES)).filter_map(incomplete);
    without_page.chain(without_code).chain(empty).collect()
}

/// The code in a line of the table: `UNKNOWN_NAME "E0201" "unknown-name";`.
fn code(line: &str) -> Option<&str> {
    let (constant, rest) = line.trim().split_once(" \"")?;
    let (id, name) = rest.split_once("\" \"")?;
    let is_constant = constant.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_');
    (is_constant && name.ends_with("\";")).then_some(id)
}

/// A page says what its code means, shows an example, and how to mend it.
fn incomplete(page: &Text) -> Option<Finding> {
    let section = |title: &str| {
        let (_, after) = page.content.split_once(&format!("\n## {title}\n"))?;
        let text = after.split("\n## ").next()?;
        (!text.trim().is_empty()).then_some(())
    };
    let meaning = page.content.lines().skip(1).find(|line| !line.trim().is_empty());
    let is_complete = meaning.is_some_and(|line| !line.starts_with('#'))
        && section("Example").is_some()
        && section("How to fix").is_some();
    (!is_complete).then(|| {
        Finding::file(
            &page.path,
            "needs a meaning, then `## Example` and `## How to fix`, each with something in it",
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str =
        "# E0201 unknown-name\n\nNothing is called so.\n\n## Example\n\nx\n\n## How to fix\n\ny\n";

    fn findings(pages: &[(&str, &str)]) -> Vec<String> {
        let table = "code_table! {\n    UNKNOWN_NAME \"E0201\" \"unknown-name\";\n}\n";
        let mut texts = vec![Text::new(TABLE, table)];
        texts.extend(pages.iter().map(|(name, text)| Text::new(format!("{PAGES}{name}.md"), *text)));
        check(&texts).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn codes_and_pages_go_together() {
        assert!(findings(&[("E0201", PAGE)]).is_empty());
        assert_eq!(findings(&[]), ["docs/diagnostics/E0201.md: is missing"]);
        assert_eq!(
            findings(&[("E0201", PAGE), ("E0999", PAGE)]),
            ["docs/diagnostics/E0999.md: `E0999` is not in `crates/orgc-diag/src/code.rs`"]
        );
    }

    #[test]
    fn a_page_has_all_its_parts() {
        assert_eq!(findings(&[("E0201", &PAGE.replace("\nx\n", ""))]).len(), 1);
        assert_eq!(findings(&[("E0201", &PAGE.replace("\ny\n", ""))]).len(), 1);
        assert_eq!(findings(&[("E0201", &PAGE.replace("\nNothing is called so.\n", ""))]).len(), 1);
    }
}
