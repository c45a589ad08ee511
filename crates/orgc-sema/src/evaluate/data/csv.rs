//! Tables with a header, one record a line.

use super::{Source, diagnostics};
use crate::value::{Entry, Located, Type, Value};
use orgc_diag::{Diagnostic, Span};

/// The rows as maps from header to cell, every cell a bare word.
pub(super) fn read(source: &Source<'_>, hint: &Type) -> Result<Value, Vec<Diagnostic>> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(source.text.as_bytes());
    let mut rows = Vec::new();
    let mut header: Option<Vec<(String, Span)>> = None;
    let mut reports = Vec::new();
    for record in reader.records() {
        let record = match record {
            Ok(record) => record,
            Err(error) => return Err(vec![diagnostics::not_csv(&error.to_string(), source)]),
        };
        let start = record.position().map_or(0, |at| usize::try_from(at.byte()).unwrap_or(usize::MAX));
        let start = start + blank(source.text, start);
        let cells = cells(source, start, record.len());
        match &header {
            None => {
                let named: Vec<_> = record.iter().map(str::to_owned).zip(cells).collect();
                reports.extend(diagnostics::bad_header(&named, source, columns(hint)));
                header = Some(named);
            }
            Some(header) if header.len() != record.len() => {
                reports.push(diagnostics::ragged(record.len(), header.len(), &cells, source));
            }
            Some(header) => rows.push(row(header, &record, &cells, source)),
        }
    }
    match header {
        None => Err(vec![diagnostics::no_header(source)]),
        Some(_) if !reports.is_empty() => Err(reports),
        Some(_) => Ok(Value::list(rows)),
    }
}

fn row(
    header: &[(String, Span)],
    record: &csv::StringRecord,
    cells: &[Span],
    source: &Source<'_>,
) -> Located {
    let entries = header.iter().zip(record).zip(cells).map(|(((key, _), cell), span)| Entry {
        key: key.clone(),
        key_span: *span,
        value: Located::new(Value::Word(cell.to_owned()), *span),
    });
    let whole = cells.iter().copied().reduce(Span::join).unwrap_or(source.span(0, 0));
    Located::new(Value::map(entries.collect()), whole)
}

/// The fields that the record of a row has, if the rows are to be a record.
fn columns(hint: &Type) -> Option<Vec<(&str, bool)>> {
    match hint.element() {
        Type::Record { fields, .. } => {
            Some(fields.iter().map(|field| (field.name.as_str(), field.required)).collect())
        }
        _ => None,
    }
}

/// Line breaks before a record: the reader passes over empty lines.
fn blank(text: &str, start: usize) -> usize {
    let rest = text.get(start..).unwrap_or_default();
    rest.bytes().take_while(|byte| matches!(byte, b'\r' | b'\n')).count()
}

/// Where the cells of a record stand, without their quotes and the space around them.
fn cells(source: &Source<'_>, start: usize, count: usize) -> Vec<Span> {
    let bytes = source.text.as_bytes();
    let mut cells = Vec::with_capacity(count);
    let mut at = start;
    for _ in 0..count {
        let begin = at;
        let mut quoted = false;
        while let Some(byte) = bytes.get(at) {
            match byte {
                b'"' => quoted = !quoted,
                b',' | b'\n' | b'\r' if !quoted => break,
                _ => {}
            }
            at += 1;
        }
        cells.push(trimmed(source, begin, at));
        at += 1;
    }
    cells
}

fn trimmed(source: &Source<'_>, start: usize, end: usize) -> Span {
    let cell = source.text.get(start..end).unwrap_or_default();
    let left = cell.len() - cell.trim_start().len();
    let inner = cell.trim();
    source.span(start + left, start + left + inner.len())
}
