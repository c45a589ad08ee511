use serde_json::{Value, json};

use super::{ALLOW_ALL, Client, text};

const SCP: &str = "SERVICE_CONTROL_POLICY";
const RCP: &str = "RESOURCE_CONTROL_POLICY";

fn attachment(policy: &str, target: &str) -> Value {
    json!({"PolicyId": policy, "TargetId": target})
}

#[test]
fn a_policy_lives_until_it_is_detached_everywhere() {
    let client = Client::managing();
    let unit = client.unit(&client.root(), "Unit");
    let id = client.policy("Guard", SCP, ALLOW_ALL);
    let described =
        client.organizations("DescribePolicy", json!({"PolicyId": id})).unwrap()["Policy"].clone();
    assert_eq!(described["Content"], ALLOW_ALL);
    let arn = text(&described["PolicySummary"]["Arn"]);
    assert!(arn.ends_with(&format!("/service_control_policy/{id}")), "{arn}");
    client.organizations("AttachPolicy", attachment(&id, &unit)).unwrap();
    assert_eq!(client.attached(&unit, SCP), ["FullAWSAccess", "Guard"]);
    let twice = client.refused("AttachPolicy", attachment(&id, &unit));
    assert_eq!(twice, "DuplicatePolicyAttachmentException");
    let targets = client.organizations("ListTargetsForPolicy", json!({"PolicyId": id})).unwrap();
    assert_eq!(targets["Targets"][0]["TargetId"], unit);
    assert_eq!(targets["Targets"][0]["Type"], "ORGANIZATIONAL_UNIT");
    assert_eq!(client.refused("DeletePolicy", json!({"PolicyId": id})), "PolicyInUseException");
    client.organizations("DetachPolicy", attachment(&id, &unit)).unwrap();
    assert_eq!(client.refused("DetachPolicy", attachment(&id, &unit)), "PolicyNotAttachedException");
    client.organizations("DeletePolicy", json!({"PolicyId": id})).unwrap();
    assert_eq!(client.refused("DescribePolicy", json!({"PolicyId": id})), "PolicyNotFoundException");
}

#[test]
fn every_target_keeps_a_service_control_policy() {
    let client = Client::managing();
    let unit = client.unit(&client.root(), "Unit");
    let last = client.refused("DetachPolicy", attachment("p-FullAWSAccess", &unit));
    assert_eq!(last, "ConstraintViolationException MIN_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED");
    let id = client.policy("Guard", SCP, ALLOW_ALL);
    client.organizations("AttachPolicy", attachment(&id, &unit)).unwrap();
    client.organizations("DetachPolicy", attachment("p-FullAWSAccess", &unit)).unwrap();
    let last = client.refused("DetachPolicy", attachment(&id, &unit));
    assert_eq!(last, "ConstraintViolationException MIN_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED");
}

#[test]
fn ten_service_control_policies_fill_a_target() {
    let client = Client::managing();
    let root = client.root();
    for number in 0..9 {
        let id = client.policy(&format!("P{number}"), SCP, ALLOW_ALL);
        client.organizations("AttachPolicy", attachment(&id, &root)).unwrap();
    }
    let id = client.policy("P9", SCP, ALLOW_ALL);
    let refusal = client.refused("AttachPolicy", attachment(&id, &root));
    assert_eq!(refusal, "ConstraintViolationException MAX_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED");
}

#[test]
fn sizes_count_characters_and_names_are_unique() {
    let client = Client::managing();
    let create =
        |name: &str, content: &str| json!({"Name": name, "Description": "", "Type": SCP, "Content": content});
    let padded = |length: usize| format!("{ALLOW_ALL}{}", " ".repeat(length - ALLOW_ALL.len()));
    client.organizations("CreatePolicy", create("Full", &padded(10_240))).unwrap();
    let refusal = client.refused("CreatePolicy", create("Fuller", &padded(10_241)));
    assert_eq!(refusal, "ConstraintViolationException POLICY_CONTENT_LIMIT_EXCEEDED");
    assert_eq!(client.refused("CreatePolicy", create("Full", ALLOW_ALL)), "DuplicatePolicyException");
    let id = client.policy("Other", SCP, ALLOW_ALL);
    let rename = json!({"PolicyId": id, "Name": "Full"});
    assert_eq!(client.refused("UpdatePolicy", rename), "DuplicatePolicyException");
    let input = json!({"PolicyId": id, "Description": "changed"});
    let updated = client.organizations("UpdatePolicy", input).unwrap()["Policy"].clone();
    assert_eq!(updated["PolicySummary"]["Description"], "changed");
    assert_eq!(updated["PolicySummary"]["Name"], "Other");
    let managed = json!({"PolicyId": "p-FullAWSAccess", "Name": "Mine"});
    assert_eq!(client.refused("UpdatePolicy", managed), "InvalidInputException IMMUTABLE_POLICY");
}

