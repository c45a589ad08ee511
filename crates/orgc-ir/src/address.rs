//! Addresses: the names of desired things.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::sync::Arc;

/// `kind/name`: the identity of a desired thing, spelled the same in source, tags, plan and JSON.
///
/// Examples: `organization/Acme`, `account/dev`, `ou/Workloads/Prod`, `policy/guardrails.RegionLock`,
/// `baseline/AuditTrail/stack-set`, `attach/RegionLock@ou/Workloads`.
///
/// The text is shared by all copies: a model names each of its things in many places.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Address(Arc<str>);

/// A text that is no address: it lacks the kind, the name, or the `/` between them.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not an address; an address is `kind/name`")]
pub struct InvalidAddress(pub String);

impl Address {
    /// The address of a thing of this kind with this name.
    pub fn new(kind: &str, name: &str) -> Self {
        Self(format!("{kind}/{name}").into())
    }

    /// `organization/<name>`.
    pub fn organization(name: &str) -> Self {
        Self::new("organization", name)
    }

    /// `ou/<path>`, the names from the root downwards joined with `/`.
    pub fn unit<'a>(path: impl IntoIterator<Item = &'a str>) -> Self {
        Self::new("ou", &path.into_iter().collect::<Vec<_>>().join("/"))
    }

    /// `account/<name>`.
    pub fn account(name: &str) -> Self {
        Self::new("account", name)
    }

    /// `policy/<name>`.
    pub fn policy(name: &str) -> Self {
        Self::new("policy", name)
    }

    /// `attach/<policy name>@<target>`; for a policy of a plugin block `attach/<its address>@<target>`.
    pub fn attachment(policy: &Address, target: &Address) -> Self {
        Self::attachment_at(policy, target.as_str())
    }

    /// The address of an attachment at a place that may have no address of its own.
    pub fn attachment_at(policy: &Address, place: &str) -> Self {
        let name = if policy.kind() == "policy" { policy.name() } else { policy.as_str() };
        Self(format!("attach/{name}@{place}").into())
    }

    /// The policy and the place of an attachment or a detachment.
    pub fn attached(&self) -> Option<(Address, &str)> {
        let (policy, place) = self.name().split_once('@').filter(|_| self.is_attachment())?;
        // Names of declared policies hold no `/`; addresses do.
        let policy = if policy.contains('/') { Self(policy.into()) } else { Self::policy(policy) };
        Some((policy, place))
    }

    fn is_attachment(&self) -> bool {
        matches!(self.kind(), "attach" | "detach")
    }

    /// `delegate/<service>@<account>`.
    pub fn delegation(service: &str, account: &Address) -> Self {
        Self(format!("delegate/{service}@{account}").into())
    }

    /// `<this>/<name>`: a part of what a plugin block expands to.
    #[must_use]
    pub fn child(&self, name: &str) -> Self {
        Self(format!("{self}/{name}").into())
    }

    /// What stands before the first `/`.
    pub fn kind(&self) -> &str {
        self.0.split_once('/').map_or("", |(kind, _)| kind)
    }

    /// What stands after the first `/`.
    pub fn name(&self) -> &str {
        self.0.split_once('/').map_or("", |(_, name)| name)
    }

    /// The whole address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for Address {
    type Error = InvalidAddress;

    fn try_from(text: String) -> Result<Self, InvalidAddress> {
        match text.split_once('/') {
            Some((kind, name)) if !kind.is_empty() && !name.is_empty() => Ok(Self(text.into())),
            _ => Err(InvalidAddress(text)),
        }
    }
}

impl From<Address> for String {
    fn from(address: Address) -> String {
        address.as_str().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_spelled_as_in_the_source() {
        let unit = Address::unit(["Workloads", "Prod"]);
        assert_eq!(unit.as_str(), "ou/Workloads/Prod");
        assert_eq!((unit.kind(), unit.name()), ("ou", "Workloads/Prod"));
        let attachment = Address::attachment(&Address::policy("RegionLock"), &unit);
        assert_eq!(attachment.as_str(), "attach/RegionLock@ou/Workloads/Prod");
        assert_eq!((attachment.kind(), attachment.name()), ("attach", "RegionLock@ou/Workloads/Prod"));
    }

    #[test]
    fn an_attachment_names_its_policy_and_its_place() {
        let target = Address::account("dev");
        for policy in [Address::policy("guards.Lock"), Address::new("fence", "Eu").child("guard")] {
            let attachment = Address::attachment(&policy, &target);
            assert_eq!(attachment.attached(), Some((policy, "account/dev")));
        }
        assert_eq!(Address::delegation("guardduty", &target).attached(), None);
    }

    #[test]
    fn a_text_without_kind_is_no_address() {
        assert!(Address::try_from("dev".to_owned()).is_err());
        assert!(Address::try_from("/dev".to_owned()).is_err());
    }
}
