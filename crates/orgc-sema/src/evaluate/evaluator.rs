//! The state of evaluation, and the way from an expression to the part that knows its kind.

use super::assets::Assets;
use super::diagnostics;
use super::facts::Facts;
use super::progress::{Deferred, Progress, Spent, Stage, Unknown};
use crate::declare::Names;
use crate::program::Program;
use crate::scope::{ModuleId, Scope, Via};
use crate::settings::Settings;
use crate::value::{Entry, Located, Type, Value, fit};
use orgc_diag::{Diagnostic, Span};
use orgc_ir::desired::Resource;
use orgc_ir::{Address, World};
use orgc_policy::IamCatalog;
use orgc_syntax::ast::{self, Expression, ExpressionKind, MapKey};
use std::collections::{BTreeMap, BTreeSet};

/// How deep evaluation may go: through expressions, and through the values they build on.
pub(super) const DEEPEST: usize = 250;

/// A value of a module, by its name.
pub(super) type Key<'a> = (ModuleId, &'a str);

/// Works out values.
pub(crate) struct Evaluator<'a, 'n> {
    pub(super) program: &'n Program<'a>,
    pub(super) settings: &'n Settings,
    /// What can be named. Empty until everything is declared.
    pub(crate) names: Names<'a>,
    pub(super) facts: Facts,
    pub(super) assets: Assets<'n>,
    pub(super) stage: Stage,
    /// Where the expression at hand stands.
    pub(super) scope: Scope<'a>,
    /// Values and params of modules.
    pub(super) values: BTreeMap<Key<'a>, Progress>,
    /// The values being worked out, each with the place that asked for it.
    pub(super) chain: Vec<(Key<'a>, Span)>,
    /// The functions being called, each with the call.
    pub(super) calls: Vec<(&'a ast::Let, Span)>,
    /// Expressions that wait for the names of things.
    pub(super) deferred: Vec<Deferred<'a>>,
    /// A name that was not known while only the structure is worked out.
    pub(super) unknown: Option<Unknown>,
    /// Values that were asked for.
    pub used_values: BTreeSet<Key<'a>>,
    /// The names that were worked out, by their places.
    pub(super) looked_up_at: BTreeSet<Span>,
    /// Things that were mentioned.
    pub used: BTreeSet<Address>,
    pub reports: Vec<Diagnostic>,
    /// How many of the reports say how their place was reached.
    placed: usize,
    /// How deep evaluation is.
    depth: usize,
    pub(super) spent: Spent,
    /// Whether a value was asked for that the parser could not read.
    pub broken: bool,
}

impl<'a, 'n> Evaluator<'a, 'n> {
    /// An evaluator for the structure of the program: loops, conditions, names.
    pub(crate) fn new(
        program: &'n Program<'a>,
        names: Names<'a>,
        world: &'n dyn World,
        files: usize,
        settings: &'n Settings,
    ) -> Self {
        Self {
            program,
            settings,
            names,
            facts: Facts::default(),
            assets: Assets::new(world, files),
            stage: Stage::Structure,
            scope: Scope::default(),
            values: BTreeMap::new(),
            chain: Vec::new(),
            calls: Vec::new(),
            deferred: Vec::new(),
            unknown: None,
            used_values: BTreeSet::new(),
            looked_up_at: BTreeSet::new(),
            used: BTreeSet::new(),
            reports: Vec::new(),
            placed: 0,
            depth: 0,
            spent: Spent::default(),
            broken: false,
        }
    }

    /// Everything is declared: from here on, names mean things.
    pub(crate) fn declared(&mut self, names: Names<'a>) {
        self.names = names;
        self.stage = Stage::Model;
        self.values.retain(|_, progress| progress.is_settled());
    }

    /// Accounts and units are complete: what the sources say of them can be asked for.
    pub(crate) fn lowered(&mut self, resources: &BTreeMap<Address, Resource>) {
        self.facts.complete(resources);
    }

    /// The model is complete: from here on, it can be asked about.
    pub(crate) fn finished(&mut self, resources: &BTreeMap<Address, Resource>) {
        self.facts.complete(resources);
        self.stage = Stage::Finished;
    }

    pub(crate) fn program(&self) -> &'n Program<'a> {
        self.program
    }

    /// The actions and condition keys that are known.
    pub(crate) fn catalog(&self) -> &'n IamCatalog {
        self.settings.catalog.as_deref().unwrap_or_else(|| IamCatalog::bundled())
    }

    /// The partition of the project.
    pub(crate) fn partition(&self) -> &'static str {
        self.settings.partition()
    }

