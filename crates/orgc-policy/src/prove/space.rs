//! The space of the requests that a question is about, and the statements as regions of it.

use super::classes::{Asked, Classes, example, widened};
use super::dimension::{Dimension, Value};
use super::question::{Ground, Reason};
use super::region::Region;
use super::set::Set;
use crate::catalog::{KeyKind, KeyType};
use crate::condition::{Base, Operator};
use crate::decide::{Listed, Patterns, Predicate, Request, Rule, never_controlled};
use crate::document::Condition;
use crate::pattern::{Case, Pattern};
use crate::point::Line;
use std::collections::BTreeMap;

const ACTION: usize = 0;
const RESOURCE: usize = 1;
const PRINCIPAL: &str = "aws:principalarn";
const BY_SERVICE: &str = "aws:principalisawsservice";

/// What a statement says without a key.
#[derive(Clone, Copy)]
enum Side {
    Actions,
    Resources,
}

impl Side {
    fn name(self) -> &'static str {
        match self {
            Self::Actions => "actions",
            Self::Resources => "resources",
        }
    }

    fn of(self, rule: &Rule) -> &Patterns {
        match self {
            Self::Actions => &rule.actions,
            Self::Resources => &rule.resources,
        }
    }

    /// The form of all actions, or all resources: some action has none.
    fn form(self) -> Vec<Pattern> {
        match self {
            Self::Actions => vec![Pattern::any_action()],
            Self::Resources => Pattern::arn("arn:*:?*:*:*:?*")
                .into_iter()
                .chain([Pattern::literal("*", Case::Counts)])
                .collect(),
        }
    }
}

/// The space.
pub(super) struct Space {
    /// The action, the resource, then the keys.
    dimensions: Vec<Dimension>,
    /// The name of each key, by its lower-case form, and its dimension.
    keys: BTreeMap<String, (String, usize)>,
}

/// A statement that matters, and its region. `who` is what the caller called it.
pub(super) struct Placed<W> {
    pub(super) who: W,
    pub(super) region: Region,
}

