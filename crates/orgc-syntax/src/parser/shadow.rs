//! A copy of a text with missing braces put in, and the way back from its positions.

use std::borrow::Cow;

/// What is inserted: the line break ends a comment or a string that may stand before it.
const INSERTED: &str = "\n}";

/// The text that is given to the grammar.
#[derive(Clone, Debug)]
pub(super) struct Shadow<'t> {
    text: Cow<'t, str>,
    /// Where in the copy something was inserted, in order.
    insertions: Vec<usize>,
}

impl<'t> Shadow<'t> {
    /// A copy that is the text itself.
    pub(super) fn same(text: &'t str) -> Self {
        Self { text: Cow::Borrowed(text), insertions: Vec::new() }
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Whether braces were put in.
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

    /// Puts a closing brace in at each of these places, which are in order.
    #[must_use]
    pub(super) fn with_braces_at(self, places: &[usize]) -> Self {
        let mut text = String::with_capacity(self.text.len() + places.len() * INSERTED.len());
        let mut insertions = Vec::with_capacity(places.len());
        let mut copied = 0;
        for &place in places {
            text.push_str(self.text.get(copied..place).unwrap_or_default());
            insertions.push(text.len());
            text.push_str(INSERTED);
            copied = place;
        }
        text.push_str(self.text.get(copied..).unwrap_or_default());
        Self { text: Cow::Owned(text), insertions }
    }

    /// The place in the original text of a place in the copy.
    pub(super) fn original(&self, place: usize) -> usize {
        let before = self.insertions.partition_point(|&inserted| inserted < place);
        let last = before.checked_sub(1).and_then(|index| self.insertions.get(index));
        let inside = last.map_or(0, |&inserted| (inserted + INSERTED.len()).saturating_sub(place));
        place + inside - before * INSERTED.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_lead_back_to_the_original() {
        let shadow = Shadow::same("ab{cd").with_braces_at(&[3, 5, 5]);
        assert_eq!(shadow.text(), "ab{\n}cd\n}\n}");
        let back: Vec<usize> = (0..=11).map(|place| shadow.original(place)).collect();
        assert_eq!(back, vec![0, 1, 2, 3, 3, 3, 4, 5, 5, 5, 5, 5]);
    }
}
