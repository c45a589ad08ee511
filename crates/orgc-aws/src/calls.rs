//! Every call goes through here: its rate, its count, its fault.

use crate::fault::Translate;
use crate::rates::Rates;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;
use orgc_exec::retry::{Circumstances, Tries};
use orgc_exec::{Fault, FaultKind};
use std::collections::BTreeMap;
use std::future::Future;
use std::sync::{Mutex, PoisonError};

/// What the SDK answers.
type Reply<T, E> = Result<T, SdkError<E, HttpResponse>>;

/// The calls of one backend.
#[derive(Debug)]
pub(crate) struct Calls {
    rates: Rates,
    counts: Mutex<BTreeMap<String, u32>>,
}

impl Calls {
    pub fn new(rates: Rates) -> Self {
        Self { rates, counts: Mutex::default() }
    }

    /// How many calls were made so far, by name.
    pub fn counts(&self) -> BTreeMap<String, u32> {
        self.counts.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Waits until a call of this name fits the rates.
    pub async fn admit(&self, call: &'static str) {
        self.rates.admit(call).await;
    }

    /// Makes a write, once. Its place within the rates is the caller's matter.
    pub async fn write<T, E>(
        &self,
        call: &'static str,
        reply: impl Future<Output = Reply<T, E>>,
        translate: Translate<E>,
    ) -> Result<T, Fault> {
        self.count(call);
        let answer = reply.await.map_err(|error| translate(call, error));
        match &answer {
            Err(fault) if fault.kind == FaultKind::Throttled => self.rates.throttled(call),
            _ => self.rates.answered(call),
        }
        answer
    }

    /// Makes a read within the rates, and again after a fault that passes.
    pub async fn read<T, E, F: Future<Output = Reply<T, E>>>(
        &self,
        call: &'static str,
        send: impl Fn() -> F,
        translate: Translate<E>,
    ) -> Result<T, Fault> {
        let circumstances = Circumstances { repeatable: true, ..Circumstances::default() };
        let mut tries = Tries::default();
        loop {
            self.rates.admit(call).await;
            let fault = match self.write(call, send(), translate).await {
                Ok(answer) => return Ok(answer),
                Err(fault) => fault,
            };
            match tries.failed(fault.kind, circumstances, self.rates.clock().now()) {
                Some(pause) => self.rates.clock().sleep(pause).await,
                None => return Err(fault),
            }
        }
    }

    fn count(&self, call: &str) {
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        *counts.entry(call.to_owned()).or_default() += 1;
    }
}

/// A whole list, page after page. An empty page with a token is not the end.
pub(crate) async fn pages<T>(
    page: impl AsyncFn(Option<String>) -> Result<(Vec<T>, Option<String>), Fault>,
) -> Result<Vec<T>, Fault> {
    let (mut all, mut next) = page(None).await?;
    while let Some(token) = next {
        let (more, after) = page(Some(token)).await?;
        all.extend(more);
        next = after;
    }
    Ok(all)
}
