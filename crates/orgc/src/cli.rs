//! The command line as typed. What it means is decided in [`commands`](crate::commands).

use crate::commands::codes;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Parser, Subcommand, ValueEnum};
use orgc_exec::Reply;
use orgc_ir::Address;
use orgc_plan::plan::Verb;
use orgc_plan::threshold;
use orgc_policy::{Family, PolicyType};
use std::net::{IpAddr, Ipv4Addr};
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

/// How much of the way to the desired organization a plan goes.
#[derive(Debug, Default, Args)]
pub struct Reach {
    /// Plan this thing alone, with what stands in it and what it needs; may be repeated
    #[arg(long = "target", value_name = "ADDRESS", value_parser = address)]
    pub targets: Vec<Address>,
    /// Let as many operations of this verb pass as there are, whatever `[thresholds]` says; may be repeated
    #[arg(long = "allow", value_name = "VERB", value_parser = verb)]
    pub allow: Vec<Verb>,
}

fn address(text: &str) -> Result<Address, String> {
    Address::try_from(text.to_owned())
        .map_err(|_| "write an address as plans show it, such as `account/dev`".to_owned())
}

fn code(written: &str) -> Result<(Address, Reply), String> {
    let expected = "write ADDRESS=CODE, such as account/dev=123456, or account/dev=new";
    let (account, code) = written.split_once('=').ok_or(expected)?;
    let account = address(account).ok().filter(|one| one.kind() == "account").ok_or(expected)?;
    let reply = codes::reply(code).filter(|reply| *reply != Reply::Later).ok_or(expected)?;
    Ok((account, reply))
}

fn verb(text: &str) -> Result<Verb, String> {
    threshold::kind(text).ok_or_else(|| {
        format!("`[thresholds]` is about `{}`", threshold::KINDS.map(Verb::as_str).join("`, `"))
    })
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
    /// Print the least IAM policies for making this plan and for carrying it out, as JSON
    #[arg(long)]
    pub iam: bool,
    /// How far it goes.
    #[command(flatten)]
    pub reach: Reach,
    /// What the sources get.
    #[command(flatten)]
    pub inputs: Inputs,
    /// Whether phases are timed.
    #[command(flatten)]
    pub timed: Timed,
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
    /// The code that AWS sent to the new e-mail of an account, such as account/dev=123456; `new` has another one sent
    #[arg(long = "code", value_name = "ADDRESS=CODE", value_parser = code)]
    pub codes: Vec<(Address, Reply)>,
    /// How far it goes.
    #[command(flatten)]
    pub reach: Reach,
    /// What the sources get.
    #[command(flatten)]
    pub inputs: Inputs,
}

/// Arguments of `import`.
#[derive(Debug, Args)]
pub struct Import {
    /// Where to write; otherwise the project's folder
    #[arg(value_name = "DIR")]
    pub folder: Option<PathBuf>,
    /// Import what `orgc snapshot` has written, without asking AWS
    #[arg(long, value_name = "FILE", conflicts_with_all = ["sandbox", "profile"])]
    pub snapshot: Option<PathBuf>,
}

/// Arguments of `snapshot`.
#[derive(Debug, Args)]
pub struct SnapshotArgs {
    /// The file; otherwise it is printed
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// Read the parameters that single stack instances override, too; four instances a second
    #[arg(long)]
    pub overrides: bool,
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

/// Arguments of `why`.
#[derive(Debug, Args)]
pub struct Why {
    /// The account, by its name in the sources
    #[arg(value_name = "ACCOUNT")]
    pub account: String,
    /// The action, such as `s3:GetObject`
    #[arg(value_name = "ACTION")]
    pub action: String,
    /// The ARN of the resource; without it, an action that has none
    #[arg(long, value_name = "ARN", default_value = "*")]
    pub resource: String,
    /// The ARN of the principal; without it, a role of the account
    #[arg(long, value_name = "ARN")]
    pub principal: Option<String>,
    /// The value of a condition key; may be repeated, also for one key
    #[arg(long, value_name = "KEY=VALUE", value_parser = context)]
    pub context: Vec<(String, String)>,
    /// Ask the organization in a file of `orgc snapshot`, not the sources; the account is one of its names or ids
    #[arg(long, value_name = "FILE", conflicts_with_all = ["sandbox", "profile", "set"])]
    pub snapshot: Option<PathBuf>,
    /// What the sources get.
    #[command(flatten)]
    pub inputs: Inputs,
}

/// Arguments of `effective`.
#[derive(Debug, Args)]
pub struct Effective {
    /// The account, by its name in the sources
    #[arg(value_name = "ACCOUNT")]
    pub account: String,
    /// The type of the policies
    #[arg(value_name = "TYPE", value_parser = management_types())]
    pub policy_type: &'static PolicyType,
    /// What the sources get.
    #[command(flatten)]
    pub inputs: Inputs,
}

/// The commands about policies.
#[derive(Debug, Subcommand)]
pub enum Policy {
    /// Say how large each policy is, how large it may be, and which of its statements could be one
    Size(PolicySize),
    /// Print a policy as AWS gets it, laid out for reading
    Show(PolicyShow),
}

/// Arguments of `policy size`.
#[derive(Debug, Args)]
pub struct PolicySize {
    /// What the sources get.
    #[command(flatten)]
    pub inputs: Inputs,
}

/// Arguments of `policy show`.
#[derive(Debug, Args)]
pub struct PolicyShow {
    /// The policy, by its name in the sources
    #[arg(value_name = "POLICY")]
    pub policy: String,
    /// What the sources get.
    #[command(flatten)]
    pub inputs: Inputs,
}

/// The types whose policies are merged, by their names in the language.
fn management_types() -> impl TypedValueParser<Value = &'static PolicyType> {
    let types = PolicyType::all().iter().filter(|one| one.family == Family::Management);
    let names = PossibleValuesParser::new(types.map(|one| one.name.as_str()));
    names.try_map(|name| PolicyType::named(&name).ok_or("there is no such type"))
}

