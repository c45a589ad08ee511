//! Policies: as rules where they have some, else as a JSON file.

use super::fragment::Fragment;
use super::page::Page;
use super::portrait::{Files, Portrait};
use super::rules;
use crate::render::indented;
use orgc_ir::observed::LivePolicy;
use orgc_policy::{IamCatalog, PolicyType};
use orgc_syntax::spelling::quoted;

/// The block of a policy, and its JSON as a file where it has no rules.
pub(super) fn write(portrait: &Portrait<'_>, id: &str, page: &mut Page, files: &mut Files) {
    let Some(policy) = portrait.observed.policies.get(id) else { return };
    let Some(policy_type) = PolicyType::aws_named(&policy.policy_type) else { return };
    let name = portrait.names.policy(id);
    let head = format!("policy {name}: {}", policy_type.name);
    let mut body = Page::default();
    if name != policy.name {
        body.attribute("name", &policy.name);
    }
    if !policy.description.is_empty() {
        body.attribute("description", &policy.description);
    }
    body.marks(&policy.tags);
    page.gap();
    match written_rules(portrait, id, policy, policy_type) {
        Some(rules) => {
            if !body.0.is_empty() {
                body.gap();
            }
            page.line(format!("{head} {{\n{}{rules}}}", body.0));
        }
        None => {
            let path = format!("policies/{name}.json");
            let body = if body.0.is_empty() { String::new() } else { format!(" {{\n{}}}", body.0) };
            page.line(format!("{head} from {}{body}", quoted(&path)));
            files.insert(path, indented(&policy.document));
        }
    }
}

fn written_rules(
    portrait: &Portrait<'_>,
    id: &str,
    policy: &LivePolicy,
    policy_type: &PolicyType,
) -> Option<String> {
    let is_inexact = portrait.without.contains_key(&Fragment::Rules(id.to_owned()));
    let grammar = policy_type.grammar.filter(|_| !is_inexact)?;
    let account = |account: &str| portrait.declared_account(account);
    rules::rules(&policy.document, grammar, IamCatalog::bundled(), &account)
}
