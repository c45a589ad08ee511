//! `orgc snapshot` and `orgc sandbox load`: an organization and its copy.

use crate::project::{Project, SMALL};
use http::Request;
use insta::assert_snapshot;
use orgc_emulator::{Clock, Emulator, Settings};
use std::path::Path;
use std::time::Duration;

/// A project with the sources of an example.
fn example(name: &str) -> Project {
    let project = Project::nothing();
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples").join(name), &project, "");
    project
}

fn copy(from: &Path, project: &Project, to: &str) {
    for entry in std::fs::read_dir(from).unwrap().map(Result::unwrap) {
        let path = format!("{to}{}", entry.file_name().into_string().unwrap());
        match entry.file_type().unwrap().is_dir() {
            true if path != ".orgc" => copy(&entry.path(), project, &format!("{path}/")),
            true => {}
            false => project.write(&path, std::fs::read(entry.path()).unwrap()),
        }
    }
}

#[test]
fn a_copy_answers_as_the_organization_does() {
    for name in ["ai-environments", "landing-zone", "northwind"] {
        let project = example(name);
        assert_eq!(project.exit("apply --sandbox --yes"), 0, "{name}");
        assert_eq!(project.exit("snapshot --sandbox --out live.json"), 0, "{name}");
        assert_eq!(project.exit("sandbox load live.json --yes"), 0, "{name}");
        assert_eq!(project.exit("plan --sandbox --detailed-exitcode"), 0, "{name}");
        assert_eq!(project.exit("snapshot --sandbox --out copy.json"), 0, "{name}");
        assert_eq!(project.read("copy.json"), project.read("live.json"), "{name}");
    }
}

/// Opens the sandbox for calls that `orgc` does not make.
fn by_hand(project: &Project) -> Emulator {
    Emulator::open(&project.path(".orgc/sandbox"), Settings::default(), Clock::stepped()).unwrap()
}

/// Calls an operation, with the form of CloudFormation or the JSON of Organizations, and answers the body of the reply.
fn call(emulator: &Emulator, operation: &str, input: &str) -> String {
    let request = Request::post("/").header(
        "authorization",
        "AWS4-HMAC-SHA256 Credential=x/20260101/us-east-1/any/aws4_request, SignedHeaders=host, Signature=0",
    );
    let request = if input.starts_with('{') {
        let target = format!("AWSOrganizationsV20161128.{operation}");
        request.header("x-amz-target", target).body(input.to_owned())
    } else {
        request.body(format!("Action={operation}&Version=2010-05-15&{input}"))
    };
    let reply = emulator.handle(&request.unwrap()).unwrap();
    let body = String::from_utf8(reply.body().clone()).unwrap();
    assert!(reply.status().is_success(), "{operation}: {body}");
    body
}

/// Two invitations, and a stack set of which one instance has a value of its own.
fn add_by_hand(project: &Project) {
    let emulator = by_hand(project);
    let invited = [
        r#"{"Target": {"Type": "ACCOUNT", "Id": "222222222222"}, "Notes": "welcome"}"#,
        r#"{"Target": {"Type": "EMAIL", "Id": "later@example.com"}}"#,
    ];
    invited.iter().for_each(|input| _ = call(&emulator, "InviteAccountToOrganization", input));
    let template = r#"{"Parameters":{"Level":{"Type":"String"}},"Resources":{}}"#;
    let parameter = "member.1.ParameterKey=Level";
    let set = format!(
        "StackSetName=levels&TemplateBody={template}&Parameters.{parameter}&Parameters.member.1.ParameterValue=low"
    );
    call(&emulator, "CreateStackSet", &set);
    let instances = "StackSetName=levels&Accounts.member.1=111111111111&Regions.member.1=us-east-1";
    let overridden =
        format!("{instances}&ParameterOverrides.{parameter}&ParameterOverrides.member.1.ParameterValue=high");
    call(&emulator, "CreateStackInstances", &overridden);
    emulator.advance(Duration::from_secs(60));
    call(&emulator, "CreateStackInstances", &instances.replace("us-east-1", "eu-west-1"));
    emulator.advance(Duration::from_secs(60));
    // What time has brought is kept with the next call.
    call(&emulator, "DescribeStackSet", "StackSetName=levels");
}

