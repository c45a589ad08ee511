//! `orgc.lock`: which plugins from elsewhere the project trusts, and with what.
//!
//! It is committed, and its lines are reviewed: they are the whole of the trust. Only `orgc plugin add`
//! and `orgc plugin update` write it.

use orgc_ir::{ReadError, World};
use serde::Deserialize;
use std::fmt::Write as _;

/// The content of an `orgc.lock`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lock {
    /// The form of the file.
    version: u32,
    /// One for each plugin, by name.
    #[serde(default, rename = "plugin")]
    pub pins: Vec<Pin>,
}

/// A plugin that is trusted.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pin {
    /// The name before its kinds.
    pub name: String,
    /// Where it came from.
    pub source: String,
    /// The version that it says it has.
    #[serde(default)]
    pub version: Option<String>,
    /// The SHA-256 of the component, in hexadecimal digits.
    pub sha256: String,
    /// The contract it speaks.
    pub contract: String,
    /// What it may ask of the organization, as `table(column, …)`.
    pub reads: Vec<String>,
    /// The core kinds it may produce.
    pub produces: Vec<String>,
}

impl Lock {
    /// The name of the file, at the top of a project.
    pub const FILE: &str = "orgc.lock";

    /// The form that this release reads and writes.
    const VERSION: u32 = 1;

    /// A lock of these pins.
    pub fn new(mut pins: Vec<Pin>) -> Self {
        pins.sort_by(|one, other| one.name.cmp(&other.name));
        Self { version: Self::VERSION, pins }
    }

    /// The lock of a project; empty when there is none.
    ///
    /// # Errors
    /// When it cannot be read, in one sentence.
    pub fn read(world: &dyn World) -> Result<Self, String> {
        let bytes = match world.read(Self::FILE) {
            Ok(bytes) => bytes,
            Err(ReadError::NotFound(_)) => return Ok(Self::new(Vec::new())),
            Err(error) => return Err(error.to_string()),
        };
        let text = String::from_utf8(bytes).map_err(|_| format!("`{}` is no UTF-8 text", Self::FILE))?;
        let lock: Self = toml::from_str(&text)
            .map_err(|error| format!("`{}` is damaged: {}", Self::FILE, error.message()))?;
        if lock.version != Self::VERSION {
            let (there, ours) = (lock.version, Self::VERSION);
            return Err(format!("`{}` has the form {there}, and this orgc reads form {ours}", Self::FILE));
        }
        Ok(lock)
    }

    /// The pin of a plugin.
    pub fn pin(&self, name: &str) -> Option<&Pin> {
        self.pins.iter().find(|pin| pin.name == name)
    }

    /// The text of the file. The same pins give the same bytes.
    pub fn text(&self) -> String {
        let mut out = String::from(
            "# Plugins from elsewhere that this project trusts. Commit this file and review its changes;\n\
             # `orgc plugin add` and `orgc plugin update` write it.\n",
        );
        // Writing to a string does not fail.
        let _ = writeln!(out, "version = {}", self.version);
        for pin in &self.pins {
            out.push_str("\n[[plugin]]\n");
            for (key, value) in [("name", Some(&pin.name)), ("source", Some(&pin.source))]
                .into_iter()
                .chain([("version", pin.version.as_ref()), ("sha256", Some(&pin.sha256))])
                .chain([("contract", Some(&pin.contract))])
            {
                if let Some(value) = value {
                    let _ = writeln!(out, "{key} = {}", quoted(value));
                }
            }
            for (key, values) in [("reads", &pin.reads), ("produces", &pin.produces)] {
                let values: Vec<String> = values.iter().map(|value| quoted(value)).collect();
                let _ = writeln!(out, "{key} = [{}]", values.join(", "));
            }
        }
        out
    }
}

/// A basic string of TOML, whose escapes are those of JSON.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use orgc_ir::MemoryWorld;

    fn pin(name: &str) -> Pin {
        Pin {
            name: name.to_owned(),
            source: format!("https://example.com/{name}.wasm"),
            version: Some("1.2.0".to_owned()),
            sha256: "ab".repeat(32),
            contract: "0.1".to_owned(),
            reads: vec!["accounts(name, tags)".to_owned()],
            produces: vec!["stack-set".to_owned()],
        }
    }

    #[test]
    fn what_is_written_is_read_again_in_the_order_of_names() {
        let lock = Lock::new(vec![pin("b"), Pin { version: None, ..pin("a") }]);
        let text = lock.text();
        assert!(text.find("name = \"a\"").unwrap() < text.find("name = \"b\"").unwrap());
        assert_eq!(Lock::read(&MemoryWorld::new([(Lock::FILE, text)])), Ok(lock));
        assert_eq!(Lock::read(&MemoryWorld::default()), Ok(Lock::new(Vec::new())));
    }

    #[test]
    fn a_damaged_or_newer_lock_is_refused() {
        let refused = |text: &str| Lock::read(&MemoryWorld::new([(Lock::FILE, text)])).unwrap_err();
        assert!(refused("version = 2\n").contains("form 2"));
        assert!(refused("version = 1\n[[plugin]]\nname = \"a\"\n").contains("damaged"));
        assert!(refused("version = 1\ncolour = 2\n").contains("damaged"));
    }
}
