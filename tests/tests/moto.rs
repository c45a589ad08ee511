//! The example through the real binary, SDK and network stack against moto, an independent double.
//!
//! Organization, units, accounts, policies, attachments and tags go to an empty plan; of its stack
//! sets, what moto can: see `orgc_tests::moto::DEVIATIONS`.

use orgc_aws::{Credentials, Options, connect};
use orgc_exec::{Backend as _, StackSetDefinition};
use orgc_ir::desired::{Body, StackSet};
use orgc_tests::binary;
use orgc_tests::moto::Moto;
use orgc_tests::project::{Files, check};
use std::fs;
use std::path::Path;
use std::process::Output;

fn example(path: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/ai-environments");
    fs::read_to_string(folder.join(path)).expect("a file of the example")
}

/// The example without its baseline: activating CloudFormation's access is not there in moto.
fn without_baseline(source: &str) -> String {
    let (before, rest) =
        source.split_once("baseline SecurityBaseline {").expect("the example has a baseline");
    let (_, after) = rest.split_once("\n}\n").expect("its block ends");
    format!("{before}{after}").replace("  deploy SecurityBaseline\n", "")
}

fn orgc(folder: &Path, moto: &Moto, arguments: &[&str]) -> Output {
    binary::command()
        .args(arguments)
        .arg("--project")
        .arg(folder)
        .env("AWS_ENDPOINT_URL", moto.endpoint())
        .env("AWS_ACCESS_KEY_ID", "test")
        .env("AWS_SECRET_ACCESS_KEY", "test")
        .output()
        .expect("orgc runs")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[track_caller]
fn succeeds(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(0), "{}{}", text(&output.stdout), text(&output.stderr));
    text(&output.stdout)
}

#[test]
fn the_example_is_applied_to_an_empty_plan_and_so_is_its_change() {
    let moto = Moto::start();
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("orgc.toml"), example("orgc.toml")).expect("a file");
    for version in ["main.org", "later/main.org"] {
        fs::write(folder.path().join("main.org"), without_baseline(&example(version))).expect("a file");
        let plan = orgc(folder.path(), &moto, &["plan", "--detailed-exitcode"]);
        assert_eq!(plan.status.code(), Some(2), "{version} changes something: {}", text(&plan.stderr));
        let outputs = succeeds(&orgc(folder.path(), &moto, &["apply", "--yes", "--format", "json"]));
        let outputs: serde_json::Value = serde_json::from_str(&outputs).expect("outputs are JSON");
        let dev = outputs["dev_account_id"].as_str().expect("an id");
        assert!(dev.len() == 12 && dev.bytes().all(|byte| byte.is_ascii_digit()), "{dev}");
        let plan = succeeds(&orgc(folder.path(), &moto, &["plan", "--detailed-exitcode"]));
        assert!(plan.starts_with("nothing to do"), "{plan}");
    }
}

/// The stack set of the example's baseline, as the compiler lowers it.
fn stack_set() -> StackSet {
    let paths = ["main.org", "baselines/security.yaml"];
    let files: Files = paths.into_iter().map(|path| (path.to_owned(), example(path))).collect();
    let desired = check(&files).desired.expect("the example has no errors");
    let set = desired.resources.into_values().find_map(|resource| match resource.body {
        Body::StackSet(set) => Some(set),
        _ => None,
    });
    set.expect("the example has a baseline")
}

#[tokio::test]
async fn the_stack_set_of_the_example_is_made_and_read() {
    let moto = Moto::start();
    let options = Options {
        region: "us-east-1".to_owned(),
        endpoint: Some(moto.endpoint().to_owned()),
        credentials: Some(Credentials::new("test", "test", None, None, "test")),
        ..Options::default()
    };
    let backend = connect(&options).await.expect("credentials are given");
    backend.create_organization().await.expect("an organization is made");
    let set = stack_set();
    let tags = [("orgc:project".to_owned(), "acme".to_owned())].into();
    let definition = StackSetDefinition {
        name: &set.name,
        description: &set.description,
        template: &set.template,
        permission_model: set.permission_model,
        auto_deployment: set.auto_deployment,
        capabilities: &set.capabilities,
        parameters: [].into(),
        tags: &tags,
    };
    backend.create_stack_set(&definition, "first").await.expect("the set is made");
    let (binding, read) = backend.stack_set(&set.name).await.expect("the set is read");
    assert!(binding.id.starts_with(&format!("{}:", set.name)), "{}", binding.id);
    assert!(binding.arn.contains(":stackset/"), "{}", binding.arn);
    assert_eq!(read, tags);
}
