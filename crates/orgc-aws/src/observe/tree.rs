//! Units and accounts.

use super::lists::Lists;
use crate::AwsBackend;
use crate::organizations::{given, tree};
use aws_sdk_organizations::types::Account;
use futures_util::future::try_join_all;
use orgc_exec::Fault;
use orgc_ir::observed::{LiveAccount, LiveUnit};
use std::collections::BTreeMap;
use tokio::try_join;

/// Everything below the root, by id and still without tags.
pub(super) struct Tree {
    pub units: BTreeMap<String, LiveUnit>,
    pub accounts: BTreeMap<String, LiveAccount>,
}

/// The list of accounts says where each one stands.
pub(super) async fn read(aws: &AwsBackend, root: &str, lists: &Lists<'_>) -> Result<Tree, Fault> {
    let (units, accounts) = try_join!(lists.units(), lists.accounts())?;
    let mut accounts: BTreeMap<_, _> = accounts.iter().map(|one| (given(one.id()), live(one))).collect();
    if accounts.values().any(|account| account.parent.is_empty()) {
        place(aws, root, units, &mut accounts).await?;
    }
    Ok(Tree { units: units.clone(), accounts })
}

fn live(account: &Account) -> LiveAccount {
    LiveAccount {
        arn: given(account.arn()),
        name: given(account.name()),
        email: given(account.email()),
        state: tree::state(account),
        parent: account.paths().first().and_then(|path| parent(path)).unwrap_or_default().to_owned(),
        tags: BTreeMap::new(),
    }
}

/// The second to last of `o-…/r-…/ou-…/123456789012/`.
fn parent(path: &str) -> Option<&str> {
    path.trim_end_matches('/').rsplit('/').nth(1)
}

/// Where the list does not say where an account stands, every parent is asked for its accounts.
async fn place(
    aws: &AwsBackend,
    root: &str,
    units: &BTreeMap<String, LiveUnit>,
    accounts: &mut BTreeMap<String, LiveAccount>,
) -> Result<(), Fault> {
    let parents: Vec<&str> = std::iter::once(root).chain(units.keys().map(String::as_str)).collect();
    let children = try_join_all(parents.iter().map(|parent| tree::account_ids(aws, parent))).await?;
    for (parent, ids) in parents.into_iter().zip(children) {
        for id in ids {
            if let Some(account) = accounts.get_mut(&id) {
                parent.clone_into(&mut account.parent);
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::parent;

    #[test]
    fn a_path_ends_with_the_account_and_its_parent_stands_before() {
        assert_eq!(parent("o-a/r-b/ou-b-c/123456789012/"), Some("ou-b-c"));
        assert_eq!(parent("o-a/r-b/123456789012/"), Some("r-b"));
        assert_eq!(parent(""), None);
    }
}
