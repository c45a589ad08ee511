//! `orgc check`: every mistake in one run, offline.

use super::offline::{self, Model};
use crate::cli::{Check, Format, Global};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::fix::{self, Mended};
use crate::plugins;
use crate::render;
use crate::render::diagnostics::count;
use crate::terminal::Terminal;
use crate::timings::Stopwatch;

/// Checks the project's sources, and mends them when asked.
///
/// # Errors
/// When there are errors in them, or no project.
pub fn run(arguments: &Check, global: &Global, terminal: &mut Terminal<'_>) -> Result<Exit, Failure> {
    let mut watch = Stopwatch::start();
    let checked = if arguments.fix {
        mended(arguments, global, &mut watch, terminal)
    } else {
        offline::model_timed(global, &arguments.inputs, &mut watch, terminal)
    };
    offline::tell_time(arguments.timed, &watch, terminal)?;
    let model = checked?;
    if matches!(terminal.format, Format::Text | Format::Markdown) {
        terminal.say(format!("no errors: {}", render::report::totals(&model.desired)))?;
    }
    Ok(Exit::Done)
}

fn mended(
    arguments: &Check,
    global: &Global,
    watch: &mut Stopwatch,
    terminal: &mut Terminal<'_>,
) -> Result<Model, Failure> {
    let project = offline::find(global, terminal)?;
    let kinds = plugins::standard();
    let mut config = None;
    let Mended { texts, done, compiled } = fix::mend(&project, |world| {
        let (read, compiled) = offline::compile_world(world, &arguments.inputs, &kinds, watch)?;
        config = read;
        Ok::<_, Failure>(compiled)
    })?;
    for (path, text) in &texts {
        project.rewrite(path, &text.before, &text.after)?;
    }
    for one in &done {
        let (id, name) = (one.code.id(), one.code.name());
        terminal.say(format!("fixed {}: {} ({id} {name})", one.place, one.title))?;
    }
    terminal.say(match done.len() {
        0 => "nothing that can be fixed by itself".to_owned(),
        number => {
            let fixes = if number == 1 { "1 fix".to_owned() } else { format!("{number} fixes") };
            format!("{fixes} in {}\n", count(texts.len(), "file"))
        }
    })?;
    offline::passed(project, config, compiled, terminal)
}
