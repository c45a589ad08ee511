//! CloudFormation templates that a plugin makes.

use crate::bindings::orgc::plugin::core_resources::Pair;
use crate::bindings::orgc::plugin::types::{Reference, TextPart};
use crate::value::known;
use crate::{Text, Value, value};
use std::collections::BTreeSet;

/// A template as text, with the parameters that it was given.
pub struct Template {
    /// The template, JSON.
    pub body: String,
    /// What its parameters are.
    pub parameters: Vec<Pair>,
}

impl Template {
    /// Writes a template. A template is known text, so what AWS assigns later becomes a parameter:
    /// the id of `account/log` becomes `AccountLogId`, one for all its uses.
    pub fn write(mut template: Value) -> Self {
        let mut parameters = Parameters::default();
        parameters.replace(&mut template);
        if !parameters.found.is_empty() {
            parameters.declare(&mut template);
        }
        Self { body: known(&template.to_json()).unwrap_or_default(), parameters: parameters.values() }
    }
}

/// Names in a template, which hold letters and digits only.
#[derive(Default)]
pub struct Names {
    taken: BTreeSet<String>,
}

impl Names {
    /// A name made of words: `vision-dev` as `VisionDev`; with a number behind it where that is
    /// taken, since two words may differ in what a name cannot hold.
    pub fn give(&mut self, words: &str) -> String {
        let words = words.split(|letter: char| !letter.is_ascii_alphanumeric());
        let wanted: String = words.map(capitalized).collect();
        let numbered = (2..).map(|number| format!("{wanted}{number}"));
        let name = std::iter::once(wanted.clone()).chain(numbered).find(|name| !self.taken.contains(name));
        let name = name.unwrap_or(wanted);
        self.taken.insert(name.clone());
        name
    }
}

fn capitalized(word: &str) -> String {
    let mut letters = word.chars();
    let first = letters.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(letters).collect()
}

/// The references of a template with the names of the parameters that stand for them.
#[derive(Default)]
struct Parameters {
    names: Names,
    found: Vec<(String, Reference)>,
}

impl Parameters {
    fn replace(&mut self, value: &mut Value) {
        match value {
            Value::Text(parts) if known(parts).is_none() => *value = self.joined(parts),
            Value::Entity(address) => {
                let thing = Reference { address: address.clone(), attribute: "id".to_owned() };
                *value = self.reference(&thing);
            }
            Value::Sequence(items) => items.iter_mut().for_each(|item| self.replace(item)),
            Value::Mapping(members) => members.iter_mut().for_each(|(_, value)| self.replace(value)),
            _ => {}
        }
    }

    fn joined(&mut self, parts: &Text) -> Value {
        let part = |part: &TextPart| match part {
            TextPart::Literal(text) => Value::from(text.as_str()),
            TextPart::Reference(reference) => self.reference(reference),
        };
        let mut parts: Vec<Value> = parts.iter().map(part).collect();
        match parts.len() {
            1 => parts.remove(0),
            _ => value!({ "Fn::Join": ["", (Value::Sequence(parts))] }),
        }
    }

    fn reference(&mut self, reference: &Reference) -> Value {
        let known = self.found.iter().find(|(_, one)| one == reference).map(|(name, _)| name.clone());
        let name = known.unwrap_or_else(|| {
            let name = self.names.give(&format!("{}.{}", reference.address, reference.attribute));
            self.found.push((name.clone(), reference.clone()));
            name
        });
        value!({ "Ref": name })
    }

    /// Adds the parameters to those that the template has.
    fn declare(&self, template: &mut Value) {
        let Value::Mapping(sections) = template else { return };
        if !sections.iter().any(|(name, _)| name == "Parameters") {
            sections.insert(0, ("Parameters".to_owned(), Value::Mapping(Vec::new())));
        }
        let section = sections.iter_mut().find(|(name, _)| name == "Parameters");
        if let Some((_, Value::Mapping(declared))) = section {
            declared.extend(self.found.iter().map(|(name, _)| (name.clone(), value!({ "Type": "String" }))));
        }
    }

    fn values(self) -> Vec<Pair> {
        let pair = |(key, reference)| Pair { key, value: vec![TextPart::Reference(reference)] };
        self.found.into_iter().map(pair).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(account: &str) -> Text {
        vec![TextPart::Reference(Reference { address: account.into(), attribute: "id".into() })]
    }

    #[test]
    fn what_aws_assigns_becomes_a_parameter() {
        let mut arn = vec![TextPart::Literal("arn:aws:iam::".into())];
        arn.extend(id("account/log-archive"));
        let template = Template::write(value!({
            "Resources": { "A": (id("account/log-archive")), "B": arn, "C": (id("account/log.archive")) },
        }));
        assert_eq!(
            template.body,
            concat!(
                r#"{"Parameters":{"AccountLogArchiveId":{"Type":"String"},"AccountLogArchiveId2":{"Type":"String"}},"#,
                r#""Resources":{"A":{"Ref":"AccountLogArchiveId"},"#,
                r#""B":{"Fn::Join":["",["arn:aws:iam::",{"Ref":"AccountLogArchiveId"}]]},"#,
                r#""C":{"Ref":"AccountLogArchiveId2"}}}"#
            )
        );
        let values: Vec<_> =
            template.parameters.iter().map(|one| (one.key.as_str(), one.value.clone())).collect();
        assert_eq!(
            values,
            [
                ("AccountLogArchiveId", id("account/log-archive")),
                ("AccountLogArchiveId2", id("account/log.archive")),
            ]
        );
    }
}
