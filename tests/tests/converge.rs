//! Observe, plan, apply, and nothing is left to do: undisturbed, and with the process killed at any call,
//! before or after its effect, and started again.

use orgc_emulator::{CallRecord, Fault, Outcome, Settings, Trouble};
use orgc_exec::Applied;
use orgc_ir::desired::{
    Account, Attachment, AutoDeployment, Body, Cause, Exclusive, Organization, OrganizationsAccess, Origin,
    PermissionModel, Policy, PolicyType, Protect, Resource, StackInstances, StackSet, TrustedService, Unit,
};
use orgc_ir::{Address, Desired, Observed, Text};
use orgc_plan::Plan;
use orgc_tests::wire::{PROJECT, REGION, Wire};
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

const STACKSETS: &str = "member.org.stacksets.cloudformation.amazonaws.com";
const SET: &str = "acme-baseline";

fn address(text: &str) -> Address {
    Address::try_from(text.to_owned()).unwrap()
}

fn document(action: &str) -> Text {
    format!(
        r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Deny","Action":"{action}","Resource":"*"}}]}}"#
    )
    .into()
}

fn account(name: &str, unit: &str) -> (&'static str, Body) {
    let body = Account {
        parent: address(unit),
        name: format!("Acme {name}"),
        email: format!("aws+{name}@acme.com"),
        management: false,
        role_name: None,
        billing_access: None,
        contacts: BTreeMap::new(),
        primary_contact: None,
        regions: BTreeSet::new(),
    };
    (if name == "dev" { "account/dev" } else { "account/staging" }, Body::Account(body))
}

fn unit(name: &str) -> Body {
    Body::Unit(Unit { parent: Address::organization("Acme"), name: name.into() })
}

fn policy(name: &str, action: &str) -> Body {
    let policy_type = "SERVICE_CONTROL_POLICY".into();
    Body::Policy(Policy {
        policy_type,
        name: name.into(),
        description: String::new(),
        document: document(action),
    })
}

fn attachment(policy: &str, unit: &str) -> (Address, Body) {
    let (policy, target) = (Address::policy(policy), address(unit));
    (Address::attachment(&policy, &target), Body::Attachment(Attachment { policy, target }))
}

fn stack_set(template: &str) -> Body {
    Body::StackSet(StackSet {
        name: SET.into(),
        description: "the baseline".into(),
        template: template.into(),
        permission_model: PermissionModel::ServiceManaged,
        auto_deployment: Some(AutoDeployment { enabled: true, retain_on_leave: false }),
        capabilities: BTreeSet::from(["CAPABILITY_NAMED_IAM".into()]),
        parameters: BTreeMap::new(),
        rollout: None,
    })
}

fn instances() -> Body {
    Body::StackInstances(StackInstances {
        stack_set: address("baseline/Baseline/stack-set"),
        target: Address::organization("Acme"),
        regions: BTreeSet::from([REGION.into()]),
        overrides: BTreeMap::new(),
    })
}

fn resource(body: Body) -> Resource {
    let cause =
        Cause::Written(Origin { file: "main.org".into(), line: 1, column: 1, via: Vec::new(), span: None });
    Resource { body, tags: BTreeMap::new(), protect: None, adopt: None, after: BTreeSet::new(), cause }
}

fn model(bodies: impl IntoIterator<Item = (Address, Body)>) -> Desired {
    let mut resources: BTreeMap<Address, Resource> =
        bodies.into_iter().map(|(address, body)| (address, resource(body))).collect();
    let organization = resources.get_mut(&Address::organization("Acme")).unwrap();
    organization.protect = Some(Protect { reason: None });
    Desired {
        project: PROJECT.into(),
        region: REGION.into(),
        resources,
        outputs: BTreeMap::new(),
        moved: BTreeMap::new(),
        removals: BTreeMap::new(),
        exclusive: Exclusive::default(),
    }
}

