//! The emulator at the end of a slow wire: the real SDK, calls that take time, and processes that die.
//!
//! Everything is in process and on the test's paused clock, so nothing waits for real. Every call takes
//! [`LATENCY`] of virtual time, during which another write to Organizations would meet a conflict, and
//! every pause of the client moves the emulator too.

use crate::shape;
use orgc_aws::{AwsBackend, InProcess, Lost};
use orgc_diag::Diagnostic;
use orgc_emulator::{Clock, Emulator, Moment, Settings, View};
use orgc_exec::{
    Answering, Applied, Fault, Interest, Interrupt, MemoryJournal, Observe as _, Person, Question, Reply,
    TokioClock, apply,
};
use orgc_ir::{Desired, Observed};
use orgc_plan::Plan;
use std::future::pending;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Notify;
use tokio::time::{Instant, sleep};

/// How long a call takes.
pub const LATENCY: Duration = Duration::from_millis(50);

/// The Region of stack sets, where nothing else is said.
pub const REGION: &str = "us-east-1";

/// The project whose ownership tags count.
pub const PROJECT: &str = "acme";

/// An emulated AWS and a clock for its clients.
#[derive(Debug)]
pub struct Wire {
    /// The emulator.
    pub emulator: Emulator,
    clock: Arc<TokioClock>,
    begun: Instant,
    region: String,
}

impl Default for Wire {
    fn default() -> Self {
        Self::new(Settings::default())
    }
}

impl Wire {
    /// An account without organization. Call it where tokio's clock is paused.
    pub fn new(settings: Settings) -> Self {
        let begun = Instant::now();
        let emulator = Emulator::with_clock(settings, Clock::following(move || begun.elapsed()));
        let clock = TokioClock::starting_at(Duration::from_millis(Moment::START.milliseconds()));
        Self { emulator, clock: Arc::new(clock), begun, region: REGION.into() }
    }

    /// The same, with stack sets in this Region.
    #[must_use]
    pub fn in_region(self, region: &str) -> Self {
        Self { region: region.into(), ..self }
    }

    /// A copy of a live organization, from the file that `orgc snapshot` makes.
    ///
    /// # Panics
    /// When the emulator cannot read it.
    pub fn copy_of(observed: &Observed) -> Self {
        let file = serde_json::json!({ "format": 1, "region": REGION, "organization": observed });
        let settings = Settings { account_quota: usize::MAX, ..Settings::default() };
        let emulator = Emulator::copy_of(&file.to_string(), &settings).expect("a snapshot");
        let wire = Self::new(Settings::default());
        Self { emulator, ..wire }.fork()
    }

    /// Everything that can be read.
    ///
    /// # Panics
    /// When a read fails.
    pub async fn everything(&self) -> Observed {
        self.client().observe(&Interest::everything()).await.expect("observing works")
    }

    /// The same organization once more; what happens to one does not happen to the other.
    pub fn fork(&self) -> Self {
        let begun = self.begun;
        let emulator = self.emulator.fork(Clock::following(move || begun.elapsed()));
        Self { emulator, clock: Arc::clone(&self.clock), begun, region: self.region.clone() }
    }

    /// The organization of an emulator whose time others have moved on, as soon as it is as late on this wire.
    pub async fn resume(&self, emulator: &Emulator) -> Self {
        sleep(emulator.now().since(self.emulator.now())).await;
        Self { emulator: emulator.clone(), ..self.fork() }.fork()
    }

    /// A client, as a process has one.
    pub fn client(&self) -> AwsBackend {
        let emulator = self.emulator.clone();
        let answer = move |request| {
            let exchange = emulator.begin(&request);
            async move {
                sleep(LATENCY).await;
                exchange.finish().map_err(|_| Lost)
            }
        };
        AwsBackend::in_process(InProcess::slow(answer), &self.region, self.clock.clone())
    }

