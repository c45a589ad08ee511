//! What may be allowed at least to whoever reads for a plan, and to whoever carries it out.
//!
//! Actions are those of the calls, which AWS names alike. Resources are named where an action knows
//! resources (the catalogue says which) and they are live already; what the plan makes is named by
//! its kind.

use crate::order::texts;
use crate::plan::{Action, Binding, Operation, Plan};
use orgc_ir::{Address, Observed, Text};
use orgc_policy::{Conditions, Document, Effect, IamCatalog, PolicyType, Scope, Statement};
use std::collections::{BTreeMap, BTreeSet};

/// Two IAM policies, for identities in the management account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Permissions {
    /// Reading what this plan was made from.
    pub plan: Document,
    /// Reading it again, and carrying the plan out.
    pub apply: Document,
}

/// The least policies for a plan that was made from this snapshot.
pub fn permissions(plan: &Plan, observed: &Observed) -> Permissions {
    let mut reads: BTreeSet<String> = observed.calls.keys().cloned().collect();
    let reading = allow("Read", reads.clone(), everything());
    let home = Home::of(plan, observed);
    let mut actions: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for operation in &plan.operations {
        reads.extend(looks(&operation.action).iter().map(|name| (*name).to_owned()));
        for action in writes(operation) {
            let resources =
                if knows_resources(&action) { home.resources(operation, &action) } else { everything() };
            actions.entry(action).or_default().extend(resources);
        }
    }
    // Actions on the same resources make one statement.
    let mut grouped: BTreeMap<BTreeSet<String>, BTreeSet<String>> = BTreeMap::new();
    for (action, resources) in actions {
        let resources = if resources.contains("*") { everything() } else { resources };
        grouped.entry(resources).or_default().insert(action);
    }
    let writing = grouped.into_iter().enumerate();
    let writing = writing.map(|(number, (on, actions))| allow(&format!("Change{}", number + 1), actions, on));
    let applying = std::iter::once(allow("Read", reads, everything())).chain(writing);
    Permissions { plan: Document::new(vec![reading]), apply: Document::new(applying.collect()) }
}

fn everything() -> BTreeSet<String> {
    BTreeSet::from(["*".to_owned()])
}

fn allow(sid: &str, actions: BTreeSet<String>, resources: BTreeSet<String>) -> Statement {
    Statement {
        sid: Some(sid.to_owned()),
        effect: Effect::Allow,
        principals: None,
        actions: Scope::These(actions.into_iter().collect()),
        resources: Some(Scope::These(resources.into_iter().collect())),
        conditions: Conditions::default(),
    }
}

/// The calls of an operation; what is made with tags needs the right to tag as well.
fn writes(operation: &Operation) -> Vec<String> {
    let tagging = match &operation.action {
        Action::CreateUnit { .. } | Action::CreateAccount { .. } | Action::CreatePolicy { .. } => {
            Some("organizations:TagResource")
        }
        Action::CreateStackSet(_) => Some("cloudformation:TagResource"),
        // CloudFormation's access is a trusted service with a role of its own in the management account.
        Action::ActivateOrganizationsAccess => Some("iam:CreateServiceLinkedRole"),
        _ => None,
    };
    operation.calls.iter().cloned().chain(tagging.map(str::to_owned)).collect()
}

/// What is read while an operation waits, or to see whether an earlier run did it already.
fn looks(action: &Action) -> &'static [&'static str] {
    match action {
        Action::CreateOrganization { .. } => &[
            "organizations:DescribeOrganization",
            "organizations:DescribeAccount",
            "organizations:ListRoots",
        ],
        Action::EnablePolicyType { .. } => &["organizations:ListRoots"],
        Action::CreateUnit { .. } => {
            &["organizations:ListOrganizationalUnitsForParent", "organizations:ListTagsForResource"]
        }
        Action::RenameUnit { .. } => &["organizations:DescribeOrganizationalUnit"],
        Action::CreateAccount { .. } => &[
            "organizations:DescribeAccount",
            "organizations:DescribeCreateAccountStatus",
            "organizations:ListAccounts",
            "organizations:ListCreateAccountStatus",
            "organizations:ListTagsForResource",
        ],
        Action::MoveAccount { .. } => &["organizations:ListParents"],
        Action::CloseAccount { .. } | Action::ReleaseAccount { .. } => &["organizations:DescribeAccount"],
        Action::CreatePolicy { .. } => &["organizations:ListPolicies", "organizations:ListTagsForResource"],
        Action::ChangeEmail { .. } => {
            &["account:GetPrimaryEmailUpdateStatus", "organizations:DescribeAccount"]
        }
        Action::EnableRegion { .. } => &["account:GetRegionOptStatus"],
        Action::CreateStackSet(_)
        | Action::UpdateStackSet { .. }
        | Action::DeleteStackSet { .. }
        | Action::CreateStackInstances(_)
        | Action::UpdateStackInstances(_)
        | Action::DeleteStackInstances(_) => &[
            "cloudformation:DescribeStackSet",
            "cloudformation:DescribeStackSetOperation",
            "cloudformation:ListStackSetOperationResults",
            "cloudformation:ListStackSetOperations",
        ],
        _ => &[],
    }
}

