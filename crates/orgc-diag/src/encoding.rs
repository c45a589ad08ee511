//! From bytes to text, and what the bytes probably are when they are no text.

use std::fmt;

/// Why bytes are no UTF-8 text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotText {
    /// The first byte that does not fit, from 0.
    pub byte: usize,
    /// The line it is in, from 1.
    pub line: usize,
    /// The encoding that the bytes probably have: `UTF-16 (little-endian)`.
    pub looks_like: Option<&'static str>,
}

impl std::error::Error for NotText {}

impl fmt::Display for NotText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.looks_like {
            Some(encoding) => write!(f, "not UTF-8 text but {encoding}"),
            None => {
                write!(f, "not UTF-8 text: byte {} (line {}) is the first that is not", self.byte, self.line)
            }
        }
    }
}

/// The text that the bytes are. Nothing is dropped or replaced, so that spans are those of the file.
///
/// # Errors
/// When the bytes are not UTF-8, or are UTF-16 whose every byte happens to be.
pub fn decode(bytes: Vec<u8>) -> Result<String, NotText> {
    let looks_like = other_encoding(&bytes);
    match String::from_utf8(bytes) {
        Ok(_) if looks_like.is_some() => Err(NotText { byte: 0, line: 1, looks_like }),
        Ok(text) => Ok(text),
        Err(error) => {
            let byte = error.utf8_error().valid_up_to();
            let before = error.as_bytes().iter().take(byte);
            let line = before.filter(|one| **one == b'\n').count() + 1;
            Err(NotText { byte, line, looks_like })
        }
    }
}

/// An encoding with two or four bytes a character, by its byte order mark or by the zeros that Latin
/// letters have in it.
fn other_encoding(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0xff, 0xfe, 0, 0, ..] | [0, 0, 0xfe, 0xff, ..] => Some("UTF-32"),
        [0xff, 0xfe, ..] | [1..=0x7f, 0, 1..=0x7f, 0, ..] => Some("UTF-16 (little-endian)"),
        [0xfe, 0xff, ..] | [0, 1..=0x7f, 0, 1..=0x7f, ..] => Some("UTF-16 (big-endian)"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(bytes: &[u8]) -> String {
        decode(bytes.to_vec()).unwrap_err().to_string()
    }

    #[test]
    fn utf_8_comes_through_byte_by_byte() {
        let text = "\u{feff}ou Größe {}\r\n";
        assert_eq!(decode(text.as_bytes().to_vec()).unwrap(), text);
        assert_eq!(decode(vec![]).unwrap(), "");
    }

    #[test]
    fn other_encodings_are_named() {
        let wide = |order: fn(u16) -> [u8; 2]| "ou A".encode_utf16().flat_map(order).collect::<Vec<u8>>();
        assert_eq!(said(&wide(u16::to_le_bytes)), "not UTF-8 text but UTF-16 (little-endian)");
        assert_eq!(said(&wide(u16::to_be_bytes)), "not UTF-8 text but UTF-16 (big-endian)");
        assert_eq!(said(b"\xff\xfeo\0"), "not UTF-8 text but UTF-16 (little-endian)");
        assert_eq!(said(b"\xff\xfe\0\0"), "not UTF-8 text but UTF-32");
        assert_eq!(said(b"a\nGr\xf6\xdfe"), "not UTF-8 text: byte 4 (line 2) is the first that is not");
    }
}
