//! What accounts can do otherwise after a plan.

use super::interpreter::{Aws, ROOT};
use super::model::{Model, allow, deny};
use super::relations::{attach_by_hand, foreign_policy, id_of};
use super::{planned, settled};
use crate::access::access;
use orgc_policy::{Obstacle, Shift, Turn};

fn two() -> Model {
    Model::new()
        .unit("Dev")
        .unit("Prod")
        .account("one", "Dev")
        .account("two", "Dev")
        .policy("Trail", deny(&["cloudtrail:StopLogging"]))
        .attach("Trail", "Dev")
}

/// The accounts, what opens (`+`) and what closes (`-`), and an action of each.
fn told(desired: &Model, aws: &Aws) -> Option<Vec<String>> {
    let plan = planned(&desired.0, &aws.observed).plan;
    Some(access(&plan, &aws.observed)?.shifts.iter().flat_map(lines).collect())
}

fn lines(shift: &Shift<String>) -> Vec<String> {
    let turns = |sign: &str, turns: &[Turn]| -> Vec<String> {
        turns.iter().map(|turn| format!("{} {sign} {}", shift.accounts.join(" "), words(turn))).collect()
    };
    [turns("+", &shift.gained), turns("-", &shift.lost)].concat()
}

fn words(turn: &Turn) -> String {
    let action = &turn.example.as_ref().expect("decided").action;
    match &turn.obstacle {
        Obstacle::Denies { policy, target, .. } => format!("{action} {policy} {target}"),
        Obstacle::Silent { target } => format!("{action} {target}"),
    }
}

#[test]
fn a_policy_that_grows_takes_something_from_all_below_it() {
    let aws = settled(&two().0);
    let grown = two().policy("Trail", deny(&["cloudtrail:StopLogging", "cloudtrail:DeleteTrail"]));
    assert_eq!(told(&grown, &aws).unwrap(), ["one two - cloudtrail:DeleteTrail Trail ou/Dev"]);
}

#[test]
fn an_account_that_moves_leaves_guards_and_meets_others() {
    let wanted = two().policy("Keys", deny(&["iam:CreateAccessKey"])).attach("Keys", "Prod");
    let aws = settled(&wanted.0);
    let moved = wanted.account("two", "Prod");
    assert_eq!(
        told(&moved, &aws).unwrap(),
        ["two + cloudtrail:StopLogging Trail ou/Dev", "two - iam:CreateAccessKey Keys ou/Prod"]
    );
}

#[test]
fn the_same_guards_elsewhere_change_nothing() {
    let aws = settled(&two().0);
    let above = two().without("attach/Trail@ou/Dev").attach("Trail", "Acme");
    assert_eq!(told(&above, &aws).unwrap(), [] as [&str; 0]);
    let split = two()
        .policy("Trail", deny(&["cloudtrail:Stop*"]))
        .policy("More", deny(&["cloudtrail:StopLogging"]))
        .attach("More", "Dev");
    assert_eq!(told(&split, &aws).unwrap(), ["one two - cloudtrail:Stop Trail ou/Dev"]);
}

#[test]
fn what_is_attached_by_hand_counts() {
    let mut aws = settled(&two().0);
    foreign_policy(&mut aws, "p-foreign1", &deny(&["cloudtrail:*"]));
    attach_by_hand(&mut aws, "p-foreign1", ROOT);
    let grown = two().policy("Trail", deny(&["cloudtrail:StopLogging", "cloudtrail:DeleteTrail"]));
    assert_eq!(told(&grown, &aws).unwrap(), [] as [&str; 0], "it was denied already");
}

#[test]
fn an_allow_list_closes_what_it_does_not_list() {
    let aws = settled(&two().0);
    let listed = two().policy("List", allow(&["s3:*"])).attach("List", "Prod").account("two", "Prod");
    let told = told(&listed, &aws).unwrap();
    // Beside FullAWSAccess a list closes nothing; the guard that is left behind opens something.
    assert_eq!(told, ["two + cloudtrail:StopLogging Trail ou/Dev"]);
}

#[test]
fn accounts_that_come_or_leave_are_not_compared() {
    let aws = settled(&two().0);
    let more = two().account("three", "Dev");
    assert_eq!(told(&more, &aws), None);
    let guarded = two().account("three", "Dev").policy("More", deny(&["s3:*"])).attach("More", "@three");
    assert_eq!(told(&guarded, &aws), None);
    assert_eq!(told(&two(), &Aws::default()), None);
}

#[test]
fn full_access_that_comes_back_opens_everything() {
    let mut aws = settled(&two().0);
    let dev = id_of(&aws, "Dev");
    aws.observed.attachments.retain(|one| !(one.policy == "p-FullAWSAccess" && one.target == dev));
    assert_eq!(told(&two(), &aws).unwrap(), ["one two + ec2:RunInstances ou/Dev"]);
}

#[test]
fn accounts_under_a_policy_that_cannot_be_read_are_not_compared() {
    let mut aws = settled(&two().account("three", "Prod").0);
    foreign_policy(&mut aws, "p-foreign1", r#"{"Statement":"?"}"#);
    let dev = id_of(&aws, "Dev");
    attach_by_hand(&mut aws, "p-foreign1", &dev);
    let grown =
        two().account("three", "Prod").policy("Trail", deny(&["cloudtrail:*"])).attach("Trail", "Acme");
    let plan = planned(&grown.0, &aws.observed).plan;
    let told = access(&plan, &aws.observed).unwrap();
    assert_eq!(told.unread, ["name of p-foreign1".to_owned()].into());
    assert_eq!(told.shifts.iter().flat_map(lines).collect::<Vec<_>>().len(), 1, "of `three` alone");
    assert_eq!(told.shifts[0].accounts, ["three"]);
}
