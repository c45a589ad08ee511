//! Items, blocks, bodies, loops and conditions.

use orgc_diag::Span;

use super::super::diagnostics as report;
use super::super::grammar::{Node, Rule};
use super::{Builder, Junk, Parts};
use crate::ast::{
    Attribute, Block, Body, Branch, Broken, Declaration, Documentation, ExpressionKind, For, ForClause, If,
    Item, ItemKind, Label, QualifiedName, Text,
};
use crate::comment::CommentKind;

impl Builder<'_> {
    /// The items of a file or a body. Documentation of the first one is looked for after `floor`.
    pub(super) fn items(&mut self, parts: Parts<'_>, floor: usize) -> Vec<Item> {
        let mut items: Vec<Item> = Vec::new();
        let mut before = None;
        for node in parts {
            let floor = items.last().map_or(floor, |item| item.span.range().end);
            let start = node.as_span().start();
            let junk = node.as_rule() == Rule::junk;
            let item = self.item(node, floor, before);
            if junk && let Some(last) = items.last_mut() {
                self.doubt(last, item.span);
            }
            items.push(item);
            before = Some(start);
        }
        // Most bodies have few items, which are large: spare room would be more than half of the tree.
        items.shrink_to_fit();
        items
    }

    /// A value that goes on in junk on the same line is not what it seems to be.
    fn doubt(&self, item: &mut Item, junk: Span) {
        let value = match &mut item.kind {
            ItemKind::Attribute(attribute) => &mut attribute.value,
            ItemKind::Declaration(Declaration::Let(declared)) => &mut declared.value,
            ItemKind::Declaration(Declaration::Output(output)) => &mut output.value,
            _ => return,
        };
        let between = Span { start: item.span.end, end: junk.start, ..junk };
        if !self.written(between).contains(['\n', '\r']) {
            let text = self.written(value.span).to_owned();
            value.kind = ExpressionKind::Broken(Broken { text, span: value.span });
        }
    }

    fn item(&mut self, node: Node<'_>, floor: usize, before: Option<usize>) -> Item {
        let span = self.span(&node);
        let shadow = node.as_span().start()..node.as_span().end();
        let documentation = self.documentation(floor, span.range().start);
        match node.as_rule() {
            Rule::stray => {
                self.diagnostics.push(report::stray(span, node.as_str()));
                return Item { documentation, kind: self.broken(span), span };
            }
            Rule::junk => {
                self.junk.push(Junk { span, shadow, before });
                return Item { documentation, kind: self.broken(span), span };
            }
            _ => {}
        }
        let reported = self.diagnostics.len();
        let kind = self.item_kind(node);
        let silent = self.diagnostics.len() == reported;
        let kind = kind.unwrap_or_else(|| {
            if silent {
                self.junk.push(Junk { span, shadow, before });
            }
            self.broken(span)
        });
        // An attribute does not own the comma after it.
        let span = if let ItemKind::Attribute(attribute) = &kind { attribute.span } else { span };
        Item { documentation, kind, span }
    }

    fn item_kind(&mut self, node: Node<'_>) -> Option<ItemKind> {
        Some(match node.as_rule() {
            Rule::attribute => ItemKind::Attribute(self.attribute(node)?),
            Rule::block => ItemKind::Block(self.block(node)?),
            Rule::rule_stmt => ItemKind::Rule(self.rule(node)?),
            Rule::assert => ItemKind::Assertion(self.assertion(node)?),
            Rule::for_stmt => ItemKind::For(self.for_loop(node)?),
            Rule::if_stmt => ItemKind::If(self.condition_of_items(node)?),
            _ => match self.declaration(node.clone()) {
                Some(declaration) => ItemKind::Declaration(declaration),
                None => ItemKind::Verb(self.verb(node)?),
            },
        })
    }

    fn broken(&self, span: Span) -> ItemKind {
        ItemKind::Broken(Broken { text: self.written(span).to_owned(), span })
    }

    /// The `##` comments that stand directly before an item.
    fn documentation(&self, floor: usize, start: usize) -> Option<Documentation> {
        let first = self.comments.partition_point(|comment| comment.span.range().start < floor);
        let end = self.comments.partition_point(|comment| comment.span.range().start < start);
        let before = self.comments.get(first..end)?;
        let documents = before.iter().rev().take_while(|c| c.kind == CommentKind::Documentation).count();
        let lines = before.get(before.len() - documents..)?;
        let span = lines.first()?.span.join(lines.last()?.span);
        let text = |line: &str| line.trim_start_matches("##").trim().to_owned();
        let text = lines.iter().map(|line| text(&line.text)).collect::<Vec<_>>().join("\n");
        Some(Documentation { text, span })
    }

    pub(super) fn body(&mut self, node: Node<'_>) -> Body {
        let span = self.span(&node);
        let items = self.items(Parts::of(node), span.range().start);
        Body { items, span }
    }

    fn attribute(&mut self, node: Node<'_>) -> Option<Attribute> {
        let mut parts = Parts::of(node);
        let name = self.label(parts.next()?)?;
        let value = self.expression(parts.next()?)?;
        let span = name.span().join(value.span);
        Some(Attribute { name, value, span })
    }

    fn block(&mut self, node: Node<'_>) -> Option<Block> {
        let span = self.span(&node);
        let mut parts = Parts::of(node);
        let private = parts.has(Rule::kw_private);
        let kind = self.qualified(parts.next()?)?;
        let label = match parts.accept(Rule::label) {
            Some(label) => Some(self.label(Parts::of(label).next()?)?),
            None => None,
        };
        let tag = match parts.accept(Rule::tag) {
            Some(tag) => Some(self.name(&Parts::of(tag).next()?)),
            None => None,
        };
        let title = match parts.accept(Rule::title) {
            Some(title) => Some(self.line(Parts::of(title).next()?)?),
            None => None,
        };
        let source = match parts.accept(Rule::from) {
            Some(from) => Some(self.source(from)?),
            None => None,
        };
        let body = parts.accept(Rule::body).map(|body| self.body(body));
        Some(Block { private, kind, label, tag, title, source, body, span })
    }

    /// The string after `from`.
    pub(super) fn source(&mut self, node: Node<'_>) -> Option<Text> {
        let mut parts = Parts::of(node);
        parts.accept(Rule::kw_from)?;
        self.line(parts.next()?)
    }

    /// A name that may be a string.
    pub(super) fn label(&mut self, node: Node<'_>) -> Option<Label> {
        if node.as_rule() == Rule::string {
            return Some(Label::Text(self.line(node)?));
        }
        Some(Label::Name(self.name(&node)))
    }

    /// `name` or `module.name`.
    pub(super) fn qualified(&mut self, node: Node<'_>) -> Option<QualifiedName> {
        let span = self.span(&node);
        let mut parts = Parts::of(node);
        let first = self.name(&parts.next()?);
        Some(match parts.next() {
            Some(second) => QualifiedName { module: Some(first), name: self.name(&second), span },
            None => QualifiedName { module: None, name: first, span },
        })
    }

    fn for_loop(&mut self, node: Node<'_>) -> Option<For> {
        let span = self.span(&node);
        let mut parts = Parts::of(node);
        let clause = self.for_clause(parts.next()?)?;
        let body = self.body(parts.next()?);
        Some(For { clause, body, span })
    }

    pub(super) fn for_clause(&mut self, node: Node<'_>) -> Option<ForClause> {
        let span = self.span(&node);
        let mut parts = Parts::of(node);
        parts.accept(Rule::kw_for)?;
        let mut binders = Parts::of(parts.accept(Rule::binders)?);
        let first = self.name(&binders.next()?);
        let second = binders.next().map(|binder| self.name(&binder));
        parts.accept(Rule::kw_in)?;
        let source = self.expression(parts.next()?)?;
        let condition = match parts.accept(Rule::where_clause) {
            Some(clause) => Some(self.expression(Parts::of(clause).nth(1)?)?),
            None => None,
        };
        Some(ForClause { first, second, source, condition, span })
    }

    fn condition_of_items(&mut self, node: Node<'_>) -> Option<If> {
        let span = self.span(&node);
        let parts = Parts::of(node);
        let mut branches = Vec::new();
        let mut otherwise = None;
        for part in parts {
            match part.as_rule() {
                Rule::kw_else => {}
                Rule::if_branch => branches.push(self.branch(part)?),
                _ => otherwise = Some(self.body(part)),
            }
        }
        Some(If { branches, otherwise, span })
    }

    fn branch(&mut self, node: Node<'_>) -> Option<Branch> {
        let mut parts = Parts::of(node);
        parts.accept(Rule::kw_if)?;
        let condition = self.expression(parts.next()?)?;
        let body = self.body(parts.next()?);
        Some(Branch { condition, body })
    }
}
