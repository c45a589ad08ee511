//! The walk over all files that finds what is declared.

use super::construct::{LATER_KINDS, construct};
use super::{Contents, Declarations, Declared, diagnostics, is_identifier, names, schema};
use orgc_diag::{Diagnostic, SourceMap, Span};
use orgc_ir::Address;
use orgc_ir::kinds::KindSchema;
use orgc_syntax::ast::{self, Declaration, ItemKind, Label, Verb};
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

/// What a computed label stands for; none when it cannot be known, which is then reported.
pub(crate) type NameOf<'f, 'a> = &'f mut dyn FnMut(&'a ast::Text) -> Option<String>;

/// Finds everything that is declared. Files are taken in the order of their paths.
pub(crate) fn declare<'a>(
    files: &'a [ast::File],
    sources: &'a SourceMap,
    schemas: &[KindSchema],
    name_of: NameOf<'_, 'a>,
) -> (Declarations<'a>, Vec<Diagnostic>) {
    let mut walk = Walk {
        sources,
        schemas,
        name_of,
        declarations: Declarations::default(),
        reports: Vec::new(),
        management: None,
    };
    let path = |file: &ast::File| sources.get(file.span.file).map_or("", |source| source.path());
    let mut sorted: Vec<&ast::File> = files.iter().collect();
    sorted.sort_by_key(|file| path(file));
    for file in sorted {
        if path(file).contains('/') {
            walk.reports.push(diagnostics::file_in_folder(path(file), file.span.before()));
            walk.doubt(file.span);
            continue;
        }
        for item in &file.items {
            walk.item(item, &Place::Top, &mut Contents::default());
        }
    }
    (walk.declarations, walk.reports)
}

struct Walk<'a, 's, 'f> {
    sources: &'a SourceMap,
    schemas: &'s [KindSchema],
    name_of: NameOf<'f, 'a>,
    declarations: Declarations<'a>,
    reports: Vec<Diagnostic>,
    /// Where the management account is declared.
    management: Option<Span>,
}

/// Where an item stands.
#[derive(Clone, Debug)]
enum Place {
    Top,
    Organization(Address),
    Unit(Address),
    Account,
    Policy,
    /// A block of a plugin kind.
    Block(String),
    /// `tags`, `parameters` and their like, whose own items are read later.
    Part,
}

impl Place {
    fn is_target(&self) -> bool {
        matches!(self, Self::Organization(_) | Self::Unit(_) | Self::Account)
    }

    fn noun(&self) -> &'static str {
        match self {
            Self::Top => "at the top of a file",
            Self::Organization(_) => "in the organization",
            Self::Unit(_) => "in an OU",
            Self::Account => "in an account",
            Self::Policy => "in a policy",
            Self::Block(_) => "in this block",
            Self::Part => "here",
        }
    }
}

impl<'a> Walk<'a, '_, '_> {
    fn item(&mut self, item: &'a ast::Item, place: &Place, contents: &mut Contents<'a>) {
        match &item.kind {
            ItemKind::Broken(broken) => {
                contents.broken = true;
                self.declarations.broken = true;
                self.doubt(broken.span);
            }
            ItemKind::Attribute(attribute) if matches!(place, Place::Top) => {
                let help = "a value with a name is written `let NAME = VALUE`";
                self.misplaced(construct(&item.kind), place, attribute.name.span(), help);
            }
            ItemKind::Attribute(attribute) => contents.attributes.push(attribute),
            ItemKind::Block(block) => self.block(block, place, contents),
            ItemKind::Declaration(declaration) => self.declaration(declaration, item, place, contents),
            ItemKind::Verb(verb) => self.verb(verb, item, place, contents),
            ItemKind::Rule(rule) if matches!(place, Place::Policy) => contents.rules.push(rule),
            ItemKind::Rule(rule) => {
                self.misplaced(
                    "a rule",
                    place,
                    rule.span,
                    "rules stand in a policy: `policy NAME: scp { … }`",
                );
            }
            ItemKind::Assertion(_) | ItemKind::For(_) | ItemKind::If(_) => {
                self.not_yet(construct(&item.kind), item.span, contents);
            }
        }
    }

