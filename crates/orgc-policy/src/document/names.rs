//! Whether what a document names exists and fits together: actions, condition keys, operators.

use super::value::{Condition, Document, Scope, Statement};
use crate::catalog::{ActionFinding, IamCatalog, KeyFinding, KeyType};
use crate::condition::{Base, Family, Operator, is_known};
use crate::place::JsonPath;
use crate::problem::{Fault, Problem};
use std::collections::BTreeSet;

impl Document {
    /// What the document names that the catalogue does not have, or that does not fit together. The
    /// problems have paths and no places, like those of [`Document::check`]. What has not even the
    /// form of an action or an operator is reported there.
    pub fn check_names(&self, catalog: &IamCatalog) -> Vec<Problem> {
        let mut names = Names { catalog, problems: Vec::new(), unknown: BTreeSet::new() };
        let path = JsonPath::default().key("Statement");
        for (index, statement) in self.statements.iter().enumerate() {
            names.statement(statement, &path.one_of(index, self.statements.len()));
        }
        names.problems
    }
}

impl IamCatalog {
    /// What is wrong with an action, or a pattern of actions.
    pub fn action_fault(&self, action: &str) -> Option<Fault> {
        let written = action.to_owned();
        Some(match self.check_action(action)? {
            ActionFinding::UnknownService { candidates } => Fault::UnknownService {
                service: action.split(':').next().unwrap_or_default().to_owned(),
                action: written,
                as_of: self.as_of().to_owned(),
                near: candidates,
            },
            ActionFinding::UnknownAction { candidates } => {
                Fault::UnknownAction { action: written, near: candidates }
            }
            ActionFinding::NoMatch => Fault::NoMatch { action: written },
        })
    }

    /// What is wrong with the resources of a rule for some actions.
    pub fn resource_fault(&self, actions: &Scope, resources: &[String]) -> Option<Fault> {
        let fits = self.can_be_about(actions, resources);
        (!fits).then(|| Fault::ResourceNotAvailable { as_of: self.as_of().to_owned() })
    }

    /// The type of a condition key in a rule for some actions, and what is wrong with it.
    pub fn key_fault(&self, key: &str, actions: &Scope) -> (Option<KeyType>, Option<Fault>) {
        let answer = self.check_key(key, actions);
        let written = key.to_owned();
        let fault = answer.finding.map(|finding| match finding {
            KeyFinding::Unknown { candidates } => Fault::UnknownKey { key: written, near: candidates },
            KeyFinding::UnknownService => {
                Fault::UnknownKeyService { key: written, as_of: self.as_of().to_owned() }
            }
            KeyFinding::NotAvailable => Fault::KeyNotAvailable { key: written },
        });
        (answer.key_type, fault)
    }
}

struct Names<'c> {
    catalog: &'c IamCatalog,
    problems: Vec<Problem>,
    unknown: BTreeSet<String>,
}

impl Names<'_> {
    fn statement(&mut self, statement: &Statement, path: &JsonPath) {
        let (element, patterns) = match &statement.actions {
            Scope::These(patterns) => ("Action", patterns),
            Scope::AllExcept(patterns) => ("NotAction", patterns),
        };
        for (index, action) in patterns.iter().enumerate() {
            // An unknown service is said once.
            let service = action.split(':').next().unwrap_or_default();
            let is_news = self.catalog.knows(service) || self.unknown.insert(service.to_owned());
            let fault = if is_news { self.catalog.action_fault(action) } else { None };
            self.problem(fault, &path.key(element).one_of(index, patterns.len()));
        }
        let fault = match &statement.resources {
            Some(Scope::These(all)) => self.catalog.resource_fault(&statement.actions, all),
            _ => None,
        };
        self.problem(fault, &path.key("Resource"));
        for condition in statement.conditions.iter() {
            let path = path.key("Condition").key(&condition.operator).key(&condition.key);
            self.condition(condition, &statement.actions, &path);
        }
    }

    fn condition(&mut self, condition: &Condition, actions: &Scope, path: &JsonPath) {
        let (key_type, fault) = self.catalog.key_fault(&condition.key, actions);
        self.problem(fault, path);
        let operator = Operator::parse(&condition.operator);
        if let (Some(key_type), Some(operator)) = (key_type, operator) {
            self.problem(mismatch(condition, operator, key_type), path);
        }
    }

    fn problem(&mut self, fault: Option<Fault>, path: &JsonPath) {
        self.problems.extend(fault.map(|fault| Problem::new(fault, path.clone())));
    }
}

