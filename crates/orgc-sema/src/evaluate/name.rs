//! What a name stands for.

use super::diagnostics;
use super::evaluator::Evaluator;
use crate::declare::Names;
use crate::region;
use crate::value::diagnostics::not_in_union;
use crate::value::{EntityType, Type, Value};
use orgc_diag::Span;
use orgc_ir::Address;
use orgc_syntax::ast::{self, Expression, ExpressionKind, Label};

/// How many findings get a search for similar names, which looks at every name there is.
const MOST_SUGGESTIONS: usize = 100;

/// One thing a name can stand for.
#[derive(Clone, Debug)]
enum Meaning<'a> {
    Let(&'a ast::Let),
    Entity(Address),
    Region(&'static str),
}

/// A name in a path, with its place.
pub(super) type Segment<'a> = (&'a str, Span);

impl<'a> Evaluator<'a, '_> {
    pub(super) fn name(&mut self, name: &'a ast::Name, hint: &Type) -> Value {
        if let Some(word) = self.choice(&name.text, hint) {
            return word;
        }
        let meanings = narrowed(self.meanings(&name.text), hint);
        match meanings.as_slice() {
            [] => self.unknown(&name.text, name.span, hint),
            [one] => self.meant(one.clone(), name.span),
            several => {
                let offers = several.iter().map(offer).collect::<Vec<_>>();
                self.reports.push(diagnostics::ambiguous(&name.text, name.span, &offers));
                Value::Error
            }
        }
    }

    /// A word of a choice, where one is expected and no value has the name.
    fn choice(&self, word: &str, hint: &Type) -> Option<Value> {
        let Type::Choice(words) = hint.present() else { return None };
        let fits = words.iter().any(|one| one == word) && !self.names.lets.contains_key(word);
        fits.then(|| Value::text(word))
    }

    fn meant(&mut self, meaning: Meaning<'a>, span: Span) -> Value {
        match meaning {
            Meaning::Let(found) => self.value_of(found, span),
            Meaning::Region(region) => Value::Region(region.to_owned()),
            Meaning::Entity(address) => self.entity(address),
        }
    }

    pub(super) fn entity(&mut self, address: Address) -> Value {
        self.used.insert(address.clone());
        Value::Entity(address)
    }

    fn meanings(&self, name: &str) -> Vec<Meaning<'a>> {
        let names: &Names<'a> = self.names;
        let mut all: Vec<Meaning<'a>> = names.lets.get(name).copied().map(Meaning::Let).into_iter().collect();
        let entity = |address: &Address| Meaning::Entity(address.clone());
        let organization = names.organization.as_ref().filter(|(own, _)| own == name || name == "org");
        all.extend(organization.map(|(_, address)| entity(address)));
        all.extend(names.accounts.get(name).map(entity));
        all.extend(names.units.get(name).into_iter().flatten().map(entity));
        all.extend(names.policies.get(name).map(entity));
        all.extend(names.blocks.values().filter_map(|named| named.get(name)).map(entity));
        all.extend(region::named(name).map(Meaning::Region));
        all
    }

    fn unknown(&mut self, name: &str, span: Span, hint: &Type) -> Value {
        if self.names.doubtful.contains(name) {
            return Value::Error;
        }
        let report = match () {
            () if let Type::Choice(words) = hint.present() => not_in_union(span, name, words),
            () if self.naming && (is_entity_word(name) || self.names.labels.contains(name)) => {
                diagnostics::later_in_name(name, span)
            }
            () if is_entity_word(name) => diagnostics::kind_as_value(name, span),
            () if region::is_region_form(name) => diagnostics::unknown_region(name, span, region::all()),
            () => {
                let searched = if self.reports.len() < MOST_SUGGESTIONS { usize::MAX } else { 0 };
                diagnostics::unknown_name(name, span, self.names.all().take(searched))
            }
        };
        self.reports.push(report);
        Value::Error
    }

    /// The entity that the start of a path names, and how many segments that takes: `ou.A.B`,
    /// `account.dev`, `A.B`. None if the path starts with something else; what is wrong with a path
    /// that starts with a kind has been reported.
    pub(super) fn path(&mut self, segments: &[Segment<'a>]) -> Option<(Value, usize)> {
        let (first, rest) = segments.split_first()?;
        if self.names.lets.contains_key(first.0) {
            return None;
        }
        if let [next, ..] = rest
            && self.meanings(first.0).is_empty()
            && let Some(found) = self.qualified(*first, rest, next.1)
        {
            return Some(found);
        }
        let (taken, found) = self.longest_unit(segments).filter(|(taken, _)| *taken > 1)?;
        let span = segments.get(taken - 1).map_or(first.1, |last| first.1.join(last.1));
        Some((self.one_unit(&found, &joined(segments, taken), span), taken))
    }

    /// `kind.name`, where the kind is one that has named things.
    fn qualified(&mut self, kind: Segment<'a>, rest: &[Segment<'a>], span: Span) -> Option<(Value, usize)> {
        let name = rest.first().map(|segment| segment.0)?;
        match kind.0 {
            "ou" => {
                let (taken, found) = self.longest_unit(rest).unwrap_or((1, Vec::new()));
                let written = joined(rest, taken);
                Some((self.one_unit(&found, &written, span), taken + 1))
            }
            "account" | "policy" | "organization" => Some((self.of_kind(kind.0, name, span), 2)),
            other if self.names.blocks.contains_key(other) => Some((self.of_kind(other, name, span), 2)),
            _ => None,
        }
    }

    /// The thing of this kind with this name.
    pub(super) fn of_kind(&mut self, kind: &str, name: &str, span: Span) -> Value {
        let names: &Names<'a> = self.names;
        let found = match kind {
            "account" => names.accounts.get(name),
            "policy" => names.policies.get(name),
            "organization" => {
                names.organization.as_ref().filter(|(own, _)| own == name).map(|(_, address)| address)
            }
            "ou" => {
                let found = names.units.get(&name.replace('.', "/")).cloned().unwrap_or_default();
                return self.one_unit(&found, name, span);
            }
            other => names.blocks.get(other).and_then(|named| named.get(name)),
        };
        match found.cloned() {
            Some(address) => self.entity(address),
            None => self.unknown_of(kind, name, span),
        }
    }

    fn unknown_of(&mut self, kind: &str, name: &str, span: Span) -> Value {
        if self.naming {
            self.reports.push(diagnostics::later_in_name(kind, span));
            return Value::Error;
        }
        if !self.names.doubtful.contains(name) {
            let names: &Names<'a> = self.names;
            let known: Vec<&str> = match kind {
                "account" => names.accounts.keys().map(String::as_str).collect(),
                "policy" => names.policies.keys().map(String::as_str).collect(),
                "ou" => names.units.keys().map(String::as_str).collect(),
                "organization" => names.organization.iter().map(|(own, _)| own.as_str()).collect(),
                other => names
                    .blocks
                    .get(other)
                    .into_iter()
                    .flat_map(|named| named.keys().map(String::as_str))
                    .collect(),
            };
            let searched = if self.reports.len() < MOST_SUGGESTIONS { usize::MAX } else { 0 };
            let known = known.into_iter().take(searched);
            self.reports.push(diagnostics::unknown_of_kind(kind, name, span, known));
        }
        Value::Error
    }

    /// The longest start of a path that is the tail of a unit's path.
    fn longest_unit(&self, segments: &[Segment<'a>]) -> Option<(usize, Vec<Address>)> {
        let lengths = (1..=segments.len().min(LONGEST_PATH)).rev();
        lengths.into_iter().find_map(|taken| {
            let found = self.names.units.get(&joined(segments, taken).replace('.', "/"))?;
            Some((taken, found.clone()))
        })
    }

    fn one_unit(&mut self, found: &[Address], written: &str, span: Span) -> Value {
        match found {
            [] => self.unknown_of("ou", written, span),
            [one] => self.entity(one.clone()),
            several => {
                let exact = several.iter().find(|unit| unit.name().replace('/', ".") == *written);
                if let Some(exact) = exact {
                    return self.entity(exact.clone());
                }
                let offers: Vec<String> =
                    several.iter().map(|unit| offer(&Meaning::Entity(unit.clone()))).collect();
                self.reports.push(diagnostics::ambiguous(written, span, &offers));
                Value::Error
            }
        }
    }
}

