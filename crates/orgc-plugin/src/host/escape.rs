//! Making text of a plugin safe to show.

use super::limits::EXCERPT_CHARACTERS;

/// One line: control characters, line breaks and characters that change the direction of text are
/// spelled out as `\u{…}`, so that a message cannot repaint a terminal or reorder what is read.
pub fn line(text: &str) -> String {
    escape(text, |_| false)
}

/// The beginning of a text whose length nothing bounds, on one line: as much as an error repeats.
///
/// It is cut before it is spelled out, which can make it ten times as long.
pub fn excerpt(text: &str) -> String {
    match text.char_indices().nth(EXCERPT_CHARACTERS) {
        Some((end, _)) => line(text.get(..end).unwrap_or_default()) + "…",
        None => line(text),
    }
}

/// Several lines: as [`line`], with line breaks and tabs kept.
pub fn paragraphs(text: &str) -> String {
    escape(text, |character| matches!(character, '\n' | '\t'))
}

fn escape(text: &str, keep: fn(char) -> bool) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        if is_harmful(character) && !keep(character) {
            safe.extend(character.escape_unicode());
        } else {
            safe.push(character);
        }
    }
    safe
}

/// Control characters, line and paragraph separators, direction marks (Unicode Bidirectional
/// Algorithm, explicit formatting characters) and tag characters.
fn is_harmful(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}'
                | '\u{FEFF}' | '\u{E0000}'..='\u{E007F}'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terminal_and_direction_controls_are_spelled_out() {
        assert_eq!(line("a\u{1b}[31mb\u{202e}c\nd"), "a\\u{1b}[31mb\\u{202e}c\\u{a}d");
        assert_eq!(paragraphs("a\nb\tc\u{7}"), "a\nb\tc\\u{7}");
        assert_eq!(line("Zürich 東京 🙂"), "Zürich 東京 🙂");
    }

    #[test]
    fn an_excerpt_is_short_whatever_it_is_of() {
        assert_eq!(excerpt("a\u{1b}"), "a\\u{1b}");
        assert_eq!(excerpt(&"東".repeat(500)), "東".repeat(500));
        assert_eq!(excerpt(&"東".repeat(501)), "東".repeat(500) + "…");
    }
}