/// How an operator and its values do not fit a key.
fn mismatch(condition: &Condition, operator: Operator, key_type: KeyType) -> Option<Fault> {
    let (written, key) = (condition.operator.clone(), condition.key.clone());
    let kind = key_type.kind;
    if operator.base == Base::Null {
        return None;
    }
    if !operator.takes(key_type) {
        return Some(Fault::OperatorMismatch { operator: written, key, kind });
    }
    match (key_type.many, operator.quantifier) {
        (true, None) => return Some(Fault::QuantifierMissing { operator: written, key }),
        (false, Some(_)) => return Some(Fault::QuantifierNeedless { operator: written, key }),
        _ => {}
    }
    // Text may be compared to anything.
    let is_text = operator.base.family() == Family::String;
    let wrong = condition.values.iter().find(|value| is_known(value) && !kind.accepts(value));
    let value = wrong.filter(|_| !is_text)?.clone();
    Some(Fault::BadValue { value, key, kind })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems(statement: &str) -> String {
        let text = format!(r#"{{"Version":"2012-10-17","Statement":{statement}}}"#);
        let problems = Document::parse(&text).unwrap().check_names(IamCatalog::bundled());
        problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn what_exists_and_fits_together_is_fine() {
        assert_eq!(
            problems(
                r#"[{"Effect":"Deny","NotAction":["iam:*","sts:Get*"],"Resource":"*","Condition":{
                    "StringNotEquals":{"aws:RequestedRegion":["eu-west-1"]},"StringLike":{"aws:PrincipalArn":"arn:*"},
                    "ForAnyValue:StringLike":{"aws:PrincipalOrgPaths":"o-a/*"},"NumericLessThan":{"aws:EpochTime":"5"},
                    "BoolIfExists":{"aws:MultiFactorAuthPresent":false},"Null":{"aws:TagKeys":true}}}]"#
            ),
            ""
        );
    }

    #[test]
    fn names_that_do_not_exist_have_a_path() {
        insta::assert_snapshot!(problems(
            r#"[{"Effect":"Deny","Action":["s3:GetObjekt","s3:Gett*","s33:GetObject"],"Resource":"*"},
                {"Effect":"Deny","Action":"ec2:DeleteVolume","Resource":"*","Condition":{
                    "StringEquals":{"ec2:InstanceType":"a","ec2:Instance":"b","nosuch:key":"c","aws:TagKeys":"d"},
                    "NumericLessThan":{"aws:RequestedRegion":"5"},"ForAllValues:Bool":{"aws:SecureTransport":"true"},
                    "IpAddress":{"aws:SourceIp":["10.0.0.0/8","10.0.0.300"]}}},
                {"Effect":"Deny","Action":"s3:GetObject","Resource":"arn:aws:s3:::acme-logs"}]"#
        ), @r#"
        `s3:GetObjekt` is not an action of its service, at `Statement[0].Action[0]`
        `s3:Gett*` matches no action of its service, at `Statement[0].Action[1]`
        there is no service `s33` in the table of 2026-09-26, at `Statement[0].Action[2]`
        condition key `ec2:InstanceType` is never set for these actions, so that the condition says nothing about them, at `Statement[1].Condition.StringEquals["ec2:InstanceType"]`
        `ec2:Instance` is not a condition key, at `Statement[1].Condition.StringEquals["ec2:Instance"]`
        condition key `nosuch:key` is of no service in the table of 2026-09-26, at `Statement[1].Condition.StringEquals["nosuch:key"]`
        `aws:TagKeys` can have several values, for which `StringEquals` is not defined; write `ForAnyValue:StringEquals` or `ForAllValues:StringEquals`, at `Statement[1].Condition.StringEquals["aws:TagKeys"]`
        `NumericLessThan` cannot compare `aws:RequestedRegion`, which is a string, at `Statement[1].Condition.NumericLessThan["aws:RequestedRegion"]`
        `aws:SecureTransport` has one value, so that `ForAllValues:Bool` needs neither `ForAnyValue` nor `ForAllValues`, at `Statement[1].Condition["ForAllValues:Bool"]["aws:SecureTransport"]`
        `10.0.0.300` is not an IP address, which `aws:SourceIp` is, at `Statement[1].Condition.IpAddress["aws:SourceIp"]`
        no request for these actions is about such a resource, in the table of 2026-09-26, at `Statement[2].Resource`
        "#);
    }
}
