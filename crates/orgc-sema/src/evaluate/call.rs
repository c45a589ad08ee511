//! Calls: functions of the sources and built-in ones.

use super::diagnostics;
use super::evaluator::{DEEPEST, Evaluator};
use super::functions;
use super::path::segments;
use crate::scope::{ModuleId, Scope, Via};
use crate::value::{Located, Type, fit};
use orgc_diag::Span;
use orgc_syntax::ast::{self, Argument, ExpressionKind, Parameter};

impl<'a> Evaluator<'a, '_> {
    pub(super) fn call(&mut self, call: &'a ast::Call, hint: &Type, span: Span) -> Located {
        let function = &call.function;
        match self.function_named(function) {
            Some(Ok((module, found))) => return self.own_function(module, found, call, span),
            Some(Err(())) => return Located::error(span),
            None => {}
        }
        let ExpressionKind::Name(name) = &function.kind else {
            self.reports.push(diagnostics::not_callable(function.span));
            return Located::error(span);
        };
        match functions::named(&name.text) {
            Some(found) => self.built_in(found, call, hint, span),
            None => {
                if !self.names.doubtful.contains(name.text.as_str()) {
                    let own = self.program.folder(self.scope.module).lets.values();
                    let own = own.filter(|one| one.parameters.is_some()).map(|one| one.name.text.as_str());
                    let mut known: Vec<&str> = own.collect();
                    known.extend(functions::names());
                    self.reports.push(diagnostics::unknown_function(&name.text, name.span, known));
                }
                Located::error(span)
            }
        }
    }

    /// The function of the sources that an expression names: `mailbox`, `guardrails.mailbox`. None
    /// if it names none; an error if that has been reported.
    fn function_named(
        &mut self,
        function: &'a ast::Expression,
    ) -> Option<Result<(ModuleId, &'a ast::Let), ()>> {
        let segments = segments(function)?;
        let (last, imports) = segments.split_last()?;
        let mut module = self.scope.module;
        for (name, _) in imports {
            module = self.program.import(module, name)?;
        }
        let Some(found) = self.program.folder(module).lets.get(last.0).copied() else {
            if imports.is_empty() {
                return None;
            }
            let names = self.program.folder(module).lets.values();
            let known = names.filter(|one| one.parameters.is_some()).map(|one| one.name.text.as_str());
            let report = diagnostics::unknown_function(last.0, last.1, known);
            self.reports.push(report);
            return Some(Err(()));
        };
        if found.private && !imports.is_empty() {
            self.reports.push(diagnostics::private_name(last.0, last.1, found.name.span));
            return Some(Err(()));
        }
        if found.parameters.is_none() {
            self.reports.push(diagnostics::not_a_function(last.0, last.1, found.name.span));
            return Some(Err(()));
        }
        Some(Ok((module, found)))
    }

    fn own_function(
        &mut self,
        module: ModuleId,
        found: &'a ast::Let,
        call: &'a ast::Call,
        span: Span,
    ) -> Located {
        self.used_values.insert((module, found.name.text.as_str()));
        if let Some(start) = self.calls.iter().position(|(one, _)| std::ptr::eq(*one, found)) {
            let ring: Vec<(&str, Span)> = self
                .calls
                .iter()
                .skip(start + 1)
                .map(|(one, span)| (one.name.text.as_str(), *span))
                .chain([(found.name.text.as_str(), span)])
                .collect();
            self.reports.push(diagnostics::recursion("function", &ring));
            return Located::error(span);
        }
        if self.calls.len() >= DEEPEST {
            self.reports.push(diagnostics::too_deep(DEEPEST, span));
            return Located::error(span);
        }
        let parameters = found.parameters.as_deref().unwrap_or_default();
        let what = format!("function `{}`", found.name.text);
        let bound = self.bind(module, parameters, &call.arguments, call.arguments_span, &what);
        let Some(names) = bound else { return Located::error(span) };
        let via = Via::Call { function: &found.name.text, span };
        let scope = self.scope.called(module, names, via);
        self.calls.push((found, span));
        let result = self.within(&scope, |this| {
            let expected = match &found.annotation {
                Some(written) => this.annotation(written, module),
                None => Type::Anything,
            };
            let located = this.operand(&found.value, &expected);
            fit(located, &expected, &mut this.reports)
        });
        self.calls.pop();
        Located::new(result.value, span)
    }

    /// The values of parameters. None if something is wrong with the arguments, which has been
    /// reported.
    pub(crate) fn bind(
        &mut self,
        module: ModuleId,
        parameters: &'a [Parameter],
        arguments: &'a [Argument],
        place: Span,
        what: &str,
    ) -> Option<Vec<(&'a str, Located)>> {
        let given = self.assigned(parameters, arguments, what)?;
        let mut names: Vec<(&'a str, Located)> = Vec::new();
        let mut is_complete = true;
        for (parameter, argument) in parameters.iter().zip(given) {
            let expected = match &parameter.annotation {
                Some(written) => self.within(&Scope::of(module), |this| this.annotation(written, module)),
                None => Type::Anything,
            };
            let located = match (argument, &parameter.default) {
                (Some(argument), _) => {
                    let located = self.deferrable(&argument.value, &expected);
                    fit(located, &expected, &mut self.reports)
                }
                (None, Some(default)) => self.within(&Scope::of(module), |this| {
                    let located = this.deferrable(default, &expected);
                    fit(located, &expected, &mut this.reports)
                }),
                (None, None) => {
                    let report =
                        diagnostics::missing_argument(what, &parameter.name.text, place, parameter.span);
                    self.reports.push(report);
                    is_complete = false;
                    continue;
                }
            };
            names.push((&parameter.name.text, located));
        }
        is_complete.then_some(names)
    }

    /// Which argument goes to which parameter: first those without a name in order, then those with.
    fn assigned(
        &mut self,
        parameters: &'a [Parameter],
        arguments: &'a [Argument],
        what: &str,
    ) -> Option<Vec<Option<&'a Argument>>> {
        let mut given: Vec<Option<&'a Argument>> = vec![None; parameters.len()];
        let mut is_fine = true;
        for (index, argument) in arguments.iter().enumerate() {
            let place = match &argument.name {
                None => Some(index),
                Some(name) => parameters.iter().position(|one| one.name.text == name.text),
            };
            let known: Vec<&str> = parameters.iter().map(|one| one.name.text.as_str()).collect();
            match place.and_then(|place| given.get_mut(place)) {
                None => {
                    is_fine = false;
                    self.reports.push(diagnostics::no_such_argument(what, argument, &known));
                }
                Some(Some(first)) => {
                    is_fine = false;
                    self.reports.push(diagnostics::argument_twice(first.span, argument.span));
                }
                Some(free) => *free = Some(argument),
            }
        }
        is_fine.then_some(given)
    }
}
