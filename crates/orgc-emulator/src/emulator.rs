//! The handle: one request in, one reply out.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use http::{Request, Response};

use crate::calls::{CallRecord, Calls, Outcome};
use crate::change::{self, Change};
use crate::clock::{Clock, Moment};
use crate::copy::{self, CopyError};
use crate::faults::{Fate, Fault, Faults, Plan};
use crate::paging;
use crate::protocol::{self, Call, Service};
use crate::rates::Buckets;
use crate::refusal::{Answer, Refusal};
use crate::settings::Settings;
use crate::state::drift::ResourceDrift;
use crate::state::{Affliction, State, ids};
use crate::store::{self, Store, StoreError};
use crate::view::View;

/// An emulated AWS. Clones share one state.
#[derive(Debug, Clone)]
pub struct Emulator {
    inner: Arc<Mutex<Inner>>,
}

/// The connection broke before a reply came. Whether the call had its effect, the client cannot know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the connection was closed before a reply came")]
pub struct Lost;

#[derive(Debug)]
struct Inner {
    state: State,
    clock: Clock,
    store: Option<Store>,
    /// Set when the store could not be written; then no call has a reply any more that would be a lie.
    broken: Option<String>,
    plan: Plan,
    buckets: Buckets,
    calls: Calls,
    /// All calls ever made, for the ids of requests.
    call_count: u64,
    /// The state before the last write, if some fault may ask for it.
    before: Option<State>,
    /// States that reads still see, each until the moment beside it. Oldest first.
    stale: Vec<(Moment, State)>,
    /// Whether a write to Organizations has been begun and not finished.
    writing: bool,
}

/// A call that has been made and whose reply has not been taken yet.
///
/// While the exchange of a write to Organizations is open, another such write meets
/// `ConcurrentModificationException`, as overlapping writes do at AWS. A client that drops the exchange has
/// gone away: the effect remains.
#[derive(Debug)]
pub struct Exchange {
    reply: Result<Response<Vec<u8>>, Lost>,
    delay: Duration,
    emulator: Option<Emulator>,
}

impl Exchange {
    /// How long the reply takes. Whoever takes it waits so long.
    #[must_use]
    pub fn delay(&self) -> Duration {
        self.delay
    }

    /// Ends the exchange with its reply.
    pub fn finish(mut self) -> Result<Response<Vec<u8>>, Lost> {
        std::mem::replace(&mut self.reply, Err(Lost))
    }
}

impl Drop for Exchange {
    fn drop(&mut self) {
        if let Some(emulator) = &self.emulator {
            emulator.lock().writing = false;
        }
    }
}

impl Emulator {
    /// An emulator in memory, on a stepped clock.
    #[must_use]
    pub fn new(settings: Settings) -> Self {
        Self::with_clock(settings, Clock::stepped())
    }

    /// An emulator in memory, on the given clock.
    #[must_use]
    pub fn with_clock(settings: Settings, clock: Clock) -> Self {
        Self::assemble(State::new(settings, clock.now()), clock, None)
    }

    /// The emulator that lives in `directory`, which is made if need be. Its time goes on where it stopped.
    ///
    /// The settings count only when the directory is new; later the stored ones do.
    ///
    /// # Errors
    /// [`StoreError`] when another process has it open, when a file is damaged or written by a newer version, when
    /// changes of an older version would have to be repeated, and when the file system fails. Nothing is changed then.
    pub fn open(directory: &Path, settings: Settings, mut clock: Clock) -> Result<Self, StoreError> {
        let fresh = State::new(settings, Moment::START);
        let (store, state) = Store::open(directory, fresh)?;
        clock.start_at(state.now);
        Ok(Self::assemble(state, clock, Some(store)))
    }

    /// An emulator in memory that answers as the organization in a file of `orgc snapshot` does, with its management
    /// account as the caller. Quotas and durations are those of the settings.
    ///
    /// # Errors
    /// [`CopyError`] when the text is no such file.
    pub fn copy_of(text: &str, settings: &Settings) -> Result<Self, CopyError> {
        Ok(Self::assemble(copy::state(text, settings)?, Clock::stepped(), None))
    }

    /// An emulator of the same state in memory, which from now on goes its own way, without the faults that were ordered.
    /// Its clock must show the same moment.
    #[must_use]
    pub fn fork(&self, clock: Clock) -> Self {
        Self::assemble(self.lock().state.clone(), clock, None)
    }

    /// Puts what is there into `directory`, in the place of what was there before.
    ///
    /// # Errors
    /// [`StoreError`] when another process has the directory open, and when the file system fails.
    pub fn keep_in(&self, directory: &Path) -> Result<(), StoreError> {
        store::replace(directory, &self.lock().state)
    }

    fn assemble(state: State, clock: Clock, store: Option<Store>) -> Self {
        let inner = Inner {
            state,
            clock,
            store,
            broken: None,
            plan: Plan::default(),
            buckets: Buckets::default(),
            calls: Calls::default(),
            call_count: 0,
            before: None,
            stale: Vec::new(),
            writing: false,
        };
        Self { inner: Arc::new(Mutex::new(inner)) }
    }

