//! One service of the catalogue: its actions, resource types and condition keys.

use super::glob::matches;
use super::key::{Key, KeyType};

/// A service.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Service {
    /// The prefix of its actions: `s3`.
    pub name: String,
    pub(super) keys: Vec<Key>,
    pub(super) resource_types: Vec<ResourceType>,
    pub(super) groups: Vec<Group>,
    /// Each action with its group, sorted by the name in lower case.
    pub(super) actions: Vec<(String, usize)>,
    /// Keys that neither an action nor a resource type names: they hold for all actions.
    pub(super) wide: Vec<usize>,
}

/// A resource type of a service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResourceType {
    /// The name: `bucket`.
    pub name: String,
    /// Its ARNs with parts to fill in: `arn:${Partition}:s3:::${BucketName}`. Few types have several.
    pub arns: Vec<String>,
    pub(super) keys: Vec<usize>,
}

/// What actions with the same resource types and keys have in common.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Group {
    pub level: AccessLevel,
    /// Each with whether it is required.
    pub resources: Vec<(usize, bool)>,
    pub keys: Vec<usize>,
}

/// How an action changes things.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum AccessLevel {
    /// Reads contents.
    Read,
    /// Lists what there is.
    List,
    /// Changes contents.
    Write,
    /// Changes permissions.
    Permissions,
    /// Changes tags only.
    Tagging,
}

/// An action of a service.
#[derive(Clone, Copy, Debug)]
pub struct Action<'c> {
    service: &'c Service,
    name: &'c str,
    group: &'c Group,
}

impl Service {
    /// The actions in the order of their names.
    pub fn actions(&self) -> impl Iterator<Item = Action<'_>> {
        self.actions.iter().filter_map(|(name, group)| {
            let group = self.groups.get(*group)?;
            Some(Action { service: self, name, group })
        })
    }

    /// The action with this name, in any case of letters.
    pub fn action(&self, name: &str) -> Option<Action<'_>> {
        let folded = name.to_ascii_lowercase();
        let at = self.actions.binary_search_by_key(&folded, |(one, _)| one.to_ascii_lowercase()).ok()?;
        let (name, group) = self.actions.get(at)?;
        Some(Action { service: self, name, group: self.groups.get(*group)? })
    }

    /// The actions that a pattern matches.
    pub fn matching<'c>(&'c self, pattern: &str) -> Vec<Action<'c>> {
        if !pattern.contains(['*', '?']) {
            return self.action(pattern).into_iter().collect();
        }
        self.actions().filter(|action| pattern == "*" || matches(pattern, action.name)).collect()
    }

    /// The names in lower case that begin so, which is in lower case too.
    pub(super) fn starting<'c>(&'c self, start: &'c str) -> impl Iterator<Item = String> + 'c {
        let lower = |(name, _): &(String, usize)| name.to_ascii_lowercase();
        let first = self.actions.partition_point(|one| lower(one).as_str() < start);
        let rest = self.actions.get(first..).unwrap_or_default();
        rest.iter().map(lower).take_while(move |name| name.starts_with(start))
    }

    /// The resource types.
    pub fn resource_types(&self) -> impl Iterator<Item = &ResourceType> {
        self.resource_types.iter()
    }

    /// Every condition key that the service sets.
    pub fn keys(&self) -> impl Iterator<Item = &Key> {
        self.keys.iter()
    }

    /// The key that is written, if the service has it.
    pub fn key(&self, written: &str) -> Option<&Key> {
        self.keys.iter().find(|key| key.is(written))
    }
}

