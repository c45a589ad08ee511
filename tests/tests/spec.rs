//! Runs the literate specs in `tests/spec`. Set `ORGC_BLESS=1` to write what is into the fences
//! whose text is compared whole; comments that expect a diagnostic are always written by hand.

use orgc_diag::{Diagnostic, SourceMap};
use orgc_ir::Desired;
use orgc_ir::desired::{Body, Output};
use orgc_tests::project::{Files, check};
use orgc_tests::spec::{Block, Expectation, Role, Spec, expectations, listed, parse};
use orgc_tests::wire::{Wire, failures};
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
            _ if fresh => judge(&files, Some(block), &mut found),
            _ => {}
        }
        fresh = false;
        let actual = match &block.role {
            Role::File(_) | Role::Findings => continue,
            Role::Requests => {
                found.faults.push("requests are judged in `tests/documented`".to_owned());
                continue;
            }
            Role::Formatted => orgc_syntax::format(files.get("main.org").map_or("", String::as_str)).text,
            Role::Diagnostics => rendered(&files),
            Role::Outputs => outputs(&files),
            Role::Policy(name) => policy(&files, name),
            Role::Plan => plan(&files, &wire, &mut found).await,
        };
        if actual.trim_end() != block.text.trim_end() {
            found.faults.push(format!("expected\n{}\nfound\n{actual}", block.text));
            found.texts.push((block.range.clone(), actual.trim_end().to_owned() + "\n"));
        }
    }
    if fresh {
        judge(&files, None, &mut found);
    }
    found
}

/// Compares the diagnostics of the files with what the comments and the next fence expect.
fn judge(files: &Files, next: Option<&Block>, found: &mut Findings) {
    let compiled = check(files);
    let mut expected = expected(files);
    match next.map(|block| (&block.role, listed(&block.text))) {
        Some((Role::Findings, Ok(more))) => expected.extend(more),
        Some((Role::Findings, Err(fault))) => found.faults.push(fault),
        _ => {}
    }
    for diagnostic in &compiled.diagnostics {
        let place = place(diagnostic, &compiled.sources);
        let meets = |(path, one): &(String, Expectation)| {
            place.as_ref().is_some_and(|(at, line)| at == path && meets(one, diagnostic, *line))
        };
        match expected.iter().position(meets) {
            Some(index) => drop(expected.remove(index)),
            None if next.is_some_and(|block| block.role == Role::Diagnostics) => {}
            None => {
                let place = place.map(|(path, line)| format!("{path}:{line}: ")).unwrap_or_default();
                found.faults.push(format!("not expected: {place}{}", short(diagnostic)));
            }
        }
    }
    found
        .faults
        .extend(expected.iter().map(|(path, one)| format!("expected and not there, {path}: {one:?}")));
}

/// What the comments of all files expect.
fn expected(files: &Files) -> Vec<(String, Expectation)> {
    let of_file = |(path, text): (&String, &String)| {
        expectations(text).into_iter().map(|one| (path.clone(), one)).collect::<Vec<_>>()
    };
    files.iter().flat_map(of_file).collect()
}

fn place(diagnostic: &Diagnostic, sources: &SourceMap) -> Option<(String, u32)> {
    let span = diagnostic.span()?;
    let file = sources.get(span.file)?;
    Some((file.path().to_owned(), file.line_column(span.start).line))
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

fn outputs(files: &Files) -> String {
    let Some(desired) = check(files).desired else { return "the files have errors".to_owned() };
    let line = |(name, output): (&String, &Output)| {
        let json = serde_json::to_string(&output.value).expect("a value is JSON");
        format!("{name} = {json}")
    };
    desired.outputs.iter().map(line).collect::<Vec<_>>().join("\n")
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
            found.faults.extend(failures(&applied));
            orgc::render::plan::text(&plan, false)
        }
        Err(diagnostics) => diagnostics.iter().map(short).collect::<Vec<_>>().join("\n"),
    }
}
