//! The names of the writes, spelled as IAM spells the actions that allow them.

/// `CreateOrganization`.
pub const CREATE_ORGANIZATION: &str = "organizations:CreateOrganization";
/// `EnablePolicyType`.
pub const ENABLE_POLICY_TYPE: &str = "organizations:EnablePolicyType";
/// `EnableAWSServiceAccess`.
pub const ENABLE_SERVICE_ACCESS: &str = "organizations:EnableAWSServiceAccess";
/// `CreateOrganizationalUnit`.
pub const CREATE_UNIT: &str = "organizations:CreateOrganizationalUnit";
/// `UpdateOrganizationalUnit`.
pub const UPDATE_UNIT: &str = "organizations:UpdateOrganizationalUnit";
/// `CreateAccount`.
pub const CREATE_ACCOUNT: &str = "organizations:CreateAccount";
/// `MoveAccount`.
pub const MOVE_ACCOUNT: &str = "organizations:MoveAccount";
/// `CreatePolicy`.
pub const CREATE_POLICY: &str = "organizations:CreatePolicy";
/// `UpdatePolicy`.
pub const UPDATE_POLICY: &str = "organizations:UpdatePolicy";
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
/// `ActivateOrganizationsAccess`.
pub const ACTIVATE_ORGANIZATIONS_ACCESS: &str = "cloudformation:ActivateOrganizationsAccess";
/// `CreateStackSet`.
pub const CREATE_STACK_SET: &str = "cloudformation:CreateStackSet";
/// `UpdateStackSet`.
pub const UPDATE_STACK_SET: &str = "cloudformation:UpdateStackSet";
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
