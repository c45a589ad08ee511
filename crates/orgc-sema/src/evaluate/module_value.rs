//! Values and params of modules, each worked out at most once.

use super::data::toml_value;
use super::diagnostics;
use super::evaluator::{DEEPEST, Evaluator, Key};
use super::progress::Progress;
use crate::scope::{ModuleId, Scope};
use crate::value::{Located, Type, Value, fit};
use orgc_diag::Span;
use orgc_syntax::ast::{self, MapKey};
use std::collections::BTreeMap;

/// How much a single value may hold, counted in elements. Lists of lists of lists grow beyond any
/// memory in a few lines.
const MOST_ELEMENTS: usize = 10_000_000;

/// A named value of a module.
#[derive(Clone, Copy, Debug)]
pub(super) enum ModuleValue<'a> {
    Let(&'a ast::Let),
    Param(&'a ast::Param),
}

impl<'a> ModuleValue<'a> {
    pub(super) fn name(self) -> &'a ast::Name {
        match self {
            Self::Let(found) => &found.name,
            Self::Param(found) => &found.name,
        }
    }
}

impl<'a> Evaluator<'a, '_> {
    /// The value or param of this name in a module.
    pub(super) fn module_value(&self, module: ModuleId, name: &str) -> Option<ModuleValue<'a>> {
        let folder = self.program.folder(module);
        let found = folder.lets.get(name).copied().map(ModuleValue::Let);
        found.or_else(|| folder.params.get(name).copied().map(ModuleValue::Param))
    }

    /// Works out every value and param, so that each one is checked even if nobody uses it.
    pub(crate) fn all_values(&mut self) {
        let used = self.used_values.clone();
        let mentioned = self.used.clone();
        for module in self.program.ids() {
            let folder = self.program.folder(module);
            let lets = folder.lets.values().filter(|one| one.parameters.is_none());
            let lets: Vec<_> = lets.copied().map(ModuleValue::Let).collect();
            let params = folder.params.values().copied().map(ModuleValue::Param);
            for value in lets.into_iter().chain(params) {
                self.value_of(module, value, value.name().span);
            }
        }
        self.used_values = used;
        self.used = mentioned;
    }

    /// The value of a name of a module.
    pub(super) fn value_of(&mut self, module: ModuleId, found: ModuleValue<'a>, asked: Span) -> Value {
        let key: Key<'a> = (module, found.name().text.as_str());
        self.used_values.insert(key);
        if let ModuleValue::Let(function) = found
            && function.parameters.is_some()
        {
            self.reports.push(diagnostics::function_as_value(key.1, asked));
            return Value::Error;
        }
        match self.values.get(&key) {
            Some(Progress::Done(located)) => {
                let located = located.clone();
                return self.settled(located).value;
            }
            Some(Progress::Running) => return self.cycle(key, asked),
            None => {}
        }
        self.values.insert(key, Progress::Running);
        self.chain.push((key, asked));
        let mut located = self.within(&Scope::of(module), |this| this.fresh(module, found));
        self.chain.pop();
        if located.value.depth() > DEEPEST {
            self.reports.push(diagnostics::too_deep(DEEPEST, found.name().span));
            located = Located::error(located.span);
        }
        if located.value.weight() > MOST_ELEMENTS {
            // Values that hold a failed one several times multiply too, without being the fault.
            if !located.value.has_error() {
                self.reports.push(diagnostics::expansion_limit(MOST_ELEMENTS, found.name().span));
            }
            located = Located::error(located.span);
        }
        let value = located.value.clone();
        self.values.insert(key, Progress::Done(located));
        value
    }

    fn fresh(&mut self, module: ModuleId, found: ModuleValue<'a>) -> Located {
        match found {
            ModuleValue::Let(found) => {
                let expected = match &found.annotation {
                    Some(written) => self.annotation(written, module),
                    None => Type::Anything,
                };
                let located = self.deferrable(&found.value, &expected);
                fit(located, &expected, &mut self.reports)
            }
            ModuleValue::Param(found) => self.param(module, found),
        }
    }

    /// A param: what the import or the command line gives, else its default.
    fn param(&mut self, module: ModuleId, found: &'a ast::Param) -> Located {
        let expected = self.annotation(&found.annotation, module);
        let name = found.name.text.as_str();
        let importer = self.program.module(module).and_then(|module| module.importer);
        let given = match importer {
            Some((importer, import)) => argument(import, name).map(|expression| {
                self.within(&Scope::of(importer), |this| {
                    let located = this.deferrable(expression, &expected);
                    fit(located, &expected, &mut this.reports)
                })
            }),
            None => self.settings.params.get(name).map(|text| {
                let word = Located::new(given_word(text, &expected, found.name.span), found.name.span);
                fit(word, &expected, &mut self.reports)
            }),
        };
        match (given, &found.default) {
            (Some(given), _) => given,
            (None, Some(default)) => {
                let located = self.deferrable(default, &expected);
                fit(located, &expected, &mut self.reports)
            }
            (None, None) => {
                let report = match importer {
                    Some((_, import)) => diagnostics::param_without_value(name, import.span, found.name.span),
                    None => diagnostics::root_param_without_value(name, found.name.span),
                };
                self.reports.push(report);
                Located::error(found.name.span)
            }
        }
    }

    /// Arguments of imports that are no params, and params of the command line that there are not.
    pub(crate) fn check_arguments(&mut self) {
        for module in self.program.ids().skip(1) {
            let Some((_, import)) = self.program.module(module).and_then(|module| module.importer) else {
                continue;
            };
            let params: Vec<&str> = self.program.folder(module).params.keys().copied().collect();
            let mut seen: BTreeMap<String, Span> = BTreeMap::new();
            for entry in import.arguments.iter().flat_map(|map| &map.entries) {
                let name = match &entry.key {
                    MapKey::Label(label) => label.literal(),
                    MapKey::Computed(_) => None,
                };
                let (name, span) = (name.unwrap_or_default(), entry.key.span());
                if !params.contains(&name.as_str()) {
                    self.reports.push(diagnostics::unknown_param(&name, span, &params));
                } else if let Some(first) = seen.get(&name) {
                    self.reports.push(diagnostics::argument_twice(*first, span));
                } else {
                    seen.insert(name, span);
                }
            }
        }
        let root: Vec<&str> = self.program.folder(ModuleId(0)).params.keys().copied().collect();
        for name in self.settings.params.keys().filter(|name| !root.contains(&name.as_str())) {
            self.reports.push(diagnostics::unknown_root_param(name, &root));
        }
    }

    fn cycle(&mut self, key: Key<'a>, asked: Span) -> Value {
        let start = self.chain.iter().position(|(one, _)| *one == key).unwrap_or(0);
        let steps = self.chain.iter().skip(start + 1).map(|(key, span)| (key.1, *span));
        let ring: Vec<(&str, Span)> = steps.chain([(key.1, asked)]).collect();
        self.reports.push(diagnostics::value_cycle(&ring));
        Value::Error
    }
}

fn argument<'a>(import: &'a ast::Import, name: &str) -> Option<&'a ast::Expression> {
    let entries = import.arguments.iter().flat_map(|map| &map.entries);
    entries.into_iter().find_map(|entry| match &entry.key {
        MapKey::Label(label) if label.literal().as_deref() == Some(name) => Some(&entry.value),
        _ => None,
    })
}

/// What the command line or `orgc.toml` gives: a list, a map or a text in quotes; else a word, or
/// words between commas where a list is expected.
fn given_word(text: &str, expected: &Type, span: Span) -> Value {
    if text.starts_with(['"', '[', '{'])
        && let Some(value) = toml_value(text, span)
    {
        return value;
    }
    let word = |word: &str| Located::new(Value::Word(word.trim().to_owned()), span);
    match expected.present() {
        Type::List { .. } if text.is_empty() => Value::list(Vec::new()),
        Type::List { .. } => Value::list(text.split(',').map(word).collect()),
        _ => Value::Word(text.to_owned()),
    }
}
