//! The plan: operations as data, with a versioned wire form of their own.

use orgc_ir::desired::{
    AlternateContact, AutoDeployment, ContactType, Origin, PermissionModel, PrimaryContact, Rollout,
};
use orgc_ir::{Address, Text};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// The version of the wire form that this release writes and reads.
pub const FORMAT: u32 = 1;

/// The way from the live organization to the desired one.
///
/// INVARIANT: `operations` is in an order in which every operation stands after all it waits for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// [`FORMAT`] of the release that wrote it.
    pub format: u32,
    /// The project's name.
    pub project: String,
    /// The Region in which stack sets live.
    pub region: String,
    /// Fingerprint of the desired model: hexadecimal SHA-256.
    pub desired: String,
    /// Fingerprint of the part of the live organization that the plan touches.
    pub live: String,
    /// The parts of `live`: a fingerprint for each declared thing that the plan touches.
    #[serde(skip_serializing_if = "BTreeMap::is_empty", default)]
    pub touched: BTreeMap<Address, String>,
    /// The things it was made for; none for all.
    #[serde(skip_serializing_if = "BTreeSet::is_empty", default)]
    pub targets: BTreeSet<Address>,
    /// What to do, in order.
    pub operations: Vec<Operation>,
    /// Values of resources that are live already.
    pub bindings: BTreeMap<Address, Binding>,
    /// What is live but neither declared nor owned; never touched.
    pub unmanaged: Vec<Unmanaged>,
    /// What people should know: what is never compared, windows in which a guard is not yet up.
    pub notes: Vec<String>,
}

/// What AWS assigned to a live resource.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Binding {
    /// Its id.
    pub id: String,
    /// Its ARN; empty where it has none.
    pub arn: String,
    /// The root's id, for the organization.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub root_id: Option<String>,
    /// The state, for an account.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub status: Option<String>,
}

/// Something live that is not in the sources.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Unmanaged {
    /// `account`, `ou`, `policy`, `stack-set`, `attachment`, `trusted-service`, `delegated-administrator`.
    pub kind: String,
    /// Its id, `<policy>@<target>` for an attachment, `<principal>@<account>` for an administrator.
    pub id: String,
    /// Its name in AWS.
    pub name: String,
}

/// Names an operation within its plan: `<verb> <address>`, with a suffix where one resource has
/// several operations of one verb. Stable between runs over the same input.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct OperationId(pub String);

impl fmt::Display for OperationId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// One operation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Operation {
    /// Its name in the plan.
    pub id: OperationId,
    /// What it does, in the vocabulary of plans.
    pub verb: Verb,
    /// The thing it is about.
    pub address: Address,
    /// Exactly what to do.
    pub action: Action,
    /// The `##` comments above the block of the thing.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub documentation: Option<String>,
    /// What changes, attribute by attribute.
    pub changes: Vec<Change>,
    /// Why.
    pub reason: Reason,
    /// The API calls it will make, in order, such as `organizations:CreateAccount`.
    pub calls: Vec<String>,
    /// Operations that must be done first.
    pub waits_for: BTreeSet<OperationId>,
    /// Whether a later change of the source can undo it.
    pub undo: Undo,
}

/// The verbs of plans.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verb {
    /// Makes a thing.
    Create,
    /// Puts the ownership tags on a live thing that was matched by `adopt` or by its natural key.
    Adopt,
    /// Changes a thing in place.
    Update,
    /// Changes only the name.
    Rename,
    /// Changes the parent.
    Move,
    /// Puts a policy on a target.
    Attach,
    /// Takes a policy off a target.
    Detach,
    /// Switches a policy type or a trusted service on.
    Enable,
    /// Takes the trust in a service back.
    Disable,
    /// Makes an account the administrator of a service.
    Register,
    /// Takes the administration of a service from an account.
    Deregister,
    /// Makes or updates stack instances.
    Deploy,
    /// Removes stack instances.
    Undeploy,
    /// Changes tags.
    Tag,
    /// Closes an AWS account.
    Close,
    /// Lets an account leave the organization.
    Release,
    /// Takes the ownership tags off a thing and touches nothing else of it.
    Forget,
    /// Deletes a unit, a policy or a stack set.
    Delete,
}

impl Verb {
    /// The verb as plans print it and as ids begin.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Create => "create",
            Self::Adopt => "adopt",
            Self::Update => "update",
            Self::Rename => "rename",
            Self::Move => "move",
            Self::Attach => "attach",
            Self::Detach => "detach",
            Self::Enable => "enable",
            Self::Disable => "disable",
            Self::Register => "register",
            Self::Deregister => "deregister",
            Self::Deploy => "deploy",
            Self::Undeploy => "undeploy",
            Self::Tag => "tag",
            Self::Close => "close",
            Self::Release => "release",
            Self::Forget => "forget",
            Self::Delete => "delete",
        }
    }
}

