//! An effective policy, as people and programs read it. The members are documented in `docs/commands.md`.

use super::attached::Attached;
use orgc_ir::Address;
use orgc_ir::desired::Resource;
use orgc_policy::merge::{Change, Effective, Ignored, Leaf, Level, Operator, Reason, Source};
use orgc_policy::{JsonPath, PolicyType};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// An effective policy and what it is made of.
pub struct Explained<'e> {
    /// The account.
    pub account: &'e Address,
    /// The type of the policies.
    pub policy_type: &'e PolicyType,
    /// What the account stands under.
    pub levels: &'e [Level],
    /// What the policies come to.
    pub effective: &'e Effective,
    /// The model.
    pub resources: &'e BTreeMap<Address, Resource>,
}

impl<'e> Explained<'e> {
    fn has_policies(&self) -> bool {
        self.levels.iter().any(|level| !level.policies.is_empty())
    }

    /// The policy that says something.
    fn attached(&self, source: Source) -> Option<Attached<'e>> {
        let level = self.levels.get(source.level)?;
        let policy = level.policies.get(source.policy)?;
        Some(Attached::find(&policy.name, &level.target, self.resources))
    }

    fn words(&self, source: Source) -> String {
        self.attached(source).map(|attached| attached.to_string()).unwrap_or_default()
    }

    fn all_words(&self, sources: &[Source]) -> String {
        sources.iter().map(|source| self.words(*source)).collect::<Vec<_>>().join(" and ")
    }
}

/// In words.
pub fn text(explained: &Explained<'_>) -> String {
    let Explained { account, policy_type, effective, .. } = explained;
    let (account, title) = (account.name(), &policy_type.title);
    if !explained.has_policies() {
        return format!("no {title} reaches `{account}`");
    }
    let mut text = format!("the effective {title} of `{account}`");
    if effective.leaves.iter().all(Leaf::is_emptied) {
        text.push_str(" is empty");
    }
    for leaf in &effective.leaves {
        let value =
            if leaf.is_emptied() { ": nothing is left".to_owned() } else { format!(" = {}", leaf.value) };
        let _ = write!(text, "\n  {}{value}", leaf.path);
        for change in &leaf.changes {
            let _ = write!(text, "\n    {} by {}", done(change, leaf), explained.words(change.by));
        }
        if leaf.is_contested {
            text.push_str(
                "\n    policies of one level are at odds here: the order in which they were attached decides",
            );
        }
    }
    if !effective.ignored.is_empty() {
        text.push_str("\nignored");
    }
    for ignored in &effective.ignored {
        let _ = write!(text, "\n  {} by {}", tried(ignored), explained.words(ignored.by));
        let _ = write!(text, "\n    {}", reason(ignored, explained));
    }
    text
}

/// What an instruction did. Its value is told where it is not the whole of the result.
fn done(change: &Change, leaf: &Leaf) -> String {
    match change.operator {
        Operator::Assign if change.value == leaf.value => "set".to_owned(),
        Operator::Assign => format!("set to {}", change.value),
        Operator::Append => format!("{} appended", change.value),
        Operator::Remove => format!("{} removed", change.value),
    }
}

fn tried(ignored: &Ignored) -> String {
    let path = &ignored.path;
    match ignored.operator {
        Some(Operator::Assign) => format!("{path} set"),
        Some(Operator::Append) => format!("{path} appended to"),
        Some(Operator::Remove) => format!("{path} removed from"),
        None => format!("{path} written"),
    }
}

fn reason(ignored: &Ignored, explained: &Explained<'_>) -> String {
    match &ignored.reason {
        Reason::Forbidden { at, by } if *at == ignored.path => {
            format!("forbidden below by {}", explained.all_words(by))
        }
        Reason::Forbidden { at, by } => {
            format!("new keys in {} are forbidden below by {}", shown(at), explained.all_words(by))
        }
        Reason::AttachedEarlier { by } => {
            format!("{} sets it too, and is taken to be attached earlier", explained.words(*by))
        }
        Reason::NoOperator => "a value without an inheritance operator".to_owned(),
        Reason::OtherKind => "another policy has another kind of value there, such as an object".to_owned(),
    }
}

fn shown(path: &JsonPath) -> String {
    if path.is_top() { "the document".to_owned() } else { path.to_string() }
}

/// As one value of JSON.
pub fn json(explained: &Explained<'_>) -> String {
    let Explained { account, policy_type, effective, .. } = explained;
    let value = json!({
        "orgc": 1,
        "account": account.to_string(),
        "type": policy_type.name,
        "document": explained.has_policies().then(|| effective.document()),
        "values": effective.leaves.iter().map(|leaf| leaf_value(leaf, explained)).collect::<Vec<_>>(),
        "ignored": effective.ignored.iter().map(|one| ignored_value(one, explained)).collect::<Vec<_>>(),
    });
    serde_json::to_string_pretty(&value).unwrap_or_default()
}

fn leaf_value(leaf: &Leaf, explained: &Explained<'_>) -> Value {
    let change = |change: &Change| {
        let members = [("operator", json!(change.operator.spelling())), ("value", change.value.clone())];
        said(change.by, members, explained)
    };
    json!({
        "path": keys(&leaf.path),
        "value": (!leaf.is_emptied()).then_some(&leaf.value),
        "contested": leaf.is_contested,
        "changes": leaf.changes.iter().map(change).collect::<Vec<_>>(),
    })
}

fn ignored_value(ignored: &Ignored, explained: &Explained<'_>) -> Value {
    let (reason, at, by): (_, _, &[Source]) = match &ignored.reason {
        Reason::Forbidden { at, by } => ("forbidden", Some(at), by),
        Reason::AttachedEarlier { by } => ("attached-earlier", None, std::slice::from_ref(by)),
        Reason::NoOperator => ("no-operator", None, &[]),
        Reason::OtherKind => ("other-kind", None, &[]),
    };
    let members = [
        ("path", json!(keys(&ignored.path))),
        ("operator", json!(ignored.operator.map(Operator::spelling))),
        ("reason", json!(reason)),
        ("at", json!(at.map(keys))),
        ("by", by.iter().map(|source| said(*source, [], explained)).collect()),
    ];
    said(ignored.by, members, explained)
}

/// What a policy says, with the policy.
fn said<const N: usize>(by: Source, members: [(&str, Value); N], explained: &Explained<'_>) -> Value {
    let mut all = explained.attached(by).map(|attached| attached.members()).unwrap_or_default();
    all.extend(members.into_iter().map(|(name, value)| (name.to_owned(), value)));
    Value::Object(all)
}

fn keys(path: &JsonPath) -> Vec<&str> {
    path.keys().collect()
}
