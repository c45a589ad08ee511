//! Diagnostics as people and programs read them. The only place that knows miette.

use super::{finding, github, sarif};
use crate::cli::Format;
use crate::terminal::Terminal;
use miette::{GraphicalReportHandler, GraphicalTheme, LabeledSpan, NamedSource, SourceCode};
use orgc_diag::{Diagnostic, Label, Severity, SourceFile, SourceMap};
use std::fmt;
use std::io;

/// Most diagnostics that are shown to people in one run; the rest are counted.
const SHOWN: usize = 50;

/// The width that messages are wrapped to, in characters.
const WIDTH: usize = 100;

/// The longest line of a source that is shown, in bytes. Nobody reads more, and miette cannot draw
/// marks beyond column 65535.
const WIDEST: usize = 500;

/// Prints diagnostics in the format of the run: words, JSON lines, one SARIF log, or annotations.
///
/// # Errors
/// When a stream cannot be written.
pub fn print(all: &[Diagnostic], sources: &SourceMap, terminal: &mut Terminal<'_>) -> io::Result<()> {
    match terminal.format {
        Format::Json => all.iter().try_for_each(|one| terminal.finding(finding::json_line(one, sources))),
        Format::Sarif => {
            let log = sarif::log(all, sources, &|path| terminal.path_from_here(path));
            terminal.finding(log)
        }
        Format::Github => all.iter().try_for_each(|one| {
            let line = github::annotation(one, sources, &|path| terminal.path_from_here(path));
            terminal.finding(line)
        }),
        Format::Text | Format::Markdown | Format::Junit => words(all, sources, terminal),
    }
}

fn words(all: &[Diagnostic], sources: &SourceMap, terminal: &mut Terminal<'_>) -> io::Result<()> {
    for one in all.iter().take(SHOWN) {
        // An empty line sets one finding off from the next.
        let text = human(one, sources, terminal.color) + "\n";
        terminal.say(text)?;
    }
    if all.is_empty() { Ok(()) } else { terminal.say(summary(all)) }
}

fn summary(all: &[Diagnostic]) -> String {
    let errors = all.iter().filter(|one| one.is_error()).count();
    let warnings = all.len() - errors;
    let hidden = all.len().saturating_sub(SHOWN);
    let more = if hidden > 0 { format!("; the first {SHOWN} are shown") } else { String::new() };
    match (errors, warnings) {
        (0, _) => format!("{}{more}", count(warnings, "warning")),
        (_, 0) => format!("{}{more}", count(errors, "error")),
        _ => format!("{}, {}{more}", count(errors, "error"), count(warnings, "warning")),
    }
}

/// `1 error`, `2 errors`, `2 policies`.
pub fn count(number: usize, noun: &str) -> String {
    match noun.strip_suffix('y') {
        _ if number == 1 => format!("1 {noun}"),
        Some(stem) => format!("{number} {stem}ies"),
        None => format!("{number} {noun}s"),
    }
}

/// One diagnostic with its code, marked source lines, notes and help.
pub fn human(one: &Diagnostic, sources: &SourceMap, color: bool) -> String {
    let theme = if color { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
    let handler = GraphicalReportHandler::new_themed(theme).with_width(WIDTH).without_syntax_highlighting();
    let mut text = String::new();
    match handler.render_report(&mut text, &Shown::new(one, sources)) {
        Ok(()) => notes(one, sources).fold(text.trim_end().to_owned() + "\n", |text, note| {
            text + "  note: " + &wrapped(&note).join("\n        ") + "\n"
        }),
        Err(_) => format!("{} {}: {}\n", one.code.id(), one.code.name(), one.message),
    }
}

/// A diagnostic in miette's shape. miette marks one file at a time: labels in the file of the
/// primary place are marked, the others become [`notes`] with their place.
struct Shown<'a> {
    one: &'a Diagnostic,
    source: Option<NamedSource<String>>,
    labels: Vec<LabeledSpan>,
}

impl<'a> Shown<'a> {
    fn new(one: &'a Diagnostic, sources: &SourceMap) -> Self {
        // Without a line end, miette draws no mark behind the last character.
        let source = marked_file(one, sources).map(|file| {
            let end = if file.text().ends_with('\n') { "" } else { "\n" };
            NamedSource::new(file.path(), format!("{}{end}", file.text()))
        });
        let here = one.labels.iter().filter(|label| source.is_some() && is_in_marked_file(one, label));
        let labels = here.enumerate().map(|(index, label)| mark(label, index == 0)).collect();
        Self { one, source, labels }
    }
}

/// The file whose lines are shown: that of the primary place, if its lines are fit to be shown.
fn marked_file<'s>(one: &Diagnostic, sources: &'s SourceMap) -> Option<&'s SourceFile> {
    let file = sources.get(one.span()?.file)?;
    let here = one.labels.iter().filter(|label| is_in_marked_file(one, label));
    let (first, last) = here.fold((usize::MAX, 0), |(first, last), label| {
        (first.min(label.span.start as usize), last.max(label.span.end as usize))
    });
    // A line before and a line after are shown too.
    let before: usize = file.text().get(..first)?.rsplit('\n').take(2).map(str::len).max()?;
    let between = file.text().get(first..last)?.split('\n').map(str::len).max()?;
    let after = file.text().get(last..)?.split('\n').take(2).map(str::len).max()?;
    (before.max(between).max(after) <= WIDEST).then_some(file)
}

