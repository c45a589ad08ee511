//! Random organizations, as the sources that a person would write, and as an oracle for what must be live.
//!
//! A sketch says in a few words what an organization shall look like. It becomes a source, together with the sentences
//! about what the sketch before had and this one has not; and it is compared with what the emulator shows, without any
//! help of the planner.

use crate::project::{Files, check};
use orgc_emulator::{AccountView, OrganizationView, UnitView, View};
use orgc_ir::Desired;
use proptest::prelude::*;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// Places in the tree; the empty path is the organization.
const UNITS: [&str; 6] = ["A", "A/Deep", "A/Deep/Deeper", "B", "B/Deep", "C"];
const ACCOUNTS: [&str; 4] = ["x", "y", "z", "w"];
const POLICIES: [&str; 4] = ["P", "Q", "R", "S"];
const ACTIONS: [&str; 4] = ["iam:CreateUser", "ec2:RunInstances", "s3:PutObject", "sqs:SendMessage"];
const REGIONS: [&str; 2] = ["eu-west-1", "us-east-1"];
const TEMPLATES: [&str; 2] =
    ["Resources:\n  Topic: { Type: AWS::SNS::Topic }\n", "Resources:\n  Queue: { Type: AWS::SQS::Queue }\n"];

/// What becomes of accounts that the next sketch does not have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leaving {
    /// `close`
    Close,
    /// `release`
    Release,
    /// `forget`
    Forget,
}

/// An account of a sketch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// The path of its unit; empty for the organization.
    unit: String,
    /// Whether it has its second name in AWS.
    renamed: bool,
    /// The value of the tag `owner`.
    owner: Option<&'static str>,
    /// Whether it has a security contact.
    contact: bool,
}

/// An organization in a few words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sketch {
    units: BTreeSet<&'static str>,
    accounts: BTreeMap<&'static str, Account>,
    /// Service control policies with the actions they deny.
    policies: BTreeMap<&'static str, BTreeSet<&'static str>>,
    /// Policies and the places where they are attached: the path of a unit, or `@` and an account.
    attached: BTreeSet<(&'static str, String)>,
    /// Where the baseline is deployed, and in which Regions.
    deployed: BTreeMap<String, BTreeSet<&'static str>>,
    template: usize,
    protected: bool,
    /// Whether identifiers have their second spelling: `x-new`, `Cee`.
    respelled: bool,
    administrator: Option<&'static str>,
    leaving: Leaving,
}

/// Any sketch.
pub fn sketches() -> impl Strategy<Value = Sketch> {
    let some = |all: &'static [&'static str]| proptest::sample::subsequence(all, 0..=all.len());
    let account = (0..=UNITS.len(), any::<bool>(), prop::option::of(0..2_usize), any::<bool>());
    let accounts = prop::collection::vec(prop::option::weighted(0.8, account), ACCOUNTS.len());
    let denied = proptest::sample::subsequence(&ACTIONS[..], 1..=ACTIONS.len());
    let policies = prop::collection::vec(prop::option::weighted(0.8, denied), POLICIES.len());
    let places = UNITS.len() + 1 + ACCOUNTS.len();
    let attached = prop::collection::btree_set((0..POLICIES.len(), 0..places), 0..8);
    let deployed = prop::collection::btree_map(
        0..=UNITS.len(),
        proptest::sample::subsequence(&REGIONS[..], 1..=REGIONS.len()),
        0..3,
    );
    let leaving = prop::sample::select(vec![Leaving::Close, Leaving::Release, Leaving::Forget]);
    let rest =
        (0..TEMPLATES.len(), any::<bool>(), any::<bool>(), prop::option::of(0..ACCOUNTS.len()), leaving);
    (some(&UNITS), accounts, policies, attached, deployed, rest).prop_map(
        |(
            units,
            accounts,
            policies,
            attached,
            deployed,
            (template, protected, respelled, administrator, leaving),
        )| {
            let mut sketch = Sketch {
                units: units.iter().flat_map(|path| with_ancestors(path)).collect(),
                accounts: BTreeMap::new(),
                policies: POLICIES
                    .iter()
                    .zip(policies)
                    .filter_map(|(name, denied)| Some((*name, denied?.into_iter().collect())))
                    .collect(),
                attached: BTreeSet::new(),
                deployed: BTreeMap::new(),
                template,
                protected,
                respelled,
                administrator: None,
                leaving,
            };
            for (name, account) in ACCOUNTS.iter().zip(accounts) {
                if let Some((place, renamed, owner, contact)) = account {
                    let owner = owner.map(|one| ["mira", "tomas"][one]);
                    sketch
                        .accounts
                        .insert(name, Account { unit: sketch.unit(place), renamed, owner, contact });
                }
            }
            for (policy, place) in attached {
                let target = match ACCOUNTS.get(place.wrapping_sub(UNITS.len() + 1)) {
                    Some(account) if sketch.accounts.contains_key(account) => format!("@{account}"),
                    Some(_) => continue,
                    None => sketch.unit(place),
                };
                if sketch.policies.contains_key(POLICIES[policy]) {
                    sketch.attached.insert((POLICIES[policy], target));
                }
            }
            sketch.deployed = deployed
                .into_iter()
                .map(|(place, regions)| (sketch.unit(place), regions.into_iter().collect()))
                .collect();
            sketch.administrator = administrator
                .map(|one| ACCOUNTS[one])
                .filter(|account| sketch.accounts.contains_key(account));
            sketch
        },
    )
}

