//! Functions that ask the finished model: `accounts`, `ous`, `policies`, `effective`.

use super::diagnostics;
use super::evaluator::Evaluator;
use super::functions::Function;
use super::progress::{Stage, Unknown};
use crate::value::{EntityType, Located, Type, Value};
use orgc_diag::Span;
use orgc_ir::Address;
use orgc_policy::PolicyType;
use orgc_syntax::ast;

impl<'a> Evaluator<'a, '_> {
    /// The member accounts of a part of the organization, or of all of it.
    pub(crate) fn members(&self, within: Option<&Address>) -> Vec<Address> {
        let all = self.names.organization.as_ref().map(|(_, address)| address);
        let mut members = match within.or(all) {
            Some(account) if account.kind() == "account" => vec![account.clone()],
            Some(part) => self.facts.below(part, "account"),
            None => Vec::new(),
        };
        members.retain(|account| !self.facts.is_management(account));
        members
    }

    /// Whether an account is the management account.
    pub(crate) fn is_management(&self, account: &Address) -> bool {
        self.facts.is_management(account)
    }

    pub(super) fn of_model(&mut self, function: Function, call: &'a ast::Call, span: Span) -> Value {
        match self.stage {
            Stage::Structure => {
                self.unknown = Some(Unknown { name: format!("{}()", function.name()), span });
                return Value::Error;
            }
            Stage::Model => {
                self.reports.push(diagnostics::asks_model(function.name(), span));
                return Value::Error;
            }
            Stage::Finished => {}
        }
        if function == Function::Effective {
            return self.effective(call, span);
        }
        let target = match call.arguments.first() {
            Some(argument) => match self.expect(&argument.value, &Type::Entity(EntityType::Target)).value {
                Value::Entity(address) => address,
                _ => return Value::Error,
            },
            None => match &self.names.organization {
                Some((_, address)) => address.clone(),
                None => return Value::list(Vec::new()),
            },
        };
        let found = match function {
            Function::Accounts if target.kind() == "account" => vec![target],
            Function::Accounts => self.facts.below(&target, "account"),
            Function::Ous => self.facts.below(&target, "ou"),
            _ => match call.arguments.get(1).and_then(|argument| self.policy_type(&argument.value, |_| true))
            {
                Some(policy_type) => self.facts.attached(&target, &policy_type.aws_name),
                None => return Value::Error,
            },
        };
        Value::list(
            found.into_iter().map(|address: Address| Located::new(self.entity(address), span)).collect(),
        )
    }

    /// One of these types of policies, by its name in the language.
    pub(super) fn policy_type(
        &mut self,
        expression: &'a ast::Expression,
        fits: impl Fn(&PolicyType) -> bool,
    ) -> Option<&'static PolicyType> {
        let types = PolicyType::all().iter().filter(|one| fits(one));
        let words: Vec<String> = types.map(|one| one.name.clone()).collect();
        let located = self.expect(expression, &Type::Choice(words));
        PolicyType::named(&self.known_text(&located, "a type of policies")?)
    }
}
