//! The command line as typed. What it means is decided in [`commands`](crate::commands).

use clap::{Args, Parser, Subcommand, ValueEnum};
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
}

/// The commands, in the order in which a user meets them.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Start a project: `orgc.toml`, `main.org`, `.gitattributes`
    Init(Init),
    /// Check the sources offline and report every mistake
    Check,
    /// Format the sources
    Fmt(Fmt),
    /// Check, then write model, policies, templates, graph and report to `build/`
    Build(Build),
    /// Show what would change in the live organization
    Plan(PlanArgs),
    /// Carry out the plan: make the live organization as the sources say
    Apply(Apply),
    /// Draw the organization, or the plan, as Mermaid or DOT
    Graph(Graph),
    /// Explain a diagnostic code
    Explain(Explain),
    /// The embedded emulator of AWS Organizations
    #[command(subcommand)]
    Sandbox(Sandbox),
    /// Print shell completions
    Completions(Completions),
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
}

/// Arguments of `plan`.
#[derive(Debug, Args)]
pub struct PlanArgs {
    /// Save the plan for `orgc apply FILE`
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// Exit with 0 for no change, 2 for changes, 1 for an error
    #[arg(long)]
    pub detailed_exitcode: bool,
}

/// Arguments of `apply`.
#[derive(Debug, Args)]
pub struct Apply {
    /// A plan saved by `orgc plan --out`; otherwise a new plan is made and shown
    #[arg(value_name = "PLAN")]
    pub plan: Option<PathBuf>,
    /// Do not ask
    #[arg(long)]
    pub yes: bool,
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

/// The commands about the sandbox.
#[derive(Debug, Subcommand)]
pub enum Sandbox {
    /// Serve the emulator on loopback for other clients (AWS CLI, boto3, Terraform)
    Serve(Serve),
    /// Show the organization in the sandbox
    Show,
    /// Forget the organization in the sandbox
    Reset(Reset),
}

/// Arguments of `sandbox serve`.
#[derive(Debug, Args)]
pub struct Serve {
    /// The port on 127.0.0.1; 0 takes a free one
    #[arg(long, default_value_t = 4599)]
    pub port: u16,
}

/// Arguments of `sandbox reset`.
#[derive(Debug, Args)]
pub struct Reset {
    /// Do not ask
    #[arg(long)]
    pub yes: bool,
}

/// Arguments of `completions`.
#[derive(Debug, Args)]
pub struct Completions {
    /// The shell
    pub shell: clap_complete::Shell,
}
