//! A decision about a request, as people and programs read it. The members are documented in
//! `docs/commands.md`.

use super::attached::Attached;
use orgc_ir::Address;
use orgc_ir::desired::Resource;
use orgc_policy::{Chain, Cited, Control, Decision, Exemption, Reason, Request, Verdict};
use orgc_sema::Permissions;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// A decision and what it is about.
pub struct Explained<'e> {
    /// The address of the account, or the id of one that is live.
    pub account: &'e str,
    /// What people call it.
    pub name: &'e str,
    /// The request.
    pub request: &'e Request,
    /// The decision.
    pub decision: &'e Decision,
    /// What the account stands under.
    pub chain: &'e Chain,
    /// A request for the same that would pass, if there is one; an error if that was not decided.
    pub way_out: Result<Option<Request>, Reason>,
    /// The model.
    pub resources: &'e BTreeMap<Address, Resource>,
}

/// A statement with its place.
struct Place<'e> {
    statement: usize,
    sid: Option<&'e str>,
    control: Control,
    attached: Attached<'e>,
}

/// In words.
pub fn text(explained: &Explained<'_>, permissions: &Permissions) -> String {
    let Explained { name, request, decision, .. } = explained;
    let verdict = match decision.verdict {
        Verdict::Allowed => "passes",
        Verdict::ImplicitlyDenied => "is denied, because nothing allows it",
        Verdict::ExplicitlyDenied => "is denied",
    };
    let mut text = format!("in `{name}`, {} {verdict}\n", request.action);
    if let Some(exemption) = decision.exempt {
        let _ = writeln!(text, "  {}", exempt(exemption));
    }
    for level in &decision.silent {
        let target = explained.chain.service.get(*level).map_or("", |level| level.target.as_str());
        let _ = writeln!(text, "  no policy at {target} allows it");
    }
    let does = if decision.verdict == Verdict::ExplicitlyDenied { "denied" } else { "allowed" };
    for place in places(explained) {
        let _ = writeln!(text, "  {does} by {}", words(&place));
    }
    if decision.verdict != Verdict::Allowed {
        let _ = writeln!(text, "  {}", change(explained, permissions));
    }
    text.trim_end().to_owned()
}

/// As one value of JSON.
pub fn json(explained: &Explained<'_>, permissions: &Permissions) -> String {
    let Explained { account, request, decision, way_out, .. } = explained;
    let verdict = match decision.verdict {
        Verdict::Allowed => "allowed",
        Verdict::ImplicitlyDenied => "implicitly-denied",
        Verdict::ExplicitlyDenied => "explicitly-denied",
    };
    let statement = |place: Place<'_>| {
        let mut statement = place.attached.members();
        let control = match place.control {
            Control::Service => "scp",
            Control::Resource => "rcp",
        };
        statement.insert("control".to_owned(), json!(control));
        statement.insert("statement".to_owned(), json!(place.statement));
        statement.insert("sid".to_owned(), json!(place.sid));
        Value::Object(statement)
    };
    let silent = decision.silent.iter().filter_map(|level| explained.chain.service.get(*level));
    let value = json!({
        "orgc": 1,
        "account": account,
        "request": shown(request, permissions),
        "verdict": verdict,
        "exempt": decision.exempt.map(exemption_name),
        "statements": places(explained).into_iter().map(statement).collect::<Vec<Value>>(),
        "silent": silent.map(|level| level.target.as_str()).collect::<Vec<_>>(),
        "would-pass": way_out.as_ref().ok().and_then(Option::as_ref).map(|request| shown(request, permissions)),
        "undecided": way_out.as_ref().err().map(ToString::to_string),
    });
    serde_json::to_string_pretty(&value).unwrap_or_default()
}

fn shown(request: &Request, permissions: &Permissions) -> Value {
    let context = request.context.iter().map(|(key, values)| {
        let values: Vec<String> = values.iter().map(|value| permissions.readable(value)).collect();
        (key.to_owned(), json!(values))
    });
    let context: Map<String, Value> = context.collect();
    json!({"action": request.action, "resource": request.resource, "context": context})
}

/// The statements that decide.
fn places<'e>(explained: &'e Explained<'_>) -> Vec<Place<'e>> {
    explained.decision.statements.iter().filter_map(|cited| place(cited, explained)).collect()
}

fn place<'e>(cited: &Cited, explained: &'e Explained<'_>) -> Option<Place<'e>> {
    let levels = match cited.control {
        Control::Service => &explained.chain.service,
        Control::Resource => &explained.chain.resource,
    };
    let level = levels.get(cited.level)?;
    let policy = level.policies.get(cited.policy)?;
    Some(Place {
        statement: cited.statement,
        sid: policy.sid(cited.statement),
        control: cited.control,
        attached: Attached::find(&policy.name, &level.target, explained.resources),
    })
}

fn words(place: &Place<'_>) -> String {
    let statement = match place.sid {
        Some(sid) => format!("statement `{sid}`"),
        None => format!("statement {}", place.statement + 1),
    };
    format!("{statement} of {}", place.attached)
}

/// What would let it pass.
fn change(explained: &Explained<'_>, permissions: &Permissions) -> String {
    let found = match &explained.way_out {
        Ok(Some(found)) => found,
        Ok(None) => {
            return "no principal and no value of a condition key lets it pass; the policies would have to change"
                .to_owned();
        }
        Err(reason) => return format!("whether anything would let it pass was not decided: {reason}"),
    };
    let differs = |(key, values): &(&str, &[String])| explained.request.context.values(key) != *values;
    let set = found
        .context
        .iter()
        .filter(differs)
        .map(|(key, values)| format!("{key} = {}", permissions.readable(&values.join(", "))));
    let gone = explained.chain.keys().filter(|key| {
        found.context.values(key).is_empty() && !explained.request.context.values(key).is_empty()
    });
    let mut all: Vec<String> = set.chain(gone.map(|key| format!("without {key}"))).collect();
    all.sort();
    all.dedup();
    format!("it would pass with {}", all.join(", "))
}

fn exempt(exemption: Exemption) -> &'static str {
    match exemption {
        Exemption::ServiceLinkedRole => "no policy of the organization touches service-linked roles",
        Exemption::Service => {
            "service control policies do not touch calls that AWS services make in their own name"
        }
        Exemption::ManagementAccount => "no policy of the organization touches the management account",
        Exemption::Outside => {
            "service control policies do not touch principals from outside of the organization"
        }
    }
}

fn exemption_name(exemption: Exemption) -> &'static str {
    match exemption {
        Exemption::ServiceLinkedRole => "service-linked-role",
        Exemption::Service => "service",
        Exemption::ManagementAccount => "management-account",
        Exemption::Outside => "outside",
    }
}
