//! Inputs that the service models do not allow, one for each kind of fault, and inputs of any kind.

use proptest::prelude::*;
use quick_xml::events::Event;
use serde_json::{Map, Value, json};

use super::{Client, texts};
use crate::model::Model;
use crate::protocol::Service;

#[test]
fn organizations_says_what_is_wrong() {
    let client = Client::managing();
    let unit = |name: Value| json!({"ParentId": client.root(), "Name": name});
    let attach = |target: &str| json!({"PolicyId": "p-12345678", "TargetId": target});
    let tag = |key: &str| json!({"ResourceId": "111111111111", "Tags": [{"Key": key, "Value": ""}]});
    let untag = |keys: Value| json!({"ResourceId": "111111111111", "TagKeys": keys});
    let effective = |kind: &str| json!({"PolicyType": kind});
    let invite = |kind: &str| json!({"Target": {"Id": "222222222222", "Type": kind}});
    let cases = [
        ("CreateOrganizationalUnit", json!({"Name": "x"}), "INPUT_REQUIRED"),
        ("CreateOrganizationalUnit", unit(Value::Null), "INPUT_REQUIRED"),
        ("InviteAccountToOrganization", json!({"Target": {"Type": "ACCOUNT"}}), "INPUT_REQUIRED"),
        ("CreateOrganizationalUnit", unit(json!("")), "MIN_LENGTH_EXCEEDED"),
        ("CreateOrganizationalUnit", unit(json!("x".repeat(129))), "MAX_LENGTH_EXCEEDED"),
        ("ListAccounts", json!({"MaxResults": 0}), "MIN_VALUE_EXCEEDED"),
        ("ListAccounts", json!({"MaxResults": -1}), "MIN_VALUE_EXCEEDED"),
        ("ListAccounts", json!({"MaxResults": 21}), "MAX_VALUE_EXCEEDED"),
        ("DescribeAccount", json!({"AccountId": "11111111111x"}), "INVALID_PATTERN"),
        ("DescribePolicy", json!({"PolicyId": "p-short"}), "INVALID_PATTERN"),
        ("ListParents", json!({"ChildId": "r-abcd"}), "INVALID_PATTERN"),
        ("DescribeCreateAccountStatus", json!({"CreateAccountRequestId": "car-x"}), "INVALID_PATTERN"),
        ("TagResource", tag("a!"), "INVALID_PATTERN"),
        ("AttachPolicy", attach("ou-1"), "INVALID_PATTERN_TARGET_ID"),
        ("AttachPolicy", attach(&"1".repeat(101)), "MAX_LENGTH_EXCEEDED"),
        ("ListPolicies", json!({"Filter": "TAGS"}), "INVALID_ENUM_POLICY_TYPE"),
        ("DescribeEffectivePolicy", effective("SERVICE_CONTROL_POLICY"), "INVALID_ENUM"),
        ("InviteAccountToOrganization", invite("PLANET"), "INVALID_ENUM"),
        ("ListCreateAccountStatus", json!({"States": ["FAILED", "DONE"]}), "INVALID_LIST_MEMBER"),
        ("UntagResource", untag(json!([""])), "INVALID_LIST_MEMBER"),
        ("UntagResource", untag(json!([null])), "INVALID_LIST_MEMBER"),
    ];
    for (operation, input, reason) in cases {
        let refusal = client.refused(operation, input.clone());
        assert_eq!(refusal, format!("InvalidInputException {reason}"), "{operation} {input}");
    }
    let unreadable = [
        ("CreateOrganizationalUnit", unit(json!(5))),
        ("ListAccounts", json!({"MaxResults": "5"})),
        ("ListAccounts", json!({"MaxResults": 1.5})),
        ("ListAccounts", json!({"MaxResults": 3_000_000_000_u32})),
        ("UntagResource", untag(json!("a"))),
        ("UntagResource", untag(json!([1]))),
        ("InviteAccountToOrganization", json!({"Target": []})),
        ("DeleteOrganization", json!([])),
    ];
    for (operation, input) in unreadable {
        assert_eq!(client.refused(operation, input.clone()), "SerializationException", "{operation} {input}");
    }
}

#[test]
fn what_is_absent_null_or_unknown_is_no_fault() {
    let client = Client::managing();
    let input = json!({"MaxResults": null, "NextToken": null, "Color": {"deep": [1]}});
    client.organizations("ListAccounts", input).unwrap();
    let input = json!({"ParentId": client.root(), "Name": "Work", "Tags": null});
    client.organizations("CreateOrganizationalUnit", input).unwrap();
}

#[test]
fn callers_and_names_come_before_inputs() {
    let client = Client::managing();
    let member = client.by(&client.open("dev"));
    assert_eq!(member.refused("CreateAccount", json!({"Email": 1})), "AccessDeniedException");
    assert_eq!(client.refused("CreateEverything", json!([])), "UnknownOperationException");
    let unknown = client.cloudformation("DetectEverything", &[("OperationId", "!")]).unwrap_err();
    assert_eq!(unknown.code, "InvalidAction");
}

