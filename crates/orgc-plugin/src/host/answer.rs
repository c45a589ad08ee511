//! What is answered, checked and turned into the vocabulary of the compiler.
//!
//! Everything that can be checked without knowing the organization is checked here. An error is
//! a sentence; the caller reports it as the plugin's fault.

use super::bindings::exports::orgc::plugin::kinds::Expansion as RawExpansion;
use super::bindings::orgc::plugin::core_resources as raw;
use super::bindings::orgc::plugin::types as raw_types;
use super::{escape, limits, tree};
use orgc_ir::desired::{Amount, AutoDeployment, PermissionModel, Rollout};
use orgc_ir::kinds::{
    CoreBody, CoreDeployment, CorePolicy, CoreResource, CoreStackSet, CoreTarget, Expansion, Finding,
    FindingSeverity, KindSchema, Step,
};
use orgc_ir::{Address, Text};
use std::collections::{BTreeMap, BTreeSet};

/// What `validate` answered.
pub fn findings(all: Vec<raw_types::Diagnostic>) -> Result<Vec<Finding>, String> {
    if all.len() > limits::FINDINGS {
        return Err(format!("{} findings, and at most {} are taken", all.len(), limits::FINDINGS));
    }
    all.into_iter().map(finding).collect()
}

/// What `expand` answered.
pub fn expansion(
    answer: Result<RawExpansion, Vec<raw_types::Diagnostic>>,
    kind: &KindSchema,
) -> Result<Expansion, String> {
    match answer {
        Ok(expansion) => {
            let findings = findings(expansion.diagnostics)?;
            if findings.iter().any(is_error) {
                return Err("resources together with an error".to_owned());
            }
            Ok(Expansion { resources: resources(expansion.resources, kind)?, findings })
        }
        Err(diagnostics) => {
            let findings = findings(diagnostics)?;
            if !findings.iter().any(is_error) {
                return Err("a refusal without an error".to_owned());
            }
            Ok(Expansion { resources: Vec::new(), findings })
        }
    }
}

/// Names that become part of addresses, codes and keywords: `[a-z][a-z0-9-]*`.
pub fn check_name(name: &str, what: &str) -> Result<(), String> {
    let mut characters = name.chars();
    let first = characters.next().is_some_and(|first| first.is_ascii_lowercase());
    let rest = characters.all(|one| one.is_ascii_lowercase() || one.is_ascii_digit() || one == '-');
    if first && rest && name.len() <= limits::NAME_BYTES {
        return Ok(());
    }
    Err(format!(
        "{what} `{}` is not of lower-case letters, digits and `-` ({} at most)",
        escape::excerpt(name),
        limits::NAME_BYTES,
    ))
}

fn is_error(finding: &Finding) -> bool {
    finding.severity == FindingSeverity::Error
}

fn finding(raw: raw_types::Diagnostic) -> Result<Finding, String> {
    check_name(&raw.code, "the code")?;
    if raw.labels.len() > limits::LABELS {
        let most = limits::LABELS;
        return Err(format!("a finding with {} labels, and at most {most} are taken", raw.labels.len()));
    }
    let label = |one: raw_types::Label| Ok::<_, String>((path(one.at)?, message(&one.message)?));
    Ok(Finding {
        severity: match raw.severity {
            raw_types::Severity::Error => FindingSeverity::Error,
            raw_types::Severity::Warning => FindingSeverity::Warning,
            raw_types::Severity::Note => FindingSeverity::Note,
        },
        code: raw.code,
        message: message(&raw.message)?,
        at: path(raw.at)?,
        labels: raw.labels.into_iter().map(label).collect::<Result<_, _>>()?,
        help: raw.help.map(|help| long(&help).map(|()| escape::paragraphs(&help))).transpose()?,
    })
}

fn message(text: &str) -> Result<String, String> {
    if text.trim().is_empty() {
        return Err("a message that says nothing".to_owned());
    }
    long(text)?;
    Ok(escape::line(text))
}

fn long(text: &str) -> Result<(), String> {
    if text.len() <= limits::MESSAGE_BYTES {
        return Ok(());
    }
    Err(format!("a message of {} bytes, and at most {} are taken", text.len(), limits::MESSAGE_BYTES))
}

