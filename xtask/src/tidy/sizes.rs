//! Files fit in the head, functions in the eye.
//!
//! Only a file that is far too long breaks a rule. The worst of the rest are noted: a limit that
//! is enforced breeds suppressions, one that is shown breeds better code.

use super::Finding;
use super::rust_text::functions;
use super::texts::Text;

/// Lines that no file may exceed.
const FILE_LIMIT: usize = 1_000;
/// Lines from which a file is worth a look.
const FILE_NOTED: usize = 600;
/// Lines from which a function is worth a look.
const FUNCTION_NOTED: usize = 50;
/// How many of each are noted.
const WORST: usize = 10;

/// What the sizes say.
#[derive(Debug, Default)]
pub struct Sizes {
    /// Files over the limit.
    pub findings: Vec<Finding>,
    /// The worst files and functions.
    pub notes: Vec<String>,
}

/// Measures all Rust that nobody generated.
pub fn check(texts: &[Text]) -> Sizes {
    let rust: Vec<&Text> = texts.iter().filter(|text| text.is_rust() && !text.is_generated()).collect();
    let files: Vec<Measured> = rust.iter().map(|text| Measured::file(text)).collect();
    let too_long = files.iter().filter(|file| file.lines > FILE_LIMIT);
    let findings = too_long.map(|file| {
        Finding::file(
            &file.place,
            format!("has {} lines; split it by concept, {FILE_LIMIT} is the limit", file.lines),
        )
    });
    let findings = findings.collect();
    let all_functions = rust.iter().flat_map(|text| Measured::functions(text)).collect();
    let mut notes = worst(files, FILE_NOTED);
    notes.extend(worst(all_functions, FUNCTION_NOTED));
    Sizes { findings, notes }
}

/// Something with a length.
struct Measured {
    place: String,
    lines: usize,
}

impl Measured {
    fn file(text: &Text) -> Self {
        Self { place: text.path.clone(), lines: text.content.lines().count() }
    }

    fn functions(text: &Text) -> Vec<Self> {
        let measured = functions(&text.content).into_iter().map(|function| Self {
            place: format!("{}:{}: `{}`", text.path, function.line, function.name),
            lines: function.lines,
        });
        measured.collect()
    }
}

fn worst(mut all: Vec<Measured>, limit: usize) -> Vec<String> {
    all.retain(|one| one.lines > limit);
    all.sort_by(|one, other| other.lines.cmp(&one.lines).then_with(|| one.place.cmp(&other.place)));
    all.iter().take(WORST).map(|one| format!("{} has {} lines", one.place, one.lines)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_over_the_limit_is_a_finding_and_a_long_one_a_note() {
        let texts = [
            Text::new("src/huge.rs", "\n".repeat(1_001)),
            Text::new("src/long.rs", "\n".repeat(601)),
            Text::new("src/fine.rs", "\n".repeat(600)),
            Text::new("sdk/src/bindings.rs", "\n".repeat(9_000)),
            Text::new("docs/long.md", "\n".repeat(9_000)),
        ];
        let sizes = check(&texts);
        assert_eq!(sizes.findings.len(), 1);
        assert_eq!(sizes.notes, ["src/huge.rs has 1001 lines", "src/long.rs has 601 lines"]);
    }

    #[test]
    fn a_long_function_is_noted() {
        let text = format!("fn long() {{\n{}}}\nfn short() {{\n}}\n", "    work();\n".repeat(50));
        assert_eq!(check(&[Text::new("src/a.rs", text)]).notes, ["src/a.rs:1: `long` has 52 lines"]);
    }
}
