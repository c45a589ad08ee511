//! Contacts and opt-in Regions of accounts.

use crate::task::{Rhythm, Stop, Task};
use crate::{Backend, Fault, FaultKind, Journal, call};
use orgc_ir::Text;
use orgc_ir::desired::{AlternateContact, ContactType, PrimaryContact};

/// A Region takes minutes to hours (Account Management guide: Enable or disable Regions).
const ENABLING: Rhythm = Rhythm::new(10, 60, 6 * 3600);

pub(super) async fn put_alternate<B: Backend, J: Journal>(
    task: &Task<'_, B, J>,
    account: Option<&Text>,
    contact: ContactType,
    value: &AlternateContact,
) -> Result<(), Stop> {
    let (backend, account) = (task.run.backend, account.map(|id| task.text(id)).transpose()?);
    let put = async || backend.put_alternate_contact(account.as_deref(), contact, value).await;
    task.write(call::PUT_ALTERNATE_CONTACT, put).await
}

pub(super) async fn put_primary<B: Backend, J: Journal>(
    task: &Task<'_, B, J>,
    account: Option<&Text>,
    value: &PrimaryContact,
) -> Result<(), Stop> {
    let (backend, account) = (task.run.backend, account.map(|id| task.text(id)).transpose()?);
    let put = async || backend.put_primary_contact(account.as_deref(), value).await;
    task.write(call::PUT_CONTACT_INFORMATION, put).await
}

/// A Region that is being enabled refuses to be enabled; it only has to be waited for.
pub(super) async fn enable_region<B: Backend, J: Journal>(
    task: &Task<'_, B, J>,
    account: Option<&Text>,
    region: &str,
) -> Result<(), Stop> {
    let (backend, account) = (task.run.backend, account.map(|id| task.text(id)).transpose()?);
    let _permit = task.unless_interrupted(task.run.regions.acquire()).await?;
    let state = async || backend.region_state(account.as_deref(), region).await;
    if task.read(state).await? == "ENABLED" {
        return Ok(());
    }
    task.write_unless(
        call::ENABLE_REGION,
        async || backend.enable_region(account.as_deref(), region).await,
        async |fault| match fault.kind {
            FaultKind::Conflict => {
                let state = task.read(state).await?;
                Ok(matches!(state.as_str(), "ENABLING" | "ENABLED").then_some(()))
            }
            _ => Ok(None),
        },
    )
    .await?;
    let is_enabled = async || Ok((state().await? == "ENABLED").then_some(()));
    task.wait_for("for the Region to be enabled", ENABLING, is_enabled).await?.ok_or_else(|| {
        let message = format!("{region} is still being enabled; the next run goes on with it");
        Stop::Fault(Fault::new(FaultKind::Unfinished, call::ENABLE_REGION, message))
    })
}
