//! Finding a compiler for `wasm32-unknown-unknown`.
//!
//! Two ways work: a compiler that has the target, and the compiler of a distribution that comes
//! with the sources of the standard library, which cargo then builds for the target. Nothing is
//! installed here; where neither is found, [`MissingToolchain`] names the commands that would.

use std::ffi::OsString;
use std::fmt;
use std::path::{Path, PathBuf};
use std::process::Command;

const TARGET: &str = "wasm32-unknown-unknown";

/// Where distributions put their compiler.
const DISTRIBUTION_RUSTC: &str = "/usr/bin/rustc";

/// A compiler for the wasm target, as settings for cargo.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WasmToolchain {
    /// What was found, in words.
    pub description: String,
    environment: Vec<(&'static str, OsString)>,
    arguments: Vec<&'static str>,
}

/// No compiler for the wasm target. Its text names the commands to run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MissingToolchain {
    /// What would bring one, the first choice first.
    pub remedies: Vec<Remedy>,
}

/// Commands that bring a compiler for the wasm target. It displays as the line to type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remedy {
    /// The commands, to be run in this order: a program and its arguments.
    pub steps: Vec<Vec<&'static str>>,
    /// Whether this process may run them: they need no more rights than it has.
    pub permitted: bool,
}

/// Finds a compiler for the wasm target: the active one if it has the target, else one of the
/// distribution that has the target or the sources of the standard library.
///
/// # Errors
/// When there is none; the error names the commands that bring one.
pub fn find_wasm_toolchain() -> Result<WasmToolchain, MissingToolchain> {
    let compilers: Vec<Compiler> =
        ["rustc", DISTRIBUTION_RUSTC].into_iter().filter_map(Compiler::probe).collect();
    let linker = compilers.iter().find_map(Compiler::own_linker).or_else(linker_on_path);
    if let Some(compiler) = compilers.iter().find(|one| one.has_target()) {
        return Ok(compiler.with_target(linker));
    }
    let distribution = compilers.iter().find(|one| one.is_distribution() && one.has_sources());
    match (distribution, linker) {
        (Some(compiler), Some(linker)) => Ok(compiler.with_sources(linker)),
        _ => Err(MissingToolchain { remedies: remedies() }),
    }
}

impl WasmToolchain {
    /// `cargo build --release` for the wasm target, of the workspace or package of this manifest.
    /// The modules are then in `<target directory>/wasm32-unknown-unknown/release/`.
    pub fn cargo_build(&self, manifest: &Path, target_directory: &Path) -> Command {
        let mut command = Command::new("cargo");
        command
            .args(["build", "--release", "--target", TARGET])
            .args(&self.arguments)
            .arg("--manifest-path")
            .arg(manifest)
            .arg("--target-dir")
            .arg(target_directory)
            .envs(self.environment.iter().map(|(name, value)| (name, value)));
        command
    }

    /// Where [`Self::cargo_build`] leaves the module of a package.
    pub fn module(target_directory: &Path, package: &str) -> PathBuf {
        let file = format!("{}.wasm", package.replace('-', "_"));
        target_directory.join(TARGET).join("release").join(file)
    }
}

/// An installed compiler.
struct Compiler {
    rustc: &'static str,
    sysroot: PathBuf,
    host: String,
}

impl Compiler {
    fn probe(rustc: &'static str) -> Option<Self> {
        let sysroot = PathBuf::from(output(rustc, &["--print", "sysroot"])?);
        let version = output(rustc, &["-vV"])?;
        let host = version.lines().find_map(|line| line.strip_prefix("host: "))?.to_owned();
        Some(Self { rustc, sysroot, host })
    }

    fn is_distribution(&self) -> bool {
        self.rustc == DISTRIBUTION_RUSTC
    }

    fn has_target(&self) -> bool {
        self.sysroot.join("lib/rustlib").join(TARGET).join("lib").is_dir()
    }

    fn has_sources(&self) -> bool {
        self.sysroot.join("lib/rustlib/src/rust/library/std/Cargo.toml").is_file()
    }

    /// The linker that comes with the compiler.
    fn own_linker(&self) -> Option<PathBuf> {
        let name = if cfg!(windows) { "rust-lld.exe" } else { "rust-lld" };
        let linker = self.sysroot.join("lib/rustlib").join(&self.host).join("bin").join(name);
        linker.is_file().then_some(linker)
    }

