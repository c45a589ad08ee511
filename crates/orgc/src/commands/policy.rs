//! `orgc policy`: policies as AWS gets them.

use super::offline;
use crate::cli::{Format, Global, Policy, PolicyShow, PolicySize};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::render;
use crate::render::policy::Weighed;
use crate::terminal::Terminal;
use orgc_ir::Address;
use orgc_ir::desired::{self, Body, Resource};
use orgc_policy::{Document, PolicyType, QuotaKey, Quotas, Size};
use orgc_sema::Permissions;

/// Runs the command that was asked for.
///
/// # Errors
/// When the sources have errors, or there is no such policy.
pub fn run(command: &Policy, global: &Global, terminal: &mut Terminal<'_>) -> Result<Exit, Failure> {
    match command {
        Policy::Size(arguments) => size(arguments, global, terminal),
        Policy::Show(arguments) => show(arguments, global, terminal),
    }
}

/// Says how large each policy is, the fullest first.
fn size(arguments: &PolicySize, global: &Global, terminal: &mut Terminal<'_>) -> Result<Exit, Failure> {
    let model = offline::model(global, &arguments.inputs, terminal)?;
    let resources = &model.desired.resources;
    let permissions = Permissions::of(resources);
    let policies = resources.iter().filter_map(|(address, resource)| match &resource.body {
        Body::Policy(policy) => weighed(address, resource, policy, &permissions, &model.config.quotas),
        _ => None,
    });
    let mut policies: Vec<Weighed<'_>> = policies.collect();
    policies.sort_by_key(|policy| (std::cmp::Reverse(policy.percent()), policy.address));
    match terminal.format {
        Format::Json => terminal.data(render::policy::json(&policies))?,
        _ => terminal.data(render::policy::text(&policies))?,
    }
    Ok(Exit::Done)
}

fn weighed<'m>(
    address: &'m Address,
    resource: &'m Resource,
    policy: &desired::Policy,
    permissions: &Permissions,
    quotas: &'m Quotas,
) -> Option<Weighed<'m>> {
    let policy_type = PolicyType::aws_named(&policy.policy_type)?;
    let (min, max) = policy.document.width();
    let text = permissions.spelled(&policy.document);
    let packed = policy_type.grammar.filter(|grammar| grammar.is_control()).and_then(|_| {
        let packed = Document::parse(&text).ok()?.packed()?;
        let saved = Size::from(text.as_str())
            .max
            .saturating_sub(Size::from(packed.document.to_minified().as_str()).max);
        Some((packed.groups, saved))
    });
    let quota = quotas.get(QuotaKey::PolicyDocument(policy_type));
    let origin = resource.cause.origin();
    Some(Weighed { address, origin, policy_type, size: Size { min, max }, quota, packed })
}

/// Prints one document, with the name of what AWS will assign in place of its id.
fn show(arguments: &PolicyShow, global: &Global, terminal: &mut Terminal<'_>) -> Result<Exit, Failure> {
    let model = offline::model(global, &arguments.inputs, terminal)?;
    let is_policy = |body: &Body| matches!(body, Body::Policy(_));
    let address = offline::named("policy", &arguments.policy, &model.desired, is_policy)?;
    if let Some(Body::Policy(policy)) = model.desired.resources.get(&address).map(|one| &one.body) {
        terminal.data(render::indented(&policy.document.to_string()).trim_end())?;
    }
    Ok(Exit::Done)
}
