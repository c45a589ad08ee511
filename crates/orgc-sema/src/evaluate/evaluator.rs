//! The state of evaluation, and the way from an expression to the part that knows its kind.

use super::annotation::annotation;
use super::assets::Assets;
use super::diagnostics;
use crate::declare::Names;
use crate::declare::diagnostics::not_yet;
use crate::value::{Entry, Located, Type, Value, fit};
use orgc_diag::{Diagnostic, Span};
use orgc_ir::{Address, World};
use orgc_syntax::ast::{self, Expression, ExpressionKind, MapKey};
use std::collections::{BTreeMap, BTreeSet};

/// How deep evaluation may go: through expressions, and through the values they build on.
const DEEPEST: usize = 250;

/// How much the uses of named values may add up to, counted in elements. Lists of lists of lists
/// grow beyond any memory in a few lines.
const MOST_COPIED: usize = 1_000_000;

/// Works out values.
pub(crate) struct Evaluator<'a, 'n> {
    pub(super) names: &'n Names<'a>,
    pub(super) assets: Assets<'n>,
    lets: BTreeMap<&'a str, Progress>,
    /// The values being worked out, each with the place that asked for it.
    chain: Vec<(&'a str, Span)>,
    /// Values that were asked for.
    pub used_lets: BTreeSet<&'a str>,
    /// Things that were mentioned.
    pub used: BTreeSet<Address>,
    pub reports: Vec<Diagnostic>,
    /// Whether names are being worked out, so that there are no entities yet.
    pub(super) naming: bool,
    /// How deep evaluation is.
    depth: usize,
    /// The weight of all values handed out so far, and whether that was too much.
    spent: usize,
    is_exhausted: bool,
    /// Whether a value was asked for that the parser could not read.
    pub broken: bool,
}

enum Progress {
    Running,
    /// With the weight of the value.
    Done(Located, usize),
}

impl<'a, 'n> Evaluator<'a, 'n> {
    pub(crate) fn new(names: &'n Names<'a>, world: &'n dyn World) -> Self {
        Self {
            names,
            assets: Assets::new(world),
            lets: BTreeMap::new(),
            chain: Vec::new(),
            used_lets: BTreeSet::new(),
            used: BTreeSet::new(),
            reports: Vec::new(),
            naming: false,
            depth: 0,
            spent: 0,
            is_exhausted: false,
            broken: false,
        }
    }

    /// Works out values for the names of blocks: there, entities cannot be mentioned.
    pub(crate) fn for_names(names: &'n Names<'a>, world: &'n dyn World) -> Self {
        Self { naming: true, ..Self::new(names, world) }
    }

    /// The value of an expression, held against what its place expects.
    pub(crate) fn expect(&mut self, expression: &'a Expression, expected: &Type) -> Located {
        let located = self.evaluate(expression, expected);
        fit(located, expected, &mut self.reports)
    }

    /// The value of every `let`, so that each one is checked even if nobody uses it.
    pub(crate) fn all_lets(&mut self) {
        let used = self.used_lets.clone();
        let mentioned = self.used.clone();
        for one in self.names.lets.values() {
            self.value_of(one, one.name.span);
        }
        self.used_lets = used;
        self.used = mentioned;
    }

    /// The value of an expression. The type is a hint for names that can mean several things, and
    /// for the elements of lists and maps.
    pub(super) fn evaluate(&mut self, expression: &'a Expression, hint: &Type) -> Located {
        let span = expression.span;
        if self.depth >= DEEPEST {
            self.reports.push(diagnostics::too_deep(DEEPEST, span));
            return Located::error(span);
        }
        self.depth += 1;
        let located = self.value(expression, hint, span);
        self.depth -= 1;
        located
    }

    fn value(&mut self, expression: &'a Expression, hint: &Type, span: Span) -> Located {
        let value = match &expression.kind {
            ExpressionKind::Name(name) => self.name(name, hint),
            ExpressionKind::Text(text) => self.text(text),
            ExpressionKind::Number(number) => self.number(number),
            ExpressionKind::Quantity(quantity) => self.quantity(quantity),
            ExpressionKind::Boolean(value) => Value::Bool(*value),
            ExpressionKind::None => Value::None,
            ExpressionKind::Iam(name) => Value::Action(name.written()),
            ExpressionKind::List(list) => {
                let hint = hint.element();
                Value::List(list.elements.iter().map(|element| self.evaluate(element, hint)).collect())
            }
            ExpressionKind::Map(map) => self.map(map, hint),
            ExpressionKind::Parenthesized(inner) => return self.evaluate(inner, hint),
            ExpressionKind::Unary(unary) => self.unary(unary, span),
            ExpressionKind::Binary(binary) => self.binary(binary, span),
            ExpressionKind::Conditional(conditional) => return self.conditional(conditional, hint, span),
            ExpressionKind::Call(call) => self.call(call, span),
            ExpressionKind::Index(index) => self.index(index, span),
            ExpressionKind::Member(member) => self.member(expression, member),
            ExpressionKind::ListComprehension(_) | ExpressionKind::MapComprehension(_) => {
                self.not_yet("`for` in a value", span)
            }
            ExpressionKind::Broken(_) => {
                self.broken = true;
                Value::Error
            }
            ExpressionKind::Policy(_) => self.not_yet("a policy as a value", span),
        };
        Located::new(value, span)
    }

