//! Values that AWS assigns, inside the text of a policy.
//!
//! The crate that prints policies knows plain text only. So each later value is printed as a mark
//! made of two characters that Unicode keeps out of texts, with its number between them, and is put
//! back afterwards. Ids and ARNs need no escapes in JSON.

use orgc_ir::{Part, Reference, Text};

const OPEN: char = '\u{FDD0}';
const CLOSE: char = '\u{FDD1}';

/// The values that marks stand for, by number.
#[derive(Debug, Default)]
pub(crate) struct Holes(Vec<Reference>);

impl Holes {
    /// The text with a mark for each later value; the same mark for the same value, so that equal texts
    /// stay equal.
    pub(crate) fn mark(&mut self, text: &Text) -> String {
        let mut marked = String::new();
        for part in text.parts() {
            match part {
                Part::Literal(known) => marked.push_str(known),
                Part::Reference(reference) => {
                    let number = self.0.iter().position(|one| one == reference).unwrap_or_else(|| {
                        self.0.push(reference.clone());
                        self.0.len() - 1
                    });
                    marked.push_str(&format!("{OPEN}{number}{CLOSE}"));
                }
            }
        }
        marked
    }

    /// The text with each mark replaced by its value.
    pub(crate) fn restore(&self, marked: &str) -> Text {
        let mut pieces = marked.split(OPEN);
        let mut text = Text::from(pieces.next().unwrap_or_default());
        for piece in pieces {
            let hole = piece.split_once(CLOSE).and_then(|(number, rest)| {
                let reference = self.0.get(number.parse::<usize>().ok()?)?;
                Some((reference.clone(), rest))
            });
            match hole {
                Some((reference, rest)) => {
                    text.push(Part::Reference(reference));
                    text.push(Part::Literal(rest.to_owned()));
                }
                None => text.push(Part::Literal(format!("{OPEN}{piece}"))),
            }
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use orgc_ir::{Address, Attribute};

    #[test]
    fn what_is_marked_is_restored() {
        let id = |name: &str| Part::Reference(Reference::new(Address::account(name), Attribute::Id));
        let literal = |text: &str| Part::Literal(text.to_owned());
        let text = Text::new([literal("a"), id("x"), id("y"), literal("\u{FDD0}7\u{FDD1}b")]);
        let mut holes = Holes::default();
        let marked = holes.mark(&text);
        assert_eq!(holes.restore(&marked), text);
        assert_eq!(holes.mark(&text), marked);
    }
}
