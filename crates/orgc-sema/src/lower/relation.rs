//! Sentences of targets: `attach`, `detach`, `deploy`.

use super::builder::Builder;
use super::diagnostics;
use crate::declare::{Declared, Names};
use crate::model::{Deployment, type_of};
use crate::schema::{DEPLOYMENTS, is_deployable, schema};
use crate::value::{EntityType, Entry, Located, Type, Value, fit};
use orgc_diag::Span;
use orgc_ir::Address;
use orgc_ir::desired::{Attachment, Body};
use orgc_ir::kinds::{KindSchema, ValueType};
use orgc_policy::{PolicyType, TargetKind};
use orgc_syntax::ast::{Deploy, Expression};

impl<'a> Builder<'_, '_, 'a, '_> {
    pub(super) fn relations(&mut self, target: &Declared<'a>) {
        for scoped in &target.contents.attaches {
            let outer = self.evaluator.enter(scoped.scope.clone());
            for policy in &scoped.node.policies {
                self.attach(target, policy, scoped.node.only.then_some(scoped.node.span));
            }
            self.evaluator.leave(outer);
        }
        for scoped in &target.contents.detaches {
            let outer = self.evaluator.enter(scoped.scope.clone());
            scoped.node.policies.iter().for_each(|policy| self.detach(target, policy));
            self.evaluator.leave(outer);
        }
        for scoped in &target.contents.deploys {
            let outer = self.evaluator.enter(scoped.scope.clone());
            self.deploy(target, scoped.node);
            self.evaluator.leave(outer);
        }
    }

    fn attach(&mut self, target: &Declared<'a>, written: &'a Expression, only: Option<Span>) {
        for policy in self.policies_named(target, written) {
            self.attach_one(target, policy, written.span, only);
        }
    }

    fn attach_one(&mut self, target: &Declared<'a>, policy: Address, span: Span, only: Option<Span>) {
        let policy_type = self.model.policies.get(&policy).map(|facts| facts.policy_type);
        let unreached = policy_type.filter(|policy_type| !policy_type.reaches(TargetKind::Management));
        if let Some(policy_type) = unreached.filter(|_| target.is_management()) {
            let report = diagnostics::no_effect_on_management(policy_type, span);
            return self.evaluator.reports.push(report);
        }
        let address = Address::attachment(&policy, &target.address);
        let relation = Attachment { policy, target: target.address.clone() };
        if let Some((only, policy_type)) = only.zip(type_of(&relation.policy, &self.model.resources)) {
            let origin = self.scene.places.origin(only);
            let of_target = self.model.exclusive.attach.entry(target.address.clone()).or_default();
            of_target.entry(policy_type.aws_name.clone()).or_insert(origin);
        }
        self.relate(address, Body::Attachment(relation), span);
    }

    /// Only what AWS attaches by itself can be detached; a policy of the source is detached by not
    /// attaching it.
    fn detach(&mut self, target: &Declared<'a>, written: &'a Expression) {
        for policy in self.policies_named(target, written) {
            self.detach_one(target, policy, written.span);
        }
    }

    fn detach_one(&mut self, target: &Declared<'a>, policy: Address, span: Span) {
        let managed = PolicyType::all().iter().filter_map(|one| one.default_policy.as_ref());
        let managed = managed.into_iter().find(|one| one.name == policy.name());
        match managed.filter(|_| Names::is_managed_policy(&policy)) {
            None => return self.evaluator.reports.push(diagnostics::detach_declared(&policy, span)),
            Some(managed) if !managed.detachable => {
                return self.evaluator.reports.push(diagnostics::not_detachable(&policy, span));
            }
            Some(_) => {}
        }
        let attached = Address::attachment(&policy, &target.address);
        if let Some(resource) = self.model.resources.get(&attached) {
            let first = resource.cause.origin().span.unwrap_or(span);
            let report = diagnostics::attached_and_detached(&policy, first, span);
            return self.evaluator.reports.push(report);
        }
        let address = Address::new("detach", attached.name());
        let relation = Attachment { policy, target: target.address.clone() };
        self.relate(address, Body::Detachment(relation), span);
    }

    /// The policies that a path names: one, or those of a list.
    fn policies_named(&mut self, target: &Declared<'a>, written: &'a Expression) -> Vec<Address> {
        let found = self.evaluator.elements(written, &Type::Entity(EntityType::policy()));
        let mut policies = Vec::new();
        for located in found {
            match located.value {
                Value::Entity(policy) => policies.push(policy),
                _ => drop(self.model.failed_targets.insert(target.address.clone())),
            }
        }
        policies
    }

    fn deploy(&mut self, target: &Declared<'a>, deploy: &'a Deploy) {
        let deployable = self.scene.schemas.iter().filter(|schema| is_deployable(schema));
        let kinds = deployable.map(|schema| schema.name.clone()).collect();
        let located = self.evaluator.expect(&deploy.baseline, &Type::Entity(EntityType::Deployable(kinds)));
        let regions: Vec<Located> =
            deploy.regions.iter().flat_map(|region| self.evaluator.elements(region, &Type::Region)).collect();
        let Value::Entity(block) = located.value else { return };
        let (parameters, parameters_span) = self.parameters(&block, deploy);
        if target.is_management() {
            return self.evaluator.reports.push(diagnostics::deploy_to_management(deploy.baseline.span));
        }
        let failed = regions.iter().any(|region| region.value.is_error())
            || parameters.iter().any(|entry| entry.value.value.has_error());
        if failed {
            self.model.failed_blocks.insert(block.clone());
        }
        let span = deploy.baseline.span;
        let scope = self.evaluator.scope().clone();
        let cause = self.scene.places.written_in(span, &scope, self.evaluator);
        let deployment = Deployment { span, cause, regions, parameters, parameters_span };
        let of_block = self.model.deployments.entry(block).or_default();
        if let Some(first) = of_block.get(&target.address) {
            let report = diagnostics::said_twice(span, first.span);
            return self.evaluator.reports.push(report);
        }
        of_block.insert(target.address.clone(), deployment);
    }

    fn parameters(&mut self, block: &Address, deploy: &'a Deploy) -> (Vec<Entry>, Span) {
        let Some(map) = &deploy.parameters else { return (Vec::new(), deploy.baseline.span) };
        let expected = parameter_type(schema(self.scene.schemas, block.kind()));
        let value = self.evaluator.map(map, &expected);
        let fitted = fit(Located::new(value, map.span), &expected, &mut self.evaluator.reports);
        match fitted.value {
            Value::Map(entries) => (entries.into_vec(), map.span),
            _ => (Vec::new(), map.span),
        }
    }
}

/// What `with { … }` may hold: the `parameters` of the elements of `deployments`.
fn parameter_type(schema: Option<&KindSchema>) -> Type {
    let attributes = schema.map_or(&[][..], |schema| &schema.attributes);
    let deployments = attributes.iter().find(|attribute| attribute.name == DEPLOYMENTS);
    match deployments.map(|attribute| &attribute.value_type) {
        Some(ValueType::Sequence { item, .. }) => Type::from(item.as_ref()).member("parameters").clone(),
        _ => Type::Map(Box::new(Type::Anything)),
    }
}
