//! Whether a text matches a pattern.

use super::{Case, Form, Pattern, Token, stop_at_colons};
use std::borrow::Cow;
use std::str::Chars;

impl Pattern {
    /// Whether a text matches, where `value` answers the value of a key, in lower case. A variable
    /// without value and default matches nothing.
    pub(crate) fn matches<'v>(&self, text: &str, value: impl Fn(&str) -> Option<&'v str>) -> bool {
        match self.filled(value) {
            Some(tokens) => fits(&tokens, text, self.case),
            None => false,
        }
    }

    /// The tokens with the values of variables in their place, which are text without wildcards.
    fn filled<'v>(&self, value: impl Fn(&str) -> Option<&'v str>) -> Option<Cow<'_, [Token]>> {
        if !self.has_variable() {
            return Some(Cow::Borrowed(&self.tokens));
        }
        let mut tokens = Vec::new();
        for token in &self.tokens {
            match token {
                Token::Variable { key, default } => {
                    let text = value(key).or(default.as_deref())?;
                    tokens.extend(text.chars().map(Token::Char));
                }
                other => tokens.push(other.clone()),
            }
        }
        let fits = self.form == Form::Text || stop_at_colons(&mut tokens);
        fits.then_some(Cow::Owned(tokens))
    }
}

/// Whether a text fits tokens without variables.
///
/// Only the last wildcard is ever tried again. That is enough among wildcards of one kind, where an
/// earlier one that took more could only leave less. In an ARN, the text between two colons is the
/// business of one part: where its wildcards cannot reach the colon, no other can.
fn fits(tokens: &[Token], text: &str, case: Case) -> bool {
    let (mut pattern, mut rest) = (tokens, text.chars());
    let mut again: Option<(&[Token], Chars<'_>, bool)> = None;
    loop {
        match pattern.split_first() {
            Some((Token::Any, after)) => {
                again = Some((after, rest.clone(), false));
                pattern = after;
                continue;
            }
            Some((Token::AnyInPart, after)) => {
                again = Some((after, rest.clone(), true));
                pattern = after;
                continue;
            }
            Some((token, after)) => {
                let mut tried = rest.clone();
                if tried.next().is_some_and(|c| is(token, c, case)) {
                    (pattern, rest) = (after, tried);
                    continue;
                }
            }
            None if rest.as_str().is_empty() => return true,
            None => {}
        }
        let Some((after, taken, stops)) = &mut again else { return false };
        match taken.next() {
            Some(':') if *stops => return false,
            Some(_) => (pattern, rest) = (after, taken.clone()),
            None => return false,
        }
    }
}

/// Whether a token that stands for one character stands for this one.
pub(crate) fn is(token: &Token, c: char, case: Case) -> bool {
    match token {
        Token::Char(one) if case == Case::Folds => one.eq_ignore_ascii_case(&c),
        Token::Char(one) => *one == c,
        Token::One => true,
        Token::OneInPart => c != ':',
        Token::Any | Token::AnyInPart | Token::Variable { .. } => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(pattern: &Pattern, text: &str) -> bool {
        pattern.matches(text, |key| (key == "aws:username").then_some("a*b"))
    }

    #[test]
    fn actions_fold_case() {
        let pattern = Pattern::action("s3:Get*Acl");
        assert!(matches(&pattern, "S3:getobjectACL"));
        assert!(!matches(&pattern, "s3:GetObject"));
        assert!(matches(&Pattern::action("*"), "a:B"));
    }

    #[test]
    fn wildcards_of_an_arn_stop_at_colons_in_its_first_five_parts() {
        let arn = |pattern: &str, text: &str| matches(&Pattern::arn(pattern).unwrap(), text);
        assert!(arn("arn:*:iam::*:role/*", "arn:aws:iam::1:role/a/b:c"));
        assert!(!arn("arn:*:role/*:::", "arn:aws:iam::1:role/a"));
        assert!(!arn("arn:aws:s*:::x", "arn:aws:s3:eu::x"));
        assert!(arn("arn:aws:s?:::x", "arn:aws:s3:::x"));
        assert!(arn("*", "x"));
        assert!(Pattern::arn("arn:aws:s3*").is_none());
    }

    #[test]
    fn the_service_of_a_resource_takes_no_wildcard() {
        assert!(!matches(&Pattern::resource("arn:aws:s*:::x").unwrap(), "arn:aws:s3:::x"));
        assert!(matches(&Pattern::resource("arn:aws:s3:::x*y").unwrap(), "arn:aws:s3:::x:y"));
    }

    #[test]
    fn the_value_of_a_variable_has_no_wildcards() {
        let home = Pattern::resource("arn:aws:s3:::home/${aws:Username}/*").unwrap();
        assert!(matches(&home, "arn:aws:s3:::home/a*b/x"));
        assert!(!matches(&home, "arn:aws:s3:::home/axb/x"));
        assert!(!matches(&Pattern::glob("${aws:PrincipalTag/x}"), ""));
        assert!(matches(&Pattern::glob("${aws:PrincipalTag/x, 'none'}"), "none"));
        assert!(matches(&Pattern::glob("${*}${?}${$}*"), "*?$x"));
        assert!(matches(&Pattern::literal("a*", Case::Counts), "a*"));
        assert!(matches(&Pattern::literal("${open", Case::Counts), "${open"));
    }

    #[test]
    fn many_wildcards_cost_no_more_than_pattern_times_text() {
        let pattern = Pattern::glob(&"*a".repeat(2_000));
        assert!(!matches(&pattern, &"a".repeat(1_999)));
        assert!(matches(&pattern, &"a".repeat(2_000)));
    }
}
