//! A document held against the tree of its type.
//!
//! Where AWS merges documents, a policy may say a part only; so hardly any key has to be there.

use super::fault::ManagementFault;
use super::schema::{Field, Node, Scalar, Shape};
use super::{form, rules};
use crate::json::{Json, Member, Value};
use crate::place::JsonPath;
use crate::problem::{Fault, MOST, Problem};

/// Operators that set a value.
const ASSIGN: &str = "@@assign";
const APPEND: &str = "@@append";
const REMOVE: &str = "@@remove";
/// The operator that says which of them policies below may use.
const CONTROL: &str = "@@operators_allowed_for_child_policies";
const CONTROLS: [&str; 5] = ["@@all", "@@none", ASSIGN, APPEND, REMOVE];

/// Everything that is wrong with a document, in its order, up to a bound.
pub(crate) fn check(document: &Json, schema: &'static Shape) -> Vec<Problem> {
    let mut check = Check { path: JsonPath::default(), problems: Vec::new() };
    check.block(document, schema);
    if check.problems.is_empty() {
        check.problems = rules::check(document);
    }
    check.problems
}

struct Check {
    path: JsonPath,
    problems: Vec<Problem>,
}

impl Check {
    fn report(&mut self, fault: Fault) {
        if self.problems.len() < MOST {
            self.problems.push(Problem::new(fault, self.path.clone()));
        }
    }

    fn refuse(&mut self, fault: ManagementFault) {
        self.report(Fault::Management(fault));
    }

    /// Does something one step further.
    fn under(&mut self, step: crate::place::Step, todo: impl FnOnce(&mut Self)) {
        self.path.push(step);
        todo(self);
        self.path.pop();
    }

    fn at(&mut self, member: &Member, todo: impl FnOnce(&mut Self)) {
        self.under(crate::place::Step::Key(member.name.clone()), todo);
    }

    fn node(&mut self, json: &Json, node: &'static Node, most: Option<usize>) {
        match node {
            Node::Anything => {}
            Node::Block(shape) => self.block(json, shape),
            Node::Each { keys, value } => {
                let Some(members) = self.container(json) else { return };
                let count = members.iter().filter(|one| !is_operator(one)).count();
                self.count(count, most);
                for member in members.iter().filter(|one| !is_operator(one)) {
                    self.at(member, |check| {
                        form::key_fault(&member.name, *keys)
                            .into_iter()
                            .for_each(|fault| check.report(fault));
                        check.node(&member.value, value, most);
                    });
                }
            }
            Node::One(scalar) => self.leaf(json, &[ASSIGN], |check, value| check.scalar(value, scalar)),
            Node::List(scalar) => {
                self.leaf(json, &[ASSIGN, APPEND, REMOVE], |check, value| check.list(value, scalar, most));
            }
        }
    }

    fn block(&mut self, json: &Json, shape: &'static Shape) {
        let Some(members) = self.container(json) else { return };
        for member in members.iter().filter(|one| !is_operator(one)) {
            self.at(member, |check| match shape.field(&member.name) {
                Some(Field { node, most, .. }) => check.node(&member.value, node, *most),
                None => {
                    let found = member.name.clone();
                    check.refuse(ManagementFault::UnknownKey { found, known: shape.keys() });
                }
            });
        }
        let is_missing = |field: &&Field| field.required && !members.iter().any(|one| one.name == field.key);
        for field in shape.fields.iter().filter(is_missing) {
            self.report(Fault::Missing { element: field.key.clone() });
        }
    }

