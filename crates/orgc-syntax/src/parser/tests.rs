use super::*;
#[test]
fn tmp() {
    for p in ["acme/main","northwind/main","northwind/guardrails/guardrails","northwind/access","northwind/tests","adoption/main"] {
        let path = format!("{}/../../tests/corpus/{p}.org", env!("CARGO_MANIFEST_DIR"));
        let text = std::fs::read_to_string(path).unwrap();
        let parsed = parse(FileId(0), &text);
        let f = crate::format(&text); println!("{:?}", f.outcome); std::fs::write("/tmp/fmt_".to_owned()+&p.replace("/","_"), &f.text).unwrap(); let g = crate::format(&f.text); println!("idem {}", g.text == f.text);
        println!("{p}: {} items", parsed.file.items.len());
        for d in &parsed.diagnostics { println!("  {} {} | {:?}", d.code.id(), d.message, d.labels.iter().map(|l| (&text[l.span.range()], &l.message)).collect::<Vec<_>>()); }
    }
}
