//! Patterns of text as IAM compares them: actions, ARNs and the values of conditions.
//!
//! All of them are one form, a run of [`Token`]s. What differs is told when the text is read: whether
//! `*` and `?` are wildcards, whether case counts, whether a policy variable may stand there, and
//! whether a wildcard stops at a colon, as it does in the first five parts of an ARN.

mod matching;
mod read;

pub(crate) use matching::is;

/// A pattern.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Pattern {
    /// What it asks, from left to right.
    pub(crate) tokens: Vec<Token>,
    /// Whether case counts.
    pub(crate) case: Case,
    /// What its wildcards match.
    pub(crate) form: Form,
}

/// A part of a pattern.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Token {
    /// This character.
    Char(char),
    /// `?`: one character.
    One,
    /// `*`: any run of characters, also none.
    Any,
    /// `?` in one of the first five parts of an ARN: one character but a colon.
    OneInPart,
    /// `*` in one of the first five parts of an ARN: any run of characters without a colon.
    AnyInPart,
    /// `${key}`, `${key, 'default'}`: the value of a key of the request.
    Variable {
        /// The key, in lower case.
        key: String,
        /// What stands for an absent key.
        default: Option<String>,
    },
}

/// Whether case counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Case {
    /// It does.
    Counts,
    /// ASCII letters are equal in either case.
    Folds,
}

/// What the wildcards of a pattern match.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Form {
    /// Any character.
    Text,
    /// Within the first five parts, any character but a colon.
    Arn,
}

impl Pattern {
    /// Whether a policy variable stands in it, so that what it matches depends on the request.
    pub(crate) fn has_variable(&self) -> bool {
        self.tokens.iter().any(|token| matches!(token, Token::Variable { .. }))
    }
}

/// In ARNs, wildcards before the fifth colon stop at colons. Answers whether there are five, without which
/// it is no ARN and matches none.
fn stop_at_colons(tokens: &mut [Token]) -> bool {
    let mut colons = 0;
    for token in tokens {
        match token {
            Token::Char(':') => colons += 1,
            Token::One if colons < 5 => *token = Token::OneInPart,
            Token::Any if colons < 5 => *token = Token::AnyInPart,
            _ => {}
        }
    }
    colons >= 5
}
