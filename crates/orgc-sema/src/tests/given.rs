//! What plugins give besides stack sets is held to the same rules as what is written.

use super::{findings, model, resources};

const DENY: &str = r#"{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Deny\",\"Action\":\"s3:*\",\"Resource\":\"*\"}}"#;

fn guarded(attributes: &str) -> String {
    format!(
        "organization O {{ management m {{ email = \"m@b.co\" }} ou A {{ account x {{ email = \"a@b.co\" }} }} }}\nguard G {{\n{attributes}\n}}"
    )
}

/// The resources of blocks of `guard` and what they attach and trust.
fn given(attributes: &str) -> String {
    let all = resources(&model(&guarded(attributes)));
    let ours = |line: &&str| !line.starts_with("account/") && !line.starts_with("ou/");
    let ours = |line: &&str| ours(line) && !line.starts_with("organization/");
    all.lines().filter(ours).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_policy_is_minified_tagged_and_attached() {
    let attributes =
        format!("document = \"{DENY}\"\nattach-to = [A, x, O]\ntags {{ team = \"a\" }}\nprotect \"why\"");
    insta::assert_snapshot!(given(&attributes), @r#"
    attach/guard/G/policy@account/x {"kind":"attachment","policy":"guard/G/policy","target":"account/x"}
    attach/guard/G/policy@organization/O {"kind":"attachment","policy":"guard/G/policy","target":"organization/O"}
    attach/guard/G/policy@ou/A {"kind":"attachment","policy":"guard/G/policy","target":"ou/A"}
    guard/G/policy {"description":"from a plugin","document":"{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Deny\",\"Action\":\"s3:*\",\"Resource\":\"*\"}}","kind":"policy","name":"G","policy_type":"SERVICE_CONTROL_POLICY","protect":{"reason":"why"},"tags":{"origin":"guard","team":"a"}}
    policy-type/scp {"kind":"policy-type","policy_type":"SERVICE_CONTROL_POLICY"}
    "#);
}

#[test]
fn later_values_stay_in_the_text_of_a_policy() {
    let document =
        DENY.replace("s3:*", "s3:GetObject").replace("\"*\\\"", "\"arn:aws:s3:::${account.x.id}/*\\\"");
    insta::assert_snapshot!(given(&format!("document = \"{document}\"")), @r#"
    guard/G/policy {"description":"from a plugin","document":{"join":["{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Deny\",\"Action\":\"s3:GetObject\",\"Resource\":\"arn:aws:s3:::",{"attr":"id","ref":"account/x"},"/*\"}}"]},"kind":"policy","name":"G","policy_type":"SERVICE_CONTROL_POLICY","tags":{"origin":"guard"}}
    policy-type/scp {"kind":"policy-type","policy_type":"SERVICE_CONTROL_POLICY"}
    "#);
}

#[test]
fn core_blocks_are_read_by_their_names() {
    insta::assert_snapshot!(
        given("kind = \"policy\"\nblock = { type = \"tag\", name = \"Cost\", content = { tags = { Team = { tag_key = { \"@@assign\" = \"Team\" } } } }, attach-to = [A] }"), @r#"
    attach/guard/G/extra@ou/A {"kind":"attachment","policy":"guard/G/extra","target":"ou/A"}
    guard/G/extra {"description":"","document":"{\"tags\":{\"Team\":{\"tag_key\":{\"@@assign\":\"Team\"}}}}","kind":"policy","name":"Cost","policy_type":"TAG_POLICY"}
    policy-type/tag {"kind":"policy-type","policy_type":"TAG_POLICY"}
    "#);
    insta::assert_snapshot!(
        given("kind = \"attachment\"\nblock = { policy = policy.FullAWSAccess, target = A }"), @r#"
    attach/FullAWSAccess@ou/A {"kind":"attachment","policy":"policy/FullAWSAccess","target":"ou/A"}
    policy-type/scp {"kind":"policy-type","policy_type":"SERVICE_CONTROL_POLICY"}
    "#);
    insta::assert_snapshot!(given("kind = \"trusted-service\"\nblock = { service = \"guardduty\" }"), @r#"trust/guardduty {"kind":"trusted-service","principal":"guardduty.amazonaws.com"}"#);
    insta::assert_snapshot!(
        given("kind = \"delegated-administrator\"\nblock = { account = account.x, service = \"guardduty.amazonaws.com\" }"), @r#"
    delegate/guardduty@account/x {"account":"account/x","kind":"delegated-administrator","principal":"guardduty.amazonaws.com"}
    trust/guardduty {"kind":"trusted-service","principal":"guardduty.amazonaws.com"}
    "#);
}

#[test]
fn what_is_wrong_with_a_given_resource_is_marked_where_it_comes_from() {
    let finding = |attributes: &str| findings(&guarded(attributes));
    insta::assert_snapshot!(finding("document = \"{}\""), @r#"E0615 3:12 `"{}"`: `guard/G/policy`: `Statement` is missing, at the top level (line 1, column 1)"#);
    insta::assert_snapshot!(finding("document = \"no json\""), @r#"E0615 3:12 `"no json"`: `guard/G/policy`: expected a JSON value, found `no`, at the top level (line 1, column 1)"#);
    insta::assert_snapshot!(finding(&format!("document = \"{DENY}\"\npolicy-type = \"NO_POLICY\"")), @"E0853 2:1 `guard G`: the plugin's answer for guard `G` has a resource `policy` that is of the policy type `NO_POLICY`, which there is not");
    insta::assert_snapshot!(finding(&format!("document = \"{DENY}\"\nattach-to = [m]")), @r#"E0603 3:12 `"{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Deny\",\"Action\":\"s3:*\",\"Resource\":\"*\"}}"`: a service control policy has no effect on the management account"#);
    insta::assert_snapshot!(finding("kind = \"contact\"\nblock = { a = 1 }"), @"E0853 2:1 `guard G`: the plugin's answer for guard `G` has a resource `extra` that is a `contact`, which no core block can be");
    insta::assert_snapshot!(finding("kind = \"trusted-service\"\nblock = { service = \"guardduty\", x = 1 }"), @"E0853 2:1 `guard G`: the plugin's answer for guard `G` has a resource `extra` that has no attribute `x`; it has `service`");
    insta::assert_snapshot!(finding("kind = \"trusted-service\"\nblock = { service = \"nothing\" }"), @"E0853 2:1 `guard G`: the plugin's answer for guard `G` has a resource `extra` that names the service `nothing`, which is neither known nor a principal");
    insta::assert_snapshot!(finding("kind = \"attachment\"\nblock = { policy = \"P\", target = A }"), @"E0853 2:1 `guard G`: the plugin's answer for guard `G` has a resource `extra` that has a `policy` that is no reference to a thing");
    insta::assert_snapshot!(finding("kind = \"attachment\"\nblock = { policy = A, target = A }"), @"E0853 2:1 `guard G`: the plugin's answer for guard `G` has a resource `extra` that attaches `ou/A`, which is no declared policy");
    insta::assert_snapshot!(
        finding("kind = \"delegated-administrator\"\nblock = { account = account.m, service = \"guardduty\" }"), @r#"E0507 4:9 `{ account = account.m, service = "guardduty" }`: the management account cannot be a delegated administrator"#);
}

#[test]
fn what_comes_first_is_of_the_same_block_or_declared() {
    let after = |list: &str| {
        format!(
            "document = \"{DENY}\"\nkind = \"trusted-service\"\nblock = {{ service = \"guardduty\" }}\nafter = [{list}]"
        )
    };
    insta::assert_snapshot!(
        given(&after("\"policy\", \"account/x\"")).lines().last().unwrap_or_default(), @r#"trust/guardduty {"after":["account/x","guard/G/policy"],"kind":"trusted-service","principal":"guardduty.amazonaws.com"}"#);
    let finding = |list: &str| findings(&guarded(&after(list)));
    insta::assert_snapshot!(finding("\"account/y\""), @"E0853 2:1 `guard G`: the plugin's answer for guard `G` has a resource `extra` that comes after `account/y`, which there is not");
    insta::assert_snapshot!(finding("\"guard/G/policy\""), @"E0853 2:1 `guard G`: the plugin's answer for guard `G` has a resource `extra` that comes after `guard/G/policy`, which there is not");
}

#[test]
fn attributes_have_forms_and_grow_old() {
    let finding = |attributes: &str| findings(&guarded(attributes));
    insta::assert_snapshot!(finding("code = \"ab-1\"\ntext = \"x\""), @r#"W0854 4:8 `"x"`: `text` is deprecated"#);
    insta::assert_snapshot!(finding("code = \"ab-12\""), @r#"E0852 3:8 `"ab-12"`: the text must have the form `[a-z]+-[0-9]`"#);
}

#[test]
fn queries_are_answered_from_what_is_declared() {
    let finding = |attributes: &str| findings(&guarded(attributes));
    insta::assert_snapshot!(finding("rows = \"accounts\""), @"");
    insta::assert_snapshot!(finding("rows = \"accounts\"\nattach-to = [A]"), @r#"E0852 2:1 `guard G`: {"address":{"entity":"account/x"},"arn":{"ref":"account/x","attr":"arn"},"email":"a@b.co","id":{"ref":"account/x","attr":"id"},"management":false,"name":"x","parent":{"entity":"ou/A"},"tags":{},"title":"x"}"#);
    insta::assert_snapshot!(finding("rows = \"accounts\"\nattach-to = [O]"), @r#"
    E0852 2:1 `guard G`: {"address":{"entity":"account/m"},"arn":{"ref":"account/m","attr":"arn"},"email":"m@b.co","id":{"ref":"account/m","attr":"id"},"management":true,"name":"m","parent":{"entity":"organization/O"},"tags":{},"title":"m"}
    E0852 2:1 `guard G`: {"address":{"entity":"account/x"},"arn":{"ref":"account/x","attr":"arn"},"email":"a@b.co","id":{"ref":"account/x","attr":"id"},"management":false,"name":"x","parent":{"entity":"ou/A"},"tags":{},"title":"x"}
    "#);
    insta::assert_snapshot!(finding("rows = \"organizational-units\""), @r#"E0852 2:1 `guard G`: {"address":{"entity":"ou/A"},"arn":{"ref":"ou/A","attr":"arn"},"id":{"ref":"ou/A","attr":"id"},"name":"A","parent":{"entity":"organization/O"},"tags":{},"title":"A"}"#);
    insta::assert_snapshot!(finding(&format!("rows = \"policies\"\ndocument = \"{DENY}\"")), @"");
}
