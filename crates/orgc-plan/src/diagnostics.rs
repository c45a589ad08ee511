//! What planning says: one small constructor for each finding, and what they share.

use crate::live::Live;
use crate::plan::{Operation, Verb};
use orgc_diag::{Code, Diagnostic, codes};
use orgc_ir::Address;
use orgc_ir::desired::{Origin, Resource};

/// A finding at a place of the source. Where the place is of another run, it becomes a note.
pub(crate) fn of(code: Code, message: String, origin: &Origin, label: &str) -> Diagnostic {
    let finding = Diagnostic::new(code, message);
    match origin.span {
        Some(span) => finding.at(span, label),
        None => finding.note(format!("{label}: {}:{}:{}", origin.file, origin.line, origin.column)),
    }
}

/// A live thing, as people find it in the console.
pub(crate) fn described(live: Live<'_>) -> String {
    match live {
        Live::Organization(live) => format!("organization {}", live.id),
        Live::StackSet(name, _) => format!("stack set `{name}`"),
        other => format!("{} `{}` ({})", other.kind(), other.name(), other.id()),
    }
}

/// The name as the source spells it: units with dots, what a plugin made by its block.
pub(crate) fn source_name(address: &str) -> String {
    match address.split_once('/') {
        Some(("ou", path)) => path.replace('/', "."),
        Some((_, name)) => name.split('/').next().unwrap_or(name).to_owned(),
        None => address.to_owned(),
    }
}

/// The sentence that settles a rename.
pub(crate) fn moved(from: &str, to: Option<&Address>) -> String {
    let kind = from.split('/').next().unwrap_or_default();
    let to = to.map_or_else(|| "NEW".to_owned(), |to| source_name(to.as_str()));
    format!("moved {kind} {} -> {to}", source_name(from))
}

/// The live organization has only consolidated billing.
pub(crate) fn needs_all_features(resource: &Resource, id: &str) -> Diagnostic {
    let message =
        format!("the organization {id} is on consolidated billing; policies and services need all features");
    of(codes::NEEDS_ALL_FEATURES, message, resource.cause.origin(), "declared here")
        .help("enable all features in the console of AWS Organizations (Settings): invited accounts must agree, and it cannot be undone")
}

/// A unit is live under another parent.
pub(crate) fn reparented(address: &Address, resource: &Resource, live: Live<'_>, parent: &str) -> Diagnostic {
    let message = format!("`{address}` is live as {} below {parent}; AWS cannot move an OU", described(live));
    of(codes::CREATION_ONLY, message, resource.cause.origin(), "declared below another parent here").help(
        "write it back below its live parent; `moved ou OLD -> NEW` then makes a new OU elsewhere, moves the accounts and deletes this one",
    )
}

/// An attribute that only creation sets has changed.
pub(crate) fn creation_only(
    address: &Address,
    resource: &Resource,
    attribute: &str,
    live: &str,
    desired: &str,
) -> Diagnostic {
    let message = format!(
        "the {attribute} of `{address}` is `{live}` and cannot become `{desired}`: AWS sets it at creation only"
    );
    of(codes::CREATION_ONLY, message, resource.cause.origin(), "asked for here")
        .help("write the live value back, or declare a new thing under a new name and let go of this one")
}

/// A declared account that is not active.
pub(crate) fn not_active(address: &Address, resource: &Resource, live: Live<'_>, state: &str) -> Diagnostic {
    let message = format!(
        "`{address}` is live as {} in the state {state}; nothing can be changed in it",
        described(live)
    );
    let finding = of(codes::ACCOUNT_NOT_ACTIVE, message, resource.cause.origin(), "declared here");
    match state {
        "SUSPENDED" => finding.help("ask AWS Support to lift the suspension, or remove the block"),
        _ => finding
            .help("remove the block; a closed account can be reopened by AWS Support within 90 days")
            .note("the e-mail address of a closed account can never be used again; a new account needs a new one"),
    }
}

/// The e-mail of a live account differs.
pub(crate) fn email_change(address: &Address, resource: &Resource, live: &str, desired: &str) -> Diagnostic {
    let message = format!(
        "the e-mail of `{address}` changes from `{live}` to `{desired}`, for which AWS asks a one-time code from the reader of `{desired}`"
    );
    of(codes::EMAIL_CHANGE, message, resource.cause.origin(), "asked for here").help(format!(
        "`orgc apply` has the code sent and asks for it at a terminal; `orgc apply --code {address}=CODE` gives it later"
    ))
}

