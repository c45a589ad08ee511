//! Lists that several parts of a snapshot need: each is read once, by the part that needs it first.

use crate::AwsBackend;
use crate::organizations::{given, read, tree};
use aws_sdk_organizations::types::{Account, PolicySummary};
use futures_util::future::try_join_all;
use orgc_exec::Fault;
use orgc_ir::observed::{LiveOrganization, LiveUnit};
use std::collections::{BTreeMap, BTreeSet};
use tokio::sync::OnceCell;

/// Levels of units below the root, the last of which has no units below it (quotas of AWS Organizations).
const DEPTH: usize = 5;

/// The lists of one snapshot.
pub(super) struct Lists<'a> {
    aws: &'a AwsBackend,
    organization: &'a LiveOrganization,
    accounts: OnceCell<Vec<Account>>,
    units: OnceCell<BTreeMap<String, LiveUnit>>,
    policies: OnceCell<Vec<PolicySummary>>,
    trusted_services: OnceCell<BTreeSet<String>>,
}

impl<'a> Lists<'a> {
    pub(super) fn new(aws: &'a AwsBackend, organization: &'a LiveOrganization) -> Self {
        Self {
            aws,
            organization,
            accounts: OnceCell::new(),
            units: OnceCell::new(),
            policies: OnceCell::new(),
            trusted_services: OnceCell::new(),
        }
    }

    /// Every account, closed ones included.
    pub(super) async fn accounts(&self) -> Result<&[Account], Fault> {
        let accounts = self.accounts.get_or_try_init(|| tree::accounts(self.aws)).await?;
        Ok(accounts)
    }

    /// The units by id, without tags.
    pub(super) async fn units(&self) -> Result<&BTreeMap<String, LiveUnit>, Fault> {
        self.units.get_or_try_init(|| units(self.aws, &self.organization.root_id)).await
    }

    /// The customer's policies of the enabled types, without their texts.
    pub(super) async fn policies(&self) -> Result<&[PolicySummary], Fault> {
        let read = async || {
            let types = self.organization.policy_types.iter();
            let lists = try_join_all(types.map(|one| read::policies(self.aws, one))).await?;
            Ok(lists.into_iter().flatten().filter(|one| !one.aws_managed()).collect())
        };
        let policies: &Vec<_> = self.policies.get_or_try_init(read).await?;
        Ok(policies)
    }

    /// Only an organization with all features has trusted services; the others answer an error.
    pub(super) async fn trusted_services(&self) -> Result<&BTreeSet<String>, Fault> {
        let read = async || match self.organization.all_features {
            true => Ok(read::trusted_services(self.aws).await?.into_iter().collect()),
            false => Ok(BTreeSet::new()),
        };
        self.trusted_services.get_or_try_init(read).await
    }
}

/// Level by level, one call for each parent.
async fn units(aws: &AwsBackend, root: &str) -> Result<BTreeMap<String, LiveUnit>, Fault> {
    let mut all = BTreeMap::new();
    let mut parents = vec![root.to_owned()];
    for _ in 0..DEPTH {
        let levels = try_join_all(parents.iter().map(|parent| tree::units(aws, parent))).await?;
        let mut next = Vec::new();
        for (parent, children) in parents.iter().zip(levels) {
            for unit in children {
                let (arn, name) = (given(unit.arn()), given(unit.name()));
                let live = LiveUnit { arn, name, parent: parent.clone(), tags: BTreeMap::new() };
                next.push(given(unit.id()));
                all.insert(given(unit.id()), live);
            }
        }
        parents = next;
    }
    Ok(all)
}
