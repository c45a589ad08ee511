//! The law of `orgc import`: what is live becomes sources without errors, whose plan holds ownership tags and
//! nothing else, and is empty once it is applied.
//!
//! `PROPTEST_CASES` sets how many organizations are tried.

use orgc::config::Config;
use orgc::import::{Imported, beyond_ownership, import};
use orgc_emulator::Settings;
use orgc_ir::desired::{PermissionModel, PrimaryContact};
use orgc_ir::observed::{LiveDetails, LiveStackSet};
use orgc_ir::{Desired, MemoryWorld, Observed};
use orgc_plugin::PluginKinds;
use orgc_tests::existing::Existing;
use orgc_tests::project::config;
use orgc_tests::sketch::{Sketch, sketches};
use orgc_tests::wire::{Wire, failures};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// Loaded once for all organizations.
static STANDARD: LazyLock<PluginKinds> = LazyLock::new(orgc::plugins::standard);

fn block_on<T>(future: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().start_paused(true).build();
    runtime.expect("a runtime").block_on(future)
}

fn settings() -> Settings {
    Settings { account_quota: 50, ..Settings::default() }
}

/// The same organizations every time.
fn organizations(number: u32) -> Vec<Sketch> {
    let mut runner = TestRunner::deterministic();
    let number = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(number);
    (0..number).map(|_| sketches().new_tree(&mut runner).expect("a sketch").current()).collect()
}

/// The sources, which have no errors.
fn imported(observed: &Observed, config: &Config) -> (Imported, Desired) {
    let imported = import(observed, config, &STANDARD).expect("there is an organization");
    let main = &imported.files["main.org"];
    let errors: Vec<_> = imported.diagnostics.iter().filter(|one| one.is_error()).collect();
    assert!(errors.is_empty(), "{errors:#?}\n{main}");
    let world = MemoryWorld::new(imported.files.iter().map(|(path, text)| (path.as_str(), text.as_str())));
    let compiled = orgc::compile::compile(&world, config, &STANDARD, Default::default());
    let desired = compiled.desired.expect("without errors there is a model");
    (imported, desired)
}

/// Applies the sources and finds nothing left to do. Answers how many operations that took.
async fn lawful(wire: &Wire, config: &Config) -> usize {
    let (imported, desired) = imported(&wire.everything().await, config);
    let main = &imported.files["main.org"];
    assert_eq!(imported.left, [], "{main}");
    adopted(wire, &desired, main).await
}

async fn adopted(wire: &Wire, desired: &Desired, main: &str) -> usize {
    let plan = wire.plan(desired).await.expect("what is live is safe");
    let beyond: Vec<&str> = beyond_ownership(&plan).map(|one| one.id.0.as_str()).collect();
    assert_eq!(beyond, [] as [&str; 0], "{main}");
    let applied = wire.apply(&plan, &wire.client()).await;
    assert_eq!(failures(&applied), [] as [&str; 0], "{main}");
    let left = wire.plan(desired).await.expect("what is live is safe");
    let left: Vec<&str> = left.operations.iter().map(|one| one.id.0.as_str()).collect();
    assert_eq!(left, [] as [&str; 0], "{main}");
    plan.operations.len()
}

/// The organization as it was before anybody managed it.
fn unmanaged(observed: &Observed) -> Observed {
    let mut json = serde_json::to_value(observed).expect("it is data");
    strip(&mut json);
    serde_json::from_value(json).expect("tags may be missing")
}

fn strip(value: &mut Value) {
    match value {
        Value::Object(members) => {
            members.retain(|name, _| !name.starts_with("orgc:"));
            members.values_mut().for_each(strip);
        }
        Value::Array(elements) => elements.iter_mut().for_each(strip),
        _ => {}
    }
}