fn with_ancestors(path: &'static str) -> impl Iterator<Item = &'static str> {
    let ends = path.match_indices('/').map(|(end, _)| end).chain([path.len()]);
    ends.map(move |end| &path[..end])
}

impl Sketch {
    /// The path of a unit by its number, if the sketch has it; else the organization.
    fn unit(&self, number: usize) -> String {
        let path = UNITS.get(number).filter(|path| self.units.contains(*path));
        path.copied().unwrap_or_default().to_owned()
    }

    /// The same without `protect`.
    #[must_use]
    pub fn unprotected(self) -> Self {
        Self { protected: false, ..self }
    }

    fn spelled_account(&self, name: &str) -> String {
        if self.respelled { format!("{name}-new") } else { name.to_owned() }
    }

    fn spelled_unit(&self, path: &str) -> String {
        let path = if self.respelled && path == "C" { "Cee" } else { path };
        path.replace('/', ".")
    }

    /// The model of the sources.
    ///
    /// # Panics
    /// When the sources have errors.
    pub fn desired(&self, before: Option<&Self>) -> Desired {
        let files = self.files(before);
        let checked = check(&files);
        let errors: Vec<_> = checked.diagnostics.iter().filter(|one| one.is_error()).collect();
        assert!(errors.is_empty(), "{errors:#?}\n{}", files["main.org"]);
        checked.desired.expect("without errors there is a model")
    }

    /// The sources, with the sentences about what `before` had.
    pub fn files(&self, before: Option<&Self>) -> Files {
        let mut text = "organization Acme {\n".to_owned();
        if self.protected {
            text.push_str("protect\n");
        }
        if let Some(account) = self.administrator {
            let _ = writeln!(text, "delegate guardduty to {}", self.spelled_account(account));
        }
        self.write_place(&mut text, "");
        text.push_str("}\n");
        for (name, denied) in &self.policies {
            let denied: Vec<&str> = denied.iter().copied().collect();
            let _ = writeln!(text, "policy {name}: scp {{ deny {} }}", denied.join(", "));
        }
        if !self.deployed.is_empty() {
            text.push_str("baseline Base { template = file(\"template.yaml\") regions = [us-east-1] }\n");
        }
        if let Some(before) = before {
            self.write_sentences(&mut text, before);
        }
        let template = TEMPLATES[self.template].to_owned();
        Files::from([("main.org".to_owned(), text), ("template.yaml".to_owned(), template)])
    }

    fn write_place(&self, text: &mut String, path: &str) {
        self.write_relations(text, path);
        for (name, account) in self.accounts.iter().filter(|(_, account)| account.unit == path) {
            let _ = writeln!(text, "account {} {:?} {{", self.spelled_account(name), account.title(name));
            let _ = writeln!(text, "email = {:?}", email(name));
            if let Some(owner) = account.owner {
                let _ = writeln!(text, "tags {{ owner = {owner:?} }}");
            }
            if account.contact {
                text.push_str("contact security { name = \"Desk\" title = \"On call\" email = \"desk@acme.com\" phone = \"+49 30 5550100\" }\n");
            }
            self.write_relations(text, &format!("@{name}"));
            text.push_str("}\n");
        }
        for below in self.units.iter().filter(|unit| parent(unit) == path) {
            let name = self.spelled_unit(below);
            let _ = writeln!(text, "ou {} {{", name.rsplit('.').next().unwrap_or(&name));
            self.write_place(text, below);
            text.push_str("}\n");
        }
    }

    fn write_relations(&self, text: &mut String, place: &str) {
        for (policy, _) in self.attached.iter().filter(|(_, target)| target == place) {
            let _ = writeln!(text, "attach {policy}");
        }
        if let Some(regions) = self.deployed.get(place) {
            let regions: Vec<&str> = regions.iter().copied().collect();
            let _ = writeln!(text, "deploy Base in [{}]", regions.join(", "));
        }
    }

    /// Renames of what stays, and removals of what goes.
    fn write_sentences(&self, text: &mut String, before: &Self) {
        for (name, account) in &before.accounts {
            let old = before.spelled_account(name);
            if self.accounts.contains_key(name) {
                if self.respelled != before.respelled {
                    let _ = writeln!(text, "moved account {old} -> {}", self.spelled_account(name));
                }
            } else {
                let _ = writeln!(text, "{} account {old}", self.verb(account));
            }
        }
        for path in &before.units {
            let old = before.spelled_unit(path);
            if !self.units.contains(path) {
                let _ = writeln!(text, "delete ou {old}");
            } else if self.spelled_unit(path) != old {
                let _ = writeln!(text, "moved ou {old} -> {}", self.spelled_unit(path));
            }
        }
        for policy in before.policies.keys().filter(|policy| !self.policies.contains_key(*policy)) {
            let _ = writeln!(text, "delete policy {policy}");
        }
        if self.deployed.is_empty() && !before.deployed.is_empty() {
            text.push_str("delete baseline Base\n");
        }
    }

    /// A forgotten account stays where it is, so its unit cannot go.
    fn verb(&self, account: &Account) -> &'static str {
        let stays = account.unit.is_empty() || self.units.contains(account.unit.as_str());
        match self.leaving {
            Leaving::Release => "release",
            Leaving::Forget if stays => "forget",
            Leaving::Close | Leaving::Forget => "close",
        }
    }

    /// Everything that is not as the sketch says.
    pub fn differences(&self, view: &View) -> Vec<String> {
        let Some(organization) = &view.organization else { return vec!["there is no organization".into()] };
        let live = Tree::of(organization);
        let mut found = Vec::new();
        for path in &self.units {
            let spelled = self.spelled_unit(path).replace('.', "/");
            match live.units.get(&spelled) {
                Some(unit) => {
                    compare(&mut found, &spelled, &live.names(&unit.policies), &self.policies_at(path));
                }
                None => found.push(format!("there is no {spelled}")),
            }
        }
        for path in live.units.keys().filter(|path| !path.is_empty()) {
            if !self.units.iter().any(|unit| self.spelled_unit(unit).replace('.', "/") == *path) {
                found.push(format!("{path} is there"));
            }
        }
        compare(&mut found, "the root", &live.names(&organization.root.policies), &self.policies_at(""));
        for (name, account) in &self.accounts {
            found.extend(self.account_differences(&live, name, account));
        }
        let policies: BTreeMap<&str, BTreeSet<String>> = organization
            .policies
            .iter()
            .filter(|policy| !policy.aws_managed)
            .map(|policy| (policy.name.as_str(), denied(&policy.content)))
            .collect();
        let wanted: BTreeMap<&str, BTreeSet<String>> = self
            .policies
            .iter()
            .map(|(name, denied)| (*name, denied.iter().map(|one| (*one).to_owned()).collect()))
            .collect();
        compare(&mut found, "policies", &policies, &wanted);
        compare(&mut found, "stacks", &stacks(view), &self.stacks(&live));
        let administrators = organization.administrators.get("guardduty.amazonaws.com");
        let administrators: Vec<&str> = administrators.into_iter().flatten().map(String::as_str).collect();
        let wanted: Vec<&str> = self
            .administrator
            .and_then(|name| live.accounts.get(&email(name)))
            .into_iter()
            .flatten()
            .map(|(_, account)| account.id.as_str())
            .collect();
        // Delegations are additive: what was delegated before may stay.
        if !wanted.iter().all(|one| administrators.contains(one)) {
            found.push(format!("administrators are {administrators:?}, not {wanted:?}"));
        }
        found
    }

    fn account_differences(&self, live: &Tree<'_>, name: &str, account: &Account) -> Vec<String> {
        let mut found = Vec::new();
        let all = live.accounts.get(&email(name)).map(Vec::as_slice).unwrap_or_default();
        let [(path, there)] = all else { return vec![format!("there are {} accounts {name}", all.len())] };
        compare(&mut found, "the place", path, &self.spelled_unit(&account.unit).replace('.', "/"));
        compare(&mut found, "the name", &there.name, &account.title(name));
        compare(&mut found, "the state", there.state.as_str(), "ACTIVE");
        compare(&mut found, name, &live.names(&there.policies), &self.policies_at(&format!("@{name}")));
        let mut tags = BTreeMap::from([
            ("orgc:id".to_owned(), format!("account/{}", self.spelled_account(name))),
            ("orgc:project".to_owned(), "test".to_owned()),
        ]);
        tags.extend(account.owner.map(|owner| ("owner".to_owned(), owner.to_owned())));
        compare(&mut found, "tags", &there.tags, &tags);
        // A contact that is no longer written is left as it is.
        if account.contact && !there.contacts.contains_key("SECURITY") {
            found.push(format!("{name} has no security contact"));
        }
        found
    }

    fn policies_at(&self, place: &str) -> BTreeSet<String> {
        let here = self.attached.iter().filter(|(_, target)| target == place);
        let here = here.map(|(policy, _)| (*policy).to_owned());
        here.chain(["FullAWSAccess".to_owned()]).collect()
    }

    /// E-mail and Region of every stack that there shall be: in each active account below a target.
    fn stacks(&self, live: &Tree<'_>) -> BTreeSet<(String, String)> {
        let mut wanted = BTreeSet::new();
        for (target, regions) in &self.deployed {
            let target = self.spelled_unit(target).replace('.', "/");
            for (email, all) in &live.accounts {
                let below = |path: &str| {
                    target.is_empty() || path == target || path.starts_with(&format!("{target}/"))
                };
                let counts = |(path, account): &&(String, &AccountView)| {
                    below(path) && account.state == "ACTIVE" && account.id != live.management
                };
                for _ in all.iter().filter(counts) {
                    wanted.extend(regions.iter().map(|region| (email.clone(), (*region).to_owned())));
                }
            }
        }
        wanted
    }

    /// Actions that the sketch denies to each of its accounts, by e-mail, with the path of the unit in which it stands then.
    pub fn guards(&self) -> BTreeMap<String, (String, BTreeSet<String>)> {
        let guard = |(name, account): (&&'static str, &Account)| {
            let places = with_parents(&account.unit).chain([format!("@{name}")]);
            let denied = places.flat_map(|place| {
                let here = self.attached.iter().filter(move |(_, target)| *target == place);
                here.flat_map(|(policy, _)| &self.policies[policy]).map(|one| (*one).to_owned())
            });
            let place = self.spelled_unit(&account.unit).replace('.', "/");
            (email(name), (place, denied.collect()))
        };
        self.accounts.iter().map(guard).collect()
    }
}

