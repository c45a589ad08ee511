//! How a backend comes to be: over the network, or in process.

use crate::AwsBackend;
use crate::fault::{credentials_fault, profile_fault};
use crate::rates::Rates;
use aws_config::default_provider::credentials::DefaultCredentialsChain;
use aws_config::profile::ProfileFileCredentialsProvider;
use aws_config::provider_config::ProviderConfig;
use aws_config::retry::RetryConfig;
use aws_config::stalled_stream_protection::StalledStreamProtectionConfig;
use aws_config::timeout::TimeoutConfig;
use aws_config::{BehaviorVersion, Region, SdkConfig, imds};
use aws_credential_types::Credentials;
use aws_credential_types::provider::{ProvideCredentials as _, SharedCredentialsProvider};
use aws_smithy_async::rt::sleep::{AsyncSleep, Sleep};
use aws_smithy_async::time::TimeSource;
use aws_smithy_http_client::tls::{Provider, rustls_provider::CryptoMode};
use aws_smithy_runtime_api::client::http::HttpClient;
use orgc_exec::{Clock, Fault, TokioClock};
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// How to reach AWS. What is none here is found by `aws-config`: environment variables, profiles.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// The profile of the shared configuration files.
    pub profile: Option<String>,
    /// The Region in which stack sets live.
    pub region: String,
    /// Another endpoint for all services.
    pub endpoint: Option<String>,
    /// Credentials to use instead of looking for some: for endpoints that check none.
    pub credentials: Option<Credentials>,
}

/// Finds credentials and makes a backend with them.
///
/// Makes no call to the services of the backend, but those that getting credentials needs (SSO,
/// assumed roles). The metadata service of EC2 is asked once and for a second only: on a machine
/// that has none, the answer that there are no credentials shall not take long.
///
/// # Errors
/// When there are no credentials, or they cannot be used; the fault's kind is `Credentials`.
pub async fn connect(options: &Options) -> Result<AwsBackend, Fault> {
    let http =
        aws_smithy_http_client::Builder::new().tls_provider(Provider::Rustls(CryptoMode::Ring)).build_https();
    let region = Region::new(options.region.clone());
    let credentials = credentials(options, &region, http.clone()).await?;
    let mut loader = aws_config::defaults(BehaviorVersion::latest())
        .http_client(http)
        .region(region)
        .retry_config(RetryConfig::disabled())
        .timeout_config(timeouts())
        .credentials_provider(credentials);
    if let Some(profile) = &options.profile {
        loader = loader.profile_name(profile);
    }
    if let Some(endpoint) = &options.endpoint {
        loader = loader.endpoint_url(endpoint);
    }
    Ok(AwsBackend::new(&loader.load().await, Rates::published(Arc::new(TokioClock::of_the_machine()))))
}

/// Credentials that work at this moment. Given ones, or else a profile asked for by name, are the only
/// source; without either there is the chain of sources that all tools of AWS share.
async fn credentials(
    options: &Options,
    region: &Region,
    http: impl HttpClient + 'static,
) -> Result<SharedCredentialsProvider, Fault> {
    if let Some(given) = &options.credentials {
        return Ok(SharedCredentialsProvider::new(given.clone()));
    }
    let config = ProviderConfig::default().with_http_client(http).with_region(Some(region.clone()));
    if let Some(profile) = &options.profile {
        let provider =
            ProfileFileCredentialsProvider::builder().configure(&config).profile_name(profile).build();
        provider.provide_credentials().await.map_err(|error| profile_fault(profile, &error))?;
        return Ok(SharedCredentialsProvider::new(provider));
    }
    let second = Duration::from_secs(1);
    let metadata = imds::Client::builder()
        .configure(&config)
        .max_attempts(1)
        .connect_timeout(second)
        .read_timeout(second)
        .build();
    let chain =
        DefaultCredentialsChain::builder().region(region.clone()).imds_client(metadata).configure(config);
    let provider = chain.build().await;
    provider.provide_credentials().await.map_err(|error| credentials_fault(&error))?;
    Ok(SharedCredentialsProvider::new(provider))
}

fn timeouts() -> TimeoutConfig {
    TimeoutConfig::builder()
        .connect_timeout(Duration::from_secs(10))
        .operation_attempt_timeout(Duration::from_secs(60))
        .build()
}

impl AwsBackend {
    /// A backend on a function instead of the network ([`InProcess`](crate::InProcess)), with the
    /// caller's time and with credentials that nobody checks.
    pub fn in_process(http: impl HttpClient + 'static, region: &str, clock: Arc<dyn Clock>) -> Self {
        let time = SdkTime(Arc::clone(&clock));
        let config = SdkConfig::builder()
            .behavior_version(BehaviorVersion::latest())
            .http_client(http)
            .region(Region::new(region.to_owned()))
            .credentials_provider(SharedCredentialsProvider::new(Credentials::new(
                "in-process",
                "none",
                None,
                None,
                "in process",
            )))
            .retry_config(RetryConfig::disabled())
            .timeout_config(TimeoutConfig::disabled())
            .stalled_stream_protection(StalledStreamProtectionConfig::disabled())
            .sleep_impl(time.clone())
            .time_source(time)
            .build();
        Self::new(&config, Rates::published(clock))
    }
}

/// The caller's time as the SDK takes it.
#[derive(Clone, Debug)]
struct SdkTime(Arc<dyn Clock>);

impl AsyncSleep for SdkTime {
    fn sleep(&self, duration: Duration) -> Sleep {
        Sleep::new(self.0.sleep(duration))
    }
}

impl TimeSource for SdkTime {
    fn now(&self) -> SystemTime {
        UNIX_EPOCH + self.0.now()
    }
}
