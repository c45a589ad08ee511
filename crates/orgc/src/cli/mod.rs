//! The command line as typed. What it means is decided in [`commands`](crate::commands).

mod live;
mod plugin;
mod policy;
mod sandbox;

use clap::{Args, Parser, Subcommand, ValueEnum};
pub use live::{Apply, Import, PlanArgs, Reach, SnapshotArgs};
pub use plugin::{
    Plugin, PluginFile, PluginFolder, PluginNew, PluginPack, PluginPins, PluginRun, PluginTest,
};
pub use policy::{Effective, Policy, PolicyShow, PolicySize, Why};
pub use sandbox::{Load, Reset, Sandbox, Serve};
use std::path::PathBuf;

/// The compiler for AWS Organizations.
///
/// Write your organization in `.org` files; check them offline, see exactly what would change,
/// and make it so. Start with `orgc init`, then `orgc plan --sandbox`.
#[derive(Debug, Parser)]
#[command(name = "orgc", version, disable_help_subcommand = true, max_term_width = 100)]
pub struct Cli {
    /// Options that every command takes.
    #[command(flatten)]
    pub global: Global,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// Options that every command takes.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Options of every command")]
pub struct Global {
    /// The project's folder; otherwise the nearest one upwards with an `orgc.toml`
    #[arg(long, global = true, value_name = "DIR")]
    pub project: Option<PathBuf>,
    /// Work on the sandbox in `.orgc/sandbox/` instead of AWS
    #[arg(long, global = true)]
    pub sandbox: bool,
    /// Trouble that the sandbox makes: a TOML file of faults
    #[arg(long, global = true, value_name = "FILE")]
    pub faults: Option<PathBuf>,
    /// The AWS profile to use
    #[arg(long, global = true, value_name = "NAME", conflicts_with = "sandbox")]
    pub profile: Option<String>,
    /// When to colour
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub color: When,
    /// How to print results and diagnostics
    #[arg(long, global = true, value_name = "FORMAT", default_value = "text")]
    pub format: Format,
}

/// When to colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum When {
    /// On a terminal, unless `NO_COLOR` is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// How to print.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people
    Text,
    /// For programs: JSON, diagnostics as one object a line
    Json,
    /// For pull requests
    Markdown,
    /// Diagnostics of `check` as SARIF 2.1.0, for code scanning
    Sarif,
    /// Diagnostics as annotations of GitHub Actions
    Github,
    /// Results of `test` as JUnit XML
    Junit,
}

/// The commands, in the order in which a user meets them.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Start a project: `orgc.toml`, `main.org`, `.gitattributes`
    Init(Init),
    /// Check the sources offline and report every mistake
    Check(Check),
    /// Format the sources
    Fmt(Fmt),
    /// Run the tests, and everything that is asserted
    Test(TestArgs),
    /// Check, then write model, policies, templates, graph and report to `build/`
    Build(Build),
    /// Show what would change in the live organization
    Plan(PlanArgs),
    /// Carry out the plan: make the live organization as the sources say
    Apply(Apply),
    /// Write `.org` files that say what the live organization is
    Import(Import),
    /// Write the live organization to a file
    Snapshot(SnapshotArgs),
    /// Draw the organization, or the plan, as Mermaid or DOT
    Graph(Graph),
    /// Say what changed in meaning since a git revision
    Diff(Diff),
    /// Print the value of an expression over the checked sources
    Eval(Eval),
    /// Say which policies let an account do something, or do not
    Why(Why),
    /// Say what the management policies above an account come to, and what decides each value
    Effective(Effective),
    /// The policies as AWS gets them, and how large they are
    #[command(subcommand)]
    Policy(Policy),
    /// Explain a diagnostic code
    Explain(Explain),
    /// The embedded emulator of AWS Organizations
    #[command(subcommand)]
    Sandbox(Sandbox),
    /// Resource kinds of your own: write them, test them, agree to those of others
    #[command(subcommand)]
    Plugin(Plugin),
    /// Print shell completions
    Completions(Completions),
}

/// What the sources get from the command line.
#[derive(Clone, Debug, Default, Args)]
pub struct Inputs {
    /// The value of a param of the root module, as an expression of the language; may be repeated
    #[arg(long = "set", value_name = "NAME=VALUE", value_parser = setting)]
    pub set: Vec<(String, String)>,
}

fn setting(written: &str) -> Result<(String, String), String> {
    let (name, value) = written.split_once('=').ok_or("write NAME=VALUE")?;
    let (name, value) = (name.trim(), value.trim());
    match () {
        () if !orgc_syntax::spelling::is_name(name) => Err(format!("`{name}` cannot be the name of a param")),
        () if value.is_empty() => Err(format!("a value is missing; an empty text is {name}='\"\"'")),
        () => Ok((name.to_owned(), value.to_owned())),
    }
}

