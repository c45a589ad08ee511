//! `orgc graph`: the organization or the plan as a drawing.

use super::live::{self, Live};
use super::offline;
use crate::cli::{Drawn, Global, Graph, Reach};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::render;
use crate::terminal::Terminal;
use crate::timings::Stopwatch;

/// Prints the drawing.
///
/// # Errors
/// When the sources have errors or, for the plan, the organization cannot be read.
pub fn run(arguments: &Graph, global: &Global, terminal: &mut Terminal<'_>) -> Result<Exit, Failure> {
    let model = offline::model(global, &arguments.inputs, terminal)?;
    let drawing = match arguments.what {
        Drawn::Tree => render::graph::tree(&model.desired, arguments.language),
        Drawn::Plan => {
            let live = Live::new(global, &model)?;
            let (all, mut watch) = (Reach::default(), Stopwatch::start());
            let planned = live.run(live::plan(&live, &model, &all, &mut watch, terminal))?;
            render::graph::plan(&planned.plan, arguments.language)
        }
    };
    terminal.data(drawing)?;
    Ok(Exit::Done)
}