impl<'c> Action<'c> {
    /// The name: `GetObject`.
    pub fn name(self) -> &'c str {
        self.name
    }

    /// The service.
    pub fn service(self) -> &'c Service {
        self.service
    }

    /// The action as policies write it.
    pub fn full_name(self) -> String {
        format!("{}:{}", self.service.name, self.name)
    }

    /// How it changes things.
    pub fn level(self) -> AccessLevel {
        self.group.level
    }

    /// The resource types it works on, each with whether it is required.
    pub fn resource_types(self) -> impl Iterator<Item = (&'c ResourceType, bool)> {
        let types = &self.service.resource_types;
        self.group.resources.iter().filter_map(|(at, required)| Some((types.get(*at)?, *required)))
    }

    /// Whether its requests can have the key of the service with this number.
    pub(super) fn has_key(self, at: usize) -> bool {
        let of_types = || self.resource_types().any(|(one, _)| one.keys.contains(&at));
        self.group.keys.contains(&at) || self.service.wide.contains(&at) || of_types()
    }

    /// The condition keys of the service that its requests can have: its own, those of its resource
    /// types, and those of the whole service. Global keys that every request can have are not
    /// among them.
    pub fn keys(self) -> impl Iterator<Item = &'c Key> {
        let of_types = self.resource_types().flat_map(|(one, _)| one.keys.iter());
        let all = self.group.keys.iter().chain(of_types).chain(&self.service.wide);
        all.filter_map(|at| self.service.keys.get(*at))
    }
}

impl AccessLevel {
    pub(super) const LETTERS: [(&'static str, Self); 5] = [
        ("R", Self::Read),
        ("L", Self::List),
        ("W", Self::Write),
        ("PW", Self::Permissions),
        ("TW", Self::Tagging),
    ];
}

impl Service {
    /// From the text of a section: `k TYPE NAME`, `r KEYS ARNS NAME` and `a LEVEL TYPES KEYS NAME…`
    /// lines, where keys and types are the numbers of earlier lines.
    pub(super) fn read(name: &str, section: &str) -> Option<Self> {
        let mut service = Self { name: name.to_owned(), ..Self::default() };
        for line in section.lines() {
            service.line(line)?;
        }
        service.actions.sort_by_cached_key(|(name, _)| name.to_ascii_lowercase());
        let of_groups = service.groups.iter().flat_map(|group| &group.keys);
        let mut named = vec![false; service.keys.len()];
        for at in of_groups.chain(service.resource_types.iter().flat_map(|one| &one.keys)) {
            *named.get_mut(*at)? = true;
        }
        service.wide = (0..).zip(&named).filter(|(_, named)| !**named).map(|(at, _)| at).collect();
        Some(service)
    }

    fn line(&mut self, line: &str) -> Option<()> {
        let mut words = line.split(' ');
        match words.next()? {
            "k" => {
                let key_type = KeyType::of_letter(words.next()?.chars().next()?)?;
                self.keys.push(Key { name: words.next()?.to_owned(), key_type });
            }
            "r" => {
                let keys = numbers(words.next()?)?;
                let arns = words.next()?.split('|').map(str::to_owned).collect();
                let name = words.collect::<Vec<_>>().join(" ");
                self.resource_types.push(ResourceType { name, arns, keys });
            }
            "a" => {
                let level = words.next()?;
                let (_, level) = AccessLevel::LETTERS.iter().find(|(letters, _)| *letters == level)?;
                let resources = required(words.next()?)?;
                self.groups.push(Group { level: *level, resources, keys: numbers(words.next()?)? });
                let group = self.groups.len() - 1;
                self.actions.extend(words.map(|name| (name.to_owned(), group)));
            }
            _ => return None,
        }
        Some(())
    }
}

fn numbers(written: &str) -> Option<Vec<usize>> {
    if written == "-" {
        return Some(Vec::new());
    }
    written.split(',').map(|number| number.parse().ok()).collect()
}

fn required(written: &str) -> Option<Vec<(usize, bool)>> {
    if written == "-" {
        return Some(Vec::new());
    }
    let one = |number: &str| match number.strip_prefix('!') {
        Some(number) => Some((number.parse().ok()?, true)),
        None => Some((number.parse().ok()?, false)),
    };
    written.split(',').map(one).collect()
}
