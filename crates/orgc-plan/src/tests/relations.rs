//! Attachments, slots, names: what stands between things.

use super::interpreter::{Aws, ROOT};
use super::model::{Model, SCP, allow, deny};
use super::{ids, planned, refused, settle, settled};
use crate::plan::{Reason, Unmanaged};
use orgc_ir::Address;
use orgc_ir::desired::{Body, Protect};
use orgc_ir::observed::{LiveAttachment, LivePolicy};

fn guarded() -> Model {
    Model::new().unit("Dev").account("dev", "Dev").policy("P", deny(&["a:B"])).attach("P", "Dev")
}

pub(super) fn attach_by_hand(aws: &mut Aws, policy: &str, target: &str) {
    let one = LiveAttachment { policy: policy.into(), policy_type: SCP.into(), target: target.into() };
    assert!(aws.observed.attachments.insert(one));
}

pub(super) fn foreign_policy(aws: &mut Aws, id: &str, document: &str) {
    let policy = LivePolicy {
        arn: id.into(),
        policy_type: SCP.into(),
        name: format!("name of {id}"),
        description: String::new(),
        document: document.into(),
        tags: [].into(),
    };
    aws.observed.policies.insert(id.into(), policy);
}

pub(super) fn id_of(aws: &Aws, name: &str) -> String {
    let units = aws.observed.units.iter().map(|(id, one)| (id, &one.name));
    let policies = aws.observed.policies.iter().map(|(id, one)| (id, &one.name));
    units.chain(policies).find(|(_, one)| *one == name).unwrap().0.clone()
}

#[test]
fn an_attachment_of_a_declared_policy_that_nobody_wrote_is_detached() {
    let mut aws = settled(&guarded().0);
    let policy = id_of(&aws, "P");
    attach_by_hand(&mut aws, &policy, ROOT);
    let plan = settle(&guarded().0, &mut aws);
    assert_eq!(ids(&plan), ["detach attach/P@organization/Acme"]);
    assert_eq!(plan.operations[0].reason, Reason::NoLongerWritten { owner: Address::policy("P") });
}

#[test]
fn foreign_things_are_listed_and_left_alone() {
    let mut aws = settled(&guarded().0);
    foreign_policy(&mut aws, "p-foreign1", &deny(&["x:Y"]));
    let dev = id_of(&aws, "Dev");
    attach_by_hand(&mut aws, "p-foreign1", &dev);
    aws.observed.trusted_services.insert("sso.amazonaws.com".into());
    let plan = planned(&guarded().0, &aws.observed).plan;
    assert!(plan.is_empty());
    let unmanaged =
        |kind: &str, id: &str, name: &str| Unmanaged { kind: kind.into(), id: id.into(), name: name.into() };
    assert_eq!(
        plan.unmanaged,
        [
            unmanaged("account", "000000000000", "Payer"),
            unmanaged("attachment", &format!("p-foreign1@{dev}"), "name of p-foreign1"),
            unmanaged("policy", "p-foreign1", "name of p-foreign1"),
            unmanaged("trusted-service", "sso.amazonaws.com", "sso.amazonaws.com"),
        ]
    );
}

#[test]
fn full_access_that_someone_took_off_comes_back() {
    let mut aws = settled(&guarded().0);
    let dev = id_of(&aws, "Dev");
    aws.observed.attachments.retain(|one| !(one.policy == "p-FullAWSAccess" && one.target == dev));
    let plan = settle(&guarded().0, &mut aws);
    assert_eq!(ids(&plan), ["attach attach/FullAWSAccess@ou/Dev"]);
    assert!(
        matches!(&plan.operations[0].reason, Reason::Implied { by, .. } if *by == Address::unit(["Dev"]))
    );
}

#[test]
fn an_allow_list_is_attached_before_full_access_goes() {
    let listed = guarded().policy("List", allow(&["s3:*"])).attach("List", "Dev").detach_full_access("Dev");
    let plan = settle(&listed.0, &mut settled(&guarded().0));
    assert_eq!(
        ids(&plan),
        ["create policy/List", "attach attach/List@ou/Dev", "detach detach/FullAWSAccess@ou/Dev"]
    );
    let bare = guarded().detach_full_access("Dev");
    assert_eq!(
        refused(&bare.0, &settled(&guarded().0).observed),
        [
            "E0608 no service control policy that allows anything would be left at `ou/Dev`: everything below is blocked"
        ]
    );
}

