//! Who the caller is, asked only to explain a refusal.

use crate::AwsBackend;
use crate::fault;
use orgc_exec::Fault;

/// The id of the account that the credentials belong to.
pub(crate) async fn caller(aws: &AwsBackend) -> Result<String, Fault> {
    let send = || aws.sts.get_caller_identity().send();
    let answer = aws.calls.read("sts:GetCallerIdentity", send, fault::plain).await?;
    Ok(answer.account.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use crate::{AwsBackend, InProcess};
    use http::{Request, Response};
    use orgc_exec::{FaultKind, Interest, Observe as _, TokioClock};
    use std::sync::Arc;
    use std::time::Duration;

    /// AWS as a member account sees it: it may describe the organization and nothing more.
    fn member(request: &Request<Vec<u8>>) -> Response<Vec<u8>> {
        let target = request.headers().get("x-amz-target").map(|name| name.to_str().unwrap_or_default());
        let (status, body) = match target {
            Some("AWSOrganizationsV20161128.DescribeOrganization") => (
                200,
                r#"{"Organization":{"Id":"o-1","Arn":"arn","FeatureSet":"ALL","MasterAccountId":"111111111111"}}"#,
            ),
            Some(_) => (400, r#"{"__type":"AccessDeniedException","Message":"no"}"#),
            None => (
                200,
                "<GetCallerIdentityResponse><GetCallerIdentityResult><Account>222222222222</Account>\
                 </GetCallerIdentityResult></GetCallerIdentityResponse>",
            ),
        };
        Response::builder().status(status).body(body.as_bytes().to_vec()).unwrap()
    }

    #[tokio::test(start_paused = true)]
    async fn a_member_account_is_told_who_manages_the_organization() {
        let clock = Arc::new(TokioClock::starting_at(Duration::ZERO));
        let aws = AwsBackend::in_process(InProcess::new(|request| Ok(member(&request))), "us-east-1", clock);
        let fault = aws.observe(&Interest::default()).await.unwrap_err();
        assert_eq!(fault.kind, FaultKind::WrongAccount);
        assert_eq!(
            fault.to_string(),
            "the credentials belong to account 222222222222, and organization o-1 is managed from account 111111111111"
        );
    }
}
