//! Data files: `file`, `text`, `json`, `yaml`, `toml`, `csv`.
//!
//! Promises: a path is a literal and stays in the project; every value keeps its place in the data
//! file, so that what is wrong with it is marked there; what type a bare word has, the type that is
//! expected decides, so that `no` and `012345678901` are never taken for something else.

mod csv;
mod diagnostics;
mod natural;
mod toml;
mod yaml;

pub(super) use diagnostics::row_noun;
pub(crate) use natural::of_word;
pub(super) use toml::value as toml_value;

use super::evaluator::Evaluator;
use super::functions::Function;
use crate::program::joined;
use crate::value::{Asset, Located, Type, Value, fit};
use orgc_diag::{Diagnostic, FileId, Span};
use orgc_syntax::ast::{self, ExpressionKind};
use std::sync::Arc;

/// A data file that is being read.
struct Source<'d> {
    path: &'d str,
    text: &'d str,
    file: FileId,
    /// Bytes of a mark before the text.
    offset: usize,
}

impl Source<'_> {
    fn span(&self, start: usize, end: usize) -> Span {
        Span::new(self.file, self.offset + start, self.offset + end)
    }
}

impl<'a> Evaluator<'a, '_> {
    pub(super) fn data(
        &mut self,
        function: Function,
        call: &'a ast::Call,
        hint: &Type,
        span: Span,
    ) -> Located {
        let Some(argument) = call.arguments.first() else { return Located::error(span) };
        let literal = match &argument.value.unwrapped().kind {
            ExpressionKind::Text(text) => text.literal(),
            _ => None,
        };
        let Some(path) = literal else {
            self.reports.push(diagnostics::path_not_literal(function.name(), argument.span));
            return Located::error(span);
        };
        let Some(asset) = self.asset(&path, argument.span) else { return Located::error(span) };
        match function {
            Function::File => Located::new(Value::File(asset), span),
            Function::Text => Located::new(Value::text(without_mark(&asset.content).0), span),
            _ => self.parsed(function, &asset, hint, argument.span, span),
        }
    }

    /// A file of the project, by its path from the folder of the module; what prevents it is reported.
    pub(crate) fn asset(&mut self, path: &str, span: Span) -> Option<Arc<Asset>> {
        let folder = self.program.module(self.scope.module).map_or("", |module| module.folder);
        let Some(full) = joined(folder, path) else {
            self.reports.push(diagnostics::data_file(format!("`{path}` is outside the project"), span));
            return None;
        };
        let asset = self.assets.get(&full);
        let report = |reason: String| -> Diagnostic { diagnostics::data_file(reason, span) };
        asset.map_err(|reason| self.reports.push(report(reason))).ok()
    }

    fn parsed(
        &mut self,
        function: Function,
        asset: &Arc<Asset>,
        hint: &Type,
        asked: Span,
        span: Span,
    ) -> Located {
        let file = self.assets.data_file(asset);
        let (text, offset) = without_mark(&asset.content);
        let source = Source { path: &asset.path, text, file, offset };
        let read = match function {
            Function::Csv => csv::read(&source, hint),
            Function::Json => yaml::read_json(&source),
            Function::Yaml => yaml::read(&source),
            _ => toml::read(&source),
        };
        let value = match read {
            Ok(value) => value,
            Err(reports) => {
                let marked = reports.into_iter().map(|report| report.at(asked, "read here"));
                self.reports.extend(marked);
                return Located::error(span);
            }
        };
        if *hint.present() == Type::Anything {
            let plain =
                if function == Function::Csv { natural::texts(value) } else { natural::values(value) };
            return Located::new(plain, span);
        }
        let mut reports = Vec::new();
        let fitted = fit(Located::new(value, span), hint, &mut reports);
        let told = reports.into_iter().map(|report| diagnostics::bad_row(report, &source, asked));
        self.reports.extend(told);
        fitted
    }

    /// The data files that were read, in the order of their ids.
    pub(crate) fn data_files(&self) -> Vec<(String, String)> {
        self.assets.data().iter().map(|asset| (asset.path.clone(), asset.content.clone())).collect()
    }
}

/// The text without a byte-order mark, and how many bytes that has.
fn without_mark(text: &str) -> (&str, usize) {
    match text.strip_prefix('\u{FEFF}') {
        Some(rest) => (rest, '\u{FEFF}'.len_utf8()),
        None => (text, 0),
    }
}
