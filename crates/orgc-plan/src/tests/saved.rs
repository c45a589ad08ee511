//! Saved plans: their wire form, and whether they still fit.

use super::example::{first, second};
use super::{planned, settled};
use crate::plan::{FORMAT, Plan};
use crate::{PlanFileError, Stale, stale};
use orgc_diag::Diagnostic;
use orgc_ir::Address;
use orgc_ir::desired::RemovalVerb;

#[test]
fn a_plan_reads_back_as_it_was() {
    let aws = settled(&first().0);
    let plan = planned(&second().0, &aws.observed).plan;
    assert_eq!(Plan::from_json(&plan.to_json()), Ok(plan));
}

#[test]
fn other_formats_and_broken_files_are_refused() {
    let plan = planned(&first().0, &Default::default()).plan.to_json();
    let newer = plan.replacen(&format!("\"format\": {FORMAT}"), &format!("\"format\": {}", FORMAT + 1), 1);
    assert_eq!(Plan::from_json(&newer), Err(PlanFileError::Format { found: FORMAT + 1 }));
    let broken = Plan::from_json(plan.get(..plan.len() / 2).unwrap()).unwrap_err();
    assert!(matches!(broken, PlanFileError::Broken { .. }));
    assert_eq!(Diagnostic::from(broken).code.id(), "E1106");
    assert!(matches!(Plan::from_json("{}"), Err(PlanFileError::Broken { .. })));
}

#[test]
fn a_stale_plan_names_what_changed() {
    let aws = settled(&first().0);
    let plan = planned(&second().0, &aws.observed).plan;
    assert_eq!(stale(&plan, &second().0, &aws.observed), Ok(()));
    assert_eq!(stale(&plan, &first().0, &aws.observed), Err(Stale { sources: true, live: vec![] }));

    let mut other = aws.observed.clone();
    let untouched = other.accounts.values_mut().find(|one| one.name == "Acme dev").unwrap();
    untouched.name = "By hand".into();
    assert_eq!(stale(&plan, &second().0, &other), Ok(()), "the plan does not touch it");

    let staging = other.accounts.values_mut().find(|one| one.name == "Acme staging").unwrap();
    staging.parent = "r-root".into();
    let found = stale(&plan, &second().0, &other).unwrap_err();
    assert_eq!(found.live, [Address::account("staging")]);
    let finding = Diagnostic::from(found);
    assert_eq!(
        (finding.code.id(), finding.message.as_str()),
        ("E1101", "`account/staging` changed in the organization since the plan was made")
    );
}

#[test]
fn a_plan_that_closes_is_stale_when_the_account_is_another() {
    let aws = settled(&first().account("lab", "Acme").0);
    let model = first().remove(RemovalVerb::Close, "account/lab");
    let plan = planned(&model.0, &aws.observed).plan;
    assert_eq!(stale(&plan, &model.0, &aws.observed), Ok(()));
    let mut other = aws.observed.clone();
    let lab = other.accounts.values_mut().find(|one| one.name == "Acme lab").unwrap();
    lab.tags.insert("keep".into(), "please".into());
    assert_eq!(stale(&plan, &model.0, &other).unwrap_err().live, [Address::account("lab")]);
    let reason = model.clone().remove(RemovalVerb::Release, "account/lab");
    assert!(stale(&plan, &reason.0, &aws.observed).unwrap_err().sources);
}
