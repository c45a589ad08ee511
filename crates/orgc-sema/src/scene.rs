//! What the phases see of the project.

use crate::declare::Declarations;
use crate::place::Places;
use crate::settings::Settings;
use orgc_ir::kinds::KindSchema;

/// What every part of the model is built from.
pub(crate) struct Scene<'s, 'a> {
    pub declarations: &'s Declarations<'a>,
    pub places: &'s Places<'a>,
    pub schemas: &'s [KindSchema],
    pub settings: &'s Settings,
}
