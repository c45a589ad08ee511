//! What the text alone tells: local names that hide others, and names that nothing has in code
//! that was never worked out, such as a template that nobody uses.

mod diagnostics;
mod locals;
mod walk;
mod words;

use crate::evaluate::Evaluator;
use crate::scope::ModuleId;
use locals::Locals;
use orgc_ir::kinds::KindSchema;
use walk::Walk;
use words::Words;

/// Checks every folder once, however often it is imported.
pub(crate) fn check<'a>(schemas: &[KindSchema], evaluator: &mut Evaluator<'a, '_>) {
    let program = evaluator.program();
    let words = Words::of(program, schemas);
    let mut reports = Vec::new();
    for (path, folder) in &program.folders {
        let module = program.modules.iter().position(|module| module.folder == *path);
        let Some(module) = module.map(ModuleId) else { continue };
        let mut walk = Walk {
            evaluator: &*evaluator,
            folder,
            module,
            words: &words,
            locals: Locals::default(),
            only_names: true,
            reports: Vec::new(),
        };
        walk.folder();
        reports.append(&mut walk.reports);
    }
    evaluator.reports.extend(reports);
}