impl Account {
    fn title(&self, name: &str) -> String {
        if self.renamed { format!("Acme {name} two") } else { format!("Acme {name}") }
    }
}

fn email(name: &str) -> String {
    format!("aws+{name}@acme.com")
}

fn parent(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(parent, _)| parent)
}

/// A path with those above it, the organization included.
fn with_parents(path: &str) -> impl Iterator<Item = String> {
    let first = (!path.is_empty()).then(|| path.to_owned());
    let next = |path: &String| (!path.is_empty()).then(|| parent(path).to_owned());
    std::iter::successors(first.or_else(|| Some(String::new())), next)
}

fn compare<T: PartialEq + std::fmt::Debug + ?Sized>(
    found: &mut Vec<String>,
    what: &str,
    live: &T,
    wanted: &T,
) {
    if live != wanted {
        found.push(format!("{what}: {live:?}, not {wanted:?}"));
    }
}

/// The actions that a policy denies.
fn denied(document: &str) -> BTreeSet<String> {
    let document: Value = serde_json::from_str(document).expect("a policy is JSON");
    let statements = match &document["Statement"] {
        Value::Array(all) => all.clone(),
        one => vec![one.clone()],
    };
    let denies = statements.iter().filter(|one| one["Effect"] == "Deny");
    let actions = denies.flat_map(|one| match &one["Action"] {
        Value::Array(all) => all.clone(),
        one => vec![one.clone()],
    });
    actions.map(|one| one.as_str().expect("an action").to_owned()).collect()
}

