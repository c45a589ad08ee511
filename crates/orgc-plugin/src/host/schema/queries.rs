//! What a kind asks of the organization.

use crate::host::bindings::orgc::plugin::schema as raw;
use crate::host::{answer, escape};
use orgc_ir::kinds::{AttributeSchema, Query, TABLES, ValueType};
use std::collections::BTreeSet;

/// The most queries of a kind.
const MOST: usize = 16;

/// Reads the queries of a kind with these attributes.
pub(super) fn read(all: Vec<raw::Query>, attributes: &[AttributeSchema]) -> Result<Vec<Query>, String> {
    if all.len() > MOST {
        return Err(format!("it asks {} queries, and at most {MOST} are answered", all.len()));
    }
    let mut seen = BTreeSet::new();
    let query = |one: raw::Query| {
        answer::check_name(&one.id, "the name of a query")?;
        if !seen.insert(one.id.clone()) {
            return Err(format!("the query `{}` is there twice", one.id));
        }
        let id = one.id.clone();
        read_one(one, attributes).map_err(|reason| format!("query `{id}`: {reason}"))
    };
    all.into_iter().map(query).collect()
}

fn read_one(raw: raw::Query, attributes: &[AttributeSchema]) -> Result<Query, String> {
    let Some(table) = TABLES.iter().find(|table| table.name == raw.table) else {
        let known: Vec<&str> = TABLES.iter().map(|table| table.name).collect();
        return Err(format!(
            "there is no table `{}`; there are `{}`",
            escape::excerpt(&raw.table),
            known.join("`, `"),
        ));
    };
    if let Some(column) = raw.columns.iter().find(|column| !table.columns.contains(&column.as_str())) {
        return Err(format!(
            "`{}` has no column `{}`; it has `{}`",
            table.name,
            escape::excerpt(column),
            table.columns.join("`, `"),
        ));
    }
    if raw.columns.is_empty() || raw.columns.iter().collect::<BTreeSet<_>>().len() < raw.columns.len() {
        return Err("it asks for no column, or for one twice".to_owned());
    }
    if let Some(scope) = &raw.scope {
        let targets = ValueType::Named("target-set".to_owned());
        let is_scope = attributes.iter().any(|one| one.name == *scope && one.value_type == targets);
        if !is_scope || !table.has_places {
            let scope = escape::excerpt(scope);
            return Err(format!(
                "its scope `{scope}` is no attribute of type `target-set`, or its table has no places"
            ));
        }
    }
    Ok(Query { id: raw.id, table: raw.table, scope: raw.scope, columns: raw.columns })
}
