//! The policies that AWS gives as examples, with requests that it says they deny and others that they do not.
//!
//! The pages stand in `tests/documented`; the README there says how one is written. A policy is there as JSON and,
//! where the language can say it, as rules. Both go through the compiler, both evaluators decide each request under
//! each of them, and the prover says that no request at all tells the two apart.

use crate::naive::{self, Account};
use orgc_ir::desired::Body;
use orgc_policy::{
    Chain, Document, Grammar, Ground, IamCatalog, Request, Scope, Statement, Verdict, compare, decide,
};
use orgc_tests::project::{check, files};
use orgc_tests::spec::{Expectation, Role, Spec, listed, parse};
use std::fs;
use std::path::Path;

/// The account from which requests come, unless they say otherwise, and whose resources they are about.
const ACCOUNT: &str = "111122223333";
/// The accounts of the organization.
const MEMBERS: [&str; 2] = [ACCOUNT, "444455556666"];
const ORGANIZATION: &str = "o-exampleorgid";

#[test]
fn what_aws_documents_of_its_examples_is_so() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("documented");
    let mut pages: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    pages.retain(|page| !page.ends_with("README.md"));
    pages.sort();
    let (mut examples, mut requests, mut faults) = (0, 0, Vec::new());
    for spec in pages.iter().flat_map(|page| parse(&fs::read_to_string(page).unwrap())) {
        match judged(&spec) {
            Ok(count) => (examples, requests) = (examples + 1, requests + count),
            Err(fault) => faults.push(format!("{}:\n{fault}", spec.name)),
        }
    }
    println!("{examples} examples, {requests} requests");
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert!(examples >= 60, "{examples} examples were found");
}

/// How many requests were decided as documented, or what is wrong.
fn judged(spec: &Spec) -> Result<usize, String> {
    let json = block(spec, &Role::File("policy.json".to_owned())).ok_or("there is no `policy.json`")?;
    let grammar = match json.contains("\"Principal\"") {
        true => Grammar::ResourceControl,
        false => Grammar::ServiceControl,
    };
    let accounts: Vec<Account> =
        compiled(spec, grammar)?.into_iter().map(|document| Account::under(document, grammar)).collect();
    let lines = block(spec, &Role::Requests).ok_or("there are no requests")?;
    let documented = lines.lines().map(line).collect::<Result<Vec<_>, _>>()?;
    for passes in [true, false] {
        documented.iter().find(|one| one.0 == passes).ok_or("some request is denied and some is not")?;
    }
    for account in &accounts {
        for (passes, request) in &documented {
            let found = verdicts(request, account).map(|verdict| verdict == Verdict::Allowed);
            if found != [*passes; 2] {
                return Err(format!("{request}: it passes, to the two evaluators: {found:?}"));
            }
        }
    }
    if let [document, rules] = accounts.as_slice() {
        equal(&document.compiled(), &rules.compiled())?;
    }
    Ok(documented.len())
}

fn block<'s>(spec: &'s Spec, role: &Role) -> Option<&'s str> {
    spec.blocks.iter().find(|block| block.role == *role).map(|block| block.text.as_str())
}

/// The documents that the compiler makes of the JSON and, if there are any, of the rules. It finds nothing wrong in
/// them but what `findings` says.
fn compiled(spec: &Spec, grammar: Grammar) -> Result<Vec<Document>, String> {
    let kind = if grammar == Grammar::ResourceControl { "rcp" } else { "scp" };
    let mut files = files(&spec.blocks);
    let rules = files.get("main.org").and_then(|text| text.split_once("policy ")?.1.split_once(':'));
    let attached = rules.map(|(name, _)| format!(", {name}")).unwrap_or_default();
    files.insert(
        "acme.org".to_owned(),
        format!(
            "organization Acme {{ attach Documented{attached} }}\npolicy Documented: {kind} from \"policy.json\"\n"
        ),
    );
    let compiled = check(&files);
    let mut expected = listed(block(spec, &Role::Findings).unwrap_or_default())?;
    for found in &compiled.diagnostics {
        let is_it = |one: &Expectation| one.code == found.code.id() && found.message.contains(&one.message);
        let at = expected.iter().position(|(_, one)| is_it(one));
        expected.remove(at.ok_or(format!("not expected: {}: {}", found.code.id(), found.message))?);
    }
    if !expected.is_empty() {
        return Err(format!("expected and not there: {expected:?}"));
    }
    let desired = compiled.desired.ok_or("it does not compile")?;
    let document = |body: &Body| match body {
        Body::Policy(policy) => Some(Document::parse(&policy.document.to_string()).unwrap()),
        _ => None,
    };
    Ok(desired.resources.values().filter_map(|resource| document(&resource.body)).collect())
}

