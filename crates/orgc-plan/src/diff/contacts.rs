//! Contacts and opt-in Regions of accounts, which Account Management keeps.

use crate::draft::{self, Draft};
use crate::plan::{Action, Change, Verb};
use orgc_ir::desired::{Account, AlternateContact, PrimaryContact, Resource};
use orgc_ir::observed::LiveDetails;
use orgc_ir::{Address, Text};

/// States in which a Region is there or on its way.
const ENABLED: [&str; 2] = ["ENABLED", "ENABLED_BY_DEFAULT"];

/// Compares what is written; other contacts and Regions stay as they are.
pub(super) fn compare(draft: &mut Draft<'_>, address: &Address, resource: &Resource, body: &Account) {
    let id = draft.matched.id(address);
    let nothing = LiveDetails::default();
    let live = id.known().and_then(|id| draft.matched.observed.details.get(id)).unwrap_or(&nothing);
    // Account Management refuses the management account's own id.
    let account: Option<Text> = (!body.management).then(|| id.clone());
    for (contact, value) in &body.contacts {
        let changes = alternate(contact.word(), live.contacts.get(contact), value);
        let (account, value) = (account.clone(), value.clone());
        let action = Action::PutAlternateContact { account, contact: *contact, value };
        update(draft, address, resource, action, changes, &format!("{} contact", contact.word()));
    }
    if let Some(value) = &body.primary_contact {
        let changes = primary(live.primary_contact.as_ref(), value);
        let action = Action::PutPrimaryContact { account: account.clone(), value: Box::new(value.clone()) };
        update(draft, address, resource, action, changes, "primary contact");
    }
    for region in &body.regions {
        enable(draft, address, resource, account.clone(), region, live.regions.get(region));
    }
}

fn update(
    draft: &mut Draft<'_>,
    address: &Address,
    resource: &Resource,
    action: Action,
    changes: Vec<Change>,
    what: &str,
) {
    if !changes.is_empty() {
        draft.push(Verb::Update, address, resource, action, changes);
        draft.distinguish(what);
    }
}

fn enable(
    draft: &mut Draft<'_>,
    address: &Address,
    resource: &Resource,
    account: Option<Text>,
    region: &str,
    live: Option<&String>,
) {
    if live.is_some_and(|live| ENABLED.contains(&live.as_str())) {
        return;
    }
    let change = match live {
        Some(live) => draft::changed(&format!("regions.{region}"), &live.to_lowercase(), "enabled"),
        None => draft::new(&format!("regions.{region}"), "enabled"),
    };
    let action = Action::EnableRegion { account, region: region.to_owned() };
    draft.push(Verb::Enable, address, resource, action, vec![change]);
    draft.distinguish(region);
}

/// What is different, field by field.
fn alternate(word: &str, live: Option<&AlternateContact>, desired: &AlternateContact) -> Vec<Change> {
    let fields = |one: &AlternateContact| {
        [("name", &one.name), ("title", &one.title), ("email", &one.email), ("phone", &one.phone)]
            .map(|(field, value)| (field, Some(value.clone())))
    };
    differences(
        &format!("contact.{word}"),
        live.map(fields).as_ref().map(<[_; 4]>::as_slice),
        &fields(desired),
    )
}

fn primary(live: Option<&PrimaryContact>, desired: &PrimaryContact) -> Vec<Change> {
    let fields = |one: &PrimaryContact| {
        [
            ("full-name", Some(one.full_name.clone())),
            ("company-name", one.company_name.clone()),
            ("address", Some(one.address_lines.join(", "))),
            ("city", Some(one.city.clone())),
            ("state-or-region", one.state_or_region.clone()),
            ("district-or-county", one.district_or_county.clone()),
            ("postal-code", Some(one.postal_code.clone())),
            ("country-code", Some(one.country_code.clone())),
            ("phone", Some(one.phone.clone())),
            ("website", one.website.clone()),
        ]
    };
    let mut changes =
        differences("contact.primary", live.map(fields).as_ref().map(<[_; 10]>::as_slice), &fields(desired));
    // Lines that differ only in where they break read alike when they are joined.
    if changes.is_empty() && live.is_some_and(|live| live.address_lines != desired.address_lines) {
        changes.push(draft::new("contact.primary.address", desired.address_lines.join("\n")));
    }
    changes
}

type Field = (&'static str, Option<String>);

fn differences(prefix: &str, live: Option<&[Field]>, desired: &[Field]) -> Vec<Change> {
    let before = |field: &str| {
        live.and_then(|all| all.iter().find(|(name, _)| *name == field)).and_then(|(_, value)| value.clone())
    };
    desired
        .iter()
        .map(|(field, after)| Change {
            attribute: format!("{prefix}.{field}"),
            before: before(field),
            after: after.as_deref().map(Text::from),
        })
        .filter(|change| change.before.as_deref() != change.after.as_ref().and_then(Text::known))
        .collect()
}