fn stacks(view: &View) -> BTreeSet<(String, String)> {
    let Some(organization) = &view.organization else { return BTreeSet::new() };
    let live = Tree::of(organization);
    let instances = view.stack_sets.iter().flat_map(|set| &set.instances);
    let stack = |one: &orgc_emulator::StackInstanceView| {
        // A closed account keeps its stacks until it is gone.
        let account = live.active.get(one.account.as_str())?;
        Some((account.email.clone(), one.region.clone()))
    };
    instances.filter_map(stack).collect()
}

/// The live tree, by paths and e-mails.
struct Tree<'v> {
    management: &'v str,
    units: BTreeMap<String, &'v UnitView>,
    /// Accounts with the paths where they stand; several may have had one e-mail.
    accounts: BTreeMap<String, Vec<(String, &'v AccountView)>>,
    /// Active accounts by id.
    active: BTreeMap<&'v str, &'v AccountView>,
    policies: BTreeMap<&'v str, &'v str>,
}

impl<'v> Tree<'v> {
    fn of(organization: &'v OrganizationView) -> Self {
        let policies = organization.policies.iter().map(|one| (one.id.as_str(), one.name.as_str())).collect();
        let management = &organization.management_account_id;
        let mut tree = Self {
            management,
            units: BTreeMap::new(),
            accounts: BTreeMap::new(),
            active: BTreeMap::new(),
            policies,
        };
        tree.add("", &organization.root);
        tree
    }

