//! The model: blocks and sentences become resources.
//!
//! Promises: a resource that stands here has everything its kind needs, or what is missing has been
//! reported; the model is complete but for what plugins add and what is implied.

mod account;
mod attributes;
mod diagnostics;
mod organization;
mod output;
mod policy;
pub(crate) mod relation;
mod tags;
mod unit;

use crate::check::Settings;
use crate::declare::{Contents, Declarations, Declared};
use crate::evaluate::Evaluator;
use crate::place::Places;
use crate::value::{Entry, Located};
use orgc_diag::{Diagnostic, Span};
use orgc_ir::Address;
use orgc_ir::desired::{Body, Cause, Output, Protect, Resource};
use orgc_ir::kinds::KindSchema;
use orgc_policy::PolicyType;
use std::collections::{BTreeMap, BTreeSet};

pub(crate) use attributes::{Known, attributes};
pub(crate) use tags::tags;

/// What every part of the model is built from.
pub(crate) struct Scene<'s, 'a> {
    pub declarations: &'s Declarations<'a>,
    pub places: &'s Places<'a>,
    pub schemas: &'s [KindSchema],
    pub settings: &'s Settings,
}

/// The resources, and the places that later checks mark.
#[derive(Debug, Default)]
pub(crate) struct Model {
    pub resources: BTreeMap<Address, Resource>,
    pub outputs: BTreeMap<String, Output>,
    /// Where the e-mail of each account is written.
    pub emails: BTreeMap<Address, Span>,
    pub policies: BTreeMap<Address, PolicyFacts>,
    /// The `deploy` sentences of each block, by target.
    pub deployments: BTreeMap<Address, BTreeMap<Address, Deployment>>,
    /// Blocks of which a `deploy` sentence has failed.
    pub failed_blocks: BTreeSet<Address>,
    /// Targets at which a sentence has failed, so that counting there makes no sense.
    pub failed_targets: BTreeSet<Address>,
    pub reports: Vec<Diagnostic>,
}

/// What checks ask about a policy besides its text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PolicyFacts {
    pub policy_type: &'static PolicyType,
    /// Whether a statement allows something.
    pub allows: bool,
}

/// One `deploy` sentence.
#[derive(Clone, Debug)]
pub(crate) struct Deployment {
    pub span: Span,
    pub regions: Vec<Located>,
    pub parameters: Vec<Entry>,
    /// Where `with { … }` stands.
    pub parameters_span: Span,
}

/// Turns every declaration but the blocks of plugins into resources.
pub(crate) fn build<'a>(scene: &Scene<'_, 'a>, evaluator: &mut Evaluator<'a, '_>) -> Model {
    let mut builder = Builder { scene, evaluator, model: Model::default() };
    let declarations = scene.declarations;
    if let Some(organization) = &declarations.organization {
        builder.organization(organization);
    }
    declarations.units.values().for_each(|unit| builder.unit(unit));
    declarations.accounts.values().for_each(|account| builder.account(account));
    declarations.policies.values().for_each(|policy| builder.policy(policy));
    let targets = declarations.organization.iter().chain(declarations.units.values());
    targets.chain(declarations.accounts.values()).for_each(|target| builder.relations(target));
    declarations.outputs.values().for_each(|output| builder.output(output));
    builder.model
}

struct Builder<'b, 's, 'a, 'n> {
    scene: &'b Scene<'s, 'a>,
    evaluator: &'b mut Evaluator<'a, 'n>,
    model: Model,
}

impl<'a> Builder<'_, '_, 'a, '_> {
    /// Adds the resource of a block.
    fn add(&mut self, declared: &Declared<'a>, body: Body) {
        let resource = resource(self.scene, self.evaluator, declared, body);
        self.model.resources.insert(declared.address.clone(), resource);
    }

    /// The title of a block, or its identifier.
    fn title(&mut self, declared: &Declared<'a>) -> Option<(String, Span)> {
        match &declared.block.title {
            Some(title) => self.evaluator.known_literal(title, "a title").map(|text| (text, title.span)),
            None => Some((declared.name.clone(), declared.head)),
        }
    }

    fn report(&mut self, diagnostic: Diagnostic) {
        self.model.reports.push(diagnostic);
    }
}

/// The resource of a block: its body with its tags, protection and place.
pub(crate) fn resource<'a>(
    scene: &Scene<'_, 'a>,
    evaluator: &mut Evaluator<'a, '_>,
    declared: &Declared<'a>,
    body: Body,
) -> Resource {
    let protect = protect(&declared.contents, evaluator);
    let tags = tags(scene, evaluator, declared, protect.is_some());
    Resource { body, tags, protect, after: BTreeSet::new(), cause: scene.places.written(declared.head) }
}

/// A resource that nothing more is said about.
pub(crate) fn plain(body: Body, cause: Cause) -> Resource {
    Resource { body, tags: BTreeMap::new(), protect: None, after: BTreeSet::new(), cause }
}

fn protect<'a>(contents: &Contents<'a>, evaluator: &mut Evaluator<'a, '_>) -> Option<Protect> {
    let sentence = contents.protects.first()?;
    let reason = sentence.reason.as_ref().and_then(|reason| evaluator.known_literal(reason, "a reason"));
    Some(Protect { reason })
}
