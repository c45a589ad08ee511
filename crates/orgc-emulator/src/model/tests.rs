use serde_json::{Value, json};

use super::*;
use crate::state::policy::rules;

const SERVICES: [Service; 5] =
    [Service::Organizations, Service::Account, Service::CloudFormation, Service::Tagging, Service::Sts];

fn shapes_below(shape: &Shape) -> Vec<&String> {
    match shape {
        Shape::Structure(structure) => structure.members.values().collect(),
        Shape::List(list) => vec![&list.member],
        _ => Vec::new(),
    }
}

/// How many shapes stand in each other; a shape that contains itself would never end.
fn depth(model: &Model, name: &str, most: usize) -> usize {
    assert!(most > 0, "{name} is too deep");
    let below = shapes_below(&model.shapes[name]);
    1 + below.into_iter().map(|below| depth(model, below, most - 1)).max().unwrap_or(0)
}

fn first(operation: &str, input: &Value) -> Option<String> {
    let model = Model::of(Service::Organizations);
    check::first_fault(model, operation, input, Dialect::Json).map(|fault| fault.to_string())
}

#[test]
fn the_tables_are_whole() {
    let models = SERVICES.map(Model::of);
    assert_eq!(models.map(|model| model.operations.len()), [63, 18, 21, 3, 1]);
    for model in models {
        for structure in model.operations.values() {
            assert!(structure.members.values().all(|shape| depth(model, shape, 4) > 0));
            assert!(structure.required.iter().all(|member| structure.members.contains_key(member)));
        }
        for (name, shape) in &model.shapes {
            let Shape::String(Text { pattern: Some(pattern), .. }) = shape else { continue };
            assert!(pattern.regex().is_some(), "{name}: {pattern}");
        }
    }
}

#[test]
fn the_policy_types_are_those_with_rules() {
    let model = Model::of(Service::Organizations);
    let choices = |name: &str| match &model.shapes[name] {
        Shape::String(text) => &text.choices,
        _ => panic!("{name} is no text"),
    };
    assert_eq!(choices("PolicyType").len(), 15);
    for name in choices("PolicyType").iter().chain(choices("EffectivePolicyType")) {
        assert!(rules(name).is_some(), "{name}");
    }
}

#[test]
fn faults_of_types_come_first_then_the_order_is_that_of_names() {
    let tagged = |key: Value| json!({"AccountName": "", "Tags": [{"Key": key, "Value": ""}]});
    let fault = |input: Value| first("CreateAccount", &input);
    assert_eq!(fault(tagged(json!(5))).unwrap(), "Tags[0].Key must be a text");
    assert_eq!(fault(tagged(json!("a"))).unwrap(), "AccountName must have a length of at least 1");
    assert_eq!(fault(json!({"AccountName": "a"})).unwrap(), "Email must be given");
    assert_eq!(fault(Value::Null).unwrap(), "the input must be a structure");
    let good = json!({"AccountName": "a", "Email": "aa@b.cc", "Tags": null, "Unknown": 1});
    assert_eq!(fault(good), None);
}

#[test]
fn a_text_fits_a_shape_or_not() {
    let is = |shape: &str, text: &str| fits(Service::Organizations, shape, text);
    assert!(is("AccountId", "111111111111") && is("Email", "aa@b.cc"));
    assert!(!is("AccountId", "11") && !is("AccountId", "1111111111111") && !is("Email", "a@b.c"));
}

#[test]
fn lengths_are_of_characters() {
    let input = |count: usize| json!({"ParentId": "r-abcd", "Name": "é".repeat(count)});
    assert_eq!(first("CreateOrganizationalUnit", &input(128)), None);
    let fault = first("CreateOrganizationalUnit", &input(129)).unwrap();
    assert_eq!(fault, "Name must have a length of at most 128");
}
