//! Short names of AWS services and the service principals they stand for.

use super::bundled::bundled;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::LazyLock;

#[derive(Deserialize)]
struct Table {
    principals: BTreeMap<String, String>,
    administrators: Administrators,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Administrators {
    as_of: String,
    none: Vec<String>,
    one: Vec<String>,
}

/// How many delegated administrators a service may have, as far as the table knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Administration {
    /// The service knows no delegated administrators.
    None,
    /// One at a time.
    One,
    /// One or more; AWS decides how many.
    Several,
}

/// How many delegated administrators the service with this principal may have, and the day the
/// table is of (AWS Organizations User Guide, Services that you can use with Organizations).
pub fn administration(principal: &str) -> (Administration, &'static str) {
    let table = &TABLE.administrators;
    let among =
        |names: &[String]| service_name(principal).is_some_and(|name| names.iter().any(|one| one == name));
    let administration = match () {
        () if among(&table.none) => Administration::None,
        () if among(&table.one) => Administration::One,
        () => Administration::Several,
    };
    (administration, &table.as_of)
}

static TABLE: LazyLock<Table> = LazyLock::new(|| bundled(include_str!("../../data/services.toml")));

/// The service principal that a short name stands for: `cloudtrail` is `cloudtrail.amazonaws.com`.
pub fn service_principal(name: &str) -> Option<&'static str> {
    TABLE.principals.get(name).map(String::as_str)
}

/// The short name of a service principal.
pub fn service_name(principal: &str) -> Option<&'static str> {
    TABLE.principals.iter().find(|(_, known)| *known == principal).map(|(name, _)| name.as_str())
}

/// All short names, in the order of the alphabet.
pub fn service_names() -> impl Iterator<Item = &'static str> {
    TABLE.principals.keys().map(String::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_principals_stand_for_each_other() {
        assert_eq!(service_principal("stacksets"), Some("member.org.stacksets.cloudformation.amazonaws.com"));
        assert_eq!(service_principal("cloudtrial"), None);
        for name in service_names() {
            let principal = service_principal(name).unwrap();
            assert_eq!(service_name(principal), Some(name), "{principal} has two names");
            assert!(principal.ends_with(".amazonaws.com"), "{principal}");
        }
    }
}
