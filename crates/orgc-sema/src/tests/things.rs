//! Accounts, units and tags, each for itself.

use super::{advice, inside};

#[test]
fn accounts_need_an_email_that_aws_accepts() {
    insta::assert_snapshot!(
        inside("account a { }\naccount b { email = \"nobody\" }\naccount c { email = \"a b@c.de\" }\naccount d { email = 5 }\naccount e { email = \"a@b.c\" }\naccount f { email = \"ab@c.d.\" }\naccount g { email = \"a@aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.co\" }\nmanagement { }"),
        @r#"
    E0302 2:1 `account a`: account `a` needs `email`
    E0304 3:21 `"nobody"`: `nobody` is not an e-mail address
    E0304 4:21 `"a b@c.de"`: `a b@c.de` is not an e-mail address
    E0301 5:21 `5`: expected an e-mail address, found a whole number
    E0304 6:21 `"a@b.c"`: `a@b.c` has 5 characters; the e-mail address of an account has 6 to 64
    E0304 7:21 `"ab@c.d."`: `ab@c.d.` is not an e-mail address
    E0304 8:21 `"a@aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.co"`: `a@aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.co` has 75 characters; the e-mail address of an account has 6 to 64
    E0302 9:1 `management`: account `management` needs `email`
    "#
    );
}

#[test]
fn names_in_aws_have_a_form() {
    insta::assert_snapshot!(
        inside("account a \"Büro\" { email = \"aa@b.co\" }\naccount b \"\" { email = \"bb@b.co\" }\naccount c { email = \"cc@b.co\" role-name = \"AWSServiceRoleForX\" billing-access = \"no\" }\naccount d { email = \"dd@b.co\" role-name = \"a b\" }\nou A \"\" { }\nmanagement p { email = \"pp@b.co\" role-name = \"x\" }"),
        @r#"
    E0304 2:11 `"Büro"`: AWS does not accept `Büro` as a name
    E0304 3:11 `""`: AWS does not accept an empty name
    E0304 4:43 `"AWSServiceRoleForX"`: AWS does not accept `AWSServiceRoleForX` as the name of a role
    E0301 4:81 `"no"`: expected `true` or `false`, found a string
    E0304 5:43 `"a b"`: AWS does not accept `a b` as the name of a role
    E0304 6:6 `""`: AWS does not accept an empty name
    E0205 7:34 `role-name`: account `p` has no `role-name`
    "#
    );
}

#[test]
fn tags_are_those_that_aws_keeps() {
    let many: String = (0..49).map(|index| format!("k{index} = \"v\" ")).collect();
    insta::assert_snapshot!(inside(&format!("ou A {{ tags {{ {many} }} }}\nou B {{ tags {{ \"aws:x\" = \"1\" \"orgc:id\" = \"2\" \"ORGC:x\" = \"3\" \"a#b\" = \"4\" c = \"<\" d = 5 }} }}")), @r#"
    E0508 2:8 `tags`: 49 tags and 2 ownership tags are more than the 50 that AWS keeps
    E0508 3:15 `"aws:x"`: AWS does not accept tag `aws:x`: keys with this prefix belong to AWS
    E0508 3:29 `"orgc:id"`: AWS does not accept tag `orgc:id`: keys with this prefix belong to orgc
    E0508 3:45 `"ORGC:x"`: AWS does not accept tag `ORGC:x`: keys with this prefix belong to orgc
    E0508 3:60 `"a#b"`: AWS does not accept tag `a#b`: `#` cannot stand in a tag
    E0508 3:76 `"<"`: AWS does not accept tag `c`: `<` cannot stand in a tag
    E0301 3:84 `5`: expected a string, found a whole number
    "#);
    insta::assert_snapshot!(advice(&format!("organization O {{ ou A {{ tags {{ {many} }} }} }}")), @"limit: tags.count.max = 50 (aws, as of 2026-11-01, bundled table)");
    let fits: String = (0..48).map(|index| format!("k{index} = \"v\" ")).collect();
    assert_eq!(inside(&format!("ou A {{ tags {{ {fits} }} }}")), "");
}
