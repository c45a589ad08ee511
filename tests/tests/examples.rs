//! Every example, in each of its versions, is formatted, checked, planned, applied, and then there is
//! nothing left to do.

use orgc::compile::{Compiled, compile};
use orgc::config::Config;
use orgc_diag::{Diagnostic, FileId, SourceMap};
use orgc_emulator::{Service, Settings};
use orgc_exec::{Interest, Observe as _};
use orgc_ir::desired::Body;
use orgc_ir::{Desired, MemoryWorld};
use orgc_plan::Plan;
use orgc_plugin::PluginKinds;
use orgc_policy::{Document, Scope};
use orgc_tests::existing::Existing;
use orgc_tests::project::{Files, read_folder};
use orgc_tests::sweep::{Calls, sweep};
use orgc_tests::wire::Wire;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::time::Duration;

/// The folders of the examples.
fn examples() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples");
    let entries = fs::read_dir(folder).expect("the folder of the examples");
    let mut found: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    found.sort();
    found
}

/// The versions of an example: as it is, and as `later/` changes it, if it does. The cases of a plugin are
/// projects of their own.
fn versions(folder: &Path) -> Vec<Files> {
    let all = read_folder(folder).into_iter().filter(|(path, _)| !path.starts_with("tests/"));
    let (later, first): (Files, Files) = all.partition(|(path, _)| path.starts_with("later/"));
    if later.is_empty() {
        return vec![first];
    }
    let changed = later.into_iter().map(|(path, text)| (path.replacen("later/", "", 1), text));
    let second = first.clone().into_iter().chain(changed).collect();
    vec![first, second]
}

/// The plugins that the example brings: what its own script built.
fn components(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let entries = fs::read_dir(folder).expect("the folder of an example");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    let components = paths.filter(|path| path.extension().is_some_and(|extension| extension == "wasm"));
    let name = |path: &Path| path.file_name().expect("a file has a name").to_string_lossy().into_owned();
    components.map(|path| (name(&path), fs::read(&path).expect("a component"))).collect()
}

/// Its own settings: the quotas that `orgc.toml` raises.
fn compiled(folder: &Path, files: &Files, plugins: &PluginKinds) -> Compiled {
    let text = files.get("orgc.toml").expect("an example is a project");
    let config = Config::parse(FileId(0), text).expect("the settings are in order");
    let texts = files.iter().map(|(path, text)| (path.clone(), text.clone().into_bytes()));
    let world = MemoryWorld::new(texts.chain(components(folder)));
    compile(&world, &config, plugins, SourceMap::new())
}

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
    let examples = examples();
    assert!(examples.len() >= 3, "there are examples");
    for folder in examples {
        let files = read_folder(&folder);
        for (path, text) in files.iter().filter(|(path, _)| path.ends_with(".org")) {
            assert_eq!(&orgc_syntax::format(text).text, text, "{}, {path} is formatted", folder.display());
        }
    }
}

#[tokio::test(start_paused = true)]
async fn every_example_that_begins_with_nothing_reaches_an_empty_plan() {
    for folder in examples().into_iter().filter(|folder| !folder.ends_with("adoption")) {
        let wire = Wire::new(Settings { account_quota: 50, ..Settings::default() });
        for files in versions(&folder) {
            settle(&folder, &files, &wire).await;
        }
    }
}

/// Makes the organization that the example adopts, as its `before.sh` does. Gives the ids that the
/// example writes, and those that there are.
async fn existing(wire: &Wire, files: &Files) -> Vec<(&'static str, String)> {
    let found = Existing::new(wire).await;
    let eng = found.unit(&found.root, "Eng");
    let legacy = found.unit(&found.root, "Legacy");
    let empty = found.unit(&legacy, "Empty");
    let frontend = found.account(&eng, "Frontend", "aws+web@acme.com").await;
    let sandbox = found.account(&legacy, "Old Sandbox", "aws+sandbox@acme.com").await;
    let partner = found.account(&legacy, "Partner Lab", "aws+partner@acme.com").await;
    let spun_off = found.account(&legacy, "Spun Off", "aws+spun-off@acme.com").await;
    let deny = found.policy(&eng, "LegacyDeny", &files["policies/legacy-deny.json"]);
    let lock = found.policy(&legacy, "OldRegionLock", &files["policies/old-region-lock.json"]);
    vec![
        ("o-a1b2c3d4e5", found.id),
        ("ou-ab12-cd34ef56", eng),
        ("ou-ab12-ef56ab78", legacy),
        ("ou-ab12-12ab34cd", empty),
        ("222233334444", frontend),
        ("333344445555", sandbox),
        ("444455556666", partner),
        ("555566667777", spun_off),
        ("p-0a1b2c3d4e", deny),
        ("p-5f6a7b8c9d", lock),
    ]
}

fn with_ids(mut files: Files, ids: &[(&str, String)]) -> Files {
    for text in files.values_mut() {
        *text = ids.iter().fold(text.clone(), |text, (written, real)| text.replace(written, real));
    }
    files
}

