//! What AWS does not give back of a stack set, kept in its description.
//!
//! `ListStackInstances` does not answer parameter overrides, and `DescribeStackSet` answers
//! parameters that nobody wrote with their defaults. So the description ends with digests: one of
//! the names of the written parameters, and one for each deployment with overrides:
//! `[orgc parameters=1a2b3c4d overrides=0a1b2c:1a2b3c4d,…]`. Where there is no room for each, one
//! digest stands for all.

use crate::fingerprint::short_digest;
use orgc_ir::{Address, Text};
use serde::Serialize;
use std::collections::BTreeMap;

/// Longest description of a stack set (CloudFormation API model), in characters.
const LONGEST_DESCRIPTION: usize = 1024;
const OPEN: &str = " [orgc";

/// The description of a live stack set without what orgc keeps in it, and whether that says that
/// deployments have parameters of their own.
pub fn recorded_description(live: &str) -> (&str, bool) {
    let (text, record) = Record::read(live);
    (text, record.overrides != Overrides::default())
}

/// The digests of a stack set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Record {
    /// Of the names of written parameters; none if there are none.
    pub parameters: Option<String>,
    overrides: Overrides,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Overrides {
    Each(BTreeMap<String, String>),
    All(String),
}

impl Default for Overrides {
    fn default() -> Self {
        Self::Each(BTreeMap::new())
    }
}

/// What each deployment with overrides sets, by its address.
pub(super) type ByDeployment<'a> = BTreeMap<&'a Address, Setting<'a>>;

/// Overrides, and the declared accounts that they are set in: AWS deploys to accounts that join
/// without overrides, so they are set again when accounts come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Setting<'a> {
    pub overrides: &'a BTreeMap<String, Text>,
    pub accounts: Vec<&'a Address>,
}

impl Record {
    /// The record of written parameters and overrides.
    pub fn of(description: &str, parameters: &BTreeMap<String, Text>, all: &ByDeployment<'_>) -> Self {
        let names: Vec<&String> = parameters.keys().collect();
        let parameters = (!names.is_empty()).then(|| short_digest(&names, 8));
        let with: Vec<_> = all.iter().filter(|(_, one)| !one.overrides.is_empty()).collect();
        let each: BTreeMap<String, String> =
            with.iter().map(|(deployment, setting)| (key(deployment), short_digest(setting, 8))).collect();
        let record = Self { parameters, overrides: Overrides::Each(each) };
        let room = LONGEST_DESCRIPTION.saturating_sub(description.chars().count());
        match &record.overrides {
            Overrides::Each(each) if each.len() < with.len() || record.suffix().len() > room => {
                Self { overrides: Overrides::All(short_digest(&with, 16)), ..record }
            }
            _ => record,
        }
    }

    /// A live description, and the record in it.
    pub fn read(description: &str) -> (&str, Self) {
        let parsed = description.rsplit_once(OPEN).and_then(|(text, rest)| {
            let members = rest.strip_suffix(']')?.split_whitespace();
            members.map(|one| one.split_once('=')).collect::<Option<Vec<_>>>().map(|members| (text, members))
        });
        let Some((text, members)) = parsed else { return (description, Self::default()) };
        let mut record = Self::default();
        for (name, value) in members {
            match name {
                "parameters" => record.parameters = Some(value.to_owned()),
                "overrides" => record.overrides = Overrides::read(value),
                _ => {}
            }
        }
        (text, record)
    }

    /// The description with the record.
    pub fn written(&self, description: &str) -> String {
        let suffix = self.suffix();
        let room = LONGEST_DESCRIPTION.saturating_sub(suffix.chars().count());
        description.chars().take(room).chain(suffix.chars()).collect()
    }

    /// Whether the overrides of a deployment are others than in a live record.
    pub fn differs(&self, live: &Self, deployment: &Address) -> bool {
        match (&self.overrides, &live.overrides) {
            (Overrides::Each(desired), Overrides::Each(live)) => {
                desired.get(&key(deployment)) != live.get(&key(deployment))
            }
            (desired, live) => desired != live,
        }
    }

