//! Parts of the sources that can be left away.

use orgc_ir::Observed;
use std::collections::BTreeMap;

/// A part of the sources, by the id of the live thing (stack sets by name).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fragment {
    /// A unit with everything in it.
    Unit(String),
    /// An account with everything in it.
    Account(String),
    /// A contact of an account.
    Contact(String, String),
    /// The Regions to enable in an account.
    Regions(String),
    /// A policy and its attachments.
    Policy(String),
    /// The rules of a policy; without them it is JSON.
    Rules(String),
    /// A stack set and its deployments.
    StackSet(String),
    /// The delegated administrators of a service, as the language spells it.
    Administrators(String),
    /// The delegation policy.
    DelegationPolicy,
}

/// What is left away, and why.
pub(super) type Without = BTreeMap<Fragment, String>;

impl Fragment {
    /// How the report calls a part of a thing that is itself written. Whole things have names of
    /// their own there, and that a policy is JSON can be seen.
    pub(super) fn part(&self, observed: &Observed) -> Option<String> {
        let of = |id: &String| {
            let name = observed.accounts.get(id).map_or("", |account| account.name.as_str());
            format!("account `{name}` ({id})")
        };
        match self {
            Self::Contact(id, word) => Some(format!("the {word} contact of {}", of(id))),
            Self::Regions(id) => Some(format!("the Regions of {}", of(id))),
            Self::Administrators(service) => Some(format!("the administrators of {service}")),
            Self::DelegationPolicy => Some("the delegation policy".to_owned()),
            Self::Unit(_) | Self::Account(_) | Self::Policy(_) | Self::Rules(_) | Self::StackSet(_) => None,
        }
    }
}
