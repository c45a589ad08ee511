//! Expressions: the grammar gives them flat, operators are put in order here.
//!
//! This is precedence climbing by a table of binding powers. The generator's own operator parser
//! knows no comparisons that refuse to chain.

use orgc_diag::Span;

use super::super::diagnostics as report;
use super::super::grammar::{Node, Rule};
use super::{Builder, DEEPEST_EXPRESSION, Parts};
use crate::ast::{
    Argument, Binary, BinaryOperator, Call, Conditional, Expression, ExpressionKind, Index, List,
    ListComprehension, Map, MapComprehension, MapEntry, MapKey, Member, PolicyLiteral, Unary, UnaryOperator,
};

/// How tightly operators bind, loosest first; an operator takes what binds tighter than itself.
mod power {
    pub(super) const LOOSEST: u8 = 0;
    pub(super) const OR: u8 = 1;
    pub(super) const AND: u8 = 2;
    pub(super) const NOT: u8 = 3;
    pub(super) const COMPARISON: u8 = 4;
    pub(super) const OTHERWISE: u8 = 5;
    pub(super) const SUM: u8 = 6;
    pub(super) const PRODUCT: u8 = 7;
    pub(super) const NEGATE: u8 = 8;
}

impl Builder<'_> {
    pub(super) fn expression(&mut self, node: Node<'_>) -> Option<Expression> {
        let span = self.span(&node);
        let mut parts = Parts::of(node);
        let links = parts.clone().take(DEEPEST_EXPRESSION + 1).count();
        if self.depth + links > DEEPEST_EXPRESSION {
            self.diagnostics.push(report::too_long(span));
            return None;
        }
        self.depth += links;
        self.check_date(span);
        let built = match parts.accept(Rule::if_expr) {
            Some(conditional) => self.conditional(conditional),
            None => self.climb(&mut parts, power::LOOSEST),
        };
        self.depth -= links;
        built
    }

    /// An operand with all operators behind it that bind tighter than `floor`.
    fn climb(&mut self, parts: &mut Parts<'_>, floor: u8) -> Option<Expression> {
        let mut left = self.prefixed(parts)?;
        let mut compared: Option<Span> = None;
        while let Some((operator, power)) = parts.written(Rule::operator).and_then(infix) {
            if power <= floor {
                break;
            }
            let operator_span = self.exact_span(&parts.next()?);
            if operator.is_comparison() {
                if let Some(first) = compared {
                    self.diagnostics.push(report::chained_comparison(operator_span, first));
                }
                compared = Some(operator_span);
            }
            // The right side of `??` may be another `??`.
            let right_floor = if operator == BinaryOperator::Otherwise { power - 1 } else { power };
            let right = self.climb(parts, right_floor)?;
            let span = left.span.join(right.span);
            let binary = Binary { operator, operator_span, left, right };
            left = Expression { kind: ExpressionKind::Binary(Box::new(binary)), span };
        }
        Some(left)
    }

    fn prefixed(&mut self, parts: &mut Parts<'_>) -> Option<Expression> {
        let first = parts.next()?;
        if first.as_rule() != Rule::sign {
            let primary = self.primary(first)?;
            return self.postfixes(primary, parts);
        }
        let (operator, floor) = match first.as_str() {
            "-" => (UnaryOperator::Negate, power::NEGATE),
            _ => (UnaryOperator::Not, power::NOT),
        };
        let operator_span = self.exact_span(&first);
        let operand = self.climb(parts, floor)?;
        let span = operator_span.join(operand.span);
        let unary = Unary { operator, operator_span, operand };
        Some(Expression { kind: ExpressionKind::Unary(Box::new(unary)), span })
    }

    /// Calls, indexes and members behind an operand.
    pub(super) fn postfixes(&mut self, operand: Expression, parts: &mut Parts<'_>) -> Option<Expression> {
        let mut value = operand;
        let mut links = 0;
        while let Some(Rule::call | Rule::index | Rule::member) = parts.peek() {
            let node = parts.next()?;
            links += 1;
            if links > DEEPEST_EXPRESSION {
                self.diagnostics.push(report::too_long(value.span));
                return None;
            }
            let node_span = self.span(&node);
            let span = value.span.join(node_span);
            let kind = match node.as_rule() {
                Rule::call => {
                    let arguments = self.arguments(node)?;
                    let call = Call { function: value, arguments, arguments_span: node_span };
                    ExpressionKind::Call(Box::new(call))
                }
                Rule::index => {
                    let index = self.expression(Parts::of(node).next()?)?;
                    ExpressionKind::Index(Box::new(Index { value, index }))
                }
                _ => {
                    let name = self.label(Parts::of(node).next()?)?;
                    ExpressionKind::Member(Box::new(Member { value, name }))
                }
            };
            value = Expression { kind, span };
        }
        Some(value)
    }

    pub(super) fn arguments(&mut self, node: Node<'_>) -> Option<Vec<Argument>> {
        let mut arguments = Vec::new();
        for part in Parts::of(node) {
            let span = self.span(&part);
            let mut parts = Parts::of(part);
            let name = parts.accept(Rule::identifier).map(|name| self.name(&name));
            let value = self.expression(parts.next()?)?;
            arguments.push(Argument { name, value, span });
        }
        Some(arguments)
    }

    /// An operand without operators.
    pub(super) fn primary(&mut self, node: Node<'_>) -> Option<Expression> {
        let span = self.span(&node);
        let kind = match node.as_rule() {
            Rule::identifier => ExpressionKind::Name(self.name(&node)),
            Rule::string => ExpressionKind::Text(self.line(node)?),
            Rule::text => ExpressionKind::Text(self.block_text(node)?),
            Rule::quantity => self.quantity(node)?,
            Rule::constant => constant(node.as_str()),
            Rule::iam_name => ExpressionKind::Iam(self.iam_name(node)?),
            Rule::list => self.list(span, Parts::of(node))?,
            Rule::map => self.map(span, Parts::of(node))?,
            Rule::paren => {
                let inner = self.expression(Parts::of(node).next()?)?;
                ExpressionKind::Parenthesized(Box::new(inner))
            }
            Rule::policy_lit => {
                let mut parts = Parts::of(node);
                parts.accept(Rule::kw_policy)?;
                let body = self.body(parts.next()?);
                ExpressionKind::Policy(PolicyLiteral { body })
            }
            _ => return None,
        };
        Some(Expression { kind, span })
    }

    fn list(&mut self, span: Span, mut parts: Parts<'_>) -> Option<ExpressionKind> {
        let mut elements = Vec::new();
        while let Some(element) = parts.accept(Rule::expr) {
            elements.push(self.expression(element)?);
        }
        let Some(loops) = parts.accept(Rule::comp) else {
            return Some(ExpressionKind::List(List { elements, span }));
        };
        let clauses = self.clauses(loops)?;
        let element = elements.pop()?;
        let comprehension = ListComprehension { element, clauses, span };
        Some(ExpressionKind::ListComprehension(Box::new(comprehension)))
    }

    fn map(&mut self, span: Span, parts: Parts<'_>) -> Option<ExpressionKind> {
        let loops = parts.clone().find(|part| part.as_rule() == Rule::comp);
        let mut entries = self.entries(parts)?;
        let Some(loops) = loops else {
            return Some(ExpressionKind::Map(Map { entries, span }));
        };
        let clauses = self.clauses(loops)?;
        let entry = entries.pop()?;
        let comprehension = MapComprehension { entry, clauses, span };
        Some(ExpressionKind::MapComprehension(Box::new(comprehension)))
    }

    pub(super) fn entries(&mut self, mut parts: Parts<'_>) -> Option<Vec<MapEntry>> {
        let mut entries = Vec::new();
        while let Some(entry) = parts.accept(Rule::entry) {
            let span = self.span(&entry);
            let mut parts = Parts::of(entry);
            let key = parts.next()?;
            let key = match key.as_rule() {
                Rule::paren => MapKey::Computed(self.expression(Parts::of(key).next()?)?),
                _ => MapKey::Label(self.label(key)?),
            };
            let value = self.expression(parts.next()?)?;
            entries.push(MapEntry { key, value, span });
        }
        Some(entries)
    }

    fn clauses(&mut self, node: Node<'_>) -> Option<Vec<crate::ast::ForClause>> {
        let mut clauses = Vec::new();
        for head in Parts::of(node) {
            clauses.push(self.for_clause(head)?);
        }
        Some(clauses)
    }

    fn conditional(&mut self, node: Node<'_>) -> Option<Expression> {
        let span = self.span(&node);
        let mut parts = Parts::of(node).filter(|part| part.as_rule() == Rule::expr);
        let condition = self.expression(parts.next()?)?;
        let then = self.expression(parts.next()?)?;
        let otherwise = self.expression(parts.next()?)?;
        let conditional = Conditional { condition, then, otherwise };
        Some(Expression { kind: ExpressionKind::Conditional(Box::new(conditional)), span })
    }

    /// Reports `2026-12-31`, which would be a subtraction.
    fn check_date(&mut self, span: Span) {
        let written = self.written(span);
        if !written.starts_with(|c: char| c.is_ascii_digit()) {
            return;
        }
        let end = written.find(|c: char| !c.is_ascii_digit() && c != '-').unwrap_or(written.len());
        let date = written.get(..end).unwrap_or_default();
        if date.split('-').filter(|part| !part.is_empty()).count() == 3 {
            let date = date.to_owned();
            self.diagnostics.push(report::bare_date(
                Span::new(span.file, span.range().start, span.range().start + end),
                &date,
            ));
        }
    }
}

