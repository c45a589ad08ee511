//! Schemas that are wrong, or that unfold into more than any memory holds.

use crate::host::bindings::exports::orgc::plugin::manifest::{Budget, Info, Rule};
use crate::host::bindings::orgc::plugin::schema as raw;
use crate::host::bindings::orgc::plugin::types::{Member, Node, Reference, Tree};
use crate::host::schema::schemas;
use crate::host::tests::guest::Guest;
use crate::host::{LoadReason, PluginSource};
use orgc_ir::kinds::{KindSchema, ValueType};

fn attribute(name: &str, value_type: u32) -> raw::Attribute {
    raw::Attribute {
        name: name.to_owned(),
        value_type,
        required: false,
        default: None,
        doc: "What it is.".to_owned(),
        deprecated: None,
        sensitive: false,
    }
}

fn kind(value_types: Vec<raw::ValueType>) -> raw::Kind {
    raw::Kind {
        name: "probe".to_owned(),
        doc: "A probe.".to_owned(),
        root: value_types.len() as u32 - 1,
        value_types,
        queries: Vec::new(),
        emits: vec!["stack-set".to_owned()],
    }
}

fn info(kinds: Vec<raw::Kind>) -> Info {
    Info { name: "probe".to_owned(), summary: String::new(), kinds, rules: Vec::new(), budget: None }
}

fn offered(kinds: Vec<raw::Kind>) -> Result<Vec<KindSchema>, String> {
    schemas(&PluginSource::new("probe", Vec::new()), info(kinds))
}

fn refused_all(kinds: Vec<raw::Kind>) -> String {
    offered(kinds).unwrap_err()
}

fn refused(kind: raw::Kind) -> String {
    refused_all(vec![kind])
}

fn block(attributes: Vec<raw::Attribute>) -> raw::ValueType {
    raw::ValueType::Block(attributes)
}

#[test]
fn types_that_are_no_tree_are_refused() {
    assert!(refused(kind(vec![raw::ValueType::Boolean])).contains("no block"));
    assert!(refused(kind(vec![block(vec![attribute("a", 7)])])).contains("no type 7"));
    assert!(refused(kind(vec![block(vec![attribute("a", 0)])])).contains("circle"));
    let mut doubling = vec![raw::ValueType::Anything];
    for id in 0..15 {
        doubling.push(block(vec![attribute("a", id), attribute("b", id)]));
    }
    assert!(refused(kind(doubling)).contains("more than 10000 types"));
}

#[test]
fn names_documentation_and_words_are_linted() {
    let named = raw::ValueType::Named("planet".to_owned());
    assert!(refused(kind(vec![named, block(vec![attribute("a", 0)])])).contains("no type `planet`"));
    assert!(refused(kind(vec![raw::ValueType::Boolean, block(vec![attribute("A b", 0)])])).contains("`A b`"));
    let twice = block(vec![attribute("a", 0), attribute("a", 0)]);
    assert!(refused(kind(vec![raw::ValueType::Boolean, twice])).contains("twice"));
    let silent = raw::Attribute { doc: " ".to_owned(), ..attribute("a", 0) };
    assert!(refused(kind(vec![raw::ValueType::Boolean, block(vec![silent])])).contains("no documentation"));
    let taken = raw::Kind { name: "account".to_owned(), ..kind(vec![block(vec![])]) };
    assert!(refused(taken).contains("the language has"));
    let greedy = raw::Kind { emits: vec!["account".to_owned()], ..kind(vec![block(vec![])]) };
    assert!(refused(greedy).contains("plugins may produce"));
}

#[test]
fn defaults_fit_their_type() {
    let default = Some(Tree { nodes: vec![Node::Text("yes".to_owned())] });
    let wrong = raw::Attribute { default, ..attribute("a", 0) };
    let message = refused(kind(vec![raw::ValueType::Boolean, block(vec![wrong])]));
    assert!(message.contains("another type"), "{message}");
}

#[test]
fn a_small_table_does_not_unfold_into_a_large_schema() {
    // One row with a long text, used by every attribute of another.
    let many = |row: raw::ValueType| {
        let attributes = (0..2_000).map(|n| attribute(&format!("a{n}"), 0)).collect();
        refused(kind(vec![row, block(attributes)]))
    };
    let documented = raw::Attribute { doc: "x".repeat(10_000), ..attribute("a", 0) };
    let attributes = (0..200).map(|n| attribute(&format!("a{n}"), 1)).collect();
    let shared = refused(kind(vec![raw::ValueType::Boolean, block(vec![documented]), block(attributes)]));
    assert!(shared.contains("more than 1048576 bytes of documentation"), "{shared}");
    let words: Vec<String> = (0..100).map(|n| format!("w{n}")).collect();
    assert!(many(raw::ValueType::Choice(words)).contains("more than 10000 types, attributes and values"));
    let pattern = Some("[a-z]{1,900}".to_owned());
    let text = raw::TextRules { min_length: None, max_length: None, pattern };
    assert!(many(raw::ValueType::Text(text)).contains("more than 64 forms of texts"));
    let default = Some(Tree { nodes: vec![Node::Text("x".repeat(60_000))] });
    let anything = || vec![raw::ValueType::Anything];
    let large = raw::Attribute { default, ..attribute("a", 0) };
    let attributes = (0..50).map(|n| attribute(&format!("a{n}"), 1)).collect();
    let rows = anything().into_iter().chain([block(vec![large]), block(attributes)]).collect();
    assert!(refused(kind(rows)).contains("more than 1048576 bytes"));
}

