//! Limits of AWS: dated, sourced, and overridable by a project.

use super::bundled::bundled;
use super::quota_key::QuotaKey;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::LazyLock;

/// A limit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quota {
    /// Its name: `scp.document.max`.
    pub name: String,
    /// Its value, in [`Quota::unit`].
    pub value: u64,
    /// What is counted: `characters`, `bytes`, `count`, `levels`, `days`, `percent`.
    pub unit: String,
    /// The AWS partition it was read for: `aws`.
    pub partition: String,
    /// The day it was known to hold: `2026-05-15`.
    pub as_of: String,
    /// Where it stands.
    pub source: String,
    /// Whether AWS raises it on request.
    pub adjustable: bool,
    /// The value of the bundled table, if the project has overridden it.
    pub overridden: Option<u64>,
}

/// All limits, by name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quotas {
    // INVARIANT: holds a row for every `QuotaKey`; overrides replace values and remove no row.
    rows: BTreeMap<String, Quota>,
}

/// Overrides of limits that there are not.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("unknown quota `{}`", .unknown.join("`, `"))]
pub struct UnknownQuotas {
    /// The names that were written, in the order of the alphabet.
    pub unknown: Vec<String>,
    /// The names that there are, in the order of the alphabet, for a suggestion.
    pub known: Vec<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct Row {
    value: u64,
    unit: String,
    partition: String,
    as_of: String,
    source: String,
    #[serde(default)]
    adjustable: bool,
}

impl Quotas {
    /// The limits of the bundled table.
    pub fn bundled() -> Self {
        // Reading the table costs more than a check of a small project, and it is asked for several times.
        static BUNDLED: LazyLock<Quotas> = LazyLock::new(|| {
            let rows: BTreeMap<String, Row> = bundled(include_str!("../../data/quotas.toml"));
            Quotas { rows: rows.into_iter().map(|(name, row)| (name.clone(), row.named(name))).collect() }
        });
        BUNDLED.clone()
    }

    /// The bundled limits with some values replaced, by name.
    ///
    /// # Errors
    /// All names that there are not.
    pub fn with_overrides(overrides: BTreeMap<String, u64>) -> Result<Self, UnknownQuotas> {
        let mut quotas = Self::bundled();
        let mut unknown = Vec::new();
        for (name, value) in overrides {
            match quotas.rows.get_mut(&name) {
                Some(quota) => quota.replace(value),
                None => unknown.push(name),
            }
        }
        if unknown.is_empty() {
            return Ok(quotas);
        }
        Err(UnknownQuotas { unknown, known: quotas.rows.into_keys().collect() })
    }

    /// A limit.
    #[expect(clippy::expect_used, reason = "the table has a row for every key, which a test checks")]
    pub fn get(&self, key: QuotaKey) -> &Quota {
        self.rows.get(&*key.name()).expect("a row for every key")
    }

    /// The limit with this name, for example `scp.document.max`.
    pub fn named(&self, name: &str) -> Option<&Quota> {
        self.rows.get(name)
    }

    /// All limits, in the order of their names.
    pub fn iter(&self) -> impl Iterator<Item = &Quota> {
        self.rows.values()
    }

    /// How many accounts may be closed in a rolling 30 days, for an organization with this many
    /// member accounts.
    pub fn closures(&self, members: u64) -> u64 {
        let share = members.saturating_mul(self.get(QuotaKey::AccountClosePercent).value) / 100;
        share
            .max(self.get(QuotaKey::AccountCloseFloor).value)
            .min(self.get(QuotaKey::AccountCloseCeiling).value)
    }
}

impl Row {
    fn named(self, name: String) -> Quota {
        Quota {
            name,
            value: self.value,
            unit: self.unit,
            partition: self.partition,
            as_of: self.as_of,
            source: self.source,
            adjustable: self.adjustable,
            overridden: None,
        }
    }
}

impl Quota {
    fn replace(&mut self, value: u64) {
        self.overridden = Some(self.value);
        self.value = value;
    }
}

/// As messages print it: `scp.document.max = 10240 (aws, as of 2026-05-15, bundled table)`.
impl fmt::Display for Quota {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, value, partition, as_of, .. } = self;
        match self.overridden {
            None => write!(f, "{name} = {value} ({partition}, as of {as_of}, bundled table)"),
            Some(was) => write!(f, "{name} = {value} (set by the project; {was} as of {as_of})"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::PolicyType;
    use std::collections::BTreeSet;

    #[test]
    fn every_key_has_a_row_and_every_row_a_key() {
        let quotas = Quotas::bundled();
        let rows: BTreeSet<_> = quotas.iter().map(|quota| quota.name.clone()).collect();
        assert_eq!(
            QuotaKey::all().into_iter().map(|key| key.name().into_owned()).collect::<BTreeSet<_>>(),
            rows
        );
        for quota in quotas.iter() {
            assert!(quota.as_of.len() == 10 && !quota.source.is_empty(), "{quota}");
        }
    }

    #[test]
    fn a_limit_says_where_it_comes_from() {
        let scp = PolicyType::named("scp").unwrap();
        let key = QuotaKey::PolicyDocument(scp);
        assert_eq!(
            Quotas::bundled().get(key).to_string(),
            "scp.document.max = 10240 (aws, as of 2026-05-15, bundled table)"
        );
        let quotas = Quotas::with_overrides(BTreeMap::from([("scp.document.max".into(), 5120)])).unwrap();
        assert_eq!(
            quotas.get(key).to_string(),
            "scp.document.max = 5120 (set by the project; 10240 as of 2026-05-15)"
        );
    }

    #[test]
    fn overrides_of_nothing_are_all_named() {
        let overrides = BTreeMap::from([("ou.deep".into(), 6), ("ou.depth.max".into(), 6), ("x".into(), 1)]);
        let error = Quotas::with_overrides(overrides).unwrap_err();
        assert_eq!(error.to_string(), "unknown quota `ou.deep`, `x`");
        assert!(error.known.iter().any(|name| name == "ou.depth.max"));
    }

    #[test]
    fn closures_follow_the_number_of_members() {
        let quotas = Quotas::bundled();
        assert_eq!([0, 1_250, 2_000, 9_000].map(|members| quotas.closures(members)), [250, 250, 400, 1_000]);
    }
}
