//! The walk through everything that is written in a folder.

use super::diagnostics;
use super::locals::Locals;
use super::words::Words;
use crate::evaluate::Evaluator;
use crate::program::Folder;
use crate::scope::ModuleId;
use orgc_diag::{Diagnostic, Span};
use orgc_syntax::ast::{
    self, ActionsKind, Claim, ConditionKey, ConditionTest, Declaration, Expression, ExpressionKind,
    ForClause, ItemKind, Label, MapKey, Principals, Resources, Subject, TextPart, Verb,
};

pub(super) struct Walk<'w, 'a, 'n> {
    pub evaluator: &'w Evaluator<'a, 'n>,
    pub folder: &'w Folder<'a>,
    pub module: ModuleId,
    pub words: &'w Words,
    pub locals: Locals<'a>,
    /// Whether bare words here can only be names. In blocks whose attributes have words of their
    /// own they may be those.
    pub only_names: bool,
    pub reports: Vec<Diagnostic>,
}

impl<'a> Walk<'_, 'a, '_> {
    pub(super) fn folder(&mut self) {
        let folder = self.folder;
        for found in folder.lets.values() {
            let parameters = found.parameters.as_deref().unwrap_or_default();
            self.with_parameters(parameters, |this| this.expression(&found.value));
        }
        for template in folder.templates.values() {
            self.with_parameters(&template.parameters, |this| this.items(&template.body.items));
        }
        folder.outputs.values().for_each(|(output, _)| self.expression(&output.value));
        folder.items.iter().for_each(|item| self.item(item));
    }

    fn bind(&mut self, name: &'a ast::Name) {
        let outer = self.locals.find(&name.text).or_else(|| self.folder.value_span(&name.text));
        self.locals.push(&name.text, name.span, outer);
    }

    fn release(&mut self, count: usize) {
        for _ in 0..count {
            let Some(local) = self.locals.pop() else { return };
            self.reports.extend(local.outer.map(|outer| diagnostics::shadowed(&local, outer)));
        }
    }

    fn with_parameters(&mut self, parameters: &'a [ast::Parameter], work: impl FnOnce(&mut Self)) {
        let defaults = parameters.iter().filter_map(|parameter| parameter.default.as_ref());
        defaults.for_each(|default| self.expression(default));
        parameters.iter().for_each(|parameter| self.bind(&parameter.name));
        work(self);
        self.release(parameters.len());
    }

    /// Nested loops around something.
    fn with_clauses(&mut self, clauses: &'a [ForClause], work: &mut dyn FnMut(&mut Self)) {
        let Some((clause, inner)) = clauses.split_first() else { return work(self) };
        self.expression(&clause.source);
        self.bind(&clause.first);
        let second = clause.second.as_ref();
        second.into_iter().for_each(|name| self.bind(name));
        clause.condition.iter().for_each(|condition| self.expression(condition));
        self.with_clauses(inner, work);
        self.release(1 + usize::from(second.is_some()));
    }

    fn items(&mut self, items: &'a [ast::Item]) {
        items.iter().for_each(|item| self.item(item));
    }

    fn item(&mut self, item: &'a ast::Item) {
        match &item.kind {
            ItemKind::Attribute(attribute) => {
                self.label(&attribute.name);
                self.expression(&attribute.value);
            }
            ItemKind::Block(block) => {
                block.label.iter().for_each(|label| self.label(label));
                block.title.iter().for_each(|title| self.text(title));
                let outer = self.only_names;
                self.only_names &= block.kind.bare().is_some_and(has_no_words);
                block.body.iter().for_each(|body| self.items(&body.items));
                self.only_names = outer;
            }
            ItemKind::Declaration(Declaration::Extend(extend)) => self.items(&extend.body.items),
            ItemKind::Declaration(_) | ItemKind::Broken(_) => {}
            ItemKind::Verb(verb) => self.verb(verb),
            ItemKind::Rule(rule) => self.rule(rule),
            ItemKind::Assertion(assertion) => self.assertion(assertion),
            ItemKind::For(found) => {
                let clauses = std::slice::from_ref(&found.clause);
                self.with_clauses(clauses, &mut |this| this.items(&found.body.items));
            }
            ItemKind::If(found) => {
                for branch in &found.branches {
                    self.expression(&branch.condition);
                    self.items(&branch.body.items);
                }
                found.otherwise.iter().for_each(|body| self.items(&body.items));
            }
        }
    }

    fn verb(&mut self, verb: &'a Verb) {
        match verb {
            Verb::Protect(found) => found.reason.iter().for_each(|text| self.text(text)),
            Verb::Attach(found) => found.policies.iter().for_each(|policy| self.expression(policy)),
            Verb::Detach(found) => found.policies.iter().for_each(|policy| self.expression(policy)),
            Verb::Deploy(found) => {
                self.expression(&found.baseline);
                found.regions.iter().for_each(|region| self.expression(region));
                found.parameters.iter().for_each(|map| self.map(map));
            }
            Verb::Delegate(found) => {
                found.services.iter().for_each(|service| self.expression(service));
                self.expression(&found.account);
            }
            Verb::Trust(found) => found.services.iter().for_each(|service| self.expression(service)),
            Verb::Adopt(found) => self.expression(&found.id),
            Verb::Use(found) => {
                found.arguments.iter().for_each(|argument| self.expression(&argument.value));
            }
            Verb::Moved(found) => {
                found.from.segments.iter().chain(&found.to.segments).for_each(|label| self.label(label));
            }
            Verb::Removal(found) => found.address.segments.iter().for_each(|label| self.label(label)),
        }
    }

