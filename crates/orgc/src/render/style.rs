//! Colours, or none.

use clap::builder::styling::{AnsiColor, Style};

/// Paints words when colour is wanted.
#[derive(Clone, Copy, Debug)]
pub struct Paint {
    color: bool,
}

impl Paint {
    /// Paints, or leaves words as they are.
    pub fn new(color: bool) -> Self {
        Self { color }
    }

    /// What comes into being.
    pub fn good(self, text: &str) -> String {
        self.with(AnsiColor::Green.on_default(), text)
    }

    /// What changes.
    pub fn changed(self, text: &str) -> String {
        self.with(AnsiColor::Yellow.on_default(), text)
    }

    /// What goes away or failed.
    pub fn bad(self, text: &str) -> String {
        self.with(AnsiColor::Red.on_default(), text)
    }

    /// What may be skipped when reading.
    pub fn quiet(self, text: &str) -> String {
        self.with(Style::new().dimmed(), text)
    }

    /// What to read first.
    pub fn strong(self, text: &str) -> String {
        self.with(Style::new().bold(), text)
    }

    fn with(self, style: Style, text: &str) -> String {
        if self.color && !text.is_empty() {
            format!("{}{text}{}", style.render(), style.render_reset())
        } else {
            text.to_owned()
        }
    }
}
