//! Sentences about what is not declared any more, and other edges of the life cycle.

use super::{advice, findings, inside, model};

#[test]
fn accounts_are_flat_and_names_are_names() {
    insta::assert_snapshot!(
        findings("organization O { }\nrelease account dev.x\nmoved organization A.B -> O\ndelete ou \"not a name\"\ndelete ou Old.Team\ndelete policy guards.Lock"),
        @r#"
    E0304 2:17 `dev.x`: `dev.x` is a path, and an account has none
    E0304 3:20 `A.B`: `A.B` is a path, and an organization has none
    E0304 4:11 `"not a name"`: `not a name` cannot be a name
    "#
    );
}

#[test]
fn a_move_to_nothing_says_what_was_meant() {
    let source = |sentence: &str| {
        format!(
            "organization O {{ ou Labs {{ ou Vision {{ }} }} account shop {{ email = \"a@b.co\" }} }}\n{sentence}"
        )
    };
    assert_eq!(advice(&source("moved ou Old -> Vision")), "did you mean `Labs.Vision`?");
    assert_eq!(advice(&source("moved account old -> sohp")), "did you mean `shop`?");
    assert_eq!(advice(&source("moved policy Old -> New")), "declare it, or correct the new name");
}

#[test]
fn protect_is_said_once() {
    insta::assert_snapshot!(inside("account a { email = \"a@b.co\" protect protect \"again\" }"), @r#"E0203 2:38 `protect "again"`: `protect` is given twice"#);
}

#[test]
fn a_contact_needs_its_word_and_a_title_its_text() {
    insta::assert_snapshot!(inside("account a \"\" { email = \"a@b.co\" contact { name = \"x\" } }"), @r#"
    E0304 2:11 `""`: AWS does not accept an empty name
    E0302 2:33 `contact`: a `contact` needs a name
    "#);
}

#[test]
fn the_title_of_the_organization_is_its_name_in_reports() {
    let desired = model("organization O \"Acme Corporation\" { }\noutput title = [org.name, org.title]");
    let output = &desired.outputs["title"].value;
    assert_eq!(serde_json::to_string(output).unwrap(), r#"["O","Acme Corporation"]"#);
}

#[test]
fn what_is_administered_is_trusted() {
    let desired = model(
        "organization O { delegate guardduty, stacksets to sec  delegate sso to sec  trust sso  account sec { email = \"a@b.co\" } }",
    );
    let implied: Vec<String> = desired
        .resources
        .iter()
        .filter_map(|(address, one)| match &one.cause {
            orgc_ir::desired::Cause::Implied { by, because, .. } => {
                Some(format!("{address} of {by}: {because}"))
            }
            _ => None,
        })
        .collect();
    insta::assert_snapshot!(implied.join("\n"), @r"
    organizations-access/stacksets of delegate/stacksets@account/sec: a service is trusted before an account administers it
    trust/guardduty of delegate/guardduty@account/sec: a service is trusted before an account administers it
    ");
}
