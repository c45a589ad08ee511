//! Diagnostics as lines of JSON. The fields are documented in `docs/commands.md`.

use orgc_diag::{Diagnostic, Edit, Label, SourceMap, Span};
use serde_json::{Map, Value, json};

/// One diagnostic as a line of JSON.
pub fn json_line(one: &Diagnostic, sources: &SourceMap) -> String {
    let label = |label: &Label| {
        let mut value = place(label.span, sources);
        value.insert("message".into(), json!(label.message));
        value
    };
    let edit = |edit: &Edit| json!({"at": place(edit.span, sources), "replacement": edit.replacement});
    let fix = one
        .fix
        .as_ref()
        .map(|fix| json!({"title": fix.title, "edits": fix.edits.iter().map(edit).collect::<Vec<_>>()}));
    json!({
        "code": one.code.id(),
        "name": one.code.name(),
        "severity": one.severity,
        "message": one.message,
        "labels": one.labels.iter().map(label).collect::<Vec<_>>(),
        "notes": one.notes,
        "help": one.help,
        "fix": fix,
    })
    .to_string()
}

/// Where a span is, in bytes and as people count; nothing for a place in no file.
pub(super) fn place(span: Span, sources: &SourceMap) -> Map<String, Value> {
    let Some(file) = sources.get(span.file) else { return Map::new() };
    let (from, to) = (file.line_column(span.start), file.line_column(span.end));
    let members = [
        ("file", json!(file.path())),
        ("start", json!(span.start)),
        ("end", json!(span.end)),
        ("line", json!(from.line)),
        ("column", json!(from.column)),
        ("end_line", json!(to.line)),
        ("end_column", json!(to.column)),
    ];
    members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use orgc_diag::{Fix, codes};

    /// A finding with everything that one can have.
    pub(in super::super) fn example() -> (SourceMap, Diagnostic) {
        let mut sources = SourceMap::new();
        let main = sources.add("main.org", "attach Lock\nattach Lök, 100%\n");
        let other = sources.add("my rules/other.org", "policy Lock: scp {}\n");
        let span = Span::new(main, 19, 23);
        let one = Diagnostic::new(codes::UNKNOWN_NAME, "there is no policy `Lök`")
            .at(span, "not known")
            .at(Span::new(other, 7, 11), "`Lock` is declared")
            .note("from fleet.csv row 2,\nby `use Tier(\"dev\")` at main.org:1")
            .help("did you mean `Lock`?")
            .fix(Fix::replace("replace `Lök` by `Lock`", span, "Lock"));
        (sources, one)
    }

    #[test]
    fn programs_see_one_object_a_line() {
        let (sources, one) = example();
        let line = json_line(&one, &sources);
        assert!(!line.contains('\n'));
        let value: Value = serde_json::from_str(&line).unwrap();
        insta::assert_snapshot!(serde_json::to_string_pretty(&value).unwrap(), @r#"
        {
          "code": "E0201",
          "fix": {
            "edits": [
              {
                "at": {
                  "column": 8,
                  "end": 23,
                  "end_column": 11,
                  "end_line": 2,
                  "file": "main.org",
                  "line": 2,
                  "start": 19
                },
                "replacement": "Lock"
              }
            ],
            "title": "replace `Lök` by `Lock`"
          },
          "help": "did you mean `Lock`?",
          "labels": [
            {
              "column": 8,
              "end": 23,
              "end_column": 11,
              "end_line": 2,
              "file": "main.org",
              "line": 2,
              "message": "not known",
              "start": 19
            },
            {
              "column": 8,
              "end": 11,
              "end_column": 12,
              "end_line": 1,
              "file": "my rules/other.org",
              "line": 1,
              "message": "`Lock` is declared",
              "start": 7
            }
          ],
          "message": "there is no policy `Lök`",
          "name": "unknown-name",
          "notes": [
            "from fleet.csv row 2,\nby `use Tier(\"dev\")` at main.org:1"
          ],
          "severity": "error"
        }
        "#);
    }
}
