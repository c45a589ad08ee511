//! Policy rules and assertions.

use orgc_diag::Span;

use super::super::diagnostics as report;
use super::super::grammar::{Node, Rule};
use super::expressions::comparison;
use super::{Builder, DEEPEST_EXPRESSION, Parts};
use crate::ast::{
    Access, Actions, ActionsKind, Assertion, Binary, BinaryOperator, Claim, Condition, ConditionKey,
    ConditionOperator, ConditionTest, Effect, Expression, ExpressionKind, Guard, GuardKind, Modal,
    Principals, Quantifier, Resources, Rule as PolicyRule, Subject,
};

impl Builder<'_> {
    pub(super) fn rule(&mut self, node: Node<'_>) -> Option<PolicyRule> {
        let span = self.span(&node);
        let mut parts = Parts::of(node);
        let effect = match parts.accept(Rule::effect)?.as_str().starts_with("allow") {
            true => Effect::Allow,
            false => Effect::Deny,
        };
        let actions = self.actions(parts.next()?)?;
        let sid = match parts.accept(Rule::sid) {
            Some(sid) => Some(self.name(&Parts::of(sid).nth(1)?)),
            None => None,
        };
        let resources = self.resources(&mut parts)?;
        let principals = match parts.accept(Rule::by_clause) {
            Some(clause) => Some(self.principals(clause)?),
            None => None,
        };
        let guards = self.guards(parts, sid.is_none().then_some(span))?;
        Some(PolicyRule { effect, actions, sid, resources, principals, guards, span })
    }

    fn actions(&mut self, node: Node<'_>) -> Option<Actions> {
        let span = self.span(&node);
        let mut parts = Parts::of(node);
        let all = parts.has(Rule::all_word);
        let except = parts.has(Rule::kw_except);
        let kind = match parts.accept(Rule::action_list) {
            Some(list) if except => ActionsKind::AllExcept(self.action_list(list)?),
            Some(list) => ActionsKind::These(self.action_list(list)?),
            None if all => ActionsKind::All,
            None => return None,
        };
        Some(Actions { kind, span })
    }

    fn action_list(&mut self, node: Node<'_>) -> Option<Vec<Expression>> {
        let mut actions = Vec::new();
        for action in Parts::of(node) {
            actions.push(self.atom(action)?);
        }
        Some(actions)
    }

    /// `on …`, if it comes next. The outer nothing is a failure.
    fn resources(&mut self, parts: &mut Parts<'_>) -> Option<Option<Resources>> {
        let Some(clause) = parts.accept(Rule::on_clause) else { return Some(None) };
        let mut parts = Parts::of(clause);
        parts.accept(Rule::kw_on)?;
        let next = parts.next()?;
        Some(Some(match next.as_rule() {
            Rule::all_word => Resources::All(self.span(&next)),
            Rule::kw_all => {
                parts.accept(Rule::kw_except)?;
                Resources::AllExcept(self.operand(parts.next()?)?)
            }
            _ => Resources::These(self.operand(next)?),
        }))
    }

    fn principals(&mut self, node: Node<'_>) -> Option<Principals> {
        let mut parts = Parts::of(node);
        parts.accept(Rule::kw_by)?;
        let next = parts.next()?;
        Some(match next.as_rule() {
            Rule::all_word => Principals::All(self.span(&next)),
            _ => Principals::These(self.operand(next)?),
        })
    }

    /// The guards of a rule or an assertion. A rule that can be written twice gives its place.
    fn guards<'n>(
        &mut self,
        parts: impl Iterator<Item = Node<'n>> + Clone,
        rule: Option<Span>,
    ) -> Option<Vec<Guard>> {
        let alternatives = parts.clone().filter(|node| has_or(node)).count();
        let mut guards = Vec::new();
        for node in parts {
            if has_or(&node) {
                self.or(node, rule.filter(|_| alternatives == 1));
                continue;
            }
            guards.push(self.guard(node)?);
        }
        (alternatives == 0).then_some(guards)
    }

    /// `or` between conditions: one rule for each side says the same, and after `unless` a clause for
    /// each side.
    fn or(&mut self, guard: Node<'_>, rule: Option<Span>) {
        let span = self.span(&guard);
        let is_unless = Parts::of(guard.clone()).has(Rule::kw_unless);
        let (ors, sides) = self.sides(guard);
        let rules = rule.filter(|_| !is_unless).map(|rule| (rule, self.rule_for_each(rule, span, &sides)));
        self.diagnostics.push(report::or_in_condition(&ors, is_unless, rules));
    }

    /// The `or`s of a guard, and the conditions between them.
    fn sides(&self, guard: Node<'_>) -> (Vec<Span>, Vec<Span>) {
        let (mut ors, mut sides): (Vec<Span>, Vec<Span>) = (Vec::new(), Vec::new());
        for part in Parts::of(guard) {
            let place = self.span(&part);
            match part.as_rule() {
                Rule::kw_or => ors.push(place),
                Rule::condition if sides.len() > ors.len() => {
                    let last = sides.pop().map_or(place, |side| side.join(place));
                    sides.push(last);
                }
                Rule::condition => sides.push(place),
                _ => {}
            }
        }
        (ors, sides)
    }

    /// The rule once for each side, instead of the guard.
    fn rule_for_each(&self, rule: Span, guard: Span, sides: &[Span]) -> String {
        let text = |range| self.text.get(range).unwrap_or_default();
        let before = text(rule.range().start..guard.range().start);
        let after = text(guard.range().end..rule.range().end);
        let one = |side: &Span| format!("{before}when {}{after}", self.written(*side));
        let rules: Vec<String> = sides.iter().map(one).collect();
        rules.join(&format!("\n\n{}", self.margin(rule)))
    }

    /// The white space before an item on its line.
    fn margin(&self, item: Span) -> &str {
        let before = self.text.get(..item.range().start).unwrap_or_default();
        let line = before.rsplit('\n').next().unwrap_or_default();
        let margin = line.len() - line.trim_start_matches([' ', '\t']).len();
        line.get(..margin).unwrap_or_default()
    }

    fn guard(&mut self, node: Node<'_>) -> Option<Guard> {
        let span = self.span(&node);
        let mut parts = Parts::of(node);
        let kind = match parts.next()?.as_rule() {
            Rule::kw_when => GuardKind::When,
            _ => GuardKind::Unless,
        };
        let mut conditions = Vec::new();
        for part in parts.filter(|part| part.as_rule() == Rule::condition) {
            conditions.push(self.condition(part)?);
        }
        Some(Guard { kind, conditions, span })
    }

    fn condition(&mut self, node: Node<'_>) -> Option<Condition> {
        let span = self.span(&node);
        let mut parts = Parts::of(node);
        let quantifier = match parts.accept(Rule::quantifier) {
            Some(word) => Some(match Parts::of(word).next()?.as_rule() {
                Rule::kw_any => Quantifier::Any,
                _ => Quantifier::All,
            }),
            None => None,
        };
        let key = self.condition_key(parts.accept(Rule::cond_key)?)?;
        let if_exists = parts.has(Rule::optional_mark);
        let test = self.condition_test(parts.next()?)?;
        Some(Condition { quantifier, key, if_exists, test, span })
    }

    fn condition_key(&mut self, node: Node<'_>) -> Option<ConditionKey> {
        let mut parts = Parts::of(node);
        if parts.has(Rule::kw_key) {
            return Some(ConditionKey::Computed(self.line(parts.next()?)?));
        }
        Some(ConditionKey::Iam(self.iam_name(parts.next()?)?))
    }

    fn condition_test(&mut self, node: Node<'_>) -> Option<ConditionTest> {
        let mut parts = Parts::of(node);
        let first = parts.next()?;
        match first.as_rule() {
            Rule::kw_exists => return Some(ConditionTest::Exists),
            Rule::kw_missing => return Some(ConditionTest::Missing),
            _ => {}
        }
        let operator_span = self.span(&first);
        let operator = condition_operator(first.as_str());
        let operand = self.operand(parts.next()?)?;
        Some(ConditionTest::Compare { operator, operator_span, operand })
    }

    /// A sum of atoms.
    fn operand(&mut self, node: Node<'_>) -> Option<Expression> {
        let span = self.span(&node);
        let mut parts = Parts::of(node);
        if parts.clone().take(DEEPEST_EXPRESSION + 1).count() > DEEPEST_EXPRESSION {
            self.diagnostics.push(report::too_long(span));
            return None;
        }
        let mut left = self.atom(parts.next()?)?;
        while let Some(plus) = parts.accept(Rule::op_add) {
            let right = self.atom(parts.next()?)?;
            let span = left.span.join(right.span);
            let operator_span = self.span(&plus);
            let sum = Binary { operator: BinaryOperator::Add, operator_span, left, right };
            left = Expression { kind: ExpressionKind::Binary(Box::new(sum)), span };
        }
        Some(left)
    }

    fn atom(&mut self, node: Node<'_>) -> Option<Expression> {
        match node.as_rule() {
            Rule::path => self.path(node),
            Rule::use_path => {
                let mut parts = Parts::of(node);
                let path = self.path(parts.next()?)?;
                self.postfixes(path, &mut parts)
            }
            _ => self.primary(node),
        }
    }

    pub(super) fn assertion(&mut self, node: Node<'_>) -> Option<Assertion> {
        let span = self.span(&node);
        let mut parts = Parts::of(node);
        parts.accept(Rule::kw_assert)?;
        let claim = parts.next()?;
        let claim = match claim.as_rule() {
            Rule::access => Claim::Access(Box::new(self.access(claim)?)),
            _ => Claim::Value(self.expression(claim)?),
        };
        let message = match parts.accept(Rule::kw_else) {
            Some(_) => Some(self.line(parts.next()?)?),
            None => None,
        };
        Some(Assertion { claim, message, span })
    }

    fn access(&mut self, node: Node<'_>) -> Option<Access> {
        let span = self.span(&node);
        let mut parts = Parts::of(node);
        let subject = self.subject(parts.accept(Rule::subject)?)?;
        let modal = match Parts::of(parts.accept(Rule::modal)?).next()?.as_rule() {
            Rule::kw_can => Modal::Can,
            _ => Modal::Cannot,
        };
        let actions = self.actions(parts.next()?)?;
        let resources = self.resources(&mut parts)?;
        let is_role = |part: &Node<'_>| part.as_rule() == Rule::as_role;
        let role = match parts.clone().find(is_role) {
            Some(clause) => Some(self.operand(Parts::of(clause).nth(1)?)?),
            None => None,
        };
        let guards = self.guards(parts.filter(|part| !is_role(part)), None)?;
        Some(Access { subject, modal, actions, resources, role, guards, span })
    }

    fn subject(&mut self, node: Node<'_>) -> Option<Subject> {
        let span = self.span(&node);
        let mut parts = Parts::of(node);
        if !parts.has(Rule::kw_every) {
            return Some(Subject::One(self.path(parts.next()?)?));
        }
        parts.accept(Rule::kw_account)?;
        let within = match parts.accept(Rule::kw_in) {
            Some(_) => Some(self.path(parts.next()?)?),
            None => None,
        };
        Some(Subject::EveryAccount { within, span })
    }
}

/// Whether conditions of a guard are joined by `or`.
fn has_or(guard: &Node<'_>) -> bool {
    Parts::of(guard.clone()).any(|part| part.as_rule() == Rule::kw_or)
}

fn condition_operator(written: &str) -> ConditionOperator {
    match comparison(written) {
        Some(BinaryOperator::Equal) => ConditionOperator::Equal,
        Some(BinaryOperator::NotEqual) => ConditionOperator::NotEqual,
        Some(BinaryOperator::Less) => ConditionOperator::Less,
        Some(BinaryOperator::LessOrEqual) => ConditionOperator::LessOrEqual,
        Some(BinaryOperator::Greater) => ConditionOperator::Greater,
        Some(BinaryOperator::GreaterOrEqual) => ConditionOperator::GreaterOrEqual,
        Some(BinaryOperator::In) => ConditionOperator::In,
        Some(BinaryOperator::NotIn) => ConditionOperator::NotIn,
        Some(BinaryOperator::Like) => ConditionOperator::Like,
        Some(BinaryOperator::NotLike) => ConditionOperator::NotLike,
        _ => ConditionOperator::Raw(written.to_owned()),
    }
}
