//! Which live thing is which: adopted by its id, moved to another address, or another unit altogether.

use super::example::first;
use super::interpreter::{Aws, live_account};
use super::model::{Model, deny};
use super::relations::id_of;
use super::resuming::resume_everywhere;
use super::{ids, messages, planned, refused, settle, settled};
use crate::plan::{Reason, Verb};
use orgc_ir::Address;
use std::collections::BTreeMap;

fn account(aws: &Aws, name: &str) -> String {
    aws.observed.accounts.iter().find(|(_, one)| one.name == name).unwrap().0.clone()
}

/// The accounts of `first`, one of them under another name.
fn renamed() -> Model {
    first()
        .without("account/dev")
        .account("web", "Development")
        .edit_account("web", |one| one.email = "aws+dev@acme.com".into())
        .moved("account/dev", "account/web")
}

#[test]
fn an_adopted_thing_is_found_by_its_id_and_nothing_but_its_tags_changes() {
    let mut aws = settled(&first().0);
    let untagged = [account(&aws, "Acme dev"), account(&aws, "Acme staging")];
    untagged.iter().for_each(|id| aws.observed.accounts.get_mut(id).unwrap().tags.clear());
    // Not even the natural key fits.
    aws.observed.accounts.get_mut(&untagged[0]).unwrap().email = "by-hand@acme.com".into();
    let policy = id_of(&aws, "DenyLeavingOrg");
    aws.observed.policies.get_mut(&policy).unwrap().tags.clear();
    let model = first()
        .adopt("organization/Acme", "o-acme")
        .adopt("account/dev", &untagged[0])
        .adopt("policy/DenyLeavingOrg", &policy)
        .adopt("baseline/SecurityBaseline/stack-set", "SecurityBaseline")
        .edit_account("dev", |one| one.email = "by-hand@acme.com".into());
    let plan = settle(&model.0, &mut aws);
    assert_eq!(ids(&plan), ["adopt policy/DenyLeavingOrg", "adopt account/dev", "adopt account/staging"]);
    assert!(
        plan.operations
            .iter()
            .all(|one| one.changes.iter().all(|one| one.attribute.starts_with("tags.orgc:")))
    );
}

#[test]
fn an_id_that_is_not_there_or_belongs_to_another_is_a_conflict() {
    let mut aws = settled(&first().0);
    let (dev, staging) = (account(&aws, "Acme dev"), account(&aws, "Acme staging"));
    assert_eq!(
        refused(&first().adopt("account/dev", "999999999999").0, &aws.observed)[0],
        "E0704 `account/dev` adopts `999999999999`, and there is no account of this id in the organization"
    );
    assert_eq!(
        refused(&first().adopt("baseline/SecurityBaseline/stack-set", "Other").0, &aws.observed)[0],
        "E0704 `baseline/SecurityBaseline/stack-set` adopts `Other`, and there is no stack set of this name in the organization"
    );
    let swapped = refused(&first().adopt("account/dev", &staging).0, &aws.observed);
    assert_eq!(
        swapped[0],
        format!(
            "E0704 `account/dev` is carried by 2 live things: account `Acme staging` ({staging}), account `Acme dev` ({dev})"
        )
    );
    let mut tags = aws.observed.accounts[&dev].tags.clone();
    tags.insert("orgc:project".into(), "other".into());
    tags.insert("orgc:id".into(), "account/theirs".into());
    aws.observed.accounts.insert("000000000077".into(), live_account("Theirs", "t@acme.com", tags));
    let theirs = first().without("account/dev").account("web", "Acme").adopt("account/web", "000000000077");
    assert!(
        refused(&theirs.0, &aws.observed).contains(&
            "E0704 `account/web` is live as account `Theirs` (000000000077), which carries the address `account/theirs` of the project `other`".to_owned()
        )
    );
    let new = refused(&first().adopt("organization/Acme", "o-acme").0, &Aws::default().observed);
    assert!(new[0].starts_with("E0704 `organization/Acme` adopts `o-acme`"), "{new:?}");
}

#[test]
fn a_moved_account_keeps_its_id_and_gets_its_new_tag_name_and_place() {
    let mut aws = settled(&first().0);
    let id = account(&aws, "Acme dev");
    let model = renamed().unit("Web").account("web", "Web").edit_account("web", |one| {
        one.email = "aws+dev@acme.com".into();
    });
    let plan = settle(&model.0, &mut aws);
    assert_eq!(
        ids(&plan),
        [
            "enable trust/account",
            "create ou/Web",
            "rename account/web",
            "tag account/web",
            "move account/web"
        ]
    );
    let tag = plan.operations.iter().find(|one| one.verb == Verb::Tag).unwrap();
    let Reason::Written { origin } = &tag.reason else { panic!("{:?}", tag.reason) };
    assert_eq!((origin.line, tag.changes[0].before.as_deref()), (90, Some("account/dev")));
    assert_eq!(aws.observed.accounts[&id].tags["orgc:id"], "account/web");
    assert_eq!(aws.observed.accounts.len(), 3);
    // The sentence may stay.
    assert!(planned(&model.0, &aws.observed).warnings.is_empty());
}