fn is_in_marked_file(one: &Diagnostic, label: &Label) -> bool {
    Some(label.span.file) == one.span().map(|span| span.file)
}

/// What is said below the help: places that are not marked, then the diagnostic's own notes.
fn notes<'a>(one: &'a Diagnostic, sources: &'a SourceMap) -> impl Iterator<Item = String> + 'a {
    let drawn = marked_file(one, sources).is_some();
    let places = one.labels.iter().filter(move |label| !(drawn && is_in_marked_file(one, label)));
    places
        .map(|label| {
            format!("{}: {}", sources.place(label.span), label.message).trim_end_matches(": ").to_owned()
        })
        .chain(one.notes.iter().cloned())
}

/// The lines of a note, broken between words, with room for their indentation.
fn wrapped(note: &str) -> Vec<String> {
    let mut lines = Vec::new();
    for paragraph in note.lines() {
        let mut line = String::new();
        for word in paragraph.split(' ') {
            if !line.is_empty() && line.chars().count() + 1 + word.chars().count() > WIDTH - 8 {
                lines.push(std::mem::take(&mut line));
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
        lines.push(line);
    }
    lines
}

fn mark(label: &Label, primary: bool) -> LabeledSpan {
    let text = (!label.message.is_empty()).then(|| label.message.clone());
    let range = (label.span.start as usize, label.span.len());
    if primary {
        LabeledSpan::new_primary_with_span(text, range)
    } else {
        LabeledSpan::new_with_span(text, range)
    }
}

impl fmt::Debug for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.one.fmt(f)
    }
}

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.one.message)
    }
}

impl std::error::Error for Shown<'_> {}

impl miette::Diagnostic for Shown<'_> {
    fn code<'b>(&'b self) -> Option<Box<dyn fmt::Display + 'b>> {
        Some(Box::new(format!("{} {}", self.one.code.id(), self.one.code.name())))
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.one.severity {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
        })
    }

    fn help<'b>(&'b self) -> Option<Box<dyn fmt::Display + 'b>> {
        self.one.help.as_ref().map(|help| Box::new(help) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.source.as_ref().map(|source| source as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.labels.iter().cloned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use orgc_diag::{Span, codes};

    fn example() -> (SourceMap, Diagnostic) {
        let mut sources = SourceMap::new();
        let main = sources.add("main.org", "attach Lock\nattach Lok\n");
        let other = sources.add("other.org", "policy Lock: scp {}\n");
        let one = Diagnostic::new(codes::UNKNOWN_NAME, "there is no policy `Lok`")
            .at(Span::new(main, 19, 22), "not known")
            .at(Span::new(other, 7, 11), "`Lock` is declared")
            .help("did you mean `Lock`?");
        (sources, one)
    }

    #[test]
    fn people_see_the_marked_line_and_other_files_as_notes() {
        let (sources, one) = example();
        insta::assert_snapshot!(human(&one, &sources, false), @r"
        E0201 unknown-name

          × there is no policy `Lok`
           ╭─[main.org:2:8]
         1 │ attach Lock
         2 │ attach Lok
           ·        ─┬─
           ·         ╰── not known
           ╰────
          help: did you mean `Lock`?
          note: other.org:1:8: `Lock` is declared
        ");
    }

    #[test]
    fn the_end_of_a_text_without_line_end_is_marked() {
        let mut sources = SourceMap::new();
        let main = sources.add("main.org", "ou");
        let one = Diagnostic::new(codes::UNEXPECTED_TOKEN, "incomplete").at(Span::new(main, 2, 2), "here");
        insta::assert_snapshot!(human(&one, &sources, false), @r"
        E0102 unexpected-token

          × incomplete
           ╭─[main.org:1:3]
         1 │ ou
           ·   ▲
           ·   ╰── here
           ╰────
        ");
    }

    #[test]
    fn a_line_that_nobody_can_read_is_not_shown() {
        let mut sources = SourceMap::new();
        let main = sources.add("main.org", "\"".repeat(200_000));
        let one = Diagnostic::new(codes::UNTERMINATED_STRING, "this string has no end")
            .at(Span::new(main, 150_000, 200_000), "begins")
            .note("strings end on their line");
        insta::assert_snapshot!(human(&one, &sources, false), @r"
        E0105 unterminated-string

          × this string has no end
          note: main.org:1:150001: begins
          note: strings end on their line
        ");
    }

    #[test]
    fn notes_are_broken_between_words() {
        let lines = wrapped(&format!("{} end\nanother", "word ".repeat(20).trim_end()));
        assert_eq!(lines, [vec!["word"; 18].join(" "), "word word end".to_owned(), "another".to_owned()]);
    }

    #[test]
    fn the_summary_counts() {
        let (_, one) = example();
        assert_eq!(summary(std::slice::from_ref(&one)), "1 error");
        assert_eq!(summary(&vec![one; 60]), "60 errors; the first 50 are shown");
    }
}
