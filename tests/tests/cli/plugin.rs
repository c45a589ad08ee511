//! `orgc plugin`, as an author and then a user of a plugin would call it.

use crate::project::Project;
use insta::assert_snapshot;
use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::thread;

/// The tutorial of `docs/plugins.md`, command by command; later steps need the earlier ones, and the
/// compiler is slow enough to run once.
#[test]
fn from_nothing_to_a_plan() {
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
    let built = project.run("plugin build plugins/topics");
    assert!(
        built.starts_with("exit 0\n── stdout\ntopics 0.1.0: A mailing list in every account\n"),
        "{built}"
    );
    assert!(built.contains("  reads     nothing of the organization\n  produces  stack-set\n"), "{built}");
    assert!(built.ends_with("wrote `plugins/topics/topics.wasm`\n"), "{built}");

    let outcome = |text: String| text.split(" (").next().unwrap_or_default().to_owned();
    assert!(outcome(project.run("plugin test plugins/topics")).contains("first: expects nothing yet"));
    assert!(outcome(project.run("plugin test plugins/topics --bless")).contains("first: blessed"));
    assert!(outcome(project.run("plugin test plugins/topics")).contains("exit 0\n── stderr\nfirst: ok"));
    let expected = project.read("plugins/topics/tests/first/expect.org");
    assert!(expected.contains("stack-set \"topics.topic/News/stack-set\" {\n"), "{expected}");
    project.edit("plugins/topics/tests/first/expect.org", "ops@acme.example", "someone@acme.example");
    let differs = project.run("plugin test plugins/topics");
    assert!(differs.starts_with("exit 1") && differs.contains("one case failed"), "{differs}");

    let called = project.run("plugin run plugins/topics/topics.wasm plugins/topics/tests/first");
    assert!(called.contains("expand {\n  \"kind\": \"topics.topic\""), "{called}");
    assert_eq!(project.exit("plugin check plugins/topics/topics.wasm"), 0);
    let inspected = project.run("plugin inspect plugins/topics/topics.wasm");
    assert!(inspected.contains("  subscribers (required): Who gets the mail.\n"), "{inspected}");

    // The cases of the plugin are projects of their own, so they are no sources of this one.
    project.write("main.org", USE.replace("PLACE", "plugins/topics/topics.wasm"));
    assert_eq!(project.exit("check"), 0, "{}", project.run("check"));
    let plan = project.run("plan --sandbox");
    assert!(plan.contains("topics.topic/News"), "{plan}");

    pinned(&project);
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

/// The same plugin from an address.
fn pinned(project: &Project) {
    let component = std::fs::read(project.path("plugins/topics/topics.wasm")).unwrap();
    let address = serve(vec![component.clone(), b"<html>".to_vec(), component]);
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
