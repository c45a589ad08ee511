//! Interrupted anywhere, run again: it converges, without a second account.

use super::example::{first, second};
use super::interpreter::Aws;
use super::model::{Model, allow, deny};
use super::{planned, settle, settled};
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