#[test]
fn many_attributes_and_many_kinds_are_too_many() {
    let attributes = (0..100_000).map(|n| attribute(&format!("a{n}"), 0)).collect();
    let many = refused(kind(vec![raw::ValueType::Boolean, block(attributes)]));
    assert!(many.contains("more than 10000 types, attributes and values"), "{many}");
    let attributes = || (0..500).map(|n| attribute(&format!("a{n}"), 0)).collect();
    let one = |n: usize| raw::Kind {
        name: format!("kind{n}"),
        ..kind(vec![raw::ValueType::Boolean, block(attributes())])
    };
    assert!(refused_all((0..30).map(one).collect()).contains("kind `kind19`: attribute `a"));
}

#[test]
fn patterns_take_linear_time_or_are_refused() {
    let pattern = |pattern: &str| {
        let pattern = Some(pattern.to_owned());
        let text = raw::TextRules { min_length: None, max_length: None, pattern };
        kind(vec![raw::ValueType::Text(text), block(vec![attribute("a", 0)])])
    };
    for bad in ["(", "(a)\\1", "a{5000}{5000}", &"a".repeat(1_001)] {
        assert!(refused(pattern(bad)).contains("its pattern is wrong"), "{bad}");
    }
    // What takes other engines for ever.
    let schemas = offered(vec![pattern("(a*)*b")]).unwrap();
    let ValueType::Text { pattern: Some(pattern), .. } = &schemas[0].attributes[0].value_type else {
        panic!("a text with a form")
    };
    assert!(!pattern.fits(&"a".repeat(1 << 20)));
}

#[test]
fn defaults_name_nothing_of_the_project() {
    let reference = Node::Reference(Reference { address: "account/prod".into(), attribute: String::new() });
    let default = Some(Tree { nodes: vec![reference] });
    let named = raw::Attribute { default, ..attribute("a", 0) };
    let message = refused(kind(vec![raw::ValueType::Anything, block(vec![named])]));
    assert!(message.contains("its default names a thing"), "{message}");
    let member = |key: &str| Member { key: key.to_owned(), value: 0 };
    let default = Some(Tree { nodes: vec![Node::Null, Node::Mapping(vec![member("k"), member("k")])] });
    let twice = raw::Attribute { default, ..attribute("a", 0) };
    assert!(refused(kind(vec![raw::ValueType::Anything, block(vec![twice])])).contains("twice"));
}

#[test]
fn queries_ask_what_there_is_to_ask() {
    let asking = |table: &str, scope: Option<&str>, columns: &[&str]| {
        let query = raw::Query {
            id: "q".into(),
            table: table.into(),
            scope: scope.map(str::to_owned),
            columns: columns.iter().map(|one| (*one).to_owned()).collect(),
        };
        refused(raw::Kind { queries: vec![query], ..kind(vec![block(vec![])]) })
    };
    assert!(asking("secrets", None, &["name"]).contains("no table `secrets`"));
    assert!(asking("accounts", None, &["password"]).contains("no column `password`"));
    assert!(asking("accounts", None, &[]).contains("no column, or for one twice"));
    assert!(asking("accounts", None, &["id", "id"]).contains("no column, or for one twice"));
    assert!(asking("accounts", Some("where"), &["id"]).contains("its scope `where`"));
}

#[test]
fn what_this_orgc_does_not_run_is_refused_with_the_reason() {
    let rule = Rule { id: "r".into(), doc: "d".into(), table: "accounts".into(), columns: Vec::new() };
    let info = Info { rules: vec![rule], ..info(Vec::new()) };
    let rules = schemas(&PluginSource::new("probe", Vec::new()), info).unwrap_err();
    assert!(rules.contains("rules, which this orgc does not run yet"));
    let secret = raw::Attribute { sensitive: true, ..attribute("a", 0) };
    assert!(
        refused(kind(vec![raw::ValueType::Boolean, block(vec![secret])])).contains("no place for secrets")
    );
    let twice = vec!["stack-set".to_owned(), "stack-set".to_owned()];
    assert!(refused(raw::Kind { emits: twice, ..kind(vec![block(vec![])]) }).contains("says twice"));
}

#[test]
fn a_larger_budget_needs_a_grant() {
    // The `budget` of an `info`: that it is there, fuel, memory, answer.
    let guest = Guest::offering(|image| {
        let info = image.manifest();
        image.budget(info, &Budget { fuel: 2_000_000_000, memory_bytes: 1, output_bytes: 1 });
        info
    });
    assert!(guest.refusal().starts_with("it asks for fuel of 2000000000, and 1000000000 is granted"));
}

#[test]
fn every_step_has_a_reason_of_its_own() {
    let reason = |guest: Guest| guest.kinds().load_errors()[0].reason.clone();
    let loops = Guest { describe: "(loop $again (br $again)) unreachable".into(), ..Guest::default() };
    assert!(matches!(reason(loops), LoadReason::Describe(_)));
    let silent = Guest::offering(|image| image.named("probe", " "));
    assert!(matches!(reason(silent), LoadReason::Schema(_)));
}
