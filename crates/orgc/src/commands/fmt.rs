//! `orgc fmt`: the one canonical layout.

use crate::cli::{Fmt, Global};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::files;
use crate::project::Project;
use crate::render;
use crate::terminal::Terminal;
use orgc_diag::{SourceMap, decode};
use orgc_ir::World;
use orgc_syntax::{FormatOutcome, Formatted};
use similar::TextDiff;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

/// What became of the files so far.
#[derive(Default)]
struct Tally {
    changed: usize,
    unreadable: usize,
}

/// Formats the files named, or every source of the project.
///
/// # Errors
/// When a file cannot be read or written.
pub fn run(arguments: &Fmt, global: &Global, terminal: &mut Terminal<'_>) -> Result<Exit, Failure> {
    if arguments.files.iter().any(|file| file == Path::new("-")) {
        return standard_input(arguments, terminal);
    }
    let files = match arguments.files.as_slice() {
        [] => sources(global)?,
        named => named.to_vec(),
    };
    let mut tally = Tally::default();
    for path in files {
        match read(&path) {
            Ok(text) => one_file(arguments, &path, &text, &mut tally, terminal)?,
            Err(failure) => {
                tally.unreadable += 1;
                failure.say(terminal)?;
            }
        }
    }
    if tally.changed > 0 && arguments.check {
        terminal.say(render::diagnostics::count(tally.changed, "file") + " not formatted; run `orgc fmt`")?;
    }
    let refused = arguments.check && tally.changed > 0;
    Ok(if refused || tally.unreadable > 0 { Exit::Failed } else { Exit::Done })
}

fn sources(global: &Global) -> Result<Vec<PathBuf>, Failure> {
    let project = Project::find(global.project.as_deref())?;
    let sources = project.sources().map_err(|error| Failure::new(error.to_string()))?;
    let here = std::env::current_dir().and_then(|folder| folder.canonicalize()).unwrap_or_default();
    let root = project.root().strip_prefix(&here).unwrap_or(project.root()).to_path_buf();
    Ok(sources.into_iter().map(|path| root.join(path)).collect())
}

fn standard_input(arguments: &Fmt, terminal: &mut Terminal<'_>) -> Result<Exit, Failure> {
    let mut bytes = Vec::new();
    std::io::stdin().read_to_end(&mut bytes)?;
    let text = utf8("standard input", bytes)?;
    let formatted = orgc_syntax::format(&text);
    let understood = explain(Path::new("-"), &text, &formatted, terminal)?;
    if arguments.diff {
        terminal.data(difference(Path::new("-"), &text, &formatted.text))?;
    } else if !arguments.check {
        terminal.data(&formatted.text)?;
    }
    let refused = arguments.check && formatted.text != text;
    Ok(if refused || !understood { Exit::Failed } else { Exit::Done })
}

fn one_file(
    arguments: &Fmt,
    path: &Path,
    text: &str,
    tally: &mut Tally,
    terminal: &mut Terminal<'_>,
) -> Result<(), Failure> {
    let formatted = orgc_syntax::format(text);
    if !explain(path, text, &formatted, terminal)? {
        tally.unreadable += 1;
    }
    if formatted.text == text {
        return Ok(());
    }
    tally.changed += 1;
    if arguments.diff {
        terminal.data(difference(path, text, &formatted.text))?;
    } else if arguments.check {
        terminal.say(format!("{}", path.display()))?;
    } else {
        files::replace(path, formatted.text.as_bytes()).map_err(|error| Failure::file(path, &error))?;
        terminal.say(format!("formatted {}", path.display()))?;
    }
    Ok(())
}

fn read(path: &Path) -> Result<String, Failure> {
    utf8(&format!("`{}`", path.display()), fs::read(path).map_err(|error| Failure::file(path, &error))?)
}

fn utf8(what: &str, bytes: Vec<u8>) -> Result<String, Failure> {
    decode(bytes).map_err(|error| Failure::new(format!("{what} is {error}; it was left as it is")))
}

/// Says why a file was left as it is. Answers whether it was understood.
fn explain(
    path: &Path,
    text: &str,
    formatted: &Formatted,
    terminal: &mut Terminal<'_>,
) -> Result<bool, Failure> {
    match formatted.outcome {
        FormatOutcome::Done => Ok(true),
        FormatOutcome::Unreadable => {
            let mut sources = SourceMap::new();
            let file = sources.add(path.display().to_string(), text);
            render::diagnostics::print(&orgc_syntax::parse(file, text).diagnostics, &sources, terminal)?;
            terminal.say(format!("left as it is: {}", path.display()))?;
            Ok(false)
        }
        FormatOutcome::Fault => Err(Failure {
            exit: Exit::Fault,
            ..Failure::new(format!(
                "the layout of `{}` would change its meaning; nothing was changed",
                path.display()
            ))
            .help("this is a fault of `orgc`: please report it with the file")
        }),
    }
}

fn difference(path: &Path, before: &str, after: &str) -> String {
    let name = path.display().to_string();
    TextDiff::from_lines(before, after).unified_diff().header(&name, &name).to_string()
}
