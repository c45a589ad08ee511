//! From a policy's JSON to rules of the language.
//!
//! It writes the sentence that most probably means the same. Whether it does is not decided here:
//! the sources are compiled again, and where the result is not equivalent to what is live, the
//! policy stays JSON.

use orgc_policy::{
    Base, Comparison, Condition, Document, Effect, Grammar, IamCatalog, KeyKind, Operator, OperatorFamily,
    Principal, Principals, Quantifier, Scope, Statement,
};
use orgc_syntax::spelling;

/// The key whose values are names of Regions.
const REGION_KEY: &str = "aws:RequestedRegion";

/// The rules of a document, one a line. None where some part of it has no form in the language.
///
/// `account` gives the name of a declared account by its id.
pub(super) fn rules<'n>(
    text: &str,
    grammar: Grammar,
    catalog: &IamCatalog,
    account: &dyn Fn(&str) -> Option<&'n str>,
) -> Option<String> {
    let document = Document::parse(text).ok()?;
    if document.id.is_some() || document.statements.is_empty() {
        return None;
    }
    let writer = Writer { grammar, catalog, account };
    document.statements.iter().map(|statement| writer.rule(statement)).collect()
}

struct Writer<'w, 'n> {
    grammar: Grammar,
    catalog: &'w IamCatalog,
    account: &'w dyn Fn(&str) -> Option<&'n str>,
}

impl Writer<'_, '_> {
    fn rule(&self, statement: &Statement) -> Option<String> {
        let effect = match statement.effect {
            Effect::Allow => "allow",
            Effect::Deny => "deny",
        };
        let mut rule = format!("{effect} {}", actions(&statement.actions));
        if let Some(sid) = &statement.sid {
            let is_plain = spelling::is_name(sid) && sid.chars().all(|c| c.is_ascii_alphanumeric());
            rule.push_str(&is_plain.then(|| format!(" as {sid}"))?);
        }
        rule.push_str(&resources(statement.resources.as_ref()?));
        rule.push_str(&self.principals(statement.principals.as_ref())?);
        rule.push_str(&self.guards(statement)?);
        rule.push('\n');
        Some(rule)
    }

    /// What must hold, then the principals that are excepted: a negated condition on who asks reads
    /// better as its opposite after `unless`.
    fn guards(&self, statement: &Statement) -> Option<String> {
        let (mut when, mut unless) = (Vec::new(), String::new());
        for one in statement.conditions.iter() {
            match self.exception(statement, one) {
                Some(exception) => unless.push_str(&format!(" unless {exception}")),
                None => when.push(self.condition(one, &statement.actions)?),
            }
        }
        let when = if when.is_empty() { String::new() } else { format!(" when {}", when.join(" and ")) };
        Some(when + &unless)
    }

    /// The opposite of a condition of a denial that excepts principals.
    fn exception(&self, statement: &Statement, condition: &Condition) -> Option<String> {
        let operator = Operator::parse(&condition.operator)?;
        let plain = Base::ALL.into_iter().find(|base| {
            operator.base.is_negated() && base.name() == operator.base.name().replacen("Not", "", 1)
        })?;
        let is_simple = operator.quantifier.is_none() && !operator.if_exists;
        let is_exception =
            is_simple && statement.effect == Effect::Deny && condition.key.starts_with("aws:Principal");
        let opposite = Condition { operator: plain.name().to_owned(), ..condition.clone() };
        self.condition(&opposite, &statement.actions).filter(|_| is_exception)
    }

    /// Who may be named differs from type to type; what a type says by itself is not written.
    fn principals(&self, principals: Option<&Principals>) -> Option<String> {
        match (self.grammar, principals) {
            (Grammar::ServiceControl, None)
            | (Grammar::ResourceControl, Some(Principals::These(Principal::Everyone))) => Some(String::new()),
            (Grammar::Delegation, Some(Principals::These(Principal::Kinds(kinds)))) => match kinds.as_slice()
            {
                [(kind, names)] if kind == "AWS" => {
                    let names: Vec<String> = names.iter().map(|name| self.principal(name)).collect();
                    Some(format!(" by {}", one_or_list(&names)))
                }
                _ => None,
            },
            _ => None,
        }
    }

    /// An account that is declared is named; everything else stands as it is.
    fn principal(&self, name: &str) -> String {
        let root = name.strip_prefix("arn:aws:iam::").and_then(|rest| rest.strip_suffix(":root"));
        match (self.account)(root.unwrap_or(name)) {
            Some(account) => account.to_owned(),
            None => quoted(name),
        }
    }

