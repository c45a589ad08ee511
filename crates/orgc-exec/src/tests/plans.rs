//! Plans for the tests.

use orgc_ir::desired::PermissionModel;
use orgc_ir::{Address, Attribute, Reference, Text};
use orgc_plan::Plan;
use orgc_plan::plan::{Action, InstancesSpec, Operation, OperationId, Reason, StackSetSpec, Undo, Verb};
use std::collections::{BTreeMap, BTreeSet};

/// A plan of these operations: id, what it waits for, action.
pub(super) fn plan(
    operations: impl IntoIterator<Item = (&'static str, &'static [&'static str], Action)>,
) -> Plan {
    Plan {
        format: orgc_plan::plan::FORMAT,
        project: "test".into(),
        region: "eu-west-1".into(),
        desired: "d".into(),
        live: "l".into(),
        touched: BTreeMap::new(),
        targets: BTreeSet::new(),
        operations: operations
            .into_iter()
            .map(|(id, waits_for, action)| operation(id, waits_for, action))
            .collect(),
        bindings: BTreeMap::new(),
        unmanaged: Vec::new(),
        notes: Vec::new(),
    }
}

fn operation(id: &str, waits_for: &[&str], action: Action) -> Operation {
    Operation {
        id: OperationId(id.into()),
        verb: Verb::Create,
        address: address(id),
        action,
        documentation: None,
        changes: Vec::new(),
        reason: Reason::NoLongerWritten { owner: address(id) },
        calls: Vec::new(),
        waits_for: waits_for.iter().map(|id| OperationId((*id).into())).collect(),
        undo: Undo::ByApply,
    }
}

fn address(name: &str) -> Address {
    Address::new("thing", name)
}

/// The id of what an operation makes.
pub(super) fn id_of(operation: &str) -> Text {
    Reference::new(address(operation), Attribute::Id).into()
}

pub(super) fn unit(name: &str) -> Action {
    Action::CreateUnit { parent: "r-1".into(), name: name.into(), tags: BTreeMap::new() }
}

pub(super) fn unit_in(parent: &str, name: &str) -> Action {
    Action::CreateUnit { parent: id_of(parent), name: name.into(), tags: BTreeMap::new() }
}

pub(super) fn account(name: &str) -> Action {
    Action::CreateAccount {
        email: format!("{name}@example.com"),
        name: name.into(),
        role_name: None,
        billing_access: None,
        tags: BTreeMap::from([("orgc:id".into(), format!("account/{name}"))]),
    }
}

pub(super) fn stack_set(name: &str) -> Action {
    Action::CreateStackSet(StackSetSpec {
        name: name.into(),
        description: name.into(),
        template: "{}".into(),
        permission_model: PermissionModel::ServiceManaged,
        auto_deployment: None,
        capabilities: BTreeSet::new(),
        parameters: BTreeMap::new(),
        tags: BTreeMap::new(),
    })
}

pub(super) fn instances(set: &str, unit: &str) -> Action {
    Action::CreateStackInstances(InstancesSpec {
        stack_set: set.into(),
        unit: unit.into(),
        accounts: Vec::new(),
        regions: BTreeSet::from(["eu-west-1".into()]),
        overrides: BTreeMap::new(),
        rollout: None,
    })
}

pub(super) fn close(account: &str) -> Action {
    Action::CloseAccount { account: account.into() }
}

/// The address is the one that the account has all along, so that reads show it.
pub(super) fn change_email(account: &str) -> Action {
    Action::ChangeEmail {
        account: format!("id-of-{account}").into(),
        email: format!("{account}@example.com"),
    }
}

pub(super) fn enable_region(region: &str) -> Action {
    Action::EnableRegion { account: Some("id-of-a".into()), region: region.into() }
}