    /// Answers an HTTP request. A delay of the reply passes on the clock.
    ///
    /// # Errors
    /// [`Lost`] when a fault broke the connection.
    pub fn handle(&self, request: &Request<impl AsRef<[u8]>>) -> Result<Response<Vec<u8>>, Lost> {
        let exchange = self.begin(request);
        if exchange.delay > Duration::ZERO {
            self.advance(exchange.delay);
        }
        exchange.finish()
    }

    /// Makes the call of an HTTP request; its reply is taken from the exchange.
    pub fn begin(&self, request: &Request<impl AsRef<[u8]>>) -> Exchange {
        let mut parts = Request::new(request.body().as_ref());
        *parts.uri_mut() = request.uri().clone();
        *parts.headers_mut() = request.headers().clone();
        let call = match protocol::read(&parts) {
            Ok(call) => call,
            Err(unreadable) => {
                return Exchange { reply: Ok(unreadable.reply()), delay: Duration::ZERO, emulator: None };
            }
        };
        let locks = call.service == Service::Organizations && !call.reads();
        let mut inner = self.lock();
        let overlaps = locks && inner.writing;
        let (reply, delay) = inner.call(&call, overlaps);
        let holds = locks && !overlaps;
        inner.writing |= holds;
        Exchange { reply, delay, emulator: holds.then(|| self.clone()) }
    }

    /// Moves the clock forward. What becomes due by it happens at the next call.
    pub fn advance(&self, duration: Duration) {
        self.lock().clock.advance(duration);
    }

    /// Waits without costing real time: others get a turn, then the clock moves to the end of the wait.
    ///
    /// This is the sleep to give a client in the same process. Waits that begin together pass together, as real
    /// ones do. Nothing happens before the first poll, so a timeout that is never reached moves no clock.
    pub async fn sleep(&self, duration: Duration) {
        let end = self.now().after(duration);
        tokio::task::yield_now().await;
        let mut inner = self.lock();
        let rest = end.since(inner.clock.now());
        inner.clock.advance(rest);
    }

    /// The present moment of its clock.
    #[must_use]
    pub fn now(&self) -> Moment {
        self.lock().clock.now()
    }

    /// When the next pending thing is due: a creation, a closure, a step of an operation. `None` when all is
    /// at rest, the departure of closed accounts included.
    #[must_use]
    pub fn next_due(&self) -> Option<Moment> {
        self.lock().state.schedule.next_due()
    }

    /// Orders a fault.
    pub fn inject(&self, fault: Fault) {
        self.lock().plan.add(fault);
    }

    /// Orders what a file of faults says, and nothing of what was ordered before.
    pub fn order(&self, faults: Faults) {
        self.lock().plan = Plan::of(faults);
    }

    /// Takes back all faults, the visibility delay, the ordered failures of creations and stack instances, and
    /// drifts.
    pub fn clear_faults(&self) {
        let mut inner = self.lock();
        inner.plan = Plan::default();
        inner.stale.clear();
        inner.afflict(Affliction::Healed);
    }

    /// Lets reads of Organizations see a write only after that time.
    pub fn delay_visibility(&self, delay: Duration) {
        self.lock().plan.visibility_delay = delay;
    }

    /// Lets the creation of the account with this e-mail address fail with a
    /// `CreateAccountStatus.FailureReason`, such as `INTERNAL_FAILURE`.
    pub fn fail_creation(&self, email: &str, reason: &str) {
        let (email, reason) = (email.to_owned(), reason.to_owned());
        self.lock().afflict(Affliction::Creation { email, reason });
    }

    /// Lets stack instances in this account fail with this reason.
    pub fn fail_stack_instances(&self, account: &str, reason: &str) {
        let (account, reason) = (account.to_owned(), reason.to_owned());
        self.lock().afflict(Affliction::StackInstances { account, reason });
    }

    /// Lets the resources of a stack differ from its template, as the next drift detection finds; with none it is
    /// in sync again. `false` when no stack set has this stack.
    pub fn drift_stack(&self, stack: &str, resources: BTreeMap<String, ResourceDrift>) -> bool {
        let mut inner = self.lock();
        let known = inner.state.stack_sets.has_stack(stack);
        if known {
            inner.afflict(Affliction::Drift { stack: stack.to_owned(), drifts: resources });
        }
        known
    }

    /// The calls made so far, in order; of very many the latest 100,000, and of large ones as many as have 64 MiB together.
    #[must_use]
    pub fn calls(&self) -> Vec<CallRecord> {
        self.lock().calls.iter().cloned().collect()
    }

    /// Forgets the calls made so far.
    pub fn clear_calls(&self) {
        self.lock().calls.clear();
    }