fn knows_resources(action: &str) -> bool {
    let Some((service, name)) = action.split_once(':') else { return false };
    let known = IamCatalog::bundled().service(service).and_then(|service| service.action(name));
    known.is_some_and(|action| action.resource_types().next().is_some())
}

/// Where things are, as far as ARNs say it.
struct Home<'a> {
    plan: &'a Plan,
    /// Partition, management account and organization; none before there is an organization.
    organization: Option<(String, String, String)>,
}

impl<'a> Home<'a> {
    fn of(plan: &'a Plan, observed: &Observed) -> Self {
        let parts = observed.organization.as_ref().map(|live| {
            let partition = live.partition().to_owned();
            (partition, live.management_account_id.clone(), live.id.clone())
        });
        Self { plan, organization: parts }
    }

    /// The resources that an action of an operation is about.
    fn resources(&self, operation: &Operation, action: &str) -> BTreeSet<String> {
        let Some((partition, management, organization)) = &self.organization else { return everything() };
        match action.split_once(':').map_or("", |(service, _)| service) {
            "account" => {
                let ids = texts(&operation.action).into_iter().map(|id| self.spelled(id)).next();
                let member = ids.map(|id| format!("/{organization}/{id}")).unwrap_or_default();
                BTreeSet::from([format!("arn:{partition}:account::{management}:account{member}")])
            }
            "cloudformation" => self.stack_sets(operation, partition, management),
            _ => {
                let of_organizations =
                    |path: String| format!("arn:{partition}:organizations::{management}:{path}");
                let ids = texts(&operation.action).into_iter().map(|id| self.spelled(id));
                let arn = |id: String| match id.as_str() {
                    "*" => Some(of_organizations(format!("account/{organization}/*"))),
                    id if id.starts_with("r-") => Some(of_organizations(format!("root/{organization}/{id}"))),
                    id if id.starts_with("ou-") => Some(of_organizations(format!("ou/{organization}/{id}"))),
                    id if is_aws_managed(id) => {
                        Some(format!("arn:{partition}:organizations::aws:policy/*/{id}"))
                    }
                    id if id.starts_with("p-") => {
                        Some(of_organizations(format!("policy/{organization}/*/{id}")))
                    }
                    id if is_account(id) => Some(of_organizations(format!("account/{organization}/{id}"))),
                    _ => None,
                };
                let mut found: BTreeSet<String> = ids.filter_map(arn).collect();
                found.extend(
                    made(&operation.action).map(|path| of_organizations(format!("{path}/{organization}/*"))),
                );
                if found.is_empty() { everything() } else { found }
            }
        }
    }

    fn stack_sets(&self, operation: &Operation, partition: &str, management: &str) -> BTreeSet<String> {
        let here = format!("arn:{partition}:cloudformation:{}:{management}", self.plan.region);
        let name = match &operation.action {
            Action::CreateStackSet(spec) | Action::UpdateStackSet { spec, .. } => &spec.name,
            Action::DeleteStackSet { name } => name,
            Action::CreateStackInstances(spec)
            | Action::UpdateStackInstances(spec)
            | Action::DeleteStackInstances(spec) => &spec.stack_set,
            _ => return everything(),
        };
        let set = format!("{here}:stackset/{name}:*");
        match &operation.action {
            Action::CreateStackSet(_) | Action::DeleteStackSet { .. } => BTreeSet::from([set]),
            // Types of resources in the template, and the accounts that it goes to.
            _ => BTreeSet::from([
                set,
                format!("arn:{partition}:cloudformation:*:*:stackset-target/*"),
                format!("arn:{partition}:cloudformation:*:*:type/resource/*"),
            ]),
        }
    }

    /// An id, or the pattern of the ids of what does not exist yet.
    fn spelled(&self, id: &Text) -> String {
        if let Some(known) = id.known() {
            return known.to_owned();
        }
        let Some(reference) = id.references().next() else { return String::new() };
        match self.plan.bindings.get(&reference.address) {
            Some(Binding { root_id: Some(root), .. }) => root.clone(),
            Some(binding) => binding.id.clone(),
            None => pattern(&reference.address).to_owned(),
        }
    }
}

fn pattern(address: &Address) -> &'static str {
    match address.kind() {
        "ou" => "ou-*",
        "policy" => "p-*",
        "account" => "*",
        _ => "",
    }
}

/// The kind of what an action makes and tags.
fn made(action: &Action) -> Option<&'static str> {
    match action {
        Action::CreateUnit { .. } => Some("ou"),
        Action::CreateAccount { .. } => Some("account"),
        Action::CreatePolicy { .. } => Some("policy"),
        _ => None,
    }
}

fn is_account(id: &str) -> bool {
    id.len() == 12 && id.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_aws_managed(id: &str) -> bool {
    PolicyType::all().iter().any(|one| one.default_policy.as_ref().is_some_and(|default| default.id == id))
}