    fn rule(&mut self, rule: &'a ast::Rule) {
        self.actions(&rule.actions);
        rule.resources.iter().for_each(|resources| self.resources(resources));
        if let Some(Principals::These(operand)) = &rule.principals {
            self.expression(operand);
        }
        self.guards(&rule.guards);
    }

    fn actions(&mut self, actions: &'a ast::Actions) {
        if let ActionsKind::These(all) | ActionsKind::AllExcept(all) = &actions.kind {
            all.iter().for_each(|action| self.expression(action));
        }
    }

    fn resources(&mut self, resources: &'a Resources) {
        if let Resources::AllExcept(operand) | Resources::These(operand) = resources {
            self.expression(operand);
        }
    }

    fn guards(&mut self, guards: &'a [ast::Guard]) {
        for condition in guards.iter().flat_map(|guard| &guard.conditions) {
            if let ConditionKey::Computed(text) = &condition.key {
                self.text(text);
            }
            if let ConditionTest::Compare { operand, .. } = &condition.test {
                self.expression(operand);
            }
        }
    }

    fn assertion(&mut self, assertion: &'a ast::Assertion) {
        assertion.message.iter().for_each(|message| self.text(message));
        match &assertion.claim {
            Claim::Value(claim) => self.expression(claim),
            Claim::Access(access) => {
                match &access.subject {
                    Subject::EveryAccount { within, .. } => {
                        within.iter().for_each(|one| self.expression(one));
                    }
                    Subject::One(path) => self.expression(path),
                }
                self.actions(&access.actions);
                access.resources.iter().for_each(|resources| self.resources(resources));
                access.role.iter().for_each(|role| self.expression(role));
                self.guards(&access.guards);
            }
        }
    }

    fn label(&mut self, label: &'a Label) {
        if let Label::Text(text) = label {
            self.text(text);
        }
    }

    fn text(&mut self, text: &'a ast::Text) {
        for part in &text.parts {
            if let TextPart::Interpolation { expression, .. } = part {
                self.expression(expression);
            }
        }
    }

    fn map(&mut self, map: &'a ast::Map) {
        map.entries.iter().for_each(|entry| self.entry(entry));
    }

    fn entry(&mut self, entry: &'a ast::MapEntry) {
        match &entry.key {
            MapKey::Label(label) => self.label(label),
            MapKey::Computed(key) => self.expression(key),
        }
        self.expression(&entry.value);
    }

    fn expression(&mut self, expression: &'a Expression) {
        match &expression.kind {
            ExpressionKind::Name(name) => self.name(&name.text, name.span),
            ExpressionKind::Text(text) => self.text(text),
            ExpressionKind::List(list) => list.elements.iter().for_each(|one| self.expression(one)),
            ExpressionKind::Map(map) => self.map(map),
            ExpressionKind::ListComprehension(found) => {
                self.with_clauses(&found.clauses, &mut |this| this.expression(&found.element));
            }
            ExpressionKind::MapComprehension(found) => {
                self.with_clauses(&found.clauses, &mut |this| this.entry(&found.entry));
            }
            ExpressionKind::Parenthesized(inner) => self.expression(inner),
            ExpressionKind::Unary(unary) => self.expression(&unary.operand),
            ExpressionKind::Binary(binary) => {
                self.expression(&binary.left);
                self.expression(&binary.right);
            }
            ExpressionKind::Conditional(conditional) => {
                self.expression(&conditional.condition);
                self.expression(&conditional.then);
                self.expression(&conditional.otherwise);
            }
            ExpressionKind::Call(call) => {
                // What is called is a function, of which a call says itself whether there is one.
                call.arguments.iter().for_each(|argument| self.expression(&argument.value));
            }
            ExpressionKind::Index(index) => {
                self.expression(&index.value);
                self.expression(&index.index);
            }
            ExpressionKind::Member(member) => {
                self.expression(&member.value);
                self.label(&member.name);
            }
            ExpressionKind::Policy(literal) => self.items(&literal.body.items),
            ExpressionKind::Number(_)
            | ExpressionKind::Quantity(_)
            | ExpressionKind::Boolean(_)
            | ExpressionKind::None
            | ExpressionKind::Iam(_)
            | ExpressionKind::Broken(_) => {}
        }
    }

    fn name(&mut self, name: &str, span: Span) {
        let is_local = self.locals.uses(name, span);
        let is_known = is_local
            || !self.only_names
            || self.folder.value_span(name).is_some()
            || self.words.contains(name)
            || self.evaluator.was_looked_up(span)
            || self.evaluator.is_known_name(self.module, name);
        if !is_known {
            let locals: Vec<&str> = self.locals.names().collect();
            let known = locals.into_iter().chain(self.folder.value_names());
            let known = known.chain(self.evaluator.names.all(self.module));
            self.reports.push(diagnostics::unknown(name, span, known));
        }
    }
}

/// Whether the attributes of a kind of block take values only, and no words of their own.
fn has_no_words(kind: &str) -> bool {
    matches!(kind, "organization" | "management" | "ou" | "account" | "tags" | "defaults" | "contact")
}
