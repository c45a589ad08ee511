//! How long each phase took, for `--timings`. The only place that reads a clock.

use orgc_ir::kinds::{Expansion, Finding, KindFault, KindSchema, Kinds, Request};
use serde_json::{Map, json};
use std::cell::Cell;
use std::fmt::Write as _;
use std::time::{Duration, Instant};

/// A phase that has ended.
#[derive(Clone, Debug)]
pub struct Phase {
    /// Its name: `parse`.
    pub name: &'static str,
    /// Wall time.
    pub time: Duration,
    /// What it worked on: `("files", 3)`.
    pub counts: Vec<(&'static str, usize)>,
}

/// Takes the time of one phase after the other.
#[derive(Debug)]
pub struct Stopwatch {
    phases: Vec<Phase>,
    since: Instant,
}

impl Stopwatch {
    /// Starts with the first phase.
    pub fn start() -> Self {
        Self { phases: Vec::new(), since: Instant::now() }
    }

    /// Ends a phase; the next one begins.
    pub fn lap(&mut self, name: &'static str, counts: impl IntoIterator<Item = (&'static str, usize)>) {
        self.part(name, Duration::ZERO, counts);
    }

    /// Ends a phase whose time is without `other`, which is a phase of its own.
    pub fn part(
        &mut self,
        name: &'static str,
        other: Duration,
        counts: impl IntoIterator<Item = (&'static str, usize)>,
    ) {
        let time = self.since.elapsed().saturating_sub(other);
        self.phases.push(Phase { name, time, counts: counts.into_iter().collect() });
        self.since = Instant::now();
    }

    /// Records a phase that ran inside another.
    pub fn inside(&mut self, name: &'static str, time: Duration, counts: Vec<(&'static str, usize)>) {
        self.phases.push(Phase { name, time, counts });
    }

    /// The phases as a table with a line each, and a sum.
    pub fn table(&self) -> String {
        let total = Phase { name: "all", time: self.total(), counts: Vec::new() };
        let row = |mut out: String, phase: &Phase| {
            let counts: Vec<String> = phase.counts.iter().map(counted).collect();
            let time = format!("{:.1} ms", phase.time.as_secs_f64() * 1000.0);
            let line = format!("{:<8} {time:>12}  {}", phase.name, counts.join(", "));
            let _ = writeln!(out, "{}", line.trim_end());
            out
        };
        self.phases.iter().chain([&total]).fold(String::new(), row)
    }

    /// The phases as one line of JSON: `{"timings":[{"phase":"load","seconds":0.001,"files":3},…]}`.
    pub fn json(&self) -> String {
        let phase = |phase: &Phase| {
            let mut object = Map::new();
            object.insert("phase".into(), json!(phase.name));
            object.insert("seconds".into(), json!(phase.time.as_secs_f64()));
            object.extend(phase.counts.iter().map(|(what, number)| ((*what).to_owned(), json!(number))));
            object
        };
        let phases: Vec<_> = self.phases.iter().map(phase).collect();
        json!({"timings": phases, "seconds": self.total().as_secs_f64()}).to_string()
    }

    fn total(&self) -> Duration {
        self.phases.iter().map(|phase| phase.time).sum()
    }
}

fn counted((what, number): &(&'static str, usize)) -> String {
    let what = if *number == 1 { what.trim_end_matches('s') } else { what };
    format!("{number} {what}")
}

/// Kinds that tell how long they worked.
pub struct TimedKinds<'k> {
    inner: &'k dyn Kinds,
    time: Cell<Duration>,
    calls: Cell<usize>,
}

impl<'k> TimedKinds<'k> {
    /// Watches these kinds.
    pub fn new(inner: &'k dyn Kinds) -> Self {
        Self { inner, time: Cell::default(), calls: Cell::default() }
    }

    /// The time of all calls so far.
    pub fn time(&self) -> Duration {
        self.time.get()
    }

    /// How many calls there were.
    pub fn calls(&self) -> usize {
        self.calls.get()
    }

    fn timed<T>(&self, call: impl FnOnce() -> T) -> T {
        let since = Instant::now();
        let answer = call();
        self.time.set(self.time.get() + since.elapsed());
        self.calls.set(self.calls.get() + 1);
        answer
    }
}

impl Kinds for TimedKinds<'_> {
    fn schemas(&self) -> &[KindSchema] {
        self.inner.schemas()
    }

    fn validate(&self, request: &Request) -> Result<Vec<Finding>, KindFault> {
        self.timed(|| self.inner.validate(request))
    }

    fn expand(&self, request: &Request) -> Result<Expansion, KindFault> {
        self.timed(|| self.inner.expand(request))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phases_are_listed_with_their_counts_and_summed() {
        let mut watch = Stopwatch::start();
        watch.inside("load", Duration::from_micros(1500), vec![("files", 3), ("bytes", 1200)]);
        watch.inside("plugins", Duration::from_millis(12), vec![]);
        insta::assert_snapshot!(watch.table(), @"
        load           1.5 ms  3 files, 1200 bytes
        plugins       12.0 ms
        all           13.5 ms
        ");
        let line: serde_json::Value = serde_json::from_str(&watch.json()).unwrap();
        assert_eq!(
            line["timings"][0],
            json!({"phase": "load", "seconds": 0.0015, "files": 3, "bytes": 1200})
        );
    }
}
