//! Policies as plugins give them, and their attachments.

use super::diagnostics;
use super::given::Given;
use crate::declare::Declared;
use crate::evaluate::Evaluator;
use crate::lower::no_effect_on_management;
use crate::model::{Model, PolicyFacts, type_of};
use crate::policy;
use crate::value::entity_noun;
use orgc_ir::Address;
use orgc_ir::desired::{Attachment, Body, Policy};
use orgc_ir::kinds::{CorePolicy, CoreTarget};
use orgc_policy::{PolicyType, QuotaKey, TargetKind};

/// Name of the resource that every kind with one policy gives it.
const USUAL: &str = "policy";

/// Adds a policy and its attachments to the model.
pub(super) fn add<'a>(
    given: &Given<'_, '_, 'a>,
    model: &mut Model,
    evaluator: &mut Evaluator<'a, '_>,
    policy: &CorePolicy,
) {
    let Some(policy_type) = PolicyType::aws_named(&policy.policy_type) else {
        return evaluator.reports.push(diagnostics::unknown_policy_type(given, &policy.policy_type));
    };
    let name = policy.name.clone().unwrap_or_else(|| given.aws_name(USUAL));
    let quotas = &given.scene.settings.quotas;
    for (what, text, quota) in [
        ("name", &name, QuotaKey::PolicyNameMax),
        ("description", &policy.description, QuotaKey::PolicyDescriptionMax),
    ] {
        let (length, quota) = (text.chars().count(), quotas.get(quota));
        if length as u64 > quota.value {
            evaluator.reports.push(diagnostics::long_text(given, what, length, quota));
        }
    }
    let origin = entity_noun(&given.address);
    let before = evaluator.reports.len();
    let written = policy::checked(&policy.document, policy_type, given.span, &given.address, evaluator);
    let Some(written) = written else {
        let new = evaluator.reports.iter_mut().skip(before);
        return new.for_each(|report| report.notes.push(diagnostics::made_by(given.plugin())));
    };
    let quota = quotas.get(QuotaKey::PolicyDocument(policy_type));
    let about = (origin.as_str(), policy_type.noun());
    let size = written.size((about.0, &about.1), given.span, quota, evaluator.catalog());
    evaluator.reports.extend(size.map(|report| report.note(diagnostics::made_by(given.plugin()))));
    let facts = PolicyFacts { policy_type, allows: written.allows, rules: written.rules };
    model.policies.insert(given.address.clone(), facts);
    let body = Policy {
        policy_type: policy_type.aws_name.clone(),
        name,
        description: policy.description.clone(),
        document: written.document,
    };
    match given.resource(Body::Policy(body), &policy.tags) {
        Ok(resource) => _ = model.resources.insert(given.address.clone(), resource),
        Err(report) => return evaluator.reports.push(report),
    }
    for target in &policy.attach_to {
        attach(given, model, evaluator, &given.address, target);
    }
}

/// Attaches a policy. What a sentence of the source attaches already stays as it is.
pub(super) fn attach<'a>(
    given: &Given<'_, '_, 'a>,
    model: &mut Model,
    evaluator: &mut Evaluator<'a, '_>,
    policy: &Address,
    target: &CoreTarget,
) {
    let target = match given.target(target, model) {
        Ok(target) => target,
        Err(report) => return evaluator.reports.push(report),
    };
    // What another block became is its own.
    let may_be_named = policy.kind() == "policy" || *policy == given.address;
    let Some(policy_type) = type_of(policy, &model.resources).filter(|_| may_be_named) else {
        return evaluator.reports.push(diagnostics::unknown_policy(given, policy));
    };
    let account = given.scene.declarations.accounts.get(&target);
    let is_management = account.is_some_and(Declared::is_management);
    if is_management && !policy_type.reaches(TargetKind::Management) {
        return evaluator.reports.push(no_effect_on_management(policy_type, given.span));
    }
    let address = Address::attachment(policy, &target);
    let body = Body::Attachment(Attachment { policy: policy.clone(), target });
    model.resources.entry(address).or_insert_with(|| given.plain(body));
}
