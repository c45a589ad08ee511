//! What a policy type allows of the IAM language.

use super::value::{Document, Effect, Principal, Principals, Scope, Statement, VERSION};
use crate::action::ActionPattern;
use crate::condition::Operator;
use crate::grammar::Grammar;
use crate::place::JsonPath;
use crate::problem::{Fault, Problem};

impl Document {
    /// What a grammar does not allow in this document; nothing if it is fine. The problems have
    /// paths and no places, as the document may never have been a text; [`Problem::locate`] adds
    /// places. The index in `Statement[1]` is the one in [`Document::statements`]; it is left out
    /// when there is only one.
    pub fn check(&self, grammar: Grammar) -> Vec<Problem> {
        let mut check = Check { grammar, problems: Vec::new() };
        check.document(self);
        check.problems
    }
}

struct Check {
    grammar: Grammar,
    problems: Vec<Problem>,
}

impl Check {
    fn document(&mut self, document: &Document) {
        let top = JsonPath::default();
        match document.version.as_deref() {
            Some(VERSION) => {}
            Some(found) => self.problem(Fault::Version { found: found.to_owned() }, top.key("Version")),
            None => self.problem(Fault::Missing { element: "Version".to_owned() }, top.clone()),
        }
        if document.id.is_some() {
            self.not_allowed("Id", &top);
        }
        let path = top.key("Statement");
        let count = document.statements.len();
        if count == 0 {
            self.problem(Fault::EmptyList, path.clone());
        }
        for (index, statement) in document.statements.iter().enumerate() {
            self.statement(statement, &path.one_of(index, count));
        }
    }

    fn statement(&mut self, statement: &Statement, path: &JsonPath) {
        let grammar = self.grammar;
        if grammar == Grammar::ResourceControl && statement.effect == Effect::Allow {
            self.problem(Fault::AllowNotAllowed { grammar }, path.key("Effect"));
        }
        self.principals(statement, path);
        self.actions(&statement.actions, path);
        if grammar == Grammar::Delegation && matches!(statement.resources, Some(Scope::AllExcept(_))) {
            self.not_allowed("NotResource", path);
        }
        if statement.resources.is_none() {
            self.problem(Fault::Missing { element: "Resource` or `NotResource".to_owned() }, path.clone());
        }
        let path = path.key("Condition");
        for condition in statement.conditions.iter().filter(|one| Operator::parse(&one.operator).is_none()) {
            let fault = Fault::UnknownOperator { operator: condition.operator.clone() };
            self.problem(fault, path.key(&condition.operator));
        }
    }

    fn principals(&mut self, statement: &Statement, path: &JsonPath) {
        let grammar = self.grammar;
        match (grammar, &statement.principals) {
            (Grammar::ServiceControl | Grammar::Identity, None) => {}
            (Grammar::ServiceControl | Grammar::Identity, Some(Principals::These(_))) => {
                self.not_allowed("Principal", path);
            }
            (_, Some(Principals::AllExcept(_))) => self.not_allowed("NotPrincipal", path),
            (Grammar::ResourceControl, Some(Principals::These(Principal::Everyone))) => {}
            (Grammar::ResourceControl, Some(Principals::These(Principal::Kinds(_)))) => {
                self.problem(Fault::PrincipalNotEveryone { grammar }, path.key("Principal"));
            }
            (Grammar::Delegation, Some(Principals::These(Principal::Kinds(_)))) => {}
            (Grammar::Delegation, Some(Principals::These(Principal::Everyone))) => {
                self.problem(Fault::EveryoneNotAllowed { grammar }, path.key("Principal"));
            }
            (Grammar::ResourceControl | Grammar::Delegation, None) => {
                self.problem(Fault::Missing { element: "Principal".to_owned() }, path.clone());
            }
        }
    }

    fn actions(&mut self, actions: &Scope, path: &JsonPath) {
        let path = match actions {
            Scope::These(_) => path.key("Action"),
            Scope::AllExcept(_) if self.grammar.names_services() => {
                return self.not_allowed("NotAction", path);
            }
            Scope::AllExcept(_) => path.key("NotAction"),
        };
        let patterns = actions.patterns();
        for (index, action) in patterns.iter().enumerate() {
            self.action(action, path.one_of(index, patterns.len()));
        }
    }

    fn action(&mut self, text: &str, path: JsonPath) {
        let grammar = self.grammar;
        let action = text.to_owned();
        match ActionPattern::parse(text) {
            Err(fault) => self.problem(Fault::Action { action, fault }, path),
            Ok(_) if !grammar.names_services() => {}
            Ok(ActionPattern::Of { service, .. }) if !service.contains(['*', '?']) => {
                if !grammar.services().any(|one| one.eq_ignore_ascii_case(service)) {
                    let service = service.to_owned();
                    self.problem(Fault::ServiceNotSupported { service, grammar }, path);
                } else if grammar == Grammar::Delegation && !can_be_delegated(text) {
                    self.problem(Fault::NotDelegable { action }, path);
                }
            }
            Ok(_) => self.problem(Fault::ServiceNotNamed { action, grammar }, path),
        }
    }

    fn not_allowed(&mut self, element: &'static str, path: &JsonPath) {
        let fault = Fault::NotAllowed { element, grammar: self.grammar };
        self.problem(fault, path.key(element));
    }

    fn problem(&mut self, fault: Fault, path: JsonPath) {
        self.problems.push(Problem::new(fault, path));
    }
}

