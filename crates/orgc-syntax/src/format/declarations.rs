//! Declarations and types.

use super::comments::Entries;
use super::doc::{Doc, concat_docs};
use super::layout::Layout;
use super::lists::{Breaking, ROUND, bracketed};
use crate::ast::{
    Declaration, Expression, Extend, Import, Let, Name, Output, Param, Parameter, Plugin, Record, Template,
    Test, TypeAlias, TypeAtom, TypeExpression,
};

impl Layout<'_> {
    pub(super) fn declaration(&mut self, declaration: &Declaration) -> Doc {
        match declaration {
            Declaration::Let(value) => self.let_declaration(value),
            Declaration::Param(param) => self.param(param),
            Declaration::Record(record) => self.record(record),
            Declaration::TypeAlias(alias) => self.type_alias(alias),
            Declaration::Template(template) => self.template(template),
            Declaration::Import(import) => self.import(import),
            Declaration::Plugin(plugin) => Doc::from(self.plugin(plugin)),
            Declaration::Output(output) => self.output(output),
            Declaration::Extend(extend) => self.extend(extend),
            Declaration::Test(test) => self.test(test),
        }
    }

    fn let_declaration(&mut self, value: &Let) -> Doc {
        let mut docs = vec![Doc::from(private(value.private)), Doc::from("let "), name(&value.name)];
        if let Some(parameters) = &value.parameters {
            docs.push(self.parameters(parameters));
        }
        if let Some(annotation) = &value.annotation {
            docs.extend([Doc::from(": "), self.type_expression(annotation)]);
        }
        docs.extend([Doc::from(" = "), self.expression(&value.value)]);
        Doc::Concat(docs)
    }

    fn parameters(&mut self, parameters: &[Parameter]) -> Doc {
        let Some((first, last)) = parameters.first().zip(parameters.last()) else {
            return Doc::from("()");
        };
        let end = last.span.range().end;
        let bounds = (first.span.range().start, self.end_of_list(end));
        let entries = self.entries(parameters, bounds, |parameter| parameter.span, Self::parameter);
        let comma = self.comma_follows(end);
        bracketed(ROUND, entries, Breaking::Lines, comma)
    }

    fn parameter(&mut self, parameter: &Parameter) -> Doc {
        let mut docs = vec![name(&parameter.name)];
        if let Some(annotation) = &parameter.annotation {
            docs.extend([Doc::from(": "), self.type_expression(annotation)]);
        }
        docs.push(self.default(parameter.default.as_ref()));
        Doc::Concat(docs)
    }

    fn default(&mut self, value: Option<&Expression>) -> Doc {
        match value {
            Some(value) => concat_docs![" = ", self.expression(value)],
            None => Doc::empty(),
        }
    }

    fn param(&mut self, param: &Param) -> Doc {
        let annotation = self.type_expression(&param.annotation);
        concat_docs!["param ", name(&param.name), ": ", annotation, self.default(param.default.as_ref())]
    }

    fn record(&mut self, record: &Record) -> Doc {
        let head = concat_docs![private(record.private), "record ", name(&record.name), " "];
        let place = record.fields_span.range();
        let opening = self.opening(record.fields_span, record.fields.first().map(|field| field.span));
        let bounds = (place.start + 1, place.end);
        let entries: Entries = self.entries(
            &record.fields,
            bounds,
            |field| field.span,
            |layout, field| {
                let annotation = layout.type_expression(&field.annotation);
                concat_docs![name(&field.name), ": ", annotation, layout.default(field.default.as_ref())]
            },
        );
        concat_docs![head, self.braces(record.fields_span, opening, entries, true)]
    }

    fn type_alias(&mut self, alias: &TypeAlias) -> Doc {
        let definition = self.type_expression(&alias.definition);
        concat_docs![private(alias.private), "type ", name(&alias.name), " = ", definition]
    }

    fn template(&mut self, template: &Template) -> Doc {
        let head = concat_docs![private(template.private), "template ", name(&template.name)];
        let parameters = self.parameters(&template.parameters);
        concat_docs![head, parameters, " ", self.body(&template.body)]
    }

    fn import(&mut self, import: &Import) -> Doc {
        let source = self.source(import.source.span).to_owned();
        let head = concat_docs!["import ", name(&import.name), " from ", source];
        match &import.arguments {
            Some(arguments) => concat_docs![head, " with ", self.map(arguments)],
            None => head,
        }
    }

    fn plugin(&self, plugin: &Plugin) -> String {
        let source = self.source(plugin.source.span);
        let head = format!("plugin {} from {source}", plugin.name.text);
        match &plugin.version {
            Some(version) => format!("{head} version {}", self.source(version.span)),
            None => head,
        }
    }

    fn output(&mut self, output: &Output) -> Doc {
        concat_docs!["output ", name(&output.name), " = ", self.expression(&output.value)]
    }

    fn extend(&mut self, extend: &Extend) -> Doc {
        let target = self.expression(&extend.target);
        let head = concat_docs!["extend ", extend.kind.written(), " ", target];
        concat_docs![head, " ", self.body(&extend.body)]
    }

    fn test(&mut self, test: &Test) -> Doc {
        let title = self.source(test.title.span).to_owned();
        concat_docs!["test ", title, " ", self.body(&test.body)]
    }

    fn type_expression(&self, written: &TypeExpression) -> Doc {
        let mut docs = Vec::new();
        for (index, alternative) in written.alternatives.iter().enumerate() {
            if index > 0 {
                docs.extend([Doc::Line, Doc::from("| ")]);
            }
            docs.push(Doc::from(self.type_atom(alternative)));
        }
        if written.optional {
            docs.push(Doc::from("?"));
        }
        Doc::Concat(docs).nest().group()
    }

    fn type_atom(&self, atom: &TypeAtom) -> String {
        match atom {
            TypeAtom::Literal(text) => self.source(text.span).to_owned(),
            TypeAtom::Named { name, arguments, .. } if arguments.is_empty() => name.written(),
            TypeAtom::Named { name, arguments, .. } => {
                let inner: Vec<String> = arguments.iter().map(|inner| self.type_line(inner)).collect();
                format!("{}<{}>", name.written(), inner.join(", "))
            }
        }
    }

    /// A type on one line.
    fn type_line(&self, written: &TypeExpression) -> String {
        let atoms: Vec<String> = written.alternatives.iter().map(|atom| self.type_atom(atom)).collect();
        format!("{}{}", atoms.join(" | "), if written.optional { "?" } else { "" })
    }
}

fn private(private: bool) -> &'static str {
    if private { "private " } else { "" }
}

fn name(name: &Name) -> Doc {
    Doc::text(&name.text)
}
