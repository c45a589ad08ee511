use super::*;
use orgc_ir::desired::{
    Account, Attachment, Body, Moved, Organization, Origin, Output, Policy, Protect, Removal, RemovalVerb,
    Unit,
};
use orgc_ir::{Attribute, Reference, Text, Value};

fn origin(line: u32) -> Origin {
    Origin { file: "main.org".into(), line, column: 1, via: Vec::new(), span: None }
}

fn resource(body: Body) -> Resource {
    Resource::new(body, Cause::Written(origin(7)))
}

fn root() -> Address {
    Address::organization("Acme")
}

fn lock() -> Address {
    Address::policy("Lock")
}

fn account(name: &str, parent: &Address) -> (Address, Resource) {
    let account = Account {
        parent: parent.clone(),
        name: name.to_uppercase(),
        email: format!("aws+{name}@acme.com"),
        management: false,
        role_name: None,
        billing_access: None,
        contacts: BTreeMap::new(),
        primary_contact: None,
        regions: BTreeSet::new(),
    };
    (Address::account(name), resource(Body::Account(account)))
}

fn unit(name: &str) -> (Address, Resource) {
    let body = Body::Unit(Unit { parent: root(), name: name.to_owned() });
    (Address::unit([name]), resource(body))
}

fn policy(policy_type: &str, document: impl Into<Text>) -> (Address, Resource) {
    let policy = Policy {
        policy_type: policy_type.to_owned(),
        name: "Lock".to_owned(),
        description: String::new(),
        document: document.into(),
    };
    (lock(), resource(Body::Policy(policy)))
}

