//! A plan as people read it: one operation a line, what changes below it, and why.

use super::diagnostics::count;
use super::style::Paint;
use orgc_ir::desired::Origin;
use orgc_plan::plan::{Action, Change, Operation, Reason, Undo, Unmanaged, Verb};
use orgc_plan::{Access, Fleet, Plan};
use orgc_plugin::spelled_out;
use serde::Serialize;
use similar::{ChangeTag, TextDiff};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// Names of unmanaged things that are printed for each kind; the rest are counted.
const NAMED: usize = 3;

/// What an empty plan says.
pub fn nothing(plan: &Plan) -> String {
    if plan.targets.is_empty() {
        return "nothing to do: the organization is as the sources say".to_owned();
    }
    let targets: Vec<String> = plan.targets.iter().map(|target| format!("`{target}`")).collect();
    format!("nothing to do for {}", targets.join(" and "))
}

/// The plan as it is saved, with `access`: what accounts can do otherwise after it, and `stacks`: what becomes of
/// stack instances.
pub fn json(plan: &Plan, access: Option<&Access>, stacks: &[Fleet]) -> String {
    #[derive(Serialize)]
    #[serde(rename_all = "kebab-case")]
    struct Shown<'p> {
        #[serde(flatten)]
        plan: &'p Plan,
        #[serde(skip_serializing_if = "Option::is_none")]
        access: Option<serde_json::Value>,
        #[serde(skip_serializing_if = "Option::is_none")]
        not_compared: Option<&'p BTreeSet<String>>,
        #[serde(skip_serializing_if = "<[Fleet]>::is_empty")]
        stacks: &'p [Fleet],
    }
    let not_compared = access.map(|access| &access.unread).filter(|unread| !unread.is_empty());
    let access = access.map(|access| super::access::json(&access.shifts));
    let shown = Shown { plan, access, not_compared, stacks };
    serde_json::to_string_pretty(&shown).unwrap_or_default() + "\n"
}

/// The whole plan as text.
pub fn text(plan: &Plan, color: bool) -> String {
    let paint = Paint::new(color);
    let mut out = String::new();
    if plan.is_empty() {
        let _ = writeln!(out, "{}", nothing(plan));
    } else {
        let title = format!("{} · {}", plan.project, count(plan.operations.len(), "operation"));
        let _ = writeln!(out, "{}\n", paint.strong(&title));
        let width =
            plan.operations.iter().map(|one| headline(one).chars().count()).max().unwrap_or(0).min(60);
        // What a loop or a plugin makes of one block has one documentation.
        let mut told = BTreeSet::new();
        for operation in &plan.operations {
            let news = operation.documentation.as_deref().filter(|text| told.insert(*text));
            write_operation(&mut out, operation, width, paint, news);
        }
        let _ = writeln!(out, "\n{}", paint.strong(&summary(plan)));
    }
    for note in &plan.notes {
        let _ = writeln!(out, "note: {note}");
    }
    out.push_str(&unmanaged(&plan.unmanaged, paint));
    out
}

/// `3 to create, 1 to move`, in the order in which the verbs first come.
pub fn summary(plan: &Plan) -> String {
    let mut seen: Vec<(Verb, usize)> = Vec::new();
    for operation in &plan.operations {
        match seen.iter_mut().find(|(verb, _)| *verb == operation.verb) {
            Some((_, number)) => *number += 1,
            None => seen.push((operation.verb, 1)),
        }
    }
    let parts: Vec<String> =
        seen.iter().map(|(verb, number)| format!("{number} to {}", word(*verb))).collect();
    parts.join(", ")
}

/// The verb as printed.
pub fn word(verb: Verb) -> &'static str {
    match verb {
        Verb::Create => "create",
        Verb::Adopt => "adopt",
        Verb::Update => "update",
        Verb::Rename => "rename",
        Verb::Move => "move",
        Verb::Attach => "attach",
        Verb::Detach => "detach",
        Verb::Enable => "enable",
        Verb::Disable => "disable",
        Verb::Register => "register",
        Verb::Deregister => "deregister",
        Verb::Deploy => "deploy",
        Verb::Undeploy => "undeploy",
        Verb::Tag => "tag",
        Verb::Close => "close",
        Verb::Release => "release",
        Verb::Forget => "forget",
        Verb::Delete => "delete",
    }
}

