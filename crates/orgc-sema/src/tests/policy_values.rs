//! Policies that are values, and the delegation policy of the organization.

use super::{findings, model};
use orgc_ir::desired::Body;

const ACCOUNTS: &str = "account dev { email = \"a@b.co\" } account audit { email = \"c@d.co\" }";

fn identity(rules: &str) -> String {
    let source = format!("organization O {{ {ACCOUNTS} }}\noutput p = policy {{ {rules} }}");
    match findings(&source) {
        found if found.is_empty() => format!("{:?}", model(&source).outputs["p"].value),
        found => found,
    }
}

fn delegation(rules: &str) -> String {
    let source = format!("organization O {{ {ACCOUNTS}\ndelegation {{\n{rules}\n}} }}");
    let found = findings(&source);
    if !found.is_empty() {
        return found;
    }
    let resources = model(&source).resources;
    let document = resources.values().find_map(|one| match &one.body {
        Body::DelegationPolicy(policy) => Some(policy.document.to_string()),
        _ => None,
    });
    document.unwrap_or_default()
}

#[test]
fn an_identity_is_allowed_and_denied() {
    insta::assert_snapshot!(identity("allow s3:Get*, s3:List*\ndeny all except s3:* when aws:RequestedRegion != us-east-1"), @r#"Text(Text([Literal("{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":[\"s3:Get*\",\"s3:List*\"],\"Resource\":\"*\"},{\"Effect\":\"Deny\",\"NotAction\":\"s3:*\",\"Resource\":\"*\",\"Condition\":{\"StringNotEquals\":{\"aws:RequestedRegion\":\"us-east-1\"}}}]}")]))"#);
    insta::assert_snapshot!(identity("allow s3:GetObject by dev"), @"E0607 2:43 `dev`: a principal cannot stand in a policy of an identity");
    insta::assert_snapshot!(identity("allow s3:GetObject\nattach x"), @"
    E0210 3:1 `attach x`: only rules can stand in a policy that is a value
    E0201 3:8 `x`: nothing is called `x`
    ");
}

#[test]
fn a_delegation_names_accounts() {
    insta::assert_snapshot!(delegation("allow organizations:List*, organizations:CreatePolicy by [dev, audit.id, \"111122223333\", \"arn:aws:iam::111122223333:role/x\"]\n when organizations:PolicyType == \"BACKUP_POLICY\""), @r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":["arn:aws:iam::{account/dev.id}:root","arn:aws:iam::{account/audit.id}:root","arn:aws:iam::111122223333:root","arn:aws:iam::111122223333:role/x"]},"Action":["organizations:List*","organizations:CreatePolicy"],"Resource":"*","Condition":{"StringEquals":{"organizations:PolicyType":"BACKUP_POLICY"}}}}"#);
    insta::assert_snapshot!(delegation("allow organizations:ListRoots\nallow organizations:ListRoots by all\nallow organizations:ListRoots by [5, \"dev\"]\nallow organizations:MoveAccount, s3:GetObject by dev\nallow organizations:ListRoots on all except \"arn:aws:organizations::1:root/o-a/r-b\" by dev"), @r#"
    E0607 3:1 `allow organizations:ListRoots`: a rule of a delegation policy says for whom it is
    E0607 4:34 `all`: a principal cannot stand in a delegation policy
    E0301 5:35 `5`: expected an account, its id or an ARN, found a whole number
    E0301 5:38 `"dev"`: expected an account, its id or an ARN, found a string
    E0607 6:7 `organizations:MoveAccount`: `organizations:MoveAccount` cannot be delegated; only reading, policies, policy types and tags can
    E0607 6:34 `s3:GetObject`: service `s3` is not supported in a delegation policy
    E0607 7:1 `allow organizations:ListRoots on all except "arn:aws:organizations::1:root/o-a/r-b" by dev`: `NotResource` is not allowed in a delegation policy
    "#);
}
