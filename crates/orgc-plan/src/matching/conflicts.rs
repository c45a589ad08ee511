//! What is said when a live thing belongs to another address.

use crate::diagnostics::{self, described};
use crate::live::Live;
use orgc_diag::{Diagnostic, codes};
use orgc_ir::Address;
use orgc_ir::desired::{Adoption, Resource};

/// `adopt` names something that is not there.
pub(super) fn nothing_to_adopt(address: &Address, kind: &str, adoption: &Adoption) -> Diagnostic {
    let message = format!(
        "`{address}` adopts `{}`, and there is no {kind} of this {} in the organization",
        adoption.id,
        key(kind)
    );
    diagnostics::of(codes::ADOPT_CONFLICT, message, &adoption.origin, "named here")
        .help(format!("correct the {}, or remove this line to have a new {kind} made", key(kind)))
}

/// What `adopt` names a thing by.
fn key(kind: &str) -> &'static str {
    if kind == "stack set" { "name" } else { "id" }
}

/// Two live things carry the address.
pub(super) fn carried_twice(address: &Address, resource: &Resource, all: &[Live<'_>]) -> Diagnostic {
    let named: Vec<String> = all.iter().map(|one| described(*one)).collect();
    let message = format!("`{address}` is carried by {} live things: {}", all.len(), named.join(", "));
    diagnostics::of(codes::ADOPT_CONFLICT, message, resource.cause.origin(), "declared once here").help(
        format!(
            "take the tags `orgc:id` and `orgc:project` off all but the one that is meant by `{address}`"
        ),
    )
}

/// A thing of another kind carries the address.
pub(super) fn other_kind(address: &Address, resource: &Resource, live: Live<'_>) -> Diagnostic {
    let message = format!("`{address}` is carried by another kind of thing: {}", described(live));
    diagnostics::of(codes::ADOPT_CONFLICT, message, resource.cause.origin(), "declared here")
        .help("take the tags `orgc:id` and `orgc:project` off it; they were copied from something else")
}

/// What has the natural key carries another address, maybe of another project.
pub(super) fn owned(
    address: &Address,
    resource: &Resource,
    live: Live<'_>,
    carried: &str,
    project: Option<&str>,
) -> Diagnostic {
    let owner = project.map_or(String::new(), |project| format!(" of the project `{project}`"));
    let message =
        format!("`{address}` is live as {}, which carries the address `{carried}`{owner}", described(live));
    let conflict = diagnostics::of(codes::ADOPT_CONFLICT, message, resource.cause.origin(), "declared here");
    match project {
        Some(project) => conflict.help(format!(
            "if this project was called `{project}` before: write that name back into `orgc.toml`\notherwise: remove the block here, or take the tags `orgc:id` and `orgc:project` off it once `{project}` has let go of it"
        )),
        None => {
            conflict.help(format!("if it was renamed: {}", diagnostics::moved(carried, Some(address))))
        }
    }
}

/// `management` names an account that is not.
pub(super) fn not_the_management_account(
    address: &Address,
    resource: &Resource,
    live: Live<'_>,
) -> Diagnostic {
    let message =
        format!("`{address}` is declared as the management account, but {} is a member", described(live));
    diagnostics::of(codes::MANAGEMENT_ACCOUNT, message, resource.cause.origin(), "declared here")
        .help("write `account` instead of `management`, or use the credentials of its own organization")
}

/// `account` names the management account.
pub(super) fn is_the_management_account(
    address: &Address,
    resource: &Resource,
    live: Live<'_>,
) -> Diagnostic {
    let message = format!("`{address}` is the management account: {}", described(live));
    diagnostics::of(codes::MANAGEMENT_ACCOUNT, message, resource.cause.origin(), "declared as a member here")
        .help(format!("write `management {}` directly in the organization", address.name()))
}
