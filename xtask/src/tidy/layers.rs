//! The table of layers, as data, and its comparison with the manifests and with `ARCHITECTURE.md`.
//!
//! INVARIANT: a new edge is an architecture change; it is made here and there, or not at all.

use super::Finding;
use super::texts::Text;
use cargo_metadata::{DependencyKind, Package};

/// A crate and those of ours that it may use.
struct Member {
    name: &'static str,
    layer: u8,
    uses: &'static [&'static str],
}

const fn member(name: &'static str, layer: u8, uses: &'static [&'static str]) -> Member {
    Member { name, layer, uses }
}

const MEMBERS: &[Member] = &[
    member("orgc-diag", 0, &[]),
    member("orgc-policy", 0, &[]),
    member("orgc-emulator", 0, &[]),
    member("orgc-plugin-derive", 0, &[]),
    member(SDK, 1, &["orgc-plugin-derive"]),
    member("orgc-syntax", 1, &["orgc-diag"]),
    member("orgc-ir", 1, &["orgc-diag"]),
    member("orgc-sema", 2, &["orgc-diag", "orgc-policy", "orgc-syntax", "orgc-ir"]),
    member("orgc-plan", 2, &["orgc-diag", "orgc-policy", "orgc-ir"]),
    member("orgc-plugin", 2, &["orgc-diag", "orgc-ir"]),
    member("orgc-exec", 3, &["orgc-diag", "orgc-ir", "orgc-plan"]),
    member("orgc-aws", 4, &["orgc-diag", "orgc-ir", "orgc-plan", "orgc-exec"]),
    member("orgc", 5, EVERYTHING),
    member(TESTS, BESIDE, EVERYTHING_AND_ORGC),
    // Building plugins only, without the feature `host`; and packing the catalogue of actions.
    member("xtask", BESIDE, &["orgc-plugin", "orgc-policy"]),
];

/// Above all layers, and in no product.
const BESIDE: u8 = 6;

const EVERYTHING: &[&str] = &[
    "orgc-diag",
    "orgc-policy",
    "orgc-emulator",
    "orgc-syntax",
    "orgc-ir",
    "orgc-sema",
    "orgc-plan",
    "orgc-plugin",
    "orgc-exec",
    "orgc-aws",
];

const EVERYTHING_AND_ORGC: &[&str] = &[
    "orgc-diag",
    "orgc-policy",
    "orgc-emulator",
    "orgc-syntax",
    "orgc-ir",
    "orgc-sema",
    "orgc-plan",
    "orgc-plugin",
    "orgc-exec",
    "orgc-aws",
    "orgc",
];

/// What plugins depend on, and nothing else of ours; part of no product.
const SDK: &str = "orgc-plugin-sdk";

/// The suites that cross crates may use every foreign crate.
const TESTS: &str = "orgc-tests";

/// Foreign crates that belong to some of ours; `-` at the end stands for every name that begins so.
const OWNERS: &[(&str, &[&str])] = &[
    ("pest", &["orgc-syntax"]),
    ("pest_derive", &["orgc-syntax"]),
    ("petgraph", &["orgc-plan"]),
    ("wasmtime", &["orgc-plugin"]),
    ("wasmparser", &["orgc-plugin"]),
    ("wit-component", &["orgc-plugin"]),
    ("wit-bindgen", &["orgc-plugin-sdk"]),
    ("syn", &["orgc-plugin-derive"]),
    ("aws-sdk-", &["orgc-aws"]),
    ("aws-config", &["orgc-aws"]),
    ("aws-credential-types", &["orgc-aws"]),
    // `orgc` hands the sandbox to the SDK as its HTTP client.
    ("aws-smithy-", &["orgc-aws", "orgc"]),
    ("hyper", &["orgc-emulator"]),
    ("hyper-util", &["orgc-emulator"]),
    ("tokio", &["orgc-emulator", "orgc-aws", "orgc-exec", "orgc"]),
    ("clap", &["orgc", "xtask"]),
    ("clap_complete", &["orgc"]),
    ("miette", &["orgc"]),
    ("indicatif", &["orgc"]),
    ("cargo_metadata", &["xtask"]),
];

/// Where people read the table.
const DOCUMENT: &str = "ARCHITECTURE.md";

/// Compares the manifests and the document with the table.
pub fn check(packages: &[Package], plugins: &[Package], texts: &[Text]) -> Vec<Finding> {
    let ours: Vec<Crate> = packages.iter().map(Crate::of).collect();
    let mut findings: Vec<Finding> = ours.iter().flat_map(in_workspace).collect();
    findings.extend(gone(&ours));
    let document = texts.iter().find(|text| text.path == DOCUMENT);
    findings.extend(document.into_iter().flat_map(|document| undocumented(&document.content)));
    findings.extend(plugins.iter().map(Crate::of).flat_map(|plugin| of_plugin(&plugin)));
    findings
}

/// What of a package matters here.
struct Crate {
    name: String,
    dependencies: Vec<Dependency>,
}

struct Dependency {
    name: String,
    /// Needed by the tests in the crate only. Such an edge may go to any lower layer: it is in no
    /// product, and it cannot make a circle.
    of_tests: bool,
}

impl Crate {
    fn of(package: &Package) -> Self {
        let dependencies = package.dependencies.iter().map(|one| Dependency {
            name: one.name.clone(),
            of_tests: one.kind == DependencyKind::Development,
        });
        Self { name: package.name.to_string(), dependencies: dependencies.collect() }
    }

    fn finding(&self, message: String) -> Finding {
        Finding::file(format!("package {}", self.name), message)
    }
}

fn in_workspace(one: &Crate) -> Vec<Finding> {
    let Some(member) = of_table(&one.name) else {
        let remedy = "put it in `xtask/src/tidy/layers.rs` and `ARCHITECTURE.md`";
        return vec![one.finding(format!("is in no layer; {remedy}"))];
    };
    let mut findings = edges(one, |used, of_tests| {
        member.uses.contains(&used.name) || (of_tests && used.layer < member.layer)
    });
    let foreign = one.dependencies.iter().filter(|used| !may_use(&one.name, &used.name));
    findings.extend(
        foreign
            .map(|used| one.finding(format!("may not depend on `{}`, which has another owner", used.name))),
    );
    findings
}

fn of_plugin(one: &Crate) -> Vec<Finding> {
    edges(one, |used, _| used.name == SDK)
}

fn of_table(name: &str) -> Option<&'static Member> {
    MEMBERS.iter().find(|member| member.name == name)
}

