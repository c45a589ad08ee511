//! What each action calls, and how it finds its own success behind a lost reply.

mod account;
mod closure;
mod contacts;
mod delegation;
mod email;
mod organization;
mod policy;
mod stack_instances;
mod stack_set;
mod tags;
mod unit;

use crate::person::Mail;
use crate::task::{Stop, Task};
use crate::{Backend, Journal};
use orgc_plan::plan::Action;

/// Performs an operation and binds what AWS assigned.
pub(crate) async fn perform<B: Backend, J: Journal>(task: &Task<'_, B, J>) -> Result<(), Stop> {
    let binding = match &task.operation.action {
        Action::CreateOrganization { management } => organization::create(task, management.as_ref()).await?,
        Action::CreateUnit { parent, name, tags } => unit::create(task, parent, name, tags).await?,
        Action::CreateAccount { email, name, role_name, billing_access, tags } => {
            let role_name = role_name.as_deref();
            let account = crate::NewAccount { email, name, role_name, billing_access: *billing_access, tags };
            account::create(task, &account).await?
        }
        Action::CreatePolicy { policy_type, name, description, document, tags } => {
            let document = &task.text(document)?;
            let policy = crate::NewPolicy { policy_type, name, description, document, tags };
            policy::create(task, &policy).await?
        }
        Action::CreateStackSet(spec) => stack_set::create(task, spec).await?,
        change => return perform_change(task, change).await,
    };
    task.run.bind(&task.operation.address, binding);
    Ok(())
}

/// Goes on with an operation for which a person has to be asked.
pub(crate) async fn ask<B: Backend, J: Journal>(task: &Task<'_, B, J>, mail: Mail) -> Result<(), Stop> {
    match &task.operation.action {
        Action::ChangeEmail { account, email } => email::confirm(task, account, email, mail).await,
        // No other action asks.
        _ => Ok(()),
    }
}

/// The actions that assign nothing.
async fn perform_change<B: Backend, J: Journal>(task: &Task<'_, B, J>, action: &Action) -> Result<(), Stop> {
    match action {
        Action::EnablePolicyType { root, policy_type } => {
            organization::enable_policy_type(task, root, policy_type).await
        }
        Action::EnableServiceAccess { principal } => {
            organization::enable_service_access(task, principal).await
        }
        Action::ActivateOrganizationsAccess => organization::activate_access(task).await,
        Action::RenameUnit { unit, name } => unit::rename(task, unit, name).await,
        Action::DeleteUnit { unit } => unit::delete(task, unit).await,
        Action::MoveAccount { account, from, to } => account::relocate(task, account, from, to).await,
        Action::RenameAccount { account, name } => account::rename(task, account.as_ref(), name).await,
        Action::UpdatePolicy { policy, name, description, document } => {
            let document = document.as_ref().map(|text| task.text(text)).transpose()?;
            let (name, description) = (name.as_deref(), description.as_deref());
            let change = crate::PolicyChange { name, description, document: document.as_deref() };
            policy::update(task, policy, &change).await
        }
        Action::DeletePolicy { policy } => policy::delete(task, policy).await,
        Action::AttachPolicy { policy, target } => policy::attach(task, policy, target).await,
        Action::DetachPolicy { policy, target } => policy::detach(task, policy, target).await,
        Action::Tag { resource, set, remove } => tags::change(task, resource, set, remove).await,
        Action::UpdateStackSet { spec, rollout } => stack_set::update(task, spec, rollout.as_ref()).await,
        Action::DeleteStackSet { name } => stack_set::delete(task, name).await,
        Action::CreateStackInstances(spec) => stack_instances::create(task, spec).await,
        Action::UpdateStackInstances(spec) => stack_instances::update(task, spec).await,
        Action::DeleteStackInstances(spec) => stack_instances::delete(task, spec).await,
        other => perform_administration(task, other).await,
    }
}

/// What concerns accounts as a whole: services that act in them, contacts, Regions, their end.
async fn perform_administration<B: Backend, J: Journal>(
    task: &Task<'_, B, J>,
    action: &Action,
) -> Result<(), Stop> {
    match action {
        Action::DisableServiceAccess { principal } => {
            organization::disable_service_access(task, principal).await
        }
        Action::RegisterAdministrator { account, principal } => {
            delegation::register(task, account, principal).await
        }
        Action::DeregisterAdministrator { account, principal } => {
            delegation::deregister(task, account, principal).await
        }
        Action::PutDelegationPolicy { document } => delegation::put_policy(task, document).await,
        Action::ChangeEmail { account, email } => email::begin(task, account, email).await,
        Action::PutAlternateContact { account, contact, value } => {
            contacts::put_alternate(task, account.as_ref(), *contact, value).await
        }
        Action::PutPrimaryContact { account, value } => {
            contacts::put_primary(task, account.as_ref(), value).await
        }
        Action::EnableRegion { account, region } => {
            contacts::enable_region(task, account.as_ref(), region).await
        }
        Action::CloseAccount { account } => closure::close(task, account).await,
        Action::ReleaseAccount { account } => closure::release(task, account).await,
        // All others are in `perform` and `perform_change`.
        _ => Ok(()),
    }
}