/// What a main file says without its first comment, and what was left out.
fn told(imported: &Imported) -> String {
    let left: Vec<String> = imported.left.iter().map(|one| format!("{}: {}", one.what, one.why)).collect();
    let text: Vec<&str> = imported.files.values().map(String::as_str).collect();
    format!("{}---\n{}", text.join("---\n"), left.join("\n"))
}

async fn made(sketch: &Sketch) -> Wire {
    let (wire, desired) = (Wire::new(settings()), sketch.desired(None));
    let plan = wire.plan(&desired).await.expect("from nothing there is always a way");
    let applied = wire.apply(&plan, &wire.client()).await;
    assert_eq!(applied.failures().count(), 0);
    wire
}

#[test]
fn what_nobody_manages_is_taken_over_by_tags_alone() {
    let organizations = organizations(40);
    let mut operations = 0;
    for sketch in &organizations {
        block_on(Box::pin(async {
            let wire = Wire::copy_of(&unmanaged(&made(sketch).await.everything().await));
            operations += lawful(&wire, &Config::named("imported")).await;
        }));
    }
    println!("{} organizations, {operations} adoptions", organizations.len());
    assert!(operations > organizations.len());
}

#[test]
fn sources_that_were_lost_come_back_and_nothing_has_to_be_done_for_what_they_said() {
    let organizations = organizations(20);
    for sketch in &organizations {
        block_on(Box::pin(async {
            // A sketch does not declare the management account; the import does.
            assert_eq!(lawful(&made(sketch).await, &config()).await, 1);
        }));
    }
}

#[test]
fn the_same_organization_gives_the_same_files() {
    for sketch in &organizations(5) {
        block_on(Box::pin(async {
            let observed = made(sketch).await.everything().await;
            let files = || imported(&observed, &config()).0.files;
            let once: BTreeMap<String, String> = files();
            assert_eq!(once, files());
            for (path, text) in once.iter().filter(|(path, _)| path.ends_with(".org")) {
                assert_eq!(&orgc_syntax::format(text).text, text, "{path}");
            }
        }));
    }
}

/// An organization as people make one over the years.
async fn grown(wire: &Wire) {
    let existing = Existing::new(wire).await;
    let root = existing.root.clone();
    let research = existing.unit(&root, "Research & Development");
    let lab = existing.unit(&research, "Lab");
    let closed = existing.unit(&root, "to be closed (2024)");
    existing.account(&lab, "Web Shop", "aws+shop@acme.com").await;
    let second = existing.account(&research, "Web shop", "aws+second@acme.com").await;
    let old = existing.account(&closed, "Old", "aws+old@acme.com").await;
    existing.policy(
        &lab,
        "Only storage",
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"}}"#,
    );
    existing.call("DetachPolicy", &json!({ "PolicyId": "p-FullAWSAccess", "TargetId": lab }));
    existing.policy(
        &research,
        "as-json",
        r#"{"Version":"2012-10-17","Statement":[{"Sid":"","Effect":"Deny","Action":"ec2:*","Resource":"*"}]}"#,
    );
    existing.policy(
        &research,
        "Misspelt",
        r#"{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"s3:GetObjekt","Resource":"*"}]}"#,
    );
    existing.policy(
        &old,
        "Quarantine",
        r#"{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"*","Resource":"*"}]}"#,
    );
    existing.policy(
        &second,
        "No users",
        r#"{"Version":"2012-10-17","Statement":[{"Sid":"NoUsers","Effect":"Deny","Action":["iam:CreateUser"],"Resource":["*"],"Condition":{"StringNotLike":{"aws:PrincipalArn":["*admin*"]}}}]}"#,
    );
    existing.call("CloseAccount", &json!({ "AccountId": old }));
}

