//! The names of the writes, spelled as IAM spells the actions that allow them.

/// `CreateOrganization`.
pub const CREATE_ORGANIZATION: &str = "organizations:CreateOrganization";
/// `EnablePolicyType`.
pub const ENABLE_POLICY_TYPE: &str = "organizations:EnablePolicyType";
/// `EnableAWSServiceAccess`.
pub const ENABLE_SERVICE_ACCESS: &str = "organizations:EnableAWSServiceAccess";
/// `DisableAWSServiceAccess`.
pub const DISABLE_SERVICE_ACCESS: &str = "organizations:DisableAWSServiceAccess";
/// `RegisterDelegatedAdministrator`.
pub const REGISTER_ADMINISTRATOR: &str = "organizations:RegisterDelegatedAdministrator";
/// `DeregisterDelegatedAdministrator`.
pub const DEREGISTER_ADMINISTRATOR: &str = "organizations:DeregisterDelegatedAdministrator";
/// `PutResourcePolicy`.
pub const PUT_RESOURCE_POLICY: &str = "organizations:PutResourcePolicy";
/// `CreateOrganizationalUnit`.
pub const CREATE_UNIT: &str = "organizations:CreateOrganizationalUnit";
/// `UpdateOrganizationalUnit`.
pub const UPDATE_UNIT: &str = "organizations:UpdateOrganizationalUnit";
/// `DeleteOrganizationalUnit`.
pub const DELETE_UNIT: &str = "organizations:DeleteOrganizationalUnit";
/// `CreateAccount`.
pub const CREATE_ACCOUNT: &str = "organizations:CreateAccount";
/// `MoveAccount`.
pub const MOVE_ACCOUNT: &str = "organizations:MoveAccount";
/// `CloseAccount`.
pub const CLOSE_ACCOUNT: &str = "organizations:CloseAccount";
/// `RemoveAccountFromOrganization`.
pub const REMOVE_ACCOUNT: &str = "organizations:RemoveAccountFromOrganization";
/// `CreatePolicy`.
pub const CREATE_POLICY: &str = "organizations:CreatePolicy";
/// `UpdatePolicy`.
pub const UPDATE_POLICY: &str = "organizations:UpdatePolicy";
/// `DeletePolicy`.
pub const DELETE_POLICY: &str = "organizations:DeletePolicy";
/// `AttachPolicy`.
pub const ATTACH_POLICY: &str = "organizations:AttachPolicy";
/// `DetachPolicy`.
pub const DETACH_POLICY: &str = "organizations:DetachPolicy";
/// `TagResource`.
pub const TAG_RESOURCE: &str = "organizations:TagResource";
/// `UntagResource`.
pub const UNTAG_RESOURCE: &str = "organizations:UntagResource";
/// `PutAccountName`.
pub const PUT_ACCOUNT_NAME: &str = "account:PutAccountName";
/// `StartPrimaryEmailUpdate`.
pub const START_EMAIL_UPDATE: &str = "account:StartPrimaryEmailUpdate";
/// `AcceptPrimaryEmailUpdate`.
pub const ACCEPT_EMAIL_UPDATE: &str = "account:AcceptPrimaryEmailUpdate";
/// `PutAlternateContact`.
pub const PUT_ALTERNATE_CONTACT: &str = "account:PutAlternateContact";
/// `PutContactInformation`.
pub const PUT_CONTACT_INFORMATION: &str = "account:PutContactInformation";
/// `EnableRegion`.
pub const ENABLE_REGION: &str = "account:EnableRegion";
/// `ActivateOrganizationsAccess`.
pub const ACTIVATE_ORGANIZATIONS_ACCESS: &str = "cloudformation:ActivateOrganizationsAccess";
/// `CreateStackSet`.
pub const CREATE_STACK_SET: &str = "cloudformation:CreateStackSet";
/// `UpdateStackSet`.
pub const UPDATE_STACK_SET: &str = "cloudformation:UpdateStackSet";
/// `DeleteStackSet`.
pub const DELETE_STACK_SET: &str = "cloudformation:DeleteStackSet";
/// `CreateStackInstances`.
pub const CREATE_STACK_INSTANCES: &str = "cloudformation:CreateStackInstances";
/// `UpdateStackInstances`.
pub const UPDATE_STACK_INSTANCES: &str = "cloudformation:UpdateStackInstances";
/// `DeleteStackInstances`.
pub const DELETE_STACK_INSTANCES: &str = "cloudformation:DeleteStackInstances";

/// Whether the write changes the organization, and so has to wait for every other such write: AWS
/// refuses overlapping ones even when they are about different entities.
pub(crate) fn needs_the_lane(call: &str) -> bool {
    call.starts_with("organizations:") || call == ACTIVATE_ORGANIZATIONS_ACCESS
}