#[test]
fn a_protected_root_keeps_its_policies() {
    let model = guarded().attach("P", "Acme").protect("Acme");
    let aws = settled(&model.0);
    let detached = guarded().protect("Acme");
    let message = "E0702 `P` would be detached from the root of `organization/Acme`, which is protected";
    assert_eq!(refused(&detached.0, &aws.observed), [message]);
    // Protection that is taken out in the same change still holds.
    assert_eq!(refused(&guarded().0, &aws.observed), [message]);
    let mut aws = aws;
    settle(&guarded().attach("P", "Acme").0, &mut aws);
    assert_eq!(ids(&settle(&guarded().0, &mut aws)), ["detach attach/P@organization/Acme"]);
}

/// Nine policies at a unit, which with FullAWSAccess fill it.
fn full() -> Model {
    (1..10).fold(Model::new().unit("Dev").account("dev", "Dev"), |model, number| {
        let name = format!("P{number}");
        model.policy(&name, deny(&[&format!("a:Action{number}")])).attach(&name, "Dev")
    })
}

#[test]
fn a_full_target_swaps_through_a_free_slot() {
    let swapped = full().without("attach/P3@ou/Dev").policy("New", deny(&["n:New"])).attach("New", "Dev");
    let plan = settle(&swapped.0, &mut settled(&full().0));
    assert_eq!(ids(&plan), ["create policy/New", "detach attach/P3@ou/Dev", "attach attach/New@ou/Dev"]);
}

#[test]
fn a_full_target_without_a_slot_to_free_is_refused() {
    let expected = [
        "E1103 `New` cannot be attached at `ou/Dev`: all slots are taken, and none can be freed first without dropping a guard",
    ];
    let more = full().policy("New", deny(&["n:New"])).attach("New", "Dev");
    assert_eq!(refused(&more.0, &settled(&full().0).observed), expected);
    // The new policy carries on what the old one denies: neither can come first.
    let carried = full().without("attach/P3@ou/Dev").policy("New", deny(&["a:Action3"])).attach("New", "Dev");
    assert_eq!(refused(&carried.0, &settled(&full().0).observed), expected);
}

#[test]
fn names_are_given_up_before_they_are_taken() {
    let before = Model::new().unit("A").unit("B").policy("P", deny(&["a:B"])).policy("Q", deny(&["c:D"]));
    let rename = |model: Model, path: &str, to: &str| {
        model.edit(path, |one| match &mut one.body {
            Body::Unit(unit) => unit.name = to.into(),
            other => panic!("{other:?}"),
        })
    };
    let after = rename(before.clone(), "A", "B");
    let after = rename(after, "B", "C").unit("A2");
    let after = rename(after, "A2", "A");
    let plan = settle(&after.0, &mut settled(&before.0));
    assert_eq!(ids(&plan), ["rename ou/B", "rename ou/A", "create ou/A2"]);
    let swapped = rename(rename(before.clone(), "A", "B"), "B", "A");
    assert_eq!(
        refused(&swapped.0, &settled(&before.0).observed),
        ["E1105 no order is possible: `rename ou/A` waits for `rename ou/B` waits for `rename ou/A`"]
    );
    let taken = rename(before.clone(), "A", "B");
    let message = &refused(&taken.0, &settled(&before.0).observed)[0];
    assert!(message.starts_with("E0704 `ou/A` cannot get its name: ou `B`"), "{message}");
}

#[test]
fn tags_are_complete_and_protection_is_one() {
    let mut aws = settled(&guarded().0);
    let tagged = guarded().tag("@dev", "owner", "mira").protect("@dev");
    let plan = settle(&tagged.0, &mut aws);
    assert_eq!(ids(&plan), ["tag account/dev"]);
    let account = aws.observed.accounts.get_mut("000000000003").unwrap();
    assert_eq!(account.tags["orgc:protect"], "two approvals");
    account.tags.insert("by-hand".into(), "1".into());
    account.tags.insert("aws:x".into(), "1".into());
    let plan = settle(&guarded().edit("@dev", |one| one.protect = None::<Protect>).0, &mut aws);
    let changes: Vec<&str> = plan.operations[0].changes.iter().map(|one| one.attribute.as_str()).collect();
    assert_eq!(changes, ["tags.by-hand", "tags.orgc:protect", "tags.owner"]);
    assert_eq!(plan.operations[0].calls, ["organizations:UntagResource"]);
}
