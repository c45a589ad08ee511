//! What a file that is not UTF-8 probably is.

/// How the bytes of a file stand for characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::evaluate) enum Encoding {
    Utf8,
    Utf16,
    /// One byte for each character, as old spreadsheets write.
    SingleByte,
    Binary,
}

impl Encoding {
    pub(in crate::evaluate) fn of(bytes: &[u8]) -> Self {
        let start = bytes.get(..bytes.len().min(1024)).unwrap_or_default();
        if start.starts_with(&[0xFF, 0xFE]) || start.starts_with(&[0xFE, 0xFF]) {
            return Self::Utf16;
        }
        if std::str::from_utf8(bytes).is_ok() {
            return Self::Utf8;
        }
        if start.contains(&0) { Self::Binary } else { Self::SingleByte }
    }

    /// For a message: "it looks like …; …".
    pub(in crate::evaluate) fn guess(self) -> &'static str {
        match self {
            Self::Utf8 | Self::SingleByte => "it looks like Latin-1 or Windows-1252; save it as UTF-8",
            Self::Utf16 => "it looks like UTF-16; save it as UTF-8",
            Self::Binary => "it looks like a binary file",
        }
    }
}
