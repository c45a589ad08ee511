//! What the SDK calls an error becomes a fault of ours.

use aws_config::imds::client::error::ImdsError;
use aws_credential_types::provider::error::CredentialsError;
use aws_sdk_organizations::Error as Refusal;
use aws_sdk_organizations::operation::RequestId as _;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use orgc_exec::{Fault, FaultKind};
use std::error::Error;

/// Turns an error of one operation into a fault.
pub(crate) type Translate<E> = fn(&str, SdkError<E, HttpResponse>) -> Fault;

/// A fault of Organizations, whose refusals may have a reason.
pub(crate) fn organizations<E>(call: &str, error: SdkError<E, HttpResponse>) -> Fault
where
    E: ProvideErrorMetadata + Error + Send + Sync + 'static,
    Refusal: From<E>,
{
    let fault = service(call, &error);
    let SdkError::ServiceError(context) = error else { return fault };
    let reason = match Refusal::from(context.into_err()) {
        Refusal::ConstraintViolationException(one) => one.reason().map(|reason| reason.as_str().to_owned()),
        Refusal::InvalidInputException(one) => one.reason().map(|reason| reason.as_str().to_owned()),
        Refusal::AccessDeniedForDependencyException(one) => {
            one.reason().map(|reason| reason.as_str().to_owned())
        }
        _ => None,
    };
    let kind = match reason.as_deref() {
        Some("ACCOUNT_CREATION_RATE_LIMIT_EXCEEDED") => FaultKind::CreationLimit,
        Some("CLOSE_ACCOUNT_REQUESTS_LIMIT_EXCEEDED") => FaultKind::ClosureLimit,
        Some("ACCOUNT_NUMBER_LIMIT_EXCEEDED") => FaultKind::AccountLimit,
        // Of the least number, such as one policy at each target, there cannot be more.
        Some(reason) if is_limit(reason) && !reason.starts_with("MIN_") => FaultKind::Limit,
        _ => fault.kind,
    };
    Fault { kind, reason, ..fault }
}

fn is_limit(reason: &str) -> bool {
    reason.ends_with("_LIMIT_EXCEEDED") || reason.ends_with("_QUOTA_EXCEEDED")
}

/// A fault of a service whose refusals have no reasons.
#[expect(clippy::needless_pass_by_value, reason = "it has the shape of `Translate`")]
pub(crate) fn plain<E>(call: &str, error: SdkError<E, HttpResponse>) -> Fault
where
    E: ProvideErrorMetadata + Error + Send + Sync + 'static,
{
    service(call, &error)
}

fn service<E>(call: &str, error: &SdkError<E, HttpResponse>) -> Fault
where
    E: ProvideErrorMetadata + Error + Send + Sync + 'static,
{
    if let Some(found) = find_credentials_error(error) {
        return credentials_fault(found);
    }
    let (code, message) = (error.code().unwrap_or_default(), error.message());
    let failed = error.raw_response().is_some_and(|response| response.status().as_u16() >= 500);
    let kind = match error {
        SdkError::ServiceError(_) => match kind_of(code) {
            FaultKind::Refused if failed => FaultKind::ServiceFailure,
            kind => kind,
        },
        SdkError::ConstructionFailure(_) => FaultKind::Refused,
        _ => FaultKind::Lost,
    };
    let message = message.map_or_else(|| innermost(error), str::to_owned);
    let request_id = error.request_id().map(Box::from);
    Fault { code: code.to_owned(), request_id, ..Fault::new(kind, call, message) }
}

/// The kind of an error by its name.
fn kind_of(code: &str) -> FaultKind {
    match code {
        "TooManyRequestsException" | "Throttling" | "ThrottlingException" | "RequestLimitExceeded" => {
            FaultKind::Throttled
        }
        "ConcurrentModificationException" => FaultKind::Concurrent,
        "FinalizingOrganizationException" => FaultKind::Finalizing,
        "PolicyChangesInProgressException" => FaultKind::PolicyChanges,
        "OperationInProgressException" => FaultKind::OperationInProgress,
        "OperationIdAlreadyExistsException" | "StaleRequestException" => FaultKind::OperationExists,
        "PolicyTypeNotEnabledException" => FaultKind::NotEnabled,
        "ConflictException" => FaultKind::Conflict,
        "OrganizationalUnitNotEmptyException" | "PolicyInUseException" | "StackSetNotEmptyException" => {
            FaultKind::NotEmpty
        }
        "AlreadyInOrganizationException"
        | "AccountAlreadyRegisteredException"
        | "AccountAlreadyClosedException"
        | "PolicyTypeAlreadyEnabledException"
        | "NameAlreadyExistsException"
        | "CreatedButModifiedException" => FaultKind::Duplicate,
        "PolicyNotAttachedException" | "AccountNotRegisteredException" => FaultKind::NotAttached,
        "LimitExceededException" => FaultKind::Limit,
        "AWSOrganizationsNotInUseException" => FaultKind::NotInOrganization,
        "ServiceException" | "InternalFailure" | "InternalServerException" | "ServiceUnavailable" => {
            FaultKind::ServiceFailure
        }
        _ if code.starts_with("Duplicate") => FaultKind::Duplicate,
        _ if code.ends_with("NotFoundException") => FaultKind::NotFound,
        _ if code.starts_with("AccessDenied") => FaultKind::AccessDenied,
        _ if is_about_credentials(code) => FaultKind::Credentials,
        _ => FaultKind::Refused,
    }
}

