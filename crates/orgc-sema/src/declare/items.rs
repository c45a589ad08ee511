//! The items of a file and of a block: each goes where it belongs, or is reported.

use super::construct::construct;
use super::contents::Contents;
use super::position::Place;
use super::walk::Walk;
use orgc_syntax::ast::{self, Declaration, ItemKind, Verb};

impl<'a> Walk<'a, '_, '_, '_> {
    pub(super) fn items(&mut self, items: &'a [ast::Item], place: &Place, contents: &mut Contents<'a>) {
        for item in items {
            self.item(item, place, contents);
        }
    }

    pub(super) fn item(&mut self, item: &'a ast::Item, place: &Place, contents: &mut Contents<'a>) {
        if !self.may_go_on(item.span) {
            return;
        }
        match &item.kind {
            ItemKind::Broken(broken) => {
                contents.broken = true;
                self.declarations.broken = true;
                self.doubt(broken.span);
            }
            ItemKind::Attribute(attribute) => self.attribute(attribute, item, place, contents),
            ItemKind::Block(block) => self.block(block, item.documentation.as_ref(), place, contents),
            ItemKind::Declaration(declaration) => self.declaration(declaration, item, place),
            ItemKind::Verb(verb) => self.verb(verb, item, place, contents),
            ItemKind::Rule(rule) if matches!(place, Place::Policy | Place::Delegation) => {
                contents.rules.push(self.scoped(rule));
            }
            ItemKind::Rule(rule) => {
                let help = "rules stand in a policy: `policy NAME: scp { … }`";
                self.misplaced("a rule", place, rule.span, help);
            }
            ItemKind::Assertion(assertion) => {
                let scoped = self.scoped(assertion);
                self.declarations.assertions.push(scoped);
            }
            ItemKind::For(found) => self.repeat(found, place, contents),
            ItemKind::If(found) => self.choose(found, place, contents),
        }
    }

    fn attribute(
        &mut self,
        attribute: &'a ast::Attribute,
        item: &'a ast::Item,
        place: &Place,
        contents: &mut Contents<'a>,
    ) {
        let help = match place {
            Place::Top => "a value with a name is written `let NAME = VALUE`",
            Place::Delegation => "it holds rules: `allow ACTIONS by ACCOUNT`",
            _ => return contents.attributes.push(self.scoped(attribute)),
        };
        self.misplaced(construct(&item.kind), place, attribute.name.span(), help);
    }

    fn declaration(&mut self, declaration: &'a Declaration, item: &'a ast::Item, place: &Place) {
        let is_top = matches!(place, Place::Top) && self.evaluator.scope().is_top();
        match declaration {
            // Plugins are found before anything is checked.
            Declaration::Plugin(_) if is_top => {}
            Declaration::Test(found) if is_top => {
                let scoped = self.scoped(found);
                self.declarations.tests.push(scoped);
            }
            Declaration::Extend(found) if matches!(place, Place::Top) => {
                let scoped = self.scoped(found);
                self.extensions.push(scoped);
            }
            _ => {
                let help = "move it out of the braces: declarations stand at the top of a file";
                self.misplaced(construct(&item.kind), place, item.span, help);
            }
        }
    }

    fn verb(&mut self, verb: &'a Verb, item: &'a ast::Item, place: &Place, contents: &mut Contents<'a>) {
        let is_organization = matches!(place, Place::Organization(_));
        match verb {
            Verb::Protect(protect) if place.has_life() || matches!(place, Place::Defaults) => {
                contents.protects.push(self.scoped(protect));
            }
            Verb::Adopt(adopt) if place.has_life() => contents.adopts.push(self.scoped(adopt)),
            Verb::Attach(attach) if place.is_target() => contents.attaches.push(self.scoped(attach)),
            Verb::Detach(detach) if place.is_target() => contents.detaches.push(self.scoped(detach)),
            Verb::Deploy(deploy) if place.is_target() => contents.deploys.push(self.scoped(deploy)),
            Verb::Delegate(found) if is_organization => contents.delegates.push(self.scoped(found)),
            Verb::Trust(found) if is_organization => contents.trusts.push(self.scoped(found)),
            Verb::Use(found) => self.expand_template(found, place, contents),
            Verb::Moved(found) if matches!(place, Place::Top) => {
                let scoped = self.scoped(found);
                self.declarations.moves.push(scoped);
            }
            Verb::Removal(found) if matches!(place, Place::Top) => {
                let scoped = self.scoped(found);
                self.declarations.removals.push(scoped);
            }
            _ => self.misplaced(construct(&item.kind), place, item.span, home(verb)),
        }
    }
}

/// Where a sentence belongs.
fn home(verb: &Verb) -> &'static str {
    match verb {
        Verb::Protect(_) => "it stands in the block of what it protects",
        Verb::Adopt(_) => "it stands in the block of what exists already",
        Verb::Attach(_) | Verb::Detach(_) | Verb::Deploy(_) => {
            "it stands in the block it holds for: the organization, an OU or an account"
        }
        Verb::Delegate(_) | Verb::Trust(_) => "it stands in the `organization` block",
        Verb::Use(_) => "it stands where the items of the template belong",
        Verb::Moved(_) | Verb::Removal(_) => {
            "it stands at the top of a file, because what it names has no block any more"
        }
    }
}
