//! What is done before the grammar sees the text.
//!
//! The grammar alone would be slow on deep nesting, lost after an unclosed brace, and silent about
//! characters that cannot be seen. The scan before it finds the comments, refuses deep nesting,
//! reports unclosed strings and blocks, and makes a copy in which the braces balance.

use orgc_diag::{Diagnostic, FileId, Span, codes};

use super::diagnostics as report;
use super::hidden::{Hidden, hidden};
use super::repair::unclosed_blocks;
use super::scan::{Piece, PieceKind, pieces};
use super::shadow::Shadow;
use crate::comment::{Comment, CommentKind};

/// How many brackets may be open at one place.
const DEEPEST: usize = 64;

/// What the scan found.
pub(super) struct Prescan<'t> {
    /// All comments in order.
    pub(super) comments: Vec<Comment>,
    /// What is wrong already.
    pub(super) diagnostics: Vec<Diagnostic>,
    /// The text for the grammar.
    pub(super) shadow: Shadow<'t>,
}

/// Scans a text. The error is the one finding that makes parsing pointless.
pub(super) fn prescan(file: FileId, text: &str) -> Result<Prescan<'_>, Box<Diagnostic>> {
    let mut scan = Scan {
        file,
        text,
        comments: Vec::new(),
        diagnostics: Vec::new(),
        slashes: Vec::new(),
        brackets: Brackets::default(),
        lost_text: false,
    };
    for piece in pieces(text) {
        scan.take(piece)?;
    }
    Ok(scan.finish())
}

struct Scan<'t> {
    file: FileId,
    text: &'t str,
    comments: Vec<Comment>,
    diagnostics: Vec<Diagnostic>,
    /// Where comments of other languages start.
    slashes: Vec<usize>,
    brackets: Brackets,
    /// Whether a text block runs to the end of the file and so hides what comes after it.
    lost_text: bool,
}

impl<'t> Scan<'t> {
    fn take(&mut self, piece: Piece) -> Result<(), Box<Diagnostic>> {
        let span = self.span(piece.start, piece.end);
        self.brackets.line(piece.indentation);
        match piece.kind {
            PieceKind::Open(bracket) => self.brackets.open(bracket),
            PieceKind::Close(bracket) => self.brackets.close(bracket),
            PieceKind::Comment => self.comment(piece),
            PieceKind::SlashComment => self.slash_comment(piece),
            PieceKind::Line { closed: false, .. } => {
                self.diagnostics.push(report::unterminated_line(span, self.slice(piece)));
            }
            PieceKind::Block { closed: false } => {
                self.lost_text = true;
                self.diagnostics.push(report::unterminated_block(span));
            }
            PieceKind::Foreign | PieceKind::Line { .. } | PieceKind::Block { .. } => {}
            PieceKind::Code => return Ok(()),
        }
        self.hidden_characters(piece);
        let inside = if let PieceKind::Line { depth, .. } = piece.kind { depth } else { 0 };
        if self.brackets.depth() + inside > DEEPEST {
            return Err(Box::new(report::too_deep(DEEPEST, self.span(piece.start, piece.start + 1))));
        }
        Ok(())
    }

    fn comment(&mut self, piece: Piece) {
        let text = self.slice(piece);
        let documents = text.starts_with("##") && !text.starts_with("###");
        let kind = match piece.indentation {
            None => CommentKind::EndOfLine,
            Some(_) if documents => CommentKind::Documentation,
            Some(_) => CommentKind::OwnLine,
        };
        let span = self.span(piece.start, piece.end);
        self.comments.push(Comment { kind, text: text.to_owned(), span });
    }

    fn slash_comment(&mut self, piece: Piece) {
        self.comment(piece);
        self.slashes.push(piece.start);
        self.diagnostics.push(report::slash_comment(self.span(piece.start, piece.start + 2)));
    }

