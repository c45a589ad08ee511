//! Every crate says what it is and why, in the module doc of its root.

use super::Finding;
use super::texts::Text;
use crate::workspace::Workspace;

/// Fewer words are a title, not a documentation.
const FEWEST_WORDS: usize = 6;

/// Finds roots of crates without a documentation.
pub fn check(workspace: &Workspace, texts: &[Text]) -> Vec<Finding> {
    let roots = workspace.packages().iter().flat_map(|package| &package.targets).filter_map(|target| {
        let path = target.src_path.strip_prefix(workspace.root().to_str()?).ok()?;
        Some(path.as_str().replace('\\', "/"))
    });
    let roots: Vec<String> =
        roots.filter(|path| path.ends_with("src/lib.rs") || path.ends_with("src/main.rs")).collect();
    let texts = texts.iter().filter(|text| roots.contains(&text.path));
    texts.filter_map(undocumented).collect()
}

fn undocumented(text: &Text) -> Option<Finding> {
    let lines = text.content.lines().map_while(|line| line.strip_prefix("//!"));
    let words = lines.flat_map(str::split_whitespace).count();
    (words < FEWEST_WORDS)
        .then(|| Finding::line(&text.path, 1, "needs a module doc: what the crate is, and why"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_crate_says_what_it_is() {
        let documented =
            "//! Reads and writes policies.\n//!\n//! It knows no language and no network.\n\nmod a;\n";
        assert_eq!(undocumented(&Text::new("src/lib.rs", documented)), None);
        assert!(undocumented(&Text::new("src/lib.rs", "//! Soon.\nfn main() {}\n")).is_some());
        assert!(undocumented(&Text::new("src/lib.rs", "mod a;\n")).is_some());
    }
}
