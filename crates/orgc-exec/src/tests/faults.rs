//! What is tried again, and what is found behind a lost reply.

use super::plans::{account, close, enable_region, plan, unit};
use super::scripted::{Scripted, Trouble};
use super::{outcomes, run};
use crate::FaultKind;

#[tokio::test(start_paused = true)]
async fn a_passing_refusal_is_tried_again_after_a_pause() {
    let plan = plan([("a", &[] as &[_], unit("a"))]);
    let concurrent = Trouble::Refuse(FaultKind::Concurrent);
    let backend = Scripted::with([("unit a", 1, concurrent), ("unit a", 2, concurrent)]);
    let ran = run(&plan, &backend).await;
    assert_eq!(outcomes(&ran), ["a done"]);
    assert_eq!(
        ran.events,
        [
            "a: started",
            "a: again in 1 s, another write to the organization is going on",
            "a: again in 2 s, another write to the organization is going on",
            "a: done"
        ]
    );
    assert_eq!(backend.asked.borrow().len(), 3);
}

#[tokio::test(start_paused = true)]
async fn a_lost_account_is_looked_for_and_not_asked_for_again() {
    let plan = plan([("a", &[] as &[_], account("x"))]);
    let backend = Scripted::with([("account x", 1, Trouble::LoseReply)]);
    let ran = run(&plan, &backend).await;
    assert_eq!(outcomes(&ran), ["a done"]);
    assert_eq!(*backend.asked.borrow(), ["account x"]);
    assert_eq!(ran.applied.bindings.values().next().unwrap().id, "id-of-x");
}

#[tokio::test(start_paused = true)]
async fn an_account_that_was_never_asked_for_is_asked_for_again() {
    let plan = plan([("a", &[] as &[_], account("x"))]);
    let backend = Scripted::with([("account x", 1, Trouble::Refuse(FaultKind::Lost))]);
    let ran = run(&plan, &backend).await;
    assert_eq!(outcomes(&ran), ["a done"]);
    assert_eq!(*backend.asked.borrow(), ["account x", "account x"]);
}

#[tokio::test(start_paused = true)]
async fn a_closure_or_region_that_is_on_its_way_is_only_waited_for() {
    let conflict = Trouble::Refuse(FaultKind::Conflict);
    let plan = plan([("close", &[] as &[_], close("id-of-a")), ("region", &[], enable_region("eu-south-1"))]);
    let backend = Scripted::with([
        ("close", 1, Trouble::LoseReply),
        ("close", 2, conflict),
        ("region", 1, Trouble::LoseReply),
        ("region", 2, conflict),
    ]);
    let ran = run(&plan, &backend).await;
    assert_eq!(outcomes(&ran), ["close done", "region done"]);
    assert_eq!(backend.asked.borrow().len(), 4);
}

#[tokio::test(start_paused = true)]
async fn a_closure_that_another_change_is_in_the_way_of_is_tried_again() {
    let plan = plan([("close", &[] as &[_], close("id-of-a"))]);
    let backend = Scripted::with([("close", 1, Trouble::Refuse(FaultKind::Conflict))]);
    let ran = run(&plan, &backend).await;
    assert_eq!(ran.events[1], "close: again in 5 s, in conflict with its state");
    assert_eq!(*backend.asked.borrow(), ["close id-of-a", "close id-of-a"]);
}
