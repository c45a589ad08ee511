//! Findings that are the same but for how their place was reached.

use orgc_diag::Diagnostic;

/// How many ways to one place are shown.
const SHOWN: usize = 3;

/// What is wrong at one place of a loop or a template is said once, with the first ways that lead
/// there and the number of the others. The findings are sorted by place.
pub(crate) fn merge(diagnostics: &mut Vec<Diagnostic>) {
    let mut merged: Vec<(Diagnostic, usize)> = Vec::new();
    for diagnostic in diagnostics.drain(..) {
        match merged.last_mut() {
            Some((first, more)) if is_again(first, &diagnostic) => {
                *more += 1;
                if *more < SHOWN {
                    let labels = diagnostic.labels.into_iter().skip(1);
                    let new: Vec<_> = labels.filter(|label| !first.labels.contains(label)).collect();
                    first.labels.extend(new);
                }
            }
            _ => merged.push((diagnostic, 0)),
        }
    }
    diagnostics.extend(merged.into_iter().map(|(diagnostic, more)| match more.saturating_sub(SHOWN - 1) {
        0 => diagnostic,
        1 => diagnostic.note("and for one more round"),
        more => diagnostic.note(format!("and for {more} more rounds")),
    }));
}

/// Whether two findings say the same at the same place, reached in different ways.
fn is_again(first: &Diagnostic, next: &Diagnostic) -> bool {
    first.code == next.code
        && first.message == next.message
        && first.span().is_some()
        && first.span() == next.span()
        && first.labels.len() > 1
        && next.labels.len() > 1
}
