//! Outputs.

use crate::evaluate::Evaluator;
use crate::model::Model;
use crate::scene::Scene;
use crate::scope::{ModuleId, Scope};
use crate::value::{Type, convert, written};
use orgc_ir::desired::Output;

/// The outputs of every module. Those of an imported folder have its name before theirs. Gives back
/// those of the project's own folder in the spelling of the language.
pub(crate) fn outputs<'a>(
    scene: &Scene<'_, 'a>,
    model: &mut Model,
    evaluator: &mut Evaluator<'a, '_>,
) -> Vec<(String, String)> {
    let program = evaluator.program();
    let mut own = Vec::new();
    for module in program.ids() {
        for (output, above) in program.folder(module).outputs.values() {
            let located = evaluator
                .within(&Scope::of(module), |evaluator| evaluator.expect(&output.value, &Type::Anything));
            let value = convert(&located.value);
            let origin = scene.places.origin(output.name.span);
            let name = match module {
                ModuleId(0) => {
                    own.push((output.name.text.clone(), written(&located.value)));
                    output.name.text.clone()
                }
                module => program.qualified(module, &output.name.text),
            };
            let documentation = above.map(|above| above.text.clone());
            model.outputs.insert(name, Output { value, documentation, origin });
        }
    }
    own
}
