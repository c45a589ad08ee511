//! The JSON form of the model is as its schema says.

use jsonschema::Validator;
use orgc_ir::desired::{
    Account, Adoption, AlternateContact, Amount, Attachment, AutoDeployment, Body, Cause, ContactType,
    DelegatedAdministrator, DelegationPolicy, Moved, Organization, OrganizationsAccess, Origin, Output,
    PermissionModel, Policy, PolicyType, PrimaryContact, Protect, Removal, RemovalVerb, Resource, Rollout,
    StackInstances, StackSet, TrustedService, Unit,
};
use orgc_ir::{Address, Attribute, Desired, Part, Reference, Text, Value};
use orgc_tests::project::{Files, check};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("tests stand in the repository").to_owned()
}

fn schema() -> Validator {
    let text = fs::read_to_string(root().join("docs/model.schema.json")).unwrap();
    jsonschema::validator_for(&serde_json::from_str(&text).unwrap()).unwrap()
}

fn faults(validator: &Validator, desired: &Desired) -> Vec<String> {
    let model = serde_json::from_str(&orgc_sema::model_json(desired)).unwrap();
    validator.iter_errors(&model).map(|error| format!("{}: {error}", error.instance_path())).collect()
}

fn collect(folder: &Path, below: &Path, files: &mut Files) {
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, below, files);
        } else if let Ok(text) = fs::read_to_string(&path) {
            let name = path.strip_prefix(below).unwrap().to_string_lossy().replace('\\', "/");
            // A later version of the same organization is a project of its own.
            if !name.starts_with("later/") {
                files.insert(name, text);
            }
        }
    }
}

#[test]
fn models_of_the_examples() {
    let validator = schema();
    let mut seen = 0;
    for entry in fs::read_dir(root().join("examples")).unwrap().map(Result::unwrap) {
        let mut files = Files::new();
        collect(&entry.path(), &entry.path(), &mut files);
        let Some(desired) = check(&files).desired else { continue };
        assert_eq!(faults(&validator, &desired), [""; 0], "{}", entry.path().display());
        seen += 1;
    }
    assert!(seen >= 1, "there are examples");
}

fn origin() -> Origin {
    let via = vec!["row 4 of fleet.csv, main.org:76".to_owned()];
    Origin { file: "main.org".into(), line: 3, column: 1, via, span: None }
}

fn resource(body: Body) -> Resource {
    Resource {
        body,
        documentation: Some("Why it is there.".into()),
        tags: BTreeMap::from([("owner".into(), "mira".into())]),
        protect: Some(Protect { reason: None }),
        adopt: Some(Adoption { id: "222233334444".into(), origin: origin() }),
        after: BTreeSet::from([Address::account("dev")]),
        cause: Cause::Implied { by: Address::account("dev"), because: "needed".into(), origin: origin() },
    }
}

fn account() -> Account {
    let contact = AlternateContact {
        name: "Desk".into(),
        title: "On call".into(),
        email: "security@acme.com".into(),
        phone: "+49 30 5550100".into(),
    };
    let primary = PrimaryContact {
        address_lines: vec!["Street 1".into()],
        website: Some("https://acme.com".into()),
        ..PrimaryContact::default()
    };
    Account {
        parent: Address::unit(["Work"]),
        name: "Dev".into(),
        email: "aws+dev@acme.com".into(),
        management: false,
        role_name: Some("Admin".into()),
        billing_access: Some(true),
        contacts: BTreeMap::from([(ContactType::Security, contact)]),
        primary_contact: Some(primary),
        regions: BTreeSet::from(["af-south-1".into()]),
    }
}

fn stack_set(parameter: Text) -> StackSet {
    StackSet {
        name: "Audit".into(),
        description: "Audit".into(),
        template: "Resources: {}".into(),
        permission_model: PermissionModel::ServiceManaged,
        auto_deployment: Some(AutoDeployment { enabled: true, retain_on_leave: false }),
        capabilities: BTreeSet::from(["CAPABILITY_IAM".into()]),
        parameters: BTreeMap::from([("Id".into(), parameter)]),
        rollout: Some(Rollout {
            max_concurrent: Amount::Percent(25),
            failure_tolerance: Amount::Count(1),
            region_order: vec!["us-east-1".into()],
            regions_in_parallel: true,
            concurrency_mode: None,
        }),
    }
}

