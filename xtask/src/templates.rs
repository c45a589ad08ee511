//! Every template that the plugins here make is linted as CloudFormation would read it.

use crate::failure::Failure;
use crate::files;
use crate::process;
use crate::python::CFN_LINT;
use crate::workspace::Workspace;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Projects with blocks of plugins: as one would write them, and with what is left over.
const PROJECTS: [&str; 3] =
    ["examples/landing-zone", "examples/plugin-in-c", "tests/corpus/standard-plugins"];

/// Builds the projects and lints their templates; says how many there are.
///
/// # Errors
/// When a project does not build, cfn-lint cannot be installed, or it has a finding.
pub fn lint(workspace: &Workspace) -> Result<String, Failure> {
    let (cfn_lint, _) = CFN_LINT.install(workspace)?;
    let mut templates = Vec::new();
    for project in PROJECTS {
        templates.extend(build(workspace, project)?);
    }
    if templates.is_empty() {
        return Err(Failure::new("the projects with plugins make no templates".to_owned()));
    }
    process::quietly(Command::new(cfn_lint).args(["--format", "parseable", "--"]).args(&templates))?;
    Ok(format!("{} templates", templates.len()))
}

/// The templates of a copy of a project, so that the project itself stays as it is.
fn build(workspace: &Workspace, project: &str) -> Result<Vec<PathBuf>, Failure> {
    let copy = workspace.target().join("templates").join(project);
    files::copy_afresh(&workspace.root().join(project), &copy)?;
    process::quietly(Command::new(workspace.program("orgc")).arg("build").arg("--project").arg(&copy))?;
    listed(&copy.join("build/templates"))
}

fn listed(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let failed = |error| Failure::file(folder, error);
    let entries = fs::read_dir(folder).map_err(failed)?.collect::<Result<Vec<_>, _>>().map_err(failed)?;
    let mut paths: Vec<PathBuf> = entries.into_iter().map(|entry| entry.path()).collect();
    paths.sort();
    Ok(paths)
}
