//! `orgc build`: the artefacts of a checked project.

use super::offline;
use crate::cli::{Build, Drawing, Global};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::files;
use crate::render;
use crate::terminal::Terminal;
use crate::timings::Stopwatch;
use orgc_ir::desired::Body;
use orgc_ir::{Address, Desired};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// The JSON Schema of `model.json`.
const MODEL_SCHEMA: &str = include_str!("../../../../docs/model.schema.json");

/// Writes model, policies, templates, graph and report to `build/`.
///
/// # Errors
/// When the sources have errors or a file cannot be written.
pub fn run(arguments: &Build, global: &Global, terminal: &mut Terminal<'_>) -> Result<Exit, Failure> {
    let mut watch = Stopwatch::start();
    let built = build(arguments, global, &mut watch, terminal);
    offline::tell_time(arguments.timed, &watch, terminal)?;
    built
}

fn build(
    arguments: &Build,
    global: &Global,
    watch: &mut Stopwatch,
    terminal: &mut Terminal<'_>,
) -> Result<Exit, Failure> {
    let model = offline::model_timed(global, &arguments.inputs, watch, terminal)?;
    let folder = model.project.root().join("build");
    let artefacts = artefacts(&model.desired);
    for (path, text) in &artefacts {
        let path = folder.join(path);
        files::replace(&path, text.as_bytes()).map_err(|error| Failure::file(&path, &error))?;
    }
    for owned in ["policies", "templates"] {
        sweep(&folder, owned, &artefacts).map_err(|error| Failure::file(&folder.join(owned), &error))?;
    }
    watch.lap("write", [("files", artefacts.len())]);
    terminal.say(format!("built {}", render::report::totals(&model.desired)))?;
    for path in artefacts.keys() {
        terminal.say(format!("  build/{path}"))?;
    }
    if arguments.explain {
        terminal.say("implied, because something written needs it:")?;
        terminal.say(render::report::implied(&model.desired))?;
    }
    Ok(Exit::Done)
}

/// Every artefact by its path below `build/`.
fn artefacts(desired: &Desired) -> BTreeMap<String, String> {
    let mut all = BTreeMap::from([
        ("model.json".to_owned(), orgc_sema::model_json(desired)),
        ("model.schema.json".to_owned(), MODEL_SCHEMA.to_owned()),
        ("graph.mmd".to_owned(), render::graph::tree(desired, Drawing::Mermaid)),
        ("report.md".to_owned(), render::report::markdown(desired)),
    ]);
    for (address, resource) in &desired.resources {
        match &resource.body {
            Body::Policy(policy) => {
                all.insert(format!("policies/{}.json", address.name()), policy.document.to_string());
            }
            Body::StackSet(set) => {
                all.insert(template_path(address, &set.template), set.template.clone());
            }
            _ => {}
        }
    }
    all
}

fn template_path(address: &Address, template: &str) -> String {
    let name = address.name().trim_end_matches("/stack-set").replace('/', ".");
    let extension = if template.trim_start().starts_with('{') { "json" } else { "yaml" };
    format!("templates/{name}.{extension}")
}

/// Removes what an earlier build wrote to a folder of ours and this one did not.
fn sweep(folder: &Path, owned: &str, artefacts: &BTreeMap<String, String>) -> std::io::Result<()> {
    let entries = match fs::read_dir(folder.join(owned)) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error),
    };
    for entry in entries {
        let entry = entry?;
        let path = format!("{owned}/{}", entry.file_name().to_string_lossy());
        if !artefacts.contains_key(&path) && entry.file_type()?.is_file() {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}