    /// Reports runs of suspicious characters of one sort, each run once.
    fn hidden_characters(&mut self, piece: Piece) {
        let text = self.slice(piece);
        if text.is_ascii() {
            return;
        }
        let code = piece.kind == PieceKind::Foreign;
        let mut run: Option<(Hidden, usize, usize)> = None;
        for (at, character) in text.char_indices() {
            let found = hidden(character).filter(|found| code || *found == Hidden::Direction);
            // The byte order mark that editors put at the start of a file is white space.
            let found = found.filter(|_| !(character == '\u{feff}' && piece.start + at == 0));
            let end = piece.start + at + character.len_utf8();
            run = match (run, found) {
                (Some((before, start, _)), Some(now)) if before == now => Some((now, start, end)),
                (before, now) => {
                    self.hidden_run(before);
                    now.map(|now| (now, piece.start + at, end))
                }
            };
        }
        self.hidden_run(run);
    }

    fn hidden_run(&mut self, run: Option<(Hidden, usize, usize)>) {
        if let Some((found, start, end)) = run {
            let written = self.text.get(start..end).unwrap_or_default();
            self.diagnostics.push(report::hidden(self.span(start, end), written, found));
        }
    }

    fn finish(mut self) -> Prescan<'t> {
        let mut shadow = Shadow::same(self.text).with_comments_at(&self.slashes);
        if self.lost_text || !self.brackets.balanced() {
            let unclosed = unclosed_blocks(self.text);
            let places: Vec<usize> = unclosed.iter().map(|block| block.end).collect();
            shadow = shadow.with_missing(&places, self.lost_text);
            let lost = self.lost_braces();
            let found = unclosed
                .iter()
                .filter(|block| !self.lost_text && !lost.contains(&block.end))
                .map(|block| report::unclosed(self.file, self.text, *block));
            let found: Vec<Diagnostic> = found.collect();
            self.diagnostics.extend(found);
        }
        Prescan { comments: self.comments, diagnostics: self.diagnostics, shadow }
    }

    /// Where strings without their closing quote end that have taken a brace with them. A block
    /// that would end there is closed as soon as the string is.
    fn lost_braces(&self) -> Vec<usize> {
        let spans = self.diagnostics.iter().filter(|found| found.code == codes::UNTERMINATED_STRING);
        let takes = |span: &Span| self.text.get(span.range()).is_some_and(|text| text.contains('}'));
        spans.filter_map(Diagnostic::span).filter(takes).map(|span| span.range().end).collect()
    }

    fn slice(&self, piece: Piece) -> &'t str {
        self.text.get(piece.start..piece.end).unwrap_or_default()
    }

    fn span(&self, start: usize, end: usize) -> Span {
        Span::new(self.file, start, end)
    }
}

/// The brackets that are open.
#[derive(Default)]
struct Brackets {
    /// Each with the indentation of its line.
    open: Vec<(u8, usize)>,
    /// The indentation of the current line.
    indentation: usize,
    stray: bool,
}

impl Brackets {
    /// Starts a line. A parenthesis that nobody closed does not count for the lines after its
    /// own, or many small mistakes would look like deep nesting.
    fn line(&mut self, indentation: Option<usize>) {
        let Some(indentation) = indentation else { return };
        self.indentation = indentation;
        let over = |(bracket, line): &(u8, usize)| *bracket != b'{' && *line > indentation;
        while self.open.last().is_some_and(over) {
            self.open.pop();
        }
    }

    fn open(&mut self, bracket: u8) {
        self.open.push((bracket, self.indentation));
    }

    fn close(&mut self, bracket: u8) {
        let opener = match bracket {
            b'}' => b'{',
            b']' => b'[',
            _ => b'(',
        };
        // A brace closes the parentheses inside it; a parenthesis closes no brace.
        while let Some((top, _)) = self.open.last().copied() {
            if top == opener {
                self.open.pop();
                return;
            }
            if top == b'{' {
                return;
            }
            self.open.pop();
        }
        self.stray |= bracket == b'}';
    }

    fn depth(&self) -> usize {
        self.open.len()
    }

    /// Whether every brace has its partner.
    fn balanced(&self) -> bool {
        !self.stray && self.open.iter().all(|(bracket, _)| *bracket != b'{')
    }
}
