//! What can be asked, and the answers.

use super::region::{Reading, Region};
use super::search::Search;
use super::set::Set;
use super::space::{Placed, Space};
use crate::catalog::{IamCatalog, KeyType};
use crate::decide::{Chain, Context, Patterns, Predicate, Request, Rule, Verdict, decide, never_controlled};
use crate::document::{Condition, Effect, Scope};
use crate::pattern::Pattern;
use std::collections::BTreeMap;

/// Which requests a question is about: those of some principals, of some actions on some resources,
/// under some conditions. Keys that it does not speak of may be absent or have any value.
#[derive(Clone, Debug)]
pub struct Question {
    /// The actions.
    pub actions: Scope,
    /// The resources.
    pub resources: Scope,
    /// Conditions that all hold.
    pub when: Vec<Condition>,
    /// Groups of conditions; requests for which all of a group hold are left out.
    pub unless: Vec<Vec<Condition>>,
    /// Who asks, and what is known of every request.
    pub ground: Ground,
}

/// What is known of every request, whatever is asked.
#[derive(Clone, Debug, Default)]
pub struct Ground {
    /// The ARNs of the principals, with wildcards. Service-linked roles are never among them.
    pub principals: Vec<String>,
    /// Keys whose values are known, such as the id of the account.
    pub given: Context,
    /// The types of keys, by name in lower case. What is not here can be any text, and has several values
    /// if a condition says `ForAnyValue` or `ForAllValues` of it.
    pub types: BTreeMap<String, KeyType>,
    /// Texts that make a request easy to read, the best first.
    pub examples: Vec<String>,
}

impl Ground {
    /// The keys that [`Self::of_account`] knows.
    pub const GIVEN: [&str; 4] =
        ["aws:PrincipalAccount", "aws:ResourceAccount", "aws:PrincipalOrgID", "aws:ResourceOrgID"];

    /// All principals of an account that policies of its organization reach, and what is known of each of their
    /// requests. The partition is that of their ARNs: `aws`.
    pub fn of_account(id: &str, organization: Option<&str>, partition: &str) -> Self {
        let arn = |service: &str, rest: &str| format!("arn:{partition}:{service}::{id}:{rest}");
        let mut given = Context::default();
        for (key, value) in Self::GIVEN.into_iter().zip([Some(id), Some(id), organization, organization]) {
            given.set(key, value);
        }
        Self {
            principals: vec![
                arn("iam", "role/?*"),
                arn("iam", "user/?*"),
                arn("iam", "root"),
                arn("sts", "federated-user/?*"),
            ],
            given,
            types: BTreeMap::new(),
            examples: [arn("iam", "role/x")].into_iter().chain(KNOWN.map(str::to_owned)).collect(),
        }
    }

    /// Those of an account among the principals whose ARNs have a form. None if the form is of other accounts.
    pub fn principal_in(form: &str, id: &str) -> Option<String> {
        let mut parts: Vec<&str> = form.splitn(6, ':').collect();
        let account = parts.get_mut(4)?;
        let is_of_it = Pattern::glob(account).matches(id, |_| None);
        *account = id;
        is_of_it.then(|| parts.join(":"))
    }

    /// The same with the types that a catalogue knows of some keys.
    #[must_use]
    pub fn typed<'k>(mut self, catalog: &IamCatalog, keys: impl Iterator<Item = &'k str>) -> Self {
        let all = Scope::all();
        let typed = |key: &str| Some((key.to_ascii_lowercase(), catalog.key_fault(key, &all).0?));
        self.types.extend(keys.filter_map(typed));
        self
    }
}

/// Actions and Regions that readers know.
const KNOWN: [&str; 6] =
    ["ec2:RunInstances", "s3:CreateBucket", "iam:CreateUser", "us-east-1", "eu-west-1", "ap-southeast-2"];

/// Whether some request of a question passes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// This one does.
    Possible(Box<Request>),
    /// None does.
    Impossible,
    /// There is no such request at all: the question contradicts itself.
    NoRequest,
    /// It was not decided.
    Undecided(Reason),
}

/// Why a question was not decided.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Reason {
    /// Too many combinations of patterns.
    #[error("the patterns of {of} overlap in too many ways")]
    Patterns {
        /// The key, `actions` or `resources`.
        of: String,
    },
    /// Too many combinations of statements.
    #[error("too many statements overlap")]
    Search,
    /// A condition ties two things together.
    #[error("a policy variable, or a key that is compared both as text and as a number, decides it")]
    Tied,
}

/// Whether some request of a question passes the policies of an account, that is whether a principal of the
/// account can do it to a resource of the account as far as the organization is concerned.
///
/// `Possible` requests are confirmed by [`decide`](crate::decide()).
pub fn possible(question: &Question, chain: &Chain) -> Answer {
    match question.rules() {
        Some((about, unless)) => answer(&question.ground, &about, &unless, chain),
        None => Answer::NoRequest,
    }
}

/// Whether some request passes that a rule is about and none of the others is.
pub(super) fn answer(ground: &Ground, about: &Rule, unless: &[Rule], chain: &Chain) -> Answer {
    match Problem::of(ground, about, unless, chain) {
        Ok(problem) => problem.answer(ground, about, unless, chain),
        Err(reason) => Answer::Undecided(reason),
    }
}

impl Question {
    /// Whether a request is one of those.
    pub fn is_about(&self, request: &Request) -> bool {
        self.rules().is_some_and(|(about, unless)| is_about(request, &about, &unless))
    }

    /// The same with the types of the keys that policies name.
    pub(super) fn typed(mut self, catalog: &IamCatalog, chain: &Chain) -> Self {
        self.ground = self.ground.typed(catalog, chain.keys());
        self
    }

