//! `orgc effective`: what the management policies above an account come to.

use super::offline;
use crate::cli::{Effective, Format, Global};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::render;
use crate::render::effective::Explained;
use crate::terminal::Terminal;
use orgc_policy::merge::merge;
use orgc_sema::{Permissions, management_levels};

/// Prints the effective policy, what made each value, and which instructions have no effect.
///
/// # Errors
/// When the sources have errors, or there is no such account.
pub fn run(arguments: &Effective, global: &Global, terminal: &mut Terminal<'_>) -> Result<Exit, Failure> {
    let model = offline::model(global, &arguments.inputs, terminal)?;
    let resources = &model.desired.resources;
    let account = offline::account(&arguments.account, &model.desired)?;
    let policy_type = arguments.policy_type;
    let levels = management_levels(&account, policy_type, resources, &Permissions::of(resources));
    let effective = merge(&levels);
    let explained =
        Explained { account: &account, policy_type, levels: &levels, effective: &effective, resources };
    match terminal.format {
        Format::Json => terminal.data(render::effective::json(&explained))?,
        _ => terminal.data(render::effective::text(&explained))?,
    }
    Ok(Exit::Done)
}
