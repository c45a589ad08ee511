//! Whether an action exists, and whether its requests can have a condition key.

use super::IamCatalog;
use super::key::KeyType;
use super::service::{Action, Service};
use crate::action::ActionPattern;
use crate::document::Scope;

/// What is wrong with an action.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ActionFinding {
    /// The catalogue has no such service.
    UnknownService {
        /// Actions of other services that may be meant.
        candidates: Vec<String>,
    },
    /// The service has no such action.
    UnknownAction {
        /// The actions of the service.
        candidates: Vec<String>,
    },
    /// The pattern matches no action of the service.
    NoMatch,
}

/// What is wrong with a condition key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeyFinding {
    /// The service of the key has no such key.
    Unknown {
        /// The keys that the actions can have.
        candidates: Vec<String>,
    },
    /// The catalogue does not have the service of the key.
    UnknownService,
    /// There is such a key, but no request for any of the actions has it.
    NotAvailable,
}

/// What the catalogue knows of a key in a rule.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KeyAnswer {
    /// The type of its values; none if the catalogue does not know the key.
    pub key_type: Option<KeyType>,
    /// What is wrong with it.
    pub finding: Option<KeyFinding>,
}

/// Global keys that only some requests have; the tables of the services say which.
const OF_SOME_REQUESTS: [&str; 3] = ["aws:RequestTag/${TagKey}", "aws:ResourceTag/${TagKey}", "aws:TagKeys"];

/// What a scope covers.
pub(super) enum Covered<'c> {
    /// More than can be listed.
    Open,
    /// These actions.
    These(Vec<Action<'c>>),
}

impl IamCatalog {
    /// What is wrong with an action, or a pattern of actions. Text that has not the form of one is
    /// not looked at, nor is a service with wildcards.
    pub fn check_action(&self, text: &str) -> Option<ActionFinding> {
        let Ok(ActionPattern::Of { service: prefix, name }) = ActionPattern::parse(text) else { return None };
        if prefix.contains(['*', '?']) {
            return None;
        }
        let Some(service) = self.service(prefix) else {
            return Some(ActionFinding::UnknownService { candidates: self.elsewhere(prefix, name) });
        };
        if !service.matching(name).is_empty() {
            return None;
        }
        if name.contains(['*', '?']) {
            return Some(ActionFinding::NoMatch);
        }
        let candidates = service.actions().map(Action::full_name).collect();
        Some(ActionFinding::UnknownAction { candidates })
    }

    /// The same action of services whose names are not wholly different.
    fn elsewhere(&self, prefix: &str, name: &str) -> Vec<String> {
        let is_like = |one: &&str| {
            one.len().abs_diff(prefix.len()) <= 3
                && one.chars().next() == prefix.chars().next().map(|letter| letter.to_ascii_lowercase())
        };
        let services = self.services().filter(is_like).filter_map(|one| self.service(one));
        let with = services.filter(|service| !service.matching(name).is_empty());
        with.map(|service| format!("{}:{name}", service.name)).collect()
    }

    /// The actions that a pattern matches, if the catalogue can tell.
    pub fn actions_of(&self, text: &str) -> Option<Vec<Action<'_>>> {
        match ActionPattern::parse(text) {
            Ok(ActionPattern::Of { service, name }) if !service.contains(['*', '?']) => {
                Some(self.service(service)?.matching(name))
            }
            _ => None,
        }
    }

    /// What the catalogue knows of a condition key in a rule for some actions.
    pub fn check_key(&self, key: &str, actions: &Scope) -> KeyAnswer {
        let covered = self.covered(actions);
        let global = self.global.iter().find(|one| one.is(key));
        let everywhere = global.filter(|one| !OF_SOME_REQUESTS.contains(&one.name.as_str()));
        if let Some(found) = everywhere {
            return KeyAnswer { key_type: Some(found.key_type), finding: None };
        }
        let services = services(&covered);
        let of_actions = services.iter().find_map(|service| service.key(key));
        let prefix = key.split(':').next().unwrap_or_default();
        let of_prefix = || self.service(prefix).and_then(|service| service.key(key));
        let Some(found) = global.or(of_actions).or_else(of_prefix) else {
            return KeyAnswer { key_type: None, finding: self.unknown(key, prefix, &services) };
        };
        let is_set = match &covered {
            Covered::Open => true,
            Covered::These(actions) => services.iter().any(|service| can_have(service, actions, key)),
        };
        let finding = (!is_set).then_some(KeyFinding::NotAvailable);
        KeyAnswer { key_type: Some(found.key_type), finding }
    }

    pub(super) fn covered(&self, actions: &Scope) -> Covered<'_> {
        let Scope::These(patterns) = actions else { return Covered::Open };
        let mut all = Vec::new();
        for pattern in patterns {
            match self.actions_of(pattern) {
                Some(found) if !found.is_empty() => all.extend(found),
                // What it is has been said, or it is everything.
                _ => return Covered::Open,
            }
        }
        Covered::These(all)
    }

    /// A key that is in no table. Keys of identity providers are named for their hosts, and no table
    /// has all of them.
    fn unknown(&self, key: &str, prefix: &str, services: &[&Service]) -> Option<KeyFinding> {
        if prefix.contains(['.', '/']) {
            return None;
        }
        let own = self.service(prefix);
        if own.is_none() && !prefix.eq_ignore_ascii_case("aws") {
            return Some(KeyFinding::UnknownService);
        }
        let of_services = services.iter().copied().chain(own).flat_map(Service::keys);
        let names = self.global.iter().chain(of_services).map(|one| filled(&one.name, key));
        let mut candidates: Vec<String> = names.collect();
        candidates.sort_unstable();
        candidates.dedup();
        Some(KeyFinding::Unknown { candidates })
    }
}

