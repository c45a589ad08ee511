//! Delegated administrators, complete lists, the delegation policy, contacts and Regions.

use super::interpreter::MANAGEMENT;
use super::model::{Model, SCP, STACKSETS, deny, origin, place};
use super::relations::{attach_by_hand, foreign_policy, id_of};
use super::resuming::resume_everywhere;
use super::{ids, planned, refused, settle, settled};
use crate::plan::Reason;
use orgc_ir::desired::{AlternateContact, Body, ContactType, DelegationPolicy, PrimaryContact, RemovalVerb};
use orgc_ir::{Address, Attribute, Part, Reference, Text};

const GUARDDUTY: &str = "guardduty.amazonaws.com";

fn security() -> Model {
    Model::new().unit("Sec").account("security", "Sec").account("audit", "Sec")
}

fn only(mut model: Model, principal: &str) -> Model {
    model.0.exclusive.delegate.insert(principal.into(), origin());
    model
}

#[test]
fn an_administrator_is_registered_after_its_service_is_trusted_and_its_account_is_there() {
    let model = security().administrator("guardduty", "security");
    let mut aws = settled(&Model::new().0);
    let plan = settle(&model.0, &mut aws);
    assert_eq!(
        ids(&plan),
        [
            "enable trust/guardduty",
            "create ou/Sec",
            "create account/audit",
            "create account/security",
            "move account/audit",
            "move account/security",
            "register delegate/guardduty@account/security",
        ]
    );
    let register = plan.operations.last().unwrap();
    let waits: Vec<&str> = register.waits_for.iter().map(|one| one.0.as_str()).collect();
    assert_eq!(waits, ["create account/security", "enable trust/guardduty"]);
    resume_everywhere(&model.0, &settled(&Model::new().0));
}

#[test]
fn delegations_are_additive_unless_the_list_is_complete() {
    let before = security().administrator("guardduty", "audit");
    let mut aws = settled(&before.0);
    let unwritten = settle(&security().trust("guardduty").0, &mut aws);
    assert!(unwritten.is_empty());
    assert!(
        unwritten.unmanaged.iter().any(|one| one.kind == "delegated-administrator" && one.name == GUARDDUTY)
    );
    let model = only(security().administrator("guardduty", "security"), GUARDDUTY);
    let plan = settle(&model.0, &mut aws);
    assert_eq!(
        ids(&plan),
        ["deregister delegate/guardduty@account/audit", "register delegate/guardduty@account/security"]
    );
    let Reason::Implied { because, .. } = &plan.operations[0].reason else { panic!() };
    assert_eq!(because, "`delegate only` does not name it");
    resume_everywhere(&model.0, &settled(&before.0));
}

#[test]
fn an_account_that_leaves_administers_nothing_any_more() {
    let before = security().administrator("guardduty", "audit");
    let after = Model::new()
        .unit("Sec")
        .account("security", "Sec")
        .administrator("guardduty", "security")
        .remove(RemovalVerb::Release, "account/audit");
    let mut aws = settled(&before.0);
    assert_eq!(
        ids(&settle(&after.0, &mut aws)),
        [
            "deregister delegate/guardduty@account/audit",
            "register delegate/guardduty@account/security",
            "release account/audit",
        ]
    );
    resume_everywhere(&after.0, &settled(&before.0));
}

#[test]
fn a_complete_list_of_trusted_services_keeps_what_something_needs() {
    let mut model = security().stack_set("Base").trust("config").administrator("guardduty", "security");
    let mut aws = settled(&model.0);
    let others = ["account", "sso", "ram"].map(|name| format!("{name}.amazonaws.com"));
    aws.observed.trusted_services.extend(others);
    assert!(settle(&model.0, &mut aws).is_empty());
    model.0.exclusive.trust = Some(origin());
    assert_eq!(ids(&settle(&model.0, &mut aws)), ["disable trust/ram", "disable trust/sso"]);
    let trusted: Vec<&str> = aws.observed.trusted_services.iter().map(String::as_str).collect();
    assert_eq!(trusted, ["account.amazonaws.com", "config.amazonaws.com", GUARDDUTY, STACKSETS]);
}

#[test]
fn a_service_is_distrusted_after_its_stack_sets_are_gone() {
    let before = security().stack_set("Base").deploy("Base", "Sec", &["eu-west-1"], &[]);
    let mut after = security().remove(RemovalVerb::Delete, "baseline/Base");
    after.0.exclusive.trust = Some(origin());
    let mut aws = settled(&before.0);
    assert_eq!(
        ids(&settle(&after.0, &mut aws)),
        [
            "undeploy baseline/Base/instances@ou/Sec",
            "delete baseline/Base/stack-set",
            "disable trust/stacksets"
        ]
    );
}

fn guarded() -> Model {
    Model::new().unit("Dev").account("dev", "Dev").policy("P", deny(&["a:B"]))
}

fn attach_only(mut model: Model, target: &str) -> Model {
    let types = model.0.exclusive.attach.entry(place(target)).or_default();
    types.insert(SCP.into(), origin());
    model
}

