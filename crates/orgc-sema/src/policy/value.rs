//! `policy { … }` as a value: the policy of an identity, and the delegation policy of the
//! organization.

use super::compile::document;
use super::written::Written;
use crate::evaluate::Evaluator;
use orgc_policy::Grammar;
use orgc_syntax::ast::Rule;

/// What an identity may do, such as the policy of a permission set. None if something is wrong, which
/// has been reported.
#[cfg_attr(not(test), expect(dead_code, reason = "values of kind `policy { … }` are worked out next"))]
pub(crate) fn identity<'a>(rules: &[&'a Rule], evaluator: &mut Evaluator<'a, '_>) -> Option<Written> {
    document(rules, Grammar::Identity, evaluator)
}

/// Who else may call which actions of the organization: each rule names accounts after `by`. None if
/// something is wrong, which has been reported.
#[cfg_attr(not(test), expect(dead_code, reason = "the organization's rules are lowered next"))]
pub(crate) fn delegation<'a>(rules: &[&'a Rule], evaluator: &mut Evaluator<'a, '_>) -> Option<Written> {
    document(rules, Grammar::Delegation, evaluator)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::declare::{Names, declare};
    use orgc_diag::SourceMap;
    use orgc_ir::MemoryWorld;
    use orgc_syntax::ast::ItemKind;

    type Compile = for<'a> fn(&[&'a Rule], &mut Evaluator<'a, '_>) -> Option<Written>;

    /// The document of rules beside two accounts, or the messages.
    fn compiled(compile: Compile, rules: &str) -> String {
        let text = format!(
            "organization O {{ account dev {{ email = \"a@b.co\" }} account audit {{ email = \"c@d.co\" }} }}\n{rules}"
        );
        let mut sources = SourceMap::new();
        let file = sources.add("main.org", text.as_str());
        let parsed = orgc_syntax::parse(file, &text).file;
        let files = [parsed];
        let (declarations, _) = declare(&files, &sources, &[], &mut |text| text.literal());
        let names = Names::of(&declarations);
        let world = MemoryWorld::default();
        let mut evaluator = Evaluator::new(&names, &world);
        let rules: Vec<&Rule> = files
            .iter()
            .flat_map(|file| &file.items)
            .filter_map(|item| match &item.kind {
                ItemKind::Rule(rule) => Some(rule),
                _ => None,
            })
            .collect();
        let written = compile(&rules, &mut evaluator);
        let messages: Vec<&str> = evaluator.reports.iter().map(|one| one.message.as_str()).collect();
        match written {
            Some(written) if messages.is_empty() => written.document.to_string(),
            _ => messages.join("\n"),
        }
    }

    #[test]
    fn an_identity_is_allowed_and_denied() {
        insta::assert_snapshot!(compiled(identity, "allow s3:Get*, s3:List*\ndeny all except s3:* when aws:RequestedRegion != us-east-1"), @r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["s3:Get*","s3:List*"],"Resource":"*"},{"Effect":"Deny","NotAction":"s3:*","Resource":"*","Condition":{"StringNotEquals":{"aws:RequestedRegion":"us-east-1"}}}]}"#);
        insta::assert_snapshot!(compiled(identity, "allow s3:GetObject by dev"), @"a principal cannot stand in a policy of an identity");
    }

    #[test]
    fn a_delegation_names_accounts() {
        insta::assert_snapshot!(compiled(delegation, "allow organizations:List*, organizations:CreatePolicy by [dev, audit.id, \"111122223333\", \"arn:aws:iam::111122223333:role/x\"]\n when organizations:PolicyType == \"BACKUP_POLICY\""), @r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":["arn:aws:iam::{account/dev.id}:root","arn:aws:iam::{account/audit.id}:root","arn:aws:iam::111122223333:root","arn:aws:iam::111122223333:role/x"]},"Action":["organizations:List*","organizations:CreatePolicy"],"Resource":"*","Condition":{"StringEquals":{"organizations:PolicyType":"BACKUP_POLICY"}}}}"#);
        insta::assert_snapshot!(compiled(delegation, "allow organizations:ListRoots\nallow organizations:ListRoots by all\nallow organizations:ListRoots by [5, \"dev\"]\nallow organizations:MoveAccount, s3:GetObject by dev\nallow organizations:ListRoots on all except \"arn:aws:organizations::1:root/o-a/r-b\" by dev"), @"
        a rule of a delegation policy says for whom it is
        a principal cannot stand in a delegation policy
        expected an account, its id or an ARN, found a whole number
        expected an account, its id or an ARN, found a string
        `organizations:MoveAccount` cannot be delegated; only reading, policies, policy types and tags can
        service `s3` is not supported in a delegation policy
        `NotResource` is not allowed in a delegation policy
        ");
    }
}
