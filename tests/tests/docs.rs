//! Every snippet in the documentation is compiled.

use orgc_diag::{Code, Diagnostic};
use orgc_tests::project::{Files, check, check_coverage, files, read_folder};
use orgc_tests::spec::{Block, Role, Spec, parse};
use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("tests stand in the repository").to_owned()
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Data files that snippets name without printing them.
fn with_examples(mut files: Files) -> Files {
    let template = read("examples/ai-environments/baselines/security.yaml");
    for path in ["baselines/security.yaml", "baselines/audit.yaml"] {
        files.entry(path.to_owned()).or_insert_with(|| {
            template.replacen("Parameters:", "Parameters:\n  Level: { Type: String, Default: normal }", 1)
        });
    }
    files
}

fn sources(block: &Block) -> bool {
    matches!(&block.role, Role::File(path) if path.ends_with(".org"))
}

/// A program; the other files under its heading stand beside it.
fn is_main(block: &Block) -> bool {
    matches!(&block.role, Role::File(path) if path == "main.org")
}

fn complain(findings: &[Diagnostic]) -> String {
    findings.iter().map(|one| format!("{}: {}\n", one.code.id(), one.message)).collect()
}

#[test]
fn snippets_of_the_pages_have_no_errors() {
    let mut compiled = 0;
    // The programs of `docs/plugins.md` need plugins that its tutorial builds; `cli/tutorial.rs` follows it.
    let pages = ["README.md", "docs/language.md", "docs/commands.md"].map(str::to_owned);
    for page in pages.into_iter().chain(pages_of_plugins()) {
        for spec in parse(&read(&page)) {
            for block in spec.blocks.iter().filter(|block| is_main(block)) {
                let beside = spec.blocks.iter().filter(|one| !is_main(one));
                let checked = check(&with_examples(files(beside.chain([block]))));
                let errors: Vec<_> = checked.diagnostics.into_iter().filter(Diagnostic::is_error).collect();
                assert!(errors.is_empty(), "{page}, {}:\n{}", spec.name, complain(&errors));
                compiled += 1;
            }
        }
    }
    assert!(compiled >= 11, "the pages hold snippets");
}

#[test]
fn guardrails_have_a_test_for_every_rule() {
    let mut tested = 0;
    for spec in parse(&read("docs/guardrails.md")) {
        for block in spec.blocks.iter().filter(|block| is_main(block)) {
            let checked = check_coverage(&files([block]));
            assert!(checked.diagnostics.is_empty(), "{}:\n{}", spec.name, complain(&checked.diagnostics));
            let open: Vec<_> = checked.statements.iter().filter(|one| !one.is_tested).collect();
            assert!(open.is_empty(), "{}: {open:?}", spec.name);
            tested += checked.statements.len();
        }
    }
    assert!(tested >= 12, "{tested}");
}

/// The page of each standard plugin, which begins with a whole program.
fn pages_of_plugins() -> Vec<String> {
    let plugins = ["ai-sandbox", "baseline", "budget", "github-oidc", "identity-center", "security-baseline"];
    plugins.map(|plugin| format!("plugins/{plugin}/README.md")).to_vec()
}

#[test]
fn snippets_of_the_syntax_reference_parse() {
    for spec in parse(&read("grammar/README.md")) {
        for block in spec.blocks.iter().filter(|block| sources(block)) {
            let found = orgc_syntax::parse(orgc_diag::FileId(0), &block.text).diagnostics;
            assert!(found.is_empty(), "grammar/README.md, {}:\n{}", spec.name, complain(&found));
        }
    }
}

#[test]
fn the_example_of_a_diagnostic_triggers_it_and_its_correction_does_not() {
    let mut triggered = 0;
    let mut faults = Vec::new();
    for code in Code::all() {
        let specs = parse(code.page());
        let sections = |title: &'static str| {
            specs.iter().filter(move |spec| spec.name.ends_with(title) && spec.blocks.iter().any(sources))
        };
        let Some(example) = sections("Example").next() else { continue };
        triggered += 1;
        faults.extend(example_fault(*code, example));
        faults.extend(sections("How to fix").filter_map(|fixed| correction_fault(*code, example, fixed)));
    }
    assert!(triggered >= 30, "most pages have an example, {triggered} were tried");
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Whether the code is raised about a live organization, so that sources alone cannot trigger it.
fn needs_live(code: Code) -> bool {
    ["E0506", "E11", "E12", "E0701", "E0702", "E0704", "W07"]
        .iter()
        .any(|family| code.id().starts_with(family))
}

/// The example raises its code, and no other error.
fn example_fault(code: Code, example: &Spec) -> Option<String> {
    let found = check(&files(&example.blocks)).diagnostics;
    let raised = needs_live(code) || found.iter().any(|one| one.code == code);
    let others = found.iter().any(|one| one.code != code && one.is_error());
    if !raised || others {
        return Some(format!("{}: the example gives\n{}", code.id(), complain(&found)));
    }
    let printed = example.blocks.iter().find(|block| block.role == Role::Diagnostics)?;
    let rendered = rendered(example);
    (printed.text.trim_end() != rendered.trim_end())
        .then(|| format!("{}: the example is rendered as\n{rendered}", code.id()))
}

/// What users see. Digests change with the tools that make a component, so pages leave them out.
fn rendered(example: &Spec) -> String {
    let compiled = check(&files(&example.blocks));
    let render = |one: &Diagnostic| orgc::render::diagnostics::human(one, &compiled.sources, false);
    let text: String = compiled.diagnostics.iter().map(render).collect();
    let is_digest = |word: &str| word.len() == 64 && word.bytes().all(|byte| byte.is_ascii_hexdigit());
    let line = |line: &str| match line.rsplit_once([' ', ':']) {
        Some((before, digest)) if is_digest(digest) => format!("{before} …\n"),
        _ => format!("{line}\n"),
    };
    text.lines().map(line).collect()
}

/// The correction raises neither the code nor an error.
fn correction_fault(code: Code, example: &Spec, fixed: &Spec) -> Option<String> {
    let found = check(&with_examples(files(example.blocks.iter().chain(&fixed.blocks)))).diagnostics;
    let wrong: Vec<_> = found.into_iter().filter(|one| one.code == code || one.is_error()).collect();
    (!wrong.is_empty()).then(|| format!("{}: the correction gives\n{}", code.id(), complain(&wrong)))
}

#[test]
fn the_tests_that_hold_the_promises_are_there() {
    let sources: String = ["tests/tests", "crates"]
        .iter()
        .flat_map(|folder| read_folder(&root().join(folder)))
        .filter(|(path, _)| path.ends_with(".rs"))
        .map(|(_, text)| text)
        .collect();
    let page = read("docs/promises.md");
    let named: Vec<&str> =
        page.split('`').filter_map(|quoted| quoted.split_once("::")).map(|(_, name)| name).collect();
    assert!(named.len() > 10, "every promise has a test");
    let missing: Vec<&&str> = named.iter().filter(|name| !sources.contains(&format!("fn {name}("))).collect();
    assert_eq!(missing, [] as [&&str; 0]);
}
