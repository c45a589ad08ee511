//! Accounts.
//!
//! AWS gives no token to an account creation, so a second request after a lost reply would be a
//! second account if AWS did not refuse its e-mail. Nothing here relies on that refusal: before a
//! request is repeated, the creations in progress and the accounts are looked through, and the
//! refusal itself is only the last net.
//!
//! INVARIANT: between two requests for one account there is always a look at what is live.

use crate::task::{Rhythm, Stop, Task};
use crate::{Backend, Creation, CreationState, Fault, FaultKind, Journal, KnownAccount, NewAccount, call};
use orgc_ir::Text;
use orgc_plan::plan::Binding;

/// An account takes minutes.
const CREATION: Rhythm = Rhythm::new(3, 30, 1800);
/// How long a creation whose reply was lost may take to appear in the list.
const APPEARANCE: Rhythm = Rhythm::new(2, 10, 40);
/// How often an internal failure of AWS is answered by another request.
const REPETITIONS: u32 = 2;

pub(super) async fn create<B: Backend, J: Journal>(
    task: &Task<'_, B, J>,
    account: &NewAccount<'_>,
) -> Result<Binding, Stop> {
    let _permit = task.unless_interrupted(task.run.creations.acquire()).await?;
    let earlier = task.run.earlier.get_or_try_init(|| task.read(async || task.run.backend.creations().await));
    let earlier = earlier.await?.iter().filter(|one| one.name.as_deref() == Some(account.name));
    for creation in earlier {
        if let Some(found) = outcome_of_another(task, account, creation).await? {
            return Ok(found);
        }
    }
    let mut left = REPETITIONS;
    loop {
        match request(task, account).await? {
            Requested::Made(id) => return describe(task, &id).await.map(|account| account.binding),
            Requested::Found(binding) => return Ok(binding),
            Requested::Failed(reason) if reason == "INTERNAL_FAILURE" && left > 0 => left -= 1,
            Requested::NotSeen(_) if left > 0 => left -= 1,
            Requested::Failed(reason) => return Err(failed(account, &reason).into()),
            Requested::NotSeen(fault) => return Err(fault.into()),
        }
    }
}

/// What became of one request.
enum Requested {
    /// An account with this id.
    Made(String),
    /// The account was ours already.
    Found(Binding),
    /// AWS refused it after a while, for this reason.
    Failed(String),
    /// The reply was lost, and nothing of it can be seen.
    NotSeen(Fault),
}

async fn request<B: Backend, J: Journal>(
    task: &Task<'_, B, J>,
    account: &NewAccount<'_>,
) -> Result<Requested, Stop> {
    let backend = task.run.backend;
    match task.write(call::CREATE_ACCOUNT, async || backend.create_account(account).await).await {
        Ok(creation) => match wait(task, &creation).await? {
            Ok(id) => Ok(Requested::Made(id)),
            Err(reason) if is_taken(&reason) => match reconcile(task, account).await? {
                Some(binding) => Ok(Requested::Found(binding)),
                None => Ok(Requested::Failed(reason)),
            },
            Err(reason) => Ok(Requested::Failed(reason)),
        },
        Err(Stop::Fault(fault)) if fault.is_uncertain() => match reconcile(task, account).await? {
            Some(binding) => Ok(Requested::Found(binding)),
            None => Ok(Requested::NotSeen(fault)),
        },
        Err(stop) => Err(stop),
    }
}

fn is_taken(reason: &str) -> bool {
    matches!(reason, "EMAIL_ALREADY_EXISTS" | "CONCURRENT_ACCOUNT_MODIFICATION")
}

/// Looks for what became of an earlier request: one whose reply was lost, or one that AWS remembers and we do not.
async fn reconcile<B: Backend, J: Journal>(
    task: &Task<'_, B, J>,
    account: &NewAccount<'_>,
) -> Result<Option<Binding>, Stop> {
    let backend = task.run.backend;
    let seen = async || {
        let mut creations = backend.creations().await?.into_iter();
        if let Some(creation) = creations.find(|one| one.name.as_deref() == Some(account.name)) {
            return Ok(Some(Seen::Creation(creation)));
        }
        Ok(backend.find_account(account.email).await?.map(|found| Seen::Account(found.binding)))
    };
    match task.wait_for("for traces of an earlier request", APPEARANCE, seen).await? {
        Some(Seen::Creation(creation)) => match outcome_of_another(task, account, &creation).await? {
            Some(binding) => Ok(Some(binding)),
            None => find_ours(task, account).await,
        },
        Some(Seen::Account(binding)) => ours(task, account, binding).await,
        None => Ok(None),
    }
}

enum Seen {
    Creation(Creation),
    Account(Binding),
}

/// Waits for a creation of which only the name is known; the account, if it is the one we want.
async fn outcome_of_another<B: Backend, J: Journal>(
    task: &Task<'_, B, J>,
    account: &NewAccount<'_>,
    creation: &Creation,
) -> Result<Option<Binding>, Stop> {
    let Ok(id) = wait(task, creation).await? else { return Ok(None) };
    let made = describe(task, &id).await?;
    Ok(made.email.eq_ignore_ascii_case(account.email).then_some(made.binding))
}

