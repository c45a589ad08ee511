//! Laws of the language: neither the order of declarations nor that of files matters, formatting
//! keeps the meaning, the same input gives the same bytes.
//!
//! A program is taken apart into its items, which are put together again in another order and over
//! other files; the units and accounts of the organization are shuffled too.

use orgc_diag::FileId;
use orgc_syntax::ast::{Item, ItemKind};
use orgc_tests::project::{Files, check, read_folder};
use proptest::prelude::*;
use serde_json::Value;
use std::path::Path;

/// Programs that use the language widely, each with its data files.
fn programs() -> Vec<Files> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folders = ["../examples/ai-environments", "../examples/northwind", "corpus/acme"];
    folders
        .iter()
        .map(|folder| {
            let mut files = read_folder(&root.join(folder));
            files.retain(|path, _| !path.starts_with("later/"));
            files
        })
        .collect()
}

/// A sequence of numbers that a seed decides.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % end as u64).expect("it is below a length")
    }

    fn shuffle<T>(&mut self, all: &mut [T]) {
        for end in (1..all.len()).rev() {
            all.swap(end, self.below(end + 1));
        }
    }
}

/// The text of an item, its own items shuffled where their order means nothing to a reader either.
fn shuffled(item: &Item, text: &str, numbers: &mut Numbers) -> String {
    let whole = item.documentation.as_ref().map_or(item.span, |found| found.span.join(item.span));
    let container = match &item.kind {
        ItemKind::Block(block) => match block.kind.bare() {
            Some("organization" | "ou") => block.body.as_ref(),
            _ => None,
        },
        _ => None,
    };
    let Some(body) = container else { return text[whole.range()].to_owned() };
    let head = &text[whole.start as usize..body.span.start as usize];
    let mut inner: Vec<String> = body.items.iter().map(|item| shuffled(item, text, numbers)).collect();
    numbers.shuffle(&mut inner);
    format!("{head}{{\n{}\n}}", inner.join("\n"))
}

/// The program with its items in another order, over up to three files of each folder.
fn rearranged(files: &Files, seed: u64) -> Files {
    let mut numbers = Numbers(seed | 1);
    let mut result = Files::new();
    for (path, text) in files {
        if !path.ends_with(".org") {
            result.insert(path.clone(), text.clone());
            continue;
        }
        let folder = path.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
        let tree = orgc_syntax::parse(FileId(0), text).file;
        let mut items: Vec<String> =
            tree.items.iter().map(|item| shuffled(item, text, &mut numbers)).collect();
        numbers.shuffle(&mut items);
        for item in items {
            let name = ["z", "a", "m"][numbers.below(3)];
            let file = result.entry(format!("{folder}{name}.org")).or_default();
            file.push_str(&item);
            file.push_str("\n\n");
        }
    }
    result
}

/// The model without the places of the sources, and the findings without theirs.
fn meaning(files: &Files) -> (Value, Vec<String>) {
    let compiled = check(files);
    let model = compiled.desired.as_ref().map(orgc_sema::model_json).unwrap_or_default();
    let mut model: Value = serde_json::from_str(&model).unwrap_or_default();
    forget_places(&mut model);
    let mut said: Vec<String> =
        compiled.diagnostics.iter().map(|one| format!("{} {}", one.code.id(), one.message)).collect();
    said.sort();
    (model, said)
}

fn forget_places(value: &mut Value) {
    match value {
        Value::Object(members) => {
            for place in ["file", "line", "column", "via"] {
                members.remove(place);
            }
            members.values_mut().for_each(forget_places);
        }
        Value::Array(items) => items.iter_mut().for_each(forget_places),
        _ => {}
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_declarations_and_files_does_not_matter(seed: u64) {
        for files in programs() {
            prop_assert_eq!(meaning(&files), meaning(&rearranged(&files, seed)));
        }
    }
}

#[test]
fn programs_have_a_model_so_that_the_laws_say_something() {
    for files in programs() {
        let (model, said) = meaning(&files);
        assert!(model.is_object(), "{said:?}");
    }
}

#[test]
fn formatting_keeps_the_model() {
    for files in programs() {
        let formatted: Files = rearranged(&files, 42)
            .into_iter()
            .map(|(path, text)| match path.ends_with(".org") {
                true => (path, orgc_syntax::format(&text).text),
                false => (path, text),
            })
            .collect();
        assert_eq!(meaning(&files), meaning(&formatted));
    }
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    for files in programs() {
        let bytes = || check(&files).desired.as_ref().map(orgc_sema::model_json);
        assert_eq!(bytes(), bytes());
    }
}
