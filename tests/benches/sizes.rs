//! How long one call takes in an organization as large as any: 10,000 accounts, 1,000 OUs, 500 policies and 10,000
//! stack instances. A read should take less than a millisecond.

use std::time::{Duration, Instant};

use http::Request;
use orgc_emulator::{Clock, Emulator, Settings};
use serde_json::{Value, json};

const ACCOUNTS: usize = 10_000;
const UNITS: usize = 1_000;
const POLICIES: usize = 500;
/// A median of so many calls.
const CALLS: usize = 101;
const ALLOW_ALL: &str =
    r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}"#;

fn main() {
    let before = resident();
    let begun = Instant::now();
    let large = Large::new(Emulator::new(settings()));
    println!(
        "made in {:.1?}, {} more MiB resident",
        begun.elapsed(),
        resident().saturating_sub(before) / 1024
    );
    large.reads();
    large.writes("in memory");
    kept();
}

fn settings() -> Settings {
    Settings { account_quota: ACCOUNTS + 10, unit_quota: UNITS + 10, ..Settings::default() }
}

/// The same in a directory: what a write costs there, and opening again.
fn kept() {
    let directory = tempfile::tempdir().expect("a directory");
    let open = || Emulator::open(directory.path(), settings(), Clock::stepped()).expect("it opens");
    let begun = Instant::now();
    let large = Large::new(open());
    println!("\nmade in a directory in {:.1?}", begun.elapsed());
    large.writes("kept in a directory");
    let snapshot = || std::fs::metadata(directory.path().join("snapshot.json")).map_or(0, |file| file.len());
    let begun = Instant::now();
    drop(large);
    println!("  {:>9.1?}  closing, with a snapshot of {} KiB", begun.elapsed(), snapshot() / 1024);
    let begun = Instant::now();
    let emulator = open();
    println!("  {:>9.1?}  opening", begun.elapsed());
    drop(emulator);
}

/// A large organization and what can be asked about it.
struct Large {
    emulator: Emulator,
    root: String,
    units: Vec<String>,
    accounts: Vec<String>,
    policies: Vec<String>,
    /// The backup policy of the root.
    backup: String,
    operation: String,
}

impl Large {
    fn new(emulator: Emulator) -> Self {
        let mut large = Self {
            emulator,
            root: String::new(),
            units: Vec::new(),
            accounts: Vec::new(),
            policies: Vec::new(),
            backup: String::new(),
            operation: String::new(),
        };
        large.call("CreateOrganization", &json!({"FeatureSet": "ALL"}));
        large.root = id(&large.call("ListRoots", &json!({}))["Roots"][0]);
        large.make_units();
        large.make_accounts();
        large.make_policies();
        large.deploy();
        large
    }

    /// Twenty units, each with forty-nine below it.
    fn make_units(&mut self) {
        for number in 0..UNITS {
            let parent = match number.checked_sub(20) {
                None => self.root.clone(),
                Some(below) => self.units[below % 20].clone(),
            };
            let input = json!({"ParentId": parent, "Name": format!("Unit{number}")});
            let unit = id(&self.call("CreateOrganizationalUnit", &input)["OrganizationalUnit"]);
            self.units.push(unit);
        }
    }

    fn make_accounts(&mut self) {
        for number in 0..ACCOUNTS {
            let input = json!({
                "Email": format!("aws+{number}@example.com"),
                "AccountName": format!("Account {number}"),
                "Tags": [{"Key": "number", "Value": number.to_string()}],
            });
            let request = id(&self.call("CreateAccount", &input)["CreateAccountStatus"]);
            self.emulator.advance(Duration::from_secs(20));
            let status =
                self.call("DescribeCreateAccountStatus", &json!({"CreateAccountRequestId": request}));
            let account = text(&status["CreateAccountStatus"]["AccountId"]);
            let unit = &self.units[number % UNITS];
            let input =
                json!({"AccountId": account, "SourceParentId": self.root, "DestinationParentId": unit});
            self.call("MoveAccount", &input);
            self.accounts.push(account);
        }
    }

    fn make_policies(&mut self) {
        for number in 0..POLICIES {
            let input = json!({
                "Name": format!("Policy{number}"), "Description": "", "Type": "SERVICE_CONTROL_POLICY",
                "Content": ALLOW_ALL,
            });
            let policy = id(&self.call("CreatePolicy", &input)["Policy"]["PolicySummary"]);
            let target = &self.units[number % UNITS];
            self.call("AttachPolicy", &json!({"PolicyId": policy, "TargetId": target}));
            self.policies.push(policy);
        }
        self.call("EnablePolicyType", &json!({"RootId": self.root, "PolicyType": "TAG_POLICY"}));
        self.emulator.advance(Duration::from_secs(10));
        let content = r#"{"tags":{"team":{"tag_key":{"@@assign":"team"}}}}"#;
        let input = json!({"Name": "Tags", "Description": "", "Type": "TAG_POLICY", "Content": content});
        let policy = id(&self.call("CreatePolicy", &input)["Policy"]["PolicySummary"]);
        self.call("AttachPolicy", &json!({"PolicyId": policy, "TargetId": self.root}));
        self.make_invalid();
    }