/// Edges to crates of ours that are not allowed.
fn edges(one: &Crate, is_allowed: impl Fn(&Member, bool) -> bool) -> Vec<Finding> {
    let ours = one.dependencies.iter().filter_map(|used| Some((of_table(&used.name)?, used.of_tests)));
    ours.filter(|(used, of_tests)| !is_allowed(used, *of_tests))
        .map(|(used, _)| {
            one.finding(format!("may not depend on `{}`; the layers are in `ARCHITECTURE.md`", used.name))
        })
        .collect()
}

fn may_use(ours: &str, foreign: &str) -> bool {
    let owners = OWNERS.iter().find(|(pattern, _)| match pattern.strip_suffix('-') {
        Some(_) => foreign.starts_with(pattern),
        None => foreign == *pattern,
    });
    ours == TESTS || owners.is_none_or(|(_, owners)| owners.contains(&ours))
}

/// Crates of the table that are not there, so that the table does not outlive them.
fn gone(ours: &[Crate]) -> Vec<Finding> {
    let is_there = |member: &&Member| ours.iter().any(|one| one.name == member.name);
    MEMBERS
        .iter()
        .filter(|member| !is_there(member))
        .map(|member| {
            Finding::file("xtask/src/tidy/layers.rs", format!("there is no package `{}`", member.name))
        })
        .collect()
}

