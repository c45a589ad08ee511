//! The reads of single things, and of what has no place in the tree: policies, tags, creations.

use super::{binding, given, part};
use crate::AwsBackend;
use crate::calls::pages;
use crate::fault;
use aws_sdk_organizations::types::{
    ActionType, CreateAccountState, CreateAccountStatus, Handshake, HandshakeFilter, HandshakePartyType,
    HandshakeResourceType, HandshakeState, Organization, PolicySummary, PolicyType, PolicyTypeStatus, Root,
};
use orgc_exec::{Creation, CreationState, Fault, FaultKind, KnownAccount, KnownOrganization, LiveRoot};
use orgc_ir::observed::{LiveInvitation, Recipient};
use orgc_plan::plan::Binding;
use std::collections::BTreeMap;

const LIST_ROOTS: &str = "organizations:ListRoots";
const DESCRIBE_ORGANIZATION: &str = "organizations:DescribeOrganization";
const DESCRIBE_ACCOUNT: &str = "organizations:DescribeAccount";
const DESCRIBE_CREATION: &str = "organizations:DescribeCreateAccountStatus";

/// The caller's organization; none when there is none.
pub(crate) async fn organization(aws: &AwsBackend) -> Result<Option<Organization>, Fault> {
    let send = || aws.organizations.describe_organization().send();
    match aws.calls.read(DESCRIBE_ORGANIZATION, send, fault::organizations).await {
        Ok(answer) => Ok(answer.organization),
        Err(fault) if fault.kind == FaultKind::NotInOrganization => Ok(None),
        Err(fault) => Err(fault),
    }
}

pub(crate) async fn known_organization(aws: &AwsBackend) -> Result<KnownOrganization, Fault> {
    let message = "the account is in no organization";
    let none = || Fault::new(FaultKind::NotInOrganization, DESCRIBE_ORGANIZATION, message);
    organization(aws).await?.as_ref().map(known).ok_or_else(none)
}

pub(super) fn known(organization: &Organization) -> KnownOrganization {
    let binding = binding(organization.id(), organization.arn());
    KnownOrganization { binding, management: given(organization.master_account_id()) }
}

pub(crate) async fn root(aws: &AwsBackend) -> Result<LiveRoot, Fault> {
    let roots = pages(async |token| {
        let send = || aws.organizations.list_roots().set_next_token(token.clone()).send();
        let answer = aws.calls.read(LIST_ROOTS, send, fault::organizations).await?;
        Ok((answer.roots.unwrap_or_default(), answer.next_token))
    });
    let root = part(LIST_ROOTS, roots.await?.into_iter().next())?;
    Ok(LiveRoot { id: given(root.id()), arn: given(root.arn()), policy_types: enabled(&root) })
}

