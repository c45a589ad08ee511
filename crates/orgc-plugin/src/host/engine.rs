//! The engine: deterministic, metered, interruptible.

use super::answers::Answers;
use super::limits::TICK_MILLISECONDS;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::Duration;
use wasmparser::WasmFeatures;
use wasmtime::{Config, Engine, OptLevel, RegallocAlgorithm};

/// What components may use: what today's compilers produce and nothing else. No threads, no
/// 64-bit memories, no relaxed SIMD, no garbage collection, no exceptions, no async.
pub const FEATURES: WasmFeatures = WasmFeatures::MUTABLE_GLOBAL
    .union(WasmFeatures::SATURATING_FLOAT_TO_INT)
    .union(WasmFeatures::SIGN_EXTENSION)
    .union(WasmFeatures::CALL_INDIRECT_OVERLONG)
    .union(WasmFeatures::MULTI_VALUE)
    .union(WasmFeatures::BULK_MEMORY)
    .union(WasmFeatures::SIMD)
    .union(WasmFeatures::FLOATS)
    .union(WasmFeatures::GC_TYPES)
    .union(WasmFeatures::MULTI_MEMORY)
    .union(WasmFeatures::EXTENDED_CONST)
    .union(WasmFeatures::TAIL_CALL)
    .union(WasmFeatures::COMPONENT_MODEL);

/// Pulley, the virtual machine of wasmtime, for machines like this one.
const INTERPRETER: &str = match (cfg!(target_pointer_width = "64"), cfg!(target_endian = "little")) {
    (true, true) => "pulley64",
    (true, false) => "pulley64be",
    (false, true) => "pulley32",
    (false, false) => "pulley32be",
};

/// Loads plugins. One is enough for a process.
pub struct Host {
    pub(super) engine: Engine,
    pub(super) ticker: Arc<Ticker>,
    pub(super) answers: Option<Arc<Answers>>,
}

/// A thread that ticks until the last plugin and the host are dropped.
pub struct Ticker {
    _stop: Sender<()>,
}

impl Host {
    /// A host.
    ///
    /// # Errors
    /// When this machine cannot run components; the text says why.
    pub fn new() -> Result<Self, String> {
        Self::with(&config())
    }

    /// A host that interprets plugins instead of making machine code of them: slower, but on another road
    /// to the same answers and the same fuel. Tests of plugins compare the two.
    ///
    /// # Errors
    /// When this machine cannot run components; the text says why.
    pub fn interpreting() -> Result<Self, String> {
        let mut config = config();
        config.target(INTERPRETER).map_err(|error| format!("{error:#}"))?;
        Self::with(&config)
    }

    fn with(config: &Config) -> Result<Self, String> {
        let engine = Engine::new(config).map_err(|error| format!("{error:#}"))?;
        let (stop, stopped) = channel();
        let ticking = engine.clone();
        std::thread::Builder::new()
            .name("plugin-ticker".to_owned())
            .spawn(move || tick(&ticking, &stopped))
            .map_err(|error| error.to_string())?;
        Ok(Self { engine, ticker: Arc::new(Ticker { _stop: stop }), answers: None })
    }

    /// The same, and its plugins are not compiled to ask them again what an earlier run knows. For
    /// commands that change nothing.
    #[must_use]
    pub fn recalling(self, answers: Arc<Answers>) -> Self {
        Self { answers: Some(answers), ..self }
    }
}

/// Same input, same answer, same fuel: the settings below leave no choice to the machine. Code is
/// not optimized and registers are given out in one pass, because people wait for compiling: a call
/// takes microseconds either way, and fuel counts the same.
pub(super) fn config() -> Config {
    let mut config = Config::new();
    config
        .consume_fuel(true)
        .epoch_interruption(true)
        .cranelift_nan_canonicalization(true)
        .cranelift_opt_level(OptLevel::None)
        .cranelift_regalloc_algorithm(RegallocAlgorithm::SinglePass)
        .wasm_relaxed_simd(false)
        .relaxed_simd_deterministic(true)
        .wasm_memory64(false)
        .wasm_wide_arithmetic(false)
        .wasm_custom_page_sizes(false)
        .wasm_stack_switching(false);
    config
}

/// Advances the epoch until the ticker is dropped. Calls are stopped by fuel; this is for a machine
/// so slow that fuel takes too long.
fn tick(engine: &Engine, stopped: &Receiver<()>) {
    let tick = Duration::from_millis(TICK_MILLISECONDS);
    while stopped.recv_timeout(tick) == Err(RecvTimeoutError::Timeout) {
        engine.increment_epoch();
    }
}
