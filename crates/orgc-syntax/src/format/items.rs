//! Files, items, blocks and bodies.

use orgc_diag::Span;

use super::comments::{Entries, Entry, lines, put_above};
use super::doc::{Doc, concat_docs, print};
use super::layout::Layout;
use super::lists::CURLY;
use crate::ast::{Attribute, Block, Body, Declaration, File, For, If, Item, ItemKind, Label};

impl Layout<'_> {
    pub(super) fn file(&mut self, file: &File) -> String {
        let bounds = (0, self.text.len());
        let mut entries = self.items(&file.items, bounds);
        move_imports(&file.items, &mut entries);
        let text = print(&lines(entries));
        if text.is_empty() { text } else { text + "\n" }
    }

    fn items(&mut self, items: &[Item], bounds: (usize, usize)) -> Entries {
        let mut left_over = Vec::with_capacity(items.len());
        let mut entries = self.entries(
            items,
            bounds,
            |item| item.span,
            |layout, item| {
                let doc = layout.item(item);
                left_over.push(layout.left_over(item.span.range().end));
                doc
            },
        );
        for (entry, more) in entries.entries.iter_mut().zip(left_over) {
            put_above(&mut entry.leads, more);
        }
        for (index, (entry, item)) in entries.entries.iter_mut().zip(items).enumerate() {
            let before = index.checked_sub(1).and_then(|before| items.get(before));
            entry.glue = before.and_then(|before| self.glue(before, item));
        }
        entries
    }

    /// Broken text stays on the line of the item that it spoils.
    fn glue(&self, before: &Item, item: &Item) -> Option<String> {
        let (end, start) = (before.span.range().end, item.span.range().start);
        let broken = matches!(item.kind, ItemKind::Broken(_)) && !matches!(before.kind, ItemKind::Broken(_));
        (broken && self.on_one_line(end, start))
            .then(|| self.text.get(end..start).unwrap_or_default().to_owned())
    }

    fn item(&mut self, item: &Item) -> Doc {
        match &item.kind {
            ItemKind::Attribute(attribute) => self.attribute(attribute),
            ItemKind::Block(block) => self.block(block),
            ItemKind::Declaration(declaration) => self.declaration(declaration),
            ItemKind::Verb(verb) => self.verb(verb),
            ItemKind::Rule(rule) => self.rule(rule),
            ItemKind::Assertion(assertion) => self.assertion(assertion),
            ItemKind::For(for_loop) => self.for_loop(for_loop),
            ItemKind::If(condition) => self.condition_of_items(condition),
            ItemKind::Broken(broken) => {
                self.skip_comments(broken.span.range().end);
                Doc::text(&broken.text)
            }
        }
    }

    pub(super) fn body(&mut self, body: &Body) -> Doc {
        let attributes = body.items.iter().all(|item| matches!(item.kind, ItemKind::Attribute(_)));
        let place = body.span.range();
        let opening = self.opening(body.span, body.items.first().map(|item| item.span));
        let entries = self.items(&body.items, (place.start + 1, place.end));
        self.braces(body.span, opening, entries, attributes)
    }

    /// The comment behind an opening brace.
    pub(super) fn opening(&mut self, braces: Span, first: Option<Span>) -> Option<String> {
        let place = braces.range();
        let next = first.map_or(place.end, |first| first.range().start);
        self.trailing(place.start + 1, next).map(|comment| comment.text)
    }

    /// Braces with elements inside, on one line if they may stand there and stood there before.
    pub(super) fn braces(
        &self,
        braces: Span,
        opening: Option<String>,
        entries: Entries,
        may_join: bool,
    ) -> Doc {
        if entries.entries.is_empty() && entries.rest.is_empty() && opening.is_none() {
            return Doc::from("{}");
        }
        let commented = opening.is_some() || entries.has_comments();
        if may_join && !commented && self.starts_on_its_line(braces) {
            let joined = separated_attributes(entries);
            let inner = concat_docs![Doc::Line, joined].nest();
            return concat_docs![CURLY.open, inner, Doc::Line, CURLY.close].group();
        }
        let opening = opening.map_or_else(Doc::empty, |text| Doc::Trailing(format!(" {text}")));
        let inner = concat_docs![Doc::HardLine, lines(entries)].nest();
        concat_docs!["{", opening, inner, Doc::HardLine, "}"]
    }

    /// Whether what stands behind an opening brace starts on the same line.
    fn starts_on_its_line(&self, braces: Span) -> bool {
        let place = braces.range();
        let inside = self.text.get(place.start + 1..place.end).unwrap_or_default();
        let gap = inside.len() - inside.trim_start().len();
        self.on_one_line(place.start + 1, place.start + 1 + gap)
    }

    fn attribute(&mut self, attribute: &Attribute) -> Doc {
        let name = self.label(&attribute.name);
        concat_docs![name, " = ", self.expression(&attribute.value)]
    }

    pub(super) fn label(&self, label: &Label) -> String {
        self.source(label.span()).to_owned()
    }

    fn block(&mut self, block: &Block) -> Doc {
        let mut head = String::new();
        if block.private {
            head.push_str("private ");
        }
        head.push_str(&block.kind.written());
        if let Some(label) = &block.label {
            head.push(' ');
            head.push_str(&self.label(label));
        }
        if let Some(tag) = &block.tag {
            head.push_str(": ");
            head.push_str(&tag.text);
        }
        if let Some(title) = &block.title {
            head.push(' ');
            head.push_str(self.source(title.span));
        }
        if let Some(source) = &block.source {
            head.push_str(" from ");
            head.push_str(self.source(source.span));
        }
        match &block.body {
            Some(body) => concat_docs![head, " ", self.body(body)],
            None => Doc::from(head),
        }
    }

    fn for_loop(&mut self, for_loop: &For) -> Doc {
        let clause = self.for_clause(&for_loop.clause);
        concat_docs![clause, " ", self.body(&for_loop.body)]
    }

    fn condition_of_items(&mut self, condition: &If) -> Doc {
        let mut docs = Vec::new();
        for (index, branch) in condition.branches.iter().enumerate() {
            docs.push(Doc::from(if index == 0 { "if " } else { " else if " }));
            docs.push(self.expression(&branch.condition));
            docs.push(Doc::from(" "));
            docs.push(self.body(&branch.body));
        }
        if let Some(otherwise) = &condition.otherwise {
            docs.push(Doc::from(" else "));
            docs.push(self.body(otherwise));
        }
        Doc::Concat(docs)
    }
}

