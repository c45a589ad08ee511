//! What is written, and what is left out and why.

use super::fragment::{Fragment, Without};
use orgc_ir::desired::PermissionModel;
use orgc_ir::observed::{LiveAccount, LivePolicy, LiveStackSet, LiveUnit};
use orgc_ir::{Address, Observed};
use orgc_plan::ownership::Owner;
use orgc_policy::{PolicyType, TargetKind};
use orgc_syntax::spelling;
use std::collections::{BTreeMap, BTreeSet};

/// Something that the sources do not say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Left {
    /// What it is, with its id.
    pub what: String,
    /// Why it is left out.
    pub why: String,
}

/// The things that become blocks, by id (stack sets by name), and the rest.
#[derive(Debug, Default)]
pub(super) struct Choice<'a> {
    pub units: BTreeSet<&'a str>,
    pub accounts: BTreeSet<&'a str>,
    pub policies: BTreeSet<&'a str>,
    pub stack_sets: BTreeSet<&'a str>,
    pub left: Vec<Left>,
    /// What the project manages and the sources do not say: kind and name as sentences spell them.
    pub forgotten: BTreeSet<(String, String)>,
}

impl<'a> Choice<'a> {
    pub(super) fn of(observed: &'a Observed, project: &str, without: &Without) -> Self {
        let mut chooser = Chooser { observed, project, without, choice: Self::default() };
        // Those above come first: what stands in a unit that is left out is left out too.
        for id in units_from_the_top(observed) {
            if let Some(unit) = observed.units.get(id) {
                chooser.unit(id, unit);
            }
        }
        observed.accounts.iter().for_each(|(id, account)| chooser.account(id, account));
        observed.policies.iter().for_each(|(id, policy)| chooser.policy(id, policy));
        observed.stack_sets.iter().for_each(|(name, set)| chooser.stack_set(name, set));
        let partial = without
            .iter()
            .filter_map(|(fragment, why)| Some(Left { what: fragment.part(observed)?, why: why.clone() }));
        chooser.choice.left.extend(partial);
        chooser.choice
    }
}

fn units_from_the_top(observed: &Observed) -> Vec<&str> {
    let mut below: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (id, unit) in &observed.units {
        below.entry(&unit.parent).or_default().push(id);
    }
    let root = observed.organization.as_ref().map_or("", |live| live.root_id.as_str());
    let (mut sorted, mut waiting) = (Vec::new(), vec![root]);
    while let Some(place) = waiting.pop() {
        let children = below.get(place).map_or(&[][..], Vec::as_slice);
        sorted.extend(children);
        waiting.extend(children);
    }
    sorted
}

struct Chooser<'a, 'c> {
    observed: &'a Observed,
    project: &'c str,
    without: &'c Without,
    choice: Choice<'a>,
}

