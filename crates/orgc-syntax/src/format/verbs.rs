//! Verbs.

use super::doc::{Doc, concat_docs};
use super::layout::Layout;
use crate::ast::{Address, Delegate, Deploy, Expression, Moved, Removal, Text, Use, Verb};

impl Layout<'_> {
    pub(super) fn verb(&mut self, verb: &Verb) -> Doc {
        match verb {
            Verb::Protect(protect) => {
                concat_docs!["protect", self.reason(protect.reason.as_ref())]
            }
            Verb::Attach(attach) => {
                concat_docs!["attach ", only(attach.only), self.paths(&attach.policies)]
            }
            Verb::Detach(detach) => concat_docs!["detach ", self.paths(&detach.policies)],
            Verb::Deploy(deploy) => self.deploy(deploy),
            Verb::Delegate(delegate) => self.delegate(delegate),
            Verb::Trust(trust) => {
                concat_docs!["trust ", only(trust.only), self.paths(&trust.services)]
            }
            Verb::Adopt(adopt) => concat_docs!["adopt ", self.expression(&adopt.id)],
            Verb::Use(statement) => self.use_statement(statement),
            Verb::Moved(moved) => self.moved(moved),
            Verb::Removal(removal) => self.removal(removal),
        }
    }

    fn reason(&self, reason: Option<&Text>) -> String {
        reason.map_or_else(String::new, |reason| format!(" {}", self.source(reason.span)))
    }

    /// Paths, as many on a line as fit.
    fn paths(&mut self, paths: &[Expression]) -> Doc {
        let mut docs = Vec::new();
        for (index, path) in paths.iter().enumerate() {
            if index > 0 {
                docs.extend([Doc::from(","), Doc::Line.group()]);
            }
            docs.push(self.expression(path));
        }
        Doc::Concat(docs).nest()
    }

    fn deploy(&mut self, deploy: &Deploy) -> Doc {
        let mut docs = vec![Doc::from("deploy "), self.expression(&deploy.baseline)];
        if !deploy.regions.is_empty() {
            docs.extend([Doc::from(" in "), self.paths(&deploy.regions)]);
        }
        if let Some(parameters) = &deploy.parameters {
            docs.extend([Doc::from(" with "), self.map(parameters)]);
        }
        Doc::Concat(docs)
    }

    fn delegate(&mut self, delegate: &Delegate) -> Doc {
        let services = self.paths(&delegate.services);
        let account = self.expression(&delegate.account);
        concat_docs!["delegate ", only(delegate.only), services, " to ", account]
    }

    fn use_statement(&mut self, statement: &Use) -> Doc {
        let template = self.expression(&statement.template);
        let bounds = (statement.template.span.range().end, statement.span.range().end);
        concat_docs!["use ", template, self.arguments(&statement.arguments, bounds)]
    }

    fn moved(&self, moved: &Moved) -> Doc {
        let from = self.address(&moved.from);
        let to = self.address(&moved.to);
        Doc::from(format!("moved {} {from} -> {to}", moved.kind.written()))
    }

    fn removal(&self, removal: &Removal) -> Doc {
        let verb = removal.verb.written();
        let kind = removal.kind.written();
        let address = self.address(&removal.address);
        Doc::from(format!("{verb} {kind} {address}{}", self.reason(removal.reason.as_ref())))
    }

    fn address(&self, address: &Address) -> String {
        let segments: Vec<String> = address.segments.iter().map(|label| self.label(label)).collect();
        segments.join(".")
    }
}

fn only(only: bool) -> &'static str {
    if only { "only " } else { "" }
}
