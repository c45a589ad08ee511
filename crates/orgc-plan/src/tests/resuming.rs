//! Interrupted anywhere, run again: it converges, without a second account.

use super::example::{first, second};
use super::interpreter::Aws;
use super::model::{Model, allow, deny};
use super::{ids, planned, refused, settle, settled};
use orgc_ir::desired::Body;
use orgc_ir::{Address, Attribute, Desired, Part, Reference, Text};

/// Interrupts after every operation, and goes on.
pub(super) fn resume_everywhere(desired: &Desired, before: &Aws) {
    let plan = planned(desired, &before.observed).plan;
    for done in 0..=plan.operations.len() {
        let mut aws = before.clone();
        aws.apply(&plan, done);
        settle(desired, &mut aws);
    }
}

#[test]
fn the_example_converges_from_every_step() {
    resume_everywhere(&first().0, &Aws::default());
    resume_everywhere(&second().0, &settled(&first().0));
}

#[test]
fn protected_accounts_and_a_bare_root_converge_from_every_step() {
    let model = first()
        .protect("@dev")
        .policy("Allowed", allow(&["s3:*"]))
        .attach("Allowed", "Acme")
        .attach("Allowed", "Development")
        .detach_full_access("Acme")
        .detach_full_access("Development");
    resume_everywhere(&model.0, &Aws::default());
    resume_everywhere(&model.clone().protect("@staging").0, &settled(&model.0));
}

#[test]
fn references_and_overrides_converge_from_every_step() {
    let dev = Reference::new(Address::account("dev"), Attribute::Id);
    let named = Text::new([
        Part::Literal(r#"{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"s3:*","Resource":"arn:aws:s3:::"#.into()),
        Part::Reference(dev.clone()),
        Part::Literal(r#""}]}"#.into()),
    ]);
    let model = |level: &str| {
        first()
            .policy("OnlyDev", named.clone())
            .attach("OnlyDev", "Acme")
            .attach("OnlyDev", "Development")
            .edit_set("SecurityBaseline", |set| _ = set.parameters.insert("Dev".into(), dev.clone().into()))
            .deploy("SecurityBaseline", "Development", &["eu-west-1"], &[("Level", level)])
    };
    resume_everywhere(&model("low").0, &Aws::default());
    resume_everywhere(&model("high").0, &settled(&model("low").0));
}

#[test]
fn a_declared_management_account_is_set_up_with_its_organization() {
    let mut model = Model::new().account("payer", "Acme").tag("@payer", "cost", "shared");
    let payer = model.0.resources.get_mut(&Address::account("payer")).unwrap();
    if let Body::Account(account) = &mut payer.body {
        account.management = true;
        account.email = "root@acme.com".into();
    }
    resume_everywhere(&model.0, &Aws::default());
}

#[test]
fn a_guard_that_wanders_converges_from_every_step() {
    let before = Model::new()
        .unit("Dev")
        .account("dev", "Dev")
        .policy("Both", deny(&["a:One", "b:Two"]))
        .attach("Both", "Dev");
    let after = Model::new()
        .unit("Dev")
        .account("dev", "Dev")
        .policy("Both", deny(&["a:One"]))
        .policy("Two", deny(&["b:Two"]))
        .attach("Both", "Acme")
        .attach("Two", "Dev");
    resume_everywhere(&after.0, &settled(&before.0));
    resume_everywhere(&before.clone().policy("Two", deny(&["c:Three"])).0, &settled(&after.0));
}

/// Policies that deny one action each, attached at one unit.
fn denying(pairs: &[(&str, &str)]) -> Model {
    let model = Model::new().unit("Dev").account("dev", "Dev");
    pairs.iter().fold(model, |model, (name, action)| model.policy(name, deny(&[action])).attach(name, "Dev"))
}

#[test]
fn texts_that_change_places_go_over_a_wider_one() {
    let before = settled(&denying(&[("One", "a:One"), ("Two", "b:Two")]).0);
    let after = denying(&[("One", "b:Two"), ("Two", "a:One")]);
    let plan = planned(&after.0, &before.observed).plan;
    assert_eq!(ids(&plan), ["update policy/One (widened)", "update policy/Two", "update policy/One"]);
    let texts: Vec<String> =
        plan.operations.iter().map(|one| one.changes[0].after.as_ref().unwrap().to_string()).collect();
    assert_eq!(
        texts[0],
        r#"{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"b:Two","Resource":"*"},{"Effect":"Deny","Action":"a:One","Resource":"*"}]}"#
    );
    assert_eq!(plan.operations[2].changes[0].before.as_ref(), Some(&texts[0]));
    resume_everywhere(&after.0, &before);
}

#[test]
fn texts_that_go_round_or_stand_apart_change_places_too() {
    let before = denying(&[("One", "a:One"), ("Two", "b:Two"), ("Three", "c:Three")]);
    let after = denying(&[("One", "b:Two"), ("Two", "c:Three"), ("Three", "a:One")]);
    resume_everywhere(&after.0, &settled(&before.0));
    let apart = |one: &str, two: &str| {
        denying(&[("One", one)])
            .unit("Prod")
            .account("prod", "Prod")
            .policy("Two", deny(&[two]))
            .attach("Two", "Prod")
    };
    resume_everywhere(&apart("b:Two", "a:One").0, &settled(&apart("a:One", "b:Two").0));
}

#[test]
fn a_policy_that_is_attached_on_the_way_is_attached_as_the_wider_one() {
    let guarded = |policies: [(&str, &[&str]); 2]| {
        let model = Model::new().account("one", "Acme").account("two", "Acme");
        policies.into_iter().fold(model, |model, (name, denied)| model.policy(name, deny(denied)))
    };
    let before = guarded([("P", &["a:A", "d:D"]), ("S", &["b:B", "c:C"])]);
    let before = before.attach("P", "Acme").attach("S", "@one");
    let after = guarded([("P", &["a:A", "b:B", "c:C"]), ("S", &["a:A", "c:C", "d:D"])]);
    let after = after.attach("S", "Acme").attach("P", "@one");
    resume_everywhere(&after.0, &settled(&before.0));
}

#[test]
fn texts_that_allow_do_not_change_places() {
    let both = |denied: &str| {
        format!(
            r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Action":"s3:*","Resource":"*"}},{{"Effect":"Deny","Action":"{denied}","Resource":"*"}}]}}"#
        )
    };
    let model = |one: &str, two: &str| {
        let model = Model::new().unit("Dev").account("dev", "Dev");
        let model = model.policy("One", both(one)).policy("Two", both(two));
        model.attach("One", "Dev").attach("Two", "Dev")
    };
    let aws = settled(&model("a:One", "b:Two").0);
    let refused = refused(&model("b:Two", "a:One").0, &aws.observed);
    assert!(refused[0].starts_with("E1105 no order is possible"), "{refused:?}");
}

#[test]
fn without_room_for_the_text_between_the_change_is_refused() {
    let long = |service: &str| {
        let actions: Vec<String> = (0..300).map(|number| format!("{service}:Action{number}")).collect();
        deny(&actions.iter().map(String::as_str).collect::<Vec<_>>())
    };
    let model = |one: &str, two: &str| {
        let model =
            Model::new().unit("Dev").account("dev", "Dev").policy("One", long(one)).policy("Two", long(two));
        model.attach("One", "Dev").attach("Two", "Dev")
    };
    let aws = settled(&model("first", "second").0);
    assert_eq!(
        refused(&model("second", "first").0, &aws.observed),
        [
            "E1105 no order is possible: `update policy/One` waits for `update policy/Two` waits for `update policy/One`"
        ]
    );
}
