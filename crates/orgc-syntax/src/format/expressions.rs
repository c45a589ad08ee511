//! Expressions.

use super::doc::{Doc, concat_docs};
use super::layout::Layout;
use super::lists::{Breaking, CURLY, ROUND, SQUARE, bracketed};
use crate::ast::{
    Argument, Binary, Broken, Call, Conditional, Expression, ExpressionKind, ForClause, List, Map, MapEntry,
    MapKey, Unary, UnaryOperator,
};

impl Layout<'_> {
    pub(super) fn expression(&mut self, expression: &Expression) -> Doc {
        match &expression.kind {
            ExpressionKind::Name(name) => Doc::text(&name.text),
            ExpressionKind::Text(text) => Doc::text(self.source(text.span)),
            ExpressionKind::Number(number) => Doc::text(&number.written),
            ExpressionKind::Quantity(quantity) => Doc::from(self.quantity(quantity)),
            ExpressionKind::Boolean(value) => Doc::from(if *value { "true" } else { "false" }),
            ExpressionKind::None => Doc::from("none"),
            ExpressionKind::Iam(name) => Doc::from(name.written()),
            ExpressionKind::List(list) => self.list(list),
            ExpressionKind::ListComprehension(comprehension) => {
                let element = self.expression(&comprehension.element);
                self.comprehension("[", Doc::SoftLine, element, &comprehension.clauses, "]")
            }
            ExpressionKind::Map(map) => self.map(map),
            ExpressionKind::MapComprehension(comprehension) => {
                let entry = self.entry(&comprehension.entry);
                self.comprehension("{", Doc::Line, entry, &comprehension.clauses, "}")
            }
            ExpressionKind::Parenthesized(inner) => self.parenthesized(inner),
            ExpressionKind::Unary(unary) => self.unary(unary),
            ExpressionKind::Binary(binary) => self.binary(binary),
            ExpressionKind::Conditional(conditional) => self.conditional(conditional),
            ExpressionKind::Call(call) => self.call(call, expression),
            ExpressionKind::Index(index) => {
                concat_docs![self.expression(&index.value), "[", self.expression(&index.index), "]"]
            }
            ExpressionKind::Member(member) => {
                concat_docs![self.expression(&member.value), ".", self.label(&member.name)]
            }
            ExpressionKind::Broken(broken) => self.broken(broken),
            ExpressionKind::Policy(policy) => concat_docs!["policy ", self.body(&policy.body)],
        }
    }

    fn quantity(&self, quantity: &crate::ast::Quantity) -> String {
        use crate::ast::Unit;
        let number = &quantity.number.written;
        match &quantity.unit {
            Unit::Percent => format!("{number}%"),
            Unit::Duration(unit) => format!("{number}{}", unit.written()),
            Unit::Currency(currency) => format!("{number} {currency}"),
        }
    }

    fn list(&mut self, list: &List) -> Doc {
        let place = list.span.range();
        let bounds = (place.start + 1, place.end);
        let entries = self.entries(&list.elements, bounds, |element| element.span, Self::expression);
        let breaking = if list.elements.iter().all(is_plain) { Breaking::Fill } else { Breaking::Lines };
        let comma = list.elements.last().is_some_and(|last| self.comma_follows(last.span.range().end));
        bracketed(SQUARE, entries, breaking, comma)
    }

    pub(super) fn map(&mut self, map: &Map) -> Doc {
        let place = map.span.range();
        let bounds = (place.start + 1, place.end);
        let entries = self.entries(&map.entries, bounds, |entry| entry.span, Self::entry);
        let comma = map.entries.last().is_some_and(|last| self.comma_follows(last.span.range().end));
        bracketed(CURLY, entries, Breaking::Lines, comma)
    }

    fn entry(&mut self, entry: &MapEntry) -> Doc {
        let key = match &entry.key {
            MapKey::Label(label) => Doc::from(self.label(label)),
            MapKey::Computed(key) => concat_docs!["(", self.expression(key), ")"],
        };
        concat_docs![key, " = ", self.expression(&entry.value)]
    }

    fn comprehension(
        &mut self,
        open: &'static str,
        edge: Doc,
        element: Doc,
        clauses: &[ForClause],
        close: &'static str,
    ) -> Doc {
        let mut inner = vec![edge.clone(), element];
        for clause in clauses {
            inner.extend([Doc::Line, self.for_clause(clause)]);
        }
        concat_docs![open, Doc::Concat(inner).nest(), edge, close].group()
    }

    pub(super) fn for_clause(&mut self, clause: &ForClause) -> Doc {
        let binders = match &clause.second {
            Some(second) => format!("for {}, {} in ", clause.first.text, second.text),
            None => format!("for {} in ", clause.first.text),
        };
        let source = self.expression(&clause.source);
        match &clause.condition {
            Some(condition) => concat_docs![binders, source, " where ", self.expression(condition)],
            None => concat_docs![binders, source],
        }
    }

    /// A chain of operators of one strength breaks before each of them. A right side with brackets
    /// of its own stays on the line and breaks inside.
    fn broken(&mut self, broken: &Broken) -> Doc {
        self.skip_comments(broken.span.range().end);
        Doc::text(&broken.text)
    }

    fn parenthesized(&mut self, inner: &Expression) -> Doc {
        let inner = concat_docs![Doc::SoftLine, self.expression(inner)].nest();
        concat_docs!["(", inner, Doc::SoftLine, ")"].group()
    }

    fn unary(&mut self, unary: &Unary) -> Doc {
        let operator = match unary.operator {
            UnaryOperator::Not => "not ",
            UnaryOperator::Negate => "-",
        };
        concat_docs![operator, self.expression(&unary.operand)]
    }

    fn binary(&mut self, binary: &Binary) -> Doc {
        let mut chain = vec![binary];
        while let Some(ExpressionKind::Binary(left)) = chain.last().map(|last| &last.left.kind) {
            if strength(left) != strength(binary) {
                break;
            }
            chain.push(left);
        }
        let mut docs = Vec::new();
        for link in chain.iter().rev() {
            if docs.is_empty() {
                docs.push(self.expression(&link.left));
            }
            let bracketed = matches!(
                link.right.kind,
                ExpressionKind::List(_) | ExpressionKind::ListComprehension(_) | ExpressionKind::Map(_)
            );
            let operator = format!("{} ", link.operator.written());
            let right = self.expression(&link.right);
            docs.push(match bracketed {
                true => concat_docs![" ", operator, right],
                false => concat_docs![Doc::Line, operator, right].nest(),
            });
        }
        Doc::Concat(docs).group()
    }

    fn conditional(&mut self, conditional: &Conditional) -> Doc {
        let condition = self.expression(&conditional.condition);
        let then = self.expression(&conditional.then);
        let otherwise = self.expression(&conditional.otherwise);
        let branches = concat_docs![Doc::Line, "then ", then, Doc::Line, "else ", otherwise].nest();
        concat_docs!["if ", condition, branches].group()
    }

    fn call(&mut self, call: &Call, whole: &Expression) -> Doc {
        let function = self.expression(&call.function);
        let bounds = (call.arguments_span.range().start + 1, whole.span.range().end);
        concat_docs![function, self.arguments(&call.arguments, bounds)]
    }

    pub(super) fn arguments(&mut self, arguments: &[Argument], bounds: (usize, usize)) -> Doc {
        let entries = self.entries(
            arguments,
            bounds,
            |argument| argument.span,
            |layout, argument| {
                let value = layout.expression(&argument.value);
                match &argument.name {
                    Some(name) => concat_docs![format!("{} = ", name.text), value],
                    None => value,
                }
            },
        );
        let comma = arguments.last().is_some_and(|last| self.comma_follows(last.span.range().end));
        if let ([only], false, false) = (arguments, comma, entries.has_comments())
            && is_bracketed(&only.value)
        {
            let inner = entries.entries.into_iter().map(|entry| entry.doc);
            return concat_docs!["(", Doc::Concat(inner.collect()), ")"];
        }
        bracketed(ROUND, entries, Breaking::Lines, comma)
    }

    /// Whether a comma is the next thing behind an element.
    pub(super) fn comma_follows(&self, end: usize) -> bool {
        after_comments(self.text.get(end..).unwrap_or_default()).starts_with(',')
    }

    /// Where the bracket behind the last element of a list stands.
    pub(super) fn end_of_list(&self, end: usize) -> usize {
        let rest = after_comments(self.text.get(end..).unwrap_or_default());
        let rest = rest.strip_prefix(',').map_or(rest, after_comments);
        self.text.len() - rest.len()
    }
}

