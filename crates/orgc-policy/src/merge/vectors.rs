//! The published examples (AWS Organizations User Guide, Inheritance examples, and the examples of AI services
//! opt-out and backup policies), and what the merge does where they are silent.

use super::{Effective, Level, Operator, Policy, Reason, Source, merge};
use crate::PolicyType;
use serde_json::{Map, Value, json};
use std::sync::Arc;

/// Policies of a type, level by level, merged.
fn merged(name: &str, levels: &[&[Value]]) -> Effective {
    let policy_type = PolicyType::named(name).unwrap();
    let policy = |document: &Value| Arc::new(Policy::new("p", &document.to_string(), policy_type).unwrap());
    let level = |policies: &&[Value]| Level {
        target: "t".to_owned(),
        policies: policies.iter().map(policy).collect(),
    };
    merge(&levels.iter().map(level).collect::<Vec<_>>())
}

fn document(name: &str, levels: &[&[Value]]) -> Value {
    merged(name, levels).document()
}

/// Each ignored instruction in a line: by which policy, at which place, why.
fn ignored(effective: &Effective) -> Vec<String> {
    let source = |one: &Source| format!("{}.{}", one.level, one.policy);
    let reason = |reason: &Reason| match reason {
        Reason::Forbidden { at, by } => {
            format!("forbidden at {at} by {}", by.iter().map(source).collect::<Vec<_>>().join(", "))
        }
        Reason::AttachedEarlier { by } => format!("after {}", source(by)),
        other => format!("{other:?}"),
    };
    let line = |one: &super::Ignored| {
        let operator = one.operator.map_or("all", Operator::spelling);
        format!("{}: {operator} {}, {}", source(&one.by), one.path, reason(&one.reason))
    };
    effective.ignored.iter().map(line).collect()
}

fn controlled(operators: &[&str], mut node: Value) -> Value {
    node["@@operators_allowed_for_child_policies"] = json!(operators);
    node
}

const NONE: &[&str] = &["@@none"];

fn assign(value: impl Into<Value>) -> Value {
    json!({ "@@assign": value.into() })
}

fn append(values: &[&str]) -> Value {
    json!({ "@@append": values })
}

fn remove(values: &[&str]) -> Value {
    json!({ "@@remove": values })
}

fn tag(key: &str, fields: Value) -> Value {
    let tags = Map::from_iter([(key.to_owned(), fields)]);
    json!({ "tags": tags })
}

fn cost_center() -> Value {
    tag(
        "costcenter",
        json!({"tag_key": assign("CostCenter"), "tag_value": assign(vec!["Development", "Support"])}),
    )
}

fn additions() -> Value {
    tag(
        "costcenter",
        json!({"tag_value": append(&["Marketing"]), "enforced_for": append(&["redshift:*", "dynamodb:table"])}),
    )
}

#[test]
fn vector_1_a_child_replaces_values() {
    let child = json!({
        "tag_key": assign("CostCenter"),
        "tag_value": assign(vec!["Sandbox"]),
        "enforced_for": assign(vec!["redshift:*", "dynamodb:table"]),
    });
    assert_eq!(
        document("tag", &[&[cost_center()], &[tag("costcenter", child)]]),
        tag(
            "costcenter",
            json!({"tag_key": "CostCenter", "tag_value": ["Sandbox"], "enforced_for": ["redshift:*", "dynamodb:table"]})
        )
    );
}

#[test]
fn vector_2_a_child_appends_values() {
    assert_eq!(
        document("tag", &[&[cost_center()], &[additions()]]),
        tag(
            "costcenter",
            json!({
                "tag_key": "CostCenter",
                "tag_value": ["Development", "Support", "Marketing"],
                "enforced_for": ["redshift:*", "dynamodb:table"],
            })
        )
    );
}

#[test]
fn vector_3_a_list_from_which_all_is_removed_is_gone() {
    let account = json!({
        "tag_value": remove(&["Development", "Marketing"]),
        "enforced_for": remove(&["redshift:*", "dynamodb:table"]),
    });
    let effective = merged("tag", &[&[cost_center()], &[additions()], &[tag("costcenter", account)]]);
    assert_eq!(
        effective.document(),
        tag("costcenter", json!({"tag_key": "CostCenter", "tag_value": ["Support"]}))
    );
    let emptied: Vec<String> =
        effective.leaves.iter().filter(|leaf| leaf.is_emptied()).map(|leaf| leaf.path.to_string()).collect();
    assert_eq!(emptied, ["tags.costcenter.enforced_for"]);
}

#[test]
fn vector_4_a_parent_lets_its_children_append_only() {
    let parent = json!({
        "tag_key": controlled(NONE, assign("Project")),
        "tag_value": controlled(&["@@append"], assign(vec!["Maintenance", "Escalations"])),
    });
    let child = json!({"tag_key": assign("PROJECT"), "tag_value": append(&["Escalations - research"])});
    let effective = merged("tag", &[&[tag("project", parent)], &[tag("project", child)]]);
    assert_eq!(
        effective.document(),
        tag(
            "project",
            json!({"tag_key": "Project", "tag_value": ["Maintenance", "Escalations", "Escalations - research"]})
        )
    );
    assert_eq!(
        ignored(&effective),
        ["1.0: @@assign tags.project.tag_key, forbidden at tags.project.tag_key by 0.0"]
    );
}

