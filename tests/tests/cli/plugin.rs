//! `orgc plugin`, where something is amiss. How it is when all is well says `tutorial.rs`.

use crate::project::Project;
use insta::assert_snapshot;
use std::fs;
use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::path::Path;
use std::thread;

/// What `orgc plugin new topics` makes once it is built: the component of the frozen contract, so that no
/// compiler is needed here.
fn topics() -> Vec<u8> {
    let frozen = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/orgc-plugin/frozen/0.1/topic.wasm");
    fs::read(frozen).unwrap()
}

#[test]
fn a_plugin_is_started_where_nothing_is_yet() {
    let project = Project::empty();
    assert_snapshot!(project.run("plugin new topics --folder plugins/topics"), @r#"
    exit 0
    ── stderr
    started the plugin `topics` in `plugins/topics`
    next: `orgc plugin build plugins/topics`, then `orgc plugin test plugins/topics --bless`
    "#);
    assert_snapshot!(project.run("plugin new topics --folder plugins/topics"), @r#"
    exit 1
    ── stderr
    error: `plugins/topics` is there already; nothing was written
     help: choose another name, or a folder with `--folder DIR`
    "#);
    assert_snapshot!(project.run("plugin test plugins/topics"), @r#"
    exit 1
    ── stderr
    error: `plugins/topics/topics.wasm`: no such file or directory (os error 2)
     help: `orgc plugin build` makes it
    "#);
}

#[test]
fn a_case_that_becomes_something_else_fails() {
    let project = Project::nothing();
    project.run("plugin new topics");
    project.write("topics/topics.wasm", topics());
    let outcome = |arguments: &str| project.run(arguments).split(" (").next().unwrap_or_default().to_owned();
    assert!(outcome("plugin test topics").contains("exit 1\n── stderr\nfirst: expects nothing yet"));
    assert!(outcome("plugin test topics --bless").contains("exit 0\n── stderr\nfirst: blessed"));
    let expected = project.read("topics/tests/first/expect.org");
    assert!(expected.contains("stack-set \"topics.topic/News/stack-set\" {\n"), "{expected}");

    // A plugin in another language has no `Cargo.toml`.
    fs::remove_file(project.path("topics/Cargo.toml")).unwrap();
    project.edit("topics/tests/first/expect.org", "ops@acme.example", "someone@acme.example");
    let differs = project.run("plugin test topics");
    assert!(differs.starts_with("exit 1") && differs.contains("one case failed"), "{differs}");
    project.write("topics/other.wasm", topics());
    assert_snapshot!(project.run("plugin test topics"), @r#"
    exit 1
    ── stderr
    error: `topics` holds several components
     help: a folder without `Cargo.toml` is tested with the one component in it
    "#);
    assert_snapshot!(project.run("plugin test topics/src"), @r#"
    exit 1
    ── stderr
    error: `topics/src` holds no plugin
     help: `orgc plugin build` or `orgc plugin pack` makes one
    "#);
}

#[test]
fn the_cases_of_the_example_in_c_pass() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/plugin-in-c");
    assert!(folder.join("break-glass.wasm").is_file(), "`cargo xtask examples` builds it");
    let project = Project::nothing();
    let mut test = project.orgc("plugin test");
    let tested = project.show(&test.arg(&folder).output().unwrap());
    assert!(
        tested.starts_with("exit 0\n── stderr\nfirst: ok") && tested.contains("\nregions: ok"),
        "{tested}"
    );
}

const USE: &str = r#"plugin topics from "PLACE" version "^0.1"

organization Acme {
  ou Workloads {
    deploy News

    account dev { email = "dev@acme.example" }
  }
}

topics.topic News {
  subscribers = ["ops@acme.example"]
}
"#;

#[test]
fn a_plugin_from_elsewhere_is_what_somebody_agreed_to() {
    let project = Project::empty();
    let address = serve(vec![topics(), b"<html>".to_vec(), topics()]);
    project.write("main.org", USE.replace("PLACE", &address));
    assert!(project.run("check").contains("E0851 unpinned-plugin"));
    let refused = project.run("plugin add");
    assert!(refused.starts_with("exit 1") && refused.contains("produces  stack-set"), "{refused}");
    assert!(!project.path("orgc.lock").exists(), "nobody has agreed");
    let page = project.run("plugin add --yes");
    assert!(page.contains("it is no WebAssembly component but a web page"), "{page}");
    let added = project.run("plugin add --yes");
    assert!(added.starts_with("exit 0") && added.contains("is pinned to sha256"), "{added}");
    let lock = project.read("orgc.lock");
    assert!(lock.contains("produces = [\"stack-set\"]"), "{lock}");
    assert_eq!(project.exit("check"), 0, "{}", project.run("check"));
    assert!(project.run("plugin add").contains("nothing to do"));

    project.edit("orgc.lock", "produces = [\"stack-set\"]", "produces = []");
    assert!(project.run("check").contains("reads or produces something else than was agreed"));
    project.write("orgc.lock", &lock);
    let stored = format!(".orgc/plugins/{}", project.list(".orgc/plugins")[0]);
    project.write(&stored, "another file");
    assert!(project.run("check").contains("is not the one that was pinned"));
    project.write("main.org", USE.replace("PLACE", "https://example.com/other.wasm"));
    assert!(project.run("check").contains("holds plugin `topics` from another place"));
}

/// Serves these answers, one after the other, on a free port of this machine.
fn serve(answers: Vec<Vec<u8>>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}/topics.wasm", listener.local_addr().unwrap());
    thread::spawn(move || {
        for answer in answers {
            let (mut stream, _) = listener.accept().unwrap();
            let _ = stream.read(&mut [0; 4096]);
            let head =
                format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\nConnection: close\r\n\r\n", answer.len());
            stream.write_all(head.as_bytes()).unwrap();
            stream.write_all(&answer).unwrap();
        }
    });
    address
}

#[test]
fn what_is_missing_is_said_with_the_way_on() {
    let project = Project::nothing();
    assert_snapshot!(project.run("plugin new Topics"), @r#"
    exit 2
    ── stderr
    error: invalid value 'Topics' for '<NAME>': a plugin's name has lower-case letters, digits and `-`, and starts with a letter

    For more information, try '--help'.
    "#);
    assert_snapshot!(project.run("plugin build"), @r#"
    exit 1
    ── stderr
    error: `.` holds no `Cargo.toml`
     help: `orgc plugin new NAME` starts a plugin; `orgc plugin pack FILE` takes what another compiler made
    "#);
    project.write("a.wasm", "no component");
    assert_snapshot!(project.run("plugin check a.wasm"), @r#"
    exit 1
    ── stderr
    error: the plugin `a` cannot be loaded: it is no WebAssembly component but something else
    "#);
    assert_snapshot!(project.run("plugin inspect b.wasm"), @r#"
    exit 1
    ── stderr
    error: `b.wasm`: no such file or directory (os error 2)
    "#);
    project.write("b.wasm", b"\0asm\x01\0\0\0");
    assert_snapshot!(project.run("plugin pack b.wasm --out c.wasm"), @r#"
    exit 1
    ── stderr
    error: the plugin `c` cannot be loaded: it is no plugin for orgc: it does not export the contract 0.1
    "#);
    assert_eq!(project.list("."), ["a.wasm", "b.wasm"]);
}
