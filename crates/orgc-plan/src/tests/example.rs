//! The main example: made, changed, and quiet in between.

use super::interpreter::Aws;
use super::model::{Model, deny};
use super::{ids, planned, settle, settled};
use crate::plan::Verb;
use orgc_ir::Text;

pub(super) fn first() -> Model {
    Model::new()
        .protect("Acme")
        .unit("Development")
        .account("dev", "Development")
        .account("staging", "Development")
        .policy("DenyLeavingOrg", deny(&["organizations:LeaveOrganization"]))
        .attach("DenyLeavingOrg", "Development")
        .stack_set("SecurityBaseline")
        .deploy("SecurityBaseline", "Acme", &["us-east-1"], &[])
}

pub(super) fn second() -> Model {
    first()
        .unit("Staging")
        .account("staging", "Staging")
        .attach("DenyLeavingOrg", "Staging")
        .policy("DenyLeavingOrg", deny(&["organizations:LeaveOrganization", "cloudtrail:StopLogging"]))
}

#[test]
fn the_first_plan_makes_everything_in_an_order_that_reads() {
    let plan = settle(&first().0, &mut Aws::default());
    insta::assert_snapshot!(ids(&plan).join("\n"), @r"
    create organization/Acme
    tag organization/Acme
    enable policy-type/scp
    enable trust/stacksets
    enable trust/stacksets-access
    create policy/DenyLeavingOrg
    create ou/Development
    create account/dev
    create account/staging
    attach attach/DenyLeavingOrg@ou/Development
    move account/dev
    move account/staging
    create baseline/SecurityBaseline/stack-set
    deploy baseline/SecurityBaseline/instances@organization/Acme
    ");
    let notes = [
        "AWS makes accounts in the root: until its move, each of 2 new accounts stands only under the guards of the root",
    ];
    assert_eq!(plan.notes, notes);
    assert_eq!(plan.unmanaged, []);
}

#[test]
fn the_second_version_moves_one_account_behind_its_guards() {
    let mut aws = settled(&first().0);
    let plan = settle(&second().0, &mut aws);
    insta::assert_snapshot!(ids(&plan).join("\n"), @r"
    update policy/DenyLeavingOrg
    create ou/Staging
    attach attach/DenyLeavingOrg@ou/Staging
    move account/staging
    ");
    let relocation = plan.operations.iter().find(|one| one.verb == Verb::Move).unwrap();
    assert!(relocation.waits_for.iter().any(|one| one.0 == "attach attach/DenyLeavingOrg@ou/Staging"));
    let change = &relocation.changes[0];
    assert_eq!(
        (change.before.as_deref(), change.after.as_ref()),
        (Some("ou/Development"), Some(&Text::from("ou/Staging")))
    );
    assert_eq!(aws.deleted_stacks, 0);
}

#[test]
fn what_aws_formats_is_no_change() {
    let mut aws = settled(&first().0);
    for policy in aws.observed.policies.values_mut() {
        policy.document = policy
            .document
            .replace(":{", ": {\n")
            .replace(r#"["organizations:LeaveOrganization"]"#, r#""organizations:LeaveOrganization""#);
    }
    assert!(planned(&first().0, &aws.observed).plan.is_empty());
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let aws = settled(&first().0);
    let text = || planned(&second().0, &aws.observed).plan.to_json();
    assert_eq!(text(), text());
}
