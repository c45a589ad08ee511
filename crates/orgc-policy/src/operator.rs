//! Condition operators: `StringLike`, `ForAnyValue:StringNotEquals`, `BoolIfExists`.

/// The base operators (IAM User Guide, Condition operators).
pub(crate) const BASE: [&str; 27] = [
    "StringEquals",
    "StringNotEquals",
    "StringEqualsIgnoreCase",
    "StringNotEqualsIgnoreCase",
    "StringLike",
    "StringNotLike",
    "NumericEquals",
    "NumericNotEquals",
    "NumericLessThan",
    "NumericLessThanEquals",
    "NumericGreaterThan",
    "NumericGreaterThanEquals",
    "DateEquals",
    "DateNotEquals",
    "DateLessThan",
    "DateLessThanEquals",
    "DateGreaterThan",
    "DateGreaterThanEquals",
    "Bool",
    "BinaryEquals",
    "IpAddress",
    "NotIpAddress",
    "ArnEquals",
    "ArnNotEquals",
    "ArnLike",
    "ArnNotLike",
    "Null",
];

/// Whether there is such an operator. Case is not held against anyone, as no source says that AWS
/// refuses it.
pub(crate) fn is_operator(name: &str) -> bool {
    let folded = name.to_ascii_lowercase();
    let base = folded.strip_prefix("forallvalues:").or_else(|| folded.strip_prefix("foranyvalue:"));
    let plain = base.unwrap_or(&folded);
    let (plain, absent) = match plain.strip_suffix("ifexists") {
        Some(plain) => (plain, true),
        None => (plain, false),
    };
    let decorated = absent || base.is_some();
    BASE.iter().any(|one| one.eq_ignore_ascii_case(plain)) && !(decorated && plain == "null")
}

#[cfg(test)]
mod tests {
    use super::is_operator;

    #[test]
    fn operators_take_a_set_prefix_and_a_suffix() {
        for name in
            ["Bool", "Null", "BoolIfExists", "ForAnyValue:StringNotLike", "forallvalues:ArnLikeIfExists"]
        {
            assert!(is_operator(name), "{name}");
        }
        for name in ["", "StringLikes", "NullIfExists", "ForAnyValue:Null", "ForSomeValue:Bool", "IfExists"] {
            assert!(!is_operator(name), "{name}");
        }
    }
}
