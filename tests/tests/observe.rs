//! Reading a live organization costs as few calls as the interfaces of AWS allow: counted, and compared with a formula and
//! with the table in the documentation.

use orgc_exec::{Interest, Observe as _};
use orgc_ir::Desired;
use orgc_tests::project::{Files, check};
use orgc_tests::wire::Wire;
use orgc_tests::{generate, live};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use tokio::time::Instant;

/// Resources on a page of most answers, and of that of the Resource Groups Tagging API.
const PAGE: u32 = 20;
const PAGE_OF_TAGS: u32 = 100;

const SIZES: [usize; 4] = [10, 100, 1_000, 10_000];

/// What the formula is about.
struct Shape {
    accounts: u32,
    departments: u32,
    teams: u32,
    policies: u32,
}

fn shape(accounts: usize) -> Shape {
    let accounts = u32::try_from(accounts).expect("it is small");
    let teams = accounts.div_ceil(10);
    Shape { accounts, departments: teams.div_ceil(10), teams, policies: accounts.div_ceil(20) }
}

/// Calls of a plan in the steady state: all is ours, and as declared.
fn formula(shape: &Shape) -> BTreeMap<String, u32> {
    let Shape { accounts, departments, teams, policies } = *shape;
    // The management account is one more; the policy of AWS that allows everything stands beside the customer's.
    let (units, accounts) = (departments + teams, accounts + 1);
    let targets = 1 + units + accounts;
    let by_policy = policies + targets.div_ceil(PAGE);
    [
        ("organizations:DescribeOrganization", 1),
        ("organizations:ListRoots", 1),
        ("organizations:ListAWSServiceAccessForOrganization", 1),
        ("organizations:ListCreateAccountStatus", 1),
        ("organizations:ListAccounts", accounts.div_ceil(PAGE)),
        // Each parent is asked, and the root has many pages.
        ("organizations:ListOrganizationalUnitsForParent", departments.div_ceil(PAGE) + units),
        ("organizations:ListPolicies", (policies + 1).div_ceil(PAGE)),
        ("organizations:DescribePolicy", policies),
        ("organizations:ListTargetsForPolicy", by_policy),
        // The root, the units, the accounts and the policies carry the project's tag; the management account does not.
        ("tag:GetResources", (units + accounts + policies).div_ceil(PAGE_OF_TAGS)),
        ("organizations:ListTagsForResource", 1),
    ]
    .into_iter()
    .map(|(name, number)| (name.to_owned(), number))
    .collect()
}

fn desired(accounts: usize) -> Desired {
    let files = Files::from([("main.org".to_owned(), generate::company(accounts))]);
    check(&files).desired.expect("the company has no errors")
}

/// A run on a clock that does not wait.
fn block_on<T>(future: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().start_paused(true).build();
    runtime.expect("a runtime").block_on(future)
}

#[test]
fn a_plan_without_changes_takes_the_calls_of_the_formula() {
    let mut table = String::new();
    for size in SIZES {
        let desired = desired(size);
        let (calls, seconds) = block_on(Box::pin(async {
            let wire = Wire::copy_of(&live::of(&desired));
            let begun = Instant::now();
            let observed = wire.client().observe(&Interest::of(&desired)).await.expect("observing works");
            let seconds = begun.elapsed().as_secs();
            let plan = orgc_plan::plan(&desired, &observed).expect("there is a way").plan;
            assert!(plan.is_empty(), "{size} accounts: {:?}", plan.operations.first());
            (observed.calls, seconds)
        }));
        assert_eq!(calls, formula(&shape(size)), "{size} accounts");
        let Shape { departments, teams, policies, .. } = shape(size);
        let (all, units): (u32, u32) = (calls.values().sum(), departments + teams);
        let _ = writeln!(
            table,
            "| {size} | {units} | {policies} | {all} | {} | {seconds} s |",
            calls["organizations:DescribePolicy"]
        );
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/calls.md");
    let page = fs::read_to_string(path).expect("the page");
    assert!(page.contains(&table), "docs/calls.md has another table than\n{table}");
}
