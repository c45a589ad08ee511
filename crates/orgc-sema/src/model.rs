//! The model: what the sources ask for, while it is put together and checked.

use crate::value::{Entry, Located};
use orgc_diag::{Diagnostic, Span};
use orgc_ir::Address;
use orgc_ir::desired::{Body, Cause, Exclusive, Moved, Output, Removal, Resource};
use orgc_policy::PolicyType;
use std::collections::{BTreeMap, BTreeSet};

/// The resources, and the places that later checks mark.
#[derive(Debug, Default)]
pub(crate) struct Model {
    pub resources: BTreeMap<Address, Resource>,
    pub outputs: BTreeMap<String, Output>,
    pub moved: BTreeMap<Address, Moved>,
    pub removals: BTreeMap<Address, Removal>,
    pub exclusive: Exclusive,
    /// Where the e-mail of each account is written.
    pub emails: BTreeMap<Address, Span>,
    pub policies: BTreeMap<Address, PolicyFacts>,
    /// The `deploy` sentences of each block, by target.
    pub deployments: BTreeMap<Address, BTreeMap<Address, Deployment>>,
    /// Blocks of which a `deploy` sentence has failed.
    pub failed_blocks: BTreeSet<Address>,
    /// Targets at which a sentence has failed, so that counting there makes no sense.
    pub failed_targets: BTreeSet<Address>,
    /// The principals that are to get in whatever happens.
    pub break_glass: Vec<BreakGlass>,
    pub reports: Vec<Diagnostic>,
}

/// A principal for emergencies: the organization is not changed by it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct BreakGlass {
    /// Its ARN, with wildcards.
    pub arn: String,
    /// Where it is named.
    pub span: Span,
}

/// What checks ask about a policy besides its text.
#[derive(Clone, Debug)]
pub(crate) struct PolicyFacts {
    pub policy_type: &'static PolicyType,
    /// Whether a statement allows something.
    pub allows: bool,
    /// Where each statement is written; nothing if that is not known.
    pub rules: Vec<Span>,
}

/// One `deploy` sentence.
#[derive(Clone, Debug)]
pub(crate) struct Deployment {
    pub span: Span,
    pub cause: Cause,
    pub regions: Vec<Located>,
    pub parameters: Vec<Entry>,
    /// Where `with { … }` stands.
    pub parameters_span: Span,
}

/// The type of a declared policy, or of one that AWS manages.
pub(crate) fn type_of(
    policy: &Address,
    resources: &BTreeMap<Address, Resource>,
) -> Option<&'static PolicyType> {
    match resources.get(policy).map(|resource| &resource.body) {
        Some(Body::Policy(declared)) => PolicyType::aws_named(&declared.policy_type),
        _ => PolicyType::all()
            .iter()
            .find(|one| one.default_policy.as_ref().is_some_and(|managed| managed.name == policy.name())),
    }
}