impl Account {
    /// An account with a policy beside `FullAWSAccess`.
    fn under(document: Document, grammar: Grammar) -> Self {
        let full = Document::new(vec![Statement::allow(Scope::all())]);
        let (service, resource) = match grammar {
            Grammar::ResourceControl => (vec![vec![full]], vec![vec![document]]),
            _ => (vec![vec![full, document]], Vec::new()),
        };
        Self { is_management: false, service, resource }
    }
}

/// What the evaluator and the second one say. Who is not of the organization has no account in it.
fn verdicts(request: &Request, account: &Account) -> [Verdict; 2] {
    let of = request.context.values("aws:PrincipalAccount");
    let is_member = of.iter().any(|id| MEMBERS.contains(&id.as_str()));
    let chain = account.compiled();
    [
        decide(request, is_member.then_some(&chain), Some(&chain)).verdict,
        naive::verdict(request, is_member.then_some(account), Some(account)),
    ]
}

/// That no request of anybody tells two chains apart; service control policies are for the members.
fn equal(one: &Chain, other: &Chain) -> Result<(), String> {
    let grounds = match one.resource.is_empty() {
        true => MEMBERS.map(|id| Ground::of_account(id, Some(ORGANIZATION), "aws")).to_vec(),
        false => vec![Ground::default()],
    };
    for ground in grounds {
        let ground = ground.typed(IamCatalog::bundled(), one.keys().chain(other.keys()));
        let found = compare(one, other, &ground);
        if !found.gained.is_empty() || !found.lost.is_empty() {
            return Err(format!("the rules are not the document: {found:?}"));
        }
    }
    Ok(())
}

/// `denied|passes ACTION [on RESOURCE] [by ARN|by nobody|by a service] [with KEY = VALUE, …] # WHY`
fn line(line: &str) -> Result<(bool, Request), String> {
    let fault = || format!("not a request: {line}");
    let (said, _why) = line.split_once(" # ").ok_or_else(fault)?;
    let (said, keys) = said.split_once(" with ").unwrap_or((said, ""));
    let (said, who) = said.split_once(" by ").unwrap_or((said, ""));
    let (said, resource) = said.split_once(" on ").unwrap_or((said, "*"));
    let (word, action) = said.split_once(' ').ok_or_else(fault)?;
    let passes = match word {
        "passes" => true,
        "denied" => false,
        _ => return Err(fault()),
    };
    let mut request = Request::new(action.trim(), resource.trim())
        .with("aws:ResourceAccount", [ACCOUNT])
        .with("aws:ResourceOrgID", [ORGANIZATION]);
    request = match who.trim() {
        "nobody" => request,
        "a service" => request.with("aws:PrincipalIsAWSService", ["true"]),
        "" => by(request, &format!("arn:aws:iam::{ACCOUNT}:role/Developer")),
        arn => by(request, arn),
    };
    for key in keys.split(", ").filter(|key| !key.trim().is_empty()) {
        let (key, values) = key.split_once(" =").ok_or_else(fault)?;
        // A key without a value is absent; several are separated by bars.
        request = request.with(key.trim(), values.split('|').map(str::trim).filter(|one| !one.is_empty()));
    }
    Ok((passes, request))
}

/// By a principal, with what AWS says of it in each of its requests.
fn by(request: Request, arn: &str) -> Request {
    let account = arn.split(':').nth(4).unwrap_or_default();
    let organization = if MEMBERS.contains(&account) { ORGANIZATION } else { "o-another" };
    request
        .by(arn)
        .with("aws:PrincipalAccount", [account])
        .with("aws:PrincipalOrgID", [organization])
        .with("aws:PrincipalIsAWSService", ["false"])
}
