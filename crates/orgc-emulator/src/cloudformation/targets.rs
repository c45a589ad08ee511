//! Which accounts and Regions a request means.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::Session;
use super::fields::list;
use crate::refusal::Refusal;
use crate::state::stack_set::{PermissionModel, StackSet};

const LARGEST_UNIT_LIST: usize = 50;

/// The DeploymentTargets member of a request.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct DeploymentTargets {
    #[serde(default, deserialize_with = "list")]
    organizational_unit_ids: Option<Vec<String>>,
    #[serde(default, deserialize_with = "list")]
    accounts: Option<Vec<String>>,
    accounts_url: Option<String>,
    account_filter_type: Option<String>,
}

/// The members of a request that say where.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Where {
    #[serde(default, deserialize_with = "list")]
    pub accounts: Option<Vec<String>>,
    pub deployment_targets: Option<DeploymentTargets>,
    #[serde(default, deserialize_with = "list")]
    pub regions: Option<Vec<String>>,
}

/// What a request means: accounts with the OU each was found through, and Regions.
#[derive(Debug, Clone)]
pub(super) struct Scope {
    pub accounts: BTreeMap<String, Option<String>>,
    /// In the order of the request.
    pub regions: Vec<String>,
    /// The OUs that are named.
    pub units: Vec<String>,
    /// Whether the OUs are meant as a whole, without a choice among their accounts.
    pub whole_units: bool,
}

/// What the filter does with OUs and accounts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Filter {
    None,
    Intersection,
    Difference,
    Union,
}

/// Whether the request creates instances, for which fewer filters exist.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    Create,
    Other,
}

impl Session<'_> {
    /// Resolves a request's targets for a stack set.
    pub(super) fn scope(&self, set: &StackSet, place: &Where, purpose: Purpose) -> Result<Scope, Refusal> {
        let regions = checked_regions(place.regions.as_deref().unwrap_or_default())?;
        match (set.permission_model, &place.accounts, &place.deployment_targets) {
            (PermissionModel::SelfManaged, Some(accounts), None) => Ok(self_managed_scope(accounts, regions)),
            (PermissionModel::SelfManaged, _, _) => {
                Err(Refusal::validation("a SELF_MANAGED stack set is deployed to Accounts"))
            }
            (PermissionModel::ServiceManaged, None, Some(targets)) => {
                self.service_managed_scope(targets, regions, purpose)
            }
            (PermissionModel::ServiceManaged, _, _) => Err(Refusal::validation(
                "a SERVICE_MANAGED stack set is deployed to DeploymentTargets, not Accounts",
            )),
        }
    }

    fn service_managed_scope(
        &self,
        targets: &DeploymentTargets,
        regions: Vec<String>,
        purpose: Purpose,
    ) -> Result<Scope, Refusal> {
        if targets.accounts_url.is_some() {
            return Err(Refusal::validation("this emulator does not read AccountsUrl"));
        }
        let units = targets.organizational_unit_ids.clone().unwrap_or_default();
        let listed: BTreeSet<String> = targets.accounts.iter().flatten().cloned().collect();
        let filter = filter(targets, !units.is_empty(), !listed.is_empty(), purpose)?;
        let inside = self.accounts_in(&units)?;
        let accounts = match filter {
            Filter::None => inside,
            Filter::Intersection => inside.into_iter().filter(|(id, _)| listed.contains(id)).collect(),
            Filter::Difference => inside.into_iter().filter(|(id, _)| !listed.contains(id)).collect(),
            Filter::Union => self.with_listed(inside, listed),
        };
        Ok(Scope { accounts, regions, units, whole_units: filter == Filter::None })
    }

    /// The member accounts below the OUs, each with the first OU that holds it; never the management account.
    pub(super) fn accounts_in(&self, units: &[String]) -> Result<BTreeMap<String, Option<String>>, Refusal> {
        let organization = self.state.organization.as_ref();
        let organization = organization.ok_or_else(|| Refusal::validation("there is no organization"))?;
        if units.len() > LARGEST_UNIT_LIST {
            return Err(Refusal::validation(format!("a request may name {LARGEST_UNIT_LIST} OUs")));
        }
        let mut accounts = BTreeMap::new();
        for unit in units {
            if !organization.is_container(unit) {
                return Err(Refusal::validation(format!(
                    "there is no root or OU {unit} in the organization"
                )));
            }
            for account in organization.members_under(unit) {
                accounts.entry(account.clone()).or_insert_with(|| Some(unit.clone()));
            }
        }
        Ok(accounts)
    }

    fn with_listed(
        &self,
        mut accounts: BTreeMap<String, Option<String>>,
        listed: BTreeSet<String>,
    ) -> BTreeMap<String, Option<String>> {
        let management = &self.state.settings.management_account_id;
        for account in listed.into_iter().filter(|account| account != management) {
            let parent =
                self.state.organization.as_ref().and_then(|found| found.parent(&account)).map(str::to_owned);
            accounts.entry(account).or_insert(parent);
        }
        accounts
    }
}

fn self_managed_scope(accounts: &[String], regions: Vec<String>) -> Scope {
    let accounts = accounts.iter().map(|account| (account.clone(), None)).collect();
    Scope { accounts, regions, units: Vec::new(), whole_units: false }
}

fn filter(
    targets: &DeploymentTargets,
    has_units: bool,
    has_accounts: bool,
    purpose: Purpose,
) -> Result<Filter, Refusal> {
    let creates = purpose == Purpose::Create;
    let filter = match targets.account_filter_type.as_deref() {
        Some("NONE") => Filter::None,
        Some("INTERSECTION") => Filter::Intersection,
        Some("DIFFERENCE") => Filter::Difference,
        Some("UNION") if creates => {
            return Err(Refusal::validation("CreateStackInstances has no AccountFilterType UNION"));
        }
        Some("UNION") => Filter::Union,
        Some(other) => return Err(Refusal::validation(format!("there is no AccountFilterType {other}"))),
        None if has_accounts && has_units && creates => {
            return Err(Refusal::validation("OUs together with accounts need an AccountFilterType"));
        }
        None if has_accounts => Filter::Union,
        None => Filter::None,
    };
    if !has_units && (creates || filter != Filter::Union) {
        return Err(Refusal::validation("DeploymentTargets must name organizational units"));
    }
    let fits = match filter {
        Filter::None => !has_accounts,
        Filter::Intersection | Filter::Difference => has_accounts,
        Filter::Union => true,
    };
    let message = "this AccountFilterType and the list of accounts do not go together";
    if fits { Ok(filter) } else { Err(Refusal::validation(message)) }
}

/// Regions in the order of the request, without repetition.
fn checked_regions(regions: &[String]) -> Result<Vec<String>, Refusal> {
    let mut checked: Vec<String> = Vec::new();
    for region in regions {
        if !is_region(region) {
            return Err(Refusal::validation(format!("{region} is no Region")));
        }
        if !checked.contains(region) {
            checked.push(region.clone());
        }
    }
    Ok(checked)
}

fn is_region(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let is_word = |part: &&str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase());
    match parts.split_last() {
        Some((number, words)) => {
            words.len() >= 2 && words.iter().all(is_word) && number.bytes().all(|byte| byte.is_ascii_digit())
        }
        None => false,
    }
}
