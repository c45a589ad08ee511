//! What belongs to the rest of the language answers once, and hides what depends on it.

use super::{findings, inside};

#[test]
fn plugins_tests_and_their_kinds() {
    insta::assert_snapshot!(
        findings("organization O { }\nplugin idc from \"oci://x\"\ntest \"t\" { assert 1 == 1 }\nidc.permission-set X { a = 1 }\noutput o = X"),
        @r#"
    E1001 3:1 `test "t" { assert 1 == 1 }`: `test` is part of the language, but this release cannot use it yet
    E0204 4:1 `idc.permission-set`: there is no kind `idc.permission-set`
    "#
    );
}

#[test]
fn assertions_about_what_is_allowed() {
    insta::assert_snapshot!(
        inside("account dev { email = \"a@b.co\" }\nassert dev cannot s3:DeleteBucket"),
        @"E1001 3:1 `assert dev cannot s3:DeleteBucket`: `can` and `cannot` is part of the language, but this release cannot use it yet"
    );
}
