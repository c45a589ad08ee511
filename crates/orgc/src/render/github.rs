//! Diagnostics as annotations of GitHub Actions (workflow commands).

use orgc_diag::{Diagnostic, Severity, SourceMap};
use std::fmt::Write as _;

/// One diagnostic as one line. `path` makes paths relative to where GitHub looks from.
pub fn annotation(one: &Diagnostic, sources: &SourceMap, path: &dyn Fn(&str) -> String) -> String {
    let command = match one.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    let mut line = format!("::{command} ");
    let place = one.span().and_then(|span| Some((sources.get(span.file)?, span)));
    if let Some((file, span)) = place {
        let (from, to) = (file.line_column(span.start), file.line_column(span.end));
        let _ = write!(line, "file={},line={}", property(&path(file.path())), from.line);
        // GitHub takes columns only for places on one line.
        if to.line == from.line {
            let _ = write!(line, ",col={},endColumn={}", from.column, to.column);
        } else {
            let _ = write!(line, ",endLine={}", to.line);
        }
        line.push(',');
    }
    let title = format!("{} {}", one.code.id(), one.code.name());
    let _ = write!(line, "title={}::{}", property(&title), data(&text(one, sources)));
    line
}

/// The message with everything that explains it: annotations have no other place for it.
fn text(one: &Diagnostic, sources: &SourceMap) -> String {
    let places =
        one.labels.iter().skip(1).map(|label| format!("{}: {}", sources.place(label.span), label.message));
    let notes = places.chain(one.notes.iter().cloned()).map(|note| format!("\nnote: {note}"));
    let help = one.help.iter().map(|help| format!("\nhelp: {help}"));
    std::iter::once(one.message.clone()).chain(help).chain(notes).collect()
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::super::finding::tests::example;
    use super::*;
    use orgc_diag::{Span, codes};

    #[test]
    fn an_annotation_is_one_line_with_everything_escaped() {
        let (sources, one) = example();
        insta::assert_snapshot!(annotation(&one, &sources, &|path| format!("a,b/{path}")), @r#"::error file=a%2Cb/main.org,line=2,col=8,endColumn=11,title=E0201 unknown-name::there is no policy `Lök`%0Ahelp: did you mean `Lock`?%0Anote: my rules/other.org:1:8: `Lock` is declared%0Anote: from fleet.csv row 2,%0Aby `use Tier("dev")` at main.org:1"#);
    }

    #[test]
    fn a_place_of_several_lines_has_no_columns_and_no_place_no_file() {
        let (sources, one) = example();
        let file = one.span().unwrap().file;
        let wide = Diagnostic::new(codes::UNATTACHED, "100%").at(Span::new(file, 0, 15), "");
        assert_eq!(
            annotation(&wide, &sources, &str::to_owned),
            "::warning file=main.org,line=1,endLine=2,title=W0616 unattached::100%25"
        );
        let nowhere = Diagnostic::new(codes::CREDENTIALS, "none");
        assert_eq!(annotation(&nowhere, &sources, &str::to_owned), "::error title=E1201 credentials::none");
    }
}