/// Actions beside the reading ones that a delegation policy can grant (AWS Organizations User Guide,
/// Delegated administrator for AWS Organizations).
const DELEGABLE: [&str; 9] = [
    "AttachPolicy",
    "CreatePolicy",
    "DeletePolicy",
    "DetachPolicy",
    "DisablePolicyType",
    "EnablePolicyType",
    "TagResource",
    "UntagResource",
    "UpdatePolicy",
];

/// Whether an action of AWS Organizations can be granted. Of patterns it is not asked.
fn can_be_delegated(action: &str) -> bool {
    let name = action.split(':').nth(1).unwrap_or_default();
    let reads = ["describe", "list"].iter().any(|verb| name.to_ascii_lowercase().starts_with(verb));
    reads || name.contains(['*', '?']) || DELEGABLE.iter().any(|one| one.eq_ignore_ascii_case(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(grammar: Grammar, statements: &str) -> String {
        let text = format!(r#"{{"Version":"2012-10-17","Statement":{statements}}}"#);
        let problems = Document::parse(&text).unwrap().check(grammar);
        problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn the_full_language_is_fine_in_a_service_control_policy() {
        assert_eq!(
            check(
                Grammar::ServiceControl,
                r#"[{"Effect":"Allow","NotAction":"*:*Get?","NotResource":"arn:aws:s3:::x","Condition":{"ForAnyValue:StringLikeIfExists":{"k":"v"}}},
                    {"Sid":"A","Effect":"Deny","Action":"*","Resource":["*"]}]"#
            ),
            ""
        );
    }

    #[test]
    fn what_a_service_control_policy_refuses() {
        insta::assert_snapshot!(check(
            Grammar::ServiceControl,
            r#"[{"Effect":"Deny","Principal":"*","Action":["s3:Get","s3"]},
                {"Effect":"Deny","NotPrincipal":{"AWS":"1"},"Action":"a:b","Resource":"*","Condition":{"StringIs":{"k":"v"}}}]"#
        ), @r#"
        `Principal` is not allowed in a service control policy, at `Statement[0].Principal`
        `s3` is not an action: a service, a colon and a name are expected, at `Statement[0].Action[1]`
        `Resource` or `NotResource` is missing, at `Statement[0]`
        `NotPrincipal` is not allowed in a service control policy, at `Statement[1].NotPrincipal`
        `StringIs` is not a condition operator, at `Statement[1].Condition.StringIs`
        "#);
    }

    #[test]
    fn a_resource_control_policy_denies_everyone_on_supported_services() {
        let fine = r#"{"Effect":"Deny","Principal":"*","Action":["s3:*","STS:AssumeRole"],"NotResource":"arn:aws:s3:::x"}"#;
        assert_eq!(check(Grammar::ResourceControl, fine), "");
        insta::assert_snapshot!(check(
            Grammar::ResourceControl,
            r#"[{"Effect":"Allow","Principal":{"AWS":"*"},"NotAction":"s3:*","Resource":"*"},
                {"Effect":"Deny","Action":["*","s*:x","ec2:RunInstances"]}]"#
        ), @r#"
        `Allow` is not allowed in a resource control policy; only `Deny` is, at `Statement[0].Effect`
        the principal of a resource control policy can only be `"*"`; restrict it with a condition, at `Statement[0].Principal`
        `NotAction` is not allowed in a resource control policy, at `Statement[0].NotAction`
        `Principal` is missing, at `Statement[1]`
        `*` does not name a service, which a resource control policy needs, at `Statement[1].Action[0]`
        `s*:x` does not name a service, which a resource control policy needs, at `Statement[1].Action[1]`
        service `ec2` is not supported in a resource control policy, at `Statement[1].Action[2]`
        `Resource` or `NotResource` is missing, at `Statement[1]`
        "#);
    }

    #[test]
    fn an_identity_has_no_principal_and_a_delegation_names_its_own() {
        let plain = r#"{"Effect":"Allow","NotAction":"iam:*","NotResource":"arn:aws:s3:::x"}"#;
        assert_eq!(check(Grammar::Identity, plain), "");
        let fine = r#"{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:root"},"Action":["organizations:List*","organizations:CreatePolicy"],"Resource":"*"}"#;
        assert_eq!(check(Grammar::Delegation, fine), "");
        insta::assert_snapshot!(check(
            Grammar::Delegation,
            r#"[{"Effect":"Allow","Principal":"*","Action":["s3:Get*","organizations:MoveAccount"],"NotResource":"x"},
                {"Effect":"Allow","NotAction":"organizations:X","Resource":"*"}]"#
        ), @r#"
        a delegation policy names its principals; `"*"` is not one, at `Statement[0].Principal`
        service `s3` is not supported in a delegation policy, at `Statement[0].Action[0]`
        `organizations:MoveAccount` cannot be delegated; only reading, policies, policy types and tags can, at `Statement[0].Action[1]`
        `NotResource` is not allowed in a delegation policy, at `Statement[0].NotResource`
        `Principal` is missing, at `Statement[1]`
        `NotAction` is not allowed in a delegation policy, at `Statement[1].NotAction`
        "#);
    }

    #[test]
    fn the_version_is_the_current_one_and_there_is_no_id() {
        let mut document = Document::new(Vec::new());
        document.version = Some("2008-10-17".to_owned());
        document.id = Some("x".to_owned());
        let problems = document.check(Grammar::ServiceControl);
        insta::assert_snapshot!(problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"), @r#"
        version `2008-10-17` is not accepted; write `2012-10-17`, at `Version`
        `Id` is not allowed in a service control policy, at `Id`
        the list is empty, at `Statement`
        "#);
    }
}
