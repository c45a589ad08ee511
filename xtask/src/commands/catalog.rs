//! `cargo xtask catalog`: packs the catalogue of actions, resource types and condition keys.

use crate::failure::Failure;
use crate::process;
use crate::workspace::Workspace;
use orgc_policy::IamCatalog;
use std::fs;
use std::path::Path;

/// Where the packed catalogue stands; it is part of the program.
const PACKED: &str = "crates/orgc-policy/data/iam-catalog.bin";

/// Reads the JSON, packs it, and says what is in it.
///
/// # Errors
/// When a file cannot be read or written, or the JSON is not a catalogue.
pub fn run(workspace: &Workspace, json: &Path) -> Result<(), Failure> {
    let text = fs::read_to_string(json).map_err(|error| Failure::file(json, error))?;
    let catalog = IamCatalog::parse(&text).map_err(|fault| Failure::file(json, fault))?;
    let packed = catalog.packed();
    let path = workspace.root().join(PACKED);
    fs::write(&path, &packed).map_err(|error| Failure::file(&path, error))?;
    let services: Vec<_> = catalog.services().filter_map(|name| catalog.service(name)).collect();
    let actions: usize = services.iter().map(|service| service.actions().count()).sum();
    process::say(&format!(
        "{} services with {actions} actions as of {} in {} bytes; say the new day in {PACKED_NOTE}",
        services.len(),
        catalog.as_of(),
        packed.len(),
    ));
    Ok(())
}

/// What says where the catalogue is from.
const PACKED_NOTE: &str = "crates/orgc-policy/data/README.md";
