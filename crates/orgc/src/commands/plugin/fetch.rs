//! Fetching a component from an address. The transport is not trusted: what was agreed to is a digest.

use crate::failure::Failure;
use std::path::Path;
use std::process::Command;

/// The largest component that is fetched, in bytes: the largest that is loaded.
const LARGEST: &str = "8388608";

/// Fetches an address into a file. `curl` does it, so that proxies and certificates are those of the
/// machine.
///
/// # Errors
/// When `curl` is not there, or the address does not answer with a file.
pub fn fetch(address: &str, file: &Path) -> Result<Vec<u8>, Failure> {
    let protocols = if address.starts_with("http:") { "=http,https" } else { "=https" };
    let mut curl = Command::new("curl");
    curl.args(["--fail", "--silent", "--show-error", "--location", "--max-redirs", "5"])
        .args(["--proto", protocols, "--proto-redir", protocols])
        .args(["--max-time", "120", "--max-filesize", LARGEST, "--output"])
        .arg(file)
        .args(["--", address]);
    let output = curl.output().map_err(|error| {
        Failure::new(format!("`curl` cannot be run: {error}"))
            .help("plugins from an address are fetched with it")
    })?;
    if !output.status.success() {
        let why = String::from_utf8_lossy(&output.stderr);
        let why = why.trim().trim_start_matches("curl: ");
        return Err(Failure::new(format!("`{address}` cannot be fetched: {why}")));
    }
    super::read(file)
}
