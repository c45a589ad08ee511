//! The documents of the chapter on management policies, created on the emulator, which has checks of its own.

use orgc_ir::desired::{Body, Resource, TrustedService};
use orgc_ir::{Address, Desired};
use orgc_policy::{Family, PolicyType, service_name};
use orgc_tests::project::{check, files};
use orgc_tests::spec::{Role, parse};
use orgc_tests::wire::{Wire, failures};
use std::collections::BTreeSet;

const CHAPTER: &str = include_str!("../spec/management-policies.md");

/// The models of the chapter that have no errors and whose documents it shows.
fn models() -> Vec<Desired> {
    let specs = parse(CHAPTER);
    let shown = specs.iter().filter(|spec| spec.blocks.iter().any(|one| matches!(one.role, Role::Policy(_))));
    shown.map(|spec| check(&files(&spec.blocks)).desired.expect("a model without errors")).collect()
}

/// The AWS names of the types of the policies in a model.
fn types(desired: &Desired) -> Vec<String> {
    let policy_type = |body: &Body| match body {
        Body::Policy(policy) => Some(policy.policy_type.clone()),
        _ => None,
    };
    desired.resources.values().filter_map(|resource| policy_type(&resource.body)).collect()
}

/// The model with the trusted access that a person would add: where no primary source says that a type needs
/// it, nothing implies it, and the emulator wants it.
fn trusting(mut desired: Desired) -> Desired {
    for aws_name in types(&desired) {
        let policy_type = PolicyType::aws_named(&aws_name).expect("a type");
        let unsure = policy_type.unverified.iter().any(|field| field == "trusted-service");
        let Some(principal) = policy_type.trusted_service.clone().filter(|_| unsure) else { continue };
        let address = Address::new("trust", service_name(&principal).expect("a known service"));
        let enabled = Address::new("policy-type", &policy_type.name);
        let alike = desired.resources.get(&enabled).expect("the type is enabled").clone();
        let body = Body::TrustedService(TrustedService { principal });
        desired.resources.insert(address, Resource { body, ..alike });
    }
    desired
}

#[test]
fn the_chapter_shows_every_management_type() {
    let shown: BTreeSet<String> = models().iter().flat_map(types).collect();
    let management = PolicyType::all().iter().filter(|one| one.family == Family::Management);
    assert_eq!(shown, management.map(|one| one.aws_name.clone()).collect());
}

#[tokio::test(start_paused = true)]
async fn the_emulator_accepts_every_document() {
    for desired in models().into_iter().map(trusting) {
        let wire = Wire::default();
        let plan = wire.plan(&desired).await.expect("a plan");
        let applied = wire.apply(&plan, &wire.client()).await;
        assert_eq!(failures(&applied), [] as [&str; 0], "{:?}", types(&desired));
        let created = wire.emulator.view().organization.expect("an organization").policies;
        for policy_type in types(&desired) {
            assert!(created.iter().any(|policy| policy.policy_type == policy_type), "{policy_type}");
        }
    }
}
