//! The entries: from trees to the model, or to one value of it.

use crate::assertion::{Judged, Statement, TestResult};
use crate::declare::{Names, declare};
use crate::evaluate::Evaluator;
use crate::model::Model;
use crate::permissions::Permissions;
use crate::place::Places;
use crate::program::program;
use crate::scene::Scene;
use crate::settings::Settings;
use crate::{assertion, expand, implied, lexical, lockout, lower, repeated, structure};
use orgc_diag::{Diagnostic, SourceMap, codes, sort};
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
    /// Path and text of the data files that were read. Diagnostics mark places in them: their ids
    /// follow those of the sources, in this order, so that the caller adds them to its map.
    pub data: Vec<(String, String)>,
    /// The tests, in the order of the source; what they found is nowhere else. Empty unless the project asks
    /// for it.
    pub tests: Vec<TestResult>,
    /// The statements of service and resource control policies. Empty unless the project asks for coverage.
    pub statements: Vec<Statement>,
    /// The outputs of the project's own folder as the language spells values, by name.
    pub written_outputs: Vec<(String, String)>,
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
    let (program, mut diagnostics) = program(files, sources);
    let names = Names::of_structure(&program, kinds.schemas());
    let mut evaluator = Evaluator::new(&program, names, world, sources.files().count(), settings);
    let declarations = declare(sources, kinds.schemas(), &mut evaluator);
    let names = Names::of(&declarations, &mut evaluator.names);
    evaluator.declared(names);
    evaluator.check_arguments();

    let places = Places::new(sources);
    let scene = Scene { declarations: &declarations, places: &places, schemas: kinds.schemas(), settings };
    let mut model = lower::lower(&scene, &mut evaluator);
    expand::expand(&scene, &mut model, &mut evaluator, kinds);
    evaluator.finished(&model.resources);
    let written_outputs = lower::outputs(&scene, &mut model, &mut evaluator);
    let errors = || evaluator.reports.iter().chain(&model.reports).filter(|one| one.is_error());
    // A rule that no request meets is whole: it does nothing.
    let is_whole = !declarations.broken && !evaluator.broken;
    let is_whole = is_whole && errors().all(|error| error.code == codes::UNREACHABLE_RULE);
    let is_sound = is_whole && errors().next().is_none();
    let permissions = is_whole.then(|| Permissions::of(&model.resources));
    let of_sound = permissions.as_ref().filter(|_| is_sound);
    let judged = assertion::check(&declarations, of_sound, &model.policies, settings, &mut evaluator);
    evaluator.all_values();
    lexical::check(kinds.schemas(), &mut evaluator);
    evaluator.place_reports();
    diagnostics.append(&mut evaluator.reports);
    diagnostics.append(&mut model.reports);
    let of_structure = structure::check(&scene, &model);
    if let Some(permissions) = permissions.filter(|_| !of_structure.iter().any(Diagnostic::is_error)) {
        diagnostics.extend(match is_sound {
            true => lockout::check(&model, &permissions, settings),
            false => lockout::by_denials(&model, &permissions, settings),
        });
    }
    diagnostics.extend(of_structure);

    let is_readable = !declarations.broken && !evaluator.broken;
    if is_readable && !diagnostics.iter().any(Diagnostic::is_error) {
        diagnostics.extend(structure::check_sound(&scene, &model, &evaluator));
    }
    sort(&mut diagnostics);
    repeated::merge(&mut diagnostics);
    let passes = is_readable && !diagnostics.iter().any(Diagnostic::is_error);
    let data = evaluator.data_files();
    let Judged { tests, statements } = judged;
    let desired = passes.then(|| desired(model, settings));
    Checked { desired, diagnostics, data, tests, statements, written_outputs }
}

/// The gate: only a model without errors comes here.
fn desired(mut model: Model, settings: &Settings) -> Desired {
    implied::add(&mut model.resources);
    Desired {
        project: settings.project.clone(),
        region: settings.region.clone(),
        resources: model.resources,
        outputs: model.outputs,
        moved: model.moved,
        removals: model.removals,
        exclusive: model.exclusive,
    }
}
