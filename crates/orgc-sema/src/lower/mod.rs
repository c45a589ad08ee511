//! Lowering: blocks and sentences become resources.
//!
//! Promises: a resource that stands here has everything its kind needs, or what is missing has been
//! reported; the model is complete but for what plugins add and what is implied.

mod account;
mod attributes;
mod builder;
mod contact;
mod defaults;
mod diagnostics;
mod life;
mod organization;
mod output;
mod policy;
mod relation;
mod resource;
mod services;
mod tags;
mod unit;

pub(crate) use attributes::{Found, Known, attributes};
pub(crate) use defaults::Defaults;
pub(crate) use diagnostics::{delegate_to_management, no_effect_on_management};
pub(crate) use life::adopted_twice;
pub(crate) use output::outputs;
pub(crate) use resource::resource;
pub(crate) use services::administrator_fault;
pub(crate) use tags::tag_fault;

use crate::evaluate::Evaluator;
use crate::model::Model;
use crate::scene::Scene;
use builder::Builder;
use std::collections::BTreeMap;

/// Turns every declaration but outputs and the blocks of plugins into resources.
pub(crate) fn lower<'a>(scene: &Scene<'_, 'a>, evaluator: &mut Evaluator<'a, '_>) -> Model {
    let mut builder = Builder { scene, evaluator, model: Model::default(), defaults: BTreeMap::new() };
    let declarations = scene.declarations;
    builder.all_defaults();
    if let Some(organization) = &declarations.organization {
        builder.organization(organization);
    }
    declarations.units.values().for_each(|unit| builder.unit(unit));
    declarations.accounts.values().for_each(|account| builder.account(account));
    builder.evaluator.lowered(&builder.model.resources);
    declarations.policies.values().for_each(|policy| builder.policy(policy));
    if let Some(organization) = &declarations.organization {
        builder.services(organization);
    }
    let targets = declarations.organization.iter().chain(declarations.units.values());
    targets.chain(declarations.accounts.values()).for_each(|target| builder.relations(target));
    builder.moves();
    builder.removals();
    builder.model
}