/// What both models have.
fn base(template: &str, denied: &str, home_of_staging: &str) -> Vec<(Address, Body)> {
    let scp = PolicyType { policy_type: "SERVICE_CONTROL_POLICY".into() };
    [
        ("organization/Acme", Body::Organization(Organization { name: "Acme".into() })),
        ("policy-type/scp", Body::PolicyType(scp)),
        ("trust/stacksets", Body::TrustedService(TrustedService { principal: STACKSETS.into() })),
        ("trust/stacksets-access", Body::OrganizationsAccess(OrganizationsAccess {})),
        ("ou/Development", unit("Development")),
        account("dev", "ou/Development"),
        account("staging", home_of_staging),
        ("policy/Deny", policy("Deny", denied)),
        ("baseline/Baseline/stack-set", stack_set(template)),
        ("baseline/Baseline/instances", instances()),
    ]
    .map(|(text, body)| (address(text), body))
    .into()
}

/// One unit with two accounts under a policy, and a baseline everywhere.
fn first() -> Desired {
    let mut bodies = base("Resources: {}", "organizations:LeaveOrganization", "ou/Development");
    bodies.push(attachment("Deny", "ou/Development"));
    model(bodies)
}

/// `staging` in a unit of its own, which has the policy too; the policy and the template are other ones, and the
/// owner of `dev` is written down.
fn second() -> Desired {
    let mut bodies = base("Resources: { A: {} }", "iam:CreateUser", "ou/Staging");
    bodies.push((address("ou/Staging"), unit("Staging")));
    bodies.push(attachment("Deny", "ou/Development"));
    bodies.push(attachment("Deny", "ou/Staging"));
    let mut model = model(bodies);
    model.resources.get_mut(&Address::account("dev")).unwrap().tags.insert("owner".into(), "web".into());
    model
}

fn planned(desired: &Desired, observed: &Observed) -> Plan {
    match orgc_plan::plan(desired, observed) {
        Ok(planned) => planned.plan,
        Err(findings) => panic!("{findings:#?}"),
    }
}

async fn plan_of(wire: &Wire, desired: &Desired) -> Plan {
    planned(desired, &wire.observe(&[SET]).await)
}

fn failures(applied: &Applied) -> Vec<String> {
    applied.failures().map(|(id, fault)| format!("{id}: {fault}")).collect()
}

/// Observes, plans, applies, and finds nothing left to do.
async fn settle(wire: &Wire, desired: &Desired, story: &str) {
    let plan = plan_of(wire, desired).await;
    let applied = wire.apply(&plan, &wire.client()).await;
    assert_eq!(failures(&applied), [] as [&str; 0], "{story}");
    let left: Vec<String> =
        plan_of(wire, desired).await.operations.iter().map(|one| one.id.0.clone()).collect();
    assert_eq!(left, [] as [&str; 0], "{story}");
}

