//! What runs at once, what waits, what is skipped.

use super::plans::{account, close, plan, unit, unit_in};
use super::scripted::{CLOSURE, CREATION, Scripted, Trouble};
use super::{outcomes, run, run_until};
use crate::journal::Line;
use crate::{FaultKind, Interrupt, Journal, Nobody, TokioClock, apply};
use serde_json::{Value, json};
use std::io;
use std::time::Duration;

#[tokio::test(start_paused = true)]
async fn writes_never_overlap_and_five_creations_do() {
    let names = ["a", "b", "c", "d", "e", "f", "g"];
    let accounts = names.map(|name| (name, &[] as &[&str], account(name)));
    let units = ["u1", "u2", "u3"].map(|name| (name, &[] as &[&str], unit(name)));
    let plan = plan(accounts.into_iter().chain(units));
    let backend = Scripted::default();
    let ran = run(&plan, &backend).await;
    assert!(ran.applied.is_complete());
    assert_eq!(backend.overlap.get(), 1);
    assert_eq!(backend.most_creations.get(), 5);
    // Units do not wait for accounts, and seven accounts take as long as two rounds of five.
    let position = |text: &str| backend.asked.borrow().iter().position(|one| one == text).unwrap();
    assert!(position("unit u3 in r-1") < position("account f"));
    assert!(
        ran.seconds >= 2 * CREATION.as_secs() && ran.seconds < 3 * CREATION.as_secs(),
        "{} s",
        ran.seconds
    );
}

#[tokio::test(start_paused = true)]
async fn three_accounts_are_closed_at_once_and_each_is_waited_for() {
    let names = ["a", "b", "c", "d"];
    let plan = plan(names.map(|name| (name, &[] as &[&str], close(name))));
    let backend = Scripted::default();
    let ran = run(&plan, &backend).await;
    assert!(ran.applied.is_complete());
    assert_eq!((backend.most_closures.get(), backend.overlap.get()), (3, 1));
    assert!(ran.seconds >= 2 * CLOSURE.as_secs() && ran.seconds < 3 * CLOSURE.as_secs(), "{} s", ran.seconds);
}

#[tokio::test(start_paused = true)]
async fn an_operation_starts_after_what_it_waits_for_and_uses_its_id() {
    let plan =
        plan([("child", &["parent"] as &[_], unit_in("parent", "child")), ("parent", &[], unit("parent"))]);
    let backend = Scripted::default();
    let ran = run(&plan, &backend).await;
    assert!(ran.applied.is_complete());
    assert_eq!(*backend.asked.borrow(), ["unit parent in r-1", "unit child in ou-parent"]);
    assert_eq!(
        ran.applied.bindings.values().map(|one| one.id.as_str()).collect::<Vec<_>>(),
        ["ou-child", "ou-parent"]
    );
}

#[tokio::test(start_paused = true)]
async fn a_failure_skips_what_depends_on_it_and_nothing_else() {
    let plan = plan([
        ("a", &[] as &[_], unit("a")),
        ("a1", &["a"], unit_in("a", "a1")),
        ("a2", &["a1"], unit_in("a1", "a2")),
        ("b", &[], unit("b")),
        ("b1", &["b"], unit_in("b", "b1")),
    ]);
    let backend = Scripted::with([("unit a ", 1, Trouble::Refuse(FaultKind::AccessDenied))]);
    let ran = run(&plan, &backend).await;
    assert_eq!(
        outcomes(&ran),
        ["a failed: access denied", "a1 skipped: a", "a2 skipped: a", "b done", "b1 done"]
    );
    assert_eq!(ran.events[..3], ["a: started", "a: failed, access denied", "a1: skipped because of a"]);
}

#[tokio::test(start_paused = true)]
async fn an_interrupt_lets_the_call_in_flight_end_and_starts_nothing_more() {
    let plan = plan([
        ("account", &[] as &[_], account("x")),
        ("unit", &["account"], unit("y")),
        ("other", &[], unit("z")),
    ]);
    let backend = Scripted::default();
    let interrupt = Interrupt::new();
    let raise = interrupt.clone();
    *backend.at_write.borrow_mut() = Some(Box::new(move |_| raise.raise()));
    let ran = run_until(&plan, &backend, &interrupt).await;
    assert_eq!(outcomes(&ran), ["account interrupted", "other not started", "unit not started"]);
    assert_eq!(*backend.asked.borrow(), ["account x"]);
    assert!(matches!(ran.journal.lines()[2], Line::Reply { fault: None, answer: Some(_), .. }));
    assert!(matches!(ran.journal.lines()[3], Line::Ended { done: 0, failed: 0, left: 3, .. }));
    assert_eq!(ran.seconds, 1, "the answer is waited for, the account is not");
}

#[tokio::test(start_paused = true)]
async fn every_write_has_a_line_before_and_after() {
    let plan = plan([("a", &[] as &[_], unit("a"))]);
    let backend = Scripted::with([("unit a", 1, Trouble::Refuse(FaultKind::Throttled))]);
    let ran = run(&plan, &backend).await;
    let lines: Vec<Value> =
        ran.journal.lines().iter().map(|line| serde_json::to_value(line).unwrap()).collect();
    assert_eq!(
        lines,
        [
            json!({"line":"begun","at":0,"format":1,"project":"test","desired":"d","live":"l","operations":1}),
            json!({"line":"call","at":0,"operation":"a","call":"organizations:CreateOrganizationalUnit","number":1}),
            json!({"line":"reply","at":1000,"operation":"a","call":"organizations:CreateOrganizationalUnit","number":1,"fault":{"kind":"throttled","call":"","code":"","message":""}}),
            json!({"line":"call","at":2000,"operation":"a","call":"organizations:CreateOrganizationalUnit","number":2}),
            json!({"line":"reply","at":3000,"operation":"a","call":"organizations:CreateOrganizationalUnit","number":2,"answer":{"id":"ou-a","arn":""}}),
            json!({"line":"ended","at":3000,"done":1,"failed":0,"left":0}),
        ]
    );
}

#[tokio::test(start_paused = true)]
async fn without_credentials_no_further_call_is_made() {
    let plan = plan([
        ("a", &[] as &[_], unit("a")),
        ("a1", &["a"], unit_in("a", "a1")),
        ("b", &[], unit("b")),
        ("c", &[], account("c")),
    ]);
    let backend = Scripted::with([("unit a ", 1, Trouble::Refuse(FaultKind::Credentials))]);
    let ran = run(&plan, &backend).await;
    assert_eq!(
        outcomes(&ran),
        ["a failed: no valid credentials", "a1 skipped: a", "b not started", "c not started"]
    );
    assert_eq!(*backend.asked.borrow(), ["unit a in r-1"]);
}

/// A journal on a full disk.
struct Full;

impl Journal for Full {
    fn write(&self, _: &Line) -> io::Result<()> {
        Err(io::Error::from(io::ErrorKind::StorageFull))
    }
}

#[tokio::test(start_paused = true)]
async fn without_a_journal_nothing_is_written() {
    let plan = plan([("a", &[] as &[_], unit("a"))]);
    let (backend, clock) = (Scripted::default(), TokioClock::starting_at(Duration::ZERO));
    let applied = apply(&plan, &backend, &Full, &clock, &Nobody, &|_| {}, &Interrupt::new()).await;
    assert_eq!(applied.failures().map(|(_, fault)| fault.kind).collect::<Vec<_>>(), [FaultKind::Journal]);
    assert!(backend.asked.borrow().is_empty());
}
