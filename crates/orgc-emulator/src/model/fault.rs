//! What is wrong with an input, before a service words it.

use std::fmt;

use super::pattern::Pattern;

/// The one fault of an input that is answered.
#[derive(Debug)]
pub(crate) struct Fault<'m> {
    /// Where it is, such as `Tags[1].Key`; empty for the input itself.
    pub place: String,
    /// The shape that the value should have had.
    pub shape: &'m str,
    pub what: What<'m>,
    /// Whether the value is itself an item of a list.
    pub is_item: bool,
}

/// What a value lacks or is.
#[derive(Debug)]
pub(crate) enum What<'m> {
    Missing,
    /// It is of another type than this one.
    Type(&'static str),
    /// It is none of these.
    Choice(&'m [String]),
    Pattern(&'m Pattern),
    /// Fewer characters or items than this.
    TooShort(i64),
    TooLong(i64),
    TooSmall(i64),
    TooLarge(i64),
}

impl fmt::Display for Fault<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = if self.place.is_empty() { "the input" } else { &self.place };
        match self.what {
            What::Missing => write!(f, "{place} must be given"),
            What::Type(kind) => write!(f, "{place} must be {kind}"),
            What::Choice(choices) => write!(f, "{place} must be one of {}", choices.join(", ")),
            What::Pattern(pattern) => write!(f, "{place} must have the form {pattern}"),
            What::TooShort(least) => write!(f, "{place} must have a length of at least {least}"),
            What::TooLong(most) => write!(f, "{place} must have a length of at most {most}"),
            What::TooSmall(least) => write!(f, "{place} must be at least {least}"),
            What::TooLarge(most) => write!(f, "{place} must be at most {most}"),
        }
    }
}
