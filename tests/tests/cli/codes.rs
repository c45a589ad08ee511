//! One-time codes of `orgc apply`.

use crate::project::{Project, SMALL};
use insta::assert_snapshot;
use std::process::Output;

/// A project whose organization is live, with another e-mail of `dev` and another title in its source.
fn with_a_new_email() -> Project {
    let project = Project::of(SMALL);
    assert_eq!(project.exit("apply --sandbox --yes"), 0);
    project.edit("main.org", "aws+dev@acme.com", "cloud+dev@acme.com");
    project.edit("main.org", "Acme Dev", "Acme Development");
    project
}

/// The code that is in the latest mail.
fn code(project: &Project) -> String {
    let shown = project.run("sandbox show");
    let (_, code) = shown.split_once("one-time code ").expect("a code was sent");
    code.split(' ').next().unwrap().to_owned()
}

/// What an apply says after its plan, without the name of the journal.
fn end(output: &Output) -> String {
    let words = String::from_utf8(output.stderr.clone()).unwrap();
    let lines =
        words.lines().skip_while(|line| !["  ✓", "  …", "  ×"].iter().any(|sign| line.starts_with(sign)));
    let lines: Vec<&str> =
        lines.filter(|line| !line.starts_with("journal: ") && !line.contains("request id")).collect();
    format!("exit {}\n{}", output.status.code().unwrap(), lines.join("\n"))
}

fn apply(project: &Project, options: &str) -> String {
    end(&project.orgc(&format!("apply --sandbox --yes {options}")).output().unwrap())
}

