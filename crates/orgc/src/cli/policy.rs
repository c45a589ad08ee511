//! Commands about policies, and what they come to.

use super::Inputs;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Subcommand};
use orgc_policy::{Family, PolicyType};
use std::path::PathBuf;

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
