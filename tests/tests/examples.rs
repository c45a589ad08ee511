//! Every example, in each of its versions, is formatted, checked, planned, applied, and then there is
//! nothing left to do.

use orgc_diag::Diagnostic;
use orgc_tests::project::{Files, check};
use orgc_tests::wire::Wire;
use std::fs;
use std::path::{Path, PathBuf};

/// The folders of the examples.
fn examples() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples");
    let entries = fs::read_dir(folder).expect("the folder of the examples");
    let mut found: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    found.sort();
    found
}

/// The files of a folder and of those below it, by their paths from `root`.
fn read(root: &Path, folder: &Path, files: &mut Files) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            read(root, &path, files);
        } else {
            let name = path.strip_prefix(root).expect("it is below").to_string_lossy().into_owned();
            files.insert(name, fs::read_to_string(&path).expect("a text file"));
        }
    }
}

/// The versions of an example: as it is, and as `later/` changes it.
fn versions(folder: &Path) -> Vec<Files> {
    let mut all = Files::new();
    read(folder, folder, &mut all);
    let (later, first): (Files, Files) = all.into_iter().partition(|(path, _)| path.starts_with("later/"));
    let changed = later.into_iter().map(|(path, text)| (path.replacen("later/", "", 1), text));
    let second = first.clone().into_iter().chain(changed).collect();
    vec![first, second]
}

#[tokio::test(start_paused = true)]
async fn every_example_is_formatted_and_reaches_an_empty_plan() {
    let examples = examples();
    assert!(!examples.is_empty(), "there are examples");
    for folder in examples {
        let name = folder.display();
        let wire = Wire::default();
        for files in versions(&folder) {
            for (path, text) in files.iter().filter(|(path, _)| path.ends_with(".org")) {
                assert_eq!(&orgc_syntax::format(text).text, text, "{name}, {path} is formatted");
            }
            let checked = check(&files);
            let errors: Vec<&Diagnostic> = checked.diagnostics.iter().filter(|one| one.is_error()).collect();
            assert!(errors.is_empty(), "{name}: {errors:?}");
            let desired = checked.desired.expect("without errors there is a model");
            let plan = wire.plan(&desired).await.expect("there is a way");
            assert!(!plan.is_empty(), "{name} changes something");
            let applied = wire.apply(&plan, &wire.client()).await;
            assert!(applied.is_complete(), "{name}: {:?}", applied.failures().collect::<Vec<_>>());
            let plan = wire.plan(&desired).await.expect("there is a way");
            assert!(plan.is_empty(), "{name}: {:?}", plan.operations);
        }
    }
}
