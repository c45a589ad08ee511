//! What can be wrong with folders, their names and their imports.

use orgc_diag::{Diagnostic, Span, codes, suggest};

pub(super) fn duplicate(what: &str, name: &str, first: Span, again: Span) -> Diagnostic {
    Diagnostic::new(codes::DUPLICATE_NAME, format!("{what} `{name}` is declared twice"))
        .at(again, "declared again here")
        .at(first, "first declared here")
        .help("rename one of the two; all files of a folder share their names")
}

pub(super) fn field_twice(name: &str, first: Span, again: Span) -> Diagnostic {
    Diagnostic::new(codes::DUPLICATE_NAME, format!("field `{name}` stands twice in one record"))
        .at(again, "again here")
        .at(first, "first here")
        .help("remove or rename one of the two")
}

pub(super) fn computed_import(span: Span) -> Diagnostic {
    Diagnostic::new(codes::IMPORT_NOT_FOUND, "the folder of an import must be written out")
        .at(span, "not a plain string")
        .help("write it without `${…}`, such as `import guardrails from \"./guardrails\"`")
}

pub(super) fn import_outside(written: &str, span: Span) -> Diagnostic {
    Diagnostic::new(codes::IMPORT_NOT_FOUND, format!("`{written}` is outside the project"))
        .at(span, "leads out of the project")
        .help("a folder is named relative to the file, such as \"./guardrails\"; move what is shared into the project")
}

pub(super) fn no_such_folder<'c>(
    written: &str,
    path: &str,
    span: Span,
    known: impl IntoIterator<Item = &'c str>,
) -> Diagnostic {
    let diagnostic =
        Diagnostic::new(codes::IMPORT_NOT_FOUND, format!("there is no folder `{written}` with `.org` files"))
            .at(span, "not found")
            .note("a folder with an `orgc.toml` of its own is another project and cannot be imported");
    match suggest(path, known) {
        Some(near) => diagnostic.help(format!("did you mean \"./{near}\"?")),
        None => diagnostic.help("paths are relative to the folder of the file that imports"),
    }
}

pub(super) fn import_ring(ring: &[(String, Span)], closing: Span) -> Diagnostic {
    let diagnostic = Diagnostic::new(codes::IMPORT_NOT_FOUND, "these imports form a ring")
        .at(closing, "leads back to a folder that is on the way here");
    let marked = ring
        .iter()
        .fold(diagnostic, |diagnostic, (name, span)| diagnostic.at(*span, format!("through `{name}`")));
    marked.help("move what both sides need into a third folder that imports neither")
}

pub(super) fn too_many_modules(most: usize, span: Span) -> Diagnostic {
    Diagnostic::new(codes::EXPANSION_LIMIT, format!("imports of imports make more than {most} modules"))
        .at(span, "one too many")
        .help(
            "every import makes a module of its own; import a shared folder at one place and hand values on",
        )
}

pub(super) fn unused_folder(folder: &str, span: Span) -> Diagnostic {
    Diagnostic::new(codes::UNATTACHED, format!("folder `{folder}` is never imported"))
        .at(span, "without effect")
        .help(format!("write `import NAME from \"./{folder}\"`, or move the files out of the project"))
}
