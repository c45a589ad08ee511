use serde_json::{Value, json};

use super::{Client, text};

/// An organization with a tagged unit and two tagged policies.
fn tagged() -> (Client, String) {
    let client = Client::managing();
    let unit = client.unit(&client.root(), "Workloads");
    let tag = |id: &str, value: &str| {
        let tags = json!([{"Key": "orgc:project", "Value": value}, {"Key": "team", "Value": "data"}]);
        client.organizations("TagResource", json!({"ResourceId": id, "Tags": tags})).unwrap();
    };
    tag(&unit, "acme");
    for name in ["A", "B"] {
        tag(&client.policy(name, "SERVICE_CONTROL_POLICY", super::ALLOW_ALL), name);
    }
    (client, unit)
}

fn arns(reply: &Value) -> Vec<String> {
    reply["ResourceTagMappingList"].as_array().unwrap().iter().map(|one| text(&one["ResourceARN"])).collect()
}

#[test]
fn tags_of_many_resources_are_read_at_once() {
    let (client, unit) = tagged();
    let all = client.tagging("GetResources", json!({})).unwrap();
    assert_eq!(arns(&all).len(), 3);
    assert_eq!(all["PaginationToken"], "");
    let filter = json!({"TagFilters": [{"Key": "orgc:project", "Values": ["acme", "B"]}]});
    let found = client.tagging("GetResources", filter).unwrap();
    assert_eq!(arns(&found).len(), 2);
    let units = client.tagging("GetResources", json!({"ResourceTypeFilters": ["organizations:ou"]})).unwrap();
    assert!(arns(&units)[0].ends_with(&unit));
    let tags = json!([{"Key": "orgc:project", "Value": "acme"}, {"Key": "team", "Value": "data"}]);
    assert_eq!(units["ResourceTagMappingList"][0]["Tags"], tags);
    let one = client.tagging("GetResources", json!({"ResourceARNList": arns(&units)})).unwrap();
    assert_eq!(arns(&one), arns(&units));
    assert_eq!(client.tagging("GetTagKeys", json!({})).unwrap()["TagKeys"], json!(["orgc:project", "team"]));
    let values = client.tagging("GetTagValues", json!({"Key": "orgc:project"})).unwrap();
    assert_eq!(values["TagValues"], json!(["A", "B", "acme"]));
}

#[test]
fn pages_end_with_an_empty_token() {
    let (client, _) = tagged();
    let first = client.tagging("GetResources", json!({"ResourcesPerPage": 2})).unwrap();
    let rest = json!({"ResourcesPerPage": 2, "PaginationToken": first["PaginationToken"]});
    let second = client.tagging("GetResources", rest).unwrap();
    assert_eq!((arns(&first).len(), arns(&second).len()), (2, 1));
    assert_eq!(second["PaginationToken"], "");
}

#[test]
fn a_page_of_tags_splits_no_resource() {
    let client = Client::managing();
    let tags: Vec<Value> = (0..40).map(|number| json!({"Key": format!("{number}"), "Value": ""})).collect();
    for name in ["A", "B", "C"] {
        let unit = client.unit(&client.root(), name);
        client.organizations("TagResource", json!({"ResourceId": unit, "Tags": tags})).unwrap();
    }
    let first = client.tagging("GetResources", json!({"TagsPerPage": 100})).unwrap();
    let rest = json!({"TagsPerPage": 100, "PaginationToken": first["PaginationToken"]});
    let second = client.tagging("GetResources", rest).unwrap();
    assert_eq!((arns(&first).len(), arns(&second).len()), (2, 1));
    let both = json!({"TagsPerPage": 100, "ResourcesPerPage": 1});
    assert_eq!(arns(&client.tagging("GetResources", both).unwrap()).len(), 1);
}

#[test]
fn nobody_else_sees_them_and_nonsense_is_refused() {
    let (client, _) = tagged();
    let account = client.open("dev");
    assert_eq!(arns(&client.by(&account).tagging("GetResources", json!({})).unwrap()), [""; 0]);
    for input in [
        json!({"ResourcesPerPage": 101}),
        json!({"TagsPerPage": 99}),
        json!({"TagsPerPage": 501}),
        json!({"PaginationToken": "x"}),
        json!({"ResourceARNList": ["a"], "ResourceTypeFilters": ["b"]}),
        json!({"TagFilters": [{}]}),
    ] {
        assert_eq!(client.tagging("GetResources", input).unwrap_err().code, "InvalidParameterException");
    }
}
