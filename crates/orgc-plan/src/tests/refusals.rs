//! What a plan refuses, adopts, or only warns of.

use super::example::first;
use super::interpreter::{MANAGEMENT, ROOT, live_account};
use super::model::{Model, SCP, deny};
use super::{ids, messages, planned, refused, settle, settled};
use crate::matching;
use crate::plan::Verb;
use orgc_ir::Observed;
use orgc_ir::desired::Body;
use std::collections::BTreeMap;

fn untagged(mut observed: Observed) -> Observed {
    observed.organization.as_mut().unwrap().tags.clear();
    observed.units.values_mut().for_each(|one| one.tags.clear());
    observed.accounts.values_mut().for_each(|one| one.tags.clear());
    observed.policies.values_mut().for_each(|one| one.tags.clear());
    observed.stack_sets.values_mut().for_each(|one| one.tags.clear());
    observed
}

#[test]
fn what_has_the_natural_key_is_adopted_and_nothing_else_happens() {
    let mut aws = settled(&first().0);
    aws.observed = untagged(aws.observed);
    aws.observed.accounts.values_mut().for_each(|one| one.email = one.email.to_uppercase());
    let plan = settle(&first().0, &mut aws);
    assert!(plan.operations.iter().all(|one| one.verb == Verb::Adopt), "{:?}", ids(&plan));
    assert_eq!(plan.operations.len(), 6);
}

