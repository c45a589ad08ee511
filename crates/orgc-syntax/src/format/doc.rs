//! Documents: text with places where a line may break.
//!
//! A group is laid out on one line if it fits into the page, otherwise all its own breaks become
//! line breaks. This is Wadler's pretty printer, as small as our layouts need it.

/// The width of the page in characters.
const WIDTH: usize = 100;
/// One level of indentation.
const INDENTATION: usize = 2;

/// Text with places where a line may break.
#[derive(Clone, Debug)]
pub(super) enum Doc {
    /// Characters. A line break inside stays as it is, without indentation.
    Text(String),
    /// A comment at the end of a line. It has no width; a `HardLine` must follow.
    Trailing(String),
    /// A space, or a line break in a broken group.
    Line,
    /// Nothing, or a line break in a broken group.
    SoftLine,
    /// A line break. It breaks all groups around it.
    HardLine,
    /// An empty line. It breaks all groups around it.
    BlankLine,
    /// The first text in a broken group, the second in one on a line.
    Either(&'static str, &'static str),
    /// One after the other.
    Concat(Vec<Doc>),
    /// One level deeper.
    Nest(Box<Doc>),
    /// On one line, if it fits.
    Group(Box<Doc>),
}

impl Doc {
    pub(super) fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    pub(super) fn empty() -> Self {
        Self::Concat(Vec::new())
    }

    #[must_use]
    pub(super) fn group(self) -> Self {
        Self::Group(Box::new(self))
    }

    #[must_use]
    pub(super) fn nest(self) -> Self {
        Self::Nest(Box::new(self))
    }
}

impl From<&str> for Doc {
    fn from(text: &str) -> Self {
        Self::text(text)
    }
}

impl From<String> for Doc {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

/// Puts documents one after the other.
macro_rules! concat_docs {
    ($($part:expr),* $(,)?) => { Doc::Concat(vec![$(Doc::from($part)),*]) };
}
pub(super) use concat_docs;

/// Lays a document out.
pub(super) fn print(doc: &Doc) -> String {
    let mut page = Page { out: String::new(), column: 0, indentation: 0, at_line_start: true };
    let mut todo = vec![Todo { indentation: 0, broken: true, doc }];
    while let Some(next) = todo.pop() {
        page.step(next, &mut todo);
    }
    page.out
}

#[derive(Clone, Copy)]
struct Todo<'d> {
    indentation: usize,
    broken: bool,
    doc: &'d Doc,
}

struct Page {
    out: String,
    column: usize,
    indentation: usize,
    /// Indentation is written only when something follows it.
    at_line_start: bool,
}

impl Page {
    fn step<'d>(&mut self, next: Todo<'d>, todo: &mut Vec<Todo<'d>>) {
        match next.doc {
            Doc::Text(text) => self.write(text),
            Doc::Trailing(text) => {
                let column = self.column;
                self.write(text);
                self.column = column;
            }
            Doc::Line if !next.broken => self.write(" "),
            Doc::SoftLine if !next.broken => {}
            Doc::Line | Doc::SoftLine | Doc::HardLine => self.line_break(next.indentation),
            Doc::BlankLine => {
                self.line_break(next.indentation);
                self.out.push('\n');
            }
            Doc::Either(broken, flat) => self.write(if next.broken { broken } else { flat }),
            Doc::Concat(docs) => todo.extend(docs.iter().rev().map(|doc| Todo { doc, ..next })),
            Doc::Nest(doc) => {
                todo.push(Todo { indentation: next.indentation + INDENTATION, doc, ..next });
            }
            Doc::Group(doc) => {
                let flat = Todo { broken: false, doc, ..next };
                let broken = !self.fits(flat, todo);
                todo.push(Todo { broken, ..flat });
            }
        }
    }

    fn write(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        if self.at_line_start {
            self.out.extend(std::iter::repeat_n(' ', self.indentation));
            self.column = self.indentation;
            self.at_line_start = false;
        }
        self.out.push_str(text);
        match text.rsplit_once('\n') {
            Some((_, last)) => self.column = last.chars().count(),
            None => self.column += text.chars().count(),
        }
    }

    fn line_break(&mut self, indentation: usize) {
        self.out.push('\n');
        self.indentation = indentation;
        self.column = indentation;
        self.at_line_start = true;
    }

    /// Whether a document and what follows it up to the next possible break stay on the page.
    fn fits<'d>(&self, first: Todo<'d>, rest: &[Todo<'d>]) -> bool {
        let start = if self.at_line_start { self.indentation } else { self.column };
        let Some(mut left) = WIDTH.checked_sub(start) else { return false };
        let mut rest = rest.iter().rev();
        let mut todo = vec![first];
        while let Some(next) = todo.pop().or_else(|| rest.next().copied()) {
            let text: &str = match next.doc {
                Doc::Text(text) => text,
                Doc::Line | Doc::SoftLine if next.broken => return true,
                Doc::Line => " ",
                Doc::Trailing(_) | Doc::SoftLine => "",
                // Inside the group it cannot be laid out flat; after it the line ends.
                Doc::HardLine | Doc::BlankLine => return next.broken,
                Doc::Either(broken, _) if next.broken => broken,
                Doc::Either(_, flat) => flat,
                Doc::Concat(docs) => {
                    todo.extend(docs.iter().rev().map(|doc| Todo { doc, ..next }));
                    continue;
                }
                Doc::Nest(doc) | Doc::Group(doc) => {
                    todo.push(Todo { doc, ..next });
                    continue;
                }
            };
            let (line, ends) = text.split_once('\n').map_or((text, false), |(line, _)| (line, true));
            match left.checked_sub(line.chars().count()) {
                Some(_) if ends => return true,
                Some(now) => left = now,
                None => return false,
            }
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(words: &[&str]) -> Doc {
        let words = words.iter().flat_map(|word| [Doc::Line, Doc::from(*word), Doc::Either(",", "")]);
        concat_docs!["[", Doc::Concat(words.collect()).nest(), Doc::Line, "]"].group()
    }

    #[test]
    fn a_group_is_on_one_line_or_wholly_broken() {
        assert_eq!(print(&list(&["a", "b"])), "[ a b ]");
        let long = "x".repeat(60);
        assert_eq!(print(&list(&[&long, &long])), format!("[\n  {long},\n  {long},\n]"));
    }

    #[test]
    fn a_hard_line_breaks_the_groups_around_it_and_leaves_no_white_space() {
        let doc = concat_docs!["a", concat_docs![Doc::Line, "b", Doc::BlankLine, "c"].nest()].group();
        assert_eq!(print(&doc), "a\n  b\n\n  c");
    }
}
