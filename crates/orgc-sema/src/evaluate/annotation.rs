//! Types as they are written after a colon.

use super::diagnostics;
use super::evaluator::Evaluator;
use crate::scope::{ModuleId, Scope};
use crate::value::{CheckedString, EntityType, Field, Type, fit};
use orgc_diag::Span;
use orgc_syntax::ast::{self, QualifiedName, TypeAtom, TypeExpression};

/// Names of types, for suggestions.
const NAMES: [&str; 36] = [
    "Account",
    "AccountId",
    "Action",
    "Arn",
    "Baseline",
    "Bool",
    "Cidr",
    "ConditionKey",
    "Date",
    "Decimal",
    "Duration",
    "Email",
    "File",
    "Glob",
    "Int",
    "Json",
    "Later",
    "List",
    "Map",
    "Money",
    "OrgId",
    "Organization",
    "Ou",
    "OuId",
    "Percent",
    "Phone",
    "Policy",
    "PolicyId",
    "Region",
    "Service",
    "Set",
    "String",
    "Target",
    "PolicyDocument",
    "RootId",
    "Url",
];

/// How many declared types may be made of each other.
const DEEPEST: usize = 100;

/// The declared types that are being worked out, each with the place that names it.
type Chain<'a> = Vec<(&'a ast::Name, Span)>;

impl<'a> Evaluator<'a, '_> {
    /// The type that is written in a module. What is unknown is reported and accepts anything.
    pub(crate) fn annotation(&mut self, written: &'a TypeExpression, module: ModuleId) -> Type {
        self.annotation_at(written, module, &mut Vec::new())
    }

    fn annotation_at(
        &mut self,
        written: &'a TypeExpression,
        module: ModuleId,
        chain: &mut Chain<'a>,
    ) -> Type {
        let literal = |atom: &TypeAtom| match atom {
            TypeAtom::Literal(text) => text.literal(),
            TypeAtom::Named { .. } => None,
        };
        let words: Vec<String> = written.alternatives.iter().filter_map(literal).collect();
        let plain = match written.alternatives.as_slice() {
            _ if words.len() == written.alternatives.len() => Type::Choice(words),
            [TypeAtom::Named { name, arguments, span }] => {
                let inner: Vec<Type> =
                    arguments.iter().map(|one| self.annotation_at(one, module, chain)).collect();
                self.named_type(name, &inner, *span, module, chain)
            }
            _ => self.union(written, module, chain),
        };
        if written.optional { Type::Optional(Box::new(plain)) } else { plain }
    }

    /// A union of strings and of names of such unions.
    fn union(&mut self, written: &'a TypeExpression, module: ModuleId, chain: &mut Chain<'a>) -> Type {
        let mut words = Vec::new();
        for atom in &written.alternatives {
            match atom {
                TypeAtom::Literal(text) => words.extend(text.literal()),
                TypeAtom::Named { name, arguments, span } if arguments.is_empty() => {
                    match self.named_type(name, &[], *span, module, chain) {
                        Type::Choice(inner) => words.extend(inner),
                        Type::Anything => return Type::Anything,
                        _ => {
                            self.reports.push(diagnostics::union_of_types(written.span));
                            return Type::Anything;
                        }
                    }
                }
                TypeAtom::Named { .. } => {
                    self.reports.push(diagnostics::union_of_types(written.span));
                    return Type::Anything;
                }
            }
        }
        Type::Choice(words)
    }

    fn named_type(
        &mut self,
        name: &'a QualifiedName,
        arguments: &[Type],
        span: Span,
        module: ModuleId,
        chain: &mut Chain<'a>,
    ) -> Type {
        let home = match &name.module {
            Some(import) => match self.program.import(module, &import.text) {
                Some(home) => home,
                None => return self.unknown_type(name, span, module),
            },
            None => module,
        };
        let folder = self.program.folder(home);
        let word = name.name.text.as_str();
        let is_private = folder.records.get(word).is_some_and(|found| found.private)
            || folder.aliases.get(word).is_some_and(|found| found.private);
        if is_private && home != module {
            self.reports.push(diagnostics::private_name(word, span, span));
            return Type::Anything;
        }
        if let Some(record) = folder.records.get(word).copied() {
            return self
                .declared_type(&record.name, span, chain, |this, chain| this.record(record, home, chain));
        }
        if let Some(alias) = folder.aliases.get(word).copied() {
            return self.declared_type(&alias.name, span, chain, |this, chain| {
                this.annotation_at(&alias.definition, home, chain)
            });
        }
        let built_in = name.bare().and_then(|word| built_in(word, arguments));
        built_in.unwrap_or_else(|| self.unknown_type(name, span, module))
    }

    /// A type that the sources declare, unless it is made of itself.
    fn declared_type(
        &mut self,
        name: &'a ast::Name,
        span: Span,
        chain: &mut Chain<'a>,
        work: impl FnOnce(&mut Self, &mut Chain<'a>) -> Type,
    ) -> Type {
        if let Some(start) = chain.iter().position(|(one, _)| one.span == name.span) {
            let steps = chain.iter().skip(start + 1).map(|(one, span)| (one.text.as_str(), *span));
            let ring: Vec<(&str, Span)> = steps.chain([(name.text.as_str(), span)]).collect();
            self.type_ring(&ring);
            return Type::Anything;
        }
        if chain.len() >= DEEPEST {
            self.reports.push(diagnostics::types_too_deep(DEEPEST, span));
            return Type::Anything;
        }
        chain.push((name, span));
        let found = work(self, chain);
        chain.pop();
        found
    }

    /// Reports a ring once, wherever it is entered.
    fn type_ring(&mut self, ring: &[(&str, Span)]) {
        let report = diagnostics::type_ring(ring);
        let is_known = self.reports.iter().any(|one| {
            one.code == report.code && one.labels.iter().any(|label| report.span() == Some(label.span))
        });
        if !is_known {
            self.reports.push(report);
        }
    }

    fn unknown_type(&mut self, name: &QualifiedName, span: Span, module: ModuleId) -> Type {
        if !self.names.doubtful.contains(name.name.text.as_str()) {
            let folder = self.program.folder(module);
            let own = folder.records.keys().chain(folder.aliases.keys()).copied();
            let known: Vec<&str> = own.chain(NAMES).collect();
            self.reports.push(diagnostics::unknown_type(&name.written(), span, known));
        }
        Type::Anything
    }

    fn record(&mut self, record: &'a ast::Record, module: ModuleId, chain: &mut Chain<'a>) -> Type {
        let fields = record.fields.iter().map(|field| {
            let value_type = self.annotation_at(&field.annotation, module, chain);
            let default = field.default.as_ref().map(|default| {
                self.within(&Scope::of(module), |this| {
                    let located = this.deferrable(default, &value_type);
                    fit(located, &value_type, &mut this.reports)
                })
            });
            let required = default.is_none() && !matches!(value_type, Type::Optional(_));
            Field { name: field.name.text.clone(), value_type, required, default }
        });
        Type::Record { name: Some(record.name.text.clone()), fields: fields.collect() }
    }
}