fn after_comments(text: &str) -> &str {
    let mut rest = text.trim_start();
    while rest.starts_with('#') || rest.starts_with("//") {
        rest = rest.split_once(['\n', '\r']).map_or("", |(_, rest)| rest).trim_start();
    }
    rest
}

/// Whether an element is short and of one kind with its neighbours, like an IAM name or a Region.
fn is_plain(element: &Expression) -> bool {
    matches!(
        element.kind,
        ExpressionKind::Name(_)
            | ExpressionKind::Iam(_)
            | ExpressionKind::Number(_)
            | ExpressionKind::Quantity(_)
    )
}

fn is_bracketed(value: &Expression) -> bool {
    use ExpressionKind as Kind;
    matches!(
        value.kind,
        Kind::List(_) | Kind::ListComprehension(_) | Kind::Map(_) | Kind::MapComprehension(_)
    )
}

/// How tightly an operator binds; equal numbers belong to one chain.
fn strength(binary: &Binary) -> u8 {
    use crate::ast::BinaryOperator as Operator;
    match binary.operator {
        Operator::Or => 1,
        Operator::And => 2,
        operator if operator.is_comparison() => 3,
        Operator::Otherwise => 4,
        Operator::Add | Operator::Subtract => 5,
        _ => 6,
    }
}