/// `create account/dev`, `attach RegionLock to ou/Workloads`.
pub fn headline(operation: &Operation) -> String {
    let name = operation.address.name();
    if operation.action.code_goes_to().is_some() {
        return format!("change the e-mail of {}", operation.address);
    }
    if let Action::EnableRegion { region, .. } = &operation.action {
        return format!("enable {region} in {}", operation.address);
    }
    if let Some((policy, target)) = operation.address.attached() {
        let preposition = if operation.verb == Verb::Detach { "from" } else { "to" };
        return format!("{} {policy} {preposition} {target}", word(operation.verb));
    }
    let object = match (operation.address.kind(), name.split_once('@')) {
        ("delegate", Some((service, account))) => {
            let preposition = if operation.verb == Verb::Deregister { "from" } else { "to" };
            format!("{service} {preposition} {account}")
        }
        (_, Some((what, target))) if matches!(operation.verb, Verb::Deploy | Verb::Undeploy) => {
            let preposition = if operation.verb == Verb::Undeploy { "from" } else { "to" };
            let block = what.rsplit_once('/').map_or(what, |(block, _)| block);
            format!("{}/{block} {preposition} {target}", operation.address.kind())
        }
        _ => operation.address.to_string(),
    };
    format!("{} {object}", word(operation.verb))
}

fn write_operation(
    out: &mut String,
    operation: &Operation,
    width: usize,
    paint: Paint,
    documentation: Option<&str>,
) {
    let sign = match operation.verb {
        Verb::Create | Verb::Attach | Verb::Enable | Verb::Register | Verb::Deploy => paint.good("+"),
        Verb::Detach
        | Verb::Disable
        | Verb::Deregister
        | Verb::Undeploy
        | Verb::Close
        | Verb::Release
        | Verb::Forget
        | Verb::Delete => paint.bad("-"),
        Verb::Adopt | Verb::Update | Verb::Rename | Verb::Move | Verb::Tag => paint.changed("~"),
    };
    let place = paint.quiet(&place(operation));
    let line = format!("  {sign} {:<width$}  {place}", headline(operation));
    let _ = writeln!(out, "{}", line.trim_end());
    if let Some(summary) = documentation.and_then(|text| text.lines().next()) {
        let _ = writeln!(out, "      {}", paint.quiet(&format!("## {summary}")));
    }
    if let Some(account) = ending(operation) {
        let _ = writeln!(out, "      {account}");
    }
    for change in operation.changes.iter().filter(|change| is_news(operation, change)) {
        write_change(out, change, paint);
    }
    if let Some(person) = person(operation) {
        let _ = writeln!(out, "      {}", paint.changed(&person));
    }
    if let Some(why) = why(&operation.reason) {
        let _ = writeln!(out, "      {}", paint.quiet(&why));
    }
    if let Undo::No(how_far) = &operation.undo {
        let _ = writeln!(out, "      {}", paint.changed(&format!("cannot be undone: {how_far}")));
    }
}

/// What an operation needs a person for.
pub fn person(operation: &Operation) -> Option<String> {
    let email = operation.action.code_goes_to()?;
    Some(format!("needs the one-time code that AWS sends to {email}"))
}

/// The account that ends, as people find it in the console.
fn ending(operation: &Operation) -> Option<String> {
    if !matches!(operation.verb, Verb::Close | Verb::Release) {
        return None;
    }
    let before = |attribute: &str| {
        let found = operation.changes.iter().find(|change| change.attribute == attribute);
        found.and_then(|change| change.before.as_deref())
    };
    Some(format!("{} ({})", before("name")?, before("id")?))
}

/// Whether a change says what the headline does not. That everything made is tagged as owned goes
/// without saying; the JSON form of the plan says it.
fn is_news(operation: &Operation, change: &Change) -> bool {
    match operation.verb {
        // What the tags were is known from the address; what a deleted text was, from the history.
        Verb::Attach
        | Verb::Detach
        | Verb::Disable
        | Verb::Register
        | Verb::Deregister
        | Verb::Close
        | Verb::Release
        | Verb::Forget
        | Verb::Delete => false,
        Verb::Enable => change.attribute.starts_with("regions."),
        Verb::Deploy | Verb::Undeploy => change.attribute != "target",
        Verb::Create => !matches!(change.attribute.as_str(), "tags.orgc:id" | "tags.orgc:project"),
        Verb::Adopt | Verb::Update | Verb::Rename | Verb::Move | Verb::Tag => true,
    }
}

/// `main.org:12`, where the source asks for an operation; empty where it no longer says anything.
pub fn place(operation: &Operation) -> String {
    let place = |origin: &Origin| format!("{}:{}", origin.file, origin.line);
    operation.reason.origin().map(place).unwrap_or_default()
}

/// Why an operation is there, unless the sentence of the source says it.
pub fn why(reason: &Reason) -> Option<String> {
    match reason {
        Reason::Written { .. } | Reason::Removal { why: None, .. } => None,
        Reason::Removal { why: Some(why), .. } => Some(format!("because {why}")),
        Reason::Implied { by, because, .. } => Some(format!("because {because} ({by})")),
        Reason::NoLongerWritten { owner } => Some(format!("because the source no longer says so ({owner})")),
    }
}

