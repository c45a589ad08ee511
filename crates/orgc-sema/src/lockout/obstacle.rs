//! What in the sources stands against all requests of a question.

use crate::model::Model;
use crate::permissions::{Permissions, path};
use orgc_diag::Span;
use orgc_ir::Address;
use orgc_ir::desired::Body;
use orgc_policy::{Cause, Chain, Control, Ground, IamCatalog, Question, Scope, refusal};
use std::collections::BTreeSet;

/// What stands against requests.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Obstacle {
    /// A statement of a policy denies them.
    Denies { policy: Address, statement: usize },
    /// No service control policy at a place allows them.
    Silent { target: Address },
}

/// A principal of an account, and what it does.
pub(super) struct Asked<'a> {
    /// The ARN of the principal, with wildcards.
    pub(super) principal: String,
    pub(super) action: &'a str,
    pub(super) resource: &'a str,
    /// Where; none for anywhere.
    pub(super) region: Option<&'a str>,
}

/// Asks what stands against requests.
pub(super) struct Obstacles<'m> {
    pub(super) model: &'m Model,
    pub(super) permissions: &'m Permissions,
    pub(super) catalog: &'m IamCatalog,
    pub(super) partition: &'static str,
    /// Which of them are told.
    pub(super) counts: fn(&Obstacle) -> bool,
}

impl Obstacles<'_> {
    /// The ARN of a role of an account.
    pub(super) fn role(&self, name: &str, account: &Address) -> String {
        format!("arn:{}:iam::{}:role/{name}", self.partition, self.id(account))
    }

    /// The id of an account, or its stand-in.
    pub(super) fn id(&self, account: &Address) -> &str {
        self.permissions.id(account).unwrap_or_default()
    }

    /// What makes it impossible for a principal of an account; nothing if something is possible or undecided.
    pub(super) fn of(&self, asked: Asked<'_>, account: &Address, chain: &Chain) -> BTreeSet<Obstacle> {
        let id = self.id(account);
        let mut ground = Ground::of_account(id, self.permissions.organization(), self.partition);
        ground.principals = vec![asked.principal];
        ground.given.set("aws:RequestedRegion", asked.region);
        let question = Question {
            actions: Scope::these([asked.action]),
            resources: Scope::these([asked.resource]),
            when: Vec::new(),
            unless: Vec::new(),
            ground,
        };
        let place = path(account, &self.model.resources);
        let causes = refusal(&question, chain, self.catalog).into_iter();
        causes.filter_map(|cause| self.named(cause, chain, &place)).filter(self.counts).collect()
    }

    fn named(&self, cause: Cause, chain: &Chain, place: &[&Address]) -> Option<Obstacle> {
        match cause {
            Cause::Silent { level } => Some(Obstacle::Silent { target: (*place.get(level)?).clone() }),
            Cause::Denies(cited) => {
                let levels = match cited.control {
                    Control::Service => &chain.service,
                    Control::Resource => &chain.resource,
                };
                let name = &levels.get(cited.level)?.policies.get(cited.policy)?.name;
                let policy = self.attached(place.get(cited.level)?).find(|policy| policy.name() == name)?;
                Some(Obstacle::Denies { policy: policy.clone(), statement: cited.statement })
            }
        }
    }

    fn attached(&self, target: &Address) -> impl Iterator<Item = &Address> {
        self.model.resources.values().filter_map(move |resource| match &resource.body {
            Body::Attachment(one) if one.target == *target => Some(&one.policy),
            _ => None,
        })
    }

    /// Where an obstacle is written, and what it is there.
    pub(super) fn place(&self, obstacle: &Obstacle) -> Option<(Span, String)> {
        match obstacle {
            Obstacle::Denies { policy, statement } => {
                let rule = self.model.policies.get(policy).and_then(|facts| facts.rules.get(*statement));
                let denies = |span: &Span| (*span, "denies".to_owned());
                // A text from a file or a plugin, of which only the block can be marked.
                let in_text = || {
                    let span = self.model.resources.get(policy)?.cause.origin().span?;
                    Some((span, format!("`Statement[{statement}]` denies")))
                };
                rule.map(denies).or_else(in_text)
            }
            Obstacle::Silent { target } => self.model.resources.values().find_map(|resource| {
                let is_here = matches!(&resource.body, Body::Detachment(one) if one.target == *target);
                let span = resource.cause.origin().span.filter(|_| is_here)?;
                Some((span, "nothing here allows".to_owned()))
            }),
        }
    }
}
