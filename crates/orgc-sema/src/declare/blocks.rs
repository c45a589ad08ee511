//! Blocks: what each one is, which its kind and its place decide.

use super::construct::LATER_KINDS;
use super::contents::Contents;
use super::diagnostics;
use super::position::Place;
use super::walk::Walk;
use crate::schema::schema;
use orgc_syntax::ast::{self, ItemKind};

impl<'a> Walk<'a, '_, '_> {
    pub(super) fn block(&mut self, block: &'a ast::Block, place: &Place, contents: &mut Contents<'a>) {
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

    /// Whether a block without a name is a part of the block around it.
    fn is_part(&self, kind: &str, block: &ast::Block, place: &Place) -> bool {
        let of_schema = |name: &str| {
            let attributes = schema(self.schemas, name).map_or(&[][..], |schema| &schema.attributes);
            attributes.iter().any(|attribute| attribute.name == kind)
        };
        let inside = match place {
            Place::Top | Place::Part => false,
            Place::Block(name) => kind == "tags" || of_schema(name),
            // The type of the policy decides which parts there are, so that they are checked later.
            Place::Policy => !is_kind(kind) && schema(self.schemas, kind).is_none(),
            _ => kind == "tags",
        };
        inside && block.label.is_none()
    }

    fn part(&mut self, block: &'a ast::Block, kind: &str, place: &Place, contents: &mut Contents<'a>) {
        for item in block.body.iter().flat_map(|body| &body.items) {
            match &item.kind {
                ItemKind::Attribute(_) => {}
                ItemKind::Block(inner)
                    if matches!(place, Place::Block(_) | Place::Policy) && inner.label.is_none() => {}
                _ => self.item(item, &Place::Part, contents),
            }
        }
        match kind {
            "tags" => contents.tags.push(block),
            _ => contents.parts.push(block),
        }
    }
}

/// Whether a word is a kind of the language.
fn is_kind(word: &str) -> bool {
    matches!(word, "organization" | "management" | "ou" | "account" | "policy") || LATER_KINDS.contains(&word)
}
