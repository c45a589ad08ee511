//! Sentences about what the project manages already: where it is now, and what it lets go.

use super::page::Page;
use super::portrait::Portrait;
use orgc_ir::Address;
use orgc_plan::ownership::Owner;
use std::collections::BTreeMap;

type Tags = BTreeMap<String, String>;

/// `moved` for what carries another address than its block has, `forget` for what has no block.
pub(super) fn write(portrait: &Portrait<'_>, page: &mut Page) {
    let moved = addresses(portrait).into_iter().filter_map(|(tags, new)| moved(tags, &new, portrait.project));
    let forgotten = portrait.choice.forgotten.iter().map(|(kind, name)| format!("forget {kind} {name}"));
    let sentences: Vec<String> = moved.chain(forgotten).collect();
    if !sentences.is_empty() {
        page.gap();
    }
    sentences.iter().for_each(|sentence| page.line(sentence));
}

/// Everything that has a block, with its tags and its address.
fn addresses<'a>(portrait: &'a Portrait<'_>) -> Vec<(&'a Tags, Address)> {
    let (observed, names, choice) = (portrait.observed, portrait.names, portrait.choice);
    let units = choice.units.iter().filter_map(|id| {
        let address = Address::unit(names.path(observed, id));
        Some((&observed.units.get(*id)?.tags, address))
    });
    let accounts = choice.accounts.iter().filter_map(|id| {
        let address = Address::account(names.account(id));
        Some((&observed.accounts.get(*id)?.tags, address))
    });
    let policies = choice.policies.iter().filter_map(|id| {
        let address = Address::policy(names.policy(id));
        Some((&observed.policies.get(*id)?.tags, address))
    });
    let sets = choice.stack_sets.iter().filter_map(|name| {
        let address = Address::new("baseline", name).child("stack-set");
        Some((&observed.stack_sets.get(*name)?.tags, address))
    });
    units.chain(accounts).chain(policies).chain(sets).collect()
}

fn moved(tags: &Tags, new: &Address, project: &str) -> Option<String> {
    let carried = Owner::of(tags).address_in(project)?;
    let old = Address::try_from(carried.to_owned()).ok()?;
    let has_moved = old != *new && old.kind() == new.kind();
    has_moved.then(|| format!("moved {} {} -> {}", new.kind(), spelled(&old), spelled(new)))
}

fn spelled(address: &Address) -> String {
    match address.kind() {
        "baseline" => address.name().trim_end_matches("/stack-set").to_owned(),
        _ => address.name().replace('/', "."),
    }
}
