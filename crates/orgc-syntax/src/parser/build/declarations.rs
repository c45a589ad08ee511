//! Declarations.

use super::super::grammar::{Node, Rule};
use super::{Builder, Parts};
use crate::ast::{
    Declaration, Expression, Extend, Field, Import, Let, Map, Output, Param, Parameter, Plugin, Record,
    Template, Test, TypeAlias, TypeExpression,
};

impl Builder<'_> {
    /// The declaration that a node stands for, if it stands for one.
    pub(super) fn declaration(&mut self, node: Node<'_>) -> Option<Declaration> {
        Some(match node.as_rule() {
            Rule::let_decl => Declaration::Let(self.let_declaration(node)?),
            Rule::param_decl => Declaration::Param(self.param(node)?),
            Rule::record_decl => Declaration::Record(self.record(node)?),
            Rule::type_decl => Declaration::TypeAlias(self.type_alias(node)?),
            Rule::template_decl => Declaration::Template(self.template(node)?),
            Rule::import_decl => Declaration::Import(self.import(node)?),
            Rule::plugin_decl => Declaration::Plugin(self.plugin(node)?),
            Rule::output_decl => Declaration::Output(self.output(node)?),
            Rule::extend_decl => Declaration::Extend(self.extend(node)?),
            Rule::test_decl => Declaration::Test(self.test(node)?),
            _ => return None,
        })
    }

    fn let_declaration(&mut self, node: Node<'_>) -> Option<Let> {
        let span = self.span(&node);
        let mut parts = Parts::of(node);
        let private = parts.has(Rule::kw_private);
        parts.accept(Rule::kw_let)?;
        let name = self.name(&parts.next()?);
        let parameters = match parts.accept(Rule::params) {
            Some(list) => Some(self.parameters(list)?),
            None => None,
        };
        let annotation = self.annotation(&mut parts)?;
        let value = self.expression(parts.next()?)?;
        Some(Let { private, name, parameters, annotation, value, span })
    }

    fn parameters(&mut self, node: Node<'_>) -> Option<Vec<Parameter>> {
        let mut parameters = Vec::new();
        for part in Parts::of(node) {
            parameters.push(self.parameter(part)?);
        }
        Some(parameters)
    }

    fn parameter(&mut self, node: Node<'_>) -> Option<Parameter> {
        let span = self.span(&node);
        let mut parts = Parts::of(node);
        let name = self.name(&parts.next()?);
        let annotation = self.annotation(&mut parts)?;
        let default = self.default(&mut parts)?;
        Some(Parameter { name, annotation, default, span })
    }

    /// A type, if the next part is one. The outer nothing is a failure.
    fn annotation(&mut self, parts: &mut Parts<'_>) -> Option<Option<TypeExpression>> {
        Some(match parts.accept(Rule::r#type) {
            Some(node) => Some(self.type_expression(node)?),
            None => None,
        })
    }

    /// A value, if the next part is one. The outer nothing is a failure.
    fn default(&mut self, parts: &mut Parts<'_>) -> Option<Option<Expression>> {
        Some(match parts.accept(Rule::expr) {
            Some(node) => Some(self.expression(node)?),
            None => None,
        })
    }

    fn param(&mut self, node: Node<'_>) -> Option<Param> {
        let span = self.span(&node);
        let mut parts = Parts::of(node);
        parts.accept(Rule::kw_param)?;
        let name = self.name(&parts.next()?);
        let annotation = self.type_expression(parts.next()?)?;
        let default = self.default(&mut parts)?;
        Some(Param { name, annotation, default, span })
    }

    fn record(&mut self, node: Node<'_>) -> Option<Record> {
        let span = self.span(&node);
        let mut parts = Parts::of(node);
        let private = parts.has(Rule::kw_private);
        parts.accept(Rule::kw_record)?;
        let name = self.name(&parts.next()?);
        let list = parts.next()?;
        let fields_span = self.span(&list);
        let mut fields = Vec::new();
        for field in Parts::of(list) {
            fields.push(self.field(field)?);
        }
        Some(Record { private, name, fields, fields_span, span })
    }

    fn field(&mut self, node: Node<'_>) -> Option<Field> {
        let mut parts = Parts::of(node);
        let name = self.name(&parts.next()?);
        let annotation = self.type_expression(parts.next()?)?;
        let default = self.default(&mut parts)?;
        // A field does not own the comma after it.
        let end = default.as_ref().map_or(annotation.span, |value| value.span);
        let span = name.span.join(end);
        Some(Field { name, annotation, default, span })
    }

    fn type_alias(&mut self, node: Node<'_>) -> Option<TypeAlias> {
        let span = self.span(&node);
        let mut parts = Parts::of(node);
        let private = parts.has(Rule::kw_private);
        parts.accept(Rule::kw_type)?;
        let name = self.name(&parts.next()?);
        let definition = self.type_expression(parts.next()?)?;
        Some(TypeAlias { private, name, definition, span })
    }

    fn template(&mut self, node: Node<'_>) -> Option<Template> {
        let span = self.span(&node);
        let mut parts = Parts::of(node);
        let private = parts.has(Rule::kw_private);
        parts.accept(Rule::kw_template)?;
        let name = self.name(&parts.next()?);
        let parameters = self.parameters(parts.next()?)?;
        let body = self.body(parts.next()?);
        Some(Template { private, name, parameters, body, span })
    }

    fn import(&mut self, node: Node<'_>) -> Option<Import> {
        let span = self.span(&node);
        let mut parts = Parts::of(node);
        parts.accept(Rule::kw_import)?;
        let name = self.name(&parts.next()?);
        let source = self.source(parts.next()?)?;
        let arguments = self.with_map(&mut parts)?;
        Some(Import { name, source, arguments, span })
    }

    /// `with { … }`, if it comes next. The outer nothing is a failure.
    pub(super) fn with_map(&mut self, parts: &mut Parts<'_>) -> Option<Option<Map>> {
        if !parts.has(Rule::kw_with) {
            return Some(None);
        }
        let node = parts.next()?;
        let span = self.span(&node);
        Some(Some(Map { entries: self.entries(Parts::of(node))?, span }))
    }

    fn plugin(&mut self, node: Node<'_>) -> Option<Plugin> {
        let span = self.span(&node);
        let mut parts = Parts::of(node);
        parts.accept(Rule::kw_plugin)?;
        let name = self.name(&parts.next()?);
        let source = self.source(parts.next()?)?;
        let version = match parts.accept(Rule::kw_version) {
            Some(_) => Some(self.line(parts.next()?)?),
            None => None,
        };
        Some(Plugin { name, source, version, span })
    }

    fn output(&mut self, node: Node<'_>) -> Option<Output> {
        let span = self.span(&node);
        let mut parts = Parts::of(node);
        parts.accept(Rule::kw_output)?;
        let name = self.name(&parts.next()?);
        let value = self.expression(parts.next()?)?;
        Some(Output { name, value, span })
    }

    fn extend(&mut self, node: Node<'_>) -> Option<Extend> {
        let span = self.span(&node);
        let mut parts = Parts::of(node);
        parts.accept(Rule::kw_extend)?;
        let kind = self.qualified(parts.next()?)?;
        let target = self.path(parts.next()?)?;
        let body = self.body(parts.next()?);
        Some(Extend { kind, target, body, span })
    }

    fn test(&mut self, node: Node<'_>) -> Option<Test> {
        let span = self.span(&node);
        let mut parts = Parts::of(node);
        parts.accept(Rule::kw_test)?;
        let title = self.line(parts.next()?)?;
        let body = self.body(parts.next()?);
        Some(Test { title, body, span })
    }
}