    /// The elements that an expression stands for: those of a list, or the one value. Each is held
    /// against a type.
    pub(crate) fn elements(&mut self, expression: &'a Expression, item: &Type) -> Vec<Located> {
        let located = self.evaluate(expression, &Type::list(item.clone()));
        let all = match located.value {
            Value::List(items) => items,
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
            let key = match &entry.key {
                MapKey::Label(label) => self.label(label),
                MapKey::Computed(expression) => self.known(expression, "a key"),
            };
            let Some(key) = key else { continue };
            let value = self.evaluate(&entry.value, hint.member(&key));
            if let Some(first) = seen.insert(key.clone(), key_span) {
                self.reports.push(diagnostics::duplicate_key(&key, first, key_span));
                continue;
            }
            entries.push(Entry { key, key_span, value });
        }
        Value::Map(entries)
    }

    fn conditional(&mut self, conditional: &'a ast::Conditional, hint: &Type, span: Span) -> Located {
        let condition = self.expect(&conditional.condition, &Type::Bool);
        match condition.value {
            Value::Bool(true) => self.evaluate(&conditional.then, hint),
            Value::Bool(false) => self.evaluate(&conditional.otherwise, hint),
            _ => Located::error(span),
        }
    }

    fn call(&mut self, call: &'a ast::Call, span: Span) -> Value {
        const LATER: [&str; 14] = [
            "accounts",
            "amount",
            "csv",
            "effective",
            "json",
            "keys",
            "length",
            "ous",
            "policies",
            "text",
            "toml",
            "unique",
            "values",
            "yaml",
        ];
        let function = match &call.function.kind {
            ExpressionKind::Name(name) => name,
            _ => return self.not_yet("a function from a module", call.function.span),
        };
        match function.text.as_str() {
            "file" => self.file(call),
            name if LATER.contains(&name) => self.not_yet(&format!("`{name}()`"), span),
            name if self.names.doubtful.contains(name) => Value::Error,
            name => {
                let known = LATER.into_iter().chain(["file"]);
                self.reports.push(diagnostics::unknown_function(name, function.span, known));
                Value::Error
            }
        }
    }

    /// The value of a `let`.
    pub(super) fn value_of(&mut self, found: &'a ast::Let, asked: Span) -> Value {
        let name = found.name.text.as_str();
        self.used_lets.insert(name);
        match self.lets.get(name) {
            Some(Progress::Done(located, weight)) => {
                self.spent += weight;
                if self.spent <= MOST_COPIED {
                    return located.value.clone();
                }
                return self.exhausted(asked);
            }
            Some(Progress::Running) => return self.cycle(name, asked),
            None => {}
        }
        self.lets.insert(name, Progress::Running);
        self.chain.push((name, asked));
        let expected = self.annotated(found);
        let mut located = self.expect(&found.value, &expected);
        self.chain.pop();
        if located.value.depth() > DEEPEST {
            self.reports.push(diagnostics::too_deep(DEEPEST, found.name.span));
            located = Located::error(located.span);
        }
        let value = located.value.clone();
        let weight = value.weight();
        self.spent += weight;
        self.lets.insert(name, Progress::Done(located, weight));
        if self.spent > MOST_COPIED { self.exhausted(asked) } else { value }
    }

    /// Values multiply without bound; said once.
    fn exhausted(&mut self, asked: Span) -> Value {
        if !self.is_exhausted {
            self.is_exhausted = true;
            self.reports.push(diagnostics::expansion_limit(MOST_COPIED, asked));
        }
        Value::Error
    }

    fn annotated(&mut self, found: &'a ast::Let) -> Type {
        match &found.annotation {
            Some(written) => annotation(written, self.names, &mut self.reports),
            None => Type::Anything,
        }
    }

    fn cycle(&mut self, name: &str, asked: Span) -> Value {
        let start = self.chain.iter().position(|(one, _)| *one == name).unwrap_or(0);
        let ring: Vec<(&str, Span)> =
            self.chain.iter().skip(start + 1).copied().chain([(name, asked)]).collect();
        self.reports.push(diagnostics::value_cycle(&ring));
        Value::Error
    }

    pub(super) fn not_yet(&mut self, construct: &str, span: Span) -> Value {
        self.reports.push(not_yet(construct, span));
        Value::Error
    }
}
