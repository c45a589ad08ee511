//! What is asked of a backend: plans' actions with everything known.

use orgc_ir::desired::{AutoDeployment, PermissionModel, Rollout};
use std::collections::{BTreeMap, BTreeSet};

/// An account to make.
#[derive(Clone, Copy, Debug)]
pub struct NewAccount<'a> {
    /// The e-mail of its root user.
    pub email: &'a str,
    /// The display name.
    pub name: &'a str,
    /// The role to make in it; none is the default of AWS.
    pub role_name: Option<&'a str>,
    /// Whether IAM users may see billing; none is the default of AWS.
    pub billing_access: Option<bool>,
    /// Tags.
    pub tags: &'a BTreeMap<String, String>,
}

/// A policy to make.
#[derive(Clone, Copy, Debug)]
pub struct NewPolicy<'a> {
    /// The AWS name of the type.
    pub policy_type: &'a str,
    /// The name.
    pub name: &'a str,
    /// The description; may be empty.
    pub description: &'a str,
    /// The text.
    pub document: &'a str,
    /// Tags.
    pub tags: &'a BTreeMap<String, String>,
}

/// A change of a policy; what is none stays.
#[derive(Clone, Copy, Debug)]
pub struct PolicyChange<'a> {
    /// The new name.
    pub name: Option<&'a str>,
    /// The new description.
    pub description: Option<&'a str>,
    /// The new text.
    pub document: Option<&'a str>,
}

/// A stack set to make, or as it shall be.
#[derive(Clone, Debug)]
pub struct StackSetDefinition<'a> {
    /// The name.
    pub name: &'a str,
    /// The description.
    pub description: &'a str,
    /// The template text.
    pub template: &'a str,
    /// Who its stacks are made by.
    pub permission_model: PermissionModel,
    /// What happens when accounts come and go.
    pub auto_deployment: Option<AutoDeployment>,
    /// Capabilities.
    pub capabilities: &'a BTreeSet<String>,
    /// Parameters of every instance.
    pub parameters: BTreeMap<String, String>,
    /// Tags.
    pub tags: &'a BTreeMap<String, String>,
}

/// Instances of a stack set at a target.
#[derive(Clone, Debug)]
pub struct Instances<'a> {
    /// The set's name.
    pub stack_set: &'a str,
    /// The root's or unit's id.
    pub unit: String,
    /// Only these accounts of it; empty is all.
    pub accounts: Vec<String>,
    /// Regions.
    pub regions: &'a BTreeSet<String>,
    /// Parameters that differ from the set's.
    pub overrides: BTreeMap<String, String>,
    /// How the operation proceeds.
    pub rollout: Option<&'a Rollout>,
}
