//! Plans applied through the real SDK to the emulator: what comes of them, and what comes of them when
//! a call is throttled, a reply is lost, or the process dies.
//!
//! The plans here are written by hand, so that the executor is tested by itself; that plans made from
//! sources converge is tested in `converge.rs`.

use orgc_emulator::{Fault, Outcome, Settings, Trouble};
use orgc_exec::FaultKind;
use orgc_ir::desired::{AutoDeployment, PermissionModel};
use orgc_ir::{Address, Attribute, Reference, Text};
use orgc_plan::Plan;
use orgc_plan::plan::{
    Action, FORMAT, InstancesSpec, Operation, OperationId, Reason, StackSetSpec, Undo, Verb,
};
use orgc_tests::wire::{PROJECT, REGION, Wire, failures};
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

const DENY: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"organizations:LeaveOrganization","Resource":"*"}]}"#;
const TEMPLATE: &str = "Resources:\n  Topic:\n    Type: AWS::SNS::Topic\n";

fn reference(address: &str, attribute: Attribute) -> Text {
    Reference::new(Address::try_from(address.to_owned()).unwrap(), attribute).into()
}

fn id(address: &str) -> Text {
    reference(address, Attribute::Id)
}

fn root() -> Text {
    reference("organization/Acme", Attribute::RootId)
}

fn tags(address: &str) -> BTreeMap<String, String> {
    BTreeMap::from([("orgc:id".into(), address.into()), ("orgc:project".into(), PROJECT.into())])
}

fn account(name: &str) -> Action {
    Action::CreateAccount {
        email: format!("aws+{name}@acme.com"),
        name: name.into(),
        role_name: None,
        billing_access: None,
        tags: tags(&format!("account/{name}")),
    }
}

fn relocate(name: &str) -> Action {
    Action::MoveAccount { account: id(&format!("account/{name}")), from: root(), to: id("ou/Development") }
}

fn stack_set() -> Action {
    Action::CreateStackSet(StackSetSpec {
        name: "baseline".into(),
        description: "a baseline".into(),
        template: TEMPLATE.into(),
        permission_model: PermissionModel::ServiceManaged,
        auto_deployment: Some(AutoDeployment { enabled: true, retain_on_leave: false }),
        capabilities: BTreeSet::new(),
        parameters: BTreeMap::new(),
        tags: tags("baseline/Baseline/stack-set"),
    })
}

fn instances() -> Action {
    Action::CreateStackInstances(InstancesSpec {
        stack_set: "baseline".into(),
        unit: root(),
        accounts: Vec::new(),
        regions: BTreeSet::from([REGION.into()]),
        overrides: BTreeMap::new(),
        rollout: None,
    })
}

fn operation(address: &str, suffix: &str, waits_for: &[&str], action: Action) -> Operation {
    let address = Address::try_from(address.to_owned()).unwrap();
    Operation {
        id: OperationId(format!("{address}{suffix}")),
        verb: Verb::Create,
        reason: Reason::NoLongerWritten { owner: address.clone() },
        address,
        action,
        documentation: None,
        changes: Vec::new(),
        calls: Vec::new(),
        waits_for: waits_for.iter().map(|id| OperationId((*id).into())).collect(),
        undo: Undo::ByApply,
    }
}

