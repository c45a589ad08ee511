//! Policy rules and assertions: a head, and clauses that go on lines of their own when the whole
//! does not fit on one.

use orgc_diag::Span;

use super::comments::lines;
use super::doc::{Doc, concat_docs};
use super::layout::Layout;
use crate::ast::{
    Access, Actions, ActionsKind, Assertion, Claim, Condition, ConditionKey, ConditionTest, Effect,
    Expression, Guard, GuardKind, Modal, Principals, Quantifier, Resources, Rule, Subject,
};

/// A clause of a rule.
enum Clause<'a> {
    On(&'a Resources),
    By(&'a Principals),
    As(&'a Expression),
    Guard(&'a Guard),
}

impl Clause<'_> {
    fn span(&self) -> Span {
        match self {
            Self::On(Resources::All(span)) | Self::By(Principals::All(span)) => *span,
            Self::On(Resources::AllExcept(operand) | Resources::These(operand)) => operand.span,
            Self::By(Principals::These(operand)) => operand.span,
            Self::As(operand) => operand.span,
            Self::Guard(guard) => guard.span,
        }
    }
}

impl Layout<'_> {
    pub(super) fn rule(&mut self, rule: &Rule) -> Doc {
        let effect = match rule.effect {
            Effect::Allow => "allow ",
            Effect::Deny => "deny ",
        };
        let actions = self.actions(&rule.actions);
        let sid = rule.sid.as_ref().map_or_else(String::new, |sid| format!(" as {}", sid.text));
        let head_end = rule.sid.as_ref().map_or(rule.actions.span, |sid| sid.span);
        let on = rule.resources.iter().map(Clause::On);
        let by = rule.principals.iter().map(Clause::By);
        let guards = rule.guards.iter().map(Clause::Guard);
        let clauses: Vec<Clause<'_>> = on.chain(by).chain(guards).collect();
        let clauses = self.clauses(&clauses, head_end.range().end);
        concat_docs![effect, actions, sid, clauses].group()
    }

    pub(super) fn assertion(&mut self, assertion: &Assertion) -> Doc {
        let claim = match &assertion.claim {
            Claim::Access(access) => self.access(access),
            Claim::Value(value) => self.expression(value),
        };
        let message = match &assertion.message {
            Some(message) => concat_docs![Doc::Line, "else ", self.source(message.span)].nest(),
            None => Doc::empty(),
        };
        concat_docs!["assert ", claim, message].group()
    }

    fn access(&mut self, access: &Access) -> Doc {
        let subject = match &access.subject {
            Subject::EveryAccount { within: None, .. } => Doc::from("every account"),
            Subject::EveryAccount { within: Some(path), .. } => {
                concat_docs!["every account in ", self.expression(path)]
            }
            Subject::One(path) => self.expression(path),
        };
        let modal = match access.modal {
            Modal::Can => " can ",
            Modal::Cannot => " cannot ",
        };
        let actions = self.actions(&access.actions);
        let on = access.resources.iter().map(Clause::On);
        let role = access.role.iter().map(Clause::As);
        let guards = access.guards.iter().map(Clause::Guard);
        let mut clauses: Vec<Clause<'_>> = on.chain(role).chain(guards).collect();
        // The order of the page, unless there are comments, which stay with what they speak of.
        if clauses.iter().any(|clause| self.has_comment_before(clause.span().range().end)) {
            clauses.sort_by_key(|clause| clause.span().range().start);
        }
        let clauses = self.clauses(&clauses, access.actions.span.range().end);
        concat_docs![subject, modal, actions, clauses]
    }

    /// Clauses with the comments between them; a comment breaks the group around.
    fn clauses(&mut self, clauses: &[Clause<'_>], head: usize) -> Doc {
        let Some((first, last)) = clauses.first().zip(clauses.last()) else { return Doc::empty() };
        let after_head = self.trailing(head, first.span().range().start);
        // Comments inside the last clause have no place here; they move above the item.
        let end = last.span().range().start;
        let entries = self.entries(clauses, (head, end), Clause::span, Self::clause);
        let commented = after_head.is_some() || entries.has_comments();
        if commented {
            let comment = after_head.map_or_else(Doc::empty, |c| Doc::Trailing(format!(" {}", c.text)));
            let mut entries = entries;
            for entry in &mut entries.entries {
                entry.blank = false;
                entry.leads.iter_mut().for_each(|lead| lead.blank = false);
            }
            return concat_docs![comment, Doc::HardLine, lines(entries)].nest();
        }
        let docs = entries.entries.into_iter().flat_map(|entry| [Doc::Line, entry.doc]);
        Doc::Concat(docs.collect()).nest()
    }

    fn clause(&mut self, clause: &Clause<'_>) -> Doc {
        match clause {
            Clause::On(Resources::All(_)) => Doc::from("on all"),
            Clause::On(Resources::AllExcept(operand)) => {
                concat_docs!["on all except ", self.expression(operand)]
            }
            Clause::On(Resources::These(operand)) => concat_docs!["on ", self.expression(operand)],
            Clause::By(Principals::All(_)) => Doc::from("by all"),
            Clause::By(Principals::These(operand)) => concat_docs!["by ", self.expression(operand)],
            Clause::As(operand) => concat_docs!["as ", self.expression(operand)],
            Clause::Guard(guard) => self.guard(guard),
        }
    }

    fn actions(&mut self, actions: &Actions) -> Doc {
        match &actions.kind {
            ActionsKind::All => Doc::from("all"),
            ActionsKind::AllExcept(list) => concat_docs!["all except ", self.filled(list)],
            ActionsKind::These(list) => self.filled(list),
        }
    }

    /// Actions, as many on a line as fit.
    fn filled(&mut self, list: &[Expression]) -> Doc {
        let mut docs = Vec::new();
        for (index, action) in list.iter().enumerate() {
            if index > 0 {
                docs.extend([Doc::from(","), Doc::Line.group()]);
            }
            docs.push(self.expression(action));
        }
        Doc::Concat(docs).nest()
    }

    fn guard(&mut self, guard: &Guard) -> Doc {
        let word = match guard.kind {
            GuardKind::When => "when ",
            GuardKind::Unless => "unless ",
        };
        let mut docs = vec![Doc::from(word)];
        for (index, condition) in guard.conditions.iter().enumerate() {
            if index > 0 {
                docs.extend([Doc::Line, Doc::from("and ")]);
            }
            docs.push(self.condition(condition));
        }
        Doc::Concat(docs).nest().group()
    }

    fn condition(&mut self, condition: &Condition) -> Doc {
        let mut head = match condition.quantifier {
            Some(Quantifier::Any) => "any of ".to_owned(),
            Some(Quantifier::All) => "all of ".to_owned(),
            None => String::new(),
        };
        match &condition.key {
            ConditionKey::Iam(name) => head.push_str(&name.written()),
            ConditionKey::Computed(text) => {
                head.push_str("key ");
                head.push_str(self.source(text.span));
            }
        }
        if condition.if_exists {
            head.push('?');
        }
        match &condition.test {
            ConditionTest::Exists => concat_docs![head, " exists"],
            ConditionTest::Missing => concat_docs![head, " missing"],
            ConditionTest::Compare { operator, operand, .. } => {
                concat_docs![format!("{head} {} ", operator.written()), self.expression(operand)]
            }
        }
    }
}
