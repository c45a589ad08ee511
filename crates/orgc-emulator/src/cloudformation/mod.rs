//! AWS CloudFormation StackSets: one file per family of operations.

mod access;
pub(crate) mod auto_deployment;
pub(crate) mod callers;
mod drift;
mod fields;
mod import;
mod instances;
mod launch;
mod operations;
mod pending;
mod preferences;
mod reads;
pub(crate) mod run;
mod shapes;
mod stack_sets;
mod targets;
mod template;
mod verdict;

use callers::Role;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::model;
use crate::protocol::Call;
use crate::refusal::{Answer, Refusal};
use crate::state::State;
use crate::state::stack_set::{PermissionModel, StackSet};

/// A family answers the operations it knows.
type Family = fn(&mut Session<'_>, &str, &Value) -> Option<Answer>;

const FAMILIES: [Family; 7] = [
    access::answer,
    stack_sets::answer,
    instances::answer,
    import::answer,
    drift::answer,
    operations::answer,
    reads::answer,
];

/// The state as seen from one Region by one kind of caller.
pub(crate) struct Session<'a> {
    pub state: &'a mut State,
    pub region: &'a str,
    pub role: Role,
}

pub(crate) fn answer(state: &mut State, call: &Call) -> Answer {
    let role = callers::role(state, call)?;
    if let Some(fault) = model::fault(call) {
        return Err(Refusal::validation(fault.to_string()));
    }
    dispatch(state, call, role).unwrap_or_else(|| Err(unknown(&call.operation)))
}

/// Lets the family that knows the operation answer.
pub(crate) fn dispatch(state: &mut State, call: &Call, role: Role) -> Option<Answer> {
    let session = &mut Session { state, region: &call.region, role };
    FAMILIES.iter().find_map(|family| family(session, &call.operation, &call.input))
}

fn unknown(operation: &str) -> Refusal {
    Refusal::new("InvalidAction", format!("this emulator has no operation {operation}"))
}

/// Reads the input of an operation and performs it.
fn perform<I: DeserializeOwned>(
    session: &mut Session<'_>,
    input: &Value,
    operation: fn(&mut Session<'_>, &I) -> Answer,
) -> Answer {
    let input = I::deserialize(input).map_err(|error| Refusal::validation(error.to_string()))?;
    operation(session, &input)
}

impl Session<'_> {
    /// The live stack set of a name or of an id, which is `name:uuid`.
    pub fn find(&self, name_or_id: &str) -> Result<&StackSet, Refusal> {
        let name = name_of(name_or_id);
        let set = self.state.stack_sets.find(self.region, name).filter(|set| self.sees(set.permission_model));
        set.ok_or_else(|| no_stack_set(name))
    }

    pub fn find_mut(&mut self, name_or_id: &str) -> Result<&mut StackSet, Refusal> {
        self.find(name_or_id)?;
        let name = name_of(name_or_id);
        self.state.stack_sets.find_mut(self.region, name).ok_or_else(|| no_stack_set(name))
    }

    /// Whether sets of this model are there for the caller.
    pub fn sees(&self, model: PermissionModel) -> bool {
        self.role == Role::Owner || model == PermissionModel::ServiceManaged
    }

    /// Refuses to operate a service-managed set without ActivateOrganizationsAccess.
    pub fn check_access(&self, model: PermissionModel) -> Result<(), Refusal> {
        if !self.sees(model) {
            let message =
                "a delegated administrator operates stack sets with SERVICE_MANAGED permissions alone";
            Err(Refusal::validation(message))
        } else if model == PermissionModel::SelfManaged {
            Ok(())
        } else if self.state.organization.is_none() {
            Err(Refusal::validation(
                "You must be the management account or delegated admin account of an organization \
                 before operating a SERVICE_MANAGED stack set",
            ))
        } else if self.state.stack_sets.activated {
            Ok(())
        } else {
            Err(Refusal::validation(
                "You must enable organizations access to operate a service managed stack set",
            ))
        }
    }
}

fn name_of(name_or_id: &str) -> &str {
    name_or_id.split(':').next().unwrap_or_default()
}

fn no_stack_set(name: &str) -> Refusal {
    Refusal::new("StackSetNotFoundException", format!("StackSet {name} not found")).with_status(404)
}
