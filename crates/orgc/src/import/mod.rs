//! From a live organization to sources that say the same.
//!
//! The sources are written as a person would, and then held against the organization with the phases that
//! everything else uses: they are compiled, the rules of policies are compared with what is live,
//! and a plan is made. What the compiler refuses is left out and listed, rules that come out
//! otherwise become JSON, and what the plan holds beyond ownership tags is told. So nothing here has to know
//! which inputs the language takes: the language decides.

mod accounts;
mod baselines;
mod choice;
mod fragment;
mod judge;
mod names;
mod page;
mod policies;
mod portrait;
mod rules;
mod sentences;
mod services;

pub use choice::Left;
pub use portrait::Files;

use crate::compile::{Compiled, compile};
use crate::config::Config;
use choice::Choice;
use fragment::Without;
use judge::Judge;
use names::Names;
use orgc_diag::{Diagnostic, SourceMap};
use orgc_ir::{MemoryWorld, Observed};
use orgc_plan::Plan;
use orgc_plan::ownership::PROJECT;
use orgc_plan::plan::{Operation, Verb};
use orgc_plugin::PluginKinds;
use portrait::Portrait;

/// How often parts that are refused are left away before what remains is told as it is. A part falls
/// at most twice (rules become JSON, JSON is left out), and what depends on it after it.
const ROUNDS: usize = 8;

/// An organization as sources.
#[derive(Debug)]
pub struct Imported {
    /// The files, by their paths in the project.
    pub files: Files,
    /// What they do not say.
    pub left: Vec<Left>,
    /// The files as they were compiled, for rendering.
    pub sources: SourceMap,
    /// What there is to say about them: errors are what could not be mended by leaving something out.
    pub diagnostics: Vec<Diagnostic>,
    /// The first plan, if there is one.
    pub plan: Option<Plan>,
}

/// The project that manages the organization, if one does.
pub fn manager(observed: &Observed) -> Option<&str> {
    observed.organization.as_ref().and_then(|live| live.tags.get(PROJECT)).map(String::as_str)
}

/// Writes the sources of an organization for a project. None when there is no organization.
pub fn import(observed: &Observed, config: &Config, plugins: &PluginKinds) -> Option<Imported> {
    let organization = observed.organization.as_ref()?;
    let names = Names::of(observed, &config.name);
    let judge = Judge { observed, names: &names };
    let mut without = Without::new();
    let mut rounds = 0;
    loop {
        let choice = Choice::of(observed, &config.name, &without);
        let settings = (config.name.as_str(), config.region.as_str());
        let portrait = Portrait::new(observed, organization, settings, &names, &choice, &without);
        let files = portrait.files();
        let world = MemoryWorld::new(files.iter().map(|(path, text)| (path.as_str(), text.as_str())));
        let compiled = compile(&world, config, plugins, SourceMap::new());
        let mut faults = judge.faults(&compiled);
        faults.retain(|fragment, _| !without.contains_key(fragment));
        rounds += 1;
        if faults.is_empty() || rounds == ROUNDS {
            return Some(held_against(observed, files, choice.left, compiled));
        }
        without.append(&mut faults);
    }
}

/// What a plan does besides giving ownership tags to what is there, and taking them away.
pub fn beyond_ownership(plan: &Plan) -> impl Iterator<Item = &Operation> {
    plan.operations.iter().filter(|one| {
        let of_tags = one.changes.iter().all(|change| change.attribute.starts_with("tags.orgc:"));
        !(of_tags && matches!(one.verb, Verb::Adopt | Verb::Tag | Verb::Forget))
    })
}

fn held_against(observed: &Observed, files: Files, left: Vec<Left>, compiled: Compiled) -> Imported {
    let Compiled { sources, mut diagnostics, desired, .. } = compiled;
    let planned = desired.map(|desired| orgc_plan::plan(&desired, observed));
    let plan = match planned {
        Some(Ok(planned)) => {
            diagnostics.extend(planned.warnings);
            Some(planned.plan)
        }
        Some(Err(refusals)) => {
            diagnostics.extend(refusals);
            None
        }
        None => None,
    };
    Imported { files, left, sources, diagnostics, plan }
}
