//! Accounts with their e-mails, Regions and contacts.

use super::fragment::Fragment;
use super::page::{Page, regions, titled};
use super::portrait::Portrait;
use orgc_ir::desired::{AlternateContact, PrimaryContact};
use orgc_ir::observed::LiveAccount;
use orgc_syntax::spelling::quoted;
use std::collections::BTreeMap;

/// Blocks of contacts by their words: `security`, `primary`.
pub(super) type Contacts = BTreeMap<String, String>;

/// The block of an account. Contacts that all accounts share stand elsewhere.
pub(super) fn write(portrait: &Portrait<'_>, id: &str, account: &LiveAccount, page: &mut Page) {
    let is_management = id == portrait.organization.management_account_id;
    let kind = if is_management { "management" } else { "account" };
    let head = format!("{kind} {}", titled(portrait.names.account(id), &account.name));
    let mut body = Page::default();
    if is_management && account.parent != portrait.organization.root_id {
        // Only so may its block stand in a unit.
        body.line(format!("adopt {}", quoted(id)));
    }
    body.attribute("email", &account.email);
    let enabled = enabled_regions(portrait, id);
    if !enabled.is_empty() {
        body.line(format!("regions = {}", regions(enabled)));
    }
    body.marks(&account.tags);
    for (word, text) in contacts(portrait, id) {
        if !portrait.shared_contacts.contains_key(&word) {
            body.line(text);
        }
    }
    portrait.write_relations(&mut body, id);
    match body.0.trim_end() {
        // A lone attribute stands on the line of its block.
        alone if !alone.contains('\n') => page.line(format!("{head} {{ {alone} }}")),
        _ => page.line(format!("{head} {{\n{}}}", body.0)),
    }
}

/// Regions that were off at first.
fn enabled_regions<'a>(portrait: &'a Portrait<'_>, id: &str) -> Vec<&'a String> {
    if portrait.without.contains_key(&Fragment::Regions(id.to_owned())) {
        return Vec::new();
    }
    let regions = portrait.observed.details.get(id).into_iter().flat_map(|details| &details.regions);
    regions.filter(|(_, state)| *state == "ENABLED").map(|(region, _)| region).collect()
}

fn contacts(portrait: &Portrait<'_>, id: &str) -> Contacts {
    let Some(details) = portrait.observed.details.get(id) else { return Contacts::new() };
    let alternate =
        details.contacts.iter().map(|(kind, contact)| (kind.word(), alternate(kind.word(), contact)));
    let primary = details.primary_contact.iter().map(|contact| ("primary", primary(contact)));
    let all = alternate.chain(primary).map(|(word, text)| (word.to_owned(), text));
    all.filter(|(word, _)| !portrait.without.contains_key(&Fragment::Contact(id.to_owned(), word.clone())))
        .collect()
}

/// Contacts that every account has alike, where there are several accounts.
pub(super) fn shared_contacts(portrait: &Portrait<'_>) -> Contacts {
    let mut accounts = portrait.choice.accounts.iter().map(|id| contacts(portrait, id));
    let Some(mut shared) = accounts.next().filter(|_| portrait.choice.accounts.len() > 1) else {
        return Contacts::new();
    };
    for one in accounts {
        shared.retain(|word, text| one.get(word) == Some(text));
    }
    shared
}

fn alternate(word: &str, contact: &AlternateContact) -> String {
    let fields = [
        ("name", &contact.name),
        ("title", &contact.title),
        ("email", &contact.email),
        ("phone", &contact.phone),
    ];
    let lines: String = fields.iter().map(|(name, value)| format!("{name} = {}\n", quoted(value))).collect();
    format!("contact {word} {{\n{lines}}}")
}

fn primary(contact: &PrimaryContact) -> String {
    let fields = [
        ("name", Some(&contact.full_name)),
        ("company", contact.company_name.as_ref()),
        ("city", Some(&contact.city)),
        ("state", contact.state_or_region.as_ref()),
        ("district", contact.district_or_county.as_ref()),
        ("postal-code", Some(&contact.postal_code)),
        ("country", Some(&contact.country_code)),
        ("phone", Some(&contact.phone)),
        ("website", contact.website.as_ref()),
    ];
    let address: Vec<String> = contact.address_lines.iter().map(|line| quoted(line)).collect();
    let written =
        fields.iter().filter_map(|(name, value)| Some(format!("{name} = {}\n", quoted(value.as_ref()?))));
    let lines: String = written.collect();
    format!("contact primary {{\naddress = [{}]\n{lines}}}", address.join(", "))
}
