//! From rules to a policy document.

use super::diagnostics;
use super::holes::Holes;
use super::written::Written;
use crate::declare::Scoped;
use crate::declare::diagnostics::not_yet;
use crate::evaluate::Evaluator;
use crate::value::diagnostics::bad_action;
use crate::value::{Located, Type, Value};
use orgc_diag::Diagnostic;
use orgc_ir::{Attribute, Part, Text};
use orgc_policy::{
    ActionPattern, Document, Grammar, PolicyType, Principal, Principals, Scope, Statement, Step,
};
use orgc_syntax::ast::{self, ActionsKind, Expression, Resources, Rule};

/// The document that the rules stand for. None if something is wrong, which has been reported.
pub(super) fn compile<'a>(
    rules: &[Scoped<'a, Rule>],
    policy_type: &'static PolicyType,
    evaluator: &mut Evaluator<'a, '_>,
) -> Option<Written> {
    let Some(grammar) = policy_type.grammar else {
        let first = rules.first()?;
        evaluator.reports.push(diagnostics::no_rules(policy_type, first.node.span));
        return None;
    };
    let mut compiler = Compiler { evaluator, holes: Holes::default(), grammar };
    let statements: Vec<Option<Statement>> = rules
        .iter()
        .map(|rule| {
            let outer = compiler.evaluator.enter(rule.scope.clone());
            let statement = compiler.statement(rule.node);
            compiler.evaluator.leave(outer);
            statement
        })
        .collect();
    let Compiler { holes, .. } = compiler;
    let statements = statements.into_iter().collect::<Option<Vec<Statement>>>()?;
    let document = Document::new(statements);
    let problems = document.check(grammar);
    for problem in &problems {
        let index = match problem.path.steps().get(1) {
            Some(Step::Index(index)) => *index,
            _ => 0,
        };
        let reports = rules.get(index).map(|rule| diagnostics::refused(problem, rule.node));
        evaluator.reports.extend(reports);
    }
    let allows = rules.iter().any(|rule| rule.node.effect == ast::Effect::Allow);
    problems.is_empty().then(|| Written { document: holes.restore(&document.to_minified()), allows })
}

struct Compiler<'e, 'a, 'n> {
    evaluator: &'e mut Evaluator<'a, 'n>,
    holes: Holes,
    grammar: Grammar,
}

impl<'a> Compiler<'_, 'a, '_> {
    fn statement(&mut self, rule: &'a Rule) -> Option<Statement> {
        let actions = self.actions(&rule.actions);
        let resources = self.resources(rule.resources.as_ref());
        let principals = self.principals(rule);
        let is_plain = rule.guards.is_empty();
        if let Some(guard) = rule.guards.first() {
            self.report(not_yet("a condition of a rule (`when`, `unless`)", guard.span));
        }
        let sid = rule.sid.as_ref().filter(|sid| !sid.text.bytes().all(|b| b.is_ascii_alphanumeric()));
        if let Some(sid) = sid {
            self.report(diagnostics::bad_sid(&sid.text, sid.span));
        }
        let statement = match rule.effect {
            ast::Effect::Allow => Statement::allow(actions?),
            ast::Effect::Deny => Statement::deny(actions?),
        };
        let mut statement = statement.on(resources?);
        statement.principals = principals?;
        statement.sid = rule.sid.as_ref().map(|sid| sid.text.clone());
        (is_plain && sid.is_none()).then_some(statement)
    }

    fn actions(&mut self, actions: &'a ast::Actions) -> Option<Scope> {
        match &actions.kind {
            ActionsKind::All => Some(Scope::all()),
            ActionsKind::AllExcept(written) => self.action_list(written).map(Scope::AllExcept),
            ActionsKind::These(written) => self.action_list(written).map(Scope::These),
        }
    }

    fn action_list(&mut self, written: &'a [Expression]) -> Option<Vec<String>> {
        let mut all: Option<Vec<String>> = Some(Vec::new());
        for located in
            written.iter().flat_map(|one| self.evaluator.elements(one, &Type::Action)).collect::<Vec<_>>()
        {
            let action = self.action(located);
            all = all.zip(action).map(|(mut all, action)| {
                all.push(action);
                all
            });
        }
        all
    }

    fn action(&mut self, located: Located) -> Option<String> {
        let Value::Action(action) = located.value else { return None };
        match ActionPattern::parse(&action) {
            Ok(_) => Some(action),
            Err(fault) => {
                self.report(bad_action(located.span, &action, &fault));
                None
            }
        }
    }

    fn resources(&mut self, written: Option<&'a Resources>) -> Option<Scope> {
        match written {
            None | Some(Resources::All(_)) => Some(Scope::all()),
            Some(Resources::AllExcept(operand)) => self.resource_list(operand).map(Scope::AllExcept),
            Some(Resources::These(operand)) => self.resource_list(operand).map(Scope::These),
        }
    }

    fn resource_list(&mut self, operand: &'a Expression) -> Option<Vec<String>> {
        let mut all: Option<Vec<String>> = Some(Vec::new());
        for located in self.evaluator.elements(operand, &Type::TEXT) {
            let resource = located.value.as_text().and_then(|text| self.resource(&text, &located));
            all = all.zip(resource).map(|(mut all, resource)| {
                all.push(resource);
                all
            });
        }
        let is_empty = all.as_ref().is_some_and(Vec::is_empty);
        if is_empty {
            self.report(diagnostics::no_resource(operand.span));
        }
        all.filter(|_| !is_empty)
    }

    fn resource(&mut self, text: &Text, located: &Located) -> Option<String> {
        let fits = match text.parts() {
            [Part::Literal(known)] if known == "*" => true,
            [Part::Literal(known), ..] => known.starts_with("arn:"),
            [Part::Reference(reference), ..] => reference.attribute == Attribute::Arn,
            [] => false,
        };
        if !fits {
            self.report(diagnostics::bad_resource(&text.to_string(), located.span));
            return None;
        }
        Some(self.holes.mark(text))
    }

    /// A resource control policy is always for everyone; a service control policy has no principal.
    fn principals(&mut self, rule: &'a Rule) -> Option<Option<Principals>> {
        let everyone = || Some(Principals::These(Principal::Everyone));
        match (self.grammar, &rule.principals) {
            (Grammar::ServiceControl, None) => Some(None),
            (Grammar::ResourceControl, None | Some(ast::Principals::All(_))) => Some(everyone()),
            (grammar, Some(written)) => {
                let span = match written {
                    ast::Principals::All(span) => *span,
                    ast::Principals::These(operand) => operand.span,
                };
                self.report(diagnostics::principal(grammar, span));
                None
            }
        }
    }

    fn report(&mut self, diagnostic: Diagnostic) {
        self.evaluator.reports.push(diagnostic);
    }
}
