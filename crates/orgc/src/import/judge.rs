//! What of the sources cannot stay: found by compiling them and holding the model against what is live.

use super::fragment::{Fragment, Without};
use super::names::Names;
use crate::compile::Compiled;
use orgc_diag::{Diagnostic, Span};
use orgc_ir::desired::Body;
use orgc_ir::{Address, Attribute, Desired, Observed, Reference, Text};
use orgc_policy::equivalent;
use orgc_syntax::ast::{Block, File, Item, ItemKind, Label, Verb};

/// Holds compiled sources against an organization.
pub(super) struct Judge<'a> {
    pub observed: &'a Observed,
    pub names: &'a Names,
}

impl Judge<'_> {
    /// The parts that the language refuses or that say something else than what is live.
    pub(super) fn faults(&self, compiled: &Compiled) -> Without {
        match &compiled.desired {
            Some(desired) => self.differing(desired),
            None => self.refused(compiled),
        }
    }

    /// Policies whose rules are not what is live.
    fn differing(&self, desired: &Desired) -> Without {
        let mut found = Without::new();
        for (address, resource) in &desired.resources {
            match &resource.body {
                Body::Policy(policy) => {
                    let Some(id) = self.names.policy_called(address.name()) else { continue };
                    let live = self.observed.policies.get(id).map(|live| live.document.as_str());
                    if live.is_some_and(|live| !self.says(&policy.document, live)) {
                        found.insert(Fragment::Rules(id.to_owned()), String::new());
                    }
                }
                Body::DelegationPolicy(policy) => {
                    let live = self.observed.delegation_policy.as_deref();
                    if live.is_some_and(|live| !self.says(&policy.document, live)) {
                        found.insert(
                            Fragment::DelegationPolicy,
                            "it cannot be said exactly in rules; it stays as it is".to_owned(),
                        );
                    }
                }
                _ => {}
            }
        }
        found
    }

    fn says(&self, document: &Text, live: &str) -> bool {
        document.resolve(|reference| self.account_id(reference)).is_ok_and(|text| equivalent(&text, live))
    }

    fn account_id(&self, reference: &Reference) -> Option<&str> {
        let is_id = reference.attribute == Attribute::Id;
        let account = Some(&reference.address).filter(|one| is_id && one.kind() == "account");
        account.and_then(|account: &Address| self.names.account_called(account.name()))
    }

    /// What errors are about, with their messages as the reasons.
    fn refused(&self, compiled: &Compiled) -> Without {
        let mut found = Without::new();
        for error in compiled.diagnostics.iter().filter(|one| one.is_error()) {
            let Some(span) = error.span() else { continue };
            let Some(source) = compiled.sources.get(span.file) else { continue };
            let file = orgc_syntax::parse(span.file, source.text()).file;
            let text = |span: Span| compiled.sources.text(span).to_owned();
            if let Some(fragment) = self.fragment(&file, span, &text) {
                found.entry(fragment).or_insert_with(|| reason(error));
            }
        }
        found
    }

    /// The smallest part of the sources that holds a place.
    fn fragment(&self, file: &File, place: Span, text: &dyn Fn(Span) -> String) -> Option<Fragment> {
        let mut path: Vec<&Block> = Vec::new();
        let mut items: &[Item] = &file.items;
        loop {
            let item = items.iter().find(|item| holds(item.span, place))?;
            match &item.kind {
                ItemKind::Block(block) => {
                    path.push(block);
                    items = block.body.as_ref().map_or(&[][..], |body| &body.items);
                    if !items.iter().any(|item| holds(item.span, place)) {
                        return self.of_blocks(&path);
                    }
                }
                ItemKind::Verb(Verb::Deploy(deploy)) => {
                    return Some(Fragment::StackSet(text(deploy.baseline.span)));
                }
                ItemKind::Verb(Verb::Attach(_)) => return self.policy(&text(place)).map(Fragment::Policy),
                ItemKind::Verb(Verb::Delegate(_)) => return Some(Fragment::Administrators(text(place))),
                ItemKind::Attribute(attribute) if name_of(&attribute.name) == "regions" => {
                    return match path.last()? {
                        block if block.kind.written() == "account" => {
                            self.account(block).map(Fragment::Regions)
                        }
                        _ => self.of_blocks(&path),
                    };
                }
                _ => return self.of_blocks(&path),
            }
        }
    }

    fn of_blocks(&self, path: &[&Block]) -> Option<Fragment> {
        path.iter().rev().find_map(|block| {
            let label = block.label.as_ref().map(name_of).unwrap_or_default();
            match block.kind.written().as_str() {
                "contact" => {
                    let account = path.iter().find_map(|outer| self.account(outer));
                    account.map(|id| Fragment::Contact(id, label.to_owned()))
                }
                "account" | "management" => self.account(block).map(Fragment::Account),
                "policy" => {
                    let is_json = block.source.is_some();
                    self.policy(label)
                        .map(|id| if is_json { Fragment::Policy(id) } else { Fragment::Rules(id) })
                }
                "baseline" => Some(Fragment::StackSet(label.to_owned())),
                "delegation" => Some(Fragment::DelegationPolicy),
                "ou" => self.unit(path).map(Fragment::Unit),
                _ => None,
            }
        })
    }

    fn policy(&self, name: &str) -> Option<String> {
        self.names.policy_called(name).map(str::to_owned)
    }

    fn account(&self, block: &Block) -> Option<String> {
        let is_account = matches!(block.kind.written().as_str(), "account" | "management");
        let name = block.label.as_ref().filter(|_| is_account).map(name_of)?;
        self.names.account_called(name).map(str::to_owned)
    }

    /// The unit that the units of a path lead to.
    fn unit(&self, path: &[&Block]) -> Option<String> {
        let root = self.observed.organization.as_ref().map(|live| live.root_id.as_str())?;
        let units = path.iter().filter(|block| block.kind.written() == "ou");
        units.filter_map(|block| block.label.as_ref().map(name_of)).try_fold(
            root.to_owned(),
            |parent, name| {
                let mut here = self.observed.units.iter().filter(|(_, unit)| unit.parent == parent);
                here.find(|(id, _)| self.names.unit(id) == name).map(|(id, _)| id.clone())
            },
        )
    }
}

fn holds(outer: Span, inner: Span) -> bool {
    outer.start <= inner.start && inner.end <= outer.end
}

fn name_of(label: &Label) -> &str {
    match label {
        Label::Name(name) => &name.text,
        Label::Text(_) => "",
    }
}

fn reason(error: &Diagnostic) -> String {
    format!("{} ({})", error.message, error.code.id())
}