#[tokio::test(start_paused = true)]
async fn after_apply_the_plan_is_empty_and_so_it_is_after_a_change() {
    let wire = Wire::default();
    settle(&wire, &first(), "at first").await;
    settle(&wire, &second(), "after the change").await;
    let refused = |call: CallRecord| match call.outcome {
        Outcome::Refused(code) => Some(format!("{} {code}", call.operation)),
        _ => None,
    };
    let refused: Vec<String> = wire.emulator.calls().into_iter().filter_map(refused).collect();
    // A plan made before there was an organization cannot know that AWS enables this type by itself.
    assert_eq!(
        refused,
        [
            "DescribeOrganization AWSOrganizationsNotInUseException",
            "EnablePolicyType PolicyTypeAlreadyEnabledException"
        ]
    );
    insta::assert_snapshot!(wire.shape(), @r#"
    types ["SERVICE_CONTROL_POLICY ENABLED"] trusted ["member.org.stacksets.cloudformation.amazonaws.com"]
    policy Deny {"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"iam:CreateUser","Resource":"*"}]} {"orgc:id": "policy/Deny", "orgc:project": "acme"}
    Root [FullAWSAccess] {"orgc:id": "organization/Acme", "orgc:project": "acme", "orgc:protect": "true"}
      Management <management@example.com> ACTIVE [FullAWSAccess] {}
      Development [Deny, FullAWSAccess] {"orgc:id": "ou/Development", "orgc:project": "acme"}
        Acme dev <aws+dev@acme.com> ACTIVE [FullAWSAccess] {"orgc:id": "account/dev", "orgc:project": "acme", "owner": "web"}
      Staging [Deny, FullAWSAccess] {"orgc:id": "ou/Staging", "orgc:project": "acme"}
        Acme staging <aws+staging@acme.com> ACTIVE [FullAWSAccess] {"orgc:id": "account/staging", "orgc:project": "acme"}
    stack set acme-baseline {"orgc:id": "baseline/Baseline/stack-set", "orgc:project": "acme"}
      at Root in ["us-east-1"]
      Acme dev in us-east-1 CURRENT
      Acme staging in us-east-1 CURRENT
    "#);
}

#[tokio::test(start_paused = true)]
async fn an_empty_plan_costs_reads_only() {
    let wire = Wire::default();
    settle(&wire, &first(), "at first").await;
    wire.emulator.clear_calls();
    let plan = plan_of(&wire, &first()).await;
    let reads = wire.emulator.calls().len();
    wire.apply(&plan, &wire.client()).await;
    assert_eq!(wire.emulator.calls().len(), reads);
    assert!(wire.emulator.calls().iter().all(|call| call.reads));
}

/// An organization as this model has it.
async fn made(desired: Option<&Desired>) -> Wire {
    let wire = Wire::default();
    if let Some(desired) = desired {
        let applied = wire.apply(&plan_of(&wire, desired).await, &wire.client()).await;
        assert_eq!(failures(&applied), [] as [&str; 0]);
    }
    wire
}

/// Brings an organization to `before`, kills the process that applies `after` at each of its calls in turn, and
/// lets another process do it again.
async fn survives(before: Option<&Desired>, after: &Desired) {
    let calm = made(before).await;
    let plan = plan_of(&calm, after).await;
    calm.emulator.clear_calls();
    calm.apply(&plan, &calm.client()).await;
    let calls = calm.emulator.calls();
    for (nth, call) in calls.iter().enumerate() {
        for trouble in [Trouble::StopBefore, Trouble::StopAfter] {
            let story = format!("{trouble:?} at call {nth}, {}", call.operation);
            let wire = made(before).await;
            let plan = plan_of(&wire, after).await;
            die(&wire, &plan, Fault::at_call(nth as u64 + 1, trouble)).await;
            settle(&wire, after, &story).await;
            // What the dead process began goes on by itself.
            tokio::time::sleep(Duration::from_secs(600)).await;
            assert_eq!(wire.shape(), calm.shape(), "{story}");
        }
    }
}

/// Applies a plan in a process that dies of this fault.
async fn die(wire: &Wire, plan: &Plan, fault: Fault) {
    wire.emulator.inject(fault);
    let (doomed, killed) = wire.doomed_client();
    tokio::select! {
        applied = wire.apply(plan, &doomed) => panic!("the process did not die: {:?}", failures(&applied)),
        () = killed.notified() => {}
    }
    wire.emulator.clear_faults();
}

#[tokio::test(start_paused = true)]
async fn a_first_apply_killed_at_any_call_is_finished_by_the_next_one() {
    survives(None, &first()).await;
}

#[tokio::test(start_paused = true)]
async fn a_change_killed_at_any_call_is_finished_by_the_next_one() {
    survives(Some(&first()), &second()).await;
}

#[tokio::test(start_paused = true)]
async fn an_operation_of_a_stack_set_that_a_dead_process_began_is_waited_for() {
    let wire = Wire::default();
    let plan = plan_of(&wire, &first()).await;
    die(&wire, &plan, Fault::at("CreateStackInstances", 1, Trouble::StopAfter)).await;
    assert!(wire.observe(&[SET]).await.stack_sets[SET].running_operation.is_some());
    settle(&wire, &first(), "after the crash").await;
}

#[tokio::test(start_paused = true)]
async fn slow_services_and_late_reads_are_waited_for() {
    let settings = Settings {
        account_creation: Duration::from_secs(600),
        policy_type_change: Duration::from_secs(120),
        stack_instances: Duration::from_secs(900),
        finalizing: Duration::from_secs(1200),
        ..Settings::default()
    };
    let wire = Wire::new(settings);
    wire.emulator.delay_visibility(Duration::from_secs(5));
    let plan = plan_of(&wire, &first()).await;
    let applied = wire.apply(&plan, &wire.client()).await;
    assert_eq!(failures(&applied), [] as [&str; 0]);
    tokio::time::sleep(Duration::from_secs(60)).await;
    assert!(plan_of(&wire, &first()).await.is_empty());
}
