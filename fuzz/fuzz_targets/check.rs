//! Any text is a project of one file, and is checked twice with the same answer.
#![no_main]

use libfuzzer_sys::fuzz_target;
use orgc_diag::SourceMap;
use orgc_ir::MemoryWorld;
use orgc_ir::kinds::{Expansion, Finding, KindFault, KindSchema, Kinds, Request};
use orgc_policy::Quotas;
use orgc_sema::{Settings, check};

fuzz_target!(|text: &str| {
    let mut sources = SourceMap::new();
    let file = sources.add("main.org", text);
    let parsed = orgc_syntax::parse(file, text);
    let world = MemoryWorld::new([("main.org", text), ("rows.csv", "name,tier\na,dev\nb,prod\n")]);
    let settings = Settings {
        project: "fuzz".to_owned(),
        region: "us-east-1".to_owned(),
        quotas: Quotas::bundled(),
        params: Default::default(),
        run_tests: true,
        catalog: None,
    };
    let files = [parsed.file];
    let once = check(&files, &sources, &world, &NoKinds, &settings);
    let twice = check(&files, &sources, &world, &NoKinds, &settings);
    assert_eq!(once.diagnostics, twice.diagnostics);
});

/// No plugins.
struct NoKinds;

impl Kinds for NoKinds {
    fn schemas(&self) -> &[KindSchema] {
        &[]
    }

    fn validate(&self, _: &Request) -> Result<Vec<Finding>, KindFault> {
        Ok(Vec::new())
    }

    fn expand(&self, _: &Request) -> Result<Expansion, KindFault> {
        Ok(Expansion { resources: Vec::new(), findings: Vec::new() })
    }
}