#[test]
fn account_management_says_what_is_wrong() {
    let client = Client::managing();
    let region = |name: Value| json!({"RegionName": name});
    let contact = |phone: &str| {
        json!({"ContactInformation": {"FullName": "A", "AddressLine1": "B", "City": "C", "PostalCode": "1",
            "CountryCode": "CH", "PhoneNumber": phone}})
    };
    let cases = [
        ("/getPrimaryEmail", json!({})),
        ("/getPrimaryEmail", json!({"AccountId": "1"})),
        ("/enableRegion", region(json!(1))),
        ("/enableRegion", region(json!(""))),
        ("/enableRegion", region(json!("x".repeat(51)))),
        ("/listRegions", json!({"MaxResults": 0})),
        ("/listRegions", json!({"MaxResults": 51})),
        ("/listRegions", json!({"RegionOptStatusContains": ["OPEN"]})),
        ("/putAccountName", json!({"AccountName": "<a>"})),
        ("/getAlternateContact", json!({"AlternateContactType": "LEGAL"})),
        ("/putContactInformation", contact("044 1")),
        ("/verifyPhoneNumber", json!({"Otp": "12345"})),
    ];
    for (path, input) in cases {
        let failure = client.account(path, input.clone()).unwrap_err();
        let found = (failure.status, failure.code.as_str(), failure.reason.as_deref());
        assert_eq!(found, (400, "ValidationException", Some("fieldValidationFailed")), "{path} {input}");
    }
    client.account("/putContactInformation", contact("+41 44 1")).unwrap();
}

#[test]
fn tagging_says_what_is_wrong() {
    let client = Client::managing();
    let filter =
        |key: Value, values: usize| json!({"TagFilters": [{"Key": key, "Values": vec!["x"; values]}]});
    let parameter = [
        ("GetResources", filter(json!("k"), 21)),
        ("GetResources", filter(json!("k".repeat(129)), 1)),
        ("GetResources", json!({"TagFilters": vec![json!({"Key": "k"}); 51]})),
        ("GetResources", json!({"TagFilters": [{"Values": ["x"]}]})),
        ("GetResources", json!({"ResourceARNList": []})),
        ("GetResources", json!({"ResourceARNList": vec!["arn"; 101]})),
        ("GetResources", json!({"ResourceTypeFilters": ["x".repeat(257)]})),
        ("GetResources", json!({"ResourcesPerPage": 0})),
        ("GetTagKeys", json!({"PaginationToken": "x".repeat(2049)})),
        ("GetTagValues", json!({})),
        ("GetTagValues", json!({"Key": ""})),
    ];
    for (operation, input) in parameter {
        let failure = client.tagging(operation, input.clone()).unwrap_err();
        assert_eq!(
            (failure.status, failure.code.as_str()),
            (400, "InvalidParameterException"),
            "{operation} {input}"
        );
    }
    for (operation, input) in [("GetResources", filter(json!(1), 1)), ("GetTagValues", json!({"Key": []}))] {
        assert_eq!(client.tagging(operation, input).unwrap_err().code, "SerializationException");
    }
    client.tagging("GetResources", filter(json!("k"), 20)).unwrap();
}

#[test]
fn cloudformation_says_what_is_wrong() {
    let client = Client::managing();
    let cases: [(&str, &[(&str, &str)]); 12] = [
        ("DescribeStackSet", &[]),
        ("DescribeStackSet", &[("StackSetName", "a"), ("CallAs", "ROOT")]),
        ("DescribeStackSet", &[("StackSetName.Deep", "a")]),
        ("ListStackSets", &[("MaxResults", "ten")]),
        ("ListStackSets", &[("MaxResults", "0")]),
        ("ListStackSets", &[("MaxResults", "101")]),
        ("ListStackSets", &[("NextToken", "")]),
        ("UpdateStackSet", &[("StackSetName", "a"), ("UsePreviousTemplate", "yes")]),
        ("UpdateStackSet", &[("StackSetName", "a"), ("Tags.member.1.Key", "a")]),
        ("UpdateStackSet", &[("StackSetName", "a"), ("OperationPreferences.MaxConcurrentPercentage", "101")]),
        ("UpdateStackSet", &[("StackSetName", "a"), ("Accounts.member.1", "12")]),
        ("StopStackSetOperation", &[("StackSetName", "a"), ("OperationId", "-")]),
    ];
    for (operation, fields) in cases {
        let failure = client.cloudformation(operation, fields).unwrap_err();
        assert_eq!(
            (failure.status, failure.code.as_str()),
            (400, "ValidationError"),
            "{operation} {fields:?}"
        );
    }
    let empty_list = [("StackSetName", "a"), ("Tags", "")];
    let failure = client.cloudformation("UpdateStackSet", &empty_list).unwrap_err();
    assert_eq!(failure.code, "StackSetNotFoundException");
}

/// Values that AWS takes in some member, values at the edges, and nonsense.
fn any_text() -> impl Strategy<Value = String> {
    let known =
        ["", "ACCOUNT", "ALL", "SERVICE_CONTROL_POLICY", "111111111111", "p-FullAWSAccess", "true", "7"];
    prop_oneof![prop::sample::select(known.to_vec()).prop_map(str::to_owned), any::<String>()]
}

