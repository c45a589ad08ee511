//! Who acts for the organization besides the management account: services, delegated administrators,
//! and the delegation policy.

use super::given;
use crate::AwsBackend;
use crate::calls::pages;
use crate::fault;
use futures_util::future::try_join_all;
use orgc_exec::{Fault, FaultKind, call};
use std::collections::{BTreeMap, BTreeSet};

pub(crate) async fn disable_service_access(aws: &AwsBackend, principal: &str) -> Result<(), Fault> {
    let request = aws.organizations.disable_aws_service_access().service_principal(principal);
    aws.calls.write(call::DISABLE_SERVICE_ACCESS, request.send(), fault::organizations).await.map(drop)
}

pub(crate) async fn register(aws: &AwsBackend, account: &str, principal: &str) -> Result<(), Fault> {
    let request =
        aws.organizations.register_delegated_administrator().account_id(account).service_principal(principal);
    aws.calls.write(call::REGISTER_ADMINISTRATOR, request.send(), fault::organizations).await.map(drop)
}

pub(crate) async fn deregister(aws: &AwsBackend, account: &str, principal: &str) -> Result<(), Fault> {
    let request = aws
        .organizations
        .deregister_delegated_administrator()
        .account_id(account)
        .service_principal(principal);
    aws.calls.write(call::DEREGISTER_ADMINISTRATOR, request.send(), fault::organizations).await.map(drop)
}

pub(crate) async fn put_policy(aws: &AwsBackend, document: &str) -> Result<(), Fault> {
    let request = aws.organizations.put_resource_policy().content(document);
    aws.calls.write(call::PUT_RESOURCE_POLICY, request.send(), fault::organizations).await.map(drop)
}

/// The text of the delegation policy; none when there is none.
pub(crate) async fn policy(aws: &AwsBackend) -> Result<Option<String>, Fault> {
    let send = || aws.organizations.describe_resource_policy().send();
    let answer = aws.calls.read("organizations:DescribeResourcePolicy", send, fault::organizations).await;
    match answer {
        Ok(answer) => Ok(answer.resource_policy().map(|policy| given(policy.content()))),
        Err(fault) if fault.kind == FaultKind::NotFound => Ok(None),
        Err(fault) => Err(fault),
    }
}

/// The accounts that administer each service. One list names the accounts, and each of them is asked
/// for its services.
pub(crate) async fn administrators(aws: &AwsBackend) -> Result<BTreeMap<String, BTreeSet<String>>, Fault> {
    let accounts = pages(async |token| {
        let request = aws.organizations.list_delegated_administrators();
        let send = || request.clone().set_next_token(token.clone()).send();
        let name = "organizations:ListDelegatedAdministrators";
        let answer = aws.calls.read(name, send, fault::organizations).await?;
        Ok((answer.delegated_administrators.unwrap_or_default(), answer.next_token))
    });
    let accounts: Vec<String> = accounts.await?.iter().map(|one| given(one.id())).collect();
    let services = try_join_all(accounts.iter().map(|account| services_of(aws, account))).await?;
    let mut all: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (account, services) in accounts.iter().zip(services) {
        for service in services {
            all.entry(service).or_default().insert(account.clone());
        }
    }
    Ok(all)
}

/// An account that administers nothing any more answers an error.
async fn services_of(aws: &AwsBackend, account: &str) -> Result<Vec<String>, Fault> {
    let services = pages(async |token| {
        let request = aws.organizations.list_delegated_services_for_account().account_id(account);
        let send = || request.clone().set_next_token(token.clone()).send();
        let name = "organizations:ListDelegatedServicesForAccount";
        let answer = aws.calls.read(name, send, fault::organizations).await?;
        Ok((answer.delegated_services.unwrap_or_default(), answer.next_token))
    });
    match services.await {
        Ok(services) => Ok(services.iter().map(|one| given(one.service_principal())).collect()),
        Err(fault) if matches!(fault.kind, FaultKind::NotAttached | FaultKind::NotFound) => Ok(Vec::new()),
        Err(fault) => Err(fault),
    }
}