#[test]
fn malformed_documents_are_refused() {
    let client = Client::managing();
    let statement = |statement: Value| json!({"Version": "2012-10-17", "Statement": statement}).to_string();
    let malformed = [
        (SCP, "{".to_owned()),
        (SCP, "[]".to_owned()),
        (SCP, json!({"Statement": []}).to_string()),
        (SCP, statement(json!([]))),
        (SCP, statement(json!({"Effect": "Deny", "Resource": "*"}))),
        (SCP, statement(json!({"Effect": "Deny", "Action": "*"}))),
        (SCP, statement(json!({"Effect": "Deny", "Action": "*", "NotAction": "*", "Resource": "*"}))),
        (SCP, statement(json!({"Effect": "Refuse", "Action": "*", "Resource": "*"}))),
        (SCP, statement(json!({"Effect": "Deny", "Principal": "*", "Action": "*", "Resource": "*"}))),
        (SCP, statement(json!({"Effect": "Deny", "Action": "everything", "Resource": "*"}))),
        (SCP, statement(json!({"Effect": "Deny", "Action": "*", "Resource": "bucket"}))),
        (RCP, statement(json!({"Effect": "Allow", "Principal": "*", "Action": "s3:*", "Resource": "*"}))),
        (RCP, statement(json!({"Effect": "Deny", "Action": "s3:*", "Resource": "*"}))),
        (RCP, statement(json!({"Effect": "Deny", "Principal": "*", "Action": "*", "Resource": "*"}))),
        (RCP, statement(json!({"Effect": "Deny", "Principal": "*", "Action": "ec2:*", "Resource": "*"}))),
        ("TAG_POLICY", json!({"plans": {}}).to_string()),
    ];
    for (policy_type, content) in malformed {
        let input = json!({"Name": "P", "Description": "", "Type": policy_type, "Content": content});
        assert_eq!(client.refused("CreatePolicy", input), "MalformedPolicyDocumentException", "{content}");
    }
    let unknown = json!({"Name": "P", "Description": "", "Type": "X_POLICY", "Content": "{}"});
    assert_eq!(client.refused("CreatePolicy", unknown), "InvalidInputException INVALID_ENUM_POLICY_TYPE");
}

#[test]
fn well_formed_documents_are_taken() {
    let client = Client::managing();
    let deny = json!({"Version": "2012-10-17", "Statement": [{
        "Sid": "x", "Effect": "Deny", "NotAction": ["iam:*", "s3:Get*"], "Resource": "*",
        "Condition": {"StringNotEquals": {"aws:RequestedRegion": ["eu-central-1"]}},
    }]});
    client.policy("A", SCP, &deny.to_string());
    let perimeter = json!({"Version": "2012-10-17", "Statement": {
        "Effect": "Deny", "Principal": "*", "Action": ["s3:*", "sts:AssumeRole"], "Resource": "arn:aws:s3:::x/*",
    }});
    client.policy("B", RCP, &perimeter.to_string());
    client.policy("C", "TAG_POLICY", &json!({"tags": {}}).to_string());
}

#[test]
fn a_policy_type_is_enabled_after_a_while() {
    let client = Client::managing();
    let root = client.root();
    let unit = client.unit(&root, "Unit");
    let content = json!({"Version": "2012-10-17", "Statement": {
        "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*"}});
    let id = client.policy("Perimeter", RCP, &content.to_string());
    let not_enabled = client.refused("AttachPolicy", attachment(&id, &unit));
    assert_eq!(not_enabled, "PolicyTypeNotEnabledException");
    let input = json!({"RootId": root, "PolicyType": RCP});
    let pending = client.organizations("EnablePolicyType", input.clone()).unwrap();
    assert_eq!(pending["Root"]["PolicyTypes"][0], json!({"Type": RCP, "Status": "PENDING_ENABLE"}));
    let again = client.refused("EnablePolicyType", input.clone());
    assert_eq!(again, "PolicyTypeAlreadyEnabledException");
    let not_yet = client.refused("AttachPolicy", attachment(&id, &unit));
    assert_eq!(not_yet, "PolicyTypeNotEnabledException");
    client.advance(5);
    assert_eq!(client.attached(&unit, RCP), ["RCPFullAWSAccess"]);
    client.organizations("AttachPolicy", attachment(&id, &unit)).unwrap();
    let fixed = client.refused("DetachPolicy", attachment("p-RCPFullAWSAccess", &unit));
    assert_eq!(fixed, "InvalidInputException NON_DETACHABLE_POLICY");
    client.organizations("DisablePolicyType", input.clone()).unwrap();
    let changing = client.refused("AttachPolicy", attachment(&id, &root));
    assert_eq!(changing, "PolicyChangesInProgressException");
    client.advance(5);
    assert!(client.attached(&unit, RCP).is_empty());
    assert_eq!(client.attached(&unit, SCP), ["FullAWSAccess"]);
    assert_eq!(client.refused("DisablePolicyType", input), "PolicyTypeNotEnabledException");
}

#[test]
fn a_type_of_a_service_needs_its_trusted_access() {
    let client = Client::managing();
    let input = json!({"RootId": client.root(), "PolicyType": "SECURITYHUB_POLICY"});
    let service = json!({"ServicePrincipal": "securityhub.amazonaws.com"});
    let refusal = client.refused("EnablePolicyType", input.clone());
    assert_eq!(refusal, "ConstraintViolationException SERVICE_ACCESS_NOT_ENABLED");
    client.organizations("EnableAWSServiceAccess", service.clone()).unwrap();
    client.organizations("EnablePolicyType", input).unwrap();
    let refusal = client.refused("DisableAWSServiceAccess", service);
    assert_eq!(refusal, "ConstraintViolationException POLICY_TYPE_ENABLED_FOR_THIS_SERVICE");
}

#[test]
fn targets_and_roots_must_exist() {
    let client = Client::managing();
    let absent = client.refused("AttachPolicy", attachment("p-FullAWSAccess", "ou-abcd-12345678"));
    assert_eq!(absent, "TargetNotFoundException");
    let malformed = client.refused("AttachPolicy", attachment("p-FullAWSAccess", "dev"));
    assert_eq!(malformed, "InvalidInputException INVALID_PATTERN_TARGET_ID");
    let root = client.refused("EnablePolicyType", json!({"RootId": "r-zzzz", "PolicyType": RCP}));
    assert_eq!(root, "RootNotFoundException");
}
