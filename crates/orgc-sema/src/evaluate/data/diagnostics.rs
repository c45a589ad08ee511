//! What can be wrong with data files.

use super::Source;
use orgc_diag::{Diagnostic, Span, codes, suggest};
use std::collections::BTreeMap;

pub(super) fn path_not_literal(function: &str, span: Span) -> Diagnostic {
    Diagnostic::new(codes::DATA_FILE, "the path of a file must be written out")
        .at(span, "not a plain string")
        .help(format!("write it as one string without `${{…}}`, such as `{function}(\"data/teams\")`"))
}

pub(super) fn data_file(reason: String, span: Span) -> Diagnostic {
    Diagnostic::new(codes::DATA_FILE, reason)
        .at(span, "this file")
        .help("paths are relative to the folder of the source file and cannot leave the project")
}

pub(super) fn not_readable(format: &str, reason: &str, span: Span, source: &Source<'_>) -> Diagnostic {
    Diagnostic::new(codes::DATA_FILE, format!("`{}` is not {format}: {reason}", source.path)).at(span, "here")
}

pub(super) fn not_csv(reason: &str, source: &Source<'_>) -> Diagnostic {
    not_readable("CSV", reason, source.span(0, 0), source)
}

pub(super) fn no_header(source: &Source<'_>) -> Diagnostic {
    not_readable("CSV", "it has no header line", source.span(0, 0), source)
        .help("the first line names the columns, such as `name,owner,budget`")
}

/// Headers that stand twice or have no name, and columns that the record does not know or lacks.
pub(super) fn bad_header(
    header: &[(String, Span)],
    source: &Source<'_>,
    columns: Option<Vec<(&str, bool)>>,
) -> Vec<Diagnostic> {
    let mut reports = Vec::new();
    let mut seen: BTreeMap<&str, Span> = BTreeMap::new();
    for (name, span) in header {
        if name.is_empty() {
            let message = format!("`{}` has a column without a name", source.path);
            reports.push(Diagnostic::new(codes::BAD_DATA_ROW, message).at(*span, "no name"));
        } else if let Some(first) = seen.insert(name, *span) {
            let message = format!("`{}` has two columns called `{name}`", source.path);
            let report = Diagnostic::new(codes::BAD_DATA_ROW, message).at(*span, "again here");
            reports.push(report.at(first, "first here").help("rename or remove one of them"));
        }
    }
    let Some(columns) = columns else { return reports };
    let names = || columns.iter().map(|(name, _)| *name);
    for (name, span) in header.iter().filter(|(name, _)| !name.is_empty() && !names().any(|one| one == name))
    {
        let message = format!("`{}` has a column `{name}` that its record does not know", source.path);
        let report = Diagnostic::new(codes::BAD_DATA_ROW, message).at(*span, "unknown column");
        reports.push(match suggest(name, names()) {
            Some(near) => report.help(format!("did you mean `{near}`?")),
            None => report.help(format!("the record has `{}`", names().collect::<Vec<_>>().join("`, `"))),
        });
    }
    let whole = header.iter().map(|(_, span)| *span).reduce(Span::join).unwrap_or(source.span(0, 0));
    for (name, _) in columns.iter().filter(|(name, required)| *required && !seen.contains_key(name)) {
        let message = format!("`{}` has no column `{name}`, which its record needs", source.path);
        reports.push(Diagnostic::new(codes::BAD_DATA_ROW, message).at(whole, "the header"));
    }
    reports
}

pub(super) fn ragged(found: usize, expected: usize, cells: &[Span], source: &Source<'_>) -> Diagnostic {
    let whole = cells.iter().copied().reduce(Span::join).unwrap_or(source.span(0, 0));
    let cells = if found == 1 { "cell" } else { "cells" };
    let message = format!("{} has {found} {cells}; the header has {expected}", row(whole, source));
    Diagnostic::new(codes::BAD_DATA_ROW, message)
        .at(whole, "this row")
        .help("a cell that holds a comma is written in quotes; an empty cell still needs its comma")
}

/// What is wrong with a value, said of its row and column.
pub(super) fn bad_row(report: Diagnostic, source: &Source<'_>, asked: Span) -> Diagnostic {
    let Some(span) = report.span().filter(|span| span.file == source.file) else { return report };
    let report = Diagnostic {
        code: codes::BAD_DATA_ROW,
        message: format!("{}: {}", place(span, source), report.message),
        ..report
    };
    report.at(asked, "read here")
}

/// The row of a place and, in a table, its column.
fn place(span: Span, source: &Source<'_>) -> String {
    let row = row(span, source);
    match column(before(span, source), source.text).filter(|_| is_table(source.path)) {
        Some(column) => format!("{row}, column `{column}`"),
        None => row,
    }
}

/// The row of a place in a table, or the line in another file.
fn row(span: Span, source: &Source<'_>) -> String {
    let line = before(span, source).matches('\n').count() + 1;
    format!("`{}` {} {line}", source.path, row_noun(source.path))
}

fn before<'d>(span: Span, source: &Source<'d>) -> &'d str {
    source.text.get(..(span.start as usize).saturating_sub(source.offset)).unwrap_or_default()
}

/// How messages call a line of a data file.
pub(in crate::evaluate) fn row_noun(path: &str) -> &'static str {
    if is_table(path) { "row" } else { "line" }
}

fn is_table(path: &str) -> bool {
    path.ends_with(".csv")
}

/// The header above a cell.
fn column<'s>(before: &str, text: &'s str) -> Option<&'s str> {
    let line = before.rsplit('\n').next()?;
    let mut quoted = false;
    let commas = line.bytes().filter(|byte| {
        quoted ^= *byte == b'"';
        *byte == b',' && !quoted
    });
    let column = text.lines().next()?.split(',').nth(commas.count())?;
    Some(column.trim().trim_matches('"'))
}