    fn add(&mut self, path: &str, unit: &'v UnitView) {
        self.units.insert(path.to_owned(), unit);
        for account in &unit.accounts {
            self.accounts.entry(account.email.clone()).or_default().push((path.to_owned(), account));
            if account.state == "ACTIVE" {
                self.active.insert(&account.id, account);
            }
        }
        for below in &unit.units {
            let path = if path.is_empty() { below.name.clone() } else { format!("{path}/{}", below.name) };
            self.add(&path, below);
        }
    }

    fn names(&self, ids: &[String]) -> BTreeSet<String> {
        ids.iter().map(|id| self.policies[id.as_str()].to_owned()).collect()
    }
}

/// Watches an organization on its way to a sketch: no account that stands where it shall loses what the sketch denies it,
/// and none is without a policy that allows something.
#[derive(Debug)]
pub struct Guard {
    wanted: BTreeMap<String, (String, BTreeSet<String>)>,
    /// What was denied already, by e-mail.
    held: BTreeMap<String, BTreeSet<String>>,
    /// What went wrong.
    pub findings: Vec<String>,
    /// States looked at.
    pub states: usize,
}

impl Guard {
    /// A watch over the way to this sketch.
    pub fn new(sketch: &Sketch) -> Self {
        Self { wanted: sketch.guards(), held: BTreeMap::new(), findings: Vec::new(), states: 0 }
    }

    /// Looks at a state.
    pub fn look(&mut self, view: &View) {
        let Some(organization) = &view.organization else { return };
        self.states += 1;
        let live = Tree::of(organization);
        let documents: BTreeMap<&str, &str> =
            organization.policies.iter().map(|one| (one.id.as_str(), one.content.as_str())).collect();
        for (email, (place, wanted)) in &self.wanted {
            for (path, account) in live.accounts.get(email).into_iter().flatten() {
                let levels: Vec<&Vec<String>> = with_parents(path)
                    .map(|above| &live.units[&above].policies)
                    .chain([&account.policies])
                    .collect();
                let allows = |level: &&Vec<String>| {
                    level.iter().any(|id| documents[id.as_str()].contains("\"Allow\""))
                };
                if organization
                    .policy_types
                    .get("SERVICE_CONTROL_POLICY")
                    .is_some_and(|state| state == "ENABLED")
                    && !levels.iter().all(allows)
                {
                    self.findings.push(format!("{email} has nothing that allows anything at some level"));
                }
                if path != place {
                    continue;
                }
                let now: BTreeSet<String> =
                    levels.iter().copied().flatten().flat_map(|id| denied(documents[id.as_str()])).collect();
                let held = self.held.entry(email.clone()).or_default();
                let lost: Vec<&String> = held.difference(&now).collect();
                if !lost.is_empty() {
                    self.findings.push(format!("{email} in {place} is no longer denied {lost:?}"));
                }
                held.extend(now.intersection(wanted).cloned());
            }
        }
    }
}