fn verbs(plan: &Plan) -> BTreeSet<String> {
    plan.operations.iter().map(|one| one.id.0.clone()).collect()
}

/// The model of an example.
fn model(folder: &Path, files: &Files) -> Desired {
    static STANDARD: LazyLock<PluginKinds> = LazyLock::new(orgc::plugins::standard);
    let checked = compiled(folder, files, &STANDARD);
    let errors: Vec<&Diagnostic> = checked.diagnostics.iter().filter(|one| one.is_error()).collect();
    let name = folder.display();
    assert!(
        errors.is_empty(),
        "{name} (`cargo xtask examples` builds its plugin, if it has one): {errors:?}"
    );
    checked.desired.expect("without errors there is a model")
}

/// Accounts may leave four days after they were made.
const FIVE_DAYS: Duration = Duration::from_secs(5 * 24 * 3600);

#[tokio::test(start_paused = true)]
async fn an_organization_made_by_hand_is_adopted_and_later_changed() {
    let folder = examples().into_iter().find(|folder| folder.ends_with("adoption")).expect("the example");
    let wire = Wire::new(Settings {
        management_account_id: "012345678901".into(),
        management_account_email: "root@acme.com".into(),
        management_account_name: "Acme Payer".into(),
        ..Settings::default()
    });
    let versions = versions(&folder);
    let ids = existing(&wire, &versions[0]).await;
    let accounts: BTreeSet<String> = wire.observe(&[]).await.accounts.into_keys().collect();
    let mut plans = Vec::new();
    for files in versions {
        tokio::time::sleep(FIVE_DAYS).await;
        plans.push(settle(&folder, &with_ids(files, &ids), &wire).await);
    }
    let made =
        |plan: &Plan| verbs(plan).into_iter().filter(|id| id.starts_with("create ")).collect::<Vec<_>>();
    assert_eq!(made(&plans[0]), [] as [&str; 0], "adopting makes nothing");
    assert_eq!(made(&plans[1]), ["create account/sandbox", "create ou/Research"]);
    let after = wire.observe(&[]).await;
    let web = after.accounts.get(&ids[4].1).expect("the account of the web is the one there was");
    assert_eq!((web.name.as_str(), web.tags["orgc:id"].as_str()), ("Web Production", "account/web-prod"));
    assert!(!after.accounts.contains_key(&ids[7].1), "the one that was sold has left");
    assert_eq!(after.accounts[&ids[5].1].state, "CLOSED");
    assert!(!after.accounts[&ids[6].1].tags.contains_key("orgc:id"), "the partner's is let go");
    assert_eq!(accounts.difference(&after.accounts.into_keys().collect()).count(), 1);
    assert!(!after.units.contains_key(&ids[3].1) && !after.policies.contains_key(&ids[9].1));
}

/// Kills the process that carries out an example's plan at the first call of each operation that writes; where few things change, at each call.
async fn survive(folder: &Path, wire: &Wire, files: &Files) -> usize {
    let desired = model(folder, files);
    let plan = wire.plan(&desired).await.expect("there is a way");
    let calls = if plan.operations.len() < 20 { Calls::All } else { Calls::First };
    sweep(wire, &plan, calls, async |wire, at| {
        let plan = wire.plan(&desired).await.expect("there is a way on");
        let applied = wire.apply(&plan, &wire.client()).await;
        let failures: Vec<_> = applied.failures().collect();
        assert!(failures.is_empty(), "{}, {at}: {failures:?}", folder.display());
        let left = wire.plan(&desired).await.expect("there is a way");
        assert!(left.is_empty(), "{}, {at}: {:?}", folder.display(), left.operations);
        let emails: Vec<String> =
            wire.observe(&[]).await.accounts.into_values().map(|one| one.email).collect();
        let distinct: BTreeSet<&String> = emails.iter().collect();
        let accounts = desired.resources.values().filter(|one| matches!(one.body, Body::Account(_))).count();
        assert_eq!(distinct.len(), emails.len(), "no account is made twice: {at}");
        assert!(emails.len() <= accounts + 1, "no account is made that nobody declares: {at}: {emails:?}");
    })
    .await
}

#[tokio::test(start_paused = true)]
async fn every_example_survives_a_crash_at_its_calls() {
    // The plugin in C is about the plugin; what it makes is made by others too.
    let left_out = |folder: &PathBuf| folder.ends_with("adoption") || folder.ends_with("plugin-in-c");
    for folder in examples().into_iter().filter(|folder| !left_out(folder)) {
        let wire = Wire::new(Settings { account_quota: 50, ..Settings::default() });
        for files in versions(&folder) {
            let kills = survive(&folder, &wire, &files).await;
            println!("{}: {kills} kills", folder.display());
            settle(&folder, &files, &wire).await;
        }
    }
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
    for folder in examples().into_iter().filter(|folder| !folder.ends_with("adoption")) {
        let wire = Wire::new(Settings { account_quota: 50, ..Settings::default() });
        for files in versions(&folder) {
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
