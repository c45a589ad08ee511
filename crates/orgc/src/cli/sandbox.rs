//! `orgc sandbox`.

use clap::{Args, Subcommand};
use std::net::{IpAddr, Ipv4Addr};
use std::path::PathBuf;

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