    fn declaration(
        &mut self,
        declaration: &'a Declaration,
        item: &'a ast::Item,
        place: &Place,
        contents: &mut Contents<'a>,
    ) {
        match declaration {
            Declaration::Let(found) if found.parameters.is_some() => {
                self.not_yet("a function of your own", item.span, contents);
            }
            Declaration::Let(_) | Declaration::Output(_) if !matches!(place, Place::Top) => {
                let help = "move it out of the braces: values and outputs stand at the top of a file";
                self.misplaced(construct(&item.kind), place, item.span, help);
            }
            Declaration::Let(found) => {
                let again = found.name.span;
                match self.declarations.lets.entry(&found.name.text) {
                    Entry::Vacant(free) => drop(free.insert(found)),
                    Entry::Occupied(taken) => {
                        let what = format!("value `{}`", found.name.text);
                        self.reports.push(diagnostics::duplicate(&what, taken.get().name.span, again));
                    }
                }
            }
            Declaration::Output(found) => match self.declarations.outputs.entry(&found.name.text) {
                Entry::Vacant(free) => drop(free.insert(found)),
                Entry::Occupied(taken) => {
                    let what = format!("output `{}`", found.name.text);
                    self.reports.push(diagnostics::duplicate(&what, taken.get().name.span, found.name.span));
                }
            },
            _ => self.not_yet(construct(&item.kind), item.span, contents),
        }
    }

    fn verb(&mut self, verb: &'a Verb, item: &'a ast::Item, place: &Place, contents: &mut Contents<'a>) {
        let has_life = !matches!(place, Place::Top | Place::Part);
        match verb {
            Verb::Protect(protect) if has_life => contents.protects.push(protect),
            Verb::Attach(attach) if attach.only => self.not_yet("`attach only`", item.span, contents),
            Verb::Attach(attach) if place.is_target() => contents.attaches.push(attach),
            Verb::Detach(detach) if place.is_target() => contents.detaches.push(detach),
            Verb::Deploy(deploy) if place.is_target() => contents.deploys.push(deploy),
            Verb::Protect(_) => {
                self.misplaced("`protect`", place, item.span, "it stands in the block of what it protects");
            }
            Verb::Attach(_) | Verb::Detach(_) | Verb::Deploy(_) => {
                let help = "it stands in the block it holds for: the organization, an OU or an account";
                self.misplaced(construct(&item.kind), place, item.span, help);
            }
            _ => self.not_yet(construct(&item.kind), item.span, contents),
        }
    }

    fn block(&mut self, block: &'a ast::Block, place: &Place, contents: &mut Contents<'a>) {
        let Some(kind) = block.kind.bare() else {
            self.not_yet("a kind of an imported plugin", block.kind.span, contents);
            return self.doubt(block.span);
        };
        if self.is_part(kind, block, place) {
            return self.part(block, kind, place, contents);
        }
        match (kind, place) {
            ("organization", Place::Top) => self.organization(block),
            ("ou", Place::Organization(parent) | Place::Unit(parent)) => self.unit(block, parent),
            ("account" | "management", Place::Organization(parent)) => self.account(block, parent, kind),
            ("account", Place::Unit(parent)) => self.account(block, parent, kind),
            ("management", Place::Unit(_)) => {
                self.reports.push(diagnostics::management_in_unit(block.kind.span));
                self.doubt(block.span);
            }
            ("policy", Place::Top) => self.named(block, kind),
            (_, Place::Top) if schema(self.schemas, kind).is_some() => self.named(block, kind),
            _ if LATER_KINDS.contains(&kind) => {
                self.not_yet(&format!("`{kind}`"), block.kind.span, contents);
                self.doubt(block.span);
            }
            _ => self.no_place(block, kind, place, contents),
        }
    }

