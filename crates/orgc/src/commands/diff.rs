//! `orgc diff`: what changed in meaning since a git revision.

use super::offline;
use crate::cli::{Diff, Format, Global, Inputs};
use crate::compile::Compiled;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::git::Revision;
use crate::meaning::{Access, access, compare};
use crate::plugins;
use crate::render;
use crate::render::access::Then;
use crate::terminal::Terminal;
use crate::timings::Stopwatch;
use orgc_diag::{Diagnostic, SourceMap};
use orgc_ir::{Desired, World};

/// Compiles the sources as they were and as they are, and prints what is different.
///
/// # Errors
/// When there is no such revision, or the sources of one side have errors.
pub fn run(arguments: &Diff, global: &Global, terminal: &mut Terminal<'_>) -> Result<Exit, Failure> {
    let project = offline::find(global, terminal)?;
    let revision = Revision::read(project.root(), &arguments.revision)?;
    // Both sides are tried, so that one run tells the mistakes of both.
    let before = side(&revision, Some(&arguments.revision), &arguments.inputs, terminal);
    let after = side(&project, None, &arguments.inputs, terminal);
    let (before, after) = (before?, after?);
    let changes = compare(&before, &after);
    let access = access(&before, &after);
    let shown = |form: &dyn Fn(&Access) -> String| {
        access.as_ref().map(|access| access.readable(&form(access))).unwrap_or_default()
    };
    let (revision, color) = (&arguments.revision, terminal.color);
    terminal.data(match terminal.format {
        Format::Json => render::meaning::json(&changes, access.as_ref(), revision),
        Format::Markdown => {
            let then = Then::At(&format!("`{revision}`"));
            render::meaning::markdown(&changes, revision)
                + &shown(&|access| render::access::markdown(&access.shifts, then))
        }
        Format::Text | Format::Sarif | Format::Github | Format::Junit => {
            render::meaning::text(&changes, revision, color)
                + &shown(&|access| render::access::text(&access.shifts, Then::At(revision), color))
        }
    })?;
    Ok(match (arguments.detailed_exitcode, changes.is_empty()) {
        (true, false) => Exit::Changes,
        _ => Exit::Done,
    })
}

/// The model of one side. Its errors are printed, its warnings are not what was asked for.
fn side(
    world: &dyn World,
    revision: Option<&str>,
    inputs: &Inputs,
    terminal: &mut Terminal<'_>,
) -> Result<Desired, Failure> {
    let kinds = plugins::standard();
    let (_, compiled) = offline::compile_world(world, inputs, &kinds, &mut Stopwatch::start())?;
    let Compiled { sources, diagnostics, desired, .. } = compiled;
    if let Some(desired) = desired {
        return Ok(desired);
    }
    let errors: Vec<Diagnostic> = diagnostics.into_iter().filter(Diagnostic::is_error).collect();
    let (named, sources) = match revision {
        Some(revision) => (format!("the sources at `{revision}`"), at(revision, &sources)),
        None => ("the sources in the work tree".to_owned(), sources),
    };
    terminal.say(format!("{named} have errors:\n"))?;
    Err(offline::said(&errors, &sources, terminal))
}

/// The same files with paths as git spells them: `REV:path`.
fn at(revision: &str, sources: &SourceMap) -> SourceMap {
    let mut named = SourceMap::new();
    for (_, file) in sources.files() {
        named.add(format!("{revision}:{}", file.path()), file.text());
    }
    named
}
