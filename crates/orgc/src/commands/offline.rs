//! What commands that need the checked model have in common.

use crate::cli::Global;
use crate::compile::compile;
use crate::config::Config;
use crate::failure::Failure;
use crate::plugins;
use crate::project::Project;
use crate::render;
use crate::terminal::Terminal;
use orgc_diag::{Diagnostic, SourceMap};
use orgc_ir::Desired;

/// A project whose sources are without errors.
pub struct Model {
    /// The project.
    pub project: Project,
    /// Its settings.
    pub config: Config,
    /// Every file that was read.
    pub sources: SourceMap,
    /// What the sources ask for.
    pub desired: Desired,
}

/// Finds the project, checks its sources and prints what there is to say about them.
///
/// # Errors
/// When there is no project or the sources have errors; they have been printed then.
pub fn model(global: &Global, terminal: &mut Terminal<'_>) -> Result<Model, Failure> {
    let project = Project::find(global.project.as_deref())?;
    let mut sources = SourceMap::new();
    let config = match project.config(&mut sources) {
        Ok(config) => config,
        Err(diagnostic) => return Err(said(&[diagnostic], &sources, terminal)),
    };
    let kinds = plugins::standard();
    let compiled = compile(&project, &config, &kinds, sources);
    match compiled.desired {
        Some(desired) => {
            render::diagnostics::print(&compiled.diagnostics, &compiled.sources, terminal)?;
            Ok(Model { project, config, sources: compiled.sources, desired })
        }
        None => Err(said(&compiled.diagnostics, &compiled.sources, terminal)),
    }
}

/// Prints diagnostics that end the command.
pub fn said(diagnostics: &[Diagnostic], sources: &SourceMap, terminal: &mut Terminal<'_>) -> Failure {
    match render::diagnostics::print(diagnostics, sources, terminal) {
        Ok(()) => Failure::said(),
        Err(error) => error.into(),
    }
}
