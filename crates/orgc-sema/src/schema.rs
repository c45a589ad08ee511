//! Questions to the schemas of plugin kinds.

use orgc_ir::kinds::KindSchema;

/// The attribute of a kind that `deploy` sentences fill in.
pub(crate) const DEPLOYMENTS: &str = "deployments";

/// The schema of a kind.
pub(crate) fn schema<'k>(schemas: &'k [KindSchema], kind: &str) -> Option<&'k KindSchema> {
    schemas.iter().find(|schema| schema.name == kind)
}

/// Whether `deploy` takes blocks of this kind.
pub(crate) fn is_deployable(schema: &KindSchema) -> bool {
    schema.attributes.iter().any(|attribute| attribute.name == DEPLOYMENTS)
}
