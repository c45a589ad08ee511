//! What a name alone stands for.

use super::diagnostics;
use super::evaluator::Evaluator;
use super::module_value::ModuleValue;
use super::progress::{Stage, Unknown};
use crate::declare::is_thing_word;
use crate::region;
use crate::scope::ModuleId;
use crate::value::diagnostics::{not_in_union, unknown_service};
use crate::value::{EntityType, Located, Type, Value};
use orgc_diag::Span;
use orgc_ir::Address;
use orgc_syntax::ast::{self, Expression, ExpressionKind};

/// How many findings get a search for similar names, which looks at every name there is.
const MOST_SUGGESTIONS: usize = 100;

/// One thing a name can stand for.
#[derive(Clone, Debug)]
pub(super) enum Meaning<'a> {
    Value(ModuleValue<'a>),
    Entity(Address),
    Region(&'static str),
}

impl<'a> Evaluator<'a, '_> {
    pub(super) fn name(&mut self, name: &'a ast::Name, hint: &Type) -> Located {
        let span = name.span;
        self.looked_up_at.insert(span);
        if let Some(local) = self.scope.local(&name.text).cloned() {
            // The place is that of the use; a row of data keeps its own.
            let local = self.settled(local);
            let span = if self.assets.is_data(local.span.file) { local.span } else { span };
            return Located::new(local.value, span);
        }
        if let Some(word) = self.choice(&name.text, hint) {
            return Located::new(word, span);
        }
        let meanings = narrowed(self.meanings(&name.text), single(hint));
        let value = match meanings.as_slice() {
            [] => self.unknown(&name.text, span, hint),
            [one] => self.meant(one.clone(), span),
            several => {
                let offers = several.iter().map(|one| self.offer(one)).collect::<Vec<_>>();
                self.reports.push(diagnostics::ambiguous(&name.text, span, &offers));
                Value::Error
            }
        };
        Located::new(value, span)
    }

    /// A word of a choice, where one is expected and no value has the name.
    fn choice(&self, word: &str, hint: &Type) -> Option<Value> {
        let is_word = match single(hint) {
            Type::Choice(words) => words.iter().any(|one| one == word),
            Type::Service => orgc_policy::service_principal(word).is_some(),
            _ => false,
        };
        let fits = is_word && self.module_value(self.scope.module, word).is_none();
        fits.then(|| Value::text(word))
    }

    fn meant(&mut self, meaning: Meaning<'a>, span: Span) -> Value {
        match meaning {
            Meaning::Value(found) => self.value_of(self.scope.module, found, span),
            Meaning::Region(region) => Value::Region(region.to_owned()),
            Meaning::Entity(address) => self.entity(address),
        }
    }

    pub(super) fn entity(&mut self, address: Address) -> Value {
        self.used.insert(address.clone());
        Value::Entity(address)
    }

    pub(super) fn meanings(&self, name: &str) -> Vec<Meaning<'a>> {
        let module = self.scope.module;
        let value = self.module_value(module, name).map(Meaning::Value);
        let mut all: Vec<Meaning<'a>> = value.into_iter().collect();
        let entity = |address: &Address| Meaning::Entity(address.clone());
        let names = &self.names;
        let organization = names.organization.as_ref().filter(|(own, _)| own == name || name == "org");
        all.extend(organization.map(|(_, address)| entity(address)));
        all.extend(names.accounts.get(name).map(entity));
        all.extend(names.units.get(name).into_iter().flatten().map(entity));
        all.extend(names.things(module, name).into_iter().map(|thing| entity(&thing.address)));
        all.extend(names.managed(name).map(entity));
        all.extend(region::named(name).map(Meaning::Region));
        all
    }

    /// A name that nothing has. While the structure is worked out it may still turn out to be that
    /// of a thing.
    pub(super) fn unknown(&mut self, name: &str, span: Span, hint: &Type) -> Value {
        if self.stage == Stage::Structure && !matches!(hint.present(), Type::Choice(_)) {
            self.unknown = Some(Unknown { name: name.to_owned(), span });
            return Value::Error;
        }
        if self.names.doubtful.contains(name) {
            return Value::Error;
        }
        let is_import = self.program.folder(self.scope.module).imports.contains_key(name);
        let report = match () {
            () if let Type::Choice(words) = hint.present() => not_in_union(span, name, words),
            () if *single(hint) == Type::Service => unknown_service(span, name),
            () if is_import => diagnostics::import_as_value(name, span),
            () if is_thing_word(name) || self.names.kinds.contains(name) => {
                diagnostics::kind_as_value(name, span)
            }
            () if region::is_region_form(name) => diagnostics::unknown_region(name, span, region::all()),
            () => {
                let known = self.visible_names();
                diagnostics::unknown_name(name, span, known.iter().map(String::as_str))
            }
        };
        self.reports.push(report);
        Value::Error
    }

    /// Every name that could stand here, as long as there are not too many findings already.
    pub(super) fn visible_names(&self) -> Vec<String> {
        if self.reports.len() >= MOST_SUGGESTIONS {
            return Vec::new();
        }
        let module = self.scope.module;
        let values = self.program.folder(module).value_names();
        let locals = self.scope.locals().into_iter();
        locals.chain(values).chain(self.names.all(module)).map(str::to_owned).collect()
    }

    /// Whether a name was worked out where it stands.
    pub(crate) fn was_looked_up(&self, span: Span) -> bool {
        self.looked_up_at.contains(&span)
    }

    /// Whether a name in a module can mean something, whatever its place expects.
    pub(crate) fn is_known_name(&self, module: ModuleId, name: &str) -> bool {
        let names = &self.names;
        names.may_be_thing(name)
            || names.doubtful.contains(name)
            || names.accounts.contains_key(name)
            || names.units.contains_key(name)
            || names.managed(name).is_some()
            || !names.things(module, name).is_empty()
            || names.organization.as_ref().is_some_and(|(own, _)| own == name)
            || region::is_region_form(name)
    }

    /// How to write a meaning so that it is the only one.
    pub(super) fn offer(&self, meaning: &Meaning<'_>) -> String {
        match meaning {
            Meaning::Value(found) => format!("the value `{}` under another name", found.name().text),
            Meaning::Region(region) => format!("`\"{region}\"`"),
            Meaning::Entity(address) => {
                let name = address.name().replace('/', ".");
                let local = match address.kind() {
                    "ou" => name.as_str(),
                    _ => name.rsplit_once('.').map_or(name.as_str(), |(_, local)| local),
                };
                format!("`{}.{local}`", address.kind())
            }
        }
    }
}

