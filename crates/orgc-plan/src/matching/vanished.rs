//! What carries the project's tag and is no longer declared.

use super::leaving::ended;
use super::matcher::Matcher;
use crate::diagnostics::{described, moved};
use crate::live::Live;
use orgc_diag::{Diagnostic, codes};

/// Reports each vanished thing; of vanished units only the topmost, as one sentence settles all below.
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
    let reports: Vec<Diagnostic> = topmost.map(|(address, live)| report(address, *live)).collect();
    matcher.diagnostics.extend(reports);
}

/// Whether a sentence says what becomes of it, or something else is said about it already.
fn is_settled(matcher: &Matcher<'_>, carried: &str, live: Live<'_>) -> bool {
    matcher.reported.contains(&(live.kind(), live.key()))
        || matcher.renames.settles(carried)
        || matcher.matched.departure(live.kind(), live.key()).is_some()
}

fn report(address: &str, live: Live<'_>) -> Diagnostic {
    let message = format!(
        "`{address}` ({}) carries this project's tag but is no longer in the sources",
        described(live)
    );
    let name = crate::diagnostics::source_name(address);
    let mut report = Diagnostic::new(codes::REMOVED_WITHOUT_VERB, message)
        .help(format!("if it was renamed: {}", moved(address, None)));
    let (deleted, kind) = match live {
        Live::Account(..) => (format!("close account {name} \"why\""), "account"),
        Live::Unit(..) => (format!("delete ou {name}"), "ou"),
        Live::Policy(..) => (format!("delete policy {name}"), "policy"),
        Live::StackSet(..) => (format!("delete baseline {name}"), "baseline"),
        Live::Organization(_) => return report,
    };
    let ending = if matches!(live, Live::Account(..)) { "if it is to be closed" } else { "if it is to go" };
    report = report.help(format!("{ending}: {deleted}"));
    if matches!(live, Live::Account(..)) {
        report = report.help(format!("if it leaves: release account {name}"));
    }
    report.help(format!("to stop managing it: forget {kind} {name}"))
}
