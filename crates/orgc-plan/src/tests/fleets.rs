//! Stack sets and their instances.

use super::interpreter::Aws;
use super::model::Model;
use super::{ids, planned, settle, settled};
use crate::plan::{Action, Plan};
use orgc_ir::Text;
use orgc_ir::desired::{AutoDeployment, RemovalVerb};
use std::collections::BTreeSet;

fn fleet() -> Model {
    Model::new()
        .unit("Dev")
        .unit("Dev/Web")
        .account("one", "Dev")
        .account("two", "Dev/Web")
        .stack_set("Base")
        .deploy("Base", "Dev", &["eu-west-1"], &[("Level", "low")])
}

fn places(aws: &Aws) -> Vec<String> {
    let name = |id: &str| aws.observed.accounts[id].name.trim_start_matches("Acme ").to_owned();
    let mut all: Vec<String> = aws.observed.stack_sets["Base"]
        .instances
        .iter()
        .map(|one| {
            let key = ("Base".to_owned(), one.account.clone(), one.region.clone());
            let overrides: Vec<&String> = aws.overrides[&key].values().collect();
            format!("{} {} {overrides:?}", name(&one.account), one.region)
        })
        .collect();
    all.sort();
    all
}

fn change(after: &Model, aws: &mut Aws) -> Plan {
    settle(&after.0, aws)
}

#[test]
fn definitions_are_updated_and_defaults_of_parameters_are_no_change() {
    let mut aws = settled(&fleet().0);
    let after = fleet().edit_set("Base", |set| {
        set.template = "Resources: {A: {}}".into();
        set.parameters.insert("Level".into(), "mid".into());
    });
    let plan = change(&after, &mut aws);
    assert_eq!(ids(&plan), ["update baseline/Base/stack-set"]);
    let attributes: Vec<&str> = plan.operations[0].changes.iter().map(|one| one.attribute.as_str()).collect();
    assert_eq!(attributes, ["template", "parameters.Level"]);
    let plan = change(&fleet(), &mut aws);
    let attributes: Vec<&str> = plan.operations[0].changes.iter().map(|one| one.attribute.as_str()).collect();
    assert!(attributes.contains(&"parameters.Level"), "{attributes:?}");
}

