//! Nonsense for every operation of every protocol: it is refused as the caller's fault, and nothing breaks.

mod names;

use http::Request;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Map, Value, json};

use super::stack_sets::{deploy, with_base};
use super::{Client, texts};
use names::{ACCOUNT, CLOUDFORMATION, MEMBERS, ORGANIZATIONS, TAGGING};

/// How often each operation is called.
const CASES: u32 = 8;

/// What may stand behind the path of a member in a form.
const SUFFIXES: [&str; 12] = [
    "",
    ".",
    ".member",
    ".member.",
    ".member.1",
    ".member.0",
    ".member.-1",
    ".member.99999999999",
    ".member.1.Key",
    ".member.1.member.1",
    "..member.1",
    ".ParameterKey",
];

/// An emulator in which something is there for nonsense to hit, and the ids of that.
struct Target {
    client: Client,
    ids: Vec<String>,
}

impl Target {
    fn new() -> Self {
        let client = with_base();
        let (root, account) = (client.root(), client.open("dev"));
        let unit = client.unit(&root, "Unit");
        let policy = client.policy("Guard", "SERVICE_CONTROL_POLICY", super::ALLOW_ALL);
        let operation = deploy(&client, &root, &[]).unwrap();
        client.advance(20);
        let listed = client.cloudformation("ListStackInstances", &[("StackSetName", "base")]).unwrap();
        let stack = texts(&listed, "StackId").remove(0);
        let invited = json!({"Target": {"Type": "ACCOUNT", "Id": "222222222222"}});
        let handshake = client.organizations("InviteAccountToOrganization", invited).unwrap();
        let handshake = super::text(&handshake["Handshake"]["Id"]);
        Self { client, ids: vec![root, account, unit, policy, operation, stack, handshake] }
    }

    /// A word that a request may carry: an id of something, a word of the models, or anything.
    fn word(&self) -> impl Strategy<Value = String> + use<> {
        let known = [
            "",
            "base",
            "ALL",
            "ACCOUNT",
            "SERVICE_CONTROL_POLICY",
            "TAG_POLICY",
            "SELF_MANAGED",
            "SERVICE_MANAGED",
            "DELEGATED_ADMIN",
            "true",
            "false",
            "0",
            "-1",
            "1",
            "100",
            "18446744073709551616",
            "eu-central-1",
            "111111111111",
            "member.org.stacksets.cloudformation.amazonaws.com",
            "account.amazonaws.com",
            "SECURITY",
            "dev@example.com",
            "{}",
            "[]",
            "{\"Statement\":[{}]}",
            "accounts.18446744073709551615",
            "\u{0}\u{feff}é",
        ];
        let words = known.map(str::to_owned).into_iter().chain(self.ids.iter().cloned()).collect::<Vec<_>>();
        prop_oneof![8 => select(words), 1 => ".{0,60}", 1 => "[a-z]{2000}"]
    }

    /// Any JSON, often an object with members that the models know.
    fn json(&self) -> impl Strategy<Value = Value> + use<> {
        let number = prop_oneof![any::<i64>().prop_map(Value::from), any::<f64>().prop_map(Value::from)];
        let leaf = prop_oneof![
            6 => self.word().prop_map(Value::from),
            2 => number,
            1 => any::<bool>().prop_map(Value::from),
            1 => Just(Value::Null),
        ];
        let tree = leaf.prop_recursive(3, 24, 4, |inner| {
            let member = (select(&MEMBERS[..]), inner.clone());
            prop_oneof![vec(inner, 0..3).prop_map(Value::from), vec(member, 0..6).prop_map(object)]
        });
        let some = vec((select(&MEMBERS[..]), tree.clone()), 0..20);
        // With so many members hardly any that is required is missing.
        let most = vec((select(&MEMBERS[..]), self.word().prop_map(Value::from)), 60..110);
        prop_oneof![1 => tree, 5 => some.prop_map(object), 4 => most.prop_map(object)]
    }

    fn json_body(&self) -> impl Strategy<Value = Vec<u8>> + use<> {
        prop_oneof![
            9 => self.json().prop_map(|value| value.to_string().into_bytes()),
            1 => vec(any::<u8>(), 0..200),
        ]
    }

