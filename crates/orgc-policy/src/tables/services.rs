//! Short names of AWS services and the service principals they stand for.

use super::bundled::bundled;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::LazyLock;

#[derive(Deserialize)]
struct Table {
    principals: BTreeMap<String, String>,
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
