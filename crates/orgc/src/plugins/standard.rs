//! The standard plugins, which are part of the binary.

use super::Used;
use orgc_plugin::{PluginKinds, PluginSource};

/// A standard plugin.
struct Standard {
    name: &'static str,
    /// What it offers, known without loading it.
    kinds: &'static [&'static str],
    component: &'static [u8],
}

const STANDARD: [Standard; 1] = [Standard {
    name: "std:baseline",
    kinds: &["baseline"],
    component: include_bytes!(env!("ORGC_PLUGIN_BASELINE")),
}];

/// The kinds of the standard plugins. Nothing is loaded until somebody asks for a kind.
pub fn standard() -> PluginKinds {
    PluginKinds::new(STANDARD.iter().map(|one| PluginSource::new(one.name, one.component)).collect())
}

/// Those of some plugins that sources need: all of them where a kind is mentioned that nobody is
/// known to have, since it may be misspelt.
pub(crate) fn needed(plugins: &PluginKinds, used: &Used) -> PluginKinds {
    let is_clear = used.knows(|kind| STANDARD.iter().any(|one| one.kinds.contains(&kind)));
    plugins.only(|source| {
        let known = STANDARD.iter().find(|one| one.name == source.name);
        !is_clear || known.is_none_or(|one| used.any(one.kinds.iter().copied()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use orgc_ir::kinds::Kinds as _;

    #[test]
    fn what_is_known_of_them_is_what_they_say() {
        let plugins = standard();
        assert_eq!(plugins.load_errors(), []);
        let said: Vec<(&str, &str)> =
            plugins.schemas().iter().map(|kind| (kind.plugin.as_str(), kind.name.as_str())).collect();
        let mut known: Vec<(&str, &str)> =
            STANDARD.iter().flat_map(|one| one.kinds.iter().map(|kind| (one.name, *kind))).collect();
        known.sort_by_key(|(_, kind)| *kind);
        assert_eq!(said, known);
    }
}
