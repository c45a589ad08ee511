//! Closing, releasing, forgetting and deleting what is no longer declared.

use super::example::first;
use super::interpreter::ROOT;
use super::model::{Model, allow, deny};
use super::relations::{attach_by_hand, id_of};
use super::resuming::resume_everywhere;
use super::{ids, messages, planned, refused, settle, settled};
use crate::plan::{Action, Reason, Undo, Verb};
use orgc_ir::desired::RemovalVerb::{self, Close, Delete, Forget, Release};

/// `first` with a unit `Old`, units and accounts in it, a policy and a baseline of its own.
fn with_old() -> Model {
    first()
        .unit("Old")
        .unit("Old/Deep")
        .account("lab", "Old/Deep")
        .account("spin", "Old")
        .policy("OldGuard", deny(&["x:Y"]))
        .attach("OldGuard", "Old")
        .attach("OldGuard", "@lab")
        .stack_set("OldBase")
        .deploy("OldBase", "Old", &["eu-west-1", "us-east-1"], &[])
}

fn without_old() -> Model {
    first()
        .remove(Close, "account/lab")
        .remove(Release, "account/spin")
        .remove(Delete, "ou/Old")
        .remove(Delete, "policy/OldGuard")
        .remove(Delete, "baseline/OldBase")
}

#[test]
fn everything_goes_in_its_order_and_leaves_an_empty_plan() {
    let mut aws = settled(&with_old().0);
    let plan = settle(&without_old().0, &mut aws);
    insta::assert_snapshot!(ids(&plan).join("\n"), @r"
    detach attach/OldGuard@account/lab
    detach attach/OldGuard@ou/Old
    undeploy baseline/OldBase/instances@ou/Old
    delete baseline/OldBase/stack-set
    delete policy/OldGuard
    close account/lab
    move account/lab
    release account/spin
    delete ou/Old/Deep
    delete ou/Old
    ");
    let close = plan.operations.iter().find(|one| one.verb == Verb::Close).unwrap();
    let Reason::Removal { why, origin } = &close.reason else { panic!("{:?}", close.reason) };
    assert_eq!((why.as_deref(), origin.line), (Some("because"), 91));
    assert!(matches!(&close.undo, Undo::No(why) if why.contains("90 days")));
    let left = (aws.observed.units.len(), aws.observed.policies.len(), aws.observed.stack_sets.len());
    assert_eq!(left, (1, 1, 1));
    let lab = aws.observed.accounts.values().find(|one| one.name == "Acme lab").unwrap();
    assert_eq!((lab.state.as_str(), lab.parent.as_str()), ("CLOSED", ROOT));
}

#[test]
fn removals_converge_from_every_step() {
    resume_everywhere(&without_old().0, &settled(&with_old().0));
}

#[test]
fn an_applied_removal_is_a_warning_and_plans_nothing() {
    let mut aws = settled(&with_old().0);
    settle(&without_old().0, &mut aws);
    let planned = planned(&without_old().0, &aws.observed);
    assert_eq!(
        messages(&planned.warnings),
        ["account/lab", "account/spin", "baseline/OldBase", "ou/Old", "policy/OldGuard"].map(|address| {
            let verb = match address {
                "account/lab" => "close",
                "account/spin" => "release",
                _ => "delete",
            };
            format!("W0705 nothing live carries the address `{address}` any more: `{verb}` is done")
        })
    );
    let help: Vec<&str> = planned.warnings.iter().filter_map(|one| one.help.as_deref()).collect();
    assert_eq!(help[2], "delete the line `delete baseline OldBase`");
}

#[test]
fn what_is_forgotten_keeps_everything_but_its_ownership_tags() {
    let before = with_old().tag("@lab", "owner", "mira").protect("@lab");
    let mut aws = settled(&before.0);
    let forgotten = ["account/lab", "account/spin", "ou/Old", "policy/OldGuard", "baseline/OldBase"]
        .iter()
        .fold(first(), |model, address| model.remove(Forget, address));
    let was = aws.observed.clone();
    let plan = settle(&forgotten.0, &mut aws);
    assert!(plan.operations.iter().all(|one| one.verb == Verb::Forget), "{:?}", ids(&plan));
    assert_eq!(plan.operations.len(), 6);
    let lab = aws.observed.accounts.values().find(|one| one.name == "Acme lab").unwrap();
    assert_eq!(lab.tags.iter().collect::<Vec<_>>(), [(&"owner".to_owned(), &"mira".to_owned())]);
    assert_eq!(aws.observed.attachments, was.attachments);
    let (set, before) = (&aws.observed.stack_sets["OldBase"], &was.stack_sets["OldBase"]);
    assert!(set.tags.is_empty());
    assert_eq!(
        (&set.template, &set.instances, &set.targets),
        (&before.template, &before.instances, &before.targets)
    );
}

#[test]
fn what_is_protected_is_neither_closed_nor_released_nor_deleted() {
    let aws = settled(&with_old().protect("@lab").protect("@spin").protect("Old").0);
    let found = refused(&without_old().0, &aws.observed);
    assert_eq!(found.len(), 3, "{found:?}");
    assert!(found.iter().all(|one| one.starts_with("E0702")), "{found:?}");
    assert!(found[0].contains("would be closed") && found[1].contains("would be released"), "{found:?}");
    assert!(found[2].starts_with("E0702 `ou/Old` is protected and would be deleted"), "{found:?}");
}

#[test]
fn a_unit_in_which_something_stays_is_not_deleted() {
    let aws = settled(&with_old().0);
    let found = refused(
        &first()
            .remove(Delete, "ou/Old")
            .remove(Forget, "account/lab")
            .remove(Close, "account/spin")
            .remove(Delete, "policy/OldGuard")
            .remove(Delete, "baseline/OldBase")
            .0,
        &aws.observed,
    );
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].starts_with("E1108") && found[0].contains("account `Acme lab`"), "{found:?}");
}

