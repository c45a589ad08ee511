//! The end of an account: closed, or let go.

use crate::task::{Rhythm, Stop, Task};
use crate::{Backend, Fault, FaultKind, Journal, call};
use orgc_ir::Text;

/// A closure takes minutes.
const CLOSING: Rhythm = Rhythm::new(5, 30, 1800);

/// Asks once, and waits until the account is closed.
pub(super) async fn close<B: Backend, J: Journal>(task: &Task<'_, B, J>, account: &Text) -> Result<(), Stop> {
    let (backend, account) = (task.run.backend, task.text(account)?);
    let _permit = task.unless_interrupted(task.run.closures.acquire()).await?;
    let state = async || Ok(backend.account(&account).await?.binding.status.unwrap_or_default());
    task.write_unless(
        call::CLOSE_ACCOUNT,
        async || backend.close_account(&account).await,
        async |fault| match fault.kind {
            FaultKind::Duplicate | FaultKind::NotFound => Ok(Some(())),
            FaultKind::Conflict => {
                let state = task.read(state).await?;
                Ok(is_closing(&state).then_some(()))
            }
            _ => Ok(None),
        },
    )
    .await?;
    let is_closed = async || match state().await {
        Ok(state) => Ok((state == "CLOSED" || state == "SUSPENDED").then_some(())),
        // It has left already.
        Err(fault) if fault.kind == FaultKind::NotFound => Ok(Some(())),
        Err(fault) => Err(fault),
    };
    task.wait_for("for AWS to close the account", CLOSING, is_closed).await?.ok_or_else(|| {
        let message = format!("account {account} is still being closed, which goes on by itself");
        Stop::Fault(Fault::new(FaultKind::Unfinished, call::CLOSE_ACCOUNT, message))
    })
}

fn is_closing(state: &str) -> bool {
    matches!(state, "PENDING_CLOSURE" | "CLOSED" | "SUSPENDED")
}

/// Removes an account from the organization; it lives on by itself.
pub(super) async fn release<B: Backend, J: Journal>(
    task: &Task<'_, B, J>,
    account: &Text,
) -> Result<(), Stop> {
    let (backend, account) = (task.run.backend, task.text(account)?);
    task.write_unless(
        call::REMOVE_ACCOUNT,
        async || backend.remove_account(&account).await,
        async |fault| Ok((fault.kind == FaultKind::NotFound).then_some(())),
    )
    .await
}