    /// A block of a kind that stands elsewhere, or of no kind at all.
    fn no_place(&mut self, block: &'a ast::Block, kind: &str, place: &Place, contents: &mut Contents<'a>) {
        let help = match kind {
            "ou" | "account" | "management" => {
                "its place in the tree is its place in the source: put it in the organization or an OU"
            }
            "tags" => "it stands, without a name, in the block of what it marks",
            "organization" | "policy" => "move it to the top of a file",
            _ if schema(self.schemas, kind).is_some() => "move it to the top of a file",
            _ => return self.unknown_kind(block, kind, place, contents),
        };
        self.misplaced(&format!("`{kind}`"), place, block.kind.span, help);
        self.doubt(block.span);
    }

    /// Whether a block without a name is a part of the block around it.
    fn is_part(&self, kind: &str, block: &ast::Block, place: &Place) -> bool {
        let of_schema = |name: &str| {
            let attributes = schema(self.schemas, name).map_or(&[][..], |schema| &schema.attributes);
            attributes.iter().any(|attribute| attribute.name == kind)
        };
        let inside = match place {
            Place::Top | Place::Part => false,
            Place::Block(name) => kind == "tags" || of_schema(name),
            _ => kind == "tags",
        };
        inside && block.label.is_none()
    }

    fn part(&mut self, block: &'a ast::Block, kind: &str, place: &Place, contents: &mut Contents<'a>) {
        for item in block.body.iter().flat_map(|body| &body.items) {
            match &item.kind {
                ItemKind::Attribute(_) => {}
                ItemKind::Block(inner) if matches!(place, Place::Block(_)) && inner.label.is_none() => {}
                _ => self.item(item, &Place::Part, contents),
            }
        }
        match kind {
            "tags" => contents.tags.push(block),
            _ => contents.parts.push(block),
        }
    }

    fn organization(&mut self, block: &'a ast::Block) {
        let Some(name) = self.name(block, "organization") else { return };
        let address = Address::organization(&name);
        let contents = self.contents(block, &Place::Organization(address.clone()));
        if let Some(first) = &self.declarations.organization {
            return self.reports.push(diagnostics::two_organizations(first.head, head(block)));
        }
        self.declarations.organization =
            Some(Declared { address, name, parent: None, block, head: head(block), contents });
    }

    fn unit(&mut self, block: &'a ast::Block, parent: &Address) {
        let Some(name) = self.name(block, "ou") else { return };
        let above = if parent.kind() == "ou" { parent.name() } else { "" };
        let address = Address::unit(above.split('/').filter(|part| !part.is_empty()).chain([name.as_str()]));
        let contents = self.contents(block, &Place::Unit(address.clone()));
        let declared =
            Declared { address, name, parent: Some(parent.clone()), block, head: head(block), contents };
        insert(&mut self.declarations.units, declared, &mut self.reports);
    }

    fn account(&mut self, block: &'a ast::Block, parent: &Address, kind: &str) {
        let is_management = kind == "management";
        let name = match &block.label {
            None if is_management => Some(kind.to_owned()),
            _ => self.name(block, kind),
        };
        let Some(name) = name else { return };
        if is_management {
            match self.management {
                Some(first) => {
                    return self.reports.push(diagnostics::two_management_accounts(first, head(block)));
                }
                None => self.management = Some(head(block)),
            }
        }
        let contents = self.contents(block, &Place::Account);
        let address = Address::account(&name);
        let declared =
            Declared { address, name, parent: Some(parent.clone()), block, head: head(block), contents };
        insert(&mut self.declarations.accounts, declared, &mut self.reports);
    }