    /// The members of an object, of whose operators only the control may stand there.
    fn container<'j>(&mut self, json: &'j Json) -> Option<&'j [Member]> {
        let Some(members) = json.members() else {
            self.report(Fault::Shape { expected: "an object", found: json.noun() });
            return None;
        };
        for member in members.iter().filter(|one| is_operator(one)) {
            self.at(member, |check| match member.name.as_str() {
                CONTROL => check.control(&member.value),
                found => {
                    let found = found.to_owned();
                    check.refuse(ManagementFault::UnknownOperator { found, known: vec![CONTROL] });
                }
            });
        }
        Some(members)
    }

    fn leaf(&mut self, json: &Json, operators: &'static [&'static str], value: impl Fn(&mut Self, &Json)) {
        let members = json.members().unwrap_or_default();
        if members.is_empty() {
            return self.refuse(ManagementFault::PlainValue);
        }
        for member in members {
            self.at(member, |check| match member.name.as_str() {
                CONTROL => check.control(&member.value),
                name if operators.contains(&name) => value(check, &member.value),
                name if name.starts_with("@@") => {
                    let known = operators.iter().copied().chain([CONTROL]).collect();
                    check.refuse(ManagementFault::UnknownOperator { found: name.to_owned(), known });
                }
                _ => check.refuse(ManagementFault::PlainValue),
            });
        }
    }

    fn control(&mut self, value: &Json) {
        self.each(value, |check, element| {
            let is_known = matches!(&element.value, Value::Text(text) if CONTROLS.contains(&text.as_str()));
            match &element.value {
                _ if is_known => {}
                Value::Text(text) => {
                    let found = text.clone();
                    check.refuse(ManagementFault::UnknownWord { found, known: CONTROLS.to_vec() });
                }
                _ => check.report(Fault::Shape { expected: "a string", found: element.noun() }),
            }
        });
    }

    fn list(&mut self, value: &Json, scalar: &'static Scalar, most: Option<usize>) {
        if let Value::List(elements) = &value.value {
            self.count(elements.len(), most);
        }
        self.each(value, |check, element| check.scalar(element, scalar));
    }

    fn each(&mut self, value: &Json, one: impl Fn(&mut Self, &Json)) {
        let Value::List(elements) = &value.value else {
            return self.report(Fault::Shape { expected: "a list", found: value.noun() });
        };
        for (index, element) in elements.iter().enumerate() {
            self.under(crate::place::Step::Index(index), |check| one(check, element));
        }
    }

    fn scalar(&mut self, value: &Json, scalar: &'static Scalar) {
        form::fault(value, scalar).into_iter().for_each(|fault| self.report(fault));
    }

    fn count(&mut self, count: usize, most: Option<usize>) {
        if let Some(most) = most.filter(|most| count > *most) {
            self.refuse(ManagementFault::TooMany { count, most });
        }
    }
}

fn is_operator(member: &Member) -> bool {
    member.name.starts_with("@@")
}

#[cfg(test)]
mod tests {
    use crate::PolicyType;

    fn problems(name: &str, text: &str) -> String {
        match PolicyType::named(name).unwrap().minified(text) {
            Ok(_) => String::new(),
            Err(problems) => problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"),
        }
    }

