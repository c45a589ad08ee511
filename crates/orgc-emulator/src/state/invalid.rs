//! Accounts whose effective policy is invalid. AWS goes on there with the last one that was valid.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::ids::digest;
use crate::clock::Moment;

/// The accounts by policy type, and what is in force in them.
// INVARIANT: `documents` holds what the accounts name, and nothing else.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct InvalidPolicies {
    /// `None` for an account that never had a valid one.
    accounts: BTreeMap<String, BTreeMap<String, Option<LastValid>>>,
    /// By digest, since the accounts of one OU mostly have the same.
    documents: BTreeMap<String, String>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct LastValid {
    digest: String,
    updated: Moment,
}

/// A valid effective policy.
#[derive(Debug)]
pub(crate) struct Document {
    digest: String,
    text: String,
}

impl Document {
    pub fn new(text: String) -> Self {
        Self { digest: digest(text.as_bytes()), text }
    }
}

impl InvalidPolicies {
    /// The accounts whose effective policy of this type is invalid, by id.
    pub fn accounts(&self, policy_type: &str) -> impl Iterator<Item = &String> + use<'_> {
        self.accounts.get(policy_type).into_iter().flat_map(BTreeMap::keys)
    }

    /// What is in force where the effective policy is invalid: a document, and since when it was. The outer `None` is an
    /// account whose effective policy is not invalid.
    pub fn in_force(&self, policy_type: &str, account: &str) -> Option<Option<(&str, Moment)>> {
        let last_valid = self.accounts.get(policy_type)?.get(account)?.as_ref();
        Some(last_valid.and_then(|one| Some((self.documents.get(&one.digest)?.as_str(), one.updated))))
    }

    /// Notes an invalid effective policy. Where the one before was invalid, too, what is in force stays.
    pub fn insert(&mut self, policy_type: &str, account: &str, before: Option<(&Document, Moment)>) {
        let accounts = self.accounts.entry(policy_type.to_owned()).or_default();
        if accounts.contains_key(account) {
            return;
        }
        let last_valid = before.map(|(Document { digest, text }, updated)| {
            self.documents.entry(digest.clone()).or_insert_with(|| text.clone());
            LastValid { digest: digest.clone(), updated }
        });
        accounts.insert(account.to_owned(), last_valid);
    }

    /// Takes back accounts whose effective policy is valid again, or gone.
    pub fn remove<'a>(&mut self, policy_type: &str, accounts: impl IntoIterator<Item = &'a String>) {
        let Some(known) = self.accounts.get_mut(policy_type) else { return };
        let count = known.len();
        accounts.into_iter().for_each(|account| _ = known.remove(account));
        if known.len() < count {
            self.drop_documents();
        }
    }

    /// Forgets an account that has left.
    pub fn remove_account(&mut self, account: &str) {
        self.accounts.values_mut().for_each(|accounts| _ = accounts.remove(account));
        self.drop_documents();
    }

    /// Forgets a policy type that was disabled.
    pub fn remove_type(&mut self, policy_type: &str) {
        self.accounts.remove(policy_type);
        self.drop_documents();
    }

    fn drop_documents(&mut self) {
        let named = self.accounts.values().flat_map(BTreeMap::values).flatten();
        let named: BTreeSet<&str> = named.map(|one| one.digest.as_str()).collect();
        self.documents.retain(|digest, _| named.contains(digest.as_str()));
    }
}
