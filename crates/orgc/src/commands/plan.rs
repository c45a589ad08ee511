//! `orgc plan`: what would change in the live organization.

use super::live::{self, Live, Planned};
use super::offline;
use crate::cli::{Format, Global, PlanArgs};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::files;
use crate::render;
use crate::terminal::Terminal;
use crate::timings::Stopwatch;
use std::io;

/// Makes a plan, prints it, and saves it when asked.
///
/// # Errors
/// When the sources have errors, the organization cannot be read, or there is no way to it.
pub fn run(arguments: &PlanArgs, global: &Global, terminal: &mut Terminal<'_>) -> Result<Exit, Failure> {
    let mut watch = Stopwatch::start();
    let planned = plan(arguments, global, &mut watch, terminal);
    offline::tell_time(arguments.timed, &watch, terminal)?;
    planned
}

fn plan(
    arguments: &PlanArgs,
    global: &Global,
    watch: &mut Stopwatch,
    terminal: &mut Terminal<'_>,
) -> Result<Exit, Failure> {
    let model = offline::model_timed(global, &arguments.inputs, watch, terminal)?;
    let live = Live::new(global, &model)?;
    watch.lap("connect", []);
    let planned = live.run(live::plan(&live, &model, &arguments.reach, watch, terminal))?;
    let plan = &planned.plan;
    if arguments.iam {
        terminal.data(render::permissions::json(&orgc_plan::permissions(plan, &planned.observed)))?;
    } else {
        print(&planned, terminal)?;
        live::tell_least_time(plan, terminal)?;
    }
    planned.check(&model, &arguments.reach, terminal)?;
    if let Some(path) = &arguments.out {
        files::replace(path, plan.to_json().as_bytes()).map_err(|error| Failure::file(path, &error))?;
        terminal.say(format!("saved; `orgc apply {}` carries it out", path.display()))?;
    }
    watch.lap("write", []);
    Ok(match (arguments.detailed_exitcode, plan.is_empty()) {
        (true, false) => Exit::Changes,
        _ => Exit::Done,
    })
}

fn print(planned: &Planned, terminal: &mut Terminal<'_>) -> io::Result<()> {
    let plan = &planned.plan;
    let (access, stacks) = (planned.access(), planned.stacks());
    match terminal.format {
        Format::Json => terminal.data(render::plan::json(plan, access.as_ref(), &stacks)),
        Format::Markdown => {
            let access = access.map(|access| render::access::plan_markdown(&access)).unwrap_or_default();
            terminal
                .data(render::plan_markdown::markdown(plan) + &render::stacks::markdown(&stacks) + &access)
        }
        Format::Text | Format::Sarif | Format::Github | Format::Junit => {
            let color = terminal.color;
            let access = access.map(|access| render::access::plan(&access, color)).unwrap_or_default();
            terminal.data(render::plan::text(plan, color) + &render::stacks::text(&stacks, color) + &access)
        }
    }
}