fn write_change(out: &mut String, change: &Change, paint: Paint) {
    let after = change.after.as_ref().map(ToString::to_string);
    let (before, after) = (change.before.as_deref(), after.as_deref());
    if [before, after].iter().flatten().any(|value| value.contains('\n') || is_json(value)) {
        return write_block(out, &change.attribute, before, after, paint);
    }
    // Values come from plugins and from AWS as well: none may hide another line of the plan.
    let (before, after) = (before.map(spelled_out), after.map(spelled_out));
    let _ = match (before.as_deref(), after.as_deref()) {
        (Some(before), Some(after)) => {
            writeln!(out, "      {}: {} → {after}", change.attribute, paint.quiet(before))
        }
        (None, Some(after)) => writeln!(out, "      {}: {after}", change.attribute),
        (Some(before), None) => {
            writeln!(out, "      {}: {} → nothing", change.attribute, paint.quiet(before))
        }
        (None, None) => Ok(()),
    };
}

/// Lines that change, with two lines around them. A new text is only measured.
fn write_block(out: &mut String, name: &str, before: Option<&str>, after: Option<&str>, paint: Paint) {
    let (Some(before), Some(after)) = (before, after) else {
        let (what, text) = if after.is_some() { ("new", after) } else { ("removed", before) };
        let characters = text.map_or(0, |text| text.chars().count());
        let _ = writeln!(out, "      {name}: {what}, {}", count(characters, "character"));
        return;
    };
    let _ = writeln!(out, "      {name}:");
    let (before, after) = (laid_out(before), laid_out(after));
    let diff = TextDiff::from_lines(before.as_str(), after.as_str());
    for change in diff.grouped_ops(2).iter().flatten().flat_map(|op| diff.iter_changes(op)) {
        let line = spelled_out(change.value().trim_end());
        let line = match change.tag() {
            ChangeTag::Delete => paint.bad(&format!("- {line}")),
            ChangeTag::Insert => paint.good(&format!("+ {line}")),
            ChangeTag::Equal => paint.quiet(&format!("  {line}")),
        };
        let _ = writeln!(out, "        {line}");
    }
}

fn is_json(text: &str) -> bool {
    text.starts_with('{') && serde_json::from_str::<serde_json::Value>(text).is_ok()
}

/// JSON over several lines, so that a difference is a line; other text as it is.
fn laid_out(text: &str) -> String {
    let value = serde_json::from_str::<serde_json::Value>(text).ok().filter(serde_json::Value::is_object);
    let pretty = value.and_then(|value| serde_json::to_string_pretty(&value).ok());
    let mut text = pretty.unwrap_or_else(|| text.to_owned());
    if !text.ends_with('\n') {
        text.push('\n');
    }
    text
}

