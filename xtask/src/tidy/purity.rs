//! The pure crates have the linter's file that makes them pure.
//!
//! Clippy reads the nearest `clippy.toml` only, so each of these crates repeats the one at the
//! root and adds its own; they must not drift apart.

use super::Finding;
use super::texts::Text;

/// Crates without files, environment, processes, network or clock.
const PURE: [&str; 6] = ["orgc-diag", "orgc-policy", "orgc-syntax", "orgc-ir", "orgc-sema", "orgc-plan"];

/// What the file must forbid at the least, or it is not that file.
const FORBIDDEN: [&str; 4] =
    ["std::fs::read", "std::env::var", "std::process::Command", "std::net::TcpStream"];

/// Compares the files.
pub fn check(texts: &[Text]) -> Vec<Finding> {
    let content = |path: &str| texts.iter().find(|text| text.path == path).map(|text| text.content.as_str());
    let root = content("clippy.toml").unwrap_or_default();
    let paths = PURE.iter().map(|name| format!("crates/{name}/clippy.toml"));
    let model =
        PURE.iter().find_map(|name| content(&format!("crates/{name}/clippy.toml"))).unwrap_or_default();
    paths.filter_map(|path| Some(Finding::file(&path, fault(content(&path), root, model)?))).collect()
}

fn fault(file: Option<&str>, root: &str, model: &str) -> Option<String> {
    let Some(file) = file else { return Some("is missing; copy it from another pure crate".to_owned()) };
    if let Some(line) = root.lines().find(|line| !file.contains(line)) {
        return Some(format!("lacks a line of the `clippy.toml` at the root: {}", line.trim()));
    }
    if let Some(path) = FORBIDDEN.iter().find(|path| !file.contains(&format!("\"{path}\""))) {
        return Some(format!("does not forbid `{path}`"));
    }
    (file != model).then(|| "differs from that of the other pure crates".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROOT: &str = "a = true\n";
    const FILE: &str =
        "a = true\n\"std::fs::read\" \"std::env::var\" \"std::process::Command\" \"std::net::TcpStream\"\n";

    #[test]
    fn every_pure_crate_has_the_file() {
        let mut texts: Vec<Text> =
            PURE.iter().map(|name| Text::new(format!("crates/{name}/clippy.toml"), FILE)).collect();
        texts.push(Text::new("clippy.toml", ROOT));
        assert!(check(&texts).is_empty());
        texts.remove(0);
        let messages: Vec<String> = check(&texts).iter().map(ToString::to_string).collect();
        assert_eq!(messages, ["crates/orgc-diag/clippy.toml: is missing; copy it from another pure crate"]);
    }

    #[test]
    fn the_file_follows_the_root_and_the_others() {
        assert_eq!(fault(Some(FILE), ROOT, FILE), None);
        let lacking = fault(Some("b = 1\n"), ROOT, FILE).unwrap();
        assert!(lacking.ends_with("at the root: a = true"), "{lacking}");
        assert_eq!(fault(Some(ROOT), ROOT, FILE).as_deref(), Some("does not forbid `std::fs::read`"));
        let other = format!("{FILE}c = 1\n");
        assert_eq!(
            fault(Some(&other), ROOT, FILE).as_deref(),
            Some("differs from that of the other pure crates")
        );
    }
}
