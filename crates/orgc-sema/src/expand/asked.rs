//! A block on its way through a plugin.

use super::request::Prepared;
use crate::declare::Declared;
use crate::evaluate::Evaluator;
use crate::lower::{Defaults, resource};
use crate::scene::Scene;
use orgc_ir::desired::{Body, OrganizationsAccess, Resource};
use orgc_ir::kinds::KindSchema;

/// A block that is ready to be expanded.
pub(super) struct Asked<'d, 'a> {
    pub declared: &'d Declared<'a>,
    pub schema: &'d KindSchema,
    pub prepared: Prepared,
    pub frame: Frame,
}

/// What the block itself adds to its resources: tags, protection, place.
pub(super) struct Frame {
    pub resource: Resource,
}

impl Frame {
    pub(super) fn read<'a>(
        scene: &Scene<'_, 'a>,
        declared: &Declared<'a>,
        evaluator: &mut Evaluator<'a, '_>,
    ) -> Self {
        // The body is replaced by that of each resource the block becomes.
        let body = Body::OrganizationsAccess(OrganizationsAccess {});
        Self { resource: resource(scene, evaluator, declared, &Defaults::default(), body) }
    }
}
