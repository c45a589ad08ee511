//! The live half: reaching an organization, reading it, planning and applying.

use super::offline::{self, Model};
use super::sandbox;
use crate::cli::{Global, Reach};
use crate::config::Config;
use crate::failure::Failure;
use crate::project::Project;
use crate::render::plan::headline;
use crate::terminal::Terminal;
use crate::timings::Stopwatch;
use orgc_aws::{AwsBackend, InProcess, Lost, Options};
use orgc_diag::{Code, Diagnostic, codes};
use orgc_emulator::{Clock as EmulatorClock, Emulator, Settings};
use orgc_exec::{
    Applied, Clock, Event, Fault, FaultKind, Interest, Interrupt, Journal, Observe, Person, TokioClock, call,
};
use orgc_ir::desired::Body;
use orgc_ir::{Address, Observed};
use orgc_plan::plan::Operation;
use orgc_plan::{Access, Fleet, Plan, threshold};
use std::future::Future;
use std::io;
use std::sync::Arc;
use std::time::Duration;
use tokio::runtime::Runtime;
use tokio::time::Instant;

/// An organization within reach: AWS's, or the sandbox's.
pub struct Live {
    runtime: Runtime,
    clock: Arc<dyn Clock>,
    backend: AwsBackend,
}

impl Live {
    /// Reaches the organization that the options name.
    ///
    /// # Errors
    /// When there are no credentials, or the sandbox cannot be opened.
    pub fn new(global: &Global, model: &Model) -> Result<Self, Failure> {
        Self::reach(global, &model.project, &model.config, Self::sandbox_settings(model))
    }

    /// The same without a model. A fresh sandbox has these settings.
    ///
    /// # Errors
    /// When there are no credentials, or the sandbox cannot be opened.
    pub fn reach(
        global: &Global,
        project: &Project,
        config: &Config,
        fresh: Settings,
    ) -> Result<Self, Failure> {
        if global.sandbox {
            return Self::sandbox(global, project, &config.region, fresh);
        }
        if global.faults.is_some() {
            return Err(
                Failure::usage("`--faults` makes trouble in the sandbox alone").help("add `--sandbox`")
            );
        }
        Self::aws(global, &config.region)
    }

    /// Reaches AWS, whatever the project.
    ///
    /// # Errors
    /// When there are no credentials.
    pub fn aws(global: &Global, region: &str) -> Result<Self, Failure> {
        let runtime = runtime(false)?;
        let options =
            Options { profile: global.profile.clone(), region: region.to_owned(), ..Options::default() };
        let backend = runtime.block_on(orgc_aws::connect(&options)).map_err(|fault| read_fault(&fault))?;
        let clock = runtime.block_on(async { TokioClock::of_the_machine() });
        Ok(Self { runtime, clock: Arc::new(clock), backend })
    }

    /// The sandbox's time is that of a paused runtime: it moves on when everything waits.
    fn sandbox(global: &Global, project: &Project, region: &str, fresh: Settings) -> Result<Self, Failure> {
        let runtime = runtime(true)?;
        let start = runtime.block_on(async { Instant::now() });
        let clock = EmulatorClock::following(move || start.elapsed());
        let emulator = sandbox::open(project, fresh, clock)?;
        sandbox::order(&emulator, global)?;
        let now = runtime.block_on(async { Duration::from_millis(emulator.now().milliseconds()) });
        let clock: Arc<dyn Clock> = Arc::new(runtime.block_on(async { TokioClock::starting_at(now) }));
        let backend = AwsBackend::in_process(connector(emulator), region, Arc::clone(&clock));
        Ok(Self { runtime, clock, backend })
    }

    /// In a fresh sandbox the account that calls is the management account that the sources declare.
    fn sandbox_settings(model: &Model) -> Settings {
        let settings = sandbox::settings(&model.config.quotas);
        let management = model.desired.resources.values().find_map(|resource| match &resource.body {
            Body::Account(account) if account.management => Some(account),
            _ => None,
        });
        match management {
            Some(account) => Settings {
                management_account_email: account.email.clone(),
                management_account_name: account.name.clone(),
                ..settings
            },
            None => settings,
        }
    }

    /// Runs a future to its end.
    pub fn run<T>(&self, future: impl Future<Output = T>) -> T {
        self.runtime.block_on(future)
    }

