//! The page of each code of this crate shows an example that raises the code.

use orgc_diag::Code;

use super::parsed;

#[test]
fn the_example_of_each_page_raises_its_code() {
    let ours: Vec<&Code> = Code::all().iter().filter(|code| code.id().starts_with("E01")).collect();
    assert_eq!(ours.len(), 9);
    for code in ours {
        let example = code.page().split("```org\n").nth(1).expect("a page without an example");
        let example = example.split("```").next().unwrap();
        let found = parsed(example).diagnostics;
        assert!(found.iter().all(|found| found.code == *code), "{}: {found:?}", code.id());
        assert!(!found.is_empty(), "{}", code.id());
    }
}