/// The name with the part that was written for it, as in `aws:RequestTag/team`.
fn filled(name: &str, written: &str) -> String {
    match (name.split_once("${"), written.split_once('/')) {
        (Some((before, _)), Some((_, part))) if before.ends_with('/') => format!("{before}{part}"),
        _ => name.to_owned(),
    }
}

fn services<'c>(covered: &Covered<'c>) -> Vec<&'c Service> {
    let Covered::These(actions) = covered else { return Vec::new() };
    let mut services: Vec<&Service> = actions.iter().map(|action| action.service()).collect();
    services.sort_by_key(|service| service.name.as_str());
    services.dedup_by_key(|service| service.name.as_str());
    services
}

fn can_have(service: &Service, actions: &[Action<'_>], key: &str) -> bool {
    let numbers = (0..).zip(&service.keys).filter(|(_, one)| one.is(key)).map(|(at, _)| at);
    let of_service = || actions.iter().filter(|action| action.service().name == service.name);
    numbers.into_iter().any(|at| of_service().any(|action| action.has_key(at)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{KeyKind, Scope};

    fn key(key: &str, actions: &[&str]) -> KeyAnswer {
        IamCatalog::bundled().check_key(key, &Scope::these(actions.iter().copied()))
    }

    fn finding(written: &str, actions: &[&str]) -> String {
        match key(written, actions).finding {
            None => "fine".to_owned(),
            Some(KeyFinding::Unknown { candidates }) => format!("unknown among {}", candidates.len() > 40),
            Some(other) => format!("{other:?}"),
        }
    }

    #[test]
    fn actions_are_looked_up_in_their_service() {
        let catalog = IamCatalog::bundled();
        for fine in ["s3:GetObject", "S3:getobject", "s3:Get*", "*", "*:Get*", "s3", "iam:*"] {
            assert_eq!(catalog.check_action(fine), None, "{fine}");
        }
        assert_eq!(catalog.check_action("s3:Gett*"), Some(ActionFinding::NoMatch));
        let Some(ActionFinding::UnknownAction { candidates }) = catalog.check_action("s3:GetObjet") else {
            panic!("s3:GetObjet is unknown")
        };
        assert!(candidates.contains(&"s3:GetObject".to_owned()));
        assert_eq!(
            catalog.check_action("organization:LeaveOrganization"),
            Some(ActionFinding::UnknownService {
                candidates: vec!["organizations:LeaveOrganization".to_owned()]
            })
        );
    }

    #[test]
    fn keys_are_those_of_actions_resource_types_and_everyone() {
        for (written, actions) in [
            ("ec2:InstanceType", &["ec2:RunInstances"][..]),
            ("ec2:instancetype", &["ec2:DeleteVolume", "ec2:Run*"]),
            ("aws:PrincipalTag/team", &["ec2:DeleteVolume"]),
            ("aws:RequestTag/team", &["ec2:RunInstances"]),
            ("s3:x-amz-acl", &["*"]),
            ("s3:x-amz-acl", &["nosuchservice:Do"]),
            ("kms:EncryptionContext:stage", &["kms:Decrypt"]),
            ("ec2:RoleDelivery", &["s3:GetObject"]),
            ("login.example.com:sub", &["sts:AssumeRoleWithWebIdentity"]),
        ] {
            assert_eq!(finding(written, actions), "fine", "{written} {actions:?}");
        }
        assert_eq!(finding("ec2:InstanceType", &["ec2:DeleteVolume"]), "NotAvailable");
        assert_eq!(finding("s3:x-amz-acl", &["ec2:RunInstances"]), "NotAvailable");
        assert_eq!(finding("aws:RequestTag/team", &["organizations:LeaveOrganization"]), "NotAvailable");
        assert_eq!(finding("ec2:InstanceTyp", &["ec2:RunInstances"]), "unknown among true");
        assert_eq!(finding("aws:RequestedRegio", &["*"]), "unknown among true");
        assert_eq!(finding("nosuchservice:x", &["*"]), "UnknownService");
    }

    #[test]
    fn keys_have_types() {
        let of = |written: &str| key(written, &["*"]).key_type.map(|one| (one.kind, one.many));
        assert_eq!(of("aws:RequestedRegion"), Some((KeyKind::String, false)));
        assert_eq!(of("aws:TagKeys"), Some((KeyKind::String, true)));
        assert_eq!(of("aws:PrincipalArn"), Some((KeyKind::Arn, false)));
        assert_eq!(of("aws:SourceIp"), Some((KeyKind::Ip, false)));
        assert_eq!(of("aws:SecureTransport"), Some((KeyKind::Bool, false)));
        assert_eq!(of("aws:CurrentTime"), Some((KeyKind::Date, false)));
        assert_eq!(of("s3:max-keys"), Some((KeyKind::Numeric, false)));
        assert_eq!(of("sagemaker:NotebookInstanceLifecycleConfigArns"), Some((KeyKind::Arn, true)));
    }
}
