//! `cargo xtask model`: writes the tables of what requests may carry, from botocore's service models.
//!
//! A table has the inputs of the operations and every shape below them, and of a shape only what can be checked:
//! no texts, no outputs, no errors. One line is one operation or one shape, so a new version reads as a diff.

use crate::failure::Failure;
use crate::process;
use crate::workspace::Workspace;
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// Where the tables stand; they are part of the emulator.
const TABLES: &str = "crates/orgc-emulator/model";

/// What of a shape can be checked.
const FACTS: [&str; 5] = ["type", "min", "max", "enum", "required"];

/// What else a shape may say. Anything new is looked at by a person before it is left out.
const LEFT_OUT: [&str; 4] = ["box", "deprecated", "documentation", "sensitive"];

/// The types that the emulator checks.
const TYPES: [&str; 6] = ["boolean", "integer", "list", "string", "structure", "timestamp"];

/// A pattern that every text has.
const ANYTHING: &str = "[\\s\\S]*";

/// A service: its folder of models, the version of its interface, and which of its operations are wanted.
struct Service {
    name: &'static str,
    version: &'static str,
    wants: fn(&str) -> bool,
}

const SERVICES: [Service; 5] = [
    Service { name: "organizations", version: "2016-11-28", wants: |_| true },
    Service { name: "account", version: "2021-02-01", wants: |_| true },
    Service { name: "cloudformation", version: "2010-05-15", wants: is_of_stack_sets },
    Service { name: "resourcegroupstaggingapi", version: "2017-01-26", wants: is_of_tag_reads },
    Service { name: "sts", version: "2011-06-15", wants: |operation| operation == "GetCallerIdentity" },
];

fn is_of_stack_sets(operation: &str) -> bool {
    ["StackSet", "StackInstance", "OrganizationsAccess"].iter().any(|word| operation.contains(word))
}

fn is_of_tag_reads(operation: &str) -> bool {
    ["GetResources", "GetTagKeys", "GetTagValues"].contains(&operation)
}

/// Reads botocore's folder `data` and writes a table for each service.
///
/// # Errors
/// When a file cannot be read or written, or a model says something that is not known here.
pub fn run(workspace: &Workspace, folder: &Path, day: &str) -> Result<(), Failure> {
    let library = version_of(folder)?;
    for service in SERVICES {
        let Service { name, version, wants } = service;
        let path = folder.join(name).join(version).join("service-2.json");
        let model = serde_json::from_str(&read(&path)?).map_err(|error| Failure::file(&path, error))?;
        let table = Table::of(&model, wants).map_err(|fault| Failure::file(&path, fault))?;
        let head = format!("{name} {version}, from botocore {library} of {day}");
        let target = workspace.root().join(TABLES).join(format!("{name}.json"));
        fs::write(&target, table.text(&head)).map_err(|error| Failure::file(&target, error))?;
        let (operations, shapes) = (table.operations.len(), table.shapes.len());
        process::say(&format!("{head}: {operations} operations, {shapes} shapes"));
    }
    Ok(())
}

fn read(path: &Path) -> Result<String, Failure> {
    fs::read_to_string(path).map_err(|error| Failure::file(path, error))
}

/// The version of the library around its folder of models.
fn version_of(folder: &Path) -> Result<String, Failure> {
    let path = folder.join("../__init__.py");
    let text = read(&path)?;
    let version = text.lines().find_map(|line| line.strip_prefix("__version__ = "));
    let version = version.ok_or_else(|| Failure::file(&path, "has no line `__version__ = …`"))?;
    Ok(version.trim_matches(['\'', '"']).to_owned())
}

/// Operations and shapes by name, each with its facts.
#[derive(Debug, Default)]
struct Table {
    operations: BTreeMap<String, Value>,
    shapes: BTreeMap<String, Value>,
}

impl Table {
    fn of(model: &Value, wants: fn(&str) -> bool) -> Result<Self, String> {
        let operations = model["operations"].as_object().ok_or("has no operations")?;
        let mut table = Self::default();
        let mut open = BTreeSet::new();
        for (name, operation) in operations.iter().filter(|(name, _)| wants(name)) {
            let input = match operation.pointer("/input/shape").and_then(Value::as_str) {
                Some(shape) => facts(shape, model)?,
                None => json!({"type": "structure"}),
            };
            open.extend(shapes_below(&input));
            table.operations.insert(name.clone(), without_type(input));
        }
        while let Some(name) = open.pop_first() {
            let shape = facts(&name, model)?;
            open.extend(shapes_below(&shape).into_iter().filter(|below| !table.shapes.contains_key(below)));
            table.shapes.insert(name, shape);
        }
        Ok(table)
    }