fn constant(written: &str) -> ExpressionKind {
    match written {
        "true" => ExpressionKind::Boolean(true),
        "false" => ExpressionKind::Boolean(false),
        _ => ExpressionKind::None,
    }
}

fn infix(written: &str) -> Option<(BinaryOperator, u8)> {
    Some(match written {
        "or" => (BinaryOperator::Or, power::OR),
        "and" => (BinaryOperator::And, power::AND),
        "??" => (BinaryOperator::Otherwise, power::OTHERWISE),
        "+" => (BinaryOperator::Add, power::SUM),
        "-" => (BinaryOperator::Subtract, power::SUM),
        "*" => (BinaryOperator::Multiply, power::PRODUCT),
        "/" => (BinaryOperator::Divide, power::PRODUCT),
        _ => (comparison(written)?, power::COMPARISON),
    })
}

pub(super) fn comparison(written: &str) -> Option<BinaryOperator> {
    Some(match written {
        "==" => BinaryOperator::Equal,
        "!=" => BinaryOperator::NotEqual,
        "<" => BinaryOperator::Less,
        "<=" => BinaryOperator::LessOrEqual,
        ">" => BinaryOperator::Greater,
        ">=" => BinaryOperator::GreaterOrEqual,
        "in" => BinaryOperator::In,
        "like" => BinaryOperator::Like,
        // White space and comments may stand between the two words.
        _ if written.starts_with("not") && written.ends_with("in") => BinaryOperator::NotIn,
        _ if written.starts_with("not") && written.ends_with("like") => BinaryOperator::NotLike,
        _ => return None,
    })
}
