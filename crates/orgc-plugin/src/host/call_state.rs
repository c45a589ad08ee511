//! What the host keeps during a call: how much the plugin has used, and what it wrote to the log.

use super::bindings::orgc::plugin::log::{Host as LogSink, Level};
use super::bindings::orgc::plugin::{core_resources, schema, types};
use super::budget::Budget;
use super::{escape, limits};
use wasmtime::ResourceLimiter;

/// What the host keeps during a call.
pub struct CallState {
    budget: Budget,
    memory: usize,
    table_elements: usize,
    log: Log,
}

impl CallState {
    /// The state of a call that may use so much.
    pub fn new(budget: Budget) -> Self {
        Self { budget, memory: 0, table_elements: 0, log: Log::default() }
    }

    /// Linear memory at its peak, in bytes: it never shrinks.
    pub fn memory(&self) -> usize {
        self.memory
    }

    /// What the plugin wrote, as far as it was kept.
    pub fn log_lines(&self) -> Vec<String> {
        self.log.lines()
    }
}

/// A bound that stops a call.
#[derive(Clone, Copy, Debug, thiserror::Error)]
pub enum LimitReached {
    #[error("it asked for more memory than its {0} bytes")]
    Memory(usize),
    #[error("it asked for more than {} table elements", limits::TABLE_ELEMENTS)]
    Table,
    #[error("it wrote more than {0} bytes to the log")]
    Log(usize),
}

/// Growing past a bound ends the call with that reason; a plugin that saw the refusal would only
/// abort without one. Memories share one allowance, tables another.
impl ResourceLimiter for CallState {
    fn memory_growing(&mut self, current: usize, desired: usize, _: Option<usize>) -> wasmtime::Result<bool> {
        self.memory = self.memory.saturating_add(desired.saturating_sub(current));
        if self.memory > self.budget.memory {
            return Err(LimitReached::Memory(self.budget.memory).into());
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
    /// What was handed over, in bytes. The engine bounds each message, and nothing but this their sum.
    taken: usize,
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
    fn write(&mut self, level: Level, message: String) -> wasmtime::Result<()> {
        self.log.taken += message.len().max(limits::LOG_MESSAGE_BYTES);
        if self.log.taken > self.budget.answer {
            return Err(LimitReached::Log(self.budget.answer).into());
        }
        let level = match level {
            Level::Debug => "debug",
            Level::Info => "info",
            Level::Warning => "warning",
            Level::Error => "error",
        };
        let line = format!("log: {level}: {}\n", escape::excerpt(&message));
        if self.log.text.len() + line.len() > limits::LOG_BYTES {
            self.log.dropped += 1;
        } else {
            self.log.text.push_str(&line);
        }
        Ok(())
    }
}

// These interfaces hold types and nothing to call.
impl types::Host for CallState {}
impl schema::Host for CallState {}
impl core_resources::Host for CallState {}