#[test]
fn a_chain_of_renames_is_followed_and_what_is_taken_is_a_conflict() {
    let mut aws = settled(&first().0);
    let chain = first()
        .without("account/dev")
        .account("new", "Development")
        .edit_account("new", |one| {
            one.email = "aws+dev@acme.com".into();
            one.name = "Acme dev".into();
        })
        .moved("account/dev", "account/web")
        .moved("account/web", "account/new");
    assert_eq!(ids(&settle(&chain.0, &mut aws)), ["tag account/new"]);
    let both = settled(&first().account("web", "Acme").0);
    let taken = refused(
        &first().without("account/dev").account("web", "Acme").moved("account/dev", "account/web").0,
        &both.observed,
    );
    assert_eq!(taken.len(), 1, "{taken:?}");
    assert!(taken[0].starts_with("E0704 `account/web` is carried by 2 live things"), "{taken:?}");
}

#[test]
fn a_moved_unit_takes_the_addresses_below_it_along() {
    let before = Model::new().unit("Eng").unit("Eng/Deep").account("dev", "Eng/Deep");
    let mut aws = settled(&before.0);
    let deep = id_of(&aws, "Deep");
    let after = Model::new()
        .unit("Engineering")
        .unit("Engineering/Deep")
        .account("dev", "Engineering/Deep")
        .moved("ou/Eng", "ou/Engineering");
    let plan = settle(&after.0, &mut aws);
    assert_eq!(ids(&plan), ["rename ou/Engineering", "tag ou/Engineering", "tag ou/Engineering/Deep"]);
    assert_eq!(aws.observed.units[&deep].tags["orgc:id"], "ou/Engineering/Deep");
}

fn nested() -> Model {
    Model::new()
        .unit("A")
        .unit("A/Team")
        .unit("A/Team/Dev")
        .unit("B")
        .account("dev", "A/Team/Dev")
        .account("ops", "A/Team")
        .policy("Guard", deny(&["a:One"]))
        .attach("Guard", "A/Team")
        .stack_set("Base")
        .deploy("Base", "A/Team", &["eu-west-1"], &[])
}

fn reparented() -> Model {
    Model::new()
        .unit("A")
        .unit("B")
        .unit("B/Team")
        .unit("B/Team/Dev")
        .account("dev", "B/Team/Dev")
        .account("ops", "B/Team")
        .policy("Guard", deny(&["a:One"]))
        .attach("Guard", "B/Team")
        .stack_set("Base")
        .deploy("Base", "B/Team", &["eu-west-1"], &[])
        .moved("ou/A/Team", "ou/B/Team")
}

#[test]
fn a_unit_under_another_parent_is_made_anew_and_the_old_one_deleted_when_it_is_empty() {
    let mut aws = settled(&nested().0);
    let accounts: Vec<String> = aws.observed.accounts.keys().cloned().collect();
    let plan = settle(&reparented().0, &mut aws);
    insta::assert_snapshot!(ids(&plan).join("\n"), @r"
    create ou/B/Team
    create ou/B/Team/Dev
    attach attach/Guard@ou/B/Team
    move account/dev
    move account/ops
    deploy baseline/Base/instances@ou/B/Team
    detach attach/Guard@ou/A/Team
    undeploy baseline/Base/instances@ou/A/Team
    delete ou/A/Team/Dev
    delete ou/A/Team
    ");
    assert_eq!(aws.observed.accounts.keys().cloned().collect::<Vec<_>>(), accounts);
    assert_eq!(aws.observed.units.len(), 4);
    let last = plan.operations.last().unwrap();
    let Reason::Implied { by, because, .. } = &last.reason else { panic!("{:?}", last.reason) };
    assert_eq!(
        (by, because.as_str()),
        (&Address::unit(["B", "Team"]), "AWS cannot move a unit: a new one takes its place")
    );
}

#[test]
fn a_unit_under_another_parent_asks_for_the_sentence() {
    let aws = settled(&nested().0);
    let mut unsaid = reparented();
    unsaid.0.moved.clear();
    let findings = crate::plan(&unsaid.0, &aws.observed).unwrap_err();
    let id = id_of(&aws, "Team");
    let first =
        format!("E0506 `ou/A/Team` (ou `Team` ({id})) is declared as `B.Team` now, and no sentence says so");
    assert_eq!(messages(&findings), [first]);
    insta::assert_snapshot!(findings[0].help.as_ref().unwrap(), @r"
    if it has moved:        moved ou A.Team -> B.Team
    if it is to go:         delete ou A.Team
    to stop managing it:    forget ou A.Team
    ");
}

#[test]
fn re_parenting_converges_from_every_step() {
    resume_everywhere(&reparented().0, &settled(&nested().0));
    resume_everywhere(&renamed().0, &settled(&first().0));
}

#[test]
fn a_protected_or_shared_unit_is_not_re_parented() {
    let aws = settled(&nested().protect("A/Team").0);
    let found = refused(&reparented().0, &aws.observed);
    assert_eq!(
        found[0],
        format!("E0702 `ou/A/Team` is protected and would be moved: ou `Team` ({})", id_of(&aws, "Team"))
    );
    let mut aws = settled(&nested().0);
    let mut theirs = live_account("Theirs", "theirs@acme.com", BTreeMap::new());
    theirs.parent = id_of(&aws, "Team");
    aws.observed.accounts.insert("000000000088".into(), theirs);
    let found = refused(&reparented().0, &aws.observed);
    assert_eq!(
        found,
        [format!(
            "E1108 ou `Team` ({}) cannot be deleted: `ou/A/Team` would still hold account `Theirs` (000000000088)",
            id_of(&aws, "Team")
        )]
    );
}
