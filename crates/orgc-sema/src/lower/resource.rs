//! What every block says about its resource besides the body.

use super::tags::tags;
use crate::declare::{Contents, Declared};
use crate::evaluate::Evaluator;
use crate::scene::Scene;
use orgc_ir::desired::{Body, Protect, Resource};
use std::collections::BTreeSet;

/// The resource of a block: its body with its tags, protection and place.
pub(crate) fn resource<'a>(
    scene: &Scene<'_, 'a>,
    evaluator: &mut Evaluator<'a, '_>,
    declared: &Declared<'a>,
    body: Body,
) -> Resource {
    let protect = protect(&declared.contents, evaluator);
    let tags = tags(scene, evaluator, declared, protect.is_some());
    Resource {
        body,
        tags,
        protect,
        adopt: None,
        after: BTreeSet::new(),
        cause: scene.places.written(declared.head),
    }
}

fn protect<'a>(contents: &Contents<'a>, evaluator: &mut Evaluator<'a, '_>) -> Option<Protect> {
    let sentence = contents.protects.first()?;
    let reason = sentence.reason.as_ref().and_then(|reason| evaluator.known_literal(reason, "a reason"));
    Some(Protect { reason })
}
