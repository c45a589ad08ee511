//! What the operations of a run share, and how one of them makes its calls.

use crate::journal::{Call, CallName, Line};
use crate::person::{Mail, Person};
use crate::resolve::Growing;
use crate::retry::{Circumstances, Tries};
use crate::{Backend, Bindings, Clock, Creation, Event, Fault, FaultKind, Interrupt, Journal, Step, call};
use orgc_ir::{Address, Text};
use orgc_plan::Plan;
use orgc_plan::plan::{Action, Binding, Operation};
use serde::Serialize;
use std::cell::Cell;
use std::collections::BTreeMap;
use std::future::Future;
use std::time::Duration;
use tokio::sync::{Mutex, OnceCell, Semaphore};

/// How many accounts AWS creates at a time for one organization (quotas of AWS Organizations).
const CREATIONS_AT_ONCE: usize = 5;
/// How many it closes at a time (the same page).
const CLOSURES_AT_ONCE: usize = 3;
/// How many Regions it enables at a time, in all accounts (Account Management guide, Quotas).
const REGIONS_AT_ONCE: usize = 50;

/// Why an operation ends short of done.
#[derive(Debug)]
pub(crate) enum Stop {
    /// A call failed for good.
    Fault(Fault),
    /// The run was interrupted after its first call.
    Interrupted,
    /// The run was interrupted before its first call.
    NotStarted,
    /// A person has to be asked, when everything else has come to rest.
    Asks(Mail),
    /// The person had no code.
    Unanswered(Mail),
}

impl From<Fault> for Stop {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

/// How long to wait between looks, and in all.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rhythm {
    pub first: Duration,
    pub longest: Duration,
    pub in_all: Duration,
}

impl Rhythm {
    /// In seconds.
    pub const fn new(first: u64, longest: u64, in_all: u64) -> Self {
        Self {
            first: Duration::from_secs(first),
            longest: Duration::from_secs(longest),
            in_all: Duration::from_secs(in_all),
        }
    }
}

/// One run of [`apply`](crate::apply()).
pub(crate) struct Run<'a, B, J> {
    pub plan: &'a Plan,
    pub backend: &'a B,
    pub journal: &'a J,
    pub clock: &'a dyn Clock,
    pub person: &'a dyn Person,
    progress: &'a dyn Fn(Event<'_>),
    interrupt: &'a Interrupt,
    bindings: Growing,
    /// INVARIANT: a write to Organizations holds the lane while it is in flight, and only then.
    lane: Mutex<()>,
    /// One permit for each account that AWS creates at this moment.
    pub creations: Semaphore,
    /// One permit for each account that AWS closes at this moment.
    pub closures: Semaphore,
    /// One permit for each Region that AWS enables at this moment.
    pub regions: Semaphore,
    /// One turn for each stack set, because it has one operation at a time.
    sets: BTreeMap<&'a str, Mutex<()>>,
    /// Creations that were in progress before this run asked for any.
    pub earlier: OnceCell<Vec<Creation>>,
    /// Whether this run made the organization.
    new_organization: Cell<bool>,
}

impl<'a, B: Backend, J: Journal> Run<'a, B, J> {
    pub fn new(
        plan: &'a Plan,
        backend: &'a B,
        journal: &'a J,
        clock: &'a dyn Clock,
        person: &'a dyn Person,
        progress: &'a dyn Fn(Event<'_>),
        interrupt: &'a Interrupt,
    ) -> Self {
        let sets = plan.operations.iter().filter_map(|one| Some((stack_set(&one.action)?, Mutex::new(()))));
        Self {
            plan,
            backend,
            journal,
            clock,
            person,
            progress,
            interrupt,
            bindings: Growing::new(plan.bindings.clone()),
            lane: Mutex::new(()),
            creations: Semaphore::new(CREATIONS_AT_ONCE),
            closures: Semaphore::new(CLOSURES_AT_ONCE),
            regions: Semaphore::new(REGIONS_AT_ONCE),
            sets: sets.collect(),
            earlier: OnceCell::new(),
            new_organization: Cell::new(false),
        }
    }

    pub fn milliseconds(&self) -> u64 {
        u64::try_from(self.clock.now().as_millis()).unwrap_or(u64::MAX)
    }

    pub fn report(&self, operation: &Operation, step: Step<'_>) {
        (self.progress)(Event { operation, step });
    }

    pub fn bind(&self, address: &Address, binding: Binding) {
        self.bindings.add(address, binding);
    }

    /// Starts no further call, as after Ctrl-C.
    pub fn end_early(&self) {
        self.interrupt.raise();
    }

    pub fn into_bindings(self) -> Bindings {
        self.bindings.finish()
    }
}

