//! The writes.

use super::read::{creation_of, known};
use super::{binding, part, tags};
use crate::AwsBackend;
use crate::fault;
use aws_sdk_organizations::types::{
    IamUserAccessToBilling, OrganizationFeatureSet, PolicyType, PolicyTypeStatus,
};
use orgc_exec::{Creation, Fault, KnownOrganization, NewAccount, NewPolicy, PolicyChange, call};
use orgc_plan::plan::Binding;
use std::collections::{BTreeMap, BTreeSet};

pub(crate) async fn create_organization(aws: &AwsBackend) -> Result<KnownOrganization, Fault> {
    let request = aws.organizations.create_organization().feature_set(OrganizationFeatureSet::All);
    let answer = aws.calls.write(call::CREATE_ORGANIZATION, request.send(), fault::organizations).await?;
    part(call::CREATE_ORGANIZATION, answer.organization()).map(known)
}

/// The answer is the root, whose list of types says whether the new one is enabled by now.
pub(crate) async fn enable_policy_type(
    aws: &AwsBackend,
    root: &str,
    policy_type: &str,
) -> Result<bool, Fault> {
    let wanted = PolicyType::from(policy_type);
    let request = aws.organizations.enable_policy_type().root_id(root).policy_type(wanted.clone());
    let answer = aws.calls.write(call::ENABLE_POLICY_TYPE, request.send(), fault::organizations).await?;
    let mut types = answer.root().map(|root| root.policy_types()).unwrap_or_default().iter();
    Ok(types.any(|one| one.r#type() == Some(&wanted) && one.status() == Some(&PolicyTypeStatus::Enabled)))
}

pub(crate) async fn enable_service_access(aws: &AwsBackend, principal: &str) -> Result<(), Fault> {
    let request = aws.organizations.enable_aws_service_access().service_principal(principal);
    aws.calls.write(call::ENABLE_SERVICE_ACCESS, request.send(), fault::organizations).await.map(drop)
}

pub(crate) async fn create_unit(
    aws: &AwsBackend,
    parent: &str,
    name: &str,
    wanted: &BTreeMap<String, String>,
) -> Result<Binding, Fault> {
    let tags = tags(call::CREATE_UNIT, wanted)?;
    let request =
        aws.organizations.create_organizational_unit().parent_id(parent).name(name).set_tags(Some(tags));
    let answer = aws.calls.write(call::CREATE_UNIT, request.send(), fault::organizations).await?;
    let unit = part(call::CREATE_UNIT, answer.organizational_unit())?;
    Ok(binding(unit.id(), unit.arn()))
}

pub(crate) async fn rename_unit(aws: &AwsBackend, unit: &str, name: &str) -> Result<(), Fault> {
    let request = aws.organizations.update_organizational_unit().organizational_unit_id(unit).name(name);
    aws.calls.write(call::UPDATE_UNIT, request.send(), fault::organizations).await.map(drop)
}

pub(crate) async fn delete_unit(aws: &AwsBackend, unit: &str) -> Result<(), Fault> {
    let request = aws.organizations.delete_organizational_unit().organizational_unit_id(unit);
    aws.calls.write(call::DELETE_UNIT, request.send(), fault::organizations).await.map(drop)
}

pub(crate) async fn create_account(aws: &AwsBackend, account: &NewAccount<'_>) -> Result<Creation, Fault> {
    let billing = account.billing_access.map(|allowed| match allowed {
        true => IamUserAccessToBilling::Allow,
        false => IamUserAccessToBilling::Deny,
    });
    let request = aws
        .organizations
        .create_account()
        .email(account.email)
        .account_name(account.name)
        .set_role_name(account.role_name.map(str::to_owned))
        .set_iam_user_access_to_billing(billing)
        .set_tags(Some(tags(call::CREATE_ACCOUNT, account.tags)?));
    let answer = aws.calls.write(call::CREATE_ACCOUNT, request.send(), fault::organizations).await?;
    part(call::CREATE_ACCOUNT, answer.create_account_status()).map(creation_of)
}

pub(crate) async fn move_account(aws: &AwsBackend, account: &str, from: &str, to: &str) -> Result<(), Fault> {
    let request =
        aws.organizations.move_account().account_id(account).source_parent_id(from).destination_parent_id(to);
    aws.calls.write(call::MOVE_ACCOUNT, request.send(), fault::organizations).await.map(drop)
}

pub(crate) async fn close_account(aws: &AwsBackend, account: &str) -> Result<(), Fault> {
    let request = aws.organizations.close_account().account_id(account);
    aws.calls.write(call::CLOSE_ACCOUNT, request.send(), fault::organizations).await.map(drop)
}

pub(crate) async fn remove_account(aws: &AwsBackend, account: &str) -> Result<(), Fault> {
    let request = aws.organizations.remove_account_from_organization().account_id(account);
    aws.calls.write(call::REMOVE_ACCOUNT, request.send(), fault::organizations).await.map(drop)
}

pub(crate) async fn create_policy(aws: &AwsBackend, policy: &NewPolicy<'_>) -> Result<Binding, Fault> {
    let request = aws
        .organizations
        .create_policy()
        .r#type(PolicyType::from(policy.policy_type))
        .name(policy.name)
        .description(policy.description)
        .content(policy.document)
        .set_tags(Some(tags(call::CREATE_POLICY, policy.tags)?));
    let answer = aws.calls.write(call::CREATE_POLICY, request.send(), fault::organizations).await?;
    let made = part(call::CREATE_POLICY, answer.policy().and_then(|policy| policy.policy_summary()))?;
    Ok(binding(made.id(), made.arn()))
}

pub(crate) async fn update_policy(
    aws: &AwsBackend,
    policy: &str,
    change: &PolicyChange<'_>,
) -> Result<(), Fault> {
    let request = aws
        .organizations
        .update_policy()
        .policy_id(policy)
        .set_name(change.name.map(str::to_owned))
        .set_description(change.description.map(str::to_owned))
        .set_content(change.document.map(str::to_owned));
    aws.calls.write(call::UPDATE_POLICY, request.send(), fault::organizations).await.map(drop)
}

pub(crate) async fn delete_policy(aws: &AwsBackend, policy: &str) -> Result<(), Fault> {
    let request = aws.organizations.delete_policy().policy_id(policy);
    aws.calls.write(call::DELETE_POLICY, request.send(), fault::organizations).await.map(drop)
}

pub(crate) async fn attach_policy(aws: &AwsBackend, policy: &str, target: &str) -> Result<(), Fault> {
    let request = aws.organizations.attach_policy().policy_id(policy).target_id(target);
    aws.calls.write(call::ATTACH_POLICY, request.send(), fault::organizations).await.map(drop)
}

pub(crate) async fn detach_policy(aws: &AwsBackend, policy: &str, target: &str) -> Result<(), Fault> {
    let request = aws.organizations.detach_policy().policy_id(policy).target_id(target);
    aws.calls.write(call::DETACH_POLICY, request.send(), fault::organizations).await.map(drop)
}

pub(crate) async fn tag(
    aws: &AwsBackend,
    resource: &str,
    set: &BTreeMap<String, String>,
) -> Result<(), Fault> {
    let tags = tags(call::TAG_RESOURCE, set)?;
    let request = aws.organizations.tag_resource().resource_id(resource).set_tags(Some(tags));
    aws.calls.write(call::TAG_RESOURCE, request.send(), fault::organizations).await.map(drop)
}

pub(crate) async fn untag(aws: &AwsBackend, resource: &str, keys: &BTreeSet<String>) -> Result<(), Fault> {
    let keys = keys.iter().cloned().collect();
    let request = aws.organizations.untag_resource().resource_id(resource).set_tag_keys(Some(keys));
    aws.calls.write(call::UNTAG_RESOURCE, request.send(), fault::organizations).await.map(drop)
}
