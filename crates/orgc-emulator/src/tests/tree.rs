use serde_json::{Value, json};

use super::{Client, names, text};
use crate::Settings;

#[test]
fn a_lone_account_creates_an_organization() {
    let client = Client::new();
    assert_eq!(client.refused("DescribeOrganization", json!({})), "AWSOrganizationsNotInUseException");
    let created = client.organizations("CreateOrganization", json!({})).unwrap();
    let organization = &created["Organization"];
    let id = text(&organization["Id"]);
    assert_eq!(organization["FeatureSet"], "ALL");
    assert_eq!(organization["MasterAccountId"], "111111111111");
    assert_eq!(organization["Arn"], format!("arn:aws:organizations::111111111111:organization/{id}"));
    let roots = client.organizations("ListRoots", json!({})).unwrap();
    let types = json!([{"Type": "SERVICE_CONTROL_POLICY", "Status": "ENABLED"}]);
    assert_eq!(roots["Roots"][0]["PolicyTypes"], types);
    assert_eq!(client.attached(&client.root(), "SERVICE_CONTROL_POLICY"), ["FullAWSAccess"]);
    assert_eq!(client.refused("CreateOrganization", json!({})), "AlreadyInOrganizationException");
}

#[test]
fn billing_alone_has_no_policy_types() {
    let client = Client::new();
    client.organizations("CreateOrganization", json!({"FeatureSet": "CONSOLIDATED_BILLING"})).unwrap();
    let input = json!({"RootId": client.root(), "PolicyType": "SERVICE_CONTROL_POLICY"});
    let refusal = client.refused("EnablePolicyType", input);
    assert_eq!(refusal, "PolicyTypeNotAvailableForOrganizationException");
}

#[test]
fn units_form_a_tree() {
    let client = Client::managing();
    let root = client.root();
    let tags = json!([{"Key": "team", "Value": "platform"}]);
    let input = json!({"ParentId": root, "Name": "Workloads", "Tags": tags});
    let unit = client.organizations("CreateOrganizationalUnit", input).unwrap()["OrganizationalUnit"].clone();
    let id = text(&unit["Id"]);
    assert!(id.starts_with(&format!("ou-{}-", root.trim_start_matches("r-"))), "{id}");
    let organization = client.organizations("DescribeOrganization", json!({})).unwrap();
    let path = format!("{}/{root}/{id}/", text(&organization["Organization"]["Id"]));
    assert_eq!(unit["Path"], path);
    assert_eq!(client.attached(&id, "SERVICE_CONTROL_POLICY"), ["FullAWSAccess"]);
    let listed = client.organizations("ListTagsForResource", json!({"ResourceId": id})).unwrap();
    assert_eq!(listed["Tags"], tags);
    let parents = client.organizations("ListParents", json!({"ChildId": id})).unwrap();
    assert_eq!(parents["Parents"], json!([{"Id": root, "Type": "ROOT"}]));
    let input = json!({"ParentId": root, "ChildType": "ORGANIZATIONAL_UNIT"});
    let children = client.organizations("ListChildren", input).unwrap();
    assert_eq!(children["Children"], json!([{"Id": id, "Type": "ORGANIZATIONAL_UNIT"}]));
    let twin = json!({"ParentId": root, "Name": "Workloads"});
    assert_eq!(client.refused("CreateOrganizationalUnit", twin), "DuplicateOrganizationalUnitException");
    let input = json!({"OrganizationalUnitId": id, "Name": "Work"});
    let renamed = client.organizations("UpdateOrganizationalUnit", input).unwrap();
    assert_eq!(renamed["OrganizationalUnit"]["Name"], "Work");
}

#[test]
fn units_are_five_deep_and_limited_in_number() {
    let client = Client::with(Settings { unit_quota: 6, ..Settings::default() });
    client.organizations("CreateOrganization", json!({})).unwrap();
    let mut parent = client.root();
    for level in 1..=5 {
        parent = client.unit(&parent, &format!("Level{level}"));
    }
    let sixth = json!({"ParentId": parent, "Name": "Level6"});
    let refusal = client.refused("CreateOrganizationalUnit", sixth);
    assert_eq!(refusal, "ConstraintViolationException OU_DEPTH_LIMIT_EXCEEDED");
    client.unit(&client.root(), "Other");
    let seventh = json!({"ParentId": client.root(), "Name": "Another"});
    let refusal = client.refused("CreateOrganizationalUnit", seventh);
    assert_eq!(refusal, "ConstraintViolationException OU_NUMBER_LIMIT_EXCEEDED");
}

#[test]
fn a_unit_with_children_cannot_be_deleted() {
    let client = Client::managing();
    let root = client.root();
    let (outer, account) = (client.unit(&root, "Outer"), client.open("dev"));
    let inner = client.unit(&outer, "Inner");
    client.move_account(&account, &root, &inner);
    for unit in [&inner, &outer] {
        let refusal = client.refused("DeleteOrganizationalUnit", json!({"OrganizationalUnitId": unit}));
        assert_eq!(refusal, "OrganizationalUnitNotEmptyException");
    }
    client.move_account(&account, &inner, &root);
    client.organizations("DeleteOrganizationalUnit", json!({"OrganizationalUnitId": inner})).unwrap();
    let gone = client.refused("DescribeOrganizationalUnit", json!({"OrganizationalUnitId": inner}));
    assert_eq!(gone, "OrganizationalUnitNotFoundException");
}

