//! `orgc apply`.

use crate::project::{Project, SMALL};
use insta::assert_snapshot;
use std::fmt::Write as _;
use std::fs;

#[test]
fn a_plan_is_shown_carried_out_and_followed_by_the_outputs() {
    let project = Project::of(SMALL);
    assert_snapshot!(project.run("apply --sandbox --yes"), @r#"
    exit 0
    ── stdout
    dev_id = "213382181725"
    ── stderr
    acme · 5 operations

      + create organization/Acme  main.org:1
          features: all
          cannot be undone: only an organization without members can be deleted, and by hand
      ~ tag organization/Acme     main.org:1
          tags.orgc:id: organization/Acme
          tags.orgc:project: acme
      + create ou/Work            main.org:2
          name: Work
          parent: organization/Acme
      + create account/dev        main.org:3
          name: Acme Dev
          email: aws+dev@acme.com
          cannot be undone: an account can only be closed; its e-mail can never be used again
      ~ move account/dev          main.org:3
          parent: organization/Acme → ou/Work

    3 to create, 1 to tag, 1 to move
    note: AWS makes accounts in the root: until its move, 1 new account stands only under the guards of the root
      ✓ create organization/Acme
      ✓ tag organization/Acme
      ✓ create ou/Work
      … create account/dev: waiting for AWS to create the account
      ✓ create account/dev
      ✓ move account/dev
    done: 5 operations
    "#);
    assert_snapshot!(project.run("apply --sandbox --yes --format json"), @r#"
    exit 0
    ── stdout
    {
      "dev_id": "213382181725"
    }
    ── stderr
    nothing to do: the organization is as the sources say
    "#);
    assert_eq!(project.exit("plan --sandbox --detailed-exitcode"), 0);
}

#[test]
fn without_anybody_to_ask_nothing_is_changed() {
    let project = Project::of(SMALL);
    let output = project.orgc("apply --sandbox").output().unwrap();
    assert_eq!((output.status.code(), output.stdout.as_slice()), (Some(1), &b""[..]));
    let words = String::from_utf8(output.stderr).unwrap();
    assert_snapshot!(words.lines().rev().take(2).collect::<Vec<_>>().join("\n"), @"
     help: `--yes` answers the question; `orgc plan --out FILE` and `orgc apply FILE --yes` split the two steps
    error: nothing was changed: there is nobody to ask
    ");
    assert_eq!(project.exit("plan --sandbox --detailed-exitcode"), 2);
}

#[test]
fn a_saved_plan_is_carried_out_once() {
    let project = Project::of(SMALL);
    assert_eq!(project.exit("plan --sandbox --out first.json"), 0);
    assert_eq!(project.exit("apply first.json --sandbox --yes"), 0);
    assert_snapshot!(project.run("apply first.json --sandbox --yes"), @"
    exit 1
    ── stderr
    E1101 stale-plan

      × `account/dev`, `organization/Acme`, `ou/Work` changed in the organization since the plan was made
      help: make a new plan and look at it: `orgc plan --out FILE`

    1 error
    ");
}

#[test]
fn a_saved_plan_of_other_sources_is_refused() {
    let project = Project::of(SMALL);
    assert_eq!(project.exit("plan --sandbox --out first.json"), 0);
    project.edit("main.org", "Acme Dev", "Acme Development");
    assert_snapshot!(project.run("apply first.json --sandbox --yes"), @"
    exit 1
    ── stderr
    E1101 stale-plan

      × the sources have changed since the plan was made
      help: make a new plan and look at it: `orgc plan --out FILE`

    1 error
    ");
    assert_eq!(project.exit("apply --sandbox --yes"), 0);
}

#[test]
fn files_that_are_no_plans() {
    let project = Project::of(SMALL);
    assert_snapshot!(project.run("apply none.json --sandbox --yes"), @"
    exit 1
    ── stderr
    error: `none.json`: no such file or directory (os error 2)
     help: `orgc plan --out none.json` makes a plan
    ");
    assert_snapshot!(project.run("apply main.org --sandbox --yes"), @"
    exit 1
    ── stderr
    E1106 plan-file

      × `main.org`: not a plan: expected value at line 1 column 1
      help: make the plan again: `orgc plan --out FILE`

    1 error
    ");
    assert_eq!(project.exit("plan --sandbox --out plan.json"), 0);
    let plan = project.read("plan.json");
    project.write("cut.json", &plan[..plan.len() / 2]);
    assert_snapshot!(project.run("apply cut.json --sandbox --yes"), @"
    exit 1
    ── stderr
    E1106 plan-file

      × `cut.json`: not a plan: EOF while parsing a string at line 119 column 25
      help: make the plan again: `orgc plan --out FILE`

    1 error
    ");
    project.write("newer.json", plan.replacen("\"format\": 1", "\"format\": 99", 1));
    assert_snapshot!(project.run("apply newer.json --sandbox --yes"), @"
    exit 1
    ── stderr
    E1106 plan-file

      × `newer.json`: the plan has format 99; this release reads format 1
      help: make the plan again: `orgc plan --out FILE`

    1 error
    ");
    assert_eq!(project.exit("apply plan.json --sandbox --yes"), 0);
}

/// The sandbox allows ten accounts, the management account among them.
#[test]
fn a_refusal_in_the_middle_lets_the_rest_finish_and_the_next_run_go_on() {
    let accounts = (1..=11).fold(String::new(), |mut all, number| {
        let _ = writeln!(all, "  account a{number} \"A{number}\" {{ email = \"aws+{number}@acme.com\" }}");
        all
    });
    let project = Project::of(format!("organization Acme {{\n{accounts}}}\n"));
    let output = project.orgc("apply --sandbox --yes").output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let said = project.show(&output);
    let (_, end) = said.split_once("E1203").expect("AWS's refusal is reported");
    let lines: Vec<&str> = end.lines().filter(|line| !line.contains("request id")).collect();
    assert_snapshot!(format!("E1203{}", lines.join("\n")), @r#"
    E1203 aws-error

      × create account/a8 failed: ConstraintViolationException (ACCOUNT_NUMBER_LIMIT_EXCEEDED) from organizations:CreateAccount: the organization may have 10 accounts
        ╭─[main.org:9:3]
      8 │   account a7 "A7" { email = "aws+7@acme.com" }
      9 │   account a8 "A8" { email = "aws+8@acme.com" }
        ·   ─────┬────
        ·        ╰── asked for here
     10 │   account a9 "A9" { email = "aws+9@acme.com" }
        ╰────
      help: the quota of accounts is used up: ask AWS for more in the console of Service Quotas, then
            run it again

    E1203 aws-error

      × create account/a9 failed: ConstraintViolationException (ACCOUNT_NUMBER_LIMIT_EXCEEDED) from organizations:CreateAccount: the organization may have 10 accounts
        ╭─[main.org:10:3]
      9 │   account a8 "A8" { email = "aws+8@acme.com" }
     10 │   account a9 "A9" { email = "aws+9@acme.com" }
        ·   ─────┬────
        ·        ╰── asked for here
     11 │   account a10 "A10" { email = "aws+10@acme.com" }
        ╰────
      help: the quota of accounts is used up: ask AWS for more in the console of Service Quotas, then
            run it again

    2 errors
    not finished: 11 of 13 operations done
    left: create account/a8, create account/a9
    journal: [PROJECT]/.orgc/journal/1.jsonl
    run `orgc apply` again: it looks at what is there and goes on
    "#);
    let again = project.run("apply --sandbox --yes");
    assert!(again.contains("\nnot finished: 0 of 2 operations done\n"), "{again}");
    project.edit("main.org", "  account a8 \"A8\" { email = \"aws+8@acme.com\" }\n", "");
    project.edit("main.org", "  account a9 \"A9\" { email = \"aws+9@acme.com\" }\n", "");
    assert_eq!(project.exit("plan --sandbox --detailed-exitcode"), 0, "everything else is there");
}

#[test]
fn an_apply_that_was_cut_off_is_named() {
    let project = Project::of(SMALL);
    assert_eq!(project.exit("apply --sandbox --yes"), 0);
    let call = r#"{"line":"call","at":1,"operation":"create account/dev","call":"organizations:CreateAccount","number":1}"#;
    project.write(".orgc/journal/2.jsonl", format!("{call}\n{{\"line\":\"rep"));
    assert_snapshot!(project.run("apply --sandbox --yes"), @r#"
    exit 0
    ── stdout
    dev_id = "213382181725"
    ── stderr
    the last apply was cut off in `create account/dev`; how far it came is looked up
    nothing to do: the organization is as the sources say
    "#);
}

#[test]
fn two_applies_at_once() {
    let project = Project::of(SMALL);
    assert_eq!(project.exit("apply --sandbox --yes"), 0);
    let lock = fs::File::open(project.path(".orgc/lock")).unwrap();
    lock.lock().unwrap();
    assert_snapshot!(project.run("apply --sandbox --yes"), @"
    exit 1
    ── stderr
    E1204 already-running

      × another `orgc apply` is running in this project
      help: wait until it has ended; two applies at once would only get in each other's way

    1 error
    ");
    lock.unlock().unwrap();
    assert_eq!(project.exit("apply --sandbox --yes"), 0);
}

#[test]
fn nothing_but_the_organization_remembers() {
    let project = Project::of(SMALL);
    assert_eq!(project.exit("apply --sandbox --yes"), 0);
    for name in project.list(".orgc") {
        let path = project.path(&format!(".orgc/{name}"));
        // The organization itself is in the sandbox.
        match name.as_str() {
            "sandbox" => {}
            _ if path.is_dir() => fs::remove_dir_all(path).unwrap(),
            _ => fs::remove_file(path).unwrap(),
        }
    }
    assert_eq!(project.exit("plan --sandbox --detailed-exitcode"), 0);
    project.edit("main.org", "Acme Dev", "Acme Development");
    let plan = project.run("plan --sandbox");
    assert!(plan.contains("~ rename account/dev") && !plan.contains("create"), "{plan}");
}

/// What the apply of a project says after the plan when such calls go wrong.
fn troubled(project: &Project, faults: &str) -> String {
    project.write("faults.toml", faults);
    let said = project.run("apply --sandbox --yes --faults faults.toml");
    let (_, end) = said.split_once("under the guards of the root\n").expect("the plan was shown");
    let lines: Vec<&str> = end.lines().filter(|line| !line.contains("request id")).collect();
    format!("{}\n{}", said.lines().next().unwrap_or_default(), lines.join("\n"))
}

#[test]
fn what_waits_in_vain_is_told_in_the_words_of_the_plan() {
    let project = Project::of(
        r#"organization Acme {
  attach Lock
  account dev "Dev" {
    email = "aws+dev@acme.com"
    regions = [af-south-1]
  }
  ou Work {
    account lab "Lab" { email = "aws+lab@acme.com" }
  }
}

policy Lock: scp {
  deny organizations:LeaveOrganization
}
"#,
    );
    let denied = |operation: &str| {
        format!(
            "[[fault]]\noperation = \"{operation}\"\ntrouble = \"fail\"\ncode = \"AccessDeniedException\"\nmessage = \"no\"\n"
        )
    };
    assert_snapshot!(troubled(&project, &denied("AttachPolicy")), @r#"
    exit 1
      ✓ create organization/Acme
      ✓ tag organization/Acme
      ✓ enable trust/account
      ✓ create ou/Work
      ✓ enable policy-type/scp
      ✓ create policy/Lock
      × attach policy/Lock to organization/Acme
      - create account/dev: waits for `attach policy/Lock to organization/Acme`
      - enable af-south-1 in account/dev: waits for `attach policy/Lock to organization/Acme`
      - create account/lab: waits for `attach policy/Lock to organization/Acme`
      - move account/lab: waits for `attach policy/Lock to organization/Acme`
    E1202 access-denied

      × attach policy/Lock to organization/Acme failed: AccessDeniedException from organizations:AttachPolicy: no
       ╭─[main.org:2:10]
     1 │ organization Acme {
     2 │   attach Lock
       ·          ──┬─
       ·            ╰── asked for here
     3 │   account dev "Dev" {
       ╰────
      help: use credentials of the management account that may make this call; `orgc plan --iam`
            prints the policy that allows all calls of the plan

    1 error
    not finished: 6 of 11 operations done
    left: attach policy/Lock to organization/Acme, create account/dev, enable af-south-1 in account/dev, create account/lab, move account/lab
    journal: [PROJECT]/.orgc/journal/1.jsonl
    run `orgc apply` again: it looks at what is there and goes on
    "#);
    project.write("faults.toml", denied("EnableRegion"));
    let said = project.run("apply --sandbox --yes --faults faults.toml");
    assert!(said.contains("\nleft: enable af-south-1 in account/dev\n"), "{said}");
    assert_eq!(project.exit("apply --sandbox --yes"), 0);
    assert_eq!(project.exit("plan --sandbox --detailed-exitcode"), 0);
}

#[test]
fn credentials_that_expire_are_told_once() {
    let project = Project::of(
        r#"organization Acme {
  ou A {
    account dev "Dev" { email = "aws+dev@acme.com" }
  }
  ou B {
  }
  ou C {
  }
}
"#,
    );
    let expired = "[[fault]]\noperation = \"CreateOrganizationalUnit\"\ntrouble = \"fail\"\ncode = \"ExpiredTokenException\"\nmessage = \"the token is expired\"\n";
    assert_snapshot!(troubled(&project, expired), @r#"
    exit 1
      ✓ create organization/Acme
      ✓ tag organization/Acme
      × create ou/A
      - move account/dev: waits for `create ou/A`
    E1201 credentials

      × create ou/A failed: ExpiredTokenException from organizations:CreateOrganizationalUnit: the token is expired
       ╭─[main.org:2:3]
     1 │ organization Acme {
     2 │   ou A {
       ·   ──┬─
       ·     ╰── asked for here
     3 │     account dev "Dev" { email = "aws+dev@acme.com" }
       ╰────
      help: sign in again (`aws sso login`) and run `orgc apply` again; no further call was begun

    1 error
    not finished: 2 of 7 operations done
    left: create ou/A, create ou/B, create ou/C, create account/dev, move account/dev
    journal: [PROJECT]/.orgc/journal/1.jsonl
    run `orgc apply` again: it looks at what is there and goes on
    "#);
    assert_eq!(project.exit("apply --sandbox --yes"), 0);
    assert_eq!(project.exit("plan --sandbox --detailed-exitcode"), 0);
}

#[test]
fn a_limit_of_aws_is_told_with_a_way_out() {
    let project = Project::of(SMALL);
    let full = "[[fault]]\noperation = \"CreateOrganizationalUnit\"\ntrouble = \"fail\"\ncode = \"ConstraintViolationException\"\nreason = \"OU_NUMBER_LIMIT_EXCEEDED\"\nmessage = \"too many\"\n";
    assert_snapshot!(troubled(&project, full), @r#"
    exit 1
      ✓ create organization/Acme
      ✓ tag organization/Acme
      × create ou/Work
      - move account/dev: waits for `create ou/Work`
      … create account/dev: waiting for AWS to create the account
      ✓ create account/dev
    E1203 aws-error

      × create ou/Work failed: ConstraintViolationException (OU_NUMBER_LIMIT_EXCEEDED) from organizations:CreateOrganizationalUnit: too many
       ╭─[main.org:2:3]
     1 │ organization Acme {
     2 │   ou Work {
       ·   ───┬───
       ·      ╰── asked for here
     3 │     account dev "Acme Dev" { email = "aws+dev@acme.com" }
       ╰────
      help: the console of Service Quotas says whether AWS raises this limit; `[quotas]` in
            `orgc.toml` tells `orgc plan` of another one

    1 error
    not finished: 3 of 5 operations done
    left: create ou/Work, move account/dev
    journal: [PROJECT]/.orgc/journal/1.jsonl
    run `orgc apply` again: it looks at what is there and goes on
    "#);
    assert_eq!(project.exit("apply --sandbox --yes"), 0);
}
