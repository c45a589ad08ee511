//! The index of names of things.

use super::declared::{Declarations, Declared};
use crate::program::Program;
use crate::scope::ModuleId;
use orgc_ir::Address;
use orgc_ir::kinds::KindSchema;
use orgc_policy::PolicyType;
use orgc_syntax::ast::{self, ItemKind};
use std::collections::{BTreeMap, BTreeSet};

/// Every thing by what it is called. Looking up costs the same in a large organization as in a
/// small one. Units and accounts are called the same everywhere; the others have names of their module.
#[derive(Debug, Default)]
pub(crate) struct Names<'a> {
    pub organization: Option<(String, Address)>,
    pub accounts: BTreeMap<String, Address>,
    /// By every tail of their path, its parts joined with `/`.
    pub units: BTreeMap<String, Vec<Address>>,
    /// Policies and blocks of plugin kinds: by module, then kind, then name.
    things: BTreeMap<ModuleId, BTreeMap<String, BTreeMap<String, Thing>>>,
    /// The policies that AWS manages.
    managed: BTreeMap<String, Address>,
    /// The kinds that have things: `policy` and those of plugins.
    pub kinds: BTreeSet<String>,
    /// The organization or unit in which an account or unit stands.
    pub parents: BTreeMap<Address, Address>,
    /// Words in text that was not understood: they may be names, so that not finding one of them
    /// is a consequence and not a fault.
    pub doubtful: BTreeSet<&'a str>,
    /// The names of things that are written out.
    labels: BTreeSet<&'a str>,
}

/// A thing that has a name in its module.
#[derive(Clone, Debug)]
pub(crate) struct Thing {
    pub address: Address,
    /// Whether only its own module may name it.
    pub is_private: bool,
}

impl<'a> Names<'a> {
    /// What is known before anything is declared: which words may be names of things.
    pub(crate) fn of_structure(program: &Program<'a>, schemas: &[KindSchema]) -> Self {
        let mut names = Self { kinds: kinds(schemas), ..Self::default() };
        let templates = program.folders.values().flat_map(|folder| folder.templates.values());
        let bodies = templates.flat_map(|template| &template.body.items);
        let items = program.folders.values().flat_map(|folder| folder.items.iter().copied());
        bodies.chain(items).for_each(|item| names.collect(item));
        names
    }

