//! What carries the project's tag and is no longer declared.

use super::leaving::ended;
use super::matcher::Matcher;
use crate::diagnostics::{described, moved, of, source_name};
use crate::live::Live;
use orgc_diag::{Diagnostic, codes};
use orgc_ir::Address;
use orgc_ir::desired::{Body, Resource};

/// Reports each vanished thing, a unit that stands elsewhere now as such; of vanished units only the topmost, as one sentence settles all below.
pub(super) fn check(matcher: &mut Matcher<'_>) {
    let gone: Vec<(&str, Live<'_>)> = matcher
        .index
        .owned
        .iter()
        .filter(|(address, _)| !matcher.matched.declares(address))
        .flat_map(|(address, all)| all.iter().map(|live| (*address, *live)))
        .filter(|(carried, live)| !ended(*live) && !is_settled(matcher, carried, *live))
        .collect();
    let below_another = |address: &str| {
        gone.iter().any(|(other, live)| {
            matches!(live, Live::Unit(..))
                && address.strip_prefix(other).is_some_and(|rest| rest.starts_with('/'))
        })
    };
    let topmost =
        gone.iter().filter(|(address, live)| !(matches!(live, Live::Unit(..)) && below_another(address)));
    let reports: Vec<Diagnostic> = topmost
        .map(|(address, live)| match successor(matcher, address, *live) {
            Some(new) => reparented(address, *live, new),
            None => removed(address, *live),
        })
        .collect();
    matcher.diagnostics.extend(reports);
}

/// The one new unit of the same name under another parent, if a unit has vanished.
fn successor<'a>(
    matcher: &Matcher<'a>,
    carried: &str,
    live: Live<'_>,
) -> Option<(&'a Address, &'a Resource)> {
    let Live::Unit(..) = live else { return None };
    let name = carried.rsplit('/').next()?;
    let desired = &matcher.matched.desired.resources;
    let mut new = desired.iter().filter(|(address, resource)| {
        let is_named_so = address.name().rsplit('/').next() == Some(name);
        matches!(resource.body, Body::Unit(_)) && is_named_so && !matcher.matched.live.contains_key(address)
    });
    new.next().filter(|_| new.next().is_none())
}

fn reparented(address: &str, live: Live<'_>, (new, resource): (&Address, &Resource)) -> Diagnostic {
    let name = source_name(new.as_str());
    let message =
        format!("`{address}` ({}) is declared as `{name}` now, and no sentence says so", described(live));
    of(codes::OU_REPARENTED, message, resource.cause.origin(), "declared below another parent here")
        .help(sentence("if it has moved:", &moved(address, Some(new))))
        .help(sentence("if it is to go:", &format!("delete ou {}", source_name(address))))
        .help(sentence("to stop managing it:", &format!("forget ou {}", source_name(address))))
        .note("AWS cannot move an OU: a new one is made, its accounts move behind its guards, the old one is deleted")
}

/// Whether a sentence says what becomes of it, or something else is said about it already.
fn is_settled(matcher: &Matcher<'_>, carried: &str, live: Live<'_>) -> bool {
    matcher.reported.contains(&(live.kind(), live.key()))
        || matcher.renames.settles(carried)
        || matcher.matched.departure(live.kind(), live.key()).is_some()
}

fn removed(address: &str, live: Live<'_>) -> Diagnostic {
    let message = format!(
        "`{address}` ({}) carries this project's tag but is no longer in the sources",
        described(live)
    );
    let name = source_name(address);
    let mut report = Diagnostic::new(codes::REMOVED_WITHOUT_VERB, message)
        .help(sentence("if it was renamed:", &moved(address, None)));
    let kind = address.split('/').next().unwrap_or_default();
    if let Live::Account(..) = live {
        report = report
            .help(sentence("if it is to be closed:", &format!("close account {name} \"why\"")))
            .help(sentence("if it leaves:", &format!("release account {name}")));
    } else if !matches!(live, Live::Organization(_)) {
        report = report.help(sentence("if it is to go:", &format!("delete {kind} {name}")));
    }
    report.help(sentence("to stop managing it:", &format!("forget {kind} {name}")))
}

/// Sentences stand below each other, to be copied.
fn sentence(case: &str, text: &str) -> String {
    format!("{case:<24}{text}")
}
