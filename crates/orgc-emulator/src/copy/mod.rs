//! A copy of a real organization, from a file of `orgc snapshot`.
//!
//! What the file does not hold is as in an organization that nothing is under way in: nobody knows when accounts
//! joined, or which operations ran before.

mod accounts;
mod file;
mod invitations;
mod stack_sets;
mod tree;

use file::{Everything, FORMAT, Format, Snapshot};

use crate::clock::Moment;
use crate::settings::Settings;
use crate::state::State;
use crate::state::ids::seed_of;

/// Why a file is no copy of an organization.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CopyError {
    /// It is not such a file, or not whole.
    #[error("it is no snapshot of an organization: {0}")]
    Malformed(#[from] serde_json::Error),
    /// It was written by a newer version.
    #[error("it has the format {found}, which is newer than {supported}, the newest that this version reads")]
    Newer {
        /// The format of the file.
        found: u64,
        /// The newest format that can be read.
        supported: u64,
    },
    /// One of its parts names another that is not there.
    #[error("it names `{0}`, which is not in it")]
    Missing(String),
}

/// The state that answers as the organization of the file does.
pub(crate) fn state(text: &str, settings: &Settings) -> Result<State, CopyError> {
    let Format { format } = serde_json::from_str(text)?;
    if format > FORMAT {
        return Err(CopyError::Newer { found: format, supported: FORMAT });
    }
    let Snapshot { region, organization: all } = serde_json::from_str(text)?;
    // New ids must not be those of the file, which may come from a sandbox itself.
    let mut state = State::new(calling(&all, settings, seed_of(text))?, Moment::START);
    state.organization = Some(tree::organization(&all, &mut state.ids)?);
    accounts::under_way(&all, &mut state);
    accounts::details(&all, &mut state)?;
    invitations::open(&all, &mut state);
    state.stack_sets =
        stack_sets::stack_sets(all.stack_sets, all.organizations_access, &region, &mut state.ids);
    Ok(state)
}

/// The account that calls is the management account of the file.
fn calling(all: &Everything, settings: &Settings, seed: u64) -> Result<Settings, CopyError> {
    let id = &all.organization.management_account_id;
    let management = all.accounts.get(id).ok_or_else(|| CopyError::Missing(id.clone()))?;
    Ok(Settings {
        seed,
        management_account_id: id.clone(),
        management_account_email: management.email.clone(),
        management_account_name: management.name.clone(),
        ..settings.clone()
    })
}