fn path(steps: Vec<raw_types::Step>) -> Result<Vec<Step>, String> {
    if steps.len() > limits::VALUE_DEPTH {
        return Err(format!("a path of {} steps", steps.len()));
    }
    let length = |step: &raw_types::Step| match step {
        raw_types::Step::Key(key) => key.len(),
        raw_types::Step::Index(_) => 0,
    };
    let bytes: usize = steps.iter().map(length).sum();
    if bytes > limits::MESSAGE_BYTES {
        return Err(format!("a path of {bytes} bytes, and at most {} are taken", limits::MESSAGE_BYTES));
    }
    let step = |step| match step {
        raw_types::Step::Key(key) => Step::Key(escape::line(&key)),
        raw_types::Step::Index(index) => Step::Index(index),
    };
    Ok(steps.into_iter().map(step).collect())
}

fn resources(all: Vec<raw::CoreResource>, kind: &KindSchema) -> Result<Vec<CoreResource>, String> {
    if all.len() > limits::RESOURCES {
        return Err(format!("{} resources, and at most {} are taken", all.len(), limits::RESOURCES));
    }
    let resources: Vec<CoreResource> =
        all.into_iter().map(|one| resource(one, kind)).collect::<Result<_, _>>()?;
    let mut names = BTreeSet::new();
    if let Some(one) = resources.iter().find(|one| !names.insert(one.name.as_str())) {
        return Err(format!("two resources of the name `{}`", one.name));
    }
    for one in &resources {
        check_after(one, &names)?;
    }
    check_order(&resources)?;
    Ok(resources)
}

/// What comes first is another resource of the expansion, or an address.
fn check_after(resource: &CoreResource, names: &BTreeSet<&str>) -> Result<(), String> {
    let (count, most) = (resource.after.len(), limits::AFTER);
    if count > most {
        return Err(format!("`{}` comes after {count} things, and at most {most} are taken", resource.name));
    }
    for before in &resource.after {
        let named = names.contains(before.as_str()) && *before != resource.name;
        if !named && Address::try_from(before.clone()).is_err() {
            let before = escape::excerpt(before);
            return Err(format!("`{}` comes after `{before}`, which is no other resource", resource.name));
        }
    }
    Ok(())
}

/// Resources that wait for each other in a circle would wait for ever. What waits for nothing that is
/// left is taken away, round by round.
fn check_order(resources: &[CoreResource]) -> Result<(), String> {
    let mut waiting: BTreeMap<&str, usize> = BTreeMap::new();
    let mut followers: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let names: BTreeSet<&str> = resources.iter().map(|one| one.name.as_str()).collect();
    for one in resources {
        let before: BTreeSet<&str> =
            one.after.iter().map(String::as_str).filter(|before| names.contains(before)).collect();
        waiting.insert(&one.name, before.len());
        before.into_iter().for_each(|before| followers.entry(before).or_default().push(&one.name));
    }
    let mut ready: Vec<&str> =
        waiting.iter().filter(|(_, count)| **count == 0).map(|(name, _)| *name).collect();
    while let Some(name) = ready.pop() {
        waiting.remove(name);
        for follower in followers.remove(name).unwrap_or_default() {
            let Some(count) = waiting.get_mut(follower) else { continue };
            *count -= 1;
            if *count == 0 {
                ready.push(follower);
            }
        }
    }
    match waiting.keys().next() {
        Some(name) => Err(format!("`{name}` waits for itself, through what it comes after")),
        None => Ok(()),
    }
}

fn resource(raw: raw::CoreResource, kind: &KindSchema) -> Result<CoreResource, String> {
    check_name(&raw.name, "the name of a resource")?;
    check_emits(&raw.body, kind)?;
    let name = raw.name;
    let body = body(raw.body).map_err(|reason| format!("resource `{name}`: {reason}"))?;
    Ok(CoreResource { name, body, after: raw.after, origin: path(raw.origin)? })
}

fn check_emits(body: &raw::Body, kind: &KindSchema) -> Result<(), String> {
    let produced = match body {
        raw::Body::StackSet(_) => "stack-set",
        raw::Body::Policy(_) => "policy",
        raw::Body::DelegatedAdministrator(_) => "delegated-administrator",
        raw::Body::CoreBlock(block) => &block.kind,
    };
    if kind.emits.iter().any(|declared| declared == produced) {
        return Ok(());
    }
    let produced = escape::excerpt(produced);
    Err(format!("a `{produced}`, which the kind `{}` does not declare in `emits`", kind.name))
}

fn body(raw: raw::Body) -> Result<CoreBody, String> {
    Ok(match raw {
        raw::Body::StackSet(one) => CoreBody::StackSet(stack_set(one)?),
        raw::Body::Policy(one) => CoreBody::Policy(policy(one)?),
        raw::Body::DelegatedAdministrator(one) => CoreBody::DelegatedAdministrator {
            account: address_of("account", one.account)?,
            service_principal: word(one.service_principal)?,
        },
        raw::Body::CoreBlock(one) => {
            check_name(&one.kind, "the kind of a block")?;
            CoreBody::Block { kind: one.kind, config: tree::read(one.config)? }
        }
    })
}