/// The errors that all services share (Common Errors of the API references).
fn is_about_credentials(code: &str) -> bool {
    matches!(
        code,
        "UnrecognizedClientException"
            | "InvalidClientTokenId"
            | "ExpiredToken"
            | "ExpiredTokenException"
            | "RequestExpired"
            | "InvalidSignatureException"
            | "SignatureDoesNotMatch"
            | "IncompleteSignature"
            | "MissingAuthenticationToken"
            | "MissingAuthenticationTokenException"
    )
}

/// Why there are no credentials, in words.
pub(crate) fn credentials_fault(error: &CredentialsError) -> Fault {
    // The metadata service of the machine is asked last: when it fails, there was nothing elsewhere.
    let is_missing = matches!(error, CredentialsError::CredentialsNotLoaded(_))
        || chain(error).any(|one| one.is::<ImdsError>());
    let message = if is_missing {
        "no AWS credentials were found in the environment, in the default profile, or on this machine"
            .to_owned()
    } else {
        format!("the AWS credentials cannot be used: {}", innermost(error))
    };
    Fault::new(FaultKind::Credentials, "", message)
}

/// Why a profile that was asked for by name gives no credentials.
pub(crate) fn profile_fault(profile: &str, error: &CredentialsError) -> Fault {
    let why = match error {
        CredentialsError::CredentialsNotLoaded(_) => {
            "it is in no configuration file of AWS, or holds none".to_owned()
        }
        _ => innermost(error),
    };
    let message = format!("the profile `{profile}` gives no credentials: {why}");
    Fault::new(FaultKind::Credentials, "", message)
}

fn find_credentials_error<'e>(error: &'e (dyn Error + 'static)) -> Option<&'e CredentialsError> {
    chain(error).find_map(|one| one.downcast_ref::<CredentialsError>())
}

/// The cause of all causes, which says most.
fn innermost(error: &(dyn Error + 'static)) -> String {
    chain(error).last().map(ToString::to_string).unwrap_or_default()
}

fn chain<'e>(error: &'e (dyn Error + 'static)) -> impl Iterator<Item = &'e (dyn Error + 'static)> {
    std::iter::successors(Some(error), |one: &&'e (dyn Error + 'static)| (**one).source())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_errors_say_what_to_do() {
        for (code, kind) in [
            ("TooManyRequestsException", FaultKind::Throttled),
            ("DuplicateOrganizationalUnitException", FaultKind::Duplicate),
            ("DestinationParentNotFoundException", FaultKind::NotFound),
            ("StackSetNotFoundException", FaultKind::NotFound),
            ("AccessDeniedForDependencyException", FaultKind::AccessDenied),
            ("ExpiredTokenException", FaultKind::Credentials),
            ("AccountAlreadyClosedException", FaultKind::Duplicate),
            ("AccountNotRegisteredException", FaultKind::NotAttached),
            ("ResourcePolicyNotFoundException", FaultKind::NotFound),
            ("PolicyInUseException", FaultKind::NotEmpty),
            ("ConflictException", FaultKind::Conflict),
            ("ConstraintViolationException", FaultKind::Refused),
        ] {
            assert_eq!(kind_of(code), kind, "{code}");
        }
    }

    #[test]
    fn missing_credentials_are_told_from_broken_ones() {
        let missing = credentials_fault(&CredentialsError::not_loaded_no_source());
        assert!(missing.message.starts_with("no AWS credentials were found"));
        let broken = credentials_fault(&CredentialsError::provider_error("the SSO session has expired"));
        assert_eq!(broken.message, "the AWS credentials cannot be used: the SSO session has expired");
        assert_eq!(broken.kind, FaultKind::Credentials);
    }
}
