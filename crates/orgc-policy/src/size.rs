//! The size of a text of which some parts are known only after apply.

/// A piece of a text, by its length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Known text of this many characters.
    Known(usize),
    /// An id that AWS will assign, with the fewest and the most characters it can have.
    Later {
        /// The fewest characters.
        min: usize,
        /// The most characters.
        max: usize,
    },
}

/// The fewest and the most characters a text can have. AWS counts characters, not bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Size {
    /// The fewest characters.
    pub min: usize,
    /// The most characters.
    pub max: usize,
}

/// How a size stands to a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fit {
    /// At most 80 % of the limit, whatever AWS assigns.
    Within,
    /// Allowed, whatever AWS assigns, but possibly more than 80 % of the limit.
    Near,
    /// Too large for some of the ids that AWS may assign.
    MayExceed,
    /// Too large, whatever AWS assigns.
    Exceeds,
}

impl Size {
    /// The size of a text of these parts.
    pub fn of(parts: impl IntoIterator<Item = Part>) -> Self {
        parts.into_iter().fold(Self::default(), |size, part| {
            let (min, max) = match part {
                Part::Known(length) => (length, length),
                Part::Later { min, max } => (min, max),
            };
            Self { min: size.min + min, max: size.max + max }
        })
    }

    /// How the size stands to a limit in characters.
    pub fn fit(self, limit: u64) -> Fit {
        let (min, max) = (self.min as u64, self.max as u64);
        if min > limit {
            Fit::Exceeds
        } else if max > limit {
            Fit::MayExceed
        } else if max * 10 > limit * 8 {
            Fit::Near
        } else {
            Fit::Within
        }
    }
}

/// Of a text that is wholly known.
impl From<&str> for Size {
    fn from(text: &str) -> Self {
        Self::of([Part::Known(text.chars().count())])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_yet_unknown_make_a_range() {
        let size = Size::of([Part::Known(70), Part::Later { min: 16, max: 68 }, Part::Known(2)]);
        assert_eq!(size, Size { min: 88, max: 140 });
        assert_eq!(
            [175, 174, 140, 139, 88, 87].map(|limit| size.fit(limit)),
            [Fit::Within, Fit::Near, Fit::Near, Fit::MayExceed, Fit::MayExceed, Fit::Exceeds]
        );
    }

    #[test]
    fn characters_are_counted_not_bytes() {
        assert_eq!(Size::from("größe"), Size { min: 5, max: 5 });
    }
}
