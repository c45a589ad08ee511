//! A plugin that is not loaded yet.

use super::budget::Budget;
use super::precompiled::Precompiled;
use std::borrow::Cow;

/// A plugin that is not loaded yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PluginSource {
    /// The name it goes by: `std:baseline`, or the name that the project gives it.
    pub name: String,
    /// The component.
    pub component: Cow<'static, [u8]>,
    /// Its machine code, if that is part of the program.
    pub precompiled: Option<Precompiled>,
    /// What each of its calls may use at most.
    pub granted: Budget,
    /// Whether its kinds are written with its name before them, as `idc.permission-set`.
    pub is_qualified: bool,
}

impl PluginSource {
    /// A plugin with the usual budget whose kinds are written bare.
    pub fn new(name: impl Into<String>, component: impl Into<Cow<'static, [u8]>>) -> Self {
        Self {
            name: name.into(),
            component: component.into(),
            precompiled: None,
            granted: Budget::default(),
            is_qualified: false,
        }
    }

    /// A plugin of a project: its kinds are written with this name before them.
    pub fn qualified(name: impl Into<String>, component: impl Into<Cow<'static, [u8]>>) -> Self {
        Self { is_qualified: true, ..Self::new(name, component) }
    }

    /// How a kind of this plugin is written.
    pub(super) fn keyword(&self, kind: &str) -> String {
        if self.is_qualified { format!("{}.{kind}", self.name) } else { kind.to_owned() }
    }
}
