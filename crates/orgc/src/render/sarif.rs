//! Diagnostics as a SARIF 2.1.0 log, for code scanning.

use orgc_diag::{Code, Diagnostic, Edit, Label, Severity, SourceMap, Span};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::fmt::Write as _;

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

/// One run as an indented log. Rules are those that were broken; `path` makes paths relative to where
/// the reader looks from. The same diagnostics give the same bytes.
pub fn log(all: &[Diagnostic], sources: &SourceMap, path: &dyn Fn(&str) -> String) -> String {
    let places = Places { sources, path };
    let mut rules: BTreeMap<&str, Code> = BTreeMap::new();
    rules.extend(all.iter().map(|one| (one.code.id(), one.code)));
    let index: BTreeMap<&str, usize> = rules.keys().copied().zip(0..).collect();
    let results: Vec<Value> =
        all.iter().map(|one| result(one, index.get(one.code.id()).copied(), &places)).collect();
    let driver = json!({
        "name": "orgc",
        "semanticVersion": env!("CARGO_PKG_VERSION"),
        "informationUri": env!("CARGO_PKG_REPOSITORY"),
        "rules": rules.values().map(|code| rule(*code)).collect::<Vec<_>>(),
    });
    let run = json!({
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": results,
    });
    let log = json!({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]});
    serde_json::to_string_pretty(&log).unwrap_or_default()
}

fn rule(code: Code) -> Value {
    let page = code.page();
    let meaning = page.split("\n\n").nth(1).unwrap_or_default().replace('\n', " ");
    let id = code.id();
    json!({
        "id": id,
        "name": code.name(),
        "shortDescription": {"text": code.name().replace('-', " ")},
        "fullDescription": {"text": meaning},
        "help": {"text": format!("`orgc explain {id}` shows this page.\n\n{page}"), "markdown": page},
        "helpUri": format!("{}/blob/main/docs/diagnostics/{id}.md", env!("CARGO_PKG_REPOSITORY")),
        "defaultConfiguration": {"level": level(code.severity())},
    })
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

fn result(one: &Diagnostic, rule: Option<usize>, places: &Places<'_>) -> Value {
    let mut all = Map::new();
    all.insert("ruleId".into(), json!(one.code.id()));
    all.insert("ruleIndex".into(), json!(rule));
    all.insert("level".into(), json!(level(one.severity)));
    all.insert("message".into(), json!({"text": text(one)}));
    let mut labels = one.labels.iter();
    let primary: Vec<Value> =
        labels.next().and_then(|label| places.location(label, None)).into_iter().collect();
    all.insert("locations".into(), json!(primary));
    let related: Vec<Value> =
        (1..).zip(labels).filter_map(|(id, label)| places.location(label, Some(id))).collect();
    if !related.is_empty() {
        all.insert("relatedLocations".into(), json!(related));
    }
    if let Some(fix) = &one.fix {
        let changes = places.changes(&fix.edits);
        all.insert("fixes".into(), json!([{"description": {"text": fix.title}, "artifactChanges": changes}]));
    }
    Value::Object(all)
}

/// The message with help and notes, for which a result has no other place.
fn text(one: &Diagnostic) -> String {
    let mut text = one.message.clone();
    if let Some(help) = &one.help {
        let _ = write!(text, "\nhelp: {help}");
    }
    for note in &one.notes {
        let _ = write!(text, "\nnote: {note}");
    }
    text
}

struct Places<'p> {
    sources: &'p SourceMap,
    path: &'p dyn Fn(&str) -> String,
}