#[test]
fn what_has_grown_is_written_as_far_as_it_can_be_said_and_the_rest_is_told() {
    block_on(Box::pin(async {
        let wire = Wire::new(settings());
        grown(&wire).await;
        let (imported, desired) = imported(&wire.everything().await, &config());
        insta::assert_snapshot!(told(&imported), @r#"
        # The organization as `orgc import` found it.

        organization Test {
          management Management { email = "management@example.com" }

          ou ResearchDevelopment "Research & Development" {
            attach as-json

            account web-shop-8652 "Web shop" {
              email = "aws+second@acme.com"
              attach NoUsers
            }

            ou Lab {
              detach FullAWSAccess
              attach OnlyStorage

              account web-shop-1734 "Web Shop" { email = "aws+shop@acme.com" }
            }
          }

          ou ToBeClosed2024 "to be closed (2024)" {}
        }
        ---
        policy NoUsers: scp {
          name = "No users"

          deny iam:CreateUser as NoUsers unless aws:PrincipalArn StringLike "*admin*"
        }

        policy OnlyStorage: scp {
          name = "Only storage"

          allow s3:*
        }

        policy as-json: scp from "policies/as-json.json"
        ---
        {
          "Version": "2012-10-17",
          "Statement": [
            {
              "Sid": "",
              "Effect": "Deny",
              "Action": "ec2:*",
              "Resource": "*"
            }
          ]
        }
        ---
        account `Old` (950298927913): it is pending closure
        policy `Quarantine` (p-buudkem15n): it is attached to 950298927913, which is left out
        policy `Misspelt` (p-pn19ga1uy3): `policies/Misspelt.json`: `s3:GetObjekt` is not an action of its service, at `Statement.Action` (line 6, column 7) (E0604)
        "#);
        assert_eq!(adopted(&wire, &desired, &imported.files["main.org"]).await, 10);
    }));
}

#[test]
fn another_project_keeps_what_is_its_own() {
    block_on(Box::pin(async {
        let wire = Wire::new(settings());
        grown(&wire).await;
        let mut observed = wire.everything().await;
        let theirs = |address: &str| {
            let tags = [("orgc:id", address), ("orgc:project", "network")];
            tags.map(|(name, value)| (name.to_owned(), value.to_owned()))
        };
        let unit = observed.units.values_mut().find(|unit| unit.name.starts_with("Research"));
        unit.expect("there is one").tags.extend(theirs("ou/Research"));
        let (imported, _) = imported(&observed, &config());
        insta::assert_snapshot!(told(&imported), @r#"
        # The organization as `orgc import` found it.

        organization Test {
          management Management { email = "management@example.com" }

          ou ToBeClosed2024 "to be closed (2024)" {}
        }
        ---
        ou `Research & Development` (ou-tb1l-vp3uo8cg): project `network` manages it
        ou `Lab` (ou-tb1l-ju1lrm37): it stands in ou-tb1l-vp3uo8cg, which is left out
        account `Web Shop` (359272861734): it stands in ou-tb1l-ju1lrm37, which is left out
        account `Web shop` (460647598652): it stands in ou-tb1l-vp3uo8cg, which is left out
        account `Old` (950298927913): it is pending closure
        policy `Only storage` (p-2nh7d5wzoa): it is attached to ou-tb1l-ju1lrm37, which is left out
        policy `Quarantine` (p-buudkem15n): it is attached to 950298927913, which is left out
        policy `as-json` (p-c2ay6nwa8e): it is attached to ou-tb1l-vp3uo8cg, which is left out
        policy `Misspelt` (p-pn19ga1uy3): it is attached to ou-tb1l-vp3uo8cg, which is left out
        policy `No users` (p-yylborbti0): it is attached to 460647598652, which is left out
        "#);
    }));
}

#[test]
fn parts_that_the_language_refuses_are_left_out_one_by_one() {
    block_on(Box::pin(async {
        let wire = Wire::new(settings());
        grown(&wire).await;
        let mut observed = wire.everything().await;
        let shops: Vec<String> = observed
            .accounts
            .iter()
            .filter(|(_, one)| one.name.contains("hop"))
            .map(|(id, _)| id.clone())
            .collect();
        let contact = PrimaryContact {
            full_name: "Ada Example".into(),
            address_lines: vec!["1 Main Street".into()],
            city: "Springfield".into(),
            postal_code: "12345".into(),
            country_code: "US".into(),
            phone: "+1 555 0100".into(),
            ..PrimaryContact::default()
        };
        let regions =
            [("eu-south-2", "ENABLED"), ("xx-newer", "ENABLED"), ("eu-west-1", "ENABLED_BY_DEFAULT")];
        let details = LiveDetails {
            primary_contact: Some(contact),
            regions: regions.map(|(name, state)| (name.to_owned(), state.to_owned())).into(),
            ..LiveDetails::default()
        };
        observed.details.insert(shops[0].clone(), details);
        observed.administrators.insert("guardduty.amazonaws.com".into(), shops.iter().cloned().collect());
        observed.administrators.insert("account.amazonaws.com".into(), shops.iter().cloned().collect());
        observed.delegation_policy = Some(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"*"},"Action":"organizations:List*","Resource":"*"}}"#.into(),
        );
        let template = "Parameters:\n  Secret: { Type: String, NoEcho: true }\nResources:\n  Topic: { Type: AWS::SNS::Topic }\n";
        let set = LiveStackSet {
            id: "hidden:1".into(),
            arn: "arn".into(),
            description: String::new(),
            template: template.into(),
            permission_model: PermissionModel::ServiceManaged,
            auto_deployment: None,
            capabilities: BTreeSet::new(),
            parameters: [("Secret".to_owned(), "****".to_owned())].into(),
            tags: BTreeMap::new(),
            targets: BTreeMap::new(),
            instances: Vec::new(),
            running_operation: None,
        };
        let own_roles = LiveStackSet { permission_model: PermissionModel::SelfManaged, ..set.clone() };
        let sets = [("hidden", set.clone()), ("own-roles", own_roles), ("no--name", set)];
        observed.stack_sets.extend(sets.map(|(name, set)| (name.to_owned(), set)));
        let (imported, _) = imported(&observed, &config());
        let left: Vec<String> =
            imported.left.iter().map(|one| format!("{}: {}", one.what, one.why)).collect();
        insta::assert_snapshot!(format!("{}---\n{}", imported.files["main.org"], left.join("\n")), @r#"
        # The organization as `orgc import` found it.

        organization Test {
          delegate "account.amazonaws.com" to web-shop-1734
          delegate "account.amazonaws.com" to web-shop-8652

          management Management { email = "management@example.com" }

          ou ResearchDevelopment "Research & Development" {
            attach as-json

            account web-shop-8652 "Web shop" {
              email = "aws+second@acme.com"
              attach NoUsers
            }

            ou Lab {
              detach FullAWSAccess
              attach OnlyStorage

              account web-shop-1734 "Web Shop" { email = "aws+shop@acme.com" }
            }
          }

          ou ToBeClosed2024 "to be closed (2024)" {}
        }
        ---
        account `Old` (950298927913): it is pending closure
        policy `Quarantine` (p-buudkem15n): it is attached to 950298927913, which is left out
        policy `Misspelt` (p-pn19ga1uy3): `policies/Misspelt.json`: `s3:GetObjekt` is not an action of its service, at `Statement.Action` (line 6, column 7) (E0604)
        stack set `hidden`: the template needs parameter `Secret`, which has no default (E0802)
        stack set `no--name`: its name cannot be an identifier
        stack set `own-roles`: it is self-managed; the language has service-managed stack sets
        the primary contact of account `Web Shop` (359272861734): an address in `US` needs `state` (E0302)
        the Regions of account `Web Shop` (359272861734): `xx-newer` is not the name of a Region, such as `eu-west-1` (E0304)
        the administrators of guardduty: `guardduty` has one delegated administrator at a time (E0507)
        the delegation policy: expected an account, its id or an ARN, found a string (E0301)
        "#);
    }));
}
