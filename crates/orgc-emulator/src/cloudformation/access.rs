//! The permission to act on the organization.

use serde_json::{Value, json};

use super::Session;
use crate::organizations::service_access::STACK_SETS;
use crate::refusal::{Answer, Refusal};

pub(super) fn answer(session: &mut Session<'_>, operation: &str, _: &Value) -> Option<Answer> {
    Some(match operation {
        "ActivateOrganizationsAccess" => activate(session),
        "DeactivateOrganizationsAccess" => deactivate(session),
        "DescribeOrganizationsAccess" => {
            let status = if session.state.stack_sets.activated { "ENABLED" } else { "DISABLED" };
            Ok(json!({ "Status": status }))
        }
        _ => return None,
    })
}

/// Activates, and is thereby recorded as trusted in the organization.
fn activate(session: &mut Session<'_>) -> Answer {
    let now = session.state.now;
    let Some(organization) =
        session.state.organization.as_mut().filter(|organization| organization.all_features)
    else {
        return Err(refused("the account must manage an organization with all features"));
    };
    organization.trusted_services.entry(STACK_SETS.to_owned()).or_insert(now);
    session.state.stack_sets.activated = true;
    Ok(Value::Null)
}

fn deactivate(session: &mut Session<'_>) -> Answer {
    let Some(organization) = &mut session.state.organization else {
        return Err(refused("the account manages no organization"));
    };
    if organization.administrators.get(STACK_SETS).is_some_and(|administrators| !administrators.is_empty()) {
        return Err(refused("deregister the delegated administrators first"));
    }
    organization.trusted_services.remove(STACK_SETS);
    session.state.stack_sets.activated = false;
    Ok(Value::Null)
}

fn refused(message: &str) -> Refusal {
    Refusal::new("InvalidOperationException", message)
}
