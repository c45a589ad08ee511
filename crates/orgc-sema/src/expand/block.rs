//! Core resources that a plugin gives by the names of their attributes.
//!
//! They need no type in the contract, so this table may grow without a new version of it.

use crate::value::{Entry, Located, Value, json};
use orgc_diag::Span;
use orgc_ir::kinds::{CorePolicy, CoreTarget};
use orgc_ir::{Address, Text, Value as ModelValue};

/// What a block says.
pub(super) enum Block {
    Policy(CorePolicy),
    /// A policy that somebody else made, at a target.
    Attachment {
        policy: Address,
        target: CoreTarget,
    },
    TrustedService {
        service: String,
    },
    DelegatedAdministrator {
        account: Address,
        service: String,
    },
}

/// Reads a block. The error is a sentence about what is wrong with it.
pub(super) fn read(kind: &str, config: &ModelValue, span: Span) -> Result<Block, String> {
    let ModelValue::Map(members) = config else { return Err("is no map".to_owned()) };
    let mut attributes = Attributes { members, read: Vec::new() };
    let block = match kind {
        "attachment" => Block::Attachment {
            policy: attributes.thing("policy")?,
            target: target_of(attributes.thing("target")?)?,
        },
        "delegated-administrator" => Block::DelegatedAdministrator {
            account: attributes.thing("account")?,
            service: attributes.text("service")?,
        },
        "policy" => Block::Policy(policy(&mut attributes, span)?),
        "trusted-service" => Block::TrustedService { service: attributes.text("service")? },
        _ => return Err(format!("is a `{kind}`, which no core block can be")),
    };
    attributes.check_all_read()?;
    Ok(block)
}

fn policy(attributes: &mut Attributes<'_>, span: Span) -> Result<CorePolicy, String> {
    let policy_type = attributes.text("type")?;
    let policy_type = orgc_policy::PolicyType::named(&policy_type)
        .map_or(policy_type.clone(), |known| known.aws_name.clone());
    Ok(CorePolicy {
        name: attributes.optional("name").map(|value| known_text("name", value)).transpose()?,
        policy_type,
        description: match attributes.optional("description") {
            Some(value) => known_text("description", value)?,
            None => String::new(),
        },
        document: document(attributes.required("content")?, span)?,
        attach_to: match attributes.optional("attach-to") {
            Some(ModelValue::List(items)) => {
                items.iter().map(|item| target_of(thing("attach-to", item)?)).collect::<Result<_, _>>()?
            }
            Some(_) => return Err("has an `attach-to` that is no list".to_owned()),
            None => Vec::new(),
        },
        tags: match attributes.optional("tags") {
            Some(ModelValue::Map(members)) => members.iter().map(tag).collect::<Result<_, _>>()?,
            Some(_) => return Err("has `tags` that are no map".to_owned()),
            None => Vec::new(),
        },
    })
}

fn tag((key, value): &(String, ModelValue)) -> Result<(String, Text), String> {
    match value {
        ModelValue::Text(text) => Ok((key.clone(), text.clone())),
        _ => Err(format!("has a tag `{key}` that is no text")),
    }
}

/// JSON text, or a map that is written as JSON.
fn document(content: &ModelValue, span: Span) -> Result<Text, String> {
    match content {
        ModelValue::Text(text) => Ok(text.clone()),
        ModelValue::Map(_) => {
            json(&located(content, span)).map_err(|_| "has a `content` with a thing in it".to_owned())
        }
        _ => Err("has a `content` that is neither text nor a map".to_owned()),
    }
}

/// A value of the model as one of the language, all of it at one place.
fn located(value: &ModelValue, span: Span) -> Located {
    let value = match value {
        ModelValue::Null => Value::None,
        ModelValue::Bool(value) => Value::Bool(*value),
        ModelValue::Integer(value) => Value::Integer(*value),
        ModelValue::Text(text) => Value::Text(text.clone()),
        ModelValue::Entity(address) => Value::Entity(address.clone()),
        ModelValue::List(items) => Value::list(items.iter().map(|item| located(item, span)).collect()),
        ModelValue::Map(members) => {
            let entry = |(key, value): &(String, ModelValue)| Entry {
                key: key.clone(),
                key_span: span,
                value: located(value, span),
            };
            Value::map(members.iter().map(entry).collect())
        }
    };
    Located::new(value, span)
}

/// The attributes of a block, of which each is to be read.
struct Attributes<'v> {
    members: &'v [(String, ModelValue)],
    read: Vec<&'static str>,
}

impl<'v> Attributes<'v> {
    fn optional(&mut self, name: &'static str) -> Option<&'v ModelValue> {
        self.read.push(name);
        let found = self.members.iter().find(|(key, _)| key == name).map(|(_, value)| value);
        found.filter(|value| **value != ModelValue::Null)
    }

    fn required(&mut self, name: &'static str) -> Result<&'v ModelValue, String> {
        self.optional(name).ok_or_else(|| format!("lacks `{name}`"))
    }

    fn text(&mut self, name: &'static str) -> Result<String, String> {
        known_text(name, self.required(name)?)
    }

    fn thing(&mut self, name: &'static str) -> Result<Address, String> {
        thing(name, self.required(name)?)
    }

    fn check_all_read(&self) -> Result<(), String> {
        match self.members.iter().find(|(key, _)| !self.read.contains(&key.as_str())) {
            Some((key, _)) => Err(format!("has no attribute `{key}`; it has `{}`", self.read.join("`, `"))),
            None => Ok(()),
        }
    }
}

fn known_text(name: &str, value: &ModelValue) -> Result<String, String> {
    match value {
        ModelValue::Text(text) => text
            .known()
            .map(str::to_owned)
            .ok_or_else(|| format!("has a `{name}` that is known only after apply")),
        _ => Err(format!("has a `{name}` that is no text")),
    }
}

fn thing(name: &str, value: &ModelValue) -> Result<Address, String> {
    match value {
        ModelValue::Entity(address) => Ok(address.clone()),
        _ => Err(format!("has a `{name}` that is no reference to a thing")),
    }
}

fn target_of(address: Address) -> Result<CoreTarget, String> {
    match address.kind() {
        "organization" => Ok(CoreTarget::Root),
        "ou" => Ok(CoreTarget::Unit(address)),
        "account" => Ok(CoreTarget::Account(address)),
        _ => Err(format!("has `{address}` for a target, which is no organization, unit or account")),
    }
}