/// What is expected of one thing: a list may be written as its only element.
fn single(hint: &Type) -> &Type {
    match hint.present() {
        list @ Type::List { .. } => list.element().present(),
        other => other,
    }
}

/// Those that the place expects; all of them if it expects none, so that the mismatch is reported.
fn narrowed<'a>(meanings: Vec<Meaning<'a>>, hint: &Type) -> Vec<Meaning<'a>> {
    let fits = |meaning: &Meaning<'a>| match (hint.present(), meaning) {
        (Type::Anything, _) => true,
        (Type::Entity(entity), Meaning::Entity(address)) => entity.accepts(address),
        (Type::Entity(_), _) => false,
        (Type::Region, Meaning::Region(_)) => true,
        (_, Meaning::Value(_)) => true,
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

/// The kind that a plain name before an index stands for: `account["dev"]`.
pub(super) fn kind_word<'e>(expression: &'e Expression, evaluator: &Evaluator<'_, '_>) -> Option<&'e str> {
    let ExpressionKind::Name(name) = &expression.kind else { return None };
    let word = name.text.as_str();
    let is_kind = is_thing_word(word) || evaluator.names.kinds.contains(word);
    let is_free = evaluator.meanings(word).is_empty() && evaluator.scope.local(word).is_none();
    (is_kind && word != "org" && is_free).then_some(word)
}

impl EntityType {
    /// The policies that `attach` and `detach` name.
    pub(crate) fn policy() -> Self {
        Self::Kind("policy".to_owned())
    }
}