#[test]
fn an_account_in_a_deleted_unit_may_also_move_away() {
    let before = first().unit("Old").account("lab", "Old");
    let after = first().account("lab", "Development").remove(Delete, "ou/Old");
    let mut aws = settled(&before.0);
    assert_eq!(ids(&settle(&after.0, &mut aws)), ["move account/lab", "delete ou/Old"]);
}

#[test]
fn a_sentence_covers_what_is_below_it_and_no_more() {
    let aws = settled(&with_old().0);
    let found = refused(&first().remove(Delete, "baseline/OldBase").0, &aws.observed);
    let vanished: Vec<&str> = found.iter().filter_map(|one| one.split('`').nth(1)).collect();
    assert_eq!(vanished, ["account/lab", "account/spin", "ou/Old", "policy/OldGuard"]);
}

#[test]
fn a_policy_without_which_nothing_is_allowed_is_not_deleted() {
    let before = first().unit("Old").policy("Open", allow(&["*"])).attach("Open", "Old");
    let mut aws = settled(&before.0);
    let (old, open) = (id_of(&aws, "Old"), id_of(&aws, "Open"));
    let theirs = || first().remove(Delete, "policy/Open").remove(Forget, "ou/Old");
    assert!(planned(&theirs().0, &aws.observed).plan.operations.iter().any(|one| one.verb == Verb::Delete));
    aws.observed.attachments.retain(|one| one.target != old);
    attach_by_hand(&mut aws, &open, &old);
    let found = refused(&theirs().0, &aws.observed);
    assert_eq!(
        found,
        [format!(
            "E0608 no service control policy that allows anything would be left at {old}: everything below is blocked"
        )]
    );
}

#[test]
fn a_guard_is_not_deleted_before_another_one_holds() {
    let before =
        Model::new().unit("Dev").account("dev", "Dev").policy("Old", deny(&["a:One"])).attach("Old", "Dev");
    let after = Model::new()
        .unit("Dev")
        .account("dev", "Dev")
        .policy("New", deny(&["a:One", "b:Two"]))
        .attach("New", "Dev")
        .remove(Delete, "policy/Old");
    let mut aws = settled(&before.0);
    let plan = settle(&after.0, &mut aws);
    assert_eq!(
        ids(&plan),
        ["create policy/New", "attach attach/New@ou/Dev", "detach attach/Old@ou/Dev", "delete policy/Old"]
    );
    resume_everywhere(&after.0, &settled(&before.0));
}

#[test]
fn a_name_is_taken_when_the_one_that_had_it_is_deleted() {
    let before = first().policy("Old", deny(&["a:One"]));
    let after =
        first().policy("New", deny(&["a:One"])).with_policy_name("New", "Old").remove(Delete, "policy/Old");
    let mut aws = settled(&before.0);
    assert_eq!(ids(&settle(&after.0, &mut aws)), ["delete policy/Old", "create policy/New"]);
}

#[test]
fn the_management_account_and_a_suspended_one_stay() {
    let mut payer = Model::new().account("payer", "Acme").account("lab", "Acme");
    payer = payer.edit_account("payer", |one| {
        one.management = true;
        one.email = "root@acme.com".into();
    });
    let mut aws = settled(&payer.0);
    let lab = aws.observed.accounts.values_mut().find(|one| one.name == "Acme lab").unwrap();
    lab.state = "SUSPENDED".into();
    let found =
        refused(&Model::new().remove(Close, "account/payer").remove(Close, "account/lab").0, &aws.observed);
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(
        found.iter().any(|one| one.starts_with("E0504 `account/payer` is the management account")),
        "{found:?}"
    );
    assert!(found.iter().any(|one| one.starts_with("E1107 `account/lab`")), "{found:?}");
}

#[test]
fn more_closures_than_aws_accepts_are_refused() {
    let names: Vec<String> = (0..251).map(|number| format!("a{number}")).collect();
    let model = names.iter().fold(Model::new(), |model, name| model.account(name, "Acme"));
    let aws = settled(&model.0);
    let closed = |count: usize| {
        names.iter().enumerate().fold(Model::new(), |model, (index, name)| {
            let verb: RemovalVerb = if index < count { Close } else { Forget };
            model.remove(verb, &format!("account/{name}"))
        })
    };
    assert_eq!(
        refused(&closed(251).0, &aws.observed),
        ["E0706 251 accounts would be closed; AWS closes 250 in 30 days"]
    );
    let plan = planned(&closed(250).0, &aws.observed).plan;
    assert_eq!(
        plan.operations.iter().filter(|one| matches!(one.action, Action::CloseAccount { .. })).count(),
        250
    );
}

#[test]
fn a_removal_waits_until_everything_else_is_done() {
    let aws = settled(&with_old().0);
    let after = without_old().unit("New").account("new", "New").deploy(
        "SecurityBaseline",
        "New",
        &["eu-west-1"],
        &[],
    );
    let plan = planned(&after.0, &aws.observed).plan;
    let close = plan.operations.iter().find(|one| one.verb == Verb::Close).unwrap();
    let mut reached: Vec<_> = close.waits_for.iter().cloned().collect();
    let mut all = std::collections::BTreeSet::new();
    while let Some(id) = reached.pop() {
        if all.insert(id.clone()) {
            reached
                .extend(plan.operations.iter().find(|one| one.id == id).unwrap().waits_for.iter().cloned());
        }
    }
    for id in ["create account/new", "move account/new", "deploy baseline/SecurityBaseline/instances@ou/New"]
    {
        assert!(all.iter().any(|one| one.0 == id), "{id} before the closure; {all:#?}");
    }
}
