//! What a kind asks of the organization, answered from the model.

use crate::declare::Declarations;
use crate::model::Model;
use orgc_ir::desired::{Body, Resource};
use orgc_ir::kinds::{Answer, Query};
use orgc_ir::{Address, Attribute, Reference, Value};
use std::collections::BTreeMap;

/// The answers for a block with this configuration.
///
/// INVARIANT: only what the sources declare is looked at, so that the order in which blocks are
/// expanded makes no difference.
pub(super) fn answers(
    queries: &[Query],
    config: &Value,
    declarations: &Declarations<'_>,
    model: &Model,
) -> Vec<Answer> {
    let answer = |query: &Query| {
        let scope = query.scope.as_ref().map(|name| targets(config.get(name)));
        let declared = addresses(&query.table, declarations).filter(|address| {
            scope.as_ref().is_none_or(|targets| stands_below(address, targets, &model.resources))
        });
        let found = declared.filter_map(|address| Some((address, model.resources.get(address)?)));
        let rows = found.map(|(address, resource)| row(query, address, resource)).collect();
        Answer { query: query.id.clone(), rows }
    };
    queries.iter().map(answer).collect()
}

fn addresses<'d>(table: &str, declarations: &'d Declarations<'_>) -> impl Iterator<Item = &'d Address> {
    let all = match table {
        "accounts" => &declarations.accounts,
        "organizational-units" => &declarations.units,
        _ => &declarations.policies,
    };
    all.keys()
}

fn targets(value: Option<&Value>) -> Vec<&Address> {
    let Some(Value::List(items)) = value else { return Vec::new() };
    items
        .iter()
        .filter_map(|item| if let Value::Entity(address) = item { Some(address) } else { None })
        .collect()
}

/// Whether a thing is one of the targets, or stands below one.
fn stands_below(address: &Address, targets: &[&Address], resources: &BTreeMap<Address, Resource>) -> bool {
    std::iter::successors(Some(address), |one| resources.get(*one).and_then(|one| parent(&one.body)))
        .any(|one| targets.contains(&one))
}

fn parent(body: &Body) -> Option<&Address> {
    match body {
        Body::Account(account) => Some(&account.parent),
        Body::Unit(unit) => Some(&unit.parent),
        _ => None,
    }
}

fn row(query: &Query, address: &Address, resource: &Resource) -> Value {
    let cell = |column: &String| (column.clone(), cell(column, address, resource));
    Value::Map(query.columns.iter().map(cell).collect())
}

fn cell(column: &str, address: &Address, resource: &Resource) -> Value {
    let later = |attribute| Value::Text(Reference::new(address.clone(), attribute).into());
    match (column, &resource.body) {
        ("address", _) => Value::Entity(address.clone()),
        ("arn", _) => later(Attribute::Arn),
        ("id", _) => later(Attribute::Id),
        ("name", _) => Value::text(address.name()),
        ("parent", body) => parent(body).map_or(Value::Null, |parent| Value::Entity(parent.clone())),
        ("tags", _) => {
            let tag = |(key, value): (&String, &String)| (key.clone(), Value::text(value.as_str()));
            Value::Map(resource.tags.iter().map(tag).collect())
        }
        ("title", Body::Account(account)) => Value::text(account.name.as_str()),
        ("title", Body::Unit(unit)) => Value::text(unit.name.as_str()),
        ("title", Body::Policy(policy)) => Value::text(policy.name.as_str()),
        ("email", Body::Account(account)) => Value::text(account.email.as_str()),
        ("management", Body::Account(account)) => Value::Bool(account.management),
        ("type", Body::Policy(policy)) => Value::text(policy.policy_type.as_str()),
        _ => Value::Null,
    }
}