/// The e-mail of the live management account differs.
pub(crate) fn management_email(
    address: &Address,
    resource: &Resource,
    live: &str,
    desired: &str,
) -> Diagnostic {
    let message = format!(
        "the e-mail of `{address}` is `{live}` and shall be `{desired}`; no interface of AWS changes that of the management account"
    );
    of(codes::EMAIL_CHANGE, message, resource.cause.origin(), "asked for here").help(
        "sign in to the management account as its root user and change it on the page of the account; or write the live one back",
    )
}

/// An account shall get the e-mail of another one.
pub(crate) fn email_taken(
    address: &Address,
    resource: &Resource,
    email: &str,
    holder: Live<'_>,
) -> Diagnostic {
    let message = format!("`{address}` cannot get the e-mail `{email}`: {} has it", described(holder));
    of(codes::ADOPT_CONFLICT, message, resource.cause.origin(), "asked for here")
        .help("choose another address, or apply a change of the other account's first")
}

/// A protected account would move out of where it stands.
pub(crate) fn protected_move(address: &Address, resource: &Resource, live: Live<'_>) -> Diagnostic {
    let message = format!("`{address}` is protected and would move: {}", described(live));
    let finding =
        of(codes::PROTECTED_REMOVAL, message, resource.cause.origin(), "declared at another place here");
    if resource.protect.is_some() {
        finding.help("take `protect` out and apply that first, then move the account")
    } else {
        finding.help("write it back at its old place and apply that first: it takes the live protection off; then move it")
    }
}

/// Something protected would be closed, released, deleted or moved away.
pub(crate) fn protected_removal(
    address: &Address,
    live: Live<'_>,
    done: &str,
    origin: &Origin,
) -> Diagnostic {
    let message = format!("`{address}` is protected and would be {done}: {}", described(live));
    of(codes::PROTECTED_REMOVAL, message, origin, "asked for here").help(
        "write its block back without `protect` and apply that: it takes the live protection off; then say this again",
    )
}

/// A sentence removes one kind of thing, and another kind carries the address.
pub(crate) fn removes_another_kind(
    address: &Address,
    live: Live<'_>,
    verb: &str,
    origin: &Origin,
) -> Diagnostic {
    let message = format!("`{address}` is live as {}, which nobody can {verb}", described(live));
    of(codes::ADOPT_CONFLICT, message, origin, "asked for here")
        .help("take the tags `orgc:id` and `orgc:project` off it; they were copied from something else")
}

/// The management account stays.
pub(crate) fn management_stays(address: &Address, live: Live<'_>, origin: &Origin) -> Diagnostic {
    let message = format!(
        "`{address}` is the management account: {}; AWS neither closes it nor lets it go",
        described(live)
    );
    of(codes::MANAGEMENT_ACCOUNT, message, origin, "asked for here")
        .help(format!("stop managing it: forget account {}", source_name(address.as_str())))
}

/// AWS has suspended an account that is to be closed or released.
pub(crate) fn suspended(address: &Address, live: Live<'_>, origin: &Origin) -> Diagnostic {
    let message = format!("`{address}` is live as {}, which AWS has suspended", described(live));
    of(codes::ACCOUNT_NOT_ACTIVE, message, origin, "asked for here")
        .help("ask AWS Support to lift the suspension first, or let go of it with `forget`")
}

/// A unit is to be deleted and something stays in it.
pub(crate) fn unit_not_empty(
    address: &Address,
    live: Live<'_>,
    inside: &[String],
    origin: &Origin,
) -> Diagnostic {
    let message =
        format!("{} cannot be deleted: `{address}` would still hold {}", described(live), inside.join(", "));
    of(codes::UNIT_NOT_EMPTY, message, origin, "to be emptied here").help(
        "declare what is in it at another place, close or release it; what this project does not manage is moved by hand",
    )
}

/// More closures than AWS accepts.
pub(crate) fn close_quota(wanted: usize, running: usize, allowed: u64, origin: &Origin) -> Diagnostic {
    let and_running = match running {
        0 => String::new(),
        some => format!(", and {some} more are being closed"),
    };
    let message = format!("{wanted} accounts would be closed{and_running}; AWS closes {allowed} in 30 days");
    of(codes::CLOSE_QUOTA, message, origin, "one of them here")
        .help("close some of them now, and the others when 30 days have passed")
}

