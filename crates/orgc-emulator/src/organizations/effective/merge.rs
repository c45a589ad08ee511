//! One document out of the management policies above an account (Inheritance for management policy types).
//!
//! AWS publishes rules and examples and no algorithm; this one keeps the rules and gives the examples.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

/// Names on the way from the top of a document, in lower case, since AWS compares them so.
type Path = Vec<String>;

const CHILD_CONTROL: &str = "@@operators_allowed_for_child_policies";

/// What a policy on a lower level may still do to a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Allowed {
    assign: bool,
    append: bool,
    remove: bool,
}

const EVERYTHING: Allowed = Allowed { assign: true, append: true, remove: true };

#[derive(Debug)]
struct Leaf {
    /// The names as they were first written.
    spelling: Vec<String>,
    value: Value,
    /// Its last element was removed, which removes the leaf.
    is_emptied: bool,
}

#[derive(Debug, Default)]
struct Merge {
    leaves: BTreeMap<Path, Leaf>,
    allowed: BTreeMap<Path, Allowed>,
}

/// One level while its policies are merged, in the order of their attachment.
struct Level {
    /// What higher levels allow.
    limit: BTreeMap<Path, Allowed>,
    /// Nodes that higher levels have made.
    inherited: BTreeSet<Path>,
    /// Single values that an earlier policy of this level has set: the first one wins.
    written: BTreeSet<Path>,
}

/// The effective document: levels from the root down to the account, on each the documents in the order of
/// attachment.
pub(super) fn effective(levels: &[Vec<Value>]) -> Value {
    let mut merge = Merge::default();
    for documents in levels {
        let mut level = merge.level();
        for document in documents.iter().filter_map(Value::as_object) {
            merge.node(&mut level, &[], document);
        }
    }
    merge.document()
}

impl Merge {
    fn level(&self) -> Level {
        let prefixes = |path: &Path| -> Vec<Path> {
            (1..=path.len()).map(|end| path.iter().take(end).cloned().collect()).collect()
        };
        Level {
            limit: self.allowed.clone(),
            inherited: self.leaves.keys().flat_map(prefixes).collect(),
            written: BTreeSet::new(),
        }
    }

    /// A node of a policy: operators on its value, a bound on what lower levels may do, and what is below it.
    fn node(&mut self, level: &mut Level, spelling: &[String], members: &Map<String, Value>) {
        let path = lower(spelling);
        for (name, value) in members {
            match (name.as_str(), value) {
                ("@@assign", _) => self.assign(level, spelling, value),
                ("@@append", Value::Array(items)) => self.append(level, spelling, items),
                ("@@remove", Value::Array(items)) => self.remove(level, &path, items),
                (CHILD_CONTROL, _) => self.bound(&path, value),
                (_, Value::Object(below)) => {
                    let below_it = [spelling, std::slice::from_ref(name)].concat();
                    if level.admits(&path, &lower(&below_it)) {
                        self.node(level, &below_it, below);
                    }
                }
                // A plain value is no operation.
                _ => {}
            }
        }
    }

    fn assign(&mut self, level: &mut Level, spelling: &[String], value: &Value) {
        let path = lower(spelling);
        let is_free = value.is_array() || level.written.insert(path.clone());
        if level.limit(&path).assign && is_free {
            let leaf = self.leaf(spelling);
            leaf.value = value.clone();
            leaf.is_emptied = false;
        }
    }

    fn append(&mut self, level: &Level, spelling: &[String], items: &[Value]) {
        if level.limit(&lower(spelling)).append {
            let leaf = self.leaf(spelling);
            let mut list = leaf.value.as_array().cloned().unwrap_or_default();
            for item in items {
                if !list.contains(item) {
                    list.push(item.clone());
                }
            }
            leaf.value = Value::Array(list);
            leaf.is_emptied = false;
        }
    }

    fn remove(&mut self, level: &Level, path: &Path, items: &[Value]) {
        if let Some(leaf) = self.leaves.get_mut(path)
            && let Some(list) = leaf.value.as_array_mut()
            && level.limit(path).remove
        {
            list.retain(|item| !items.contains(item));
            leaf.is_emptied = list.is_empty();
        }
    }

