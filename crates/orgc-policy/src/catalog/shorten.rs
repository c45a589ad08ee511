//! A shorter list of actions that means the same: without repetitions, and with a wildcard where one
//! covers the listed actions and no other.

use super::IamCatalog;
use super::glob::covers;
use crate::action::ActionPattern;
use std::collections::{BTreeMap, BTreeSet};

/// A shorter list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shorter {
    /// The new list, in the order of the old one.
    pub patterns: Vec<String>,
    /// The wildcards in it that stand for several of the old list, each with their number.
    pub wildcards: Vec<(String, usize)>,
    /// How many patterns went because another one covers them.
    pub dropped: usize,
    /// The characters that it saves in JSON.
    pub saved: usize,
}

impl IamCatalog {
    /// A list of actions that means the same, as far as the catalogue knows, and is shorter; the
    /// longest saving first that ends where a word of the action's name ends. None if there is none.
    pub fn shorter(&self, patterns: &[String]) -> Option<Shorter> {
        let kept = uncovered(patterns);
        let listed = Listed::of(self, &kept);
        let dropped = patterns.len() - kept.len();
        let mut shorter = Shorter { patterns: Vec::new(), wildcards: Vec::new(), dropped, saved: 0 };
        for pattern in &kept {
            if shorter.wildcards.iter().any(|(wildcard, _)| covers(wildcard, pattern)) {
                continue;
            }
            match listed.wildcard(self, pattern) {
                Some((wildcard, count)) => {
                    // It may cover what is in the new list already.
                    shorter.patterns.retain(|one| !covers(&wildcard, one));
                    shorter.patterns.push(wildcard.clone());
                    shorter.wildcards.push((wildcard, count));
                }
                None => shorter.patterns.push((*pattern).clone()),
            }
        }
        let size = |patterns: &[String]| patterns.iter().map(|one| one.chars().count() + 3).sum::<usize>();
        shorter.saved = size(patterns).saturating_sub(size(&shorter.patterns));
        (shorter.saved > 0).then_some(shorter)
    }
}

/// Those that no other one covers; of equal ones the first.
fn uncovered(patterns: &[String]) -> Vec<&String> {
    let mut seen = BTreeSet::new();
    let distinct: Vec<&String> =
        patterns.iter().filter(|one| seen.insert(one.to_ascii_lowercase())).collect();
    let wild: Vec<(usize, &String)> =
        (0..).zip(distinct.iter().copied()).filter(|(_, one)| one.contains(['*', '?'])).collect();
    let is_covered = |at: usize, one: &str| {
        wild.iter()
            .any(|(other, wider)| *other != at && covers(wider, one) && (*other < at || !covers(one, wider)))
    };
    (0..)
        .zip(distinct.iter().copied())
        .filter(|(at, one)| !is_covered(*at, one))
        .map(|(_, one)| one)
        .collect()
}

/// What a list covers, by service; all in lower case.
struct Listed {
    /// The actions that there are.
    actions: BTreeMap<String, BTreeSet<String>>,
    /// The names and patterns as they are listed.
    names: BTreeMap<String, BTreeSet<String>>,
}

impl Listed {
    fn of(catalog: &IamCatalog, patterns: &[&String]) -> Self {
        let mut listed = Self { actions: BTreeMap::new(), names: BTreeMap::new() };
        for pattern in patterns {
            let Some((service, name)) = pattern.split_once(':') else { continue };
            let service = service.to_ascii_lowercase();
            let actions = catalog.actions_of(pattern).unwrap_or_default();
            let lower = actions.iter().map(|action| action.name().to_ascii_lowercase());
            listed.actions.entry(service.clone()).or_default().extend(lower);
            listed.names.entry(service).or_default().insert(name.to_ascii_lowercase());
        }
        listed
    }

    /// The shortest wildcard that begins like an action, covers more than one of the list, and
    /// matches nothing that the list does not.
    fn wildcard(&self, catalog: &IamCatalog, pattern: &str) -> Option<(String, usize)> {
        let Ok(ActionPattern::Of { service: prefix, name }) = ActionPattern::parse(pattern) else {
            return None;
        };
        let service = catalog.service(prefix)?;
        let (actions, names) = (self.actions.get(&service.name)?, self.names.get(&service.name)?);
        let plain = name.split(['*', '?']).next().unwrap_or_default();
        words(plain).find_map(|start| {
            let lower = start.to_ascii_lowercase();
            let count = starting(names, &lower).count();
            let there = service.starting(&lower).count();
            let is_exact = count > 1 && there == starting(actions, &lower).count();
            is_exact.then(|| (format!("{prefix}:{start}*"), count))
        })
    }
}

fn starting<'s>(all: &'s BTreeSet<String>, start: &'s str) -> impl Iterator<Item = &'s String> {
    all.range(start.to_owned()..).take_while(move |one| one.starts_with(start))
}

/// The starts of a name that end with a word, the empty one first: ``, `Get`, `GetObject`.
fn words(name: &str) -> impl Iterator<Item = &str> {
    let ends = name.char_indices().filter(|(_, letter)| letter.is_ascii_uppercase()).map(|(at, _)| at);
    ends.chain([name.len()]).filter_map(|end| name.get(..end))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shorter(patterns: &[&str]) -> String {
        let patterns: Vec<String> = patterns.iter().map(|one| (*one).to_owned()).collect();
        match IamCatalog::bundled().shorter(&patterns) {
            None => "nothing".to_owned(),
            Some(one) => {
                format!("{} | {:?} | {} | {}", one.patterns.join(" "), one.wildcards, one.dropped, one.saved)
            }
        }
    }

    #[test]
    fn repetitions_and_what_is_covered_go() {
        insta::assert_snapshot!(shorter(&["s3:GetObject", "S3:getobject", "iam:*", "iam:PassRole"]), @"s3:GetObject iam:* | [] | 2 | 30");
        insta::assert_snapshot!(shorter(&["s3:**", "s3:*"]), @"s3:** | [] | 1 | 7");
        insta::assert_snapshot!(shorter(&["*", "s3:Get*"]), @"* | [] | 1 | 10");
    }

    #[test]
    fn a_wildcard_covers_what_is_listed_and_nothing_else() {
        let catalog = IamCatalog::bundled();
        let listed: Vec<String> =
            catalog.service("s3").unwrap().matching("GetObject*").iter().map(|one| one.full_name()).collect();
        let found = catalog.shorter(&listed).unwrap();
        assert_eq!(found.patterns, ["s3:GetObject*"]);
        let without: Vec<String> =
            listed.iter().filter(|one| *one != "s3:GetObjectTorrent").cloned().collect();
        let found = catalog.shorter(&without).unwrap();
        let expand = |patterns: &[String]| {
            let mut all: Vec<String> = patterns
                .iter()
                .flat_map(|one| catalog.actions_of(one).unwrap())
                .map(|one| one.full_name())
                .collect();
            all.sort();
            all.dedup();
            all
        };
        assert_eq!(expand(&found.patterns), expand(&without));
        assert!(found.patterns.len() < without.len());
    }

    #[test]
    fn what_is_short_stays() {
        assert_eq!(shorter(&["s3:GetObject", "organizations:LeaveOrganization", "x:Y"]), "nothing");
    }
}
