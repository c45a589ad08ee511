//! `orgc sandbox`: the embedded emulator.

use crate::cli::{Format, Global, Load, Reset, Sandbox, Serve};
use crate::config::Config;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::project::Project;
use crate::render;
use crate::terminal::Terminal;
use orgc_diag::{Diagnostic, SourceMap, codes};
use orgc_emulator::{BindError, Clock, CopyError, Emulator, Faults, Settings, StoreError, bind, serve};
use orgc_policy::{QuotaKey, Quotas};
use std::path::Path;

/// Runs one of the commands about the sandbox.
///
/// # Errors
/// When the sandbox cannot be opened or the port cannot be used.
pub fn run(command: &Sandbox, global: &Global, terminal: &mut Terminal<'_>) -> Result<Exit, Failure> {
    let project = Project::find(global.project.as_deref())?;
    // A sandbox is of use while the project file has mistakes; then its quotas are those of AWS.
    let config = Config::of(&project, &mut SourceMap::new());
    let settings = settings(&config.map_or_else(|_| Quotas::bundled(), |config| config.quotas));
    match command {
        Sandbox::Serve(arguments) => serve_on(arguments, global, &project, settings, terminal),
        Sandbox::Show => show(&project, settings, terminal),
        Sandbox::Load(arguments) => load(arguments, &project, &settings, terminal),
        Sandbox::Reset(arguments) => reset(arguments, &project.sandbox_folder(), terminal),
    }
}

/// What a fresh sandbox of a project starts with: the quotas that the project says it has.
pub fn settings(quotas: &Quotas) -> Settings {
    let most = |key| usize::try_from(quotas.get(key).value).unwrap_or(usize::MAX);
    Settings {
        account_quota: most(QuotaKey::AccountCount),
        unit_quota: most(QuotaKey::UnitCount),
        rate_limits: true,
        ..Settings::default()
    }
}

/// Opens the emulator that lives in a project. The settings are those of a fresh one; one that is
/// there keeps its own.
///
/// # Errors
/// When another process has it open, or its files are damaged, of another version or out of reach.
pub fn open(project: &Project, settings: Settings, clock: Clock) -> Result<Emulator, Failure> {
    project.made_own_folder()?;
    Emulator::open(&project.sandbox_folder(), settings, clock).map_err(|error| store(&error))
}

/// Orders the trouble that the options ask for.
///
/// # Errors
/// When the file cannot be read or makes no sense.
pub fn order(emulator: &Emulator, global: &Global) -> Result<(), Failure> {
    let Some(file) = &global.faults else { return Ok(()) };
    let text = std::fs::read_to_string(file).map_err(|error| Failure::file(file, &error))?;
    let faults: Faults = toml::from_str(&text).map_err(|error| {
        Failure::new(format!("`{}`: {}", file.display(), error.to_string().trim_end()))
            .help("`docs/sandbox.md` shows what a file of faults may say")
    })?;
    emulator.order(faults);
    Ok(())
}

fn store(error: &StoreError) -> Failure {
    let diagnostic = Diagnostic::new(codes::SANDBOX_STATE, error.to_string());
    match error {
        StoreError::Locked { .. } => {
            diagnostic.help("wait until it has ended; only one process may use a sandbox")
        }
        StoreError::Newer { .. } => {
            diagnostic.help("use the newer `orgc`, or forget this sandbox: `orgc sandbox reset`")
        }
        StoreError::Older { .. } => diagnostic.help(
            "open it once with the `orgc` that made them: `orgc sandbox show`; or forget this sandbox: \
             `orgc sandbox reset`",
        ),
        StoreError::Damaged { .. } => {
            diagnostic.help("put the file back from a copy, or forget this sandbox: `orgc sandbox reset`")
        }
        _ => diagnostic.help("the sandbox needs a folder and files that it can read and write"),
    }
    .into()
}

