//! Blocks: what each one is, which its kind and its place decide.

use super::contents::{Contents, Part};
use super::diagnostics;
use super::position::Place;
use super::walk::Walk;
use crate::schema::schema;
use orgc_syntax::ast::{self, Documentation};

impl<'a> Walk<'a, '_, '_, '_> {
    pub(super) fn block(
        &mut self,
        block: &'a ast::Block,
        above: Option<&'a Documentation>,
        place: &Place,
        contents: &mut Contents<'a>,
    ) {
        // The kind of a plugin of the project has the plugin's name before it.
        let written = block.kind.written();
        let kind = written.as_str();
        if block.private && !matches!(kind, "policy") && schema(self.schemas, kind).is_none() {
            self.report(diagnostics::nothing_private(kind, block.kind.span));
        }
        if let Some(place) = self.part_place(kind, block, place) {
            return self.part(block, kind, &place, contents);
        }
        match (kind, place) {
            ("organization", Place::Top) => self.organization(block, above),
            ("ou", Place::Organization(parent) | Place::Unit(parent)) => self.unit(block, above, parent),
            ("account" | "management", Place::Organization(parent)) => {
                self.account(block, above, parent, kind);
            }
            ("account", Place::Unit(parent)) => self.account(block, above, parent, kind),
            ("management", Place::Unit(parent)) => self.account(block, above, parent, kind),
            ("policy", Place::Top) => self.named(block, above, kind),
            (_, Place::Top) if schema(self.schemas, kind).is_some() => self.named(block, above, kind),
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
            "contact" if matches!(place, Place::Account | Place::Defaults) => {
                self.report(diagnostics::missing_name(kind, block.kind.span));
                return self.doubt(block.span);
            }
            "contact" => "it stands in an account, the management account or `defaults`",
            "defaults" => "it stands in the organization or an OU",
            "delegation" => "it stands in the organization",
            "organization" | "policy" => "move it to the top of a file",
            _ if schema(self.schemas, kind).is_some() => "move it to the top of a file",
            _ => return self.unknown_kind(block, kind, place, contents),
        };
        self.misplaced(&format!("`{kind}`"), place, block.kind.span, help);
        self.doubt(block.span);
    }

    fn unknown_kind(
        &mut self,
        block: &'a ast::Block,
        kind: &str,
        place: &Place,
        contents: &mut Contents<'a>,
    ) {
        const CORE: [&str; 9] = [
            "organization",
            "management",
            "ou",
            "account",
            "policy",
            "tags",
            "contact",
            "defaults",
            "delegation",
        ];
        let plugins = self.schemas.iter().map(|schema| schema.name.as_str());
        let parts =
            self.schemas.iter().filter(|schema| matches!(place, Place::Block(name) if *name == schema.name));
        let parts =
            parts.flat_map(|schema| schema.attributes.iter().map(|attribute| attribute.name.as_str()));
        let known = CORE.into_iter().chain(plugins).chain(parts);
        let report = diagnostics::unknown_kind(kind, block.kind.span, known);
        self.report(report);
        contents.broken = true;
        self.doubt(block.span);
    }

    /// Where the items of a block stand that is a part of the block around it. None if it is a
    /// thing of its own, or nothing that may stand here.
    fn part_place(&self, kind: &str, block: &ast::Block, place: &Place) -> Option<Place> {
        let of_schema = |name: &str| {
            let attributes = schema(self.schemas, name).map_or(&[][..], |schema| &schema.attributes);
            attributes.iter().any(|attribute| attribute.name == kind)
        };
        let nests = |is_part: bool| is_part.then_some(Place::Part { nests: true });
        let leaf = |is_part: bool| is_part.then_some(Place::Part { nests: false });
        match (kind, place) {
            ("contact", Place::Account | Place::Defaults) if block.label.is_some() => leaf(true),
            _ if block.label.is_some() => None,
            ("tags", _) if place.has_life() || matches!(place, Place::Defaults) => leaf(true),
            ("defaults", Place::Organization(_) | Place::Unit(_)) => Some(Place::Defaults),
            ("delegation", Place::Organization(_)) => Some(Place::Delegation),
            (_, Place::Block(name)) => nests(of_schema(name)),
            (_, Place::Part { nests: true }) => nests(true),
            // The type of the policy decides which parts there are, so that they are checked later.
            (_, Place::Policy) => nests(!is_kind(kind) && schema(self.schemas, kind).is_none()),
            _ => None,
        }
    }

    fn part(&mut self, block: &'a ast::Block, kind: &str, place: &Place, contents: &mut Contents<'a>) {
        let mut inner = Contents::default();
        let items = block.body.as_ref().map(|body| body.items.as_slice()).unwrap_or_default();
        self.items(items, place, &mut inner);
        contents.broken |= inner.broken;
        let part = Part { block, scope: self.evaluator.scope().clone(), contents: inner };
        let home = match (kind, place) {
            ("contact", Place::Part { nests: false }) => &mut contents.contacts,
            ("tags", Place::Part { nests: false }) => &mut contents.tags,
            (_, Place::Defaults) => &mut contents.defaults,
            (_, Place::Delegation) => &mut contents.delegations,
            _ => &mut contents.parts,
        };
        // Most blocks have one part of a sort. Parts are large, so that room for more would be felt.
        if home.is_empty() {
            home.reserve_exact(1);
        }
        home.push(part);
    }
}

/// Whether a word is a kind of the language.
fn is_kind(word: &str) -> bool {
    matches!(word, "organization" | "management" | "ou" | "account" | "policy")
}