    /// What it asks, and what it leaves out, as rules. None if there is no such operator.
    pub(super) fn rules(&self) -> Option<(Rule, Vec<Rule>)> {
        let rule = |actions: &Scope, resources: &Scope, conditions: &[Condition]| {
            Some(Rule {
                effect: Effect::Deny,
                actions: Patterns::of(actions, |text| Some(Pattern::action(text))),
                resources: Patterns::of(resources, Pattern::resource),
                conditions: conditions.iter().map(Predicate::of).collect::<Option<_>>()?,
                sid: None,
            })
        };
        let all = Scope::all();
        let unless = self.unless.iter().map(|group| rule(&all, &all, group)).collect::<Option<_>>()?;
        Some((rule(&self.actions, &self.resources, &self.when)?, unless))
    }
}

pub(super) fn is_about(request: &Request, about: &Rule, unless: &[Rule]) -> bool {
    about.matches(request) && !unless.iter().any(|rule| rule.matches(request))
}

/// A question as a search.
struct Problem {
    space: Space,
    about: Region,
    unless: Vec<Region>,
    denying: Vec<Region>,
    /// Of each level.
    allowing: Vec<Vec<Region>>,
}

/// What a statement is to the search.
#[derive(Clone, Copy)]
enum Part {
    Denies,
    DeniesOnResources,
    Allows { level: usize },
}

impl Problem {
    fn of(ground: &Ground, about: &Rule, unless: &[Rule], chain: &Chain) -> Result<Self, Reason> {
        let asked: Vec<&Rule> = [about].into_iter().chain(unless).collect();
        let (space, placed) = Space::of(ground, &asked, parts(chain))?;
        let levels = if chain.is_management { 0 } else { chain.service.len() };
        let mut problem = Self {
            about: space.region(about),
            unless: unless.iter().map(|rule| space.region(rule)).collect(),
            denying: Vec::new(),
            allowing: vec![Vec::new(); levels],
            space,
        };
        let never = problem.space.actions(never_controlled());
        for Placed { who, mut region } in placed {
            match who {
                Part::Denies => problem.denying.push(region),
                Part::DeniesOnResources => {
                    region.without(Space::action(), &never);
                    problem.denying.push(region);
                }
                Part::Allows { level } => {
                    if let Some(allowing) = problem.allowing.get_mut(level) {
                        allowing.push(region);
                    }
                }
            }
        }
        Ok(problem)
    }

    fn answer(&self, ground: &Ground, about: &Rule, unless: &[Rule], chain: &Chain) -> Answer {
        let passes = |request: &Request| {
            is_about(request, about, unless)
                && decide(request, Some(chain), Some(chain)).verdict == Verdict::Allowed
        };
        let found = |reading| {
            let Ok(found) = self.search(reading).find(self.base(reading)) else { return Err(Reason::Search) };
            Ok(found.map(|found| self.space.request(ground, &found).filter(passes)))
        };
        match found(Reading::Wide) {
            Err(reason) => Answer::Undecided(reason),
            Ok(Some(Some(request))) => Answer::Possible(Box::new(request)),
            Ok(None) => self.nothing(),
            // It may be that only the first that was found is none.
            Ok(Some(None)) => match found(Reading::Narrow) {
                Ok(Some(Some(request))) => Answer::Possible(Box::new(request)),
                Err(reason) => Answer::Undecided(reason),
                Ok(_) => Answer::Undecided(Reason::Tied),
            },
        }
    }

    /// Why nothing was found: it is impossible, or the question is about nothing.
    fn nothing(&self) -> Answer {
        let excluded = self.unless.iter().map(|region| region.read(Reading::Narrow)).collect();
        let search = Search { excluded, levels: Vec::new() };
        match search.find(self.base(Reading::Wide)) {
            Ok(None) => Answer::NoRequest,
            // That something is impossible is proved; only whether the question is about anything is not.
            Ok(Some(_)) | Err(_) => Answer::Impossible,
        }
    }

    /// The requests of the question, but for what it leaves out.
    fn base(&self, reading: Reading) -> Vec<Set> {
        let mut base = self.space.whole();
        let mut keep = |at: usize, set: &Set| base.get_mut(at).into_iter().for_each(|one| one.keep(set));
        self.about.read(reading).iter().for_each(|(at, set)| keep(*at, set));
        if reading == Reading::Narrow {
            self.space.concrete().iter().enumerate().for_each(|(at, set)| keep(at, set));
        }
        base
    }

    /// What excludes reads the other way round: to find all that may pass, only what surely is denied is
    /// taken away.
    fn search(&self, reading: Reading) -> Search {
        let against = match reading {
            Reading::Wide => Reading::Narrow,
            Reading::Narrow => Reading::Wide,
        };
        Search {
            excluded: self.unless.iter().chain(&self.denying).map(|one| one.read(against)).collect(),
            levels: self
                .allowing
                .iter()
                .map(|level| level.iter().map(|one| one.read(reading)).collect())
                .collect(),
        }
    }
}

/// The statements of a chain.
fn parts(chain: &Chain) -> Vec<(Part, &Rule)> {
    if chain.is_management {
        return Vec::new();
    }
    let mut parts = Vec::new();
    for (level, one) in chain.service.iter().enumerate() {
        for rule in one.policies.iter().flat_map(|policy| &policy.rules) {
            let part = match rule.effect {
                Effect::Deny => Part::Denies,
                Effect::Allow => Part::Allows { level },
            };
            parts.push((part, rule));
        }
    }
    let of_resources =
        chain.resource.iter().flat_map(|level| &level.policies).flat_map(|policy| &policy.rules);
    let denying = of_resources.filter(|rule| rule.effect == Effect::Deny);
    parts.extend(denying.map(|rule| (Part::DeniesOnResources, rule)));
    parts
}
