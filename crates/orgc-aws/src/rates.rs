//! How fast AWS may be asked.
//!
//! One token bucket for each operation, filled at the published rate. A throttled reply means that
//! somebody else draws from the same bucket, so ours is emptied and fills at half the speed; every
//! answer brings the speed back a little.

use orgc_exec::Clock;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// Tokens a second and tokens at most.
type Rate = (f64, f64);

/// The buckets of one backend.
#[derive(Debug)]
pub(crate) struct Rates {
    clock: Arc<dyn Clock>,
    buckets: Mutex<BTreeMap<&'static str, Bucket>>,
}

#[derive(Debug)]
struct Bucket {
    /// Below zero, tokens are promised to callers that wait already.
    tokens: f64,
    speed: f64,
    filled: Duration,
}

/// What a throttled reply leaves of the speed, and the least it may become.
const SLOWER: f64 = 0.5;
const SLOWEST: f64 = 0.125;
/// What an answer makes of the speed.
const FASTER: f64 = 1.05;

/// Calls take different times on their way, so AWS may meet two of them closer together than they were sent. What it
/// fills in in this time stays in the bucket.
const ON_THE_WAY: f64 = 0.1;

impl Rates {
    /// Full buckets at the published rates.
    pub fn published(clock: Arc<dyn Clock>) -> Self {
        Self { clock, buckets: Mutex::default() }
    }

    /// The clock by which buckets fill.
    pub fn clock(&self) -> &dyn Clock {
        self.clock.as_ref()
    }

    /// Waits for a token. Who asks first is served first.
    pub async fn admit(&self, call: &'static str) {
        let wait = self.with(call, |bucket, _| {
            bucket.tokens -= 1.0;
            -bucket.tokens / bucket.speed
        });
        if wait > 0.0 {
            self.clock.sleep(Duration::from_secs_f64(wait)).await;
        }
    }

    /// Notes a throttled reply.
    pub fn throttled(&self, call: &'static str) {
        self.with(call, |bucket, (published, _)| {
            bucket.tokens = bucket.tokens.min(0.0);
            bucket.speed = (bucket.speed * SLOWER).max(published * SLOWEST);
        });
    }

    /// Notes any other reply.
    pub fn answered(&self, call: &'static str) {
        self.with(call, |bucket, (published, _)| bucket.speed = (bucket.speed * FASTER).min(published));
    }

    fn with<T>(&self, call: &'static str, change: impl FnOnce(&mut Bucket, Rate) -> T) -> T {
        let (speed, burst) = published(call);
        let room = (burst - speed * ON_THE_WAY).max(1.0);
        let now = self.clock.now();
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        let bucket = buckets.entry(call).or_insert(Bucket { tokens: room, speed, filled: now });
        let passed = now.saturating_sub(bucket.filled).as_secs_f64();
        bucket.tokens = (bucket.tokens + passed * bucket.speed).min(room);
        bucket.filled = now;
        change(bucket, (speed, burst))
    }
}

/// How long AWS takes at least to take these calls at the published rates, and the call that takes longest.
///
/// Nobody else may draw from the same buckets; what AWS does after a call is not counted.
pub fn least_time<'c>(calls: impl IntoIterator<Item = &'c str>) -> Option<(Duration, &'c str)> {
    let mut numbers: BTreeMap<&str, u32> = BTreeMap::new();
    for call in calls {
        *numbers.entry(call).or_default() += 1;
    }
    let time = |(call, number): (&'c str, u32)| {
        let (speed, burst) = published(call);
        (Duration::from_secs_f64(((f64::from(number) - burst) / speed).max(0.0)), call)
    };
    numbers.into_iter().map(time).max()
}

