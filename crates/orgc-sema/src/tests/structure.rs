//! The whole: depth, e-mails, siblings, slots, names in AWS, what is never used.

use super::{advice, findings, inside};

#[test]
fn units_nest_five_deep() {
    let nested = |depth: usize| {
        (1..=depth).map(|level| format!("ou L{level} {{ ")).collect::<String>() + &"}".repeat(depth)
    };
    assert_eq!(inside(&nested(5)), "");
    insta::assert_snapshot!(inside(&nested(7)), @"E0501 2:41 `ou L6`: OU `L1.L2.L3.L4.L5.L6` is 6 levels below the root; AWS allows 5");
}

#[test]
fn emails_and_siblings_are_unique() {
    insta::assert_snapshot!(
        inside("account a { email = \"aws@acme.com\" }\nou A { account b { email = \"AWS@acme.com\" } }\nou C \"A\" { }\nou D { ou A { } }"),
        @r#"
    E0502 3:28 `"AWS@acme.com"`: account `a` and account `b` have one e-mail address, `AWS@acme.com`
    E0503 4:1 `ou C`: two OUs of one parent are called `A` in AWS
    "#
    );
}

#[test]
fn a_target_has_so_many_slots() {
    let policies = |count: usize| {
        (0..count).map(|index| format!("policy P{index}: scp {{ deny q:* }}\n")).collect::<String>()
    };
    let source = |count: usize| {
        let names: Vec<String> = (0..count).map(|index| format!("P{index}")).collect();
        format!("organization O {{ ou A {{ attach {} }} }}\n{}", names.join(", "), policies(count))
    };
    assert_eq!(findings(&source(7)), "");
    insta::assert_snapshot!(findings(&source(8)), @"W0614 1:60 `P7`: 9 of 10 policies of type `scp` at OU `A`");
    insta::assert_snapshot!(findings(&source(10)), @"E0602 1:68 `P9`: 11 policies of type `scp` at OU `A`; AWS allows 10");
    insta::assert_snapshot!(advice(&source(10)), @"
    limit: scp.attached.max = 10 (aws, as of 2026-05-15, bundled table)
    `FullAWSAccess`, which AWS attaches by itself, counts
    merge two policies, or attach one of them further up
    ");
    assert!(findings(&source(9)).starts_with("W0614"));
}

#[test]
fn something_must_stay_allowed() {
    insta::assert_snapshot!(findings("organization O { ou A { detach FullAWSAccess attach Deny } ou B { detach FullAWSAccess attach Open } }\npolicy Deny: scp { deny q:* }\npolicy Open: scp { allow s3:* }"), @"E0608 1:32 `FullAWSAccess`: nothing would allow anything at OU `A` and below: every action in its accounts would be denied");
    insta::assert_snapshot!(inside("detach RCPFullAWSAccess\ndetach P\nattach B\ndeploy P\n}\npolicy P: scp { deny q:* }\nbaseline B { template = file(\"t.yaml\") regions = [us-east-1] "), @"
    E0210 2:8 `RCPFullAWSAccess`: policy `RCPFullAWSAccess` cannot be detached: AWS keeps it everywhere
    E0210 3:8 `P`: policy `P` cannot be detached by a sentence
    E0301 4:8 `B`: expected a policy, found baseline `B`
    E0301 5:8 `P`: expected a block of kind `baseline`, found policy `P`
    ");
}

#[test]
fn names_in_aws_are_unique() {
    insta::assert_snapshot!(findings("organization O { attach P, Q, R }\npolicy P: scp { name = \"x\" deny q:* }\npolicy Q: scp { name = \"x\" deny q:* }\npolicy R: rcp { name = \"x\" deny s3:Get* }"), @"E0208 3:1 `policy Q`: two policies are called `x` in AWS");
}

#[test]
fn what_is_declared_should_be_used() {
    insta::assert_snapshot!(findings("organization O { }\npolicy P: scp { deny q:* }\nbaseline B { template = file(\"t.yaml\") regions = [us-east-1] }\nlet a = 1\nlet b = a"), @"
    W0616 2:1 `policy P`: policy `P` is never attached
    W0616 3:1 `baseline B`: baseline `B` is never deployed
    W0616 4:5 `a`: value `a` is never used
    W0616 5:5 `b`: value `b` is never used
    ");
}

#[test]
fn more_accounts_than_aws_allows_at_first() {
    let accounts = |count: usize| {
        (0..count)
            .map(|index| format!("account a{index} {{ email = \"a{index}@b.co\" }}\n"))
            .collect::<String>()
    };
    assert_eq!(inside(&accounts(9)), "");
    insta::assert_snapshot!(inside(&accounts(10)), @"W0510 1:1 `organization O`: 11 accounts, the management account included, are more than the 10 that AWS allows by default");
}