    /// Bounds are only ever tightened.
    fn bound(&mut self, path: &Path, given: &Value) {
        let names: Vec<&str> = given.as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        let has = |name| names.contains(&name) || names.contains(&"@@all");
        let allowed = self.allowed.entry(path.clone()).or_insert(EVERYTHING);
        allowed.assign &= has("@@assign");
        allowed.append &= has("@@append");
        allowed.remove &= has("@@remove");
    }

    fn leaf(&mut self, spelling: &[String]) -> &mut Leaf {
        let new = || Leaf { spelling: spelling.to_vec(), value: Value::Null, is_emptied: false };
        self.leaves.entry(lower(spelling)).or_insert_with(new)
    }

    fn document(self) -> Value {
        let mut document = Map::new();
        for leaf in self.leaves.into_values().filter(|leaf| !leaf.is_emptied) {
            if let Some((last, above)) = leaf.spelling.split_last() {
                let mut place = Some(&mut document);
                for name in above {
                    place = place
                        .map(|members| members.entry(name.clone()).or_insert_with(|| Map::new().into()))
                        .and_then(Value::as_object_mut);
                }
                place.map(|members| members.insert(last.clone(), leaf.value));
            }
        }
        Value::Object(document)
    }
}

impl Level {
    fn limit(&self, path: &[String]) -> Allowed {
        self.limit.get(path).copied().unwrap_or(EVERYTHING)
    }

    /// A container that is closed to lower levels takes no new node; what it has can still be bounded alone.
    fn admits(&self, above: &[String], node: &Path) -> bool {
        let Allowed { assign, append, .. } = self.limit(above);
        assign || append || self.inherited.contains(node)
    }
}