    pub(crate) fn scope(&self) -> &Scope<'a> {
        &self.scope
    }

    /// Works something out at another place of the source.
    pub(crate) fn within<T>(&mut self, scope: &Scope<'a>, work: impl FnOnce(&mut Self) -> T) -> T {
        let outer = self.enter(scope.clone());
        let result = work(self);
        self.leave(outer);
        result
    }

    /// Goes to another place of the source, and gives back the one it came from.
    pub(crate) fn enter(&mut self, scope: Scope<'a>) -> Scope<'a> {
        self.place_reports();
        std::mem::replace(&mut self.scope, scope)
    }

    /// Goes back to where it came from.
    pub(crate) fn leave(&mut self, outer: Scope<'a>) {
        self.place_reports();
        self.scope = outer;
    }

    /// Where and how a step of the way to a place is shown.
    pub(crate) fn described(&self, step: &Via<'_>) -> (Span, String) {
        self.assets.described(step)
    }

    /// Adds to each new report how its place was reached.
    pub(crate) fn place_reports(&mut self) {
        if self.placed == self.reports.len() {
            return;
        }
        let new = self.reports.split_off(self.placed);
        let placed: Vec<Diagnostic> = new.into_iter().map(|report| self.placed_here(report)).collect();
        self.reports.extend(placed);
        self.placed = self.reports.len();
    }

    /// A report with how this place was reached.
    pub(crate) fn placed_here(&self, mut report: Diagnostic) -> Diagnostic {
        // What is wrong with a row of data is marked in the data, however it was reached.
        let is_data = report.span().is_some_and(|span| self.assets.is_data(span.file));
        for step in self.scope.via().iter().filter(|_| !is_data) {
            let (span, message) = self.assets.described(step);
            report.labels.push(orgc_diag::Label { span, message });
        }
        report
    }

    /// The value of an expression, held against what its place expects.
    pub(crate) fn expect(&mut self, expression: &'a Expression, expected: &Type) -> Located {
        let located = self.evaluate(expression, expected);
        fit(located, expected, &mut self.reports)
    }

    /// The value of an expression on which the structure of the model depends. None if it has
    /// failed or cannot be known yet, which has been reported.
    pub(crate) fn structural(
        &mut self,
        expression: &'a Expression,
        expected: &Type,
        what: &str,
    ) -> Option<Located> {
        let outer = self.unknown.take();
        let located = self.expect(expression, expected);
        let located = self.solid(located);
        let met = std::mem::replace(&mut self.unknown, outer);
        if let Some(unknown) = met {
            self.report_unknown(&unknown, what);
        }
        (!located.value.is_error()).then_some(located)
    }

    /// Reports what the structure cannot depend on.
    pub(super) fn report_unknown(&mut self, unknown: &Unknown, what: &str) {
        let report = if let Some(function) = unknown.question() {
            diagnostics::asks_model(function, unknown.span)
        } else if self.names.may_be_thing(&unknown.name) {
            diagnostics::later_in_structure(what, &unknown.name, unknown.span)
        } else if self.names.doubtful.contains(unknown.name.as_str()) {
            return;
        } else {
            let known = self.visible_names();
            diagnostics::unknown_name(&unknown.name, unknown.span, known.iter().map(String::as_str))
        };
        self.reports.push(report);
    }

    /// The value of an expression, or a note to work it out when everything is declared.
    pub(super) fn deferrable(&mut self, expression: &'a Expression, hint: &Type) -> Located {
        if self.stage != Stage::Structure {
            return self.evaluate(expression, hint);
        }
        let outer = self.unknown.take();
        let located = self.evaluate(expression, hint);
        let met = std::mem::replace(&mut self.unknown, outer);
        if met.is_none() || !located.value.has_error() {
            return located;
        }
        let unknown = met.unwrap_or_default();
        let number = self.deferred.len();
        let hint = hint.clone();
        self.deferred.push(Deferred { expression, scope: self.scope.clone(), hint, unknown });
        Located::new(Value::Deferred(number), expression.span)
    }

    /// A value that can be computed with: one that has to wait makes what is computed wait.
    pub(super) fn solid(&mut self, located: Located) -> Located {
        let unknown = match located.value {
            Value::Deferred(number) => self.deferred.get(number).map(|one| one.unknown.clone()),
            _ => return located,
        };
        self.unknown = unknown;
        Located::error(located.span)
    }

    /// The operand of something that computes.
    pub(super) fn operand(&mut self, expression: &'a Expression, hint: &Type) -> Located {
        let located = self.evaluate(expression, hint);
        self.solid(located)
    }

    /// A value that was worked out before everything was declared, with what waited in it.
    pub(super) fn settled(&mut self, located: Located) -> Located {
        if self.stage == Stage::Structure || located.value.is_settled() {
            return located;
        }
        let span = located.span;
        match located.value {
            Value::Deferred(number) => self.late(number, span),
            Value::List(items) => {
                let items = items.into_iter().map(|item| self.settled(item)).collect();
                Located::new(Value::list(items), span)
            }
            Value::Map(entries) => {
                let settle = |entry: Entry| Entry { value: self.settled(entry.value), ..entry };
                Located::new(Value::map(entries.into_iter().map(settle).collect()), span)
            }
            value => Located::new(value, span),
        }
    }

    fn late(&mut self, number: usize, span: Span) -> Located {
        let Some(deferred) = self.deferred.get(number).cloned() else { return Located::error(span) };
        if let Some(known) = self.spent.late.get(&number) {
            return known.clone();
        }
        let located = self.within(&deferred.scope, |this| this.evaluate(deferred.expression, &deferred.hint));
        self.spent.late.insert(number, located.clone());
        located
    }

    /// The value of an expression. The type is a hint for names that can mean several things, and
    /// for the elements of lists and maps.
    pub(super) fn evaluate(&mut self, expression: &'a Expression, hint: &Type) -> Located {
        let span = expression.span;
        if self.depth >= DEEPEST {
            self.reports.push(diagnostics::too_deep(DEEPEST, span));
            return Located::error(span);
        }
        if !self.spent.step() {
            return Located::new(self.exhausted(span), span);
        }
        self.depth += 1;
        let located = self.value(expression, hint, span);
        self.depth -= 1;
        located
    }

    fn value(&mut self, expression: &'a Expression, hint: &Type, span: Span) -> Located {
        let value = match &expression.kind {
            ExpressionKind::Name(name) => return self.name(name, hint),
            ExpressionKind::Text(text) => self.text(text),
            ExpressionKind::Number(number) => self.number(number),
            ExpressionKind::Quantity(quantity) => self.quantity(quantity),
            ExpressionKind::Boolean(value) => Value::Bool(*value),
            ExpressionKind::None => Value::None,
            ExpressionKind::Iam(name) => Value::Action(name.written()),
            ExpressionKind::List(list) => self.list(list, hint),
            ExpressionKind::Map(map) => self.map(map, hint),
            ExpressionKind::Parenthesized(inner) => return self.evaluate(inner, hint),
            ExpressionKind::Unary(unary) => self.unary(unary, span),
            ExpressionKind::Binary(binary) => return self.binary(binary, hint, span),
            ExpressionKind::Conditional(conditional) => return self.conditional(conditional, hint, span),
            ExpressionKind::Call(call) => return self.call(call, hint, span),
            ExpressionKind::Index(index) => return self.index(index, span),
            ExpressionKind::Member(member) => return self.member(expression, member),
            ExpressionKind::ListComprehension(found) => self.list_comprehension(found, hint),
            ExpressionKind::MapComprehension(found) => self.map_comprehension(found, hint),
            ExpressionKind::Broken(_) => {
                self.broken = true;
                Value::Error
            }
            ExpressionKind::Policy(literal) => self.document(literal),
        };
        Located::new(value, span)
    }

    fn list(&mut self, list: &'a ast::List, hint: &Type) -> Value {
        let hint = hint.element();
        Value::list(list.elements.iter().map(|element| self.deferrable(element, hint)).collect())
    }

    /// The elements that an expression stands for: those of a list, or the one value. Each is held
    /// against a type.
    pub(crate) fn elements(&mut self, expression: &'a Expression, item: &Type) -> Vec<Located> {
        let located = self.evaluate(expression, &Type::list(item.clone()));
        let all = match located.value {
            Value::List(items) => items.into_vec(),
            value => vec![Located::new(value, located.span)],
        };
        all.into_iter().map(|one| fit(one, item, &mut self.reports)).collect()
    }

    /// The entries of a map. Keys are known, and none comes twice.
    pub(crate) fn map(&mut self, map: &'a ast::Map, hint: &Type) -> Value {
        let mut entries: Vec<Entry> = Vec::new();
        let mut seen: BTreeMap<String, Span> = BTreeMap::new();
        for entry in &map.entries {
            let key_span = entry.key.span();
            let Some(key) = self.key(&entry.key) else { continue };
            let value = self.deferrable(&entry.value, hint.member(&key));
            if let Some(first) = seen.insert(key.clone(), key_span) {
                self.reports.push(diagnostics::duplicate_key(&key, first, key_span));
                continue;
            }
            entries.push(Entry { key, key_span, value });
        }
        Value::map(entries)
    }

    /// The key of an entry; what cannot be known now is reported.
    pub(super) fn key(&mut self, key: &'a MapKey) -> Option<String> {
        match key {
            MapKey::Label(label) => self.label(label),
            MapKey::Computed(expression) => self.known(expression, "a key"),
        }
    }

    fn conditional(&mut self, conditional: &'a ast::Conditional, hint: &Type, span: Span) -> Located {
        let condition = self.expect(&conditional.condition, &Type::Bool);
        match self.solid(condition).value {
            Value::Bool(true) => self.evaluate(&conditional.then, hint),
            Value::Bool(false) => self.evaluate(&conditional.otherwise, hint),
            _ => Located::error(span),
        }
    }

    /// Evaluation goes on and on; said once.
    pub(super) fn exhausted(&mut self, asked: Span) -> Value {
        if self.spent.is_first() {
            self.reports.push(diagnostics::too_many_steps(self.spent.limit(), asked));
        }
        Value::Error
    }

    /// The scope of a round of a loop at the place of the current one.
    pub(super) fn round(&self, names: Vec<(&'a str, Located)>, via: Via<'a>) -> Scope<'a> {
        self.scope.with(names, Some(via))
    }
}
