//! Names: unknown, ambiguous, twice, out of place.

use super::{advice, check_files, findings, findings_of, inside, model};

#[test]
fn unknown_names_come_with_a_suggestion() {
    insta::assert_snapshot!(findings("organization O { attach DenyLeavin }\npolicy DenyLeaving: scp { deny q:* }"), @"E0201 1:25 `DenyLeavin`: nothing is called `DenyLeavin`");
    insta::assert_snapshot!(advice("organization O { attach DenyLeavin }\npolicy DenyLeaving: scp { deny q:* }"), @"did you mean `DenyLeaving`?");
    insta::assert_snapshot!(inside("ou Dev { account a { email = \"a@b.co\" } }\n}\noutput x = acount.a.id\noutput y = account.b.id\noutput z = ou.Prod\noutput w = fle(\"x\")\nlet t: Strin = \"x\"\noutput v = t\noutput u = [eu-west-9]\norganization P {"), @"
    E0201 4:12 `acount`: nothing is called `acount`
    E0201 5:20 `b`: no account is called `b`
    E0201 6:15 `Prod`: no OU is called `Prod`
    E0201 7:12 `fle`: there is no function `fle`
    E0201 8:8 `Strin`: there is no type `Strin`
    E0201 10:13 `eu-west-9`: there is no Region `eu-west-9`
    E0203 11:1 `organization P`: two organizations are declared; a project describes one
    ");
}

#[test]
fn paths_may_be_shortened_as_long_as_they_are_unambiguous() {
    let tree = "organization O { ou A { ou Dev { } ou X { ou Dev { } } } ou Dev { } ou B { ou Test { } } }\n";
    insta::assert_snapshot!(findings(&format!("{tree}output a = X.Dev.id\noutput b = Test.id\noutput c = ou.A.Dev.arn\noutput d = Dev.id\noutput e = B[\"Test\"]")), @r#"E0301 6:12 `B["Test"]`: expected a list or a map, found OU `B`"#);
    insta::assert_snapshot!(findings("organization O { ou A { ou Dev { } } ou B { ou Dev { } } }\noutput x = Dev.id"), @"E0202 2:12 `Dev`: `Dev` can mean several things");
    insta::assert_snapshot!(advice("organization O { ou A { ou Dev { } } ou B { ou Dev { } } }\noutput x = Dev.id"), @"write `ou.A.Dev` or `ou.B.Dev`");
    let desired = model(&format!(
        "{tree}output d = Dev.id\noutput e = ou[\"A.X\"].id\noutput f = Acme.id\nlet Acme = {{ id = org.root-id }}"
    ));
    let print = |name: &str| serde_json::to_string(&desired.outputs[name].value).unwrap();
    insta::assert_snapshot!([print("d"), print("e"), print("f")].join("\n"), @r#"
    {"ref":"ou/Dev","attr":"id"}
    {"ref":"ou/A/X","attr":"id"}
    {"ref":"organization/O","attr":"root-id"}
    "#);
}

#[test]
fn the_place_narrows_a_name_and_a_kind_before_it_decides() {
    let source = "organization O { ou Same { attach Same deploy Same account Same { email = \"a@b.co\" } } }\npolicy Same: scp { deny q:* }\nbaseline Same { template = file(\"t.yaml\") regions = [us-east-1] }\n";
    assert_eq!(findings(source), "");
    insta::assert_snapshot!(findings(&format!("{source}output x = Same.id")), @"E0202 4:12 `Same`: `Same` can mean several things");
    insta::assert_snapshot!(advice(&format!("{source}output x = Same.id")), @"write `account.Same` or `ou.Same` or `baseline.Same` or `policy.Same`");
    assert_eq!(
        findings(&format!(
            "{source}output x = [ou.Same.id, account.Same.id, policy.Same.id, baseline.Same.id]"
        )),
        ""
    );
}

#[test]
fn the_same_thing_twice() {
    insta::assert_snapshot!(
        findings("organization O { ou A { account x { email = \"a@b.co\" } } ou A { } account x { email = \"c@b.co\" } }\npolicy P: scp { deny q:* }\npolicy P: scp { deny q:* }\nlet v = 1\nlet v = 2\noutput o = v\noutput o = v\norganization Q { }\npolicy FullAWSAccess: scp { allow all }\nlet m = { a = 1, a = 2 }"),
        @"
    E0203 1:58 `ou A`: OU `A` is declared twice
    E0203 1:67 `account x`: account `x` is declared twice
    E0203 3:1 `policy P`: policy `P` is declared twice
    E0203 5:5 `v`: value `v` is declared twice
    E0203 7:8 `o`: output `o` is declared twice
    E0203 8:1 `organization Q`: two organizations are declared; a project describes one
    E0203 9:1 `policy FullAWSAccess`: policy `FullAWSAccess` exists already: AWS manages it
    E0203 10:18 `a`: key `a` stands twice in one map
    "
    );
    insta::assert_snapshot!(inside("attach P, P\nattach FullAWSAccess\ndetach FullAWSAccess\ntags { a = \"1\" }\ntags { a = \"2\" }\naccount a { email = \"a@b.co\" email = \"b@b.co\" }\ndeploy B\ndeploy B in eu-west-1\n}\npolicy P: scp { deny q:* }\nbaseline B { template = file(\"t.yaml\") regions = [us-east-1] regions = [] "), @"
    E0203 2:11 `P`: this sentence stands twice for one target
    E0203 4:8 `FullAWSAccess`: policy `FullAWSAccess` is both attached and detached here
    E0203 6:8 `a`: `a` is given twice
    E0203 7:30 `email`: `email` is given twice
    E0203 9:8 `B`: this sentence stands twice for one target
    E0203 12:62 `regions`: `regions` is given twice
    ");
}

#[test]
fn unknown_kinds_and_attributes() {
    insta::assert_snapshot!(findings("organization O {\nacount dev { email = \"a@b.co\" }\nou A { titel = \"x\" }\naccount b { emial = \"x\"\n \"q\" = 1 }\nattach P deploy Y\n}\nbaselin X { template = 1 }\nbaseline Y { template = file(\"t.yaml\") reigons = [] regions = [us-east-1] rolout { } }\npolicy P: scp { nme = \"x\" deny q:* }\noutput x = org.idd"), @r#"
    E0204 2:1 `acount`: there is no kind `acount`
    E0205 3:8 `titel`: OU `A` has no `titel`
    E0205 4:13 `emial`: account `b` has no `emial`
    E0205 5:2 `"q"`: attributes of a block are written without quotes
    E0204 8:1 `baselin`: there is no kind `baselin`
    E0205 9:40 `reigons`: baseline `Y` has no `reigons`
    E0204 9:75 `rolout`: there is no kind `rolout`
    E0205 10:17 `nme`: policy `P` has no `nme`
    E0205 11:16 `idd`: organization `O` has no `idd`
    "#);
    insta::assert_snapshot!(advice("organization O { account b { emial = \"x\" } }"), @"
    there are: `billing-access`, `email`, `regions`, `role-name`, `title`
    did you mean `email`?
    ");
}

#[test]
fn things_in_the_wrong_place() {
    insta::assert_snapshot!(inside("policy P: scp { deny q:* }\ndeny q:*\nlet x = 1\noutput o = 1\naccount a { email = \"a@b.co\" ou B { } }\n}\nou C { }\naccount d { email = \"d@b.co\" }\nattach X\nprotect\nname = 1\npolicy Q: scp \"Title\" { attach Q deny q:* deploy Q }\nbaseline B \"T\" { template = file(\"t.yaml\") regions = [us-east-1] deny q:* \n}\ntags { a = \"1\""), @r#"
    E0210 2:1 `policy`: `policy` cannot stand in the organization
    E0210 3:1 `deny q:*`: a rule cannot stand in the organization
    E0210 4:1 `let x = 1`: `let` cannot stand in the organization
    E0210 5:1 `output o = 1`: `output` cannot stand in the organization
    E0210 6:30 `ou`: `ou` cannot stand in an account
    E0210 8:1 `ou`: `ou` cannot stand at the top of a file
    E0210 9:1 `account`: `account` cannot stand at the top of a file
    E0210 10:1 `attach X`: `attach` cannot stand at the top of a file
    E0210 11:1 `protect`: `protect` cannot stand at the top of a file
    E0210 12:1 `name`: an attribute cannot stand at the top of a file
    E0210 13:15 `"Title"`: a policy has no title
    E0210 13:25 `attach Q`: `attach` cannot stand in a policy
    E0210 13:43 `deploy Q`: `deploy` cannot stand in a policy
    E0210 14:12 `"T"`: a `baseline` has no title
    E0210 14:66 `deny q:*`: a rule cannot stand in this block
    E0210 16:1 `tags`: `tags` cannot stand at the top of a file
    "#);
    insta::assert_snapshot!(inside("ou A { management payer { email = \"a@b.co\" } }\nmanagement one { email = \"b@b.co\" }\nmanagement two { email = \"c@b.co\" }"), @"
    E0504 2:8 `management`: the management account cannot be placed in an OU here
    E0504 4:1 `management two`: two management accounts are declared; an organization has one
    ");
}

#[test]
fn names_may_be_computed_from_what_is_known() {
    let source = "let team = \"search\"\norganization O { account \"${team}-dev\" { email = \"a@b.co\" } }\noutput x = account[\"${team}-dev\"].id";
    assert!(model(source).resources.contains_key(&orgc_ir::Address::account("search-dev")));
    insta::assert_snapshot!(inside("account dev { email = \"a@b.co\" }\naccount \"x-${dev.id}\" { email = \"b@b.co\" }\naccount \"y-${account.dev.id}\" { email = \"c@b.co\" }\naccount \"a b\" { email = \"d@b.co\" }\naccount { email = \"e@b.co\" }\naccount \"${tem}\" { email = \"f@b.co\" }"), @r#"
    E0303 3:14 `dev`: a name decides which things there are, so it cannot depend on `dev`
    E0303 4:14 `account.dev`: a name decides which things there are, so it cannot depend on `account.dev`
    E0304 5:9 `"a b"`: `a b` cannot be a name
    E0302 6:1 `account`: an `account` needs a name
    E0201 7:12 `tem`: nothing is called `tem`
    "#);
}

#[test]
fn broken_text_hides_its_consequences() {
    let source = "organization O {\n attach Lost\n account a { email = = \"x\" }\n}\npolicy Lost scp deny q:*\noutput x = Lost.id\n";
    let (checked, _) = check_files(&[("main.org", source)]);
    assert_eq!(findings_of(&[("main.org", source)]), "");
    assert!(checked.desired.is_none());
}

#[test]
fn sources_without_an_organization() {
    insta::assert_snapshot!(findings(""), @"E1003: the sources declare no organization");
    insta::assert_snapshot!(findings_of(&[("main.org", "organization O { }"), ("team/more.org", "organization P { }")]), @"W0616 team/more.org:1:1 ``: folder `team` is never imported");
}