    /// Every account has had a valid backup policy, and now has one with too many rules.
    fn make_invalid(&mut self) {
        self.call("EnablePolicyType", &json!({"RootId": self.root, "PolicyType": "BACKUP_POLICY"}));
        self.emulator.advance(Duration::from_secs(10));
        let input =
            json!({"Name": "Backup", "Description": "", "Type": "BACKUP_POLICY", "Content": backup(10)});
        self.backup = id(&self.call("CreatePolicy", &input)["Policy"]["PolicySummary"]);
        self.call("AttachPolicy", &json!({"PolicyId": self.backup, "TargetId": self.root}));
        self.call("UpdatePolicy", &json!({"PolicyId": self.backup, "Content": backup(11)}));
    }

    fn deploy(&mut self) {
        self.form("Action=ActivateOrganizationsAccess");
        self.form(
            "Action=CreateStackSet&StackSetName=base&TemplateBody={}&PermissionModel=SERVICE_MANAGED\
             &AutoDeployment.Enabled=true",
        );
        self.form(&format!(
            "Action=CreateStackInstances&StackSetName=base&OperationId=first&Regions.member.1=us-east-1\
             &DeploymentTargets.OrganizationalUnitIds.member.1={}\
             &OperationPreferences.MaxConcurrentPercentage=100\
             &OperationPreferences.ConcurrencyMode=SOFT_FAILURE_TOLERANCE",
            self.root
        ));
        self.emulator.advance(Duration::from_secs(60));
        self.operation = "first".to_owned();
        let listed = self.form("Action=ListStackInstances&StackSetName=base");
        assert!(listed.contains("CURRENT"), "{listed}");
    }

    fn reads(&self) {
        let (account, unit, policy) =
            (&self.accounts[ACCOUNTS / 2], &self.units[UNITS / 2], &self.policies[7]);
        let scp = "SERVICE_CONTROL_POLICY";
        println!("\nmedians of {CALLS} reads");
        for (operation, input) in [
            ("DescribeOrganization", json!({})),
            ("DescribeAccount", json!({"AccountId": account})),
            ("DescribeOrganizationalUnit", json!({"OrganizationalUnitId": unit})),
            ("DescribePolicy", json!({"PolicyId": policy})),
            ("DescribeEffectivePolicy", json!({"TargetId": account, "PolicyType": "TAG_POLICY"})),
            ("ListAccounts", json!({})),
            ("ListAccounts", json!({"NextToken": format!("Accounts.{}", ACCOUNTS - 20)})),
            ("ListAccountsForParent", json!({"ParentId": unit})),
            ("ListOrganizationalUnitsForParent", json!({"ParentId": self.root})),
            ("ListChildren", json!({"ParentId": unit, "ChildType": "ACCOUNT"})),
            ("ListParents", json!({"ChildId": account})),
            ("ListPolicies", json!({"Filter": scp})),
            ("ListPoliciesForTarget", json!({"TargetId": account, "Filter": scp})),
            ("ListTargetsForPolicy", json!({"PolicyId": policy})),
            ("ListTargetsForPolicy", json!({"PolicyId": "p-FullAWSAccess"})),
            ("ListTagsForResource", json!({"ResourceId": account})),
            ("ListCreateAccountStatus", json!({})),
            ("DescribeEffectivePolicy", json!({"TargetId": account, "PolicyType": "BACKUP_POLICY"})),
            ("ListAccountsWithInvalidEffectivePolicy", json!({"PolicyType": "BACKUP_POLICY"})),
            (
                "ListAccountsWithInvalidEffectivePolicy",
                json!({"PolicyType": "BACKUP_POLICY", "NextToken": format!("Accounts.{}", ACCOUNTS - 20)}),
            ),
            (
                "ListEffectivePolicyValidationErrors",
                json!({"AccountId": account, "PolicyType": "BACKUP_POLICY"}),
            ),
            ("ListDelegatedAdministrators", json!({})),
            ("ListHandshakesForOrganization", json!({})),
        ] {
            report(&format!("{operation} {input}"), || drop(self.call(operation, &input)));
        }
        let tagging = "ResourceGroupsTaggingAPI_20170126.GetResources";
        report("GetResources {}", || drop(self.send(tagging, "{}")));
        for form in [
            "DescribeStackSet&StackSetName=base".to_owned(),
            "ListStackSets".to_owned(),
            format!(
                "DescribeStackInstance&StackSetName=base&StackInstanceRegion=us-east-1&StackInstanceAccount={account}"
            ),
            "ListStackInstances&StackSetName=base".to_owned(),
            format!("ListStackInstances&StackSetName=base&StackInstanceAccount={account}"),
            "ListStackInstances&StackSetName=base&NextToken=instances.9900".to_owned(),
            format!("DescribeStackSetOperation&StackSetName=base&OperationId={}", self.operation),
            "ListStackSetOperations&StackSetName=base".to_owned(),
            format!("ListStackSetOperationResults&StackSetName=base&OperationId={}", self.operation),
            "ListStackSetAutoDeploymentTargets&StackSetName=base".to_owned(),
        ] {
            report(&form, || drop(self.form(&format!("Action={form}"))));
        }
    }