impl Places<'_> {
    fn location(&self, label: &Label, id: Option<usize>) -> Option<Value> {
        let mut location = Map::new();
        if let Some(id) = id {
            location.insert("id".into(), json!(id));
        }
        let physical =
            json!({"artifactLocation": self.artifact(label.span)?, "region": self.region(label.span)?});
        location.insert("physicalLocation".into(), physical);
        if !label.message.is_empty() {
            location.insert("message".into(), json!({"text": label.message}));
        }
        Some(Value::Object(location))
    }

    fn artifact(&self, span: Span) -> Option<Value> {
        let file = self.sources.get(span.file)?;
        Some(json!({"uri": uri(&(self.path)(file.path()))}))
    }

    fn region(&self, span: Span) -> Option<Value> {
        let file = self.sources.get(span.file)?;
        let (from, to) = (file.line_column(span.start), file.line_column(span.end));
        Some(json!({
            "startLine": from.line, "startColumn": from.column,
            "endLine": to.line, "endColumn": to.column,
        }))
    }

    /// The edits of a fix, by file.
    fn changes(&self, edits: &[Edit]) -> Vec<Value> {
        let mut files: BTreeMap<u32, Vec<&Edit>> = BTreeMap::new();
        for edit in edits {
            files.entry(edit.span.file.0).or_default().push(edit);
        }
        let change = |edits: &Vec<&Edit>| {
            let artifact = self.artifact(edits.first()?.span)?;
            let replacement = |edit: &&Edit| {
                let region = self.region(edit.span)?;
                Some(json!({"deletedRegion": region, "insertedContent": {"text": edit.replacement}}))
            };
            let replacements: Vec<Value> = edits.iter().filter_map(replacement).collect();
            Some(json!({"artifactLocation": artifact, "replacements": replacements}))
        };
        files.values().filter_map(change).collect()
    }
}

/// A path as a relative URI: what is not plain is written as `%XX`.
fn uri(path: &str) -> String {
    path.bytes().fold(String::new(), |mut out, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
        out
    })
}

#[cfg(test)]
mod tests {
    use super::super::finding::tests::example;
    use super::*;

    #[test]
    fn a_result_has_its_place_related_places_and_fix() {
        let (sources, one) = example();
        let log: Value =
            serde_json::from_str(&log(&[one], &sources, &|path| format!("infra/{path}"))).unwrap();
        let result = &log["runs"][0]["results"][0];
        insta::assert_snapshot!(serde_json::to_string_pretty(result).unwrap(), @r#"
        {
          "fixes": [
            {
              "artifactChanges": [
                {
                  "artifactLocation": {
                    "uri": "infra/main.org"
                  },
                  "replacements": [
                    {
                      "deletedRegion": {
                        "endColumn": 11,
                        "endLine": 2,
                        "startColumn": 8,
                        "startLine": 2
                      },
                      "insertedContent": {
                        "text": "Lock"
                      }
                    }
                  ]
                }
              ],
              "description": {
                "text": "replace `Lök` by `Lock`"
              }
            }
          ],
          "level": "error",
          "locations": [
            {
              "message": {
                "text": "not known"
              },
              "physicalLocation": {
                "artifactLocation": {
                  "uri": "infra/main.org"
                },
                "region": {
                  "endColumn": 11,
                  "endLine": 2,
                  "startColumn": 8,
                  "startLine": 2
                }
              }
            }
          ],
          "message": {
            "text": "there is no policy `Lök`\nhelp: did you mean `Lock`?\nnote: from fleet.csv row 2,\nby `use Tier(\"dev\")` at main.org:1"
          },
          "relatedLocations": [
            {
              "id": 1,
              "message": {
                "text": "`Lock` is declared"
              },
              "physicalLocation": {
                "artifactLocation": {
                  "uri": "infra/my%20rules/other.org"
                },
                "region": {
                  "endColumn": 12,
                  "endLine": 1,
                  "startColumn": 8,
                  "startLine": 1
                }
              }
            }
          ],
          "ruleId": "E0201",
          "ruleIndex": 0
        }
        "#);
    }

    #[test]
    fn rules_are_those_broken_once_each_with_their_pages() {
        let (sources, one) = example();
        let log: Value = serde_json::from_str(&log(&[one.clone(), one], &sources, &str::to_owned)).unwrap();
        let driver = &log["runs"][0]["tool"]["driver"];
        assert_eq!(driver["rules"].as_array().unwrap().len(), 1);
        let rule = &driver["rules"][0];
        assert_eq!(rule["defaultConfiguration"]["level"], "error");
        assert!(rule["helpUri"].as_str().unwrap().ends_with("/docs/diagnostics/E0201.md"));
        assert!(rule["help"]["text"].as_str().unwrap().starts_with("`orgc explain E0201` shows this page."));
        assert!(!rule["fullDescription"]["text"].as_str().unwrap().is_empty());
    }

    #[test]
    fn nothing_found_is_a_log_too() {
        let log: Value = serde_json::from_str(&log(&[], &SourceMap::new(), &str::to_owned)).unwrap();
        assert_eq!((&log["version"], &log["runs"][0]["results"]), (&json!("2.1.0"), &json!([])));
    }
}
