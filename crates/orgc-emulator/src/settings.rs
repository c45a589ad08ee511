//! What may differ between two emulated organizations: quotas and how long things take.

use std::time::Duration;

use serde::{Deserialize, Serialize};

/// Quotas and durations of one emulator. They are kept with its state, so that its log replays alike.
///
/// The defaults are those of a new organization (Quotas for AWS Organizations, 2026); AWS does not publish
/// durations, so those are plausible ones.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    /// Makes the ids of two emulators differ; the same seed and the same calls give the same ids.
    pub seed: u64,
    /// The account that calls, which becomes the management account of the organization it creates.
    pub management_account_id: String,
    /// The e-mail address of the calling account.
    pub management_account_email: String,
    /// The name of the calling account.
    pub management_account_name: String,
    /// Accounts per organization, the management account included.
    pub account_quota: usize,
    /// Organizational units per organization.
    pub unit_quota: usize,
    /// Whether calls are throttled at the rates that AWS publishes.
    #[serde(default)]
    pub rate_limits: bool,
    /// From CreateAccount to a finished account.
    pub account_creation: Duration,
    /// From CloseAccount to the state `CLOSED`.
    pub account_closure: Duration,
    /// From `CLOSED` until the account leaves the organization.
    pub post_closure: Duration,
    /// From EnableRegion or DisableRegion to its end.
    #[serde(default = "region_change")]
    pub region_change: Duration,
    /// From PENDING_ENABLE to ENABLED, and from PENDING_DISABLE to disabled.
    pub policy_type_change: Duration,
    /// After CreateOrganization, how long CreateAccount answers FinalizingOrganizationException.
    pub finalizing: Duration,
    /// How long a stack set operation stays QUEUED before it runs.
    pub operation_queue: Duration,
    /// How long one batch of stack instances of an operation takes.
    pub stack_instances: Duration,
}

/// AWS says minutes to hours. Also for what was kept before there was this setting.
fn region_change() -> Duration {
    Duration::from_secs(900)
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            seed: 0,
            management_account_id: "111111111111".to_owned(),
            management_account_email: "management@example.com".to_owned(),
            management_account_name: "Management".to_owned(),
            account_quota: 10,
            unit_quota: 2000,
            rate_limits: false,
            account_creation: Duration::from_secs(20),
            account_closure: Duration::from_secs(60),
            post_closure: Duration::from_secs(90 * 24 * 3600),
            region_change: region_change(),
            policy_type_change: Duration::from_secs(5),
            finalizing: Duration::ZERO,
            operation_queue: Duration::from_secs(2),
            stack_instances: Duration::from_secs(15),
        }
    }
}
