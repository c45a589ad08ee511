//! Strings, numbers, quantities and IAM names.

use orgc_diag::Span;

use super::super::diagnostics as report;
use super::super::grammar::{Node, Rule};
use super::{Builder, Parts};
use crate::ast::{DurationUnit, ExpressionKind, IamName, Number, Quantity, Text, TextForm, TextPart, Unit};

/// The digits of an AWS account id.
const ACCOUNT_ID_DIGITS: usize = 12;

impl Builder<'_> {
    /// A string on one line.
    pub(super) fn line(&mut self, node: Node<'_>) -> Option<Text> {
        let span = self.exact_span(&node);
        let mut parts = PartList::new();
        for part in Parts::of(node) {
            self.text_part(part, &mut parts, |chunk| chunk.to_owned())?;
        }
        Some(Text { parts: parts.done(), form: TextForm::Line, span })
    }

    /// A string between triple quotes.
    pub(super) fn block_text(&mut self, node: Node<'_>) -> Option<Text> {
        let span = self.exact_span(&node);
        let margin = margin(node.as_str());
        let mut parts = PartList::new();
        for part in Parts::of(node) {
            self.text_part(part, &mut parts, |chunk| without_margin(chunk, margin))?;
        }
        if margin.is_some() {
            parts.cut_outer_line_breaks();
        }
        Some(Text { parts: parts.done(), form: TextForm::Block, span })
    }

    fn text_part(
        &mut self,
        node: Node<'_>,
        parts: &mut PartList,
        chunk: impl Fn(&str) -> String,
    ) -> Option<()> {
        let span = self.exact_span(&node);
        let written = node.as_str();
        match node.as_rule() {
            Rule::escape => {
                let character = self.escape(span, written);
                parts.push_text(character.encode_utf8(&mut [0; 4]), span);
            }
            Rule::iam_var => {
                parts.push(TextPart::IamVariable { written: written.to_owned(), span });
            }
            Rule::interp => {
                let expression = Box::new(self.expression(Parts::of(node).next()?)?);
                parts.push(TextPart::Interpolation { expression, span });
            }
            _ => parts.push_text(&chunk(written), span),
        }
        Some(())
    }

    fn escape(&mut self, span: Span, written: &str) -> char {
        let known = match written.get(1..).unwrap_or_default() {
            "n" => Some('\n'),
            "t" => Some('\t'),
            "r" => Some('\r'),
            "\"" => Some('"'),
            "\\" => Some('\\'),
            "$" => Some('$'),
            other => unicode(other),
        };
        known.unwrap_or_else(|| {
            self.diagnostics.push(report::unknown_escape(span, written));
            // The letter itself: it causes the fewest consequences, and the program is refused anyway.
            written.chars().nth(1).unwrap_or_default()
        })
    }

    fn number(&mut self, node: &Node<'_>) -> Number {
        Number { written: node.as_str().to_owned(), span: self.exact_span(node) }
    }

    /// Reports a number that is surely meant as text.
    fn check_number(&mut self, number: &Number) {
        let digits = number.written.bytes().all(|byte| byte.is_ascii_digit());
        let leading_zero = number.written.len() > 1 && number.written.starts_with('0');
        if digits && (leading_zero || number.written.len() == ACCOUNT_ID_DIGITS) {
            self.diagnostics.push(report::unquoted_id(number.span, &number.written));
        }
    }

    /// A number, with or without a unit.
    pub(super) fn quantity(&mut self, node: Node<'_>) -> Option<ExpressionKind> {
        let span = self.exact_span(&node);
        let mut parts = Parts::of(node);
        let number = self.number(&parts.accept(Rule::number)?);
        let Some(unit) = parts.accept(Rule::unit) else {
            self.check_number(&number);
            return Some(ExpressionKind::Number(number));
        };
        let unit = match unit.as_str() {
            "%" => Unit::Percent,
            written => match written.strip_prefix(' ') {
                Some(currency) => Unit::Currency(currency.trim_start().to_owned()),
                None => Unit::Duration(duration_unit(written)?),
            },
        };
        Some(ExpressionKind::Quantity(Quantity { number, unit, span }))
    }

    pub(super) fn iam_name(&mut self, node: Node<'_>) -> Option<IamName> {
        let span = self.exact_span(&node);
        let mut parts = Parts::of(node);
        let service = parts.next()?.as_str().to_owned();
        let name = parts.next()?.as_str().to_owned();
        Some(IamName { service, name, span })
    }
}

fn duration_unit(written: &str) -> Option<DurationUnit> {
    Some(match written {
        "ms" => DurationUnit::Milliseconds,
        "s" => DurationUnit::Seconds,
        "min" => DurationUnit::Minutes,
        "h" => DurationUnit::Hours,
        "d" => DurationUnit::Days,
        "w" => DurationUnit::Weeks,
        _ => return None,
    })
}

/// The character of `u{…}`.
fn unicode(written: &str) -> Option<char> {
    let digits = written.strip_prefix("u{")?.strip_suffix('}')?;
    u32::from_str_radix(digits, 16).ok().and_then(char::from_u32)
}

/// The white space before the closing quotes, if they stand alone on their line.
fn margin(written: &str) -> Option<&str> {
    let inner = written.strip_suffix("\"\"\"")?;
    let line = inner.get(inner.rfind('\n')? + 1..)?;
    line.trim().is_empty().then_some(line)
}

/// Takes the margin from every line that starts in this piece of a text.
fn without_margin(chunk: &str, margin: Option<&str>) -> String {
    let chunk = chunk.replace("\r\n", "\n");
    let Some(margin) = margin else { return chunk };
    let mut lines = chunk.split('\n');
    let mut text = lines.next().unwrap_or_default().to_owned();
    for line in lines {
        let shared = line.bytes().zip(margin.bytes()).take_while(|(a, b)| a == b).count();
        text.push('\n');
        text.push_str(line.get(shared..).unwrap_or_default());
    }
    text
}

/// The parts of a string as they are put together.
struct PartList {
    parts: Vec<TextPart>,
}

impl PartList {
    /// Most strings have one part.
    fn new() -> Self {
        Self { parts: Vec::with_capacity(1) }
    }

    fn push(&mut self, part: TextPart) {
        self.parts.push(part);
    }

    fn push_text(&mut self, more: &str, more_span: Span) {
        match self.parts.last_mut() {
            Some(TextPart::Literal { text, span }) => {
                text.push_str(more);
                *span = span.join(more_span);
            }
            _ => self.parts.push(TextPart::Literal { text: more.to_owned(), span: more_span }),
        }
    }

    /// The line breaks next to the quotes of a text are not part of it.
    fn cut_outer_line_breaks(&mut self) {
        if let Some(TextPart::Literal { text, .. }) = self.parts.first_mut()
            && let Some((blank, rest)) = text.split_once('\n')
            && blank.trim().is_empty()
        {
            *text = rest.to_owned();
        }
        if let Some(TextPart::Literal { text, .. }) = self.parts.last_mut()
            && let Some(shorter) = text.strip_suffix('\n')
        {
            *text = shorter.to_owned();
        }
    }

    fn done(mut self) -> Vec<TextPart> {
        let empty = |part: &TextPart| matches!(part, TextPart::Literal { text, .. } if text.is_empty());
        self.parts.retain(|part| !empty(part));
        self.parts.shrink_to_fit();
        self.parts
    }
}
