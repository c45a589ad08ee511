//! The index of names.

use super::declared::{Declarations, Declared};
use orgc_ir::Address;
use orgc_policy::PolicyType;
use orgc_syntax::ast::{self, Declaration, ItemKind};
use std::collections::{BTreeMap, BTreeSet};

/// Every name, by what it can name. Looking up costs the same in a large organization as in a
/// small one.
#[derive(Debug, Default)]
pub(crate) struct Names<'a> {
    pub lets: BTreeMap<&'a str, &'a ast::Let>,
    pub organization: Option<(String, Address)>,
    pub accounts: BTreeMap<String, Address>,
    /// By every tail of their path, its parts joined with `/`.
    pub units: BTreeMap<String, Vec<Address>>,
    /// Declared policies and those that AWS manages.
    pub policies: BTreeMap<String, Address>,
    /// Blocks of plugin kinds, by kind, then name.
    pub blocks: BTreeMap<&'a str, BTreeMap<String, Address>>,
    /// See [`Declarations::doubtful`].
    pub doubtful: BTreeSet<&'a str>,
    /// While names are being worked out: the names that are written out, which name entities.
    pub labels: BTreeSet<&'a str>,
}

impl<'a> Names<'a> {
    pub(crate) fn of(declarations: &Declarations<'a>) -> Self {
        let flat = |all: &BTreeMap<Address, Declared<'a>>| {
            all.values().map(|one| (one.name.clone(), one.address.clone())).collect::<BTreeMap<_, _>>()
        };
        let mut names = Self {
            lets: declarations.lets.clone(),
            organization: declarations
                .organization
                .as_ref()
                .map(|one| (one.name.clone(), one.address.clone())),
            accounts: flat(&declarations.accounts),
            policies: flat(&declarations.policies),
            doubtful: declarations.doubtful.clone(),
            ..Self::default()
        };
        for policy in managed_policies() {
            names.policies.insert(policy.to_owned(), Address::policy(policy));
        }
        for unit in declarations.units.keys() {
            for tail in tails(unit.name()) {
                names.units.entry(tail.to_owned()).or_default().push(unit.clone());
            }
        }
        for block in declarations.blocks.values() {
            let kind = block.block.kind.name.text.as_str();
            names.blocks.entry(kind).or_default().insert(block.name.clone(), block.address.clone());
        }
        names
    }

    /// What may be mentioned in the names of blocks: values, and no entity.
    pub(crate) fn for_labels(files: &'a [ast::File]) -> Self {
        let mut names = Self::default();
        files.iter().flat_map(|file| &file.items).for_each(|item| names.collect(item));
        names
    }

    fn collect(&mut self, item: &'a ast::Item) {
        match &item.kind {
            ItemKind::Declaration(Declaration::Let(found)) if found.parameters.is_none() => {
                self.lets.entry(&found.name.text).or_insert(found);
            }
            ItemKind::Block(block) => {
                if let Some(ast::Label::Name(name)) = &block.label {
                    self.labels.insert(&name.text);
                }
                block.body.iter().flat_map(|body| &body.items).for_each(|inner| self.collect(inner));
            }
            _ => {}
        }
    }

    /// Whether AWS manages this policy.
    pub(crate) fn is_managed_policy(address: &Address) -> bool {
        address.kind() == "policy" && managed_policies().any(|name| name == address.name())
    }

    /// Every name that can stand alone, for suggestions.
    pub(crate) fn all(&self) -> impl Iterator<Item = &str> {
        let units = self.units.keys().map(String::as_str).filter(|tail| !tail.contains('/'));
        let blocks = self.blocks.values().flat_map(|named| named.keys().map(String::as_str));
        let organization = self.organization.iter().map(|(name, _)| name.as_str());
        self.lets
            .keys()
            .copied()
            .chain(self.accounts.keys().map(String::as_str))
            .chain(units)
            .chain(self.policies.keys().map(String::as_str))
            .chain(blocks)
            .chain(organization)
            .chain(["org"])
    }
}

/// The policies that AWS manages and that may be attached and detached.
pub(crate) fn managed_policies() -> impl Iterator<Item = &'static str> {
    PolicyType::all().iter().filter_map(|one| one.default_policy.as_ref()).map(|policy| policy.name.as_str())
}

/// `A/B/C` gives `A/B/C`, `B/C` and `C`.
fn tails(path: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(path), |tail| tail.split_once('/').map(|(_, rest)| rest))
}

/// Whether a text can be a name.
pub(crate) fn is_identifier(text: &str) -> bool {
    let first = text.chars().next().is_some_and(|c| c.is_ascii_alphabetic() || c == '_');
    first && !text.ends_with('-') && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-')
}
