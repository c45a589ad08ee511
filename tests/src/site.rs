//! An organization in memory: the real backend and SDK on the emulator, in process, on the time of
//! the runtime, which tests start paused.

use orgc_aws::{AwsBackend, InProcess, Lost};
use orgc_diag::Diagnostic;
use orgc_emulator::{Clock as EmulatorClock, Emulator, Settings};
use orgc_exec::{Applied, Clock, Interest, Interrupt, MemoryJournal, Observe, TokioClock};
use orgc_ir::desired::Body;
use orgc_ir::{Desired, Observed};
use orgc_plan::Plan;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::Instant;

/// A site of one test.
pub struct Site {
    /// Its organization.
    pub emulator: Emulator,
    /// The real backend on it.
    pub backend: AwsBackend,
    /// The time of both.
    pub clock: Arc<dyn Clock>,
}

impl Default for Site {
    fn default() -> Self {
        Self::new()
    }
}

impl Site {
    /// A site whose account belongs to no organization yet. Call it inside a runtime.
    pub fn new() -> Self {
        Self::with(Settings::default())
    }

    /// A site with these settings of the emulator.
    pub fn with(settings: Settings) -> Self {
        let start = Instant::now();
        Self::on(Emulator::with_clock(settings, EmulatorClock::following(move || start.elapsed())))
    }

    /// A site on this emulator, whose clock follows the runtime's.
    pub fn on(emulator: Emulator) -> Self {
        let now = Duration::from_millis(emulator.now().milliseconds());
        let clock: Arc<dyn Clock> = Arc::new(TokioClock::starting_at(now));
        let handle = emulator.clone();
        let http = InProcess::new(move |request| handle.handle(&request).map_err(|_| Lost));
        let backend = AwsBackend::in_process(http, "us-east-1", Arc::clone(&clock));
        Self { emulator, backend, clock }
    }

    /// Reads what a plan of this model needs.
    ///
    /// # Panics
    /// When it cannot be read.
    pub async fn observe(&self, desired: &Desired) -> Observed {
        self.backend.observe(&interest(desired)).await.expect("the organization can be read")
    }

    /// Reads and plans.
    ///
    /// # Errors
    /// What the planner has to say against it.
    pub async fn plan(&self, desired: &Desired) -> Result<Plan, Vec<Diagnostic>> {
        orgc_plan::plan(desired, &self.observe(desired).await).map(|planned| planned.plan)
    }

    /// Carries out a plan.
    pub async fn apply(&self, plan: &Plan) -> Applied {
        let journal = MemoryJournal::default();
        orgc_exec::apply(plan, &self.backend, &journal, self.clock.as_ref(), &|_| {}, &Interrupt::new()).await
    }
}

/// What a plan of this model has to know.
pub fn interest(desired: &Desired) -> Interest {
    let sets = desired.resources.values().filter_map(|resource| match &resource.body {
        Body::StackSet(set) => Some(set.name.clone()),
        _ => None,
    });
    Interest {
        project: desired.project.clone(),
        declared_stack_sets: sets.collect(),
        stack_sets: orgc_exec::StackSets::WhenInUse,
    }
}
