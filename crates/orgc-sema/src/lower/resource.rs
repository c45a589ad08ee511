//! What every block says about its resource besides the body.

use super::defaults::Defaults;
use super::diagnostics;
use super::tags::tags;
use crate::declare::Declared;
use crate::evaluate::Evaluator;
use crate::scene::Scene;
use crate::value::{CheckedString, Type};
use orgc_ir::desired::{Adoption, Body, Protect, Resource};
use std::collections::BTreeSet;

/// The resource of a block: its body with its tags, protection, adoption and place.
pub(crate) fn resource<'a>(
    scene: &Scene<'_, 'a>,
    evaluator: &mut Evaluator<'a, '_>,
    declared: &Declared<'a>,
    defaults: &Defaults,
    body: Body,
) -> Resource {
    let protect = protect(declared, evaluator).or_else(|| defaults.protect.clone());
    let tags = tags(scene, evaluator, declared, &defaults.tags, protect.is_some());
    let adopt = adoption(scene, declared, evaluator);
    let cause = scene.places.written_in(declared.head, &declared.scope, evaluator);
    let documentation = declared.documentation.map(str::to_owned);
    Resource { body, documentation, tags, protect, adopt, after: BTreeSet::new(), cause }
}

fn protect<'a>(declared: &Declared<'a>, evaluator: &mut Evaluator<'a, '_>) -> Option<Protect> {
    let (sentence, more) = declared.contents.protects.split_first()?;
    for again in more {
        let report = diagnostics::duplicate_attribute("protect", sentence.node.span, again.node.span);
        evaluator.within(&again.scope, |evaluator| evaluator.reports.push(report));
    }
    let reason = evaluator.within(&sentence.scope, |evaluator| {
        sentence.node.reason.as_ref().and_then(|reason| evaluator.known_literal(reason, "a reason"))
    });
    Some(Protect { reason })
}

/// The live thing that `adopt` names.
fn adoption<'a>(
    scene: &Scene<'_, 'a>,
    declared: &Declared<'a>,
    evaluator: &mut Evaluator<'a, '_>,
) -> Option<Adoption> {
    let (sentence, more) = declared.contents.adopts.split_first()?;
    let expected = match declared.address.kind() {
        "organization" => Type::Checked(CheckedString::OrgId),
        "ou" => Type::Checked(CheckedString::OuId),
        "account" => Type::Checked(CheckedString::AccountId),
        "policy" => Type::Checked(CheckedString::PolicyId),
        _ => Type::TEXT,
    };
    evaluator.within(&sentence.scope, |evaluator| {
        for again in more {
            let report = diagnostics::duplicate_attribute("adopt", sentence.node.span, again.node.span);
            evaluator.reports.push(report);
        }
        let located = evaluator.expect(&sentence.node.id, &expected);
        let id = evaluator.known_text(&located, "an id to adopt")?;
        Some(Adoption { id, origin: scene.places.origin(sentence.node.span) })
    })
}
