//! Creating, updating and deleting stack sets.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Value, json};

use super::fields::{Parameter, Tag, checked_tags, flag, list};
use super::launch::{Launch, check_slot, in_progress, start};
use super::preferences::OperationPreferences;
use super::targets::{Purpose, Where};
use super::{Session, instances, pending, perform, template};
use crate::refusal::{Answer, Refusal};
use crate::state::ids::digest;
use crate::state::stack_set::{
    Action, AutoDeployment, Definition, InstanceStatus, PermissionModel, StackSet,
};

const STACK_SET_QUOTA: usize = 1000;

pub(super) fn answer(session: &mut Session<'_>, operation: &str, input: &Value) -> Option<Answer> {
    Some(match operation {
        "CreateStackSet" => create(session, input),
        "UpdateStackSet" => perform(session, input, update),
        "DeleteStackSet" => perform(session, input, delete),
        _ => return None,
    })
}

/// The members that creating and updating share.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Fields {
    stack_set_name: String,
    description: Option<String>,
    template_body: Option<String>,
    #[serde(rename = "TemplateURL")]
    template_url: Option<String>,
    #[serde(default, deserialize_with = "list")]
    parameters: Option<Vec<Parameter>>,
    #[serde(default, deserialize_with = "list")]
    capabilities: Option<Vec<String>>,
    #[serde(default, deserialize_with = "list")]
    tags: Option<Vec<Tag>>,
    #[serde(rename = "AdministrationRoleARN")]
    administration_role: Option<String>,
    execution_role_name: Option<String>,
    permission_model: Option<PermissionModel>,
    auto_deployment: Option<AutoDeploymentField>,
    managed_execution: Option<ManagedExecution>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct AutoDeploymentField {
    #[serde(default, deserialize_with = "flag")]
    enabled: Option<bool>,
    #[serde(default, deserialize_with = "flag")]
    retain_stacks_on_account_removal: Option<bool>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct ManagedExecution {
    #[serde(default, deserialize_with = "flag")]
    active: Option<bool>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct CreateStackSet {
    #[serde(flatten)]
    fields: Fields,
    client_request_token: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct UpdateStackSet {
    #[serde(flatten)]
    fields: Fields,
    #[serde(flatten)]
    place: Where,
    #[serde(default, deserialize_with = "flag")]
    use_previous_template: Option<bool>,
    #[serde(default)]
    operation_preferences: OperationPreferences,
    operation_id: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct StackSetName {
    stack_set_name: String,
}

fn create(session: &mut Session<'_>, input: &Value) -> Answer {
    // A token is compared with everything else that was asked for, so the whole request is digested.
    let request = digest(input.to_string().as_bytes());
    let input = CreateStackSet::deserialize(input).map_err(|error| Refusal::validation(error.to_string()))?;
    let token = input.client_request_token.map(|token| (token, request));
    // A name is taken also by a set that the caller does not see.
    if let Some(present) = session.state.stack_sets.find(session.region, &input.fields.stack_set_name) {
        return created_already(present, token.as_ref());
    }
    check_name(&input.fields.stack_set_name)?;
    let permission_model = input.fields.permission_model.unwrap_or(PermissionModel::SelfManaged);
    session.check_access(permission_model)?;
    let auto_deployment = auto_deployment(permission_model, input.fields.auto_deployment.as_ref())?;
    if permission_model == PermissionModel::ServiceManaged && auto_deployment.is_none() {
        return Err(Refusal::validation("AutoDeployment must be given for a SERVICE_MANAGED stack set"));
    }
    let empty = empty_definition(session, permission_model);
    let definition = defined(&empty, &input.fields, false)?;
    check_quota(session)?;
    let set = StackSet {
        name: input.fields.stack_set_name.clone(),
        id: String::new(),
        arn: String::new(),
        definition,
        token,
        permission_model,
        auto_deployment,
        managed_execution: is_managed(&input.fields).unwrap_or_default(),
        targets: BTreeMap::new(),
        instances: BTreeMap::new(),
        operations: Vec::new(),
    };
    Ok(json!({ "StackSetId": insert(session, set) }))
}

fn insert(session: &mut Session<'_>, mut set: StackSet) -> String {
    set.id = format!("{}:{}", set.name, session.state.ids.uuid());
    let (region, owner) = (session.region, &session.state.settings.management_account_id);
    set.arn = format!("arn:aws:cloudformation:{region}:{owner}:stackset/{}", set.id);
    let id = set.id.clone();
    session.state.stack_sets.live.entry(region.to_owned()).or_default().insert(set.name.clone(), set);
    id
}

/// The same token and request mean the same set; anything else is a name that is taken.
fn created_already(present: &StackSet, token: Option<&(String, String)>) -> Answer {
    let same_token = present.token.as_ref().zip(token).filter(|(one, other)| one.0 == other.0);
    match same_token {
        Some((one, other)) if one.1 == other.1 => Ok(json!({ "StackSetId": present.id })),
        Some(_) => {
            let message = format!("the stack set {} was changed since it was created", present.name);
            Err(Refusal::new("CreatedButModifiedException", message).with_status(409))
        }
        None => {
            let message = format!("A StackSet named {} already exists", present.name);
            Err(Refusal::new("NameAlreadyExistsException", message).with_status(409))
        }
    }
}

fn check_name(name: &str) -> Result<(), Refusal> {
    let starts_well = name.starts_with(|first: char| first.is_ascii_alphabetic());
    let allowed = name.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '-');
    if starts_well && allowed && name.len() <= 128 {
        return Ok(());
    }
    Err(Refusal::validation(format!("StackSetName does not have the required form: {name}")))
}

fn check_quota(session: &Session<'_>) -> Result<(), Refusal> {
    let count: usize = session.state.stack_sets.live.values().map(BTreeMap::len).sum();
    if count < STACK_SET_QUOTA {
        return Ok(());
    }
    let message = format!("an administrator account may have {STACK_SET_QUOTA} stack sets");
    Err(Refusal::new("LimitExceededException", message))
}

fn auto_deployment(
    model: PermissionModel,
    field: Option<&AutoDeploymentField>,
) -> Result<Option<AutoDeployment>, Refusal> {
    let Some(field) = field else { return Ok(None) };
    if model == PermissionModel::SelfManaged {
        return Err(Refusal::validation("AutoDeployment is for SERVICE_MANAGED stack sets"));
    }
    let enabled = field.enabled.unwrap_or_default();
    if !enabled && field.retain_stacks_on_account_removal.is_some() {
        let message = "RetainStacksOnAccountRemoval goes with an enabled AutoDeployment only";
        return Err(Refusal::validation(message));
    }
    Ok(Some(AutoDeployment {
        enabled,
        retain_stacks: field.retain_stacks_on_account_removal.unwrap_or_default(),
    }))
}

fn is_managed(fields: &Fields) -> Option<bool> {
    fields.managed_execution.as_ref().and_then(|managed| managed.active)
}

/// A definition with the roles that a self-managed set has unless others are named.
fn empty_definition(session: &Session<'_>, model: PermissionModel) -> Definition {
    let owner = &session.state.settings.management_account_id;
    let has_roles = model == PermissionModel::SelfManaged;
    let role = format!("arn:aws:iam::{owner}:role/AWSCloudFormationStackSetAdministrationRole");
    Definition {
        description: None,
        template: String::new(),
        parameters: BTreeMap::new(),
        capabilities: Vec::new(),
        tags: BTreeMap::new(),
        administration_role: has_roles.then_some(role),
        execution_role: has_roles.then(|| "AWSCloudFormationStackSetExecutionRole".to_owned()),
    }
}

/// The definition that a request makes of the present one.
fn defined(
    present: &Definition,
    fields: &Fields,
    use_previous_template: bool,
) -> Result<Definition, Refusal> {
    let template = template_text(present, fields, use_previous_template)?;
    let capabilities = fields.capabilities.clone().unwrap_or_default();
    template::check_capabilities(&template, &capabilities)?;
    let parameters = parameters(present, fields.parameters.as_deref().unwrap_or_default())?;
    template::check_parameters(&template, &parameters)?;
    let description = fields.description.clone().or_else(|| present.description.clone());
    let tags = fields.tags.as_deref().map(checked_tags).transpose()?;
    Ok(Definition {
        description,
        template,
        parameters,
        capabilities,
        tags: tags.unwrap_or_else(|| present.tags.clone()),
        administration_role: fields
            .administration_role
            .clone()
            .or_else(|| present.administration_role.clone()),
        execution_role: fields.execution_role_name.clone().or_else(|| present.execution_role.clone()),
    })
}

fn template_text(present: &Definition, fields: &Fields, use_previous: bool) -> Result<String, Refusal> {
    match (&fields.template_body, &fields.template_url, use_previous) {
        (Some(body), None, false) => {
            template::check_body(body)?;
            Ok(body.clone())
        }
        (None, None, true) => Ok(present.template.clone()),
        (None, Some(_), false) => Err(Refusal::validation("this emulator does not read TemplateURL")),
        _ => Err(Refusal::validation("exactly one source of the template must be given")),
    }
}

/// The values given; a parameter that is left out falls back to the template's default.
fn parameters(present: &Definition, given: &[Parameter]) -> Result<BTreeMap<String, String>, Refusal> {
    let mut parameters = BTreeMap::new();
    for parameter in given {
        let previous = || present.parameters.get(&parameter.parameter_key).cloned();
        let value = match parameter.use_previous_value {
            Some(true) => previous(),
            _ => parameter.parameter_value.clone(),
        };
        let message = format!("the parameter {} has no value", parameter.parameter_key);
        let value = value.ok_or_else(|| Refusal::validation(message))?;
        parameters.insert(parameter.parameter_key.clone(), value);
    }
    Ok(parameters)
}

fn update(session: &mut Session<'_>, input: &UpdateStackSet) -> Answer {
    let set = session.find(&input.fields.stack_set_name)?;
    session.check_access(set.permission_model)?;
    check_slot(set, input.operation_id.as_deref())?;
    check_update(set, input)?;
    let targets = update_targets(session, set, input)?;
    let definition =
        defined(&set.definition, &input.fields, input.use_previous_template.unwrap_or_default())?;
    let model = input.fields.permission_model.unwrap_or(set.permission_model);
    session.check_access(model)?;
    let auto_deployment = auto_deployment(model, input.fields.auto_deployment.as_ref())?;
    let preferences = input.operation_preferences.checked()?;
    let id = input.operation_id.clone().unwrap_or_else(|| session.state.ids.uuid());
    let set = session.find_mut(&input.fields.stack_set_name)?;
    let name = set.name.clone();
    redefine(set, definition);
    set.permission_model = model;
    set.auto_deployment = auto_deployment.or(set.auto_deployment);
    set.managed_execution = is_managed(&input.fields).unwrap_or(set.managed_execution);
    pending::prepare(set, Action::Update, &targets, None, &id);
    let units = set.targets.keys().cloned().collect();
    let launch =
        Launch { id: Some(id), action: Action::Update, retain_stacks: false, preferences, units, targets };
    Ok(json!({ "OperationId": start(session.state, session.region, &name, launch) }))
}

fn check_update(set: &StackSet, input: &UpdateStackSet) -> Result<(), Refusal> {
    let names_accounts = input.place.accounts.is_some() || input.place.deployment_targets.is_some();
    let names_regions = input.place.regions.is_some();
    if names_accounts != names_regions {
        return Err(Refusal::validation("Regions and accounts must be given together or both be left out"));
    }
    if input.fields.auto_deployment.is_some() && names_accounts {
        return Err(Refusal::validation("AutoDeployment and DeploymentTargets cannot be changed together"));
    }
    let changes_model = input.fields.permission_model.is_some_and(|model| model != set.permission_model);
    if changes_model && !set.instances.is_empty() {
        return Err(Refusal::validation("the PermissionModel changes only while there are no instances"));
    }
    let changes_managing = is_managed(&input.fields).is_some_and(|managed| managed != set.managed_execution);
    match set.unfinished() {
        Some(running) if changes_managing => Err(in_progress(set, running)),
        _ => Ok(()),
    }
}

/// The instances that an update reaches: those asked for, else all.
fn update_targets(
    session: &Session<'_>,
    set: &StackSet,
    input: &UpdateStackSet,
) -> Result<Vec<(String, String, Option<String>)>, Refusal> {
    if input.place.regions.is_none() {
        let all = set.all_instances();
        return Ok(all
            .map(|(account, region, found)| (account.clone(), region.clone(), found.unit.clone()))
            .collect());
    }
    let scope = session.scope(set, &input.place, Purpose::Other)?;
    let targets = instances::existing_instances(set, &scope);
    if targets.is_empty() && !scope.accounts.is_empty() {
        let message = "the stack set has no instance in these accounts and Regions";
        return Err(Refusal::new("StackInstanceNotFoundException", message).with_status(404));
    }
    Ok(targets)
}

/// Changes what the stacks are made from; every instance is outdated by it until it is updated.
fn redefine(set: &mut StackSet, definition: Definition) {
    let present = &set.definition;
    let reaches_stacks = (&present.template, &present.parameters, &present.tags)
        != (&definition.template, &definition.parameters, &definition.tags);
    if reaches_stacks {
        for instance in set.instances.values_mut().flat_map(BTreeMap::values_mut) {
            instance.status = InstanceStatus::Outdated;
        }
    }
    if let Some((_, request)) = &mut set.token {
        request.clear();
    }
    set.definition = definition;
}

fn delete(session: &mut Session<'_>, input: &StackSetName) -> Answer {
    let set = session.find(&input.stack_set_name)?;
    if let Some(running) = set.unfinished() {
        return Err(in_progress(set, running));
    }
    if !set.instances.is_empty() {
        let message = format!("StackSet {} is not empty", set.name);
        return Err(Refusal::new("StackSetNotEmptyException", message).with_status(409));
    }
    let name = set.name.clone();
    let removed = session.state.stack_sets.live.get_mut(session.region).and_then(|sets| sets.remove(&name));
    session.state.stack_sets.deleted.entry(session.region.to_owned()).or_default().extend(removed);
    Ok(Value::Null)
}
