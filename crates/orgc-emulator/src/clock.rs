//! The emulator's time.
//!
//! Creating an account takes AWS minutes. Here it takes the same minutes of a clock that somebody else
//! moves, so that nothing sleeps: a stepped clock moves by [`Clock::advance`] alone, a following clock also
//! copies the steps of a source, such as real time or a paused runtime's time.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A point of the emulator's time: milliseconds since 1970-01-01T00:00:00Z.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Moment(u64);

impl Moment {
    /// Where the time of a new emulator starts: 2026-01-01T00:00:00Z. A fixed start keeps answers reproducible.
    pub const START: Self = Self(1_767_225_600_000);

    /// The milliseconds since 1970-01-01T00:00:00Z.
    #[must_use]
    pub fn milliseconds(self) -> u64 {
        self.0
    }

    /// The moment that much later; the end of time when there is none.
    #[must_use]
    pub fn after(self, duration: Duration) -> Self {
        Self(self.0.saturating_add(u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)))
    }

    /// How long ago `earlier` was; zero when it is not earlier.
    #[must_use]
    pub fn since(self, earlier: Self) -> Duration {
        Duration::from_millis(self.0.saturating_sub(earlier.0))
    }

    /// The moment of a JSON 1.1 timestamp; the beginning of time for what is before it.
    pub(crate) fn of_epoch_seconds(seconds: f64) -> Self {
        let since = Duration::try_from_secs_f64(seconds).unwrap_or_default();
        Self(u64::try_from(since.as_millis()).unwrap_or(u64::MAX))
    }

    /// Whether a month begins here, in UTC.
    pub(crate) fn begins_month(self) -> bool {
        self.0.is_multiple_of(86_400_000) && civil_date(self.0 / 86_400_000).2 == 1
    }

    /// Seconds with fraction, as the JSON protocols write timestamps for which the model of the service gives no other form.
    pub(crate) fn epoch_seconds(self) -> Value {
        serde_json::json!(Duration::from_millis(self.0).as_secs_f64())
    }

    /// The text that XML uses, and members of JSON whose model says so, such as `2026-01-01T00:00:00.000Z`.
    pub(crate) fn iso8601(self) -> String {
        let seconds = self.0 / 1000;
        let (year, month, day) = civil_date(seconds / 86_400);
        let (hour, minute, second) = (seconds / 3600 % 24, seconds / 60 % 60, seconds % 60);
        let millisecond = self.0 % 1000;
        format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{millisecond:03}Z")
    }
}

/// Year, month and day of a day counted from 1970-01-01.
///
/// Counts in years that begin on the first of March, so that the leap day is the last one of its year.
fn civil_date(days: u64) -> (u64, u64, u64) {
    const DAYS_PER_ERA: u64 = 146_097;
    let days = days + 719_468;
    let (era, day_of_era) = (days / DAYS_PER_ERA, days % DAYS_PER_ERA);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let march_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * march_month + 2) / 5 + 1;
    let month = if march_month < 10 { march_month + 3 } else { march_month - 9 };
    let year = era * 400 + year_of_era + u64::from(month <= 2);
    (year, month, day)
}

/// Where a following clock reads how long it has been running.
type Source = Arc<dyn Fn() -> Duration + Send + Sync>;

/// The time of one emulator.
#[derive(Clone)]
pub struct Clock {
    base: Moment,
    stepped: Duration,
    source: Option<Source>,
}

impl Clock {
    /// A clock that stands still until it is advanced.
    #[must_use]
    pub fn stepped() -> Self {
        Self { base: Moment::START, stepped: Duration::ZERO, source: None }
    }

    /// A clock that moves with `elapsed`, which says how long it has been running and never goes back.
    ///
    /// With a paused runtime's time as source, awaiting that runtime's timers moves the emulator too.
    #[must_use]
    pub fn following(elapsed: impl Fn() -> Duration + Send + Sync + 'static) -> Self {
        Self { source: Some(Arc::new(elapsed)), ..Self::stepped() }
    }

    /// A clock that moves with real time, for clients that really wait.
    #[must_use]
    pub fn real() -> Self {
        let started = std::time::Instant::now();
        Self::following(move || started.elapsed())
    }

    /// The present moment.
    #[must_use]
    pub fn now(&self) -> Moment {
        let followed = self.source.as_ref().map_or(Duration::ZERO, |elapsed| elapsed());
        self.base.after(self.stepped).after(followed)
    }

    /// Moves the clock forward.
    pub fn advance(&mut self, duration: Duration) {
        self.stepped = self.stepped.saturating_add(duration);
    }

    /// Makes `moment` the start of this clock: what is kept on disk goes on where it stopped.
    pub(crate) fn start_at(&mut self, moment: Moment) {
        self.base = moment;
    }
}

impl fmt::Debug for Clock {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let following = self.source.is_some();
        formatter.debug_struct("Clock").field("now", &self.now()).field("following", &following).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_moments_as_text() {
        assert_eq!(Moment::START.iso8601(), "2026-01-01T00:00:00.000Z");
        let leap_day = Moment(1_709_164_800_000);
        assert_eq!(leap_day.iso8601(), "2024-02-29T00:00:00.000Z");
        assert_eq!(leap_day.after(Duration::from_millis(86_399_999)).iso8601(), "2024-02-29T23:59:59.999Z");
        assert_eq!(Moment(951_868_799_000).iso8601(), "2000-02-29T23:59:59.000Z");
    }

    #[test]
    fn follows_its_source_and_advances_besides() {
        let mut clock = Clock::following(|| Duration::from_secs(7));
        clock.advance(Duration::from_secs(3));
        assert_eq!(clock.now().since(Moment::START), Duration::from_secs(10));
    }
}
