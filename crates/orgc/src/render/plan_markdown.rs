//! A plan for a pull request.

use super::diagnostics::count;
use super::plan::{headline, nothing, person, place, summary, text, why};
use orgc_plan::Plan;
use orgc_plan::plan::{Operation, Undo};
use std::fmt::Write as _;

/// The plan as Markdown: a table of operations, and the whole text folded away.
pub fn markdown(plan: &Plan) -> String {
    if plan.is_empty() {
        return format!("### `{}`: {}\n", plan.project, nothing(plan));
    }
    let mut out = format!(
        "### `{}`: {}\n\n{}\n\n",
        plan.project,
        count(plan.operations.len(), "operation"),
        summary(plan)
    );
    out.push_str("| operation | source | remark |\n|---|---|---|\n");
    for operation in &plan.operations {
        let _ = writeln!(
            out,
            "| {} | {} | {} |",
            cell(&headline(operation)),
            cell(&place(operation)),
            cell(&remark(operation))
        );
    }
    let _ = write!(
        out,
        "\n<details><summary>details</summary>\n\n~~~text\n{}~~~\n\n</details>\n",
        text(plan, false)
    );
    out
}

fn remark(operation: &Operation) -> String {
    let undo = match &operation.undo {
        Undo::No(how_far) => Some(format!("**cannot be undone:** {how_far}")),
        Undo::ByApply => None,
    };
    undo.into_iter().chain(person(operation)).chain(why(&operation.reason)).collect::<Vec<_>>().join("; ")
}

/// A table's cell must not end its row.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}