    fn text(&self, head: &str) -> String {
        let (operations, shapes) = (lines(&self.operations), lines(&self.shapes));
        format!(
            "{{\n\"source\": {},\n\"operations\": {{\n{operations}\n}},\n\"shapes\": {{\n{shapes}\n}}\n}}\n",
            json!(head)
        )
    }
}

fn lines(entries: &BTreeMap<String, Value>) -> String {
    let lines: Vec<String> =
        entries.iter().map(|(name, facts)| format!("{}: {facts}", json!(name))).collect();
    lines.join(",\n")
}

/// The facts of a shape.
fn facts(name: &str, model: &Value) -> Result<Value, String> {
    let shape = model.get("shapes").and_then(|shapes| shapes.get(name)).and_then(Value::as_object);
    let shape = shape.ok_or_else(|| format!("has no shape `{name}`"))?;
    let mut facts = Map::new();
    for (fact, value) in shape {
        match fact.as_str() {
            "members" => {
                facts.insert(fact.clone(), members(value)?);
            }
            "member" => {
                facts.insert(fact.clone(), target(value)?);
            }
            "pattern" if value != ANYTHING => {
                facts.insert(fact.clone(), value.clone());
            }
            "pattern" => {}
            known if FACTS.contains(&known) => {
                facts.insert(fact.clone(), value.clone());
            }
            known if LEFT_OUT.contains(&known) => {}
            unknown => return Err(format!("`{name}` says `{unknown}`, which is not known here")),
        }
    }
    if facts.get("type").and_then(Value::as_str).is_some_and(|found| TYPES.contains(&found)) {
        return Ok(facts.into());
    }
    Err(format!("`{name}` has a type that the emulator does not check"))
}

fn members(members: &Value) -> Result<Value, String> {
    let members = members.as_object().into_iter().flatten();
    let members = members.map(|(name, member)| Ok((name.clone(), target(member)?)));
    members.collect::<Result<Map<_, _>, String>>().map(Value::Object)
}

/// The shape that a member is of.
fn target(member: &Value) -> Result<Value, String> {
    let has_its_own_name =
        ["locationName", "location", "flattened"].iter().any(|word| member.get(*word).is_some());
    match &member["shape"] {
        Value::String(shape) if !has_its_own_name => Ok(json!(shape)),
        _ => Err(format!("a member has another name in requests, which is not known here: {member}")),
    }
}

fn shapes_below(shape: &Value) -> Vec<String> {
    let members = shape["members"].as_object().into_iter().flat_map(|members| members.values());
    members.chain(shape.get("member")).filter_map(Value::as_str).map(str::to_owned).collect()
}

/// Every input is a structure, so its line need not say it; nor that it has no members.
fn without_type(mut input: Value) -> Value {
    if let Some(facts) = input.as_object_mut() {
        facts.remove("type");
        facts.retain(|_, fact| fact.as_object().is_none_or(|members| !members.is_empty()));
    }
    input
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_has_what_can_be_checked() {
        let model = json!({
            "operations": {
                "Tag": {"input": {"shape": "TagRequest"}},
                "Leave": {},
                "Other": {"input": {"shape": "Missing"}},
            },
            "shapes": {
                "TagRequest": {"type": "structure", "required": ["Keys"],
                    "members": {"Keys": {"shape": "Keys", "documentation": "words"}}},
                "Keys": {"type": "list", "member": {"shape": "Key"}, "max": 2},
                "Key": {"type": "string", "pattern": "[\\s\\S]*", "min": 1, "sensitive": true},
                "Answer": {"type": "string"},
            },
        });
        let table = Table::of(&model, |operation| operation != "Other").unwrap();
        let expected = "{\n\"source\": \"x\",\n\"operations\": {\n\"Leave\": {},\n\
            \"Tag\": {\"members\":{\"Keys\":\"Keys\"},\"required\":[\"Keys\"]}\n},\n\"shapes\": {\n\
            \"Key\": {\"min\":1,\"type\":\"string\"},\n\
            \"Keys\": {\"max\":2,\"member\":\"Key\",\"type\":\"list\"}\n}\n}\n";
        assert_eq!(table.text("x"), expected);
    }

    #[test]
    fn what_is_not_known_is_not_left_out() {
        let fault = |shape: Value| facts("Key", &json!({"shapes": {"Key": shape}})).unwrap_err();
        assert_eq!(fault(json!({"type": "map"})), "`Key` has a type that the emulator does not check");
        let flattened = fault(json!({"type": "list", "flattened": true}));
        assert_eq!(flattened, "`Key` says `flattened`, which is not known here");
        assert!(target(&json!({"shape": "Key", "locationName": "key"})).is_err());
    }
}