    /// The record without some deployments: what holds while their overrides are being changed.
    pub fn without(&self, deployments: &[&Address]) -> Self {
        let overrides = match &self.overrides {
            Overrides::Each(each) => {
                let mut each = each.clone();
                deployments.iter().for_each(|deployment| _ = each.remove(&key(deployment)));
                Overrides::Each(each)
            }
            Overrides::All(_) => Overrides::default(),
        };
        Self { overrides, ..self.clone() }
    }

    fn suffix(&self) -> String {
        let parameters = self.parameters.iter().map(|digest| format!(" parameters={digest}"));
        let members: String = parameters.chain(self.overrides.written()).collect();
        if members.is_empty() { members } else { format!("{OPEN}{members}]") }
    }
}

impl Overrides {
    fn read(value: &str) -> Self {
        let each: Option<BTreeMap<String, String>> = value
            .split(',')
            .map(|one| {
                one.split_once(':').map(|(deployment, digest)| (deployment.to_owned(), digest.to_owned()))
            })
            .collect();
        each.map_or_else(|| Self::All(value.to_owned()), Self::Each)
    }

    fn written(&self) -> Option<String> {
        match self {
            Self::Each(each) if each.is_empty() => None,
            Self::Each(each) => {
                let pairs: Vec<String> =
                    each.iter().map(|(deployment, digest)| format!("{deployment}:{digest}")).collect();
                Some(format!(" overrides={}", pairs.join(",")))
            }
            Self::All(digest) => Some(format!(" overrides={digest}")),
        }
    }
}

fn key(deployment: &Address) -> String {
    short_digest(deployment, 6)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn overrides(level: &str) -> BTreeMap<String, Text> {
        BTreeMap::from([("Level".to_owned(), level.into())])
    }

    fn setting(overrides: &BTreeMap<String, Text>) -> Setting<'_> {
        Setting { overrides, accounts: Vec::new() }
    }

    #[test]
    fn a_record_reads_back_and_names_the_deployment_that_changed() {
        let (dev, prod) = (Address::account("dev"), Address::account("prod"));
        let (low, high, none) = (overrides("low"), overrides("high"), BTreeMap::new());
        let live =
            Record::of("Budget", &low, &BTreeMap::from([(&dev, setting(&low)), (&prod, setting(&low))]));
        let text = live.written("Budget");
        assert_eq!(Record::read(&text), ("Budget", live.clone()));
        let desired =
            Record::of("Budget", &low, &BTreeMap::from([(&dev, setting(&low)), (&prod, setting(&high))]));
        assert_eq!([&dev, &prod].map(|deployment| desired.differs(&live, deployment)), [false, true]);
        let reverted =
            Record::of("Budget", &low, &BTreeMap::from([(&dev, setting(&none)), (&prod, setting(&low))]));
        assert_eq!([&dev, &prod].map(|deployment| reverted.differs(&live, deployment)), [true, false]);
        assert_eq!(
            live.without(&[&dev, &prod]).written("x"),
            format!("x [orgc parameters={}]", live.parameters.unwrap())
        );
    }

    #[test]
    fn nothing_to_keep_leaves_the_description_alone() {
        let none = BTreeMap::new();
        let record = Record::of("Plain [text]", &none, &BTreeMap::new());
        assert_eq!(record.written("Plain [text]"), "Plain [text]");
        assert_eq!(Record::read("Plain [text]"), ("Plain [text]", Record::default()));
        assert_eq!(Record::read("Odd [orgc text]").0, "Odd [orgc text]");
    }

    #[test]
    fn many_deployments_share_one_digest() {
        let low = overrides("low");
        let deployments: Vec<Address> = (0..200).map(|n| Address::account(&n.to_string())).collect();
        let record = Record::of(
            "Many",
            &BTreeMap::new(),
            &deployments.iter().map(|one| (one, setting(&low))).collect(),
        );
        let text = record.written("Many");
        assert!(text.len() <= LONGEST_DESCRIPTION, "{text}");
        assert_eq!(Record::read(&text), ("Many", record.clone()));
        let fewer = Record::of(
            "Many",
            &BTreeMap::new(),
            &deployments.iter().take(199).map(|one| (one, setting(&low))).collect(),
        );
        assert!(fewer.differs(&record, &deployments[0]));
    }
}
