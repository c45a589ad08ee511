//! The raw pieces of a file: strings, comments, brackets and everything else.
//!
//! The scan knows nothing of the grammar but how a string, a comment and a bracket look. It tells
//! strings apart exactly as the grammar's recovery rules do (`raw_text`, `raw_string`), so that
//! what is a brace here is a brace there.

/// A piece of a file. White space is no piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) kind: PieceKind,
    /// First byte.
    pub(super) start: usize,
    /// One past the last byte.
    pub(super) end: usize,
    /// The indentation of the line, in bytes, when this is the first piece on it.
    pub(super) indentation: Option<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PieceKind {
    /// `{`, `[` or `(`.
    Open(u8),
    /// `}`, `]` or `)`.
    Close(u8),
    /// `# …` to the end of the line.
    Comment,
    /// `// …`, which is a comment in other languages only.
    SlashComment,
    /// A string in one line; it ends with the line when its quote is missing.
    Line { closed: bool, depth: usize },
    /// A string between triple quotes; it ends with the file when they are missing.
    Block { closed: bool },
    /// Characters outside of ASCII.
    Foreign,
    /// Anything else: words, numbers, operators.
    Code,
}

/// All pieces of a text in order.
pub(super) fn pieces(text: &str) -> Scan<'_> {
    Scan { bytes: text.as_bytes(), at: 0, line_start: Some(0) }
}

pub(super) struct Scan<'t> {
    bytes: &'t [u8],
    at: usize,
    /// Where the line starts, as long as no piece of it has been seen.
    line_start: Option<usize>,
}

impl Iterator for Scan<'_> {
    type Item = Piece;

    fn next(&mut self) -> Option<Piece> {
        self.skip_white_space();
        let start = self.at;
        let first = *self.bytes.get(start)?;
        let (kind, end) = self.piece(first);
        self.at = end;
        let indentation = self.line_start.take().map(|line| start - line);
        Some(Piece { kind, start, end, indentation })
    }
}

impl Scan<'_> {
    fn skip_white_space(&mut self) {
        while let Some(byte) = self.bytes.get(self.at) {
            match byte {
                b' ' | b'\t' => {}
                b'\n' | b'\r' => self.line_start = Some(self.at + 1),
                _ => return,
            }
            self.at += 1;
        }
    }

    fn piece(&self, first: u8) -> (PieceKind, usize) {
        let start = self.at;
        match first {
            b'{' | b'[' | b'(' => (PieceKind::Open(first), start + 1),
            b'}' | b']' | b')' => (PieceKind::Close(first), start + 1),
            b'#' => (PieceKind::Comment, self.line_end()),
            b'/' if self.starts_with(b"//") => (PieceKind::SlashComment, self.line_end()),
            b'"' if self.starts_with(b"\"\"\"") => self.block_string(),
            b'"' => self.line_string(),
            _ if first.is_ascii() => (PieceKind::Code, self.run(is_code)),
            _ => (PieceKind::Foreign, self.run(|byte| !byte.is_ascii())),
        }
    }

    fn starts_with(&self, prefix: &[u8]) -> bool {
        self.bytes.get(self.at..).is_some_and(|rest| rest.starts_with(prefix))
    }

    /// The end of the line without the white space before it.
    fn line_end(&self) -> usize {
        let line = self.bytes.get(self.at..).unwrap_or_default();
        let line = line.split(|byte| matches!(byte, b'\n' | b'\r')).next().unwrap_or_default();
        self.at + line.trim_ascii_end().len()
    }

    /// The end of the bytes that belong together. A slash may start something else.
    fn run(&self, belongs: fn(u8) -> bool) -> usize {
        let rest = self.bytes.get(self.at + 1..).unwrap_or_default();
        let more = rest.iter().take_while(|byte| belongs(**byte)).count();
        self.at + 1 + more
    }

    fn block_string(&self) -> (PieceKind, usize) {
        let mut at = self.at + 3;
        while let Some(byte) = self.bytes.get(at) {
            if self.bytes.get(at..).is_some_and(|rest| rest.starts_with(b"\"\"\"")) {
                return (PieceKind::Block { closed: true }, at + 3);
            }
            at += if *byte == b'\\' { 2 } else { 1 };
        }
        (PieceKind::Block { closed: false }, self.bytes.len())
    }

    fn line_string(&self) -> (PieceKind, usize) {
        let inner = self.bytes.get(self.at + 1..).unwrap_or_default();
        match inner.iter().position(|byte| matches!(byte, b'"' | b'\\' | b'$' | b'\n' | b'\r')) {
            Some(length @ 1..) if inner.get(length) == Some(&b'"') => {
                (PieceKind::Line { closed: true, depth: 1 }, self.at + 1 + length + 1)
            }
            _ => self.nested_string(),
        }
    }

    /// A string with strings inside its interpolations: a stack of what is open.
    fn nested_string(&self) -> (PieceKind, usize) {
        let mut open = vec![Inside::Quotes];
        let mut depth = 0;
        let mut at = self.at + 1;
        while let (Some(byte), Some(inside)) = (self.bytes.get(at), open.last()) {
            let next = self.bytes.get(at + 1);
            match (inside, byte) {
                (_, b'\n' | b'\r') => return (PieceKind::Line { closed: false, depth }, at),
                (Inside::Quotes, b'\\') if !matches!(next, Some(b'\n' | b'\r')) => at += 1,
                (Inside::Quotes, b'$') if next == Some(&b'{') => {
                    open.push(Inside::Braces);
                    at += 1;
                }
                (Inside::Braces, b'"') => open.push(Inside::Quotes),
                (Inside::Braces, b'{') => open.push(Inside::Braces),
                (Inside::Quotes, b'"') | (Inside::Braces, b'}') => _ = open.pop(),
                _ => {}
            }
            depth = depth.max(open.len());
            at += 1;
            if open.is_empty() {
                return (PieceKind::Line { closed: true, depth }, at);
            }
        }
        (PieceKind::Line { closed: false, depth }, self.bytes.len())
    }
}

#[derive(Clone, Copy)]
enum Inside {
    Quotes,
    Braces,
}

fn is_code(byte: u8) -> bool {
    byte.is_ascii() && !byte.is_ascii_whitespace() && !b"{}[]()#\"/".contains(&byte)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> Vec<(PieceKind, &str)> {
        pieces(text).map(|piece| (piece.kind, text.get(piece.start..piece.end).unwrap())).collect()
    }

    #[test]
    fn a_brace_in_a_string_or_a_comment_is_no_brace() {
        let closed = PieceKind::Line { closed: true, depth: 3 };
        assert_eq!(
            kinds("a \"${f(\"{\")}\" # {\n}"),
            vec![
                (PieceKind::Code, "a"),
                (closed, "\"${f(\"{\")}\""),
                (PieceKind::Comment, "# {"),
                (PieceKind::Close(b'}'), "}"),
            ]
        );
    }

    #[test]
    fn a_lost_quote_costs_one_line_and_lost_triple_quotes_the_rest() {
        let found: Vec<_> = kinds("\"a${\nb \"\"\"\nc").into_iter().map(|(kind, _)| kind).collect();
        assert_eq!(
            found,
            vec![
                PieceKind::Line { closed: false, depth: 2 },
                PieceKind::Code,
                PieceKind::Block { closed: false },
            ]
        );
    }

    #[test]
    fn the_first_piece_of_a_line_knows_its_indentation() {
        let found: Vec<_> = pieces("a b\n  c").map(|piece| piece.indentation).collect();
        assert_eq!(found, vec![Some(0), None, Some(2)]);
    }
}
