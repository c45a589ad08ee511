//! Lists and maps that are made by loops.

use super::diagnostics;
use super::evaluator::Evaluator;
use crate::scope::Via;
use crate::value::{Entry, Located, Type, Value};
use orgc_diag::Span;
use orgc_syntax::ast::{ForClause, ListComprehension, MapComprehension};
use std::collections::BTreeMap;

/// A round of a loop: its local names, and how it is reached.
pub(crate) type Round<'a> = (Vec<(&'a str, Located)>, Via<'a>);

impl<'a> Evaluator<'a, '_> {
    pub(super) fn list_comprehension(&mut self, found: &'a ListComprehension, hint: &Type) -> Value {
        let hint = hint.element().clone();
        let mut items = Vec::new();
        let is_complete = self.rounds(&found.clauses, &mut |this| {
            items.push(this.deferrable(&found.element, &hint));
        });
        if is_complete { Value::list(items) } else { Value::Error }
    }

    pub(super) fn map_comprehension(&mut self, found: &'a MapComprehension, hint: &Type) -> Value {
        let mut entries: Vec<Entry> = Vec::new();
        let mut seen: BTreeMap<String, Span> = BTreeMap::new();
        let is_complete = self.rounds(&found.clauses, &mut |this| {
            let key_span = found.entry.key.span();
            let Some(key) = this.key(&found.entry.key) else { return };
            let value = this.deferrable(&found.entry.value, hint.member(&key));
            if let Some(first) = seen.insert(key.clone(), key_span) {
                return this.reports.push(diagnostics::duplicate_key(&key, first, key_span));
            }
            entries.push(Entry { key, key_span, value });
        });
        if is_complete { Value::map(entries) } else { Value::Error }
    }

    /// Does something in each round of nested loops. Whether all of them could be gone through.
    fn rounds(&mut self, clauses: &'a [ForClause], work: &mut dyn FnMut(&mut Self)) -> bool {
        let Some((clause, inner)) = clauses.split_first() else {
            work(self);
            return true;
        };
        let source = self.operand(&clause.source, &Type::Anything);
        let Some(elements) = self.loop_elements(clause, source) else { return false };
        let mut is_complete = true;
        for (names, via) in elements {
            let scope = self.round(names, via);
            is_complete &= self.within(&scope, |this| match this.condition(clause) {
                Some(true) => this.rounds(inner, work),
                Some(false) => true,
                None => false,
            });
            if self.spent.is_over() {
                return false;
            }
        }
        is_complete
    }

    /// Whether a round counts.
    fn condition(&mut self, clause: &'a ForClause) -> Option<bool> {
        let Some(condition) = &clause.condition else { return Some(true) };
        let located = self.expect(condition, &Type::Bool);
        match self.solid(located).value {
            Value::Bool(holds) => Some(holds),
            _ => None,
        }
    }

    /// What a loop goes through: the local names of each round. None if it is nothing to go
    /// through, which has been reported.
    pub(crate) fn loop_elements(&mut self, clause: &'a ForClause, source: Located) -> Option<Vec<Round<'a>>> {
        let first = clause.first.text.as_str();
        let second = clause.second.as_ref().map(|name| name.text.as_str());
        let via = |number: usize, element: Span| Via::Round { number, span: clause.span, element };
        match source.value {
            Value::List(items) => {
                let rounds = items.into_iter().enumerate().map(|(number, item)| {
                    let via = via(number, item.span);
                    let index =
                        Located::new(Value::Integer(i64::try_from(number).unwrap_or(i64::MAX)), item.span);
                    let names = match second {
                        Some(second) => vec![(first, index), (second, item)],
                        None => vec![(first, item)],
                    };
                    (names, via)
                });
                Some(rounds.collect())
            }
            Value::Map(entries) => {
                let rounds = entries.into_iter().enumerate().map(|(number, entry)| {
                    let via = via(number, entry.key_span);
                    let key = Located::new(Value::text(entry.key), entry.key_span);
                    let names = match second {
                        Some(second) => vec![(first, key), (second, entry.value)],
                        None => vec![(first, key)],
                    };
                    (names, via)
                });
                Some(rounds.collect())
            }
            Value::Error => None,
            other => {
                let span = clause.source.span;
                match super::operator::later(&other) {
                    Some(text) => self.reports.push(crate::value::diagnostics::later(
                        &text,
                        span,
                        "what a loop goes through",
                    )),
                    None => self.reports.push(diagnostics::not_a_loop(&other, span)),
                }
                None
            }
        }
    }
}
