//! Time, handed in.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::time::{Duration, UNIX_EPOCH};
use tokio::time::Instant;

/// A wait that ends by itself.
pub type Pause = Pin<Box<dyn Future<Output = ()> + Send + Sync>>;

/// What time it is, and waiting.
pub trait Clock: fmt::Debug + Send + Sync {
    /// The time since 1970-01-01T00:00:00Z. Never goes back.
    fn now(&self) -> Duration;

    /// Waits that long.
    fn sleep(&self, duration: Duration) -> Pause;
}

/// The clock of the tokio runtime: real time, or virtual time while the runtime is paused.
#[derive(Clone, Copy, Debug)]
pub struct TokioClock {
    epoch: Duration,
    started: Instant,
}

impl TokioClock {
    /// A clock that says `now`, the time since 1970-01-01T00:00:00Z, at this moment.
    pub fn starting_at(now: Duration) -> Self {
        Self { epoch: now, started: Instant::now() }
    }

    /// A clock that starts with the time of the machine.
    #[expect(clippy::disallowed_methods, reason = "this is where the time of the machine comes in")]
    pub fn of_the_machine() -> Self {
        Self::starting_at(std::time::SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default())
    }
}

impl Clock for TokioClock {
    fn now(&self) -> Duration {
        self.epoch + self.started.elapsed()
    }

    fn sleep(&self, duration: Duration) -> Pause {
        Box::pin(tokio::time::sleep(duration))
    }
}
