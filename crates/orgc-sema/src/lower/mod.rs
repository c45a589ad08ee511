//! Lowering: blocks and sentences become resources.
//!
//! Promises: a resource that stands here has everything its kind needs, or what is missing has been
//! reported; the model is complete but for what plugins add and what is implied.

mod account;
mod attributes;
mod builder;
mod diagnostics;
mod organization;
mod output;
mod policy;
mod relation;
mod resource;
mod tags;
mod unit;

pub(crate) use attributes::{Known, attributes};
pub(crate) use resource::resource;

use crate::evaluate::Evaluator;
use crate::model::Model;
use crate::scene::Scene;
use builder::Builder;

/// Turns every declaration but the blocks of plugins into resources.
pub(crate) fn lower<'a>(scene: &Scene<'_, 'a>, evaluator: &mut Evaluator<'a, '_>) -> Model {
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