    /// A policy, or a block of a plugin kind.
    fn named(&mut self, block: &'a ast::Block, kind: &str) {
        let Some(name) = self.name(block, kind) else { return };
        let is_policy = kind == "policy";
        if is_policy && names::managed_policies().any(|managed| managed == name) {
            return self.reports.push(diagnostics::reserved_policy(&name, head(block)));
        }
        let place = if is_policy { Place::Policy } else { Place::Block(kind.to_owned()) };
        let contents = self.contents(block, &place);
        let address = Address::new(kind, &name);
        let declared = Declared { address, name, parent: None, block, head: head(block), contents };
        let all = if is_policy { &mut self.declarations.policies } else { &mut self.declarations.blocks };
        insert(all, declared, &mut self.reports);
    }

    fn contents(&mut self, block: &'a ast::Block, place: &Place) -> Contents<'a> {
        let mut contents = Contents::default();
        for item in block.body.iter().flat_map(|body| &body.items) {
            self.item(item, place, &mut contents);
        }
        contents
    }

    /// The name of a block. What goes wrong with it is reported, and its contents become doubtful.
    fn name(&mut self, block: &'a ast::Block, kind: &str) -> Option<String> {
        let name = match &block.label {
            None => {
                self.reports.push(diagnostics::missing_name(kind, block.kind.span));
                None
            }
            Some(Label::Name(name)) => Some(name.text.clone()),
            Some(Label::Text(text)) => (self.name_of)(text).filter(|name| {
                let fits = is_identifier(name);
                if !fits {
                    self.reports.push(diagnostics::bad_identifier(name, text.span));
                }
                fits
            }),
        };
        if name.is_none() {
            self.doubt(block.span);
        }
        name
    }

    fn unknown_kind(
        &mut self,
        block: &'a ast::Block,
        kind: &str,
        place: &Place,
        contents: &mut Contents<'a>,
    ) {
        const CORE: [&str; 6] = ["organization", "management", "ou", "account", "policy", "tags"];
        let plugins = self.schemas.iter().map(|schema| schema.name.as_str());
        let parts =
            self.schemas.iter().filter(|schema| matches!(place, Place::Block(name) if *name == schema.name));
        let parts =
            parts.flat_map(|schema| schema.attributes.iter().map(|attribute| attribute.name.as_str()));
        let known = CORE.into_iter().chain(plugins).chain(parts);
        self.reports.push(diagnostics::unknown_kind(kind, block.kind.span, known));
        contents.broken = true;
        self.doubt(block.span);
    }

    fn misplaced(&mut self, what: &str, place: &Place, span: Span, help: &str) {
        self.reports.push(diagnostics::not_allowed_here(what, place.noun(), self.first_line(span), help));
        self.doubt(span);
    }

    fn not_yet(&mut self, construct: &str, span: Span, contents: &mut Contents<'a>) {
        contents.broken = true;
        self.reports.push(diagnostics::not_yet(construct, self.first_line(span)));
        self.doubt(span);
    }

    /// Takes every word under a span for a possible name.
    fn doubt(&mut self, span: Span) {
        let text = self.sources.text(span);
        let words = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_' && c != '-');
        self.declarations.doubtful.extend(words.filter(|word| is_identifier(word)));
    }

    fn first_line(&self, span: Span) -> Span {
        let text = self.sources.text(span);
        let length = text.lines().next().map_or(0, |line| line.trim_end().len());
        Span::new(span.file, span.start as usize, span.start as usize + length)
    }
}

/// The part of a block that names it.
fn head(block: &ast::Block) -> Span {
    let label = block.label.as_ref().map_or(block.kind.span, Label::span);
    block.kind.span.join(label)
}

fn insert<'a>(
    all: &mut BTreeMap<Address, Declared<'a>>,
    declared: Declared<'a>,
    reports: &mut Vec<Diagnostic>,
) {
    match all.entry(declared.address.clone()) {
        Entry::Vacant(free) => drop(free.insert(declared)),
        Entry::Occupied(taken) => {
            let what = crate::value::entity_noun(&declared.address);
            reports.push(diagnostics::duplicate(&what, taken.get().head, declared.head));
        }
    }
}
