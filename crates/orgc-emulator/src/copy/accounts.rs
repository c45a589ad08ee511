//! What is under way with accounts, and what Account Management knows of them.

use super::CopyError;
use super::file::{self, Details, Everything};
use crate::state::organization::AccountState;
use crate::state::schedule::Event;
use crate::state::{Contact, PrimaryContact, RegionState, State};

/// Accounts that are closing are closed, and closed ones leave, as if that had begun just now.
pub(super) fn under_way(all: &Everything, state: &mut State) {
    let (now, settings) = (state.now, &state.settings);
    let Some(organization) = &mut state.organization else { return };
    for account in all.accounts.keys() {
        let (account, known) = (account.clone(), organization.accounts.get(account));
        match known.map(|known| known.state) {
            Some(AccountState::PendingClosure) => {
                organization.closures.push(now);
                state.schedule.add(now.after(settings.account_closure), Event::ClosureEnds { account });
            }
            Some(AccountState::Closed) => {
                state.schedule.add(now.after(settings.post_closure), Event::AccountDeparts { account });
            }
            _ => {}
        }
    }
}

pub(super) fn details(all: &Everything, state: &mut State) -> Result<(), CopyError> {
    for (account, details) in &all.details {
        if !all.accounts.contains_key(account) {
            return Err(CopyError::Missing(account.clone()));
        }
        add(account, details, state);
    }
    Ok(())
}

fn add(account: &str, details: &Details, state: &mut State) {
    let contacts = details.contacts.iter().map(|(sort, one)| (sort.to_uppercase(), contact(one)));
    state.contacts.insert(account.to_owned(), contacts.collect());
    if let Some(one) = &details.primary_contact {
        state.primary_contacts.insert(account.to_owned(), primary(one));
    }
    for (region, status) in &details.regions {
        let Some(opted) = opted(status) else { continue };
        state.regions.entry(account.to_owned()).or_default().insert(region.clone(), opted);
        if opted.is_changing() {
            let due = state.now.after(state.settings.region_change);
            let event = Event::RegionSettles { account: account.to_owned(), region: region.clone() };
            state.schedule.add(due, event);
        }
    }
}

/// A Region that was never asked for, or need not be, is not remembered.
fn opted(status: &str) -> Option<RegionState> {
    match status {
        "ENABLING" => Some(RegionState::Enabling),
        "ENABLED" => Some(RegionState::Enabled),
        "DISABLING" => Some(RegionState::Disabling),
        _ => None,
    }
}

fn contact(one: &file::Contact) -> Contact {
    Contact {
        name: one.name.clone(),
        title: one.title.clone(),
        email_address: one.email.clone(),
        phone_number: one.phone.clone(),
    }
}

fn primary(one: &file::PrimaryContact) -> PrimaryContact {
    let mut lines = one.address_lines.iter().cloned();
    PrimaryContact {
        full_name: one.full_name.clone(),
        company_name: one.company_name.clone(),
        address_line1: lines.next().unwrap_or_default(),
        address_line2: lines.next(),
        address_line3: lines.next(),
        city: one.city.clone(),
        state_or_region: one.state_or_region.clone(),
        district_or_county: one.district_or_county.clone(),
        postal_code: one.postal_code.clone(),
        country_code: one.country_code.clone(),
        phone_number: one.phone.clone(),
        website_url: one.website.clone(),
    }
}
