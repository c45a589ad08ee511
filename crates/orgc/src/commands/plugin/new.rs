//! `orgc plugin new`: a plugin to start from, with the SDK beside it.

use super::write;
use crate::cli::PluginNew;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::terminal::Terminal;

/// The sources of the SDK and of its derives, as the build script found them: path and text.
const SDK: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/sdk.rs"));

/// Writes a package that builds and a first case of a test.
///
/// # Errors
/// When the folder is there already, or a file cannot be written.
pub fn run(arguments: &PluginNew, terminal: &mut Terminal<'_>) -> Result<Exit, Failure> {
    let name = arguments.name.as_str();
    let folder = arguments.folder.clone().unwrap_or_else(|| name.into());
    if folder.exists() {
        return Err(Failure::new(format!("`{}` is there already; nothing was written", folder.display()))
            .help("choose another name, or a folder with `--folder DIR`"));
    }
    for (path, text) in SDK {
        write(&folder.join("sdk").join(path), text.as_bytes())?;
    }
    for (path, template) in FILES {
        write(&folder.join(path), template.replace("{name}", name).as_bytes())?;
    }
    let shown = folder.display();
    terminal.say(format!("started the plugin `{name}` in `{shown}`"))?;
    terminal.say(format!("next: `orgc plugin build {shown}`, then `orgc plugin test {shown} --bless`"))?;
    Ok(Exit::Done)
}

/// A name that cargo, addresses and the language take.
pub(crate) fn plugin_name(written: &str) -> Result<String, String> {
    let first = written.starts_with(|c: char| c.is_ascii_lowercase());
    let rest = written.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
    if first && rest && !written.ends_with('-') && written.len() <= 40 {
        return Ok(written.to_owned());
    }
    Err("a plugin's name has lower-case letters, digits and `-`, and starts with a letter".to_owned())
}

const FILES: [(&str, &str); 6] = [
    ("Cargo.toml", include_str!("template/Cargo.toml.txt")),
    ("rust-toolchain.toml", "[toolchain]\nchannel = \"stable\"\n"),
    (".gitignore", "/target\n"),
    ("src/lib.rs", include_str!("template/lib.rs.txt")),
    ("tests/first/orgc.toml", "name = \"first\"\nedition = \"2026\"\n"),
    ("tests/first/main.org", include_str!("template/main.org.txt")),
];