#[test]
fn a_complete_list_of_attachments_takes_foreign_policies_off_when_its_own_are_there() {
    let mut aws = settled(&guarded().0);
    let dev = id_of(&aws, "Dev");
    foreign_policy(&mut aws, "p-foreign1", &deny(&["x:Y"]));
    attach_by_hand(&mut aws, "p-foreign1", &dev);
    attach_by_hand(&mut aws, "p-foreign1", MANAGEMENT);
    let model = attach_only(guarded().attach("P", "Dev"), "Dev");
    let before = aws.clone();
    assert_eq!(
        ids(&settle(&model.0, &mut aws)),
        ["attach attach/P@ou/Dev", "detach attach/name of p-foreign1@ou/Dev"]
    );
    assert!(aws.observed.attachments.iter().any(|one| one.policy == "p-foreign1"), "elsewhere it stays");
    resume_everywhere(&model.0, &before);
}

#[test]
fn the_last_policy_of_a_target_stays_although_the_list_does_not_name_it() {
    let mut aws = settled(&guarded().0);
    let dev = id_of(&aws, "Dev");
    aws.observed.attachments.retain(|one| one.target != dev);
    foreign_policy(&mut aws, "p-foreign1", &super::model::allow(&["*"]));
    attach_by_hand(&mut aws, "p-foreign1", &dev);
    // FullAWSAccess comes back first, as nobody wrote that it goes.
    let model = attach_only(guarded(), "Dev");
    assert_eq!(
        ids(&settle(&model.0, &mut aws.clone())),
        ["attach attach/FullAWSAccess@ou/Dev", "detach attach/name of p-foreign1@ou/Dev"]
    );
    let detached = attach_only(guarded(), "Dev").detach_full_access("Dev");
    let found = refused(&detached.0, &aws.observed);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].starts_with("E0608"), "{found:?}");
}

#[test]
fn the_delegation_policy_is_written_and_compared_by_its_meaning() {
    let security_id = Reference::new(Address::account("security"), Attribute::Id);
    let document = Text::new([
        Part::Literal(
            r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":""#.into(),
        ),
        Part::Reference(security_id),
        Part::Literal(r#""},"Action":"organizations:ListPolicies","Resource":"*"}]}"#.into()),
    ]);
    let address = Address::new("delegation", "Acme");
    let model = security().with(address, Body::DelegationPolicy(DelegationPolicy { document }));
    let mut aws = settled(&security().0);
    assert_eq!(ids(&settle(&model.0, &mut aws)), ["create delegation/Acme"]);
    let live = aws.observed.delegation_policy.as_mut().unwrap();
    *live = live.replace(r#""organizations:ListPolicies""#, r#"["organizations:ListPolicies"]"#);
    assert!(planned(&model.0, &aws.observed).plan.is_empty());
    let live = aws.observed.delegation_policy.as_mut().unwrap();
    *live = live.replace("ListPolicies", "ListRoots");
    assert_eq!(ids(&settle(&model.0, &mut aws)), ["update delegation/Acme"]);
    resume_everywhere(&model.0, &Default::default());
}

fn contact(name: &str) -> AlternateContact {
    AlternateContact {
        name: name.into(),
        title: "CISO".into(),
        email: "security@acme.com".into(),
        phone: "+1 555 0100".into(),
    }
}

fn with_contacts(name: &str, city: &str) -> Model {
    security().edit_account("security", |one| {
        one.contacts.insert(ContactType::Security, contact(name));
        one.contacts.insert(ContactType::Billing, contact("Bill"));
        one.primary_contact = Some(PrimaryContact {
            full_name: "Acme".into(),
            address_lines: vec!["1 Road".into(), "Floor 2".into()],
            city: city.into(),
            postal_code: "1000".into(),
            country_code: "AT".into(),
            phone: "+43 1 5550100".into(),
            ..PrimaryContact::default()
        });
        one.regions.insert("eu-south-1".into());
    })
}

#[test]
fn contacts_and_regions_are_compared_field_by_field() {
    let mut aws = settled(&security().0);
    let plan = settle(&with_contacts("Ada", "Vienna").0, &mut aws);
    assert_eq!(
        ids(&plan),
        [
            "enable trust/account",
            "update account/security (billing contact)",
            "update account/security (security contact)",
            "update account/security (primary contact)",
            "enable account/security (eu-south-1)",
        ]
    );
    let plan = settle(&with_contacts("Eve", "Graz").0, &mut aws);
    let changes: Vec<(&str, Option<&str>)> = plan
        .operations
        .iter()
        .flat_map(|one| &one.changes)
        .map(|one| (one.attribute.as_str(), one.before.as_deref()))
        .collect();
    assert_eq!(changes, [("contact.security.name", Some("Ada")), ("contact.primary.city", Some("Vienna"))]);
    // What is not written stays.
    assert!(planned(&security().0, &aws.observed).plan.is_empty());
    resume_everywhere(&with_contacts("Ada", "Vienna").0, &Default::default());
}

#[test]
fn the_management_account_never_names_itself() {
    let model = with_contacts("Ada", "Vienna").edit_account("security", |one| {
        one.management = true;
        one.email = "root@acme.com".into();
    });
    resume_everywhere(&model.0, &Default::default());
    let mut aws = settled(&model.0);
    assert!(settle(&model.0, &mut aws).is_empty());
    assert!(!aws.observed.trusted_services.contains("account.amazonaws.com"));
    assert_eq!(aws.observed.details.keys().collect::<Vec<_>>(), [MANAGEMENT]);
}
