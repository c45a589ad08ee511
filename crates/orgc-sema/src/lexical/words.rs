//! Words that stand for themselves somewhere in the language.

use crate::program::Program;
use orgc_ir::kinds::{AttributeSchema, KindSchema, ValueType};
use orgc_policy::{PolicyType, service_names};
use orgc_syntax::ast::{Parameter, TypeAtom, TypeExpression};
use std::collections::BTreeSet;

/// The words of choices. What a place expects is not known here, so every word counts everywhere.
pub(super) struct Words(BTreeSet<String>);

impl Words {
    pub(super) fn of(program: &Program<'_>, schemas: &[KindSchema]) -> Self {
        let mut words: BTreeSet<String> = PolicyType::all().iter().map(|one| one.name.clone()).collect();
        words.extend(service_names().map(str::to_owned));
        words.extend(["all-features", "consolidated-billing"].map(str::to_owned));
        schemas.iter().for_each(|schema| of_attributes(&schema.attributes, &mut words));
        for folder in program.folders.values() {
            let aliases = folder.aliases.values().map(|one| &one.definition);
            let fields = folder.records.values().flat_map(|one| &one.fields).map(|field| &field.annotation);
            let templates = folder.templates.values().flat_map(|one| &one.parameters);
            let functions = folder.lets.values().flat_map(|one| one.parameters.iter().flatten());
            let parameters = templates.chain(functions).filter_map(|one: &Parameter| one.annotation.as_ref());
            let lets = folder.lets.values().filter_map(|one| one.annotation.as_ref());
            let params = folder.params.values().map(|one| &one.annotation);
            let all = aliases.chain(fields).chain(parameters).chain(lets).chain(params);
            all.for_each(|written| of_type(written, &mut words));
        }
        Self(words)
    }

    pub(super) fn contains(&self, word: &str) -> bool {
        self.0.contains(word)
    }
}

fn of_type(written: &TypeExpression, words: &mut BTreeSet<String>) {
    for atom in &written.alternatives {
        match atom {
            TypeAtom::Literal(text) => words.extend(text.literal()),
            TypeAtom::Named { arguments, .. } => arguments.iter().for_each(|one| of_type(one, words)),
        }
    }
}

fn of_attributes(attributes: &[AttributeSchema], words: &mut BTreeSet<String>) {
    attributes.iter().for_each(|attribute| of_value(&attribute.value_type, words));
}

fn of_value(value_type: &ValueType, words: &mut BTreeSet<String>) {
    match value_type {
        ValueType::Choice(choice) => words.extend(choice.iter().cloned()),
        ValueType::Sequence { item, .. } => of_value(item, words),
        ValueType::Mapping(value) => of_value(value, words),
        ValueType::Block(attributes) => of_attributes(attributes, words),
        _ => {}
    }
}
