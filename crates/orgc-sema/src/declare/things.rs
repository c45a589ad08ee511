//! The named things: the organization, units, accounts, policies and blocks of plugins.

use super::contents::Contents;
use super::declared::Declared;
use super::position::Place;
use super::walk::Walk;
use super::{diagnostics, names};
use orgc_diag::{Diagnostic, Span};
use orgc_ir::Address;
use orgc_syntax::ast::{self, Label};
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

impl<'a> Walk<'a, '_, '_> {
    pub(super) fn organization(&mut self, block: &'a ast::Block) {
        let Some(name) = self.name(block, "organization") else { return };
        let address = Address::organization(&name);
        let contents = self.contents(block, &Place::Organization(address.clone()));
        if let Some(first) = &self.declarations.organization {
            return self.reports.push(diagnostics::two_organizations(first.head, head(block)));
        }
        self.declarations.organization =
            Some(Declared { address, name, parent: None, block, head: head(block), contents });
    }

    pub(super) fn unit(&mut self, block: &'a ast::Block, parent: &Address) {
        let Some(name) = self.name(block, "ou") else { return };
        let above = if parent.kind() == "ou" { parent.name() } else { "" };
        let address = Address::unit(above.split('/').filter(|part| !part.is_empty()).chain([name.as_str()]));
        let contents = self.contents(block, &Place::Unit(address.clone()));
        let declared =
            Declared { address, name, parent: Some(parent.clone()), block, head: head(block), contents };
        insert(&mut self.declarations.units, declared, &mut self.reports);
    }

    pub(super) fn account(&mut self, block: &'a ast::Block, parent: &Address, kind: &str) {
        let is_management = kind == "management";
        let name = match &block.label {
            None if is_management => Some(kind.to_owned()),
            _ => self.name(block, kind),
        };
        let Some(name) = name else { return };
        if is_management {
            match self.management {
                Some(first) => {
                    return self.reports.push(diagnostics::two_management_accounts(first, head(block)));
                }
                None => self.management = Some(head(block)),
            }
        }
        let contents = self.contents(block, &Place::Account);
        let address = Address::account(&name);
        let declared =
            Declared { address, name, parent: Some(parent.clone()), block, head: head(block), contents };
        insert(&mut self.declarations.accounts, declared, &mut self.reports);
    }

    /// A policy, or a block of a plugin kind.
    pub(super) fn named(&mut self, block: &'a ast::Block, kind: &str) {
        let Some(name) = self.name(block, kind) else { return };
        let is_policy = kind == "policy";
        if is_policy && names::managed_policies().any(|managed| managed == name) {
            return self.reports.push(diagnostics::reserved_policy(&name, head(block)));
        }
        let place = if is_policy { Place::Policy } else { Place::Block(kind.to_owned()) };
        let contents = self.contents(block, &place);
        let address = Address::new(kind, &name);
        let declared = Declared { address, name, parent: None, block, head: head(block), contents };
        let all = if is_policy { &mut self.declarations.policies } else { &mut self.declarations.blocks };
        insert(all, declared, &mut self.reports);
    }

    fn contents(&mut self, block: &'a ast::Block, place: &Place) -> Contents<'a> {
        let mut contents = Contents::default();
        for item in block.body.iter().flat_map(|body| &body.items) {
            self.item(item, place, &mut contents);
        }
        contents
    }

    /// The name of a block. What goes wrong with it is reported, and its contents become doubtful.
    fn name(&mut self, block: &'a ast::Block, kind: &str) -> Option<String> {
        let name = match &block.label {
            None => {
                self.reports.push(diagnostics::missing_name(kind, block.kind.span));
                None
            }
            Some(Label::Name(name)) => Some(name.text.clone()),
            Some(Label::Text(text)) => (self.name_of)(text).filter(|name| {
                let fits = names::is_identifier(name);
                if !fits {
                    self.reports.push(diagnostics::bad_identifier(name, text.span));
                }
                fits
            }),
        };
        if name.is_none() {
            self.doubt(block.span);
        }
        name
    }
}

/// The part of a block that names it.
fn head(block: &ast::Block) -> Span {
    let label = block.label.as_ref().map_or(block.kind.span, Label::span);
    block.kind.span.join(label)
}

fn insert<'a>(
    all: &mut BTreeMap<Address, Declared<'a>>,
    declared: Declared<'a>,
    reports: &mut Vec<Diagnostic>,
) {
    match all.entry(declared.address.clone()) {
        Entry::Vacant(free) => drop(free.insert(declared)),
        Entry::Occupied(taken) => {
            let what = crate::value::entity_noun(&declared.address);
            reports.push(diagnostics::duplicate(&what, taken.get().head, declared.head));
        }
    }
}
