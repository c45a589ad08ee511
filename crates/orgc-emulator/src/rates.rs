//! How many calls AWS takes: a bucket of tokens for each operation, of each account and of the organization.
//!
//! Published as tokens a second and the size of the bucket (Quotas for AWS Organizations; Quotas for AWS
//! Account Management, 2026). Operations without a published rate are not limited, nor is CloudFormation.

use std::collections::BTreeMap;

use crate::clock::Moment;
use crate::protocol::{Call, Service};

/// A bucket: thousandths of a token that come in a second, and tokens that it holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Rate {
    per_second: u64,
    burst: u64,
}

/// The operations of a row, the bucket of each account, and that of the organization.
type Row = (&'static [&'static str], Rate, Option<Rate>);

const fn rate(per_second: u64, burst: u64) -> Rate {
    Rate { per_second, burst }
}

const ORGANIZATIONS: [Row; 30] = [
    (&["CloseAccount"], rate(50, 1), None),
    (&["CreateAccount", "CreateGovCloudAccount"], rate(100, 3), None),
    (&["DescribeAccount"], rate(20_000, 30), Some(rate(24_000, 36))),
    (&["DescribeCreateAccountStatus"], rate(2_000, 2), Some(rate(2_000, 3))),
    (&["ListCreateAccountStatus"], rate(5_000, 8), Some(rate(6_000, 10))),
    (&["RemoveAccountFromOrganization"], rate(2_000, 2), None),
    (&["LeaveOrganization"], rate(1_000, 1), None),
    (&["CreateOrganization", "DeleteOrganization", "EnableAllFeatures"], rate(1_000, 1), None),
    (&["DescribeOrganization", "CreateOrganizationalUnit"], rate(1_000, 2), None),
    (&["UpdateOrganizationalUnit", "DeleteOrganizationalUnit", "MoveAccount"], rate(2_000, 3), None),
    (&["DescribeOrganizationalUnit"], rate(2_000, 2), Some(rate(2_000, 3))),
    (&["ListAccounts"], rate(8_000, 12), Some(rate(9_000, 15))),
    (&["ListChildren"], rate(6_000, 10), Some(rate(7_000, 12))),
    (
        &["ListParents", "ListAccountsForParent", "ListOrganizationalUnitsForParent"],
        rate(5_000, 8),
        Some(rate(6_000, 10)),
    ),
    (&["ListRoots"], rate(1_000, 2), Some(rate(1_000, 3))),
    (&["ListTagsForResource"], rate(10_000, 15), Some(rate(12_000, 18))),
    (&["TagResource", "UntagResource"], rate(4_000, 6), None),
    (&["CreatePolicy", "UpdatePolicy", "DeletePolicy", "AttachPolicy", "DetachPolicy"], rate(2_000, 3), None),
    (&["DescribePolicy"], rate(2_000, 2), Some(rate(2_000, 3))),
    (
        &["ListPolicies", "ListPoliciesForTarget", "ListTargetsForPolicy"],
        rate(5_000, 8),
        Some(rate(6_000, 10)),
    ),
    (&["EnablePolicyType", "DisablePolicyType"], rate(1_000, 1), None),
    (
        &[
            "EnableAWSServiceAccess",
            "DisableAWSServiceAccess",
            "RegisterDelegatedAdministrator",
            "DeregisterDelegatedAdministrator",
        ],
        rate(1_000, 2),
        None,
    ),
    (
        &["ListAWSServiceAccessForOrganization", "ListDelegatedServicesForAccount"],
        rate(1_000, 3),
        Some(rate(1_000, 4)),
    ),
    (&["ListDelegatedAdministrators"], rate(5_000, 8), Some(rate(6_000, 10))),
    (&["InviteAccountToOrganization"], rate(3_000, 5), None),
    (&["AcceptHandshake"], rate(1_000, 2), Some(rate(5_000, 5))),
    (&["DeclineHandshake"], rate(1_000, 1), Some(rate(5_000, 5))),
    (&["CancelHandshake"], rate(2_000, 3), None),
    (&["DescribeHandshake"], rate(1_000, 2), Some(rate(6_000, 10))),
    (&["ListHandshakesForAccount", "ListHandshakesForOrganization"], rate(5_000, 8), Some(rate(6_000, 10))),
];

const ACCOUNT: [Row; 10] = [
    (&["PutAccountName"], rate(1_000, 1), None),
    (&["PutAlternateContact", "PutContactInformation"], rate(5_000, 8), None),
    (&["GetAlternateContact", "GetContactInformation"], rate(10_000, 15), None),
    (&["DeleteAlternateContact"], rate(1_000, 6), None),
    (&["EnableRegion", "DisableRegion"], rate(1_000, 1), None),
    (&["GetRegionOptStatus", "ListRegions"], rate(5_000, 5), None),
    (&["GetAccountInformation", "GetPrimaryEmail"], rate(3_000, 3), None),
    (&["StartPrimaryEmailUpdate"], rate(1_000, 1), None),
    (&["AcceptPrimaryEmailUpdate"], rate(1_000, 1), None),
    (&["GetGovCloudAccountInformation"], rate(3_000, 5), None),
];

/// All buckets that were ever used.
#[derive(Debug, Default)]
pub(crate) struct Buckets {
    /// By operation and account; the organization's have no account.
    levels: BTreeMap<(String, Option<String>), Level>,
}

/// Millionths of a token in a bucket, and when that was so.
#[derive(Debug, Clone, Copy)]
struct Level {
    millionths: u64,
    at: Moment,
}

const TOKEN: u64 = 1_000_000;

impl Buckets {
    /// Takes a token for a call, or says that there is none. A refused call takes nothing.
    pub fn admit(&mut self, call: &Call, caller: &str, at: Moment) -> bool {
        let Some((_, of_account, of_organization)) = row(call) else { return true };
        let account = (call.operation.clone(), Some(caller.to_owned()));
        let organization = (call.operation.clone(), None);
        let buckets = [Some((account, *of_account)), of_organization.map(|rate| (organization, rate))];
        let levels: Vec<_> = buckets
            .into_iter()
            .flatten()
            .map(|(key, rate)| {
                let millionths =
                    self.levels.get(&key).map_or(rate.burst * TOKEN, |level| level.now(rate, at));
                (key, millionths)
            })
            .collect();
        let is_admitted = levels.iter().all(|(_, millionths)| *millionths >= TOKEN);
        for (key, millionths) in levels {
            let millionths = if is_admitted { millionths.saturating_sub(TOKEN) } else { millionths };
            self.levels.insert(key, Level { millionths, at });
        }
        is_admitted
    }
}

impl Level {
    /// Thousandths of a token a second are millionths a millisecond.
    fn now(self, rate: Rate, at: Moment) -> u64 {
        let elapsed = u64::try_from(at.since(self.at).as_millis()).unwrap_or(u64::MAX);
        let come = elapsed.saturating_mul(rate.per_second);
        self.millionths.saturating_add(come).min(rate.burst * TOKEN)
    }
}

fn row(call: &Call) -> Option<&'static Row> {
    let rows: &[Row] = match call.service {
        Service::Organizations => &ORGANIZATIONS,
        Service::Account => &ACCOUNT,
        Service::CloudFormation | Service::Sts | Service::Tagging => &[],
    };
    rows.iter().find(|(operations, _, _)| operations.contains(&call.operation.as_str()))
}
