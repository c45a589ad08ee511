//! The named things: the organization, units, accounts, policies and blocks of plugins.

use super::contents::Contents;
use super::declared::Declared;
use super::position::Place;
use super::walk::Walk;
use super::{diagnostics, names};
use orgc_diag::Span;
use orgc_ir::Address;
use orgc_syntax::ast::{self, Documentation, Label};
use orgc_syntax::spelling::is_name;
use std::collections::btree_map::Entry;

impl<'a> Walk<'a, '_, '_, '_> {
    pub(super) fn organization(&mut self, block: &'a ast::Block, above: Option<&'a Documentation>) {
        let Some(name) = self.thing_name(block, "organization") else { return };
        let address = Address::organization(&name);
        let contents = self.contents(block, &Place::Organization(address.clone()));
        if let Some(first) = &self.declarations.organization {
            let report = diagnostics::two_organizations(first.head, head(block));
            return self.report(report);
        }
        self.declarations.organization = Some(self.declared(address, name, None, (block, above), contents));
    }

    pub(super) fn unit(&mut self, block: &'a ast::Block, above: Option<&'a Documentation>, parent: &Address) {
        let Some(name) = self.thing_name(block, "ou") else { return };
        let path = if parent.kind() == "ou" { parent.name() } else { "" };
        let address = Address::unit(path.split('/').filter(|part| !part.is_empty()).chain([name.as_str()]));
        let contents = self.contents(block, &Place::Unit(address.clone()));
        let declared = self.declared(address, name, Some(parent.clone()), (block, above), contents);
        self.insert(declared);
    }

    pub(super) fn account(
        &mut self,
        block: &'a ast::Block,
        above: Option<&'a Documentation>,
        parent: &Address,
        kind: &str,
    ) {
        let is_management = kind == "management";
        let name = match &block.label {
            None if is_management => Some(kind.to_owned()),
            _ => self.thing_name(block, kind),
        };
        let Some(name) = name else { return };
        let contents = self.contents(block, &Place::Account);
        if is_management && parent.kind() == "ou" && contents.adopts.is_empty() {
            self.declarations.broken = true;
            self.doubt(block.span);
            return self.report(diagnostics::management_in_unit(block.kind.span));
        }
        if is_management {
            match self.management {
                Some(first) => {
                    return self.report(diagnostics::two_management_accounts(first, head(block)));
                }
                None => self.management = Some(head(block)),
            }
        }
        let declared =
            self.declared(Address::account(&name), name, Some(parent.clone()), (block, above), contents);
        self.insert(declared);
    }

    /// A policy, or a block of a plugin kind. Its name is one of its module.
    pub(super) fn named(&mut self, block: &'a ast::Block, above: Option<&'a Documentation>, kind: &str) {
        let Some(name) = self.thing_name(block, kind) else { return };
        let is_policy = kind == "policy";
        if is_policy && names::managed_policies().any(|managed| managed == name) {
            return self.report(diagnostics::reserved_policy(&name, head(block)));
        }
        let place = if is_policy { Place::Policy } else { Place::Block(kind.to_owned()) };
        let contents = self.contents(block, &place);
        let module = self.evaluator.scope().module;
        let address = Address::new(kind, &self.evaluator.program().qualified(module, &name));
        let declared = self.declared(address, name, None, (block, above), contents);
        self.insert(declared);
    }

    fn declared(
        &self,
        address: Address,
        name: String,
        parent: Option<Address>,
        (block, above): (&'a ast::Block, Option<&'a Documentation>),
        contents: Contents<'a>,
    ) -> Declared<'a> {
        let scope = self.evaluator.scope().clone();
        let documentation = above.map(|above| above.text.as_str());
        Declared { address, name, parent, block, documentation, scope, head: head(block), contents }
    }

    fn contents(&mut self, block: &'a ast::Block, place: &Place) -> Contents<'a> {
        let mut contents = Contents::default();
        let items = block.body.as_ref().map(|body| body.items.as_slice()).unwrap_or_default();
        self.items(items, place, &mut contents);
        contents
    }

    /// The name of a block. What goes wrong with it is reported, and its contents become doubtful.
    fn thing_name(&mut self, block: &'a ast::Block, kind: &str) -> Option<String> {
        let name = match &block.label {
            None => {
                self.report(diagnostics::missing_name(kind, block.kind.span));
                None
            }
            Some(Label::Name(name)) => Some(name.text.clone()),
            Some(label @ Label::Text(text)) => self.evaluator.structural_label(label).filter(|name| {
                let fits = is_name(name);
                if !fits {
                    self.evaluator.reports.push(diagnostics::bad_identifier(name, text.span));
                }
                fits
            }),
        };
        if name.is_none() {
            self.declarations.broken = true;
            self.doubt(block.span);
        }
        name
    }

    fn insert(&mut self, declared: Declared<'a>) {
        let all = match declared.address.kind() {
            "ou" => &mut self.declarations.units,
            "account" => &mut self.declarations.accounts,
            "policy" => &mut self.declarations.policies,
            _ => &mut self.declarations.blocks,
        };
        let first = match all.entry(declared.address.clone()) {
            Entry::Vacant(place) => {
                place.insert(declared);
                return;
            }
            Entry::Occupied(first) => first.into_mut(),
        };
        let what = crate::value::entity_noun(&declared.address);
        let steps = first.scope.via();
        let report = diagnostics::duplicate(&what, first.head, declared.head);
        let report = steps.iter().fold(report, |report, step| {
            let (span, message) = self.evaluator.described(step);
            report.at(span, format!("first {message}"))
        });
        self.report(report);
    }
}

/// The part of a block that names it.
fn head(block: &ast::Block) -> Span {
    let label = block.label.as_ref().map_or(block.kind.span, Label::span);
    block.kind.span.join(label)
}
