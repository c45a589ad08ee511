//! What carries the project's tag and is no longer declared.

use super::matcher::Matcher;
use crate::diagnostics::{described, moved};
use crate::live::Live;
use orgc_diag::{Diagnostic, codes};

/// Closing is how an account ends; a closed one whose block is gone is settled, although it is
/// still listed for about 90 days.
const ENDED: [&str; 2] = ["CLOSED", "PENDING_CLOSURE"];

/// Reports each vanished thing; of vanished units only the topmost, as one sentence settles all below.
pub(super) fn check(matcher: &mut Matcher<'_>) {
    let gone: Vec<(&str, Live<'_>)> = matcher
        .index
        .owned
        .iter()
        .filter(|(address, _)| !matcher.matched.declares(address))
        .flat_map(|(address, all)| all.iter().map(|live| (*address, *live)))
        .filter(|(_, live)| !ended(*live) && !matcher.reported.contains(&(live.kind(), live.key())))
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

fn ended(live: Live<'_>) -> bool {
    matches!(live, Live::Account(_, account) if ENDED.contains(&account.state.as_str()))
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
    report = report.help(format!("if it is to go: {deleted}"));
    if matches!(live, Live::Account(..)) {
        report = report.help(format!("if it leaves the organization: release account {name}"));
    }
    report
        .help(format!("to stop managing it: forget {kind} {name}"))
        .note("this release does not act on these sentences yet: until then write the block back, or take the tags `orgc:id` and `orgc:project` off it to stop managing it")
}
