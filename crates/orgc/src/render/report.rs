//! The build report: what the sources declare, for people who review it.

use super::diagnostics::count;
use orgc_ir::Desired;
use orgc_ir::desired::{Body, Cause, Resource};
use std::fmt::Write as _;

/// The report as Markdown.
pub fn markdown(desired: &Desired) -> String {
    let mut out = format!("# {}\n\n", desired.project);
    let _ = writeln!(out, "{}\n", totals(desired));
    section(&mut out, "Accounts", desired, |body| match body {
        Body::Account(account) => {
            Some(format!("{}, {}, in `{}`", account.name, account.email, account.parent))
        }
        _ => None,
    });
    section(&mut out, "Policies", desired, |body| match body {
        Body::Policy(policy) => Some(format!("{}, {}", policy.policy_type, size(policy.document.width()))),
        _ => None,
    });
    section(&mut out, "Attachments", desired, |body| match body {
        Body::Attachment(one) => {
            Some(format!("`{}` holds for `{}` and everything below", one.policy, one.target))
        }
        Body::Detachment(one) => Some(format!("`{}` is taken off `{}`", one.policy, one.target)),
        _ => None,
    });
    section(&mut out, "Deployments", desired, |body| match body {
        Body::StackInstances(one) => {
            let regions = one.regions.iter().cloned().collect::<Vec<_>>().join(", ");
            Some(format!("to `{}` in {regions}", one.target))
        }
        _ => None,
    });
    let implied = implied(desired);
    if !implied.is_empty() {
        let _ = write!(out, "## Implied\n\n{implied}\n");
    }
    out
}

/// What nobody wrote but something written needs: one line each, with its cause.
pub fn implied(desired: &Desired) -> String {
    desired.resources.iter().fold(String::new(), |mut out, (address, resource)| {
        if let Cause::Implied { by, because, origin } = &resource.cause {
            let _ = writeln!(out, "- `{address}`: {because} (`{by}`, {}:{})", origin.file, origin.line);
        }
        out
    })
}

/// `4 accounts, 1 unit, …`.
pub fn totals(desired: &Desired) -> String {
    let number =
        |matches: fn(&Body) -> bool| desired.resources.values().filter(|one| matches(&one.body)).count();
    let accounts = number(|body| matches!(body, Body::Account(_)));
    let units = number(|body| matches!(body, Body::Unit(_)));
    let attachments = number(|body| matches!(body, Body::Attachment(_)));
    let stack_sets = number(|body| matches!(body, Body::StackSet(_)));
    let policies = number(|body| matches!(body, Body::Policy(_)));
    [
        count(accounts, "account"),
        count(units, "unit"),
        count(policies, "policy"),
        count(attachments, "attachment"),
        count(stack_sets, "stack set"),
    ]
    .join(", ")
}

fn size((low, high): (usize, usize)) -> String {
    if low == high { count(low, "character") } else { format!("{low} to {high} characters") }
}

fn section(out: &mut String, title: &str, desired: &Desired, line: impl Fn(&Body) -> Option<String>) {
    let describe = |resource: &Resource| line(&resource.body);
    let lines: Vec<String> = desired
        .resources
        .iter()
        .filter_map(|(address, resource)| describe(resource).map(|text| format!("- `{address}`: {text}\n")))
        .collect();
    if !lines.is_empty() {
        let _ = write!(out, "## {title}\n\n{}\n", lines.concat());
    }
}
