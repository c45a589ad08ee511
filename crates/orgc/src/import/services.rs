//! Trusted services, delegated administrators and the delegation policy.

use super::fragment::Fragment;
use super::names;
use super::page::Page;
use super::portrait::Portrait;
use super::rules;
use orgc_policy::{Grammar, IamCatalog, service_name};
use orgc_syntax::spelling::quoted;
use std::collections::{BTreeMap, BTreeSet};

/// The sentences of the organization about services.
pub(super) fn write(portrait: &Portrait<'_>, page: &mut Page) {
    let observed = portrait.observed;
    page.sentence("trust", observed.trusted_services.iter().map(|one| service(one)));
    let mut by_account: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    let is_sayable =
        |service: &String| !portrait.without.contains_key(&Fragment::Administrators(service.clone()));
    for (principal, accounts) in observed.administrators.iter().filter(|(one, _)| is_sayable(&service(one))) {
        for account in accounts.iter().filter_map(|id| portrait.declared_account(id)) {
            by_account.entry(account).or_default().insert(service(principal));
        }
    }
    for (account, services) in by_account {
        let services: Vec<String> = services.into_iter().collect();
        page.line(format!("delegate {} to {account}", services.join(", ")));
    }
    if let Some(rules) = delegation(portrait) {
        page.line(format!("delegation {{\n{rules}}}"));
    }
}

fn delegation(portrait: &Portrait<'_>) -> Option<String> {
    let text = portrait.observed.delegation_policy.as_ref()?;
    if portrait.without.contains_key(&Fragment::DelegationPolicy) {
        return None;
    }
    let account = |id: &str| portrait.declared_account(id);
    rules::rules(text, Grammar::Delegation, IamCatalog::bundled(), &account)
}

/// The short name, where it is not also a word of the language.
fn service(principal: &str) -> String {
    let name = service_name(principal).filter(|name| !names::is_word(name));
    name.map_or_else(|| quoted(principal), str::to_owned)
}
