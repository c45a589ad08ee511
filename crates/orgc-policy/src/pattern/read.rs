//! From the text of a policy to patterns.

use super::{Case, Form, Pattern, Token, stop_at_colons};

/// What the characters of a text mean.
#[derive(Clone, Copy)]
struct Notation {
    wildcards: bool,
    /// Colons before which a variable is just text.
    variables_after: usize,
    /// Whether the third part, the service of a resource, takes no wildcard.
    service_is_literal: bool,
}

const LITERAL: Notation = Notation { wildcards: false, variables_after: 0, service_is_literal: false };
const GLOB: Notation = Notation { wildcards: true, ..LITERAL };
const RESOURCE: Notation = Notation { wildcards: true, variables_after: 5, service_is_literal: true };

impl Pattern {
    /// An action. IAM compares it without regard to case and has no variables there.
    pub(crate) fn action(text: &str) -> Self {
        let notation = Notation { variables_after: usize::MAX, ..GLOB };
        Self { tokens: read(text, notation), case: Case::Folds, form: Form::Text }
    }

    /// Every action: a service, a colon and a name.
    pub(crate) fn any_action() -> Self {
        let word = [Token::OneInPart, Token::AnyInPart];
        let tokens = word.iter().chain(&[Token::Char(':')]).chain(&word).cloned().collect();
        Self { tokens, case: Case::Folds, form: Form::Arn }
    }

    /// A resource; none if it has too few parts to match one.
    pub(crate) fn resource(text: &str) -> Option<Self> {
        Self::in_parts(read(text, RESOURCE))
    }

    /// A value of `ArnLike` and its kin; none if it has too few parts to match one.
    pub(crate) fn arn(text: &str) -> Option<Self> {
        Self::in_parts(read(text, GLOB))
    }

    /// A value without wildcards: `StringEquals`.
    pub(crate) fn literal(text: &str, case: Case) -> Self {
        Self { tokens: read(text, LITERAL), case, form: Form::Text }
    }

    /// A value of `BinaryEquals`: bytes in base 64, which has one text for them.
    pub(crate) fn bytes(text: &str) -> Self {
        let tokens = text.chars().map(Token::Char).collect();
        Self { tokens, case: Case::Counts, form: Form::Text }
    }

    /// A value with wildcards: `StringLike`.
    pub(crate) fn glob(text: &str) -> Self {
        Self { tokens: read(text, GLOB), case: Case::Counts, form: Form::Text }
    }

    /// `*` alone is everything; otherwise there are six parts. A variable may fill in several.
    fn in_parts(mut tokens: Vec<Token>) -> Option<Self> {
        if tokens == [Token::Any] {
            return Some(Self { tokens, case: Case::Counts, form: Form::Text });
        }
        let has_variable = tokens.iter().any(|token| matches!(token, Token::Variable { .. }));
        // Where the wildcards of a text with variables stop is known when the variables are.
        let fits = has_variable || stop_at_colons(&mut tokens);
        fits.then_some(Self { tokens, case: Case::Counts, form: Form::Arn })
    }
}

fn read(text: &str, notation: Notation) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut colons = 0;
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        if let Some((token, after)) = variable(rest).filter(|_| colons >= notation.variables_after) {
            tokens.push(token);
            rest = after;
            continue;
        }
        let wildcards = notation.wildcards && !(notation.service_is_literal && colons == 2);
        tokens.push(match first {
            '*' if wildcards => Token::Any,
            '?' if wildcards => Token::One,
            other => Token::Char(other),
        });
        colons += usize::from(first == ':');
        rest = rest.get(first.len_utf8()..).unwrap_or_default();
    }
    tokens
}

/// The `${…}` at the start of a text, and what follows it.
fn variable(text: &str) -> Option<(Token, &str)> {
    let (inner, after) = text.strip_prefix("${")?.split_once('}')?;
    let token = match inner {
        "*" => Token::Char('*'),
        "?" => Token::Char('?'),
        "$" => Token::Char('$'),
        _ => {
            let (key, default) = match inner.split_once(',') {
                Some((key, default)) => (key, Some(unquoted(default.trim()))),
                None => (inner, None),
            };
            Token::Variable { key: key.trim().to_ascii_lowercase(), default }
        }
    };
    Some((token, after))
}

fn unquoted(text: &str) -> String {
    text.strip_prefix('\'').and_then(|text| text.strip_suffix('\'')).unwrap_or(text).to_owned()
}