#[test]
fn lists_come_in_pages_of_at_most_twenty() {
    let client = Client::managing();
    let root = client.root();
    for number in 0..45 {
        client.unit(&root, &format!("Unit{number}"));
    }
    let mut all = Vec::new();
    let mut sizes = Vec::new();
    let mut token = Value::Null;
    loop {
        let input = json!({"ParentId": root, "NextToken": token});
        let page = client.organizations("ListOrganizationalUnitsForParent", input).unwrap();
        sizes.push(page["OrganizationalUnits"].as_array().unwrap().len());
        all.extend(names(&page["OrganizationalUnits"]));
        match page.get("NextToken") {
            Some(next) => token = next.clone(),
            None => break,
        }
    }
    assert_eq!(sizes, [20, 20, 5]);
    all.sort();
    all.dedup();
    assert_eq!(all.len(), 45);
    let too_many = client.refused("ListAccounts", json!({"MaxResults": 21}));
    assert_eq!(too_many, "InvalidInputException MAX_VALUE_EXCEEDED");
    let foreign = client.refused("ListAccounts", json!({"NextToken": token}));
    assert_eq!(foreign, "InvalidInputException INVALID_NEXT_TOKEN");
}

#[test]
fn inputs_are_checked_before_anything_else() {
    let client = Client::managing();
    let root = client.root();
    let cases = [
        (json!({"ParentId": root}), "INPUT_REQUIRED"),
        (json!({"ParentId": root, "Name": ""}), "MIN_LENGTH_EXCEEDED"),
        (json!({"ParentId": root, "Name": "x".repeat(129)}), "MAX_LENGTH_EXCEEDED"),
        (json!({"ParentId": "root", "Name": "x"}), "INVALID_PATTERN"),
        (
            json!({"ParentId": root, "Name": "x", "Tags": [{"Key": "aws:x", "Value": ""}]}),
            "INVALID_SYSTEM_TAGS_PARAMETER",
        ),
        (
            json!({"ParentId": root, "Name": "x", "Tags": [{"Key": "k", "Value": ""}, {"Key": "k", "Value": ""}]}),
            "DUPLICATE_TAG_KEY",
        ),
    ];
    for (input, reason) in cases {
        let refusal = client.refused("CreateOrganizationalUnit", input);
        assert_eq!(refusal, format!("InvalidInputException {reason}"));
    }
    let missing = json!({"ParentId": "ou-abcd-12345678", "Name": "x"});
    assert_eq!(client.refused("CreateOrganizationalUnit", missing), "ParentNotFoundException");
    assert_eq!(client.refused("DescribeNothing", json!({})), "UnknownOperationException");
}

#[test]
fn a_resource_has_at_most_fifty_tags() {
    let client = Client::managing();
    let root = client.root();
    let tags: Vec<Value> = (0..50).map(|number| json!({"Key": format!("k{number}"), "Value": "v"})).collect();
    client.organizations("TagResource", json!({"ResourceId": root, "Tags": tags})).unwrap();
    let again = json!({"ResourceId": root, "Tags": [{"Key": "k0", "Value": "w"}]});
    client.organizations("TagResource", again).unwrap();
    let more = json!({"ResourceId": root, "Tags": [{"Key": "k50", "Value": "v"}]});
    let refusal = client.refused("TagResource", more);
    assert_eq!(refusal, "ConstraintViolationException MAX_TAG_LIMIT_EXCEEDED");
    client.organizations("UntagResource", json!({"ResourceId": root, "TagKeys": ["k1", "none"]})).unwrap();
    let listed = client.organizations("ListTagsForResource", json!({"ResourceId": root})).unwrap();
    assert_eq!(listed["Tags"].as_array().unwrap().len(), 20);
    assert_eq!(listed["Tags"][0], json!({"Key": "k0", "Value": "w"}));
    let managed = json!({"ResourceId": "p-FullAWSAccess", "Tags": []});
    assert_eq!(client.refused("TagResource", managed), "InvalidInputException IMMUTABLE_POLICY");
}

#[test]
fn members_may_only_ask_where_they_are() {
    let client = Client::managing();
    let id = client.open("dev");
    let member = client.by(&id);
    assert!(member.organizations("DescribeOrganization", json!({})).is_ok());
    assert_eq!(member.refused("ListAccounts", json!({})), "AccessDeniedException");
    let identity = member.query("sts", "2011-06-15", "GetCallerIdentity", &[]).unwrap();
    assert_eq!(super::texts(&identity, "Account"), [id]);
}

#[test]
fn the_same_calls_give_the_same_bytes() {
    let replies = || -> Vec<Vec<u8>> {
        let client = Client::managing();
        let unit = client.unit(&client.root(), "Unit");
        client.move_account(&client.open("dev"), &client.root(), &unit);
        let list = client.organizations_request("ListAccounts", &json!({}));
        let identity =
            client.request("sts", "/").body("Action=GetCallerIdentity&Version=2011-06-15".to_owned());
        [list, identity.unwrap()]
            .iter()
            .map(|request| client.emulator.handle(request).unwrap().into_body())
            .collect()
    };
    assert_eq!(replies(), replies());
}
