//! The one entry: from trees to the model.

use crate::declare::{Names, declare};
use crate::evaluate::Evaluator;
use crate::model::Model;
use crate::place::Places;
use crate::scene::Scene;
use crate::settings::Settings;
use crate::{expand, implied, lower, structure};
use orgc_diag::{Diagnostic, SourceMap, sort};
use orgc_ir::kinds::Kinds;
use orgc_ir::{Desired, World};
use orgc_syntax::ast::File;

/// What checking gives.
#[derive(Clone, Debug)]
pub struct Checked {
    /// The complete model. None when there is an error, or when some text of the sources could not
    /// be read, which the parser has reported.
    pub desired: Option<Desired>,
    /// What is wrong, sorted by place, each once.
    pub diagnostics: Vec<Diagnostic>,
}

/// Checks all files of a project and works out what they ask for.
///
/// The trees are those of all source files, in any order; their spans are of `sources`. Data files
/// come in through `world`, kinds of plugins through `kinds`. Errors of the parser are not repeated:
/// the caller puts them beside the diagnostics and goes on only if neither holds an error.
pub fn check(
    files: &[File],
    sources: &SourceMap,
    world: &dyn World,
    kinds: &dyn Kinds,
    settings: &Settings,
) -> Checked {
    let label_names = Names::for_labels(files);
    let mut naming = Evaluator::for_names(&label_names, world);
    let mut name_of = |text| naming.known_literal(text, "a name");
    let (declarations, mut diagnostics) = declare(files, sources, kinds.schemas(), &mut name_of);
    diagnostics.append(&mut naming.reports);

    let names = Names::of(&declarations);
    let places = Places::new(sources);
    let mut evaluator = Evaluator::new(&names, world);
    let scene = Scene { declarations: &declarations, places: &places, schemas: kinds.schemas(), settings };
    let mut model = lower::lower(&scene, &mut evaluator);
    expand::expand(&scene, &mut model, &mut evaluator, kinds);
    evaluator.all_lets();
    diagnostics.append(&mut evaluator.reports);
    diagnostics.append(&mut model.reports);
    diagnostics.extend(structure::check(&scene, &model));

    let is_readable = !declarations.broken && !naming.broken && !evaluator.broken;
    if is_readable && !diagnostics.iter().any(Diagnostic::is_error) {
        diagnostics.extend(structure::check_sound(&scene, &model, &evaluator));
    }
    sort(&mut diagnostics);
    let passes = is_readable && !diagnostics.iter().any(Diagnostic::is_error);
    Checked { desired: passes.then(|| desired(model, settings)), diagnostics }
}

/// The gate: only a model without errors comes here.
fn desired(mut model: Model, settings: &Settings) -> Desired {
    implied::add(&mut model.resources);
    Desired {
        project: settings.project.clone(),
        region: settings.region.clone(),
        resources: model.resources,
        outputs: model.outputs,
        moved: Default::default(),
        removals: Default::default(),
        exclusive: Default::default(),
    }
}
