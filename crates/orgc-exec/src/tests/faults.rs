//! What is tried again, and what is found behind a lost reply.

use super::plans::{account, plan, unit};
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
