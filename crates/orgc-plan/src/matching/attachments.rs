//! Live attachments, findable from both ends.

use orgc_ir::Observed;
use orgc_ir::observed::LiveAttachment;
use std::collections::BTreeMap;

/// The live attachments.
#[derive(Default)]
pub(crate) struct Attachments<'a> {
    by_target: BTreeMap<&'a str, Vec<&'a LiveAttachment>>,
    by_policy: BTreeMap<&'a str, Vec<&'a LiveAttachment>>,
}

impl<'a> Attachments<'a> {
    pub fn new(observed: &'a Observed) -> Self {
        let mut all = Self::default();
        for one in &observed.attachments {
            all.by_target.entry(&one.target).or_default().push(one);
            all.by_policy.entry(&one.policy).or_default().push(one);
        }
        all
    }

    pub fn at(&self, target: &str) -> &[&'a LiveAttachment] {
        self.by_target.get(target).map_or(&[], Vec::as_slice)
    }

    pub fn of(&self, policy: &str) -> &[&'a LiveAttachment] {
        self.by_policy.get(policy).map_or(&[], Vec::as_slice)
    }

    pub fn contains(&self, policy: &str, target: &str) -> bool {
        self.at(target).iter().any(|one| one.policy == policy)
    }
}
