//! Questions about the finished model, and where they can be asked; parameters of stack sets.

use super::{findings, findings_of, inside};

#[test]
fn what_decides_the_structure_cannot_ask_about_it() {
    insta::assert_snapshot!(
        findings("organization O { account a { email = \"a@b.co\" } }\nfor x in accounts() { policy \"P${x.name}\": scp { deny q:* } }\nif length(ous()) == 0 { output o = 1 }\nlet n = string(length(accounts()))"),
        @"
    E0303 2:10 `accounts()`: `accounts()` looks at the finished model, of which this is a part
    E0303 3:11 `ous()`: `ous()` looks at the finished model, of which this is a part
    "
    );
    insta::assert_snapshot!(inside("ou \"u${length(ous())}\" { }"), @"E0303 2:15 `ous()`: `ous()` looks at the finished model, of which this is a part");
    insta::assert_snapshot!(inside("account a { email = \"a@b.co\" tags { n = string(length(accounts())) } }"), @"E0303 2:55 `accounts()`: `accounts()` looks at the finished model, of which this is a part");
}

#[test]
fn outputs_and_assertions_ask_about_it() {
    let source = "organization O { management p { email = \"p@b.co\" } ou A { attach P account a { email = \"a@b.co\" tags { k = \"v\" } } } }\npolicy P: scp { deny q:* }\n";
    let claims = "assert [a.name for a in accounts()] == [\"a\", \"p\"] and ous() == [A] and accounts(A) == [a]\nassert policies(A, scp) == [P] and policies(org, scp) == [] and a.tags.k == \"v\" and a.parent == A\n";
    assert_eq!(findings(&format!("{source}{claims}")), "");
    insta::assert_snapshot!(findings(&format!("{source}assert accounts(A) == [] else \"there is ${{length(accounts(A))}}\"")), @"E0901 3:8 `accounts(A) == []`: there is 1");
}

#[test]
fn a_template_asserts_for_each_of_its_uses() {
    insta::assert_snapshot!(
        findings_of(&[("main.org", "organization O { use T(1) use T(9) }\ntemplate T(n: Int) { assert n < 5 else \"${n} is too much\" }")]),
        @"E0901 2:29 `n < 5`: 9 is too much"
    );
}

#[test]
fn the_stack_set_itself_needs_every_parameter() {
    let source = |parameters: &str| {
        format!(
            "organization O {{ ou A {{ deploy B {parameters} }} }}\nbaseline B {{ template = file(\"p.yaml\") regions = [us-east-1] }}"
        )
    };
    let found = |parameters: &str| {
        findings_of(&[
            ("main.org", &source(parameters)),
            ("p.yaml", "Parameters: { Must: { Type: String } }\nResources: { A: { Type: 'X::Y::Z' } }"),
        ])
    };
    insta::assert_snapshot!(found("with { Must = \"x\" }"), @"E0802 2:1 `baseline B`: the template needs parameter `Must`, which has no default");
    assert_eq!(found(""), found("with { Must = \"x\" }"));
}
