//! Planning a whole company: 10,000 accounts, 1,100 units, 500 policies and 10,000 stack instances, and a tenth of it.
//! Aims: 0.3 seconds and 300 MiB, and ten times as much for ten times the accounts.

use std::time::{Duration, Instant};

use orgc_ir::{Desired, Observed};
use orgc_plan::Plan;
use orgc_tests::project::{Files, check};
use orgc_tests::{generate, live};

/// A median of so many plans.
const PLANS: usize = 11;

fn main() {
    for accounts in [1_000, 10_000] {
        let desired = desired(accounts, "deny iam:CreateUser");
        let observed = live::of(&desired);
        let instances: usize = observed.stack_sets.values().map(|set| set.instances.len()).sum();
        println!(
            "\n{accounts} accounts, {} units, {} policies, {instances} instances",
            observed.units.len(),
            observed.policies.len()
        );
        assert!(planned(&desired, &observed).operations.is_empty(), "it is live as it is declared");
        measured("no change", &desired, &observed);
        let stricter = self::desired(accounts, "deny iam:CreateUser, iam:CreateAccessKey");
        assert_eq!(planned(&stricter, &observed).operations.len(), observed.policies.len());
        measured("every policy changes", &stricter, &observed);
        measured("from nothing", &desired, &Observed::default());
    }
}

/// A company with a baseline in every account.
fn desired(accounts: usize, rule: &str) -> Desired {
    let source = generate::company(accounts)
        .replacen("{\n", "{\n  deploy Base\n", 1)
        .replace("deny iam:CreateUser,", &format!("{rule},"))
        + "baseline Base {\n  template = file(\"base.yaml\")\n  regions = [us-east-1]\n}\n";
    let template = "Resources:\n  Topic: { Type: 'AWS::SNS::Topic' }\n";
    let files = [("main.org", source), ("base.yaml", template.to_owned())];
    let checked = check(&files.map(|(path, text)| (path.to_owned(), text)).into_iter().collect::<Files>());
    checked.desired.expect("the generated company has no errors")
}

fn planned(desired: &Desired, observed: &Observed) -> Plan {
    orgc_plan::plan(desired, observed).expect("nothing is refused").plan
}

/// How long a plan takes, what it says of access apart, and how much memory the process has held so far.
fn measured(what: &str, desired: &Desired, observed: &Observed) {
    let mut taken: [(Duration, Duration); PLANS] = std::array::from_fn(|_| {
        let begun = Instant::now();
        let plan = planned(desired, observed);
        let made = begun.elapsed();
        let _ = orgc_plan::access(&plan, observed);
        (made, begun.elapsed() - made)
    });
    taken.sort();
    let (plan, access) = taken[PLANS / 2];
    println!(
        "  {what}: plan {plan:.1?}, access {access:.1?}; the process held {} MiB at most",
        peak() / 1024
    );
}

/// In KiB, what was read included.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|rest| rest.split_whitespace().next()?.parse().ok()).unwrap_or(0)
}
