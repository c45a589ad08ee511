//! Where output goes: data to standard output, words to standard error.
//!
//! A reader who closed its end has read enough: what is written to it is dropped, and the work goes
//! on, so that `orgc apply | head` applies and its exit code is right.

use crate::cli::{Cli, Command, Format, When};
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
    /// Whether diagnostics are what the command is for, and not beside its own data.
    findings_are_data: bool,
}

impl<'a> Terminal<'a> {
    /// The terminal of this process.
    pub fn new(data: &'a mut dyn Write, words: &'a mut dyn Write, cli: &Cli) -> Self {
        let terminal = io::stderr().is_terminal();
        let color = match cli.global.color {
            When::Always => true,
            When::Never => false,
            When::Auto => terminal && std::env::var_os("NO_COLOR").is_none(),
        };
        let interactive = terminal && io::stdin().is_terminal();
        let findings_are_data = matches!(cli.command, Command::Check);
        Self { data, words, format: cli.global.format, color, interactive, findings_are_data }
    }

    /// Writes data to standard output.
    ///
    /// # Errors
    /// When the stream cannot be written, for example because the disk is full.
    pub fn data(&mut self, text: impl AsRef<str>) -> io::Result<()> {
        write_text(self.data, text.as_ref())
    }

    /// Writes words for people to standard error.
    ///
    /// # Errors
    /// When the stream cannot be written.
    pub fn say(&mut self, text: impl AsRef<str>) -> io::Result<()> {
        write_text(self.words, text.as_ref())
    }

    /// Writes a diagnostic for programs: to standard output of a command that is there to make them,
    /// to standard error of the others.
    ///
    /// # Errors
    /// When the stream cannot be written.
    pub fn finding(&mut self, line: impl AsRef<str>) -> io::Result<()> {
        if self.findings_are_data { self.data(line) } else { self.say(line) }
    }

    /// Asks a question that is answered with `yes`.
    ///
    /// # Errors
    /// When a stream cannot be used.
    pub fn ask(&mut self, question: &str) -> io::Result<bool> {
        write!(self.words, "{question} Only `yes` is taken as yes: ")?;
        self.words.flush()?;
        let mut answer = String::new();
        io::stdin().read_line(&mut answer)?;
        Ok(answer.trim() == "yes")
    }
}

fn write_text(stream: &mut dyn Write, text: &str) -> io::Result<()> {
    let end = if text.is_empty() || text.ends_with('\n') { "" } else { "\n" };
    let written = stream
        .write_all(text.as_bytes())
        .and_then(|()| stream.write_all(end.as_bytes()))
        .and_then(|()| stream.flush());
    match written {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        written => written,
    }
}
