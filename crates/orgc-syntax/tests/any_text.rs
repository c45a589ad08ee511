//! The laws of parsing and formatting, tried on programs made at random, on the corpus with edits,
//! and on any characters at all.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
#![expect(clippy::disallowed_methods, reason = "the corpus is files")]

mod laws;
mod programs;

use proptest::prelude::*;

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

fn one_of(words: &'static [&'static str]) -> impl Strategy<Value = String> + Clone {
    prop::sample::select(words).prop_map(str::to_owned)
}

/// White space where it does not matter, with comments in it.
fn gap() -> impl Strategy<Value = String> + Clone {
    prop_oneof![
        8 => one_of(&[" "]),
        2 => one_of(&["\n", "  ", "\t", "\r\n", "\n\n\n"]),
        1 => one_of(&[" # c\n", "\n# c\n", "\n## d\n", "\n\n# c\n\n"]),
    ]
}

fn name() -> impl Strategy<Value = String> + Clone {
    one_of(&["a", "vision-dev", "x_1", "account", "policy", "tags", "Unit", "deny"])
}

/// A value of any form.
fn value() -> impl Strategy<Value = String> + Clone {
    let leaf = prop_oneof![
        one_of(&["a", "x_1", "us-east-1", "none", "true", "7", "5_000 USD", "25%", "30d", "s3:Get*"]),
        one_of(&[
            "\"\"",
            "\"a ${b} c\"",
            "\"${aws:PrincipalTag/team}\\n\"",
            "\"ü # {\"",
            "\"\"\"\n  x\n    y\n  \"\"\""
        ]),
    ];
    leaf.prop_recursive(4, 24, 3, |inner| {
        let gaps = (gap(), gap());
        let list = prop::collection::vec(inner.clone(), 0..5);
        prop_oneof![
            (list.clone(), gaps.clone(), any::<bool>()).prop_map(|(list, (a, b), comma)| {
                let end = if comma && !list.is_empty() { "," } else { "" };
                format!("[{a}{}{end}{b}]", list.join(&format!(",{b}")))
            }),
            (list.clone(), gaps.clone()).prop_map(|(list, (a, b))| {
                let entries: Vec<String> =
                    list.iter().enumerate().map(|(at, value)| format!("k{at} ={a}{value}")).collect();
                format!("{{{b}{}{a}}}", entries.join(&format!(",{b}")))
            }),
            (inner.clone(), inner.clone(), gaps.clone(), one_of(&["+", "-", "*", "/", "??", "and", "or"]))
                .prop_map(|(left, right, (a, b), operator)| format!("({left}{a}{operator}{b}{right})")),
            (
                inner.clone(),
                inner.clone(),
                gaps.clone(),
                one_of(&["==", "<", "in", "not in", "like", "not like"])
            )
                .prop_map(|(left, right, (a, b), operator)| format!("({left}{a}{operator}{b}{right})")),
            (inner.clone(), inner.clone(), inner.clone(), gap())
                .prop_map(|(a, b, c, gap)| format!("(if {a}{gap}then {b} else{gap}{c})")),
            (inner.clone(), inner.clone(), gap())
                .prop_map(|(a, b, gap)| format!("f({a},{gap}x ={gap}{b})[0].m")),
            (inner.clone(), inner.clone(), gap())
                .prop_map(|(a, b, gap)| format!("[{a}{gap}for x, y in{gap}{b} where x for z in q]")),
            (inner.clone(), gap()).prop_map(|(a, gap)| format!("(not{gap}-{a})")),
            (inner, gap()).prop_map(|(a, gap)| format!("{{ (k) ={gap}{a} for k in x }}")),
        ]
    })
}

/// A sentence, a rule or a declaration, with some of its optional parts.
fn sentence() -> impl Strategy<Value = String> {
    let fixed = one_of(&[
        "protect",
        "protect \"why\"",
        "attach A, b.C, d[e]",
        "attach only A",
        "detach A",
        "trust only x",
        "deploy A in us-east-1, b with { L = 1 }",
        "deploy A in [x]",
        "delegate a to b",
        "use P(1, x = 2)",
        "moved ou A.\"for\" -> B",
        "close account x \"why\"",
        "forget policy P",
        "adopt \"o-1\"",
        "import m from \"./x\" with { a = 1 }",
        "plugin p from \"std:x\" version \"1\"",
        "record R { a: B, c: D? = 1 }",
        "type T = \"a\" | List<x.Y>?",
        "param p: String = \"x\"",
        "assert every account in A cannot s3:* as \"r\"",
        "assert x == 1 else \"no\"",
        "policy P: scp \"T\" from \"p.json\"",
    ]);
    let condition = one_of(&[
        "aws:X == \"a\"",
        "any of aws:TagKeys? not in [\"a\", b]",
        "key \"k/${t}\" missing",
        "aws:Y exists",
        "ec2:Owner StringEqualsIgnoreCase \"x\" and aws:Z < 5",
    ]);
    let clause = prop_oneof![
        Just(String::new()),
        condition.clone().prop_map(|condition| format!(" when {condition}")),
        condition.prop_map(|condition| format!(" unless {condition}")),
    ];
    let rule = (
        one_of(&["deny", "allow"]),
        one_of(&[
            "all",
            "all except iam:*, \"s3:Get*\"",
            "s3:*, a.b",
            "s3:GetObject, s3:PutObject, ec2:RunInstances",
        ]),
        one_of(&[
            "",
            " as Sid",
            " on all",
            " on all except \"arn:x\" + b",
            " on [\"arn:aws:s3:::x\", y]",
            " by all",
        ]),
        clause.clone(),
        clause,
    )
        .prop_map(|(effect, actions, on, a, b)| format!("{effect} {actions}{on}{a}{b}"));
    let declared = (one_of(&["let x =", "private let f(a: T, b = 1): R =", "output o ="]), gap(), value())
        .prop_map(|(head, gap, value)| format!("{head}{gap}{value}"));
    prop_oneof![fixed, rule, declared]
}