    fn condition(&self, condition: &Condition, actions: &Scope) -> Option<String> {
        let operator = Operator::parse(&condition.operator)?;
        let key = key(&condition.key);
        if operator.base == Base::Null {
            return match condition.values.as_slice() {
                [value] if value == "true" => Some(format!("{key} missing")),
                [value] if value == "false" => Some(format!("{key} exists")),
                _ => None,
            };
        }
        let quantifier = match operator.quantifier {
            Some(Quantifier::Any) => "any of ",
            Some(Quantifier::All) => "all of ",
            None => "",
        };
        let if_exists = if operator.if_exists { "?" } else { "" };
        let known = self.catalog.check_key(&condition.key, actions).key_type.map(|one| one.kind);
        let kind = known.unwrap_or(usual(operator));
        let values: Vec<String> =
            condition.values.iter().map(|value| literal(&condition.key, operator, value)).collect();
        let comparison = comparison(operator, kind, &values);
        Some(format!("{quantifier}{key}{if_exists} {comparison}"))
    }
}

/// The kind of a key that the catalogue does not have: the language takes it from the value.
fn usual(operator: Operator) -> KeyKind {
    match operator.base.family() {
        OperatorFamily::Bool => KeyKind::Bool,
        OperatorFamily::Numeric => KeyKind::Numeric,
        _ => KeyKind::String,
    }
}

/// The comparison of the language that becomes this operator for a key of this kind; else IAM's word.
fn comparison(operator: Operator, kind: KeyKind, values: &[String]) -> String {
    use Comparison::{Equal, Greater, GreaterOrEqual, Less, LessOrEqual, Like, NotEqual, NotLike};
    let same = |one: &Comparison| one.base(kind) == Some(operator.base);
    let word = match (Comparison::ALL.into_iter().find(same), values.len()) {
        (Some(Equal), 1) => "==",
        (Some(Equal), _) => "in",
        (Some(NotEqual), 1) => "!=",
        (Some(NotEqual), _) => "not in",
        (Some(Less), _) => "<",
        (Some(LessOrEqual), _) => "<=",
        (Some(Greater), _) => ">",
        (Some(GreaterOrEqual), _) => ">=",
        (Some(Like), _) => "like",
        (Some(NotLike), _) => "not like",
        (None, _) => operator.base.name(),
    };
    format!("{word} {}", one_or_list(values))
}

/// A value of a condition.
fn literal(key: &str, operator: Operator, value: &str) -> String {
    let is_number = !value.is_empty() && value.chars().all(|c| c.is_ascii_digit());
    let is_plain = match operator.base.family() {
        OperatorFamily::Bool => matches!(value, "true" | "false"),
        OperatorFamily::Numeric | OperatorFamily::Date => {
            is_number && (value == "0" || !value.starts_with('0'))
        }
        OperatorFamily::String => key == REGION_KEY && orgc_sema::is_region(value),
        _ => false,
    };
    if is_plain { value.to_owned() } else { quoted(value) }
}

fn key(key: &str) -> String {
    if is_iam_name(key) { key.to_owned() } else { format!("key {}", quoted(key)) }
}

fn actions(scope: &Scope) -> String {
    let action = |name: &String| if is_iam_name(name) { name.clone() } else { quoted(name) };
    let listed = |names: &[String]| names.iter().map(action).collect::<Vec<_>>().join(", ");
    match scope {
        Scope::These(names) if names == &["*"] => "all".to_owned(),
        Scope::These(names) => listed(names),
        Scope::AllExcept(names) => format!("all except {}", listed(names)),
    }
}

fn resources(scope: &Scope) -> String {
    let listed = |names: &[String]| one_or_list(&names.iter().map(|name| quoted(name)).collect::<Vec<_>>());
    match scope {
        Scope::These(names) if names == &["*"] => String::new(),
        Scope::These(names) => format!(" on {}", listed(names)),
        Scope::AllExcept(names) => format!(" on all except {}", listed(names)),
    }
}

fn one_or_list(values: &[String]) -> String {
    match values {
        [one] => one.clone(),
        many => format!("[{}]", many.join(", ")),
    }
}

/// Whether the language reads a name of an action or a key without quotes (`grammar/org.pest`,
/// `iam_name`).
fn is_iam_name(name: &str) -> bool {
    let Some((service, action)) = name.split_once(':') else { return false };
    let is_service = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '*');
    let more = |c: char| c.is_ascii_alphanumeric() || matches!(c, '*' | '?');
    let mut letters = action.chars().peekable();
    let mut is_action = !action.is_empty();
    while let Some(letter) = letters.next() {
        is_action &= match letter {
            '?' => letters.peek().copied().is_some_and(more),
            '-' => letters.peek().is_some_and(char::is_ascii_alphanumeric),
            '*' | '_' | '/' => true,
            _ => letter.is_ascii_alphanumeric(),
        };
    }
    !service.is_empty() && service.chars().all(is_service) && is_action
}

