//! The documents of the chapter on management policies, created on the emulator, which has checks of its own.

use orgc_ir::Desired;
use orgc_ir::desired::Body;
use orgc_policy::{Family, PolicyType};
use orgc_tests::project::{check, files};
use orgc_tests::spec::{Role, parse};
use orgc_tests::wire::Wire;
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

#[test]
fn the_chapter_shows_every_management_type() {
    let shown: BTreeSet<String> = models().iter().flat_map(types).collect();
    let management = PolicyType::all().iter().filter(|one| one.family == Family::Management);
    assert_eq!(shown, management.map(|one| one.aws_name.clone()).collect());
}

#[tokio::test(start_paused = true)]
async fn the_emulator_accepts_every_document() {
    for desired in models() {
        let wire = Wire::default();
        let plan = wire.plan(&desired).await.expect("a plan");
        let applied = wire.apply(&plan, &wire.client()).await;
        let failures: Vec<String> = applied.failures().map(|(id, fault)| format!("{id}: {fault}")).collect();
        assert_eq!(failures, Vec::<String>::new(), "{:?}", types(&desired));
        let created = wire.emulator.view().organization.expect("an organization").policies;
        for policy_type in types(&desired) {
            assert!(created.iter().any(|policy| policy.policy_type == policy_type), "{policy_type}");
        }
    }
}
