//! From a document to JSON.

use super::value::{Conditions, Document, Effect, Principal, Principals, Scope, Statement};
use crate::json::{Json, Member};

impl Document {
    /// The smallest JSON text of the document: no white space, a list of one element as its
    /// element, keys in the order of the IAM documentation.
    pub fn to_minified(&self) -> String {
        self.to_json().minified()
    }

    pub(crate) fn to_json(&self) -> Json {
        let mut members = Vec::new();
        members.extend(self.version.as_ref().map(|version| Member::new("Version", Json::text(version))));
        members.extend(self.id.as_ref().map(|id| Member::new("Id", Json::text(id))));
        let statements = self.statements.iter().map(statement).collect();
        members.push(Member::new("Statement", one_or_list(statements)));
        Json::object(members)
    }
}

fn statement(statement: &Statement) -> Json {
    let mut members = Vec::new();
    members.extend(statement.sid.as_ref().map(|sid| Member::new("Sid", Json::text(sid))));
    members.push(Member::new("Effect", Json::text(statement.effect.as_str())));
    members.extend(statement.principals.as_ref().map(principals));
    members.push(scope(&statement.actions, "Action", "NotAction"));
    members.extend(statement.resources.as_ref().map(|one| scope(one, "Resource", "NotResource")));
    if !statement.conditions.is_empty() {
        members.push(Member::new("Condition", conditions(&statement.conditions)));
    }
    Json::object(members)
}

fn principals(principals: &Principals) -> Member {
    match principals {
        Principals::These(who) => Member::new("Principal", principal(who)),
        Principals::AllExcept(who) => Member::new("NotPrincipal", principal(who)),
    }
}

fn principal(principal: &Principal) -> Json {
    match principal {
        Principal::Everyone => Json::text("*"),
        Principal::Kinds(kinds) => {
            Json::object(kinds.iter().map(|(kind, names)| Member::new(kind, texts(names))).collect())
        }
    }
}

fn scope(scope: &Scope, these: &str, all_except: &str) -> Member {
    match scope {
        Scope::These(patterns) => Member::new(these, texts(patterns)),
        Scope::AllExcept(patterns) => Member::new(all_except, texts(patterns)),
    }
}

fn conditions(conditions: &Conditions) -> Json {
    let groups = conditions.0.chunk_by(|one, next| one.operator == next.operator);
    let operators = groups.filter_map(|group| {
        let keys = group.iter().map(|one| Member::new(&one.key, texts(&one.values))).collect();
        group.first().map(|one| Member::new(&one.operator, Json::object(keys)))
    });
    Json::object(operators.collect())
}

fn texts(texts: &[String]) -> Json {
    one_or_list(texts.iter().map(Json::text).collect())
}

fn one_or_list(elements: Vec<Json>) -> Json {
    match <[Json; 1]>::try_from(elements) {
        Ok([only]) => only,
        Err(elements) => Json::list(elements),
    }
}

impl Effect {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Allow => "Allow",
            Self::Deny => "Deny",
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{Condition, Conditions, Document, Principal, Principals, Scope, Statement, minify};

    fn conditions(all: impl IntoIterator<Item = Condition>) -> Conditions {
        let mut conditions = Conditions::default();
        for one in all {
            conditions.add(one).unwrap();
        }
        conditions
    }

    fn minified(statements: Vec<Statement>) -> String {
        let document = Document::new(statements);
        let text = document.to_minified();
        assert_eq!(Document::parse(&text).unwrap(), document);
        assert_eq!(minify(&text).unwrap(), text);
        text
    }

    #[test]
    fn one_rule_is_as_small_as_it_gets() {
        let text = minified(vec![Statement::deny(Scope::these(["organizations:LeaveOrganization"]))]);
        insta::assert_snapshot!(text, @r#"{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"organizations:LeaveOrganization","Resource":"*"}}"#);
        assert_eq!(text.len(), 112);
    }

    #[test]
    fn everything_but_some_actions_under_two_conditions() {
        let services = [
            "iam",
            "organizations",
            "account",
            "sts",
            "support",
            "health",
            "budgets",
            "ce",
            "cloudfront",
            "route53",
            "route53domains",
            "shield",
            "globalaccelerator",
            "wafv2",
        ];
        let rule =
            Statement::deny(Scope::all_except(services.map(|name| format!("{name}:*")))).when(conditions([
                Condition::new("StringNotEquals", "aws:RequestedRegion", ["eu-central-1", "us-east-1"]),
                Condition::new("ArnNotLike", "aws:PrincipalArn", ["arn:aws:iam::*:role/BreakGlass"]),
            ]));
        assert_eq!(minified(vec![rule]).len(), 412);
    }

    #[test]
    fn all_resources_but_some() {
        let rule =
            Statement::deny(Scope::these(["bedrock:InvokeModel", "bedrock:InvokeModelWithResponseStream"]))
                .on(Scope::all_except([
                    "arn:aws:bedrock:*::foundation-model/anthropic.claude-*",
                    "arn:aws:bedrock:*::foundation-model/amazon.nova-*",
                    "arn:aws:bedrock:*::foundation-model/amazon.titan-embed-*",
                    "arn:aws:bedrock:*:*:inference-profile/*",
                    "arn:aws:bedrock:*:*:application-inference-profile/*",
                ]));
        assert_eq!(minified(vec![rule]).len(), 407);
    }

    #[test]
    fn several_rules_stand_in_a_list() {
        let machines = Statement::deny(Scope::these(["ec2:RunInstances"]))
            .on(Scope::these(["arn:aws:ec2:*:*:instance/*"]))
            .when(conditions([
                Condition::new("StringLike", "ec2:InstanceType", ["p*", "g*", "trn*", "inf*", "dl*"]),
                Condition::new(
                    "StringNotEquals",
                    "ec2:InstanceType",
                    ["g5.xlarge", "g6.xlarge", "g6.2xlarge"],
                ),
            ]));
        let training = Statement::deny(Scope::these([
            "sagemaker:CreateTrainingJob",
            "sagemaker:CreateEndpointConfig",
            "sagemaker:CreateNotebookInstance",
        ]))
        .when(conditions([Condition::new(
            "ForAnyValue:StringNotLike",
            "sagemaker:InstanceTypes",
            ["ml.t3.*", "ml.m5.*", "ml.g5.xlarge"],
        )]));
        assert_eq!(minified(vec![machines, training]).len(), 531);
    }

    #[test]
    fn keys_have_one_order_and_conditions_of_one_operator_stand_together() {
        let everyone = Principals::These(Principal::Everyone);
        let rule = Statement::deny(Scope::these(["s3:*"])).named("Mine").by(everyone).when(conditions([
            Condition::new("Bool", "a", ["true"]),
            Condition::new("Null", "b", ["false"]),
            Condition::new("Bool", "c", Vec::<String>::new()),
        ]));
        insta::assert_snapshot!(minified(vec![rule]), @r#"{"Version":"2012-10-17","Statement":{"Sid":"Mine","Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*","Condition":{"Bool":{"a":"true","c":[]},"Null":{"b":"false"}}}}"#);
    }

    #[test]
    fn one_operator_and_key_cannot_stand_twice() {
        let mut conditions = conditions([Condition::new("StringLike", "k", ["a"])]);
        let again = Condition::new("StringLike", "k", ["b"]);
        assert_eq!(conditions.add(again.clone()), Err(again));
        assert_eq!(conditions.iter().count(), 1);
    }
}