#[test]
fn vector_5_controls_of_one_level_are_intersected() {
    let g = tag("project", json!({"tag_value": controlled(&["@@append"], assign(vec!["Maintenance"]))}));
    let h = tag(
        "project",
        json!({"tag_value": {"@@operators_allowed_for_child_policies": ["@@append", "@@remove"]}}),
    );
    let child = tag("project", json!({"tag_value": {"@@remove": ["Maintenance"], "@@append": ["X"]}}));
    let effective = merged("tag", &[&[g, h], &[child]]);
    assert_eq!(effective.document(), tag("project", json!({"tag_value": ["Maintenance", "X"]})));
    assert_eq!(
        ignored(&effective),
        ["1.0: @@remove tags.project.tag_value, forbidden at tags.project.tag_value by 0.0"]
    );
}

#[test]
fn vector_6_on_one_level_the_first_attached_sets_a_single_value() {
    let j = tag("project", json!({"tag_key": assign("PROJECT"), "tag_value": append(&["Maintenance"])}));
    let k = tag("project", json!({"tag_key": assign("project")}));
    let effective = merged("tag", &[&[j, k]]);
    assert_eq!(
        effective.document(),
        tag("project", json!({"tag_key": "PROJECT", "tag_value": ["Maintenance"]}))
    );
    assert_eq!(ignored(&effective), ["0.1: @@assign tags.project.tag_key, after 0.0"]);
}

#[test]
fn vector_7_a_locked_object_takes_no_new_keys() {
    let opted_out = controlled(NONE, assign("optOut"));
    let default = controlled(NONE, json!({ "opt_out_policy": opted_out }));
    let parent = json!({ "services": controlled(NONE, json!({ "default": default })) });
    let child = json!({"services": {"lex": {"opt_out_policy": assign("optIn")}}});
    let effective = merged("ai-opt-out", &[&[parent], &[child]]);
    assert_eq!(effective.document(), json!({"services": {"default": {"opt_out_policy": "optOut"}}}));
    assert_eq!(ignored(&effective), ["1.0: all services.lex, forbidden at services by 0.0"]);
}

#[test]
fn vector_8_a_lock_holds_for_one_key_and_not_for_others() {
    let default = controlled(NONE, json!({"opt_out_policy": controlled(NONE, assign("optOut"))}));
    let parent = json!({"services": {"default": default}});
    let opted_in = json!({"opt_out_policy": assign("optIn")});
    let child = json!({"services": {"lex": opted_in, "default": opted_in}});
    let effective = merged("ai-opt-out", &[&[parent], &[child]]);
    assert_eq!(
        effective.document(),
        json!({"services": {"default": {"opt_out_policy": "optOut"}, "lex": {"opt_out_policy": "optIn"}}})
    );
    assert_eq!(
        ignored(&effective),
        [
            "1.0: @@assign services.default.opt_out_policy, forbidden at services.default.opt_out_policy by 0.0"
        ]
    );
}

#[test]
fn vector_9_plans_can_be_added_where_appending_is_allowed() {
    let schedule = |control: bool, text: &str| match control {
        true => controlled(NONE, assign(text)),
        false => assign(text),
    };
    let plan = |control: bool, text: &str| {
        let mut rule = json!({"schedule_expression": schedule(control, text)});
        let mut rules = json!({});
        if control {
            rule = controlled(NONE, rule);
            rules = controlled(NONE, rules);
        }
        rules["Hourly"] = rule;
        json!({ "rules": rules })
    };
    let pii = controlled(NONE, plan(true, "cron(0 5 ? * * *)"));
    let parent = json!({"plans": controlled(&["@@append"], json!({ "PII_Backup_Plan": pii }))});
    let mut changed = plan(false, "cron(0 6 ? * * *)");
    changed["regions"] = assign(vec!["us-east-1"]);
    let child =
        json!({"plans": {"MonthlyBackupPlan": plan(false, "cron(0 5 1 * ? *)"), "PII_Backup_Plan": changed}});
    let effective = merged("backup", &[&[parent], &[child]]);
    let plain = |text: &str| json!({"rules": {"hourly": {"schedule_expression": text}}});
    assert_eq!(
        effective.document(),
        json!({"plans": {"monthlybackupplan": plain("cron(0 5 1 * ? *)"), "pii_backup_plan": plain("cron(0 5 ? * * *)")}})
    );
    assert_eq!(
        ignored(&effective),
        [
            "1.0: all plans.pii_backup_plan.regions, forbidden at plans.pii_backup_plan by 0.0",
            "1.0: @@assign plans.pii_backup_plan.rules.hourly.schedule_expression, forbidden at plans.pii_backup_plan.rules.hourly.schedule_expression by 0.0",
        ]
    );
}