impl<'a> Chooser<'a, '_> {
    fn unit(&mut self, id: &'a str, unit: &'a LiveUnit) {
        let why = self
            .is_foreign(&unit.tags)
            .or_else(|| self.stands_nowhere(&unit.parent))
            .or_else(|| self.without.get(&Fragment::Unit(id.to_owned())).cloned());
        match why {
            None => _ = self.choice.units.insert(id),
            Some(why) => self.leave(format!("ou `{}` ({id})", unit.name), why, &unit.tags),
        }
    }

    fn account(&mut self, id: &'a str, account: &'a LiveAccount) {
        let why = account
            .is_inactive()
            .then(|| format!("it is {}", account.state.to_lowercase().replace('_', " ")))
            .or_else(|| self.is_foreign(&account.tags))
            .or_else(|| self.stands_nowhere(&account.parent))
            .or_else(|| self.without.get(&Fragment::Account(id.to_owned())).cloned());
        match why {
            None => _ = self.choice.accounts.insert(id),
            Some(why) => self.leave(format!("account `{}` ({id})", account.name), why, &account.tags),
        }
    }

    fn policy(&mut self, id: &'a str, policy: &'a LivePolicy) {
        let why = self
            .is_foreign(&policy.tags)
            .or_else(|| self.is_of_a_block(&policy.tags, |address| address.kind() == "policy"))
            .or_else(|| self.without.get(&Fragment::Policy(id.to_owned())).cloned())
            .or_else(|| self.unsayable_attachment(id, policy));
        match why {
            None => _ = self.choice.policies.insert(id),
            Some(why) => self.leave(format!("policy `{}` ({id})", policy.name), why, &policy.tags),
        }
    }

    fn stack_set(&mut self, name: &'a str, set: &'a LiveStackSet) {
        let is_baseline =
            |address: &Address| address.kind() == "baseline" && address.name().ends_with("/stack-set");
        let why = self
            .is_foreign(&set.tags)
            .or_else(|| self.is_of_a_block(&set.tags, is_baseline))
            .or_else(|| self.without.get(&Fragment::StackSet(name.to_owned())).cloned())
            .or_else(|| self.unsayable_set(name, set));
        match why {
            None => _ = self.choice.stack_sets.insert(name),
            Some(why) => self.leave(format!("stack set `{name}`"), why, &set.tags),
        }
    }

    fn leave(&mut self, what: String, why: String, tags: &BTreeMap<String, String>) {
        self.choice.left.push(Left { what, why });
        if let Some(carried) = Owner::of(tags).address_in(self.project)
            && let Ok(address) = Address::try_from(carried.to_owned())
        {
            self.choice.forgotten.insert(block_of(&address));
        }
    }

    fn is_foreign(&self, tags: &BTreeMap<String, String>) -> Option<String> {
        match Owner::of(tags) {
            Owner::Project { project, .. } if project != self.project => {
                Some(format!("project `{project}` manages it"))
            }
            _ => None,
        }
    }

    /// What a block of a plugin became cannot be written as what it is: its address is that of the block.
    fn is_of_a_block(
        &self,
        tags: &BTreeMap<String, String>,
        is_plain: impl Fn(&Address) -> bool,
    ) -> Option<String> {
        let carried = Owner::of(tags).address_in(self.project)?;
        let address = Address::try_from(carried.to_owned()).ok().filter(|address| !is_plain(address))?;
        let (kind, name) = block_of(&address);
        Some(format!(
            "the block `{kind} {name}` made it; write that block, and take `forget {kind} {name}` away"
        ))
    }

    fn stands_nowhere(&self, parent: &str) -> Option<String> {
        let is_root = self.observed.organization.as_ref().is_some_and(|live| live.root_id == parent);
        let stands = is_root || self.choice.units.contains(parent);
        (!stands).then(|| format!("it stands in {parent}, which is left out"))
    }

    /// The attachments of a declared policy are those that are written, so all must be.
    fn unsayable_attachment(&self, id: &str, policy: &LivePolicy) -> Option<String> {
        let Some(policy_type) = PolicyType::aws_named(&policy.policy_type) else {
            return Some(format!("policies of type {} are not known here yet", policy.policy_type));
        };
        let organization = self.observed.organization.as_ref()?;
        let attached = self.observed.attachments.iter().filter(|one| one.policy == id);
        for target in attached.map(|one| one.target.as_str()) {
            let is_written = target == organization.root_id
                || self.choice.units.contains(target)
                || self.choice.accounts.contains(target);
            if !is_written {
                return Some(format!("it is attached to {target}, which is left out"));
            }
            let is_management = target == organization.management_account_id;
            if is_management && !policy_type.reaches(TargetKind::Management) {
                return Some("it is attached to the management account, where it has no effect".to_owned());
            }
        }
        None
    }

    fn unsayable_set(&self, name: &str, set: &LiveStackSet) -> Option<String> {
        let (_, has_overrides) = orgc_plan::recorded_description(&set.description);
        let root = self.observed.organization.as_ref().map_or("", |live| live.root_id.as_str());
        let lost =
            set.targets.keys().find(|unit| *unit != root && !self.choice.units.contains(unit.as_str()));
        Some(match () {
            () if set.permission_model == PermissionModel::SelfManaged => {
                "it is self-managed; the language has service-managed stack sets".to_owned()
            }
            () if !spelling::is_name(name) => "its name cannot be an identifier".to_owned(),
            () if has_overrides => {
                "its deployments have parameters of their own, which AWS does not list; write the block by hand"
                    .to_owned()
            }
            () => format!("it is deployed to {}, which is left out", lost?),
        })
    }
}

/// The kind and the name of the block that an address belongs to, as sentences spell them.
fn block_of(address: &Address) -> (String, String) {
    let name = match address.kind() {
        "ou" => address.name().replace('/', "."),
        _ => address.name().split('/').next().unwrap_or_default().to_owned(),
    };
    (address.kind().to_owned(), name)
}