#[test]
fn invitations_and_overrides_are_in_a_copy() {
    let project = Project::of(SMALL);
    assert_eq!(project.exit("apply --sandbox --yes"), 0);
    add_by_hand(&project);
    for more in ["", "--overrides"] {
        assert_eq!(project.exit(&format!("snapshot --sandbox --out live.json {more}")), 0);
        assert_eq!(project.read("live.json").matches("\"Level\": \"high\"").count(), more.len().min(1));
    }
    assert_eq!(project.exit("sandbox load live.json --yes"), 0);
    assert_eq!(project.exit("snapshot --sandbox --out copy.json --overrides"), 0);
    assert_eq!(project.read("copy.json"), project.read("live.json"));

    // They are not only listed: an invited account can still come, until its invitation expires.
    let copy: serde_json::Value = serde_json::from_str(&project.read("copy.json")).unwrap();
    let invitations = copy["organization"]["invitations"].as_object().unwrap();
    let of_account = invitations.iter().find(|(_, one)| one["recipient"]["account"] == "222222222222");
    let (id, invitation) = of_account.unwrap();
    assert_eq!(invitation["notes"], "welcome");
    let emulator = by_hand(&project);
    let state = || call(&emulator, "DescribeHandshake", &format!(r#"{{"HandshakeId": "{id}"}}"#));
    assert!(state().contains("\"OPEN\""), "{}", state());
    emulator.advance(Duration::from_secs(16 * 24 * 3600));
    assert!(state().contains("\"EXPIRED\""), "{}", state());
}

#[test]
fn what_is_made_on_a_copy_has_ids_of_its_own() {
    let project = Project::of(SMALL);
    assert_eq!(project.exit("apply --sandbox --yes"), 0);
    assert_eq!(project.exit("snapshot --sandbox --out live.json"), 0);
    assert_snapshot!(project.run("sandbox load live.json"), @"
    exit 1
    ── stderr
    error: nothing was forgotten
     help: `--yes` answers the question
    ");
    assert_snapshot!(project.run("sandbox load live.json --yes"), @"
    exit 0
    ── stderr
    the sandbox is a copy of that organization; `orgc plan --sandbox` plans on it
    ");
    project.edit(
        "main.org",
        "ou Work {",
        "ou More { account more \"More\" { email = \"more@acme.com\" } }\n  ou Work {",
    );
    assert_eq!(project.exit("apply --sandbox --yes"), 0);
    assert_eq!(project.exit("plan --sandbox --detailed-exitcode"), 0);
    let accounts = project.run("sandbox show").lines().filter(|line| line.contains("@acme.com")).count();
    assert_eq!(accounts, 2);
}

#[test]
fn there_must_be_an_organization_and_a_file_of_one() {
    let project = Project::of(SMALL);
    assert_snapshot!(project.run("snapshot --sandbox"), @"
    exit 1
    ── stderr
    error: the account belongs to no organization
     help: `orgc apply` makes one from the sources
    ");
    assert_eq!(project.exit("apply --sandbox --yes"), 0);
    assert_eq!(project.exit("snapshot --sandbox --out live.json"), 0);
    let good = project.read("live.json");
    for (bad, said) in [
        ("{", "it is no snapshot of an organization: EOF while parsing an object at line 1 column 1"),
        ("[]", "it is no snapshot of an organization: "),
        (r#"{"format":99}"#, "it has the format 99, which is newer than 1"),
        (&good.replace("\"parent\": \"ou-", "\"parent\": \"no-"), "it names `no-"),
        (&good.replacen("\"target\": \"", "\"target\": \"x", 1), "it names `x"),
        (&good.replace("\"units\"", "\"unit\""), "missing field `units`"),
    ] {
        project.write("bad.json", bad);
        let before = project.run("sandbox show");
        let answer = project.run("sandbox load bad.json --yes");
        assert!(answer.contains(said), "{answer}");
        assert_eq!(project.run("sandbox show"), before);
    }
}
