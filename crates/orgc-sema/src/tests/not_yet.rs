//! What belongs to the rest of the language answers once, and hides what depends on it.

use super::{findings, inside};

#[test]
fn declarations() {
    insta::assert_snapshot!(
        findings("organization O { attach g.Lock, Old  account a { email = mailbox(\"a\") } }\nimport g from \"./g\"\nplugin idc from \"oci://x\"\nparam stage: String = \"prod\"\ntype Env = \"dev\" | \"prod\"\nrecord Row { name: String }\ntemplate T(n: String) { account x { email = n } }\nlet mailbox(n: String): Email = \"${n}@b.co\"\nextend ou Dev { account extra { email = \"x@y.z\" } }\ntest \"t\" { assert 1 == 1 }\nlet rows: List<Row> = csv(\"x.csv\")\nlet e: Env = \"dev\"\noutput o = stage\noutput p = [rows, e]\nidc.permission-set X { a = 1 }"),
        @r#"
    E0201 1:33 `Old`: nothing is called `Old`
    E1001 2:1 `import g from "./g"`: `import` is part of the language, but this release cannot use it yet
    E1001 3:1 `plugin idc from "oci://x"`: `plugin` is part of the language, but this release cannot use it yet
    E1001 4:1 `param stage: String = "prod"`: `param` is part of the language, but this release cannot use it yet
    E1001 5:1 `type Env = "dev" | "prod"`: `type` is part of the language, but this release cannot use it yet
    E1001 6:1 `record Row { name: String }`: `record` is part of the language, but this release cannot use it yet
    E1001 7:1 `template T(n: String) { account x { email = n } }`: `template` is part of the language, but this release cannot use it yet
    E1001 8:1 `let mailbox(n: String): Email = "${n}@b.co"`: a function of your own is part of the language, but this release cannot use it yet
    E1001 9:1 `extend ou Dev { account extra { email = "x@y.z" } }`: `extend` is part of the language, but this release cannot use it yet
    E1001 10:1 `test "t" { assert 1 == 1 }`: `test` is part of the language, but this release cannot use it yet
    E1001 11:23 `csv("x.csv")`: `csv()` is part of the language, but this release cannot use it yet
    E1001 15:1 `idc.permission-set`: a kind of an imported plugin is part of the language, but this release cannot use it yet
    "#
    );
}

#[test]
fn control_and_sentences() {
    insta::assert_snapshot!(
        inside("for r in [1, 2] { account \"a${r}\" { email = \"x\" } }\nif true { ou A { } } else { ou B { } }\nassert 1 == 1\nuse T(1)\ntrust sso\ndelegate guardduty to sec\nadopt \"o-1\"\nattach only P\ndefaults { tags { a = \"b\" } }\naccount sec { email = \"a@b.co\" contact security { name = \"x\" } regions = [us-east-1] }\ndelegation { }\n}\nmoved account a -> b\nclose account c\nrelease account d\nforget account e\ndelete ou F\nstack-set S { a = 1 }\noutput o = B\nregions X {"),
        @r#"
    E1001 2:1 `for r in [1, 2] { account "a${r}" { email = "x" } }`: `for` is part of the language, but this release cannot use it yet
    E1001 3:1 `if true { ou A { } } else { ou B { } }`: `if` is part of the language, but this release cannot use it yet
    E1001 4:1 `assert 1 == 1`: `assert` is part of the language, but this release cannot use it yet
    E1001 5:1 `use T(1)`: `use` is part of the language, but this release cannot use it yet
    E1001 6:1 `trust sso`: `trust` is part of the language, but this release cannot use it yet
    E1001 7:1 `delegate guardduty to sec`: `delegate` is part of the language, but this release cannot use it yet
    E1001 8:1 `adopt "o-1"`: `adopt` is part of the language, but this release cannot use it yet
    E1001 9:1 `attach only P`: `attach only` is part of the language, but this release cannot use it yet
    E1001 10:1 `defaults`: `defaults` is part of the language, but this release cannot use it yet
    E1001 11:32 `contact`: `contact` is part of the language, but this release cannot use it yet
    E1001 11:64 `regions`: `regions` of account `sec` is part of the language, but this release cannot use it yet
    E1001 12:1 `delegation`: `delegation` is part of the language, but this release cannot use it yet
    E1001 14:1 `moved account a -> b`: `moved` is part of the language, but this release cannot use it yet
    E1001 15:1 `close account c`: `close` is part of the language, but this release cannot use it yet
    E1001 16:1 `release account d`: `release` is part of the language, but this release cannot use it yet
    E1001 17:1 `forget account e`: `forget` is part of the language, but this release cannot use it yet
    E1001 18:1 `delete ou F`: `delete` is part of the language, but this release cannot use it yet
    E1001 19:1 `stack-set`: `stack-set` is part of the language, but this release cannot use it yet
    E0204 21:1 `regions`: there is no kind `regions`
    "#
    );
}

#[test]
fn values() {
    insta::assert_snapshot!(
        findings("organization O { account dev { email = \"a@b.co\" } }\noutput a = [x for x in [1]]\noutput b = { (k) = v for k, v in { } }\noutput c = length([1])\noutput d = json(\"x\")\noutput e = policy { deny q:* }\noutput f = 1.5 + 2\noutput g = \"a\" like \"b\"\noutput h = dev.email\npolicy P: scp { deny q:* }\noutput i = P\nlet u: String | Int = 1\noutput j = u\noutput k = 1 USD + 2 USD\noutput l = m.f(1)"),
        @r#"
    E1001 2:12 `[x for x in [1]]`: `for` in a value is part of the language, but this release cannot use it yet
    E1001 3:12 `{ (k) = v for k, v in { } }`: `for` in a value is part of the language, but this release cannot use it yet
    E1001 4:12 `length([1])`: `length()` is part of the language, but this release cannot use it yet
    E1001 5:12 `json("x")`: `json()` is part of the language, but this release cannot use it yet
    E1001 6:12 `policy { deny q:* }`: a policy as a value is part of the language, but this release cannot use it yet
    E1001 7:12 `1.5 + 2`: arithmetic with decimals and money is part of the language, but this release cannot use it yet
    E1001 8:16 `like`: `like` in a value is part of the language, but this release cannot use it yet
    E1001 9:16 `email`: `email` of account `dev` is part of the language, but this release cannot use it yet
    E1001 12:8 `String | Int`: a union of types that are not strings is part of the language, but this release cannot use it yet
    E1001 14:12 `1 USD + 2 USD`: arithmetic with decimals and money is part of the language, but this release cannot use it yet
    E1001 15:12 `m.f`: a function from a module is part of the language, but this release cannot use it yet
    "#
    );
}
