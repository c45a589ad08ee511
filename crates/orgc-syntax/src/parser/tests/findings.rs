//! Each mistake with its code, message, marked text and fix.

use super::{findings, fixed, parsed};

/// One finding for one text.
#[track_caller]
fn check(text: &str, expected: &str) {
    assert_eq!(findings(text), vec![expected.to_owned()]);
}

#[test]
fn assignments_of_other_languages() {
    check(
        "account dev { email: \"x\" }",
        "E0102 values are assigned with `=`, not with `:` | `:` write `=` => account dev { email = \"x\" }",
    );
    check(
        "x = { a: 1 }",
        "E0102 values are assigned with `=`, not with `:` | `:` write `=` => x = { a = 1 }",
    );
    check("x => 1", "E0102 values are assigned with `=`, not with `=>` | `=>` write `=` => x = 1");
    check(
        "deny s3:* when aws:X = \"a\"",
        "E0102 values are compared with `==`, `=` assigns | `=` write `==` => deny s3:* when aws:X == \"a\"",
    );
}

#[test]
fn operators_quotes_and_comments_of_other_languages() {
    check("x = a && b", "E0102 `&&` is written `and` | `&&` write `and` => x = a and b");
    check("x = !a", "E0102 `!` is written `not` | `!` write `not` => x = not a");
    check("x = 'abc'", "E0102 strings stand between double quotes | `'` write `\"` => x = \"abc\"");
    check(
        "x = 1 // c\ny = 2",
        "E0102 comments start with `#`, not with `//` | `//` write `#` => x = 1 # c\ny = 2",
    );
    check("/* c */", "E0102 comments start with `#` on each line, `/* … */` is none | `/*` write `#`");
    check(
        "x = 1;",
        "E0102 nothing ends with `;`: the next item starts on the next line | `;` delete it => x = 1",
    );
    check("ou A {\n  - b\n}", "E0102 lists are written `[a, b]`, not with dashes | `-` this looks like YAML");
    check("ou A {\n  {\"a\": 1}\n}", "E0102 JSON cannot stand here | `{` this looks like JSON");
}

#[test]
fn words_and_marks_of_other_languages() {
    check("x = a === b", "E0102 `===` is written `==` | `===` write `==` => x = a == b");
    check("x = a <> b", "E0102 `<>` is written `!=` | `<>` write `!=` => x = a != b");
    check("var x = 1", "E0102 `var` is written `let` | `var` write `let` => let x = 1");
    check(
        "x = ${a.b}",
        "E0102 `$` stands in strings only: outside of them a name is written as it is | `$` delete it => x = a.b",
    );
    check("x = `a`", "E0102 strings stand between double quotes | ``` write `\"`");
    check(
        "x = a ? b : c",
        "E0102 a choice between values is written `if … then … else …` | `?` not with `?`",
    );
    check(
        "x = if a { b } else { c }",
        "E0102 a choice between values is written `if … then … else …` | `{` not with `{`",
    );
    check(
        "if a { x = 1 } elif b { x = 2 }",
        "E0102 `elif` is written `else if` | `elif` write `else if` => if a { x = 1 } else if b { x = 2 }",
    );
    check("attach \"A\"", "E0102 what `attach` names is written without quotes and brackets | `\"` not `\"`");
    check(
        "deny s3:* when aws:X == \"a\" or aws:Y == \"b\"",
        "E0607 `or` cannot stand between the conditions of a rule | `or` IAM has no `or` => deny s3:* when aws:X == \"a\"\n\ndeny s3:* when aws:Y == \"b\"",
    );
    check(
        "x = 10.0.0.0/8",
        "E0108 `10.0.0.0/8` is no number | `10.0.0.0/8` addresses and versions are strings => x = \"10.0.0.0/8\"",
    );
    check("x = 1,000", "E0108 digits are grouped with `_` | `1,000` write `1_000` => x = 1_000");
}

#[test]
fn a_missing_comma_or_bracket_is_no_misspelt_word() {
    check("x = { a = 1 b = 2 }", "E0102 unexpected `b` | `b` expected an operator, `,`, `}` or `for`");
    check(
        "accounts = [dev, prod\ny = 2",
        "E0102 something is missing at the end of this item | `` expected an operator, `,` or `]`",
    );
}

#[test]
fn misspelt_and_reserved_words() {
    check("atach Foo", "E0102 unexpected `atach` | `atach` did you mean `attach`? => attach Foo");
    check(
        "deny s3:* wehn aws:X == \"a\"",
        "E0102 unexpected `wehn` | `wehn` did you mean `when`? => deny s3:* when aws:X == \"a\"",
    );
    check("let in = 3", "E0102 `in` is a reserved word and cannot be a name here | `in` choose another name");
    check("x = é", "E0102 `é` cannot stand here | `é` not ASCII");
}

