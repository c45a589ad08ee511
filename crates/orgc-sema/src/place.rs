//! From spans to places that outlive the run.

use crate::evaluate::Evaluator;
use crate::scope::Scope;
use orgc_diag::{FileId, SourceMap, Span};
use orgc_ir::desired::{Cause, Origin};
use std::collections::BTreeMap;

/// Knows line and column of every span. The lines of each file are counted once, so that a large
/// file costs no more per resource than a small one.
#[derive(Debug)]
pub(crate) struct Places<'a> {
    sources: &'a SourceMap,
    /// The byte at which each line starts.
    lines: BTreeMap<FileId, Vec<u32>>,
}

impl<'a> Places<'a> {
    pub(crate) fn new(sources: &'a SourceMap) -> Self {
        let starts = |text: &str| {
            let breaks = (1u32..).zip(text.bytes()).filter(|(_, byte)| *byte == b'\n');
            std::iter::once(0).chain(breaks.map(|(next, _)| next)).collect()
        };
        let lines = sources.files().map(|(id, file)| (id, starts(file.text()))).collect();
        Self { sources, lines }
    }

    /// The place where a span starts.
    pub(crate) fn origin(&self, span: Span) -> Origin {
        let path = self.sources.get(span.file).map_or("?", |file| file.path());
        let starts = self.lines.get(&span.file).map_or(&[][..], Vec::as_slice);
        let line = starts.partition_point(|start| *start <= span.start);
        let start = line.checked_sub(1).and_then(|index| starts.get(index)).copied().unwrap_or(0);
        let before = Span { file: span.file, start, end: span.start };
        let column = self.sources.text(before).chars().count() + 1;
        let clip = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        Origin {
            file: path.to_owned(),
            line: clip(line),
            column: clip(column),
            via: Vec::new(),
            span: Some(span),
        }
    }

    /// A cause that is written here, reached through a scope.
    pub(crate) fn written_in<'e>(
        &self,
        span: Span,
        scope: &Scope<'e>,
        evaluator: &Evaluator<'e, '_>,
    ) -> Cause {
        let mut origin = self.origin(span);
        for step in scope.via().iter().rev() {
            let (span, message) = evaluator.described(step);
            let place = self.origin(span);
            origin.via.push(format!("{message}, {}:{}", place.file, place.line));
        }
        Cause::Written(origin)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_agree_with_the_source_map() {
        let mut sources = SourceMap::new();
        let file = sources.add("main.org", "a\näb\n\nc");
        let places = Places::new(&sources);
        for byte in [0, 1, 2, 4, 5, 6, 7] {
            let span = Span::new(file, byte, byte);
            let origin = places.origin(span);
            let place = format!("{}:{}:{}", origin.file, origin.line, origin.column);
            assert_eq!(place, sources.place(span));
        }
    }
}
