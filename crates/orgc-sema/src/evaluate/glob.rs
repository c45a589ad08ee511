//! Patterns with `*` and `?`, as IAM knows them.

/// Whether a text matches a pattern: `*` is any number of characters, `?` is one. Letters count as
/// they are written.
pub(super) fn matches(pattern: &str, text: &str) -> bool {
    let pattern: Vec<char> = pattern.chars().collect();
    let text: Vec<char> = text.chars().collect();
    let (mut at, mut read) = (0, 0);
    // Where to go on when the text after the last `*` does not fit.
    let mut star: Option<(usize, usize)> = None;
    while read < text.len() {
        match pattern.get(at) {
            Some('*') => {
                star = Some((at + 1, read));
                at += 1;
            }
            Some(one) if *one == '?' || Some(one) == text.get(read) => {
                at += 1;
                read += 1;
            }
            _ => {
                let Some((after, from)) = star else { return false };
                star = Some((after, from + 1));
                at = after;
                read = from + 1;
            }
        }
    }
    pattern.iter().skip(at).all(|one| *one == '*')
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn stars_and_question_marks() {
        for (pattern, text) in
            [("*", ""), ("a*c", "abbc"), ("a?c", "abc"), ("*-dev", "x-dev"), ("a*b*c", "aXbYbc")]
        {
            assert!(matches(pattern, text), "{pattern} {text}");
        }
        for (pattern, text) in [("", "a"), ("a?", "a"), ("*-dev", "x-dev2"), ("A", "a")] {
            assert!(!matches(pattern, text), "{pattern} {text}");
        }
    }
}
