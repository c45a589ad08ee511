//! Where output goes: data to standard output, words to standard error.
//!
//! A reader who closed its end has read enough: what is written to it is dropped, and the work goes
//! on, so that `orgc apply | head` applies and its exit code is right.

use crate::cli::{Cli, Command, Format, When};
use std::io::{self, IsTerminal, Write};
use std::path::Path;

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
    /// The way from the current folder to the project, with `/` at its end; empty when it is here.
    prefix: String,
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
        let findings_are_data = matches!(cli.command, Command::Check(_));
        Self {
            data,
            words,
            format: cli.global.format,
            color,
            interactive,
            findings_are_data,
            prefix: String::new(),
        }
    }

    /// Makes paths of this project relative to the current folder, for programs that look from there.
    pub fn work_in(&mut self, project: &Path) {
        let here = std::env::current_dir().and_then(|here| here.canonicalize()).unwrap_or_default();
        self.prefix = way(&here, project);
    }

    /// The path of a project's file as seen from the current folder.
    pub fn path_from_here(&self, path: &str) -> String {
        format!("{}{path}", self.prefix)
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

/// The relative path from one folder to another: empty, or with `/` at its end.
fn way(from: &Path, to: &Path) -> String {
    let common = from.components().zip(to.components()).take_while(|(one, other)| one == other).count();
    let up = from.components().skip(common).map(|_| "../".to_owned());
    let down = to.components().skip(common).map(|one| format!("{}/", one.as_os_str().to_string_lossy()));
    up.chain(down).collect()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_to_the_project_leads_up_and_down() {
        let way = |from: &str, to: &str| way(Path::new(from), Path::new(to));
        assert_eq!(way("/a/b", "/a/b"), "");
        assert_eq!(way("/a/b", "/a/b/c/d"), "c/d/");
        assert_eq!(way("/a/b/x", "/a/c"), "../../c/");
    }
}
