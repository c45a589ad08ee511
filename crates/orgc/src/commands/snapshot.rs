//! `orgc snapshot`: the live organization as a file, for rehearsals and for reading.

use super::live::Live;
use super::{offline, sandbox};
use crate::cli::{Global, SnapshotArgs};
use crate::config::Config;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::files;
use crate::render::diagnostics::count;
use crate::terminal::Terminal;
use orgc_diag::SourceMap;
use orgc_exec::Interest;
use orgc_ir::Observed;
use serde::Deserialize;
use serde_json::json;
use std::path::Path;

/// The version of the file.
const FORMAT: u32 = 1;

/// Reads everything there is, and writes it.
///
/// # Errors
/// When the organization cannot be read, there is none, or the file cannot be written.
pub fn run(arguments: &SnapshotArgs, global: &Global, terminal: &mut Terminal<'_>) -> Result<Exit, Failure> {
    let project = offline::find(global, terminal)?;
    let mut sources = SourceMap::new();
    let config = match Config::of(&project, &mut sources) {
        Ok(config) => config,
        Err(diagnostics) => return Err(offline::said(&diagnostics, &sources, terminal)),
    };
    let interest = Interest { overrides: arguments.overrides, ..Interest::everything() };
    let live = Live::reach(global, &project, &config, sandbox::settings(&config.quotas))?;
    let observed = live.run(live.observe(&interest))?;
    if observed.organization.is_none() {
        let failure = Failure::new("the account belongs to no organization");
        return Err(failure.help("`orgc apply` makes one from the sources"));
    }
    let (accounts, policies) = (observed.accounts.len(), observed.policies.len());
    let text = written(&config.region, observed);
    let Some(path) = &arguments.out else {
        terminal.data(text)?;
        return Ok(Exit::Done);
    };
    files::replace(path, text.as_bytes()).map_err(|error| Failure::file(path, &error))?;
    let (accounts, policies) = (count(accounts, "account"), count(policies, "policy"));
    terminal.say(format!("saved {accounts} and {policies}; it holds addresses and contacts of people"))?;
    terminal.say(format!("`orgc sandbox load {}` makes a sandbox of it", path.display()))?;
    Ok(Exit::Done)
}

/// Reads a file that [`run`] has written: the home Region of stack sets, and the organization.
///
/// # Errors
/// When it cannot be read, is no such file, or a newer one.
pub fn read(path: &Path) -> Result<(String, Observed), Failure> {
    let text = std::fs::read_to_string(path).map_err(|error| Failure::file(path, &error))?;
    let refuse = |why: String| {
        Failure::new(format!("`{}` cannot be read: {why}", path.display()))
            .help("`orgc snapshot --out FILE` writes such a file")
    };
    let file: File = serde_json::from_str(&text)
        .map_err(|error| refuse(format!("it is no snapshot of an organization: {error}")))?;
    if file.format != FORMAT {
        return Err(refuse(format!("it has the format {}, and this release knows {FORMAT}", file.format)));
    }
    Ok((file.region, file.organization))
}

#[derive(Deserialize)]
struct File {
    format: u32,
    region: String,
    organization: Observed,
}

/// How often AWS was called is no part of the organization: the same organization is the same file.
fn written(region: &str, observed: Observed) -> String {
    let observed = Observed { calls: Default::default(), ..observed };
    let file = json!({ "format": FORMAT, "region": region, "organization": observed });
    serde_json::to_string_pretty(&file).unwrap_or_default()
}