impl fmt::Display for Verb {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A change of one attribute. Values are as people read them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// The attribute, for example `name`, `parent`, `document`, `tags.owner`.
    pub attribute: String,
    /// The live value; none when there is none.
    pub before: Option<String>,
    /// The desired value; none when it goes away.
    pub after: Option<Text>,
}

/// Why an operation is in the plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// A sentence of the source asks for it.
    Written {
        /// The place.
        origin: Origin,
    },
    /// Something written needs it.
    Implied {
        /// What needs it.
        by: Address,
        /// Why, in a few words.
        because: String,
        /// Where that is written.
        origin: Origin,
    },
    /// A sentence of the source says what becomes of a thing that is no longer declared.
    Removal {
        /// Why, as written.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        why: Option<String>,
        /// The place.
        origin: Origin,
    },
    /// The source no longer asks for it.
    NoLongerWritten {
        /// The declared thing whose relation it was.
        owner: Address,
    },
}

/// Whether an operation can be undone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Undo {
    /// By changing the source back and applying again.
    ByApply,
    /// Not at all, or only by a person; the text says how far.
    No(String),
}

/// Exactly what to do. Ids are [`Text`]s: known, or references to what an earlier operation makes.
/// This is the complete list of side effects on the organization.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "kebab-case")]
pub enum Action {
    /// Makes the caller's account the management account of a new organization, all features.
    /// Binds id, ARN and root id of the operation's address, and id, ARN and status of `management`.
    CreateOrganization {
        /// The address of the management account, if it is declared: it is the caller's account.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        management: Option<Address>,
    },
    /// Enables a policy type in the root and waits until it is `ENABLED`.
    EnablePolicyType {
        /// The root's id.
        root: Text,
        /// The AWS name of the type.
        policy_type: String,
    },
    /// Lets a service act in the organization.
    EnableServiceAccess {
        /// The service's principal.
        principal: String,
    },
    /// No longer lets a service act in the organization.
    DisableServiceAccess {
        /// The service's principal.
        principal: String,
    },
    /// Activates CloudFormation's organizations access.
    ActivateOrganizationsAccess,
    /// Makes an account the delegated administrator of a service.
    RegisterAdministrator {
        /// The account's id.
        account: Text,
        /// The service's principal.
        principal: String,
    },
    /// Ends the delegation of a service to an account.
    DeregisterAdministrator {
        /// The account's id.
        account: Text,
        /// The service's principal.
        principal: String,
    },
    /// Makes or replaces the delegation policy of the organization.
    PutDelegationPolicy {
        /// Minified JSON.
        document: Text,
    },
    /// Makes a unit. Binds id and ARN.
    CreateUnit {
        /// The root's or unit's id.
        parent: Text,
        /// The name.
        name: String,
        /// Tags, ownership included.
        tags: BTreeMap<String, String>,
    },
    /// Renames a unit.
    RenameUnit {
        /// Its id.
        unit: Text,
        /// The new name.
        name: String,
    },
    /// Asks for an account and waits until it is there, in the root. Binds id, ARN and status.
    CreateAccount {
        /// The e-mail of its root user.
        email: String,
        /// The display name.
        name: String,
        /// The role to make in it; none is the default of AWS.
        role_name: Option<String>,
        /// Whether IAM users may see billing; none is the default of AWS.
        billing_access: Option<bool>,
        /// Tags, ownership included.
        tags: BTreeMap<String, String>,
    },
    /// Moves an account.
    MoveAccount {
        /// Its id.
        account: Text,
        /// The root or unit it stands in.
        from: Text,
        /// The root or unit it goes to.
        to: Text,
    },
    /// Changes an account's display name.
    RenameAccount {
        /// Its id; none for the management account, which must not name itself.
        account: Option<Text>,
        /// The new name.
        name: String,
    },
    /// Changes the e-mail of a member account's root user: AWS sends a one-time code to the new address, and the
    /// change is made when a person gives it back.
    ChangeEmail {
        /// The account's id.
        account: Text,
        /// The new address.
        email: String,
    },
    /// Sets an alternate contact of an account.
    PutAlternateContact {
        /// The account's id; none for the management account, which must not name itself.
        account: Option<Text>,
        /// Which one.
        contact: ContactType,
        /// The whole contact.
        value: AlternateContact,
    },
    /// Replaces the primary contact of an account.
    PutPrimaryContact {
        /// The account's id; none for the management account.
        account: Option<Text>,
        /// The whole contact.
        value: Box<PrimaryContact>,
    },
    /// Enables an opt-in Region in an account and waits until it is `ENABLED`.
    EnableRegion {
        /// The account's id; none for the management account.
        account: Option<Text>,
        /// The Region.
        region: String,
    },
    /// Closes an account and waits until it is `CLOSED`.
    CloseAccount {
        /// Its id.
        account: Text,
    },
    /// Removes an account from the organization.
    ReleaseAccount {
        /// Its id.
        account: Text,
    },
    /// Deletes an empty unit.
    DeleteUnit {
        /// Its id.
        unit: Text,
    },
    /// Makes a policy. Binds id and ARN.
    CreatePolicy {
        /// The AWS name of the type.
        policy_type: String,
        /// The name.
        name: String,
        /// The description.
        description: String,
        /// Minified JSON.
        document: Text,
        /// Tags, ownership included.
        tags: BTreeMap<String, String>,
    },
    /// Changes a policy; what is none stays.
    UpdatePolicy {
        /// Its id.
        policy: Text,
        /// The new name.
        name: Option<String>,
        /// The new description.
        description: Option<String>,
        /// The new text.
        document: Option<Text>,
    },
    /// Deletes a policy that is attached nowhere.
    DeletePolicy {
        /// Its id.
        policy: Text,
    },
    /// Puts a policy on a target.
    AttachPolicy {
        /// The policy's id.
        policy: Text,
        /// The root's, unit's or account's id.
        target: Text,
    },
    /// Takes a policy off a target.
    DetachPolicy {
        /// The policy's id.
        policy: Text,
        /// The root's, unit's or account's id.
        target: Text,
    },
    /// Changes tags of the root, a unit, an account or a policy.
    Tag {
        /// Its id.
        resource: Text,
        /// Tags to set.
        set: BTreeMap<String, String>,
        /// Keys to remove.
        remove: BTreeSet<String>,
    },
    /// Makes a stack set. Binds id and ARN.
    CreateStackSet(StackSetSpec),
    /// Changes a stack set's definition and thereby every instance.
    UpdateStackSet {
        /// The whole new definition.
        spec: StackSetSpec,
        /// How the operation proceeds.
        rollout: Option<Rollout>,
    },
    /// Deletes a stack set without instances.
    DeleteStackSet {
        /// Its name in AWS.
        name: String,
    },
    /// Makes instances at a target.
    CreateStackInstances(InstancesSpec),
    /// Updates parameter overrides of instances at a target.
    UpdateStackInstances(InstancesSpec),
    /// Removes instances, and their stacks, from a target.
    DeleteStackInstances(InstancesSpec),
}

