//! `orgc apply`: makes it so.

use super::codes::Codes;
use super::live::{self, Live, Planned};
use super::offline;
use super::offline::Model;
use crate::cli::{Apply, Format, Global};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::render;
use crate::render::diagnostics::count;
use crate::render::plan::headline;
use crate::render::progress::Progress;
use crate::terminal::Terminal;
use crate::timings::Stopwatch;
use orgc_diag::{Diagnostic, codes};
use orgc_exec::{Applied, FileJournal, Interest, Interrupt, JournalError, Mail, Outcome};
use orgc_ir::Address;
use orgc_plan::Plan;
use orgc_plan::plan::Operation;
use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::Path;

/// Operations that are named when an apply does not come to its end; the rest are counted.
const LISTED: usize = 10;

/// Makes a plan, or takes a saved one, asks, and carries it out.
///
/// # Errors
/// When there is no plan to carry out, the answer is no, or an operation failed.
pub fn run(arguments: &Apply, global: &Global, terminal: &mut Terminal<'_>) -> Result<Exit, Failure> {
    if arguments.plan.is_some() && !(arguments.reach.targets.is_empty() && arguments.reach.allow.is_empty()) {
        let failure = Failure::usage("a saved plan is carried out as it is");
        return Err(failure.help("`--target` and `--allow` belong to `orgc plan --out`"));
    }
    let model = offline::model(global, &arguments.inputs, terminal)?;
    check_codes(arguments, &model)?;
    let live = Live::new(global, &model)?;
    let journal = FileJournal::open(&model.project.made_own_folder()?).map_err(|error| locked(&error))?;
    let cut_off: BTreeSet<&str> = journal.cut_off().iter().map(|call| call.operation.as_str()).collect();
    for operation in cut_off {
        terminal.say(format!("the last apply was cut off in `{operation}`; how far it came is looked up"))?;
    }
    live.run(async {
        let planned = match &arguments.plan {
            Some(path) => saved(path, &live, &model).await?,
            None => live::plan(&live, &model, &arguments.reach, &mut Stopwatch::start(), terminal).await?,
        };
        let plan = &planned.plan;
        tell_unused_codes(arguments, plan, terminal)?;
        if plan.is_empty() {
            return finish(plan, &plan.bindings, &model, terminal);
        }
        if terminal.format != Format::Json {
            terminal.say(render::plan::text(plan, terminal.color))?;
            if let Some(access) = planned.access() {
                terminal.say(render::access::plan(&access, terminal.color))?;
            }
        }
        live::tell_least_time(plan, terminal)?;
        // A saved plan was measured when it was saved.
        if arguments.plan.is_none() {
            planned.check(&model, &arguments.reach, terminal)?;
        }
        agree(arguments, terminal)?;
        let applied = carry_out(arguments, plan, &live, &journal, terminal).await;
        conclude(plan, &applied, &model, &journal, terminal)
    })
}

/// Codes are for accounts that there are.
fn check_codes(arguments: &Apply, model: &Model) -> Result<(), Failure> {
    let mut codes = arguments.codes.iter().map(|(account, _)| account);
    match codes.find(|account| !model.desired.resources.contains_key(account)) {
        Some(account) => Err(Failure::new(format!("`--code`: the sources declare no `{account}`"))),
        None => Ok(()),
    }
}

/// A code that was taken by a run which was cut off is not asked for again.
fn tell_unused_codes(arguments: &Apply, plan: &Plan, terminal: &mut Terminal<'_>) -> io::Result<()> {
    let asks = |account: &Address| {
        let mut operations = plan.operations.iter();
        operations.any(|one| one.address == *account && one.action.code_goes_to().is_some())
    };
    for (account, _) in arguments.codes.iter().filter(|(account, _)| !asks(account)) {
        terminal.say(format!("`{account}` awaits no code"))?;
    }
    Ok(())
}

fn locked(error: &JournalError) -> Failure {
    match error {
        JournalError::Running => Diagnostic::new(codes::ALREADY_RUNNING, error.to_string())
            .help("wait until it has ended; two applies at once would only get in each other's way")
            .into(),
        JournalError::Unusable { .. } => {
            Failure::new(error.to_string()).help("the journal needs a folder that it can write")
        }
    }
}

/// A saved plan, if neither the sources nor the organization changed since.
async fn saved(path: &Path, live: &Live, model: &Model) -> Result<Planned, Failure> {
    let text = fs::read_to_string(path).map_err(|error| {
        Failure::file(path, &error).help(format!("`orgc plan --out {}` makes a plan", path.display()))
    })?;
    let plan = Plan::from_json(&text).map_err(|error| {
        let diagnostic = Diagnostic::from(error);
        Diagnostic { message: format!("`{}`: {}", path.display(), diagnostic.message), ..diagnostic }
    })?;
    let observed = live.observe(&Interest::of(&model.desired)).await?;
    orgc_plan::stale(&plan, &model.desired, &observed).map_err(Diagnostic::from)?;
    Ok(Planned { plan, observed })
}

