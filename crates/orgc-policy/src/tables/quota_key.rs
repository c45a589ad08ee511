//! The limits that checks ask for, by name.

use super::policy_types::PolicyType;
use std::borrow::Cow;

/// Writes each fixed key once: as a variant, by its name, and in the list that the tests read.
macro_rules! quota_keys {
    ($($(#[$meaning:meta])* $key:ident = $name:literal,)*) => {
        /// The limits that checks ask for.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum QuotaKey {
            $($(#[$meaning])* $key,)*
            /// Size of a policy of this type.
            PolicyDocument(&'static PolicyType),
            /// Fewest policies of this type attached directly to a target.
            PolicyAttachedMin(&'static PolicyType),
            /// Most policies of this type attached directly to a target, the AWS-managed ones counted.
            PolicyAttachedMax(&'static PolicyType),
            /// Policies of this type in the organization.
            PolicyCount(&'static PolicyType),
        }

        impl QuotaKey {
            /// The name in the table and in overrides: `ou.depth.max`.
            pub fn name(self) -> Cow<'static, str> {
                match self {
                    $(Self::$key => Cow::Borrowed($name),)*
                    Self::PolicyDocument(one) => Cow::Owned(format!("{}.document.max", one.name)),
                    Self::PolicyAttachedMin(one) => Cow::Owned(format!("{}.attached.min", one.name)),
                    Self::PolicyAttachedMax(one) => Cow::Owned(format!("{}.attached.max", one.name)),
                    Self::PolicyCount(one) => Cow::Owned(format!("{}.count.max", one.name)),
                }
            }

            #[cfg(test)]
            pub(super) fn all() -> Vec<Self> {
                let of_type = |one| {
                    [Self::PolicyDocument(one), Self::PolicyAttachedMin(one),
                     Self::PolicyAttachedMax(one), Self::PolicyCount(one)]
                };
                let mut all = vec![$(Self::$key,)*];
                all.extend(PolicyType::all().iter().flat_map(of_type));
                all
            }
        }
    };
}

quota_keys! {
    /// Accounts in the organization, the management account included.
    AccountCount = "account.count.max",
    /// Shortest account name.
    AccountNameMin = "account.name.min",
    /// Longest account name.
    AccountNameMax = "account.name.max",
    /// Shortest e-mail address of an account.
    AccountEmailMin = "account.email.min",
    /// Longest e-mail address of an account.
    AccountEmailMax = "account.email.max",
    /// Longest name of the access role of an account.
    AccountRoleNameMax = "account.role-name.max",
    /// Account creations in flight.
    AccountCreateConcurrent = "account.create.concurrent",
    /// Account closures in flight.
    AccountCloseConcurrent = "account.close.concurrent",
    /// Days before a created account can leave.
    AccountRemoveMinAge = "account.remove.min-age",
    /// Closures in 30 days that are always allowed.
    AccountCloseFloor = "account.close.floor",
    /// Closures in 30 days, in percent of the member accounts.
    AccountClosePercent = "account.close.percent",
    /// Closures in 30 days that are never exceeded.
    AccountCloseCeiling = "account.close.ceiling",
    /// Levels of units below the root.
    UnitDepth = "ou.depth.max",
    /// Units in the organization.
    UnitCount = "ou.count.max",
    /// Shortest name of a unit.
    UnitNameMin = "ou.name.min",
    /// Longest name of a unit.
    UnitNameMax = "ou.name.max",
    /// Tags of one entity, `aws:` tags not counted.
    TagCount = "tags.count.max",
    /// Shortest tag key.
    TagKeyMin = "tags.key.min",
    /// Longest tag key.
    TagKeyMax = "tags.key.max",
    /// Longest tag value.
    TagValueMax = "tags.value.max",
    /// Shortest name of a policy.
    PolicyNameMin = "policy.name.min",
    /// Longest name of a policy.
    PolicyNameMax = "policy.name.max",
    /// Longest description of a policy.
    PolicyDescriptionMax = "policy.description.max",
    /// Size of the delegation policy.
    DelegationDocument = "delegation.document.max",
    /// Stack sets in the administrator account.
    StackSetCount = "stack-set.count.max",
    /// Longest name of a stack set.
    StackSetNameMax = "stack-set.name.max",
    /// Longest description of a stack set.
    StackSetDescriptionMax = "stack-set.description.max",
    /// Size of a template that is sent with the request.
    StackSetTemplate = "stack-set.template.max",
    /// Parameters of a template.
    StackSetParameters = "stack-set.parameters.max",
    /// Size of the value of one parameter.
    StackSetParameterValue = "stack-set.parameter-value.max",
    /// Tags of a stack set.
    StackSetTags = "stack-set.tags.max",
    /// Resources of a template.
    StackSetResources = "stack-set.resources.max",
    /// Instances of a stack set.
    StackSetInstances = "stack-set.instances.max",
    /// Units named in one call for instances.
    StackSetUnitsPerCall = "stack-set.units-per-call.max",
}