/// A stack set's definition.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StackSetSpec {
    /// The name in AWS.
    pub name: String,
    /// The description.
    pub description: String,
    /// The template text.
    pub template: String,
    /// Who its stacks are made by.
    pub permission_model: PermissionModel,
    /// What happens when accounts come and go.
    pub auto_deployment: Option<AutoDeployment>,
    /// Capabilities.
    pub capabilities: BTreeSet<String>,
    /// Parameters of every instance.
    pub parameters: BTreeMap<String, Text>,
    /// Tags, ownership included.
    pub tags: BTreeMap<String, String>,
}

/// Instances of a stack set at one target.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InstancesSpec {
    /// The set's name in AWS.
    pub stack_set: String,
    /// The root's or unit's id.
    pub unit: Text,
    /// Only these accounts of it; empty is all.
    pub accounts: Vec<Text>,
    /// Regions.
    pub regions: BTreeSet<String>,
    /// Parameters that differ from the set's.
    pub overrides: BTreeMap<String, Text>,
    /// How the operation proceeds.
    pub rollout: Option<Rollout>,
}

impl Action {
    /// The address to which AWS sends a one-time code that a person has to give back; none where nobody is
    /// waited for.
    pub fn code_goes_to(&self) -> Option<&str> {
        match self {
            Self::ChangeEmail { email, .. } => Some(email),
            _ => None,
        }
    }
}

impl Reason {
    /// The place in the source it goes back to; none when the source says nothing any more.
    pub fn origin(&self) -> Option<&Origin> {
        match self {
            Self::Written { origin } | Self::Implied { origin, .. } | Self::Removal { origin, .. } => {
                Some(origin)
            }
            Self::NoLongerWritten { .. } => None,
        }
    }
}

impl Plan {
    /// Whether there is nothing to do.
    pub fn is_empty(&self) -> bool {
        self.operations.is_empty()
    }
}
