//! `orgc why`: which policies let an account do something, or do not.

use super::offline;
use crate::cli::{Format, Global, Why};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::render;
use crate::render::why::Explained;
use crate::terminal::Terminal;
use orgc_ir::Address;
use orgc_policy::{
    ActionPattern, Answer, Chain, Context, Ground, IamCatalog, Question, Reason, Request, Scope, Verdict,
    decide, possible,
};
use orgc_sema::Permissions;
use std::collections::BTreeMap;

/// Prints the decision about one request, and the statements that decide.
///
/// # Errors
/// When the sources have errors, or there is no such account or action.
pub fn run(arguments: &Why, global: &Global, terminal: &mut Terminal<'_>) -> Result<Exit, Failure> {
    let model = offline::model(global, &arguments.inputs, terminal)?;
    let resources = &model.desired.resources;
    let account = offline::named("account", &arguments.account, &model.desired)?;
    let permissions = Permissions::of(resources);
    let nothing = Chain::default();
    let chain = permissions.chain(&account).unwrap_or(&nothing);
    let is_action = matches!(ActionPattern::parse(&arguments.action), Ok(ActionPattern::Of { .. }));
    if !is_action || arguments.action.contains(['*', '?']) {
        let found = &arguments.action;
        return Err(Failure::usage(format!("`{found}` is not an action; write one such as s3:GetObject")));
    }
    let request = request(arguments, &account, &permissions);
    let decision = decide(&request, Some(chain), Some(chain));
    let way_out = match decision.verdict {
        Verdict::Allowed => Ok(None),
        _ => way_out(&request, chain),
    };
    let explained =
        Explained { account: &account, request: &request, decision: &decision, chain, way_out, resources };
    match terminal.format {
        Format::Json => terminal.data(render::why::json(&explained, &permissions))?,
        _ => terminal.data(render::why::text(&explained, &permissions))?,
    }
    Ok(Exit::Done)
}

fn request(arguments: &Why, account: &Address, permissions: &Permissions) -> Request {
    let id = permissions.id(account).unwrap_or_default();
    let principal = arguments.principal.clone().unwrap_or_else(|| format!("arn:aws:iam::{id}:role/x"));
    let ground = Ground::of_account(id, permissions.organization(), "aws");
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
