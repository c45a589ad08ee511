//! The standard plugins, which are part of the binary.

use orgc_plugin::{PluginKinds, PluginSource};
use std::borrow::Cow;

/// The kinds of the standard plugins. Nothing is loaded until somebody asks for a kind.
pub fn standard() -> PluginKinds {
    PluginKinds::new(vec![PluginSource {
        name: "std:baseline".to_owned(),
        component: Cow::Borrowed(include_bytes!(env!("ORGC_PLUGIN_BASELINE"))),
    }])
}
