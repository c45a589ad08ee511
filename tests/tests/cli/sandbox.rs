//! `orgc sandbox`.

use crate::project::{Project, SMALL};
use crate::server::Server;
use insta::assert_snapshot;
use sha2::{Digest, Sha256};
use std::fs;
use std::net::TcpListener;

#[test]
fn the_sandbox_is_shown_and_forgotten() {
    let project = Project::of(SMALL);
    assert_snapshot!(project.run("sandbox show"), @"
    exit 0
    ── stderr
    the sandbox is empty; `orgc apply --sandbox` makes an organization in it
    ");
    assert_eq!(project.exit("apply --sandbox --yes"), 0);
    assert_snapshot!(project.run("sandbox show"), @"
    exit 0
    ── stdout
    o-aumcxxp7q5 of 111111111111
      Root (r-tb1l)  organization/Acme
        Management (111111111111, management@example.com)
        Work (ou-tb1l-vp3uo8cg)  ou/Work
          Acme Dev (213382181725, aws+dev@acme.com)  account/dev
    ");
    assert_snapshot!(project.run("sandbox reset"), @"
    exit 1
    ── stderr
    error: nothing was forgotten
     help: `--yes` answers the question
    ");
    assert_snapshot!(project.run("sandbox reset --yes"), @"
    exit 0
    ── stderr
    the sandbox is empty
    ");
    assert_snapshot!(project.run("sandbox show"), @"
    exit 0
    ── stdout
    the account of the sandbox belongs to no organization yet
    ");
}

#[test]
fn damaged_files_are_reported_and_left_for_their_owner() {
    let project = Project::of(SMALL);
    assert_eq!(project.exit("apply --sandbox --yes"), 0);
    let good = project.read(".orgc/sandbox/snapshot.json");
    project.write(".orgc/sandbox/snapshot.json", &good[..good.len() / 2]);
    let said = project.run("plan --sandbox");
    assert!(said.starts_with("exit 1\n── stderr\nE1205 sandbox-state\n"), "{said}");
    assert_eq!(project.read(".orgc/sandbox/snapshot.json"), &good[..good.len() / 2]);
    project.write(".orgc/sandbox/snapshot.json", "");
    assert_snapshot!(project.run("plan --sandbox"), @"
    exit 1
    ── stderr
    E1205 sandbox-state

      × `[PROJECT]/.orgc/sandbox/snapshot.json` is damaged: it has no header
      help: put the file back from a copy, or forget this sandbox: `orgc sandbox reset`

    1 error
    ");
    project.write(".orgc/sandbox/snapshot.json", good.replacen("\"format\":3", "\"format\":99", 1));
    assert_snapshot!(project.run("apply --sandbox --yes"), @"
    exit 1
    ── stderr
    E1205 sandbox-state

      × `[PROJECT]/.orgc/sandbox/snapshot.json` has the format 99, which is newer than 3, the newest that this version reads
      help: use the newer `orgc`, or forget this sandbox: `orgc sandbox reset`

    1 error
    ");
    project.write(".orgc/sandbox/snapshot.json", good);
    assert_eq!(project.exit("plan --sandbox --detailed-exitcode"), 0);
    project.write(".orgc/sandbox/log.jsonl", "not a change\n");
    assert_snapshot!(project.run("plan --sandbox"), @"
    exit 1
    ── stderr
    E1205 sandbox-state

      × `[PROJECT]/.orgc/sandbox/log.jsonl` is damaged: line 1: its content does not match its digest
      help: put the file back from a copy, or forget this sandbox: `orgc sandbox reset`

    1 error
    ");
    assert_eq!(project.exit("sandbox reset --yes"), 0);
    assert_eq!(project.exit("apply --sandbox --yes"), 0);
}

#[test]
fn changes_of_an_older_version_are_not_repeated() {
    let project = Project::of(SMALL);
    assert_eq!(project.exit("apply --sandbox --yes"), 0);
    let present = project.read(".orgc/sandbox/snapshot.json");
    let (_, state) = present.split_once('\n').unwrap();
    let digest: String = Sha256::digest(state).iter().map(|byte| format!("{byte:02x}")).collect();
    let old = format!("{{\"format\":1,\"sequence\":9,\"digest\":\"{digest}\"}}\n{state}");
    project.write(".orgc/sandbox/snapshot.json", &old);
    project.write(".orgc/sandbox/log.jsonl", "what an older version left when it was killed\n");
    assert_snapshot!(project.run("plan --sandbox"), @"
    exit 1
    ── stderr
    E1205 sandbox-state

      × `[PROJECT]/.orgc/sandbox/log.jsonl` has changes of the format 1, which is older than 3, the one that this version repeats
      help: open it once with the `orgc` that made them: `orgc sandbox show`; or forget this sandbox:
            `orgc sandbox reset`

    1 error
    ");
    assert_eq!(project.read(".orgc/sandbox/snapshot.json"), old);
    assert_eq!(project.read(".orgc/sandbox/log.jsonl"), "what an older version left when it was killed\n");

    project.write(".orgc/sandbox/log.jsonl", "");
    assert_eq!(project.exit("plan --sandbox --detailed-exitcode"), 0, "without changes its state is read");
    assert_eq!(project.read(".orgc/sandbox/snapshot.json").lines().nth(1), Some(state));
}

#[test]
fn a_file_that_cannot_be_read_is_named() {
    let project = Project::of(SMALL);
    fs::create_dir_all(project.path(".orgc/sandbox/snapshot.json")).unwrap();
    let said = project.run("plan --sandbox");
    assert!(said.contains("cannot use `[PROJECT]/.orgc/sandbox/snapshot.json`: "), "{said}");
    assert!(said.contains("help: the sandbox needs a folder and files that it can read and write"), "{said}");
}

#[test]
fn a_port_in_use() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let said = Project::of(SMALL).run(&format!("sandbox serve --port {port}"));
    assert_snapshot!(said.replace(&port, "[PORT]"), @"
    exit 1
    ── stderr
    error: port [PORT] is in use
     help: choose another with `--port`; `--port 0` takes a free one
    ");
}

#[test]
fn an_address_of_another_machine() {
    let said = Project::of(SMALL).run("sandbox serve --port 0 --address 203.0.113.1");
    assert!(said.starts_with("exit 1\n── stderr\nerror: cannot listen on 203.0.113.1:0: "), "{said}");
    assert!(said.contains("help: `--address` takes an address of this machine"), "{said}");
}

#[test]
fn one_process_at_a_time() {
    let project = Project::of(SMALL);
    let server = Server::start(&project);
    assert!(
        server.address().starts_with("127.0.0.1:"),
        "other machines do not reach it: {}",
        server.address()
    );
    assert_snapshot!(project.run("plan --sandbox"), @"
    exit 1
    ── stderr
    E1205 sandbox-state

      × another process uses the sandbox `[PROJECT]/.orgc/sandbox`
      help: wait until it has ended; only one process may use a sandbox

    1 error
    ");
    assert_snapshot!(project.run("sandbox reset --yes"), @"
    exit 1
    ── stderr
    E1205 sandbox-state

      × another process uses the sandbox `[PROJECT]/.orgc/sandbox`
      help: wait until it has ended; only one process may use a sandbox

    1 error
    ");
    let plan = server.client(&project, "plan --detailed-exitcode").output().unwrap();
    assert_eq!(plan.status.code(), Some(2), "what is served is there for any client");
    assert_eq!(server.stop(), Some(0), "Ctrl-C is how serving ends");
    assert_eq!(project.exit("plan --sandbox --detailed-exitcode"), 2);
}

#[test]
fn trouble_is_ordered_by_a_file() {
    let project = Project::of(SMALL);
    project.write("storm.toml", "seed = 7\n\n[[fault]]\nprobability = 0.3\ntrouble = \"throttle\"\n");
    let applied = project.run("apply --sandbox --yes --faults storm.toml");
    assert!(applied.starts_with("exit 0") && applied.contains("it is tried again"), "{applied}");
    assert!(project.run("plan --sandbox").contains("nothing to do"), "the storm left nothing undone");

    project.write("storm.toml", "[[fault]]\ntrouble = \"explode\"\n");
    let refused = project.run("plan --sandbox --faults storm.toml");
    assert!(refused.contains("line 2, column 11") && refused.contains("`explode`"), "{refused}");
    assert_snapshot!(project.run("plan --faults storm.toml"), @"
    exit 2
    ── stderr
    error: `--faults` makes trouble in the sandbox alone
     help: add `--sandbox`
    ");
}