    fn writes(&self, how: &str) {
        println!("\nmedians of {CALLS} writes, {how}");
        let mut number = 0;
        report("TagResource", || {
            number += 1;
            let tags = json!([{"Key": "number", "Value": number.to_string()}]);
            self.call("TagResource", &json!({"ResourceId": self.accounts[number], "Tags": tags}));
        });
        let (mut source, mut destination) = (&self.units[0], &self.units[1]);
        report("MoveAccount, with what stack sets make of it", || {
            let input = json!({
                "AccountId": self.accounts[0], "SourceParentId": source, "DestinationParentId": destination,
            });
            self.call("MoveAccount", &input);
            (source, destination) = (destination, source);
        });
        let mut number = ACCOUNTS;
        report("CreatePolicy and DeletePolicy", || {
            number += 1;
            let input = json!({
                "Name": format!("Policy{number}"), "Description": "", "Type": "SERVICE_CONTROL_POLICY",
                "Content": ALLOW_ALL,
            });
            let policy = id(&self.call("CreatePolicy", &input)["Policy"]["PolicySummary"]);
            self.call("DeletePolicy", &json!({"PolicyId": policy}));
        });
        self.invalid_and_valid();
    }

    /// A policy of the root is looked at in every account, before the change and after it.
    fn invalid_and_valid(&self) {
        let mut rules = 11;
        report("UpdatePolicy, after which all effective policies are valid, or invalid", || {
            rules = 21 - rules;
            self.call("UpdatePolicy", &json!({"PolicyId": self.backup, "Content": backup(rules)}));
        });
    }

    fn call(&self, operation: &str, input: &Value) -> Value {
        let reply = self.send(&format!("AWSOrganizationsV20161128.{operation}"), &input.to_string());
        serde_json::from_str(&reply).expect("JSON")
    }

    fn form(&self, form: &str) -> String {
        self.send("", form)
    }

    /// The reply to a call, which must succeed.
    fn send(&self, target: &str, body: &str) -> String {
        let mut request = Request::post("/");
        if !target.is_empty() {
            request = request.header("x-amz-target", target);
        }
        let request = request.body(body.as_bytes()).expect("a request");
        let reply = self.emulator.handle(&request).expect("no fault was ordered");
        let text = String::from_utf8(reply.body().clone()).expect("text");
        assert_eq!(reply.status(), 200, "{target} {body}: {text}");
        text
    }
}

/// A backup policy of one plan; ten rules are allowed.
fn backup(rules: usize) -> String {
    let rule = |number: usize| {
        format!(r#""r{number}":{{"schedule_expression":{{"@@assign":"cron(0 5 ? * * *)"}}}}"#)
    };
    let rules: Vec<String> = (0..rules).map(rule).collect();
    format!(r#"{{"plans":{{"daily":{{"rules":{{{}}}}}}}}}"#, rules.join(","))
}

fn report(what: &str, mut call: impl FnMut()) {
    let mut times: Vec<Duration> = (0..CALLS)
        .map(|_| {
            let begun = Instant::now();
            call();
            begun.elapsed()
        })
        .collect();
    times.sort_unstable();
    let (median, longest) = (times[CALLS / 2], times[CALLS - 1]);
    let mark = if median > Duration::from_millis(1) { "!" } else { " " };
    println!("{mark} {median:>9.1?}  {what} (at most {longest:.1?})");
}

fn id(value: &Value) -> String {
    text(&value["Id"])
}

fn text(value: &Value) -> String {
    value.as_str().expect("text").to_owned()
}

/// Kibibytes that this process has in memory; nothing where the system does not say.
fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|rest| rest.split_whitespace().next()?.parse().ok()).unwrap_or(0)
}
