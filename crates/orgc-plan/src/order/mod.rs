//! The order of operations.
//!
//! Each rule adds what an operation has to wait for; the order is then the first one that respects
//! them all and reads naturally: the organization, what is enabled, policies, units, accounts, moves,
//! attachments, stack sets, deployments, and removals last.

mod guards;
mod names;
mod needs;
mod removals;
mod slots;
mod sort;
mod stack_sets;
mod table;

use crate::diagnostics;
use crate::draft::Draft;
use crate::plan::Operation;
use orgc_diag::Diagnostic;
use table::Table;

/// Puts operations in order and fills in what each waits for.
///
/// # Errors
/// Targets without a free slot, names that are taken, and rings of operations that wait for each other.
pub(crate) fn run(draft: &Draft<'_>) -> Result<Vec<Operation>, Vec<Diagnostic>> {
    let mut table = Table::new(draft);
    let mut problems = Vec::new();
    needs::references(&mut table);
    needs::organization(&mut table);
    needs::enabling(&mut table);
    needs::administrators(&mut table);
    needs::protection(&mut table);
    stack_sets::order(&mut table);
    let early = slots::order(&mut table, &mut problems);
    guards::order(&mut table, &early);
    names::order(&mut table, &mut problems);
    removals::order(&mut table);
    if !problems.is_empty() {
        return Err(problems);
    }
    sort::run(&table).map_err(|ring| vec![diagnostics::order_cycle(&ring)])
}
