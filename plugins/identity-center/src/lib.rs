//! The kind `identity-center`: who may do what in which account.
//!
//! A block becomes one stack set, `stack-set`, with a single stack in the account that administers IAM
//! Identity Center: the permission sets, the groups that the block makes, and an assignment for each
//! group, permission set and account. Ids of accounts are not known when the template is written, so
//! they are its parameters. That account becomes a delegated administrator of the service.

mod checks;
mod template;

use orgc_plugin_sdk::{
    Account, Arn, Block, Body, CoreResource, DelegatedAdministrator, Diagnostic, Expansion, Facts, Kind,
    Located, Path, PolicyDocument, Region, StackSet, Target, deployment,
};
use std::collections::BTreeMap;
use std::time::Duration;

/// Who may do what in which account: permission sets, groups, and their assignments to accounts.
#[derive(Block, Clone, Debug, PartialEq)]
pub struct IdentityCenter {
    /// The account that administers IAM Identity Center for the organization. The stack is made there.
    pub administrator: Located<Account>,
    /// The Region of the instance of IAM Identity Center.
    pub region: Region,
    /// The ARN of the instance.
    pub instance: Arn,
    /// The id of the identity store, such as `d-1234567890`. Needed to make groups.
    pub identity_store: Option<String>,
    /// The groups, by the names that assignments use.
    pub groups: BTreeMap<String, Located<Group>>,
    /// The permission sets, by their names.
    pub permission_sets: Located<BTreeMap<String, Located<PermissionSet>>>,
    /// Which group has which permission set in which accounts.
    #[attribute(default)]
    pub assignments: Vec<Located<Assignment>>,
}

/// A group: one that is there, or one that the block makes.
#[derive(Block, Clone, Debug, PartialEq)]
pub struct Group {
    /// The id of a group that is there, for example one that comes from your directory.
    pub id: Option<Located<String>>,
    /// What a group that the block makes is for.
    #[attribute(max_length = 1024)]
    pub description: Option<Located<String>>,
}

/// What somebody may do who takes it in an account.
#[derive(Block, Clone, Debug, PartialEq)]
pub struct PermissionSet {
    /// What it is for.
    #[attribute(min_length = 1, max_length = 700)]
    pub description: Option<String>,
    /// How long one stays signed in, from one hour to twelve.
    #[attribute(default = 3600)]
    pub session: Located<Duration>,
    /// The managed policies of AWS.
    #[attribute(default, max_items = 20, distinct)]
    pub managed_policies: Vec<Arn>,
    /// Managed policies of the accounts, by their names. They must be there.
    #[attribute(default, max_items = 20, distinct)]
    pub customer_policies: Vec<String>,
    /// What it allows and denies besides.
    pub inline: Option<PolicyDocument>,
    /// The managed policy of AWS that bounds its permissions.
    pub boundary: Option<Arn>,
    /// The page that opens in the console.
    #[attribute(max_length = 240)]
    pub relay_state: Option<String>,
}

/// Who has what where.
#[derive(Block, Clone, Debug, PartialEq)]
pub struct Assignment {
    /// The name of the group.
    pub group: Located<String>,
    /// The name of the permission set.
    pub permission_set: Located<String>,
    /// The accounts.
    #[attribute(min_items = 1, distinct)]
    pub accounts: Vec<Account>,
}

impl Kind for IdentityCenter {
    const EMITS: &'static [&'static str] = &["delegated-administrator", "stack-set"];

    fn check(&self) -> Vec<Diagnostic> {
        checks::check(self)
    }

    fn expand(&self, facts: &Facts) -> Result<Expansion, Vec<Diagnostic>> {
        let target = Target::Account(self.administrator.address().to_owned());
        let template = template::of(self, facts.name());
        let set = StackSet::generated(format!("IAM Identity Center, {}", facts.name()), template)
            .deployed([deployment(&target, [self.region.to_string()], Vec::new())])
            .named("stack-set", Path::new());
        let administrator = self.administrator();
        let set = CoreResource { after: vec![administrator.name.clone()], ..set };
        Ok(Expansion::of([administrator, set]))
    }
}

impl IdentityCenter {
    /// Only an administrator of the service can make permission sets outside the management account.
    fn administrator(&self) -> CoreResource {
        let administrator = DelegatedAdministrator {
            account: self.administrator.address().to_owned(),
            service_principal: "sso.amazonaws.com".to_owned(),
        };
        CoreResource {
            name: "administrator".to_owned(),
            body: Body::DelegatedAdministrator(administrator),
            after: Vec::new(),
            origin: self.administrator.path(),
        }
    }
}

orgc_plugin_sdk::export!(IdentityCenter);

#[cfg(test)]
mod tests;
