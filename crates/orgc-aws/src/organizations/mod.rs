//! AWS Organizations.

pub(crate) mod administration;
pub(crate) mod read;
pub(crate) mod tree;
pub(crate) mod write;

use aws_sdk_organizations::types::Tag;
use orgc_exec::{Fault, FaultKind};
use orgc_plan::plan::Binding;
use std::collections::BTreeMap;

/// A member of an answer that AWS always gives although the model calls it optional.
pub(crate) fn given(member: Option<&str>) -> String {
    member.unwrap_or_default().to_owned()
}

fn binding(id: Option<&str>, arn: Option<&str>) -> Binding {
    Binding { id: given(id), arn: given(arn), ..Binding::default() }
}

/// The part of an answer that must be there.
fn part<T>(call: &str, part: Option<T>) -> Result<T, Fault> {
    part.ok_or_else(|| Fault::new(FaultKind::Refused, call, "the answer of AWS lacks what was asked for"))
}

fn tags(call: &str, tags: &BTreeMap<String, String>) -> Result<Vec<Tag>, Fault> {
    let tag = |(key, value): (&String, &String)| Tag::builder().key(key).value(value).build();
    let all: Result<_, _> = tags.iter().map(tag).collect();
    all.map_err(|error| Fault::new(FaultKind::Refused, call, error.to_string()))
}
