//! A shorter list of actions that means the same: without repetitions, and with a wildcard where one
//! covers the listed actions and no other.

use super::IamCatalog;
use super::glob::covers;
use crate::action::ActionPattern;

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
        let mut shorter = Shorter {
            patterns: Vec::new(),
            wildcards: Vec::new(),
            dropped: patterns.len() - kept.len(),
            saved: 0,
        };
        for pattern in &kept {
            if shorter.wildcards.iter().any(|(wildcard, _)| covers(wildcard, pattern)) {
                continue;
            }
            match self.wildcard(pattern, &kept) {
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

    /// The shortest wildcard that begins like an action, covers more than one of the list, and
    /// matches nothing that the list does not.
    fn wildcard(&self, pattern: &str, all: &[&String]) -> Option<(String, usize)> {
        let Ok(ActionPattern::Of { service: prefix, name }) = ActionPattern::parse(pattern) else {
            return None;
        };
        let service = self.service(prefix)?;
        let plain = name.split(['*', '?']).next().unwrap_or_default();
        words(plain).find_map(|start| {
            let wildcard = format!("{prefix}:{start}*");
            let count = all.iter().filter(|one| covers(&wildcard, one)).count();
            let is_listed = |action: &str| all.iter().any(|one| covers(one, action));
            let mut matched = service.matching(&format!("{start}*")).into_iter();
            (count > 1 && matched.all(|action| is_listed(&action.full_name()))).then_some((wildcard, count))
        })
    }
}

/// Those that no other one covers; of equal ones the first.
fn uncovered(patterns: &[String]) -> Vec<&String> {
    let is_covered = |at: usize, one: &String| {
        patterns
            .iter()
            .enumerate()
            .any(|(other, wider)| other != at && covers(wider, one) && (!covers(one, wider) || other < at))
    };
    patterns.iter().enumerate().filter(|(at, one)| !is_covered(*at, one)).map(|(_, one)| one).collect()
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