fn lower(spelling: &[String]) -> Path {
    spelling.iter().map(|name| name.to_lowercase()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn merged(levels: &[&[Value]]) -> Value {
        effective(&levels.iter().map(|level| level.to_vec()).collect::<Vec<_>>())
    }

    /// A tag policy with one key.
    #[expect(clippy::needless_pass_by_value, reason = "calls read better with the value in place")]
    fn tag(key: &str, members: Value) -> Value {
        json!({ "tags": { key: members } })
    }

    fn cost_center() -> Value {
        tag(
            "costcenter",
            json!({"tag_key": {"@@assign": "CostCenter"}, "tag_value": {"@@assign": ["Development", "Support"]}}),
        )
    }

    fn marketing() -> Value {
        tag(
            "costcenter",
            json!({"tag_value": {"@@append": ["Marketing"]}, "enforced_for": {"@@append": ["redshift:*", "dynamodb:table"]}}),
        )
    }

    #[test]
    fn a_lower_value_replaces_a_higher_one() {
        let lower = tag(
            "costcenter",
            json!({
                "tag_key": {"@@assign": "CostCenter"},
                "tag_value": {"@@assign": ["Sandbox"]},
                "enforced_for": {"@@assign": ["redshift:*", "dynamodb:table"]},
            }),
        );
        let expected = json!({"tag_key": "CostCenter", "tag_value": ["Sandbox"], "enforced_for": ["redshift:*", "dynamodb:table"]});
        assert_eq!(merged(&[&[cost_center()], &[lower]]), tag("costcenter", expected));
    }

    #[test]
    fn lists_grow_and_shrink_from_level_to_level() {
        let grown = json!({
            "tag_key": "CostCenter",
            "tag_value": ["Development", "Support", "Marketing"],
            "enforced_for": ["redshift:*", "dynamodb:table"],
        });
        assert_eq!(merged(&[&[cost_center()], &[marketing()]]), tag("costcenter", grown));
        let account = tag(
            "costcenter",
            json!({"tag_value": {"@@remove": ["Development", "Marketing"]}, "enforced_for": {"@@remove": ["redshift:*", "dynamodb:table"]}}),
        );
        let shrunk = json!({"tag_key": "CostCenter", "tag_value": ["Support"]});
        assert_eq!(merged(&[&[cost_center()], &[marketing()], &[account]]), tag("costcenter", shrunk));
    }

    #[test]
    fn what_is_forbidden_to_lower_levels_is_ignored() {
        let root = tag(
            "project",
            json!({
                "tag_key": {CHILD_CONTROL: ["@@none"], "@@assign": "Project"},
                "tag_value": {CHILD_CONTROL: ["@@append"], "@@assign": ["Maintenance", "Escalations"]},
            }),
        );
        let unit = tag(
            "project",
            json!({"tag_key": {"@@assign": "PROJECT"}, "tag_value": {"@@append": ["Escalations - research"]}}),
        );
        let expected = json!({"tag_key": "Project", "tag_value": ["Maintenance", "Escalations", "Escalations - research"]});
        assert_eq!(merged(&[&[root], &[unit]]), tag("project", expected));
    }

    #[test]
    fn bounds_of_one_level_are_intersected() {
        let g =
            tag("project", json!({"tag_value": {CHILD_CONTROL: ["@@append"], "@@assign": ["Maintenance"]}}));
        let h = tag("project", json!({"tag_value": {CHILD_CONTROL: ["@@append", "@@remove"]}}));
        let unit = tag("project", json!({"tag_value": {"@@append": ["X"], "@@remove": ["Maintenance"]}}));
        assert_eq!(merged(&[&[g, h], &[unit]]), tag("project", json!({"tag_value": ["Maintenance", "X"]})));
    }

    #[test]
    fn of_two_values_on_one_level_the_first_attached_wins() {
        let j = tag(
            "project",
            json!({"tag_key": {"@@assign": "PROJECT"}, "tag_value": {"@@append": ["Maintenance"]}}),
        );
        let k = tag("project", json!({"tag_key": {"@@assign": "project"}}));
        let expected = json!({"tag_key": "PROJECT", "tag_value": ["Maintenance"]});
        assert_eq!(merged(&[&[j, k]]), tag("project", expected));
    }

    #[test]
    fn a_closed_container_takes_no_new_key() {
        let none = json!(["@@none"]);
        let opt_out = json!({CHILD_CONTROL: none, "@@assign": "optOut"});
        let default = json!({CHILD_CONTROL: none, "opt_out_policy": opt_out});
        let closed = json!({"services": {CHILD_CONTROL: none, "default": default}});
        let lex = json!({"lex": {"opt_out_policy": {"@@assign": "optIn"}}});
        let only_default = json!({"services": {"default": {"opt_out_policy": "optOut"}}});
        assert_eq!(merged(&[&[closed], &[json!({ "services": lex })]]), only_default);

        let open = json!({ "services": { "default": default } });
        let both = json!({"services": {
            "lex": {"opt_out_policy": {"@@assign": "optIn"}},
            "default": {"opt_out_policy": {"@@assign": "optIn"}},
        }});
        let expected = json!({"services": {"default": {"opt_out_policy": "optOut"}, "lex": {"opt_out_policy": "optIn"}}});
        assert_eq!(merged(&[&[open], &[both]]), expected);
    }

    #[test]
    fn a_container_open_to_new_keys_keeps_its_locked_ones() {
        let locked = json!({CHILD_CONTROL: ["@@none"], "regions": {CHILD_CONTROL: ["@@none"], "@@assign": ["us-east-1"]}});
        let root = json!({"plans": {CHILD_CONTROL: ["@@append"], "PII_Backup_Plan": locked}});
        let unit = json!({"plans": {
            "PII_Backup_Plan": {"regions": {"@@append": ["eu-west-1"]}, "rules": {"Daily": {"x": {"@@assign": "1"}}}},
            "MonthlyBackupPlan": {"regions": {"@@assign": ["us-west-2"]}},
        }});
        let expected = json!({"plans": {"PII_Backup_Plan": {"regions": ["us-east-1"]}, "MonthlyBackupPlan": {"regions": ["us-west-2"]}}});
        assert_eq!(merged(&[&[root], &[unit]]), expected);
    }

    #[test]
    fn a_list_is_replaced_whole_and_an_empty_one_stays() {
        let root = json!({"plans": {"P": {"regions": {"@@append": ["us-east-1", "eu-north-1"]}}}});
        let unit = json!({"plans": {"p": {"regions": {"@@assign": ["us-west-2"]}}}});
        assert_eq!(
            merged(&[std::slice::from_ref(&root), &[unit]]),
            json!({"plans": {"P": {"regions": ["us-west-2"]}}})
        );
        let empty = json!({"plans": {"P": {"regions": {"@@assign": []}}}});
        assert_eq!(merged(&[&[root], &[empty]]), json!({"plans": {"P": {"regions": []}}}));
        assert_eq!(merged(&[]), json!({}));
    }
}
