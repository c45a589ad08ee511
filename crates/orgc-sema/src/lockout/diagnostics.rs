//! How a lock-out is told.

use super::access::{CONTROL_TOWER_ROLE, Who};
use super::deployment::{in_order, role};
use super::obstacle::Obstacle;
use crate::model::BreakGlass;
use crate::value::entity_noun;
use orgc_diag::{Diagnostic, Severity, Span, codes};
use orgc_ir::Address;
use orgc_ir::desired::{PermissionModel, StackSet};
use std::collections::BTreeSet;

/// A stack set that a rule keeps from being deployed.
pub(super) struct Locked<'m> {
    /// The block that the set comes from.
    block: Address,
    model: PermissionModel,
    /// The first sentence that deploys it where it cannot be.
    sentence: Span,
    pub(super) accounts: BTreeSet<&'m Address>,
    pub(super) regions: BTreeSet<&'m str>,
    pub(super) steps: BTreeSet<&'static str>,
    /// Whether it is the same in every other Region.
    pub(super) everywhere: bool,
}

impl Locked<'_> {
    pub(super) fn new(address: &Address, set: &StackSet, sentence: Span) -> Self {
        let name = address.name().split('/').next().unwrap_or_default();
        Self {
            block: Address::new(address.kind(), name),
            model: set.permission_model,
            sentence,
            accounts: BTreeSet::new(),
            regions: BTreeSet::new(),
            steps: BTreeSet::new(),
            everywhere: true,
        }
    }
}

pub(super) fn deployment(
    locked: &Locked<'_>,
    obstacle: &Obstacle,
    (span, does): (Span, &str),
    partition: &str,
) -> Diagnostic {
    let steps = in_order(&locked.steps);
    let ((first, purpose), others) =
        steps.split_first().map_or((("", ""), &[][..]), |(first, others)| (*first, others));
    let others: Vec<&str> = others.iter().map(|(step, _)| *step).collect();
    let regions = quoted(locked.regions.iter().copied(), 3);
    let role = role(locked.model);
    let message = format!(
        "StackSets cannot {purpose} {} in {regions} of {}: it may not `{first}`",
        entity_noun(&locked.block),
        accounts(&locked.accounts)
    );
    let diagnostic = Diagnostic::new(codes::LOCKS_OUT_OPERATOR, message)
        .at(span, format!("{does} it to every request of `{role}`, the role of StackSets"))
        .at(locked.sentence, "deployed here");
    let diagnostic = match others.is_empty() {
        true => diagnostic,
        false => diagnostic.note(format!("nor may it {}, which it needs too", quoted(others.into_iter(), 4))),
    };
    let diagnostic = diagnostic
        .note("policies touch this role: it is not a service-linked one")
        .help(way_out(obstacle, &principal(partition, role)));
    match locked.everywhere {
        true => diagnostic,
        false => {
            diagnostic.help(format!("or deploy to Regions that the policies leave open, not to {regions}"))
        }
    }
}

/// That a role of the management account is shut out is a warning: an account may be sealed on purpose, and the
/// management account can always take the policy off. Who is named for emergencies is meant to get in.
pub(super) fn access(
    who: Who<'_>,
    locked: &BTreeSet<&Address>,
    obstacle: &Obstacle,
    (span, does): (Span, &str),
    partition: &str,
) -> Diagnostic {
    let accounts = accounts(locked);
    let all = match obstacle {
        Obstacle::Denies { .. } => "everything",
        Obstacle::Silent { .. } => "anything",
    };
    let found = |message, principal: &str| {
        Diagnostic::new(codes::LOCKS_OUT_OPERATOR, message)
            .at(span, format!("{does} it {all}"))
            .help(way_out(obstacle, principal))
    };
    let mut diagnostic = match who {
        Who::Named(BreakGlass { arn, span }) => {
            return found(format!("`{arn}`, named in `break-glass`, can do nothing in {accounts}"), arn)
                .at(*span, "to get in whatever happens");
        }
        Who::People(role) => {
            let way = format!("whoever enters {accounts} from the management account, by the role `{role}`");
            found(format!("{way}, can do nothing there"), &principal(partition, role))
        }
        Who::ControlTower => {
            let way = format!("Control Tower, which works in {accounts} by the role `{CONTROL_TOWER_ROLE}`");
            found(format!("{way}, can do nothing there"), &principal(partition, CONTROL_TOWER_ROLE))
        }
    };
    diagnostic.severity = Severity::Warning;
    diagnostic
}

fn principal(partition: &str, role: &str) -> String {
    format!("arn:{partition}:iam::*:role/{role}")
}

fn way_out(obstacle: &Obstacle, principal: &str) -> String {
    match obstacle {
        Obstacle::Denies { .. } => {
            format!("let it pass: `unless aws:PrincipalArn like \"{principal}\"`")
        }
        Obstacle::Silent { .. } => {
            format!("allow it: `allow all when aws:PrincipalArn like \"{principal}\"`")
        }
    }
}

/// The accounts by name, or the first and how many more.
fn accounts(accounts: &BTreeSet<&Address>) -> String {
    let (first, more) = (accounts.first().map_or("", |one| one.name()), accounts.len().saturating_sub(1));
    match more {
        0 => format!("account `{first}`"),
        1 => format!("account `{first}` and 1 more"),
        more => format!("account `{first}` and {more} more"),
    }
}

/// The first of some names, and how many more there are.
fn quoted<'n>(names: impl ExactSizeIterator<Item = &'n str>, most: usize) -> String {
    let more = names.len().saturating_sub(most);
    let shown: Vec<String> = names.take(most).map(|name| format!("`{name}`")).collect();
    match more {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}
