//! Where output goes: data to standard output, words to standard error.

use crate::cli::{Format, Global, When};
use std::io::{self, IsTerminal, Write};

/// The streams of one run and how to write to them.
pub struct Terminal<'a> {
    data: &'a mut dyn Write,
    words: &'a mut dyn Write,
    /// How results are printed.
    pub format: Format,
    /// Whether words are coloured.
    pub color: bool,
    /// Whether a person can be asked and progress bars can move.
    pub interactive: bool,
}

impl<'a> Terminal<'a> {
    /// The terminal of this process.
    pub fn new(data: &'a mut dyn Write, words: &'a mut dyn Write, global: &Global) -> Self {
        let terminal = io::stderr().is_terminal();
        let color = match global.color {
            When::Always => true,
            When::Never => false,
            When::Auto => terminal && std::env::var_os("NO_COLOR").is_none(),
        };
        let interactive = terminal && io::stdin().is_terminal();
        Self { data, words, format: global.format, color, interactive }
    }

    /// Writes data to standard output.
    ///
    /// # Errors
    /// When the stream is closed.
    pub fn data(&mut self, text: impl AsRef<str>) -> io::Result<()> {
        write_text(self.data, text.as_ref())
    }

    /// Writes words for people to standard error.
    ///
    /// # Errors
    /// When the stream is closed.
    pub fn say(&mut self, text: impl AsRef<str>) -> io::Result<()> {
        write_text(self.words, text.as_ref())
    }

    /// Asks a question that is answered with `yes`.
    ///
    /// # Errors
    /// When a stream is closed.
    pub fn ask(&mut self, question: &str) -> io::Result<bool> {
        write!(self.words, "{question} Only `yes` is taken as yes: ")?;
        self.words.flush()?;
        let mut answer = String::new();
        io::stdin().read_line(&mut answer)?;
        Ok(answer.trim() == "yes")
    }
}

fn write_text(stream: &mut dyn Write, text: &str) -> io::Result<()> {
    stream.write_all(text.as_bytes())?;
    if !text.is_empty() && !text.ends_with('\n') {
        stream.write_all(b"\n")?;
    }
    stream.flush()
}
