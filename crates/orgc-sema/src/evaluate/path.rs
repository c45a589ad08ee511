//! Paths: `account.dev`, `Workloads.Prod`, `guardrails.RegionLock`.

use super::diagnostics;
use super::evaluator::Evaluator;
use super::name::Meaning;
use super::progress::{Stage, Unknown};
use crate::declare::{Thing, is_thing_word};
use crate::scope::ModuleId;
use crate::value::Value;
use orgc_diag::Span;
use orgc_ir::Address;
use orgc_syntax::ast::{Expression, ExpressionKind, Label};

/// A name in a path, with its place.
pub(super) type Segment<'a> = (&'a str, Span);

/// Paths of units have at most five parts; a longer one is reported elsewhere.
const LONGEST_PATH: usize = 16;

impl<'a> Evaluator<'a, '_> {
    /// What the start of a path names, and how many segments that takes. None if the path starts
    /// with something else; what is wrong with it has been reported.
    pub(super) fn path(&mut self, segments: &[Segment<'a>]) -> Option<(Value, usize)> {
        let (first, rest) = segments.split_first()?;
        let module = self.scope.module;
        self.looked_up_at.insert(first.1);
        if self.scope.local(first.0).is_some() || self.module_value(module, first.0).is_some() {
            return None;
        }
        if let Some(target) = self.program.import(module, first.0) {
            return self.through(target, segments);
        }
        if self.program.folder(module).imports.contains_key(first.0) {
            // The import itself has failed, which is reported.
            return Some((Value::Error, segments.len()));
        }
        if self.stage == Stage::Structure {
            // `account.dev` names the account, `dev.id` starts with it.
            let named = rest.first().filter(|_| is_thing_word(first.0) && first.0 != "org");
            let unknown = match named {
                Some(next) => Unknown { name: joined(segments, 2), span: first.1.join(next.1) },
                None => Unknown { name: first.0.to_owned(), span: first.1 },
            };
            self.unknown = Some(unknown);
            return Some((Value::Error, segments.len()));
        }
        if let [next, ..] = rest
            && self.meanings(first.0).is_empty()
            && let Some(found) = self.qualified(*first, rest, next.1)
        {
            return Some(found);
        }
        let (taken, found) = self.longest_unit(segments).filter(|(taken, _)| *taken > 1)?;
        let span = segments.get(taken - 1).map_or(first.1, |last| first.1.join(last.1));
        Some((self.one_unit(&found, &joined(segments, taken), span), taken))
    }

    /// A path that starts with an import: on to the module where its last import leads, and there
    /// to a value or a thing.
    fn through(&mut self, first: ModuleId, segments: &[Segment<'a>]) -> Option<(Value, usize)> {
        let mut module = first;
        let mut taken = 1;
        loop {
            let Some((name, span)) = segments.get(taken).copied() else {
                let (name, span) = segments.get(taken - 1).copied()?;
                self.reports.push(diagnostics::import_as_value(name, span));
                return Some((Value::Error, taken));
            };
            match self.program.import(module, name) {
                Some(next) => {
                    module = next;
                    taken += 1;
                }
                None => return Some(self.exported(module, segments, taken, span)),
            }
        }
    }

    fn exported(
        &mut self,
        module: ModuleId,
        segments: &[Segment<'a>],
        taken: usize,
        span: Span,
    ) -> (Value, usize) {
        let Some((name, _)) = segments.get(taken).copied() else { return (Value::Error, taken) };
        if let Some(found) = self.module_value(module, name) {
            if self.program.folder(module).lets.get(name).is_some_and(|found| found.private) {
                self.reports.push(diagnostics::private_name(name, span, found.name().span));
                return (Value::Error, segments.len());
            }
            return (self.value_of(module, found, span), taken + 1);
        }
        if self.stage == Stage::Structure {
            self.unknown = Some(Unknown { name: name.to_owned(), span });
            return (Value::Error, segments.len());
        }
        // `guardrails.policy.Lock` says the kind, as `policy.Lock` does at home.
        if self.names.kinds.contains(name)
            && let Some((inner, inner_span)) = segments.get(taken + 1).copied()
        {
            return (self.of_kind_in(module, name, inner, inner_span), taken + 2);
        }
        let found: Vec<Thing> = self.names.things(module, name).into_iter().cloned().collect();
        (self.exported_thing(module, &found, name, span), taken + 1)
    }

    fn exported_thing(&mut self, module: ModuleId, found: &[Thing], name: &str, span: Span) -> Value {
        match found {
            [] if self.names.doubtful.contains(name) => Value::Error,
            [] => {
                let values = self.program.folder(module).value_names();
                let known: Vec<&str> = values.chain(self.names.thing_names(module, None)).collect();
                let folder = self.program.module(module).map_or("", |module| module.folder);
                self.reports.push(diagnostics::not_in_module(name, folder, span, known));
                Value::Error
            }
            [thing] if thing.is_private => {
                self.reports.push(diagnostics::private_name(name, span, span));
                Value::Error
            }
            [thing] => self.entity(thing.address.clone()),
            several => {
                let offers: Vec<String> =
                    several.iter().map(|thing| self.offer(&Meaning::Entity(thing.address.clone()))).collect();
                self.reports.push(diagnostics::ambiguous(name, span, &offers));
                Value::Error
            }
        }
    }

    /// What stands before an index in `guardrails.policy["Lock"]`: a module and a kind.
    pub(super) fn kind_of_module(&self, expression: &'a Expression) -> Option<(ModuleId, &'a str)> {
        let segments = segments(expression)?;
        let (kind, imports) = segments.split_last()?;
        let start = self.scope.module;
        let module = imports.iter().try_fold(start, |module, (name, _)| self.program.import(module, name))?;
        let is_kind = self.names.kinds.contains(kind.0) && self.module_value(module, kind.0).is_none();
        (is_kind && !imports.is_empty()).then_some((module, kind.0))
    }

    /// The thing of this kind with this name in another module.
    pub(super) fn of_kind_in(&mut self, module: ModuleId, kind: &str, name: &str, span: Span) -> Value {
        if self.stage == Stage::Structure {
            self.unknown = Some(Unknown { name: kind.to_owned(), span });
            return Value::Error;
        }
        let found = self.names.thing(module, kind, name).cloned();
        self.exported_thing(module, found.as_slice(), name, span)
    }

    /// `kind.name`, where the kind is one that has named things.
    fn qualified(&mut self, kind: Segment<'a>, rest: &[Segment<'a>], span: Span) -> Option<(Value, usize)> {
        let name = rest.first().map(|segment| segment.0)?;
        match kind.0 {
            "ou" => {
                let (taken, found) = self.longest_unit(rest).unwrap_or((1, Vec::new()));
                let written = joined(rest, taken);
                Some((self.one_unit(&found, &written, span), taken + 1))
            }
            "org" => None,
            word if is_thing_word(word) || self.names.kinds.contains(word) => {
                Some((self.of_kind(word, name, span), 2))
            }
            _ => None,
        }
    }

    /// The thing of this kind with this name.
    pub(super) fn of_kind(&mut self, kind: &str, name: &str, span: Span) -> Value {
        if self.stage == Stage::Structure {
            self.unknown = Some(Unknown { name: kind.to_owned(), span });
            return Value::Error;
        }
        let names = &self.names;
        let found = match kind {
            "account" => names.accounts.get(name),
            "organization" => {
                names.organization.as_ref().filter(|(own, _)| own == name).map(|(_, address)| address)
            }
            "ou" => {
                let found = names.units.get(&name.replace('.', "/")).cloned().unwrap_or_default();
                return self.one_unit(&found, name, span);
            }
            other => {
                let own = names.thing(self.scope.module, other, name).map(|thing| &thing.address);
                own.or_else(|| names.managed(name).filter(|_| other == "policy"))
            }
        };
        match found.cloned() {
            Some(address) => self.entity(address),
            None => self.unknown_of(kind, name, span),
        }
    }

    pub(super) fn unknown_of(&mut self, kind: &str, name: &str, span: Span) -> Value {
        if !self.names.doubtful.contains(name) {
            let known: Vec<&str> = match kind {
                "account" => self.names.accounts.keys().map(String::as_str).collect(),
                "ou" => self.names.units.keys().map(String::as_str).collect(),
                "organization" => self.names.organization.iter().map(|(own, _)| own.as_str()).collect(),
                other => self.names.thing_names(self.scope.module, Some(other)),
            };
            self.reports.push(diagnostics::unknown_of_kind(kind, name, span, known));
        }
        Value::Error
    }

    /// The longest start of a path that is the tail of a unit's path.
    fn longest_unit(&self, segments: &[Segment<'a>]) -> Option<(usize, Vec<Address>)> {
        let lengths = (1..=segments.len().min(LONGEST_PATH)).rev();
        lengths.into_iter().find_map(|taken| {
            let found = self.names.units.get(&joined(segments, taken).replace('.', "/"))?;
            Some((taken, found.clone()))
        })
    }

    fn one_unit(&mut self, found: &[Address], written: &str, span: Span) -> Value {
        match found {
            [] => self.unknown_of("ou", written, span),
            [one] => self.entity(one.clone()),
            several => {
                let exact = several.iter().find(|unit| unit.name().replace('/', ".") == *written);
                if let Some(exact) = exact {
                    return self.entity(exact.clone());
                }
                let offers: Vec<String> =
                    several.iter().map(|unit| self.offer(&Meaning::Entity(unit.clone()))).collect();
                self.reports.push(diagnostics::ambiguous(written, span, &offers));
                Value::Error
            }
        }
    }
}

pub(super) fn joined(segments: &[Segment<'_>], taken: usize) -> String {
    segments.iter().take(taken).map(|(name, _)| *name).collect::<Vec<_>>().join(".")
}

/// The segments of a path that is made of names only.
pub(crate) fn segments(expression: &Expression) -> Option<Vec<Segment<'_>>> {
    let mut reversed = Vec::new();
    let mut here = expression;
    loop {
        match &here.kind {
            ExpressionKind::Name(name) => {
                reversed.push((name.text.as_str(), name.span));
                reversed.reverse();
                return Some(reversed);
            }
            ExpressionKind::Member(member) => {
                let Label::Name(name) = &member.name else { return None };
                reversed.push((name.text.as_str(), name.span));
                here = &member.value;
            }
            _ => return None,
        }
    }
}
