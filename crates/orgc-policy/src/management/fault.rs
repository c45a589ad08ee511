//! What can be wrong with the content of a management policy.

/// What can be wrong with the content of a management policy.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ManagementFault {
    /// A key that there is not.
    #[error("`{found}` is not a key here; there are `{}`", .known.join("`, `"))]
    UnknownKey {
        /// The key as written.
        found: String,
        /// The keys that there are.
        known: Vec<&'static str>,
    },
    /// A freely chosen key of the wrong form.
    #[error("`{found}` cannot be a key here: expected {expected}")]
    BadKey {
        /// The key as written.
        found: String,
        /// What is expected, with its article.
        expected: &'static str,
    },
    /// A value without an inheritance operator.
    #[error("a value stands under an inheritance operator: write `{{\"@@assign\": …}}`")]
    PlainValue,
    /// Something that begins like an operator.
    #[error("`{found}` is not an inheritance operator here; there are `{}`", .known.join("`, `"))]
    UnknownOperator {
        /// The operator as written.
        found: String,
        /// The operators that may stand here.
        known: Vec<&'static str>,
    },
    /// A word that is not among those that there are.
    #[error("`{found}` is not one of `{}`", .known.join("`, `"))]
    UnknownWord {
        /// The word as written.
        found: String,
        /// The words that there are.
        known: Vec<&'static str>,
    },
    /// A string of the wrong form.
    #[error("`{found}` is not {expected}")]
    Form {
        /// The string as written.
        found: String,
        /// What is expected, with its article.
        expected: &'static str,
    },
    /// A number that is too low or too high.
    #[error("{found} is not allowed here: the number must be between {low} and {high}")]
    Range {
        /// The number as written.
        found: String,
        /// The lowest.
        low: i64,
        /// The highest.
        high: i64,
    },
    /// Too many elements or keys.
    #[error("there are {count} of them, and there may be {most}")]
    TooMany {
        /// How many there are.
        count: usize,
        /// How many there may be.
        most: usize,
    },
    /// A tag key that is not that of its entry.
    #[error("the tag key `{found}` differs from `{expected}` in more than upper and lower case")]
    TagKey {
        /// The tag key as written.
        found: String,
        /// The key of the entry.
        expected: String,
    },
    /// A backup that leaves cold storage too early.
    #[error(
        "a backup stays in cold storage for at least 90 days: it moves there after {cold} days and cannot be deleted after {delete}"
    )]
    ColdStorage {
        /// After how many days it moves there.
        cold: i64,
        /// After how many days it is deleted.
        delete: i64,
    },
    /// A feature of GuardDuty without GuardDuty itself.
    #[error("`{feature}` is enabled and needs `foundational` to be enabled too")]
    Foundational {
        /// The feature.
        feature: String,
    },
}

impl ManagementFault {
    /// What was written and what could stand there instead, where a misspelling is likely.
    pub(crate) fn candidates(&self) -> Option<(&str, Vec<&'static str>)> {
        match self {
            Self::UnknownKey { found, known }
            | Self::UnknownOperator { found, known }
            | Self::UnknownWord { found, known } => Some((found, known.clone())),
            _ => None,
        }
    }
}
