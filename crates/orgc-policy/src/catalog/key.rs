//! Condition keys: their names, which may have a part that the writer fills in, and their types.

use super::glob::matches;
use std::fmt;

/// A condition key of the catalogue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    /// The name: `aws:RequestedRegion`, `aws:RequestTag/${TagKey}`.
    pub name: String,
    /// What its values are.
    pub key_type: KeyType,
}

/// What the values of a condition key are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeyType {
    /// What one value is.
    pub kind: KeyKind,
    /// Whether a request can have several values.
    pub many: bool,
}

/// What a value of a condition key is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum KeyKind {
    /// Text.
    String,
    /// An ARN.
    Arn,
    /// A number.
    Numeric,
    /// A date, or the seconds since 1970.
    Date,
    /// `true` or `false`.
    Bool,
    /// An IP address.
    Ip,
    /// Bytes in base 64.
    Binary,
}

/// The letters of the kinds in the packed catalogue; capitals are keys with several values. First
/// the names in the source.
const KINDS: [(&str, char, KeyKind); 7] = [
    ("String", 's', KeyKind::String),
    ("ARN", 'a', KeyKind::Arn),
    ("Numeric", 'n', KeyKind::Numeric),
    ("Date", 'd', KeyKind::Date),
    ("Bool", 'b', KeyKind::Bool),
    ("IPAddress", 'i', KeyKind::Ip),
    ("Binary", 'y', KeyKind::Binary),
];

impl KeyType {
    /// The type that the source of the catalogue names: `ArrayOfString`.
    pub(super) fn named(name: &str) -> Option<Self> {
        let (plain, many) = match name.strip_prefix("ArrayOf") {
            Some(plain) => (plain, true),
            None => (name, false),
        };
        let (_, _, kind) = KINDS.iter().find(|(one, _, _)| *one == plain)?;
        Some(Self { kind: *kind, many })
    }

    /// The type of a letter.
    pub(super) fn of_letter(letter: char) -> Option<Self> {
        let (_, _, kind) = KINDS.iter().find(|(_, one, _)| *one == letter.to_ascii_lowercase())?;
        Some(Self { kind: *kind, many: letter.is_ascii_uppercase() })
    }

    pub(super) fn letter(self) -> char {
        let letter = KINDS.iter().find(|(_, _, kind)| *kind == self.kind).map_or('s', |(_, one, _)| *one);
        if self.many { letter.to_ascii_uppercase() } else { letter }
    }
}

/// For messages: "a number".
impl fmt::Display for KeyKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::String => "a string",
            Self::Arn => "an ARN",
            Self::Numeric => "a number",
            Self::Date => "a date",
            Self::Bool => "a boolean",
            Self::Ip => "an IP address",
            Self::Binary => "binary data",
        })
    }
}

impl Key {
    /// Whether this is the key that is written. A part such as `${TagKey}` stands for any text.
    pub fn is(&self, written: &str) -> bool {
        match self.name.contains("${") {
            false => self.name.eq_ignore_ascii_case(written),
            true => matches(&pattern(&self.name), written),
        }
    }
}

/// The name with one or more letters for each part to fill in.
fn pattern(name: &str) -> String {
    let mut pattern = String::new();
    let mut rest = name;
    while let Some((before, after)) = rest.split_once("${") {
        pattern.push_str(before);
        pattern.push_str("?*");
        rest = after.split_once('}').map_or("", |(_, after)| after);
    }
    pattern.push_str(rest);
    pattern
}

/// The name in one notation: `${part}` for what the source also writes `<part>`, `tag-key`, or
/// leaves out after a slash.
pub(super) fn normalized(name: &str) -> String {
    if let Some(before) = name.strip_suffix("/tag-key") {
        return format!("{before}/${{TagKey}}");
    }
    if name.ends_with('/') {
        return format!("{name}${{TagKey}}");
    }
    match name.split_once('<').and_then(|(before, rest)| Some((before, rest.split_once('>')?))) {
        Some((before, (part, after))) => format!("{before}${{{part}}}{after}"),
        None => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_stands_for_any_text_but_none() {
        let key = |name: &str| Key { name: normalized(name), key_type: KeyType::of_letter('s').unwrap() };
        assert!(key("aws:RequestTag/${TagKey}").is("aws:requesttag/team"));
        assert!(!key("aws:RequestTag/tag-key").is("aws:RequestTag/"));
        assert!(key("s3:RequestObjectTag/<key>").is("s3:RequestObjectTag/a/b"));
        assert!(key("x:${a}.y/${b}").is("x:1.y/2"));
        assert!(key("aws:SourceIp").is("aws:sourceip"));
        assert_eq!(normalized("glacier:ResourceTag/"), "glacier:ResourceTag/${TagKey}");
    }
}
