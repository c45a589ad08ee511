//! Who may call what (the documentation of each operation; Delegated administrator for Organizations).

use super::delegation_policy;
use crate::protocol::Call;
use crate::refusal::Refusal;
use crate::state::State;

/// What an account is to the organization.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Standing {
    /// In no organization.
    Outside,
    /// A member that administers nothing.
    Member,
    /// A member that administers a service.
    Administrator,
    Management,
}

/// Operations of every account, whether it is in the organization or not: what they answer depends on it.
const OF_ANYBODY: [&str; 4] =
    ["AcceptHandshake", "DeclineHandshake", "DescribeHandshake", "ListHandshakesForAccount"];

/// Operations of every member.
const OF_MEMBERS: [&str; 3] = ["DescribeEffectivePolicy", "DescribeOrganization", "LeaveOrganization"];

/// The account that calls.
pub(super) fn caller<'a>(state: &'a State, call: &'a Call) -> &'a str {
    call.account(&state.settings.management_account_id)
}

/// Refuses a call that its caller may not make.
pub(super) fn check(state: &State, call: &Call) -> Result<(), Refusal> {
    let caller = caller(state, call);
    let operation = call.operation.as_str();
    let is_open = match standing(state, caller) {
        Standing::Management => true,
        _ if OF_ANYBODY.contains(&operation) => true,
        Standing::Outside => return Err(outside(operation)),
        _ if OF_MEMBERS.contains(&operation) => true,
        Standing::Administrator if call.reads() => true,
        _ => state
            .organization
            .as_ref()
            .is_some_and(|found| delegation_policy::allows(found, caller, operation)),
    };
    if is_open {
        return Ok(());
    }
    let message = format!("account {caller} may not call {operation}: it is not the management account");
    Err(Refusal::new("AccessDeniedException", message))
}

fn standing(state: &State, caller: &str) -> Standing {
    if caller == state.settings.management_account_id {
        return Standing::Management;
    }
    match &state.organization {
        Some(found) if found.accounts.contains_key(caller) && found.is_administrator(caller) => {
            Standing::Administrator
        }
        Some(found) if found.accounts.contains_key(caller) => Standing::Member,
        _ => Standing::Outside,
    }
}

/// Whether the account may read what belongs to the whole organization.
pub(super) fn sees_organization(state: &State, caller: &str) -> bool {
    matches!(standing(state, caller), Standing::Management | Standing::Administrator)
}

/// There is one organization here, so nobody else can found one.
fn outside(operation: &str) -> Refusal {
    if operation == "CreateOrganization" {
        let message = "in this emulator only the management account creates an organization";
        return Refusal::new("AccessDeniedException", message);
    }
    Refusal::new("AWSOrganizationsNotInUseException", "your account is not a member of an organization")
}
