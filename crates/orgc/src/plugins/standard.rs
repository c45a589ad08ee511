//! The standard plugins, which are part of the binary.

use super::Used;
use crate::render::progress;
use orgc_plugin::{PluginKinds, PluginSource};

/// The names and components of the standard plugins, as the build script found them. Each offers one
/// kind, which has its name.
const STANDARD: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/standard_plugins.rs"));

/// What stands before the names of the standard plugins.
const PREFIX: &str = "std:";

/// The kinds of the standard plugins. Nothing is loaded until somebody asks for a kind.
pub fn standard() -> PluginKinds {
    let source =
        |(kind, component): &(&str, &'static [u8])| PluginSource::new(format!("{PREFIX}{kind}"), *component);
    PluginKinds::new(STANDARD.iter().map(source).collect()).telling(progress::compiling)
}

/// Those of some plugins that sources need: all of them where a kind is mentioned that nobody is
/// known to have, since it may be misspelt.
pub(crate) fn needed(plugins: &PluginKinds, used: &Used) -> PluginKinds {
    let is_clear = used.knows(|kind| STANDARD.iter().any(|(known, _)| *known == kind));
    plugins.only(|source| {
        let kind = source.name.strip_prefix(PREFIX);
        !is_clear || kind.is_none_or(|kind| used.mentions(kind))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use orgc_ir::kinds::Kinds as _;

    #[test]
    fn each_offers_the_kind_of_its_name() {
        let plugins = standard();
        assert_eq!(plugins.load_errors(), []);
        let said: Vec<(String, &str)> =
            plugins.schemas().iter().map(|kind| (kind.plugin.clone(), kind.name.as_str())).collect();
        let known: Vec<(String, &str)> =
            STANDARD.iter().map(|(kind, _)| (format!("{PREFIX}{kind}"), *kind)).collect();
        assert_eq!(said, known);
    }
}