#[test]
fn a_code_that_comes_later_is_given_in_the_next_run() {
    let project = with_a_new_email();
    assert_snapshot!(project.run("plan --sandbox"), @r#"
    exit 0
    ── stdout
    acme · 3 operations

      + enable trust/account              main.org:3
          because Account Management changes e-mails of accounts only when it is a trusted service (account/dev)
          cannot be undone: the access stays until someone takes it back
      ~ change the e-mail of account/dev  main.org:3
          email: aws+dev@acme.com → cloud+dev@acme.com
          needs the one-time code that AWS sends to cloud+dev@acme.com
      ~ rename account/dev                main.org:3
          name: Acme Dev → Acme Development

    1 to enable, 1 to update, 1 to rename
    unmanaged, never touched: 1 account (Management)
    ── stderr
    W0707 email-change

      ⚠ the e-mail of `account/dev` changes from `aws+dev@acme.com` to `cloud+dev@acme.com`, for which AWS asks a one-time code from the reader of `cloud+dev@acme.com`
       ╭─[main.org:3:5]
     2 │   ou Work {
     3 │     account dev "Acme Development" { email = "cloud+dev@acme.com" }
       ·     ─────┬─────
       ·          ╰── asked for here
     4 │   }
       ╰────
      help: `orgc apply` has the code sent and asks for it at a terminal; `orgc apply --code account/
            dev=CODE` gives it later

    1 warning
    "#);
    assert_snapshot!(apply(&project, ""), @"
    exit 1
      ✓ enable trust/account
      ✓ rename account/dev
      … change the e-mail of account/dev: awaits a code
    not finished: 2 of 3 operations done
    left: change the e-mail of account/dev
    waiting for a person: AWS has sent a code for `account/dev` to `cloud+dev@acme.com`
      `orgc apply --code account/dev=CODE` gives the code of the latest mail; `--code account/dev=new` has another one sent
    ");
    let code = code(&project);
    // Who runs it again without a code gets no second mail, which would make the first one worthless.
    assert_snapshot!(apply(&project, ""), @"
    exit 1
      … change the e-mail of account/dev: awaits a code
    not finished: 0 of 1 operation done
    left: change the e-mail of account/dev
    waiting for a person: AWS sent a code for `account/dev` before, to `cloud+dev@acme.com` unless the sources said another address then
      `orgc apply --code account/dev=CODE` gives the code of the latest mail; `--code account/dev=new` has another one sent
    ");
    assert_eq!(code, self::code(&project));
    assert_snapshot!(apply(&project, &format!("--code account/dev={code}")), @"
    exit 0
      ✓ change the e-mail of account/dev
    done: 1 operation
    ");
    assert_eq!(project.exit("plan --sandbox --detailed-exitcode"), 0);
    let again = project.run(&format!("apply --sandbox --yes --code account/dev={code}"));
    assert_snapshot!(again, @r#"
    exit 0
    ── stdout
    dev_id = "213382181725"
    ── stderr
    `account/dev` awaits no code
    nothing to do: the organization is as the sources say
    "#);
}

#[test]
fn a_wrong_code_is_told_and_another_one_can_be_had() {
    let project = with_a_new_email();
    assert_eq!(project.exit("apply --sandbox --yes"), 1);
    let first = code(&project);
    assert_snapshot!(apply(&project, "--code account/dev=000000"), @r#"
    exit 1
      × change the e-mail of account/dev
    E1203 aws-error

      × change the e-mail of account/dev failed: ValidationException from
      │ account:AcceptPrimaryEmailUpdate: the one-time code is not the one that was sent
       ╭─[main.org:3:5]
     2 │   ou Work {
     3 │     account dev "Acme Development" { email = "cloud+dev@acme.com" }
       ·     ─────┬─────
       ·          ╰── asked for here
     4 │   }
       ╰────
      help: `orgc apply --code account/dev=CODE` gives the code of the latest mail; `--code account/
            dev=new` has another one sent

    1 error
    not finished: 0 of 1 operation done
    left: change the e-mail of account/dev
    run `orgc apply` again: it looks at what is there and goes on
    "#);
    assert_snapshot!(apply(&project, "--code account/dev=new"), @"
    exit 1
      … change the e-mail of account/dev: awaits a code
    not finished: 0 of 1 operation done
    left: change the e-mail of account/dev
    waiting for a person: AWS has sent a code for `account/dev` to `cloud+dev@acme.com`
      `orgc apply --code account/dev=CODE` gives the code of the latest mail; `--code account/dev=new` has another one sent
    ");
    let second = code(&project);
    assert_ne!(first, second);
    assert!(apply(&project, &format!("--code account/dev={first}")).starts_with("exit 1"));
    assert!(apply(&project, &format!("--code account/dev={second}")).starts_with("exit 0"));
}

#[test]
fn a_saved_plan_goes_on_when_the_code_is_there() {
    let project = with_a_new_email();
    project.edit("main.org", "Acme Development", "Acme Dev");
    assert_eq!(project.exit("plan --sandbox --out first.json"), 0);
    assert_eq!(project.exit("apply first.json --sandbox --yes"), 1);
    assert_eq!(project.exit("plan --sandbox --out second.json"), 0);
    let code = code(&project);
    assert_eq!(project.exit(&format!("apply second.json --sandbox --yes --code account/dev={code}")), 0);
    assert_eq!(project.exit("plan --sandbox --detailed-exitcode"), 0);
    let stale = project.run("apply second.json --sandbox --yes");
    assert!(stale.contains("E1101 stale-plan") && stale.contains("`account/dev` changed"), "{stale}");
}

#[test]
fn whoever_changes_an_email_may_make_the_calls_for_it() {
    let project = with_a_new_email();
    let permissions = project.run("plan --sandbox --iam");
    let (_, apply) = permissions.split_once("\"apply\"").unwrap();
    let (apply, plan) = apply.split_once("\"plan\"").unwrap();
    for call in ["StartPrimaryEmailUpdate", "AcceptPrimaryEmailUpdate", "GetPrimaryEmailUpdateStatus"] {
        let quoted = format!("\"account:{call}\"");
        assert!(apply.contains(&quoted) && !plan.contains(&quoted), "{permissions}");
    }
    assert!(apply.contains(":account/o-"), "the account is named: {permissions}");
}

#[test]
fn codes_are_for_accounts_that_the_sources_declare() {
    let project = Project::of(SMALL);
    assert_snapshot!(project.run("apply --sandbox --yes --code account/dve=123456"), @"
    exit 1
    ── stderr
    error: `--code`: the sources declare no `account/dve`
    ");
    for wrong in ["dev=123456", "ou/Work=123456", "account/dev=12345", "account/dev=", "account/dev"] {
        assert_eq!(project.exit(&format!("apply --sandbox --yes --code {wrong}")), 2, "{wrong}");
    }
}

#[test]
#[cfg(unix)]
fn at_a_terminal_somebody_is_asked() {
    use crate::{person::Conversation, server::Server};
    use std::process::Stdio;

    let project = with_a_new_email();
    let server = Server::start(&project);
    let mut command = server.client(&project, "apply");
    let mut apply = Conversation::begin(command.env("TERM", "xterm").stdout(Stdio::null()));
    let plan = apply.hear("Only `yes` is taken as yes: ");
    assert!(plan.contains("change the e-mail of account/dev"), "{plan}");
    apply.say("yes");
    let question = apply.hear("code: ");
    assert!(question.contains("give the code that AWS has sent to cloud+dev@acme.com"), "{question}");
    apply.say("what code?");
    apply.hear("a code has 6 letters and digits");
    apply.say("000000");
    apply.hear("AWS does not take this code");
    apply.say(server.view()["codes"][0]["code"].as_str().unwrap());
    apply.hear("done: 3 operations");
    assert_eq!(apply.end().code(), Some(0));
    assert_eq!(server.stop(), Some(0));
    assert_eq!(project.exit("plan --sandbox --detailed-exitcode"), 0);
}