#[test]
fn vector_10_assigning_a_list_replaces_what_was_appended() {
    let regions = |regions: Value| json!({"plans": {"p": { "regions": regions }}});
    let parent = regions(append(&["us-east-1", "ap-northeast-3", "eu-north-1"]));
    let child = regions(assign(vec!["us-west-2", "eu-central-1"]));
    assert_eq!(
        document("backup", &[&[parent], &[child]]),
        json!({"plans": {"p": {"regions": ["us-west-2", "eu-central-1"]}}})
    );
}

#[test]
fn a_restriction_is_never_loosened_and_holds_for_lower_levels_only() {
    let all = tag("p", json!({"tag_value": controlled(&["@@all"], append(&["b"]))}));
    let appending = tag("p", json!({"tag_value": controlled(&["@@append"], assign(vec!["a"]))}));
    let same_level = tag("p", json!({"tag_value": remove(&["a"])}));
    let last = tag("p", json!({"tag_value": assign(vec!["c"])}));
    let effective = merged("tag", &[&[appending, same_level], &[all], &[last]]);
    assert_eq!(effective.document(), tag("p", json!({"tag_value": ["b"]})));
    assert_eq!(ignored(&effective), ["2.0: @@assign tags.p.tag_value, forbidden at tags.p.tag_value by 0.0"]);
}

#[test]
fn what_another_order_of_attachment_could_change_is_contested() {
    let values = |values: Value| tag("p", json!({ "tag_value": values }));
    let is_contested =
        |levels: &[&[Value]]| merged("tag", levels).leaves.iter().any(|leaf| leaf.is_contested);
    let contested = |one: &Value, other: &Value| {
        let pair = |pair: [&Value; 2]| is_contested(&[&pair.map(|one| values(one.clone()))]);
        let found = pair([one, other]);
        assert_eq!(found, pair([other, one]), "{one} {other}");
        found
    };
    assert!(contested(&assign(vec!["a"]), &assign(vec!["b"])));
    assert!(contested(&assign(vec!["a"]), &append(&["b"])));
    assert!(contested(&remove(&["a"]), &append(&["a"])));
    assert!(contested(&remove(&["a"]), &assign(vec!["a"])));
    assert!(!contested(&remove(&["a"]), &append(&["b"])));
    assert!(!contested(&append(&["a"]), &append(&["b"])));
    assert!(!contested(&assign(vec!["a"]), &assign(vec!["a"])));
    let key = |key: &str| tag("p", json!({ "tag_key": assign(key) }));
    assert!(is_contested(&[&[key("p"), key("P")]]));
    assert!(!is_contested(&[&[key("p")], &[key("P")]]));
    assert!(!is_contested(&[&[key("p"), key("P")], &[key("p")]]), "the lower level sets it anyway");
}

#[test]
fn every_instruction_with_an_effect_is_told_in_its_order() {
    let account =
        tag("CostCenter", json!({"tag_value": {"@@remove": ["Support", "Other"], "@@append": ["Support"]}}));
    let effective = merged("tag", &[&[cost_center()], &[], &[account]]);
    let values = effective.leaves.iter().find(|leaf| leaf.path.to_string().ends_with("tag_value")).unwrap();
    let told: Vec<String> = values
        .changes
        .iter()
        .map(|one| format!("{}.{} {} {}", one.by.level, one.by.policy, one.operator.spelling(), one.value))
        .collect();
    // Appending what is there has no effect. In one place, elements are appended before others are removed.
    assert_eq!(told, [r#"0.0 @@assign ["Development","Support"]"#, r#"2.0 @@remove ["Support","Other"]"#]);
    assert_eq!(values.value, json!(["Development"]));
}

#[test]
fn a_list_that_is_set_to_be_empty_stays() {
    let hub = |enable: Value, disable: Value| json!({"securityhub": {"enable_in_regions": enable, "disable_in_regions": disable}});
    let parent = hub(assign(vec!["eu-west-1"]), assign(Vec::<String>::new()));
    assert_eq!(
        document("security-hub", std::slice::from_ref(&&[parent][..])),
        json!({"securityhub": {"enable_in_regions": ["eu-west-1"], "disable_in_regions": []}})
    );
}

#[test]
fn what_no_schema_describes_is_merged_by_its_form() {
    let cspm = |value: Value| json!({ "securityhub_cspm": value });
    let parent = cspm(json!({"a": assign("x"), "b": {"c": assign(1)}, "d": 7}));
    let child = cspm(json!({"a": {"z": assign("y")}, "b": assign("no object"), "@@append": ["x"]}));
    let effective = merged("security-hub-cspm", &[&[parent], &[child]]);
    assert_eq!(effective.document(), cspm(json!({"a": "x", "b": {"c": 1}})));
    assert_eq!(
        ignored(&effective),
        [
            "0.0: all securityhub_cspm.d, NoOperator",
            "1.0: @@append securityhub_cspm, OtherKind",
            "1.0: @@assign securityhub_cspm.a.z, OtherKind",
            "1.0: @@assign securityhub_cspm.b, OtherKind",
        ]
    );
}

#[test]
fn nothing_attached_comes_to_nothing() {
    assert_eq!(merged("tag", &[&[], &[]]), Effective::default());
    assert_eq!(document("tag", &[&[tag("a", json!({}))]]), json!({}));
}
