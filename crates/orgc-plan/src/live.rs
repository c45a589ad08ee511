//! One live thing, whatever its kind.

use orgc_ir::Observed;
use orgc_ir::observed::{LiveAccount, LiveOrganization, LivePolicy, LiveStackSet, LiveUnit};
use serde::Serialize;
use std::collections::BTreeMap;

/// A live thing that carries tags, with its id.
#[derive(Clone, Copy, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Live<'a> {
    Organization(&'a LiveOrganization),
    Unit(&'a str, &'a LiveUnit),
    Account(&'a str, &'a LiveAccount),
    Policy(&'a str, &'a LivePolicy),
    /// By its name, under which the API finds it.
    StackSet(&'a str, &'a LiveStackSet),
}

impl<'a> Live<'a> {
    /// The kind as messages call it.
    pub fn kind(self) -> &'static str {
        match self {
            Self::Organization(_) => "organization",
            Self::Unit(..) => "ou",
            Self::Account(..) => "account",
            Self::Policy(..) => "policy",
            Self::StackSet(..) => "stack set",
        }
    }

    /// The id that AWS assigned.
    pub fn id(self) -> &'a str {
        match self {
            Self::Organization(live) => &live.id,
            Self::Unit(id, _) | Self::Account(id, _) | Self::Policy(id, _) => id,
            Self::StackSet(_, live) => &live.id,
        }
    }

    /// What no other live thing of its kind has.
    pub fn key(self) -> &'a str {
        match self {
            Self::StackSet(name, _) => name,
            other => other.id(),
        }
    }

    pub fn arn(self) -> &'a str {
        match self {
            Self::Organization(live) => &live.arn,
            Self::Unit(_, live) => &live.arn,
            Self::Account(_, live) => &live.arn,
            Self::Policy(_, live) => &live.arn,
            Self::StackSet(_, live) => &live.arn,
        }
    }

    /// The name in AWS.
    pub fn name(self) -> &'a str {
        match self {
            Self::Organization(live) => &live.id,
            Self::Unit(_, live) => &live.name,
            Self::Account(_, live) => &live.name,
            Self::Policy(_, live) => &live.name,
            Self::StackSet(name, _) => name,
        }
    }

    pub fn tags(self) -> &'a BTreeMap<String, String> {
        match self {
            Self::Organization(live) => &live.tags,
            Self::Unit(_, live) => &live.tags,
            Self::Account(_, live) => &live.tags,
            Self::Policy(_, live) => &live.tags,
            Self::StackSet(_, live) => &live.tags,
        }
    }
}

/// Everything live that can carry tags.
pub(crate) fn everything(observed: &Observed) -> impl Iterator<Item = Live<'_>> {
    let organization = observed.organization.iter().map(Live::Organization);
    let units = observed.units.iter().map(|(id, live)| Live::Unit(id, live));
    let accounts = observed.accounts.iter().map(|(id, live)| Live::Account(id, live));
    let policies = observed.policies.iter().map(|(id, live)| Live::Policy(id, live));
    let stack_sets = observed.stack_sets.iter().map(|(name, live)| Live::StackSet(name, live));
    organization.chain(units).chain(accounts).chain(policies).chain(stack_sets)
}