/// Items one below the other, blocks within blocks.
fn items() -> impl Strategy<Value = String> {
    let attribute = (name(), gap(), value()).prop_map(|(name, gap, value)| format!("{name} ={gap}{value}"));
    let leaf = prop_oneof![attribute, sentence()];
    let item = leaf.prop_recursive(3, 20, 4, |inner| {
        let head = one_of(&[
            "account dev \"T\"",
            "tags",
            "ou A",
            "private policy P: scp",
            "x.y \"${n}\"",
            "for r in rows where r.ok",
            "if a == b",
            "template T(a, b: C = 1)",
            "extend ou A.B",
            "test \"t\"",
            "if a {} else if b {} else",
        ]);
        let body =
            prop::collection::vec((inner, one_of(&["\n", "\n\n", " # c\n", "\n  # c\n", "\n## d\n"])), 0..4);
        (head, body, gap()).prop_map(|(head, body, gap)| {
            let body: String = body.into_iter().flat_map(|(item, gap)| [item, gap]).collect();
            format!("{head} {{{gap}{body}}}")
        })
    });
    prop::collection::vec((item, one_of(&["\n", "\n\n\n", " # c\n", "\n# c\n\n", "\n## d\n"])), 0..6)
        .prop_map(|items| items.into_iter().flat_map(|(item, gap)| [item, gap]).collect())
}

/// Words and marks in any order.
fn soup() -> impl Strategy<Value = String> {
    let words = one_of(&[
        "{", "}", "[", "]", "(", ")", "=", "==", ":", ",", ".", "->", "?", "??", "+", "-", "\n", "\n\n",
        "# c\n", "## d\n", "\"s\"", "\"${", "\"", "\"\"\"", "//", "\\", "x", "ou", "A", "s3:*", "7", "30d",
        "deny", "when", "if", "else", "for", "in", "not", "and", "let", "import", "from", "policy", "attach",
        "protect", "account", "type", "record", "template", "use", "assert", "can", "every", "on", "as",
        "all", "except", "é", "<", ">", "|", "%", "'", "&&", "!", ";", "@", "\u{202e}", "\u{feff}", "\r",
        "\u{b}", "null", "/*", "\t",
    ]);
    prop::collection::vec((words, one_of(&["", " "])), 0..40)
        .prop_map(|words| words.into_iter().flat_map(|(word, gap)| [word, gap]).collect())
}

/// A program with a piece cut out and something put in.
fn mutant() -> impl Strategy<Value = String> {
    let programs = programs::program_texts();
    let place = any::<prop::sample::Index>();
    (prop::sample::select(programs), place, 0..50_usize, soup()).prop_map(
        |((_, text), place, length, soup)| {
            let characters: Vec<char> = text.chars().collect();
            let at = place.index(characters.len());
            let inserted: String = soup.chars().take(6).collect();
            let rest = characters.iter().skip(at + length).copied();
            characters.iter().take(at).copied().chain(inserted.chars()).chain(rest).collect()
        },
    )
}

proptest! {
    #![proptest_config(config(150))]

    #[test]
    fn programs_made_at_random_are_sound_and_keep_the_laws(text in items()) {
        let parsed = laws::parsing(&text);
        prop_assert_eq!(&parsed.diagnostics, &vec![], "{}", text);
        laws::formatting(&text);
    }

    #[test]
    fn any_words_keep_the_laws(text in soup()) {
        laws::parsing(&text);
        laws::formatting(&text);
    }

    #[test]
    fn any_characters_keep_the_laws(text in any::<String>()) {
        laws::parsing(&text);
        laws::formatting(&text);
    }

    #[test]
    fn any_bytes_keep_the_laws(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let text = String::from_utf8_lossy(&bytes);
        laws::parsing(&text);
        laws::formatting(&text);
    }
}

proptest! {
    #![proptest_config(config(40))]

    #[test]
    fn mutants_keep_the_laws(text in mutant()) {
        laws::parsing(&text);
        laws::formatting(&text);
    }
}