fn unmanaged(all: &[Unmanaged], paint: Paint) -> String {
    let mut kinds: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for one in all {
        kinds.entry(&one.kind).or_default().push(&one.name);
    }
    let list = |(kind, names): (&&str, &Vec<&str>)| {
        let shown = names.iter().take(NAMED).copied().collect::<Vec<_>>().join(", ");
        let more = if names.len() > NAMED { ", …" } else { "" };
        format!("{} ({shown}{more})", count(names.len(), &kind.replace('-', " ")))
    };
    if kinds.is_empty() {
        return String::new();
    }
    let kinds: Vec<String> = kinds.iter().map(list).collect();
    paint.quiet(&format!("unmanaged, never touched: {}", kinds.join(", "))) + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;
    use orgc_ir::{Address, Text};
    use orgc_plan::plan::{Action, OperationId};

    fn operation(verb: Verb, address: &str, changes: Vec<Change>, reason: Reason, undo: Undo) -> Operation {
        let address = Address::try_from(address.to_owned()).unwrap();
        Operation {
            id: OperationId(format!("{} {address}", word(verb))),
            verb,
            address,
            action: Action::ActivateOrganizationsAccess,
            documentation: (verb == Verb::Move).then(|| "Customers see it.\nMira knows more.".into()),
            changes,
            reason,
            calls: Vec::new(),
            waits_for: Default::default(),
            undo,
        }
    }

    fn written(line: u32) -> Reason {
        Reason::Written { origin: origin(line) }
    }

    fn origin(line: u32) -> Origin {
        Origin { file: "main.org".into(), line, column: 1, via: Vec::new(), span: None }
    }

    fn plan(operations: Vec<Operation>) -> Plan {
        Plan {
            format: 1,
            project: "acme".into(),
            region: "us-east-1".into(),
            desired: String::new(),
            live: String::new(),
            touched: Default::default(),
            targets: BTreeSet::new(),
            operations,
            bindings: Default::default(),
            unmanaged: vec![Unmanaged { kind: "account".into(), id: "1".into(), name: "old".into() }],
            notes: vec!["accounts are made in the root".into()],
        }
    }

    fn change(attribute: &str, before: Option<&str>, after: Option<&str>) -> Change {
        Change { attribute: attribute.into(), before: before.map(Into::into), after: after.map(Text::from) }
    }

    #[test]
    fn a_plan_reads_aloud() {
        let implied = Reason::Implied {
            by: Address::policy("Lock"),
            because: "a policy of this type is attached".into(),
            origin: origin(9),
        };
        let undo = Undo::No("closing an account takes 90 days".into());
        let document =
            change("document", Some(r#"{"Version":"1","S":"a"}"#), Some(r#"{"Version":"1","S":"b"}"#));
        let operations = vec![
            operation(Verb::Enable, "policy-type/scp", vec![], implied, Undo::ByApply),
            operation(
                Verb::Create,
                "account/dev",
                vec![change("email", None, Some("a@b.c"))],
                written(4),
                undo,
            ),
            operation(
                Verb::Move,
                "account/prod",
                vec![change("parent", Some("ou/A"), Some("ou/B"))],
                written(5),
                Undo::ByApply,
            ),
            operation(Verb::Update, "policy/Lock", vec![document], written(9), Undo::ByApply),
            operation(Verb::Attach, "attach/Lock@ou/A", vec![], written(6), Undo::ByApply),
        ];
        insta::assert_snapshot!(text(&plan(operations), false), @r#"
        acme · 5 operations

          + enable policy-type/scp      main.org:9
              because a policy of this type is attached (policy/Lock)
          + create account/dev          main.org:4
              email: a@b.c
              cannot be undone: closing an account takes 90 days
          ~ move account/prod           main.org:5
              ## Customers see it.
              parent: ou/A → ou/B
          ~ update policy/Lock          main.org:9
              document:
                  {
                -   "S": "a",
                +   "S": "b",
                    "Version": "1"
                  }
          + attach policy/Lock to ou/A  main.org:6

        1 to enable, 1 to create, 1 to move, 1 to update, 1 to attach
        note: accounts are made in the root
        unmanaged, never touched: 1 account (old)
        "#);
    }

    #[test]
    fn removals_say_why() {
        let removal = |why: Option<&str>| Reason::Removal { why: why.map(str::to_owned), origin: origin(9) };
        let only = Reason::Implied {
            by: Address::organization("Acme"),
            because: "`delegate only` does not name it".into(),
            origin: origin(3),
        };
        let by_apply = || Undo::ByApply;
        let operations = vec![
            operation(Verb::Deregister, "delegate/guardduty@account/audit", vec![], only, by_apply()),
            operation(
                Verb::Register,
                "delegate/guardduty@account/security",
                vec![change("service", None, Some("guardduty.amazonaws.com"))],
                written(3),
                by_apply(),
            ),
            operation(
                Verb::Forget,
                "policy/Theirs",
                vec![change("tags.orgc:id", Some("policy/Theirs"), None)],
                removal(None),
                by_apply(),
            ),
            operation(
                Verb::Close,
                "account/lab",
                vec![change("name", Some("Acme Lab"), None), change("id", Some("222233334444"), None)],
                removal(Some("replaced by sandbox, ticket CLOUD-311")),
                Undo::No("only AWS Support can reopen the account".into()),
            ),
        ];
        insta::assert_snapshot!(text(&plan(operations), false), @"
        acme · 4 operations

          - deregister guardduty from account/audit  main.org:3
              because `delegate only` does not name it (organization/Acme)
          + register guardduty to account/security   main.org:3
          - forget policy/Theirs                     main.org:9
          - close account/lab                        main.org:9
              Acme Lab (222233334444)
              because replaced by sandbox, ticket CLOUD-311
              cannot be undone: only AWS Support can reopen the account

        1 to deregister, 1 to register, 1 to forget, 1 to close
        note: accounts are made in the root
        unmanaged, never touched: 1 account (old)
        ");
    }

    #[test]
    fn values_cannot_repaint_the_plan() {
        let (hidden, turned) = ("a\u{1b}[2K\u{1b}[1Ab", "x\ny\u{202e}z");
        let changes = vec![
            change("parameters.Level", Some(hidden), Some(hidden)),
            change("template", Some("x\ny"), Some(turned)),
        ];
        let plan = plan(vec![operation(Verb::Update, "baseline/B", changes, written(1), Undo::ByApply)]);
        let text = text(&plan, false);
        assert!(!text.contains(['\u{1b}', '\u{202e}']), "{text}");
        assert!(text.contains(r"a\u{1b}[2K\u{1b}[1Ab → a\u{1b}") && text.contains(r"+ y\u{202e}z"), "{text}");
    }

    #[test]
    fn an_empty_plan_says_so() {
        let text = text(&plan(vec![]), false);
        assert!(text.starts_with("nothing to do: the organization is as the sources say\n"), "{text}");
    }
}
