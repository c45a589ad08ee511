//! `contact security { … }`: whom AWS asks and tells.

use super::attributes::{Found, Known, attributes_of};
use super::diagnostics;
use crate::declare::Part;
use crate::evaluate::Evaluator;
use crate::value::diagnostics::{missing_attribute, not_in_union};
use crate::value::{CheckedString, Type, Value};
use orgc_ir::desired::{AlternateContact, ContactType, PrimaryContact};
use std::collections::BTreeMap;

/// The contacts of an account.
#[derive(Clone, Debug, Default)]
pub(crate) struct Contacts {
    pub alternate: BTreeMap<ContactType, AlternateContact>,
    pub primary: Option<PrimaryContact>,
}

impl Contacts {
    /// Takes over what is given; it wins.
    pub(super) fn merge(&mut self, nearer: Self) {
        self.alternate.extend(nearer.alternate);
        if nearer.primary.is_some() {
            self.primary = nearer.primary;
        }
    }
}

/// The words that name a contact.
const WORDS: [&str; 4] = ["billing", "operations", "primary", "security"];

/// The longest texts of an alternate contact, in characters (Account Management API model).
const ALTERNATE: [(&str, usize); 4] = [("email", 254), ("name", 64), ("phone", 25), ("title", 50)];

/// The longest texts of the primary contact, in characters (Account Management API model).
const PRIMARY: [(&str, usize); 9] = [
    ("city", 50),
    ("company", 50),
    ("country", 2),
    ("district", 50),
    ("name", 50),
    ("phone", 20),
    ("postal-code", 20),
    ("state", 50),
    ("website", 256),
];

/// Countries whose addresses need a state or region (Account Management API documentation).
const WITH_STATES: [&str; 7] = ["US", "CA", "GB", "DE", "JP", "IN", "BR"];

/// The contacts that are written between some braces.
pub(super) fn contacts<'a>(parts: &[Part<'a>], evaluator: &mut Evaluator<'a, '_>) -> Contacts {
    let mut contacts = Contacts::default();
    for part in parts {
        evaluator.within(&part.scope, |evaluator| contact(part, &mut contacts, evaluator));
    }
    contacts
}

fn contact<'a>(part: &Part<'a>, contacts: &mut Contacts, evaluator: &mut Evaluator<'a, '_>) {
    let Some(label) = &part.block.label else { return };
    let word = label.literal().unwrap_or_default();
    let kind = match word.as_str() {
        "primary" => {
            if let Some(primary) = primary(part, evaluator)
                && contacts.primary.replace(primary).is_some()
            {
                evaluator.reports.push(diagnostics::contact_twice(&word, label.span()));
            }
            return;
        }
        "billing" => ContactType::Billing,
        "operations" => ContactType::Operations,
        "security" => ContactType::Security,
        _ => {
            let words = WORDS.map(str::to_owned);
            return evaluator.reports.push(not_in_union(label.span(), &word, &words));
        }
    };
    if let Some(alternate) = alternate(part, evaluator)
        && contacts.alternate.insert(kind, alternate).is_some()
    {
        evaluator.reports.push(diagnostics::contact_twice(&word, label.span()));
    }
}

fn alternate<'a>(part: &Part<'a>, evaluator: &mut Evaluator<'a, '_>) -> Option<AlternateContact> {
    let names = ALTERNATE.map(|(name, _)| name);
    let known = Known { now: &names, later: &[] };
    let found = attributes_of(&part.contents, || "a contact".to_owned(), &known, evaluator);
    let mut texts = Texts { part, found, limits: &ALTERNATE, evaluator };
    let (name, title) = (texts.required("name"), texts.required("title"));
    let (email, phone) = (texts.required("email"), texts.required("phone"));
    Some(AlternateContact { name: name?, title: title?, email: email?, phone: phone? })
}

fn primary<'a>(part: &Part<'a>, evaluator: &mut Evaluator<'a, '_>) -> Option<PrimaryContact> {
    let mut names: Vec<&str> = PRIMARY.iter().map(|(name, _)| *name).chain(["address"]).collect();
    names.sort_unstable();
    let known = Known { now: &names, later: &[] };
    let found = attributes_of(&part.contents, || "the primary contact".to_owned(), &known, evaluator);
    let mut texts = Texts { part, found, limits: &PRIMARY, evaluator };
    let address_lines = texts.address();
    let (full_name, city) = (texts.required("name"), texts.required("city"));
    let (postal_code, country_code) = (texts.required("postal-code"), texts.required("country"));
    let phone = texts.required("phone");
    let state_or_region = texts.optional("state");
    let contact = PrimaryContact {
        company_name: texts.optional("company"),
        district_or_county: texts.optional("district"),
        website: texts.optional("website"),
        full_name: full_name?,
        address_lines: address_lines?,
        city: city?,
        state_or_region,
        postal_code: postal_code?,
        country_code: country_code?,
        phone: phone?,
    };
    if contact.state_or_region.is_none() && WITH_STATES.contains(&contact.country_code.as_str()) {
        evaluator.reports.push(diagnostics::state_needed(&contact.country_code, part.span()));
    }
    Some(contact)
}

/// The texts of a contact with their bounds.
struct Texts<'t, 'd, 'a, 'n> {
    part: &'d Part<'a>,
    found: Found<'d, 'a>,
    limits: &'t [(&'t str, usize)],
    evaluator: &'t mut Evaluator<'a, 'n>,
}

impl<'a> Texts<'_, '_, 'a, '_> {
    fn required(&mut self, name: &str) -> Option<String> {
        if !self.found.contains_key(name) {
            if !self.part.contents.broken {
                let span = self.part.span();
                self.evaluator.reports.push(missing_attribute("a contact", name, span));
            }
            return None;
        }
        self.optional(name)
    }

    fn optional(&mut self, name: &str) -> Option<String> {
        let attribute = self.found.get(name).copied()?;
        let expected = match name {
            "email" => Type::Checked(CheckedString::Email),
            "phone" => Type::Checked(CheckedString::Phone),
            "website" => Type::Checked(CheckedString::Url),
            _ => Type::TEXT,
        };
        let located = self.evaluator.attribute_value(attribute, &expected);
        let text = self.evaluator.known_text(&located, "a contact")?;
        let longest =
            self.limits.iter().find(|(limited, _)| *limited == name).map_or(usize::MAX, |one| one.1);
        let is_country =
            name == "country" && !(text.len() == 2 && text.bytes().all(|b| b.is_ascii_uppercase()));
        if text.is_empty() || text.chars().count() > longest || is_country {
            let report = diagnostics::bad_contact(name, longest, attribute.node.value.span);
            self.evaluator.reports.push(report);
            return None;
        }
        Some(text)
    }

    /// One to three lines.
    fn address(&mut self) -> Option<Vec<String>> {
        let Some(attribute) = self.found.get("address").copied() else {
            let span = self.part.span();
            self.evaluator.reports.push(missing_attribute("the primary contact", "address", span));
            return None;
        };
        let located = self.evaluator.attribute_value(attribute, &Type::list(Type::TEXT));
        let Value::List(items) = &located.value else { return None };
        let lines: Option<Vec<String>> =
            items.iter().map(|item| self.evaluator.known_text(item, "an address")).collect();
        let lines = lines?;
        let fits = (1..=3).contains(&lines.len())
            && lines.iter().all(|line| !line.is_empty() && line.chars().count() <= 60);
        if !fits {
            self.evaluator.reports.push(diagnostics::bad_address(located.span));
            return None;
        }
        Some(lines)
    }
}
