//! `docs/sandbox.md` against the emulator: what it says is there, is there, and its file of faults is one.

use http::Request;
use orgc_emulator::{Emulator, Faults, Settings};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

fn page() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/sandbox.md");
    fs::read_to_string(path).expect("the page is there")
}

/// The operations in the first column of the table after these words.
fn operations<'p>(page: &'p str, after: &str) -> BTreeSet<&'p str> {
    let (_, rest) = page.split_once(after).unwrap_or_else(|| panic!("the page says `{after}`"));
    let rows =
        rest.lines().skip_while(|line| !line.starts_with('|')).take_while(|line| line.starts_with('|'));
    let cells = rows.skip(2).filter_map(|row| row.split('|').nth(1));
    cells.flat_map(|cell| cell.split('`').skip(1).step_by(2)).collect()
}

/// The code of the refusal of a call without input, if it is refused.
fn refusal(service: &str, operation: &str) -> String {
    let emulator = Emulator::new(Settings::default());
    let scope = format!("AWS4-HMAC-SHA256 Credential=any/20260101/us-east-1/{service}/aws4_request");
    let request = Request::builder().method("POST").header("authorization", scope);
    let (path, target, body) = match service {
        "organizations" => {
            ("/".to_owned(), format!("AWSOrganizationsV20161128.{operation}"), "{}".to_owned())
        }
        "account" => {
            (format!("/{}{}", operation[..1].to_lowercase(), &operation[1..]), String::new(), "{}".to_owned())
        }
        _ => ("/".to_owned(), String::new(), format!("Action={operation}&Version=2010-05-15")),
    };
    let request = request.uri(path);
    let request = if target.is_empty() { request } else { request.header("x-amz-target", target) };
    let reply = emulator.handle(&request.body(body).expect("a request")).expect("a reply");
    format!("{:?}{}", reply.headers(), String::from_utf8_lossy(reply.body()))
}

#[test]
fn every_operation_of_the_page_is_there() {
    let page = page();
    for (service, after, number) in [
        ("organizations", "Of AWS Organizations all 63 operations:", 63),
        ("account", "Of Account Management all 18:", 18),
        ("cloudformation", "Of CloudFormation what stack sets need:", 21),
    ] {
        let operations = operations(&page, after);
        assert_eq!(operations.len(), number, "{operations:?}");
        for operation in operations {
            let refusal = refusal(service, operation);
            let is_unknown =
                ["UnknownOperationException", "InvalidAction"].iter().any(|code| refusal.contains(code));
            assert!(!is_unknown, "{service}.{operation}: {refusal}");
        }
    }
    assert!(refusal("organizations", "ListNothing").contains("UnknownOperationException"));
}

#[test]
fn its_file_of_faults_is_one() {
    let page = page();
    let blocks: Vec<&str> =
        page.split("```toml\n").skip(1).filter_map(|rest| rest.split("```").next()).collect();
    assert!(!blocks.is_empty());
    for block in blocks {
        let faults: Faults = toml::from_str(block).unwrap_or_else(|error| panic!("{error}\n{block}"));
        assert!(!faults.faults.is_empty());
    }
}
