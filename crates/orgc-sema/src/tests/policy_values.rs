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
    insta::assert_snapshot!(identity("allow s3:Get*, s3:List*\ndeny all except s3:* when aws:RequestedRegion != us-east-1"), @"");
    insta::assert_snapshot!(identity("allow s3:GetObject by dev"), @"");
    insta::assert_snapshot!(identity("allow s3:GetObject\nattach x"), @"");
}

#[test]
fn a_delegation_names_accounts() {
    insta::assert_snapshot!(delegation("allow organizations:List*, organizations:CreatePolicy by [dev, audit.id, \"111122223333\", \"arn:aws:iam::111122223333:role/x\"]\n when organizations:PolicyType == \"BACKUP_POLICY\""), @"");
    insta::assert_snapshot!(delegation("allow organizations:ListRoots\nallow organizations:ListRoots by all\nallow organizations:ListRoots by [5, \"dev\"]\nallow organizations:MoveAccount, s3:GetObject by dev\nallow organizations:ListRoots on all except \"arn:aws:organizations::1:root/o-a/r-b\" by dev"), @"");
}
