//! Identifiers for live things: made from their names in AWS, distinct, and the same in every run.

use orgc_ir::{Address, Observed};
use orgc_plan::ownership::Owner;
use orgc_policy::PolicyType;
use orgc_syntax::spelling;
use std::collections::{BTreeMap, BTreeSet};

/// Words that begin a sentence or have a meaning where a value is read. They can be names, but not
/// without the kind before them, so no generated name is one of them.
const WORDS: [&str; 53] = [
    "account", "adopt", "all", "allow", "and", "any", "as", "assert", "attach", "by", "can", "cannot",
    "close", "delegate", "delete", "deny", "deploy", "detach", "else", "every", "except", "exists", "extend",
    "false", "for", "forget", "from", "if", "import", "in", "key", "let", "like", "missing", "moved", "none",
    "not", "of", "on", "only", "or", "org", "param", "policy", "protect", "release", "then", "to", "true",
    "trust", "unless", "use", "when",
];

/// Whether a name has another meaning where it stands alone.
pub(super) fn is_word(name: &str) -> bool {
    WORDS.contains(&name)
}

/// The identifiers of everything, by id.
#[derive(Debug)]
pub(super) struct Names {
    units: BTreeMap<String, String>,
    accounts: BTreeMap<String, String>,
    policies: BTreeMap<String, String>,
}

impl Names {
    /// Names for an organization that this project is to manage. What the project manages already
    /// keeps its name.
    pub(super) fn of(observed: &Observed, project: &str) -> Self {
        let kept = |tags: &BTreeMap<String, String>, kind: &str| kept(tags, project, kind);
        let accounts = observed.accounts.iter().map(|(id, live)| Wanted {
            id,
            kept: kept(&live.tags, "account"),
            proposed: identifier(Style::Account, &live.name),
        });
        let policies = observed.policies.iter().map(|(id, live)| Wanted {
            id,
            kept: kept(&live.tags, "policy"),
            proposed: identifier(Style::Policy, &live.name),
        });
        let defaults = PolicyType::all().iter().filter_map(|one| one.default_policy.as_ref());
        let taken: Vec<&str> = observed
            .stack_sets
            .keys()
            .map(String::as_str)
            .chain(defaults.map(|one| one.name.as_str()))
            .collect();
        let mut names = Self {
            units: BTreeMap::new(),
            accounts: distinct(&accounts.collect::<Vec<_>>(), &[]),
            policies: distinct(&policies.collect::<Vec<_>>(), &taken),
        };
        let parents: BTreeSet<&str> = observed.units.values().map(|unit| unit.parent.as_str()).collect();
        for parent in parents {
            let siblings = observed.units.iter().filter(|(_, unit)| unit.parent == *parent);
            let siblings = siblings.map(|(id, live)| Wanted {
                id,
                kept: kept(&live.tags, "ou"),
                proposed: identifier(Style::Unit, &live.name),
            });
            names.units.extend(distinct(&siblings.collect::<Vec<_>>(), &[]));
        }
        names
    }

    /// The name of a unit among those beside it.
    pub(super) fn unit(&self, id: &str) -> &str {
        self.units.get(id).map_or("", String::as_str)
    }

    pub(super) fn account(&self, id: &str) -> &str {
        self.accounts.get(id).map_or("", String::as_str)
    }

    pub(super) fn policy(&self, id: &str) -> &str {
        self.policies.get(id).map_or("", String::as_str)
    }

    /// The names of the units from the root down to this one.
    pub(super) fn path<'n>(&'n self, observed: &'n Observed, id: &'n str) -> Vec<&'n str> {
        let mut path = Vec::new();
        let mut place = Some((id, observed.units.get(id)));
        while let Some((id, Some(unit))) = place {
            path.push(self.unit(id));
            place = Some((&unit.parent, observed.units.get(&unit.parent)));
        }
        path.reverse();
        path
    }

    /// The account of a name.
    pub(super) fn account_called(&self, name: &str) -> Option<&str> {
        called(&self.accounts, name)
    }

    /// The policy of a name.
    pub(super) fn policy_called(&self, name: &str) -> Option<&str> {
        called(&self.policies, name)
    }
}

fn called<'n>(names: &'n BTreeMap<String, String>, name: &str) -> Option<&'n str> {
    names.iter().find(|(_, one)| *one == name).map(|(id, _)| id.as_str())
}

/// The organization's name: the one it carries, or that of the project.
pub(super) fn organization(tags: &BTreeMap<String, String>, project: &str) -> String {
    kept(tags, project, "organization").unwrap_or_else(|| identifier(Style::Organization, project))
}

/// The name that a thing of this project carries, where it can stand in the project's own folder.
fn kept(tags: &BTreeMap<String, String>, project: &str, kind: &str) -> Option<String> {
    let address = Owner::of(tags).address_in(project)?;
    let address = Address::try_from(address.to_owned()).ok().filter(|address| address.kind() == kind)?;
    let name = address.name().rsplit('/').next()?;
    (spelling::is_name(name) && !is_word(name)).then(|| name.to_owned())
}

/// How names of a kind are written by hand.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Style {
    Organization,
    Unit,
    Account,
    Policy,
}