fn any_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any_text().prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 16, 4, |inner| {
        let name =
            prop_oneof![Just("Key".to_owned()), Just("Id".to_owned()), Just("Type".to_owned()), any_text()];
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map(name, inner, 0..4)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

/// An operation, and for some of its members a value of any kind.
fn any_call(service: Service) -> impl Strategy<Value = (String, Value)> {
    let model = Model::of(service);
    let operations: Vec<&str> = model.operations().collect();
    let members = |operation: &str| model.members(operation).map(str::to_owned).collect::<Vec<_>>();
    prop::sample::select(operations).prop_flat_map(move |operation| {
        let members = members(operation).into_iter().map(|name| (Just(name), prop::option::of(any_value())));
        members.collect::<Vec<_>>().prop_map(move |given| {
            let given = given.into_iter().filter_map(|(name, value)| Some((name, value?)));
            (operation.to_owned(), Value::Object(given.collect::<Map<_, _>>()))
        })
    })
}

/// `/putAccountName` for `PutAccountName`.
fn path_of(operation: &str) -> String {
    let mut letters = operation.chars();
    let first = letters.next().map(|first| first.to_ascii_lowercase());
    ['/'].into_iter().chain(first).chain(letters).collect()
}

/// The form that a JSON value would be.
fn fields(key: &str, value: &Value, form: &mut Vec<(String, String)>) {
    let below = |step: &str| if key.is_empty() { step.to_owned() } else { format!("{key}.{step}") };
    match value {
        Value::Null => {}
        Value::Object(members) => members.iter().for_each(|(name, value)| fields(&below(name), value, form)),
        Value::Array(items) => {
            let items = items.iter().enumerate();
            items.for_each(|(position, item)| fields(&below(&format!("member.{position}")), item, form));
        }
        Value::String(text) => form.push((key.to_owned(), text.clone())),
        other => form.push((key.to_owned(), other.to_string())),
    }
}

/// Whether a text is XML that every reader takes: its elements end, and its characters may stand in it.
fn is_xml(text: &str) -> bool {
    let mut reader = quick_xml::Reader::from_str(text);
    let mut ends = || loop {
        match reader.read_event() {
            Ok(Event::Eof) => return true,
            Ok(_) => {}
            Err(_) => return false,
        }
    };
    ends() && text.chars().all(|letter| !letter.is_ascii_control() || "\t\n\r".contains(letter))
}

fn settings() -> ProptestConfig {
    ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(512) }
}

proptest! {
    #![proptest_config(settings())]

    #[test]
    fn organizations_answers_whatever_it_is_asked((operation, input) in any_call(Service::Organizations)) {
        let client = Client::managing();
        let reply = client.emulator.handle(&client.organizations_request(&operation, &input)).unwrap();
        let body: Value = serde_json::from_slice(reply.body()).unwrap_or(Value::Null);
        let is_answer = reply.status().is_success() || body["__type"].is_string();
        prop_assert!(is_answer && reply.status().as_u16() < 500, "{operation} {input}: {body}");
    }

    #[test]
    fn account_management_answers_whatever_it_is_asked((operation, input) in any_call(Service::Account)) {
        let client = Client::managing();
        let path = path_of(&operation);
        let request = client.request("account", &path).body(input.to_string()).unwrap();
        let reply = client.emulator.handle(&request).unwrap();
        let is_json = serde_json::from_slice::<Value>(reply.body()).is_ok();
        prop_assert!(is_json && reply.status().as_u16() < 500, "{operation} {input}");
    }

    #[test]
    fn cloudformation_answers_whatever_it_is_asked((operation, input) in any_call(Service::CloudFormation)) {
        let client = Client::managing();
        let mut form = vec![("Action".to_owned(), operation.clone())];
        fields("", &input, &mut form);
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish();
        let request = client.request("cloudformation", "/").body(body).unwrap();
        let reply = client.emulator.handle(&request).unwrap();
        let text = String::from_utf8(reply.body().clone()).unwrap();
        let is_answer = reply.status().is_success() || texts(&text, "Code").len() == 1;
        prop_assert!(is_xml(&text) && is_answer && reply.status().as_u16() < 500, "{operation} {input}: {text}");
    }

    #[test]
    fn tagging_answers_whatever_it_is_asked((operation, input) in any_call(Service::Tagging)) {
        let failure = Client::managing().tagging(&operation, input.clone()).err();
        prop_assert!(failure.is_none_or(|failure| failure.status < 500), "{operation} {input}");
    }

    #[test]
    fn any_document_is_answered(input in any_value(), operation in any_text()) {
        let client = Client::managing();
        for operation in [operation.as_str(), "CreateAccount", "ListRoots"] {
            let ascii: String = operation.chars().filter(char::is_ascii_graphic).collect();
            let reply = client.emulator.handle(&client.organizations_request(&ascii, &input)).unwrap();
            prop_assert!(serde_json::from_slice::<Value>(reply.body()).is_ok() || reply.status().is_success());
        }
    }
}
