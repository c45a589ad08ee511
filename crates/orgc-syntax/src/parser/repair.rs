//! Braces that nobody closed.
//!
//! When the braces of a file do not balance, indentation tells where a block was meant to end: a
//! line that starts at or left of the line that opened the block stands after it. Without this one
//! lost brace would swallow the rest of the file.

use super::scan::{Piece, PieceKind, pieces};

/// A block without its closing brace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Unclosed {
    /// Where the opening brace stands.
    pub(super) opener: usize,
    /// Where the closing brace probably belongs: after the last thing inside the block.
    pub(super) end: usize,
}

/// The blocks that are not closed, by the place where they probably end. Several may end at one
/// place, the innermost first.
pub(super) fn unclosed_blocks(text: &str) -> Vec<Unclosed> {
    let mut repair = Repair { open: Vec::new(), unclosed: Vec::new(), end: 0, line: 0 };
    for piece in pieces(text) {
        repair.take(piece);
    }
    while repair.close_top() {}
    repair.unclosed
}

struct Repair {
    open: Vec<Opener>,
    unclosed: Vec<Unclosed>,
    /// The end of the last piece that is not a comment.
    end: usize,
    /// The indentation of the current line.
    line: usize,
}

struct Opener {
    at: usize,
    /// The indentation of the line with the opener.
    indentation: usize,
}

impl Repair {
    fn take(&mut self, piece: Piece) {
        if let Some(indentation) = piece.indentation {
            self.line = indentation;
        }
        match piece.kind {
            PieceKind::Comment | PieceKind::SlashComment => return,
            PieceKind::Close(b'}') => self.close(piece.indentation),
            PieceKind::Close(_) => {}
            _ => self.end_blocks_left_of(piece.indentation),
        }
        if piece.kind == PieceKind::Open(b'{') {
            self.open.push(Opener { at: piece.start, indentation: self.line });
        }
        self.end = piece.end;
    }

    /// A line that starts at or left of an open block's line stands after the block.
    fn end_blocks_left_of(&mut self, indentation: Option<usize>) {
        let Some(indentation) = indentation else { return };
        while self.open.last().is_some_and(|opener| opener.indentation >= indentation) {
            self.close_top();
        }
    }

    /// A brace that starts a line closes the block whose line starts in the same column, if there
    /// is one; then the blocks inside it were not closed.
    fn close(&mut self, indentation: Option<usize>) {
        let column = |opener: &Opener| Some(opener.indentation) == indentation;
        if self.open.iter().any(column) {
            while self.open.last().is_some_and(|opener| !column(opener)) {
                self.close_top();
            }
        }
        self.open.pop();
    }

    fn close_top(&mut self) -> bool {
        let Some(opener) = self.open.pop() else { return false };
        self.unclosed.push(Unclosed { opener: opener.at, end: self.end });
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(text: &str) -> Vec<(&str, &str)> {
        let line = |at: usize| text.get(..at).unwrap().lines().last().unwrap_or_default().trim();
        unclosed_blocks(text).iter().map(|found| (line(found.opener), line(found.end))).collect()
    }

    #[test]
    fn indentation_tells_where_a_block_ends() {
        assert_eq!(places("ou A {\n  attach B # c\n\nou C {\n}"), vec![("ou A", "attach B")]);
        assert_eq!(places("ou A {\n  account b {\n    x = 1\n}"), vec![("account b", "x = 1")]);
    }

    #[test]
    fn the_end_of_the_file_closes_everything() {
        assert_eq!(places("ou A {\n  ou B {\n    x = 1"), vec![("ou B", "x = 1"), ("ou A", "x = 1")]);
    }
}
