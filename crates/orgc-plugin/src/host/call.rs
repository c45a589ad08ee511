//! One call: a fresh instance with everything bounded.
//!
//! INVARIANT: a store serves one call and is dropped after it, so nothing is remembered and
//! nothing goes on after a trap.

use super::answers::Question;
use super::bindings::Plugin as Exports;
use super::budget::Budget;
use super::call_state::{CallState, LimitReached};
use super::plugin::Plugin;
use super::{escape, limits};
use orgc_ir::kinds::KindFault;
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasmtime::{Store, Trap, WasmBacktrace};

/// What a call took.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Used {
    /// Instructions, roughly. The same for the same request on every machine.
    pub fuel: u64,
    /// Linear memory at its peak, in bytes.
    pub memory: usize,
    /// What it wrote to the log, as far as it was kept.
    pub log: Vec<String>,
}

/// A call about to be made.
pub struct Call<'a> {
    plugin: &'a Plugin,
    function: &'static str,
    budget: Budget,
}

impl<'a> Call<'a> {
    pub fn new(plugin: &'a Plugin, function: &'static str, budget: Budget) -> Self {
        Self { plugin, function, budget }
    }

    /// Runs the call, unless an earlier run knows the answer to these arguments; that took nothing.
    pub fn ask<T: Serialize + DeserializeOwned>(
        &self,
        arguments: &impl Serialize,
        call: impl FnOnce(&Exports, &mut Store<CallState>) -> wasmtime::Result<T>,
    ) -> Result<(T, Used), KindFault> {
        let Some(answers) = &self.plugin.answers else { return self.run(call) };
        let Self { plugin, function, budget } = *self;
        let key = Question { digest: &plugin.digest, function, budget }.key(arguments);
        if let Some(answer) = answers.recall(&key) {
            return Ok((answer, Used::default()));
        }
        let (answer, used) = self.run(call)?;
        answers.keep(key, &answer);
        Ok((answer, used))
    }

    /// Runs the call in a store of its own, and says what it took.
    pub fn run<T>(
        &self,
        call: impl FnOnce(&Exports, &mut Store<CallState>) -> wasmtime::Result<T>,
    ) -> Result<(T, Used), KindFault> {
        let code = self.plugin.code.compiled();
        let code = code.map_err(|reason| self.report(reason.to_string(), Vec::new()))?;
        let state = CallState::new(self.budget);
        let mut store = Store::new(code.engine(), state);
        store.limiter(|state| state);
        store.set_hostcall_fuel(self.budget.answer);
        store.set_epoch_deadline(limits::DEADLINE_TICKS);
        let answer = store.set_fuel(self.budget.fuel).and_then(|()| {
            let instance = code.instance_pre().instantiate(&mut store)?;
            let exports = Exports::new(&mut store, &instance);
            let exports = exports.inspect_err(|error| self.plugin.code.refuse(error))?;
            call(&exports, &mut store)
        });
        let answer = answer.map_err(|error| self.fault(&error, store.data()))?;
        let left = store.get_fuel().unwrap_or(0);
        let state = store.data();
        let fuel = self.budget.fuel.saturating_sub(left);
        Ok((answer, Used { fuel, memory: state.memory(), log: state.log_lines() }))
    }

    /// A fault that is not a trap: an answer that breaks the contract.
    pub fn malformed(&self, what: &str) -> KindFault {
        let message = format!(
            "the plugin `{}` gave an answer to `{}` that breaks the contract: {}",
            self.plugin.name,
            self.function,
            escape::line(what),
        );
        self.report(message, Vec::new())
    }

    fn fault(&self, error: &wasmtime::Error, state: &CallState) -> KindFault {
        let message = format!(
            "the plugin `{}` failed in `{}`: {}",
            self.plugin.name,
            self.function,
            self.cause(error),
        );
        self.report(message, frames(error).into_iter().chain(state.log_lines()).collect())
    }

    fn cause(&self, error: &wasmtime::Error) -> String {
        if let Some(limit) = error.downcast_ref::<LimitReached>() {
            return limit.to_string();
        }
        match error.downcast_ref::<Trap>() {
            Some(Trap::OutOfFuel) => {
                format!("it used up its {} units of fuel (an endless loop?)", self.budget.fuel)
            }
            Some(Trap::Interrupt) => {
                let seconds = limits::DEADLINE_TICKS * limits::TICK_MILLISECONDS / 1_000;
                format!("no answer after {seconds} seconds; this machine is slow or busy, so try again")
            }
            Some(Trap::UnreachableCodeReached) => "it gave up (a panic)".to_owned(),
            Some(Trap::StackOverflow) => "its calls are nested too deep".to_owned(),
            Some(trap) => trap.to_string(),
            None => escape::excerpt(&error.root_cause().to_string()),
        }
    }

    fn report(&self, message: String, facts: Vec<String>) -> KindFault {
        let mut notes = vec![format!("digest of the plugin: sha256:{}", self.plugin.digest)];
        notes.extend(facts);
        KindFault { plugin: self.plugin.name.clone(), message, notes }
    }
}

/// Where the plugin was, innermost first.
fn frames(error: &wasmtime::Error) -> Vec<String> {
    let Some(trace) = error.downcast_ref::<WasmBacktrace>() else { return Vec::new() };
    let names = trace.frames().iter().filter_map(|frame| frame.func_name());
    let names: Vec<String> = names.take(8).map(escape::excerpt).collect();
    if names.is_empty() { Vec::new() } else { vec![format!("in {}", names.join(", called by "))] }
}
