//! One document out of the management policies above an account (Inheritance for management policy types).
//!
//! AWS publishes rules and examples and no algorithm; this one keeps the rules and gives the examples.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

/// Names on the way from the top of a document.
type Path = Vec<String>;

/// Types in which names that differ in upper and lower case only are the same, and are shown in lower case. (Tag policy
/// syntax; the examples of backup policies).
const IGNORING_CASE: [&str; 2] = ["BACKUP_POLICY", "TAG_POLICY"];

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
    value: Value,
    /// Its last element was removed, which removes the leaf.
    is_emptied: bool,
}

#[derive(Debug)]
struct Merge {
    ignores_case: bool,
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
pub(super) fn effective(policy_type: &str, levels: &[Vec<Value>]) -> Value {
    let ignores_case = IGNORING_CASE.contains(&policy_type);
    let mut merge = Merge { ignores_case, leaves: BTreeMap::new(), allowed: BTreeMap::new() };
    for documents in levels {
        let mut level = merge.level();
        for document in documents.iter().filter_map(Value::as_object) {
            merge.node(&mut level, &Path::new(), document);
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

    /// A node of a policy: operators on its value, a bound on what lower levels may do, and what is below it. A
    /// plain value is no operation.
    fn node(&mut self, level: &mut Level, path: &Path, members: &Map<String, Value>) {
        if let Some(value) = members.get("@@assign") {
            self.assign(level, path, value);
        }
        if let Some(Value::Array(items)) = members.get("@@append") {
            self.append(level, path, items);
        }
        if let Some(Value::Array(items)) = members.get("@@remove") {
            self.remove(level, path, items);
        }
        if let Some(given) = members.get(CHILD_CONTROL) {
            self.bound(path, given);
        }
        for (name, below) in members.iter().filter(|(name, _)| !name.starts_with("@@")) {
            let below_it = [path.as_slice(), &[self.compared(name)]].concat();
            if let Value::Object(below) = below
                && level.admits(path, &below_it)
            {
                self.node(level, &below_it, below);
            }
        }
    }

    /// The form in which AWS compares and shows a name. ARNs, the keys of copy actions, are no names.
    fn compared(&self, name: &str) -> String {
        if self.ignores_case && !name.starts_with("arn:") { name.to_lowercase() } else { name.to_owned() }
    }

    fn assign(&mut self, level: &mut Level, path: &Path, value: &Value) {
        let is_free = value.is_array() || level.written.insert(path.clone());
        if level.limit(path).assign && is_free {
            self.leaves.insert(path.clone(), Leaf { value: value.clone(), is_emptied: false });
        }
    }

    fn append(&mut self, level: &Level, path: &Path, items: &[Value]) {
        if level.limit(path).append {
            let new = || Leaf { value: json!([]), is_emptied: false };
            let leaf = self.leaves.entry(path.clone()).or_insert_with(new);
            let mut list = leaf.value.as_array().cloned().unwrap_or_default();
            for item in items {
                if !list.contains(item) {
                    list.push(item.clone());
                }
            }
            leaf.is_emptied &= list.is_empty();
            leaf.value = Value::Array(list);
        }
    }

    fn remove(&mut self, level: &Level, path: &Path, items: &[Value]) {
        if let Some(leaf) = self.leaves.get_mut(path)
            && let Some(list) = leaf.value.as_array_mut()
            && level.limit(path).remove
        {
            let before = list.len();
            list.retain(|item| !items.contains(item));
            leaf.is_emptied |= list.is_empty() && list.len() < before;
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

    fn document(self) -> Value {
        let mut document = Map::new();
        for (path, leaf) in self.leaves.into_iter().filter(|(_, leaf)| !leaf.is_emptied) {
            if let Some((last, above)) = path.split_last() {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn merged(policy_type: &str, levels: &[&[Value]]) -> Value {
        effective(policy_type, &levels.iter().map(|level| level.to_vec()).collect::<Vec<_>>())
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
        assert_eq!(merged("TAG_POLICY", &[&[cost_center()], &[lower]]), tag("costcenter", expected));
    }

    #[test]
    fn lists_grow_and_shrink_from_level_to_level() {
        let grown = json!({
            "tag_key": "CostCenter",
            "tag_value": ["Development", "Support", "Marketing"],
            "enforced_for": ["redshift:*", "dynamodb:table"],
        });
        assert_eq!(merged("TAG_POLICY", &[&[cost_center()], &[marketing()]]), tag("costcenter", grown));
        let account = tag(
            "costcenter",
            json!({"tag_value": {"@@remove": ["Development", "Marketing"]}, "enforced_for": {"@@remove": ["redshift:*", "dynamodb:table"]}}),
        );
        let shrunk = json!({"tag_key": "CostCenter", "tag_value": ["Support"]});
        assert_eq!(
            merged("TAG_POLICY", &[&[cost_center()], &[marketing()], &[account]]),
            tag("costcenter", shrunk)
        );
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
        assert_eq!(merged("TAG_POLICY", &[&[root], &[unit]]), tag("project", expected));
    }

    #[test]
    fn bounds_of_one_level_are_intersected() {
        let g =
            tag("project", json!({"tag_value": {CHILD_CONTROL: ["@@append"], "@@assign": ["Maintenance"]}}));
        let h = tag("project", json!({"tag_value": {CHILD_CONTROL: ["@@append", "@@remove"]}}));
        let unit = tag("project", json!({"tag_value": {"@@append": ["X"], "@@remove": ["Maintenance"]}}));
        assert_eq!(
            merged("TAG_POLICY", &[&[g, h], &[unit]]),
            tag("project", json!({"tag_value": ["Maintenance", "X"]}))
        );
    }

    #[test]
    fn of_two_values_on_one_level_the_first_attached_wins() {
        let j = tag(
            "project",
            json!({"tag_key": {"@@assign": "PROJECT"}, "tag_value": {"@@append": ["Maintenance"]}}),
        );
        let k = tag("project", json!({"tag_key": {"@@assign": "project"}}));
        let expected = json!({"tag_key": "PROJECT", "tag_value": ["Maintenance"]});
        assert_eq!(merged("TAG_POLICY", &[&[j, k]]), tag("project", expected));
    }

    #[test]
    fn a_closed_container_takes_no_new_key() {
        let none = json!(["@@none"]);
        let opt_out = json!({CHILD_CONTROL: none, "@@assign": "optOut"});
        let default = json!({CHILD_CONTROL: none, "opt_out_policy": opt_out});
        let closed = json!({"services": {CHILD_CONTROL: none, "default": default}});
        let lex = json!({"lex": {"opt_out_policy": {"@@assign": "optIn"}}});
        let only_default = json!({"services": {"default": {"opt_out_policy": "optOut"}}});
        assert_eq!(
            merged("AISERVICES_OPT_OUT_POLICY", &[&[closed], &[json!({ "services": lex })]]),
            only_default
        );

        let open = json!({ "services": { "default": default } });
        let both = json!({"services": {
            "lex": {"opt_out_policy": {"@@assign": "optIn"}},
            "default": {"opt_out_policy": {"@@assign": "optIn"}},
        }});
        let expected = json!({"services": {"default": {"opt_out_policy": "optOut"}, "lex": {"opt_out_policy": "optIn"}}});
        assert_eq!(merged("AISERVICES_OPT_OUT_POLICY", &[&[open], &[both]]), expected);
    }

    #[test]
    fn a_container_open_to_new_keys_keeps_its_locked_ones() {
        let locked = json!({CHILD_CONTROL: ["@@none"], "regions": {CHILD_CONTROL: ["@@none"], "@@assign": ["us-east-1"]}});
        let root = json!({"plans": {CHILD_CONTROL: ["@@append"], "PII_Backup_Plan": locked}});
        let unit = json!({"plans": {
            "PII_Backup_Plan": {"regions": {"@@append": ["eu-west-1"]}, "rules": {"Daily": {"x": {"@@assign": "1"}}}},
            "MonthlyBackupPlan": {"regions": {"@@assign": ["us-west-2"]}},
        }});
        let expected = json!({"plans": {"pii_backup_plan": {"regions": ["us-east-1"]}, "monthlybackupplan": {"regions": ["us-west-2"]}}});
        assert_eq!(merged("BACKUP_POLICY", &[&[root], &[unit]]), expected);
    }

    #[test]
    fn a_list_is_replaced_whole_and_an_empty_one_stays() {
        let root = json!({"plans": {"P": {"regions": {"@@append": ["us-east-1", "eu-north-1"]}}}});
        let unit = json!({"plans": {"p": {"regions": {"@@assign": ["us-west-2"]}}}});
        assert_eq!(
            merged("BACKUP_POLICY", &[std::slice::from_ref(&root), &[unit]]),
            json!({"plans": {"p": {"regions": ["us-west-2"]}}})
        );
        let empty = json!({"plans": {"P": {"regions": {"@@assign": []}}}});
        assert_eq!(merged("BACKUP_POLICY", &[&[root], &[empty]]), json!({"plans": {"p": {"regions": []}}}));
        assert_eq!(merged("BACKUP_POLICY", &[]), json!({}));
    }
}
