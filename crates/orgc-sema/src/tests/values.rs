//! Values: types, operators, files, cycles, and what AWS assigns later.

use super::{advice, check_files, findings, findings_of, inside, model, settings};
use orgc_diag::SourceMap;

fn outputs(source: &str) -> String {
    let desired = model(&format!("organization O {{ account dev {{ email = \"a@b.co\" }} }}\n{source}"));
    let print = |(name, output): (&String, &orgc_ir::desired::Output)| {
        format!("{name} {}", serde_json::to_string(&output.value).unwrap())
    };
    desired.outputs.iter().map(print).collect::<Vec<_>>().join("\n")
}

#[test]
fn every_value_has_its_form_in_the_model() {
    insta::assert_snapshot!(
        outputs("output a = [1, -2, 1 + 2 * 3, 7 / 2, 2.5]\noutput b = { k = true, \"x y\" = none, (\"c${1}\") = not false }\noutput c = [30d, 90s, 12.5%, 5_000 USD, eu-west-1, s3:Get*]\noutput d = \"${dev.id}-${1} ${aws:PrincipalTag/team}\"\noutput e = dev\noutput f = if 1 < 2 and \"a\" in [\"a\"] then [1] + [2] else []\noutput g = none ?? { a = { b = [10, 20] } }.a.b[1]"),
        @r#"
    a [1,-2,7,3,"2.5"]
    b {"k":true,"x y":null,"c1":true}
    c [2592000,90,1250,{"amount":"5000","currency":"USD"},"eu-west-1","s3:Get*"]
    d {"join":[{"ref":"account/dev","attr":"id"},"-1 ${aws:PrincipalTag/team}"]}
    e {"entity":"account/dev"}
    f [1,2]
    g 20
    "#
    );
}

#[test]
fn values_hold_against_their_annotations() {
    insta::assert_snapshot!(
        findings("organization O { account dev { email = \"a@b.co\" } }\nlet a: Int = \"x\"\nlet b: List<Region> = [us-east-1, \"moon\", 3]\nlet c: Email = \"nobody\"\nlet d: \"dev\" | \"prod\" = \"pro\"\nlet e: AccountId = 123456789012\nlet f: Map<String, Bool> = { x = 1 }\nlet g: String? = none\nlet h: Account = ou.Dev\nlet i: String = dev\nlet j: Arn = \"x\"\nlet k: Action = \"s3\"\nlet l: Money = 500\nlet m: Later<AccountId> = dev.id\noutput o = [a, b, c, d, e, f, g, h, i, j, k, l, m]"),
        @r#"
    E0301 2:14 `"x"`: expected a whole number, found a string
    E0304 3:35 `"moon"`: `moon` is not the name of a Region, such as `eu-west-1`
    E0301 3:43 `3`: expected a Region such as `eu-west-1`, found a whole number
    E0304 4:16 `"nobody"`: `nobody` is not an e-mail address
    E0307 5:25 `"pro"`: `pro` is not one of `dev`, `prod`
    E0301 6:20 `123456789012`: expected an account id of twelve digits, found a whole number
    E0301 7:34 `1`: expected `true` or `false`, found a whole number
    E0201 9:21 `Dev`: no OU is called `Dev`
    E0301 10:17 `dev`: expected a string, found account `dev`
    E0304 11:14 `"x"`: `x` is not an ARN
    E0604 12:17 `"s3"`: `s3` is not an action: a service, a colon and a name are expected
    E0305 13:16 `500`: expected an amount of money such as `100 USD`, found a whole number
    "#
    );
}

#[test]
fn operators_say_what_they_cannot_do() {
    insta::assert_snapshot!(
        findings("organization O { }\noutput a = 1 / 0\noutput b = 9223372036854775807 + 1\noutput c = 1 USD + 1 EUR\noutput d = \"a\" + \"b\"\noutput e = 1 < \"a\"\noutput f = not 1\noutput g = 99999999999999999999\noutput h = 0.123%\noutput i = 1 in 2\noutput j = if 1 then 2 else 3\noutput k = \"${[1]}\""),
        @"
    E0406 2:16 `0`: division by zero
    E0406 3:12 `9223372036854775807 + 1`: the result is too large for a whole number
    E0406 4:12 `1 USD + 1 EUR`: USD and EUR cannot be put together
    E0301 5:16 `+`: `+` does not work with a string and a string
    E0301 6:14 `<`: `<` cannot compare a whole number with a string
    E0301 7:16 `1`: expected `true` or `false`, found a whole number
    E0406 8:12 `99999999999999999999`: `99999999999999999999` is too large or too fine for a whole number
    E0406 9:12 `0.123`: `0.123` is too large or too fine for a percentage with at most two decimals
    E0301 10:17 `2`: `in` does not work with a whole number
    E0301 11:15 `1`: expected `true` or `false`, found a whole number
    E0301 12:15 `[1]`: a list cannot be part of a string
    "
    );
}

