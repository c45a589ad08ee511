//! Commands that need AWS, where there are no credentials.

use crate::project::{Project, SMALL};
use insta::assert_snapshot;
use std::net::TcpListener;
use std::process::Command;
use std::time::{Duration, Instant};

/// A command on a machine that holds no credentials anywhere.
fn without_credentials(project: &Project, arguments: &str) -> Command {
    let mut command = project.orgc(arguments);
    command
        .env("HOME", project.path(""))
        .env("AWS_CONFIG_FILE", project.path("no-config"))
        .env("AWS_SHARED_CREDENTIALS_FILE", project.path("no-credentials"))
        .env("AWS_EC2_METADATA_DISABLED", "true");
    command
}

#[test]
fn both_ways_on_are_named() {
    let project = Project::of(SMALL);
    let said = |arguments: &str| project.show(&without_credentials(&project, arguments).output().unwrap());
    assert_snapshot!(said("plan"), @"
    exit 1
    ── stderr
    E1201 credentials

      × no AWS credentials were found in the environment, in the default profile, or on this machine
      help: sign in (`aws sso login`), set AWS_PROFILE, or name a profile with `--profile NAME`
            without an AWS account: `--sandbox` works on an emulated organization

    1 error
    ");
    assert_snapshot!(said("plan --profile payer"), @"
    exit 1
    ── stderr
    E1201 credentials

      × the profile `payer` gives no credentials: it is in no configuration file of AWS, or holds none
      help: sign in (`aws sso login`), set AWS_PROFILE, or name a profile with `--profile NAME`
            without an AWS account: `--sandbox` works on an emulated organization

    1 error
    ");
    assert!(said("apply --yes").starts_with("exit 1\n── stderr\nE1201 credentials\n"));
    assert!(said("plan --detailed-exitcode").starts_with("exit 1\n"));
    assert_eq!(project.list(""), ["main.org", "orgc.toml"], "nothing was begun");
}

#[test]
fn a_metadata_service_that_never_answers_is_not_waited_for() {
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let endpoint = format!("http://{}", silent.local_addr().unwrap());
    let project = Project::of(SMALL);
    let start = Instant::now();
    let output = without_credentials(&project, "plan")
        .env_remove("AWS_EC2_METADATA_DISABLED")
        .env("AWS_EC2_METADATA_SERVICE_ENDPOINT", endpoint)
        .output()
        .unwrap();
    assert!(project.show(&output).starts_with("exit 1\n── stderr\nE1201 credentials\n"));
    assert!(start.elapsed() < Duration::from_secs(10), "{:?}", start.elapsed());
}