/// The account of this e-mail, if it carries our ownership tags.
async fn find_ours<B: Backend, J: Journal>(
    task: &Task<'_, B, J>,
    account: &NewAccount<'_>,
) -> Result<Option<Binding>, Stop> {
    match task.find(async || task.run.backend.find_account(account.email).await).await? {
        Some(found) => ours(task, account, found.binding).await,
        None => Ok(None),
    }
}

async fn ours<B: Backend, J: Journal>(
    task: &Task<'_, B, J>,
    account: &NewAccount<'_>,
    found: Binding,
) -> Result<Option<Binding>, Stop> {
    let live = task.read(async || task.run.backend.tags(&found.id).await).await?;
    if task.is_ours(&live, account.tags) {
        return Ok(Some(found));
    }
    let message =
        format!("account {} has the e-mail `{}` and is not owned by this project", found.id, account.email);
    Err(Fault::new(FaultKind::Duplicate, call::CREATE_ACCOUNT, message).into())
}

/// Waits for a creation: the account's id, or the reason why there is none.
async fn wait<B: Backend, J: Journal>(
    task: &Task<'_, B, J>,
    creation: &Creation,
) -> Result<Result<String, String>, Stop> {
    let backend = task.run.backend;
    let ended = |state| match state {
        CreationState::InProgress => None,
        CreationState::Succeeded(id) => Some(Ok(id)),
        CreationState::Failed(reason) => Some(Err(reason)),
    };
    if let Some(ended) = ended(creation.state.clone()) {
        return Ok(ended);
    }
    let look = async || Ok(ended(backend.creation(&creation.request).await?.state));
    task.wait_for("for AWS to create the account", CREATION, look).await?.ok_or_else(|| {
        let message =
            format!("request {} is still in progress; the next run goes on with it", creation.request);
        Stop::Fault(Fault::new(FaultKind::Unfinished, call::CREATE_ACCOUNT, message))
    })
}

async fn describe<B: Backend, J: Journal>(task: &Task<'_, B, J>, id: &str) -> Result<KnownAccount, Stop> {
    task.read(async || task.run.backend.account(id).await).await
}

/// Why AWS made no account (`FailureReason` of `CreateAccountStatus`).
fn failed(account: &NewAccount<'_>, reason: &str) -> Fault {
    let NewAccount { name, email, .. } = account;
    let message = match reason {
        "EMAIL_ALREADY_EXISTS" => format!(
            "the e-mail `{email}` belongs to an AWS account outside this organization; write another one, or invite that account, and the next plan adopts it"
        ),
        "INVALID_EMAIL" => format!("AWS does not take `{email}` for an e-mail address"),
        _ if reason.ends_with("_PAYMENT_INSTRUMENT") => {
            format!(
                "the account `{name}` was not created: the management account needs a valid means of payment"
            )
        }
        _ => format!("the account `{name}` was not created"),
    };
    let kind = match reason {
        "ACCOUNT_LIMIT_EXCEEDED" => FaultKind::AccountLimit,
        "INTERNAL_FAILURE" | "CONCURRENT_ACCOUNT_MODIFICATION" => FaultKind::ServiceFailure,
        _ => FaultKind::Refused,
    };
    let fault = Fault::new(kind, call::CREATE_ACCOUNT, message);
    Fault { code: "CreateAccountFailed".to_owned(), reason: Some(reason.to_owned()), ..fault }
}

pub(super) async fn relocate<B: Backend, J: Journal>(
    task: &Task<'_, B, J>,
    account: &Text,
    from: &Text,
    to: &Text,
) -> Result<(), Stop> {
    let backend = task.run.backend;
    let (account, from, to) = (task.text(account)?, task.text(from)?, task.text(to)?);
    task.write_unless(
        call::MOVE_ACCOUNT,
        async || backend.move_account(&account, &from, &to).await,
        async |fault| match fault.kind {
            FaultKind::Duplicate => Ok(Some(())),
            // The source is no longer the parent, or reads lag behind: either we moved it, or somebody else did.
            FaultKind::NotFound => match task.read(async || backend.parent(&account).await).await? {
                parent if parent == to => Ok(Some(())),
                parent if parent == from => Ok(None),
                parent => Err(moved_away(fault, &account, &from, &parent).into()),
            },
            _ => Ok(None),
        },
    )
    .await
}

/// Somebody moved the account while the plan was carried out.
fn moved_away(fault: &Fault, account: &str, from: &str, parent: &str) -> Fault {
    let message = format!("account {account} is not in {from} any more: somebody has moved it to {parent}");
    Fault { message, ..fault.clone() }
}

pub(super) async fn rename<B: Backend, J: Journal>(
    task: &Task<'_, B, J>,
    account: Option<&Text>,
    name: &str,
) -> Result<(), Stop> {
    let backend = task.run.backend;
    let account = account.map(|id| task.text(id)).transpose()?;
    task.write(call::PUT_ACCOUNT_NAME, async || backend.rename_account(account.as_deref(), name).await).await
}
