//! Sources that no program can be made of. Each gets a clear error with its place.

use crate::project::Project;
use insta::assert_snapshot;
use std::fmt::Write as _;
use std::time::{Duration, Instant};

/// What `orgc check` says to a source.
fn check(source: impl AsRef<[u8]>) -> String {
    Project::of(source).run("check")
}

#[test]
fn wrong_syntax_in_several_places() {
    assert_snapshot!(check("organization A {\n  ou {\n  account \"x\"\n}\npolicy P: scp { deny }\nlet = 4\n"), @"");
}

#[test]
fn unknown_kind_unknown_name_and_wrong_type() {
    assert_snapshot!(check(
        "organization A {\n  acount dev \"Dev\" { email = \"a@b.cc\" }\n  account ops \"Ops\" { email = 5 }\n  attach Lok\n}\npolicy Lock: scp { deny organizations:LeaveOrganization }\n"
    ), @"");
}

#[test]
fn duplicate_email() {
    assert_snapshot!(check(
        "organization A {\n  account a \"A\" { email = \"team@acme.com\" }\n  account b \"B\" { email = \"Team@acme.com\" }\n}\n"
    ), @"");
}

#[test]
fn a_unit_six_deep() {
    assert_snapshot!(check("organization A {\n  ou B { ou C { ou D { ou E { ou F { ou G {} } } } } }\n}\n"), @"");
}

#[test]
fn a_policy_too_large() {
    let mut source = "organization A { attach P }\npolicy P: scp {\n".to_owned();
    for number in 0..200 {
        let _ = writeln!(source, "  deny s3:GetObject on \"arn:aws:s3:::bucket-number-{number}/*\"");
    }
    assert_snapshot!(check(source + "}\n"), @"");
}

#[test]
fn values_that_need_each_other() {
    assert_snapshot!(check("organization A {}\nlet a = b\nlet b = c + 1\nlet c = a\n"), @"");
}

#[test]
fn files_missing_outside_and_binary() {
    let project = Project::of(
        "organization A {\n  attach P\n  attach Q\n  attach R\n  deploy B\n}\n\
         policy P: scp from \"no.json\"\npolicy Q: scp from \"../outside.json\"\npolicy R: scp from \"link.json\"\n\
         baseline B {\n  template = file(\"binary.yaml\")\n  regions = [us-east-1]\n}\n",
    );
    project.write("../outside.json", "{}");
    project.write("binary.yaml", [0x89, b'P', b'N', b'G', 0xff, 0x00]);
    #[cfg(unix)]
    std::os::unix::fs::symlink(project.path("../outside.json"), project.path("link.json")).unwrap();
    assert_snapshot!(project.run("check"), @"");
}

#[test]
fn a_binary_file_beside_a_source() {
    let project = Project::of(crate::project::SMALL);
    project.write("logo.org", [0x89, b'P', b'N', b'G', 0xff, 0x00]);
    assert_snapshot!(project.run("check"), @"");
}

#[test]
fn an_emacs_org_document() {
    assert_snapshot!(check("#+TITLE: Notes\n* TODO call AWS\n** about quotas\n"), @"");
}

#[test]
fn an_empty_file() {
    assert_snapshot!(check(""), @"");
}

#[test]
fn ten_megabytes_of_one_character() {
    let said = |character: u8| {
        let start = Instant::now();
        let said = check(vec![character; 10_000_000]);
        assert!(start.elapsed() < Duration::from_secs(60), "{:?}", start.elapsed());
        said
    };
    assert_snapshot!(said(b'{'), @"");
    assert_snapshot!(said(b'}'), @"");
    assert_snapshot!(said(b'"'), @"");
}
