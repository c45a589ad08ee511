//! A program whose plugins cannot be loaded: one clear finding each, and no consequences.

use orgc_plugin::{PluginKinds, PluginSource};
use orgc_tests::project::{Files, check_with};

const PROGRAM: &str = r#"organization Acme {
  deploy Audit
}

baseline Audit {
  template = file("audit.yaml")
  regions = [us-east-1]
}
"#;

/// What is said when these bytes stand where the standard plugin should.
fn said(component: &'static [u8]) -> Vec<String> {
    let source = PluginSource::new("std:baseline", component);
    let files = Files::from([("main.org".to_owned(), PROGRAM.to_owned())]);
    let compiled = check_with(&files, &PluginKinds::new(vec![source]));
    assert!(compiled.desired.is_none(), "nothing is planned without the plugin");
    compiled.diagnostics.iter().map(|one| format!("{}: {}", one.code.id(), one.message)).collect()
}

#[test]
fn a_missing_or_broken_component_is_the_only_finding() {
    let prefix = "E0861: the plugin `std:baseline` cannot be loaded: ";
    for (component, reason) in [
        (&b""[..], "it is empty"),
        (b"<html>not found</html>", "it is no WebAssembly component but"),
        (b"\0asm\x01\0\0\0", "it is a core module, not a component"),
    ] {
        let said = said(component);
        let [one] = said.as_slice() else { panic!("one finding, not {said:?}") };
        assert!(one.starts_with(&format!("{prefix}{reason}")), "{one}");
    }
}

#[test]
fn a_truncated_component_is_refused() {
    let whole: &'static [u8] =
        include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/../target/plugins/baseline.wasm"));
    let half = whole.get(..whole.len() / 2).expect("it is long");
    let said = said(half);
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(said.iter().all(|one| one.starts_with("E0861: ")), "{said:?}");
}