    /// A client after each of whose calls somebody looks at everything.
    pub fn watched_client(&self, look: impl Fn(&View) + Clone + Send + Sync + 'static) -> AwsBackend {
        let emulator = self.emulator.clone();
        let answer = move |request| {
            let (exchange, emulator, look) = (emulator.begin(&request), emulator.clone(), look.clone());
            look(&emulator.view());
            async move {
                sleep(LATENCY).await;
                exchange.finish().map_err(|_| Lost)
            }
        };
        AwsBackend::in_process(InProcess::slow(answer), &self.region, self.clock.clone())
    }

    /// A client of a process that is killed at the first lost reply: it hears no more, and the
    /// notification says when.
    pub fn doomed_client(&self) -> (AwsBackend, Arc<Notify>) {
        let killed = Arc::new(Notify::new());
        let (emulator, kill) = (self.emulator.clone(), Arc::clone(&killed));
        let answer = move |request| {
            let (exchange, kill) = (emulator.begin(&request), Arc::clone(&kill));
            async move {
                sleep(LATENCY).await;
                match exchange.finish() {
                    Ok(reply) => Ok(reply),
                    Err(_) => {
                        kill.notify_one();
                        pending().await
                    }
                }
            }
        };
        (AwsBackend::in_process(InProcess::slow(answer), &self.region, self.clock.clone()), killed)
    }

    /// A snapshot by a new client. The stack sets of these names are declared.
    ///
    /// # Panics
    /// When a read fails.
    pub async fn observe(&self, declared_stack_sets: &[&str]) -> Observed {
        let names = declared_stack_sets.iter().map(|name| (*name).to_owned()).collect();
        let interest =
            Interest { project: PROJECT.into(), declared_stack_sets: names, ..Interest::default() };
        self.client().observe(&interest).await.expect("observing works")
    }

    /// Reads what a plan of this model needs, and plans.
    ///
    /// # Errors
    /// What the planner has to say against it.
    ///
    /// # Panics
    /// When a read fails.
    pub async fn plan(&self, desired: &Desired) -> Result<Plan, Vec<Diagnostic>> {
        self.try_plan(desired).await.expect("observing works")
    }

    /// The same where reading may fail.
    ///
    /// # Errors
    /// The fault of the read that failed for good.
    pub async fn try_plan(&self, desired: &Desired) -> Result<Result<Plan, Vec<Diagnostic>>, Fault> {
        let observed = self.client().observe(&Interest::of(desired)).await?;
        Ok(orgc_plan::plan(desired, &observed).map(|planned| planned.plan))
    }

    /// Applies a plan in a process that dies of this fault.
    ///
    /// # Panics
    /// When it does not die.
    pub async fn die(&self, plan: &Plan, fault: orgc_emulator::Fault) {
        self.emulator.inject(fault);
        let (doomed, killed) = self.doomed_client();
        tokio::select! {
            applied = self.apply(plan, &doomed) => panic!("the process did not die: {:?}", applied.outcomes),
            () = killed.notified() => {}
        }
        self.emulator.clear_faults();
    }

    /// Applies a plan with this client, without interrupt, beside somebody who reads all mail.
    pub async fn apply(&self, plan: &Plan, client: &AwsBackend) -> Applied {
        let journal = MemoryJournal::default();
        apply(
            plan,
            client,
            &journal,
            self.clock.as_ref(),
            &Reader(&self.emulator),
            &|_| {},
            &Interrupt::new(),
        )
        .await
    }

    /// What there is, in words and without ids: two organizations that were made alike look alike.
    pub fn shape(&self) -> String {
        shape::of(&self.emulator.view())
    }
}

/// Somebody who reads all mail.
struct Reader<'e>(&'e Emulator);

impl Person for Reader<'_> {
    fn code<'a>(&'a self, question: Question<'a>) -> Answering<'a> {
        Box::pin(async move {
            let mut codes = self.0.view().codes.into_iter();
            let sent = codes.find(|one| one.sent_to == question.email && question.refused.is_none());
            sent.map_or(Reply::Later, |one| Reply::Code(one.code))
        })
    }
}

/// What failed, each with its operation.
pub fn failures(applied: &Applied) -> Vec<String> {
    applied.failures().map(|(id, fault)| format!("{id}: {fault}")).collect()
}