fn enabled(root: &Root) -> std::collections::BTreeSet<String> {
    let types = root.policy_types().iter().filter(|one| one.status() == Some(&PolicyTypeStatus::Enabled));
    types.filter_map(|one| Some(one.r#type()?.as_str().to_owned())).collect()
}

pub(crate) async fn tags(aws: &AwsBackend, resource: &str) -> Result<BTreeMap<String, String>, Fault> {
    let tags = pages(async |token| {
        let send = || {
            aws.organizations
                .list_tags_for_resource()
                .resource_id(resource)
                .set_next_token(token.clone())
                .send()
        };
        let answer = aws.calls.read("organizations:ListTagsForResource", send, fault::organizations).await?;
        Ok((answer.tags.unwrap_or_default(), answer.next_token))
    });
    Ok(tags.await?.into_iter().map(|tag| (tag.key, tag.value)).collect())
}

/// The policies of a type, those of AWS included.
pub(crate) async fn policies(aws: &AwsBackend, policy_type: &str) -> Result<Vec<PolicySummary>, Fault> {
    let filter = PolicyType::from(policy_type);
    pages(async |token| {
        let send =
            || aws.organizations.list_policies().filter(filter.clone()).set_next_token(token.clone()).send();
        let answer = aws.calls.read("organizations:ListPolicies", send, fault::organizations).await?;
        Ok((answer.policies.unwrap_or_default(), answer.next_token))
    })
    .await
}

pub(crate) async fn find_policy(
    aws: &AwsBackend,
    policy_type: &str,
    name: &str,
) -> Result<Option<Binding>, Fault> {
    let all = policies(aws, policy_type).await?;
    let found = all.iter().find(|policy| policy.name() == Some(name) && !policy.aws_managed());
    Ok(found.map(|policy| binding(policy.id(), policy.arn())))
}

/// The text of a policy.
pub(crate) async fn document(aws: &AwsBackend, policy: &str) -> Result<String, Fault> {
    let send = || aws.organizations.describe_policy().policy_id(policy).send();
    let answer = aws.calls.read("organizations:DescribePolicy", send, fault::organizations).await?;
    Ok(given(answer.policy().and_then(|policy| policy.content())))
}

/// The ids of the targets to which a policy is attached directly.
pub(crate) async fn targets(aws: &AwsBackend, policy: &str) -> Result<Vec<String>, Fault> {
    let targets = pages(async |token| {
        let send = || {
            aws.organizations.list_targets_for_policy().policy_id(policy).set_next_token(token.clone()).send()
        };
        let answer = aws.calls.read("organizations:ListTargetsForPolicy", send, fault::organizations).await?;
        Ok((answer.targets.unwrap_or_default(), answer.next_token))
    });
    Ok(targets.await?.iter().map(|target| given(target.target_id())).collect())
}

/// The ids of the policies of a type that are attached directly to a target.
pub(crate) async fn policies_of(
    aws: &AwsBackend,
    target: &str,
    policy_type: &str,
) -> Result<Vec<String>, Fault> {
    let filter = PolicyType::from(policy_type);
    let policies = pages(async |token| {
        let request = aws.organizations.list_policies_for_target().target_id(target).filter(filter.clone());
        let send = || request.clone().set_next_token(token.clone()).send();
        let answer =
            aws.calls.read("organizations:ListPoliciesForTarget", send, fault::organizations).await?;
        Ok((answer.policies.unwrap_or_default(), answer.next_token))
    });
    Ok(policies.await?.iter().map(|policy| given(policy.id())).collect())
}

/// The principals of the trusted services.
pub(crate) async fn trusted_services(aws: &AwsBackend) -> Result<Vec<String>, Fault> {
    let principals = pages(async |token| {
        let request = aws.organizations.list_aws_service_access_for_organization();
        let send = || request.clone().set_next_token(token.clone()).send();
        let name = "organizations:ListAWSServiceAccessForOrganization";
        let answer = aws.calls.read(name, send, fault::organizations).await?;
        Ok((answer.enabled_service_principals.unwrap_or_default(), answer.next_token))
    });
    Ok(principals.await?.iter().map(|one| given(one.service_principal())).collect())
}

/// The invitations that wait for an answer, by id.
pub(crate) async fn invitations(aws: &AwsBackend) -> Result<BTreeMap<String, LiveInvitation>, Fault> {
    let filter = HandshakeFilter::builder().action_type(ActionType::InviteAccountToOrganization).build();
    let handshakes = pages(async |token| {
        let request = aws.organizations.list_handshakes_for_organization().filter(filter.clone());
        let send = || request.clone().set_next_token(token.clone()).send();
        let name = "organizations:ListHandshakesForOrganization";
        let answer = aws.calls.read(name, send, fault::organizations).await?;
        Ok((answer.handshakes.unwrap_or_default(), answer.next_token))
    });
    let handshakes = handshakes.await?;
    let open = handshakes.iter().filter(|one| one.state() == Some(&HandshakeState::Open));
    Ok(open.filter_map(|one| Some((one.id()?.to_owned(), invitation(one)?))).collect())
}

/// The organization is a party, too; whoever else is one is invited.
fn invitation(handshake: &Handshake) -> Option<LiveInvitation> {
    let recipient = handshake.parties().iter().find_map(|party| match party.r#type() {
        HandshakePartyType::Account => Some(Recipient::Account(party.id().to_owned())),
        HandshakePartyType::Email => Some(Recipient::Email(party.id().to_owned())),
        _ => None,
    })?;
    let notes = handshake.resources().iter().find(|one| one.r#type() == Some(&HandshakeResourceType::Notes));
    Some(LiveInvitation { recipient, notes: notes.and_then(|one| one.value()).map(str::to_owned) })
}

pub(crate) async fn account(aws: &AwsBackend, id: &str) -> Result<KnownAccount, Fault> {
    let send = || aws.organizations.describe_account().account_id(id).send();
    let answer = aws.calls.read(DESCRIBE_ACCOUNT, send, fault::organizations).await?;
    part(DESCRIBE_ACCOUNT, answer.account()).map(super::tree::known)
}

pub(crate) async fn creation(aws: &AwsBackend, request: &str) -> Result<Creation, Fault> {
    let send =
        || aws.organizations.describe_create_account_status().create_account_request_id(request).send();
    let answer = aws.calls.read(DESCRIBE_CREATION, send, fault::organizations).await?;
    part(DESCRIBE_CREATION, answer.create_account_status()).map(creation_of)
}

/// The creations that are in progress.
pub(crate) async fn creations(aws: &AwsBackend) -> Result<Vec<Creation>, Fault> {
    let statuses = pages(async |token| {
        let request = aws.organizations.list_create_account_status().states(CreateAccountState::InProgress);
        let send = || request.clone().set_next_token(token.clone()).send();
        let answer =
            aws.calls.read("organizations:ListCreateAccountStatus", send, fault::organizations).await?;
        Ok((answer.create_account_statuses.unwrap_or_default(), answer.next_token))
    });
    Ok(statuses.await?.iter().map(creation_of).collect())
}

pub(super) fn creation_of(status: &CreateAccountStatus) -> Creation {
    let state = match (status.state(), status.account_id()) {
        (Some(CreateAccountState::Succeeded), Some(id)) => CreationState::Succeeded(id.to_owned()),
        (Some(CreateAccountState::Failed), _) => {
            CreationState::Failed(given(status.failure_reason().map(|reason| reason.as_str())))
        }
        _ => CreationState::InProgress,
    };
    Creation { request: given(status.id()), name: status.account_name().map(str::to_owned), state }
}
