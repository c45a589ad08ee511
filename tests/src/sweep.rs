//! Crashes at every point of a run.

use crate::wire::Wire;
use orgc_emulator::{CallRecord, Fault, Trouble};
use orgc_plan::Plan;
use std::collections::BTreeSet;

/// Which calls of a run are its last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Calls {
    /// Each.
    All,
    /// The first of each operation that writes, for runs of hundreds of calls.
    First,
}

/// Kills the process that carries out a plan before and after the effect of its calls, each time in an organization of its
/// own, and lets `arrive` go on from there. Answers the number of kills.
pub async fn sweep(base: &Wire, plan: &Plan, calls: Calls, arrive: impl AsyncFn(Wire, String)) -> usize {
    let calm = base.fork();
    calm.apply(plan, &calm.client()).await;
    let made = calm.emulator.calls();
    let mut kills = 0;
    for nth in chosen(&made, calls) {
        for trouble in [Trouble::StopBefore, Trouble::StopAfter] {
            let story = format!("{trouble:?} at call {nth}, {}", made[nth].operation);
            let wire = base.fork();
            wire.die(plan, Fault::at_call(nth as u64 + 1, trouble)).await;
            arrive(wire, story).await;
            kills += 1;
        }
    }
    kills
}

fn chosen(made: &[CallRecord], calls: Calls) -> Vec<usize> {
    let mut seen = BTreeSet::new();
    let all = made.iter().enumerate();
    let wanted = all.filter(|(_, call)| calls == Calls::All || !call.reads && seen.insert(&call.operation));
    wanted.map(|(nth, _)| nth).collect()
}
