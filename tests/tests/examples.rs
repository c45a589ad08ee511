//! Every example, in each of its versions, is formatted, checked, planned, applied, and then there is
//! nothing left to do.

use orgc_emulator::Service;
use orgc_exec::{Interest, Observe as _};
use orgc_plan::Plan;
use orgc_policy::{Document, Scope};
use orgc_tests::examples::{Beginning, folders, model};
use orgc_tests::project::{Files, read_folder};
use orgc_tests::wire::Wire;
use std::collections::BTreeSet;
use std::path::Path;
use std::time::Duration;

/// Accounts may leave four days after they were made.
const FIVE_DAYS: Duration = Duration::from_secs(5 * 24 * 3600);

/// Checks, plans and applies, and then there is nothing left to do.
async fn settle(folder: &Path, files: &Files, wire: &Wire) -> Plan {
    let (name, desired) = (folder.display(), model(folder, files));
    let plan = wire.plan(&desired).await.expect("there is a way");
    assert!(!plan.is_empty(), "{name} changes something");
    let applied = wire.apply(&plan, &wire.client()).await;
    assert!(applied.is_complete(), "{name}: {:?}", applied.failures().collect::<Vec<_>>());
    let left = wire.plan(&desired).await.expect("there is a way");
    assert!(left.is_empty(), "{name}: {:?}", left.operations);
    plan
}

#[test]
fn every_example_is_formatted() {
    let folders = folders();
    assert!(folders.len() >= 3, "there are examples");
    for folder in folders {
        let files = read_folder(&folder);
        for (path, text) in files.iter().filter(|(path, _)| path.ends_with(".org")) {
            assert_eq!(&orgc_syntax::format(text).text, text, "{}, {path} is formatted", folder.display());
        }
    }
}

#[tokio::test(start_paused = true)]
async fn every_example_reaches_an_empty_plan() {
    for folder in folders() {
        let Beginning { wire, versions, .. } = Beginning::of(&folder).await;
        for files in versions {
            tokio::time::sleep(FIVE_DAYS).await;
            settle(&folder, &files, &wire).await;
        }
    }
}

fn verbs(plan: &Plan) -> BTreeSet<String> {
    plan.operations.iter().map(|one| one.id.0.clone()).collect()
}

#[tokio::test(start_paused = true)]
async fn an_organization_made_by_hand_is_adopted_and_later_changed() {
    let folder = folders().into_iter().find(|folder| folder.ends_with("adoption")).expect("the example");
    let Beginning { wire, versions, ids } = Beginning::of(&folder).await;
    let accounts: BTreeSet<String> = wire.observe(&[]).await.accounts.into_keys().collect();
    let mut plans = Vec::new();
    for files in versions {
        tokio::time::sleep(FIVE_DAYS).await;
        plans.push(settle(&folder, &files, &wire).await);
    }
    let made =
        |plan: &Plan| verbs(plan).into_iter().filter(|id| id.starts_with("create ")).collect::<Vec<_>>();
    assert_eq!(made(&plans[0]), [] as [&str; 0], "adopting makes nothing");
    assert_eq!(made(&plans[1]), ["create account/sandbox", "create ou/Research"]);
    let after = wire.observe(&[]).await;
    let web = after.accounts.get(&ids["222233334444"]).expect("the account of the web is the one there was");
    assert_eq!((web.name.as_str(), web.tags["orgc:id"].as_str()), ("Web Production", "account/web-prod"));
    assert!(!after.accounts.contains_key(&ids["555566667777"]), "the one that was sold has left");
    assert_eq!(after.accounts[&ids["333344445555"]].state, "CLOSED");
    assert!(!after.accounts[&ids["444455556666"]].tags.contains_key("orgc:id"), "the partner's is let go");
    assert_eq!(accounts.difference(&after.accounts.into_keys().collect()).count(), 1);
    assert!(
        !after.units.contains_key(&ids["ou-ab12-12ab34cd"])
            && !after.policies.contains_key(&ids["p-5f6a7b8c9d"])
    );
}

/// The actions that a policy allows.
fn allowed(policy: &Document) -> BTreeSet<String> {
    let actions = policy.statements.iter().map(|statement| match &statement.actions {
        Scope::These(actions) => actions.clone(),
        Scope::AllExcept(_) => panic!("permissions are lists"),
    });
    actions.flatten().collect()
}

/// Calls since the last time, as IAM names the actions.
fn called(wire: &Wire) -> BTreeSet<String> {
    let service = |service: Service| match service {
        Service::Organizations => "organizations",
        Service::Account => "account",
        Service::CloudFormation => "cloudformation",
        Service::Tagging => "tag",
        Service::Sts => "sts",
    };
    let calls = wire.emulator.calls();
    wire.emulator.clear_calls();
    calls.iter().map(|call| format!("{}:{}", service(call.service), call.operation)).collect()
}

#[tokio::test(start_paused = true)]
async fn the_least_permissions_are_what_a_plan_and_its_apply_call() {
    // Rights that AWS asks for inside other calls.
    let inside = ["organizations:TagResource", "cloudformation:TagResource", "iam:CreateServiceLinkedRole"];
    let is_read = |action: &&String| {
        let name = action.split_once(':').map_or("", |(_, name)| name);
        ["List", "Describe", "Get"].iter().any(|verb| name.starts_with(verb))
    };
    for folder in folders() {
        let Beginning { wire, versions, .. } = Beginning::of(&folder).await;
        for files in versions {
            tokio::time::sleep(FIVE_DAYS).await;
            let (name, desired) = (folder.display(), model(&folder, &files));
            called(&wire);
            let observed = wire.client().observe(&Interest::of(&desired)).await.expect("observing works");
            let plan = orgc_plan::plan(&desired, &observed).expect("there is a way").plan;
            let permissions = orgc_plan::permissions(&plan, &observed);
            assert_eq!(allowed(&permissions.plan), called(&wire), "{name}: what the plan reads");
            wire.apply(&plan, &wire.client()).await;
            let (granted, used) = (allowed(&permissions.apply), called(&wire));
            assert_eq!(used.difference(&granted).collect::<Vec<_>>(), [] as [&String; 0], "{name}");
            let unused =
                granted.difference(&used).filter(|one| !is_read(one) && !inside.contains(&one.as_str()));
            assert_eq!(
                unused.collect::<Vec<_>>(),
                [] as [&String; 0],
                "{name}: no right to write is needless"
            );
        }
    }
}
