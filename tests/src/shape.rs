//! What there is, in words and without ids: two organizations that were made alike look alike.

use orgc_emulator::{OrganizationView, UnitView, View};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// The text of an organization.
pub fn of(view: &View) -> String {
    let Some(organization) = &view.organization else { return "no organization\n".into() };
    let mut names: BTreeMap<&str, &str> = BTreeMap::new();
    name_all(&organization.root, &mut names);
    names.extend(organization.policies.iter().map(|policy| (policy.id.as_str(), policy.name.as_str())));
    let mut text = String::new();
    write_organization(&mut text, organization, &names);
    write_unit(&mut text, &organization.root, &names, 0);
    write_stack_sets(&mut text, view, &names);
    text
}

fn name_all<'v>(unit: &'v UnitView, names: &mut BTreeMap<&'v str, &'v str>) {
    names.insert(&unit.id, &unit.name);
    names.extend(unit.accounts.iter().map(|account| (account.id.as_str(), account.name.as_str())));
    unit.units.iter().for_each(|below| name_all(below, names));
}

/// A text in which accounts are named instead of numbered.
fn without_ids(text: &str, names: &BTreeMap<&str, &str>) -> String {
    names.iter().fold(text.to_owned(), |text, (id, name)| text.replace(id, name))
}

fn write_organization(text: &mut String, organization: &OrganizationView, names: &BTreeMap<&str, &str>) {
    let types: Vec<String> =
        organization.policy_types.iter().map(|(name, state)| format!("{name} {state}")).collect();
    let _ = writeln!(text, "types {types:?} trusted {:?}", organization.trusted_services);
    for (service, accounts) in &organization.administrators {
        let accounts: Vec<&str> = accounts.iter().map(|id| names[id.as_str()]).collect();
        let _ = writeln!(text, "administrators of {service} {accounts:?}");
    }
    if let Some(policy) = &organization.delegation_policy {
        let _ = writeln!(text, "delegation {}", without_ids(policy, names));
    }
    for policy in organization.policies.iter().filter(|policy| !policy.aws_managed) {
        let _ = writeln!(text, "policy {} {} {:?}", policy.name, policy.content, policy.tags);
    }
}

fn write_unit(text: &mut String, unit: &UnitView, names: &BTreeMap<&str, &str>, depth: usize) {
    let attached = |ids: &[String]| {
        let mut attached: Vec<&str> = ids.iter().map(|id| names[id.as_str()]).collect();
        attached.sort_unstable();
        attached.join(", ")
    };
    let indent = "  ".repeat(depth);
    let _ = writeln!(text, "{indent}{} [{}] {:?}", unit.name, attached(&unit.policies), unit.tags);
    for account in &unit.accounts {
        let (name, email, state) = (&account.name, &account.email, &account.state);
        let policies = attached(&account.policies);
        let _ = writeln!(text, "{indent}  {name} <{email}> {state} [{policies}] {:?}", account.tags);
        for (kind, contact) in &account.contacts {
            let _ = writeln!(text, "{indent}    {kind} {contact}");
        }
        for (region, state) in &account.regions {
            let _ = writeln!(text, "{indent}    {region} {state}");
        }
    }
    unit.units.iter().for_each(|below| write_unit(text, below, names, depth + 1));
}

fn write_stack_sets(text: &mut String, view: &View, names: &BTreeMap<&str, &str>) {
    for set in &view.stack_sets {
        let _ = writeln!(text, "stack set {} {:?}", set.name, set.tags);
        for (target, regions) in &set.targets {
            let _ = writeln!(text, "  at {} in {regions:?}", names[target.as_str()]);
        }
        let stack = |one: &orgc_emulator::StackInstanceView| {
            format!("  {} in {} {}\n", names[one.account.as_str()], one.region, one.status)
        };
        let mut stacks: Vec<String> = set.instances.iter().map(stack).collect();
        stacks.sort();
        text.push_str(&stacks.concat());
    }
}
