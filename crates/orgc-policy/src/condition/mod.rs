//! Conditions: their operators, what they say of keys that are absent or have several values, their
//! negation, and how they stand together.

mod comparison;
mod operator;
#[cfg(test)]
mod reference;
mod test;
mod together;

pub use comparison::Comparison;
pub use operator::{Base, Family, Operator, Quantifier};
pub use test::{NoNegation, Test};
pub use together::{Clash, Together};

/// The names of the operators without prefix and suffix, for suggestions.
pub(crate) fn names() -> impl Iterator<Item = &'static str> {
    Base::ALL.into_iter().map(Base::name)
}

/// Whether a value is known: no policy variable that IAM fills in, and no character that Unicode keeps
/// out of texts, with which callers mark what is known later.
pub(crate) fn is_known(value: &str) -> bool {
    !value.contains("${") && !value.chars().any(is_mark)
}

/// Whether a character is one that Unicode keeps out of texts. Callers put a value that is known later
/// between two of them.
pub(crate) fn is_mark(character: char) -> bool {
    ('\u{FDD0}'..='\u{FDEF}').contains(&character)
}
