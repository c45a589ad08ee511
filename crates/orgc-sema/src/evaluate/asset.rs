//! `file("…")`: files of the project, by literal paths.

use super::{Evaluator, diagnostics};
use crate::value::{Asset, Value};
use orgc_diag::{Diagnostic, Span};
use orgc_ir::World;
use orgc_syntax::ast::{self, ExpressionKind};
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
    fn get(&mut self, path: &str) -> Result<Arc<Asset>, String> {
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

pub(crate) fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut all, byte| {
        // Writing to a string cannot fail.
        let _ = write!(all, "{byte:02x}");
        all
    })
}

impl<'a> Evaluator<'a, '_> {
    pub(super) fn file(&mut self, call: &'a ast::Call) -> Value {
        let [argument] = call.arguments.as_slice() else {
            self.reports.push(diagnostics::path_not_literal(call.arguments_span));
            return Value::Error;
        };
        let literal = match &argument.value.unwrapped().kind {
            ExpressionKind::Text(text) if argument.name.is_none() => text.literal(),
            _ => None,
        };
        let Some(path) = literal else {
            self.reports.push(diagnostics::path_not_literal(argument.span));
            return Value::Error;
        };
        self.asset(&path, argument.span).map_or(Value::Error, Value::File)
    }

    /// A file of the project; what prevents it is reported.
    pub(crate) fn asset(&mut self, path: &str, span: Span) -> Option<Arc<Asset>> {
        let asset = self.assets.get(path);
        let report = |reason: String| -> Diagnostic { diagnostics::data_file(reason, span) };
        asset.map_err(|reason| self.reports.push(report(reason))).ok()
    }
}
