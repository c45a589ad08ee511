//! `effective(account, type)`: what the management policies above an account come to.

use super::evaluator::Evaluator;
use crate::effective::levels;
use crate::policy::Holes;
use crate::value::{EntityType, Entry, Located, Type, Value};
use orgc_diag::Span;
use orgc_policy::merge::merge;
use orgc_policy::{Family, PolicyType};
use orgc_syntax::ast;
use rust_decimal::Decimal;
use serde_json::Value as Json;

impl<'a> Evaluator<'a, '_> {
    /// The effective policy as a map; none if no policy of the type reaches the account.
    pub(super) fn effective(&mut self, call: &'a ast::Call, span: Span) -> Value {
        let [account, policy_type] = call.arguments.as_slice() else { return Value::Error };
        let account = self.expect(&account.value, &Type::Entity(EntityType::Kind("account".to_owned())));
        let is_merged = |one: &PolicyType| one.family == Family::Management;
        let policy_type = self.policy_type(&policy_type.value, is_merged);
        let (Value::Entity(account), Some(policy_type)) = (account.value, policy_type) else {
            return Value::Error;
        };
        let mut holes = Holes::default();
        let levels = levels(&account, policy_type, &self.facts, &mut |text| holes.mark(text));
        if levels.iter().all(|level| level.policies.is_empty()) {
            return Value::None;
        }
        value(&merge(&levels).document(), &holes, span)
    }
}

/// A value of a document, with what AWS assigns put back.
fn value(json: &Json, holes: &Holes, span: Span) -> Value {
    match json {
        Json::Null => Value::None,
        Json::Bool(is) => Value::Bool(*is),
        Json::Number(number) => match (number.as_i64(), number.to_string().parse::<Decimal>()) {
            (Some(integer), _) => Value::Integer(integer),
            (None, Ok(decimal)) => Value::Decimal(decimal),
            (None, Err(_)) => Value::text(number.to_string()),
        },
        Json::String(text) => Value::Text(holes.restore(text)),
        Json::Array(elements) => {
            Value::list(elements.iter().map(|one| Located::new(value(one, holes, span), span)).collect())
        }
        Json::Object(members) => {
            let entry = |(key, member): (&String, &Json)| Entry {
                key: holes.restore(key).to_string(),
                key_span: span,
                value: Located::new(value(member, holes, span), span),
            };
            Value::map(members.iter().map(entry).collect())
        }
    }
}
