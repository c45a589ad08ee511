//! Condition operators: `StringLike`, `ForAnyValue:StringNotEquals`, `BoolIfExists`.

use crate::catalog::{KeyKind, KeyType};
use std::fmt;

/// A condition operator.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Operator {
    /// How it treats the values of a key that has several.
    pub quantifier: Option<Quantifier>,
    /// What it compares.
    pub base: Base,
    /// Whether it holds for a key that the request does not have.
    pub if_exists: bool,
}

/// How an operator treats the values of a key that has several.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Quantifier {
    /// `ForAnyValue`: one value is enough; false for an absent key.
    Any,
    /// `ForAllValues`: every value must pass; true for an absent key.
    All,
}

/// What kind of value an operator compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Family {
    /// Text.
    String,
    /// Numbers.
    Numeric,
    /// Dates.
    Date,
    /// Booleans.
    Bool,
    /// Bytes.
    Binary,
    /// Addresses and networks.
    Ip,
    /// ARNs, part by part.
    Arn,
    /// Whether there is a value at all.
    Null,
}

macro_rules! bases {
    ($($name:ident $family:ident $opposite:expr;)*) => {
        /// The operators without prefix and suffix (IAM User Guide, Condition operators).
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        #[expect(missing_docs, reason = "they are IAM's own words")]
        pub enum Base {
            $($name),*
        }

        impl Base {
            /// All of them.
            pub const ALL: [Self; 27] = [$(Self::$name),*];

            /// IAM's word for it.
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$name => stringify!($name)),*
                }
            }

            /// What kind of value it compares.
            pub fn family(self) -> Family {
                match self {
                    $(Self::$name => Family::$family),*
                }
            }

            /// The operator that holds for a value exactly when this one does not. `Bool` and `Null`
            /// are their own opposites, with the other value; binary data has none.
            pub(crate) fn opposite(self) -> Option<Self> {
                use Base::*;
                match self {
                    $($name => $opposite),*
                }
            }
        }
    };
}

bases! {
    StringEquals String Some(StringNotEquals);
    StringNotEquals String Some(StringEquals);
    StringEqualsIgnoreCase String Some(StringNotEqualsIgnoreCase);
    StringNotEqualsIgnoreCase String Some(StringEqualsIgnoreCase);
    StringLike String Some(StringNotLike);
    StringNotLike String Some(StringLike);
    NumericEquals Numeric Some(NumericNotEquals);
    NumericNotEquals Numeric Some(NumericEquals);
    NumericLessThan Numeric Some(NumericGreaterThanEquals);
    NumericLessThanEquals Numeric Some(NumericGreaterThan);
    NumericGreaterThan Numeric Some(NumericLessThanEquals);
    NumericGreaterThanEquals Numeric Some(NumericLessThan);
    DateEquals Date Some(DateNotEquals);
    DateNotEquals Date Some(DateEquals);
    DateLessThan Date Some(DateGreaterThanEquals);
    DateLessThanEquals Date Some(DateGreaterThan);
    DateGreaterThan Date Some(DateLessThanEquals);
    DateGreaterThanEquals Date Some(DateLessThan);
    Bool Bool Some(Bool);
    BinaryEquals Binary None;
    IpAddress Ip Some(NotIpAddress);
    NotIpAddress Ip Some(IpAddress);
    ArnEquals Arn Some(ArnNotEquals);
    ArnNotEquals Arn Some(ArnEquals);
    ArnLike Arn Some(ArnNotLike);
    ArnNotLike Arn Some(ArnLike);
    Null Null Some(Null);
}

impl Base {
    /// Whether it holds when no value of the list matches, so that it holds for absent keys.
    pub fn is_negated(self) -> bool {
        self.name().contains("Not")
    }

    /// Whether it compares by order, so that one value says all.
    pub fn is_order(self) -> bool {
        self.name().contains("Than")
    }

    /// Whether values of a key of this kind can be compared so. ARNs are text and may be compared as
    /// such, and text may be an ARN; a date may be the number of seconds.
    pub fn takes(self, kind: KeyKind) -> bool {
        match self.family() {
            Family::String => matches!(kind, KeyKind::String | KeyKind::Arn),
            Family::Arn => matches!(kind, KeyKind::Arn | KeyKind::String),
            Family::Numeric => matches!(kind, KeyKind::Numeric | KeyKind::Date),
            Family::Date => kind == KeyKind::Date,
            Family::Bool => kind == KeyKind::Bool,
            // No table has keys of this kind; what is text there may be binary.
            Family::Binary => matches!(kind, KeyKind::Binary | KeyKind::String),
            Family::Ip => kind == KeyKind::Ip,
            Family::Null => true,
        }
    }
}

impl Operator {
    /// An operator without prefix and suffix.
    pub fn of(base: Base) -> Self {
        Self { quantifier: None, base, if_exists: false }
    }

    /// The operator that is written. Case is not held against anyone, as no source says that AWS
    /// refuses it.
    pub fn parse(name: &str) -> Option<Self> {
        let folded = name.to_ascii_lowercase();
        let (quantifier, plain) = match folded.split_once(':') {
            Some(("forallvalues", plain)) => (Some(Quantifier::All), plain),
            Some(("foranyvalue", plain)) => (Some(Quantifier::Any), plain),
            Some(_) => return None,
            None => (None, folded.as_str()),
        };
        let (plain, if_exists) = match plain.strip_suffix("ifexists") {
            Some(plain) => (plain, true),
            None => (plain, false),
        };
        let base = Base::ALL.into_iter().find(|one| one.name().eq_ignore_ascii_case(plain))?;
        let decorated = if_exists || quantifier.is_some();
        (!(decorated && base == Base::Null)).then_some(Self { quantifier, base, if_exists })
    }

    /// Whether it can be asked of a key of this type, whatever the quantifier.
    pub fn takes(self, key_type: KeyType) -> bool {
        self.base.takes(key_type.kind)
    }
}

impl fmt::Display for Operator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let prefix = match self.quantifier {
            Some(Quantifier::Any) => "ForAnyValue:",
            Some(Quantifier::All) => "ForAllValues:",
            None => "",
        };
        let suffix = if self.if_exists { "IfExists" } else { "" };
        write!(f, "{prefix}{}{suffix}", self.base.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operators_take_a_set_prefix_and_a_suffix() {
        for name in
            ["Bool", "Null", "BoolIfExists", "ForAnyValue:StringNotLike", "ForAllValues:ArnLikeIfExists"]
        {
            assert_eq!(Operator::parse(name).map(|one| one.to_string()), Some(name.to_owned()));
        }
        assert!(Operator::parse("forallvalues:arnlikeifexists").is_some());
        for name in ["", "StringLikes", "NullIfExists", "ForAnyValue:Null", "ForSomeValue:Bool", "IfExists"] {
            assert!(Operator::parse(name).is_none(), "{name}");
        }
    }

    #[test]
    fn an_opposite_is_mutual() {
        for base in Base::ALL {
            if let Some(opposite) = base.opposite() {
                assert_eq!(opposite.opposite(), Some(base));
                assert_eq!(opposite.family(), base.family());
            }
        }
    }
}