fn serve_on(
    arguments: &Serve,
    global: &Global,
    project: &Project,
    settings: Settings,
    terminal: &mut Terminal<'_>,
) -> Result<Exit, Failure> {
    let emulator = open(project, settings, Clock::real())?;
    order(&emulator, global)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let listener =
            bind((arguments.address, arguments.port).into()).await.map_err(|error| not_bound(&error))?;
        let address = listener.local_addr()?;
        terminal.data(format!("http://{address}"))?;
        terminal
            .say(format!("serving the sandbox; clients find it with AWS_ENDPOINT_URL=http://{address}"))?;
        if !address.ip().is_loopback() {
            terminal.say("whoever reaches this machine can change it: nobody is asked who they are")?;
        }
        terminal.say("Ctrl-C ends it; nothing is lost")?;
        let interrupted = async {
            let _ = tokio::signal::ctrl_c().await;
        };
        serve(emulator, listener, interrupted).await;
        Ok(Exit::Done)
    })
}

fn not_bound(error: &BindError) -> Failure {
    let failure = Failure::new(error.to_string());
    match error {
        BindError::PortInUse { .. } => {
            failure.help("choose another with `--port`; `--port 0` takes a free one")
        }
        _ => failure.help("`--address` takes an address of this machine; `--port 0` takes a free port"),
    }
}

fn show(project: &Project, settings: Settings, terminal: &mut Terminal<'_>) -> Result<Exit, Failure> {
    if !project.sandbox_folder().exists() {
        terminal.say("the sandbox is empty; `orgc apply --sandbox` makes an organization in it")?;
        return Ok(Exit::Done);
    }
    let view = open(project, settings, Clock::stepped())?.view();
    match terminal.format {
        Format::Json => terminal.data(serde_json::to_string_pretty(&view).unwrap_or_default())?,
        _ => terminal.data(render::sandbox::text(&view))?,
    }
    Ok(Exit::Done)
}

fn reset(arguments: &Reset, folder: &Path, terminal: &mut Terminal<'_>) -> Result<Exit, Failure> {
    if !folder.exists() {
        terminal.say("there is no sandbox to forget")?;
        return Ok(Exit::Done);
    }
    agree(arguments.yes, folder, terminal)?;
    orgc_emulator::reset(folder).map_err(|error| store(&error))?;
    terminal.say("the sandbox is empty")?;
    Ok(Exit::Done)
}

fn agree(yes: bool, folder: &Path, terminal: &mut Terminal<'_>) -> Result<(), Failure> {
    let question = format!("Forget the organization in `{}`?", folder.display());
    if yes || (terminal.interactive && terminal.ask(&question)?) {
        return Ok(());
    }
    Err(Failure::new("nothing was forgotten").help("`--yes` answers the question"))
}

fn load(
    arguments: &Load,
    project: &Project,
    settings: &Settings,
    terminal: &mut Terminal<'_>,
) -> Result<Exit, Failure> {
    let (file, folder) = (&arguments.snapshot, project.sandbox_folder());
    let text = std::fs::read_to_string(file).map_err(|error| Failure::file(file, &error))?;
    let copy = Emulator::copy_of(&text, settings).map_err(|error| not_a_copy(file, &error))?;
    if folder.exists() {
        agree(arguments.yes, &folder, terminal)?;
    }
    project.made_own_folder()?;
    copy.keep_in(&folder).map_err(|error| store(&error))?;
    terminal.say("the sandbox is a copy of that organization; `orgc plan --sandbox` plans on it")?;
    Ok(Exit::Done)
}

fn not_a_copy(file: &Path, error: &CopyError) -> Failure {
    let failure = Failure::new(format!("`{}` cannot be loaded: {error}", file.display()));
    match error {
        CopyError::Newer { .. } => failure.help("use the newer `orgc`, or write it again with this one"),
        _ => failure.help("`orgc snapshot --out FILE` writes such a file"),
    }
}
