//! What accounts can do otherwise after a change of policies, as people and programs read it. The members are
//! documented in `docs/commands.md`.

use super::diagnostics::count;
use super::style::Paint;
use orgc_plan::Access;
use orgc_plugin::spelled_out;
use orgc_policy::{Control, Obstacle, Request, Shift, Turn};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// Accounts that are named for each change; the rest are counted.
const NAMED: usize = 4;

/// When the policies were different.
#[derive(Clone, Copy, Debug)]
pub enum Then<'a> {
    /// They are different now, before the plan is carried out.
    Now,
    /// They were at a revision.
    At(&'a str),
}

impl Then<'_> {
    fn same(self) -> String {
        match self {
            Self::Now => "after this, every account can do just what it can now".to_owned(),
            Self::At(revision) => format!("every account can do just what it could at {revision}"),
        }
    }

    fn other(self) -> String {
        match self {
            Self::Now => "after this, accounts can do other things than now:".to_owned(),
            Self::At(revision) => format!("accounts can do other things than at {revision}:"),
        }
    }
}

/// What a plan changes, in words.
pub fn plan(access: &Access, color: bool) -> String {
    told(access, |shifts| text(shifts, Then::Now, color))
}

/// What a plan changes, in Markdown.
pub fn plan_markdown(access: &Access) -> String {
    told(access, |shifts| markdown(shifts, Then::Now))
}

/// The changes, and what was not compared: nothing is said of all accounts where some were left out.
fn told(access: &Access, form: impl Fn(&[Shift<String>]) -> String) -> String {
    let Access { shifts, unread: policies } = access;
    match shifts.is_empty() && !policies.is_empty() {
        true => format!("\n{}", unread(policies)),
        false => form(shifts) + &unread(policies),
    }
}

/// In words, one line for each statement that opens or closes something.
pub fn text(shifts: &[Shift<String>], then: Then<'_>, color: bool) -> String {
    if shifts.is_empty() {
        return format!("\n{}\n", then.same());
    }
    let paint = Paint::new(color);
    let mut out = format!("\n{}\n", paint.strong(&then.other()));
    for shift in shifts {
        let _ = writeln!(out, "  {}", accounts(shift));
        for turn in &shift.gained {
            let _ = writeln!(out, "    {} {}", paint.changed("+"), gained(turn));
        }
        for turn in &shift.lost {
            let _ = writeln!(out, "    {} {}", paint.changed("-"), lost(turn));
        }
    }
    out
}

/// A list in Markdown.
pub fn markdown(shifts: &[Shift<String>], then: Then<'_>) -> String {
    if shifts.is_empty() {
        return format!("\n{}\n", then.same());
    }
    let mut out = format!("\n{}\n\n", then.other());
    for shift in shifts {
        let _ = writeln!(out, "- {}", accounts(shift));
        let gained = shift.gained.iter().map(|turn| ("**more:**", gained(turn)));
        let lost = shift.lost.iter().map(|turn| ("**less:**", lost(turn)));
        for (word, line) in gained.chain(lost) {
            let _ = writeln!(out, "  - {word} {line}");
        }
    }
    out
}

/// What was not compared; nothing if that is nothing.
fn unread(policies: &BTreeSet<String>) -> String {
    let line = |policy: &String| {
        spelled_out(&format!(
            "the policy `{policy}` cannot be read, so the accounts under it were not compared"
        )) + "\n"
    };
    policies.iter().map(line).collect()
}

/// As a list of JSON.
pub fn json(shifts: &[Shift<String>]) -> Value {
    let shift = |shift: &Shift<String>| {
        json!({
            "accounts": shift.accounts,
            "gained": shift.gained.iter().map(turn).collect::<Vec<_>>(),
            "lost": shift.lost.iter().map(turn).collect::<Vec<_>>(),
        })
    };
    shifts.iter().map(shift).collect()
}

fn turn(turn: &Turn) -> Value {
    let (control, policy, statement, sid, target) = match &turn.obstacle {
        Obstacle::Denies { control, policy, statement, sid, target } => {
            (*control, Some(policy), Some(statement), sid.as_ref(), target)
        }
        Obstacle::Silent { target } => (Control::Service, None, None, None, target),
    };
    json!({
        "control": match control { Control::Service => "scp", Control::Resource => "rcp" },
        "policy": policy,
        "statement": statement,
        "sid": sid,
        "target": target,
        "example": turn.example.as_ref().ok().map(|request| example(request)),
        "undecided": turn.example.as_ref().err().map(ToString::to_string),
    })
}

fn example(request: &Request) -> Value {
    let context = request.context.iter().map(|(key, values)| (key.to_owned(), json!(values)));
    let context: serde_json::Map<String, Value> = context.collect();
    json!({"action": request.action, "resource": request.resource, "context": context})
}

fn accounts(shift: &Shift<String>) -> String {
    let first: Vec<&str> = shift.accounts.iter().take(NAMED).map(String::as_str).collect();
    match shift.accounts.len().saturating_sub(NAMED) {
        0 => first.join(", "),
        more => format!("{} and {}", first.join(", "), count(more, "more account")),
    }
}

fn gained(turn: &Turn) -> String {
    let what = match &turn.obstacle {
        Obstacle::Denies { target, .. } => format!("what {} at {target} denied", statement(&turn.obstacle)),
        Obstacle::Silent { target } => format!("what no policy at {target} allowed"),
    };
    with_example(turn, &what)
}

fn lost(turn: &Turn) -> String {
    let what = match &turn.obstacle {
        Obstacle::Denies { target, .. } => format!("what {} at {target} denies", statement(&turn.obstacle)),
        Obstacle::Silent { target } => format!("what no policy at {target} allows"),
    };
    with_example(turn, &what)
}

fn statement(obstacle: &Obstacle) -> String {
    match obstacle {
        Obstacle::Denies { policy, sid: Some(sid), .. } => format!("statement `{sid}` of `{policy}`"),
        Obstacle::Denies { policy, statement, .. } => format!("statement {} of `{policy}`", statement + 1),
        Obstacle::Silent { .. } => String::new(),
    }
}

fn with_example(turn: &Turn, what: &str) -> String {
    // Names and patterns come from AWS as well.
    spelled_out(&match &turn.example {
        Ok(request) => format!("{what}, such as {request}"),
        Err(reason) => format!("perhaps {what}; that was not decided: {reason}"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_accounts_were_left_out_nothing_is_said_of_all() {
        let access = Access { shifts: Vec::new(), unread: ["Odd".to_owned()].into() };
        let words = "\nthe policy `Odd` cannot be read, so the accounts under it were not compared\n";
        assert_eq!((plan(&access, false).as_str(), plan_markdown(&access).as_str()), (words, words));
        let same = "\nafter this, every account can do just what it can now\n";
        assert_eq!(plan(&Access::default(), false), same);
    }
}
