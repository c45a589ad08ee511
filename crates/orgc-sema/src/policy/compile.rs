//! From rules to a policy document.

use super::condition::{self, Alternatives};
use super::diagnostics;
use super::holes::Holes;
use super::names::{self, ActionList};
use super::oddity::{self, Form, Shown};
use super::principals;
use super::weight::RulePart;
use super::written::Written;
use crate::declare::Scoped;
use crate::evaluate::Evaluator;
use crate::value::diagnostics::bad_action;
use crate::value::{Located, Type, Value};
use orgc_diag::{Diagnostic, Span};
use orgc_ir::{Attribute, Part, Text};
use orgc_policy::{ActionPattern, Document, Grammar, IamCatalog, PolicyType, Scope, Statement};
use orgc_syntax::ast::{self, ActionsKind, Expression, Resources, Rule};
use std::collections::{BTreeMap, BTreeSet};

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
    document(rules, grammar, evaluator)
}

/// The same for a document that is in no policy type.
pub(super) fn document<'a>(
    rules: &[Scoped<'a, Rule>],
    grammar: Grammar,
    evaluator: &mut Evaluator<'a, '_>,
) -> Option<Written> {
    let mut compiler = Compiler::new(evaluator, grammar);
    let compiled: Vec<Option<Compiled>> = rules.iter().map(|rule| compiler.rule_at(rule)).collect();
    let Compiler { holes, .. } = compiler;
    evaluator.reports.extend(same_ids(rules));
    let is_whole = compiled.iter().all(Option::is_some);
    let compiled: Vec<(&Rule, Compiled)> =
        rules.iter().zip(compiled).filter_map(|(rule, one)| Some((rule.node, one?))).collect();
    let parts = compiled.iter().flat_map(|(rule, one)| one.parts(rule)).collect();
    let rule_of: Vec<&Rule> =
        compiled.iter().flat_map(|(rule, one)| one.statements.iter().map(|_| *rule)).collect();
    if rule_of.is_empty() {
        return None;
    }
    let document = Document::new(compiled.into_iter().flat_map(|(_, one)| one.statements).collect());
    let problems = document.check(grammar);
    evaluator.reports.extend(problems.iter().filter_map(|problem| {
        let rule = rule_of.get(problem.statement())?;
        Some(diagnostics::refused(problem, rule))
    }));
    if is_whole && problems.is_empty() && grammar.is_control() {
        let shown =
            |rule: &&Rule| Shown { number: rule.span.start as usize, span: rule.span, form: Form::Rule };
        let shown: Vec<Shown<'_>> = rule_of.iter().map(shown).collect();
        evaluator.reports.extend(oddity::oddities(&document, &shown));
    }
    let allows = rules.iter().any(|rule| rule.node.effect == ast::Effect::Allow);
    let document = holes.restore(&document.to_minified());
    let rules = rule_of.iter().map(|rule| rule.span).collect();
    (is_whole && problems.is_empty()).then_some(Written { document, allows, rules, parts })
}

/// Two rules with one id.
fn same_ids(rules: &[Scoped<'_, Rule>]) -> Vec<Diagnostic> {
    let mut seen: BTreeMap<&str, Span> = BTreeMap::new();
    let mut reports = Vec::new();
    for sid in rules.iter().filter_map(|rule| rule.node.sid.as_ref()) {
        if let Some(first) = seen.insert(&sid.text, sid.span) {
            reports.push(diagnostics::same_id(&sid.text, first, sid.span));
        }
    }
    reports
}

/// What became of a rule.
struct Compiled {
    /// More than one where `unless` names conditions that must hold together.
    statements: Vec<Statement>,
    actions: Option<ActionList>,
}

impl Compiled {
    /// The parts of the rule with their sizes in the document.
    fn parts(&self, rule: &Rule) -> Vec<RulePart> {
        RulePart::of(rule, &self.statements, self.actions.as_ref())
    }
}

pub(super) struct Compiler<'e, 'a, 'n> {
    pub(super) evaluator: &'e mut Evaluator<'a, 'n>,
    pub(super) holes: Holes,
    pub(super) grammar: Grammar,
    pub(super) catalog: &'n IamCatalog,
    /// Services that the catalogue does not have and that have been reported.
    unknown: BTreeSet<String>,
}

impl<'e, 'a, 'n> Compiler<'e, 'a, 'n> {
    pub(super) fn new(evaluator: &'e mut Evaluator<'a, 'n>, grammar: Grammar) -> Self {
        let catalog = evaluator.catalog();
        Self { evaluator, holes: Holes::default(), grammar, catalog, unknown: BTreeSet::new() }
    }
}

