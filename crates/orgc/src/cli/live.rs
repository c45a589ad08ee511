//! Commands that look at a live organization or change it.

use super::{Inputs, Timed};
use crate::commands::codes;
use clap::Args;
use orgc_exec::Reply;
use orgc_ir::Address;
use orgc_plan::plan::Verb;
use orgc_plan::threshold;
use std::path::PathBuf;

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
