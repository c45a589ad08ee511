//! The files of the project that values are read from.

use super::data::row_noun;
use crate::scope::Via;
use crate::value::Asset;
use orgc_diag::{FileId, Span, decode};
use orgc_ir::World;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

/// The files read so far. Each is read once.
pub(super) struct Assets<'n> {
    world: &'n dyn World,
    read: BTreeMap<String, Result<Arc<Asset>, String>>,
    /// The number of source files: data files get the ids after theirs.
    sources: usize,
    data: Vec<Arc<Asset>>,
    /// For each data file, the byte at which each line starts.
    lines: Vec<Vec<usize>>,
}

impl<'n> Assets<'n> {
    pub(super) fn new(world: &'n dyn World, sources: usize) -> Self {
        Self { world, read: BTreeMap::new(), sources, data: Vec::new(), lines: Vec::new() }
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

    /// The id under which places in a data file are marked.
    pub(super) fn data_file(&mut self, asset: &Arc<Asset>) -> FileId {
        let known = self.data.iter().position(|one| one.path == asset.path);
        let index = known.unwrap_or_else(|| {
            let breaks = asset.content.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
            self.lines.push(std::iter::once(0).chain(breaks.map(|(at, _)| at + 1)).collect());
            self.data.push(asset.clone());
            self.data.len() - 1
        });
        FileId(u32::try_from(self.sources + index).unwrap_or(u32::MAX))
    }

    /// Whether a file holds data and not sources.
    pub(super) fn is_data(&self, file: FileId) -> bool {
        file.0 as usize >= self.sources
    }

    /// The data files in the order of their ids, which start after those of the sources.
    pub(super) fn data(&self) -> &[Arc<Asset>] {
        &self.data
    }

    /// The path and the line of a place in a data file.
    pub(super) fn row(&self, span: Span) -> Option<(&str, usize)> {
        let index = (span.file.0 as usize).checked_sub(self.sources)?;
        let lines = self.lines.get(index)?;
        Some((&self.data.get(index)?.path, lines.partition_point(|start| *start <= span.start as usize)))
    }

    /// Where and how a step of the way to a place is shown.
    pub(super) fn described(&self, step: &Via<'_>) -> (Span, String) {
        match step {
            Via::Use { template, span } => (*span, format!("in this use of `{template}`")),
            Via::Call { function, span } => (*span, format!("in this call of `{function}`")),
            Via::Round { number, span, element } => match self.row(*element) {
                Some((path, row)) => (*span, format!("for {} {row} of `{path}`", row_noun(path))),
                None => (*span, format!("in round {} of this loop", number + 1)),
            },
        }
    }
}

fn read(world: &dyn World, path: &str) -> Result<Asset, String> {
    let bytes = world.read(path).map_err(|error| error.to_string())?;
    let sha256 = hexadecimal(&Sha256::digest(&bytes));
    let content = decode(bytes).map_err(|error| format!("`{path}` is {error}"))?;
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
