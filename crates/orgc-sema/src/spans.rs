//! Where the values of a block's configuration are written.

use crate::value::{Located, Value};
use orgc_diag::Span;
use orgc_ir::kinds::Step;
use std::collections::BTreeMap;

/// A table from paths to spans. Positions of the source never reach a plugin; its paths come back.
#[derive(Clone, Debug)]
pub(crate) struct Spans {
    /// The block itself.
    root: Span,
    table: BTreeMap<Vec<Step>, Span>,
}

impl Spans {
    pub(crate) fn new(root: Span) -> Self {
        Self { root, table: BTreeMap::new() }
    }

    /// Notes where the value of a path and all its parts are written.
    pub(crate) fn note(&mut self, path: &[Step], located: &Located) {
        self.mark(path, located.span);
        match &located.value {
            Value::List(items) => {
                for (index, item) in (0u32..).zip(items) {
                    self.note(&longer(path, Step::Index(index)), item);
                }
            }
            Value::Map(entries) => {
                for entry in entries {
                    self.note(&longer(path, Step::Key(entry.key.clone())), &entry.value);
                }
            }
            _ => {}
        }
    }

    /// Notes the place of one path.
    pub(crate) fn mark(&mut self, path: &[Step], span: Span) {
        self.table.insert(path.to_vec(), span);
    }

    /// The place of a path, if that very value is written.
    pub(crate) fn exact(&self, path: &[Step]) -> Option<Span> {
        self.table.get(path).copied()
    }

    /// The place of a path, or of the nearest value around it that is written.
    pub(crate) fn find(&self, path: &[Step]) -> Span {
        let lengths = (1..=path.len()).rev();
        let written = lengths.filter_map(|length| self.table.get(path.get(..length)?)).next();
        written.copied().unwrap_or(self.root)
    }
}

/// A path one step further.
pub(crate) fn longer(path: &[Step], step: Step) -> Vec<Step> {
    path.iter().cloned().chain([step]).collect()
}

/// The path of a parameter in a block's configuration.
pub(crate) fn parameter_path(origin: &[Step], name: &str) -> Vec<Step> {
    longer(&longer(origin, Step::Key("parameters".to_owned())), Step::Key(name.to_owned()))
}

/// A path as messages print it: `deployments[0].regions`.
pub(crate) fn printed(path: &[Step]) -> String {
    path.iter().fold(String::new(), |text, step| match step {
        Step::Index(index) => format!("{text}[{index}]"),
        Step::Key(key) if text.is_empty() => key.clone(),
        Step::Key(key) => format!("{text}.{key}"),
    })
}
