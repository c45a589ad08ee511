//! Who may call: the management account, and a delegated administrator who says that it is one.

use serde_json::Value;

use crate::organizations::service_access::STACK_SETS;
use crate::protocol::Call;
use crate::refusal::Refusal;
use crate::state::State;

/// As whom an account operates stack sets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// The management account: all sets are its own.
    Owner,
    /// A member for whom there are service-managed sets alone.
    Delegate,
}

/// Operations that the management account alone may call, so that they know no `CallAs`.
const OF_MANAGEMENT: [&str; 2] = ["ActivateOrganizationsAccess", "DeactivateOrganizationsAccess"];

/// As whom a call is made.
pub(super) fn role(state: &State, call: &Call) -> Result<Role, Refusal> {
    let management = &state.settings.management_account_id;
    let caller = call.account(management);
    let calls_as = call.input.get("CallAs").filter(|_| !OF_MANAGEMENT.contains(&call.operation.as_str()));
    match calls_as.map(Value::as_str) {
        None | Some(Some("SELF")) if caller == management => Ok(Role::Owner),
        None | Some(Some("SELF")) => Err(denied(caller, &call.operation)),
        Some(Some("DELEGATED_ADMIN")) if is_delegate(state, caller) => Ok(Role::Delegate),
        Some(Some("DELEGATED_ADMIN")) => {
            Err(Refusal::validation("Account used is not a delegated administrator"))
        }
        Some(_) => Err(Refusal::validation("CallAs must be one of SELF, DELEGATED_ADMIN")),
    }
}

fn is_delegate(state: &State, caller: &str) -> bool {
    let administrators = state.organization.as_ref().and_then(|found| found.administrators.get(STACK_SETS));
    administrators.is_some_and(|administrators| administrators.contains_key(caller))
}

fn denied(caller: &str, operation: &str) -> Refusal {
    let message = format!(
        "account {caller} may not call {operation} for itself: it is not the management account, and members \
         have no stack sets of their own here"
    );
    Refusal::new("AccessDenied", message).with_status(403)
}
