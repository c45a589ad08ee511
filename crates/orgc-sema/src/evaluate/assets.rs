//! The files of the project that values are read from.

use crate::value::Asset;
use orgc_ir::World;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

/// The files read so far. Each is read once.
pub(super) struct Assets<'n> {
    world: &'n dyn World,
    read: BTreeMap<String, Result<Arc<Asset>, String>>,
}

impl<'n> Assets<'n> {
    pub(super) fn new(world: &'n dyn World) -> Self {
        Self { world, read: BTreeMap::new() }
    }

    /// The file, or why there is none.
    pub(super) fn get(&mut self, path: &str) -> Result<Arc<Asset>, String> {
        if let Some(known) = self.read.get(path) {
            return known.clone();
        }
        let asset = read(self.world, path).map(Arc::new);
        self.read.insert(path.to_owned(), asset.clone());
        asset
    }
}

fn read(world: &dyn World, path: &str) -> Result<Asset, String> {
    let bytes = world.read(path).map_err(|error| error.to_string())?;
    let sha256 = hexadecimal(&Sha256::digest(&bytes));
    let content = String::from_utf8(bytes).map_err(|_| format!("`{path}` is not UTF-8 text"))?;
    Ok(Asset { path: path.to_owned(), sha256, content })
}

/// Two lower-case digits for each byte.
pub(crate) fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut all, byte| {
        // Writing to a string cannot fail.
        let _ = write!(all, "{byte:02x}");
        all
    })
}
