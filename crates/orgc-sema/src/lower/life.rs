//! Sentences about things that have no block any more: `moved`, `close`, `release`, `forget`,
//! `delete`.

use super::builder::Builder;
use super::diagnostics;
use crate::declare::Scoped;
use crate::value::entity_noun;
use orgc_diag::Span;
use orgc_ir::Address;
use orgc_ir::desired::{Moved, Removal, RemovalVerb};
use orgc_syntax::{ast, spelling::is_name};

impl<'a> Builder<'_, '_, 'a, '_> {
    pub(super) fn moves(&mut self) {
        for scoped in &self.scene.declarations.moves {
            let outer = self.evaluator.enter(scoped.scope.clone());
            self.moved(scoped);
            self.evaluator.leave(outer);
        }
        self.move_rings();
    }

    fn moved(&mut self, scoped: &Scoped<'a, ast::Moved>) {
        let sentence = scoped.node;
        let (from, to) =
            (self.address(&sentence.kind, &sentence.from), self.address(&sentence.kind, &sentence.to));
        let (Some(from), Some(to)) = (from, to) else { return };
        let report = match () {
            () if from == to => diagnostics::moved_to_itself(&from, sentence.span),
            () if self.is_declared(&from) => {
                diagnostics::moved_and_declared(&from, sentence.from.span, self.head(&from))
            }
            () if self.model.moved.contains_key(&from) => {
                let first = self.model.moved.get(&from).and_then(|one| one.origin.span);
                diagnostics::moved_twice(&from, first.unwrap_or(sentence.span), sentence.span)
            }
            () => {
                let origin = self.scene.places.origin(sentence.span);
                self.model.moved.insert(from, Moved { to, origin });
                return;
            }
        };
        self.evaluator.reports.push(report);
    }

    /// What a chain of moves leads to must be declared; a chain that leads back to itself is none.
    fn move_rings(&mut self) {
        let all: Vec<(Address, Address, Option<Span>)> = self
            .model
            .moved
            .iter()
            .map(|(from, one)| (from.clone(), one.to.clone(), one.origin.span))
            .collect();
        for (from, mut to, span) in all {
            let mut steps = 0;
            while let Some(next) = self.model.moved.get(&to).filter(|_| steps <= self.model.moved.len()) {
                to = next.to.clone();
                steps += 1;
            }
            let Some(span) = span else { continue };
            if steps > self.model.moved.len() {
                self.evaluator.reports.push(diagnostics::move_ring(&from, span));
            } else if !self.is_declared(&to) && !self.evaluator.names.doubtful.contains(to.name()) {
                let report = diagnostics::moved_to_nothing(&to, span, self.declared_names(to.kind()));
                self.evaluator.reports.push(report);
            } else if let Some(moved) = self.model.moved.get_mut(&from) {
                moved.to = to;
            }
        }
    }

    pub(super) fn removals(&mut self) {
        for scoped in &self.scene.declarations.removals {
            let outer = self.evaluator.enter(scoped.scope.clone());
            self.removal(scoped);
            self.evaluator.leave(outer);
        }
    }

    fn removal(&mut self, scoped: &Scoped<'a, ast::Removal>) {
        let sentence = scoped.node;
        let Some(address) = self.address(&sentence.kind, &sentence.address) else { return };
        let reason = sentence.reason.as_ref();
        let reason = reason.and_then(|reason| self.evaluator.known_literal(reason, "a reason"));
        let verb = match sentence.verb {
            ast::RemovalVerb::Close => RemovalVerb::Close,
            ast::RemovalVerb::Release => RemovalVerb::Release,
            ast::RemovalVerb::Delete => RemovalVerb::Delete,
            ast::RemovalVerb::Forget => RemovalVerb::Forget,
        };
        let fits = match (verb, address.kind()) {
            (RemovalVerb::Close | RemovalVerb::Release, kind) => kind == "account",
            (RemovalVerb::Delete, kind) => kind != "account" && kind != "organization",
            (RemovalVerb::Forget, _) => true,
        };
        let first = self.model.removals.get(&address).and_then(|first| first.origin.span);
        let report = match first {
            _ if !fits => diagnostics::wrong_removal(sentence.verb.written(), &address, sentence.verb_span),
            _ if self.is_declared(&address) => diagnostics::still_declared(
                sentence.verb.written(),
                &address,
                sentence.span,
                self.head(&address),
            ),
            Some(first) => diagnostics::removed_twice(&address, first, sentence.span),
            None => {
                let origin = self.scene.places.origin(sentence.span);
                self.model.removals.insert(address, Removal { verb, reason, origin });
                return;
            }
        };
        self.evaluator.reports.push(report);
    }

    /// The address that a sentence names; its thing need not be declared.
    fn address(&mut self, kind: &'a ast::QualifiedName, written: &'a ast::Address) -> Option<Address> {
        let kind_written = kind.written();
        let word = kind_written.as_str();
        let is_plugin = self.scene.schemas.iter().any(|schema| schema.name == word);
        if !matches!(word, "organization" | "ou" | "account" | "policy") && !is_plugin {
            let plugins = self.scene.schemas.iter().map(|schema| schema.name.as_str());
            let known = ["organization", "ou", "account", "policy"].into_iter().chain(plugins);
            let report = crate::declare::diagnostics::unknown_kind(&kind.written(), kind.span, known);
            self.evaluator.reports.push(report);
            return None;
        }
        let parts: Option<Vec<String>> =
            written.segments.iter().map(|segment| self.evaluator.label(segment)).collect();
        let parts = parts?;
        if let Some(bad) = parts.iter().find(|part| !is_name(part)) {
            let report = crate::declare::diagnostics::bad_identifier(bad, written.span);
            self.evaluator.reports.push(report);
            return None;
        }
        if matches!(word, "organization" | "account") && parts.len() > 1 {
            let report = diagnostics::not_flat(word, &parts.join("."), written.span);
            self.evaluator.reports.push(report);
            return None;
        }
        let between = if word == "ou" { "/" } else { "." };
        Some(Address::new(word, &parts.join(between)))
    }

    /// The names of what is declared of a kind.
    fn declared_names(&self, kind: &str) -> Vec<&str> {
        let declarations = self.scene.declarations;
        let all = match kind {
            "ou" => &declarations.units,
            "account" => &declarations.accounts,
            "policy" => &declarations.policies,
            _ => &declarations.blocks,
        };
        all.keys().filter(|address| address.kind() == kind).map(Address::name).collect()
    }

    fn is_declared(&self, address: &Address) -> bool {
        self.declared_head(address).is_some()
    }

    fn head(&self, address: &Address) -> Option<Span> {
        self.declared_head(address)
    }

    fn declared_head(&self, address: &Address) -> Option<Span> {
        let declarations = self.scene.declarations;
        let found = match address.kind() {
            "organization" => declarations.organization.as_ref().filter(|one| one.address == *address),
            "ou" => declarations.units.get(address),
            "account" => declarations.accounts.get(address),
            "policy" => declarations.policies.get(address),
            _ => declarations.blocks.get(address),
        };
        found.map(|declared| declared.head)
    }
}

/// Ids that two blocks adopt.
pub(crate) fn adopted_twice(model: &crate::model::Model, reports: &mut Vec<orgc_diag::Diagnostic>) {
    let mut seen: std::collections::BTreeMap<(&str, &str), (&Address, Span)> =
        std::collections::BTreeMap::new();
    for (address, resource) in &model.resources {
        let Some(adopt) = &resource.adopt else { continue };
        let Some(span) = adopt.origin.span else { continue };
        let key = (address.kind(), adopt.id.as_str());
        if let Some((first, first_span)) = seen.insert(key, (address, span)) {
            let (first, again) = (entity_noun(first), entity_noun(address));
            reports.push(diagnostics::adopted_twice(&adopt.id, (&first, first_span), (&again, span)));
        }
    }
}
