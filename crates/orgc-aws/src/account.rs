//! Account Management: the display name, which Organizations only shows.

use crate::AwsBackend;
use crate::fault;
use orgc_exec::{Fault, call};

/// The management account must not name itself: none is the caller's own account.
pub(crate) async fn rename(aws: &AwsBackend, account: Option<&str>, name: &str) -> Result<(), Fault> {
    let request =
        aws.account.put_account_name().set_account_id(account.map(str::to_owned)).account_name(name);
    aws.calls.write(call::PUT_ACCOUNT_NAME, request.send(), fault::plain).await.map(drop)
}
