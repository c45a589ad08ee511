//! The emulator at the end of a slow wire: the real SDK, calls that take time, and processes that die.
//!
//! Everything is in process and on the test's paused clock, so nothing waits for real. Every call takes
//! [`LATENCY`] of virtual time, during which another write to Organizations would meet a conflict, and
//! every pause of the client moves the emulator too.

use orgc_aws::{AwsBackend, InProcess, Lost};
use orgc_diag::Diagnostic;
use orgc_emulator::{Clock, Emulator, Moment, OrganizationView, Settings, UnitView, View};
use orgc_exec::{
    Answering, Applied, Fault, Interest, Interrupt, MemoryJournal, Observe as _, Person, Question, Reply,
    TokioClock, apply,
};
use orgc_ir::{Desired, Observed};
use orgc_plan::Plan;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::future::pending;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Notify;
use tokio::time::{Instant, sleep};

/// How long a call takes.
pub const LATENCY: Duration = Duration::from_millis(50);

/// The Region of stack sets.
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
        Self { emulator, clock: Arc::new(clock), begun }
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
        Self { emulator, clock: Arc::clone(&self.clock), begun }
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
        AwsBackend::in_process(InProcess::slow(answer), REGION, self.clock.clone())
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
        AwsBackend::in_process(InProcess::slow(answer), REGION, self.clock.clone())
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
        (AwsBackend::in_process(InProcess::slow(answer), REGION, self.clock.clone()), killed)
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
        let view = self.emulator.view();
        let Some(organization) = &view.organization else { return "no organization\n".into() };
        let mut names: BTreeMap<&str, &str> = BTreeMap::new();
        name_all(&organization.root, &mut names);
        names.extend(organization.policies.iter().map(|policy| (policy.id.as_str(), policy.name.as_str())));
        let mut text = String::new();
        write_organization(&mut text, organization, &names);
        write_unit(&mut text, &organization.root, &names, 0);
        write_stack_sets(&mut text, &view, &names);
        text
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

fn name_all<'v>(unit: &'v UnitView, names: &mut BTreeMap<&'v str, &'v str>) {
    names.insert(&unit.id, &unit.name);
    names.extend(unit.accounts.iter().map(|account| (account.id.as_str(), account.name.as_str())));
    unit.units.iter().for_each(|below| name_all(below, names));
}

/// A text in which accounts are named instead of numbered.
fn without_ids(text: &str, names: &BTreeMap<&str, &str>) -> String {
    names.iter().fold(text.to_owned(), |text, (id, name)| text.replace(id, name))
}

fn write_organization(text: &mut String, organization: &OrganizationView, names: &BTreeMap<&str, &str>) {
    let types: Vec<String> =
        organization.policy_types.iter().map(|(name, state)| format!("{name} {state}")).collect();
    let _ = writeln!(text, "types {types:?} trusted {:?}", organization.trusted_services);
    for (service, accounts) in &organization.administrators {
        let accounts: Vec<&str> = accounts.iter().map(|id| names[id.as_str()]).collect();
        let _ = writeln!(text, "administrators of {service} {accounts:?}");
    }
    if let Some(policy) = &organization.delegation_policy {
        let _ = writeln!(text, "delegation {}", without_ids(policy, names));
    }
    for policy in organization.policies.iter().filter(|policy| !policy.aws_managed) {
        let _ = writeln!(text, "policy {} {} {:?}", policy.name, policy.content, policy.tags);
    }
}

fn write_unit(text: &mut String, unit: &UnitView, names: &BTreeMap<&str, &str>, depth: usize) {
    let attached = |ids: &[String]| {
        let mut attached: Vec<&str> = ids.iter().map(|id| names[id.as_str()]).collect();
        attached.sort_unstable();
        attached.join(", ")
    };
    let indent = "  ".repeat(depth);
    let _ = writeln!(text, "{indent}{} [{}] {:?}", unit.name, attached(&unit.policies), unit.tags);
    for account in &unit.accounts {
        let (name, email, state) = (&account.name, &account.email, &account.state);
        let policies = attached(&account.policies);
        let _ = writeln!(text, "{indent}  {name} <{email}> {state} [{policies}] {:?}", account.tags);
        for (kind, contact) in &account.contacts {
            let _ = writeln!(text, "{indent}    {kind} {contact}");
        }
        for (region, state) in &account.regions {
            let _ = writeln!(text, "{indent}    {region} {state}");
        }
    }
    unit.units.iter().for_each(|below| write_unit(text, below, names, depth + 1));
}

fn write_stack_sets(text: &mut String, view: &View, names: &BTreeMap<&str, &str>) {
    for set in &view.stack_sets {
        let _ = writeln!(text, "stack set {} {:?}", set.name, set.tags);
        for (target, regions) in &set.targets {
            let _ = writeln!(text, "  at {} in {regions:?}", names[target.as_str()]);
        }
        let stack = |one: &orgc_emulator::StackInstanceView| {
            format!("  {} in {} {}\n", names[one.account.as_str()], one.region, one.status)
        };
        let mut stacks: Vec<String> = set.instances.iter().map(stack).collect();
        stacks.sort();
        text.push_str(&stacks.concat());
    }
}

/// What failed, each with its operation.
pub fn failures(applied: &Applied) -> Vec<String> {
    applied.failures().map(|(id, fault)| format!("{id}: {fault}")).collect()
}
