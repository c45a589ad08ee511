//! What the schema cannot say.

use crate::{Assignment, Group, IdentityCenter, PermissionSet};
use orgc_plugin_sdk::{Account, Diagnostic, Located};
use std::collections::{BTreeMap, BTreeSet};

/// The bounds of IAM Identity Center for a session, in seconds.
const SESSION_SECONDS: std::ops::RangeInclusive<u64> = 3_600..=43_200;

/// Everything that is wrong with the block.
pub fn check(block: &IdentityCenter) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for (name, group) in &block.groups {
        findings.extend(group_fault(name, group, block.identity_store.is_some()));
    }
    for (name, set) in block.permission_sets.iter() {
        findings.extend(name_fault(name, set));
        findings.extend(session_fault(set));
        findings.extend(may_do_nothing(name, set));
    }
    for assignment in &block.assignments {
        findings.extend(unknown("group", &assignment.group, &block.groups));
        findings.extend(unknown("permission set", &assignment.permission_set, &block.permission_sets));
    }
    findings.extend(assigned_twice(&block.assignments));
    findings
}

fn group_fault(name: &str, group: &Located<Group>, has_store: bool) -> Option<Diagnostic> {
    match (&group.id, &group.description) {
        (Some(id), Some(description)) => {
            let message = format!("the group `{name}` is there, so its description is not made here");
            let finding = Diagnostic::error("description-of-foreign-group", message, description.path());
            Some(finding.label(id.path(), "it has an id").help("remove one of the two"))
        }
        (Some(id), None) if !is_principal(id) => {
            let message = format!("`{}` is no id of a group", id.as_str());
            let help = "it looks like `906760f1ab-4b5b4a6c-1a2b-3c4d-5e6f-708192a3b4c5`";
            Some(Diagnostic::error("no-group-id", message, id.path()).help(help))
        }
        (None, _) if !has_store => {
            let message = format!("where is the group `{name}` to be made?");
            let help = "write `identity-store = \"d-…\"`, or the `id` of a group that is there";
            Some(Diagnostic::error("no-identity-store", message, group.path()).help(help))
        }
        _ => None,
    }
}

/// Forty-seven letters with a prefix of the store, or a plain GUID.
fn is_principal(id: &str) -> bool {
    let parts: Vec<&str> = id.split('-').collect();
    let guid = match parts.as_slice() {
        [prefix, guid @ ..] if guid.len() == 5 && prefix.len() == 10 => guid,
        guid => guid,
    };
    let is_hex = |part: &str| part.chars().all(|digit| digit.is_ascii_hexdigit());
    guid.iter().map(|part| part.len()).eq([8, 4, 4, 4, 12]) && parts.iter().all(|part| is_hex(part))
}

fn name_fault(name: &str, set: &Located<PermissionSet>) -> Option<Diagnostic> {
    let fits = |letter: char| letter.is_ascii_alphanumeric() || "_+=,.@-".contains(letter);
    (name.is_empty() || name.len() > 32 || !name.chars().all(fits)).then(|| {
        Diagnostic::error("no-set-name", format!("`{name}` is no name of a permission set"), set.path())
            .help("letters, digits and `_+=,.@-`, at most 32")
    })
}

fn session_fault(set: &PermissionSet) -> Option<Diagnostic> {
    (!SESSION_SECONDS.contains(&set.session.as_secs())).then(|| {
        Diagnostic::error("bad-session", "a session lasts from one hour to twelve", set.session.path())
    })
}

fn may_do_nothing(name: &str, set: &Located<PermissionSet>) -> Option<Diagnostic> {
    (set.managed_policies.is_empty() && set.customer_policies.is_empty() && set.inline.is_none()).then(|| {
        let message = format!("the permission set `{name}` allows nothing");
        Diagnostic::warning("may-do-nothing", message, set.path())
            .help("write `managed-policies`, `customer-policies` or `inline`")
    })
}

fn unknown<T>(what: &str, name: &Located<String>, known: &BTreeMap<String, T>) -> Option<Diagnostic> {
    (!known.contains_key(name.as_str())).then(|| {
        let names: Vec<&str> = known.keys().map(String::as_str).collect();
        let help = match names.as_slice() {
            [] => format!("the block has no {what} yet"),
            names => format!("there is `{}`", names.join("`, `")),
        };
        let message = format!("there is no {what} `{}`", name.as_str());
        Diagnostic::error("unknown-name", message, name.path()).help(help)
    })
}

/// AWS keeps one assignment of a group and a permission set to an account.
fn assigned_twice(assignments: &[Located<Assignment>]) -> Vec<Diagnostic> {
    let mut seen: BTreeSet<(&str, &str, &Account)> = BTreeSet::new();
    let mut findings = Vec::new();
    for assignment in assignments {
        let (group, set) = (assignment.group.as_str(), assignment.permission_set.as_str());
        let twice = assignment.accounts.iter().filter(|account| !seen.insert((group, set, account)));
        findings.extend(twice.map(|account| {
            let message = format!("`{group}` has `{set}` in `{}` twice", account.address());
            Diagnostic::error("assigned-twice", message, assignment.path()).help("remove one of the two")
        }));
    }
    findings
}