/// Paths of units have at most five parts; a longer one is reported elsewhere.
const LONGEST_PATH: usize = 16;

/// Words that stand before a name and tell its kind.
pub(super) fn is_entity_word(word: &str) -> bool {
    matches!(word, "account" | "ou" | "policy" | "organization" | "org" | "baseline")
}

fn joined(segments: &[Segment<'_>], taken: usize) -> String {
    segments.iter().take(taken).map(|(name, _)| *name).collect::<Vec<_>>().join(".")
}

/// Those that the place expects; all of them if it expects none, so that the mismatch is reported.
fn narrowed<'a>(meanings: Vec<Meaning<'a>>, hint: &Type) -> Vec<Meaning<'a>> {
    let fits = |meaning: &Meaning<'a>| match (hint.present(), meaning) {
        (Type::Anything, _) => true,
        (Type::Entity(entity), Meaning::Entity(address)) => entity.accepts(address),
        (Type::Entity(_), _) => false,
        (Type::Region, Meaning::Region(_)) => true,
        (_, Meaning::Let(_)) => true,
        _ => false,
    };
    let fitting: Vec<Meaning<'a>> = meanings.iter().filter(|one| fits(one)).cloned().collect();
    // A unit whose whole path is the name is meant before units that only end in it.
    let whole = |meaning: &Meaning<'a>| match meaning {
        Meaning::Entity(address) => address.kind() != "ou" || !address.name().contains('/'),
        _ => true,
    };
    let best = if fitting.is_empty() { meanings } else { fitting };
    let is_unit = |one: &Meaning<'a>| matches!(one, Meaning::Entity(address) if address.kind() == "ou");
    if best.len() > 1 && best.iter().all(is_unit) && best.iter().filter(|one| whole(one)).count() == 1 {
        return best.into_iter().filter(|one| whole(one)).collect();
    }
    best
}