/// Whether the time of each phase is told.
#[derive(Clone, Copy, Debug, Args)]
pub struct Timed {
    /// Tell on standard error how long each phase took
    #[arg(long, value_name = "FORMAT", num_args = 0..=1, require_equals = true, default_missing_value = "text")]
    pub timings: Option<Timings>,
}

/// How timings are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Timings {
    /// A table
    Text,
    /// One line of JSON
    Json,
}

/// Arguments of `check`.
#[derive(Debug, Args)]
pub struct Check {
    /// Make the changes that diagnostics offer, then check again
    #[arg(long)]
    pub fix: bool,
    /// What the sources get.
    #[command(flatten)]
    pub inputs: Inputs,
    /// Whether phases are timed.
    #[command(flatten)]
    pub timed: Timed,
}

/// Arguments of `init`.
#[derive(Debug, Args)]
pub struct Init {
    /// The folder to start in; created if need be
    #[arg(default_value = ".", value_name = "DIR")]
    pub folder: PathBuf,
    /// The project's name; otherwise the folder's
    #[arg(long, value_name = "NAME")]
    pub name: Option<String>,
    /// The extension of the source
    #[arg(long, value_name = "EXTENSION", default_value = "org")]
    pub ext: Extension,
}

/// The extensions of sources, which mean the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Extension {
    /// `.org`
    Org,
    /// `.orgc`, where `.org` belongs to Emacs
    Orgc,
}

/// Arguments of `fmt`.
#[derive(Debug, Args)]
pub struct Fmt {
    /// Files to format; otherwise every source of the project; `-` is standard input
    #[arg(value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Change nothing; fail if a file is not formatted
    #[arg(long)]
    pub check: bool,
    /// Change nothing; show what would change
    #[arg(long)]
    pub diff: bool,
}

/// Arguments of `build`.
#[derive(Debug, Args)]
pub struct Build {
    /// List what nobody wrote but something written needs, with its cause
    #[arg(long)]
    pub explain: bool,
    /// What the sources get.
    #[command(flatten)]
    pub inputs: Inputs,
    /// Whether phases are timed.
    #[command(flatten)]
    pub timed: Timed,
}

/// Arguments of `diff`.
#[derive(Debug, Args)]
pub struct Diff {
    /// The git revision to compare with: a branch, a tag, `HEAD~1`
    #[arg(value_name = "REV")]
    pub revision: String,
    /// Exit with 0 for no change, 2 for changes, 1 for an error
    #[arg(long)]
    pub detailed_exitcode: bool,
    /// What the sources get.
    #[command(flatten)]
    pub inputs: Inputs,
}

/// Arguments of `test`.
#[derive(Debug, Args)]
pub struct TestArgs {
    /// Run only the tests whose title holds this text
    #[arg(value_name = "TEXT")]
    pub filter: Option<String>,
    /// Tell the statements of policies without which every test would pass, too
    #[arg(long, conflicts_with = "filter")]
    pub coverage: bool,
    /// What the sources get.
    #[command(flatten)]
    pub inputs: Inputs,
}

/// Arguments of `eval`.
#[derive(Debug, Args)]
pub struct Eval {
    /// The expression, such as `length(accounts(Workloads))`
    #[arg(value_name = "EXPR")]
    pub expression: String,
    /// What the sources get.
    #[command(flatten)]
    pub inputs: Inputs,
}

/// Arguments of `graph`.
#[derive(Debug, Args)]
pub struct Graph {
    /// What to draw
    #[arg(default_value = "tree")]
    pub what: Drawn,
    /// The language of the drawing
    #[arg(long = "as", value_name = "LANGUAGE", default_value = "mermaid")]
    pub language: Drawing,
    /// What the sources get.
    #[command(flatten)]
    pub inputs: Inputs,
}

/// What `graph` draws.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Drawn {
    /// The declared organization (offline)
    Tree,
    /// The operations of the plan and what they wait for
    Plan,
}

/// The languages `graph` writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Drawing {
    /// Mermaid
    Mermaid,
    /// Graphviz DOT
    Dot,
}

/// Arguments of `explain`.
#[derive(Debug, Args)]
pub struct Explain {
    /// A code such as E0201, or its name such as unknown-name; all codes are listed without one
    #[arg(value_name = "CODE")]
    pub code: Option<String>,
}

/// Arguments of `completions`.
#[derive(Debug, Args)]
pub struct Completions {
    /// The shell
    pub shell: clap_complete::Shell,
}