#[test]
fn what_could_stand_there_is_named() {
    check("x = = 3", "E0102 unexpected `=` | `=` expected a value");
    check("for x of xs {}", "E0102 unexpected `of` | `of` expected `,` or `in`");
    check("import x \"./y\"", "E0102 unexpected `\"./y\"` | `\"./y\"` expected `from`");
    check("x = \"${a +}\"", "E0102 unexpected `}` | `}` expected a value");
    check(
        "attach\nou A {}",
        "E0102 something is missing at the end of this item | `` expected a name or `only`",
    );
    check(
        "let f(x = 1",
        "E0102 something is missing at the end of this item | `` expected an operator, `,` or `)`",
    );
}

#[test]
fn literals() {
    check(
        "x = 30 days\ny = 1",
        "E0108 `days` is no unit | `30 days` a number with something behind it => x = 30d\ny = 1",
    );
    check("x = [5k, 2]", "E0108 `k` is no unit | `5k` a number with something behind it => x = [5_000, 2]");
    check(
        "x = 500 usd",
        "E0108 `usd` is no unit | `500 usd` a number with something behind it => x = 500 USD",
    );
    check(
        "x = 123456789012",
        "E0108 `123456789012` is read as a number \
         | `123456789012` account ids and codes with leading zeros are strings => x = \"123456789012\"",
    );
    check(
        "x = 2026-12-31",
        "E0108 `2026-12-31` is read as a subtraction \
         | `2026-12-31` a date is a string; a subtraction has spaces around `-` => x = \"2026-12-31\"",
    );
    check("x = \"a\\qb\"", "E0106 unknown escape `\\q` | `\\q` not an escape => x = \"a\\\\qb\"");
}

#[test]
fn email_addresses_are_text() {
    check(
        "account dev { email = aws+dev@acme.com }\ny = 1",
        "E0102 `aws+dev@acme.com` is an e-mail address, and that is text \
         | `aws+dev@acme.com` text stands between double quotes \
         => account dev { email = \"aws+dev@acme.com\" }\ny = 1",
    );
    for written in ["dev.team@acme.co.uk", "dev@acme.com", "7dev@acme.com", "in@acme.com", "[a, b_c@x.org]"] {
        let text = format!("x = {written}");
        let found = parsed(&text).diagnostics;
        assert_eq!(found.len(), 1, "{written}: {found:?}");
        let mended = fixed(&text, &found[0]).unwrap();
        assert_eq!(findings(&mended), Vec::<String>::new(), "{written}");
    }
    check("x = @acme", "E0102 unexpected `@` | `@` expected a value");
}

#[test]
fn strings_without_an_end() {
    check(
        "account dev { email = \"a@b }\ny = 1",
        "E0105 this string has no closing quote on its line | `\"a@b }` it starts here \
         => account dev { email = \"a@b\" }\ny = 1",
    );
    check(
        "ou A {\n  x = \"\"\"\nabc\n}",
        "E0105 this text is never closed | `\"\"\"` it starts here and takes the rest of the file",
    );
}

#[test]
fn braces() {
    check("x = 1\n}\n", "E0104 this `}` closes nothing | `}` no block belongs to it => x = 1\n\n");
    check(
        "ou A {\n  x = 1 # c\n\nou B {\n}\n",
        "E0103 `ou A {` is never closed | `{` opened here | `` the closing `}` probably belongs after \
         this => ou A {\n  x = 1\n} # c\n\nou B {\n}\n",
    );
}

#[test]
fn comparisons_do_not_chain() {
    check("x = a < b < c", "E0102 comparisons do not chain | `<` second comparison | `<` first comparison");
    assert_eq!(findings("x = a < b and b < c or (c < d) == true"), Vec::<String>::new());
}

#[test]
fn characters_that_are_not_what_they_look_like() {
    check(
        "nаme = 1",
        "E0109 `а` (U+0430) looks like `a` but is another character | `а` not what it looks like => name = 1",
    );
    check(
        "# a\u{202e}b",
        "E0109 a hidden character changes the direction of the text (U+202E) \
         | `\u{202e}` what you see here is not what is read => # ab",
    );
    assert_eq!(findings("x = \"имя – “name”\" # имя"), Vec::<String>::new());
}