/// One resource of every kind, with everything that one can have.
fn everything() -> Desired {
    let (root, dev, lock) = (Address::organization("Acme"), Address::account("dev"), Address::policy("Lock"));
    let id = Reference::new(dev.clone(), Attribute::Id);
    let joined = Text::new([Part::Literal("arn::".into()), Part::Reference(id.clone())]);
    let attachment = || Attachment { policy: lock.clone(), target: root.clone() };
    let set = Address::new("baseline", "Audit/stack-set");
    let instances = StackInstances {
        stack_set: set.clone(),
        target: root.clone(),
        regions: BTreeSet::from(["us-east-1".into()]),
        overrides: BTreeMap::from([("Id".into(), id.clone().into())]),
    };
    let policy = Policy {
        policy_type: "SERVICE_CONTROL_POLICY".into(),
        name: "Lock".into(),
        description: String::new(),
        document: joined.clone(),
    };
    let administrator =
        DelegatedAdministrator { account: dev.clone(), principal: "guardduty.amazonaws.com".into() };
    let bodies = [
        (root.clone(), Body::Organization(Organization { name: "Acme".into() })),
        (
            Address::new("policy-type", "scp"),
            Body::PolicyType(PolicyType { policy_type: "SERVICE_CONTROL_POLICY".into() }),
        ),
        (
            Address::new("trust", "config"),
            Body::TrustedService(TrustedService { principal: "config.amazonaws.com".into() }),
        ),
        (
            Address::new("organizations-access", "stacksets"),
            Body::OrganizationsAccess(OrganizationsAccess::default()),
        ),
        (Address::delegation("guardduty", &dev), Body::DelegatedAdministrator(administrator)),
        (
            Address::new("delegation-policy", "Acme"),
            Body::DelegationPolicy(DelegationPolicy { document: "{}".into() }),
        ),
        (Address::unit(["Work"]), Body::Unit(Unit { parent: root.clone(), name: "Work".into() })),
        (dev.clone(), Body::Account(account())),
        (lock.clone(), Body::Policy(policy)),
        (Address::attachment(&lock, &root), Body::Attachment(attachment())),
        (Address::new("detach", "FullAWSAccess@ou/Work"), Body::Detachment(attachment())),
        (set.clone(), Body::StackSet(stack_set(joined.clone()))),
        (set.child("root"), Body::StackInstances(instances)),
    ];
    let value = Value::Map(vec![
        ("list".into(), Value::List(vec![Value::Null, Value::Bool(true), Value::Integer(1)])),
        ("text".into(), Value::Text(joined)),
        ("thing".into(), Value::Entity(dev.clone())),
    ]);
    let mut desired = Desired {
        project: "acme".into(),
        region: "us-east-1".into(),
        resources: bodies.into_iter().map(|(address, body)| (address, resource(body))).collect(),
        outputs: BTreeMap::from([(
            "all".into(),
            Output { value, documentation: Some("All of them.".into()), origin: origin() },
        )]),
        moved: BTreeMap::from([(Address::account("old"), Moved { to: dev, origin: origin() })]),
        removals: BTreeMap::new(),
        exclusive: Default::default(),
    };
    for verb in [RemovalVerb::Close, RemovalVerb::Release, RemovalVerb::Forget, RemovalVerb::Delete] {
        let removal = Removal { verb, reason: Some("why".into()), origin: origin() };
        desired.removals.insert(Address::account(&format!("{verb:?}")), removal);
    }
    let service = "SERVICE_CONTROL_POLICY".to_owned();
    desired.exclusive.trust = Some(origin());
    desired.exclusive.delegate.insert("guardduty.amazonaws.com".into(), origin());
    desired.exclusive.attach.insert(root, BTreeMap::from([(service, origin())]));
    desired
}

#[test]
fn every_kind_with_everything_that_one_can_have() {
    assert_eq!(faults(&schema(), &everything()), [""; 0]);
}

#[test]
fn what_the_schema_does_not_know_is_refused() {
    let validator = schema();
    let mut model: serde_json::Value = serde_json::from_str(&orgc_sema::model_json(&everything())).unwrap();
    assert!(validator.is_valid(&model));
    model["resources"]["account/dev"]["colour"] = "red".into();
    assert!(!validator.is_valid(&model));
    model["resources"]["account/dev"].as_object_mut().unwrap().remove("colour");
    model["orgc"] = 2.into();
    assert!(!validator.is_valid(&model));
}
