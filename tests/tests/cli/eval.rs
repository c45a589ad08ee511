//! `orgc eval`.

use crate::project::{Project, SMALL};
use insta::assert_snapshot;

#[test]
fn sources_with_errors_are_told_and_not_evaluated() {
    assert_snapshot!(Project::of("organization A {\n  attach Lok\n}\n").run("eval 1"), @r#"
    exit 1
    ── stderr
    E0201 unknown-name

      × nothing is called `Lok`
       ╭─[main.org:2:10]
     1 │ organization A {
     2 │   attach Lok
       ·          ─┬─
       ·           ╰── unknown name
     3 │ }
       ╰────
      help: declare it, or write "Lok" in quotes if it is meant as a string

    1 error
    "#);
}

#[test]
fn nothing_is_printed_to_standard_output_without_a_value() {
    let project = Project::of(SMALL);
    let output = project.orgc("eval nothing-of-this-name").output().unwrap();
    assert_eq!((output.status.code(), output.stdout.as_slice()), (Some(1), &b""[..]));
    assert!(!output.stderr.is_empty());
}

const FLEET: &str = r#"param stage: String = "dev"
param budget: Money = 100 USD
param homes: List<Region> = [eu-west-1]

let mailbox(name: String): Email = "aws+${name}@acme.com"

organization Acme {
  ou Work {
    for name in ["search", "${stage}-lab"] {
      account "${name}" {
        email = mailbox(name)
        tags { budget = amount(budget) }
      }
    }
  }
}
"#;

/// What is printed for an expression.
fn evaluated(project: &Project, arguments: &[&str]) -> String {
    let output = project.orgc("eval").args(arguments).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().trim_end().to_owned()
}

#[test]
fn values_are_spelled_as_the_language_spells_them() {
    let project = Project::of(FLEET);
    assert_eq!(evaluated(&project, &["length(accounts(Work))"]), "2");
    assert_eq!(
        evaluated(&project, &["[a.email for a in accounts()]"]),
        r#"["aws+dev-lab@acme.com", "aws+search@acme.com"]"#
    );
    assert_eq!(evaluated(&project, &["budget * 20% + 0.5 * 1 USD"]), "20.5 USD");
    assert_eq!(
        evaluated(&project, &["{ a = 90min, b = none, c = search }"]),
        "{ a = 90min, b = none, c = account.search }"
    );
    assert_eq!(evaluated(&project, &["\"id ${search.id}\""]), r#""id ${account/search.id}""#);
    assert_eq!(evaluated(&project, &["--format", "json", "homes"]), "[\n  \"eu-west-1\"\n]");
}

#[test]
fn params_are_set_by_words_that_the_type_of_the_param_reads() {
    let project = Project::of(FLEET);
    assert_eq!(evaluated(&project, &["--set", "stage=prod", "prod-lab.name"]), r#""prod-lab""#);
    assert_eq!(evaluated(&project, &["--set", "budget=5_000 USD", "budget"]), "5000 USD");
    assert_eq!(
        evaluated(&project, &["--set", "homes=eu-west-1,us-east-1", "homes"]),
        "[eu-west-1, us-east-1]"
    );
    project.write(
        "orgc.toml",
        "name = \"acme\"\nedition = \"2026\"\n[params]\nhomes = [\"us-east-1\"]\nstage = \"x\"\n",
    );
    assert_eq!(evaluated(&project, &["homes"]), "[us-east-1]");
    assert_snapshot!(project.run("eval --set budget=5 --set nope=1 budget"), @r#"
    exit 1
    ── stderr
    E0205 unknown-attribute

      × the project has no param `nope`, which `--set` or `orgc.toml` gives a value
      help: declare it: `param NAME: String`

    E0301 type-mismatch

      × expected an amount of money such as `100 USD`, found `5`
       ╭─[main.org:2:7]
     1 │ param stage: String = "dev"
     2 │ param budget: Money = 100 USD
       ·       ───┬──
       ·          ╰── does not fit
     3 │ param homes: List<Region> = [eu-west-1]
       ╰────

    2 errors
    "#);
}