fn stack_set(raw: raw::StackSet) -> Result<CoreStackSet, String> {
    Ok(CoreStackSet {
        description: word(raw.description)?,
        administrator: raw.administrator.map(|one| address_of("account", one)).transpose()?,
        template: raw.template,
        permission_model: match raw.permission_model {
            raw::PermissionModel::ServiceManaged => PermissionModel::ServiceManaged,
            raw::PermissionModel::SelfManaged => PermissionModel::SelfManaged,
        },
        auto_deployment: raw.auto_deployment.map(|one| AutoDeployment {
            enabled: one.enabled,
            retain_on_leave: one.keep_stacks_when_account_leaves,
        }),
        capabilities: words(raw.capabilities)?,
        parameters: pairs(raw.parameters)?,
        deployments: raw.deployments.into_iter().map(deployment).collect::<Result<_, _>>()?,
        rollout: raw.rollout.map(rollout).transpose()?,
        tags: pairs(raw.tags)?,
    })
}

fn deployment(raw: raw::Deployment) -> Result<CoreDeployment, String> {
    if raw.targets.is_empty() || raw.regions.is_empty() {
        return Err("a deployment without a target or without a Region".to_owned());
    }
    Ok(CoreDeployment {
        targets: targets(raw.targets)?,
        regions: words(raw.regions)?,
        overrides: pairs(raw.overrides)?,
    })
}

fn rollout(raw: raw::Rollout) -> Result<Rollout, String> {
    Ok(Rollout {
        max_concurrent: amount(raw.max_concurrent)?,
        failure_tolerance: amount(raw.failure_tolerance)?,
        region_order: words(raw.region_order)?,
        regions_in_parallel: raw.regions_in_parallel,
        concurrency_mode: raw.concurrency_mode.map(word).transpose()?,
    })
}

fn amount(raw: raw::Amount) -> Result<Amount, String> {
    match raw {
        raw::Amount::Count(count) => Ok(Amount::Count(count)),
        raw::Amount::Percent(percent) if percent <= 100 => Ok(Amount::Percent(percent)),
        raw::Amount::Percent(percent) => Err(format!("{percent} percent of the accounts")),
    }
}

fn policy(raw: raw::Policy) -> Result<CorePolicy, String> {
    long(&raw.description)?;
    Ok(CorePolicy {
        name: None,
        policy_type: word(raw.policy_type)?,
        description: escape::line(&raw.description),
        document: tree::text(raw.document)?,
        attach_to: targets(raw.attach_to)?,
        tags: pairs(raw.tags)?,
    })
}

fn targets(all: Vec<raw::Target>) -> Result<Vec<CoreTarget>, String> {
    let target = |one| {
        Ok(match one {
            raw::Target::Root => CoreTarget::Root,
            raw::Target::OrganizationalUnit(address) => CoreTarget::Unit(address_of("ou", address)?),
            raw::Target::Account(address) => CoreTarget::Account(address_of("account", address)?),
        })
    };
    all.into_iter().map(target).collect()
}

fn address_of(kind: &str, text: String) -> Result<Address, String> {
    let address = tree::address(text)?;
    if address.kind() == kind {
        return Ok(address);
    }
    Err(format!("`{}` is not of the kind `{kind}`", escape::excerpt(address.as_str())))
}

fn pairs(all: Vec<raw::Pair>) -> Result<Vec<(String, Text)>, String> {
    let mut seen = BTreeSet::new();
    let pair = |one: raw::Pair| {
        let key = word(one.key)?;
        if seen.insert(key.clone()) {
            Ok((key, tree::text(one.value)?))
        } else {
            Err(format!("`{}` is there twice", escape::excerpt(&key)))
        }
    };
    all.into_iter().map(pair).collect()
}

fn words(all: Vec<String>) -> Result<Vec<String>, String> {
    all.into_iter().map(word).collect()
}

/// Short text that goes to AWS and into the plan as it is, so it may hold nothing to escape.
fn word(text: String) -> Result<String, String> {
    if !text.is_empty() && text.len() <= limits::MESSAGE_BYTES && escape::line(&text) == text {
        return Ok(text);
    }
    Err(format!("`{}` is empty, too long or holds control characters", escape::excerpt(&text)))
}