/// From nothing to an organization with a unit, two accounts, a policy, another policy type and a baseline.
fn everything() -> Plan {
    let deny = Action::CreatePolicy {
        policy_type: "SERVICE_CONTROL_POLICY".into(),
        name: "Deny".into(),
        description: String::new(),
        document: DENY.into(),
        tags: tags("policy/Deny"),
    };
    let unit =
        Action::CreateUnit { parent: root(), name: "Development".into(), tags: tags("ou/Development") };
    let attach = Action::AttachPolicy { policy: id("policy/Deny"), target: id("ou/Development") };
    let enable = Action::EnablePolicyType { root: root(), policy_type: "TAG_POLICY".into() };
    let protect = Action::Tag { resource: root(), set: tags("organization/Acme"), remove: BTreeSet::new() };
    let organization = "organization/Acme";
    let create = Action::CreateOrganization { management: Some(Address::account("management")) };
    plan([
        operation(organization, "", &[], create),
        operation(organization, " tags", &[organization], protect),
        operation("policy-type/TAG_POLICY", "", &[organization], enable),
        operation("policy/Deny", "", &[organization], deny),
        operation("ou/Development", "", &[organization], unit),
        operation("attach/Deny@ou/Development", "", &["policy/Deny", "ou/Development"], attach),
        operation("account/dev", "", &[organization], account("dev")),
        operation("account/staging", "", &[organization], account("staging")),
        operation("account/dev", " place", &["account/dev", "attach/Deny@ou/Development"], relocate("dev")),
        operation(
            "account/staging",
            " place",
            &["account/staging", "attach/Deny@ou/Development"],
            relocate("staging"),
        ),
        operation("trust/stacksets", "", &[organization], Action::ActivateOrganizationsAccess),
        operation("baseline/Baseline/stack-set", "", &["trust/stacksets"], stack_set()),
        operation(
            "baseline/Baseline/instances",
            "",
            &["baseline/Baseline/stack-set", "account/dev place", "account/staging place"],
            instances(),
        ),
    ])
}

fn plan(operations: impl IntoIterator<Item = Operation>) -> Plan {
    Plan {
        targets: BTreeSet::new(),
        format: FORMAT,
        project: PROJECT.into(),
        region: REGION.into(),
        desired: "desired".into(),
        live: "live".into(),
        touched: BTreeMap::new(),
        operations: operations.into_iter().collect(),
        bindings: BTreeMap::new(),
        unmanaged: Vec::new(),
        notes: Vec::new(),
    }
}

