//! Small random organizations: from anything to anything, interrupted anywhere.

use super::interpreter::Aws;
use super::model::{Model, deny};
use super::resuming::resume_everywhere;
use super::{planned, settle};
use crate::plan;
use orgc_ir::desired::AutoDeployment;
use proptest::prelude::*;

const UNITS: [&str; 4] = ["A", "A/Deep", "B", "B/Deep"];
const ACCOUNTS: [&str; 3] = ["x", "y", "z"];
const POLICIES: [&str; 3] = ["P", "Q", "R"];
const TARGETS: [&str; 8] = ["Acme", "A", "A/Deep", "B", "B/Deep", "@x", "@y", "@z"];
const ACTIONS: [&str; 3] = ["a:One", "b:Two", "c:Three"];

/// Units, accounts and policies are always the same, as nothing may vanish; all else varies.
fn organizations() -> impl Strategy<Value = Model> {
    let places = prop::collection::vec(0..=UNITS.len(), ACCOUNTS.len());
    // A policy keeps its text or grows one; with texts that wander there is not always a safe order.
    let attachments = prop::collection::btree_set((0..POLICIES.len(), 0..TARGETS.len()), 0..8);
    let deployments =
        prop::collection::btree_map(0..TARGETS.len(), (any::<bool>(), any::<bool>(), any::<bool>()), 0..4);
    (places, attachments, deployments, any::<bool>(), any::<bool>()).prop_map(
        |(places, attachments, deployments, wide, tagged)| {
            let mut model = UNITS.iter().fold(Model::new(), |model, path| model.unit(path));
            for (account, place) in ACCOUNTS.iter().zip(places) {
                model = model.account(account, UNITS.get(place).unwrap_or(&"Acme"));
            }
            for (index, policy) in POLICIES.iter().enumerate() {
                let actions = if wide { vec![ACTIONS[index], "d:Four"] } else { vec![ACTIONS[index]] };
                model = model.policy(policy, deny(&actions));
            }
            for (policy, target) in attachments {
                model = model.attach(POLICIES[policy], TARGETS[target]);
            }
            // Single accounts are deployed to by a set that does not follow accounts: in one that does,
            // AWS counts their units as targets, and whoever joins gets a stack that nobody wrote.
            let manual = Some(AutoDeployment { enabled: false, retain_on_leave: false });
            model =
                model.stack_set("Base").stack_set("Own").edit_set("Own", |set| set.auto_deployment = manual);
            for (target, (two, low, own)) in deployments {
                let set = if own || TARGETS[target].starts_with('@') { "Own" } else { "Base" };
                let regions: &[&str] = if two { &["eu-west-1", "us-east-1"] } else { &["eu-west-1"] };
                model =
                    model.deploy(set, TARGETS[target], regions, if low { &[("Level", "low")] } else { &[] });
            }
            if tagged { model.tag("@x", "owner", "mira") } else { model }
        },
    )
}

/// One unit with an account beside another one, and policies that deny anything anywhere.
fn wandering_texts() -> impl Strategy<Value = Model> {
    let texts = prop::collection::vec(
        prop::collection::btree_set(0..ACTIONS.len(), 1..=ACTIONS.len()),
        POLICIES.len(),
    );
    let targets = ["Acme", "A", "@x", "@y"];
    let attachments = prop::collection::btree_set((0..POLICIES.len(), 0..targets.len()), 0..8);
    (texts, attachments, any::<bool>()).prop_map(move |(texts, attachments, moved)| {
        let mut model =
            Model::new().unit("A").account("x", if moved { "Acme" } else { "A" }).account("y", "Acme");
        for (policy, text) in POLICIES.iter().zip(texts) {
            let actions: Vec<&str> = text.into_iter().map(|index| ACTIONS[index]).collect();
            model = model.policy(policy, deny(&actions));
        }
        let attach =
            |model: Model, (policy, target): (usize, usize)| model.attach(POLICIES[policy], targets[target]);
        attachments.into_iter().fold(model, attach)
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn from_anything_to_anything_through_any_interruption(
        before in organizations(),
        after in organizations(),
        stop in any::<prop::sample::Index>(),
    ) {
        let mut aws = Aws::default();
        settle(&before.0, &mut aws);
        let plan = planned(&after.0, &aws.observed).plan;
        aws.apply(&plan, stop.index(plan.operations.len() + 1));
        settle(&after.0, &mut aws);
        prop_assert_eq!(aws.observed.accounts.len(), ACCOUNTS.len() + 1);
    }

    #[test]
    fn where_texts_wander_a_plan_is_refused_or_can_be_interrupted_anywhere(
        before in wandering_texts(),
        after in wandering_texts(),
    ) {
        let mut aws = Aws::default();
        settle(&before.0, &mut aws);
        if plan(&after.0, &aws.observed).is_ok() {
            resume_everywhere(&after.0, &aws);
        }
    }
}
