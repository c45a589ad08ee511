//! `orgc test`.

use crate::project::Project;
use insta::assert_snapshot;

const GUARDED: &str = r#"organization Acme {
  ou Prod {
    attach KeepTrail
    account shop { email = "aws+shop@acme.com" }
  }
  account lab { email = "aws+lab@acme.com" }
}

policy KeepTrail: scp {
  deny cloudtrail:StopLogging
}

test "the trail stays on in production" {
  assert every account in Prod cannot cloudtrail:StopLogging
}
"#;

const BROKEN: &str = r#"
test "the trail stays on & everywhere" {
  assert every account cannot cloudtrail:StopLogging
}
"#;

#[test]
fn each_test_has_a_line_and_the_numbers_come_last() {
    assert_snapshot!(Project::of(GUARDED).run("test"), @"
    exit 0
    ── stderr
    ok    the trail stays on in production (1 assertion)
    1 test, 1 assertion: 1 passed, 0 failed
    ");
    assert_snapshot!(Project::of(format!("{GUARDED}{BROKEN}")).run("test"), @r#"
    exit 1
    ── stderr
    ok    the trail stays on in production (1 assertion)
    FAIL  the trail stays on & everywhere (1 assertion)

    ── the trail stays on & everywhere

    E0901 assertion-failed

      × `lab` can do `cloudtrail:StopLogging`
        ╭─[main.org:18:10]
     17 │ test "the trail stays on & everywhere" {
     18 │   assert every account cannot cloudtrail:StopLogging
        ·          ─────────────────────┬─────────────────────
        ·                               ╰── does not hold for 1 of 2 accounts
     19 │ }
        ╰────
      note: counterexample: in `lab`, cloudtrail:StopLogging, aws:PrincipalArn =
            arn:aws:iam::<lab>:role/x
      note: because no policy denies it: none is attached on the way from the root

    2 tests, 2 assertions: 1 passed, 1 failed
    "#);
}

#[test]
fn results_for_programs() {
    let project = Project::of(format!("{GUARDED}{BROKEN}"));
    assert_snapshot!(project.run("test --format junit"), @r#"
    exit 1
    ── stdout
    <?xml version="1.0" encoding="UTF-8"?>
    <testsuites name="acme" tests="2" failures="1">
      <testsuite name="acme" tests="2" failures="1">
        <testcase name="the trail stays on in production" classname="main.org" file="main.org" line="13" assertions="1"/>
        <testcase name="the trail stays on &amp; everywhere" classname="main.org" file="main.org" line="17" assertions="1">
          <failure message="`lab` can do `cloudtrail:StopLogging`" type="E0901">E0901 assertion-failed

      × `lab` can do `cloudtrail:StopLogging`
        ╭─[main.org:18:10]
     17 │ test &quot;the trail stays on &amp; everywhere&quot; {
     18 │   assert every account cannot cloudtrail:StopLogging
        ·          ─────────────────────┬─────────────────────
        ·                               ╰── does not hold for 1 of 2 accounts
     19 │ }
        ╰────
      note: counterexample: in `lab`, cloudtrail:StopLogging, aws:PrincipalArn =
            arn:aws:iam::&lt;lab&gt;:role/x
      note: because no policy denies it: none is attached on the way from the root
    </failure>
        </testcase>
      </testsuite>
    </testsuites>
    "#);
    assert_snapshot!(project.run("test --format json"), @r#"
    exit 1
    ── stdout
    {"assertions":1,"at":{"column":6,"end":250,"end_column":40,"end_line":13,"file":"main.org","line":13,"start":216},"failures":[],"passed":true,"test":"the trail stays on in production"}
    {"assertions":1,"at":{"column":6,"end":355,"end_column":39,"end_line":17,"file":"main.org","line":17,"start":322},"failures":[{"code":"E0901","fix":null,"help":null,"labels":[{"column":10,"end":410,"end_column":53,"end_line":18,"file":"main.org","line":18,"message":"does not hold for 1 of 2 accounts","start":367}],"message":"`lab` can do `cloudtrail:StopLogging`","name":"assertion-failed","notes":["counterexample: in `lab`, cloudtrail:StopLogging, aws:PrincipalArn = arn:aws:iam::<lab>:role/x","because no policy denies it: none is attached on the way from the root"],"severity":"error"}],"passed":false,"test":"the trail stays on & everywhere"}
    "#);
    assert_snapshot!(project.run("check --format junit"), @"
    exit 2
    ── stderr
    error: `--format junit` is for `orgc test`: the results of its tests
    ");
}

#[test]
fn tests_are_picked_by_their_title() {
    let project = Project::of(format!("{GUARDED}{BROKEN}"));
    assert_snapshot!(project.run("test production"), @"
    exit 0
    ── stderr
    ok    the trail stays on in production (1 assertion)
    1 test, 1 assertion: 1 passed, 0 failed
    ");
    assert_snapshot!(project.run("test nothing-of-this-name"), @"
    exit 1
    ── stderr
    error: no test has `nothing-of-this-name` in its title
    ");
}

#[test]
fn checking_reads_tests_and_does_not_judge_them() {
    assert_eq!(Project::of(format!("{GUARDED}{BROKEN}")).exit("check"), 0);
}

#[test]
fn statements_without_which_every_test_would_pass() {
    let project = Project::of(GUARDED.replace(
        "  deny cloudtrail:StopLogging\n",
        "  deny cloudtrail:StopLogging\n  deny cloudtrail:DeleteTrail as Delete\n  deny cloudtrail:StopLogging, cloudtrail:CreateTrail when aws:RequestedRegion == us-east-1\n",
    ));
    assert_snapshot!(project.run("test --coverage"), @"
    exit 0
    ── stderr
    ok    the trail stays on in production (1 assertion)
    1 test, 1 assertion: 1 passed, 0 failed
    1 of 3 statements tested; every test would pass without
      statement `Delete` of `KeepTrail` (main.org:11:3)
      statement 3 of `KeepTrail` (main.org:12:3)
    ");
    assert_snapshot!(project.run("test --coverage --format junit"), @r#"
    exit 0
    ── stdout
    <?xml version="1.0" encoding="UTF-8"?>
    <testsuites name="acme" tests="1" failures="0">
      <testsuite name="acme" tests="1" failures="0">
        <testcase name="the trail stays on in production" classname="main.org" file="main.org" line="15" assertions="1"/>
        <system-out>1 of 3 statements tested; every test would pass without
      statement `Delete` of `KeepTrail` (main.org:11:3)
      statement 3 of `KeepTrail` (main.org:12:3)</system-out>
      </testsuite>
    </testsuites>
    "#);
    assert_snapshot!(project.run("test --coverage --format json"), @r#"
    exit 0
    ── stdout
    {"assertions":1,"at":{"column":6,"end":382,"end_column":40,"end_line":15,"file":"main.org","line":15,"start":348},"failures":[],"passed":true,"test":"the trail stays on in production"}
    {"statements":[{"at":{"column":3,"end":207,"end_column":30,"end_line":10,"file":"main.org","line":10,"start":180},"policy":"policy/KeepTrail","sid":null,"statement":0,"tested":true},{"at":{"column":3,"end":247,"end_column":40,"end_line":11,"file":"main.org","line":11,"start":210},"policy":"policy/KeepTrail","sid":"Delete","statement":1,"tested":false},{"at":{"column":3,"end":339,"end_column":92,"end_line":12,"file":"main.org","line":12,"start":250},"policy":"policy/KeepTrail","sid":null,"statement":2,"tested":false}]}
    "#);
    assert_snapshot!(project.run("test --coverage trail"), @"
    exit 2
    ── stderr
    error: the argument '--coverage' cannot be used with '[TEXT]'

    Usage: orgc test --coverage [TEXT]

    For more information, try '--help'.
    ");
}
