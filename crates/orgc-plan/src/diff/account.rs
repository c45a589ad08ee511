//! Accounts: they are made in the root and then moved; only AWS and people end them.

use super::{contacts, tags};
use crate::diagnostics;
use crate::draft::{self, Draft};
use crate::live::Live;
use crate::ownership::{PROTECT, desired_tags};
use crate::plan::{Action, Change, Reason, Verb};
use orgc_ir::desired::{Account, Body, Resource};
use orgc_ir::observed::LiveAccount;
use orgc_ir::{Address, Text};
use std::collections::BTreeMap;

pub(super) fn compare(draft: &mut Draft<'_>, address: &Address, resource: &Resource, body: &Account) {
    match draft.matched.get(address) {
        Some(live @ Live::Account(id, account)) => {
            compare_live(draft, address, resource, body, live, id, account);
        }
        _ if body.management => {
            // Without an organization there is nothing to compare with; what is set is set again.
            if draft.matched.observed.organization.is_none() {
                set_management(draft, address, resource, body);
            }
        }
        _ => create(draft, address, resource, body),
    }
}

fn compare_live(
    draft: &mut Draft<'_>,
    address: &Address,
    resource: &Resource,
    body: &Account,
    live: Live<'_>,
    id: &str,
    account: &LiveAccount,
) {
    if account.is_inactive() {
        return draft.diagnostics.push(diagnostics::not_active(address, resource, live, &account.state));
    }
    if !account.email.eq_ignore_ascii_case(&body.email) {
        change_email(draft, address, resource, body, id, &account.email);
    }
    if body.role_name.is_some() || body.billing_access.is_some() {
        draft.note("the role name and the billing access of an account are set when it is made and never compared: AWS does not tell them");
    }
    if account.name != body.name {
        rename(draft, address, resource, body, id.into(), Some(&account.name));
    }
    compare_parent(draft, address, resource, body, live, account);
    contacts::compare(draft, address, resource, body);
    tags::compare(draft, address, resource, live, id.into());
}

fn compare_parent(
    draft: &mut Draft<'_>,
    address: &Address,
    resource: &Resource,
    body: &Account,
    live: Live<'_>,
    account: &LiveAccount,
) {
    let to = draft.matched.container(&body.parent);
    if to.known() == Some(&account.parent) {
        return;
    }
    // A move out of the root takes no guard away: what holds there holds below it. So a protected
    // account that was made and not yet moved can go on.
    let in_root = draft.matched.root().known() == Some(&account.parent);
    if account.tags.contains_key(PROTECT) && !in_root {
        return draft.diagnostics.push(diagnostics::protected_move(address, resource, live));
    }
    let Some(from) = draft.matched.observed.accounts.get(live.id()).map(|one| one.parent.as_str()) else {
        return;
    };
    let before = draft.matched.place_name(from);
    relocate(draft, address, resource, body, live.id().into(), from.into(), &before);
}

fn create(draft: &mut Draft<'_>, address: &Address, resource: &Resource, body: &Account) {
    let tags = desired_tags(&draft.matched.desired.project, address, resource);
    let action = Action::CreateAccount {
        email: body.email.clone(),
        name: body.name.clone(),
        role_name: body.role_name.clone(),
        billing_access: body.billing_access,
        tags: tags.clone(),
    };
    draft.push(Verb::Create, address, resource, action, created(body, &tags));
    let organization = draft.matched.organization();
    if body.parent != organization {
        let (id, root) = (draft.matched.id(address), draft.matched.root());
        relocate(draft, address, resource, body, id, root, organization.as_str());
    }
    contacts::compare(draft, address, resource, body);
}

fn created(body: &Account, tags: &BTreeMap<String, String>) -> Vec<Change> {
    let mut changes = vec![draft::new("name", body.name.as_str()), draft::new("email", body.email.as_str())];
    changes.extend(body.role_name.as_deref().map(|role| draft::new("role-name", role)));
    changes.extend(body.billing_access.map(|access| draft::new("billing-access", access.to_string())));
    changes.extend(tags::all_new(tags));
    changes
}

fn relocate(
    draft: &mut Draft<'_>,
    address: &Address,
    resource: &Resource,
    body: &Account,
    account: Text,
    from: Text,
    before: &str,
) {
    let to = draft.matched.container(&body.parent);
    let changes = vec![draft::changed("parent", before, body.parent.as_str())];
    draft.push(Verb::Move, address, resource, Action::MoveAccount { account, from, to }, changes);
}

fn rename(
    draft: &mut Draft<'_>,
    address: &Address,
    resource: &Resource,
    body: &Account,
    id: Text,
    before: Option<&str>,
) {
    // The account API refuses the management account's own id.
    let account = (!body.management).then_some(id);
    let change = match before {
        Some(before) => draft::changed("name", before, body.name.as_str()),
        None => draft::new("name", body.name.as_str()),
    };
    let action = Action::RenameAccount { account, name: body.name.clone() };
    draft.push(Verb::Rename, address, resource, action, vec![change]);
}

