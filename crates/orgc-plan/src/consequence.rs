//! What an action costs: the calls it makes, and whether there is a way back.

use crate::plan::{Action, Undo};

/// The writing calls of an action, in order; reads while waiting are not listed.
pub(crate) fn calls(action: &Action) -> Vec<String> {
    let names: &[&str] = match action {
        Action::CreateOrganization { .. } => &["organizations:CreateOrganization"],
        Action::EnablePolicyType { .. } => &["organizations:EnablePolicyType"],
        Action::EnableServiceAccess { .. } => &["organizations:EnableAWSServiceAccess"],
        Action::ActivateOrganizationsAccess => &["cloudformation:ActivateOrganizationsAccess"],
        Action::CreateUnit { .. } => &["organizations:CreateOrganizationalUnit"],
        Action::RenameUnit { .. } => &["organizations:UpdateOrganizationalUnit"],
        Action::CreateAccount { .. } => &["organizations:CreateAccount"],
        Action::MoveAccount { .. } => &["organizations:MoveAccount"],
        Action::RenameAccount { .. } => &["account:PutAccountName"],
        Action::CreatePolicy { .. } => &["organizations:CreatePolicy"],
        Action::UpdatePolicy { .. } => &["organizations:UpdatePolicy"],
        Action::AttachPolicy { .. } => &["organizations:AttachPolicy"],
        Action::DetachPolicy { .. } => &["organizations:DetachPolicy"],
        Action::Tag { set, remove, .. } => match (set.is_empty(), remove.is_empty()) {
            (_, true) => &["organizations:TagResource"],
            (true, false) => &["organizations:UntagResource"],
            (false, false) => &["organizations:TagResource", "organizations:UntagResource"],
        },
        Action::CreateStackSet(_) => &["cloudformation:CreateStackSet"],
        Action::UpdateStackSet { .. } => &["cloudformation:UpdateStackSet"],
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
        Action::DeleteStackInstances(_) => {
            no("deletes the stacks and what they hold; deploying again makes new ones")
        }
        _ => Undo::ByApply,
    }
}
