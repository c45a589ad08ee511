//! `orgc check`: every mistake in one run, offline.

use super::offline;
use crate::cli::{Check, Format, Global};
use crate::compile::Compiled;
use crate::config::Config;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::fix::{self, Mended};
use crate::plugins::{self, answers};
use crate::project::Project;
use crate::render;
use crate::render::diagnostics::count;
use crate::terminal::Terminal;
use crate::timings::Stopwatch;
use orgc_plugin::PluginKinds;
use std::sync::Arc;

/// Checks the project's sources, and mends them when asked.
///
/// # Errors
/// When there are errors in them, or no project.
pub fn run(arguments: &Check, global: &Global, terminal: &mut Terminal<'_>) -> Result<Exit, Failure> {
    let mut watch = Stopwatch::start();
    let project = offline::find(global, terminal)?;
    let answers = Arc::new(answers::recall(&project));
    let kinds = plugins::standard().recalling(Arc::clone(&answers));
    let checked = if arguments.fix {
        mended(&project, arguments, &kinds, &mut watch, terminal)
    } else {
        offline::compile_world(&project, &arguments.inputs, &kinds, &mut watch)
    };
    answers::keep(&project, &answers);
    offline::tell_time(arguments.timed, &watch, terminal)?;
    let (config, compiled) = checked?;
    let model = offline::passed(project, config, compiled, terminal)?;
    if matches!(terminal.format, Format::Text | Format::Markdown) {
        terminal.say(format!("no errors: {}", render::report::totals(&model.desired)))?;
    }
    Ok(Exit::Done)
}

fn mended(
    project: &Project,
    arguments: &Check,
    kinds: &PluginKinds,
    watch: &mut Stopwatch,
    terminal: &mut Terminal<'_>,
) -> Result<(Option<Config>, Compiled), Failure> {
    let mut config = None;
    let Mended { texts, done, compiled } = fix::mend(project, |world| {
        let (read, compiled) = offline::compile_world(world, &arguments.inputs, kinds, watch)?;
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
    Ok((config, compiled))
}
