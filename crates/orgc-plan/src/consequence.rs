//! What an action costs: the calls it makes, and whether there is a way back.

use crate::plan::{Action, Undo};

/// The writing calls of an action, in order; reads while waiting are not listed.
pub(crate) fn calls(action: &Action) -> Vec<String> {
    let names: &[&str] = match action {
        Action::CreateOrganization { .. } => &["organizations:CreateOrganization"],
        Action::EnablePolicyType { .. } => &["organizations:EnablePolicyType"],
        Action::EnableServiceAccess { .. } => &["organizations:EnableAWSServiceAccess"],
        Action::DisableServiceAccess { .. } => &["organizations:DisableAWSServiceAccess"],
        Action::ActivateOrganizationsAccess => &["cloudformation:ActivateOrganizationsAccess"],
        Action::RegisterAdministrator { .. } => &["organizations:RegisterDelegatedAdministrator"],
        Action::DeregisterAdministrator { .. } => &["organizations:DeregisterDelegatedAdministrator"],
        Action::PutDelegationPolicy { .. } => &["organizations:PutResourcePolicy"],
        Action::CreateUnit { .. } => &["organizations:CreateOrganizationalUnit"],
        Action::RenameUnit { .. } => &["organizations:UpdateOrganizationalUnit"],
        Action::CreateAccount { .. } => &["organizations:CreateAccount"],
        Action::MoveAccount { .. } => &["organizations:MoveAccount"],
        Action::RenameAccount { .. } => &["account:PutAccountName"],
        Action::ChangeEmail { .. } => {
            &["account:StartPrimaryEmailUpdate", "account:AcceptPrimaryEmailUpdate"]
        }
        Action::PutAlternateContact { .. } => &["account:PutAlternateContact"],
        Action::PutPrimaryContact { .. } => &["account:PutContactInformation"],
        Action::EnableRegion { .. } => &["account:EnableRegion"],
        Action::CloseAccount { .. } => &["organizations:CloseAccount"],
        Action::ReleaseAccount { .. } => &["organizations:RemoveAccountFromOrganization"],
        Action::DeleteUnit { .. } => &["organizations:DeleteOrganizationalUnit"],
        Action::CreatePolicy { .. } => &["organizations:CreatePolicy"],
        Action::UpdatePolicy { .. } => &["organizations:UpdatePolicy"],
        Action::DeletePolicy { .. } => &["organizations:DeletePolicy"],
        Action::AttachPolicy { .. } => &["organizations:AttachPolicy"],
        Action::DetachPolicy { .. } => &["organizations:DetachPolicy"],
        Action::Tag { set, remove, .. } => match (set.is_empty(), remove.is_empty()) {
            (_, true) => &["organizations:TagResource"],
            (true, false) => &["organizations:UntagResource"],
            (false, false) => &["organizations:TagResource", "organizations:UntagResource"],
        },
        Action::CreateStackSet(_) => &["cloudformation:CreateStackSet"],
        Action::UpdateStackSet { .. } => &["cloudformation:UpdateStackSet"],
        Action::DeleteStackSet { .. } => &["cloudformation:DeleteStackSet"],
        Action::CreateStackInstances(_) => &["cloudformation:CreateStackInstances"],
        Action::UpdateStackInstances(_) => &["cloudformation:UpdateStackInstances"],
        Action::DeleteStackInstances(_) => &["cloudformation:DeleteStackInstances"],
    };
    names.iter().map(|name| (*name).to_owned()).collect()
}

/// Whether a later change of the source can undo an action.
pub(crate) fn undo(action: &Action) -> Undo {
    let no = |text: &str| Undo::No(text.to_owned());
    match action {
        Action::CreateOrganization { .. } => {
            no("only an organization without members can be deleted, and by hand")
        }
        Action::EnablePolicyType { .. } => no("the type stays enabled until someone disables it"),
        Action::EnableServiceAccess { .. } | Action::ActivateOrganizationsAccess => {
            no("the access stays until someone takes it back")
        }
        Action::CreateAccount { .. } => {
            no("an account can only be closed; its e-mail can never be used again")
        }
        Action::DisableServiceAccess { .. } => {
            no("what the service ends in the accounts is not there again when it is trusted again")
        }
        Action::DeregisterAdministrator { .. } => {
            no("what the service ends at its administrator is not there again when it is registered again")
        }
        Action::EnableRegion { .. } => no("the Region stays enabled until someone disables it"),
        Action::CloseAccount { .. } => {
            no("only AWS Support can reopen the account, within 90 days; its e-mail can never be used again")
        }
        Action::ReleaseAccount { .. } => no("the account has to be invited again, and has to accept"),
        Action::DeletePolicy { .. } => no("declared again it is a new policy with another id"),
        Action::DeleteUnit { .. } => no("declared again it is a new unit with another id"),
        Action::DeleteStackSet { .. } => no("declared again it is a new stack set with new stacks"),
        Action::DeleteStackInstances(_) => {
            no("deletes the stacks and what they hold; deploying again makes new ones")
        }
        _ => Undo::ByApply,
    }
}
