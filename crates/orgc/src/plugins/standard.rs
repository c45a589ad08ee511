//! The standard plugins, which are part of the binary.

use super::Used;
use crate::render::progress;
use orgc_plugin::{PluginKinds, PluginSource, Precompiled};

/// A standard plugin. It offers one kind, which has its name.
struct Standard {
    kind: &'static str,
    component: &'static [u8],
    /// Its machine code, if it was there when `orgc` was built.
    machine_code: Option<&'static [u8]>,
}

/// The standard plugins, as the build script found them.
const STANDARD: &[Standard] = include!(concat!(env!("OUT_DIR"), "/standard_plugins.rs"));

/// What stands before the names of the standard plugins.
const PREFIX: &str = "std:";

/// The kinds of the standard plugins. Nothing is loaded until somebody asks for a kind.
pub fn standard() -> PluginKinds {
    PluginKinds::new(STANDARD.iter().map(Standard::source).collect()).telling(progress::compiling)
}

impl Standard {
    fn source(&self) -> PluginSource {
        // SAFETY: `cargo xtask build` leaves beside the components what `precompile` makes of them.
        #[expect(
            unsafe_code,
            reason = "machine code that is built with the program is trusted as the program is"
        )]
        let precompiled = self.machine_code.map(|code| unsafe { Precompiled::new(code) });
        PluginSource { precompiled, ..PluginSource::new(format!("{PREFIX}{}", self.kind), self.component) }
    }
}

/// Those of some plugins that sources need: all of them where a kind is mentioned that nobody is
/// known to have, since it may be misspelt.
pub(crate) fn needed(plugins: &PluginKinds, used: &Used) -> PluginKinds {
    let is_clear = used.knows(|kind| STANDARD.iter().any(|known| known.kind == kind));
    plugins.only(|source| {
        let kind = source.name.strip_prefix(PREFIX);
        !is_clear || kind.is_none_or(|kind| used.mentions(kind))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use orgc_ir::kinds::Kinds as _;

    /// Else a plan waits for compilers for a second.
    #[test]
    fn each_has_its_machine_code() {
        assert!(STANDARD.iter().all(|one| one.machine_code.is_some()));
    }

    #[test]
    fn each_offers_the_kind_of_its_name() {
        let plugins = standard();
        assert_eq!(plugins.load_errors(), []);
        let said: Vec<(String, &str)> =
            plugins.schemas().iter().map(|kind| (kind.plugin.clone(), kind.name.as_str())).collect();
        let known: Vec<(String, &str)> =
            STANDARD.iter().map(|one| (format!("{PREFIX}{}", one.kind), one.kind)).collect();
        assert_eq!(said, known);
    }
}