/// Only the reader of the new mailbox can finish it, so it is said when the plan is made. No interface of AWS changes the
/// address of the management account.
fn change_email(
    draft: &mut Draft<'_>,
    address: &Address,
    resource: &Resource,
    body: &Account,
    id: &str,
    before: &str,
) {
    let after = &body.email;
    if body.management {
        return draft.diagnostics.push(diagnostics::management_email(address, resource, before, after));
    }
    let mut accounts = draft.matched.observed.accounts.iter();
    if let Some((id, other)) = accounts.find(|(_, one)| one.email.eq_ignore_ascii_case(after)) {
        let holder = Live::Account(id, other);
        return draft.diagnostics.push(diagnostics::email_taken(address, resource, after, holder));
    }
    draft.diagnostics.push(diagnostics::email_change(address, resource, before, after));
    let action = Action::ChangeEmail { account: id.into(), email: after.clone() };
    let changes = vec![draft::changed("email", before, after.as_str())];
    draft.push(Verb::Update, address, resource, action, changes);
    draft.distinguish("email");
}

/// Account Management acts on a member account only when it is a trusted service
/// (Account Management reference: the caller rules of `AccountId`).
pub(super) fn trust_account_management(draft: &mut Draft<'_>) {
    let Some(principal) = orgc_policy::service_principal("account") else { return };
    let enables = |action: &Action| matches!(action, Action::EnableServiceAccess { principal: one } if one == principal);
    let trusted = draft.matched.observed.trusted_services.contains(principal)
        || draft.operations.iter().any(|one| enables(&one.action));
    let mut needing = draft.operations.iter().filter_map(|one| Some((one, need(&one.action)?)));
    let Some((first, because)) = needing.next().filter(|_| !trusted) else { return };
    let because = because.to_owned();
    let reason = match first.reason.origin().cloned() {
        Some(origin) => Reason::Implied { by: first.address.clone(), because, origin },
        None => first.reason.clone(),
    };
    let action = Action::EnableServiceAccess { principal: principal.to_owned() };
    let changes = vec![draft::new("principal", principal)];
    draft.push_because(Verb::Enable, &Address::new("trust", "account"), reason, action, changes);
}

/// Why an action on a member account needs Account Management to be trusted.
fn need(action: &Action) -> Option<&'static str> {
    match action {
        Action::RenameAccount { account: Some(_), .. } => {
            Some("Account Management renames accounts only when it is a trusted service")
        }
        Action::ChangeEmail { .. } => {
            Some("Account Management changes e-mails of accounts only when it is a trusted service")
        }
        Action::PutAlternateContact { account: Some(_), .. }
        | Action::PutPrimaryContact { account: Some(_), .. } => {
            Some("Account Management sets contacts of accounts only when it is a trusted service")
        }
        Action::EnableRegion { account: Some(_), .. } => {
            Some("Account Management enables Regions in accounts only when it is a trusted service")
        }
        _ => None,
    }
}

fn set_management(draft: &mut Draft<'_>, address: &Address, resource: &Resource, body: &Account) {
    let id = draft.matched.id(address);
    rename(draft, address, resource, body, id.clone(), None);
    let organization = draft.matched.organization();
    if body.parent != organization {
        let root = draft.matched.root();
        relocate(draft, address, resource, body, id.clone(), root, organization.as_str());
    }
    contacts::compare(draft, address, resource, body);
    tags::set_all(draft, address, resource, id);
}

/// What people should know about accounts that this plan makes.
pub(super) fn note_creations(draft: &mut Draft<'_>) {
    let creations = draft.operations.iter().filter(|one| matches!(one.action, Action::CreateAccount { .. }));
    let made: Vec<&Address> = creations.map(|one| &one.address).collect();
    let names: Vec<&str> = made
        .iter()
        .filter_map(|address| match draft.matched.resource(address).map(|one| &one.body) {
            Some(Body::Account(account)) => Some(account.name.as_str()),
            _ => None,
        })
        .collect();
    let waiting = draft.matched.observed.creations.iter().filter(|one| names.contains(&one.name.as_str()));
    let waiting: Vec<String> = waiting
        .map(|one| format!("the creation of an account `{}` is in progress ({}); apply looks for it before it makes another", one.name, one.request))
        .collect();
    let moved = |address: &Address| draft.matched.parent(address) != Some(&draft.matched.organization());
    let window = made.iter().filter(|address| moved(address)).count();
    if window > 0 {
        draft.note(format!(
            "AWS makes accounts in the root: until its move, {} only under the guards of the root",
            match window {
                1 => "1 new account stands".to_owned(),
                many => format!("each of {many} new accounts stands"),
            }
        ));
    }
    waiting.into_iter().for_each(|note| draft.note(note));
}