/// A text of a policy: variables of IAM stay as they are, since the language passes them on.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("${") {
        out.push_str(&spelling::escaped(before));
        match after.split_once('}') {
            Some((variable, tail)) if is_variable(variable) => {
                out.push_str(&format!("${{{variable}}}"));
                rest = tail;
            }
            _ => {
                out.push_str("\\${");
                rest = after;
            }
        }
    }
    out.push_str(&spelling::escaped(rest));
    out.push('"');
    out
}

fn is_variable(inside: &str) -> bool {
    let named = inside.split_once(':').is_some_and(|(service, name)| {
        !name.is_empty()
            && service.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '*'))
            && name.chars().all(|c| !c.is_control() && !matches!(c, '"' | '\\'))
    });
    named || matches!(inside, "*" | "?" | "$")
}

#[cfg(test)]
mod tests {
    use super::*;
    use insta::assert_snapshot;

    fn written(grammar: Grammar, statement: &str) -> String {
        let text = format!(r#"{{"Version":"2012-10-17","Statement":{statement}}}"#);
        let account = |id: &str| (id == "111122223333").then_some("security");
        rules(&text, grammar, IamCatalog::bundled(), &account).unwrap_or_else(|| "JSON".to_owned())
    }

    #[test]
    fn a_statement_becomes_a_sentence() {
        let scp = |statement: &str| written(Grammar::ServiceControl, statement);
        assert_snapshot!(scp(r#"{"Effect":"Deny","Action":"*","Resource":"*"}"#), @"deny all");
        assert_snapshot!(
            scp(r#"{"Sid":"Keep","Effect":"Deny","NotAction":["iam:*","s3:Get?bject"],"NotResource":"arn:aws:s3:::a/${aws:PrincipalTag/team}/${x}"}"#),
            @r#"deny all except iam:*, s3:Get?bject as Keep on all except "arn:aws:s3:::a/${aws:PrincipalTag/team}/\${x}""#
        );
        assert_snapshot!(
            scp(r#"{"Effect":"Deny","Action":"ec2:*","Resource":"*","Condition":{"StringNotEquals":{"aws:RequestedRegion":["eu-west-1","us-east-1"]},"ArnNotLike":{"aws:PrincipalArn":"arn:aws:iam::*:role/X"}}}"#),
            @r#"deny ec2:* when aws:RequestedRegion not in [eu-west-1, us-east-1] unless aws:PrincipalArn like "arn:aws:iam::*:role/X""#
        );
        assert_snapshot!(
            scp(r#"{"Effect":"Deny","Action":"ec2:*","Resource":"*","Condition":{"StringLike":{"aws:PrincipalArn":"*x"},"BoolIfExists":{"aws:MultiFactorAuthPresent":false},"Null":{"aws:PrincipalTag/a b":"true"},"ForAnyValue:StringEquals":{"aws:TagKeys":["a","b"]}}}"#),
            @r#"deny ec2:* when aws:PrincipalArn StringLike "*x" and aws:MultiFactorAuthPresent? == false and key "aws:PrincipalTag/a b" missing and any of aws:TagKeys in ["a", "b"]"#
        );
    }

    #[test]
    fn who_a_rule_is_for_depends_on_the_type() {
        let statement = r#"{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*"}"#;
        assert_snapshot!(written(Grammar::ResourceControl, statement), @"deny s3:*");
        assert_snapshot!(written(Grammar::ServiceControl, statement), @"JSON");
        assert_snapshot!(
            written(Grammar::Delegation, r#"{"Effect":"Allow","Principal":{"AWS":["arn:aws:iam::111122223333:root","arn:aws:iam::444455556666:root"]},"Action":"organizations:List*","Resource":"*"}"#),
            @r#"allow organizations:List* by [security, "arn:aws:iam::444455556666:root"]"#
        );
    }

    #[test]
    fn what_has_no_form_stays_json() {
        let scp = |statement: &str| written(Grammar::ServiceControl, statement);
        assert_snapshot!(scp(r#"{"Sid":"with space","Effect":"Deny","Action":"s3:*","Resource":"*"}"#), @"JSON");
        assert_snapshot!(scp(r#"{"Effect":"Deny","Action":"s3:*","Resource":"*","Condition":{"Null":{"k":["true","false"]}}}"#), @"JSON");
    }
}