fn context(written: &str) -> Result<(String, String), String> {
    match written.split_once('=') {
        Some((key, value)) if key.contains(':') => Ok((key.to_owned(), value.to_owned())),
        _ => Err("write KEY=VALUE, such as aws:RequestedRegion=us-east-1".to_owned()),
    }
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

/// The commands about the sandbox.
#[derive(Debug, Subcommand)]
pub enum Sandbox {
    /// Serve the emulator on loopback for other clients (AWS CLI, boto3, Terraform)
    Serve(Serve),
    /// Show the organization in the sandbox
    Show,
    /// Put a copy of a real organization into the sandbox, from a file of `orgc snapshot`
    Load(Load),
    /// Forget the organization in the sandbox
    Reset(Reset),
}

/// Arguments of `sandbox serve`.
#[derive(Debug, Args)]
pub struct Serve {
    /// The port; 0 takes a free one
    #[arg(long, default_value_t = 4599)]
    pub port: u16,
    /// The address to listen on: another than the default lets other machines change the sandbox
    #[arg(long, value_name = "IP", default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    pub address: IpAddr,
}

/// Arguments of `sandbox load`.
#[derive(Debug, Args)]
pub struct Load {
    /// The file
    #[arg(value_name = "SNAPSHOT")]
    pub snapshot: PathBuf,
    /// Do not ask before forgetting what is in the sandbox
    #[arg(long)]
    pub yes: bool,
}

/// Arguments of `sandbox reset`.
#[derive(Debug, Args)]
pub struct Reset {
    /// Do not ask
    #[arg(long)]
    pub yes: bool,
}

/// The commands about plugins.
#[derive(Debug, Subcommand)]
pub enum Plugin {
    /// Start a plugin in Rust: a package with the SDK beside it, and a first test
    New(PluginNew),
    /// Compile a plugin in Rust to a component
    Build(PluginFolder),
    /// Make a component of what another compiler made, a module or a component
    Pack(PluginPack),
    /// Take all steps of loading a component, and say what it may do
    Check(PluginFile),
    /// Run the cases in `tests/`, each call three times, and compare with what is expected
    Test(PluginTest),
    /// Run one case and print everything that is asked and answered
    Run(PluginRun),
    /// Say what a component offers, reads and may produce
    Inspect(PluginFile),
    /// Agree to the plugins from elsewhere that the sources name, and fetch those that are pinned
    Add(PluginPins),
    /// Agree to what is at the address of a plugin now
    Update(PluginPins),
}

/// Arguments of `plugin new`.
#[derive(Debug, Args)]
pub struct PluginNew {
    /// The name: lower-case letters, digits and `-`
    #[arg(value_name = "NAME", value_parser = crate::commands::plugin_name)]
    pub name: String,
    /// The folder to start in; otherwise one with the plugin's name
    #[arg(long, value_name = "DIR")]
    pub folder: Option<PathBuf>,
}

/// Arguments of `plugin build`.
#[derive(Debug, Args)]
pub struct PluginFolder {
    /// The folder with the plugin's `Cargo.toml`
    #[arg(default_value = ".", value_name = "DIR")]
    pub folder: PathBuf,
}

/// Arguments of `plugin pack`.
#[derive(Debug, Args)]
pub struct PluginPack {
    /// The module or component
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Where to write the plugin
    #[arg(long, value_name = "FILE")]
    pub out: PathBuf,
    /// Its version, such as `1.2.0`
    #[arg(long, value_name = "VERSION")]
    pub plugin_version: Option<String>,
    /// Its licence, as an SPDX expression
    #[arg(long, value_name = "SPDX")]
    pub license: Option<String>,
    /// Where its source is
    #[arg(long, value_name = "URL")]
    pub source: Option<String>,
}

/// Arguments of `plugin check` and `plugin inspect`.
#[derive(Debug, Args)]
pub struct PluginFile {
    /// The component
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
}

/// Arguments of `plugin test`.
#[derive(Debug, Args)]
pub struct PluginTest {
    /// The folder of the plugin: with its `Cargo.toml`, or with its one component
    #[arg(default_value = ".", value_name = "DIR")]
    pub folder: PathBuf,
    /// Make what comes of each case what is expected
    #[arg(long)]
    pub bless: bool,
}

/// Arguments of `plugin run`.
#[derive(Debug, Args)]
pub struct PluginRun {
    /// The component
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// A folder of sources, such as `tests/first`
    #[arg(value_name = "CASE")]
    pub case: PathBuf,
}

/// Arguments of `plugin add` and `plugin update`.
#[derive(Debug, Args)]
pub struct PluginPins {
    /// The plugins; otherwise all that the sources name from elsewhere
    #[arg(value_name = "NAME")]
    pub names: Vec<String>,
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