#[test]
fn changed_overrides_are_set_before_they_are_recorded() {
    let mut aws = settled(&fleet().0);
    assert_eq!(places(&aws), [r#"one eu-west-1 ["low"]"#, r#"two eu-west-1 ["low"]"#]);
    let after = fleet().deploy("Base", "Dev", &["eu-west-1"], &[("Level", "high")]);
    let plan = change(&after, &mut aws);
    assert_eq!(
        ids(&plan),
        ["deploy baseline/Base/instances@ou/Dev (parameters)", "update baseline/Base/stack-set (record)"]
    );
    assert_eq!(places(&aws), [r#"one eu-west-1 ["high"]"#, r#"two eu-west-1 ["high"]"#]);
    change(&fleet().deploy("Base", "Dev", &["eu-west-1"], &[]), &mut aws);
    assert_eq!(places(&aws), ["one eu-west-1 []", "two eu-west-1 []"]);
}

#[test]
fn accounts_that_join_get_the_overrides_too() {
    let mut aws = settled(&fleet().0);
    let plan = change(&fleet().account("three", "Dev"), &mut aws);
    let last = plan.operations.last().unwrap();
    assert_eq!(last.id.0, "update baseline/Base/stack-set (record)");
    assert_eq!(
        places(&aws),
        [r#"one eu-west-1 ["low"]"#, r#"three eu-west-1 ["low"]"#, r#"two eu-west-1 ["low"]"#]
    );
}

#[test]
fn regions_and_targets_come_and_go_as_written() {
    let mut aws = settled(&fleet().0);
    let after = fleet().deploy("Base", "Dev", &["eu-west-1", "us-east-1"], &[("Level", "low")]).deploy(
        "Base",
        "@one",
        &["ap-east-1"],
        &[("Level", "own")],
    );
    change(&after, &mut aws);
    assert_eq!(
        places(&aws),
        [
            r#"one ap-east-1 ["own"]"#,
            r#"one eu-west-1 ["low"]"#,
            r#"one us-east-1 ["low"]"#,
            r#"two eu-west-1 ["low"]"#,
            r#"two us-east-1 ["low"]"#,
        ]
    );
    let plan = change(&fleet(), &mut aws);
    assert_eq!(
        ids(&plan),
        ["undeploy baseline/Base/instances@organization/Acme", "undeploy baseline/Base/instances@ou/Dev"]
    );
    assert_eq!(places(&aws), [r#"one eu-west-1 ["low"]"#, r#"two eu-west-1 ["low"]"#]);
}

#[test]
fn a_wider_target_keeps_the_stacks_and_a_narrower_one_makes_them_again() {
    let mut aws = settled(&fleet().0);
    let narrow = || fleet().without("baseline/Base/instances@ou/Dev");
    let wide = narrow().deploy("Base", "Acme", &["eu-west-1"], &[]);
    let plan = change(&wide, &mut aws);
    assert_eq!(ids(&plan), ["deploy baseline/Base/instances@organization/Acme"]);
    assert_eq!(aws.deleted_stacks, 0);
    let web = narrow().deploy("Base", "Dev/Web", &["eu-west-1"], &[]);
    let plan = change(&web, &mut aws);
    assert_eq!(places(&aws), ["two eu-west-1 []"]);
    assert!(plan.notes.iter().any(|note| note.contains("deleted and made again")), "{:?}", plan.notes);
}

#[test]
fn what_failed_is_deployed_again_and_suspended_accounts_rest() {
    let mut aws = settled(&fleet().0);
    let instances = &mut aws.observed.stack_sets.get_mut("Base").unwrap().instances;
    let (failed, resting) = instances.split_at_mut(1);
    failed[0].status = "OUTDATED".into();
    failed[0].detailed_status = "FAILED".into();
    resting[0].status = "OUTDATED".into();
    resting[0].detailed_status = "SKIPPED_SUSPENDED_ACCOUNT".into();
    let account = failed[0].account.clone();
    let plan = planned(&fleet().0, &aws.observed).plan;
    assert_eq!(ids(&plan), ["deploy baseline/Base/instances@ou/Dev (again)"]);
    let Action::UpdateStackInstances(spec) = &plan.operations[0].action else { panic!() };
    assert_eq!((&spec.accounts, spec.overrides.len()), (&vec![Text::from(account)], 1));
    aws.observed.stack_sets.get_mut("Base").unwrap().running_operation = Some("op".into());
    let running = planned(&fleet().0, &aws.observed).plan;
    assert!(running.is_empty() && running.notes[0].contains("is running"), "{:?}", running.notes);
}

#[test]
fn automatic_deployment_is_no_difference_while_it_works() {
    let mut aws = settled(&fleet().0);
    aws.observed.stack_sets.get_mut("Base").unwrap().instances.clear();
    assert!(planned(&fleet().0, &aws.observed).plan.is_empty());
}

#[test]
fn without_automatic_deployment_accounts_are_followed_by_the_plan() {
    let manual = |model: Model| {
        model.edit_set("Base", |set| {
            set.auto_deployment = Some(AutoDeployment { enabled: false, retain_on_leave: false });
        })
    };
    let mut aws = settled(&manual(fleet()).0);
    let after = manual(fleet()).unit("Else").account("one", "Else").account("three", "Dev");
    let plan = change(&after, &mut aws);
    assert_eq!(places(&aws), [r#"three eu-west-1 ["low"]"#, r#"two eu-west-1 ["low"]"#]);
    let position = |id: &str| ids(&plan).iter().position(|one| *one == id).expect(id);
    assert!(position("move account/three") < position("deploy baseline/Base/instances@ou/Dev (joined 1)"));
    assert!(position("move account/one") < position("undeploy baseline/Base/instances@account/one"));
}

/// What becomes of stacks, one line for each row.
fn fates(after: &Model, aws: &Aws) -> Vec<String> {
    let listed = |all: &BTreeSet<String>| all.iter().cloned().collect::<Vec<_>>().join(" ");
    let plan = planned(&after.0, &aws.observed).plan;
    let rows = crate::stacks(&plan, &aws.observed).into_iter().flat_map(|fleet| fleet.rows);
    let line = |row: crate::Row| {
        let by_aws = if row.by_aws { " by AWS" } else { "" };
        format!("{} in {}: {:?}{by_aws}", listed(&row.accounts), listed(&row.regions), row.fate)
    };
    rows.map(line).collect()
}

fn automatic(model: Model, retain_on_leave: bool) -> Model {
    model.edit_set("Base", |set| {
        set.auto_deployment = Some(AutoDeployment { enabled: true, retain_on_leave });
    })
}

#[test]
fn what_aws_does_when_accounts_come_move_and_leave_is_foreseen() {
    let before = |retain| {
        automatic(fleet().account("three", "Acme").unit("Else"), retain)
            .deploy("Base", "Dev", &["eu-west-1", "us-east-1"], &[])
            .deploy("Base", "Else", &["eu-west-1"], &[])
    };
    let after = |retain| {
        let moved = before(retain).account("one", "Acme").account("two", "Else").account("three", "Dev/Web");
        moved.account("four", "Else")
    };
    assert_eq!(
        fates(&after(false), &settled(&before(false).0)),
        [
            "four in eu-west-1: Created by AWS",
            "three in eu-west-1 us-east-1: Created by AWS",
            "one in eu-west-1 us-east-1: Deleted by AWS",
            "two in us-east-1: Deleted by AWS",
        ]
    );
    let kept = fates(&after(true), &settled(&before(true).0));
    assert!(kept.contains(&"one in eu-west-1 us-east-1: Retained by AWS".into()), "{kept:#?}");
    let leaving = before(true).without("account/one").remove(RemovalVerb::Release, "account/one");
    assert_eq!(
        fates(&leaving, &settled(&before(true).0)),
        ["Acme one (000000000004) in eu-west-1 us-east-1: Retained by AWS"]
    );
    let closing = before(true).without("account/one").remove(RemovalVerb::Close, "account/one");
    assert_eq!(
        fates(&closing, &settled(&before(true).0)),
        ["Acme one (000000000004) in eu-west-1 us-east-1: Resting"]
    );
}

#[test]
fn what_a_plan_itself_does_to_stacks_is_foreseen() {
    let aws = settled(&fleet().0);
    let template = fleet().edit_set("Base", |set| set.template = "Resources: {A: {}}".into());
    assert_eq!(fates(&template, &aws), ["one two in eu-west-1: Updated"]);
    let regions = fleet().deploy("Base", "Dev", &["us-east-1"], &[]);
    assert_eq!(fates(&regions, &aws), ["one two in us-east-1: Created", "one two in eu-west-1: Deleted"]);
    let narrow =
        fleet().without("baseline/Base/instances@ou/Dev").deploy("Base", "Dev/Web", &["eu-west-1"], &[]);
    assert_eq!(fates(&narrow, &aws), ["two in eu-west-1: Replaced", "one in eu-west-1: Deleted"]);
    assert_eq!(fates(&fleet(), &aws), [] as [&str; 0]);
    assert_eq!(fates(&fleet(), &Aws::default()), ["one two in eu-west-1: Created"]);
    // Nothing is ever deployed to the management account.
    let payer = fleet().account("payer", "Dev").edit_account("payer", |one| {
        one.management = true;
        one.email = "root@acme.com".into();
    });
    assert_eq!(fates(&payer, &Aws::default()), ["one two in eu-west-1: Created"]);
}
