//! What a difference does to permissions.

use super::flat::Flat;
use orgc_policy::{Document, Effect as Verdict};
use serde::Serialize;

/// What a difference does to permissions, judged by statement: whether more may become allowed, and
/// whether less may. Both can hold; neither means that nothing is known to change.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Effect {
    /// More may become allowed.
    pub widens: bool,
    /// Less may become allowed.
    pub narrows: bool,
}

impl Effect {
    /// More may become allowed.
    pub const WIDENS: Self = Self { widens: true, narrows: false };
    /// Less may become allowed.
    pub const NARROWS: Self = Self { widens: false, narrows: true };
    /// Both.
    pub const UNCLEAR: Self = Self { widens: true, narrows: true };

    /// The effect of both.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self { widens: self.widens || other.widens, narrows: self.narrows || other.narrows }
    }

    /// The effect of the opposite difference.
    #[must_use]
    pub fn reversed(self) -> Self {
        Self { widens: self.narrows, narrows: self.widens }
    }

    /// Whether neither holds.
    pub fn is_none(&self) -> bool {
        !self.widens && !self.narrows
    }

    /// The effect of a statement that applies to more than before.
    pub(super) fn of_growing(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Allow => Self::WIDENS,
            Verdict::Deny => Self::NARROWS,
        }
    }
}

/// The effect of attaching a policy with these attributes. The policies at one target are united: an
/// allow there is one more, a deny one less. Policies that are no permissions have none.
pub(super) fn of_attaching(policy: &Flat) -> Effect {
    let is_permission = policy
        .get("policy_type")
        .is_some_and(|one| matches!(one.as_str(), "SERVICE_CONTROL_POLICY" | "RESOURCE_CONTROL_POLICY"));
    let document = policy.get("document").filter(|_| is_permission);
    let Some(Ok(document)) = document.map(|text| Document::parse(text)) else { return Effect::default() };
    let effects = document.statements.iter().map(|one| Effect::of_growing(one.effect));
    effects.fold(Effect::default(), Effect::and)
}