/// The thing of a removal is gone.
pub(crate) fn applied_removal(address: &Address, verb: &str, origin: &Origin) -> Diagnostic {
    let name = source_name(address.as_str());
    let message = format!("nothing live carries the address `{address}` any more: `{verb}` is done");
    of(codes::APPLIED_REMOVAL, message, origin, "this sentence can go")
        .help(format!("delete the line `{verb} {} {name}`", address.kind()))
}

/// A policy would be taken off a protected root.
pub(crate) fn protected_root(
    policy: &str,
    organization: &Address,
    resource: Option<&Resource>,
) -> Diagnostic {
    let message =
        format!("`{policy}` would be detached from the root of `{organization}`, which is protected");
    let finding = match resource {
        Some(resource) => of(codes::PROTECTED_REMOVAL, message, resource.cause.origin(), "protected here"),
        None => Diagnostic::new(codes::PROTECTED_REMOVAL, message),
    };
    finding.help("take `protect` out of the organization and apply that while the policy is still attached; then detach it")
}

/// Nothing would allow anything at a target.
pub(crate) fn no_allow_left(target: &str, origin: &Origin) -> Diagnostic {
    let message = format!(
        "no service control policy that allows anything would be left at {target}: everything below is blocked"
    );
    of(codes::NO_ALLOW_LEFT, message, origin, "detached here")
        .help("attach a policy with `allow` there, or leave `FullAWSAccess` attached")
}

/// An AWS-managed policy that AWS never lets go.
pub(crate) fn not_detachable(policy: &str, resource: &Resource) -> Diagnostic {
    let message = format!("`{policy}` cannot be detached: AWS keeps it at every target");
    of(codes::WRONG_TARGET, message, resource.cause.origin(), "detached here").help("remove this sentence")
}

/// A name is taken by something live that stays.
pub(crate) fn name_taken(address: &Address, resource: &Resource, live: Live<'_>) -> Diagnostic {
    let message = format!("`{address}` cannot get its name: {} has it", described(live));
    of(codes::ADOPT_CONFLICT, message, resource.cause.origin(), "named here")
        .help("choose another name, or rename the other one first")
}

/// A target is full and nothing can be taken off first.
pub(crate) fn no_free_slot(policy: &str, target: &str, resource: &Resource, limit: &str) -> Diagnostic {
    let message = format!(
        "`{policy}` cannot be attached at {target}: all slots are taken, and none can be freed first without dropping a guard"
    );
    of(codes::NO_FREE_SLOT, message, resource.cause.origin(), "attached here")
        .note(format!("limit: {limit}"))
        .help(
            "detach a policy that is not needed there in a change of its own, or merge two policies into one",
        )
}

/// A plan holds more of a kind of change than the project lets pass.
pub(crate) fn over_threshold(verb: Verb, number: usize, limit: &str, first: &Operation) -> Diagnostic {
    let operations = if number == 1 { "operation" } else { "operations" };
    let message = format!("the plan has {number} {operations} `{verb}`; `[thresholds]` lets {limit} pass");
    let finding = match first.reason.origin() {
        Some(origin) => of(codes::OVER_THRESHOLD, message, origin, "the first of them comes from here"),
        None => Diagnostic::new(codes::OVER_THRESHOLD, message)
            .note(format!("the first of them is `{}`", first.id)),
    };
    finding.help(format!("read the plan; if it is meant, `--allow {verb}` lets it pass this once"))
}

/// A target that there is not.
pub(crate) fn unknown_target(target: &Address, near: Option<&str>) -> Diagnostic {
    let finding =
        Diagnostic::new(codes::UNKNOWN_NAME, format!("nothing is declared or removed as `{target}`"));
    match near {
        Some(near) => finding.help(format!("did you mean `{near}`?")),
        None => {
            finding.help("`orgc plan` shows the addresses; a unit's is its path, such as `ou/Workloads/Prod`")
        }
    }
}

/// Operations wait for each other.
pub(crate) fn order_cycle(ring: &[String]) -> Diagnostic {
    let mut steps = ring.to_vec();
    steps.extend(ring.first().cloned());
    Diagnostic::new(codes::ORDER_CYCLE, format!("no order is possible: `{}`", steps.join("` waits for `")))
        .help("apply one of these changes alone first, then the others")
}

/// A step of the plan would drop a guard.
pub(crate) fn guard_would_drop(operation: &str, consequence: &str) -> Diagnostic {
    Diagnostic::new(codes::GUARD_WOULD_DROP, format!("`{operation}` would drop a guard: {consequence}"))
        .help("split the change: first attach what shall hold, apply it, then take away the rest")
}
