//! Operations of stack sets: one at a time for each set, under ids that can be repeated.

use super::plans::{instances, plan, stack_set};
use super::scripted::{OPERATION, Scripted, Trouble};
use super::{outcomes, run};
use tokio::time::Instant;

#[tokio::test(start_paused = true)]
async fn sets_work_at_once_and_the_targets_of_a_set_one_after_another() {
    let plan = plan([
        ("one-1", &[] as &[_], instances("one", "ou-1")),
        ("one-2", &[], instances("one", "ou-2")),
        ("two-1", &[], instances("two", "ou-1")),
    ]);
    let backend = Scripted::default();
    let ran = run(&plan, &backend).await;
    assert!(ran.applied.is_complete());
    assert_eq!(
        *backend.asked.borrow(),
        ["stacks of one in ou-1", "stacks of two in ou-1", "stacks of one in ou-2"]
    );
    let rounds = ran.seconds / OPERATION.as_secs();
    assert_eq!(rounds, 2, "{} s", ran.seconds);
}

#[tokio::test(start_paused = true)]
async fn another_operation_is_waited_for_under_the_same_id() {
    let plan = plan([("set", &[] as &[_], stack_set("one")), ("stacks", &["set"], instances("one", "ou-1"))]);
    let backend = Scripted::default();
    backend.operations.borrow_mut().push(("one".into(), "automatic".into(), Instant::now() + OPERATION));
    let ran = run(&plan, &backend).await;
    assert_eq!(outcomes(&ran), ["set done", "stacks done"]);
    let ids: Vec<String> = backend.operations.borrow().iter().map(|(_, id, _)| id.clone()).collect();
    assert_eq!(ids.len(), 2);
    assert!(ids[1].starts_with("orgc-") && ids[1].ends_with("-1"), "{}", ids[1]);
}

#[tokio::test(start_paused = true)]
async fn an_operation_whose_reply_was_lost_is_the_same_operation() {
    let plan = plan([("stacks", &[] as &[_], instances("one", "ou-1"))]);
    let backend = Scripted::with([("stacks", 1, Trouble::LoseReply)]);
    let ran = run(&plan, &backend).await;
    assert_eq!(outcomes(&ran), ["stacks done"]);
    assert_eq!(backend.operations.borrow().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn what_an_earlier_run_started_is_joined_and_what_it_finished_is_made_anew() {
    let plan = plan([("stacks", &[] as &[_], instances("one", "ou-1"))]);
    let backend = Scripted::default();
    run(&plan, &backend).await;
    backend.operations.borrow_mut()[0].2 = Instant::now() + OPERATION;
    let joined = run(&plan, &backend).await;
    assert_eq!(
        (outcomes(&joined).as_slice(), backend.operations.borrow().len()),
        (&["stacks done".to_owned()][..], 1)
    );
    let again = run(&plan, &backend).await;
    assert_eq!(outcomes(&again), ["stacks done"]);
    assert!(backend.operations.borrow()[1].1.ends_with("-2"));
}

#[tokio::test(start_paused = true)]
async fn a_set_that_stays_busy_is_waited_for_half_a_day_and_no_longer() {
    let plan = plan([("stacks", &[] as &[_], instances("one", "ou-1"))]);
    let backend = Scripted::default();
    let never = Instant::now() + OPERATION * 1_000_000;
    backend.operations.borrow_mut().push(("one".into(), "automatic".into(), never));
    let ran = run(&plan, &backend).await;
    assert_eq!(outcomes(&ran), ["stacks failed: another operation of the stack set is running"]);
    assert_eq!(ran.seconds / 3600, 11, "{} s", ran.seconds);
}
