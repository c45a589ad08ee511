//! What happens while somebody waits: a moving bar on a terminal, plain lines elsewhere.

use super::diagnostics::count;
use super::plan::headline;
use super::style::Paint;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use orgc_exec::{Event, Fault, FaultKind, Step};
use orgc_plan::Plan;
use orgc_plan::plan::{Operation, OperationId};
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::io::{IsTerminal as _, Write as _};
use std::time::Duration;

/// Prints events as they come, to standard error.
pub struct Progress {
    bar: ProgressBar,
    moving: bool,
    paint: Paint,
    /// Retries that a line has told of: an operation may be tried again for an hour.
    told: RefCell<BTreeSet<(OperationId, FaultKind)>>,
}

impl Progress {
    /// The progress of applying this plan.
    pub fn new(plan: &Plan, moving: bool, color: bool) -> Self {
        let target = if moving { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let bar = ProgressBar::with_draw_target(Some(plan.operations.len() as u64), target);
        let template = "  {bar:24} {pos}/{len}  {wide_msg}";
        bar.set_style(
            ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar()),
        );
        Self { bar, moving, paint: Paint::new(color), told: RefCell::default() }
    }

    /// Shows one event.
    pub fn show(&self, event: &Event<'_>) {
        let headline = headline(event.operation);
        match event.step {
            Step::Started => self.bar.set_message(headline),
            Step::Waiting(what) => {
                self.bar.set_message(format!("{headline}: waiting {what}"));
                self.plain(&format!("  … {headline}: waiting {what}"));
            }
            Step::Retrying { fault, after } => self.retrying(event.operation, fault, after),
            Step::Done => self.end(&format!("  {} {headline}", self.paint.good("✓"))),
            Step::Failed(_) => self.end(&format!("  {} {headline}", self.paint.bad("×"))),
            Step::Skipped(because) => {
                let because = super::plan::headline(because);
                self.end(&format!("  {} {headline}: waits for `{because}`", self.paint.quiet("-")));
            }
            Step::AwaitsCode => self.end(&format!("  {} {headline}: awaits a code", self.paint.changed("…"))),
            Step::Interrupted => self.end(&format!("  {} {headline}: interrupted", self.paint.changed("!"))),
        }
    }

    fn retrying(&self, operation: &Operation, fault: &Fault, after: Duration) {
        let headline = headline(operation);
        let seconds = after.as_secs_f32();
        self.bar.set_message(format!("{headline}: {}; again in {seconds:.0} s", fault.kind.words()));
        if self.told.borrow_mut().insert((operation.id.clone(), fault.kind)) {
            self.line(&self.paint.quiet(&format!("  … {headline}: {fault}; it is tried again")));
        }
    }

    /// Says something between the lines.
    pub fn tell(&self, line: &str) {
        self.line(line);
    }

    /// Asks for a line, below everything else. From then on the bar is away, as it would be drawn over the answer.
    pub fn prompt(&self, question: &str) {
        self.finish();
        // When nobody sees the question, there is no answer.
        let mut stream = std::io::stderr();
        let _ = write!(stream, "{question}").and_then(|()| stream.flush());
    }

    /// Takes the bar away.
    pub fn finish(&self) {
        self.bar.finish_and_clear();
    }

    fn end(&self, line: &str) {
        self.bar.inc(1);
        self.line(line);
    }

    fn line(&self, line: &str) {
        self.bar.suspend(|| eprint(line));
    }

    fn plain(&self, line: &str) {
        if !self.moving {
            eprint(line);
        }
    }
}

/// Says that plugins are being compiled, to somebody who sits at a terminal and waits for it.
pub fn compiling(plugins: &[&str]) {
    if std::io::stderr().is_terminal() {
        eprint(&format!("compiling {}: {}", count(plugins.len(), "plugin"), plugins.join(", ")));
    }
}

/// Progress is shared by everything that runs at once, as standard error is.
fn eprint(line: &str) {
    // When nobody listens, the work goes on.
    let _ = writeln!(std::io::stderr(), "{line}");
}