#[test]
fn what_vanished_from_the_sources_stops_the_plan_with_the_sentences() {
    let aws = settled(&first().unit("Old").unit("Old/Deep").account("lab", "Old/Deep").0);
    let findings = crate::plan(&first().0, &aws.observed).unwrap_err();
    assert_eq!(
        messages(&findings),
        [
            "E0701 `account/lab` (account `Acme lab` (000000000006)) carries this project's tag but is no longer in the sources",
            "E0701 `ou/Old` (ou `Old` (ou-00000003)) carries this project's tag but is no longer in the sources",
        ]
    );
    insta::assert_snapshot!(findings[0].help.as_ref().unwrap(), @r#"
    if it was renamed:      moved account lab -> NEW
    if it is to be closed:  close account lab "why"
    if it leaves:           release account lab
    to stop managing it:    forget account lab
    "#);
}

#[test]
fn a_closed_account_whose_block_is_gone_is_settled() {
    let mut aws = settled(&first().account("lab", "Acme").0);
    let lab = aws.observed.accounts.values_mut().find(|one| one.name == "Acme lab").unwrap();
    lab.state = "CLOSED".into();
    assert!(planned(&first().0, &aws.observed).plan.is_empty());
    let declared = refused(&first().account("lab", "Acme").0, &aws.observed);
    assert_eq!(
        declared,
        [
            "E1107 `account/lab` is live as account `Acme lab` (000000000004) in the state CLOSED; nothing can be changed in it"
        ]
    );
}

#[test]
fn what_belongs_to_another_address_or_project_is_a_conflict() {
    let aws = settled(&first().0);
    let renamed = first().without("account/dev").account("web", "Development").edit("@web", |one| {
        match &mut one.body {
            Body::Account(account) => account.email = "aws+dev@acme.com".into(),
            other => panic!("{other:?}"),
        }
    });
    assert_eq!(
        refused(&renamed.0, &aws.observed),
        [
            "E0704 `account/web` is live as account `Acme dev` (000000000003), which carries the address `account/dev`"
        ]
    );
    let mut other = first();
    other.0.project = "other".into();
    let all = refused(&other.0, &aws.observed);
    assert_eq!(
        all,
        [
            "E0704 `organization/Acme` is live as organization o-acme, which carries the address `organization/Acme` of the project `test`"
        ],
        "what stands in it is not told one by one"
    );
    let mut shared = aws.observed.clone();
    shared.organization.as_mut().unwrap().tags.clear();
    let all = refused(&other.0, &shared);
    assert_eq!(all.len(), 5, "{all:#?}");
    assert!(all.iter().all(|one| one.ends_with("of the project `test`")), "{all:#?}");
    let mut twice = aws.observed.clone();
    twice.accounts.insert(
        "000000000099".into(),
        live_account("Copy", "copy@acme.com", twice.accounts["000000000003"].tags.clone()),
    );
    assert_eq!(
        refused(&first().0, &twice),
        [
            "E0704 `account/dev` is carried by 2 live things: account `Acme dev` (000000000003), account `Copy` (000000000099)"
        ]
    );
}

#[test]
fn the_management_account_is_declared_as_such() {
    let aws = settled(&first().0);
    let member = first().account("payer", "Acme").edit("@payer", |one| match &mut one.body {
        Body::Account(account) => account.email = "root@acme.com".into(),
        other => panic!("{other:?}"),
    });
    assert_eq!(
        refused(&member.0, &aws.observed),
        [format!("E0504 `account/payer` is the management account: account `Payer` ({MANAGEMENT})")]
    );
}

#[test]
fn protected_accounts_stay_where_they_are() {
    let mut aws = settled(&first().protect("@dev").0);
    let moved = || first().unit("Else").account("dev", "Else");
    let message = "E0702 `account/dev` is protected and would move: account `Acme dev` (000000000003)";
    assert_eq!(refused(&moved().protect("@dev").0, &aws.observed), [message]);
    assert_eq!(refused(&moved().0, &aws.observed), [message]);
    assert_eq!(ids(&settle(&first().0, &mut aws)), ["tag account/dev"]);
    assert_eq!(ids(&settle(&moved().0, &mut aws)), ["create ou/Else", "move account/dev"]);
}

#[test]
fn what_aws_sets_at_creation_only_is_refused() {
    let mut aws = settled(&first().unit("Staging").0);
    let policy = aws.observed.policies.values_mut().next().unwrap();
    policy.policy_type = "TAG_POLICY".into();
    let development = aws.observed.units.iter().find(|(_, one)| one.name == "Development").unwrap().0.clone();
    aws.observed.units.values_mut().find(|one| one.name == "Staging").unwrap().parent = development;
    let renamed = first().unit("Staging").edit_set("SecurityBaseline", |set| set.name = "Other".into());
    assert_eq!(
        refused(&renamed.0, &aws.observed),
        [
            "E1104 `ou/Staging` is live as ou `Staging` (ou-00000003) below ou/Development; AWS cannot move an OU",
            "E1104 the name of `baseline/SecurityBaseline/stack-set` is `SecurityBaseline` and cannot become `Other`: AWS sets it at creation only",
            &format!(
                "E1104 the type of `policy/DenyLeavingOrg` is `TAG_POLICY` and cannot become `{SCP}`: AWS sets it at creation only"
            ),
        ]
    );
}

#[test]
fn consolidated_billing_is_not_enough() {
    let mut aws = settled(&Model::new().0);
    aws.observed.organization.as_mut().unwrap().all_features = false;
    assert_eq!(
        refused(&Model::new().0, &aws.observed),
        ["E0509 the organization o-acme is on consolidated billing; policies and services need all features"]
    );
}

#[test]
fn a_changed_email_is_a_step_for_which_a_person_is_needed() {
    let mut aws = settled(&first().0);
    let changed = first().edit_account("dev", |account| {
        account.email = "new@acme.com".into();
        account.role_name = Some("Other".into());
    });
    let planned = planned(&changed.0, &aws.observed);
    assert_eq!(ids(&planned.plan), ["enable trust/account", "update account/dev (email)"]);
    assert_eq!(planned.plan.operations[1].action.code_goes_to(), Some("new@acme.com"));
    assert_eq!(
        messages(&planned.warnings),
        [
            "W0707 the e-mail of `account/dev` changes from `aws+dev@acme.com` to `new@acme.com`, for which AWS asks a one-time code from the reader of `new@acme.com`"
        ]
    );
    assert!(planned.plan.notes[0].contains("never compared"));
    settle(&changed.0, &mut aws);
}

#[test]
fn an_email_that_another_account_has_is_refused() {
    let aws = settled(&first().0);
    assert_eq!(
        refused(&first().edit_account("dev", |one| one.email = "ROOT@acme.com".into()).0, &aws.observed),
        ["E0704 `account/dev` cannot get the e-mail `ROOT@acme.com`: account `Payer` (000000000000) has it"]
    );
}

#[test]
fn the_email_of_the_management_account_is_left_alone() {
    let payer = |email: &str| {
        Model::new().account("payer", "Acme").edit_account("payer", |one| {
            one.management = true;
            one.email = email.into();
        })
    };
    let aws = settled(&payer("root@acme.com").0);
    let planned = planned(&payer("new-root@acme.com").0, &aws.observed);
    assert!(planned.plan.is_empty());
    assert_eq!(
        messages(&planned.warnings),
        [
            "W0707 the e-mail of `account/payer` is `root@acme.com` and shall be `new-root@acme.com`; no interface of AWS changes that of the management account"
        ]
    );
}

#[test]
fn a_creation_in_progress_is_planned_and_mentioned() {
    let mut aws = settled(&first().0);
    let creation = orgc_ir::observed::LiveCreation { request: "car-1".into(), name: "Acme lab".into() };
    aws.observed.creations.push(creation);
    let plan = planned(&first().account("lab", "Acme").0, &aws.observed).plan;
    assert_eq!(ids(&plan), ["create account/lab"]);
    assert_eq!(
        plan.notes,
        [
            "the creation of an account `Acme lab` is in progress (car-1); apply looks for it before it makes another"
        ]
    );
}

#[test]
fn the_simulation_sees_a_guard_drop() {
    let before = settled(&first().0);
    let after = first().unit("Staging").account("staging", "Staging").attach("DenyLeavingOrg", "Staging");
    let good = planned(&after.0, &before.observed).plan.operations;
    let (matched, _) = matching::run(&after.0, &before.observed);
    let guards = crate::guards::Guards::new(&matched);
    assert!(crate::simulate::run(&matched, &guards, &good).is_ok());
    let bad: Vec<_> = good.into_iter().rev().collect();
    let dropped = crate::simulate::run(&matched, &guards, &bad).unwrap_err();
    assert!(
        dropped
            .message
            .starts_with("`move account/staging` would drop a guard: `account/staging` arrives before"),
        "{}",
        dropped.message
    );

    let model = first()
        .policy("Other", deny(&["organizations:LeaveOrganization"]))
        .without("attach/DenyLeavingOrg@ou/Development");
    let replaced = model.attach("Other", "Development");
    let good = planned(&replaced.0, &before.observed).plan.operations;
    assert_eq!(good.last().unwrap().verb, Verb::Detach);
    let (matched, _) = matching::run(&replaced.0, &before.observed);
    let guards = crate::guards::Guards::new(&matched);
    let bad: Vec<_> = good.into_iter().rev().collect();
    let dropped = crate::simulate::run(&matched, &guards, &bad).unwrap_err();
    assert!(
        dropped.message.starts_with(
            "`detach attach/DenyLeavingOrg@ou/Development` would drop a guard: `account/dev` loses"
        ),
        "{}",
        dropped.message
    );
}

#[test]
fn an_organization_of_others_keeps_its_things() {
    let mut aws = settled(&Model::new().0);
    aws.observed
        .accounts
        .insert("000000000050".into(), live_account("Theirs", "theirs@acme.com", BTreeMap::new()));
    let plan = settle(&first().0, &mut aws);
    assert!(plan.unmanaged.iter().any(|one| one.name == "Theirs"));
    assert_eq!(aws.observed.accounts["000000000050"].parent, ROOT);
}
