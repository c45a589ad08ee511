//! What a change of the sources means: two models, compared by address.
//!
//! Pure: models in, sentences' material out. Every attribute of every resource is compared, because the
//! comparison goes over the model's own serialized form and leaves out only where things are written.

mod access;
mod effect;
mod flat;
mod readdress;
mod statements;

pub use access::{Access, access};
pub use effect::Effect;
pub use statements::{Kind, PartChange, StatementChange};

use flat::Flat;
use orgc_ir::desired::{Cause, Removal, Resource};
use orgc_ir::{Address, Desired};
use readdress::Readdressing;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// One thing that is different.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Change {
    /// What it is about: an address, or `output/<name>`, `project/<setting>`.
    pub address: String,
    /// How it is different.
    #[serde(flatten)]
    pub what: What,
    /// Where the new state is written, as `file:line`; nothing for what is gone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
}

/// How something is different.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "what", rename_all = "kebab-case")]
pub enum What {
    /// It is new.
    Added {
        /// Why, if nobody wrote it.
        #[serde(skip_serializing_if = "Option::is_none")]
        implied: Option<String>,
        /// Its attributes.
        attributes: BTreeMap<String, String>,
        /// What that does to permissions.
        #[serde(skip_serializing_if = "Effect::is_none")]
        effect: Effect,
    },
    /// It is no longer declared, and no sentence says what becomes of it.
    Vanished {
        /// The attributes it had.
        attributes: BTreeMap<String, String>,
        /// What that does to permissions.
        #[serde(skip_serializing_if = "Effect::is_none")]
        effect: Effect,
    },
    /// A sentence says what becomes of it: `close`, `release`, `forget`, `delete`.
    Removed {
        /// The verb.
        verb: String,
        /// The reason given.
        #[serde(skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
    },
    /// A `moved` sentence gives it another address.
    Readdressed {
        /// The address it had.
        from: String,
    },
    /// It stands under another parent.
    Moved {
        /// The parent it had.
        from: String,
        /// The parent it has.
        to: String,
    },
    /// Its name in AWS is another.
    Renamed {
        /// The name it had.
        from: String,
        /// The name it has.
        to: String,
    },
    /// An attribute is different.
    Changed {
        /// Its name: `tags.owner`.
        attribute: String,
        /// The value it had, if any.
        #[serde(skip_serializing_if = "Option::is_none")]
        before: Option<String>,
        /// The value it has, if any.
        #[serde(skip_serializing_if = "Option::is_none")]
        after: Option<String>,
    },
    /// The statements of a policy are different.
    Document {
        /// What that does to permissions, by statement.
        effect: Effect,
        /// The differences.
        statements: Vec<StatementChange>,
    },
}

/// Everything that is different between two models, sorted by address.
pub fn compare(before: &Desired, after: &Desired) -> Vec<Change> {
    let moves = Readdressing::between(before, after);
    let (old, new) = (Side::new(before, &moves), Side::new(after, &Readdressing::default()));
    let addresses: BTreeSet<&Address> = old.things.keys().chain(new.things.keys()).collect();
    let mut changes: Vec<Change> = addresses
        .into_iter()
        .flat_map(|address| match (old.things.get(address), new.things.get(address)) {
            (None, Some(thing)) => vec![added(address, thing, &new)],
            (Some(thing), None) => vec![gone(address, thing, &old, &after.removals)],
            (Some(old), Some(new)) => kept(address, old, new),
            (None, None) => Vec::new(),
        })
        .collect();
    changes.extend(settings(before, after));
    changes.extend(outputs(before, after, &moves));
    changes.sort_by(|one, other| one.address.cmp(&other.address));
    changes
}

/// One of the two models in a form that can be compared.
struct Side<'d> {
    things: BTreeMap<Address, Thing<'d>>,
}

struct Thing<'d> {
    resource: &'d Resource,
    /// The old address, if a `moved` sentence names it.
    moved_from: Option<&'d Address>,
    attributes: Flat,
}

impl<'d> Side<'d> {
    fn new(desired: &'d Desired, moves: &Readdressing) -> Self {
        let thing = |(address, resource): (&'d Address, &'d Resource)| {
            let attributes = flat::resource(resource, &|text| moves.text(text));
            let moved_from = moves.names(address).then_some(address);
            (moves.address(address), Thing { resource, moved_from, attributes })
        };
        Self { things: desired.resources.iter().map(thing).collect() }
    }

    /// What a policy at a target does to permissions there.
    fn effect_of_attachment(&self, attributes: &Flat) -> Effect {
        let policy = attributes.get("policy").and_then(|policy| Address::try_from(policy.clone()).ok());
        let policy = policy.and_then(|policy| self.things.get(&policy));
        policy.map_or(Effect::default(), |policy| effect::of_attaching(&policy.attributes))
    }

    fn effect(&self, address: &Address, thing: &Thing<'_>) -> Effect {
        match address.kind() {
            "attach" => self.effect_of_attachment(&thing.attributes),
            _ => Effect::default(),
        }
    }
}