    /// What there is now, for people to look at. Looking changes nothing.
    #[must_use]
    pub fn view(&self) -> View {
        let inner = self.lock();
        let mut state = inner.state.clone();
        state.settle(inner.clock.now());
        View::of(&state)
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        // INVARIANT: no panic can leave the state half changed that a later call would not show anyway.
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        if let (Some(store), None) = (&mut self.store, &self.broken) {
            // A failure loses nothing: the log is still there and is repeated at the next opening.
            let _unneeded = store.compact(&self.state);
        }
    }
}

impl Inner {
    /// The reply to a call, and how long it takes.
    fn call(&mut self, call: &Call, overlaps: bool) -> (Result<Response<Vec<u8>>, Lost>, Duration) {
        let at = self.clock.now();
        let fate = self.plan.fate(call);
        let delay = if let Fate::Late(delay) = fate { delay } else { Duration::ZERO };
        let is_heard = fate != Fate::Unheard;
        let answer = match fate {
            Fate::Lost => {
                self.record(call, at, Outcome::Lost);
                return (Err(Lost), delay);
            }
            Fate::Refused(refusal) => Err(refusal),
            _ if !self.admits(call, at) => Err(protocol::throttled(call.service)),
            _ if overlaps => Err(Refusal::concurrent_modification()),
            Fate::Answered | Fate::Unheard | Fate::Late(_) => self.answer(call, at),
            Fate::Repeated => {
                let first = self.answer(call, at);
                self.record(call, at, outcome(&first, false));
                self.answer(call, at)
            }
            Fate::Stale => self.answer_from_before(call, at),
            Fate::EmptyPage => self.answer(call, at).map(|answer| paging::emptied(answer, call)),
        };
        self.record(call, at, outcome(&answer, is_heard));
        let request_id = ids::uuid_of(&format!("request:{}", self.call_count));
        let reply = if is_heard { Ok(protocol::write(call, &answer, &request_id)) } else { Err(Lost) };
        (reply, delay)
    }

    fn admits(&mut self, call: &Call, at: Moment) -> bool {
        let settings = &self.state.settings;
        let caller = call.account(&settings.management_account_id);
        !settings.rate_limits || self.buckets.admit(call, caller, at)
    }

    fn answer_from_before(&mut self, call: &Call, at: Moment) -> Answer {
        match &mut self.before {
            Some(before) if call.reads() => {
                before.settle(at);
                change::answer(before, call)
            }
            _ => self.answer(call, at),
        }
    }

    fn record(&mut self, call: &Call, at: Moment, outcome: Outcome) {
        self.call_count += 1;
        self.calls.push(CallRecord {
            service: call.service,
            operation: call.operation.clone(),
            region: call.region.clone(),
            input: call.input.clone(),
            at,
            reads: call.reads(),
            outcome,
        });
    }

    fn answer(&mut self, call: &Call, at: Moment) -> Answer {
        if let Some(message) = &self.broken {
            return Err(protocol::failed(call.service, message));
        }
        let answer = if call.reads() { self.read(call, at) } else { self.write(call, at) };
        match &self.broken {
            Some(message) => Err(protocol::failed(call.service, message)),
            None => answer,
        }
    }

    /// Reads from the state, or from an older one while writes are not visible yet.
    fn read(&mut self, call: &Call, at: Moment) -> Answer {
        if self.state.settle(at) {
            // What the read shows must not be unlearned by the next process.
            self.keep(at, &Change::Time, &Ok(serde_json::Value::Null));
        }
        self.stale.retain(|(until, _)| *until > at);
        let is_delayed =
            call.service == Service::Organizations && call.operation != "DescribeCreateAccountStatus";
        match self.stale.first_mut().filter(|_| is_delayed) {
            Some((_, state)) => {
                state.settle(at);
                change::answer(state, call)
            }
            None => change::answer(&mut self.state, call),
        }
    }

    fn write(&mut self, call: &Call, at: Moment) -> Answer {
        let is_delayed =
            self.plan.visibility_delay > Duration::ZERO && call.service == Service::Organizations;
        if is_delayed {
            self.stale.push((at.after(self.plan.visibility_delay), self.state.clone()));
        }
        if self.plan.looks_back() {
            self.before = Some(self.state.clone());
        }
        self.change(at, &Change::Call(call.clone()))
    }

    fn afflict(&mut self, affliction: Affliction) {
        // A failure of the store is shown by the next call.
        let _answer = self.change(self.clock.now(), &Change::Affliction(affliction));
    }

    fn change(&mut self, at: Moment, change: &Change) -> Answer {
        let answer = change::apply(&mut self.state, at, change);
        self.keep(at, change, &answer);
        answer
    }

    /// Makes a change last before anyone hears of it.
    fn keep(&mut self, at: Moment, change: &Change, answer: &Answer) {
        let Some(store) = &mut self.store else { return };
        if let Err(error) = store.append(at, change, answer, &self.state) {
            self.broken = Some(format!("the sandbox cannot be kept: {error}"));
        }
    }
}

fn outcome(answer: &Answer, is_heard: bool) -> Outcome {
    match answer {
        _ if !is_heard => Outcome::Unheard,
        Ok(_) => Outcome::Answered,
        Err(refusal) => Outcome::Refused(refusal.code.clone()),
    }
}