/// How to write a meaning so that it is the only one.
fn offer(meaning: &Meaning<'_>) -> String {
    match meaning {
        Meaning::Let(found) => format!("the value `{}` under another name", found.name.text),
        Meaning::Region(region) => format!("`\"{region}\"`"),
        Meaning::Entity(address) => format!("`{}.{}`", address.kind(), address.name().replace('/', ".")),
    }
}

/// The segments of a path that is made of names only.
pub(super) fn segments(expression: &Expression) -> Option<Vec<Segment<'_>>> {
    let mut reversed = Vec::new();
    let mut here = expression;
    loop {
        match &here.kind {
            ExpressionKind::Name(name) => {
                reversed.push((name.text.as_str(), name.span));
                reversed.reverse();
                return Some(reversed);
            }
            ExpressionKind::Member(member) => {
                let Label::Name(name) = &member.name else { return None };
                reversed.push((name.text.as_str(), name.span));
                here = &member.value;
            }
            _ => return None,
        }
    }
}

/// The kind that a plain name before an index stands for: `account["dev"]`.
pub(super) fn kind_word<'e>(expression: &'e Expression, evaluator: &Evaluator<'_, '_>) -> Option<&'e str> {
    let ExpressionKind::Name(name) = &expression.kind else { return None };
    let word = name.text.as_str();
    let is_kind = is_entity_word(word) || evaluator.names.blocks.contains_key(word);
    (is_kind && word != "org" && evaluator.meanings(word).is_empty()).then_some(word)
}

impl EntityType {
    /// The policies that `attach` and `detach` name.
    pub(crate) fn policy() -> Self {
        Self::Kind("policy".to_owned())
    }
}