    #[test]
    fn the_published_examples_are_right() {
        let examples = [
            (
                "tag",
                r#"{"tags":{"costcenter":{"tag_key":{"@@assign":"CostCenter","@@operators_allowed_for_child_policies":["@@none"]},"tag_value":{"@@append":["100","200*"],"@@remove":["3"]},"enforced_for":{"@@assign":["secretsmanager:ALL_SUPPORTED","dynamodb:table"]}}}}"#,
            ),
            (
                "backup",
                r#"{"plans":{"PII":{"@@operators_allowed_for_child_policies":["@@append"],"rules":{"Hourly":{"schedule_expression":{"@@assign":"cron(0 5 ? * * *)"},"start_backup_window_minutes":{"@@assign":"60"},"enable_continuous_backup":{"@@assign":true},"lifecycle":{"move_to_cold_storage_after_days":{"@@assign":30},"delete_after_days":{"@@assign":"120"}},"copy_actions":{"arn:aws:backup:us-west-2:$account:backup-vault:v":{"target_backup_vault_arn":{"@@assign":"arn:aws:backup:us-west-2:$account:backup-vault:v"}}}}},"regions":{"@@append":["us-east-1"]},"selections":{"tags":{"d":{"iam_role_arn":{"@@assign":"arn:aws:iam::$account:role/R"},"tag_key":{"@@assign":"d"},"tag_value":{"@@assign":["PII"]}}}}}}}"#,
            ),
            (
                "ai-opt-out",
                r#"{"services":{"@@operators_allowed_for_child_policies":["@@none"],"default":{"opt_out_policy":{"@@assign":"optOut"}},"newservice":{"opt_out_policy":{"@@assign":"optIn"}}}}"#,
            ),
            (
                "chat",
                r#"{"chatbot":{"platforms":{"microsoft_teams":{"client":{"@@assign":"enabled"},"tenants":{"t":{"@@assign":["x"]}},"overrides":{"t":{"x":{"supported_role_settings":{"@@assign":["user_role"]}}}}}},"default":{"client":{"@@assign":"disabled"}}}}"#,
            ),
            (
                "declarative-ec2",
                r#"{"ec2_attributes":{"exception_message":{"@@assign":"no"},"instance_metadata_defaults":{"http_put_response_hop_limit":{"@@assign":"4"}},"vpc_encryption_controls":{"any":1}}}"#,
            ),
            (
                "inspector",
                r#"{"inspector":{"enablement":{"lambda_standard_scanning":{"enable_in_regions":{"@@assign":["ALL_SUPPORTED"]},"disable_in_regions":{"@@assign":[]},"lambda_code_scanning":{"enable_in_regions":{"@@assign":["us-east-1"]},"disable_in_regions":{"@@assign":[]}}}}}}"#,
            ),
            ("s3", r#"{"s3_attributes":{"public_access_block_configuration":{"@@assign":"all"}}}"#),
            (
                "bedrock",
                r#"{"bedrock":{"guardrail_inference":{"us-east-1":{"config_1":{"identifier":{"@@assign":"arn:aws:bedrock:us-east-1:123456789012:guardrail/h:1"},"model_enforcement":{"included_models":{"@@assign":["ALL"]}}}}}}}"#,
            ),
            (
                "guardduty",
                r#"{"guardduty":{"enablement":{"default":{"foundational":{"status":{"@@assign":"enabled"}},"runtime_monitoring":{"status":{"@@assign":"enabled"},"additional_configuration":{}}}}}}"#,
            ),
        ];
        for (name, text) in examples {
            assert_eq!(problems(name, text), "", "{name}");
        }
    }

    #[test]
    fn keys_operators_and_values_are_checked_with_places() {
        insta::assert_snapshot!(problems("tag", "{\"tags\":{\n\"Cost\":{\"tag_value\":[\"x\"],\n\"tag_kee\":{\"@@assign\":\"Cost\"},\n\"enforced_for\":{\"@@assign\":[\"ec2:instance\",\"*:*\",7]}}}}"), @r#"
        a value stands under an inheritance operator: write `{"@@assign": …}`, at `tags.Cost.tag_value` (line 2, column 9)
        `tag_kee` is not a key here; there are `enforced_for`, `report_required_tag_for`, `tag_key`, `tag_value`, at `tags.Cost.tag_kee` (line 3, column 1)
        `*:*` is not a type of resources such as `ec2:instance` or `ec2:*`, at `tags.Cost.enforced_for.@@assign[1]` (line 4, column 44)
        expected a type of resources such as `ec2:instance` or `ec2:*`, found a number, at `tags.Cost.enforced_for.@@assign[2]` (line 4, column 50)
        "#);
        insta::assert_snapshot!(problems("ai-opt-out", r#"{"services":{"@@assign":"x","default":{"opt_out_policy":{"@@append":"optout","@@asign":1,"@@operators_allowed_for_child_policies":["@@non"]}},"Lex":{"opt_out_policy":{"@@assign":"optout"}}}}"#), @"
        `@@assign` is not an inheritance operator here; there are `@@operators_allowed_for_child_policies`, at `services.@@assign` (line 1, column 14)
        `@@append` is not an inheritance operator here; there are `@@assign`, `@@operators_allowed_for_child_policies`, at `services.default.opt_out_policy.@@append` (line 1, column 58)
        `@@asign` is not an inheritance operator here; there are `@@assign`, `@@operators_allowed_for_child_policies`, at `services.default.opt_out_policy.@@asign` (line 1, column 78)
        `@@non` is not one of `@@all`, `@@none`, `@@assign`, `@@append`, `@@remove`, at `services.default.opt_out_policy.@@operators_allowed_for_child_policies[0]` (line 1, column 132)
        `Lex` cannot be a key here: expected the short name of a service, at `services.Lex` (line 1, column 143)
        `optout` is not one of `optOut`, `optIn`, at `services.Lex.opt_out_policy.@@assign` (line 1, column 168)
        ");
        insta::assert_snapshot!(problems("security-hub", r#"{"securityhub":{"enable_in_regions":{"@@assign":["eu-west"]},"features":[1]}}"#), @"
        `disable_in_regions` is missing, at `securityhub` (line 1, column 2)
        `eu-west` is not a Region such as `eu-west-1`, or `ALL_SUPPORTED`, at `securityhub.enable_in_regions.@@assign[0]` (line 1, column 50)
        ");
        insta::assert_snapshot!(problems("declarative-ec2", r#"{"ec2_attributes":{"instance_metadata_defaults":{"http_put_response_hop_limit":{"@@assign":"99"},"http_tokens":{"@@assign":true}},"serial_console_access":"enabled"}}"#), @"
        99 is not allowed here: the number must be between -1 and 64, at `ec2_attributes.instance_metadata_defaults.http_put_response_hop_limit.@@assign` (line 1, column 81)
        expected a string, found a boolean, at `ec2_attributes.instance_metadata_defaults.http_tokens.@@assign` (line 1, column 113)
        expected an object, found a string, at `ec2_attributes.serial_console_access` (line 1, column 131)
        ");
    }

    #[test]
    fn values_are_held_against_each_other() {
        insta::assert_snapshot!(problems("tag", r#"{"tags":{"Cost":{"tag_key":{"@@assign":"Costs"}}}}"#), @"the tag key `Costs` differs from `Cost` in more than upper and lower case, at `tags.Cost.tag_key` (line 1, column 18)");
        insta::assert_snapshot!(problems("backup", r#"{"plans":{"P":{"rules":{"R":{"lifecycle":{"move_to_cold_storage_after_days":{"@@assign":"30"},"delete_after_days":{"@@assign":"60"}}}}}}}"#), @"a backup stays in cold storage for at least 90 days: it moves there after 30 days and cannot be deleted after 60, at `plans.P.rules.R.lifecycle.delete_after_days` (line 1, column 95)");
        insta::assert_snapshot!(problems("guardduty", r#"{"guardduty":{"enablement":{"us-east-1":{"foundational":{"status":{"@@assign":"disabled"}},"ai_protection":{"status":{"@@assign":"enabled"}}}}}}"#), @"`ai_protection` is enabled and needs `foundational` to be enabled too, at `guardduty.enablement.us-east-1.ai_protection` (line 1, column 92)");
        let teams: String = (0..37).map(|index| format!(r#","t{index}":{{"@@assign":["x"]}}"#)).collect();
        let teams = teams.trim_start_matches(',');
        insta::assert_snapshot!(problems("chat", &format!(r#"{{"chatbot":{{"platforms":{{"microsoft_teams":{{"tenants":{{{teams}}}}}}}}}}}"#)), @"there are 37 of them, and there may be 36, at `chatbot.platforms.microsoft_teams.tenants` (line 1, column 45)");
    }

    #[test]
    fn a_value_that_is_not_known_yet_has_every_form() {
        let open = r#"{"bedrock":{"guardrail_inference":{"us-east-1":{"config_1":{"identifier":{"@@assign":"x0x"}}}}}}"#;
        assert_eq!(problems("bedrock", &open.replace('x', "\u{FDD0}")), "");
        insta::assert_snapshot!(problems("bedrock", open), @"`x0x` is not an ARN, at `bedrock.guardrail_inference.us-east-1.config_1.identifier.@@assign` (line 1, column 75)");
    }
}