/// Crates whose row in the document says something else, or that have none.
fn undocumented(document: &str) -> Vec<Finding> {
    let rows: Vec<&str> = document.lines().filter(|line| line.starts_with("| ")).collect();
    let beside = |member: &&Member| member.layer < BESIDE;
    MEMBERS
        .iter()
        .filter(beside)
        .filter_map(|member| {
            let row = member.row();
            let is_there = rows.iter().any(|line| line.starts_with(&row));
            (!is_there).then(|| Finding::file(DOCUMENT, format!("needs a row that begins with `{row}`")))
        })
        .collect()
}

impl Member {
    /// The first columns of its row: layer, name, what it may use.
    fn row(&self) -> String {
        let short: Vec<&str> = self.uses.iter().map(|name| name.trim_start_matches("orgc-")).collect();
        let uses = match short.as_slice() {
            [] => "–".to_owned(),
            _ if self.uses == EVERYTHING => "all".to_owned(),
            short => short.join(", "),
        };
        format!("| {} | `{}` | {uses} |", self.layer, self.name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn package(name: &str, dependencies: &[&str]) -> Crate {
        let plain = |name: &&str| Dependency { name: (*name).to_owned(), of_tests: false };
        Crate { name: name.to_owned(), dependencies: dependencies.iter().map(plain).collect() }
    }

    fn messages(name: &str, dependencies: &[&str]) -> Vec<String> {
        in_workspace(&package(name, dependencies)).into_iter().map(|finding| finding.message).collect()
    }

    #[test]
    fn the_table_has_no_edge_upwards_or_sideways() {
        for member in MEMBERS {
            for used in member.uses {
                let below = MEMBERS.iter().find(|other| other.name == *used).expect("it is in the table");
                assert!(below.layer < member.layer, "{} uses {used}", member.name);
            }
        }
    }

    #[test]
    fn the_document_says_the_same() {
        let document: String = MEMBERS.iter().map(|member| format!("{} – | why |\n", member.row())).collect();
        assert!(document.contains("| 2 | `orgc-plan` | diag, policy, ir | – |"), "{document}");
        assert!(document.contains("| 5 | `orgc` | all | – |"), "{document}");
        assert!(undocumented(&document).is_empty());
        assert_eq!(undocumented(&document.replace("| diag, policy, ir |", "| diag |")).len(), 1);
    }

    #[test]
    fn an_edge_that_is_not_in_the_table_is_found() {
        assert!(messages("orgc-plan", &["orgc-ir", "serde"]).is_empty());
        assert_eq!(
            messages("orgc-plan", &["orgc-syntax"]),
            ["may not depend on `orgc-syntax`; the layers are in `ARCHITECTURE.md`"]
        );
        assert_eq!(messages("orgc-emulator", &["orgc-policy"]).len(), 1);
    }

    #[test]
    fn tests_in_a_crate_may_use_any_lower_layer() {
        let with_test_edge = |name: &str, used: &str| {
            let mut one = package(name, &[used]);
            one.dependencies.iter_mut().for_each(|used| used.of_tests = true);
            in_workspace(&one).len()
        };
        assert_eq!(with_test_edge("orgc-aws", "orgc-emulator"), 0);
        assert_eq!(with_test_edge("orgc-sema", "orgc-plugin"), 1);
    }

    #[test]
    fn foreign_crates_have_owners() {
        assert!(messages("orgc-aws", &["aws-sdk-account", "tokio"]).is_empty());
        assert!(messages("orgc-tests", &["aws-sdk-account", "hyper"]).is_empty());
        assert_eq!(
            messages("orgc-exec", &["aws-sdk-account"]),
            ["may not depend on `aws-sdk-account`, which has another owner"]
        );
        assert_eq!(messages("orgc-sema", &["pest"]).len(), 1);
    }

    #[test]
    fn a_crate_without_a_layer_and_a_layer_without_its_crate_are_found() {
        assert!(messages("orgc-new", &[]).concat().contains("is in no layer"));
        assert_eq!(gone(&[]).len(), MEMBERS.len());
    }

    #[test]
    fn a_plugin_uses_the_sdk_and_nothing_else_of_ours() {
        assert!(of_plugin(&package("baseline", &["orgc-plugin-sdk", "saphyr-parser"])).is_empty());
        assert_eq!(of_plugin(&package("baseline", &["orgc-ir"])).len(), 1);
    }
}