#[test]
fn keys_and_elements_that_there_are_not() {
    let source = "organization O { }\nlet m = { dev = 1, prod = 2 }\noutput a = m.dve\noutput b = m[\"x\"]\noutput c = [1, 2][2]\noutput d = 1.5.x\noutput e = m.dev.x\noutput f = m[1]";
    insta::assert_snapshot!(findings(source), @r#"
    E0405 3:14 `dve`: there is no key `dve`
    E0405 4:14 `"x"`: there is no key `x`
    E0405 5:19 `2`: there is no element 2
    E0301 6:16 `x`: a decimal number has no parts, so there is no `x` in it
    E0301 7:18 `x`: a whole number has no parts, so there is no `x` in it
    E0301 8:14 `1`: expected a string, found a whole number
    "#);
    insta::assert_snapshot!(advice(source), @"
    there are: `dev`, `prod`
    did you mean `dev`?
    ");
}

#[test]
fn a_cycle_is_shown_as_a_ring_once() {
    let source =
        "organization O { }\nlet a = [b]\nlet b = { x = c }\nlet c = \"${a}\"\noutput o = a\noutput p = b";
    insta::assert_snapshot!(findings(source), @"E0401 2:10 `b`: `a` depends on itself: `a` → `b` → `c` → `a`");
    let (checked, sources) = check_files(&[("main.org", source)]);
    let labels = checked.diagnostics[0]
        .labels
        .iter()
        .map(|label| format!("{} {}", sources.place(label.span), label.message));
    insta::assert_snapshot!(labels.collect::<Vec<_>>().join("\n"), @"
    main.org:2:10 `a` needs `b`
    main.org:3:15 `b` needs `c`
    main.org:4:12 `c` needs `a`
    ");
    insta::assert_snapshot!(findings("organization O { }\nlet self = self"), @"E0401 2:12 `self`: `self` depends on itself: `self` → `self`");
}

#[test]
fn a_long_chain_of_values_does_not_exhaust_the_stack() {
    let chain: String = (0..2_000).map(|index| format!("let v{index} = v{}\n", index + 1)).collect();
    let found = findings(&format!("organization O {{ }}\n{chain}let v2000 = 1\noutput o = v0"));
    assert!(found.starts_with("E0403"), "{found}");
    let nested = |level: usize| {
        format!("let v{level:04} = {}v{:04}{}\n", "[".repeat(50), level.saturating_sub(1), "]".repeat(50))
    };
    let chain: String = (1..500).map(nested).collect();
    let found = findings(&format!("organization O {{ }}\nlet v0000 = 1\n{chain}"));
    assert!(found.starts_with("E0403"), "{found}");
}

#[test]
fn what_aws_assigns_cannot_shape_anything() {
    insta::assert_snapshot!(
        inside("account dev { email = \"${Dev.id}@b.co\" tags { owner = dev.id } }\nou Dev \"x ${dev.id}\" { }\nprotect \"${dev.id}\"\n}\noutput a = dev.id == Dev.id\noutput b = { (dev.id) = 1 }\noutput c = { x = 1 }[dev.id]\noutput d = dev.id in [\"1\"]\noutput e = if dev.status == \"ACTIVE\" then 1 else 2\npolicy P: scp { name = dev.id deny \"${dev.id}:x\" }\noutput f = P\nlet r: Region = dev.id\noutput g = r\nbaseline B { template = file(\"t.yaml\") regions = [dev.arn]"),
        @r#"
    E0303 2:23 `"${Dev.id}@b.co"`: an e-mail address must be known before anything is applied, but `ou/Dev.id` is assigned by AWS
    E0303 2:55 `dev.id`: a tag must be known before anything is applied, but `account/dev.id` is assigned by AWS
    E0303 3:8 `"x ${dev.id}"`: a title must be known before anything is applied, but `account/dev.id` is assigned by AWS
    E0303 4:9 `"${dev.id}"`: a reason must be known before anything is applied, but `account/dev.id` is assigned by AWS
    E0303 6:12 `dev.id`: what is compared must be known before anything is applied, but `account/dev.id` is assigned by AWS
    E0303 7:15 `dev.id`: a key must be known before anything is applied, but `account/dev.id` is assigned by AWS
    E0303 8:22 `dev.id`: a key must be known before anything is applied, but `account/dev.id` is assigned by AWS
    E0303 9:12 `dev.id`: what is compared must be known before anything is applied, but `account/dev.id` is assigned by AWS
    E0303 10:15 `dev.status`: what is compared must be known before anything is applied, but `account/dev.status` is assigned by AWS
    E0303 11:24 `dev.id`: the name of a policy must be known before anything is applied, but `account/dev.id` is assigned by AWS
    E0303 11:36 `"${dev.id}:x"`: this value must be known before anything is applied, but `account/dev.id` is assigned by AWS
    E0303 13:17 `dev.id`: this value must be known before anything is applied, but `account/dev.id` is assigned by AWS
    E0303 15:51 `dev.arn`: this value must be known before anything is applied, but `account/dev.arn` is assigned by AWS
    "#
    );
    insta::assert_snapshot!(advice("organization O { account dev { email = \"a@b.co\" } }\noutput a = dev.id == \"1\""), @"compare or name the thing itself instead of its id; ids may stand in parameters, outputs and policies");
}

#[test]
fn files_come_from_inside_the_project_by_written_paths() {
    let source = "organization O { }\nlet n = \"t\"\noutput a = file(\"none.yaml\")\noutput b = file(\"../secret\")\noutput c = file(\"${n}.yaml\")\noutput d = file()\noutput e = file(\"/etc/passwd\")\npolicy P: scp from \"none.json\"\noutput f = P";
    insta::assert_snapshot!(findings(source), @r#"
    E0404 3:17 `"none.yaml"`: there is no file `none.yaml`
    E0404 4:17 `"../secret"`: `../secret` is outside the project
    E0404 5:17 `"${n}.yaml"`: the path of a file must be written out
    E0301 6:16 `()`: `file()` takes one argument
    E0404 7:17 `"/etc/passwd"`: `/etc/passwd` is outside the project
    E0404 8:20 `"none.json"`: there is no file `none.json`
    "#);
}

#[test]
fn a_file_that_is_not_utf8_is_refused_with_a_guess() {
    let refused = |bytes: &[u8]| {
        let mut sources = SourceMap::new();
        let text = "organization O { }\noutput x = text(\"a.txt\")";
        let file = sources.add("main.org", text);
        let world = orgc_ir::MemoryWorld::new([("a.txt", bytes.to_vec())]);
        let tree = orgc_syntax::parse(file, text).file;
        let checked = crate::check(&[tree], &sources, &world, &super::FakeBaseline::new(), &settings());
        checked.diagnostics.first().map(|one| one.message.clone()).unwrap_or_default()
    };
    insta::assert_snapshot!(refused(&[0xff, 0xfe, b'a', 0]), @"`a.txt` is not UTF-8 text but UTF-16 (little-endian)");
    insta::assert_snapshot!(refused(b"gr\xf6\xdfe"), @"`a.txt` is not UTF-8 text: byte 2 (line 1) is the first that is not");
    insta::assert_snapshot!(refused(&[0x89, b'P', b'N', b'G', 0, 0]), @"`a.txt` is not UTF-8 text: byte 0 (line 1) is the first that is not");
}

#[test]
fn one_fault_is_one_finding() {
    insta::assert_snapshot!(findings("organization O { account a { email = \"${x}@b.co\" } account b { email = mail } }\nlet mail = \"${x}@b.co\"\nlet y = [mail, { k = mail }]\noutput o = y[1].k"), @"
    E0201 1:41 `x`: nothing is called `x`
    E0201 2:15 `x`: nothing is called `x`
    ");
    assert_eq!(findings_of(&[("main.org", "organization O { }\noutput a = 1")]), "");
}

#[test]
fn values_that_multiply_are_stopped() {
    let multiplied = |first: &str, next: fn(usize) -> String| {
        let chain: String = (1..40).map(|level| format!("let v{level} = {}\n", next(level - 1))).collect();
        findings(&format!("organization O {{ }}\nlet v0 = {first}\n{chain}output o = v39"))
    };
    let lists = multiplied("[1]", |below| format!("[{}]", vec![format!("v{below}"); 8].join(", ")));
    insta::assert_snapshot!(lists, @"E0403 10:5 `v8`: this value has more than 10000000 elements");
    let texts = multiplied("\"x\"", |below| format!("\"{}\"", format!("${{v{below}}}").repeat(8)));
    insta::assert_snapshot!(texts, @r#"E0403 10:10 `"${v7}${v7}${v7}${v7}${v7}${v7}${v7}${v7}"`: this string has more than 10000000 bytes"#);
}
