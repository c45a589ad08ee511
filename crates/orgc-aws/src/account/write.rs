//! The writes.

use super::alternate_type;
use crate::AwsBackend;
use crate::fault;
use aws_sdk_account::types::ContactInformation;
use orgc_exec::{Fault, FaultKind, call};
use orgc_ir::desired::{AlternateContact, ContactType, PrimaryContact};

pub(crate) async fn rename(aws: &AwsBackend, account: Option<&str>, name: &str) -> Result<(), Fault> {
    let request =
        aws.account.put_account_name().set_account_id(account.map(str::to_owned)).account_name(name);
    aws.calls.write(call::PUT_ACCOUNT_NAME, request.send(), fault::plain).await.map(drop)
}

pub(crate) async fn start_email_update(aws: &AwsBackend, account: &str, email: &str) -> Result<(), Fault> {
    let request = aws.account.start_primary_email_update().account_id(account).primary_email(email);
    aws.calls.write(call::START_EMAIL_UPDATE, request.send(), fault::plain).await.map(drop)
}

pub(crate) async fn accept_email_update(
    aws: &AwsBackend,
    account: &str,
    email: &str,
    code: &str,
) -> Result<(), Fault> {
    let request = aws.account.accept_primary_email_update();
    let request = request.account_id(account).primary_email(email).otp(code);
    aws.calls.write(call::ACCEPT_EMAIL_UPDATE, request.send(), fault::plain).await.map(drop)
}

pub(crate) async fn put_alternate_contact(
    aws: &AwsBackend,
    account: Option<&str>,
    contact: ContactType,
    value: &AlternateContact,
) -> Result<(), Fault> {
    let request = aws
        .account
        .put_alternate_contact()
        .set_account_id(account.map(str::to_owned))
        .alternate_contact_type(alternate_type(contact))
        .name(&value.name)
        .title(&value.title)
        .email_address(&value.email)
        .phone_number(&value.phone);
    aws.calls.write(call::PUT_ALTERNATE_CONTACT, request.send(), fault::plain).await.map(drop)
}

pub(crate) async fn put_primary_contact(
    aws: &AwsBackend,
    account: Option<&str>,
    value: &PrimaryContact,
) -> Result<(), Fault> {
    let request = aws
        .account
        .put_contact_information()
        .set_account_id(account.map(str::to_owned))
        .contact_information(information(value)?);
    aws.calls.write(call::PUT_CONTACT_INFORMATION, request.send(), fault::plain).await.map(drop)
}

fn information(value: &PrimaryContact) -> Result<ContactInformation, Fault> {
    let mut lines = value.address_lines.iter().cloned();
    let built = ContactInformation::builder()
        .full_name(&value.full_name)
        .set_company_name(value.company_name.clone())
        .set_address_line1(lines.next())
        .set_address_line2(lines.next())
        .set_address_line3(lines.next())
        .city(&value.city)
        .set_state_or_region(value.state_or_region.clone())
        .set_district_or_county(value.district_or_county.clone())
        .postal_code(&value.postal_code)
        .country_code(&value.country_code)
        .phone_number(&value.phone)
        .set_website_url(value.website.clone())
        .build();
    built.map_err(|error| Fault::new(FaultKind::Refused, call::PUT_CONTACT_INFORMATION, error.to_string()))
}

pub(crate) async fn enable_region(
    aws: &AwsBackend,
    account: Option<&str>,
    region: &str,
) -> Result<(), Fault> {
    let request = aws.account.enable_region().set_account_id(account.map(str::to_owned)).region_name(region);
    aws.calls.write(call::ENABLE_REGION, request.send(), fault::plain).await.map(drop)
}
