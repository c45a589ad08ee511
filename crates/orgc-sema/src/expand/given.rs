//! A core resource that a plugin gives, with the block it comes from.

use super::asked::Asked;
use super::diagnostics;
use crate::declare::Declared;
use crate::evaluate::Evaluator;
use crate::lower::tag_fault;
use crate::model::Model;
use crate::scene::Scene;
use orgc_diag::{Diagnostic, Span};
use orgc_ir::desired::{Body, Cause, Resource};
use orgc_ir::kinds::{CoreResource, CoreTarget};
use orgc_ir::{Address, Text};
use orgc_policy::QuotaKey;
use std::collections::BTreeSet;

/// One resource of an answer.
pub(super) struct Given<'g, 's, 'a> {
    pub scene: &'g Scene<'s, 'a>,
    pub asked: &'g Asked<'g, 'a>,
    pub core: &'g CoreResource,
    /// `<block>/<name>`.
    pub address: Address,
    /// The value of the block that it comes from.
    pub span: Span,
    pub cause: Cause,
    pub after: BTreeSet<Address>,
}

impl<'g, 's, 'a> Given<'g, 's, 'a> {
    /// Names are those of all resources of the answer.
    pub(super) fn new(
        scene: &'g Scene<'s, 'a>,
        asked: &'g Asked<'g, 'a>,
        core: &'g CoreResource,
        names: &[&str],
        model: &Model,
        evaluator: &mut Evaluator<'a, '_>,
    ) -> Self {
        let declared = asked.declared;
        let span = asked.prepared.spans.find(&core.origin);
        Self {
            scene,
            asked,
            core,
            address: declared.address.child(&core.name),
            span,
            cause: scene.places.written_in(span, &declared.scope, evaluator),
            after: earlier(asked, core, names, model, &mut evaluator.reports),
        }
    }

    pub(super) fn declared(&self) -> &'g Declared<'a> {
        self.asked.declared
    }

    /// The name of the plugin.
    pub(super) fn plugin(&self) -> &'g str {
        &self.asked.schema.plugin
    }

    /// Its name in AWS: the block's with dashes for dots; a resource that is not the usual one of its
    /// kind adds its own name.
    pub(super) fn aws_name(&self, usual: &str) -> String {
        let block = self.declared().address.name().replace('.', "-");
        if self.core.name == usual { block } else { format!("{block}-{}", self.core.name) }
    }

    /// The resource with the tags and the protection of the block, and with tags of its own.
    pub(super) fn resource(&self, body: Body, tags: &[(String, Text)]) -> Result<Resource, Diagnostic> {
        let mut whole = self.plain(body);
        whole.documentation.clone_from(&self.asked.frame.resource.documentation);
        whole.protect.clone_from(&self.asked.frame.resource.protect);
        whole.tags.clone_from(&self.asked.frame.resource.tags);
        let quotas = &self.scene.settings.quotas;
        for (key, value) in tags {
            let known = value.known().ok_or_else(|| diagnostics::later_tag(key, self.declared()))?;
            if let Some(why) = tag_fault(key, known, quotas) {
                return Err(diagnostics::bad_tag(self, key, &why));
            }
            whole.tags.insert(key.clone(), known.to_owned());
        }
        let own = if whole.protect.is_some() { 3 } else { 2 };
        let most = quotas.get(QuotaKey::TagCount);
        if (whole.tags.len() + own) as u64 > most.value {
            return Err(diagnostics::too_many_tags(self, whole.tags.len(), most));
        }
        Ok(whole)
    }

    /// The resource of a thing that carries no tags.
    pub(super) fn plain(&self, body: Body) -> Resource {
        Resource { after: self.after.clone(), ..Resource::new(body, self.cause.clone()) }
    }

    /// The address of a target that is declared.
    pub(super) fn target(&self, target: &CoreTarget, model: &Model) -> Result<Address, Diagnostic> {
        let organization = || self.scene.declarations.organization.as_ref().map(|one| one.address.clone());
        let address = match target {
            CoreTarget::Root => organization(),
            CoreTarget::Unit(address) | CoreTarget::Account(address) => Some(address.clone()),
        };
        address
            .filter(|address| model.resources.contains_key(address))
            .ok_or_else(|| diagnostics::unknown_target(self.declared(), self.plugin()))
    }
}

/// What is to be applied first: names of this expansion, and things that are declared. What other
/// blocks become is theirs alone.
fn earlier(
    asked: &Asked<'_, '_>,
    core: &CoreResource,
    names: &[&str],
    model: &Model,
    reports: &mut Vec<Diagnostic>,
) -> BTreeSet<Address> {
    let mut all = BTreeSet::new();
    for name in &core.after {
        if names.contains(&name.as_str()) {
            all.insert(asked.declared.address.child(name));
            continue;
        }
        let Ok(address) = Address::try_from(name.clone()) else { continue };
        let is_declared = matches!(address.kind(), "account" | "organization" | "ou" | "policy");
        if is_declared && model.resources.contains_key(&address) {
            all.insert(address);
        } else {
            let (declared, plugin) = (asked.declared, asked.schema.plugin.as_str());
            reports.push(diagnostics::no_such_earlier(declared, plugin, &core.name, &address));
        }
    }
    all
}
