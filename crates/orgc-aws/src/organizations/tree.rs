//! The tree: units, accounts, and who stands in what.

use super::{binding, given, part};
use crate::AwsBackend;
use crate::calls::pages;
use crate::fault;
use aws_sdk_organizations::types::{Account, ChildType, OrganizationalUnit};
use orgc_exec::{Fault, KnownAccount};
use orgc_plan::plan::Binding;

const DESCRIBE_UNIT: &str = "organizations:DescribeOrganizationalUnit";
const LIST_PARENTS: &str = "organizations:ListParents";

/// Every account of the organization, closed ones included.
pub(crate) async fn accounts(aws: &AwsBackend) -> Result<Vec<Account>, Fault> {
    pages(async |token| {
        let send = || aws.organizations.list_accounts().set_next_token(token.clone()).send();
        let answer = aws.calls.read("organizations:ListAccounts", send, fault::organizations).await?;
        Ok((answer.accounts.unwrap_or_default(), answer.next_token))
    })
    .await
}

pub(crate) async fn find_account(aws: &AwsBackend, email: &str) -> Result<Option<KnownAccount>, Fault> {
    let all = accounts(aws).await?;
    let found = all.iter().find(|account| account.email().is_some_and(|one| one.eq_ignore_ascii_case(email)));
    Ok(found.map(known))
}

pub(super) fn known(account: &Account) -> KnownAccount {
    let status = Some(state(account));
    let binding = Binding { status, ..binding(account.id(), account.arn()) };
    KnownAccount { binding, email: given(account.email()) }
}

/// `State`, or the older `Status` of a service that does not know it yet.
pub(crate) fn state(account: &Account) -> String {
    match account.state() {
        Some(state) => state.as_str().to_owned(),
        None => given(account.status().map(|status| status.as_str())),
    }
}

/// The units directly below a root or unit.
pub(crate) async fn units(aws: &AwsBackend, parent: &str) -> Result<Vec<OrganizationalUnit>, Fault> {
    pages(async |token| {
        let request = aws.organizations.list_organizational_units_for_parent().parent_id(parent);
        let send = || request.clone().set_next_token(token.clone()).send();
        let name = "organizations:ListOrganizationalUnitsForParent";
        let answer = aws.calls.read(name, send, fault::organizations).await?;
        Ok((answer.organizational_units.unwrap_or_default(), answer.next_token))
    })
    .await
}

pub(crate) async fn find_unit(aws: &AwsBackend, parent: &str, name: &str) -> Result<Option<Binding>, Fault> {
    let all = units(aws, parent).await?;
    Ok(all.iter().find(|unit| unit.name() == Some(name)).map(|unit| binding(unit.id(), unit.arn())))
}

pub(crate) async fn unit_name(aws: &AwsBackend, unit: &str) -> Result<String, Fault> {
    let send = || aws.organizations.describe_organizational_unit().organizational_unit_id(unit).send();
    let answer = aws.calls.read(DESCRIBE_UNIT, send, fault::organizations).await?;
    part(DESCRIBE_UNIT, answer.organizational_unit()).map(|unit| given(unit.name()))
}

/// The ids of the accounts directly below a root or unit.
pub(crate) async fn account_ids(aws: &AwsBackend, parent: &str) -> Result<Vec<String>, Fault> {
    let children = pages(async |token| {
        let request = aws.organizations.list_children().parent_id(parent).child_type(ChildType::Account);
        let send = || request.clone().set_next_token(token.clone()).send();
        let answer = aws.calls.read("organizations:ListChildren", send, fault::organizations).await?;
        Ok((answer.children.unwrap_or_default(), answer.next_token))
    });
    Ok(children.await?.iter().map(|child| given(child.id())).collect())
}

/// The root or unit in which an account stands.
pub(crate) async fn parent(aws: &AwsBackend, account: &str) -> Result<String, Fault> {
    let send = || aws.organizations.list_parents().child_id(account).send();
    let answer = aws.calls.read(LIST_PARENTS, send, fault::organizations).await?;
    part(LIST_PARENTS, answer.parents().first()).map(|parent| given(parent.id()))
}
