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
    // Most often the letters before the first wildcard tell: it is asked of every two statements of a policy.
    let Some((beginning, _)) = wider.split_once(['*', '?']) else { return false };
    let begins_so = narrower.as_bytes().get(..beginning.len());
    if !begins_so.is_some_and(|found| found.eq_ignore_ascii_case(beginning.as_bytes())) {
        return false;
    }
    // A `?` covers a letter, not a star of the other; so where both have wildcards, it covers none.
    let both = narrower.contains(['*', '?']) && wider.contains('?');
    !both && matches(wider, &narrower.replace(['*', '?'], "\u{1}"))
}

/// Whether some text is matched by both patterns, without regard to case.
pub(crate) fn overlap(one: &str, other: &str) -> bool {
    let other = other.as_bytes();
    // For each length of a beginning of `other`: whether some text is matched by it and by what was
    // read of `one`.
    let mut reached = vec![false; other.len() + 1];
    set(&mut reached, 0);
    pass_stars(&mut reached, other);
    for letter in one.bytes() {
        let ends = reached.iter().enumerate().filter(|(_, is_reached)| **is_reached).map(|(at, _)| at);
        let mut next = vec![false; reached.len()];
        if letter == b'*' {
            // It covers any number of letters of the other pattern.
            let first = ends.min().unwrap_or(reached.len());
            next.iter_mut().skip(first).for_each(|is_reached| *is_reached = true);
        } else {
            for at in ends {
                match other.get(at) {
                    Some(b'*') => set(&mut next, at),
                    Some(with) if meet(letter, *with) => set(&mut next, at + 1),
                    _ => {}
                }
            }
            pass_stars(&mut next, other);
        }
        reached = next;
    }
    reached.last().copied().unwrap_or(false)
}

fn set(reached: &mut [bool], at: usize) {
    if let Some(is_reached) = reached.get_mut(at) {
        *is_reached = true;
    }
}

/// A star of the pattern may match nothing.
fn pass_stars(reached: &mut [bool], pattern: &[u8]) {
    for (at, letter) in pattern.iter().enumerate() {
        if *letter == b'*' && reached.get(at) == Some(&true) {
            set(reached, at + 1);
        }
    }
}

/// Whether a letter fits both, neither of which is a star.
fn meet(one: u8, other: u8) -> bool {
    one == b'?' || other == b'?' || one.eq_ignore_ascii_case(&other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_patterns_overlap_if_a_text_fits_both() {
        for (one, other) in [
            ("", ""),
            ("*", ""),
            ("a*", "*b"),
            ("a*c", "ab*"),
            ("a?c", "AB*"),
            ("arn:*:s3:::*/*", "arn:aws:s3:::logs/2026-*"),
            ("*:b", "a:*"),
            ("**x", "*y*x"),
        ] {
            assert!(overlap(one, other) && overlap(other, one), "{one} {other}");
        }
        for (one, other) in
            [("", "a"), ("a*", "b*"), ("*a", "*b"), ("a?", "a"), ("a*b??", "abc"), ("x/*", "x")]
        {
            assert!(!overlap(one, other) && !overlap(other, one), "{one} {other}");
        }
    }

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