/// A name as a person would write it: what is an identifier stays; else the words of accounts are
/// joined with dashes, and those of other things begin with capitals.
fn identifier(style: Style, name: &str) -> String {
    let begins = name.starts_with(|c: char| c.is_ascii_alphabetic());
    if begins && spelling::is_name(name) && style != Style::Organization {
        return name.to_owned();
    }
    let words = name.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let joined = match style {
        Style::Account => words.map(str::to_ascii_lowercase).collect::<Vec<_>>().join("-"),
        _ => words.map(capitalised).collect(),
    };
    if joined.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return joined;
    }
    let (prefix, joint) = match style {
        Style::Organization => ("Organization", ""),
        Style::Unit => ("Unit", ""),
        Style::Policy => ("Policy", ""),
        Style::Account => ("account", "-"),
    };
    if joined.is_empty() { prefix.to_owned() } else { format!("{prefix}{joint}{joined}") }
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_ascii_uppercase().to_string() + letters.as_str()).unwrap_or_default()
}

/// A thing that needs a name.
struct Wanted<'a> {
    id: &'a str,
    kept: Option<String>,
    proposed: String,
}

/// A name for each thing. Where two propose one name, every one of them gets the end of its id, so
/// that no name depends on what else there is later. Names that differ in case alone count as one, since
/// files are called by them.
fn distinct(all: &[Wanted<'_>], taken: &[&str]) -> BTreeMap<String, String> {
    let folded = |name: &str| name.to_ascii_lowercase();
    let mut used: BTreeSet<String> = taken.iter().chain(&WORDS).map(|name| folded(name)).collect();
    let mut names = BTreeMap::new();
    for one in all {
        if let Some(kept) = one.kept.as_ref().filter(|kept| used.insert(folded(kept))) {
            names.insert(one.id.to_owned(), kept.clone());
        }
    }
    let rest: Vec<&Wanted<'_>> = all.iter().filter(|one| !names.contains_key(one.id)).collect();
    let mut proposals: BTreeMap<String, usize> = BTreeMap::new();
    rest.iter().for_each(|one| *proposals.entry(folded(&one.proposed)).or_default() += 1);
    let free = |one: &&Wanted<'_>, used: &BTreeSet<String>| {
        proposals.get(&folded(&one.proposed)) == Some(&1) && !used.contains(&folded(&one.proposed))
    };
    let (alone, shared): (Vec<_>, Vec<_>) = rest.into_iter().partition(|one| free(one, &used));
    for one in alone {
        used.insert(folded(&one.proposed));
        names.insert(one.id.to_owned(), one.proposed.clone());
    }
    for one in shared {
        let name = with_id(one, |name| used.insert(folded(name)));
        names.insert(one.id.to_owned(), name);
    }
    names
}

/// The proposed name with so much of the end of the id that it is taken by nothing else.
fn with_id(one: &Wanted<'_>, mut claim: impl FnMut(&str) -> bool) -> String {
    const SHORTEST: usize = 4;
    let id: Vec<char> = one.id.chars().filter(char::is_ascii_alphanumeric).collect();
    let ends = (SHORTEST..=id.len()).map(|length| id.iter().skip(id.len() - length).collect::<String>());
    let mut candidates = ends.map(|end| format!("{}-{end}", one.proposed));
    candidates.find(|name| claim(name)).unwrap_or_else(|| one.proposed.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_made_as_a_person_would() {
        let cases = [
            (Style::Account, "Acme Development", "acme-development"),
            (Style::Account, "WebShop", "WebShop"),
            (Style::Account, "7 Eleven", "account-7-eleven"),
            (Style::Account, "研究", "account"),
            (Style::Unit, "Suspended accounts (old)", "SuspendedAccountsOld"),
            (Style::Policy, "deny-all", "deny-all"),
            (Style::Policy, "2024 guard", "Policy2024Guard"),
            (Style::Organization, "acme-prod", "AcmeProd"),
        ];
        for (style, name, expected) in cases {
            assert_eq!(identifier(style, name), expected, "{name}");
        }
    }

    fn named(things: &[(&str, Option<&str>, &str)]) -> Vec<String> {
        let wanted = things.iter().map(|(id, kept, proposed)| Wanted {
            id,
            kept: kept.map(str::to_owned),
            proposed: (*proposed).to_owned(),
        });
        distinct(&wanted.collect::<Vec<_>>(), &["Taken"])
            .into_iter()
            .map(|(id, name)| format!("{id} {name}"))
            .collect()
    }

    #[test]
    fn who_shares_a_name_gets_the_end_of_the_id_and_what_is_managed_keeps_its_own() {
        assert_eq!(
            named(&[
                ("a-111122223333", None, "lab"),
                ("b-444455556666", None, "Lab"),
                ("c-777788889999", Some("mine"), "lab"),
                ("d-000011112222", None, "mine"),
                ("e-1234", None, "taken"),
                ("f-5678", None, "when"),
                ("g-9999", None, "free"),
            ]),
            [
                "a-111122223333 lab-3333",
                "b-444455556666 Lab-6666",
                "c-777788889999 mine",
                "d-000011112222 mine-2222",
                "e-1234 taken-1234",
                "f-5678 when-5678",
                "g-9999 free",
            ]
        );
    }

    #[test]
    fn the_end_of_an_id_grows_until_it_tells_apart() {
        assert_eq!(
            named(&[("1-33330001", None, "x"), ("2-44440001", None, "x")]),
            ["1-33330001 x-0001", "2-44440001 x-40001"]
        );
    }
}
