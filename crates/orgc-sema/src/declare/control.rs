//! Items that stand for other items: loops, conditions, uses of templates, extensions.

use super::contents::{Contents, Scoped};
use super::diagnostics;
use super::position::Place;
use super::walk::Walk;
use crate::evaluate::segments;
use crate::scope::{ModuleId, Via};
use crate::value::{Type, Value};
use orgc_diag::Span;
use orgc_ir::Address;
use orgc_syntax::ast;

impl<'a> Walk<'a, '_, '_, '_> {
    pub(super) fn repeat(&mut self, found: &'a ast::For, place: &Place, contents: &mut Contents<'a>) {
        let clause = &found.clause;
        let what = "what a loop goes through";
        let source = self.evaluator.structural(&clause.source, &Type::Anything, what);
        let rounds = source.and_then(|source| self.evaluator.loop_elements(clause, source));
        let Some(rounds) = rounds else {
            contents.broken = true;
            self.declarations.broken = true;
            return self.doubt(found.body.span);
        };
        for (names, via) in rounds {
            let scope = self.evaluator.scope().with(names, Some(via));
            self.within(&scope, |this| {
                if this.counts(clause, contents) {
                    this.items(&found.body.items, place, contents);
                }
            });
        }
    }

    /// Whether a round of a loop counts.
    fn counts(&mut self, clause: &'a ast::ForClause, contents: &mut Contents<'a>) -> bool {
        let Some(condition) = &clause.condition else { return true };
        match self.evaluator.structural(condition, &Type::Bool, "the condition of a loop") {
            Some(located) => located.value == Value::Bool(true),
            None => {
                contents.broken = true;
                false
            }
        }
    }

    pub(super) fn choose(&mut self, found: &'a ast::If, place: &Place, contents: &mut Contents<'a>) {
        for branch in &found.branches {
            let located = self.evaluator.structural(&branch.condition, &Type::Bool, "a condition");
            match located.map(|located| located.value) {
                Some(Value::Bool(true)) => return self.items(&branch.body.items, place, contents),
                Some(Value::Bool(false)) => {}
                _ => {
                    contents.broken = true;
                    self.declarations.broken = true;
                    return self.doubt(found.span);
                }
            }
        }
        if let Some(body) = &found.otherwise {
            self.items(&body.items, place, contents);
        }
    }

    pub(super) fn expand_template(
        &mut self,
        found: &'a ast::Use,
        place: &Place,
        contents: &mut Contents<'a>,
    ) {
        let Some((module, template)) = self.template(found) else {
            contents.broken = true;
            self.declarations.broken = true;
            return;
        };
        self.declarations.used_templates.insert(template.name.span);
        if let Some(start) = self.templates.iter().position(|(one, _)| std::ptr::eq(*one, template)) {
            let steps =
                self.templates.iter().skip(start + 1).map(|(one, span)| (one.name.text.as_str(), *span));
            let ring: Vec<(&str, Span)> = steps.chain([(template.name.text.as_str(), found.span)]).collect();
            let report = crate::evaluate::recursion("template", &ring);
            return self.report(report);
        }
        let what = format!("template `{}`", template.name.text);
        let span = found.template.span;
        let bound = self.evaluator.bind(module, &template.parameters, &found.arguments, span, &what);
        let Some(names) = bound else {
            contents.broken = true;
            self.declarations.broken = true;
            return;
        };
        let via = Via::Use { template: &template.name.text, span: found.span };
        let scope = self.evaluator.scope().called(module, names, via);
        self.templates.push((template, found.span));
        self.within(&scope, |this| this.items(&template.body.items, place, contents));
        self.templates.pop();
    }

    /// The template that a sentence names, with its module.
    fn template(&mut self, found: &'a ast::Use) -> Option<(ModuleId, &'a ast::Template)> {
        let program = self.evaluator.program();
        let span = found.template.span;
        let Some(segments) = segments(&found.template) else {
            self.report(diagnostics::unknown_template("this", span, []));
            return None;
        };
        let (last, imports) = segments.split_last()?;
        let mut module = self.evaluator.scope().module;
        for (name, span) in imports {
            match program.import(module, name) {
                Some(next) => module = next,
                None => {
                    let known = program.folder(module).imports.keys().copied();
                    self.report(diagnostics::unknown_import(name, *span, known));
                    return None;
                }
            }
        }
        let templates = &program.folder(module).templates;
        match templates.get(last.0) {
            Some(template) if template.private && !imports.is_empty() => {
                self.report(diagnostics::private_template(last.0, last.1, template.name.span));
                None
            }
            Some(template) => Some((module, template)),
            None => {
                if !self.evaluator.names.doubtful.contains(last.0) {
                    self.report(diagnostics::unknown_template(last.0, last.1, templates.keys().copied()));
                }
                None
            }
        }
    }

    /// Walks through what `extend` adds, as soon as what it extends is known: an extension may add
    /// the unit that another one extends.
    pub(super) fn extend_all(&mut self) {
        let mut waiting = std::mem::take(&mut self.extensions);
        loop {
            let before = waiting.len();
            let mut left = Vec::new();
            for extension in waiting {
                match self.extended(&extension) {
                    Some(address) => self.extend(&extension, &address),
                    None => left.push(extension),
                }
            }
            if left.len() == before {
                return left.iter().for_each(|extension| self.unknown_extension(extension));
            }
            waiting = left;
            waiting.append(&mut self.extensions);
        }
    }

    /// What a sentence extends, if that is declared and clear.
    fn extended(&self, extension: &Scoped<'a, ast::Extend>) -> Option<Address> {
        let path = path_of(extension.node)?;
        let declarations = &self.declarations;
        match extension.node.kind.bare()? {
            "ou" => match self.units(&path).as_slice() {
                [one] => Some(one.clone()),
                several => several.iter().find(|unit| unit.name() == path).cloned(),
            },
            "account" => {
                let address = Address::account(&path);
                declarations.accounts.contains_key(&address).then_some(address)
            }
            "organization" => {
                let organization = declarations.organization.as_ref()?;
                (organization.name == path).then(|| organization.address.clone())
            }
            _ => None,
        }
    }

    /// The units whose path ends so.
    fn units(&self, path: &str) -> Vec<Address> {
        let tail = format!("/{path}");
        let fits = |unit: &&Address| unit.name() == path || unit.name().ends_with(&tail);
        self.declarations.units.keys().filter(fits).cloned().collect()
    }

    fn extend(&mut self, extension: &Scoped<'a, ast::Extend>, address: &Address) {
        let place = match address.kind() {
            "ou" => Place::Unit(address.clone()),
            "account" => Place::Account,
            _ => Place::Organization(address.clone()),
        };
        let mut contents = Contents::default();
        let body = &extension.node.body;
        self.within(&extension.scope, |this| {
            this.items(&body.items, &place, &mut contents);
            let attributes = contents.attributes.iter().map(|one| one.node.name.span());
            let parts = contents.tags.iter().chain(&contents.contacts).chain(&contents.defaults);
            let refused: Vec<Span> = attributes
                .chain(parts.map(|part| part.span()))
                .chain(contents.protects.iter().map(|one| one.node.span))
                .chain(contents.adopts.iter().map(|one| one.node.span))
                .collect();
            for span in refused {
                this.report(diagnostics::extension_changes(span));
            }
        });
        let declarations = &mut self.declarations;
        let declared = match address.kind() {
            "ou" => declarations.units.get_mut(address),
            "account" => declarations.accounts.get_mut(address),
            _ => declarations.organization.as_mut(),
        };
        if let Some(declared) = declared {
            declared.contents.append(contents);
        }
    }

    fn unknown_extension(&mut self, extension: &Scoped<'a, ast::Extend>) {
        let (kind, span) = (&extension.node.kind, extension.node.target.span);
        self.declarations.broken = true;
        let report = match (kind.bare(), path_of(extension.node)) {
            (Some("ou"), Some(path)) if self.units(&path).len() > 1 => {
                diagnostics::ambiguous_extension(&path, span, &self.units(&path))
            }
            (Some("ou" | "account" | "organization"), Some(path)) => {
                if self.evaluator.names.doubtful.contains(path.as_str()) {
                    return self.doubt(extension.node.span);
                }
                let units = self.declarations.units.keys().map(|unit| unit.name());
                let accounts = self.declarations.accounts.keys().map(|account| account.name());
                diagnostics::unknown_extension(&kind.written(), &path, span, units.chain(accounts))
            }
            _ => diagnostics::not_extendable(&kind.written(), kind.span),
        };
        self.within(&extension.scope.clone(), |this| {
            this.report(report);
            this.doubt(extension.node.span);
        });
    }
}

/// The path that a sentence names, its parts joined with `/`.
fn path_of(extend: &ast::Extend) -> Option<String> {
    let segments = segments(&extend.target)?;
    Some(segments.iter().map(|(name, _)| *name).collect::<Vec<_>>().join("/"))
}
