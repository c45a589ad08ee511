//! Runs the literate specs in `tests/spec`. Set `ORGC_BLESS=1` to write what is into the fences
//! whose text is compared whole; comments that expect a diagnostic are always written by hand.

use orgc_diag::{Diagnostic, SourceMap};
use orgc_ir::Desired;
use orgc_ir::desired::Body;
use orgc_tests::project::{Files, check};
use orgc_tests::spec::{Expectation, Role, Spec, expectations, parse};
use orgc_tests::wire::Wire;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

/// What one test found: texts that differ, by their place in the Markdown file, and other faults.
#[derive(Default)]
struct Findings {
    faults: Vec<String>,
    texts: Vec<(Range<usize>, String)>,
}

#[test]
fn specs_hold() {
    let mut faults = Vec::new();
    let mut tests = 0;
    for path in pages() {
        let mut markdown = fs::read_to_string(&path).expect("a spec is a text file");
        let mut texts = Vec::new();
        for spec in parse(&markdown) {
            tests += 1;
            let found = run(&spec);
            let page = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            faults.extend(found.faults.iter().map(|fault| format!("{page}, {}:\n{fault}", spec.name)));
            texts.extend(found.texts);
        }
        if std::env::var_os("ORGC_BLESS").is_some() {
            texts.into_iter().rev().for_each(|(range, text)| markdown.replace_range(range, &text));
            fs::write(&path, markdown).expect("a spec can be written");
        }
    }
    assert!(tests > 20, "the specs were found");
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

fn pages() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("spec");
    let entries = fs::read_dir(folder).expect("the folder of the specs");
    let mut pages: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    pages.sort();
    pages
}

fn run(spec: &Spec) -> Findings {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .start_paused(true)
        .build()
        .expect("a runtime")
        .block_on(follow(spec))
}

/// Goes through the fences in order. Files are checked when the next fence is not a file.
async fn follow(spec: &Spec) -> Findings {
    let mut found = Findings::default();
    let mut files = Files::new();
    let mut fresh = false;
    let wire = Wire::default();
    for block in &spec.blocks {
        match &block.role {
            Role::File(path) => {
                files.insert(path.clone(), block.text.clone());
                fresh = true;
                continue;
            }
            _ if fresh => judge(&files, &mut found),
            _ => {}
        }
        fresh = false;
        let actual = match &block.role {
            Role::File(_) => continue,
            Role::Formatted => orgc_syntax::format(files.get("main.org").map_or("", String::as_str)).text,
            Role::Diagnostics => rendered(&files),
            Role::Policy(name) => policy(&files, name),
            Role::Plan => plan(&files, &wire, &mut found).await,
        };
        if actual.trim_end() != block.text.trim_end() {
            found.faults.push(format!("expected\n{}\nfound\n{actual}", block.text));
            found.texts.push((block.range.clone(), actual.trim_end().to_owned() + "\n"));
        }
    }
    if fresh {
        judge(&files, &mut found);
    }
    found
}

/// Compares the diagnostics of the files with the comments that expect them.
fn judge(files: &Files, found: &mut Findings) {
    let compiled = check(files);
    for (path, text) in files.iter().filter(|(path, _)| path.ends_with(".org")) {
        let mut expected = expectations(text);
        for diagnostic in &compiled.diagnostics {
            let Some(line) = line_in(diagnostic, path, &compiled.sources) else { continue };
            match expected.iter().position(|one| meets(one, diagnostic, line)) {
                Some(index) => drop(expected.remove(index)),
                None => found.faults.push(format!("not expected, {path}:{line}: {}", short(diagnostic))),
            }
        }
        found.faults.extend(expected.iter().map(|one| format!("expected and not there, {path}: {one:?}")));
    }
    let homeless = compiled.diagnostics.iter().filter(|one| one.span().is_none());
    found.faults.extend(homeless.map(|one| format!("not expected: {}", short(one))));
}

fn line_in(diagnostic: &Diagnostic, path: &str, sources: &SourceMap) -> Option<u32> {
    let span = diagnostic.span()?;
    let file = sources.get(span.file)?;
    (file.path() == path).then(|| file.line_column(span.start).line)
}

fn meets(expected: &Expectation, diagnostic: &Diagnostic, line: u32) -> bool {
    expected.line == line
        && expected.code == diagnostic.code.id()
        && diagnostic.message.contains(&expected.message)
}

fn short(diagnostic: &Diagnostic) -> String {
    format!("{}: {}", diagnostic.code.id(), diagnostic.message)
}

fn rendered(files: &Files) -> String {
    let compiled = check(files);
    let render = |one: &Diagnostic| orgc::render::diagnostics::human(one, &compiled.sources, false);
    compiled.diagnostics.iter().map(render).collect::<Vec<_>>().join("\n")
}

fn policy(files: &Files, name: &str) -> String {
    let desired = check(files).desired;
    let document = |desired: Desired| {
        desired.resources.iter().find_map(|(address, resource)| match &resource.body {
            Body::Policy(policy) if address.name() == name => Some(policy.document.to_string()),
            _ => None,
        })
    };
    desired.and_then(document).unwrap_or_else(|| format!("there is no policy `{name}`"))
}

/// The plan as text. Then it is applied.
async fn plan(files: &Files, wire: &Wire, found: &mut Findings) -> String {
    let Some(desired) = check(files).desired else { return "the files have errors".to_owned() };
    match wire.plan(&desired).await {
        Ok(plan) => {
            let applied = wire.apply(&plan, &wire.client()).await;
            found.faults.extend(applied.failures().map(|(id, fault)| format!("{id}: {fault}")));
            orgc::render::plan::text(&plan, false)
        }
        Err(diagnostics) => diagnostics.iter().map(short).collect::<Vec<_>>().join("\n"),
    }
}