fn agree(arguments: &Apply, terminal: &mut Terminal<'_>) -> Result<(), Failure> {
    if arguments.yes {
        return Ok(());
    }
    if !terminal.interactive {
        return Err(Failure::new("nothing was changed: there is nobody to ask")
            .help("`--yes` answers the question; `orgc plan --out FILE` and `orgc apply FILE --yes` split the two steps"));
    }
    if terminal.ask("Make it so?")? { Ok(()) } else { Err(Failure::new("nothing was changed")) }
}

async fn carry_out(
    arguments: &Apply,
    plan: &Plan,
    live: &Live,
    journal: &FileJournal,
    terminal: &Terminal<'_>,
) -> Applied {
    let progress = Progress::new(plan, terminal.interactive, terminal.color);
    let interrupt = Interrupt::new();
    let can_ask = terminal.interactive && !arguments.yes;
    let person = Codes::new(&arguments.codes, can_ask.then_some(&progress));
    let show = |event: orgc_exec::Event<'_>| progress.show(&event);
    let applying = live.apply(plan, journal, &person, &show, &interrupt);
    let applied = live::unless_interrupted(applying, &interrupt).await;
    progress.finish();
    applied
}

fn conclude(
    plan: &Plan,
    applied: &Applied,
    model: &Model,
    journal: &FileJournal,
    terminal: &mut Terminal<'_>,
) -> Result<Exit, Failure> {
    if applied.is_complete() {
        return finish(plan, &applied.bindings, model, terminal);
    }
    let failures = failures(plan, applied);
    render::diagnostics::print(&failures, &model.sources, terminal)?;
    let is_done = |one: &&Operation| applied.outcomes.get(&one.id) == Some(&Outcome::Done);
    let (done, left): (Vec<_>, Vec<_>) = plan.operations.iter().partition(is_done);
    let (done, left) = (done.len(), left.into_iter().map(headline).collect::<Vec<_>>());
    let stopped = |outcome: &Outcome| matches!(outcome, Outcome::Interrupted | Outcome::NotStarted);
    let interrupted = failures.is_empty() && applied.outcomes.values().any(stopped);
    let happened = if interrupted { "interrupted" } else { "not finished" };
    terminal.say(format!("{happened}: {done} of {} done", count(plan.operations.len(), "operation")))?;
    terminal.say(format!("left: {}", listed(&left)))?;
    tell_awaited_codes(plan, applied, terminal)?;
    terminal.say(format!("journal: {}", journal.path().display()))?;
    if interrupted || !failures.is_empty() {
        terminal.say("run `orgc apply` again: it looks at what is there and goes on")?;
    }
    Ok(if interrupted { Exit::Interrupted } else { Exit::Failed })
}

/// Where codes went, and how they come back.
fn tell_awaited_codes(plan: &Plan, applied: &Applied, terminal: &mut Terminal<'_>) -> io::Result<()> {
    for operation in &plan.operations {
        let Some(Outcome::AwaitsCode(mail)) = applied.outcomes.get(&operation.id) else { continue };
        let (email, account) = (operation.action.code_goes_to().unwrap_or_default(), &operation.address);
        terminal.say(match mail {
            Mail::Now => format!("waiting for a person: AWS has sent a code for `{account}` to `{email}`"),
            Mail::Before => format!("waiting for a person: AWS sent a code for `{account}` before, to `{email}` unless the sources said another address then"),
        })?;
        terminal.say(format!("  {}", live::code_advice(account)))?;
    }
    Ok(())
}

/// What each failed operation has to say, in the order of the plan.
fn failures(plan: &Plan, applied: &Applied) -> Vec<Diagnostic> {
    let said = |operation: &Operation| match applied.outcomes.get(&operation.id) {
        Some(Outcome::Failed(fault)) => Some(live::fault_of(operation, fault)),
        _ => None,
    };
    plan.operations.iter().filter_map(said).collect()
}

/// The first of these, and how many more there are.
fn listed(all: &[String]) -> String {
    let first: Vec<&str> = all.iter().take(LISTED).map(String::as_str).collect();
    match all.len().saturating_sub(LISTED) {
        0 => first.join(", "),
        more => format!("{} and {more} more", first.join(", ")),
    }
}

fn finish(
    plan: &Plan,
    bindings: &orgc_exec::Bindings,
    model: &Model,
    terminal: &mut Terminal<'_>,
) -> Result<Exit, Failure> {
    if plan.is_empty() {
        terminal.say(render::plan::nothing(plan))?;
    } else {
        terminal.say(format!("done: {}", count(plan.operations.len(), "operation")))?;
    }
    let outputs = render::outputs::resolve(&model.desired, bindings);
    terminal.data(render::outputs::text(&outputs, terminal.format == Format::Json))?;
    Ok(Exit::Done)
}
