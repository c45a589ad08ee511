//! What can be wrong with the plugins of a project.

use super::declared::{Declared, Place};
use super::lock::{Lock, Pin};
use orgc_diag::{Code, Diagnostic, Span, codes};
use orgc_ir::ReadError;
use orgc_plugin::{LoadError, LoadReason};

pub(super) fn twice(name: &str, first: Span, again: Span) -> Diagnostic {
    Diagnostic::new(codes::DUPLICATE_NAME, format!("plugin `{name}` is named twice"))
        .at(again, "again here")
        .at(first, "first here")
        .help("a plugin's name holds in the whole project: keep one line, or give the other another name")
}

pub(super) fn computed(span: Span) -> Diagnostic {
    Diagnostic::new(codes::UNPINNED_PLUGIN, "where a plugin comes from must be written out")
        .at(span, "not a plain string")
        .help("write it without `${…}`: what a project runs is not computed")
}

pub(super) fn bad_place(written: &str, why: &str, span: Span) -> Diagnostic {
    Diagnostic::new(codes::UNPINNED_PLUGIN, format!("a plugin cannot come from `{written}`"))
        .at(span, "not a place for a plugin")
        .help(why.to_owned())
}

pub(super) fn bad_lock(reason: &str) -> Diagnostic {
    Diagnostic::new(codes::CHANGED_PLUGIN, reason.to_owned()).help(format!(
        "put `{}` back as it was committed, or delete it and run `orgc plugin add`",
        Lock::FILE
    ))
}

pub(super) fn unpinned(declared: &Declared) -> Diagnostic {
    Diagnostic::new(codes::UNPINNED_PLUGIN, format!("plugin `{}` is not in `{}`", declared.name, Lock::FILE))
        .at(declared.place_span, "nobody has agreed to this yet")
        .help("`orgc plugin add` fetches it, shows what it reads and may produce, and asks")
}

pub(super) fn other_source(declared: &Declared, pin: &Pin) -> Diagnostic {
    let message = format!("`{}` holds plugin `{}` from another place", Lock::FILE, declared.name);
    Diagnostic::new(codes::UNPINNED_PLUGIN, message)
        .at(declared.place_span, format!("pinned from `{}`", pin.source))
        .help(format!("`orgc plugin update {}` agrees to this one", declared.name))
}

pub(super) fn not_fetched(declared: &Declared) -> Diagnostic {
    Diagnostic::new(codes::PLUGIN_MISSING, format!("plugin `{}` is pinned but not there", declared.name))
        .at(declared.place_span, "not fetched yet")
        .help("`orgc plugin add` fetches what `orgc.lock` holds and compares the digests")
}

pub(super) fn unreadable(declared: &Declared, error: &ReadError) -> Diagnostic {
    let diagnostic = Diagnostic::new(codes::PLUGIN_MISSING, format!("plugin `{}`: {error}", declared.name))
        .at(declared.place_span, "this file");
    match error {
        ReadError::NotFound(_) => diagnostic
            .help("a plugin is built with `orgc plugin build`; a path starts at the folder of this source"),
        _ => diagnostic.help("a plugin is a file of the project, or comes from an `https` address"),
    }
}

pub(super) fn other_digest(declared: &Declared, found: &str, pin: &Pin) -> Diagnostic {
    let message = format!("plugin `{}` is not the one that was pinned", declared.name);
    Diagnostic::new(codes::CHANGED_PLUGIN, message)
        .at(declared.place_span, "another file")
        .note(format!("found sha256 {found}"))
        .note(format!("pinned sha256 {}", pin.sha256))
        .help("`orgc plugin add` fetches it again; if it is meant to change, `orgc plugin update`")
}

pub(super) fn other_grant(declared: &Declared) -> Diagnostic {
    let message = format!("plugin `{}` reads or produces something else than was agreed", declared.name);
    Diagnostic::new(codes::CHANGED_PLUGIN, message)
        .at(declared.place_span, "this plugin")
        .help(format!("`orgc plugin update {}` shows what it asks for now, and asks", declared.name))
}

pub(super) fn bad_range(range: &str, why: &str, span: Span) -> Diagnostic {
    Diagnostic::new(codes::UNPINNED_PLUGIN, format!("`{range}` is no range of versions: {why}"))
        .at(span, "not a range")
        .help("write it as Cargo does: `^1.2`, `>=1.2, <2`, `1.2.3`")
}

pub(super) fn other_version(
    declared: &Declared,
    range: &str,
    version: Option<&str>,
    span: Span,
) -> Diagnostic {
    let has = match version {
        Some(version) => format!("has the version `{version}`"),
        None => "says no version".to_owned(),
    };
    Diagnostic::new(codes::CHANGED_PLUGIN, format!("plugin `{}` {has}", declared.name))
        .at(span, format!("`{range}` is wanted"))
        .help(match declared.place {
            Place::Project(_) => "`orgc plugin build` writes the version of `Cargo.toml` into the component",
            Place::Web(_) => "name the address of a version in this range, or widen the range",
        })
}

/// Without its plugins a program cannot be judged: every block of theirs would seem unknown.
pub(crate) fn not_loaded(error: &LoadError, declared: Option<&Declared>) -> Diagnostic {
    let code = code(&error.reason);
    let diagnostic = match &error.reason {
        // What failed says which plugin, where in it, and what it wrote to its log.
        LoadReason::Describe(fault) => fault
            .notes
            .iter()
            .fold(Diagnostic::new(code, fault.message.clone()), |all, note| all.note(note.clone())),
        _ => Diagnostic::new(code, error.to_string()).note(format!("sha256 {}", error.digest)),
    };
    match declared {
        Some(declared) => diagnostic.at(declared.place_span, "this plugin"),
        None => diagnostic,
    }
}

/// One code for each step of loading.
fn code(reason: &LoadReason) -> Code {
    match reason {
        LoadReason::Empty
        | LoadReason::NotWasm(_)
        | LoadReason::CoreModule
        | LoadReason::Malformed(_)
        | LoadReason::NoEngine(_) => codes::PLUGIN_LOAD,
        LoadReason::TooMuch { .. } | LoadReason::DoesNotCompile(_) => codes::PLUGIN_TOO_LARGE,
        LoadReason::ForeignImports(_) => codes::PLUGIN_IMPORTS,
        LoadReason::Contract(_) | LoadReason::DoesNotFit { .. } => codes::PLUGIN_CONTRACT,
        LoadReason::Describe(_) => codes::PLUGIN_DESCRIBE,
        LoadReason::Budget(_) | LoadReason::Schema(_) | LoadReason::KindTaken { .. } => codes::PLUGIN_OFFER,
    }
}
