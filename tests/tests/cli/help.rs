//! Help, version and wrong usage.

use crate::project::Project;
use insta::assert_snapshot;

#[test]
fn help_and_version_are_answers() {
    assert_snapshot!(Project::nothing().run("-h"), @"
    exit 0
    ── stdout
    The compiler for AWS Organizations

    Usage: orgc [OPTIONS] <COMMAND>

    Commands:
      init         Start a project: `orgc.toml`, `main.org`, `.gitattributes`
      check        Check the sources offline and report every mistake
      fmt          Format the sources
      test         Run the tests, and everything that is asserted
      build        Check, then write model, policies, templates, graph and report to `build/`
      plan         Show what would change in the live organization
      apply        Carry out the plan: make the live organization as the sources say
      import       Write `.org` files that say what the live organization is
      snapshot     Write the live organization to a file
      graph        Draw the organization, or the plan, as Mermaid or DOT
      diff         Say what changed in meaning since a git revision
      eval         Print the value of an expression over the checked sources
      why          Say which policies let an account do something, or do not
      effective    Say what the management policies above an account come to, and what decides each
                   value
      policy       The policies as AWS gets them, and how large they are
      explain      Explain a diagnostic code
      sandbox      The embedded emulator of AWS Organizations
      plugin       Resource kinds of your own: write them, test them, agree to those of others
      completions  Print shell completions

    Options:
      -h, --help     Print help (see more with '--help')
      -V, --version  Print version

    Options of every command:
          --project <DIR>    The project's folder; otherwise the nearest one upwards with an `orgc.toml`
          --sandbox          Work on the sandbox in `.orgc/sandbox/` instead of AWS
          --faults <FILE>    Trouble that the sandbox makes: a TOML file of faults
          --profile <NAME>   The AWS profile to use
          --color <WHEN>     When to colour [default: auto] [possible values: auto, always, never]
          --format <FORMAT>  How to print results and diagnostics [default: text] [possible values:
                             text, json, markdown, sarif, github, junit]
    ");
    assert_snapshot!(Project::nothing().run("apply -h"), @"
    exit 0
    ── stdout
    Carry out the plan: make the live organization as the sources say

    Usage: orgc apply [OPTIONS] [PLAN]

    Arguments:
      [PLAN]  A plan saved by `orgc plan --out`; otherwise a new plan is made and shown

    Options:
          --yes                  Do not ask
          --code <ADDRESS=CODE>  The code that AWS sent to the new e-mail of an account, such as
                                 account/dev=123456; `new` has another one sent
          --target <ADDRESS>     Plan this thing alone, with what stands in it and what it needs; may be
                                 repeated
          --allow <VERB>         Let as many operations of this verb pass as there are, whatever
                                 `[thresholds]` says; may be repeated
          --set <NAME=VALUE>     The value of a param of the root module, as an expression of the
                                 language; may be repeated
      -h, --help                 Print help (see more with '--help')

    Options of every command:
          --project <DIR>    The project's folder; otherwise the nearest one upwards with an `orgc.toml`
          --sandbox          Work on the sandbox in `.orgc/sandbox/` instead of AWS
          --faults <FILE>    Trouble that the sandbox makes: a TOML file of faults
          --profile <NAME>   The AWS profile to use
          --color <WHEN>     When to colour [default: auto] [possible values: auto, always, never]
          --format <FORMAT>  How to print results and diagnostics [default: text] [possible values:
                             text, json, markdown, sarif, github, junit]
    ");
    assert_eq!(
        Project::nothing().run("--version"),
        format!("exit 0\n── stdout\norgc {}\n", env!("CARGO_PKG_VERSION"))
    );
}

#[test]
fn wrong_usage_has_its_own_exit_code() {
    assert!(
        Project::nothing().run("").starts_with("exit 2\n── stderr\nThe compiler for AWS Organizations\n")
    );
    assert_snapshot!(Project::nothing().run("chekc"), @"
    exit 2
    ── stderr
    error: unrecognized subcommand 'chekc'

      tip: a similar subcommand exists: 'check'

    Usage: orgc [OPTIONS] <COMMAND>

    For more information, try '--help'.
    ");
    assert_snapshot!(Project::nothing().run("check --colour never"), @"
    exit 2
    ── stderr
    error: unexpected argument '--colour' found

      tip: a similar argument exists: '--color'

    Usage: orgc check --color <WHEN>

    For more information, try '--help'.
    ");
    assert_snapshot!(Project::nothing().run("plan --sandbox --profile dev"), @"
    exit 2
    ── stderr
    error: the argument '--sandbox' cannot be used with '--profile <NAME>'

    Usage: orgc plan --sandbox

    For more information, try '--help'.
    ");
    assert_snapshot!(Project::nothing().run("sandbox serve --port 99999"), @"
    exit 2
    ── stderr
    error: invalid value '99999' for '--port <PORT>': 99999 is not in 0..=65535

    For more information, try '--help'.
    ");
}