    /// The index of what is declared.
    pub(crate) fn of(declarations: &Declarations<'a>, structure: &mut Self) -> Self {
        let flat = |all: &BTreeMap<Address, Declared<'a>>| {
            all.values().map(|one| (one.name.clone(), one.address.clone())).collect::<BTreeMap<_, _>>()
        };
        let managed = managed_policies().map(|policy| (policy.to_owned(), Address::policy(policy)));
        let mut names = Self {
            organization: declarations
                .organization
                .as_ref()
                .map(|one| (one.name.clone(), one.address.clone())),
            accounts: flat(&declarations.accounts),
            doubtful: declarations.doubtful.clone(),
            managed: managed.collect(),
            kinds: std::mem::take(&mut structure.kinds),
            labels: std::mem::take(&mut structure.labels),
            ..Self::default()
        };
        for unit in declarations.units.keys() {
            for tail in tails(unit.name()) {
                names.units.entry(tail.to_owned()).or_default().push(unit.clone());
            }
        }
        for one in declarations.units.values().chain(declarations.accounts.values()) {
            names.parents.extend(one.parent.clone().map(|parent| (one.address.clone(), parent)));
        }
        for one in declarations.policies.values().chain(declarations.blocks.values()) {
            let kinds = names.things.entry(one.scope.module).or_default();
            let thing = Thing { address: one.address.clone(), is_private: one.block.private };
            kinds.entry(one.address.kind().to_owned()).or_default().insert(one.name.clone(), thing);
        }
        names
    }

    fn collect(&mut self, item: &'a ast::Item) {
        match &item.kind {
            ItemKind::Block(block) => {
                if let Some(ast::Label::Name(name)) = &block.label {
                    self.labels.insert(&name.text);
                }
                block.body.iter().flat_map(|body| &body.items).for_each(|inner| self.collect(inner));
            }
            ItemKind::For(found) => found.body.items.iter().for_each(|inner| self.collect(inner)),
            ItemKind::If(found) => {
                let bodies = found.branches.iter().map(|branch| &branch.body).chain(&found.otherwise);
                bodies.flat_map(|body| &body.items).for_each(|inner| self.collect(inner));
            }
            ItemKind::Declaration(ast::Declaration::Extend(found)) => {
                found.body.items.iter().for_each(|inner| self.collect(inner));
            }
            _ => {}
        }
    }

    /// Whether a word or a path may be the name of a thing, as far as that is known before anything is declared.
    pub(crate) fn may_be_thing(&self, word: &str) -> bool {
        let word = word.split('.').next().unwrap_or(word);
        self.labels.contains(word) || is_thing_word(word) || self.kinds.contains(word)
    }

    /// The thing of a kind with this name in a module. Policies of AWS are in every module.
    pub(crate) fn thing(&self, module: ModuleId, kind: &str, name: &str) -> Option<&Thing> {
        self.things.get(&module)?.get(kind)?.get(name)
    }

    /// A policy that AWS manages.
    pub(crate) fn managed(&self, name: &str) -> Option<&Address> {
        self.managed.get(name)
    }

    /// The things of a module with this name, of whatever kind.
    pub(crate) fn things(&self, module: ModuleId, name: &str) -> Vec<&Thing> {
        let kinds = self.things.get(&module).into_iter().flat_map(BTreeMap::values);
        kinds.filter_map(|named| named.get(name)).collect()
    }

    /// The names of the things of one kind, or of all kinds, in a module.
    pub(crate) fn thing_names(&self, module: ModuleId, kind: Option<&str>) -> Vec<&str> {
        let kinds = self.things.get(&module).into_iter().flatten();
        let fits = |found: &str| kind.is_none_or(|kind| kind == found);
        let named = kinds.filter(|(found, _)| fits(found)).flat_map(|(_, named)| named.keys());
        let managed = self.managed.keys().filter(|_| kind.is_none_or(|kind| kind == "policy"));
        named.chain(managed).map(String::as_str).collect()
    }

    /// Whether AWS manages this policy.
    pub(crate) fn is_managed_policy(address: &Address) -> bool {
        address.kind() == "policy" && managed_policies().any(|name| name == address.name())
    }

    /// Every name that can stand alone in a module, for suggestions.
    pub(crate) fn all(&self, module: ModuleId) -> impl Iterator<Item = &str> {
        let units = self.units.keys().map(String::as_str).filter(|tail| !tail.contains('/'));
        let organization = self.organization.iter().map(|(name, _)| name.as_str());
        self.accounts
            .keys()
            .map(String::as_str)
            .chain(units)
            .chain(self.thing_names(module, None))
            .chain(organization)
            .chain(["org"])
    }
}

fn kinds(schemas: &[KindSchema]) -> BTreeSet<String> {
    schemas.iter().map(|schema| schema.name.clone()).chain(["policy".to_owned()]).collect()
}

/// Words that stand before a name and tell its kind.
pub(crate) fn is_thing_word(word: &str) -> bool {
    matches!(word, "account" | "ou" | "policy" | "organization" | "org")
}

/// The policies that AWS manages and that may be attached and detached.
pub(crate) fn managed_policies() -> impl Iterator<Item = &'static str> {
    PolicyType::all().iter().filter_map(|one| one.default_policy.as_ref()).map(|policy| policy.name.as_str())
}

/// `A/B/C` gives `A/B/C`, `B/C` and `C`.
fn tails(path: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(path), |tail| tail.split_once('/').map(|(_, rest)| rest))
}
