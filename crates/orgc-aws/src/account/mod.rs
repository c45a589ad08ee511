//! Account Management: display names, contacts and Regions of accounts.
//!
//! The management account must not name itself: none is always the caller's own account.

pub(crate) mod read;
pub(crate) mod write;

use aws_sdk_account::types::AlternateContactType;
use orgc_ir::desired::ContactType;

fn alternate_type(contact: ContactType) -> AlternateContactType {
    match contact {
        ContactType::Billing => AlternateContactType::Billing,
        ContactType::Operations => AlternateContactType::Operations,
        ContactType::Security => AlternateContactType::Security,
    }
}