impl Space {
    /// The space of a question, and the regions of those of the rules that can meet it.
    pub(super) fn of<'r, W>(
        ground: &Ground,
        asked: &[&'r Rule],
        rules: Vec<(W, &'r Rule)>,
    ) -> Result<(Self, Vec<Placed<W>>), Reason> {
        let mut space = Self { dimensions: Vec::new(), keys: BTreeMap::new() };
        let mut rules = rules;
        for side in [Side::Actions, Side::Resources] {
            let dimension =
                texts(ground, asked, &rules, side).ok_or(Reason::Patterns { of: side.name().to_owned() })?;
            // What cannot meet the question there need not be looked at further.
            if let Some(about) = asked.first() {
                let base = dimension.matching(side.of(about)).maybe;
                rules.retain(|(_, rule)| dimension.matching(side.of(rule)).maybe.meets(&base));
            }
            space.dimensions.push(dimension);
        }
        let mut predicates: BTreeMap<&str, Vec<&Predicate>> = BTreeMap::from([(PRINCIPAL, Vec::new())]);
        let all = asked.iter().copied().chain(rules.iter().map(|(_, rule)| *rule));
        for predicate in all.flat_map(|rule| &rule.conditions) {
            predicates.entry(&predicate.key).or_default().push(predicate);
        }
        for (key, predicates) in predicates {
            let name = predicates.first().map_or("aws:PrincipalArn", |one| &one.name).to_owned();
            let dimension = of_key(ground, key, &predicates).ok_or(Reason::Patterns { of: name.clone() })?;
            space.keys.insert(key.to_owned(), (name, space.dimensions.len()));
            space.dimensions.push(dimension);
        }
        let placed = rules.into_iter().map(|(who, rule)| Placed { who, region: space.region(rule) });
        let placed = placed.filter(|one| !one.region.is_empty()).collect();
        Ok((space, placed))
    }

    /// The region of a statement.
    pub(super) fn region(&self, rule: &Rule) -> Region {
        let mut region = Region::default();
        for (at, patterns) in [(ACTION, &rule.actions), (RESOURCE, &rule.resources)] {
            if let Some(dimension) = self.dimensions.get(at) {
                region.restrict(at, dimension.matching(patterns));
            }
        }
        for predicate in &rule.conditions {
            if let Some((_, at)) = self.keys.get(&predicate.key)
                && let Some(dimension) = self.dimensions.get(*at)
            {
                region.restrict(*at, dimension.passing(predicate));
            }
        }
        region
    }

    /// All of it, but for the calls that services make in their own name, of which no account can do
    /// anything.
    pub(super) fn whole(&self) -> Vec<Set> {
        let mut whole: Vec<Set> = self.dimensions.iter().map(|one| Set::all(one.values.len())).collect();
        if let Some((_, at)) = self.keys.get(BY_SERVICE)
            && let (Some(dimension), Some(set)) = (self.dimensions.get(*at), whole.get_mut(*at))
            && let Some(is_service) = by_service()
        {
            set.remove(&dimension.passing(&is_service).surely);
        }
        whole
    }

    /// The values that certainly stand for a request.
    pub(super) fn concrete(&self) -> Vec<Set> {
        self.dimensions.iter().map(Dimension::concrete).collect()
    }

    /// The values of the action that a pattern matches.
    pub(super) fn actions(&self, pattern: Pattern) -> Set {
        let patterns = Patterns { listed: vec![pattern], is_negated: false };
        self.dimensions.get(ACTION).map(|one| one.matching(&patterns).maybe).unwrap_or_default()
    }

    /// The dimension of the action.
    pub(super) fn action() -> usize {
        ACTION
    }

    /// The first request of a box that has examples.
    pub(super) fn request(&self, ground: &Ground, found: &[Set]) -> Option<Request> {
        let sample = |at: usize| {
            let dimension = self.dimensions.get(at)?;
            found.get(at)?.iter().find_map(|value| dimension.sample(value))
        };
        let mut request = Request::new(sample(ACTION)?.pop()?, sample(RESOURCE)?.pop()?);
        request.context = ground.given.clone();
        for (name, at) in self.keys.values() {
            request.context.set(name, sample(*at)?);
        }
        Some(request)
    }
}

/// The dimension of actions or resources.
fn texts<W>(ground: &Ground, asked: &[&Rule], rules: &[(W, &Rule)], side: Side) -> Option<Dimension> {
    let mut all = Asked { examples: ground.examples.clone(), ..Asked::default() };
    if let Some(first) = asked.first().map(|rule| side.of(rule)).filter(|one| !one.is_negated) {
        all.domain = first.listed.iter().map(widened).collect();
        // A question about nothing is not one about everything.
        if all.domain.is_empty() {
            all.domain.push(Pattern::literal("", Case::Counts));
        }
    }
    let patterns = asked
        .iter()
        .copied()
        .chain(rules.iter().map(|(_, rule)| *rule))
        .flat_map(|rule| &side.of(rule).listed);
    for pattern in patterns {
        all.examples.extend(example(pattern));
        all.patterns.insert(widened(pattern));
    }
    let form = side.form();
    all.patterns.extend(form.iter().cloned());
    all.patterns.insert(never_controlled());
    all.patterns.retain(|pattern| !all.domain.contains(pattern));
    let mut dimension = Dimension::plain(Classes::of(&all)?);
    let fits = dimension.classes.matching(form.iter());
    dimension.values.retain(|value| matches!(value, Value::One(class) if fits.has(*class)));
    Some(dimension)
}

/// The dimension of a key, that of the principal being one of those asked about.
fn of_key(ground: &Ground, key: &str, predicates: &[&Predicate]) -> Option<Dimension> {
    match key == PRINCIPAL && ground.given.values(key).is_empty() {
        true => principals(ground, asked(ground, predicates)),
        false => any_key(ground, key, predicates),
    }
}

/// What predicates ask of a key.
fn asked(ground: &Ground, predicates: &[&Predicate]) -> Asked {
    let mut asked = Asked { examples: ground.examples.clone(), ..Asked::default() };
    for predicate in predicates {
        match &predicate.listed {
            Listed::Text(patterns) => {
                asked.examples.extend(patterns.iter().filter_map(example));
                asked.patterns.extend(patterns.iter().map(widened));
            }
            Listed::Ranges(line, ranges) => asked.ranges.entry(*line).or_default().extend(ranges),
            Listed::Presence { .. } => {}
        }
    }
    asked
}

/// The dimension of any key.
pub(super) fn any_key(ground: &Ground, key: &str, predicates: &[&Predicate]) -> Option<Dimension> {
    let mut asked = asked(ground, predicates);
    let given = ground.given.values(key);
    if !given.is_empty() {
        let classes = Classes::of_values(&asked, given);
        let all: Vec<usize> = (0..given.len()).collect();
        let value = if all.len() == 1 { Value::One(0) } else { Value::Several(all) };
        return Some(Dimension { classes, values: vec![value] });
    }
    let key_type = ground.types.get(key).copied();
    let line = key_type.and_then(line);
    if key_type.is_some_and(|one| one.kind == KeyKind::Bool) {
        asked.domain = ["true", "false"].map(|text| Pattern::literal(text, Case::Folds)).to_vec();
        asked.patterns.retain(|pattern| !asked.domain.contains(pattern));
        asked.examples = vec!["true".to_owned(), "false".to_owned()];
    }
    if let Some(line) = line {
        asked.ranges.entry(line).or_default();
    }
    let quantified = predicates.iter().filter(|one| one.operator.quantifier.is_some()).count();
    let many = key_type.map_or(quantified > 0, |one| one.many);
    let classes = Classes::of(&asked)?;
    let values = line.map(|line| classes.on(line));
    let mut dimension = Dimension::of_key(classes, many, quantified)?;
    if let Some(fits) = values {
        dimension.values.retain(|value| match value {
            Value::Absent => true,
            Value::One(class) => fits.has(*class),
            Value::Several(classes) => classes.iter().all(|class| fits.has(*class)),
        });
    }
    Some(dimension)
}

/// The principals of a question, but for service-linked roles, which no policy touches.
fn principals(ground: &Ground, mut asked: Asked) -> Option<Dimension> {
    let linked: Vec<Pattern> =
        ["*:*:*:*:*:role/aws-service-role/*", "*:*:*:*:*:assumed-role/AWSServiceRoleFor*"]
            .into_iter()
            .filter_map(Pattern::arn)
            .collect();
    asked.domain = ground.principals.iter().map(|text| Pattern::glob(text)).collect();
    let examples = asked.domain.iter().filter_map(example).collect::<Vec<_>>();
    asked.examples.extend(examples);
    asked.patterns.extend(linked.iter().cloned());
    asked.patterns.retain(|pattern| !asked.domain.contains(pattern));
    let mut dimension = Dimension::plain(Classes::of(&asked)?);
    let linked = dimension.classes.matching(linked.iter());
    dimension.values.retain(|value| matches!(value, Value::One(class) if !linked.has(*class)));
    Some(dimension)
}

/// The line on which the values of a type lie.
fn line(key_type: KeyType) -> Option<Line> {
    match key_type.kind {
        KeyKind::Numeric => Some(Line::Number),
        KeyKind::Date => Some(Line::Date),
        KeyKind::Ip => Some(Line::Address),
        KeyKind::String | KeyKind::Arn | KeyKind::Bool | KeyKind::Binary => None,
    }
}

/// `Bool aws:PrincipalIsAWSService true`
fn by_service() -> Option<Predicate> {
    Predicate::of(&Condition::new(Operator::of(Base::Bool).to_string(), BY_SERVICE, ["true"]))
}
