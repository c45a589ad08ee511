use http::Request;
use serde_json::{Value, json};

use super::stack_sets::{deploy, with_base};
use super::texts;
use crate::admin;

#[test]
fn a_stack_is_told_to_drift() {
    let client = with_base();
    client.open("dev");
    deploy(&client, &client.root(), &[]).unwrap();
    client.advance(20);
    let listed = client.cloudformation("ListStackInstances", &[("StackSetName", "base")]).unwrap();
    let stack = texts(&listed, "StackId").remove(0);
    let order = |method: &str, body: &Value| {
        let request = Request::builder().method(method).uri("/_orgc/drift").body(body.to_string()).unwrap();
        admin::answer(&client.emulator, &request).unwrap().status().as_u16()
    };
    let drift = |stack: &str, status: &str| json!({"stack": stack, "resources": {"Topic": {"type": "AWS::SNS::Topic", "status": status}}});
    assert_eq!(order("PUT", &drift(&stack, "MODIFIED")), 204);
    assert_eq!(order("PUT", &drift("arn:none", "MODIFIED")), 404);
    assert_eq!(order("PUT", &drift(&stack, "IN_SYNC")), 400);
    assert_eq!(order("POST", &drift(&stack, "MODIFIED")), 405);
    client.cloudformation("DetectStackSetDrift", &[("StackSetName", "base")]).unwrap();
    client.advance(20);
    let seen = client.cloudformation("DescribeStackSet", &[("StackSetName", "base")]).unwrap();
    assert_eq!(texts(&seen, "DriftStatus"), ["DRIFTED"]);
}
