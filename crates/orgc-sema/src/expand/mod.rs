//! Blocks of plugin kinds become core resources.
//!
//! Promises: a plugin sees a block only when everything in it fits the schema; what it says is
//! marked where the value stands that it means; what it gives is held to the same rules as what is
//! written; the order in which blocks and `deploy` sentences are written makes no difference.

mod answers;
mod asked;
mod block;
mod deprecated;
mod diagnostics;
mod finding;
mod given;
mod policy;
mod request;
mod services;
mod stack_set;

use crate::evaluate::Evaluator;
use crate::model::Model;
use crate::scene::Scene;
use crate::schema::schema;
use asked::{Asked, Frame};
use block::Block;
use given::Given;
use orgc_diag::Diagnostic;
use orgc_ir::kinds::{CoreBody, Expansion, Finding, FindingSeverity, Kinds, Request};

/// Expands every block of a plugin kind.
pub(crate) fn expand<'a>(
    scene: &Scene<'_, 'a>,
    model: &mut Model,
    evaluator: &mut Evaluator<'a, '_>,
    kinds: &dyn Kinds,
) {
    for declared in scene.declarations.blocks.values() {
        let Some(schema) = schema(scene.schemas, declared.address.kind()) else { continue };
        let before = evaluator.reports.len();
        let (prepared, frame) = evaluator.within(&declared.scope, |evaluator| {
            let prepared = request::prepare(model, declared, schema, evaluator);
            // Tags and protection are read here so that their faults are found in any case.
            (prepared, Frame::read(scene, declared, evaluator))
        });
        let found = evaluator.reports.get(before..).unwrap_or_default();
        let failed = prepared.failed
            || found.iter().any(Diagnostic::is_error)
            || declared.is_doubtful()
            || model.failed_blocks.contains(&declared.address);
        if !failed {
            let asked = Asked { declared, schema, prepared, frame };
            evaluator.within(&declared.scope, |evaluator| ask(scene, model, evaluator, &asked, kinds));
        }
    }
}

fn ask<'a>(
    scene: &Scene<'_, 'a>,
    model: &mut Model,
    evaluator: &mut Evaluator<'a, '_>,
    asked: &Asked<'_, 'a>,
    kinds: &dyn Kinds,
) {
    let request = &asked.prepared.request;
    let expansion = match kinds.validate(request) {
        Ok(findings) if !reported(&findings, asked, evaluator) => return,
        Ok(_) => {
            let queries = &asked.schema.queries;
            let answers = answers::answers(queries, &request.config, scene.declarations, model);
            kinds.expand(&Request { answers, ..request.clone() })
        }
        Err(fault) => Err(fault),
    };
    match expansion {
        Ok(expansion) if reported(&expansion.findings, asked, evaluator) => {
            add(scene, model, evaluator, asked, &expansion);
        }
        Ok(_) => {}
        Err(fault) => evaluator.reports.push(diagnostics::plugin_fault(&fault, asked.declared)),
    }
}

/// Reports what the plugin has to say; whether it has found no error.
fn reported(findings: &[Finding], asked: &Asked<'_, '_>, evaluator: &mut Evaluator<'_, '_>) -> bool {
    let Asked { schema, prepared, .. } = asked;
    let diagnostic = |finding| finding::diagnostic(finding, &schema.plugin, &prepared.spans);
    evaluator.reports.extend(findings.iter().map(diagnostic));
    !findings.iter().any(|finding| finding.severity == FindingSeverity::Error)
}

fn add<'a>(
    scene: &Scene<'_, 'a>,
    model: &mut Model,
    evaluator: &mut Evaluator<'a, '_>,
    asked: &Asked<'_, 'a>,
    expansion: &Expansion,
) {
    let names: Vec<&str> = expansion.resources.iter().map(|one| one.name.as_str()).collect();
    for core in &expansion.resources {
        let given = Given::new(scene, asked, core, &names, model, evaluator);
        match &core.body {
            CoreBody::StackSet(set) => stack_set::add(&given, model, evaluator, set),
            CoreBody::Policy(policy) => policy::add(&given, model, evaluator, policy),
            CoreBody::DelegatedAdministrator { account, service_principal } => {
                services::administrator(&given, model, evaluator, account, service_principal);
            }
            CoreBody::Block { kind, config } => match block::read(kind, config, given.span) {
                Ok(block) => add_block(&given, model, evaluator, block),
                Err(what) => evaluator.reports.push(diagnostics::bad_block(&given, &what)),
            },
        }
    }
}

fn add_block<'a>(
    given: &Given<'_, '_, 'a>,
    model: &mut Model,
    evaluator: &mut Evaluator<'a, '_>,
    block: Block,
) {
    match block {
        Block::Policy(policy) => policy::add(given, model, evaluator, &policy),
        Block::Attachment { policy, target } => policy::attach(given, model, evaluator, &policy, &target),
        Block::TrustedService { service } => services::trust(given, model, evaluator, &service),
        Block::DelegatedAdministrator { account, service } => {
            services::administrator(given, model, evaluator, &account, &service);
        }
    }
}
