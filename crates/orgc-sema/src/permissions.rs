//! What accounts stand under: the policies between the root and each account, from the resources of the
//! model, in the form that `orgc-policy` decides.
//!
//! Ids that AWS assigns later have a stand-in each, unless `adopt` tells them. A stand-in is taken to be
//! none of the ids that the sources write out.

use orgc_ir::desired::{Body, Resource};
use orgc_ir::{Address, Attribute, Part, Reference, Text};
use orgc_policy::{Chain, Document, Grammar, Level, Policy, PolicyType, Singled};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The chain of each account, and the ids by which policies name things.
#[derive(Debug)]
pub struct Permissions {
    chains: BTreeMap<Address, Chain>,
    policies: BTreeMap<Address, (Grammar, Arc<Policy>)>,
    ids: BTreeMap<Address, String>,
    /// The things whose id is a stand-in.
    unknown: BTreeSet<Address>,
    /// The id of the organization.
    organization: Option<String>,
}

/// The policies that AWS attaches by itself.
const FULL_ACCESS: &str = "FullAWSAccess";
const FULL_ACCESS_ON_RESOURCES: &str = "RCPFullAWSAccess";

impl Permissions {
    /// Those of a complete model.
    pub fn of(resources: &BTreeMap<Address, Resource>) -> Self {
        let (ids, unknown) = ids(resources.iter());
        Self::with(resources, ids, unknown)
    }

    /// Those of two models, in which the same thing has the same stand-in. `renamed` is the address in the
    /// second model of a thing in the first.
    pub fn of_both(
        before: &BTreeMap<Address, Resource>,
        after: &BTreeMap<Address, Resource>,
        renamed: impl Fn(&Address) -> Address,
    ) -> (Self, Self) {
        let names: BTreeMap<&Address, Address> = before.keys().map(|one| (one, renamed(one))).collect();
        let mut all: BTreeMap<&Address, &Resource> =
            before.iter().filter_map(|(address, resource)| Some((names.get(address)?, resource))).collect();
        all.extend(after);
        let (ids, unknown) = ids(all.into_iter());
        let old_ids = names.iter().filter_map(|(old, new)| Some(((*old).clone(), ids.get(new)?.clone())));
        let old_unknown =
            names.iter().filter(|(_, new)| unknown.contains(new)).map(|(old, _)| (*old).clone());
        (Self::with(before, old_ids.collect(), old_unknown.collect()), Self::with(after, ids, unknown))
    }

    fn with(
        resources: &BTreeMap<Address, Resource>,
        ids: BTreeMap<Address, String>,
        unknown: BTreeSet<Address>,
    ) -> Self {
        let organization = resources.keys().find(|address| address.kind() == "organization");
        let organization = organization.and_then(|address| ids.get(address)).cloned();
        let (chains, policies) = (BTreeMap::new(), BTreeMap::new());
        let mut permissions = Self { chains, policies, ids, unknown, organization };
        let policies = permissions.read(resources);
        let attached = Attached::of(resources);
        for (address, resource) in resources {
            let Body::Account(account) = &resource.body else { continue };
            let path = path(address, resources);
            let levels = |grammar: Grammar| {
                let level = |target: &&Address| Level {
                    target: target.to_string(),
                    policies: attached.at(target, grammar, &policies),
                };
                path.iter().map(level).collect()
            };
            let chain = Chain {
                is_management: account.management,
                service: levels(Grammar::ServiceControl),
                resource: levels(Grammar::ResourceControl),
            };
            permissions.chains.insert(address.clone(), chain);
        }
        permissions.policies = policies;
        permissions
    }

    /// The chain of an account.
    pub fn chain(&self, account: &Address) -> Option<&Chain> {
        self.chains.get(account)
    }

    /// The declared service and resource control policies.
    pub fn policies(&self) -> impl Iterator<Item = (&Address, &Policy)> {
        self.policies.iter().map(|(address, (_, policy))| (address, policy.as_ref()))
    }

    /// What decides how policies treat an account: those of each level and, where they or those who ask look at
    /// it, its id.
    pub(crate) fn likeness(&self, account: &Address, asked: &Singled) -> Vec<String> {
        let Some(chain) = self.chain(account) else { return Vec::new() };
        let names =
            |level: &Level| level.policies.iter().map(|one| one.name.as_str()).collect::<Vec<_>>().join(" ");
        let mut likeness: Vec<String> = chain.service.iter().chain(&chain.resource).map(names).collect();
        let id = self.id(account).filter(|id| asked.has(id) || chain.singles_out(id));
        likeness.extend(id.map(str::to_owned));
        likeness
    }

    /// The id of an account or of the organization, or its stand-in.
    pub fn id(&self, thing: &Address) -> Option<&str> {
        self.ids.get(thing).map(String::as_str)
    }

    /// The id of the organization, or its stand-in.
    pub fn organization(&self) -> Option<&str> {
        self.organization.as_deref()
    }

