//! `orgc test`: the tests of the sources, and everything that they assert.

use super::offline;
use crate::cli::{Format, Global, TestArgs};
use crate::compile::{Compiled, compile};
use crate::config::Config;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::plugins;
use crate::render;
use crate::terminal::Terminal;
use orgc_diag::{Diagnostic, SourceMap};

/// Checks the sources, assertions outside of tests included, then says what became of each test.
///
/// # Errors
/// When there is no project, its sources have errors, or no test has the title that was asked for.
pub fn run(arguments: &TestArgs, global: &Global, terminal: &mut Terminal<'_>) -> Result<Exit, Failure> {
    let project = offline::find(global, terminal)?;
    let mut sources = SourceMap::new();
    let mut config = match Config::of(&project, &mut sources) {
        Ok(config) => config,
        Err(diagnostics) => return Err(offline::said(&diagnostics, &sources, terminal)),
    };
    offline::set(&mut config, &arguments.inputs)?;
    config.run_tests = true;
    config.coverage = arguments.coverage;
    let Compiled { sources, diagnostics, desired, mut tests, statements } =
        compile(&project, &config, &plugins::standard(), sources);
    // Where there is a model there are warnings only, and those are for `orgc check` to tell.
    if desired.is_none() {
        return Err(offline::said(&diagnostics, &sources, terminal));
    }
    if let Some(text) = &arguments.filter {
        tests.retain(|test| test.title.contains(text));
        if tests.is_empty() {
            return Err(Failure::new(format!("no test has `{text}` in its title")));
        }
    }
    let coverage = arguments.coverage.then(|| render::coverage::text(&statements, &sources));
    match terminal.format {
        Format::Json => {
            tests.iter().try_for_each(|test| terminal.data(render::tests::json_line(test, &sources)))?;
            if arguments.coverage {
                terminal.data(render::coverage::json_line(&statements, &sources))?;
            }
        }
        Format::Junit => {
            terminal.data(render::junit::junit(&config.name, &tests, coverage.as_deref(), &sources))?;
        }
        Format::Github => {
            let failures: Vec<Diagnostic> = tests.iter().flat_map(|test| test.failures.clone()).collect();
            render::diagnostics::print(&failures, &sources, terminal)?;
        }
        Format::Text | Format::Markdown | Format::Sarif => {
            let text = render::tests::text(&tests, &sources, terminal.color);
            terminal.say(text)?;
            coverage.map_or(Ok(()), |coverage| terminal.say(coverage))?;
        }
    }
    Ok(if tests.iter().all(|test| test.failures.is_empty()) { Exit::Done } else { Exit::Failed })
}
