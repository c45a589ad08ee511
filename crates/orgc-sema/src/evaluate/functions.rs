//! The built-in functions: one table, and what each does.

use super::diagnostics;
use super::evaluator::Evaluator;
use super::operator::{later, same};
use super::text::LONGEST;
use super::{collections, strings};
use crate::value::{Located, Type, Value};
use orgc_diag::Span;
use orgc_syntax::ast;

/// A built-in function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Function {
    File,
    Text,
    Json,
    Yaml,
    Toml,
    Csv,
    Length,
    Keys,
    Values,
    Unique,
    Sort,
    Flatten,
    Range,
    Sum,
    Min,
    Max,
    Join,
    Split,
    Lower,
    Upper,
    Trim,
    Replace,
    StartsWith,
    EndsWith,
    String,
    Amount,
    Currency,
    Exists,
    Accounts,
    Ous,
    Policies,
    Effective,
}

/// Names, functions, and the fewest and the most arguments.
const TABLE: [(&str, Function, usize, usize); 32] = [
    ("accounts", Function::Accounts, 0, 1),
    ("amount", Function::Amount, 1, 1),
    ("csv", Function::Csv, 1, 1),
    ("currency", Function::Currency, 1, 1),
    ("effective", Function::Effective, 2, 2),
    ("ends-with", Function::EndsWith, 2, 2),
    ("exists", Function::Exists, 1, 1),
    ("file", Function::File, 1, 1),
    ("flatten", Function::Flatten, 1, 1),
    ("join", Function::Join, 2, 2),
    ("json", Function::Json, 1, 1),
    ("keys", Function::Keys, 1, 1),
    ("length", Function::Length, 1, 1),
    ("lower", Function::Lower, 1, 1),
    ("max", Function::Max, 1, 1),
    ("min", Function::Min, 1, 1),
    ("ous", Function::Ous, 0, 1),
    ("policies", Function::Policies, 2, 2),
    ("range", Function::Range, 1, 2),
    ("replace", Function::Replace, 3, 3),
    ("sort", Function::Sort, 1, 1),
    ("split", Function::Split, 2, 2),
    ("starts-with", Function::StartsWith, 2, 2),
    ("string", Function::String, 1, 1),
    ("sum", Function::Sum, 1, 1),
    ("text", Function::Text, 1, 1),
    ("toml", Function::Toml, 1, 1),
    ("trim", Function::Trim, 1, 1),
    ("unique", Function::Unique, 1, 1),
    ("upper", Function::Upper, 1, 1),
    ("values", Function::Values, 1, 1),
    ("yaml", Function::Yaml, 1, 1),
];

/// The function of this name.
pub(super) fn named(name: &str) -> Option<Function> {
    TABLE.iter().find(|entry| entry.0 == name).map(|entry| entry.1)
}

/// All names, for suggestions.
pub(crate) fn names<'s>() -> impl Iterator<Item = &'s str> {
    TABLE.iter().map(|entry| entry.0)
}

impl Function {
    pub(super) fn name(self) -> &'static str {
        TABLE.iter().find(|entry| entry.1 == self).map_or("", |entry| entry.0)
    }

    fn arity(self) -> (usize, usize) {
        TABLE.iter().find(|entry| entry.1 == self).map_or((0, 0), |entry| (entry.2, entry.3))
    }
}

impl<'a> Evaluator<'a, '_> {
    pub(super) fn built_in(
        &mut self,
        function: Function,
        call: &'a ast::Call,
        hint: &Type,
        span: Span,
    ) -> Located {
        if let Some(named) = call.arguments.iter().find(|argument| argument.name.is_some()) {
            self.reports.push(diagnostics::named_argument(function.name(), named.span));
            return Located::error(span);
        }
        let (fewest, most) = function.arity();
        if !(fewest..=most).contains(&call.arguments.len()) {
            let report = diagnostics::argument_count(function.name(), (fewest, most), call.arguments_span);
            self.reports.push(report);
            return Located::error(span);
        }
        match function {
            Function::File
            | Function::Text
            | Function::Json
            | Function::Yaml
            | Function::Toml
            | Function::Csv => self.data(function, call, hint, span),
            Function::Accounts | Function::Ous | Function::Policies | Function::Effective => {
                Located::new(self.of_model(function, call, span), span)
            }
            _ => self.computed_call(function, call, hint, span),
        }
    }

    fn computed_call(&mut self, function: Function, call: &'a ast::Call, hint: &Type, span: Span) -> Located {
        // What is asked of a list is asked of its elements.
        let hint = match function {
            Function::Unique | Function::Sort => hint.clone(),
            _ => Type::Anything,
        };
        let arguments: Vec<Located> =
            call.arguments.iter().map(|argument| self.operand(&argument.value, &hint)).collect();
        if arguments.iter().any(|argument| argument.value.has_error()) {
            return Located::error(span);
        }
        if function == Function::Exists {
            let is_there = arguments.first().is_some_and(|one| one.value != Value::None);
            return Located::new(Value::Bool(is_there), span);
        }
        if let Some((text, place)) = arguments.iter().find_map(|one| Some((later(&one.value)?, one.span)))
            && !matches!(function, Function::Length | Function::Keys | Function::Values | Function::Flatten)
        {
            let what = format!("what `{}()` looks at", function.name());
            self.reports.push(crate::value::diagnostics::later(&text, place, &what));
            return Located::error(span);
        }
        let values: Vec<&Value> = arguments.iter().map(|argument| &argument.value).collect();
        if strings::length(function, &values).is_some_and(|length| length > LONGEST) {
            self.reports.push(diagnostics::text_too_long(LONGEST, span));
            return Located::error(span);
        }
        let result = collections::call(function, &values, span).or_else(|| strings::call(function, &values));
        match result {
            Some(value) => Located::new(value, span),
            None => {
                self.reports.push(diagnostics::wrong_argument(function.name(), &arguments, span));
                Located::error(span)
            }
        }
    }
}

/// Whether a value is among others.
pub(super) fn is_among(value: &Value, others: &[Located]) -> bool {
    others.iter().any(|other| same(&other.value, value))
}

#[cfg(test)]
mod tests {
    use super::TABLE;

    #[test]
    fn the_table_is_in_the_order_of_the_alphabet() {
        assert!(TABLE.is_sorted_by_key(|entry| entry.0));
    }
}