/// Attributes with commas between them as long as they stand on one line.
fn separated_attributes(entries: Entries) -> Doc {
    let mut docs = Vec::new();
    for (index, entry) in entries.entries.into_iter().enumerate() {
        if index > 0 {
            docs.extend([Doc::Either("", ","), Doc::Line]);
        }
        docs.push(entry.doc);
    }
    Doc::Concat(docs)
}

pub(super) fn is_import(item: &Item) -> bool {
    matches!(item.kind, ItemKind::Declaration(Declaration::Import(_)))
}

/// Moves the imports above all other items. What the file starts with (comments up to an empty
/// line) stays where it is.
fn move_imports(items: &[Item], entries: &mut Entries) {
    let first_import = items.iter().position(is_import);
    let first_other = items.iter().position(|item| !is_import(item));
    let (Some(_), Some(first_other)) = (first_import, first_other) else { return };
    let in_place = items.iter().skip(first_other).all(|item| !is_import(item));
    if in_place {
        return;
    }
    let header = entries.entries.first_mut().map(take_header).unwrap_or_default();
    let all = std::mem::take(&mut entries.entries);
    let tagged = all.into_iter().zip(items);
    let (imports, others): (Vec<_>, Vec<_>) = tagged.partition(|(_, item)| is_import(item));
    let mut sorted: Vec<Entry> = imports.into_iter().map(|(entry, _)| entry).collect();
    let others = others.into_iter().map(|(entry, _)| entry);
    if let Some(first) = sorted.first_mut() {
        set_blank(first, !header.is_empty());
        first.leads.splice(0..0, header);
    }
    for (index, mut entry) in others.enumerate() {
        if index == 0 {
            set_blank(&mut entry, true);
        }
        sorted.push(entry);
    }
    entries.entries = sorted;
}

/// The comments at the start of a file that an empty line separates from the first item.
fn take_header(entry: &mut Entry) -> Vec<super::comments::Lead> {
    let length = if entry.blank {
        entry.leads.len()
    } else {
        entry.leads.iter().rposition(|lead| lead.blank).unwrap_or(0)
    };
    entry.leads.drain(..length).collect()
}

/// Sets whether an empty line stands before an element and its comments.
fn set_blank(entry: &mut Entry, blank: bool) {
    match entry.leads.first_mut() {
        Some(lead) => lead.blank = blank,
        None => entry.blank = blank,
    }
}
