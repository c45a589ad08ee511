//! The real backend: AWS Organizations, CloudFormation StackSets and Account Management through the
//! AWS SDK.
//!
//! Credentials, profiles, SSO, assumed roles and endpoint overrides are all `aws-config`'s
//! ([`connect()`]); nothing of that is ours. The SDK's own retries are off, because `orgc-exec` has
//! one table for all of them. Reads keep within the published request rates; calls are counted.
//!
//! Promises: policy types cross the SDK as strings, because its enum lags behind AWS; every list is
//! read to its last page; no emulator is known here by name. For tests and the sandbox,
//! [`AwsBackend::in_process`] takes the place of the network and nothing else.

mod account;
mod backend;
mod calls;
mod cloudformation;
mod connect;
mod fault;
mod in_process;
mod observe;
mod organizations;
mod rates;
mod sts;
mod tagging;

pub use aws_credential_types::Credentials;
pub use backend::AwsBackend;
pub use connect::{Options, connect};
pub use in_process::{InProcess, Lost};
pub use rates::least_time;
