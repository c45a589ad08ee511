//! Characters that are not what they look like.

/// What a suspicious character is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Hidden {
    /// It changes the direction of the text around it, so that the text reads differently from
    /// what the compiler sees. Suspicious everywhere.
    Direction,
    /// It cannot be seen. Suspicious outside of strings.
    Invisible,
    /// It looks like this ASCII text. Suspicious outside of strings.
    LooksLike(&'static str),
}

/// What is suspicious about a character, if anything is.
pub(super) fn hidden(character: char) -> Option<Hidden> {
    match character {
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => Some(Hidden::Direction),
        '\u{200e}' | '\u{200f}' | '\u{61c}' => Some(Hidden::Direction),
        '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{ad}' | '\u{feff}' => Some(Hidden::Invisible),
        _ => looks_like(character).map(Hidden::LooksLike),
    }
}

/// The ASCII text that a character is easily taken for: spaces, quotes, dashes and the letters of
/// the Cyrillic and Greek alphabets that are drawn alike.
fn looks_like(character: char) -> Option<&'static str> {
    mark(character).or_else(|| small_letter(character)).or_else(|| capital(character))
}

fn mark(character: char) -> Option<&'static str> {
    Some(match character {
        '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => " ",
        '“' | '”' | '„' | '«' | '»' | '＂' => "\"",
        '‘' | '’' | '‚' | '′' => "'",
        '‐' | '‑' | '‒' | '–' | '—' | '−' => "-",
        '＝' => "=",
        '：' => ":",
        '，' => ",",
        _ => return None,
    })
}

fn small_letter(character: char) -> Option<&'static str> {
    Some(match character {
        'а' => "a",
        'с' | 'ϲ' => "c",
        'ԁ' => "d",
        'е' => "e",
        'һ' => "h",
        'і' | 'ı' => "i",
        'ј' => "j",
        'о' | 'ο' => "o",
        'р' | 'ρ' => "p",
        'ѕ' => "s",
        'υ' => "u",
        'ν' => "v",
        'х' | 'χ' => "x",
        'у' => "y",
        _ => return None,
    })
}

fn capital(character: char) -> Option<&'static str> {
    Some(match character {
        'А' | 'Α' => "A",
        'В' | 'Β' => "B",
        'С' | 'Ϲ' => "C",
        'Е' | 'Ε' => "E",
        'Н' | 'Η' => "H",
        'І' | 'Ι' => "I",
        'Ј' => "J",
        'К' | 'Κ' => "K",
        'М' | 'Μ' => "M",
        'Ν' => "N",
        'О' | 'Ο' => "O",
        'Р' | 'Ρ' => "P",
        'Ѕ' => "S",
        'Т' | 'Τ' => "T",
        'Х' | 'Χ' => "X",
        'У' | 'Υ' => "Y",
        'Ζ' => "Z",
        _ => return None,
    })
}