/// What [`everything`] makes.
const SHAPE: &str = r#"types ["SERVICE_CONTROL_POLICY ENABLED", "TAG_POLICY ENABLED"] trusted ["member.org.stacksets.cloudformation.amazonaws.com"]
policy Deny {"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"organizations:LeaveOrganization","Resource":"*"}]} {"orgc:id": "policy/Deny", "orgc:project": "acme"}
Root [FullAWSAccess] {"orgc:id": "organization/Acme", "orgc:project": "acme"}
  Management <management@example.com> ACTIVE [FullAWSAccess] {}
  Development [Deny, FullAWSAccess] {"orgc:id": "ou/Development", "orgc:project": "acme"}
    dev <aws+dev@acme.com> ACTIVE [FullAWSAccess] {"orgc:id": "account/dev", "orgc:project": "acme"}
    staging <aws+staging@acme.com> ACTIVE [FullAWSAccess] {"orgc:id": "account/staging", "orgc:project": "acme"}
stack set baseline {"orgc:id": "baseline/Baseline/stack-set", "orgc:project": "acme"}
  at Root in ["us-east-1"]
  dev in us-east-1 CURRENT
  staging in us-east-1 CURRENT
"#;

/// The writes that the emulator has answered so far, in order.
fn writes(wire: &Wire) -> Vec<String> {
    let calls = wire.emulator.calls();
    calls.iter().filter(|call| !call.reads).map(|call| call.operation.clone()).collect()
}

#[tokio::test(start_paused = true)]
async fn a_plan_becomes_an_organization() {
    let wire = Wire::default();
    let applied = wire.apply(&everything(), &wire.client()).await;
    assert_eq!(failures(&applied), [] as [&str; 0]);
    assert!(applied.is_complete());
    assert_eq!(wire.shape(), SHAPE);
    let binding = &applied.bindings[&Address::account("dev")];
    assert_eq!((binding.id.len(), binding.status.as_deref()), (12, Some("ACTIVE")));
    assert!(binding.arn.ends_with(&binding.id) && binding.arn.contains(":account/o-"), "{}", binding.arn);
    assert_eq!(applied.bindings[&Address::account("management")].id, "111111111111");
    let conflicts = wire.emulator.calls().iter().filter(|call| call.outcome != Outcome::Answered).count();
    assert_eq!(conflicts, 0, "no write met another one, and none was refused");
}

#[tokio::test(start_paused = true)]
async fn what_was_made_is_observed_with_few_calls() {
    let wire = Wire::default();
    wire.apply(&everything(), &wire.client()).await;
    let observed = wire.observe(&["baseline"]).await;
    let organization = observed.organization.as_ref().unwrap();
    assert_eq!(organization.tags, tags("organization/Acme"));
    assert_eq!(
        organization.policy_types,
        BTreeSet::from(["SERVICE_CONTROL_POLICY".into(), "TAG_POLICY".into()])
    );
    let (unit_id, unit) = observed.units.first_key_value().unwrap();
    assert_eq!((unit.name.as_str(), &unit.parent), ("Development", &organization.root_id));
    let dev = observed.accounts.values().find(|account| account.name == "dev").unwrap();
    assert_eq!(
        (dev.email.as_str(), dev.state.as_str(), &dev.parent),
        ("aws+dev@acme.com", "ACTIVE", unit_id)
    );
    assert_eq!(dev.tags, tags("account/dev"));
    let policy = observed.policies.values().next().unwrap();
    assert_eq!((policy.name.as_str(), policy.document.as_str()), ("Deny", DENY));
    assert_eq!(observed.attachments.len(), 1 + 5, "the policy, and FullAWSAccess at root, unit and accounts");
    assert!(observed.organizations_access);
    let set = &observed.stack_sets["baseline"];
    assert_eq!((set.template.as_str(), set.instances.len()), (TEMPLATE, 2));
    assert_eq!(
        set.targets,
        BTreeMap::from([(organization.root_id.clone(), BTreeSet::from([REGION.into()]))])
    );
    assert_eq!(set.auto_deployment, Some(AutoDeployment { enabled: true, retain_on_leave: false }));
    let calls: Vec<String> = observed.calls.iter().map(|(name, count)| format!("{count} {name}")).collect();
    insta::assert_snapshot!(calls.join("\n"), @"
    1 cloudformation:DescribeOrganizationsAccess
    1 cloudformation:DescribeStackSet
    1 cloudformation:ListStackInstances
    1 cloudformation:ListStackSetAutoDeploymentTargets
    1 cloudformation:ListStackSetOperations
    1 cloudformation:ListStackSets
    1 organizations:DescribeOrganization
    1 organizations:DescribePolicy
    1 organizations:ListAWSServiceAccessForOrganization
    1 organizations:ListAccounts
    1 organizations:ListCreateAccountStatus
    2 organizations:ListOrganizationalUnitsForParent
    2 organizations:ListPolicies
    1 organizations:ListRoots
    6 organizations:ListTagsForResource
    2 organizations:ListTargetsForPolicy
    ");
}

#[tokio::test(start_paused = true)]
async fn an_account_without_organization_is_observed_with_one_call() {
    let observed = Wire::default().observe(&["baseline"]).await;
    assert_eq!(observed.organization, None);
    assert_eq!(observed.calls, BTreeMap::from([("organizations:DescribeOrganization".into(), 1)]));
}

#[tokio::test(start_paused = true)]
async fn a_lost_reply_at_any_write_changes_nothing() {
    let calm = Wire::default();
    calm.apply(&everything(), &calm.client()).await;
    for (nth, operation) in writes(&calm).iter().enumerate() {
        let before = writes(&calm)[..nth].iter().filter(|one| *one == operation).count() as u64;
        let wire = Wire::default();
        wire.emulator.inject(Fault::at(operation, before + 1, Trouble::LoseReply));
        let applied = wire.apply(&everything(), &wire.client()).await;
        assert_eq!(failures(&applied), [] as [&str; 0], "the reply of write {nth} ({operation}) was lost");
        assert_eq!(wire.shape(), SHAPE, "the reply of write {nth} ({operation}) was lost");
        let creations = writes(&wire).iter().filter(|one| *one == "CreateAccount").count();
        assert_eq!(creations, 2, "no account was asked for twice, though the reply of {operation} was lost");
    }
}

#[tokio::test(start_paused = true)]
async fn throttling_and_conflicts_at_any_call_change_nothing() {
    let calm = Wire::default();
    calm.apply(&everything(), &calm.client()).await;
    for nth in 1..=calm.emulator.calls().len() as u64 {
        for trouble in [Trouble::Throttle, Trouble::fail("ServiceException", "try again")] {
            let wire = Wire::default();
            wire.emulator.inject(Fault::at_call(nth, trouble));
            let applied = wire.apply(&everything(), &wire.client()).await;
            assert_eq!(failures(&applied), [] as [&str; 0], "trouble at call {nth}");
            assert_eq!(wire.shape(), SHAPE, "trouble at call {nth}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn reads_that_lag_behind_change_nothing() {
    let wire = Wire::default();
    wire.emulator.delay_visibility(Duration::from_secs(8));
    wire.emulator.inject(Fault::at("CreateOrganizationalUnit", 1, Trouble::LoseReply));
    wire.emulator.inject(Fault::at("CreateAccount", 1, Trouble::LoseReply));
    let applied = wire.apply(&everything(), &wire.client()).await;
    assert_eq!(failures(&applied), [] as [&str; 0]);
    tokio::time::sleep(Duration::from_secs(60)).await;
    assert_eq!(wire.shape(), SHAPE);
}

#[tokio::test(start_paused = true)]
async fn a_new_organization_is_waited_for() {
    let settings = Settings { finalizing: Duration::from_secs(30 * 60), ..Settings::default() };
    let wire = Wire::new(settings);
    let applied = wire.apply(&everything(), &wire.client()).await;
    assert_eq!(failures(&applied), [] as [&str; 0]);
    assert_eq!(wire.shape(), SHAPE);
}

#[tokio::test(start_paused = true)]
async fn a_refusal_is_reported_with_its_reason_and_the_rest_goes_on() {
    let wire = Wire::default();
    let reason = Trouble::Fail {
        code: "ConstraintViolationException".into(),
        message: "too many".into(),
        reason: Some("OU_NUMBER_LIMIT_EXCEEDED".into()),
        status: 400,
    };
    wire.emulator.inject(Fault::at("CreateOrganizationalUnit", 1, reason));
    let applied = wire.apply(&everything(), &wire.client()).await;
    assert_eq!(
        failures(&applied),
        [
            "ou/Development: ConstraintViolationException (OU_NUMBER_LIMIT_EXCEEDED) from organizations:CreateOrganizationalUnit: too many"
        ]
    );
    let made = wire.observe(&["baseline"]).await;
    assert_eq!((made.accounts.len(), made.policies.len(), made.stack_sets.len()), (3, 1, 1));
    assert!(applied.outcomes.values().any(
        |outcome| matches!(outcome, orgc_exec::Outcome::Skipped { because } if because.0 == "ou/Development")
    ));
}

#[tokio::test(start_paused = true)]
async fn an_account_that_belongs_to_somebody_else_is_refused_in_words() {
    let wire = Wire::default();
    wire.apply(
        &plan([operation("organization/Acme", "", &[], Action::CreateOrganization { management: None })]),
        &wire.client(),
    )
    .await;
    wire.emulator.fail_creation("aws+dev@acme.com", "EMAIL_ALREADY_EXISTS");
    let applied =
        wire.apply(&plan([operation("account/dev", "", &[], account("dev"))]), &wire.client()).await;
    assert_eq!(
        failures(&applied),
        [
            "account/dev: CreateAccountFailed (EMAIL_ALREADY_EXISTS) from organizations:CreateAccount: the e-mail `aws+dev@acme.com` belongs to an AWS account outside this organization; write another one, or invite that account, and the next plan adopts it"
        ]
    );
}

#[tokio::test(start_paused = true)]
async fn an_account_that_somebody_moved_meanwhile_is_done_or_told_at_once() {
    let wire = Wire::default();
    let made = wire.apply(&everything(), &wire.client()).await;
    let again = Plan {
        bindings: made.bindings.clone(),
        ..plan([operation("account/dev", " place", &[], relocate("dev"))])
    };
    assert_eq!(failures(&wire.apply(&again, &wire.client()).await), [] as [&str; 0]);
    let [dev, unit] = [Address::account("dev"), Address::try_from("ou/Development".to_owned()).unwrap()]
        .map(|address| made.bindings[&address].id.clone());
    let elsewhere =
        Action::MoveAccount { account: id("account/dev"), from: root(), to: "ou-tb1l-elsewhere".into() };
    let away = Plan { bindings: made.bindings, ..plan([operation("account/dev", " place", &[], elsewhere)]) };
    let before = writes(&wire).len();
    let fault = failures(&wire.apply(&away, &wire.client()).await).join("\n");
    assert!(fault.contains(&format!("account {dev} is not in r-")), "{fault}");
    assert!(fault.ends_with(&format!(" any more: somebody has moved it to {unit}")), "{fault}");
    assert_eq!(writes(&wire).len(), before + 1, "it is not tried again");
}

#[tokio::test(start_paused = true)]
async fn an_account_that_a_dead_process_asked_for_is_waited_for() {
    let wire = Wire::default();
    let create = Action::CreateOrganization { management: None };
    let made = wire.apply(&plan([operation("organization/Acme", "", &[], create)]), &wire.client()).await;
    let accounts =
        plan(["dev", "staging"].map(|name| operation(&format!("account/{name}"), "", &[], account(name))));
    let accounts = Plan { bindings: made.bindings, ..accounts };
    wire.emulator.inject(Fault::at("CreateAccount", 2, Trouble::StopAfter));
    let (doomed, killed) = wire.doomed_client();
    tokio::select! {
        _ = wire.apply(&accounts, &doomed) => panic!("the process dies"),
        () = killed.notified() => {}
    }
    wire.emulator.clear_faults();
    assert_eq!(wire.emulator.view().organization.unwrap().accounts_in_creation, ["dev", "staging"]);
    let applied = wire.apply(&accounts, &wire.client()).await;
    assert_eq!(failures(&applied), [] as [&str; 0]);
    assert_eq!(writes(&wire), ["CreateOrganization", "CreateAccount", "CreateAccount"]);
    assert_eq!(wire.observe(&[]).await.accounts.len(), 3);
}

#[tokio::test(start_paused = true)]
async fn an_account_is_made_once_though_its_first_request_cannot_be_seen() {
    let wire = Wire::new(Settings { account_creation: Duration::from_secs(600), ..Settings::default() });
    let create = Action::CreateOrganization { management: None };
    let made = wire.apply(&plan([operation("organization/Acme", "", &[], create)]), &wire.client()).await;
    let accounts =
        Plan { bindings: made.bindings, ..plan([operation("account/dev", "", &[], account("dev"))]) };
    wire.emulator.delay_visibility(Duration::from_secs(50));
    wire.emulator.inject(Fault::at("CreateAccount", 1, Trouble::LoseReply));
    let applied = wire.apply(&accounts, &wire.client()).await;
    assert_eq!(failures(&applied), [] as [&str; 0]);
    assert_eq!(writes(&wire), ["CreateOrganization", "CreateAccount", "CreateAccount"]);
    let accounts: Vec<String> =
        wire.emulator.view().organization.unwrap().root.accounts.into_iter().map(|one| one.name).collect();
    assert_eq!(accounts, ["Management", "dev"]);
}

#[tokio::test(start_paused = true)]
async fn failed_stacks_are_named() {
    let wire = Wire::default();
    let mut plan = everything();
    let last = plan.operations.pop().unwrap();
    let first = wire.apply(&plan, &wire.client()).await;
    let dev = first.bindings[&Address::account("dev")].id.clone();
    wire.emulator.fail_stack_instances(&dev, "the bucket name is taken");
    let rest = Plan {
        operations: vec![Operation { waits_for: BTreeSet::new(), ..last }],
        bindings: first.bindings,
        ..plan
    };
    let failed = wire.apply(&rest, &wire.client()).await;
    let message = failures(&failed).join("\n");
    assert!(message.contains(&format!("account {dev} in us-east-1: the bucket name is taken")), "{message}");
    // The same plan again is a new attempt, not the old operation.
    wire.emulator.clear_faults();
    assert_eq!(failures(&wire.apply(&rest, &wire.client()).await), [] as [&str; 0]);
    assert_eq!(wire.shape(), SHAPE);
}

#[tokio::test(start_paused = true)]
async fn refused_credentials_are_told_from_refused_permissions() {
    let wire = Wire::default();
    for (code, kind) in [
        ("ExpiredTokenException", FaultKind::Credentials),
        ("AccessDeniedException", FaultKind::AccessDenied),
    ] {
        wire.emulator.inject(Fault::at_call(1, Trouble::fail(code, "no")));
        let interest = orgc_exec::Interest::default();
        let fault = orgc_exec::Observe::observe(&wire.client(), &interest).await.unwrap_err();
        assert_eq!((fault.kind, fault.code.as_str()), (kind, code));
    }
}
