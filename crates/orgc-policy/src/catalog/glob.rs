//! The patterns of IAM: `*` stands for any characters, `?` for one. Case does not matter where
//! actions and keys are compared.

/// Whether a pattern matches a text, without regard to case.
pub(crate) fn matches(pattern: &str, text: &str) -> bool {
    let (pattern, text) = (pattern.as_bytes(), text.as_bytes());
    let (mut at, mut read) = (0, 0);
    // Where to go on when the text does not fit: the last star, and how far it reaches.
    let mut star: Option<(usize, usize)> = None;
    while let Some(letter) = text.get(read) {
        match (pattern.get(at), star) {
            (Some(b'*'), _) => {
                star = Some((at, read));
                at += 1;
            }
            (Some(one), _) if *one == b'?' || one.eq_ignore_ascii_case(letter) => {
                at += 1;
                read += 1;
            }
            (_, Some((star_at, reach))) => {
                star = Some((star_at, reach + 1));
                at = star_at + 1;
                read = reach + 1;
            }
            (_, None) => return false,
        }
    }
    pattern.get(at..).unwrap_or_default().iter().all(|one| *one == b'*')
}

/// Whether everything that one pattern matches, the other matches too. May say no where the answer
/// is yes, never the other way round: wildcards of the narrower pattern are taken as letters that
/// only a star of the wider one covers.
pub(crate) fn covers(wider: &str, narrower: &str) -> bool {
    if wider.eq_ignore_ascii_case(narrower) {
        return true;
    }
    // A `?` covers a letter, not a star of the other; so where both have wildcards, it covers none.
    let both = narrower.contains(['*', '?']) && wider.contains('?');
    !both && matches(wider, &narrower.replace(['*', '?'], "\u{1}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stars_and_question_marks() {
        for (pattern, text) in [
            ("*", ""),
            ("get*", "GetObject"),
            ("*Object*", "GetObjectAcl"),
            ("Get?bject", "GetObject"),
            ("a*b*c", "aXbYbZc"),
            ("**", "x"),
        ] {
            assert!(matches(pattern, text), "{pattern} {text}");
        }
        for (pattern, text) in [("", "a"), ("Get?", "Get"), ("get", "getx"), ("a*b", "abc"), ("?", "")] {
            assert!(!matches(pattern, text), "{pattern} {text}");
        }
    }

    #[test]
    fn what_covers_a_pattern_matches_all_that_it_matches() {
        assert!(covers("Get*", "GetObject*"));
        assert!(covers("*", "Get?"));
        assert!(!covers("GetObject*", "Get*"));
        assert!(!covers("Get?", "Get*"));
        assert!(covers("Get?", "GetX"));
    }
}
