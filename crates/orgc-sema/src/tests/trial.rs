use super::{check_files, findings_of};
fn files(folder: &str) -> Vec<(String, String)> {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/corpus").join(folder);
    let mut all = Vec::new();
    let mut open = vec![root.clone()];
    while let Some(next) = open.pop() {
        for entry in std::fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { open.push(path); } else {
                all.push((path.strip_prefix(&root).unwrap().to_str().unwrap().to_owned(), std::fs::read_to_string(&path).unwrap()));
            }
        }
    }
    all.sort();
    all
}
#[test]
fn trial() {
    for folder in ["acme", "adoption", "northwind", "tour"] {
        let owned = files(folder);
        let files: Vec<(&str, &str)> = owned.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
        println!("=== {folder}\n{}", findings_of(&files));
        let (checked, _) = check_files(&files);
        if let Some(d) = checked.desired { println!("{}", super::resources(&d)); }
    }
}