fn added(address: &Address, thing: &Thing<'_>, side: &Side<'_>) -> Change {
    let implied = match &thing.resource.cause {
        Cause::Written(_) => None,
        Cause::Implied { because, .. } => Some(because.clone()),
    };
    let (attributes, effect) = (thing.attributes.clone(), side.effect(address, thing));
    Change::new(address, What::Added { implied, attributes, effect }).at(thing.resource)
}

fn gone(
    address: &Address,
    thing: &Thing<'_>,
    side: &Side<'_>,
    removals: &BTreeMap<Address, Removal>,
) -> Change {
    match removals.get(address) {
        Some(removal) => {
            let verb = format!("{:?}", removal.verb).to_lowercase();
            let what = What::Removed { verb, reason: removal.reason.clone() };
            let place = Some(format!("{}:{}", removal.origin.file, removal.origin.line));
            Change { place, ..Change::new(address, what) }
        }
        None => {
            let effect = side.effect(address, thing).reversed();
            Change::new(address, What::Vanished { attributes: thing.attributes.clone(), effect })
        }
    }
}

fn kept(address: &Address, old: &Thing<'_>, new: &Thing<'_>) -> Vec<Change> {
    let mut all: Vec<What> =
        old.moved_from.map(|from| What::Readdressed { from: from.to_string() }).into_iter().collect();
    let names: BTreeSet<&String> = old.attributes.keys().chain(new.attributes.keys()).collect();
    for name in names {
        let (before, after) = (old.attributes.get(name), new.attributes.get(name));
        if before != after {
            all.extend(attribute(name, before.cloned(), after.cloned()));
        }
    }
    all.into_iter().map(|what| Change::new(address, what).at(new.resource)).collect()
}

fn attribute(name: &str, before: Option<String>, after: Option<String>) -> Vec<What> {
    match (name, before, after) {
        ("parent", Some(from), Some(to)) => vec![What::Moved { from, to }],
        ("name", Some(from), Some(to)) => vec![What::Renamed { from, to }],
        ("document", Some(from), Some(to)) => document(&from, &to),
        (name, before, after) => vec![What::Changed { attribute: name.to_owned(), before, after }],
    }
}

/// Documents of IAM are compared by statement, others value by value.
fn document(from: &str, to: &str) -> Vec<What> {
    if orgc_policy::equivalent(from, to) {
        return Vec::new();
    }
    if let Some(statements) = statements::compare(from, to) {
        let effect = statements.iter().fold(Effect::default(), |all, one| all.and(one.effect));
        return vec![What::Document { effect, statements }];
    }
    let (old, new) = (flat::json(from), flat::json(to));
    let names: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    let changed = |name: &&String| old.get(*name) != new.get(*name);
    let what = |name: &String| What::Changed {
        attribute: format!("document.{name}"),
        before: old.get(name).cloned(),
        after: new.get(name).cloned(),
    };
    names.into_iter().filter(changed).map(what).collect()
}

/// The project's own settings, and the lists that an `only` makes complete.
fn settings(before: &Desired, after: &Desired) -> Vec<Change> {
    let settings = |desired: &Desired| {
        let mut all = Flat::from([
            ("project/name".to_owned(), desired.project.clone()),
            ("project/region".to_owned(), desired.region.clone()),
        ]);
        let only = &desired.exclusive;
        let yes = "only what is written".to_owned();
        all.extend(only.trust.iter().map(|_| ("only/trust".to_owned(), yes.clone())));
        all.extend(only.delegate.keys().map(|service| (format!("only/delegate/{service}"), yes.clone())));
        for (target, types) in &only.attach {
            all.extend(types.keys().map(|one| (format!("only/attach/{one}@{target}"), yes.clone())));
        }
        all
    };
    differences(&settings(before), &settings(after), "")
}

fn outputs(before: &Desired, after: &Desired, moves: &Readdressing) -> Vec<Change> {
    let outputs = |desired: &Desired, moves: &Readdressing| -> Flat {
        let value = |value| flat::value(value, &|text| moves.text(text));
        desired.outputs.iter().map(|(name, output)| (name.clone(), value(&output.value))).collect()
    };
    differences(&outputs(before, moves), &outputs(after, &Readdressing::default()), "output/")
}

fn differences(before: &Flat, after: &Flat, prefix: &str) -> Vec<Change> {
    let names: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let changed = |name: &&String| before.get(*name) != after.get(*name);
    let change = |name: &String| Change {
        address: format!("{prefix}{name}"),
        what: What::Changed {
            attribute: "value".to_owned(),
            before: before.get(name).cloned(),
            after: after.get(name).cloned(),
        },
        place: None,
    };
    names.into_iter().filter(changed).map(change).collect()
}

impl Change {
    fn new(address: &Address, what: What) -> Self {
        Self { address: address.to_string(), what, place: None }
    }

    fn at(self, resource: &Resource) -> Self {
        let origin = resource.cause.origin();
        Self { place: Some(format!("{}:{}", origin.file, origin.line)), ..self }
    }

    /// The kind of what it is about: `account`, `attach`, `output`.
    pub fn kind(&self) -> &str {
        self.address.split_once('/').map_or("", |(kind, _)| kind)
    }

    /// The name of what it is about, without its kind.
    pub fn name(&self) -> &str {
        self.address.split_once('/').map_or("", |(_, name)| name)
    }
}

#[cfg(test)]
mod tests;