#[test]
fn files_of_other_languages_get_one_sentence() {
    check(
        "#+TITLE: Notes\n\n* Heading\nSome {text.\n",
        "E0101 this is an Emacs Org document, not a program for orgc | `#+TITLE: Notes` recognised by this",
    );
    check(
        "* Heading\n** Sub\n",
        "E0101 this is an Emacs Org document, not a program for orgc | `* Heading` recognised by this",
    );
    check("[\n  {\"a\": 1}\n]", "E0101 this is JSON, not a program for orgc | `[` recognised by this");
    check(
        "# c\nResources:\n  A:\n    Type: AWS::S3::Bucket\n",
        "E0101 this is YAML, not a program for orgc | `Resources:` recognised by this",
    );
    check(
        "terraform {\n}",
        "E0101 this is HCL (Terraform), not a program for orgc | `terraform {\n}` recognised by this",
    );
    check(
        "ou A {}\nresource \"a\" \"b\" {\n}",
        "E0101 this is HCL (Terraform), not a program for orgc | `resource` recognised by this",
    );
    check(
        "ou A {}\0",
        "E0101 this is not a text file: it contains a NUL character | `\0` the first one is here",
    );
    assert_eq!(findings("#+x is a comment here\nou A {}"), Vec::<String>::new());
}

#[test]
fn deep_nesting_is_refused_at_once() {
    let braces = "{".repeat(10_000_000);
    check(&braces, "E0107 more than 64 levels of nesting | `{` one level too many");
    let strings = format!("x = {}", "\"${".repeat(100));
    check(&strings, "E0107 more than 64 levels of nesting | `\"` one level too many");
    let calls = format!("x = {}1{}", "(".repeat(64), ")".repeat(64));
    assert_eq!(findings(&calls), Vec::<String>::new());
}

#[test]
fn long_chains_are_refused_without_exhausting_the_stack() {
    for chain in ["1 + ", "not ", "- ", "a.b.", "if a then b else "] {
        let text = format!("x = {}1\ny = 2", chain.repeat(2_000));
        let codes: Vec<_> = parsed(&text).diagnostics.iter().map(|found| found.code.id()).collect();
        assert!(codes.contains(&"E0107"), "{chain}: {codes:?}");
    }
    let fits = format!("x = {}1", "1 + ".repeat(200));
    assert_eq!(findings(&fits), Vec::<String>::new());
}

#[test]
fn hostile_texts_get_one_clear_finding_each() {
    let braces = "}".repeat(500_000);
    let found = parsed(&braces).diagnostics;
    assert_eq!((found.len(), found[0].code.id()), (1, "E0104"));

    let quotes = "\"".repeat(30_001);
    assert!(!parsed(&quotes).diagnostics.is_empty());

    let line = format!("x = [{}]", "a, ".repeat(30_000));
    assert_eq!(findings(&line), Vec::<String>::new());

    let spaces = format!("x ={}1", " \n".repeat(100_000));
    assert_eq!(findings(&spaces), Vec::<String>::new());

    let comments = "# c\r".repeat(30_000);
    assert_eq!(findings(&comments), Vec::<String>::new());
}

#[test]
fn line_breaks_of_all_systems_and_a_mark_at_the_start() {
    for text in ["x = 1\ry = 2 # c\rz = 3", "x = 1\r\ny = 2\r\nz = 3", "\u{feff}x = 1\ny = 2\u{b}z = 3"] {
        let parsed = parsed(text);
        assert_eq!((parsed.file.items.len(), parsed.diagnostics.len()), (3, 0), "{text:?}");
    }
    check(
        "x = 1\n\u{feff}y = 2",
        "E0109 a character that cannot be seen (U+FEFF) | `\u{feff}` hidden here => x = 1\ny = 2",
    );
}

#[test]
fn the_number_of_findings_is_bounded() {
    let all = parsed(&"x = = 1\n".repeat(500)).diagnostics;
    assert_eq!(all.len(), 101);
    assert_eq!(all.last().unwrap().message, "400 more errors in this file are not shown");
}

#[test]
fn every_fix_mends_its_finding() {
    let texts = [
        "account dev { email: \"x\" }",
        "x = a && b",
        "x = 'abc'",
        "x = 1 // c",
        "x = 1;",
        "x = 30 days",
        "x = 012345",
        "x = 2026-12-31",
        "x = \"a\\qb\"",
        "x = \"a",
        "x = 1\n}",
        "ou A {\n  x = 1\n",
        "nаme = 1",
        "atach Foo",
    ];
    for text in texts {
        let diagnostics = parsed(text).diagnostics;
        let text = fixed(text, &diagnostics[0]).unwrap();
        assert_eq!(findings(&text), Vec::<String>::new(), "{text}");
    }
}
