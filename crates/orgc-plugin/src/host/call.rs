//! One call: a fresh instance with everything bounded.
//!
//! INVARIANT: a store serves one call and is dropped after it, so nothing is remembered and
//! nothing goes on after a trap.

use super::bindings::orgc::plugin::log::{Host as LogSink, Level};
use super::bindings::orgc::plugin::{core_resources, schema, types};
use super::load::Plugin;
use super::{escape, limits};
use orgc_ir::kinds::KindFault;
use wasmtime::{ResourceLimiter, Store, Trap, WasmBacktrace};

/// What a call may use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budget {
    /// Instructions, roughly.
    pub fuel: u64,
    /// Linear memory, in bytes.
    pub memory: usize,
    /// What it may hand over, in bytes.
    pub answer: usize,
}

impl Default for Budget {
    fn default() -> Self {
        Self { fuel: limits::CALL_FUEL, memory: limits::MEMORY_BYTES, answer: limits::ANSWER_BYTES }
    }
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

    /// Runs the call in a store of its own.
    pub fn run<T>(
        &self,
        call: impl FnOnce(&mut Store<CallState>) -> wasmtime::Result<T>,
    ) -> Result<T, KindFault> {
        let state = CallState { memory_limit: self.budget.memory, ..CallState::default() };
        let mut store = Store::new(self.plugin.instance.engine(), state);
        store.limiter(|state| state);
        store.set_hostcall_fuel(self.budget.answer);
        store.set_epoch_deadline(limits::DEADLINE_TICKS);
        let answer = store.set_fuel(self.budget.fuel).and_then(|()| call(&mut store));
        answer.map_err(|error| self.fault(&error, store.data()))
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
        self.report(message, frames(error).into_iter().chain(state.log.lines()).collect())
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
            None => escape::line(&error.root_cause().to_string()),
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
    let names: Vec<String> = names.take(8).map(escape::line).collect();
    if names.is_empty() { Vec::new() } else { vec![format!("in {}", names.join(", called by "))] }
}

/// What the host keeps during a call.
#[derive(Default)]
pub struct CallState {
    memory_limit: usize,
    memory: usize,
    table_elements: usize,
    log: Log,
}

/// A bound that stops a call.
#[derive(Clone, Copy, Debug, thiserror::Error)]
enum LimitReached {
    #[error("it asked for more memory than its {0} bytes")]
    Memory(usize),
    #[error("it asked for more than {} table elements", limits::TABLE_ELEMENTS)]
    Table,
}

/// Growing past a bound ends the call with that reason; a plugin that saw the refusal would only
/// abort without one. Memories share one allowance, tables another.
impl ResourceLimiter for CallState {
    fn memory_growing(&mut self, current: usize, desired: usize, _: Option<usize>) -> wasmtime::Result<bool> {
        self.memory = self.memory.saturating_add(desired.saturating_sub(current));
        if self.memory > self.memory_limit {
            return Err(LimitReached::Memory(self.memory_limit).into());
        }
        Ok(true)
    }

    fn table_growing(&mut self, current: usize, desired: usize, _: Option<usize>) -> wasmtime::Result<bool> {
        self.table_elements = self.table_elements.saturating_add(desired.saturating_sub(current));
        if self.table_elements > limits::TABLE_ELEMENTS {
            return Err(LimitReached::Table.into());
        }
        Ok(true)
    }

    fn instances(&self) -> usize {
        limits::INSTANCES
    }

    fn tables(&self) -> usize {
        limits::INSTANCES
    }

    fn memories(&self) -> usize {
        limits::MEMORIES as usize
    }
}

/// The log of one call: the first bytes are kept, the rest is counted.
#[derive(Default)]
struct Log {
    text: String,
    dropped: usize,
}

impl Log {
    fn lines(&self) -> Vec<String> {
        let mut lines: Vec<String> = self.text.lines().map(str::to_owned).collect();
        if self.dropped > 0 {
            lines.push(format!("log: {} more messages", self.dropped));
        }
        lines
    }
}

impl LogSink for CallState {
    fn write(&mut self, level: Level, message: String) {
        let level = match level {
            Level::Debug => "debug",
            Level::Info => "info",
            Level::Warning => "warning",
            Level::Error => "error",
        };
        let line = format!("log: {level}: {}\n", escape::line(&message));
        if self.log.text.len() + line.len() > limits::LOG_BYTES {
            self.log.dropped += 1;
        } else {
            self.log.text.push_str(&line);
        }
    }
}

// These interfaces hold types and nothing to call.
impl types::Host for CallState {}
impl schema::Host for CallState {}
impl core_resources::Host for CallState {}