fn scp(statements: &str) -> (Address, Resource) {
    policy("SERVICE_CONTROL_POLICY", format!(r#"{{"Version":"2012-10-17","Statement":[{statements}]}}"#))
}

fn attached(target: &Address) -> (Address, Resource) {
    let body = Body::Attachment(Attachment { policy: lock(), target: target.clone() });
    (Address::attachment(&lock(), target), resource(body))
}

fn desired(resources: impl IntoIterator<Item = (Address, Resource)>) -> Desired {
    let organization = resource(Body::Organization(Organization { name: "Acme".to_owned() }));
    let resources = resources.into_iter().chain([(root(), organization)]).collect();
    Desired {
        project: "acme".to_owned(),
        region: "us-east-1".to_owned(),
        resources,
        outputs: BTreeMap::new(),
        moved: BTreeMap::new(),
        removals: BTreeMap::new(),
        exclusive: Default::default(),
    }
}

fn told(before: &Desired, after: &Desired) -> String {
    crate::render::meaning::text(&compare(before, after), "main", false)
}

#[test]
fn the_same_model_and_other_places_in_the_source_mean_the_same() {
    let before = desired([account("dev", &root())]);
    let mut after = before.clone();
    for resource in after.resources.values_mut() {
        resource.cause = Cause::Written(Origin { file: "other.org".into(), ..origin(99) });
    }
    assert_eq!(compare(&before, &after), []);
    assert_eq!(told(&before, &after), "nothing changed in meaning since main\n");
}

#[test]
fn accounts_come_go_move_and_are_renamed() {
    let prod = Address::unit(["Prod"]);
    let before = desired([unit("Prod"), account("a", &root()), account("b", &root()), account("c", &root())]);
    let mut after = desired([unit("Prod"), account("a", &prod), account("d", &prod)]);
    if let Some(Resource { body: Body::Account(a), tags, protect, .. }) =
        after.resources.get_mut(&Address::account("a"))
    {
        a.name = "Alpha".to_owned();
        a.role_name = Some("Admin".to_owned());
        tags.insert("owner".to_owned(), "mira".to_owned());
        *protect = Some(Protect { reason: None });
    }
    let closing =
        Removal { verb: RemovalVerb::Close, reason: Some("not used".to_owned()), origin: origin(30) };
    after.removals.insert(Address::account("c"), closing);
    insta::assert_snapshot!(told(&before, &after), @"
    8 changes in meaning since main

    Accounts
      ~ account/a is renamed from “A” to “Alpha”  main.org:7
      ~ account/a moves from organization/Acme to ou/Prod  main.org:7
      ~ account/a is protected now  main.org:7
      ~ account/a role_name is now Admin  main.org:7
      ~ account/a tags.owner is now mira  main.org:7
      - account/b (“B”) vanishes, and no sentence says what becomes of it: `orgc plan` will stop
      - account/c is to be closed: not used  main.org:30
      + account/d is new: “D”, aws+d@acme.com, in ou/Prod  main.org:7
    ");
}

#[test]
fn a_new_address_is_no_new_thing_and_what_is_built_from_it_follows() {
    let (old, new) = (Address::unit(["Old"]), Address::unit(["New"]));
    let id = |name: &str| Value::Text(Reference::new(Address::account(name), Attribute::Id).into());
    let mut before = desired([unit("Old"), account("x", &old), scp(DENY_LEAVE), attached(&old)]);
    before.outputs.insert("id".to_owned(), Output { value: id("x"), documentation: None, origin: origin(1) });
    let mut renamed = account("y", &new);
    if let Body::Account(account) = &mut renamed.1.body {
        account.name = "X".to_owned();
        account.email = "aws+x@acme.com".to_owned();
    }
    let mut after = desired([unit("New"), renamed, scp(DENY_LEAVE), attached(&new)]);
    after.outputs.insert("id".to_owned(), Output { value: id("y"), documentation: None, origin: origin(1) });
    after.moved.insert(old, Moved { to: new, origin: origin(40) });
    after.moved.insert(Address::account("x"), Moved { to: Address::account("y"), origin: origin(41) });
    insta::assert_snapshot!(told(&before, &after), @"
    3 changes in meaning since main

    Accounts
      ~ account/y was called account/x in the sources  main.org:7

    Units
      ~ ou/New was called ou/Old in the sources  main.org:7
      ~ ou/New is renamed from “Old” to “New”  main.org:7
    ");
    // Once both revisions have the sentence, it says nothing any more.
    assert_eq!(compare(&after, &after), []);
}

const DENY_LEAVE: &str = r#"{"Effect":"Deny","Action":"organizations:LeaveOrganization","Resource":"*"}"#;

#[test]
fn policies_are_widened_and_narrowed_by_statement() {
    let region = |values: &str| {
        format!(
            r#"{{"Sid":"Region","Effect":"Deny","NotAction":["iam:*"],"Resource":"*","Condition":{{"StringNotEquals":{{"aws:RequestedRegion":[{values}]}}}}}}"#
        )
    };
    let allow = r#"{"Effect":"Allow","Action":["s3:*","ec2:*"],"Resource":"*"}"#;
    let before = desired([scp(&format!("{DENY_LEAVE},{},{allow}", region(r#""eu-west-1""#)))]);
    let more = region(r#""eu-west-1","eu-central-1""#).replace(r#"["iam:*"]"#, r#"["iam:*","sts:*"]"#);
    let deny = r#"{"Effect":"Deny","Action":"iam:CreateUser","Resource":"*"}"#;
    let after = desired([scp(&format!("{allow},{more},{deny}"))]);
    insta::assert_snapshot!(told(&before, &after), @"
    1 change in meaning since main; permissions are widened and narrowed

    Policies
      ~ policy/Lock is widened and narrowed  main.org:7
          ~ now deny all except iam:*, sts:* when aws:RequestedRegion StringNotEquals eu-west-1 or eu-central-1 (widens)
              StringNotEquals aws:RequestedRegion: with eu-central-1
              action: with sts:*
          + deny iam:CreateUser (narrows)
          - deny organizations:LeaveOrganization (widens)
    ");
    let narrowed = desired([scp(&allow.replace(r#","ec2:*""#, ""))]);
    let wide = desired([scp(allow)]);
    let effect = |before: &Desired, after: &Desired| match compare(before, after).remove(0).what {
        What::Document { effect, .. } => effect,
        other => panic!("{other:?}"),
    };
    assert_eq!(effect(&wide, &narrowed), Effect::NARROWS);
    assert_eq!(effect(&narrowed, &wide), Effect::WIDENS);
}

#[test]
fn what_is_only_written_otherwise_is_no_change() {
    let one = r#"{"Effect":"Deny","Action":["a:B","c:D"],"Resource":"*"}"#;
    let other = r#"{"Effect":"Deny","Action":["c:D","a:B"],"Resource":["*"]}"#;
    let before = desired([scp(&format!("{one},{DENY_LEAVE}"))]);
    let after = desired([scp(&format!("{DENY_LEAVE},{other}"))]);
    assert_eq!(compare(&before, &after), []);
}

#[test]
fn attachments_say_what_they_do_to_permissions() {
    let (bare, guarded) = (desired([scp(DENY_LEAVE)]), desired([scp(DENY_LEAVE), attached(&root())]));
    let line = |before, after| told(before, after).lines().nth(3).unwrap_or_default().trim().to_owned();
    assert_eq!(
        line(&bare, &guarded),
        "+ policy/Lock is attached to organization/Acme, which narrows permissions  main.org:7"
    );
    assert_eq!(
        line(&guarded, &bare),
        "- policy/Lock is no longer attached to organization/Acme, which widens permissions"
    );
}

#[test]
fn policies_of_other_types_are_compared_value_by_value() {
    let tag = |value: &str| {
        policy("TAG_POLICY", format!(r#"{{"tags":{{"cost":{{"tag_key":{{"@@assign":"{value}"}}}}}}}}"#))
    };
    insta::assert_snapshot!(told(&desired([tag("Cost")]), &desired([tag("cost")])), @"
    1 change in meaning since main

    Policies
      ~ policy/Lock document.tags.cost.tag_key.@@assign: Cost → cost  main.org:7
    ");
}

#[test]
fn settings_and_outputs_are_compared() {
    let before = desired([]);
    let mut after = desired([]);
    after.region = "eu-west-1".to_owned();
    after.exclusive.trust = Some(origin(3));
    after
        .outputs
        .insert("n".to_owned(), Output { value: Value::Integer(3), documentation: None, origin: origin(1) });
    insta::assert_snapshot!(told(&before, &after), @"
    3 changes in meaning since main

    Organization
      ~ project/region: us-east-1 → eu-west-1

    Services
      ~ only/trust is now only what is written

    Outputs
      ~ output/n is now 3
    ");
}

#[test]
fn programs_and_pull_requests_get_the_same() {
    let before = desired([scp(DENY_LEAVE), account("dev", &root())]);
    let after = desired([
        scp(&format!(r#"{DENY_LEAVE},{{"Effect":"Deny","Action":"s3:*","Resource":"*"}}"#)),
        account("dev", &root()),
        attached(&root()),
    ]);
    let changes = compare(&before, &after);
    insta::assert_snapshot!(crate::render::meaning::markdown(&changes, "v1"), @r"
    2 changes in meaning since `v1`; permissions are narrowed

    ### Policies

    - policy/Lock is narrowed (`main.org:7`)
      - \+ deny s3:\* (narrows)

    ### Attachments

    - policy/Lock is attached to organization/Acme, which narrows permissions (`main.org:7`)
    ");
    insta::assert_snapshot!(crate::render::meaning::json(&changes, None, "v1"), @r#"
    {
      "changes": [
        {
          "address": "attach/Lock@organization/Acme",
          "attributes": {
            "policy": "policy/Lock",
            "target": "organization/Acme"
          },
          "effect": {
            "narrows": true,
            "widens": false
          },
          "place": "main.org:7",
          "what": "added"
        },
        {
          "address": "policy/Lock",
          "effect": {
            "narrows": true,
            "widens": false
          },
          "place": "main.org:7",
          "statements": [
            {
              "effect": {
                "narrows": true,
                "widens": false
              },
              "kind": "added",
              "statement": "deny s3:*"
            }
          ],
          "what": "document"
        }
      ],
      "from": "v1",
      "orgc": 1
    }
    "#);
}
