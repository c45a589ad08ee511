//! Crashes at every point of a run.

use crate::wire::Wire;
use orgc_emulator::{Fault, Trouble};
use orgc_plan::Plan;

/// Kills the process that carries out a plan before and after the effect of each of its calls, each time in an organization of its
/// own, and lets `arrive` go on from there. Answers the number of kills.
pub async fn sweep(base: &Wire, plan: &Plan, arrive: impl AsyncFn(Wire, String)) -> usize {
    let calm = base.fork();
    calm.apply(plan, &calm.client()).await;
    let made = calm.emulator.calls();
    let mut kills = 0;
    for (nth, call) in (1..).zip(&made) {
        for trouble in [Trouble::StopBefore, Trouble::StopAfter] {
            let story = format!("{trouble:?} at call {nth}, {}", call.operation);
            let wire = base.fork();
            wire.die(plan, Fault::at_call(nth, trouble)).await;
            arrive(wire, story).await;
            kills += 1;
        }
    }
    kills
}
