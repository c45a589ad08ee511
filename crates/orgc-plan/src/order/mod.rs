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
mod widen;

use crate::diagnostics;
use crate::draft::Draft;
use crate::plan::Operation;
use orgc_diag::Diagnostic;
use std::collections::BTreeSet;
use table::Table;
pub(crate) use table::texts;
pub(crate) use widen::widen;

/// Puts operations in order and fills in what each waits for.
///
/// # Errors
/// Targets without a free slot, names that are taken, and rings of operations that wait for each other.
pub(crate) fn run(draft: &Draft<'_>) -> Result<Vec<Operation>, Vec<Diagnostic>> {
    let mut table = Table::new(draft);
    let problems = arrange(&mut table);
    removals::last(&mut table);
    if !problems.is_empty() {
        return Err(problems);
    }
    sort::run(&table).map_err(|ring| vec![diagnostics::order_cycle(&ring)])
}

/// The operations for which this holds, and all that they cannot do without.
pub(crate) fn needed(draft: &Draft<'_>, wanted: impl Fn(&Operation) -> bool) -> BTreeSet<usize> {
    let mut table = Table::new(draft);
    // What stands against the whole is told when what is left of it is put in order.
    let _ = arrange(&mut table);
    let mut open: Vec<usize> =
        table.all().filter(|(_, operation)| wanted(operation)).map(|(index, _)| index).collect();
    let mut needed = BTreeSet::new();
    while let Some(index) = open.pop() {
        if needed.insert(index) {
            open.extend(table.waits(index));
        }
    }
    needed
}

/// Everything that must wait for something; and what stands against any order.
fn arrange(table: &mut Table<'_>) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    needs::references(table);
    needs::organization(table);
    needs::enabling(table);
    needs::administrators(table);
    needs::protection(table);
    stack_sets::order(table);
    let early = slots::order(table, &mut problems);
    guards::order(table, &early);
    names::order(table, &mut problems);
    removals::order(table);
    problems
}