    fn with_target(&self, linker: Option<PathBuf>) -> WasmToolchain {
        let mut environment = Vec::new();
        if self.is_distribution() {
            environment.push(("RUSTC", OsString::from(self.rustc)));
        }
        if let (None, Some(linker)) = (self.own_linker(), linker) {
            environment.push(("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker.into()));
        }
        let description = format!("`{}`, which has the target `{TARGET}`", self.rustc);
        WasmToolchain { description, environment, arguments: Vec::new() }
    }

    /// The switch that lets a stable compiler build its own standard library is meant for exactly
    /// that; only plugins are built with it.
    fn with_sources(&self, linker: PathBuf) -> WasmToolchain {
        WasmToolchain {
            description: format!("`{}` with the sources of its standard library", self.rustc),
            environment: vec![
                ("RUSTC", OsString::from(self.rustc)),
                ("RUSTC_BOOTSTRAP", OsString::from("1")),
                ("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker.into()),
            ],
            arguments: vec!["-Zbuild-std=std,panic_abort"],
        }
    }
}

fn linker_on_path() -> Option<PathBuf> {
    ["rust-lld", "wasm-ld"]
        .into_iter()
        .find(|linker| output(linker, &["-flavor", "wasm", "--version"]).is_some())
        .map(PathBuf::from)
}

fn remedies() -> Vec<Remedy> {
    let mut all = Vec::new();
    if output("rustup", &["--version"]).is_some() {
        all.push(Remedy { steps: vec![vec!["rustup", "target", "add", TARGET]], permitted: true });
    }
    if output("apt-get", &["--version"]).is_some() {
        let install = ["apt-get", "install", "-y", "--no-install-recommends"];
        all.push(Remedy {
            steps: vec![
                vec!["apt-get", "update"],
                install.into_iter().chain(["rustc-web", "rust-web-src"]).collect(),
            ],
            permitted: output("id", &["-u"]).as_deref() == Some("0"),
        });
    }
    all
}

/// What a program prints, trimmed; none when it is not there or fails.
fn output(program: &str, arguments: &[&str]) -> Option<String> {
    let output = Command::new(program).args(arguments).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

impl fmt::Display for Remedy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lines: Vec<String> = self.steps.iter().map(|step| step.join(" ")).collect();
        f.write_str(&lines.join(" && "))
    }
}

impl fmt::Display for MissingToolchain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no Rust compiler here builds for `{TARGET}`; ")?;
        let lines: Vec<String> = self.remedies.iter().map(|one| format!("`{one}`")).collect();
        match lines.as_slice() {
            [] => f.write_str("install Rust with rustup (https://rustup.rs) and add that target"),
            lines => write!(f, "run {}", lines.join(" or ")),
        }
    }
}

impl std::error::Error for MissingToolchain {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_toolchain_names_the_line_to_type() {
        let remedy = Remedy { steps: vec![vec!["rustup", "target", "add", TARGET]], permitted: true };
        let missing = MissingToolchain { remedies: vec![remedy] };
        assert_eq!(
            missing.to_string(),
            "no Rust compiler here builds for `wasm32-unknown-unknown`; run `rustup target add wasm32-unknown-unknown`",
        );
    }

    #[test]
    fn sources_need_the_switch_and_a_linker() {
        let compiler = Compiler {
            rustc: DISTRIBUTION_RUSTC,
            sysroot: PathBuf::from("/nowhere"),
            host: "x86_64-unknown-linux-gnu".to_owned(),
        };
        let toolchain = compiler.with_sources(PathBuf::from("/lld"));
        let command = toolchain.cargo_build(Path::new("Cargo.toml"), Path::new("out"));
        let line: Vec<_> = command.get_args().map(|one| one.to_string_lossy()).collect();
        assert!(line.contains(&"-Zbuild-std=std,panic_abort".into()));
        assert!(command.get_envs().any(|(name, value)| name == "RUSTC_BOOTSTRAP" && value.is_some()));
    }

    #[test]
    fn the_module_of_a_package_has_its_name_with_underscores() {
        let module = WasmToolchain::module(Path::new("out"), "my-kind");
        assert_eq!(module, Path::new("out/wasm32-unknown-unknown/release/my_kind.wasm"));
    }
}