/// The stack set that an action works on.
fn stack_set(action: &Action) -> Option<&str> {
    match action {
        Action::CreateStackSet(spec) | Action::UpdateStackSet { spec, .. } => Some(&spec.name),
        Action::DeleteStackSet { name } => Some(name),
        Action::CreateStackInstances(spec)
        | Action::UpdateStackInstances(spec)
        | Action::DeleteStackInstances(spec) => Some(&spec.stack_set),
        _ => None,
    }
}

/// One operation while it is performed.
pub(crate) struct Task<'a, B, J> {
    pub run: &'a Run<'a, B, J>,
    pub operation: &'a Operation,
    /// Writes made so far.
    calls: Cell<u32>,
    /// Whether a write may have had its effect although we do not know.
    pub lost: Cell<bool>,
}

impl<'a, B: Backend, J: Journal> Task<'a, B, J> {
    pub fn new(run: &'a Run<'a, B, J>, operation: &'a Operation) -> Self {
        Self { run, operation, calls: Cell::new(0), lost: Cell::new(false) }
    }

    /// A text of the action with everything known.
    pub fn text(&self, text: &Text) -> Result<String, Stop> {
        self.run.bindings.resolve(text).map_err(|reference| {
            let message = format!("the plan uses `{reference}`, which nothing in it makes known");
            Stop::Fault(Fault::new(FaultKind::Refused, "", message))
        })
    }

    /// Texts of the action with everything known.
    pub fn texts(&self, texts: &BTreeMap<String, Text>) -> Result<BTreeMap<String, String>, Stop> {
        texts.iter().map(|(key, text)| Ok((key.clone(), self.text(text)?))).collect()
    }

    /// Notes that the organization is of this run.
    pub fn made_the_organization(&self) {
        self.run.new_organization.set(true);
    }

    /// Waits for the turn of the operation's stack set, and holds it.
    pub async fn turn(&self) -> Result<Option<impl Sized>, Stop> {
        match stack_set(&self.operation.action).and_then(|name| self.run.sets.get(name)) {
            Some(turn) => Ok(Some(self.unless_interrupted(turn.lock()).await?)),
            None => Ok(None),
        }
    }

    /// Makes a write, again and again as the table of retries says.
    pub async fn write<T: Serialize>(
        &self,
        name: &'static str,
        write: impl AsyncFn() -> Result<T, Fault>,
    ) -> Result<T, Stop> {
        self.write_unless(name, write, async |_| Ok(None)).await
    }

    /// Makes a write, and asks at each fault whether what was asked for is there all the same.
    pub async fn write_unless<T: Serialize>(
        &self,
        name: &'static str,
        write: impl AsyncFn() -> Result<T, Fault>,
        is_there: impl AsyncFn(&Fault) -> Result<Option<T>, Stop>,
    ) -> Result<T, Stop> {
        let mut tries = Tries::default();
        loop {
            let fault = match self.once(name, &write).await {
                Err(Stop::Fault(fault)) => fault,
                ended => return ended,
            };
            if let Some(found) = is_there(&fault).await? {
                return Ok(found);
            }
            let repeatable = name != call::CREATE_ACCOUNT;
            self.pause(&mut tries, fault, repeatable).await?;
        }
    }

    /// Reads, again and again as the table of retries says.
    pub async fn read<T>(&self, read: impl AsyncFn() -> Result<T, Fault>) -> Result<T, Stop> {
        let mut tries = Tries::default();
        loop {
            match read().await {
                Ok(answer) => return Ok(answer),
                Err(fault) => self.pause(&mut tries, fault, true).await?,
            }
        }
    }

    /// Looks in a rhythm, after a first pause, until there is something; none when time is up. It looks again when a tenth
    /// more time has passed: what takes long is noticed late, but never later than by a tenth of what it took.
    pub async fn wait_for<T>(
        &self,
        what: &str,
        rhythm: Rhythm,
        look: impl AsyncFn() -> Result<Option<T>, Fault>,
    ) -> Result<Option<T>, Stop> {
        self.run.report(self.operation, Step::Waiting(what));
        let begun = self.run.clock.now();
        let mut pause = rhythm.first;
        while self.run.clock.now() - begun + pause <= rhythm.in_all {
            self.sleep(pause).await?;
            if let Some(found) = self.read(&look).await? {
                return Ok(Some(found));
            }
            let waited = self.run.clock.now() - begun;
            pause = (waited / 10).clamp(rhythm.first, rhythm.longest);
        }
        Ok(None)
    }

