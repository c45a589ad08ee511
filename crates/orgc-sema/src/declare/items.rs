//! The items of a file and of a block: each goes where it belongs, or is reported.

use super::construct::construct;
use super::contents::Contents;
use super::diagnostics;
use super::position::Place;
use super::walk::Walk;
use orgc_syntax::ast::{self, Declaration, ItemKind, Verb};
use std::collections::btree_map::Entry;

impl<'a> Walk<'a, '_, '_> {
    pub(super) fn item(&mut self, item: &'a ast::Item, place: &Place, contents: &mut Contents<'a>) {
        match &item.kind {
            ItemKind::Broken(broken) => {
                contents.broken = true;
                self.declarations.broken = true;
                self.doubt(broken.span);
            }
            ItemKind::Attribute(attribute) if matches!(place, Place::Top) => {
                let help = "a value with a name is written `let NAME = VALUE`";
                self.misplaced(construct(&item.kind), place, attribute.name.span(), help);
            }
            ItemKind::Attribute(attribute) => contents.attributes.push(attribute),
            ItemKind::Block(block) => self.block(block, place, contents),
            ItemKind::Declaration(declaration) => self.declaration(declaration, item, place, contents),
            ItemKind::Verb(verb) => self.verb(verb, item, place, contents),
            ItemKind::Rule(rule) if matches!(place, Place::Policy) => contents.rules.push(rule),
            ItemKind::Rule(rule) => {
                self.misplaced(
                    "a rule",
                    place,
                    rule.span,
                    "rules stand in a policy: `policy NAME: scp { … }`",
                );
            }
            ItemKind::Assertion(_) | ItemKind::For(_) | ItemKind::If(_) => {
                self.not_yet(construct(&item.kind), item.span, contents);
            }
        }
    }

    fn declaration(
        &mut self,
        declaration: &'a Declaration,
        item: &'a ast::Item,
        place: &Place,
        contents: &mut Contents<'a>,
    ) {
        match declaration {
            Declaration::Let(found) if found.parameters.is_some() => {
                self.not_yet("a function of your own", item.span, contents);
            }
            Declaration::Let(_) | Declaration::Output(_) if !matches!(place, Place::Top) => {
                let help = "move it out of the braces: values and outputs stand at the top of a file";
                self.misplaced(construct(&item.kind), place, item.span, help);
            }
            Declaration::Let(found) => self.value(found),
            Declaration::Output(found) => self.output(found),
            _ => self.not_yet(construct(&item.kind), item.span, contents),
        }
    }

    fn value(&mut self, found: &'a ast::Let) {
        let name = &found.name;
        match self.declarations.lets.entry(&name.text) {
            Entry::Vacant(free) => drop(free.insert(found)),
            Entry::Occupied(taken) => {
                let what = format!("value `{}`", name.text);
                self.reports.push(diagnostics::duplicate(&what, taken.get().name.span, name.span));
            }
        }
    }

    fn output(&mut self, found: &'a ast::Output) {
        let name = &found.name;
        match self.declarations.outputs.entry(&name.text) {
            Entry::Vacant(free) => drop(free.insert(found)),
            Entry::Occupied(taken) => {
                let what = format!("output `{}`", name.text);
                self.reports.push(diagnostics::duplicate(&what, taken.get().name.span, name.span));
            }
        }
    }

    fn verb(&mut self, verb: &'a Verb, item: &'a ast::Item, place: &Place, contents: &mut Contents<'a>) {
        let has_life = !matches!(place, Place::Top | Place::Part);
        match verb {
            Verb::Protect(protect) if has_life => contents.protects.push(protect),
            Verb::Attach(attach) if attach.only => self.not_yet("`attach only`", item.span, contents),
            Verb::Attach(attach) if place.is_target() => contents.attaches.push(attach),
            Verb::Detach(detach) if place.is_target() => contents.detaches.push(detach),
            Verb::Deploy(deploy) if place.is_target() => contents.deploys.push(deploy),
            Verb::Protect(_) => {
                self.misplaced("`protect`", place, item.span, "it stands in the block of what it protects");
            }
            Verb::Attach(_) | Verb::Detach(_) | Verb::Deploy(_) => {
                let help = "it stands in the block it holds for: the organization, an OU or an account";
                self.misplaced(construct(&item.kind), place, item.span, help);
            }
            _ => self.not_yet(construct(&item.kind), item.span, contents),
        }
    }
}
