//! `orgc explain`.

use crate::project::Project;
use insta::assert_snapshot;

#[test]
fn a_page_is_found_by_code_and_by_name() {
    let anywhere = Project::nothing();
    assert_snapshot!(anywhere.run("explain E0502"), @r#"
    exit 0
    ── stdout
    # E0502 duplicate-email

    Two accounts have the same e-mail address. AWS wants an address of its own for every account, and does not
    look at the case of letters.

    ## Example

    ```org
    organization Acme {
      account dev { email = "aws@acme.com" }
      account prod { email = "AWS@acme.com" }
    }
    ```

    ## How to fix

    Give each account its own address. Most mail systems deliver `name+anything@…` to `name@…`:

    ```org
    organization Acme {
      account dev { email = "aws+dev@acme.com" }
      account prod { email = "aws+prod@acme.com" }
    }
    ```
    "#);
    assert_eq!(anywhere.run("explain duplicate-email"), anywhere.run("explain e0502"));
    assert!(anywhere.run("explain").contains("\nE0502  duplicate-email\n"));
}

#[test]
fn a_wrong_code_is_wrong_usage() {
    assert_snapshot!(Project::nothing().run("explain duplicate-mail"), @"
    exit 2
    ── stderr
    error: there is no diagnostic code `duplicate-mail`
     help: did you mean `duplicate-email`? `orgc explain` lists all codes
    ");
    assert_snapshot!(Project::nothing().run("explain E9999"), @"
    exit 2
    ── stderr
    error: there is no diagnostic code `E9999`
     help: `orgc explain` lists all codes
    ");
}
