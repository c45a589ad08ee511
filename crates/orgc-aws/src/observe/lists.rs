//! Lists that several parts of a snapshot need: each is read once, by the part that needs it first.

use super::tree;
use crate::AwsBackend;
use crate::organizations::{read, tree as live};
use aws_sdk_organizations::types::{Account, PolicySummary};
use futures_util::future::try_join_all;
use orgc_exec::Fault;
use orgc_ir::observed::{LiveOrganization, LiveUnit};
use std::collections::{BTreeMap, BTreeSet};
use tokio::sync::OnceCell;

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
        let accounts = self.accounts.get_or_try_init(|| live::accounts(self.aws)).await?;
        Ok(accounts)
    }

    /// The units by id, without tags.
    pub(super) async fn units(&self) -> Result<&BTreeMap<String, LiveUnit>, Fault> {
        self.units.get_or_try_init(|| tree::units(self.aws, &self.organization.root_id)).await
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