/// The rates of one account (Quotas for AWS Organizations; Quotas for AWS Account Management).
/// CloudFormation and the Resource Groups Tagging API publish none; their lines are what is taken without being throttled.
fn published(call: &str) -> Rate {
    let Some((service, operation)) = call.split_once(':') else { return (1.0, 1.0) };
    match (service, operation) {
        ("account", "GetAlternateContact" | "GetContactInformation") => (10.0, 15.0),
        ("account", "PutAlternateContact" | "PutContactInformation") => (5.0, 8.0),
        ("account", "GetRegionOptStatus" | "ListRegions") => (5.0, 5.0),
        ("account", _) => (1.0, 1.0),
        ("cloudformation", _) => (4.0, 8.0),
        ("tag", _) => (5.0, 10.0),
        (_, "CloseAccount") => (0.05, 1.0),
        (_, "CreateAccount") => (0.1, 3.0),
        (_, "DescribeAccount") => (20.0, 30.0),
        (_, "ListTagsForResource") => (10.0, 15.0),
        (_, "ListAccounts") => (8.0, 12.0),
        (_, "ListChildren") => (6.0, 10.0),
        (_, "TagResource" | "UntagResource") => (4.0, 6.0),
        (
            _,
            "ListCreateAccountStatus"
            | "ListParents"
            | "ListAccountsForParent"
            | "ListOrganizationalUnitsForParent"
            | "ListPolicies"
            | "ListPoliciesForTarget"
            | "ListTargetsForPolicy"
            | "ListDelegatedAdministrators",
        ) => (5.0, 8.0),
        (_, "RemoveAccountFromOrganization") => (2.0, 2.0),
        (_, "DescribePolicy" | "DescribeCreateAccountStatus" | "DescribeOrganizationalUnit") => (2.0, 2.0),
        (
            _,
            "CreatePolicy"
            | "UpdatePolicy"
            | "AttachPolicy"
            | "DetachPolicy"
            | "DeletePolicy"
            | "UpdateOrganizationalUnit"
            | "DeleteOrganizationalUnit"
            | "MoveAccount",
        ) => (2.0, 3.0),
        (_, "ListAWSServiceAccessForOrganization" | "ListDelegatedServicesForAccount") => (1.0, 3.0),
        (
            _,
            "DescribeOrganization"
            | "CreateOrganizationalUnit"
            | "ListRoots"
            | "EnableAWSServiceAccess"
            | "DisableAWSServiceAccess"
            | "RegisterDelegatedAdministrator"
            | "DeregisterDelegatedAdministrator",
        ) => (1.0, 2.0),
        _ => (1.0, 1.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use orgc_exec::{Pause, TokioClock};

    /// A clock whose waits are over at once and are remembered.
    #[derive(Debug, Default)]
    struct Waits(Mutex<Vec<Duration>>);

    impl Clock for Waits {
        fn now(&self) -> Duration {
            Duration::ZERO
        }

        fn sleep(&self, duration: Duration) -> Pause {
            self.0.lock().unwrap().push(duration);
            Box::pin(std::future::ready(()))
        }
    }

    #[tokio::test]
    async fn after_the_burst_callers_wait_in_their_order() {
        let clock = Arc::new(Waits::default());
        let rates = Rates::published(clock.clone());
        for _ in 0..5 {
            rates.admit("organizations:CreateAccount").await;
        }
        let seconds: Vec<f64> = clock.0.lock().unwrap().iter().map(Duration::as_secs_f64).collect();
        assert_eq!(seconds, [0.1, 10.1, 20.1]);
    }

    #[tokio::test]
    async fn a_throttled_reply_halves_the_speed_and_answers_bring_it_back() {
        let clock = Arc::new(Waits::default());
        let rates = Rates::published(clock.clone());
        rates.throttled("organizations:MoveAccount");
        rates.admit("organizations:MoveAccount").await;
        assert_eq!(*clock.0.lock().unwrap(), [Duration::from_secs(1)]);
        for _ in 0..30 {
            rates.answered("organizations:MoveAccount");
        }
        rates.admit("organizations:MoveAccount").await;
        assert_eq!(clock.0.lock().unwrap().last(), Some(&Duration::from_secs(1)));
    }

    #[test]
    fn the_slowest_bucket_says_how_long_calls_take() {
        let accounts = ["organizations:CreateAccount"; 23];
        let moves = ["organizations:MoveAccount"; 23];
        let least = least_time(accounts.into_iter().chain(moves));
        assert_eq!(least, Some((Duration::from_secs(200), "organizations:CreateAccount")));
        assert_eq!(least_time([]), None);
    }

    #[test]
    fn the_clock_of_the_machine_is_after_2020() {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        let now = runtime.block_on(async { TokioClock::of_the_machine().now() });
        assert!(now.as_secs() > 1_577_836_800);
    }
}
