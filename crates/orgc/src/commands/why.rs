//! `orgc why`: which policies let an account do something, or do not.

use super::{offline, snapshot};
use crate::cli::{Format, Global, Why};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::render;
use crate::render::why::Explained;
use crate::terminal::Terminal;
use orgc_diag::suggest;
use orgc_ir::desired::Resource;
use orgc_ir::{Address, Observed};
use orgc_plan::{Standing, standing};
use orgc_policy::{
    ActionPattern, Answer, Chain, Context, Ground, IamCatalog, Question, Reason, Request, Scope, Verdict,
    decide, possible,
};
use orgc_sema::Permissions;
use std::collections::BTreeMap;
use std::path::Path;

/// Prints the decision about one request, and the statements that decide.
///
/// # Errors
/// When the sources have errors, or there is no such account or action.
pub fn run(arguments: &Why, global: &Global, terminal: &mut Terminal<'_>) -> Result<Exit, Failure> {
    let is_action = matches!(ActionPattern::parse(&arguments.action), Ok(ActionPattern::Of { .. }));
    if !is_action || arguments.action.contains(['*', '?']) {
        let found = &arguments.action;
        return Err(Failure::usage(format!("`{found}` is not an action; write one such as s3:GetObject")));
    }
    let subject = match &arguments.snapshot {
        Some(file) => Subject::live(&arguments.account, file)?,
        None => Subject::declared(&arguments.account, offline::model(global, &arguments.inputs, terminal)?)?,
    };
    let Subject { chain, .. } = &subject;
    let request = request(arguments, &subject);
    let decision = decide(&request, Some(chain), Some(chain));
    let way_out = match decision.verdict {
        Verdict::Allowed => Ok(None),
        _ => way_out(&request, chain),
    };
    let explained = Explained {
        account: &subject.account,
        name: &subject.name,
        request: &request,
        decision: &decision,
        chain,
        way_out,
        resources: &subject.resources,
    };
    match terminal.format {
        Format::Json => terminal.data(render::why::json(&explained, &subject.permissions))?,
        _ => terminal.data(render::why::text(&explained, &subject.permissions))?,
    }
    Ok(Exit::Done)
}

/// The account that is asked about, and what stands over it.
struct Subject {
    /// Its address, or the id of one that is live.
    account: String,
    /// What people call it.
    name: String,
    id: String,
    organization: Option<String>,
    partition: String,
    chain: Chain,
    /// The model; nothing if it is about what is live.
    resources: BTreeMap<Address, Resource>,
    permissions: Permissions,
}

impl Subject {
    /// An account of the sources.
    fn declared(name: &str, model: offline::Model) -> Result<Self, Failure> {
        let account = offline::account(name, &model.desired)?;
        let resources = model.desired.resources;
        let permissions = Permissions::of(&resources);
        Ok(Self {
            id: permissions.id(&account).unwrap_or_default().to_owned(),
            organization: permissions.organization().map(str::to_owned),
            partition: "aws".to_owned(),
            chain: permissions.chain(&account).cloned().unwrap_or_default(),
            name: account.name().to_owned(),
            account: account.to_string(),
            resources,
            permissions,
        })
    }

    /// An account of an organization that was written to a file, by its id or name.
    fn live(account: &str, file: &Path) -> Result<Self, Failure> {
        let (_, observed) = snapshot::read(file)?;
        let id = found(account, &observed)?;
        let live = observed.accounts.get(id).zip(observed.organization.as_ref());
        let (Some((live, organization)), Some(Standing { chain, unread })) = (live, standing(&observed, id))
        else {
            return Err(Failure::new(format!("`{}` holds no organization", file.display())));
        };
        if !unread.is_empty() {
            let unread: Vec<String> = unread.into_iter().collect();
            return Err(Failure::new(format!(
                "policies over `{account}` cannot be read: `{}`",
                unread.join("`, `")
            ))
            .help("one that AWS accepts and `orgc` does not know would make the answer wrong"));
        }
        Ok(Self {
            account: id.to_owned(),
            name: format!("{} ({id})", live.name),
            id: id.to_owned(),
            organization: Some(organization.id.clone()),
            partition: organization.partition().to_owned(),
            chain,
            resources: BTreeMap::new(),
            permissions: Permissions::of(&BTreeMap::new()),
        })
    }
}

/// The id of the account of this id or name.
fn found<'o>(account: &str, observed: &'o Observed) -> Result<&'o str, Failure> {
    let named: Vec<&String> = observed
        .accounts
        .iter()
        .filter(|(id, live)| *id == account || live.name == account)
        .map(|(id, _)| id)
        .collect();
    match named.as_slice() {
        [only] => Ok(only),
        [] => {
            let failure = Failure::new(format!("the organization has no account `{account}`"));
            let names = observed.accounts.values().map(|live| live.name.as_str());
            Err(match suggest(account, names) {
                Some(near) => failure.help(format!("did you mean `{near}`?")),
                None => failure.help("name it as AWS does, or write its id"),
            })
        }
        several => {
            let ids: Vec<&str> = several.iter().map(|id| id.as_str()).collect();
            Err(Failure::new(format!("the organization has several accounts `{account}`"))
                .help(format!("write the id of one: {}", ids.join(", "))))
        }
    }
}

fn request(arguments: &Why, subject: &Subject) -> Request {
    let Subject { id, organization, partition, .. } = subject;
    let principal =
        arguments.principal.clone().unwrap_or_else(|| format!("arn:{partition}:iam::{id}:role/x"));
    let ground = Ground::of_account(id, organization.as_deref(), partition);
    let mut request = Request::new(&arguments.action, &arguments.resource);
    request.context = ground.given;
    request = request.by(principal);
    let mut given: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (key, value) in &arguments.context {
        given.entry(key).or_default().push(value);
    }
    given.into_iter().for_each(|(key, values)| request.context.set(key, values));
    request
}

/// A request for the same that passes, with other values of condition keys: first by the same principal,
/// then by any. None if there is none; an error if that was not decided.
fn way_out(request: &Request, chain: &Chain) -> Result<Option<Request>, Reason> {
    let principal = request.principal().unwrap_or_default();
    let mut decided = Ok(None);
    for principal in [principal, "arn:*:*::*:*"] {
        match possible(&question(request, principal, chain), chain) {
            Answer::Possible(found) => return Ok(Some(*found)),
            Answer::Impossible | Answer::NoRequest => {}
            Answer::Undecided(reason) => decided = Err(reason),
        }
    }
    decided
}

/// The same action on the same resource, by whom and under what conditions ever.
fn question(request: &Request, principal: &str, chain: &Chain) -> Question {
    let mut given = Context::default();
    for key in Ground::GIVEN {
        given.set(key, request.context.values(key).iter().cloned());
    }
    let ground = Ground {
        principals: vec![principal.to_owned()],
        given,
        types: BTreeMap::new(),
        examples: vec![request.principal().unwrap_or_default().to_owned()],
    };
    Question {
        actions: Scope::these([&request.action]),
        resources: Scope::These(vec![literal(&request.resource)]),
        when: Vec::new(),
        unless: Vec::new(),
        ground: ground.typed(IamCatalog::bundled(), chain.keys()),
    }
}

/// A pattern that matches a text and nothing else.
fn literal(text: &str) -> String {
    if text == "*" { text.to_owned() } else { text.replace('*', "${*}").replace('?', "${?}") }
}