    /// Reads what is of interest.
    ///
    /// # Errors
    /// When AWS cannot be read.
    pub async fn observe(&self, interest: &Interest) -> Result<Observed, Failure> {
        self.backend.observe(interest).await.map_err(|fault| read_fault(&fault))
    }

    /// Carries out a plan.
    pub async fn apply(
        &self,
        plan: &Plan,
        journal: &impl Journal,
        person: &dyn Person,
        progress: &dyn Fn(Event<'_>),
        interrupt: &Interrupt,
    ) -> Applied {
        orgc_exec::apply(plan, &self.backend, journal, self.clock.as_ref(), person, progress, interrupt).await
    }
}

fn runtime(paused: bool) -> io::Result<Runtime> {
    tokio::runtime::Builder::new_current_thread().enable_all().start_paused(paused).build()
}

/// The emulator in the place of the network.
fn connector(emulator: Emulator) -> InProcess {
    InProcess::new(move |request| emulator.handle(&request).map_err(|_| Lost))
}

/// A plan, and what it was made from.
pub struct Planned {
    /// The plan.
    pub plan: Plan,
    /// The live organization.
    pub observed: Observed,
}

impl Planned {
    /// What accounts can do otherwise once the plan is carried out; none if it is not about that.
    pub fn access(&self) -> Option<Access> {
        orgc_plan::access(&self.plan, &self.observed)
    }

    /// What becomes of stack instances while the plan is carried out.
    pub fn stacks(&self) -> Vec<Fleet> {
        orgc_plan::stacks(&self.plan, &self.observed)
    }

