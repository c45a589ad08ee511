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
    assert_snapshot!(check("organization A {\n  ou {\n  account \"x\"\n}\npolicy P: scp { deny }\nlet = 4\n"), @r#"
    exit 1
    ── stderr
    E0302 missing-attribute

      × an `ou` needs a name
       ╭─[main.org:2:3]
     1 │ organization A {
     2 │   ou {
       ·   ─┬
       ·    ╰── no name follows
     3 │   account "x"
       ╰────
      help: write `ou NAME { … }`

    E0103 unclosed-block

      × `ou {` is never closed
       ╭─[main.org:2:6]
     1 │ organization A {
     2 │   ou {
       ·      ┬▲
       ·      │╰── the closing `}` probably belongs after this
       ·      ╰── opened here
     3 │   account "x"
       ╰────

    E0102 unexpected-token

      × something is missing at the end of this item
       ╭─[main.org:3:14]
     2 │   ou {
     3 │   account "x"
       ·              ▲
       ·              ╰── expected a string, `:`, `{` or `from`
     4 │ }
       ╰────

    E0102 unexpected-token

      × something is missing at the end of this item
       ╭─[main.org:5:21]
     4 │ }
     5 │ policy P: scp { deny }
       ·                     ▲
       ·                     ╰── expected an action
     6 │ let = 4
       ╰────

    E0210 not-allowed-here

      × an attribute cannot stand at the top of a file
       ╭─[main.org:6:1]
     5 │ policy P: scp { deny }
     6 │ let = 4
       · ─┬─
       ·  ╰── not here
       ╰────
      help: a value with a name is written `let NAME = VALUE`

    5 errors
    "#);
}

#[test]
fn unknown_kind_unknown_name_and_wrong_type() {
    assert_snapshot!(check(
        "organization A {\n  acount dev \"Dev\" { email = \"a@b.cc\" }\n  account ops \"Ops\" { email = 5 }\n  attach Lok\n}\npolicy Lock: scp { deny organizations:LeaveOrganization }\n"
    ), @r#"
    exit 1
    ── stderr
    E0204 unknown-kind

      × there is no kind `acount`
       ╭─[main.org:2:3]
     1 │ organization A {
     2 │   acount dev "Dev" { email = "a@b.cc" }
       ·   ───┬──
       ·      ╰── unknown kind
     3 │   account ops "Ops" { email = 5 }
       ╰────
      help: did you mean `account`?

    E0301 type-mismatch

      × expected an e-mail address, found a whole number
       ╭─[main.org:3:31]
     2 │   acount dev "Dev" { email = "a@b.cc" }
     3 │   account ops "Ops" { email = 5 }
       ·                               ┬
       ·                               ╰── this is a whole number
     4 │   attach Lok
       ╰────

    E0201 unknown-name

      × nothing is called `Lok`
       ╭─[main.org:4:10]
     3 │   account ops "Ops" { email = 5 }
     4 │   attach Lok
       ·          ─┬─
       ·           ╰── unknown name
     5 │ }
       ╰────
      help: did you mean `Lock`?

    3 errors
    "#);
}

#[test]
fn duplicate_email() {
    assert_snapshot!(check(
        "organization A {\n  account a \"A\" { email = \"team@acme.com\" }\n  account b \"B\" { email = \"Team@acme.com\" }\n}\n"
    ), @r#"
    exit 1
    ── stderr
    E0502 duplicate-email

      × account `a` and account `b` have one e-mail address, `Team@acme.com`
       ╭─[main.org:3:27]
     1 │ organization A {
     2 │   account a "A" { email = "team@acme.com" }
       ·                           ───────┬───────
       ·                                  ╰── first here
     3 │   account b "B" { email = "Team@acme.com" }
       ·                           ───────┬───────
       ·                                  ╰── again here
     4 │ }
       ╰────
      help: many mailboxes accept `name+anything@…`, which makes the address unique
      note: AWS compares e-mail addresses without regard to case, over all accounts there are

    1 error
    "#);
}

#[test]
fn a_unit_six_deep() {
    assert_snapshot!(check("organization A {\n  ou B { ou C { ou D { ou E { ou F { ou G {} } } } } }\n}\n"), @"
    exit 1
    ── stderr
    E0501 ou-too-deep

      × OU `B.C.D.E.F.G` is 6 levels below the root; AWS allows 5
       ╭─[main.org:2:38]
     1 │ organization A {
     2 │   ou B { ou C { ou D { ou E { ou F { ou G {} } } } } }
       ·                                      ──┬─
       ·                                        ╰── too deep
     3 │ }
       ╰────
      help: move it up: units further down usually differ by a tag only
      note: limit: ou.depth.max = 5 (aws, as of 2026-11-01, bundled table)

    1 error
    ");
}

#[test]
fn a_policy_too_large() {
    let mut source = "organization A { attach P }\npolicy P: scp {\n".to_owned();
    for number in 0..200 {
        let _ = writeln!(source, "  deny s3:GetObject on \"arn:aws:s3:::bucket-number-{number}/*\"");
    }
    assert_snapshot!(check(source + "}\n"), @r#"
    exit 1
    ── stderr
    E0601 policy-too-large

      × policy `P` is 17528 characters after minification; a service control policy may have 10240
       ╭─[main.org:2:1]
     1 │ organization A { attach P }
     2 │ policy P: scp {
       · ────┬───
       ·     ╰── 7288 characters over
     3 │   deny s3:GetObject on "arn:aws:s3:::bucket-number-0/*"
       ·   ──────────────────────────┬──────────────────────────
       ·                             ╰── this rule and 199 others could be one
     4 │   deny s3:GetObject on "arn:aws:s3:::bucket-number-1/*"
       ╰────
      help: cover several actions by one with `*`, or split it into several policies
            10547 characters less with the same meaning: rules that differ in their actions only, in
            their resources only, or in the values of one condition can be one rule
            2 policies, attached to the same targets, would hold its rules: 117 rules in 10224
            characters, 83 rules in 7342 characters
      note: limit: scp.document.max = 10240 (aws, as of 2026-05-15, bundled table)

    1 error
    "#);
}

#[test]
fn values_that_need_each_other() {
    assert_snapshot!(check("organization A {}\nlet a = b\nlet b = c + 1\nlet c = a\n"), @"
    exit 1
    ── stderr
    E0401 value-cycle

      × `a` depends on itself: `a` → `b` → `c` → `a`
       ╭─[main.org:2:9]
     1 │ organization A {}
     2 │ let a = b
       ·         ┬
       ·         ╰── `a` needs `b`
     3 │ let b = c + 1
       ·         ┬
       ·         ╰── `b` needs `c`
     4 │ let c = a
       ·         ┬
       ·         ╰── `c` needs `a`
       ╰────
      help: give one of them a value of its own

    1 error
    ");
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
    assert_snapshot!(project.run("check"), @r#"
    exit 1
    ── stderr
    E0404 data-file

      × there is no file `no.json`
       ╭─[main.org:7:20]
     6 │ }
     7 │ policy P: scp from "no.json"
       ·                    ────┬────
       ·                        ╰── this file
     8 │ policy Q: scp from "../outside.json"
       ╰────
      help: paths are relative to the folder of the source file and cannot leave the project

    E0404 data-file

      × `../outside.json` is outside the project
       ╭─[main.org:8:20]
     7 │ policy P: scp from "no.json"
     8 │ policy Q: scp from "../outside.json"
       ·                    ────────┬────────
       ·                            ╰── this file
     9 │ policy R: scp from "link.json"
       ╰────
      help: paths are relative to the folder of the source file and cannot leave the project

    E0404 data-file

      × `link.json` is outside the project
        ╭─[main.org:9:20]
      8 │ policy Q: scp from "../outside.json"
      9 │ policy R: scp from "link.json"
        ·                    ─────┬─────
        ·                         ╰── this file
     10 │ baseline B {
        ╰────
      help: paths are relative to the folder of the source file and cannot leave the project

    E0404 data-file

      × `binary.yaml` is not UTF-8 text: byte 0 (line 1) is the first that is not
        ╭─[main.org:11:19]
     10 │ baseline B {
     11 │   template = file("binary.yaml")
        ·                   ──────┬──────
        ·                         ╰── this file
     12 │   regions = [us-east-1]
        ╰────
      help: paths are relative to the folder of the source file and cannot leave the project

    4 errors
    "#);
}

#[test]
fn a_binary_file_beside_a_source() {
    let project = Project::of(crate::project::SMALL);
    project.write("logo.org", [0x89, b'P', b'N', b'G', 0xff, 0x00]);
    assert_snapshot!(project.run("check"), @"
    exit 1
    ── stderr
    E1004 unreadable-source

      × `logo.org` is not UTF-8 text: byte 0 (line 1) is the first that is not
      help: sources are files of the project with UTF-8 text

    1 error
    ");
}

#[test]
fn an_emacs_org_document() {
    assert_snapshot!(check("#+TITLE: Notes\n* PLAN call AWS\n** about quotas\n"), @"
    exit 1
    ── stderr
    E0101 not-orgc

      × this is an Emacs Org document, not a program for orgc
       ╭─[main.org:1:1]
     1 │ #+TITLE: Notes
       · ───────┬──────
       ·        ╰── recognised by this
     2 │ * PLAN call AWS
       ╰────
      help: `.org` is the extension of both; move the document out of the project's folder

    1 error
    ");
}

#[test]
fn an_empty_file() {
    assert_snapshot!(check(""), @"
    exit 1
    ── stderr
    E1003 no-sources

      × the sources declare no organization
      help: write `organization NAME { … }` with the units and accounts in it

    1 error
    ");
}

#[test]
fn ten_megabytes_of_one_character() {
    let said = |character: u8| {
        let start = Instant::now();
        let said = check(vec![character; 10_000_000]);
        assert!(start.elapsed() < Duration::from_secs(60), "{:?}", start.elapsed());
        said
    };
    assert_snapshot!(said(b'{'), @"
    exit 1
    ── stderr
    E0107 nesting-too-deep

      × more than 64 levels of nesting
      help: give inner values a name with `let`, or close what is open
      note: main.org:1:65: one level too many

    1 error
    ");
    assert_snapshot!(said(b'}'), @"
    exit 1
    ── stderr
    E0104 stray-brace

      × this `}` closes nothing
      help: delete it, or look above for a block that was closed too early
      note: main.org:1:1: no block belongs to it

    1 error
    ");
    assert_snapshot!(said(b'"'), @r#"
    exit 1
    ── stderr
    E0105 unterminated-string

      × this text is never closed
      help: close it with `"""`
      note: main.org:1:9999997: it starts here and takes the rest of the file

    1 error
    "#);
}