    /// A text with ids, or their stand-ins, for what is known later.
    pub fn spelled(&self, text: &Text) -> String {
        let part = |part: &Part| match part {
            Part::Literal(known) => known.clone(),
            Part::Reference(reference) => self.reference(reference),
        };
        text.parts().iter().map(part).collect()
    }

    /// A text with the name of the thing for each stand-in: `<dev>`.
    pub fn readable(&self, text: &str) -> String {
        let mut readable = text.to_owned();
        for thing in &self.unknown {
            if let Some(id) = self.ids.get(thing) {
                readable = readable.replace(id, &format!("<{}>", thing.name()));
            }
        }
        readable
    }

    fn reference(&self, reference: &Reference) -> String {
        match (&reference.attribute, self.ids.get(&reference.address)) {
            (Attribute::Id, Some(id)) => id.clone(),
            (attribute, _) => format!("{}.{attribute:?}", reference.address),
        }
    }

    /// The documents of service and resource control policies. What a policy cannot say has been reported
    /// where it is written.
    fn read(&self, resources: &BTreeMap<Address, Resource>) -> BTreeMap<Address, (Grammar, Arc<Policy>)> {
        let mut policies = BTreeMap::new();
        for (address, resource) in resources {
            let Body::Policy(policy) = &resource.body else { continue };
            let grammar = PolicyType::aws_named(&policy.policy_type).and_then(|one| one.grammar);
            let Some(grammar) = grammar else { continue };
            let text = self.spelled(&policy.document);
            let read =
                Document::parse(&text).and_then(|document| Policy::new(address.name(), &document, grammar));
            if let Ok(policy) = read {
                policies.insert(address.clone(), (grammar, Arc::new(policy)));
            }
        }
        policies
    }
}

/// What is attached and detached where.
#[derive(Default)]
struct Attached<'r> {
    attached: BTreeMap<&'r Address, BTreeSet<&'r Address>>,
    detached: BTreeSet<(&'r Address, &'r str)>,
}

impl<'r> Attached<'r> {
    fn of(resources: &'r BTreeMap<Address, Resource>) -> Self {
        let mut all = Self::default();
        for resource in resources.values() {
            match &resource.body {
                Body::Attachment(one) => {
                    all.attached.entry(&one.target).or_default().insert(&one.policy);
                }
                Body::Detachment(one) => {
                    all.detached.insert((&one.target, one.policy.name()));
                }
                _ => {}
            }
        }
        all
    }

    /// The policies at a target, first the one that AWS attaches unless it is taken off.
    fn at(
        &self,
        target: &Address,
        grammar: Grammar,
        policies: &BTreeMap<Address, (Grammar, Arc<Policy>)>,
    ) -> Vec<Arc<Policy>> {
        let managed = match grammar {
            Grammar::ServiceControl => FULL_ACCESS,
            _ => FULL_ACCESS_ON_RESOURCES,
        };
        let kept = !self.detached.contains(&(target, managed));
        let full = kept.then(|| Arc::new(Policy::full_access(managed)));
        let written = self.attached.get(target).into_iter().flatten();
        let written = written.filter_map(|policy| policies.get(*policy)).filter(|(of, _)| *of == grammar);
        full.into_iter().chain(written.map(|(_, policy)| Arc::clone(policy))).collect()
    }
}

/// From the organization to the account.
pub(crate) fn path<'r>(account: &'r Address, resources: &'r BTreeMap<Address, Resource>) -> Vec<&'r Address> {
    let mut path = vec![account];
    let mut at = account;
    while let Some(parent) = match resources.get(at).map(|resource| &resource.body) {
        Some(Body::Account(account)) => Some(&account.parent),
        Some(Body::Unit(unit)) => Some(&unit.parent),
        _ => None,
    } {
        path.push(parent);
        at = parent;
    }
    path.reverse();
    path
}

fn ids<'r>(
    resources: impl Iterator<Item = (&'r Address, &'r Resource)>,
) -> (BTreeMap<Address, String>, BTreeSet<Address>) {
    let (mut ids, mut unknown) = (BTreeMap::new(), BTreeSet::new());
    let things = resources.filter_map(|(address, resource)| {
        let stand_in = match &resource.body {
            Body::Organization(_) => |_| "o-0000000000".to_owned(),
            Body::Account(_) => |number| format!("{number:012}"),
            Body::Unit(_) => |number| format!("ou-0000-{number:08}"),
            Body::Policy(_) => |number| format!("p-{number:010}"),
            _ => return None,
        };
        Some((address, resource, stand_in as fn(usize) -> String))
    });
    for (number, (address, resource, stand_in)) in things.enumerate() {
        let known = resource.adopt.as_ref().map(|adoption| adoption.id.clone());
        if known.is_none() {
            unknown.insert(address.clone());
        }
        ids.insert(address.clone(), known.unwrap_or_else(|| stand_in(number + 1)));
    }
    (ids, unknown)
}
