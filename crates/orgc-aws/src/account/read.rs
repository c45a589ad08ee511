//! The reads.

use super::alternate_type;
use crate::AwsBackend;
use crate::calls::pages;
use crate::fault;
use crate::organizations::given;
use aws_sdk_account::types::{self, ContactInformation};
use orgc_exec::{Fault, FaultKind};
use orgc_ir::desired::{AlternateContact, ContactType, PrimaryContact};
use std::collections::BTreeMap;

/// An alternate contact; none when it is not set.
pub(crate) async fn alternate_contact(
    aws: &AwsBackend,
    account: Option<&str>,
    contact: ContactType,
) -> Result<Option<AlternateContact>, Fault> {
    let request = aws
        .account
        .get_alternate_contact()
        .set_account_id(account.map(str::to_owned))
        .alternate_contact_type(alternate_type(contact));
    let send = || request.clone().send();
    let answer = aws.calls.read("account:GetAlternateContact", send, fault::plain).await;
    Ok(unless_unset(answer)?.and_then(|answer| answer.alternate_contact.map(|one| alternate(&one))))
}

fn alternate(one: &types::AlternateContact) -> AlternateContact {
    AlternateContact {
        name: given(one.name()),
        title: given(one.title()),
        email: given(one.email_address()),
        phone: given(one.phone_number()),
    }
}

/// The primary contact; none when it is not set.
pub(crate) async fn primary_contact(
    aws: &AwsBackend,
    account: Option<&str>,
) -> Result<Option<PrimaryContact>, Fault> {
    let request = aws.account.get_contact_information().set_account_id(account.map(str::to_owned));
    let send = || request.clone().send();
    let answer = aws.calls.read("account:GetContactInformation", send, fault::plain).await;
    Ok(unless_unset(answer)?.and_then(|answer| answer.contact_information.map(|one| primary(&one))))
}

fn primary(one: &ContactInformation) -> PrimaryContact {
    let owned = |member: Option<&str>| member.map(str::to_owned);
    let lines = [Some(one.address_line1()), one.address_line2(), one.address_line3()];
    PrimaryContact {
        full_name: one.full_name().to_owned(),
        company_name: owned(one.company_name()),
        address_lines: lines.into_iter().flatten().map(str::to_owned).collect(),
        city: one.city().to_owned(),
        state_or_region: owned(one.state_or_region()),
        district_or_county: owned(one.district_or_county()),
        postal_code: one.postal_code().to_owned(),
        country_code: one.country_code().to_owned(),
        phone: one.phone_number().to_owned(),
        website: owned(one.website_url()),
    }
}

fn unless_unset<T>(answer: Result<T, Fault>) -> Result<Option<T>, Fault> {
    match answer {
        Err(fault) if fault.kind == FaultKind::NotFound => Ok(None),
        answer => answer.map(Some),
    }
}

/// How far the last change of the e-mail is; none when there never was one.
pub(crate) async fn email_update(aws: &AwsBackend, account: &str) -> Result<Option<String>, Fault> {
    let request = aws.account.get_primary_email_update_status().account_id(account);
    let send = || request.clone().send();
    let answer = aws.calls.read("account:GetPrimaryEmailUpdateStatus", send, fault::plain).await;
    Ok(unless_unset(answer)?.map(|answer| answer.status.as_str().to_owned()))
}

/// The states of all Regions of an account: one page of an answer has room for them.
pub(crate) async fn regions(
    aws: &AwsBackend,
    account: Option<&str>,
) -> Result<BTreeMap<String, String>, Fault> {
    let regions = pages(async |token| {
        let request = aws.account.list_regions().set_account_id(account.map(str::to_owned)).max_results(50);
        let send = || request.clone().set_next_token(token.clone()).send();
        let answer = aws.calls.read("account:ListRegions", send, fault::plain).await?;
        Ok((answer.regions.unwrap_or_default(), answer.next_token))
    });
    let state = |one: &types::Region| given(one.region_opt_status().map(|state| state.as_str()));
    Ok(regions.await?.iter().map(|one| (given(one.region_name()), state(one))).collect())
}

/// The state of one Region.
pub(crate) async fn region_state(
    aws: &AwsBackend,
    account: Option<&str>,
    region: &str,
) -> Result<String, Fault> {
    let request =
        aws.account.get_region_opt_status().set_account_id(account.map(str::to_owned)).region_name(region);
    let send = || request.clone().send();
    let answer = aws.calls.read("account:GetRegionOptStatus", send, fault::plain).await?;
    Ok(given(answer.region_opt_status().map(|state| state.as_str())))
}