impl<'a> Compiler<'_, 'a, '_> {
    /// A rule, where it stands.
    fn rule_at(&mut self, rule: &Scoped<'a, Rule>) -> Option<Compiled> {
        let outer = self.evaluator.enter(rule.scope.clone());
        let compiled = self.rule(rule.node);
        self.evaluator.leave(outer);
        compiled
    }

    fn rule(&mut self, rule: &'a Rule) -> Option<Compiled> {
        let actions = self.actions(&rule.actions);
        let resources = self.resources(rule.resources.as_ref());
        let principals = principals::principals(self, rule);
        // Without its actions, the keys of the conditions are looked up among those of every action.
        let (scope, list) = actions.clone().unwrap_or((Scope::all(), None));
        let alternatives = condition::guards(self, &rule.guards, &scope);
        let sid = rule.sid.as_ref().filter(|sid| !sid.text.bytes().all(|b| b.is_ascii_alphanumeric()));
        if let Some(sid) = sid {
            self.report(diagnostics::bad_sid(&sid.text, sid.span));
        }
        if let (Some(Scope::These(resources)), Some(Resources::These(written))) =
            (&resources, &rule.resources)
            && let Some(fault) = self.catalog.resource_fault(&scope, resources)
        {
            self.report(diagnostics::wrong_name(fault, written.span, None));
        }
        actions?;
        let mut statement = match rule.effect {
            ast::Effect::Allow => Statement::allow(scope),
            ast::Effect::Deny => Statement::deny(scope),
        };
        statement.resources = Some(resources?);
        statement.principals = principals?;
        let statements = numbered(rule, &statement, &alternatives?);
        sid.is_none().then_some(Compiled { statements, actions: list })
    }

    pub(super) fn actions(&mut self, actions: &'a ast::Actions) -> Option<(Scope, Option<ActionList>)> {
        let (written, scope): (_, fn(Vec<String>) -> Scope) = match &actions.kind {
            ActionsKind::All => return Some((Scope::all(), None)),
            ActionsKind::AllExcept(written) => (written, Scope::AllExcept),
            ActionsKind::These(written) => (written, Scope::These),
        };
        let patterns = self.action_list(written)?;
        let list = ActionList::new(written, patterns.clone());
        Some((scope(patterns), list))
    }

    fn action_list(&mut self, written: &'a [Expression]) -> Option<Vec<String>> {
        let mut all: Option<Vec<String>> = Some(Vec::new());
        for expression in written {
            for located in self.evaluator.elements(expression, &Type::Action) {
                let action = self.action(located, expression);
                all = all.zip(action).map(|(mut all, action)| {
                    all.push(action);
                    all
                });
            }
        }
        let is_empty = all.as_ref().is_some_and(Vec::is_empty);
        if let (true, Some(first)) = (is_empty, written.first()) {
            self.report(diagnostics::empty_list("action", first.span));
        }
        all.filter(|_| !is_empty)
    }

    fn action(&mut self, located: Located, expression: &Expression) -> Option<String> {
        let Value::Action(action) = located.value else { return None };
        if let Err(fault) = ActionPattern::parse(&action) {
            self.report(bad_action(located.span, &action, &fault));
            return None;
        }
        let fault = if self.is_news(&action) { self.catalog.action_fault(&action) } else { None };
        if let Some(fault) = fault {
            let form = names::form(expression, located.span);
            self.report(diagnostics::wrong_name(fault, located.span, form));
        }
        Some(action)
    }

    /// Whether an action is to be looked up. An unknown service is said once, and not where the
    /// grammar says which services there are.
    fn is_news(&mut self, action: &str) -> bool {
        let service = action.split(':').next().unwrap_or_default();
        if service.contains(['*', '?']) || self.catalog.knows(service) {
            return true;
        }
        let is_named_elsewhere = matches!(self.grammar, Grammar::ResourceControl | Grammar::Delegation);
        !is_named_elsewhere && self.unknown.insert(service.to_owned())
    }

    pub(super) fn resources(&mut self, written: Option<&'a Resources>) -> Option<Scope> {
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
            self.report(diagnostics::empty_list("resource", operand.span));
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

    pub(super) fn report(&mut self, diagnostic: Diagnostic) {
        self.evaluator.reports.push(diagnostic);
    }
}

/// A statement for each alternative. The first has the id of the rule, the others a number after it.
fn numbered(rule: &Rule, statement: &Statement, alternatives: &Alternatives) -> Vec<Statement> {
    let with = |(index, conditions): (usize, &orgc_policy::Together)| {
        let mut one = statement.clone().when(conditions.conditions());
        one.sid = rule.sid.as_ref().map(|sid| match index {
            0 => sid.text.clone(),
            _ => format!("{}{}", sid.text, index + 1),
        });
        one
    };
    alternatives.iter().enumerate().map(with).collect()
}