    /// A form with members that the models know, somewhere below each other.
    fn form(&self, operation: &'static str) -> impl Strategy<Value = Vec<u8>> + use<> {
        let path = vec(select(&MEMBERS[..]), 1..3).prop_map(|steps| steps.join("."));
        let key = (path, select(&SUFFIXES[..])).prop_map(|(path, suffix)| path + suffix).boxed();
        let count = prop_oneof![0..20_usize, 60..110_usize];
        let word = self.word().boxed();
        let fields = count.prop_flat_map(move |count| vec((key.clone(), word.clone()), count));
        let fields = fields.prop_map(move |fields| {
            let mut form = form_urlencoded::Serializer::new(format!("Action={operation}"));
            form.extend_pairs(fields).finish().into_bytes()
        });
        prop_oneof![9 => fields, 1 => vec(any::<u8>(), 0..200)]
    }

    /// Whether a request is answered, be it with a refusal, in something that its protocol can be read as.
    fn answers(&self, request: http::request::Builder, body: &[u8]) -> Result<(), TestCaseError> {
        let request: Request<Vec<u8>> = request.body(body.to_vec()).unwrap();
        let reply = self.client.emulator.handle(&request).unwrap();
        let text = String::from_utf8(reply.body().clone());
        let text = text.map_err(|_| TestCaseError::fail("the reply is not text"))?;
        prop_assert!(reply.status().as_u16() < 500, "{}: {text}", reply.status());
        let is_xml = reply.headers().get("content-type").is_some_and(|kind| kind == "text/xml");
        if is_xml {
            prop_assert!(text.starts_with('<') && text.ends_with('>'), "{text}");
        } else {
            prop_assert!(serde_json::from_str::<Value>(&text).is_ok(), "{text}");
        }
        Ok(())
    }

    /// Time passes over whatever the nonsense has left behind.
    fn goes_on(&self) {
        self.client.advance(400 * 24 * 3600);
        assert!(
            !matches!(self.client.organizations("ListRoots", json!({})), Err(failure) if failure.status >= 500)
        );
        assert!(serde_json::to_string(&self.client.emulator.view()).is_ok());
    }
}

fn object(members: Vec<(&'static str, Value)>) -> Value {
    members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect::<Map<_, _>>().into()
}

fn each<T: std::fmt::Debug>(
    strategy: &impl Strategy<Value = T>,
    holds: impl Fn(T) -> Result<(), TestCaseError>,
) {
    let config = Config { cases: CASES, failure_persistence: None, ..Config::default() };
    TestRunner::new(config).run(strategy, holds).unwrap_or_else(|failure| panic!("{failure}"));
}

#[test]
fn json_protocols() {
    let services =
        [("AWSOrganizationsV20161128", &ORGANIZATIONS[..]), ("ResourceGroupsTaggingAPI_20170126", &TAGGING)];
    for (service, operation) in
        services.iter().flat_map(|(service, names)| names.iter().map(move |name| (service, name)))
    {
        let target = Target::new();
        each(&(target.json_body(), select(vec!["x", "222222222222"])), |(body, caller)| {
            let request = target.client.by(caller).request("organizations", "/");
            target.answers(request.header("x-amz-target", format!("{service}.{operation}")), &body)
        });
        target.goes_on();
    }
}

#[test]
fn rest_protocol() {
    for operation in ACCOUNT {
        let target = Target::new();
        let (first, rest) = operation.split_at(1);
        let path = format!("/{}{rest}", first.to_lowercase());
        each(&target.json_body(), |body| target.answers(target.client.request("account", &path), &body));
        target.goes_on();
    }
}

#[test]
fn query_protocol() {
    for operation in CLOUDFORMATION.into_iter().chain(["GetCallerIdentity"]) {
        let target = Target::new();
        each(&target.form(operation), |body| {
            target.answers(target.client.request("cloudformation", "/"), &body)
        });
        target.goes_on();
    }
}

#[test]
fn deep_nesting_is_refused() {
    let target = Target::new();
    let deep = format!("Action=ListStackSets&{}=1", "a.".repeat(500_000));
    target.answers(target.client.request("cloudformation", "/"), deep.as_bytes()).unwrap();
    let deep = "[".repeat(1_000_000);
    for path in ["/", "/listRegions"] {
        let request = target
            .client
            .request("account", path)
            .header("x-amz-target", "AWSOrganizationsV20161128.ListRoots");
        target.answers(request, deep.as_bytes()).unwrap();
    }
}
