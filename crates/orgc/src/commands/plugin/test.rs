//! `orgc plugin test`: every case of a plugin, in the real sandbox.

use super::case::{Case, MODEL, Outcome, WORDS};
use super::rehearsal::{Call, Rehearsal};
use super::{build, read};
use crate::cli::PluginTest;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::terminal::Terminal;
use orgc_plugin::Budget;
use similar::TextDiff;

/// Compares what comes of each case with what is expected, or makes it what is expected.
///
/// # Errors
/// When the plugin does not load, there are no cases, or one of them fails.
pub fn run(arguments: &PluginTest, terminal: &mut Terminal<'_>) -> Result<Exit, Failure> {
    let (name, component) = build::plugin_of(&arguments.folder)?;
    let bytes = read(&component).map_err(|failure| failure.help("`orgc plugin build` makes it"))?;
    let plugin = Rehearsal::new(&name, &bytes)?;
    let cases = Case::all(&arguments.folder)?;
    if cases.is_empty() {
        return Err(Failure::new("there are no cases: no folder in `tests/`")
            .help("a case is a folder `tests/NAME` with sources that use the plugin's kinds"));
    }
    let mut failed = 0;
    for case in &cases {
        let outcome = case.rehearse(&plugin);
        let cost = cost(&plugin.take_calls(), plugin.plugin().budget());
        let verdict = match case.expected() {
            _ if arguments.bless => {
                case.bless(&outcome)?;
                "blessed"
            }
            Some(expected) if expected == outcome => "ok",
            Some(expected) => {
                failed += 1;
                terminal.data(difference(&case.name, &expected, &outcome))?;
                "differs"
            }
            None => {
                failed += 1;
                "expects nothing yet; `--bless` makes what comes of it what is expected"
            }
        };
        terminal.say(format!("{}: {verdict} ({cost})", case.name))?;
    }
    match failed {
        0 => Ok(Exit::Done),
        1 => Err(Failure::new("one case failed")),
        more => Err(Failure::new(format!("{more} cases failed"))),
    }
}

/// The most that any call took, in hundredths of what it may take.
fn cost(calls: &[Call], budget: Budget) -> String {
    let fuel = calls.iter().map(|call| call.used.fuel).max().unwrap_or(0);
    let memory = calls.iter().map(|call| call.used.memory).max().unwrap_or(0);
    format!(
        "{} calls; at most {fuel} units of fuel, {} % of its budget, and {} KiB, {} %",
        calls.len(),
        fuel.saturating_mul(100) / budget.fuel.max(1),
        memory / 1024,
        memory.saturating_mul(100) / budget.memory.max(1),
    )
}

fn difference(case: &str, expected: &Outcome, outcome: &Outcome) -> String {
    let one = |file: &str, expected: &str, outcome: &str| {
        let names = (format!("tests/{case}/{file}"), "what came of it".to_owned());
        TextDiff::from_lines(expected, outcome).unified_diff().header(&names.0, &names.1).to_string()
    };
    one(MODEL, &expected.model, &outcome.model) + &one(WORDS, &expected.words, &outcome.words)
}
