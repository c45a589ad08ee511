//! Which refusals are worth another try, and when.
//!
//! A table: the first pause, which doubles with each try, the longest pause, and how long in all.
//! The same faults in the same order give the same pauses; there is no randomness, because writes
//! to an organization stand in one lane and do not compete with each other.

use crate::FaultKind;
use std::time::Duration;

/// What a fault has to be judged by, besides its kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Circumstances {
    /// The call may be repeated although an earlier one may have had its effect.
    pub repeatable: bool,
    /// What the call is about was made in this run, so that reads may lag behind.
    pub fresh: bool,
    /// The organization was made in this run.
    pub new_organization: bool,
}

/// A line of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Patience {
    first: Duration,
    longest: Duration,
    in_all: Duration,
}

/// Tries that failed in the same way, one after another. A fault of another kind begins anew: who was
/// throttled for a minute has all patience left for a lost reply.
#[derive(Clone, Copy, Debug, Default)]
pub struct Tries {
    kind: Option<FaultKind>,
    count: u32,
    since: Duration,
}

impl Tries {
    /// Counts a try that failed now; how long to wait before the next one, or none when another try is of no use.
    pub fn failed(
        &mut self,
        kind: FaultKind,
        circumstances: Circumstances,
        now: Duration,
    ) -> Option<Duration> {
        if self.kind != Some(kind) {
            *self = Self { kind: Some(kind), count: 0, since: now };
        }
        self.count += 1;
        pause(kind, circumstances, self.count, now.saturating_sub(self.since))
    }
}

/// How long to wait before the next try; none when another try is of no use.
///
/// `tries` is how many tries have failed so far, at least one; `waited` is how long ago the first
/// of them failed.
fn pause(kind: FaultKind, circumstances: Circumstances, tries: u32, waited: Duration) -> Option<Duration> {
    let patience = patience(kind, circumstances)?;
    let doubled = 2u32.checked_pow(tries.saturating_sub(1)).unwrap_or(u32::MAX);
    let pause = patience.first.saturating_mul(doubled).min(patience.longest);
    (waited + pause <= patience.in_all).then_some(pause)
}

/// The table. The quotas page of the Organizations guide gives the hour for new organizations;
/// the other limits are ours.
fn patience(kind: FaultKind, circumstances: Circumstances) -> Option<Patience> {
    let Circumstances { repeatable, fresh, new_organization } = circumstances;
    match kind {
        FaultKind::Throttled => Some(seconds(1, 20, 300)),
        FaultKind::Concurrent => Some(seconds(1, 15, 600)),
        FaultKind::PolicyChanges => Some(seconds(2, 20, 600)),
        FaultKind::Finalizing => Some(seconds(10, 60, 3900)),
        FaultKind::AccountLimit if new_organization => Some(seconds(10, 60, 3900)),
        FaultKind::CreationLimit | FaultKind::ClosureLimit => Some(seconds(10, 60, 1800)),
        // An operation takes minutes for a few accounts and hours for thousands.
        FaultKind::OperationInProgress => Some(seconds(2, 60, 12 * 3600)),
        FaultKind::Conflict => Some(seconds(5, 30, 300)),
        FaultKind::NotEmpty if fresh => Some(seconds(1, 15, 120)),
        FaultKind::ServiceFailure if repeatable => Some(seconds(1, 15, 60)),
        FaultKind::Lost if repeatable => Some(seconds(1, 10, 15)),
        FaultKind::NotFound | FaultKind::NotEnabled | FaultKind::NotInOrganization if fresh => {
            Some(seconds(1, 10, 60))
        }
        _ => None,
    }
}

fn seconds(first: u64, longest: u64, in_all: u64) -> Patience {
    Patience {
        first: Duration::from_secs(first),
        longest: Duration::from_secs(longest),
        in_all: Duration::from_secs(in_all),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every pause until the table gives up, in seconds.
    fn pauses(kind: FaultKind, circumstances: Circumstances) -> Vec<u64> {
        let (mut all, mut waited) = (Vec::new(), Duration::ZERO);
        while let Some(next) = pause(kind, circumstances, all.len() as u32 + 1, waited) {
            all.push(next.as_secs());
            waited += next;
        }
        all
    }

    #[test]
    fn pauses_double_up_to_a_limit_and_end() {
        let repeatable = Circumstances { repeatable: true, ..Circumstances::default() };
        assert_eq!(pauses(FaultKind::Lost, repeatable), [1, 2, 4, 8]);
        let concurrent = pauses(FaultKind::Concurrent, Circumstances::default());
        assert_eq!(concurrent[..6], [1, 2, 4, 8, 15, 15]);
        assert!(concurrent.iter().sum::<u64>() <= 600);
    }

    #[test]
    fn a_refusal_is_final_and_an_unrepeatable_call_is_not_repeated() {
        let none = Circumstances::default();
        for kind in
            [FaultKind::Refused, FaultKind::AccessDenied, FaultKind::Credentials, FaultKind::Duplicate]
        {
            assert_eq!(pauses(kind, none), [] as [u64; 0]);
        }
        assert_eq!(pauses(FaultKind::Lost, none), [] as [u64; 0]);
        assert_eq!(pauses(FaultKind::NotFound, none), [] as [u64; 0]);
    }

    #[test]
    fn an_account_limit_is_waited_for_in_a_new_organization_only() {
        let new = Circumstances { new_organization: true, ..Circumstances::default() };
        assert!(pauses(FaultKind::AccountLimit, new).iter().sum::<u64>() > 3600);
        assert_eq!(pauses(FaultKind::AccountLimit, Circumstances::default()), [] as [u64; 0]);
    }
}
