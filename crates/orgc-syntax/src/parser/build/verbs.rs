//! Verbs.

use super::super::grammar::{Node, Rule};
use super::{Builder, Parts};
use crate::ast::{
    Address, Adopt, Attach, Delegate, Deploy, Detach, Expression, ExpressionKind, Moved, Protect, Removal,
    RemovalVerb, Text, Trust, Use, Verb,
};

impl Builder<'_> {
    pub(super) fn verb(&mut self, node: Node<'_>) -> Option<Verb> {
        Some(match node.as_rule() {
            Rule::protect => Verb::Protect(self.protect(node)?),
            Rule::attach => Verb::Attach(self.attach(node)?),
            Rule::detach => Verb::Detach(self.detach(node)?),
            Rule::deploy => Verb::Deploy(self.deploy(node)?),
            Rule::delegate => Verb::Delegate(self.delegate(node)?),
            Rule::trust => Verb::Trust(self.trust(node)?),
            Rule::adopt => Verb::Adopt(self.adopt(node)?),
            Rule::use_stmt => Verb::Use(self.use_statement(node)?),
            Rule::moved => Verb::Moved(self.moved(node)?),
            Rule::removal => Verb::Removal(self.removal(node)?),
            _ => return None,
        })
    }

    fn protect(&mut self, node: Node<'_>) -> Option<Protect> {
        let span = self.span(&node);
        let mut parts = Parts::of(node);
        parts.accept(Rule::kw_protect)?;
        let reason = self.reason(&mut parts)?;
        Some(Protect { reason, span })
    }

    /// A reason, if it comes next. The outer nothing is a failure.
    fn reason(&mut self, parts: &mut Parts<'_>) -> Option<Option<Text>> {
        Some(match parts.accept(Rule::reason) {
            Some(reason) => Some(self.line(Parts::of(reason).next()?)?),
            None => None,
        })
    }

    fn attach(&mut self, node: Node<'_>) -> Option<Attach> {
        let span = self.span(&node);
        let mut parts = Parts::of(node);
        parts.accept(Rule::kw_attach)?;
        let only = parts.has(Rule::kw_only);
        let policies = self.paths(parts.next()?)?;
        Some(Attach { only, policies, span })
    }

    fn detach(&mut self, node: Node<'_>) -> Option<Detach> {
        let span = self.span(&node);
        let mut parts = Parts::of(node);
        parts.accept(Rule::kw_detach)?;
        let policies = self.paths(parts.next()?)?;
        Some(Detach { policies, span })
    }

    fn deploy(&mut self, node: Node<'_>) -> Option<Deploy> {
        let span = self.span(&node);
        let mut parts = Parts::of(node);
        parts.accept(Rule::kw_deploy)?;
        let baseline = self.path(parts.next()?)?;
        let regions = match parts.accept(Rule::kw_in) {
            Some(_) => self.regions(parts.next()?)?,
            None => Vec::new(),
        };
        let parameters = self.with_map(&mut parts)?;
        Some(Deploy { baseline, regions, parameters, span })
    }

    fn regions(&mut self, node: Node<'_>) -> Option<Vec<Expression>> {
        let inner = Parts::of(node).next()?;
        match inner.as_rule() {
            Rule::paths => self.paths(inner),
            _ => Some(vec![self.primary(inner)?]),
        }
    }

    fn delegate(&mut self, node: Node<'_>) -> Option<Delegate> {
        let span = self.span(&node);
        let mut parts = Parts::of(node);
        parts.accept(Rule::kw_delegate)?;
        let only = parts.has(Rule::kw_only);
        let services = self.services(parts.next()?)?;
        parts.accept(Rule::kw_to)?;
        let account = self.path(parts.next()?)?;
        Some(Delegate { only, services, account, span })
    }

    fn trust(&mut self, node: Node<'_>) -> Option<Trust> {
        let span = self.span(&node);
        let mut parts = Parts::of(node);
        parts.accept(Rule::kw_trust)?;
        let only = parts.has(Rule::kw_only);
        let services = self.services(parts.next()?)?;
        Some(Trust { only, services, span })
    }

    fn adopt(&mut self, node: Node<'_>) -> Option<Adopt> {
        let span = self.span(&node);
        let mut parts = Parts::of(node);
        parts.accept(Rule::kw_adopt)?;
        let id = self.expression(parts.next()?)?;
        Some(Adopt { id, span })
    }

    fn use_statement(&mut self, node: Node<'_>) -> Option<Use> {
        let span = self.span(&node);
        let mut parts = Parts::of(node);
        parts.accept(Rule::kw_use)?;
        let template = self.path(parts.next()?)?;
        let arguments = self.arguments(parts.next()?)?;
        Some(Use { template, arguments, span })
    }

    fn moved(&mut self, node: Node<'_>) -> Option<Moved> {
        let span = self.span(&node);
        let mut parts = Parts::of(node);
        parts.accept(Rule::kw_moved)?;
        let kind = self.qualified(parts.next()?)?;
        let from = self.address(parts.next()?)?;
        let to = self.address(parts.next()?)?;
        Some(Moved { kind, from, to, span })
    }

    fn removal(&mut self, node: Node<'_>) -> Option<Removal> {
        let span = self.span(&node);
        let mut parts = Parts::of(node);
        let word = parts.accept(Rule::removal_verb)?;
        let verb_span = self.span(&word);
        let verb = match self.written(verb_span) {
            "close" => RemovalVerb::Close,
            "release" => RemovalVerb::Release,
            "delete" => RemovalVerb::Delete,
            _ => RemovalVerb::Forget,
        };
        let kind = self.qualified(parts.next()?)?;
        let address = self.address(parts.next()?)?;
        let reason = self.reason(&mut parts)?;
        Some(Removal { verb, verb_span, kind, address, reason, span })
    }

    fn address(&mut self, node: Node<'_>) -> Option<Address> {
        let span = self.span(&node);
        let mut segments = Vec::new();
        for label in Parts::of(node) {
            segments.push(self.label(Parts::of(label).next()?)?);
        }
        Some(Address { segments, span })
    }

    pub(super) fn paths(&mut self, node: Node<'_>) -> Option<Vec<Expression>> {
        let mut paths = Vec::new();
        for path in Parts::of(node) {
            paths.push(self.path(path)?);
        }
        Some(paths)
    }

    /// Services by their short names, or by their principals in quotes.
    fn services(&mut self, node: Node<'_>) -> Option<Vec<Expression>> {
        let mut services = Vec::new();
        for service in Parts::of(node) {
            services.push(match service.as_rule() {
                Rule::path => self.path(service)?,
                _ => self.primary(service)?,
            });
        }
        Some(services)
    }

    /// A name with members and indexes behind it.
    pub(super) fn path(&mut self, node: Node<'_>) -> Option<Expression> {
        let mut parts = Parts::of(node);
        let head = self.name(&parts.next()?);
        let span = head.span;
        let head = Expression { kind: ExpressionKind::Name(head), span };
        self.postfixes(head, &mut parts)
    }
}