    /// Nothing, if the plan is as small as the project wants it.
    ///
    /// # Errors
    /// The thresholds that it exceeds and that the caller has not lifted.
    pub fn check(&self, model: &Model, reach: &Reach, terminal: &mut Terminal<'_>) -> Result<(), Failure> {
        let allowed = reach.allow.iter().copied().collect();
        let exceeded = threshold::exceeded(&self.plan, &self.observed, &model.config.thresholds, &allowed);
        if exceeded.is_empty() {
            return Ok(());
        }
        Err(offline::said(&exceeded, &model.sources, terminal))
    }
}

/// From so much time on it is told how long AWS takes.
const LONG: Duration = Duration::from_secs(60);

/// Tells how long AWS takes at least to carry out a plan, where somebody would wonder.
///
/// # Errors
/// When the stream cannot be written.
pub fn tell_least_time(plan: &Plan, terminal: &mut Terminal<'_>) -> io::Result<()> {
    let calls = plan.operations.iter().flat_map(|one| &one.calls).map(String::as_str);
    let Some((time, call)) = orgc_aws::least_time(calls).filter(|(time, _)| *time >= LONG) else {
        return Ok(());
    };
    let number = plan.operations.iter().flat_map(|one| &one.calls).filter(|one| *one == call).count();
    let minutes = time.as_secs().div_ceil(60);
    terminal.say(format!("AWS takes at least {minutes} min for this: it takes `{call}`, of which there are {number}, only so fast"))
}

/// Plans the way from the live organization to the model, and prints what there is to say about it.
///
/// # Errors
/// When AWS cannot be read, or there is no way.
pub async fn plan(
    live: &Live,
    model: &Model,
    reach: &Reach,
    watch: &mut Stopwatch,
    terminal: &mut Terminal<'_>,
) -> Result<Planned, Failure> {
    let observed = live.observe(&Interest::of(&model.desired)).await?;
    let calls: u32 = observed.calls.values().sum();
    watch.lap("observe", [("calls", calls as usize)]);
    let targets = reach.targets.iter().cloned().collect();
    let (plan, mut findings) = match orgc_plan::plan_part(&model.desired, &observed, &targets) {
        Ok(planned) => (Some(planned.plan), planned.warnings),
        Err(diagnostics) => (None, diagnostics),
    };
    watch.lap("plan", [("operations", plan.as_ref().map_or(0, |plan| plan.operations.len()))]);
    model.config.lints.apply(&mut findings);
    let failed = findings.iter().any(Diagnostic::is_error);
    let said = offline::said(&findings, &model.sources, terminal);
    let plan = plan.filter(|_| !failed && said.is_silent()).ok_or(said)?;
    Ok(Planned { plan, observed })
}

/// Awaits a future; Ctrl-C raises the interrupt and goes on awaiting, so that it ends in order.
pub async fn unless_interrupted<T>(future: impl Future<Output = T>, interrupt: &Interrupt) -> T {
    let mut future = std::pin::pin!(future);
    tokio::select! {
        // In this order the signal is listened for before the future begins.
        biased;
        _ = tokio::signal::ctrl_c() => {
            interrupt.raise();
            future.await
        }
        done = &mut future => done,
    }
}

/// What a failed operation of an apply has to say.
pub fn fault_of(operation: &Operation, fault: &Fault) -> Diagnostic {
    let what = format!("{} failed: {fault}", headline(operation));
    let diagnostic = match (fault.call.as_str(), fault.kind) {
        (call::ACCEPT_EMAIL_UPDATE, _) => describe(what, fault).help(code_advice(&operation.address)),
        (_, FaultKind::AccessDenied) => told(
            what,
            fault,
            Some(
                "use credentials of the management account that may make this call; `orgc plan --iam` prints the policy that allows all calls of the plan",
            ),
        ),
        (_, FaultKind::Credentials) => told(
            what,
            fault,
            Some("sign in again (`aws sso login`) and run `orgc apply` again; no further call was begun"),
        ),
        _ => describe(what, fault),
    };
    match operation.reason.origin().and_then(|origin| origin.span) {
        Some(span) => diagnostic.at(span, "asked for here"),
        None => diagnostic,
    }
}

/// How to go on with a code.
pub fn code_advice(account: &Address) -> String {
    format!(
        "`orgc apply --code {account}=CODE` gives the code of the latest mail; `--code {account}=new` has another one sent"
    )
}

fn read_fault(fault: &Fault) -> Failure {
    describe(fault.to_string(), fault).into()
}

fn describe(what: String, fault: &Fault) -> Diagnostic {
    told(what, fault, advice(fault.kind).1)
}

fn told(what: String, fault: &Fault, help: Option<&str>) -> Diagnostic {
    let diagnostic = Diagnostic::new(advice(fault.kind).0, what);
    let diagnostic = match &fault.request_id {
        Some(id) => diagnostic.note(format!("request id {id}")),
        None => diagnostic,
    };
    match help {
        Some(help) => diagnostic.help(help),
        None => diagnostic,
    }
}

/// How to go on after what AWS itself refused or left unanswered.
fn refusal_advice(kind: FaultKind) -> Option<&'static str> {
    Some(match kind {
        FaultKind::Lost => {
            "is there a network, and is AWS_ENDPOINT_URL right, if it is set? running the command again is safe"
        }
        FaultKind::AccountLimit => {
            "the quota of accounts is used up: ask AWS for more in the console of Service Quotas, then run it again"
        }
        FaultKind::Limit => {
            "the console of Service Quotas says whether AWS raises this limit; `[quotas]` in `orgc.toml` tells `orgc plan` of another one"
        }
        FaultKind::NotFound
        | FaultKind::Duplicate
        | FaultKind::NotAttached
        | FaultKind::NotEmpty
        | FaultKind::NotEnabled => {
            "somebody else seems to change the organization as well; run the command again: it looks at what is there now"
        }
        FaultKind::Journal => {
            "the journal in `.orgc/` needs a disk that is not full and a folder that it can write"
        }
        FaultKind::ServiceFailure
        | FaultKind::Throttled
        | FaultKind::Concurrent
        | FaultKind::Conflict
        | FaultKind::PolicyChanges
        | FaultKind::Finalizing
        | FaultKind::CreationLimit
        | FaultKind::ClosureLimit
        | FaultKind::OperationInProgress
        | FaultKind::Unfinished => "this passes: run the command again later",
        _ => return None,
    })
}

fn advice(kind: FaultKind) -> (Code, Option<&'static str>) {
    match kind {
        FaultKind::Credentials => (
            codes::CREDENTIALS,
            Some(
                "sign in (`aws sso login`), set AWS_PROFILE, or name a profile with `--profile NAME`\n\
                 without an AWS account: `--sandbox` works on an emulated organization",
            ),
        ),
        FaultKind::AccessDenied => {
            (codes::ACCESS_DENIED, Some("use credentials of the management account that may make this call"))
        }
        FaultKind::WrongAccount => (
            codes::WRONG_ACCOUNT,
            Some(
                "use credentials of the management account; member accounts may not change the organization",
            ),
        ),
        _ => (codes::AWS_ERROR, refusal_advice(kind)),
    }
}
