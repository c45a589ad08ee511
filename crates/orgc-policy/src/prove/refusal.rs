//! What stands against every request of a question.

use super::compare::{Cause, allowing, statements};
use super::question::{Answer, Question, answer, is_about};
use crate::catalog::IamCatalog;
use crate::decide::{Chain, Level, Policy, Request, Rule, Verdict, decide};
use crate::document::Effect;
use std::sync::Arc;

/// What makes all requests of a question impossible; nothing if one of them passes, if there are none, or if it was
/// not decided.
///
/// Each cause alone is enough. Where it takes several together, they are those that stand against one of the requests.
/// The catalogue tells the types of the keys that the policies name.
pub fn refusal(question: &Question, chain: &Chain, catalog: &IamCatalog) -> Vec<Cause> {
    let Some((about, unless)) = question.rules() else { return Vec::new() };
    // Most often the first request that comes to mind passes, which is cheaper to see than to prove.
    if plain_requests(question).any(|one| passes(&one, &about, &unless, chain)) {
        return Vec::new();
    }
    let question = &question.clone().typed(catalog, chain);
    let asked = |unless: &[Rule], chain: &Chain| answer(&question.ground, &about, unless, chain);
    if asked(&unless, chain) != Answer::Impossible {
        return Vec::new();
    }
    let is_all = |rule: &Rule| {
        let unless: Vec<Rule> = unless.iter().chain([rule]).cloned().collect();
        matches!(asked(&unless, &Chain::default()), Answer::Impossible | Answer::NoRequest)
    };
    let denies = statements(chain).filter(|(_, rule)| rule.effect == Effect::Deny && is_all(rule));
    let is_silent = |level: &Level| asked(&unless, &allowed(level)) == Answer::Impossible;
    let silent = chain.service.iter().enumerate().filter(|(_, level)| is_silent(level));
    let alone: Vec<Cause> = denies
        .map(|(cited, _)| Cause::Denies(cited))
        .chain(silent.map(|(level, _)| Cause::Silent { level }))
        .collect();
    match asked(&unless, &Chain::default()) {
        Answer::Possible(request) if alone.is_empty() => {
            let decision = decide(&request, Some(chain), Some(chain));
            let denies = decision.statements.into_iter().map(Cause::Denies);
            match decision.silent.is_empty() {
                true => denies.collect(),
                false => decision.silent.into_iter().map(|level| Cause::Silent { level }).collect(),
            }
        }
        _ => alone,
    }
}

/// Requests of a question that have nothing but what it says, if they are some of it.
fn plain_requests(question: &Question) -> impl Iterator<Item = Request> {
    let plain = |pattern: &str| pattern.replace(['*', '?'], "x");
    let principal = question.ground.principals.first().map(|pattern| plain(pattern));
    let resource = match question.resources.patterns() {
        [only] if only != "*" => plain(only),
        _ => "*".to_owned(),
    };
    let actions = question.actions.patterns().iter();
    let actions = actions.flat_map(move |pattern| match pattern.as_str() {
        "*" => ANY_ACTION.map(str::to_owned).to_vec(),
        pattern => vec![plain(pattern)],
    });
    actions.map(move |action| {
        let mut request = Request::new(action, resource.clone());
        request.context = question.ground.given.clone();
        request.context.set("aws:PrincipalArn", principal.clone());
        request
    })
}

/// Actions of which guardrails leave some.
const ANY_ACTION: [&str; 3] = ["iam:GetRole", "s3:GetObject", "ec2:DescribeInstances"];

fn passes(request: &Request, about: &Rule, unless: &[Rule], chain: &Chain) -> bool {
    is_about(request, about, unless) && decide(request, Some(chain), Some(chain)).verdict == Verdict::Allowed
}

/// The chain of the statements of a level that allow.
fn allowed(level: &Level) -> Chain {
    let policy = Policy::of_rules("allows", allowing(level).cloned().collect());
    let level = Level { target: level.target.clone(), policies: vec![Arc::new(policy)] };
    Chain { service: vec![level], ..Chain::default() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decide::{Cited, Control};
    use crate::document::{Document, Scope};
    use crate::grammar::Grammar;
    use crate::prove::Ground;

    /// A chain of one policy on each level, none being `FullAWSAccess`.
    fn chain(levels: &[&str]) -> Chain {
        let full = Policy::full_access("FullAWSAccess");
        let level = |statements: &&str| {
            let own = match statements.is_empty() {
                true => full.clone(),
                false => {
                    let text = format!(r#"{{"Version":"2012-10-17","Statement":[{statements}]}}"#);
                    let document = Document::parse(&text).unwrap();
                    Policy::new("own", &document, Grammar::ServiceControl).unwrap()
                }
            };
            Level { target: "somewhere".to_owned(), policies: vec![Arc::new(own)] }
        };
        Chain { service: levels.iter().map(level).collect(), ..Chain::default() }
    }

    fn of(region: &str, levels: &[&str]) -> Vec<Cause> {
        let mut ground = Ground::of_account("111122223333", None, "aws");
        ground.given.set("aws:RequestedRegion", [region]);
        ground.principals = vec!["arn:aws:iam::111122223333:role/operator-?*".to_owned()];
        let actions = Scope::these(["cloudformation:CreateStack"]);
        let question =
            Question { actions, resources: Scope::all(), when: Vec::new(), unless: Vec::new(), ground };
        refusal(&question, &chain(levels), IamCatalog::bundled())
    }

    fn denies(level: usize, statement: usize) -> Cause {
        Cause::Denies(Cited { control: Control::Service, level, policy: 0, statement })
    }

    const ALL: &str = r#"{"Effect":"Allow","Action":"*","Resource":"*"}"#;

    fn unless(key: &str, operator: &str, value: &str) -> String {
        format!(
            r#"{{"Effect":"Deny","Action":"cloudformation:*","Resource":"*","Condition":{{"{operator}":{{"{key}":"{value}"}}}}}}"#
        )
    }

    #[test]
    fn the_statement_that_denies_everything_is_named() {
        let lock = format!("{ALL},{}", unless("aws:RequestedRegion", "StringNotEquals", "eu-west-1"));
        assert_eq!(of("us-east-1", &["", &lock]), [denies(1, 1)]);
        assert_eq!(of("eu-west-1", &["", &lock]), []);
        let named =
            format!("{ALL},{}", unless("aws:PrincipalArn", "ArnNotLike", "arn:aws:iam::*:role/operator-1*"));
        assert_eq!(of("us-east-1", &[&named]), [], "one of the roles passes");
        let tagged = unless("aws:PrincipalTag/a", "StringEquals", "x");
        let both = format!("{ALL},{tagged},{}", unless("aws:RequestedRegion", "StringEquals", "us-east-1"));
        assert_eq!(of("us-east-1", &[&both]), [denies(0, 2)], "and not what denies some of it");
    }

    #[test]
    fn statements_that_deny_everything_only_together_are_those_of_some_request() {
        let one = unless("aws:PrincipalTag/a", "StringEquals", "x");
        let other = unless("aws:PrincipalTag/a", "StringNotEquals", "x");
        let found = of("us-east-1", &[&format!("{ALL},{one},{other}")]);
        assert!(found == [denies(0, 1)] || found == [denies(0, 2)], "{found:?}");
    }

    #[test]
    fn a_level_that_allows_none_of_it_is_named() {
        let storage = r#"{"Effect":"Allow","Action":"s3:*","Resource":"*"}"#;
        assert_eq!(of("us-east-1", &["", storage, ""]), [Cause::Silent { level: 1 }]);
    }
}