fn built_in(name: &str, arguments: &[Type]) -> Option<Type> {
    let checked = |checked| Some(Type::Checked(checked));
    match (name, arguments) {
        ("Bool", []) => Some(Type::Bool),
        ("Int", []) => Some(Type::INTEGER),
        ("Decimal", []) => Some(Type::Decimal),
        ("String", []) => Some(Type::TEXT),
        ("Duration", []) => Some(Type::Duration),
        ("Percent", []) => Some(Type::Percent),
        ("Money", []) => Some(Type::Money),
        ("Region", []) => Some(Type::Region),
        ("Action", []) => Some(Type::Action),
        ("ConditionKey", []) => checked(CheckedString::ConditionKey),
        ("Service", []) => Some(Type::Service),
        ("File", []) => Some(Type::File),
        ("Json", []) => Some(Type::Anything),
        ("PolicyDocument", []) => Some(Type::Document),
        ("Email", []) => checked(CheckedString::Email),
        ("Arn", []) => checked(CheckedString::Arn),
        ("AccountId", []) => checked(CheckedString::AccountId),
        ("OuId", []) => checked(CheckedString::OuId),
        ("OrgId", []) => checked(CheckedString::OrgId),
        ("RootId", []) => checked(CheckedString::RootId),
        ("PolicyId", []) => checked(CheckedString::PolicyId),
        ("Cidr", []) => checked(CheckedString::Cidr),
        ("Phone", []) => checked(CheckedString::Phone),
        ("Date", []) => checked(CheckedString::Date),
        ("Url", []) => checked(CheckedString::Url),
        ("Glob", []) => Some(Type::TEXT),
        ("Organization", []) => Some(Type::kind("organization")),
        ("Ou", []) => Some(Type::kind("ou")),
        ("Account", []) => Some(Type::kind("account")),
        ("Policy", []) => Some(Type::kind("policy")),
        ("Baseline", []) => Some(Type::kind("baseline")),
        ("Target", []) => Some(Type::Entity(EntityType::Target)),
        ("Later", [inner]) => Some(inner.clone()),
        ("List", [item]) => Some(Type::list(item.clone())),
        ("Set", [item]) => Some(Type::List {
            item: Box::new(item.clone()),
            min_items: None,
            max_items: None,
            distinct: true,
        }),
        ("Map", [Type::Text { .. }, value]) => Some(Type::Map(Box::new(value.clone()))),
        _ => None,
    }
}
