//! A copy of a text with what is missing put in, and the way back from its positions.

use std::borrow::Cow;

/// A closing brace. The line break ends a comment or a string that may stand before it.
const BRACE: &str = "\n}";
/// Closing quotes. The line break ends an escape that may stand before them.
const QUOTES: &str = "\n\"\"\"";

/// The text that is given to the grammar.
#[derive(Clone, Debug)]
pub(super) struct Shadow<'t> {
    text: Cow<'t, str>,
    /// What was inserted, in order.
    insertions: Vec<Insertion>,
}

#[derive(Clone, Copy, Debug)]
struct Insertion {
    /// Where it starts in the copy.
    start: usize,
    /// Where it ends in the copy.
    end: usize,
    /// Where it stands in the original.
    original: usize,
}

impl<'t> Shadow<'t> {
    /// A copy that is the text itself.
    pub(super) fn same(text: &'t str) -> Self {
        Self { text: Cow::Borrowed(text), insertions: Vec::new() }
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Whether something was put in.
    pub(super) fn is_repaired(&self) -> bool {
        !self.insertions.is_empty()
    }

    /// Hides the marks of comments of other languages: each two bytes at these places become
    /// `# `, so that no position changes.
    #[must_use]
    pub(super) fn with_comments_at(self, places: &[usize]) -> Self {
        if places.is_empty() {
            return self;
        }
        let mut text = self.text.into_owned();
        for &place in places {
            if text.get(place..place + 2).is_some() {
                text.replace_range(place..place + 2, "# ");
            }
        }
        Self { text: Cow::Owned(text), insertions: self.insertions }
    }

    /// Puts in a closing brace at each of these places of the original, which are in order, and
    /// before those at the end of the text the closing quotes of a text block.
    #[must_use]
    pub(super) fn with_missing(self, braces: &[usize], quotes: bool) -> Self {
        let end = self.text.len();
        let inside = braces.iter().filter(|place| !quotes || **place < end);
        let at_end = braces.iter().filter(|place| quotes && **place >= end);
        let quotes = quotes.then_some((end, QUOTES));
        let brace = |place: &usize| (*place, BRACE);
        let missing = inside.map(brace).chain(quotes).chain(at_end.map(brace));

        let mut text = String::with_capacity(end + (braces.len() + 2) * BRACE.len());
        let mut insertions = Vec::with_capacity(braces.len());
        let mut copied = 0;
        for (original, inserted) in missing {
            text.push_str(self.text.get(copied..original).unwrap_or_default());
            let start = text.len();
            text.push_str(inserted);
            insertions.push(Insertion { start, end: text.len(), original });
            copied = original;
        }
        text.push_str(self.text.get(copied..).unwrap_or_default());
        Self { text: Cow::Owned(text), insertions }
    }

    /// The place in the original text of a place in the copy.
    pub(super) fn original(&self, place: usize) -> usize {
        let before = self.insertions.partition_point(|inserted| inserted.start < place);
        match before.checked_sub(1).and_then(|index| self.insertions.get(index)) {
            Some(inserted) => inserted.original + place.saturating_sub(inserted.end),
            None => place,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_lead_back_to_the_original() {
        let shadow = Shadow::same("ab{cd").with_missing(&[3, 5, 5], false);
        assert_eq!(shadow.text(), "ab{\n}cd\n}\n}");
        let back: Vec<usize> = (0..=11).map(|place| shadow.original(place)).collect();
        assert_eq!(back, vec![0, 1, 2, 3, 3, 3, 4, 5, 5, 5, 5, 5]);
    }

    #[test]
    fn quotes_are_closed_before_the_braces_around_them() {
        let shadow = Shadow::same("a{\"\"\"b").with_missing(&[6], true);
        assert_eq!(shadow.text(), "a{\"\"\"b\n\"\"\"\n}");
        assert_eq!(shadow.original(shadow.text().len()), 6);
    }
}
