//! `orgc init`: a project to start from.

use crate::cli::{Extension, Init};
use crate::config;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::files;
use crate::terminal::Terminal;
use std::path::Path;

/// Writes `orgc.toml`, `main.org` (or `main.orgc`) and `.gitattributes`.
///
/// # Errors
/// When one of them is there already, or cannot be written. Nothing is overwritten.
pub fn run(arguments: &Init, terminal: &mut Terminal<'_>) -> Result<Exit, Failure> {
    let folder = &arguments.folder;
    let name = match &arguments.name {
        Some(name) => name.clone(),
        None => folder_name(folder)?,
    };
    config::check_name(&name)
        .map_err(|wrong| Failure::usage(wrong).help("`orgc init --name NAME` chooses another"))?;
    let (main, attributes) = match arguments.ext {
        Extension::Org => ("main.org", ATTRIBUTES_OF_ORG),
        Extension::Orgc => ("main.orgc", ATTRIBUTES_OF_ORGC),
    };
    let files = [
        ("orgc.toml", settings(&name, config::REGION)),
        (main, source(&name)),
        (".gitattributes", attributes.to_owned()),
    ];
    if let Some(there) = files.iter().map(|(file, _)| folder.join(file)).find(|path| path.exists()) {
        return Err(Failure::new(format!("`{}` is there already; nothing was written", there.display()))
            .help("choose an empty folder: `orgc init DIR`"));
    }
    for (file, text) in &files {
        let path = folder.join(file);
        files::replace(&path, text.as_bytes()).map_err(|error| Failure::file(&path, &error))?;
    }
    terminal.say(format!("started `{name}` in `{}`", folder.display()))?;
    terminal.say("next: `orgc check`, then `orgc plan --sandbox`")?;
    Ok(Exit::Done)
}

/// The name of a project that is to live in this folder.
///
/// # Errors
/// When the current folder cannot be told.
pub fn folder_name(folder: &Path) -> Result<String, Failure> {
    let full = std::path::absolute(folder).map_err(|error| Failure::file(folder, &error))?;
    let name = full.file_name().unwrap_or_default().to_string_lossy();
    let kept = name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' });
    let name = kept.collect::<String>().trim_matches('-').to_lowercase();
    Ok(if name.is_empty() { "organization".to_owned() } else { name })
}

/// The text of an `orgc.toml`.
pub fn settings(name: &str, region: &str) -> String {
    format!(
        "# The project. Its name is written to the `orgc:project` tag of everything it manages,\n\
         # so keep it once something is live.\n\
         name = \"{name}\"\n\
         edition = \"2026\"\n\
         \n\
         # The Region in which stack sets live.\n\
         region = \"{region}\"\n"
    )
}

fn source(name: &str) -> String {
    let title: String = name.split(|c: char| !c.is_ascii_alphanumeric()).map(capitalised).collect();
    let title =
        if title.starts_with(|c: char| c.is_ascii_alphabetic()) { title } else { format!("Org{title}") };
    format!(
        "# {title}: one protected organization. Accounts stand in their units; policies hold where\n\
         # they are attached, and for everything below.\n\
         \n\
         organization {title} {{\n\
         \x20 protect\n\
         \n\
         \x20 ou Workloads {{\n\
         \x20   attach DenyLeavingOrganization\n\
         \n\
         \x20   account dev \"{title} Development\" {{ email = \"aws+dev@example.com\" }}\n\
         \x20 }}\n\
         }}\n\
         \n\
         policy DenyLeavingOrganization: scp {{\n\
         \x20 deny organizations:LeaveOrganization\n\
         }}\n\
         \n\
         output dev_account_id = dev.id\n"
    )
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_ascii_uppercase().to_string() + letters.as_str()).unwrap_or_default()
}

/// GitHub takes `.org` for prose of Emacs; a near relative makes it show and count the files as code.
const ATTRIBUTES_OF_ORG: &str = "*.org linguist-language=HCL linguist-detectable\n";

/// The same for the extension that nobody else has.
const ATTRIBUTES_OF_ORGC: &str = "*.orgc linguist-language=HCL linguist-detectable\n";
