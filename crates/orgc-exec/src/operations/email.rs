//! The e-mail of an account's root user, which changes when a person gives back the code that AWS sends to the new address.
//!
//! A mail makes the code of the one before it worthless. So none is sent while AWS waits for the code of an earlier run.

use crate::person::{Mail, Question, Reply};
use crate::task::{Stop, Task};
use crate::{Backend, Fault, FaultKind, Journal, call};
use orgc_ir::Text;

/// Has a code sent, unless one is waited for already; the person is asked when everything else has come to rest.
pub(super) async fn begin<B: Backend, J: Journal>(
    task: &Task<'_, B, J>,
    account: &Text,
    email: &str,
) -> Result<(), Stop> {
    let account = task.text(account)?;
    if is_waited_for(task, &account).await? {
        return Err(Stop::Asks(Mail::Before));
    }
    let is_sent = async || Ok(is_waited_for(task, &account).await?.then_some(()));
    send(task, &account, email, is_sent).await?;
    Err(Stop::Asks(Mail::Now))
}

/// Asks the person until AWS takes the code or there is none.
pub(super) async fn confirm<B: Backend, J: Journal>(
    task: &Task<'_, B, J>,
    account: &Text,
    email: &str,
    mut mail: Mail,
) -> Result<(), Stop> {
    let account = task.text(account)?;
    let mut refused: Option<Fault> = None;
    loop {
        let question = Question { operation: task.operation, email, mail, refused: refused.as_ref() };
        let asking = task.unless_interrupted(task.run.person.code(question));
        // The mail is on its way, whether or not this task has made a call.
        match (asking.await.map_err(|_| Stop::Interrupted)?, refused) {
            (Reply::Code(code), _) => match accept(task, &account, email, &code).await {
                Err(Stop::Fault(fault)) if is_about_the_code(&fault) => refused = Some(fault),
                ended => return ended,
            },
            (Reply::Another, _) => {
                // Whether a mail whose acknowledgement was lost was sent cannot be seen; the last one counts.
                send(task, &account, email, async || Ok(None)).await?;
                (mail, refused) = (Mail::Now, None);
            }
            (Reply::Later, Some(fault)) => return Err(fault.into()),
            (Reply::Later, None) => return Err(Stop::Unanswered(mail)),
        }
    }
}

async fn send<B: Backend, J: Journal>(
    task: &Task<'_, B, J>,
    account: &str,
    email: &str,
    is_sent: impl AsyncFn() -> Result<Option<()>, Stop>,
) -> Result<(), Stop> {
    let backend = task.run.backend;
    task.write_unless(
        call::START_EMAIL_UPDATE,
        async || backend.start_email_update(account, email).await,
        async |fault| match fault.kind {
            _ if fault.is_uncertain() => is_sent().await,
            // Somebody else has the address, which does not pass.
            FaultKind::Conflict => Err(fault.clone().into()),
            _ => Ok(None),
        },
    )
    .await
}

/// Gives the code back, and waits for a while until reads show the new address.
async fn accept<B: Backend, J: Journal>(
    task: &Task<'_, B, J>,
    account: &str,
    email: &str,
    code: &str,
) -> Result<(), Stop> {
    let backend = task.run.backend;
    task.write_unless(
        call::ACCEPT_EMAIL_UPDATE,
        async || backend.accept_email_update(account, email, code).await,
        async |fault| match fault.kind {
            _ if task.lost.get() && is_accepted(task, account).await? => Ok(Some(())),
            // Another code may help, another try does not.
            _ if is_about_the_code(fault) => Err(fault.clone().into()),
            _ => Ok(None),
        },
    )
    .await?;
    let shows = async || Ok(backend.account(account).await?.email.eq_ignore_ascii_case(email).then_some(()));
    task.find(shows).await.map(drop)
}

/// Whether AWS waits for a code of this account.
async fn is_waited_for<B: Backend, J: Journal>(task: &Task<'_, B, J>, account: &str) -> Result<bool, Stop> {
    Ok(state(task, account).await?.as_deref() == Some("PENDING"))
}

async fn is_accepted<B: Backend, J: Journal>(task: &Task<'_, B, J>, account: &str) -> Result<bool, Stop> {
    Ok(matches!(state(task, account).await?.as_deref(), Some("ACCEPTED" | "COMPLETED")))
}

async fn state<B: Backend, J: Journal>(task: &Task<'_, B, J>, account: &str) -> Result<Option<String>, Stop> {
    task.read(async || task.run.backend.email_update(account).await).await
}

/// Whether AWS refuses a code because it is wrong, too old, or for another address.
fn is_about_the_code(fault: &Fault) -> bool {
    matches!(fault.kind, FaultKind::Refused | FaultKind::Conflict | FaultKind::NotFound)
}