    /// Looks at once, and for a while longer, because reads lag behind writes.
    pub async fn find<T>(&self, look: impl AsyncFn() -> Result<Option<T>, Fault>) -> Result<Option<T>, Stop> {
        match self.read(&look).await? {
            Some(found) => Ok(Some(found)),
            None => {
                self.wait_for("for what was just written to be visible", Rhythm::new(1, 8, 30), look).await
            }
        }
    }

    /// Whether a resource carries the ownership tags among those we would have given it.
    pub fn is_ours(&self, live: &BTreeMap<String, String>, asked: &BTreeMap<String, String>) -> bool {
        let mut ownership = asked.iter().filter(|(key, _)| key.starts_with("orgc:")).peekable();
        ownership.peek().is_some() && ownership.all(|(key, value)| live.get(key) == Some(value))
    }

    /// Waits, unless the run is interrupted.
    pub async fn sleep(&self, duration: Duration) -> Result<(), Stop> {
        self.unless_interrupted(self.run.clock.sleep(duration)).await
    }

    /// Waits for something that may be given up at any moment.
    pub async fn unless_interrupted<T>(&self, waiting: impl Future<Output = T>) -> Result<T, Stop> {
        tokio::select! {
            biased;
            () = self.run.interrupt.raised() => {
                Err(if self.calls.get() == 0 { Stop::NotStarted } else { Stop::Interrupted })
            }
            ended = waiting => Ok(ended),
        }
    }

    /// One try: a place within the rates, the lane, a line, the call, a line.
    async fn once<T: Serialize>(
        &self,
        name: &'static str,
        write: &impl AsyncFn() -> Result<T, Fault>,
    ) -> Result<T, Stop> {
        self.unless_interrupted(self.run.backend.admit(name)).await?;
        let _lane = match call::needs_the_lane(name) {
            true => Some(self.unless_interrupted(self.run.lane.lock()).await?),
            false => None,
        };
        self.unless_interrupted(std::future::ready(())).await?;
        let call = self.announce(name)?;
        let reply = write().await;
        self.note(call, &reply);
        Ok(reply?)
    }

    /// INVARIANT: no write without a line before it.
    fn announce(&self, name: &'static str) -> Result<CallName, Stop> {
        let number = self.calls.get() + 1;
        let call = CallName { operation: self.operation.id.0.clone(), call: name.to_owned(), number };
        let line = Line::Call(Call { at: self.run.milliseconds(), call: call.clone() });
        let written = self.run.journal.write(&line);
        written.map_err(|error| Fault::new(FaultKind::Journal, name, error.to_string()))?;
        if self.calls.replace(number) == 0 {
            self.run.report(self.operation, Step::Started);
        }
        Ok(call)
    }

    fn note<T: Serialize>(&self, call: CallName, reply: &Result<T, Fault>) {
        let (answer, fault) = match reply {
            Ok(answer) => (serde_json::to_value(answer).ok().filter(|value| !value.is_null()), None),
            Err(fault) => (None, Some(fault.clone())),
        };
        if fault.as_ref().is_some_and(Fault::is_uncertain) {
            self.lost.set(true);
        }
        // The effect is there whether or not the line is; a full disk stops the next call.
        let _ = self.run.journal.write(&Line::Reply { at: self.run.milliseconds(), call, answer, fault });
    }

    /// Waits before the next try, or ends with the fault.
    async fn pause(&self, tries: &mut Tries, fault: Fault, repeatable: bool) -> Result<(), Stop> {
        let now = self.run.clock.now();
        let circumstances = Circumstances {
            repeatable,
            fresh: !self.operation.waits_for.is_empty() || self.calls.get() > 0,
            new_organization: self.run.new_organization.get(),
        };
        match tries.failed(fault.kind, circumstances, now) {
            Some(after) => {
                self.run.report(self.operation, Step::Retrying { fault: &fault, after });
                self.sleep(after).await
            }
            None => Err(Stop::Fault(fault)),
        }
    }
}
